// Draws the graph that the server laid out, and lets a person search, focus and read it.
// Without this file the page still has its tables: the same organisations, the same ties.

const data = JSON.parse(document.getElementById("graph-data").textContent);
const canvas = document.getElementById("graph");
const panel = document.getElementById("graph-panel");
const chooser = document.getElementById("graph-organisation");
const texts = canvas.dataset;
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

const nodes = new Map(data.nodes.map((node) => [node.id, node]));
const ties = new Map(data.nodes.map((node) => [node.id, []]));
for (const edge of data.edges) {
  ties.get(edge.from).push({ id: edge.to, meetings: edge.meetings });
  ties.get(edge.to).push({ id: edge.from, meetings: edge.meetings });
}

// vis-network has no plus, the shape of the sector "other" everywhere else.
function plus({ ctx, x, y, state: { selected }, style: { size, color } }) {
  const arm = size * 0.9;
  const half = arm / 3;
  return {
    drawNode() {
      ctx.fillStyle = color;
      ctx.fillRect(x - arm, y - half, 2 * arm, 2 * half);
      ctx.fillRect(x - half, y - arm, 2 * half, 2 * arm);
      if (selected) ctx.strokeRect(x - arm, y - arm, 2 * arm, 2 * arm);
    },
    nodeDimensions: { width: 2 * arm, height: 2 * arm },
  };
}

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function coloured(node) {
  const colour = css(`--sector-${node.group}`) || css("--ink");
  return {
    ...node,
    group: undefined,
    ctxRenderer: node.shape === "custom" ? plus : undefined,
    color: { background: colour, border: css("--paper"), highlight: colour, hover: colour },
    font: { color: css("--ink"), strokeColor: css("--paper"), strokeWidth: 4, size: 14 },
  };
}

function draw() {
  const tie = { color: css("--line-strong"), highlight: css("--brand"), hover: css("--brand") };
  return new vis.Network(
    canvas,
    {
      nodes: new vis.DataSet(data.nodes.map(coloured)),
      edges: new vis.DataSet(data.edges.map((edge, id) => ({ ...edge, id, color: tie }))),
    },
    data.options,
  );
}

canvas.closest("[data-graph]").hidden = false;
let network = draw();
dark.addEventListener("change", () => {
  network.destroy();
  network = draw();
  listen();
});

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

// The panel says in words what the drawing shows around one organisation.
function show(id) {
  const node = nodes.get(id);
  const near = ties.get(id).toSorted((a, b) => b.meetings - a.meetings);
  const heading = document.createElement("h2");
  const link = document.createElement("a");
  link.href = node.url;
  link.textContent = node.name;
  heading.append(link);
  const count = document.createElement("p");
  count.textContent = texts.ties.replace("{count}", near.length);
  const list = document.createElement("ul");
  list.append(
    ...near.map((tie) =>
      line(`${nodes.get(tie.id).name}: ${texts.meetings.replace("{count}", tie.meetings)}`),
    ),
  );
  panel.replaceChildren(heading, count, list);
  chooser.value = id;
}

function focus(id) {
  network.selectNodes([id]);
  network.focus(id, { scale: 1.2, animation: still.matches ? false : { duration: 400 } });
  show(id);
}

function listen() {
  network.on("selectNode", ({ nodes: [id] }) => show(id));
}

listen();
chooser.addEventListener("change", () => {
  if (nodes.has(chooser.value)) focus(chooser.value);
});
document.getElementById("graph-all").addEventListener("click", () => {
  network.unselectAll();
  network.fit({ animation: still.matches ? false : { duration: 400 } });
  chooser.value = "";
  panel.replaceChildren();
});
canvas.dataset.drawn = "yes";
