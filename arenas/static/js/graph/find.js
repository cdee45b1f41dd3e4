// Find an organisation: three letters of its name are enough.

const FEWEST = 3;
const MOST = 8;

export const fold = (text) =>
  text.toLowerCase().replaceAll("ø", "o").replaceAll("æ", "ae").normalize("NFD").replace(/\p{M}/gu, "");

// Those whose name holds the words, names that begin with them first.
export function matches(options, text) {
  const words = fold(text).trim();
  if (words.length < FEWEST) return [];
  return options
    .map((option) => ({ ...option, at: fold(option.name).indexOf(words) }))
    .filter((option) => option.at >= 0)
    .sort((a, b) => (a.at > 0) - (b.at > 0) || a.name.localeCompare(b.name, "nb"))
    .slice(0, MOST);
}

export function finder(form, words, onFound) {
  const select = form.querySelector("select");
  const options = [...select.options].map(({ value, text }) => ({ value, name: text }));
  const input = document.createElement("input");
  Object.assign(input, { type: "search", className: "form-control", id: "graph-search", autocomplete: "off" });
  form.querySelector("label").htmlFor = input.id;
  const list = document.createElement("ul");
  list.className = "graph-find__list";
  list.hidden = true;
  const count = document.createElement("p");
  count.className = "visually-hidden";
  count.setAttribute("role", "status");
  select.replaceWith(input);
  input.after(list, count);
  form.querySelector("button").hidden = true;

  const choose = (value) => {
    list.hidden = true;
    input.value = options.find((option) => option.value === value).name;
    onFound(value);
  };
  input.addEventListener("input", () => {
    const found = matches(options, input.value);
    list.replaceChildren(
      ...found.map((option) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = option.name;
        button.addEventListener("click", () => choose(option.value));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    list.hidden = !found.length;
    const asked = fold(input.value).trim().length >= FEWEST;
    count.textContent = asked ? words.wordsFound.replace("{count}", found.length) : "";
    count.className = asked && !found.length ? "note graph-find__none" : "visually-hidden";
  });
  form.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") list.hidden = true;
    if (event.key === "ArrowDown" && buttons.length) {
      event.preventDefault();
      buttons[Math.min(at + 1, buttons.length - 1)].focus();
    }
    if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (buttons[at - 1] ?? input).focus();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = matches(options, input.value)[0];
    if (first) choose(first.value);
  });
}
