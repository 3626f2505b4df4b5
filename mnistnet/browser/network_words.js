// @ts-check
// The numbers of one part of the network in words, and how numbers are written.

import { STEP } from "./network_drawing.js";
import { layersOf, strongest } from "./network_lines.js";
import { SIDE } from "./reading.js";

/** @typedef {import("./network_scene.js").View} View */
/** @typedef {import("./network_scene.js").Part} Part */

/**
 * What a part says of itself; what can be done, if there is none.
 * @param {View} view
 * @param {Part | null} looked
 * @returns {string}
 */
export function readout(view, looked) {
  const { words } = view.frame;
  const isEarly = view.step < STEP.z2 && looked && ["output", "line_out"].includes(looked.kind);
  if (!looked || !view.numbers || isEarly)
    return [words.point, words.lines, words.left_out].filter(Boolean).join(" ");
  return said(view, view.numbers, looked);
}

/**
 * @param {View} view
 * @param {import("./network_scene.js").Numbers} numbers
 * @param {Part} looked
 * @returns {string}
 */
function said({ frame: { words }, network }, numbers, { kind, index, line }) {
  const pixelWords = (/** @type {number} */ pixel) => ({
    pixel,
    row: Math.floor(pixel / SIDE),
    column: pixel % SIDE,
  });
  if (kind === "pixel")
    return filled(words.pixel, { ...pixelWords(index), x: written(numbers.pixels[index]) });
  if (kind === "one") return words.one;
  if (line) {
    const { from, to, weight, input, product } = line;
    const ends = kind === "line_in" ? { pixel: from, unit: to } : { unit: from, output: to };
    return filled(words[kind], { ...ends, ...productWords(weight, input, product) });
  }
  if (!network) return "";
  const [first, second] = layersOf(network, numbers.pixels, numbers.A1);
  const layer = kind === "unit" ? first : second;
  const [largest] = strongest(layer, 1, [index], (from) => from < layer.columns - network.biases);
  const { from = 0, weight = 0, input = 0, product = 0 } = largest ?? {};
  const [Z, A] = kind === "unit" ? [numbers.Z1, numbers.A1] : [numbers.Z2, numbers.y];
  const ends = kind === "unit" ? { unit: index, pixel: from } : { output: index, unit: from };
  const sums = { z: written(Z[index]), a: written(A[index]) };
  return filled(words[kind], { ...ends, ...sums, ...productWords(weight, input, product) });
}

/**
 * @param {number} weight
 * @param {number} input
 * @param {number} product
 */
function productWords(weight, input, product) {
  return { w: written(weight), x: written(input), product: written(product) };
}

/**
 * @param {string} words
 * @param {Record<string, unknown>} values
 */
function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** @param {number} value */
export function written(value) {
  return value.toFixed(3).replace("-", "−");
}

/** @param {ArrayLike<number>} values */
export function sumOf(values) {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}
