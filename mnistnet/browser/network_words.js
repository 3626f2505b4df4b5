// @ts-check
// The numbers of one part of the network in words.

import { filled } from "./elements.js";
import { STEP } from "./network_steps.js";
import { layersOf, strongest } from "./network_lines.js";
import { number } from "./number_text.js";
import { SIDE } from "./reading.js";

/** @typedef {import("./network_scene.js").View} View */
/** @typedef {import("./network_scene.js").Part} Part */

/** @type {Record<import("./network_scene.js").Kind, number>} */
const FIRST = {
  pixel: STEP.x,
  one: STEP.x,
  unit: STEP.z1,
  line_in: STEP.z1,
  output: STEP.z2,
  line_out: STEP.z2,
}; // step at which a part has something to say

/**
 * What a part says of itself; what can be done, if there is none, or it is too early.
 * @param {View} view
 * @param {Part | null} looked
 * @returns {string}
 */
export function readout(view, looked) {
  const { words } = view.frame;
  if (!looked || !view.numbers || view.step < FIRST[looked.kind])
    return [words.point, words.lines, words.left_out].filter(Boolean).join(" ");
  return said(view, view.numbers, looked);
}

/**
 * @param {View} view
 * @param {import("./network_scene.js").Numbers} numbers
 * @param {Part} looked
 * @returns {string}
 */
function said({ frame: { words }, network, step }, numbers, { kind, index, line }) {
  if (kind === "pixel") {
    const [row, column] = [Math.floor(index / SIDE), index % SIDE];
    const x = number(numbers.pixels[index]);
    return filled(words.pixel, { pixel: index, row, column, x });
  }
  if (kind === "one" || !network) return words.one;
  const layers = layersOf(network, numbers.pixels, numbers.A1);
  const isFirst = kind === "unit" || kind === "line_in";
  const layer = layers[isFirst ? 0 : 1];
  if (line) {
    const { from, to } = line;
    const ends = isFirst ? { pixel: from, unit: to } : { unit: from, output: to };
    return filled(words[kind], { ...ends, product: productWords(layer, isFirst, to, from) });
  }
  const [Z, A] = isFirst ? [numbers.Z1, numbers.A1] : [numbers.Z2, numbers.y];
  const n = isFirst ? 1 : 2;
  const isDone = step >= (isFirst ? STEP.a1 : STEP.a2);
  const values = `Z${n} = ${number(Z[index])}`;
  const both = isDone ? `${values}, A${n} = g(Z${n}) = ${number(A[index])}` : values;
  const [largest] = strongest(layer, 1, [index], (from) => from < layer.columns - network.biases);
  const own = filled(words[kind], { [kind]: index, values: both });
  if (!largest) return own;
  const product = productWords(layer, isFirst, index, largest.from);
  return `${own} ${filled(words[isFirst ? "largest_in" : "largest_out"], { product })}`;
}

/**
 * A product as it is calculated, now and not when it was drawn.
 * @param {import("./network_lines.js").Layer} layer
 * @param {boolean} isFirst
 * @param {number} to
 * @param {number} from
 */
function productWords({ W, columns, inputs }, isFirst, to, from) {
  const weight = W[to * columns + from];
  const factors = isFirst ? `W1[${to}, ${from}] × X[${from}]` : `W2[${to}, ${from}] × A1[${from}]`;
  const numbers = `${number(weight)} × ${number(inputs[from])}`;
  return `${factors} = ${numbers} = ${number(weight * inputs[from])}`;
}
