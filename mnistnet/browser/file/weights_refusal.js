// @ts-check
// What is wrong with arrays that are no network, as weights/layers.py says it.

import { DIGITS, PIXELS, WeightsError, inWords, sizeOf } from "./weights_checks.js";

/** @typedef {import("./weights_checks.js").NamedArray} NamedArray */

/**
 * The sentence that says most about arrays that are no network.
 * @param {string} file
 * @param {NamedArray[]} arrays
 */
export function refusal(file, arrays) {
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
  const strange = biases.find((array) => ![hidden, DIGITS].includes(sizeOf(array.shape)));
  const { name, shape } = strange ?? b ?? W1;
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
