// @ts-check
// What ten values look like as bars: charts/bars.py of Python's, for an answer from here.

import { shortNumber } from "./number_text.js";

// The colours of charts/palette.py.
const WINNER = "var(--st-blue-color)";
export const TARGET = "var(--st-orange-color)";
const QUIET = "var(--st-gray-color)";
const OUTLINE = 3;

/**
 * @typedef {object} Bar
 * @property {number} value
 * @property {string} number over it
 * @property {string} fill
 * @property {number} outline pixels
 * @property {string} mark under its digit
 */

/**
 * @param {ArrayLike<number>} values ten
 * @param {import("./prediction.js").Answer} answer
 * @param {import("./prediction.js").Words} words
 * @returns {Bar[]}
 */
export function barsOf(values, { winner, target, isAssumed }, words) {
  const known = isAssumed ? null : target;
  const marks = new Map([
    [known, words.target_mark],
    [winner, winner === known ? words.both_mark : words.winner_mark],
  ]);
  return Array.from(values, (value, k) => ({
    value,
    number: shortNumber(value),
    fill: k === winner ? WINNER : QUIET,
    outline: k === known ? OUTLINE : 0,
    mark: marks.get(k) ?? "",
  }));
}
