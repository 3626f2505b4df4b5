// An answer in words and as bars, without a page.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

/** @type {Record<string, () => void>} */
const listeners = {};
class Element {
  closest() {
    return this;
  }
}
const dispatchEvent = mock.fn();
Object.assign(globalThis, {
  Element,
  addEventListener: (/** @type {string} */ kind, /** @type {() => void} */ listener) =>
    (listeners[kind] = listener),
  document: { querySelectorAll: () => [], dispatchEvent },
});

const { barsOf, TARGET } = await import("../../mnistnet/browser/digit_bars.js");
const { prediction } = await import("../../mnistnet/browser/prediction.js");
const { heightOf, toScale } = await import("../../mnistnet/browser/scale.js");

const WORDS = {
  live: "live",
  next: "then {digit}: {value}",
  not_sure: "unsure",
  two_digits: "two",
  winner_mark: "answer",
  target_mark: "true",
  both_mark: "both",
  sure: 0.5,
};
const Y = [0.1, 0.2, 0.05, 0.9, 0, 0.3, 0, 0.3, 1e-5, 0];
const line = (x) => [
  [x, 0],
  [x, 100],
];
const said = (y, strokes = [line(0)]) =>
  prediction({ strokes, y, winner: y.indexOf(Math.max(...y)) }, WORDS).map(([, words]) => words);

test("the answer is named with its nearest rival", () => {
  const saturated = said([0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  assert.deepEqual(saturated.slice(0, 3), ["4", "1.000", "then 9: 1.000\n"]);
  assert.deepEqual(said(Y), ["3", "0.900", "then 5: 0.300\n", "live"]); // of two the first, as in Python
});

test("what may be nonsense is said to be: no output is sure, or there are two digits", () => {
  const [, doubt] = said(Y.map((v) => v / 2))[2].split("\n");
  assert.equal(doubt, "unsure");
  assert.equal(said(Y.map((v) => (v * 5) / 9))[2].split("\n")[1], "");
  for (const y of [Y, Y.map((v) => v / 2)])
    assert.equal(said(y, [line(0), line(50)])[2].split("\n")[1], "two");
});

test("the answer's bar is filled, and the true digit's outlined where it is known", () => {
  const looks = (target, isAssumed) =>
    barsOf(Y, { winner: 3, target, isAssumed }, WORDS).map(({ fill, outline, mark }) => [
      fill,
      outline > 0,
      mark,
    ]);
  const [quiet, filled] = [looks(5, false)[0][0], looks(5, false)[3][0]];
  assert.notEqual(quiet, filled);
  assert.notEqual(filled, TARGET);
  const others = Array.from({ length: 10 }, () => [quiet, false, ""]);
  assert.deepEqual(
    looks(5, false),
    others.with(3, [filled, false, "answer"]).with(5, [quiet, true, "true"]),
  );
  assert.deepEqual(looks(3, false), others.with(3, [filled, true, "both"]));
  assert.deepEqual(looks(3, true), others.with(3, [filled, false, "answer"]));
  const numbers = barsOf(Y, { winner: 3, target: 5, isAssumed: false }, WORDS);
  assert.deepEqual([numbers[8].number, numbers[8].value], ["1e-05", 1e-5]);
});

test("magnified, two powers of ten are as high as the next two", () => {
  assert.deepEqual([1, 0.25, 0].map(heightOf), [1, 0.25, 0]);
  listeners.click({ target: new Element() });
  assert.deepEqual([1, 1e-2, 1e-4, 1e-8, 1e-9, 0].map(heightOf), [1, 0.75, 0.5, 0, 0, 0]);
  const figure = { data: [{ y: [1, 1e-4] }], layout: { yaxis: {} } };
  toScale(figure);
  assert.deepEqual(figure.data[0].y, [1, 0.5]);
  const { tickvals, ticktext } = figure.layout.yaxis;
  assert.deepEqual([tickvals[1], ticktext[1]], [0.75, "10⁻²"]);
  assert.equal(dispatchEvent.mock.callCount(), 1);
});
