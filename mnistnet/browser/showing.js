// @ts-check
// Moves what the page shows to other numbers, without Plotly, which takes longer than a frame; and
// back to Python's. Plotly's own nodes are moved, so that nothing jumps when Python's figure comes.

import { barsOf, TARGET } from "./digit_bars.js";
import { part, setText } from "./elements.js";
import { barLetters, redraw, say as sayCaption, shownIn } from "./figure.js";
import { paintPixels } from "./pixel_grid.js";
import { sayErrors, sayPrediction } from "./prediction.js";
import { SIDE, unpackNumbers } from "./reading.js";
import { heightOf } from "./scale.js";

/** @typedef {import("./figure.js").PlotlyElement} PlotlyElement */

/** @typedef {import("./digit_bars.js").Bar} Bar */
/** @typedef {import("./prediction.js").Answer} Answer */
/** @typedef {import("./prediction.js").Words} Words */

const BARS = ["activations", "squared_error"];
const IMAGE = ".heatmaplayer image"; // of the pixels

const TEXT_PAD = 3; // Plotly's room between a bar and its number

/** @type {Set<PlotlyElement>} */
const moved = new Set(); // the figures that do not show what Python said

/** @type {WeakMap<Element, number>} */
const pads = new WeakMap(); // from a bar's end to its number, of figures whose letters were measured

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
  moveBars(figureOf("activations"), barsOf(answer.y, answer, words));
  moveBars(figureOf("squared_error"), barsOf(answer.errors, answer, words));
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
  for (const label of labelsOf(figure)) {
    const [, mark] = label.dataset.unformatted?.split("<br>") ?? [];
    if (mark !== undefined) setText(markOf(label), mark);
  }
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

/**
 * The bars of a figure as charts/bars.py builds it.
 * @param {{ y: number[], text: string[], marker: any }} trace
 * @param {any} layout
 * @returns {Bar[]}
 */
function pythonsBars({ y, text, marker }, { xaxis }) {
  return y.map((value, k) => ({
    value,
    number: text[k],
    fill: marker.color[k],
    outline: marker.line.width[k],
    mark: xaxis.ticktext[k].split("<br>")[1],
  }));
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
 * @returns {NodeListOf<SVGTextElement>}
 */
function labelsOf(figure) {
  return figure.querySelectorAll(".xtick > text");
}

/** @param {SVGTextElement} label */
function markOf(label) {
  return label.querySelectorAll("tspan.line")[1];
}

/**
 * @param {PlotlyElement} figure
 * @param {Bar[]} bars
 */
function moveBars(figure, bars) {
  const axis = figure._fullLayout.yaxis;
  const base = axis.l2p(0);
  const points = figure.querySelectorAll(".point");
  const labels = labelsOf(figure);
  if (points.length !== bars.length || labels.length !== bars.length) return;
  moved.add(figure);
  const numbers = Array.from(points, (point, k) => numberOf(point, labels[k]));
  const pad = padOf(figure, numbers[0]);
  bars.forEach(({ value, number, fill, outline, mark }, k) => {
    const bar = part(points[k], "path");
    const end = axis.l2p(heightOf(value));
    const top = base - end < 2 ? Math.floor(end) : Math.round(end); // as Plotly does
    const [left, , , right] = (bar.getAttribute("d")?.match(/[\d.]+/g) ?? []).map(Number);
    attribute(bar, "d", `M${left},${base}V${top}H${right}V${base}Z`);
    look(bar, "fill", fill);
    look(bar, "stroke", outline ? TARGET : "");
    look(bar, "strokeWidth", `${outline}px`);
    setText(numbers[k], number);
    attribute(numbers[k], "transform", `translate(${(left + right) / 2},${top - pad})`);
    setText(markOf(labels[k]), mark);
  });
}

/**
 * What is as it should be is not touched: the browser would lay it out and paint it anew.
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
function attribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * @param {ElementCSSInlineStyle} element
 * @param {"fill" | "stroke" | "strokeWidth"} name
 * @param {string} value
 */
function look(element, name, value) {
  if (element.style[name] !== value) element.style[name] = value;
}

/**
 * The room from a bar's end to its number's line, the same for all numbers of a figure.
 * @param {PlotlyElement} figure
 * @param {SVGTextElement} number
 */
function padOf(figure, number) {
  let pad = pads.get(figure);
  if (pad === undefined) {
    const { y, height } = number.getBBox();
    pads.set(figure, (pad = TEXT_PAD + y + height));
  }
  return pad;
}

/**
 * The number over a bar; Plotly makes none while there are no values.
 * @param {Element} point
 * @param {SVGTextElement} label
 */
function numberOf(point, label) {
  const there = point.querySelector("text");
  if (there) return there;
  const number = point.appendChild(/** @type {SVGTextElement} */ (label.cloneNode()));
  number.classList.add("bartext");
  number.setAttribute("x", "0");
  number.setAttribute("y", "0");
  number.textContent = "0.000";
  const figure = point.closest(".figure");
  if (figure) number.style.fontSize = `${barLetters(figure)}px`;
  return number;
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
