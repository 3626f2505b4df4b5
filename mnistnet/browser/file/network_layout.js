// @ts-check
// Where each part of the network's picture stands: charts/network_layout.py, for a network that only this
// browser knows. Pure functions; a test compares both for every number of units.

/** @typedef {import("../network_drawing.js").Layout} Layout */
/** @typedef {[number, number]} Place */

const COLUMN = 16; // so many hidden units stand in one column or row; more in a square
const LEAST_ONE = 8; // radius that a 1 needs to be read
const TEN = Array.from({ length: 10 }, (_, k) => k);

/**
 * Both layouts of n drawn units.
 * @param {number} n
 * @param {number} biases 1 with, 0 without
 * @returns {Record<"wide" | "upright", Layout>}
 */
export function layouts(n, biases) {
  return { wide: wide(n, biases), upright: upright(n, biases) };
}

/**
 * The hidden units that are drawn: all, or the most that are, those with the longest columns of W2.
 * @param {import("../reading.js").Network} network
 * @param {number} most
 */
export function drawnUnits({ hidden, biases, W2 }, most) {
  const units = Array.from({ length: hidden }, (_, unit) => unit);
  if (hidden <= most) return units;
  const says = units.map((unit) => Math.hypot(...TEN.map((k) => W2[k * (hidden + biases) + unit])));
  return [...units]
    .sort((i, j) => says[j] - says[i])
    .slice(0, most)
    .sort((i, j) => i - j);
}

/**
 * @param {number} n
 * @param {number} columns
 * @param {number} left
 * @param {number} top
 * @param {number} step
 */
function grid(n, columns, left, top, step) {
  return Array.from(
    { length: n },
    (_, i) =>
      /** @type {Place} */ ([left + (i % columns) * step, top + Math.floor(i / columns) * step]),
  );
}

/**
 * @param {number} n
 * @param {number} biases
 * @returns {Layout}
 */
function wide(n, biases) {
  const columns = n <= COLUMN ? 1 : Math.ceil(Math.sqrt(n));
  const rows = Math.ceil(n / columns);
  const step = Math.min(28, 420 / rows);
  const left = 530 - ((columns - 1) * step) / 2;
  const top = 265 - ((rows - 1 + biases) * step) / 2;
  return {
    width: 1000,
    height: 510,
    image: [10, 132, 264],
    strip: [284, 132, 20, 264],
    units: grid(n, columns, left, top, step),
    unit: 0.44 * step,
    number: columns === 1 ? [20, 0] : null,
    ones: biases ? [[294, 420], [530, top + rows * step]] : [], // prettier-ignore
    one: Math.max(0.44 * step, LEAST_ONE),
    outputs: TEN.map((k) => [722, 60 + 42 * k]),
    output: 16,
    values: { name: [34, 0], value: [150, 0], target: [188, 0], error: [274, 0] },
    bar: [52, 40],
    heads: {
      x: [10, 112, "start"],
      strip: [294, 112, "middle"],
      hidden: [530, 24, "middle"],
      outputs: [722, 24, "middle"],
      value: [872, 24, "end"],
      target: [910, 24, "middle"],
      error: [996, 24, "end"],
      loss: [996, 500, "end"],
    },
    letters: 16,
  };
}

/**
 * @param {number} n
 * @param {number} biases
 * @returns {Layout}
 */
function upright(n, biases) {
  const columns = n <= COLUMN ? n : Math.ceil(Math.sqrt(n));
  const rows = Math.ceil(n / columns);
  const step = Math.min(23, 360 / (columns + biases));
  const left = 195 - ((columns - 1 + Number(biases && rows === 1)) * step) / 2;
  const isRow = rows === 1;
  const below = 342 + (rows - 1) * step + (biases && !isRow ? step : 0);
  const after = isRow ? left + columns * step : left + ((columns - 1) * step) / 2;
  const top = below + 92;
  return {
    width: 390,
    height: top + 128,
    image: [70, 30, 250],
    strip: [328, 30, 16, 250],
    units: grid(n, columns, left, 342, step),
    unit: 0.44 * step,
    number: null,
    ones: biases ? [[336, 300], [after, below]] : [], // prettier-ignore
    one: Math.max(0.44 * step, LEAST_ONE),
    outputs: TEN.map((k) => [66 + 34 * k, top]),
    output: 14,
    values: { name: [0, 30], value: [0, 52], target: [0, 76], error: [0, 100] },
    bar: null,
    heads: {
      x: [70, 18, "start"],
      strip: [336, 18, "middle"],
      hidden: [195, 320, "middle"],
      outputs: [2, top, "start"],
      value: [2, top + 52, "start"],
      target: [2, top + 76, "start"],
      error: [2, top + 100, "start"],
      loss: [386, top + 124, "end"],
    },
    letters: 12,
  };
}
