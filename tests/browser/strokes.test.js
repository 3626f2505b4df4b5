// Strokes as the address writes them, and as the canvas holds them; by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  areTwoDigits,
  decodeDrawing,
  encodeDrawing,
  pathOf,
  strokeOf,
  wholePixels,
} from "../../mnistnet/browser/strokes.js";

test("a drawing in the address: a pen of 20, one stroke from (3, 4) to (2, 6)", () => {
  // zigzag: 200 -> 400 (two bytes), 2 points -> 4, 3 -> 6, 4 -> 8, -1 -> 1, +2 -> 4
  const text = Buffer.from([0x90, 0x03, 4, 6, 8, 1, 4]).toString("base64url");

  const drawing = decodeDrawing(text);
  const { strokes, widths } = drawing;

  assert.deepEqual(widths, [20]);
  assert.deepEqual(strokes, [
    [
      [3, 4],
      [2, 6],
    ],
  ]);
  assert.equal(encodeDrawing(drawing), text);
});

test("no drawing has no strokes", () => {
  assert.deepEqual(decodeDrawing(""), { strokes: [], widths: [] });
  assert.equal(encodeDrawing({ strokes: [], widths: [] }), "");
});

test("points are rounded, and one that repeats the last goes", () => {
  const points = [
    [0.4, 0.4],
    [0.2, -0.4],
    [1.5, 2.5],
    [0, 0],
  ];

  assert.deepEqual(wholePixels(points), [
    [0, 0],
    [2, 3],
    [0, 0],
  ]);
});

test("what is written is read again, in letters of an address alone", () => {
  const strokes = [-9999, -65, -64, -1, 63, 64, 8191, 8192].map((x) => [
    [x, -x],
    [0, x],
  ]);
  const drawing = { strokes, widths: strokes.map((_, i) => 0.1 + 45 * i) };

  const text = encodeDrawing(drawing);

  assert.match(text, /^[\w-]+$/);
  assert.deepEqual(decodeDrawing(text).strokes, strokes);
  decodeDrawing(text).widths.forEach((width, i) =>
    assert.ok(Math.abs(width - drawing.widths[i]) < 0.05),
  );
});

test("the pen went through the first point of each command that the canvas reports", () => {
  const path = [
    ["M", 60.2, 60],
    ["Q", 60.2, 60, 130, 60],
    ["Q", 200, 59.6, 150, 140],
    ["L", 100, 220],
  ];

  assert.deepEqual(strokeOf({ path }), [
    [60, 60],
    [200, 60],
    [100, 220],
  ]);
});

test("the canvas draws a line through all points, and a dot as a line of no length", () => {
  const line = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];

  assert.deepEqual(pathOf(line, 9.5, "#ffffff").path, [
    ["M", 1, 2],
    ["L", 3, 4],
    ["L", 5, 6],
  ]);
  assert.deepEqual(pathOf([[7, 8]], 9.5, "#ffffff").path, [
    ["M", 7, 8],
    ["L", 7, 8],
  ]);
  assert.equal(pathOf(line, 9.5, "#ffffff").strokeWidth, 9.5);
});

test("two strokes are two digits if room parts them and both are high", () => {
  const line = (x, top, bottom, to = x) => [
    [x, top],
    [to, bottom],
  ];
  for (const [strokes, areTwo] of [
    [[], false],
    [[line(0, 0, 100)], false],
    [[line(0, 0, 100), line(30, 0, 100)], true],
    [[line(30, 0, 100), line(0, 0, 100)], true],
    [[line(0, 0, 100), line(4, 0, 100)], false],
    [[line(0, 0, 100), line(6, 0, 100)], true],
    [[line(0, 0, 100), line(30, 42, 100)], false],
    [[line(0, 0, 100), line(30, 38, 100)], true],
    [[line(0, 0, 100), line(30, 0, 100), line(0, 50, 50, 30)], false],
    [[line(0, 0, 100, 90), line(20, 0, 100), line(40, 0, 100)], false],
    [[line(0, 0, 40), line(0, 60, 100)], false],
  ])
    assert.equal(areTwoDigits(strokes), areTwo, JSON.stringify(strokes));
});
