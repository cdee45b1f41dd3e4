// What is said about a node or a tie. A tie's meetings are the server's own page about it.

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(text, address) {
  const made = element("a", text);
  made.href = address;
  return made;
}

export class Panel {
  constructor(panel, drawing, words, onTie) {
    this.panel = panel;
    this.drawing = drawing;
    this.words = words;
    this.onTie = onTie;
    this.empty = [...panel.childNodes];
    this.asked = 0;
  }

  clear() {
    this.asked += 1;
    this.panel.replaceChildren(...this.empty);
  }

  node(id) {
    this.asked += 1;
    const node = this.drawing.nodes.get(id);
    const ties = this.drawing.ties.get(id).toSorted((a, b) => b.meetings - a.meetings || b.width - a.width);
    const parts = [this.#heading(node.name), ...node.facts.map((fact) => element("p", fact, "graph__fact"))];
    const ways = element("p", undefined, "graph__ways");
    if (this.drawing.data.centre !== id) ways.append(this.#swap(link(this.words.wordsAround, node.url)));
    if (this.words.record) ways.append(link(this.words.wordsRecord, this.words.record.replace("ONE", encodeURIComponent(id))));
    parts.push(ways);
    parts.push(...this.#ties(this.words.wordsTies, ties.filter((edge) => !edge.missing), id));
    parts.push(...this.#ties(this.words.wordsMissing, ties.filter((edge) => edge.missing), id));
    this.panel.replaceChildren(...parts);
  }

  #swap(made) {
    made.dataset.swap = "";
    return made;
  }

  #heading(text) {
    return element("h2", text, "graph__head");
  }

  #ties(title, edges, id) {
    if (!edges.length) return [];
    const list = element("ul", undefined, "graph__ties");
    for (const edge of edges) {
      const other = this.drawing.nodes.get(edge.from === id ? edge.to : edge.from);
      const button = element("button", undefined, "graph__tie");
      button.type = "button";
      button.append(element("bdi", other.name), " ", element("span", String(edge.meetings)));
      button.title = edge.title;
      button.setAttribute("aria-label", edge.title);
      button.addEventListener("click", () => this.onTie(edge, { moved: true }));
      const item = element("li");
      item.append(button);
      list.append(item);
    }
    return [element("h3", `${title} (${edges.length})`, "graph__subhead"), list];
  }

  async tie(edge) {
    this.asked += 1;
    const mine = this.asked;
    const names = [edge.from, edge.to].map((id) => this.drawing.nodes.get(id));
    const address = this.words.tie
      .replace("ONE", encodeURIComponent(edge.from))
      .replace("OTHER", encodeURIComponent(edge.to));
    const heading = this.#heading("");
    heading.append(link(names.map((node) => node.name).join(" – "), address));
    const loading = element("p", this.words.wordsLoading, "note");
    this.panel.replaceChildren(heading, element("p", edge.title, "graph__fact"), loading);
    let found = [];
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found = answer.ok ? [...page.querySelectorAll("[data-panel]")] : [];
    } catch {
      found = [];
    }
    if (mine !== this.asked) return;
    if (found.length) loading.replaceWith(...found.map((part) => document.importNode(part, true)));
    else loading.textContent = this.words.wordsFailed;
  }
}
