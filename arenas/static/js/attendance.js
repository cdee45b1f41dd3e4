// Each mark is saved when it is made. What could not be sent stays on this machine and is sent
// when the line is back, also after the page was closed. Without this script the button saves.

const form = document.querySelector("[data-attendance]");
const status = form.querySelector("[data-attendance-status]");
const key = `attendance:${location.pathname}`;
const ALL = "all"; // "everybody came" waits like a mark: the server knows who is unmarked by then
const PATIENCE = 10000; // a line that hangs is one that is down
const REFRESH = 20000; // what another marks in the other end of the room shows here within that
const waiting = new Map(Object.entries(kept())); // id: the mark, and what it was made over
const LONG = 25; // people, from where on one looks for a name
let sending = false;
let saves = 0;
let timer;

const was = (id) => form.elements[`was-${id}`];
const row = (id) => was(id)?.closest("fieldset");
const rows = () => [...form.querySelectorAll("fieldset")];
const idOf = (one) => one.querySelector("[name^=was-]").name.slice(4);
const markOf = (one) => one.querySelector(":checked")?.value ?? "unknown";
const wordOf = (id, mark) => row(id).querySelector(`[value="${CSS.escape(mark)}"] + label`).textContent;
const nameOf = (id) => row(id).dataset.name;

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

// What another had marked meanwhile, by id: empty where all is saved. Null: refused. Throws where
// nothing came through.
async function post(marks) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  for (const [id, { mark, over }] of marks) {
    if (id === ALL) body.set(ALL, "1");
    else {
      body.set(`mark-${id}`, mark);
      body.set(`was-${id}`, over ?? "");
    }
  }
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status === 404 || answer.status === 422) return null;
  if (answer.type === "opaqueredirect" || answer.status === 400)
    throw new Error(form.dataset.signedOut);
  if (answer.status === 409) return (await answer.json()).marks;
  if (answer.status !== 204) throw new Error(form.dataset.waiting);
  return {};
}

// What was sent is taken out of what waits, unless it was changed meanwhile.
function settle(marks, met) {
  saves += 1;
  for (const [id, sent] of marks) {
    const later = waiting.get(id);
    if (later === sent) waiting.delete(id);
    else if (later) later.over = met?.[id] ?? sent.mark;
    if (id === ALL) continue;
    if (met?.[id]) yieldTo(id, met[id], sent.mark);
    else if (met) was(id).value = sent.mark;
    if (!met?.[id]) row(id).setAttribute("data-saved", met ? "yes" : "no");
  }
  keep();
  count();
}

// Another marked it meanwhile: that stands, one's own is told beside it and takes a tap to set.
function yieldTo(id, mark, own) {
  was(id).value = mark;
  if (!waiting.has(id)) show(id, mark, "met");
  const note = document.createElement("p");
  note.className = "attendance__met";
  note.textContent = form.dataset.met.replace("{mark}", wordOf(id, own).toLowerCase());
  row(id).querySelector(".attendance__met")?.remove();
  row(id).append(note);
}

// What others have marked since; those one has marked oneself and not sent are left.
async function refresh() {
  if (sending || waiting.size || document.hidden) return;
  try {
    const headers = { Accept: "application/json" };
    const before = saves;
    const answer = await fetch(form.action, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) return;
    const { marks } = await answer.json();
    if (sending || saves !== before) return; // older than what was saved here
    for (const [id, mark] of Object.entries(marks)) {
      if (waiting.has(id) || !was(id) || was(id).value === mark) continue;
      was(id).value = mark;
      show(id, mark, "yes");
    }
    if (Object.keys(marks).length !== rows().length) tell(form.dataset.others);
    count();
  } catch {
    // the line is down: the next round asks again
  }
}

async function sendAll() {
  if (sending || !waiting.size) return;
  sending = true;
  clearTimeout(timer);
  let refused = false;
  let everybody = false;
  const others = [];
  try {
    while (waiting.size) {
      let batch = [...waiting];
      let met = await post(batch);
      if (!met && batch.length > 1) {
        batch = batch.slice(0, 1); // one of them is wrong: find out which
        met = await post(batch);
      }
      settle(batch, met);
      refused ||= !met;
      others.push(...Object.keys(met ?? {}));
      everybody ||= batch.some(([id]) => id === ALL);
    }
    if (refused) tell(form.dataset.refused);
    else if (others.length) tell(form.dataset.overtaken.replace("{names}", others.map(nameOf).join(", ")));
    else tell(form.dataset.saved);
  } catch (error) {
    tell(error.message === form.dataset.signedOut ? error.message : form.dataset.waiting);
    timer = setTimeout(sendAll, 5000);
  } finally {
    sending = false;
  }
  if (everybody) refresh(); // who had marked whom
}

function make(id, mark) {
  waiting.set(id, { mark, over: waiting.get(id)?.over ?? was(id)?.value });
  keep();
}

form.addEventListener("change", (event) => {
  const [name, id] = event.target.name.split("-");
  if (name !== "mark") return;
  make(id, event.target.value);
  row(id).querySelector(".attendance__met")?.remove();
  row(id).setAttribute("data-saved", "waiting");
  count();
  sendAll();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name === ALL) {
    make(ALL, "1");
    for (const one of rows())
      if (markOf(one) === "unknown") show(idOf(one), one.dataset.rest, "waiting");
    count();
  }
  if (waiting.size) sendAll();
  else tell(form.dataset.saved);
});

// In a long list one writes a name; what is not found is out of sight, and not changed by it.
function find() {
  const wanted = finder.value.trim().toLowerCase();
  for (const group of form.querySelectorAll("section")) {
    const organisation = group.querySelector("h2").textContent.toLowerCase().includes(wanted);
    for (const one of group.querySelectorAll("fieldset"))
      one.hidden = !organisation && !one.dataset.name.toLowerCase().includes(wanted);
    group.hidden = !group.querySelector("fieldset:not([hidden])");
  }
}

const finder = form.querySelector(".attendance__find input");
finder.parentElement.hidden = rows().length < LONG;
finder.addEventListener("input", find);
finder.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

addEventListener("online", sendAll);
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, REFRESH);

// Marks that an earlier visit could not send.
for (const [id, { mark }] of waiting)
  if (id !== ALL && !show(id, mark, "waiting")) waiting.delete(id);
keep();
count();
sendAll();
