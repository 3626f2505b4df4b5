// @ts-check
// Moves what the page shows to other numbers, without Plotly, which takes longer than a frame; and
// back to Python's.

import { barsOf } from "./digit_bars.js";
import { part } from "./elements.js";
import { redraw, say as sayCaption, shownIn } from "./figure.js";
import { moveBars, pythonsBars, restoreMarks } from "./moved_bars.js";
import { paintPixels } from "./pixel_grid.js";
import { sayErrors, sayPrediction } from "./prediction.js";
import { SIDE, unpackNumbers } from "./reading.js";

/** @typedef {import("./plotly_drawing.js").PlotlyElement} PlotlyElement */

/** @typedef {import("./prediction.js").Answer} Answer */
/** @typedef {import("./prediction.js").Words} Words */

const BARS = ["activations", "squared_error"];
const IMAGE = ".heatmaplayer image"; // of the pixels

/** @type {Set<PlotlyElement>} */
const moved = new Set(); // the figures that do not show what Python said

/** @type {WeakMap<Element, Over>} */
const overs = new WeakMap(); // what lies over a figure of pixels, as long as it does

/**
 * A canvas over Plotly's image, which would be a picture to encode and decode for every frame.
 * @typedef {object} Over
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLCanvasElement} square the 28x28 pixels
 */

/**
 * Shows an answer, in the words of the page.
 * @param {Answer} answer
 * @param {Words} words
 */
export function show(answer, words) {
  for (const [key, values] of Object.entries({
    activations: answer.y,
    squared_error: answer.errors,
  })) {
    const figure = figureOf(key);
    if (moveBars(figure, barsOf(values, answer, words))) moved.add(figure);
  }
  movePixels(figureOf("seen"), answer.pixels);
  sayErrors(frameOf("squared_error"), answer, words);
  sayPrediction(frameOf("activations"), answer, words);
}

/** Whether there is something to move: not between two pages, nor until Plotly has drawn it all. */
export function isThere() {
  const isDrawn = (/** @type {string} */ key) => Boolean(figureOf(key)?._fullLayout);
  return [...BARS, "seen"].every(isDrawn) && !!figureOf("seen").querySelector(IMAGE);
}

export function showPythonsFigures() {
  for (const figure of [...moved]) {
    if (shownIn(figure)) redraw(figure);
    else moved.delete(figure);
  }
}

/** @param {PlotlyElement} figure */
export function isMoved(figure) {
  return moved.has(figure);
}

/**
 * Python's figure has come for one that was moved: move it to Python's numbers, if it has any.
 * Plotly, which takes longer than all else after a stroke, need not draw it then.
 * @param {PlotlyElement} figure
 */
export function moveToPythons(figure) {
  const { data, layout } = JSON.parse(shownIn(figure)?.figure ?? "");
  const [{ text, z }] = data;
  const over = overs.get(figure);
  if (over) {
    movePixels(figure, unpackNumbers(z));
    over.canvas.classList.remove("live");
  } else if (text?.every(Boolean)) moveBars(figure, pythonsBars(data[0], layout));
  else return false;
  sayCaption(figure);
  return moved.delete(figure);
}

/**
 * A figure came from Python and was drawn: what Plotly thinks unchanged, it left as it was moved.
 * @param {PlotlyElement} figure
 */
export function takePythons(figure) {
  moved.delete(figure);
  overs.get(figure)?.canvas.remove();
  overs.delete(figure);
  restoreMarks(figure);
}

/**
 * The pointer has come to a figure: what Plotly says of its pixels has to be what they show.
 * @param {Element | null} figure
 */
export function uncover(figure) {
  if (
    figure &&
    shownIn(figure) &&
    overs.has(figure) &&
    !moved.has(/** @type {PlotlyElement} */ (figure))
  )
    redraw(/** @type {PlotlyElement} */ (figure));
}

/** @param {string} key */
function figureOf(key) {
  return /** @type {PlotlyElement} */ (document.querySelector(`.frame-${key} .figure`));
}

/** @param {string} key */
function frameOf(key) {
  return /** @type {HTMLElement} */ (figureOf(key).parentElement);
}

/**
 * @param {PlotlyElement} figure
 * @param {Iterable<number>} pixels
 */
function movePixels(figure, pixels) {
  moved.add(figure);
  const { canvas, square } = overs.get(figure) ?? cover(figure);
  canvas.classList.add("live");
  paintPixels(canvas, square, pixels);
}

/** @param {PlotlyElement} figure */
function cover(figure) {
  const place = part(figure, IMAGE).getBoundingClientRect();
  const around = figure.getBoundingClientRect();
  const make = (/** @type {number} */ width, /** @type {number} */ height) =>
    Object.assign(document.createElement("canvas"), { width, height });
  const canvas = make(place.width, place.height);
  canvas.className = "over";
  canvas.style.left = `${place.left - around.left}px`;
  canvas.style.top = `${place.top - around.top}px`;
  figure.append(canvas);
  const over = { canvas, square: make(SIDE, SIDE) };
  overs.set(figure, over);
  return over;
}
