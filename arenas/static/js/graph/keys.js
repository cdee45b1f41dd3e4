// The drawing for the keyboard and for screen readers: a button for each node, the most
// important first; arrows follow the ties to where they lead on the drawing.

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const FIRST = 200;

// The neighbour that lies most in the direction of the arrow; null where none does.
export function neighbour(drawing, id, [right, down]) {
  const here = drawing.nodes.get(id);
  let best = null;
  let most = 0.35;
  for (const edge of drawing.ties.get(id)) {
    const other = drawing.nodes.get(edge.from === id ? edge.to : edge.from);
    const [x, y] = [other.x - here.x, other.y - here.y];
    const way = Math.hypot(x, y) || 1;
    const along = (x * right + y * down) / way - way / 20000;
    if (along > most) [best, most] = [other.id, along];
  }
  return best;
}

export class Keys {
  constructor(stage, drawing, { open, close }) {
    this.drawing = drawing;
    this.open = open;
    this.close = close;
    this.buttons = new Map();
    this.list = document.createElement("ul");
    this.list.className = "graph__keys";
    for (const node of drawing.data.nodes.slice(0, FIRST)) this.#button(node.id);
    stage.querySelector(".graph__canvas").after(this.list);
  }

  #button(id) {
    if (this.buttons.has(id)) return this.buttons.get(id);
    const node = this.drawing.nodes.get(id);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = [node.name, ...node.facts].join(". ");
    button.dataset.node = id;
    button.addEventListener("focus", () => this.drawing.look(id));
    button.addEventListener("blur", () => this.drawing.blur());
    button.addEventListener("click", () => this.open(id));
    button.addEventListener("keydown", (event) => this.#key(event, id));
    const item = document.createElement("li");
    item.append(button);
    this.list.append(item);
    this.buttons.set(id, button);
    return button;
  }

  #key(event, id) {
    if (event.key === "Escape") this.close();
    if (!(event.key in WAYS)) return;
    event.preventDefault();
    const next = neighbour(this.drawing, id, WAYS[event.key]);
    if (next) this.focus(next);
  }

  focus(id) {
    this.#button(id).focus({ preventScroll: true });
  }
}
