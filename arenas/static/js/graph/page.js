// The page of the graph. Each level, filter and half-year is an address of its own; what is
// chosen here is fetched from that address and put in the page's place, so that the drawing, the
// sentences and the table are always of one reading.

import { Drawing } from "./canvas.js";
import { finder } from "./find.js";
import { Keys } from "./keys.js";
import { Panel } from "./panel.js";

let drawing = null;

const view = () => document.querySelector("[data-view]");

function start(kept) {
  const frame = view().querySelector("[data-graph]");
  if (!frame) return;
  for (const one of frame.querySelectorAll("[hidden]")) one.hidden = false;
  const canvas = frame.querySelector(".graph__canvas");
  const data = JSON.parse(view().querySelector("#graph-data").textContent);
  drawing = new Drawing(canvas, data);
  if (kept && kept.kind === data.kind && kept.centre === data.centre) {
    drawing.network.moveTo({ position: kept.position, scale: kept.scale });
  }
  let opened = null;
  const side = frame.querySelector(".graph__panel");
  const panel = new Panel(side, drawing, canvas.dataset, openTie);
  const keys = new Keys(frame.querySelector(".graph__stage"), drawing, {
    open: (id) => openNode(id, { moved: true }),
    close,
  });

  function openNode(id, { moved = false } = {}) {
    opened = id;
    drawing.choose(id);
    panel.node(id);
    if (moved) side.focus({ preventScroll: true });
  }

  async function openTie(edge, { moved = false } = {}) {
    opened ??= edge.from;
    drawing.choose(edge);
    const shown = panel.tie(edge);
    if (moved) side.focus({ preventScroll: true });
    await shown;
  }

  function close() {
    const inside = side.contains(document.activeElement);
    drawing.choose(null);
    panel.clear();
    if (opened && inside) keys.focus(opened);
    opened = null;
  }

  drawing.network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) openNode(node);
    else if (edge !== undefined) openTie(data.edges[edge]);
    else close();
  });
  drawing.network.on("doubleClick", ({ nodes: [node] }) => {
    if (node !== undefined && node !== data.centre) swap(drawing.nodes.get(node).url);
  });
  side.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  tips(frame.querySelector(".graph__stage"), canvas, data);
  for (const button of frame.querySelectorAll("[data-zoom]")) {
    const act = { in: () => drawing.zoom(1.4), out: () => drawing.zoom(1 / 1.4), fit: () => { close(); drawing.fit(); } };
    button.addEventListener("click", act[button.dataset.zoom]);
  }
  finder(view().querySelector("[data-find]"), canvas.dataset, (id) => {
    if (drawing.nodes.has(id)) {
      openNode(id);
      drawing.look(id, { closer: true });
    } else {
      const address = new URL(location.href);
      for (const name of ["view", "by", "sector", "place", "page", "sort"]) address.searchParams.delete(name);
      address.searchParams.set("around", id);
      swap(address.href);
    }
  });
  slider();
}

// What lies under the pointer, in words.
function tips(stage, canvas, data) {
  const tip = document.createElement("div");
  tip.className = "graph__tip";
  tip.hidden = true;
  stage.append(tip);
  const show = (lines, { x, y }) => {
    tip.replaceChildren(...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })));
    tip.hidden = false;
    const left = Math.min(x + 14, canvas.clientWidth - tip.offsetWidth - 6);
    tip.style.transform = `translate(${Math.max(left, 6)}px, ${Math.min(y + 14, canvas.clientHeight - tip.offsetHeight - 6)}px)`;
  };
  const hide = () => { tip.hidden = true; canvas.classList.remove("graph__canvas--over"); };
  drawing.network.on("hoverNode", ({ node, pointer }) => {
    const { name, facts } = drawing.nodes.get(node);
    canvas.classList.add("graph__canvas--over");
    show([name, ...facts], pointer.DOM);
  });
  drawing.network.on("hoverEdge", ({ edge, pointer }) => {
    canvas.classList.add("graph__canvas--over");
    show([data.edges[edge].title], pointer.DOM);
  });
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) drawing.network.on(name, hide);
}

// The slider of the time line: 0 is the whole period, then a half-year a step.
function slider() {
  const box = view().querySelector("[data-slider]");
  if (!box) return;
  box.hidden = false;
  const [range, said] = [box.querySelector("input"), box.querySelector("output")];
  const links = [...view().querySelectorAll(".times__halves a")];
  const words = () => {
    const link = links[range.valueAsNumber];
    said.textContent = link.dataset.half ?? link.textContent;
    range.setAttribute("aria-valuetext", said.textContent);
  };
  words();
  range.addEventListener("input", words);
  range.addEventListener("change", () => swap(links[range.valueAsNumber].href, { focus: "#graph-time" }));
}

let asked = 0;
const withoutPlace = () => location.pathname + location.search;
let here = withoutPlace();

async function swap(address, { push = true, focus = null } = {}) {
  asked += 1;
  const mine = asked;
  view().setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    page = null;
  }
  if (mine !== asked) return;
  const found = page?.querySelector("[data-view]");
  if (!found) {
    location.assign(address);
    return;
  }
  for (const one of found.querySelectorAll("noscript")) one.remove();
  const kept = drawing && {
    kind: drawing.data.kind,
    centre: drawing.data.centre,
    scale: drawing.network.getScale(),
    position: drawing.network.getViewPosition(),
  };
  drawing?.destroy();
  drawing = null;
  view().replaceWith(document.importNode(found, true));
  document.title = page.title;
  if (push) history.pushState(null, "", address);
  here = withoutPlace();
  document.dispatchEvent(new Event("view"));
  start(kept);
  if (focus) {
    const next = typeof focus === "string" ? view().querySelector(focus) : twin(focus);
    next?.focus({ preventScroll: true });
  }
}

// The link in the new page that stands where the one that was pressed stood.
function twin({ text, place }) {
  const links = [...view().querySelectorAll("a[data-swap]")];
  return links.find((link) => link.textContent.trim() === text) ?? links[place] ?? null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const place = [...view().querySelectorAll("a[data-swap]")].indexOf(link);
  swap(link.href, { focus: { text: link.textContent.trim(), place } });
});
window.addEventListener("popstate", () => {
  // A place in the page (#ties) is an entry of the history too, and nothing else to show.
  if (withoutPlace() !== here) swap(location.href, { push: false });
});

start(null);
