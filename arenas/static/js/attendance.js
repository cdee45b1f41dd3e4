// Each mark is saved when it is made. What could not be sent stays on this machine and is sent
// when the line is back, also after the page was closed. Without this script the button saves.

const form = document.querySelector("[data-attendance]");
const status = form.querySelector("[data-attendance-status]");
const key = `attendance:${location.pathname}`;
const ALL = "all"; // "everybody came" waits like a mark: the server knows who is unmarked by then
const PATIENCE = 10000; // a line that hangs is one that is down
const waiting = new Map(Object.entries(kept()));
let sending = false;
let timer;

const row = (id) => form.elements[`was-${id}`]?.closest("fieldset");
const rows = () => [...form.querySelectorAll("fieldset")];
const idOf = (one) => one.querySelector("[name^=was-]").name.slice(4);
const markOf = (one) => one.querySelector(":checked")?.value ?? "unknown";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function keep() {
  try {
    if (waiting.size) localStorage.setItem(key, JSON.stringify(Object.fromEntries(waiting)));
    else localStorage.removeItem(key);
  } catch {
    // no room on this machine: the marks wait on the page alone
  }
}

function tell(text) {
  if (status.textContent !== text) status.textContent = text;
}

function count() {
  for (const line of document.querySelectorAll("[data-count]")) {
    const number = rows().filter((one) => markOf(one) === line.dataset.count).length;
    line.querySelector("strong").textContent = number;
    line.hidden = number === 0;
  }
}

function show(id, mark, state) {
  const box = form.querySelector(`[name="mark-${CSS.escape(id)}"][value="${CSS.escape(mark)}"]`);
  if (!box) return false;
  box.checked = true;
  row(id).setAttribute("data-saved", state);
  return true;
}

// True: saved. False: refused. Throws where nothing came through.
async function post(marks) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  for (const [id, mark] of marks) {
    if (id === ALL) body.set(ALL, "1");
    else {
      body.set(`mark-${id}`, mark);
      body.set(`was-${id}`, form.elements[`was-${id}`].value);
    }
  }
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status === 404 || answer.status === 422) return false;
  if (answer.type === "opaqueredirect" || answer.status === 400)
    throw new Error(form.dataset.signedOut);
  if (answer.status !== 204) throw new Error(form.dataset.waiting);
  return true;
}

// What was sent is taken out of what waits, unless it was changed meanwhile.
function settle(marks, saved) {
  for (const [id, mark] of marks) {
    if (waiting.get(id) === mark) waiting.delete(id);
    if (id === ALL) continue;
    if (saved) form.elements[`was-${id}`].value = mark;
    row(id).setAttribute("data-saved", saved ? "yes" : "no");
  }
  keep();
}

async function sendAll() {
  if (sending || !waiting.size) return;
  sending = true;
  clearTimeout(timer);
  let refused = false;
  try {
    while (waiting.size) {
      let batch = [...waiting];
      let saved = await post(batch);
      if (!saved && batch.length > 1) {
        batch = batch.slice(0, 1); // one of them is wrong: find out which
        saved = await post(batch);
      }
      settle(batch, saved);
      refused ||= !saved;
      if (saved && batch.some(([id]) => id === ALL)) location.reload(); // who else had marked whom
    }
    tell(refused ? form.dataset.refused : form.dataset.saved);
  } catch (error) {
    tell(error.message === form.dataset.signedOut ? error.message : form.dataset.waiting);
    timer = setTimeout(sendAll, 5000);
  } finally {
    sending = false;
  }
}

form.addEventListener("change", (event) => {
  const [name, id] = event.target.name.split("-");
  if (name !== "mark") return;
  waiting.set(id, event.target.value);
  keep();
  row(id).setAttribute("data-saved", "waiting");
  count();
  sendAll();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name === ALL) {
    waiting.set(ALL, "1");
    keep();
    for (const one of rows()) if (markOf(one) === "unknown") show(idOf(one), "present", "waiting");
    count();
  }
  if (waiting.size) sendAll();
  else tell(form.dataset.saved);
});

addEventListener("online", sendAll);

// Marks that an earlier visit could not send.
for (const [id, mark] of waiting) if (id !== ALL && !show(id, mark, "waiting")) waiting.delete(id);
keep();
count();
sendAll();
