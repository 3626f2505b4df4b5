// @ts-check
// A drawing's strokes: as the address writes them (url_text.py), and as the canvas holds them.

const [APART, AS_HIGH] = [0.05, 0.6]; // as strokes.py has them

/**
 * @typedef {[number, number]} Point x and y in canvas pixels
 * @typedef {Point[]} Stroke
 * @typedef {{ strokes: Stroke[], widths: number[] }} Drawing with the width of the pen, one a stroke
 * @typedef {{ path: (string | number)[][], strokeWidth: number }} Path a stroke as Fabric.js has it
 */

/**
 * A stroke in whole pixels, as the address writes it: no point twice in a row.
 * @param {Stroke} points
 */
export function wholePixels(points) {
  const rounded = points.map(([x, y]) => /** @type {Point} */ ([Math.round(x), Math.round(y)]));
  return rounded.filter(([x, y], i) => !i || x !== rounded[i - 1][0] || y !== rounded[i - 1][1]);
}

/**
 * The drawing that url_text.py or `encodeDrawing` wrote.
 * @param {string} text
 * @returns {Drawing}
 */
export function decodeDrawing(text) {
  const written = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  let at = 0;
  const next = () => {
    let [number, shift, byte] = [0, 0, 0];
    do {
      byte = written.charCodeAt(at++);
      number += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte > 0x7f);
    return number % 2 ? -(number + 1) / 2 : number / 2;
  };
  const strokes = /** @type {Stroke[]} */ ([]);
  const widths = /** @type {number[]} */ ([]);
  while (at < written.length) {
    widths.push(next() / 10);
    let [x, y] = [0, 0];
    const length = Math.min(next(), written.length); // anybody may have written it
    strokes.push(Array.from({ length }, () => [(x += next()), (y += next())]));
  }
  return { strokes, widths };
}

/**
 * A drawing of whole pixels as url_text.py writes it.
 * @param {Drawing} drawing
 */
export function encodeDrawing({ strokes, widths }) {
  let written = "";
  const write = (/** @type {number} */ number) => {
    let rest = number < 0 ? -2 * number - 1 : 2 * number;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80))
      written += String.fromCharCode((rest % 0x80) + 0x80);
    written += String.fromCharCode(rest);
  };
  strokes.forEach((points, i) => {
    write(Math.round(10 * widths[i]));
    write(points.length);
    let [x, y] = [0, 0];
    for (const [toX, toY] of points) {
      write(toX - x);
      write(toY - y);
      [x, y] = [toX, toY];
    }
  });
  return btoa(written).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * Whether strokes are two digits beside each other rather than one, as `are_two_digits` tells it.
 * @param {Stroke[]} strokes
 */
export function areTwoDigits(strokes) {
  const boxes = strokes.map(boxOf).sort((one, two) => one.left - two.left);
  const highest = (/** @type {Box[]} */ some) =>
    Math.max(...some.map(({ bottom }) => bottom)) - Math.min(...some.map(({ top }) => top));
  const height = highest(boxes);
  let right = -Infinity; // how far the strokes before reach
  return boxes.some((box, i) => {
    const isApart = i > 0 && box.left - right > APART * height;
    right = Math.max(right, box.right);
    const sides = isApart ? [boxes.slice(0, i), boxes.slice(i)] : [];
    return isApart && sides.every((side) => highest(side) > AS_HIGH * height);
  });
}

/**
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box
 * @param {Stroke} points
 * @returns {Box}
 */
function boxOf(points) {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  return {
    ...{ left: Math.min(...xs), right: Math.max(...xs) },
    ...{ top: Math.min(...ys), bottom: Math.max(...ys) },
  };
}

/**
 * The points that the pen went through: the first of each command, M p0, Q p1 m1, Q p2 m2, ...,
 * L pn. The m are midpoints by which Fabric rounds the curve.
 * @param {Path} path
 */
export function strokeOf({ path }) {
  return wholePixels(path.map(([, x, y]) => [Number(x), Number(y)]));
}

/**
 * What has Fabric draw a stroke.
 * @param {Stroke} points
 * @param {number} strokeWidth
 * @param {string} ink its colour
 */
export function pathOf(points, strokeWidth, ink) {
  const [start, ...rest] = points;
  const ends = rest.length ? rest : [start]; // a dot is a line of no length
  return {
    type: "Path",
    path: [["M", ...start], ...ends.map((point) => ["L", ...point])],
    fill: null,
    stroke: ink,
    strokeWidth,
    strokeLineCap: "round",
    strokeLineJoin: "round",
  };
}
