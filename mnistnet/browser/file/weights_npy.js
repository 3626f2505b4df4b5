// @ts-check
// NumPy's .npy files: one array, or several one after the other, as weights/npy.py reads them.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { WeightsError, checkCount, checkNumbers, checkShape, sizeOf } from "./weights_checks.js";

/** @typedef {import("./weights_checks.js").NamedArray} NamedArray */

const MAGIC = [0x93, ...new TextEncoder().encode("NUMPY")];
const MAX_HEADER_BYTES = 1000;

// Half, single and double precision, and whole numbers, but for bytes from 0 to 255: images.
const NUMBERS = /^(?:[<>](?:[fiu][248])|\|i1)$/;

// A Python dictionary of these three in any order, and nothing else.
const TYPE = /'descr': *('[^']*'|\[[^{}]*\])/;
const BY_COLUMNS = /'fortran_order': *(True|False)/;
const SHAPE = /'shape': *\(((?:(?:0|[1-9]\d*), *)*(?:0|[1-9]\d*)?)\)/;

/** @param {Uint8Array} bytes */
export function isNpy(bytes) {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * @param {string} file
 * @param {Uint8Array} bytes
 */
export function arraysInNpy(file, bytes) {
  const arrays = /** @type {NamedArray[]} */ ([]);
  for (let at = 0; !arrays.length || at < bytes.length;) {
    const { array, size } = firstArray(file, bytes.subarray(at));
    arrays.push(array);
    checkCount(file, arrays.length);
    at += size;
  }
  return arrays;
}

/**
 * An array, and how many bytes it takes.
 * @param {string} file
 * @param {Uint8Array} bytes
 */
function firstArray(file, bytes) {
  const { begin, type, byColumns, shape } = headerOf(file, bytes);
  if (type[1] === "O") throw new WeightsError("error.matrix_objects", { file });
  if (!NUMBERS.test(type))
    throw new WeightsError("error.matrix_type", { file, type: type.slice(0, 20) });
  checkShape(file, shape);
  const [n, width] = [sizeOf(shape), Number(type[2])];
  const size = begin + n * width;
  if (size > bytes.length) throw new WeightsError("error.file_cut_off", { file });
  const view = new DataView(bytes.buffer, bytes.byteOffset + begin, n * width);
  const read = reader(view, type.slice(1), type[0] === "<");
  const [rows, columns] = [shape[0], shape[1] ?? 1];
  const numbers = Float64Array.from({ length: n }, (_, i) =>
    read(width * (byColumns ? (i % columns) * rows + Math.floor(i / columns) : i)),
  );
  checkNumbers(file, numbers);
  return { array: { name: file, shape, numbers }, size };
}

/**
 * What a header says, and where the numbers begin.
 * @param {string} file
 * @param {Uint8Array} bytes
 */
function headerOf(file, bytes) {
  const isShort = bytes[6] === 1; // its length has two bytes, later versions' four
  const at = isShort ? 10 : 12;
  if (!isNpy(bytes) || ![1, 2, 3].includes(bytes[6]) || bytes[7] !== 0 || bytes.length < at)
    throw new WeightsError("error.file_cut_off", { file });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = isShort ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = new TextDecoder().decode(bytes.subarray(at, at + Math.min(length, 1001)));
  const found = [TYPE, BY_COLUMNS, SHAPE].map((field) => field.exec(header)?.[1]);
  const [type, order, sides] = found;
  const rest = [TYPE, BY_COLUMNS, SHAPE].reduce((text, field) => text.replace(field, ""), header);
  const isTuple = !sides || sides.includes(",");
  if (
    length > MAX_HEADER_BYTES ||
    at + length > bytes.length ||
    type === undefined ||
    order === undefined ||
    sides === undefined ||
    !isTuple ||
    !/^\{ *, *, *,? *\} *\n?$/.test(rest)
  )
    throw new WeightsError("error.file_cut_off", { file });
  return {
    begin: at + length,
    type: type.replaceAll("'", ""),
    byColumns: order === "True",
    shape: sides
      .split(",")
      .filter((side) => side.trim())
      .map(Number),
  };
}

/**
 * What reads the number at a place.
 * @param {DataView} view
 * @param {string} type
 * @param {boolean} little
 * @returns {(at: number) => number}
 */
function reader(view, type, little) {
  switch (type) {
    case "f8":
      return (at) => view.getFloat64(at, little);
    case "f4":
      return (at) => view.getFloat32(at, little);
    case "f2":
      return (at) => half(view.getUint16(at, little));
    case "i8":
      return (at) => Number(view.getBigInt64(at, little));
    case "u8":
      return (at) => Number(view.getBigUint64(at, little));
    case "i4":
      return (at) => view.getInt32(at, little);
    case "u4":
      return (at) => view.getUint32(at, little);
    case "i2":
      return (at) => view.getInt16(at, little);
    case "u2":
      return (at) => view.getUint16(at, little);
  }
  return (at) => view.getInt8(at);
}

/**
 * A number in half precision (IEEE 754, binary16), which not every browser reads by itself.
 * @param {number} bits
 */
function half(bits) {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 31) return NaN; // or infinite
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}
