// How the page in one file reads weights of other shapes, tables and types, as weights/ does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readNetwork } from "../../mnistnet/browser/file/weights_file.js";

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/**
 * Numbers that are all different, and none of them whole.
 * @param {number} rows
 * @param {number} columns
 */
const matrix = (rows, columns) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => (rows - 2 * (i * columns + j) - 0.5) / 64),
  );

const turned = (/** @type {number[][]} */ rows) => rows[0].map((_, i) => rows.map((row) => row[i]));

const text = (/** @type {number[][]} */ rows) => rows.map((row) => row.join(" ")).join("\n");

/** @param {string[]} texts */
const read = (...texts) =>
  readNetwork(texts.map((written, i) => ({ name: `file ${i}`, bytes: bytes(written) })));

/**
 * @param {string} type as NumPy calls it
 * @param {number[][]} rows
 * @param {{ from: (numbers: any[]) => { buffer: ArrayBuffer } }} kind
 */
function npy(type, rows, kind) {
  const shape = `(${rows.length}, ${rows[0].length})`;
  const header = bytes(`{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }\n`);
  const before = Uint8Array.from([0x93, ...bytes("NUMPY"), 1, 0, header.length, 0, ...header]);
  return new Uint8Array(Buffer.concat([before, new Uint8Array(kind.from(rows.flat()).buffer)]));
}

const [W1, W2] = [matrix(6, 784), matrix(10, 6)];
const [b1, b2] = [[[0], ...matrix(5, 1)], matrix(10, 1)];
const biased = [W1.map((row, i) => [...row, b1[i][0]]), W2.map((row, i) => [...row, b2[i][0]])];

test("matrices that both stand are turned before one of them is", async () => {
  for (const [hidden, biases] of [
    [784, 1],
    [785, 0],
    [784, 0],
    [9, 1],
  ]) {
    const matrices = [matrix(hidden, 784 + biases), matrix(10, hidden + biases)];
    const [first, second] = matrices.map((rows) => Float64Array.from(rows.flat()));
    for (const saved of [matrices, matrices.map(turned)]) {
      const network = await readNetwork(
        saved.map((rows) => ({ name: "W", bytes: npy("<f8", rows, Float64Array) })),
      );
      assert.deepEqual([network.hidden, network.biases], [hidden, biases]);
      assert.ok(first.every((number, i) => network.W1[i] === number));
      assert.ok(second.every((number, i) => network.W2[i] === number));
    }
  }
});

test("a column of biases is read under a name, beside an index, and with decimal commas", async () => {
  const column = (/** @type {number[][]} */ b) => b.flat();
  const ways = [
    (b) => ["0", ...column(b)].join("\n"),
    (b) => [",0", ...column(b).map((number, i) => `${i},${number}`)].join("\n"),
    (b) => column(b).join("\n").replaceAll(".", ","),
    (b) => ["b", ...column(b)].join("\n").replaceAll(".", ","),
    (b) => column(b).join(","),
    (b) => [column(b).keys(), column(b)].map((row) => [...row].join(",")).join("\n"),
  ];
  for (const way of ways) {
    const network = await read(text(W1), way(b1), text(W2), way(b2));
    assert.deepEqual([...network.W1], biased[0].flat());
    assert.deepEqual([...network.W2], biased[1].flat());
  }
});

test("brackets and dots in remarks are no part of a table", async () => {
  const remark = "# W [6x784], trained ...\n";
  const network = await read(remark + text(W1), text(W2) + "\n# ...");
  assert.deepEqual([...network.W1], W1.flat());
  await assert.rejects(read("1 2 ... 3\n", text(W2)), { key: "error.text_elided" });
});

test("JSON is of another kind, whatever stands in it", async () => {
  await assert.rejects(read('{"note": "and so on ..."}'), { key: "file.kinds" });
});

test("whole numbers of every size are read, bytes and sizes are not taken for weights", async () => {
  const numbers = W1.map((_, i) => W1[0].map((_, j) => ((i + j) % 200) - 100));
  const sizes = { name: "sizes", bytes: npy("<u2", [[784, 6, 10]], Uint16Array) };
  const second = { name: "W2", bytes: bytes(text(W2)) };
  const longs = { from: (/** @type {number[]} */ all) => BigInt64Array.from(all, BigInt) };
  for (const [type, kind] of [
    ["|i1", Int8Array],
    ["<i2", Int16Array],
    ["<i4", Int32Array],
    ["<i8", longs],
  ]) {
    const first = { name: "W1", bytes: npy(type, numbers, kind) };
    assert.deepEqual([...(await readNetwork([first, second, sizes])).W1], numbers.flat());
  }
  const images = { name: "x", bytes: npy("|u1", W1, Uint8Array) };
  await assert.rejects(readNetwork([images, second]), { key: "error.matrix_type" });
});

test("of several vectors the one that has no place is named", async () => {
  await assert.rejects(read(text(W1), text(b1), text(W2), text(matrix(3, 1))), {
    key: "error.weights_no_place",
    values: { name: "file 3", shape: "3×1" },
  });
});
