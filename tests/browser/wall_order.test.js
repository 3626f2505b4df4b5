import assert from "node:assert/strict";
import test from "node:test";

import {
  arranged,
  columnsFor,
  outcome,
  pixels,
  readingOf,
  take,
} from "../../mnistnet/browser/wall_order.js";

const ink = (parts = {}) => {
  const bytes = new Uint8Array(784);
  for (const [pixel, part] of Object.entries(parts)) bytes[pixel] = part;
  return Buffer.from(bytes).toString("base64");
};
const told = (number, more = {}) => ({
  number,
  hidden: false,
  pupil: 1,
  task: 1,
  label: 4,
  ink: ink(),
  ...more,
});
const drawing = (number, label, loss) => ({ number, label, reading: { winner: 4, loss } });
const numbers = (drawings) => [...drawings].map(({ number }) => number);

test("a pixel is as many of its 64 parts as are ink", () => {
  const X = pixels(ink({ 0: 64, 783: 16 }));

  assert.equal(X.length, 784);
  assert.deepEqual([X[0], X[1], X[783]], [1, 0, 0.25]);
});

test("a hidden drawing goes, and comes back when it is shown again", () => {
  const [drawings, revisions] = [new Map(), new Map()];
  take(drawings, revisions, { revision: 2, drawings: [told(1), told(2)] });
  take(drawings, revisions, { revision: 3, drawings: [{ number: 1, hidden: true }] });
  assert.deepEqual(numbers(drawings.values()), [2]);

  take(drawings, revisions, { revision: 4, drawings: [told(1)] });
  assert.deepEqual(numbers(drawings.values()), [2, 1]);
});

test("a page that was on its way for longer changes nothing that is newer", () => {
  const [drawings, revisions] = [new Map(), new Map()];
  take(drawings, revisions, { revision: 5, drawings: [{ number: 1, hidden: true }] });
  take(drawings, revisions, { revision: 4, drawings: [told(1)] });

  assert.equal(drawings.size, 0);
});

test("a drawing that is told twice keeps what was read in it", () => {
  const [drawings, revisions] = [new Map(), new Map()];
  take(drawings, revisions, { revision: 2, drawings: [told(1)] });
  drawings.get(1).reading = { winner: 4, loss: 0 };
  take(drawings, revisions, { revision: 3, drawings: [told(1)] });

  assert.deepEqual(drawings.get(1).reading, { winner: 4, loss: 0 });
});

test("a drawing whose digit is said later is read against it", () => {
  const [drawings, revisions] = [new Map(), new Map()];
  take(drawings, revisions, { revision: 2, drawings: [told(1, { label: null })] });
  drawings.get(1).reading = { winner: 4, loss: null };
  take(drawings, revisions, { revision: 3, drawings: [told(1)] });

  assert.deepEqual([drawings.get(1).label, drawings.get(1).reading], [4, null]);
});

test("drawings hang newest first, worst first or by digit; those without a label last", () => {
  const all = [drawing(1, 4, 0.5), drawing(2, null, null), drawing(3, 0, 1.5), drawing(4, 4, 0.5)];

  assert.deepEqual(numbers(arranged(all, "newest")), [4, 3, 2, 1]);
  assert.deepEqual(numbers(arranged(all, "worst")), [3, 4, 1, 2]);
  assert.deepEqual(numbers(arranged(all, "digit")), [3, 4, 1, 2]);
  assert.deepEqual(numbers(all), [1, 2, 3, 4]);
});

test("the loss is the sum of ten squared errors against the label, if there is one", () => {
  const y = [0, 0, 0, 0, 0.75, 0, 0, 0, 0, 0.5];

  assert.deepEqual(readingOf(y, 4), { winner: 4, loss: 0.0625 + 0.25 });
  assert.deepEqual(readingOf(y, 9), { winner: 4, loss: 0.5625 + 0.25 });
  assert.deepEqual(readingOf(y, null), { winner: 4, loss: null });
});

test("right and wrong are known once there are a label and a reading", () => {
  assert.equal(outcome({ label: 4, reading: { winner: 4, loss: 0 } }), "right");
  assert.equal(outcome({ label: 9, reading: { winner: 4, loss: 1 } }), "wrong");
  assert.equal(outcome({ label: null, reading: { winner: 4, loss: null } }), "unknown");
  assert.equal(outcome({ label: 4, reading: null }), "unknown");
});

test("a network that errs as the task wants it to is fooled", () => {
  const fool = { label: 8, kind: "fool", like: null };
  assert.equal(outcome({ ...fool, reading: { winner: 3 } }), "fooled");
  assert.equal(outcome({ ...fool, reading: { winner: 8 } }), "right");
  const like = { label: 4, kind: "like", like: 9 };
  assert.equal(outcome({ ...like, reading: { winner: 9 } }), "fooled");
  assert.equal(outcome({ ...like, reading: { winner: 7 } }), "wrong");
  assert.equal(outcome({ label: 4, kind: "digit", like: null, reading: { winner: 9 } }), "wrong");
});

for (const [where, width, height] of [
  ["a large projector", 88, 40],
  ["a small one", 77, 30],
  ["a phone", 22, 24],
])
  test(`few tiles fill ${where}, fit it, and become smaller when all rows are full`, () => {
    const tall = (columns) => ((width + 0.4) / columns - 0.4) * 1.2 + 1.2;
    let before = 0;
    for (let n = 1, columns; (columns = columnsFor(n, width, height)); n++) {
      assert.ok(Math.ceil(n / columns) * tall(columns) <= height);
      if (before && columns !== before) {
        assert.ok(columns > before);
        assert.equal((n - 1) % before, 0);
        assert.ok(Math.ceil(n / before) * tall(before) > height);
      }
      before = columns;
    }
    assert.ok(before > 1 && (width + 0.4) / before - 0.4 >= 6.8);
    assert.equal(columnsFor(10_000, width, height), 0);
  });

for (const [where, height] of [
  ["1920x1080", 29.1],
  ["1280x800", 33.3],
])
  test(`presented on ${where}, one wall shows sixty drawings`, () => {
    assert.equal(columnsFor(60, 64, height), 0);
    for (let n = 1; n <= 60; n++) {
      const columns = columnsFor(n, 64, height, true);
      const tile = 64.4 / columns - 0.4;
      assert.ok(tile >= 3.5);
      assert.ok(Math.ceil(n / columns) * (tile + 1.6 + 1.2) <= height);
    }
  });
