// The drawing: vis-network draws what the server laid out, without physics; areas, names, and
// what is chosen are painted here.

import { placed } from "./labels.js";
import { paint } from "./shapes.js";

const SECTORS = [
  "municipality", "county", "industry", "cluster", "academia", "culture", "national_authority", "other",
];
const MOST_NAMES = 300;
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const css = (name) => style.getPropertyValue(name).trim();
  return {
    ink: css("--ink"),
    soft: css("--ink-soft"),
    paper: css("--card"),
    area: css("--sunken"),
    edge: css("--line"),
    tie: css("--line-strong"),
    missing: css("--missing"),
    brand: css("--brand"),
    focus: css("--focus"),
    font: getComputedStyle(document.body).fontFamily,
    sectors: Object.fromEntries(SECTORS.map((sector) => [sector, css(`--sector-${sector}`)])),
  };
}

export class Drawing {
  constructor(canvas, data) {
    this.canvas = canvas;
    this.data = data;
    this.nodes = new Map(data.nodes.map((node) => [node.id, node]));
    this.ties = new Map(data.nodes.map((node) => [node.id, []]));
    for (const edge of data.edges) {
      this.ties.get(edge.from).push(edge);
      this.ties.get(edge.to).push(edge);
    }
    this.chosen = null; // a node's id, or an edge
    this.focused = null;
    this.widths = new Map();
    this.recolour = () => {
      this.colours = readColours();
      this.network?.setData(this.#forVis());
      this.network?.redraw();
    };
    this.colours = readColours();
    dark.addEventListener("change", this.recolour);
    this.#start();
  }

  #forVis() {
    const many = this.data.edges.length > 400;
    const { centre } = this.data;
    const opacity = (edge) => (centre && edge.from !== centre && edge.to !== centre ? 0.25 : many ? 0.35 : 0.55);
    const renderer = (node) => ({ ctx, x, y }) => ({
      drawNode: () => paint(ctx, node, x, y, node.size, this.colours),
      nodeDimensions: { width: 2 * node.size, height: 2 * node.size },
    });
    return {
      nodes: this.data.nodes.map((node) => ({
        id: node.id, x: node.x, y: node.y, size: node.size, shape: "custom",
        ctxRenderer: renderer(node), chosen: false,
      })),
      edges: this.data.edges.map((edge, id) => ({
        id, from: edge.from, to: edge.to, width: edge.missing ? Math.max(edge.width, 1.5) : edge.width,
        dashes: edge.missing ? [9, 7] : false, chosen: false, hoverWidth: 0, selectionWidth: 0,
        color: edge.missing
          ? { color: this.colours.missing, opacity: 1, inherit: false }
          : { color: this.colours.tie, opacity: opacity(edge), inherit: false },
      })),
    };
  }

  #start() {
    const many = this.data.edges.length > 1500;
    this.network = new vis.Network(this.canvas, this.#forVis(), {
      autoResize: true,
      physics: { enabled: false },
      layout: { improvedLayout: false, randomSeed: 1 },
      interaction: {
        hover: true, dragNodes: false, keyboard: { enabled: false }, multiselect: false,
        hideEdgesOnDrag: many, hideEdgesOnZoom: many, hoverConnectedEdges: false, zoomSpeed: 0.6,
      },
      nodes: { borderWidth: 0 },
      edges: { smooth: false },
    });
    this.canvas.querySelector(".vis-network").tabIndex = -1; // the keyboard has its own way: keys.js
    this.network.on("beforeDrawing", (ctx) => this.#areas(ctx));
    this.network.on("afterDrawing", (ctx) => {
      if (this.chosen !== null) this.#lifted(ctx);
      this.#names(ctx);
      if (this.focused) this.#ring(ctx, this.focused);
      if (!this.canvas.dataset.drawn) performance.mark("graph drawn");
      this.canvas.dataset.drawn = "yes";
    });
    // The page scrolls over the drawing; it is the wheel with Ctrl, and two fingers, that zoom.
    this.canvas.addEventListener(
      "wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); },
      { capture: true },
    );
    this.fit(false);
  }

  #areas(ctx) {
    ctx.fillStyle = this.colours.area;
    ctx.strokeStyle = this.colours.edge;
    ctx.lineWidth = 1.5;
    for (const area of this.data.areas) {
      ctx.beginPath();
      if (area.corners) for (const [x, y] of area.corners) ctx.lineTo(x, y);
      else ctx.arc(area.x, area.y, area.radius, 0, 2 * Math.PI);
      ctx.closePath();
      ctx.fill();
      ctx.stroke();
    }
  }

  // Everything fades but what is chosen, its ties and those at their other end.
  #lifted(ctx) {
    const edges = typeof this.chosen === "string" ? this.ties.get(this.chosen) : [this.chosen];
    const ids = this.#near();
    const corner = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const end = this.network.DOMtoCanvas({ x: this.canvas.clientWidth, y: this.canvas.clientHeight });
    ctx.save();
    ctx.globalAlpha = 0.78;
    ctx.fillStyle = this.colours.paper;
    ctx.fillRect(corner.x, corner.y, end.x - corner.x, end.y - corner.y);
    ctx.restore();
    for (const edge of edges) {
      const a = this.nodes.get(edge.from);
      const b = this.nodes.get(edge.to);
      ctx.beginPath();
      ctx.setLineDash(edge.missing ? [9, 7] : []);
      ctx.strokeStyle = edge.missing ? this.colours.missing : this.colours.brand;
      ctx.lineWidth = Math.max(edge.width, 1.2);
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    for (const id of ids) {
      const node = this.nodes.get(id);
      paint(ctx, node, node.x, node.y, node.size, this.colours);
    }
  }

  #near() {
    if (this.chosen === null) return null;
    if (typeof this.chosen !== "string") return new Set([this.chosen.from, this.chosen.to]);
    const ids = new Set([this.chosen]);
    for (const edge of this.ties.get(this.chosen)) ids.add(edge.from).add(edge.to);
    return ids;
  }

  #ring(ctx, id) {
    const node = this.nodes.get(id);
    ctx.beginPath();
    ctx.arc(node.x, node.y, node.size * 1.25 + 3 / this.network.getScale(), 0, 2 * Math.PI);
    ctx.strokeStyle = this.colours.focus;
    ctx.lineWidth = 3 / this.network.getScale();
    ctx.stroke();
  }

  // Written as large on the screen whatever the zoom: the closer one looks, the more have room.
  #names(ctx) {
    const scale = this.network.getScale();
    const size = this.data.areas.length ? 12 : 15;
    const near = this.#near();
    const { x, y } = this.network.getViewPosition();
    const half = { x: this.canvas.clientWidth / 2 / scale, y: this.canvas.clientHeight / 2 / scale };
    const inView = (at) => Math.abs(at.x - x) < half.x + 20 && Math.abs(at.y - y) < half.y + 20;
    const shown = this.data.nodes.filter(inView);
    const order = near
      ? shown.filter((node) => near.has(node.id)).sort((a, b) => (b.id === this.chosen) - (a.id === this.chosen))
      : this.focused
        ? [this.nodes.get(this.focused), ...shown.filter((node) => node.id !== this.focused)]
        : shown;
    ctx.font = `600 ${size}px ${this.colours.font}`;
    const heads = near ? [] : this.data.areas.map((area) => this.#head(ctx, area, scale, size));
    ctx.font = `${size}px ${this.colours.font}`;
    const names = order.map((node) => this.#name(ctx, node, scale, size));
    const taken = shown.map((node) => this.#body(node, scale));
    const inside = (box) =>
      Math.abs((box.left + box.right) / 2 - x * scale) + (box.right - box.left) / 2 < half.x * scale &&
      Math.abs((box.top + box.bottom) / 2 - y * scale) + (box.bottom - box.top) / 2 < half.y * scale;
    const wanted = [...heads, ...names].map((places) => places.filter(inside));
    this.written = placed(wanted, taken).slice(0, MOST_NAMES);
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    ctx.strokeStyle = this.colours.paper;
    ctx.lineWidth = 3.5 / scale;
    for (const one of this.written) {
      ctx.font = `${one.head ? "600 " : ""}${size / scale}px ${this.colours.font}`;
      ctx.fillStyle = one.head ? this.colours.soft : this.colours.ink;
      const [left, top] = [(one.left + one.right) / 2 / scale, (one.top + 1) / scale];
      ctx.strokeText(one.text, left, top);
      ctx.fillText(one.text, left, top);
    }
  }

  #width(ctx, text) {
    const key = ctx.font + text;
    if (!this.widths.has(key)) this.widths.set(key, ctx.measureText(text).width);
    return this.widths.get(key);
  }

  // Above a group, below it, beside it; a shape of the map has its name above.
  #head(ctx, area, scale, size) {
    const [half, high] = [this.#width(ctx, area.name) / 2, size + 3];
    const [x, y, reach] = [area.x * scale, area.y * scale, (area.radius ?? 0) * scale + 3];
    return [
      [x, y - reach - high], [x, y + reach], [x + reach + half, y - high / 2], [x - reach - half, y - high / 2],
    ].map(([middle, top]) => ({
      left: middle - half, right: middle + half, top, bottom: top + high, text: area.name, head: true,
    }));
  }

  // Below, to the right, above, to the left.
  #name(ctx, node, scale, size) {
    const [x, y, reach] = [node.x * scale, node.y * scale, node.size * scale + 2];
    const [half, high] = [this.#width(ctx, node.label) / 2 + 1, size + 2];
    return [
      [x, y + reach], [x + reach + half, y - high / 2], [x, y - reach - high], [x - reach - half, y - high / 2],
    ].map(([middle, top]) => ({
      left: middle - half, right: middle + half, top, bottom: top + high, text: node.label,
    }));
  }

  #body(node, scale) {
    const reach = node.size * scale * 0.8;
    const [x, y] = [node.x * scale, node.y * scale];
    return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
  }

  motion() {
    return still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  }

  fit(animated = true) {
    this.network.fit({ animation: false, maxZoomLevel: 1.6 });
    const [scale, position] = [this.network.getScale() * 0.9, this.network.getViewPosition()];
    this.network.moveTo({ scale, position, animation: animated ? this.motion() : false });
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: this.motion() });
  }

  choose(what) {
    this.chosen = what;
    this.network.redraw();
  }

  // Look at a node; the picture moves only where it lies outside, or is asked to come closer.
  look(id, { closer = false } = {}) {
    this.focused = id;
    const node = this.nodes.get(id);
    const at = this.network.canvasToDOM({ x: node.x, y: node.y });
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const outside = at.x < 30 || at.y < 30 || at.x > width - 30 || at.y > height - 30;
    if (closer || outside) {
      const scale = closer ? Math.max(this.network.getScale(), 0.9) : this.network.getScale();
      this.network.moveTo({ position: { x: node.x, y: node.y }, scale, animation: this.motion() });
    }
    this.network.redraw();
  }

  blur() {
    this.focused = null;
    this.network.redraw();
  }

  destroy() {
    dark.removeEventListener("change", this.recolour);
    this.network.destroy();
  }
}
