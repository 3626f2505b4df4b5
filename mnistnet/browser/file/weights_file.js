// @ts-check
// A network from a visitor's files, read where they are chosen: NumPy's and text. Python reads more
// kinds, and is at hand where the file that this stands in was made.

import { WeightsError, checkCount } from "./weights_checks.js";
import { networkOf } from "./weights_layers.js";
import { arraysInNpy, isNpy } from "./weights_npy.js";
import { readingsOfText } from "./weights_text.js";
import { entriesOf, unpacked } from "./weights_zip.js";

export { WeightsError };

/** @typedef {{ name: string, bytes: Uint8Array }} WeightsFile */

const MAX_FILES = 4; // W1, b1, W2, b2
const MAX_MEGABYTES = 25;

// Kinds by their first bytes, and by what is in them, whose sentence says how to save otherwise.
const NOT_READ = {
  "\x89HDF\r\n\x1a\n": "error.file_hdf5",
  "MATLAB 5.0 MAT-file": "error.file_matlab",
  "MATLAB 7.3 MAT-file": "error.file_matlab",
  "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.": "error.file_old_torch",
  "\x1f\x8b": "error.file_gzip",
};
const ZIPPED_NOT_READ = [
  [/^model\.weights\.h5$/, "error.file_hdf5"],
  [/^xl\/workbook\.xml$/, "error.file_excel"],
  [/\/data\.pkl$/, "file.kinds"],
];

/**
 * The network that one file holds, or up to four with its matrices and biases: float64, row by row.
 * Throws a WeightsError for anything else.
 * @param {WeightsFile[]} files
 */
export async function readNetwork(files) {
  const file = files.map(({ name }) => name).join(", ");
  if (files.length < 1 || files.length > MAX_FILES)
    throw new WeightsError("error.weights_file_count", { n: files.length, limit: MAX_FILES });
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > MAX_MEGABYTES * 1e6)
    throw new WeightsError("error.weights_file_too_large", { file, limit: MAX_MEGABYTES });
  const readings = [];
  for (const { name, bytes } of files) readings.push(await readingsOf(name, bytes));
  return networkOf(file, readings);
}

/**
 * The arrays of a file, in every way in which it may be meant; only text leaves several open.
 * @param {string} file
 * @param {Uint8Array} bytes
 */
async function readingsOf(file, bytes) {
  const begin = String.fromCharCode(...bytes.subarray(0, 20));
  for (const [mark, key] of Object.entries(NOT_READ))
    if (begin.startsWith(mark)) throw new WeightsError(key, { file });
  if (/^PK(\x03\x04|\x05\x06)/.test(begin)) return [await arraysInNpz(file, bytes)];
  return isNpy(bytes) ? [arraysInNpy(file, bytes)] : readingsOfText(file, bytes);
}

/**
 * @param {string} file
 * @param {Uint8Array} bytes
 */
async function arraysInNpz(file, bytes) {
  const entries = entriesOf(file, bytes);
  for (const [pattern, key] of ZIPPED_NOT_READ)
    if (entries.some(({ name }) => name.match(pattern)))
      throw new WeightsError(String(key), { file });
  checkCount(file, entries.length);
  if (!entries.length) throw new WeightsError("error.weights_empty", { file });
  const contents = await unpacked(file, bytes, entries);
  return entries.flatMap(({ name }, i) => {
    if (!isNpy(contents[i]))
      throw new WeightsError("error.npz_other", { file, name: name.slice(0, 40) });
    return arraysInNpy(`${file}: ${name.replace(/\.npy$/, "").slice(0, 40)}`, contents[i]);
  });
}
