// @ts-check
// Zip files of strangers, which .npz are, unpacked within bounds (PKWARE's APPNOTE, 4.3).
// A few kilobytes may unpack to gigabytes, and a directory may lie about it.

import { MAX_COLUMNS, MAX_ROWS, WeightsError } from "./weights_checks.js";

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {boolean} encrypted
 * @property {number} method
 * @property {number} crc
 * @property {number} packed bytes in the zip
 * @property {number} size bytes when unpacked
 * @property {number} at where its own header stands
 */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_REMARK = 0xffff;
const [STORED, DEFLATED] = [0, 8];

const MAX_ENTRIES = 100;
const MAX_ENTRY_BYTES = MAX_ROWS * MAX_COLUMNS * 8 + 1000; // the largest matrix and its header
const MAX_UNPACKED_BYTES = 2 * MAX_ENTRY_BYTES;

const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0);
  return byte;
});

/**
 * The directory of a zip, without its folders.
 * @param {string} file
 * @param {Uint8Array} bytes
 */
export function entriesOf(file, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOf(view);
  if (end < 0) throw damaged(file);
  const from = view.getUint32(end + 16, true);
  const entries = /** @type {Entry[]} */ ([]);
  let at = from;
  while (at < end) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw damaged(file);
    const [name, extra, remark] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    entries.push({
      name: text(bytes, at + 46, name),
      encrypted: Boolean(view.getUint16(at + 8, true) & 1),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    if (entries.length > MAX_ENTRIES)
      throw new WeightsError("error.zip_entries", { file, limit: MAX_ENTRIES });
    at += 46 + name + extra + remark;
  }
  const names = new Set(entries.map((entry) => entry.name));
  const isWhole = at === end && from + view.getUint32(end + 12, true) === end;
  if (!isWhole || names.size < entries.length) throw damaged(file);
  return entries.filter((entry) => !entry.name.endsWith("/"));
}

/**
 * The content of each entry, in their order.
 * @param {string} file
 * @param {Uint8Array} bytes
 * @param {Entry[]} entries
 */
export async function unpacked(file, bytes, entries) {
  let left = MAX_UNPACKED_BYTES;
  const contents = /** @type {Uint8Array[]} */ ([]);
  for (const entry of entries) {
    if (entry.size > Math.min(left, MAX_ENTRY_BYTES)) {
      const limit = Math.floor(MAX_ENTRY_BYTES / 1e6);
      throw new WeightsError("error.zip_bomb", { file, entry: entry.name.slice(0, 40), limit });
    }
    left -= entry.size;
    const content = await contentOf(file, bytes, entry);
    if (content.length !== entry.size || crcOf(content) !== entry.crc) throw damaged(file);
    contents.push(content);
  }
  return contents;
}

/**
 * @param {string} file
 * @param {Uint8Array} bytes
 * @param {Entry} entry
 */
async function contentOf(file, bytes, { name, encrypted, method, packed, size, at }) {
  const inflate = inflater();
  if (encrypted || (method !== STORED && !(method === DEFLATED && inflate)))
    throw new WeightsError("error.zip_packing", { file });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) throw damaged(file);
  const [nameBytes, extra] = [26, 28].map((place) => view.getUint16(at + place, true));
  const from = at + 30 + nameBytes + extra;
  if (text(bytes, at + 30, nameBytes) !== name || from + packed > bytes.length) throw damaged(file);
  const content = bytes.slice(from, from + packed);
  if (method === STORED || !inflate) return content;
  try {
    return await upTo(size, new Blob([content]).stream().pipeThrough(inflate).getReader());
  } catch {
    throw damaged(file); // whatever a browser says of what is no deflated data
  }
}

/** Null in a browser that is too old for one: it still reads what np.savez stores. */
function inflater() {
  try {
    return new DecompressionStream("deflate-raw");
  } catch {
    return null;
  }
}

/**
 * What a stream brings, and no more than the chunk in which that exceeds a size.
 * @param {number} size
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 */
async function upTo(size, reader) {
  const content = new Uint8Array(size);
  for (let at = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return content.subarray(0, at);
    if (at + value.length > size) {
      await reader.cancel();
      throw new RangeError();
    }
    content.set(value, at);
    at += value.length;
  }
}

/**
 * Where the record at the end of a zip stands, behind which there may be a remark; -1 for none.
 * @param {DataView} view
 */
function endOf(view) {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_REMARK); at--)
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) === last - at) return at;
  return -1;
}

/** @param {Uint8Array} bytes */
function crcOf(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = REMAINDERS[(rest ^ byte) & 0xff] ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} length
 */
function text(bytes, at, length) {
  return new TextDecoder().decode(bytes.subarray(at, at + length));
}

/** @param {string} file */
function damaged(file) {
  return new WeightsError("error.file_cut_off", { file });
}
