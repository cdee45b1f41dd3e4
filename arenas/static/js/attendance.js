// Each mark is saved when it is made. What could not be sent stays on this machine and is sent
// when the line is back, also after the page was closed. Without this script the button saves.

const form = document.querySelector("[data-attendance]");
const status = form.querySelector("[data-attendance-status]");
const key = `attendance:${location.pathname}`;
const waiting = new Map(Object.entries(JSON.parse(localStorage.getItem(key) ?? "{}")));
let sending = false;

const row = (id) => form.elements[`was-${id}`]?.closest("fieldset");

function keep() {
  if (waiting.size) localStorage.setItem(key, JSON.stringify(Object.fromEntries(waiting)));
  else localStorage.removeItem(key);
}

function tell(text) {
  if (status.textContent !== text) status.textContent = text;
}

async function send(id, mark) {
  const was = form.elements[`was-${id}`];
  const body = new URLSearchParams({
    csrf_token: form.elements.csrf_token.value,
    [`mark-${id}`]: mark,
    [`was-${id}`]: was.value,
  });
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body,
    redirect: "error",
  });
  if (answer.status === 404 || answer.status === 422) return false;
  if (answer.status !== 204) throw new Error(answer.status);
  was.value = mark;
  return true;
}

async function sendAll() {
  if (sending || !waiting.size) return;
  sending = true;
  try {
    for (const [id, mark] of waiting) {
      const saved = await send(id, mark);
      if (waiting.get(id) === mark) waiting.delete(id);
      keep();
      row(id)?.setAttribute("data-saved", saved ? "yes" : "no");
      tell(saved ? form.dataset.saved : form.dataset.refused);
    }
  } catch {
    tell(form.dataset.waiting);
  } finally {
    sending = false;
  }
  if (waiting.size && navigator.onLine) setTimeout(sendAll, 5000);
}

form.addEventListener("change", (event) => {
  const [name, id] = event.target.name.split("-");
  if (name !== "mark") return;
  waiting.set(id, event.target.value);
  keep();
  row(id).setAttribute("data-saved", "waiting");
  sendAll();
});
form.addEventListener("submit", () => {
  waiting.clear();
  keep();
});
addEventListener("online", sendAll);

// Marks that an earlier visit could not send.
for (const [id, mark] of waiting) {
  const box = form.querySelector(`[name="mark-${CSS.escape(id)}"][value="${CSS.escape(mark)}"]`);
  if (box) {
    box.checked = true;
    row(id).setAttribute("data-saved", "waiting");
  } else waiting.delete(id);
}
sendAll();
