// @ts-check
// A matrix as a table: np.savetxt's rows of numbers, or CSV from a spreadsheet, as weights/table.py
// reads it.

import { MAX_COLUMNS, WeightsError, checkNumbers, checkShape } from "./weights_checks.js";

const MAX_LINES = 10_000;
const MAX_DIGITS = 40;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;
const DECIMAL_COMMA = /^-?\d{1,40}(,\d{1,40})?(e[+-]?\d{1,9})?$/i; // stands for a point
const OTHER_KIND = /[[{(<\0]/; // JSON, Python, tags, bytes that are no text
const TWO_VARIABLES = /^# name: [^]*^# name: /m; // of Octave

/**
 * @param {string} file
 * @param {Uint8Array} bytes
 * @returns {import("./weights_checks.js").NamedArray}
 */
export function arrayInText(file, bytes) {
  const text = decoded(bytes);
  if (text === null || TWO_VARIABLES.test(text)) throw new WeightsError("file.kinds", { file });
  if (/\.\.\.|…/.test(text)) throw new WeightsError("error.text_elided", { file });
  const lines = text.split(/[\r\n]+/, MAX_LINES + 1).map((line) => line.split("#", 1)[0]);
  if (lines.some((line) => OTHER_KIND.test(line))) throw new WeightsError("file.kinds", { file });
  if (lines.length > MAX_LINES)
    throw new WeightsError("error.text_lines", { file, limit: MAX_LINES });
  const { rows, hasHeader } = rowsOf(
    file,
    lines.map(wordsOf).filter((words) => words.length),
  );
  const isIndexed = rows[0].length > 1 && (hasHeader || rows.length > 2);
  const matrix = isIndexed && counts(rows.map(([first]) => first)) ? withoutFirst(rows) : rows;
  const shape = [matrix.length, matrix[0].length];
  checkShape(file, shape);
  const numbers = Float64Array.from(matrix.flat());
  checkNumbers(file, numbers);
  return { name: file, shape, numbers };
}

/**
 * UTF-8, or UTF-16 with its mark; null for anything else.
 * @param {Uint8Array} bytes
 */
function decoded(bytes) {
  const mark = bytes.length > 1 ? (bytes[0] << 8) | bytes[1] : 0;
  const code = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(code, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The rows below a first line of names, should there be one.
 * @param {string} file
 * @param {string[][]} lines
 */
function rowsOf(file, lines) {
  const hasHeader = lines.length > 0 && isHeader(lines[0]);
  const rows = /** @type {number[][]} */ ([]);
  for (const words of lines.slice(Number(hasHeader))) {
    const row = rows.length + 1;
    const numbers = words.map((word) => numberOf(file, row, word));
    checkShape(file, [row, Math.max(1, words.length - 1)]);
    if (rows.length && numbers.length !== rows[0].length) {
      const found = { columns: numbers.length, expected: rows[0].length };
      throw new WeightsError("error.text_ragged", { file, row, ...found });
    }
    rows.push(numbers);
  }
  if (rows.length) return { rows, hasHeader };
  lines.flat().forEach((word) => numberOf(file, 1, word)); // one that is no number says more
  throw new WeightsError("error.weights_empty", { file });
}

/**
 * At most two words more than a matrix has columns.
 * @param {string} line
 */
function wordsOf(line) {
  if (line.includes(";")) return split(line, /[;" \t]+/).map((word) => word.replace(",", "."));
  const words = split(line, /[" \t]+/);
  if (words.length > 1 && words.every((word) => DECIMAL_COMMA.test(word)))
    return words.map((word) => word.replace(",", "."));
  return split(line, /[," \t]+/);
}

/**
 * @param {string} line
 * @param {RegExp} separator
 */
function split(line, separator) {
  return line
    .split(separator, MAX_COLUMNS + 3)
    .filter(Boolean)
    .slice(0, MAX_COLUMNS + 2);
}

/**
 * Whether these are names of columns: words without a decimal number, or 0, 1, 2 and so on.
 * @param {string[]} words
 */
function isHeader(words) {
  if (words.every(isNumber)) return words.length > 2 && counts(words.map(Number));
  return !words.some((word) => word.includes(".") && isNumber(word));
}

/** @param {string} word */
function isNumber(word) {
  return word.length <= MAX_DIGITS && (NUMBER.test(word) || NOT_FINITE.test(word));
}

/**
 * @param {string} file
 * @param {number} row
 * @param {string} word
 */
function numberOf(file, row, word) {
  if (isNumber(word)) return Number(word); // NaN for what is not finite
  const begin = Array.from(word.slice(0, 40)).slice(0, 20).join("");
  throw new WeightsError("error.text_word", { file, row, word: begin });
}

/** @param {number[]} numbers */
function counts(numbers) {
  const [first] = numbers;
  return (first === 0 || first === 1) && numbers.every((number, i) => number === first + i);
}

/** @param {number[][]} rows */
function withoutFirst(rows) {
  return rows.map((row) => row.slice(1));
}
