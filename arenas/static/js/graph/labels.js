// Which names have room: the most important first, none over another or over a node.

const CELL = 120;

const meets = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

function* cells(box) {
  for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
    for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) yield `${x} ${y}`;
  }
}

function put(grid, box) {
  for (const cell of cells(box)) {
    if (!grid.has(cell)) grid.set(cell, []);
    grid.get(cell).push(box);
  }
}

const isFree = (grid, box) => {
  for (const cell of cells(box)) {
    if (grid.get(cell)?.some((other) => meets(box, other))) return false;
  }
  return true;
};

// For each of `wanted`, in its order, the first of its places that meets neither `taken` nor one
// placed before it; what has no room is left out.
export function placed(wanted, taken = []) {
  const grid = new Map();
  for (const box of taken) put(grid, box);
  const found = [];
  for (const places of wanted) {
    const free = places.find((box) => isFree(grid, box));
    if (!free) continue;
    put(grid, free);
    found.push(free);
  }
  return found;
}
