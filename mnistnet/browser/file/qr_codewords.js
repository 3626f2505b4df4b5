// @ts-check
// The codewords of a QR code (ISO/IEC 18004): bytes as data, and the correction of level L.
// Pure functions, nothing of the page's.

// Table 9, level L, of each version: codewords of correction in a block, and blocks.
const CORRECTION = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
  28, 30, 30,
];
const BLOCKS = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13,
];

// The field of 256 elements, x^8 + x^4 + x^3 + x^2 + 1: the powers of x, and their exponents.
const POWERS = new Uint8Array(255);
const EXPONENTS = new Uint8Array(256);
for (let exponent = 0, power = 1; exponent < 255; exponent++) {
  POWERS[exponent] = power;
  EXPONENTS[power] = exponent;
  power = (power << 1) ^ (power > 127 ? 0x11d : 0);
}

/**
 * All codewords of a code in their order; null if the bytes are too many for its version.
 * @param {Uint8Array} bytes
 * @param {number} version
 * @param {number} total codewords that such a code has room for
 */
export function codewords(bytes, version, total) {
  const room = total - CORRECTION[version - 1] * BLOCKS[version - 1];
  const data = dataCodewords(bytes, version < 10 ? 8 : 16, room);
  return data && interleaved(data, version);
}

/**
 * Mode, length, bytes and padding; null if these are more codewords than there is room for.
 * @param {Uint8Array} bytes
 * @param {number} lengthBits
 * @param {number} room
 */
function dataCodewords(bytes, lengthBits, room) {
  const parts = [[0b0100, 4], [bytes.length, lengthBits], ...[...bytes].map((byte) => [byte, 8])];
  const bits = parts.map(([n, width]) => n.toString(2).padStart(width, "0")).join("") + "0000";
  const words = bits.match(/.{8}/g) ?? []; // whole: 4 bits at either end
  if (words.length > room) return null;
  return Uint8Array.from({ length: room }, (_, i) =>
    i < words.length ? parseInt(words[i], 2) : [0xec, 0x11][(i - words.length) % 2],
  );
}

/**
 * Data in blocks, the longer ones last, and the correction of each; the first codeword of each
 * block, then the second of each.
 * @param {Uint8Array} data
 * @param {number} version
 */
function interleaved(data, version) {
  const n = BLOCKS[version - 1];
  const short = Math.floor(data.length / n);
  const nShort = n - (data.length % n);
  const begin = (/** @type {number} */ i) => i * short + Math.max(i - nShort, 0);
  const blocks = Array.from({ length: n }, (_, i) => data.subarray(begin(i), begin(i + 1)));
  const corrections = blocks.map((block) => correction(block, CORRECTION[version - 1]));
  return [blocks, corrections].flatMap((group) =>
    Array.from(group[n - 1]).flatMap((_, at) =>
      group.flatMap((block) => [...block.subarray(at, at + 1)]),
    ),
  );
}

/**
 * The remainder of a block, times x^n, by the product of all x - 2^i, i < n.
 * @param {Uint8Array} block
 * @param {number} n
 */
function correction(block, n) {
  const generator = new Uint8Array(n + 1).fill(1, 0, 1); // the highest power first
  for (let i = 0; i < n; i++)
    for (let at = i + 1; at; at--) generator[at] ^= times(generator[at - 1], POWERS[i]);
  const rest = new Uint8Array(block.length + n);
  rest.set(block);
  for (let at = 0; at < block.length; at++) {
    const first = rest[at];
    generator.forEach((factor, i) => (rest[at + i] ^= times(factor, first)));
  }
  return rest.subarray(block.length);
}

/**
 * @param {number} a
 * @param {number} b
 */
function times(a, b) {
  return a && b && POWERS[(EXPONENTS[a] + EXPONENTS[b]) % 255];
}
