// @ts-check
// Plotly's bars, moved to other values by changing its own nodes: it draws them no quicker than in
// several frames. Nothing jumps when it draws the same values itself.

import { TARGET } from "./digit_bars.js";
import { part, setText } from "./elements.js";
import { barLetters } from "./plotly_drawing.js";
import { heightOf } from "./scale.js";

/** @typedef {import("./digit_bars.js").Bar} Bar */
/** @typedef {import("./plotly_drawing.js").PlotlyElement} PlotlyElement */

const TEXT_PAD = 3; // Plotly's room between a bar and its number

/** @type {WeakMap<Element, number>} */
const pads = new WeakMap(); // from a bar's end to its number, of figures whose letters were measured

/**
 * The bars of a figure as charts/bars.py builds it.
 * @param {{ y: number[], text: string[], marker: any }} trace
 * @param {any} layout
 * @returns {Bar[]}
 */
export function pythonsBars({ y, text, marker }, { xaxis }) {
  return y.map((value, k) => ({
    value,
    number: text[k],
    fill: marker.color[k],
    outline: marker.line.width[k],
    mark: xaxis.ticktext[k].split("<br>")[1],
  }));
}

/**
 * Moves a figure's bars, unless Plotly has drawn others; tells whether it did.
 * @param {PlotlyElement} figure
 * @param {Bar[]} bars
 */
export function moveBars(figure, bars) {
  const axis = figure._fullLayout.yaxis;
  const base = axis.l2p(0);
  const points = figure.querySelectorAll(".point");
  const labels = labelsOf(figure);
  if (points.length !== bars.length || labels.length !== bars.length) return false;
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
  return true;
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
 * Writes the marks under the digits as Plotly has drawn them.
 * @param {PlotlyElement} figure
 */
export function restoreMarks(figure) {
  for (const label of labelsOf(figure)) {
    const [, mark] = label.dataset.unformatted?.split("<br>") ?? [];
    if (mark !== undefined) setText(markOf(label), mark);
  }
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
