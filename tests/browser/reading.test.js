// What runs in the browser and needs none: drawings and networks that can be calculated by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  forward,
  prepare,
  SIDE,
  unpackNetworks,
  unpackNumbers,
} from "../../mnistnet/browser/reading.js";

const BAR = [
  [140, 40],
  [140, 240],
];

function rowsOf(pixels) {
  assert.ok(pixels);
  return Array.from({ length: SIDE }, (_, row) => [
    ...pixels.subarray(SIDE * row, SIDE * (row + 1)),
  ]);
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// A network as packed.py writes it: W1 and W2 one after the other, row by row.
function packed(name, hidden, biases, weights) {
  const head = new Uint32Array([name, hidden, biases, weights.BYTES_PER_ELEMENT]);
  return [...new Uint8Array(head.buffer), ...new Uint8Array(weights.buffer)];
}

test("a bar is twenty pixels high, its centre of mass in the middle", () => {
  const rows = rowsOf(prepare([BAR], [20], "mnist"));

  const inked = rows.flatMap((row, y) => (sum(row) > 0 ? [y] : []));
  assert.deepEqual([inked[0], inked.at(-1)], [4, 24]); // 14.5 - 10 to 14.5 + 10
  const columns = rows[14].flatMap((pixel, x) => (pixel > 0 ? [x] : []));
  assert.ok(columns.every((x) => x >= 12 && x <= 16));
  assert.ok(rows.flat().every((pixel) => pixel >= 0 && pixel <= 1));
});

test("as drawn, a bar is as wide as its pen, where it was drawn", () => {
  const rows = rowsOf(prepare([BAR], [20], "drawn"));

  // The pen is the 21 pixels 130 to 150: column 13, column 14, and a tenth of column 15.
  assert.deepEqual(rows[14].slice(12, 17), [0, 1, 1, 0.1, 0]);
});

test("where and how large a digit is drawn makes no difference like MNIST", () => {
  const moved = BAR.map(([x, y]) => [x / 2 + 30, y / 2 + 10]);

  assert.deepEqual(prepare([moved], [9], "mnist"), prepare([BAR], [20], "mnist"));
});

test("a speck beside a digit is left out", () => {
  const speck = [
    [10, 10],
    [12, 10],
  ];

  assert.deepEqual(prepare([BAR, speck], [20, 20], "mnist"), prepare([BAR], [20], "mnist"));
});

for (const [what, strokes] of [
  ["nothing", []],
  ["a point", [[[140, 140]]]],
  ["a dot of seven pixels", [[[140, 140], [147, 140]]]], // prettier-ignore
])
  for (const preparation of ["mnist", "drawn"])
    test(`${what} is no digit, ${preparation}`, () => {
      assert.equal(prepare(strokes, [20], preparation), null);
    });

test("a stroke beside the canvas is no digit as drawn", () => {
  assert.equal(prepare([BAR.map(([x, y]) => [x - 400, y])], [20], "drawn"), null);
});

test("a pen's way of 200,000 pixels is read, and one of a pixel more is not", () => {
  const way = Array.from({ length: 500 }, () => BAR).flat();

  // One step sets the pen down, 999 lines of 200 follow, and one of 199.
  assert.ok(prepare([[...way, [140, 41]]], [20], "drawn"));
  assert.equal(prepare([[...way, [140, 40]]], [20], "drawn"), null);
});

test("two networks one after the other are unpacked, and give the sums by hand", () => {
  const without = new Float32Array(784 + 10).fill(0);
  without[0] = 2; // the one hidden unit looks at the first pixel
  without.set([4, -4], 784); // and speaks for the digit 0, against 1
  const withBiases = new Float64Array(785 + 20).fill(0);
  withBiases[784] = 1; // a hidden unit of 1 whatever is drawn
  withBiases.set([3, 0.5], 785); // 3 times it, and a bias of 0.5

  const bytes = Uint8Array.from([...packed(7, 1, 0, without), ...packed(8, 1, 1, withBiases)]);
  const [first, second] = unpackNetworks(bytes);

  const g = (z) => 1 / (1 + Math.exp(-z));
  const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);
  const X = new Float64Array(784);
  X[0] = 0.5;
  assert.deepEqual([first.name, first.hidden, first.biases], [7, 1, 0]);
  assert.deepEqual([second.name, second.hidden, second.biases], [8, 1, 1]);
  const y = forward(first, X).A2;
  near(y[0], g(4 * g(1)));
  near(y[1], g(-4 * g(1)));
  near(y[2], 0.5);
  near(forward(second, X).A2[0], g(3 * g(1) + 0.5));
  near(forward(second, X).A2[9], 0.5);
});

test("weights past all bounds saturate", () => {
  const [network] = unpackNetworks(
    Uint8Array.from(packed(1, 1, 0, new Float64Array(794).fill(1e300))),
  );

  assert.deepEqual([...forward(network, new Float64Array(784).fill(1)).A2], Array(10).fill(1));
});

test("no bytes are no networks, and bytes that break off are none that could be taken for one", () => {
  assert.deepEqual(unpackNetworks(new Uint8Array()), []);
  const whole = Uint8Array.from(packed(1, 2, 0, new Float32Array(2 * 794)));
  const [cut] = unpackNetworks(whole.slice(0, 1000));
  assert.ok(cut.W1.length < 2 * 784);
});

test("numbers of a figure come as bytes of either width, or as lists", () => {
  const base64 = (numbers) => Buffer.from(numbers.buffer).toString("base64");

  const short = { dtype: "f4", bdata: base64(new Float32Array([0.5, -2])) };
  const long = { dtype: "f8", bdata: base64(new Float64Array([0.1, 3])) };

  assert.deepEqual(unpackNumbers(short), [0.5, -2]);
  assert.deepEqual(unpackNumbers(long), [0.1, 3]);
  assert.deepEqual(unpackNumbers([[1, 2], [3]]), [1, 2, 3]);
});
