// Which products are drawn as lines: beside all of them, sorted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { largestOf, layersOf, strongest } from "../../mnistnet/browser/network_lines.js";

/** @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 30 - 1;
  };
}

/**
 * @param {number} rows
 * @param {number} columns
 * @param {() => number} next
 */
function layer(rows, columns, next) {
  const inputs = Float64Array.from({ length: columns }, () => Math.max(next(), 0));
  return { W: Float64Array.from({ length: rows * columns }, next), columns, inputs };
}

test("the largest products of all, the largest first, none of them 0", () => {
  for (const n of [1, 7, 120, 5000]) {
    const { W, columns, inputs } = layer(20, 60, numbers(n));
    const all = [...W].map((weight, i) => weight * inputs[i % columns]);
    const expected = all.filter(Boolean).sort((a, b) => Math.abs(b) - Math.abs(a));

    const lines = strongest({ W, columns, inputs }, n, Array(20).keys());

    assert.deepEqual(
      lines.map(({ product }) => product),
      expected.slice(0, n),
    );
    for (const { from, to, weight, input, product } of lines) {
      assert.equal(weight, W[to * columns + from]);
      assert.equal(input, inputs[from]);
      assert.equal(product, weight * input);
    }
  }
});

test("only lines of what is wanted", () => {
  const { W, columns, inputs } = layer(20, 60, numbers(3));

  const toOne = strongest({ W, columns, inputs }, 500, [4]);
  const fromOne = strongest(
    { W, columns, inputs: inputs.fill(1) },
    500,
    Array(20).keys(),
    (i) => i === 9,
  );

  assert.deepEqual(new Set(toOne.map(({ to }) => to)), new Set([4]));
  assert.equal(toOne.length, new Set(toOne.map(({ from }) => from)).size);
  assert.equal(fromOne.length, 20);
  assert.ok(fromOne.every(({ from }) => from === 9));
});

test("blank paper has no lines, but for those of the biases' 1", () => {
  const W = Float64Array.of(0.5, -2, 3, 0.25);
  const [bare] = layersOf({ biases: 0, hidden: 2, W1: W, W2: W, name: 0 }, [0, 0], [0, 0]);
  const [biased] = layersOf({ biases: 1, hidden: 2, W1: W, W2: W, name: 0 }, [0], [0]);

  assert.deepEqual(strongest(bare, 10, [0, 1]), []);
  assert.deepEqual(
    strongest(biased, 10, [0, 1]).map(({ from, to, product }) => [from, to, product]),
    [
      [1, 0, -2],
      [1, 1, 0.25],
    ],
  );
  assert.equal(largestOf(W), 3);
});
