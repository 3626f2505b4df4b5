// @ts-check
// The pen's way as ink, pixel for pixel as drawing/ink.py has it. Pure functions, nothing of the page's.

/**
 * @typedef {import("./strokes.js").Point} Point
 * @typedef {import("./strokes.js").Stroke} Stroke
 * @typedef {{ pixels: Uint8Array, height: number, width: number }} Ink 1 or 0, row by row
 */

export const MAX_PATH = 200_000;

/**
 * A pixel is inked if the path has one within the half width of its row of the pen's disc. Each
 * row of each disc is a +1 where it begins and a -1 where it ends; the running sum is the ink.
 * Null if the pen's way is longer than is drawn.
 * @param {Stroke[]} strokes
 * @param {number[]} widths
 * @param {number} height
 * @param {number} width
 * @returns {Ink | null}
 */
export function ink(strokes, widths, height, width) {
  const side = Math.max(height, width);
  const near = (/** @type {number} */ value) => Math.min(Math.max(value, -side), 2 * side);
  const placed = strokes.map((points) =>
    points.map(([x, y]) => /** @type {Point} */ ([near(x), near(y)])),
  );
  const ways = placed.flatMap((points) => points.map((p, i) => steps(points[i - 1] ?? p, p)));
  if (ways.reduce((sum, n) => sum + n, 0) > MAX_PATH) return null;
  const ends = new Int32Array(height * (width + 1));
  placed.forEach((points, i) => {
    const radius = widths[i] / 2;
    const reach = Math.floor(radius);
    const halves = Array.from({ length: 2 * reach + 1 }, (_, row) =>
      Math.floor(Math.sqrt(Math.floor(radius * radius - (row - reach) ** 2))),
    );
    for (const [row, column] of path(points))
      for (let down = -reach; down <= reach; down++) {
        const y = row + down;
        const from = Math.max(column - halves[down + reach], 0);
        const to = Math.min(column + halves[down + reach] + 1, width);
        if (y < 0 || y >= height || from >= to) continue;
        ends[y * (width + 1) + from] += 1;
        ends[y * (width + 1) + to] -= 1;
      }
  });
  const pixels = new Uint8Array(height * width);
  for (let y = 0; y < height; y++)
    for (let x = 0, open = 0; x < width; x++) {
      open += ends[y * (width + 1) + x];
      pixels[y * width + x] = open > 0 ? 1 : 0;
    }
  return { pixels, height, width };
}

/**
 * The pixels [row, column] that a stroke goes through, in steps of at most one pixel.
 * @param {Stroke} points
 */
function path(points) {
  const pixels = /** @type {[number, number][]} */ ([]);
  const visit = (/** @type {number} */ x, /** @type {number} */ y) => {
    const [row, column] = [Math.floor(y), Math.floor(x)];
    const last = pixels.at(-1);
    if (!last || last[0] !== row || last[1] !== column) pixels.push([row, column]);
  };
  visit(...points[0]);
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
    const n = steps(points[i - 1], points[i]);
    for (let step = 1; step <= n; step++)
      visit(x0 + (x1 - x0) * (step / n), y0 + (y1 - y0) * (step / n));
  }
  return pixels;
}

/**
 * @param {Point} start
 * @param {Point} end
 */
function steps([x0, y0], [x1, y1]) {
  return Math.max(Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))), 1);
}

/** @param {Stroke[]} strokes */
export function bounds(strokes) {
  const [low, high] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ];
  for (const points of strokes)
    for (const point of points)
      for (const axis of [0, 1]) {
        low[axis] = Math.min(low[axis], point[axis]);
        high[axis] = Math.max(high[axis], point[axis]);
      }
  return [low, high];
}

/** @param {Stroke[]} strokes */
export function extent(strokes) {
  const [low, high] = bounds(strokes);
  return Math.max(high[0] - low[0], high[1] - low[1]);
}
