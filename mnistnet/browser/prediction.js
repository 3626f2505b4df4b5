// @ts-check
// What a network answers, and the answer in words in the place of the page's own.

import { part, setNumbers, setText } from "./elements.js";
import { number, sumText } from "./number_text.js";
import { areTwoDigits } from "./strokes.js";

/**
 * What a network says of a drawing.
 * @typedef {object} Answer
 * @property {import("./strokes.js").Stroke[]} strokes
 * @property {number[]} widths of the pen, one a stroke
 * @property {Float64Array} pixels 784, 0 (paper) to 1 (ink)
 * @property {Float64Array} Z1 weighted inputs of the hidden units
 * @property {Float64Array} A1 their activations
 * @property {Float64Array} Z2 weighted inputs of the ten outputs
 * @property {Float64Array} y ten output activations
 * @property {Float64Array} errors ten, squared
 * @property {number} winner
 * @property {number} target
 * @property {boolean} isAssumed the target is, for want of one that was chosen
 */

/**
 * The page's own, as `send_words` in ui/draw/live.py tells them.
 * @typedef {Record<"live" | "next" | "not_sure" | "two_digits" | "error_title" | "assumed" | "winner_mark" |
 *   "target_mark" | "both_mark", string> & { sure: number }} Words
 */

/**
 * In place of Python's words, which stay underneath: those who listen hear each answer once.
 * @param {HTMLElement} frame that begins with Python's words
 * @param {Answer} answer
 * @param {Words} words
 */
export function sayPrediction(frame, answer, words) {
  const parts = prediction(answer, words);
  let element = frame.querySelector(".live");
  if (!element) {
    element = Object.assign(document.createElement("div"), { className: "prediction live" });
    element.setAttribute("aria-hidden", "true");
    element.append(...parts.map(([name]) => document.createElement(name)));
    frame.append(element);
  }
  for (const [i, [, said]] of parts.entries()) setText(element.children[i], said);
}

/**
 * What is said of an answer, each part under the name of its element.
 * @param {Answer} answer
 * @param {Words} words
 */
export function prediction({ strokes, y, winner }, words) {
  const rival = y.reduce((best, v, k) => (k !== winner && !(v <= y[best]) ? k : best), -1);
  const next = words.next.replace("{digit}", String(rival)).replace("{value}", number(y[rival]));
  const unsure = y[winner] < words.sure ? words.not_sure : "";
  const doubt = areTwoDigits(strokes) ? words.two_digits : unsure;
  return [
    ["strong", String(winner)],
    ["em", number(y[winner])],
    ["span", `${next}\n${doubt}`],
    ["small", words.live],
  ];
}

/**
 * The loss under the squared errors, and whose target it is, unless one was chosen.
 * @param {HTMLElement} frame
 * @param {Answer} answer
 * @param {Words} words
 */
export function sayErrors(frame, { errors, winner, isAssumed }, words) {
  const state = words.assumed.replace("{digit}", String(winner));
  if (isAssumed) setText(part(frame, ".title"), words.error_title.replace("{state}", state));
  const loss = part(frame, ".loss");
  if (!loss.querySelector("b"))
    loss.insertAdjacentHTML("beforeend", ' <b></b> <span class="terms"></span>');
  const { total, terms } = sumText(errors);
  setText(part(loss, "b"), total);
  setNumbers(part(loss, ".terms"), `= ${terms}`);
}

/** Takes the words away again, wherever they stand. */
export function unsayPrediction() {
  document.querySelector(".prediction.live")?.remove();
}
