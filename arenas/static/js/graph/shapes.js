// The shapes of the sectors as paths about (0, 0) with reach 1: the same as in
// arenas/graphs/graph_svg.py, so that a picture looks alike on the page and in a file.

const turned = (count, start, inner = 1) =>
  Array.from({ length: count }, (_, step) => {
    const reach = step % 2 ? inner : 1;
    const angle = 2 * Math.PI * (start + step / count);
    return [reach * Math.sin(angle), -reach * Math.cos(angle)];
  });

const arm = 0.33;
const CORNERS = {
  county: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  industry: [[0, -1.05], [1.05, 0.85], [-1.05, 0.85]],
  cluster: [[0, 1.05], [1.05, -0.85], [-1.05, -0.85]],
  academia: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  culture: turned(10, 0, 0.45),
  national_authority: turned(6, 0.25),
  other: [
    [-arm, -1], [arm, -1], [arm, -arm], [1, -arm], [1, arm], [arm, arm],
    [arm, 1], [-arm, 1], [-arm, arm], [-1, arm], [-1, -arm], [-arm, -arm],
  ],
};

export function trace(ctx, sector, x, y, reach) {
  ctx.beginPath();
  const corners = CORNERS[sector];
  if (!corners) {
    ctx.arc(x, y, reach, 0, 2 * Math.PI);
    return;
  }
  for (const [across, down] of corners) ctx.lineTo(x + reach * across, y + reach * down);
  ctx.closePath();
}

export function paint(ctx, node, x, y, reach, colours) {
  trace(ctx, node.group, x, y, reach);
  ctx.lineJoin = "round";
  ctx.lineWidth = Math.max(1.5, reach / 10);
  ctx.fillStyle = node.hollow ? colours.paper : colours.sectors[node.group];
  ctx.strokeStyle = node.hollow ? colours.sectors[node.group] : colours.paper;
  ctx.fill();
  ctx.stroke();
}
