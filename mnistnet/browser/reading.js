// @ts-check
// Reads a drawing in the browser, number for number as preprocess.py, standard_image.py and network.py
// do. Pure functions, nothing of the page's.

import { bounds, extent, ink } from "./ink.js";

/**
 * @typedef {import("./strokes.js").Point} Point
 * @typedef {import("./strokes.js").Stroke} Stroke
 * @typedef {import("./ink.js").Ink} Ink
 */

/**
 * @typedef {object} Network
 * @property {number} name tells it from others
 * @property {number} hidden units
 * @property {number} biases 1 with, 0 without
 * @property {Float32Array | Float64Array} W1 row by row: (h, 784), with biases (h, 785)
 * @property {Float32Array | Float64Array} W2 row by row: (10, h), with biases (10, h + 1)
 */

export const SIDE = 28;
const DIGIT_BOX = 20;
const CENTRE = 14.5;
const PEN = 2.2;
const FINE = 8;
export const CANVAS_SIDE = 280; // pixels of a drawing
export const DOT = 8;
const SPECK = 0.04;

/**
 * The 784 pixels, 0 (paper) to 1 (ink), that current_digit.py makes; null if there is no digit,
 * or one of longer lines than are read.
 * @param {Stroke[]} strokes
 * @param {number[]} widths of the pen, one a stroke
 * @param {string} preparation "mnist" or "drawn"
 */
export function prepare(strokes, widths, preparation) {
  if (!strokes.length || extent(strokes) < DOT) return null;
  if (preparation === "mnist") {
    const box = inkInBox(withoutSpecks(strokes));
    return box && centred(box);
  }
  const drawn = ink(strokes, widths, CANVAS_SIDE, CANVAS_SIDE);
  return drawn?.pixels.includes(1) ? shrunk(drawn, 0, 0, CANVAS_SIDE / SIDE) : null;
}

/**
 * The images on the way from the canvas to the 784 pixels, each a square of numbers from 0 to 1.
 * @param {Stroke[]} strokes that `prepare` reads
 * @param {number[]} widths
 * @param {string} preparation
 * @returns {{ name: string, side: number, pixels: ArrayLike<number> }[]}
 */
export function stepsBefore(strokes, widths, preparation) {
  if (preparation !== "mnist") {
    const drawn = ink(strokes, widths, CANVAS_SIDE, CANVAS_SIDE);
    return drawn ? [{ name: "drawn", side: CANVAS_SIDE, pixels: drawn.pixels }] : [];
  }
  const box = inkInBox(withoutSpecks(strokes));
  if (!box) return [];
  const side = DIGIT_BOX * FINE;
  const [top, left] = [box.height, box.width].map((length) => Math.floor((side - length) / 2));
  return [
    { name: "box", side, pixels: shrunk(box, top, left, 1, side) },
    { name: "shrunk", side: DIGIT_BOX, pixels: shrunk(box, top, left, FINE, DIGIT_BOX) },
  ];
}

/**
 * The forward pass of 784 pixels: weighted inputs and activations of both layers.
 * @param {Network} network
 * @param {Float64Array} X
 */
export function forward({ hidden, biases, W1, W2 }, X) {
  const Z1 = weightedInput(W1, X, hidden, biases);
  const A1 = Z1.map(sigmoid);
  const Z2 = weightedInput(W2, A1, 10, biases);
  return { Z1, A1, Z2, A2: Z2.map(sigmoid) };
}

/**
 * The networks that packed.py wrote one after the other: each four numbers, then W1 and W2.
 * @param {Uint8Array} bytes
 */
export function unpackNetworks(bytes) {
  const networks = /** @type {Network[]} */ ([]);
  for (let at = 0; at < bytes.length;) {
    const [name, hidden, biases, size] = new Uint32Array(bytes.slice(at, at + 16).buffer);
    const split = hidden * (SIDE * SIDE + biases);
    const end = at + 16 + size * (split + 10 * (hidden + biases));
    const numbers = bytes.slice(at + 16, end).buffer; // a copy, so aligned
    const weights = new (size === 4 ? Float32Array : Float64Array)(numbers);
    networks.push({
      name,
      hidden,
      biases,
      W1: weights.subarray(0, split),
      W2: weights.subarray(split),
    });
    at = end;
  }
  return networks;
}

/**
 * The numbers of an array in a figure, as charts/figure.py writes it: the floats' bytes, or a list.
 * @param {{ dtype: string, bdata: string } | number[][]} written
 */
export function unpackNumbers(written) {
  if (Array.isArray(written)) return written.flat();
  const { buffer } = Uint8Array.from(atob(written.bdata), (letter) => letter.charCodeAt(0));
  return [...(written.dtype === "f4" ? new Float32Array(buffer) : new Float64Array(buffer))];
}

/**
 * @param {Float32Array | Float64Array} W
 * @param {Float64Array} inputs
 * @param {number} units
 * @param {number} biases
 */
function weightedInput(W, inputs, units, biases) {
  const n = inputs.length;
  return Float64Array.from({ length: units }, (_, unit) => {
    const row = unit * (n + biases);
    let z = biases ? W[row + n] : 0;
    for (let i = 0; i < n; i++) z += W[row + i] * inputs[i];
    return z;
  });
}

/** @param {number} z */
function sigmoid(z) {
  return 1 / (1 + Math.exp(-z));
}

/** @param {Stroke[]} strokes */
function withoutSpecks(strokes) {
  const whole = extent(strokes);
  const kept = strokes.filter((points) => extent([points]) >= SPECK * whole);
  return kept.length ? kept : strokes;
}

/** @param {Stroke[]} strokes */
function inkInBox(strokes) {
  const [low, high] = bounds(strokes);
  const scale = ((DIGIT_BOX - PEN) * FINE) / Math.max(high[0] - low[0], high[1] - low[1]);
  const margin = (PEN * FINE) / 2;
  const placed = strokes.map((points) =>
    points.map(
      ([x, y]) =>
        /** @type {Point} */ ([(x - low[0]) * scale + margin, (y - low[1]) * scale + margin]),
    ),
  );
  const [width, height] = [0, 1].map((axis) =>
    Math.floor((high[axis] - low[axis]) * scale + 2 * margin + 0.5),
  );
  return ink(
    placed,
    strokes.map(() => PEN * FINE),
    height,
    width,
  );
}

/** @param {Ink} box */
function centred(box) {
  const { pixels, height, width } = box;
  let [mass, fromTop, fromLeft] = [0, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (pixels[y * width + x]) {
        mass += 1;
        fromTop += y + 0.5;
        fromLeft += x + 0.5;
      }
  const corner = (/** @type {number} */ from, /** @type {number} */ room) =>
    Math.min(Math.max(Math.floor(CENTRE * FINE - from / mass + 0.5), 0), room);
  const top = corner(fromTop, SIDE * FINE - height);
  return shrunk(box, top, corner(fromLeft, SIDE * FINE - width), FINE);
}

/**
 * @param {Ink} ink
 * @param {number} top
 * @param {number} left
 * @param {number} times
 * @param {number} side
 */
function shrunk({ pixels, height, width }, top, left, times, side = SIDE) {
  const sums = new Float64Array(side * side);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((top + y) / times) * side;
    for (let x = 0; x < width; x++)
      sums[row + Math.floor((left + x) / times)] += pixels[y * width + x];
  }
  return sums.map((sum) => sum / times ** 2);
}
