// @ts-check
// A text as a QR code (ISO/IEC 18004): bytes in UTF-8, error correction L, the mask of least
// penalty.
// Our own because the file that shows it is made by a Python package, where no library of npm is
// at hand, and works without a request. Pure functions, nothing of the page's.

import { codewords } from "./qr_codewords.js";

/** @typedef {Uint8Array[]} Matrix rows of modules: 1 dark, 0 light, 2 not yet known */

const MOST_VERSION = 28; // 129 modules a side, each still 4 pixels wide on a laptop's screen
const QUIET = 4;
const FREE = 2;
const LEVEL_L = 0b01;

// Table 10: which modules each mask turns over.
const MASKS = /** @type {((row: number, column: number) => boolean)[]} */ ([
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
]);

/**
 * The SVG text of a QR code, as large as its place; null if the text is too long for one.
 * @param {string} text
 */
export function qrCode(text) {
  const matrix = qrMatrix(text);
  if (!matrix) return null;
  const side = matrix.length + 2 * QUIET;
  const dark = matrix.flatMap((row, y) =>
    [...row.join("").matchAll(/1+/g)].map(
      ({ index, 0: { length } }) => `M${index + QUIET} ${y + QUIET}h${length}v1h-${length}z`,
    ),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"` +
    ` shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/>` +
    `<path fill="#000" d="${dark.join("")}"/></svg>`
  );
}

/**
 * The modules of a QR code, 1 dark and 0 light, row by row; null if the text is too long for one.
 * @param {string} text
 */
export function qrMatrix(text) {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= MOST_VERSION; version++) {
    const patterns = fixedPatterns(version);
    const free = places(patterns);
    const words = codewords(bytes, version, Math.floor(free.length / 8));
    if (words) return leastPenalty(patterns, free, words);
  }
  return null;
}

/**
 * What every code of a version has, its version and format still light; all else is free.
 * @param {number} version
 */
function fixedPatterns(version) {
  const side = 17 + 4 * version;
  const matrix = Array.from({ length: side }, () => new Uint8Array(side).fill(FREE));
  const ends = [3, side - 4];
  for (const y of ends)
    for (const x of ends) if (y === 3 || x === 3) drawRings(matrix, y, x, [1, 1, 0, 1, 0]);
  const lines = alignmentLines(version, side);
  for (const y of lines)
    for (const x of lines) if (matrix[y][x] === FREE) drawRings(matrix, y, x, [1, 0, 1]);
  for (let i = 8; i < side - 8; i++) matrix[6][i] = matrix[i][6] = (i + 1) % 2;
  drawVersion(matrix, 0);
  drawFormat(matrix, 0);
  return matrix;
}

/**
 * The rows, and columns, of the alignment patterns' centres (annex E); where finder patterns stand
 * there are none.
 * @param {number} version
 * @param {number} side
 */
function alignmentLines(version, side) {
  const steps = version > 1 ? Math.floor(version / 7) + 1 : 0;
  const step = 2 * Math.ceil((side - 13) / (2 * steps));
  const back = Array.from({ length: steps }, (_, i) => side - 7 - i * step);
  return steps ? [6, ...back] : [];
}

/**
 * @param {Matrix} matrix
 * @param {number} y
 * @param {number} x
 * @param {number[]} rings the centre's module first
 */
function drawRings(matrix, y, x, rings) {
  const reach = rings.length - 1;
  for (let i = -reach; i <= reach; i++)
    for (let j = -reach; j <= reach; j++)
      if (y + i in matrix && x + j in matrix)
        matrix[y + i][x + j] = rings[Math.max(Math.abs(i), Math.abs(j))];
}

/**
 * The version of codes that have more than 41 modules a side (7.10).
 * @param {Matrix} matrix
 * @param {number} bits
 */
function drawVersion(matrix, bits) {
  if (matrix.length < 45) return;
  for (let i = 0; i < 18; i++) {
    const [along, across] = [Math.floor(i / 3), matrix.length - 11 + (i % 3)];
    matrix[along][across] = matrix[across][along] = (bits >> i) & 1;
  }
}

/**
 * The level and the mask, twice (7.9).
 * @param {Matrix} matrix
 * @param {number} bits
 */
function drawFormat(matrix, bits) {
  const side = matrix.length;
  for (let i = 0; i < 15; i++) {
    const bit = (bits >> i) & 1;
    const near = i < 8 ? i + Number(i > 5) : 14 - i + Number(i === 8); // not on the timing lines
    if (i < 8) matrix[near][8] = matrix[8][side - 1 - i] = bit;
    else matrix[8][near] = matrix[side - 15 + i][8] = bit;
  }
  matrix[side - 8][8] = Number(bits > 0); // always dark in the end
}

/**
 * A number and its remainder, of the BCH code that the generator stands for.
 * @param {number} number
 * @param {number} generator
 */
function checked(number, generator) {
  const shifted = number << (31 - Math.clz32(generator));
  let rest = shifted;
  for (let by; (by = Math.clz32(generator) - Math.clz32(rest)) >= 0;) rest ^= generator << by;
  return shifted | rest;
}

/**
 * The free modules [row, column] in the order of the bits: up and down in columns of two.
 * @param {Matrix} patterns
 */
function places(patterns) {
  const side = patterns.length;
  const found = /** @type {[number, number][]} */ ([]);
  for (let pair = 0; pair < (side - 1) / 2; pair++) {
    const right = side - 1 - 2 * pair;
    for (let step = 0; step < side; step++)
      for (const column of right > 6 ? [right, right - 1] : [right - 1, right - 2]) {
        const row = pair % 2 ? step : side - 1 - step;
        if (patterns[row][column] === FREE) found.push([row, column]);
      }
  }
  return found;
}

/**
 * The code in that mask which makes it easiest to read. They are compared before version and format
 * are in (7.8 comes before 7.9 and 7.10).
 * @param {Matrix} patterns
 * @param {[number, number][]} free
 * @param {number[]} words
 */
function leastPenalty(patterns, free, words) {
  const codes = MASKS.map((turns) => {
    const matrix = patterns.map((row) => row.slice());
    free.forEach(([row, column], i) => {
      const bit = (words[i >> 3] >> (7 - (i % 8))) & 1; // 0 behind the last codeword
      matrix[row][column] = bit ^ Number(turns(row, column));
    });
    return matrix;
  });
  const penalties = codes.map(penalty);
  const mask = penalties.indexOf(Math.min(...penalties));
  drawVersion(codes[mask], checked((patterns.length - 17) / 4, 0x1f25));
  drawFormat(codes[mask], checked((LEVEL_L << 3) | mask, 0x537) ^ 0x5412);
  return codes[mask];
}

/**
 * Table 11: five or more of one colour in line, blocks of 2x2, what looks like a finder
 * pattern, and how far from half of the modules are dark.
 * @param {Matrix} matrix
 */
function penalty(matrix) {
  const side = matrix.length;
  const rows = matrix.map((row) => row.join(""));
  const columns = matrix.map((_, x) => matrix.map((row) => row[x]).join(""));
  const lines = [...rows, ...columns];
  const framed = lines.map((line) => `0000${line}0000`).join("");
  let sum = 0;
  for (const [run] of lines.join(" ").matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
  sum += 40 * [...framed.matchAll(/00001011101|1011101(?=0000)/g)].length;
  for (let y = 1; y < side; y++)
    for (let x = 1; x < side; x++) {
      const four = matrix[y][x] + matrix[y][x - 1] + matrix[y - 1][x] + matrix[y - 1][x - 1];
      if (four % 4 === 0) sum += 3;
    }
  const share = rows.join("").replaceAll("0", "").length / side ** 2;
  return sum + 10 * Math.floor(Math.abs(100 * share - 50) / 5);
}
