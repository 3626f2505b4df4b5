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
const LEFT_OUT = /(?:^|[\r\n])[^#\r\n]*?(?:\.\.\.|…)/; // not in a remark

/** @typedef {(line: string) => string[]} Words takes a line apart */

/**
 * A matrix, in every way in which it may be meant, the likeliest first.
 * @param {string} file
 * @param {Uint8Array} bytes
 * @returns {import("./weights_checks.js").NamedArray[][]}
 */
export function readingsOfText(file, bytes) {
  const text = decoded(bytes);
  if (text === null || TWO_VARIABLES.test(text) || isJson(text))
    throw new WeightsError("file.kinds", { file });
  if (LEFT_OUT.test(text)) throw new WeightsError("error.text_elided", { file });
  const lines = text.split(/[\r\n]+/, MAX_LINES + 1).map((line) => line.split("#", 1)[0]);
  if (lines.some((line) => OTHER_KIND.test(line))) throw new WeightsError("file.kinds", { file });
  if (lines.length > MAX_LINES)
    throw new WeightsError("error.text_lines", { file, limit: MAX_LINES });
  const matrices = matricesIn(file, lines.filter((line) => line.trim()).slice(0, MAX_COLUMNS + 2));
  return matrices.map((rows) => {
    const numbers = Float64Array.from(rows.flat());
    return [{ name: file, shape: [rows.length, rows[0].length], numbers }];
  });
}

/** @param {string} text */
function isJson(text) {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
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
 * @param {string} file
 * @param {string[]} lines
 */
function matricesIn(file, lines) {
  if (!lines.length) throw new WeightsError("error.weights_empty", { file });
  const found = /** @type {number[][][]} */ ([]);
  const refusals = /** @type {WeightsError[]} */ ([]);
  for (const { words, hasHeader } of waysOf(lines)) {
    try {
      const header = hasHeader ? words(lines[0]) : [];
      const rows = rowsOf(file, lines.slice(Number(hasHeader)), words);
      found.push(...withAndWithoutIndex(file, rows, header));
    } catch (error) {
      if (!(error instanceof WeightsError)) throw error;
      refusals.push(error);
    }
  }
  if (!found.length) throw refusals[0];
  return found;
}

/**
 * How to take lines apart, and whether the first one is a header.
 * @param {string[]} lines
 */
function waysOf(lines) {
  const below = lines.length > 1 ? lines.slice(1) : lines;
  const [first, ...column] = [lines[0], ...below].map((line) => line.replaceAll('"', " ").trim());
  const partsNames = first.includes(",") && !DECIMAL_COMMA.test(first);
  const hasCommas = column.some((word) => word.includes(",")) && !partsNames;
  let splits = [wordsOf];
  if (hasCommas && column.every((word) => DECIMAL_COMMA.test(word))) {
    const isIndex = below.length > 2 && counts(column.map((word) => Number(word.split(",")[0])));
    splits = isIndex ? [wordsOf, decimalsOf] : [decimalsOf, wordsOf];
  }
  return splits.flatMap((words) => {
    const known = lines.length > 1 ? hasHeaderOf(words(lines[0]), words(below[0]).length) : [false];
    return known.map((hasHeader) => ({ words, hasHeader }));
  });
}

/**
 * Whether these are names of columns; both, where 0, or 0 and 1, may be either. Names are words
 * without a decimal number, or 0, 1, 2 and so on, of all columns or all but the index.
 * @param {string[]} words
 * @param {number} columns
 */
function hasHeaderOf(words, columns) {
  if (!words.every(isNumber)) return [!words.some((word) => word.includes(".") && isNumber(word))];
  const isOfThese = words.length === columns || words.length === columns - 1;
  if (
    !words.length ||
    !isOfThese ||
    !words.every((word) => /^\d+$/.test(word)) ||
    !counts(words.map(Number))
  )
    return [false];
  if (words.length > 2) return [true];
  return words[0] === "0" ? [false, true] : [false];
}

/**
 * @param {string} file
 * @param {string[]} lines
 * @param {Words} words
 */
function rowsOf(file, lines, words) {
  const rows = /** @type {number[][]} */ ([]);
  for (const line of lines) {
    const row = rows.length + 1;
    const numbers = words(line).map((word) => numberOf(file, row, word));
    const columns = numbers.length;
    checkShape(file, [row, columns - Number(columns > 1)]); // one may be the index
    if (rows.length && columns !== rows[0].length) {
      const found = { columns, expected: rows[0].length };
      throw new WeightsError("error.text_ragged", { file, row, ...found });
    }
    rows.push(numbers);
  }
  checkNumbers(file, Float64Array.from(rows.flat()));
  return rows;
}

/**
 * The matrix without a first column that counts the rows, and as it is.
 * @param {string} file
 * @param {number[][]} rows
 * @param {string[]} header
 */
function withAndWithoutIndex(file, rows, header) {
  const columns = rows[0].length;
  const found = [rows];
  if (columns > 1 && counts(rows.map(([first]) => first))) {
    const isLikely = rows.length > 2 || (header.length > 0 && header.length < columns);
    found.splice(isLikely ? 0 : 1, 0, withoutFirst(rows));
  }
  checkShape(file, [rows.length, found[0][0].length]);
  return found.filter(([first]) => first.length <= MAX_COLUMNS);
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
 * The words of a line in which the comma stands for a point.
 * @param {string} line
 */
function decimalsOf(line) {
  return split(line, /[" \t]+/).map((word) => word.replaceAll(",", "."));
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
