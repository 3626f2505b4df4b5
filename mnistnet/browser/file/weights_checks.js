// @ts-check
// Arrays from a stranger's file: what they may be, checked before their memory is taken, as
// weights/checks.py does.

/**
 * @typedef {object} NamedArray
 * @property {string} name in sentences, such as mine.npz: W1
 * @property {number[]} shape (rows, columns) or (n)
 * @property {Float64Array} numbers row by row
 */

export const [PIXELS, DIGITS] = [784, 10];
export const MAX_ROWS = 1000;
export const MAX_COLUMNS = MAX_ROWS + 1;
const MAX_ARRAYS = 12;
const LARGEST_WEIGHT = 1e6;

/** What a visitor can mend: the key of its sentence in texts/*.toml, and what the sentence names. */
export class WeightsError extends Error {
  /**
   * @param {string} key
   * @param {Record<string, string | number>} values
   */
  constructor(key, values) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

/**
 * Throws for a shape that is no matrix's or vector's, or beyond the bounds.
 * @param {string} file
 * @param {number[]} shape
 */
export function checkShape(file, shape) {
  const words = inWords(shape);
  if (shape.length < 1 || shape.length > 2)
    throw new WeightsError("error.matrix_not_2d", { file, shape: words });
  if (Math.min(...shape) < 1) throw new WeightsError("error.matrix_empty", { file });
  if (Math.max(...shape) > MAX_COLUMNS || sizeOf(shape) > MAX_ROWS * MAX_COLUMNS) {
    const limits = { rows: MAX_ROWS, columns: MAX_COLUMNS };
    throw new WeightsError("error.matrix_too_large", { file, shape: words, ...limits });
  }
}

/**
 * Throws for numbers that are not those of a trained network.
 * @param {string} name
 * @param {Float64Array} numbers
 */
export function checkNumbers(name, numbers) {
  if (!numbers.every(Number.isFinite)) throw new WeightsError("error.weights_not_finite", { name });
  if (numbers.some((number) => Math.abs(number) > LARGEST_WEIGHT))
    throw new WeightsError("error.weights_beyond", { name, limit: LARGEST_WEIGHT });
}

/**
 * Throws for more arrays than a file of weights has.
 * @param {string} file
 * @param {number} n
 */
export function checkCount(file, n) {
  if (n > MAX_ARRAYS)
    throw new WeightsError("error.weights_many_arrays", { file, limit: MAX_ARRAYS });
}

/** @param {number[]} shape */
export function sizeOf(shape) {
  return shape.reduce((size, side) => size * side, 1);
}

/**
 * A shape as people write it: 30×784.
 * @param {number[]} shape
 */
export function inWords(shape) {
  return shape.slice(0, 6).join("×") || "1";
}
