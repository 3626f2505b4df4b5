// @ts-check
// From arrays of any names to W1 and W2, by their shapes alone, as weights/layers.py does.

import { DIGITS, MAX_ROWS, PIXELS, WeightsError, sizeOf } from "./weights_checks.js";
import { refusal } from "./weights_refusal.js";

/**
 * @typedef {import("./weights_checks.js").NamedArray} NamedArray
 * @typedef {{ hidden: number, biases: number, W1: Float64Array, W2: Float64Array }} Weights
 */

const MOST_ARRAYS = 4;

/**
 * The network in which every array has a place, of the first readings of the files that have one.
 * @param {string} file
 * @param {NamedArray[][][]} readings of each file, the likeliest first
 * @returns {Weights}
 */
export function networkOf(file, readings) {
  const [likeliest, ...others] = together(readings).map(withoutSizes);
  for (const arrays of [likeliest, ...others]) {
    const network = placed(arrays);
    if (network && network.hidden > MAX_ROWS) {
      const found = { n: network.hidden, limit: MAX_ROWS };
      throw new WeightsError("error.weights_hidden", { file, ...found });
    }
    if (network) return network;
  }
  throw refusal(file, likeliest);
}

/**
 * One reading of each file with one of each other.
 * @param {NamedArray[][][]} readings
 * @returns {NamedArray[][]}
 */
function together([own, ...others]) {
  const rest = others.length ? together(others) : [[]];
  return own.flatMap((arrays) => rest.map((more) => [...arrays, ...more]));
}

/**
 * The network of arrays that each have a place, null if one has not. Both matrices as they lie come
 * first, then both turned: who saves one standing saves the other so, too.
 * @param {NamedArray[]} arrays
 */
function placed(arrays) {
  if (arrays.length < 2 || arrays.length > MOST_ARRAYS) return null;
  for (const [first, second, ...rest] of permutations(arrays)) {
    // Biases as long as each other stand in the order of their matrices.
    if (arrays.indexOf(first) > arrays.indexOf(second)) rest.reverse();
    for (const [W1, W2] of [
      [first, second],
      [turned(first), turned(second)],
      [first, turned(second)],
      [turned(first), second],
    ])
      if (fit(W1, W2, rest)) return joined(W1, W2, rest);
  }
  return null;
}

/** @param {NamedArray[]} arrays */
function withoutSizes(arrays) {
  return arrays.filter((array) => !areSizes(array, arrays));
}

/**
 * Whether these are no weights but 784, h, 10, as many programs write beside them.
 * @param {NamedArray} array
 * @param {NamedArray[]} arrays
 */
function areSizes({ numbers }, arrays) {
  const [first, hidden, last] = numbers;
  return (
    numbers.length === 3 &&
    first === PIXELS &&
    last === DIGITS &&
    arrays.some(({ shape }) => shape.includes(hidden))
  );
}

/**
 * @param {NamedArray[]} arrays
 * @returns {NamedArray[][]}
 */
function permutations(arrays) {
  if (!arrays.length) return [[]];
  return arrays.flatMap((array, i) =>
    permutations([...arrays.slice(0, i), ...arrays.slice(i + 1)]).map((more) => [array, ...more]),
  );
}

/**
 * A matrix whose numbers are turned when they are asked for.
 * @param {NamedArray} matrix
 * @returns {NamedArray}
 */
function turned({ name, shape, numbers }) {
  const [rows, columns] = shape;
  const turn = (/** @type {number} */ _, /** @type {number} */ i) =>
    numbers[(i % rows) * columns + Math.floor(i / rows)];
  return {
    name,
    shape: [...shape].reverse(),
    get numbers() {
      return numbers.map(turn);
    },
  };
}

/**
 * Whether these are W1 and W2, with the biases in them, or with b1 and b2 apart.
 * @param {NamedArray} W1
 * @param {NamedArray} W2
 * @param {NamedArray[]} biases
 */
function fit(W1, W2, biases) {
  if (W1.shape.length !== 2 || W2.shape.length !== 2) return false;
  const [hidden, inputs] = W1.shape;
  const own = inputs - PIXELS;
  if ((own !== 0 && own !== 1) || W2.shape[0] !== DIGITS || W2.shape[1] !== hidden + own)
    return false;
  const [b1, b2] = biases;
  if (!biases.length) return true;
  return !own && biases.length === 2 && areBiases(b1, hidden) && areBiases(b2, DIGITS);
}

/**
 * The network of what fits together.
 * @param {NamedArray} W1
 * @param {NamedArray} W2
 * @param {NamedArray[]} biases
 * @returns {Weights}
 */
function joined(W1, W2, [b1, b2]) {
  const [hidden, inputs] = W1.shape;
  if (!b1) return { hidden, biases: inputs - PIXELS, W1: W1.numbers, W2: W2.numbers };
  return { hidden, biases: 1, W1: beside(W1, b1), W2: beside(W2, b2) };
}

/**
 * @param {NamedArray} array
 * @param {number} n
 */
function areBiases({ shape }, n) {
  return Math.min(...shape, shape[1] ?? 1) === 1 && sizeOf(shape) === n;
}

/**
 * A matrix with biases as its last column.
 * @param {NamedArray} W
 * @param {NamedArray} b
 */
function beside(W, b) {
  const { numbers } = W; // once: they may be turned for it
  const [rows, columns] = W.shape;
  const whole = new Float64Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    whole.set(numbers.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
    whole[row * (columns + 1) + columns] = b.numbers[row];
  }
  return whole;
}
