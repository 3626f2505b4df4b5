// @ts-check
// From arrays of any names to W1 and W2, by their shapes alone, as weights/layers.py does.

import { MAX_ROWS, WeightsError, inWords, sizeOf } from "./weights_checks.js";

/**
 * @typedef {import("./weights_checks.js").NamedArray} NamedArray
 * @typedef {{ hidden: number, biases: number, W1: Float64Array, W2: Float64Array }} Weights
 */

const [PIXELS, DIGITS] = [784, 10];
const MOST_ARRAYS = 4;

/**
 * The network in which every array has a place; as they lie before turned ones.
 * @param {string} file
 * @param {NamedArray[]} arrays
 * @returns {Weights}
 */
export function networkOf(file, arrays) {
  const whole = arrays.filter((array) => !areSizes(array, arrays));
  const ways = new Map(whole.map((array) => [array, bothWays(array)]));
  if (whole.length > 1 && whole.length <= MOST_ARRAYS)
    for (const [first, second, ...rest] of permutations(whole)) {
      // Biases as long as each other stand in the order of their matrices.
      if (whole.indexOf(first) > whole.indexOf(second)) rest.reverse();
      for (const W1 of ways.get(first) ?? [])
        for (const W2 of ways.get(second) ?? []) {
          const network = joined(W1, W2, rest);
          if (network && network.hidden > MAX_ROWS) {
            const found = { n: network.hidden, limit: MAX_ROWS };
            throw new WeightsError("error.weights_hidden", { file, ...found });
          }
          if (network) return network;
        }
    }
  throw refusal(file, whole);
}

/**
 * Whether these are no weights but 784, h, 10, as many programs write beside them.
 * @param {NamedArray} array
 * @param {NamedArray[]} arrays
 */
function areSizes({ numbers: [first, hidden, last, ...more] }, arrays) {
  if (first !== PIXELS || last !== DIGITS || more.length) return false;
  return arrays.some(({ shape }) => shape.includes(hidden));
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

/** @param {NamedArray} matrix */
function bothWays(matrix) {
  return matrix.shape.length === 2 ? [matrix, turned(matrix)] : [];
}

/**
 * @param {NamedArray} matrix
 * @returns {NamedArray}
 */
function turned({ name, shape: [rows, columns], numbers }) {
  const turn = (/** @type {number} */ _, /** @type {number} */ i) =>
    numbers[(i % rows) * columns + Math.floor(i / rows)];
  return { name, shape: [columns, rows], numbers: numbers.map(turn) };
}

/**
 * The network of two matrices and of biases apart; null if they make none.
 * @param {NamedArray} W1
 * @param {NamedArray} W2
 * @param {NamedArray[]} rest
 * @returns {Weights | null}
 */
function joined(W1, W2, rest) {
  const [hidden, inputs] = W1.shape;
  const own = inputs - PIXELS;
  const isWhole = W2.shape[0] === DIGITS && W2.shape[1] === hidden + own;
  if (!isWhole || (own !== 0 && own !== 1)) return null;
  if (!rest.length) return { hidden, biases: own, W1: W1.numbers, W2: W2.numbers };
  const [b1, b2] = rest;
  if (own || rest.length !== 2 || !areBiases(b1, hidden) || !areBiases(b2, DIGITS)) return null;
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
function beside({ shape: [rows, columns], numbers }, b) {
  const whole = new Float64Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    whole.set(numbers.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
    whole[row * (columns + 1) + columns] = b.numbers[row];
  }
  return whole;
}

/**
 * The sentence that says most about arrays that are no network.
 * @param {string} file
 * @param {NamedArray[]} arrays
 */
function refusal(file, arrays) {
  const isMatrix = (/** @type {NamedArray} */ { shape }) =>
    shape.length === 2 && Math.min(...shape) > 1;
  const matrices = arrays.filter(isMatrix);
  const biases = arrays.filter((array) => !isMatrix(array));
  const shapes = arrays.map(({ shape }) => inWords(shape)).join(", ");
  if (arrays.length === 1) return new WeightsError("error.weights_one_of_two", { file });
  if (matrices.filter((matrix) => inputsOf(matrix) >= 0).length > 1)
    return new WeightsError("error.weights_two_networks", { file, shapes });
  if (matrices.length > 2)
    return new WeightsError("error.weights_layers", { file, n: matrices.length, shapes });
  if (matrices.length < 2) return new WeightsError("error.weights_lacking", { file, shapes });
  const [first, second] = matrices.sort(
    (a, b) =>
      Number(inputsOf(a) < 0) - Number(inputsOf(b) < 0) ||
      Number(a.shape.includes(DIGITS)) - Number(b.shape.includes(DIGITS)) ||
      sizeOf(b.shape) - sizeOf(a.shape),
  );
  return ofTwo(file, first, second, biases);
}

/**
 * Which axis of W1 are the inputs: 784, or 785 with biases; -1 for none.
 * @param {NamedArray} W1
 */
function inputsOf({ shape }) {
  return [1, 0].find((axis) => shape[axis] === PIXELS || shape[axis] === PIXELS + 1) ?? -1;
}

/**
 * What is wrong with two matrices and what else there is.
 * @param {string} file
 * @param {NamedArray} W1
 * @param {NamedArray} W2
 * @param {NamedArray[]} biases
 */
function ofTwo(file, W1, W2, biases) {
  const axis = inputsOf(W1);
  if (axis < 0) return otherInputs(W1, W2);
  const hidden = W1.shape[1 - axis];
  const own = W1.shape[axis] - PIXELS;
  const [rows, columns] = W2.shape;
  const expected = [DIGITS, hidden + own];
  if (![`${rows},${columns}`, `${columns},${rows}`].includes(`${expected}`)) {
    const fits = (/** @type {number} */ n) => n === hidden || n === hidden + 1;
    const outputs = fits(columns) ? rows : fits(rows) ? columns : null;
    if (outputs !== null && !W2.shape.includes(DIGITS))
      return new WeightsError("error.weights_outputs", { file, n: outputs });
    const values = { shape: `(${W2.shape.join(", ")})`, expected: `(${expected.join(", ")})` };
    return new WeightsError("error.weights_w2_shape", values);
  }
  const [b] = biases;
  if (biases.length === 1 && [hidden, DIGITS].includes(sizeOf(b.shape)) && !own)
    return new WeightsError("error.weights_one_bias", { file, name: b.name });
  const { name, shape } = b ?? W1;
  return new WeightsError("error.weights_no_place", { name, shape: inWords(shape) });
}

/**
 * The sentence on a W1 of other inputs, which may be square images of another size.
 * @param {NamedArray} W1
 * @param {NamedArray} W2
 */
function otherInputs({ name, shape }, W2) {
  const isHidden = (/** @type {number} */ n) => W2.shape.includes(n) || W2.shape.includes(n + 1);
  const n = sizeOf(shape) / (shape.find(isHidden) ?? Math.min(...shape));
  const words = { name, shape: inWords(shape) };
  for (const pixels of [n, n - 1]) {
    const side = Math.sqrt(pixels); // without biases, and with them
    if (Number.isInteger(side) && side > 1)
      return new WeightsError("error.weights_square_inputs", { ...words, n: pixels, side });
  }
  return new WeightsError("error.weights_inputs", { ...words, n });
}
