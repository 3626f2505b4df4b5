// @ts-check
// From the numbers of a drawing to what is to be seen of them at a step: network_drawing.js draws it.

import { STEP } from "./network_steps.js";
import { largestOf, layersOf, strongest } from "./network_lines.js";
import { addingUp, shortNumber } from "./number_text.js";
import { prepare, SIDE } from "./reading.js";
import { decodeDrawing } from "./strokes.js";

/** @typedef {import("./network_drawing.js").Layout} Layout */

/**
 * As ui/network/picture.py tells it.
 * @typedef {object} Frame
 * @property {number} network its name
 * @property {Record<"wide" | "upright", import("./network_drawing.js").Layout>} layouts
 * @property {number[]} units that are drawn, in the order of the layout
 * @property {number} nLines of each layer that are drawn
 * @property {Record<string, string>} words
 * @property {import("./network_steps.js").Step[]} steps
 *
 * @typedef {object} Numbers of a drawing, Python's or live
 * @property {ArrayLike<number>} pixels
 * @property {ArrayLike<number>} Z1
 * @property {ArrayLike<number>} A1
 * @property {ArrayLike<number>} Z2
 * @property {ArrayLike<number>} y
 * @property {ArrayLike<number>} errors
 * @property {number} winner
 * @property {number} target
 * @property {boolean} isAssumed the target is, for want of one that was chosen
 *
 * @typedef {object} View all that a scene is made of
 * @property {Frame} frame
 * @property {Layout} layout
 * @property {import("./reading.js").Network | undefined} network
 * @property {Numbers | null} numbers
 * @property {import("./strokes.js").Drawing | string} drawing as the address writes it, or live
 * @property {number} step how many steps are shown
 * @property {number} part of the last one, 0 to 1
 *
 * @typedef {"pixel" | "unit" | "output" | "line_in" | "line_out" | "one"} Kind
 * @typedef {{ kind: Kind, index: number, line?: import("./network_lines.js").Line }} Part
 */

/** @type {WeakMap<object, number>} */
const limits = new WeakMap(); // the largest weight of each matrix

/**
 * @param {View} view
 * @param {Part | null} looked
 * @returns {import("./network_drawing.js").Scene}
 */
export function sceneOf(view, looked) {
  const { layout, network, numbers, step, part } = view;
  const unit = looked?.kind === "unit" ? looked.index : null;
  const columns = SIDE * SIDE + (network?.biases ?? 0);
  return {
    pixels: numbers?.pixels ?? new Float64Array(SIDE * SIDE),
    before: step <= STEP.prepared && numbers ? asDrawn(view.drawing) : null,
    weights:
      network && unit !== null && step >= STEP.z1
        ? network.W1.subarray(unit * columns, unit * columns + SIDE * SIDE)
        : null,
    weightsLimit: network ? limitOf(network.W1) : 1,
    units: unitsOf(view, unit),
    outputs: outputsOf(view, looked?.kind === "output" ? looked.index : null),
    step,
    part,
    lines: linesOf(view, looked),
    heads: headsOf(view.frame.words, step, numbers),
    marked: looked?.kind === "pixel" ? corner(layout.image, looked.index) : null,
  };
}

/**
 * The hidden units that are drawn.
 * @param {View} view
 * @param {number | null} marked
 */
function unitsOf({ frame, numbers, step }, marked) {
  const isSum = step === STEP.z1;
  const limit = isSum && numbers ? largestOf(numbers.Z1) || 1 : 1;
  return frame.units.map((index) => {
    const has = numbers && step >= STEP.z1;
    const value = !has ? 0 : isSum ? numbers.Z1[index] : numbers.A1[index];
    return {
      value: !has ? null : isSum ? value / limit : value,
      isSum: isSum && !!has,
      number: has ? shortNumber(value) : "",
      isMarked: marked === index,
    };
  });
}

/**
 * The ten outputs, and what stands beside each.
 * @param {View} view
 * @param {number | null} marked
 */
function outputsOf({ layout, numbers, step }, marked) {
  const isSum = step === STEP.z2;
  const limit = isSum && numbers ? largestOf(numbers.Z2) || 1 : 1;
  return layout.outputs.map((_, k) => {
    const has = numbers && step >= STEP.z2;
    const isShown = numbers && step >= STEP.error;
    return {
      value: !has ? null : isSum ? numbers.Z2[k] / limit : numbers.y[k],
      isSum: isSum && !!has,
      isMarked: marked === k,
      number: !has ? "" : isSum ? sumIn(layout, numbers.Z2[k]) : shortNumber(numbers.y[k]),
      bar: has && !isSum ? numbers.y[k] : 0,
      target: isShown ? String(Number(k === numbers.target)) : "",
      error: isShown ? shortNumber(numbers.errors[k]) : "",
      isWinner: !!has && !isSum && k === numbers.winner,
      isTarget: !!isShown && k === numbers.target,
    };
  });
}

/**
 * A weighted input; where the numbers stand side by side, in five characters.
 * @param {Layout} layout
 * @param {number} z
 */
function sumIn({ bar }, z) {
  if (bar || Math.abs(z) < 0.005) return shortNumber(z);
  return z.toFixed(Math.abs(z) < 10 ? 2 : 1).replace("-", "−");
}

/**
 * The columns' titles, of what is shown by now.
 * @param {Record<string, string>} words
 * @param {number} step
 * @param {Numbers | null} numbers
 */
function headsOf(words, step, numbers) {
  const from = (/** @type {number} */ first, /** @type {string} */ said) =>
    step >= first ? said : "";
  const loss = numbers?.isAssumed
    ? words.loss_assumed.replace("{target}", String(numbers.target))
    : words.loss;
  return {
    x: words.x,
    strip: from(STEP.x, words.strip),
    hidden: step === STEP.z1 ? words.hidden_sums : words.hidden,
    outputs: words.outputs,
    value: from(STEP.z2, step === STEP.z2 ? words.sums : words.value),
    target: from(STEP.error, words.target),
    error: from(STEP.error, words.error),
    loss: from(STEP.loss, `${loss} ${numbers ? addingUp(numbers.errors).total : ""}`),
  };
}

/**
 * The drawing's pixels as they are without preparation.
 * @param {View["drawing"]} drawing
 */
function asDrawn(drawing) {
  const { strokes, widths } = typeof drawing === "string" ? decodeDrawing(drawing) : drawing;
  return prepare(strokes, widths, "drawn");
}

/**
 * @param {View} view
 * @param {Part | null} looked
 * @returns {import("./network_drawing.js").Drawn[]}
 */
function linesOf({ frame: { nLines, units }, layout, network, numbers, step }, looked) {
  if (!numbers || !network) return [];
  const [first, second] = layersOf(network, numbers.pixels, numbers.A1);
  const { kind, index } = looked ?? {};
  const only = kind === "unit" ? [/** @type {number} */ (index)] : units;
  const isFrom = kind === "pixel" ? (/** @type {number} */ from) => from === index : undefined;
  const lines = /** @type {import("./network_drawing.js").Drawn[]} */ ([]);
  const places = new Map(units.map((unit, i) => [unit, layout.units[i]]));
  places.set(network.hidden, layout.ones[1]);
  if (step >= STEP.z1 && kind !== "output")
    for (const line of strongest(first, nLines, only, isFrom))
      lines.push({
        line,
        layer: 0,
        start: startOf(layout, line.from),
        end: /** @type {[number, number]} */ (places.get(line.to)),
        share: Math.abs(line.product) / limitOf(network.W1),
      });
  if (step >= STEP.z2 && kind !== "pixel") {
    const ends = kind === "output" ? [/** @type {number} */ (index)] : layout.outputs.keys();
    const isOwn = (/** @type {number} */ from) =>
      kind === "unit" ? from === index : places.has(from);
    for (const line of strongest(second, nLines, ends, isOwn))
      lines.push({
        line,
        layer: 1,
        start: /** @type {[number, number]} */ (places.get(line.from)),
        end: layout.outputs[line.to],
        share: Math.abs(line.product) / limitOf(network.W2),
      });
  }
  return lines;
}

/**
 * Where a pixel's lines begin, or those of the constant 1: at its place in X, or upright in the image.
 * @param {Layout} layout
 * @param {number} pixel
 * @returns {import("./network_drawing.js").Place}
 */
function startOf({ image, ones, strip, width, height }, pixel) {
  if (pixel === SIDE * SIDE) return ones[0];
  if (width > height) {
    const [left, top, across, down] = strip;
    return [left + across, top + ((pixel + 0.5) * down) / (SIDE * SIDE)];
  }
  const [left, top, side] = image;
  const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
  return [left + ((column + 0.5) * side) / SIDE, top + ((row + 0.5) * side) / SIDE];
}

/** @param {Float32Array | Float64Array} W */
function limitOf(W) {
  if (!limits.has(W)) limits.set(W, largestOf(W) || 1);
  return /** @type {number} */ (limits.get(W));
}

/**
 * @param {[number, number, number]} image
 * @param {number} pixel
 * @returns {[number, number]}
 */
function corner([left, top, side], pixel) {
  const cell = side / SIDE;
  return [left + (pixel % SIDE) * cell, top + Math.floor(pixel / SIDE) * cell];
}
