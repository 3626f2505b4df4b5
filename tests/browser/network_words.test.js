// What is said of a part of the network that is pointed at.

import assert from "node:assert/strict";
import { test } from "node:test";

// What the modules that it imports ask of a page as they are loaded.
Object.assign(globalThis, {
  addEventListener: () => undefined,
  document: {
    addEventListener: () => undefined,
    body: { append: () => undefined },
    createElement: () => ({}),
  },
});

const { readout } = await import("../../mnistnet/browser/network_words.js");
const { STEP } = await import("../../mnistnet/browser/network_steps.js");

const words = {
  point: "point",
  lines: "lines",
  unit: "unit {unit}: {values}",
  output: "output {output}: {values}",
  line_out: "{unit} to {output}: {product}",
  largest_in: "most {product}",
  largest_out: "most {product}",
  left_out: "",
};
// Two pixels, two hidden units, two outputs, and biases that are larger than all else.
const network = { biases: 1, W1: [1, -2, 9, 0, 0, 9], W2: [0.5, -4, 9, 3, 1, 9] };
const numbers = { pixels: [1, 0.5], Z1: [9, 9], A1: [0.5, 0.25], Z2: [8.25, 10.75], y: [0.75, 1] };
const say = (part, step = STEP.loss) => readout({ frame: { words }, network, numbers, step }, part);

test("a unit and an output are said with their numbers and their largest product, not the bias", () => {
  assert.equal(
    say({ kind: "unit", index: 0 }),
    "unit 0: Z1 = 9.000, A1 = g(Z1) = 0.500 most W1[0, 0] × X[0] = 1.000 × 1.000 = 1.000",
  );
  assert.equal(
    say({ kind: "output", index: 0 }),
    "output 0: Z2 = 8.250, A2 = g(Z2) = 0.750 most W2[0, 1] × A1[1] = −4.000 × 0.250 = −1.000",
  );
  assert.equal(say({ kind: "unit", index: 1 }), "unit 1: Z1 = 9.000, A1 = g(Z1) = 0.250");
});

test("a line is said with its product", () => {
  const line = { from: 1, to: 0 };
  assert.equal(
    say({ kind: "line_out", index: 1, line }),
    "1 to 0: W2[0, 1] × A1[1] = −4.000 × 0.250 = −1.000",
  );
});

test("what a step has not come to is not said", () => {
  assert.equal(say({ kind: "output", index: 0 }, STEP.z1), "point lines");
  assert.match(say({ kind: "unit", index: 0 }, STEP.z1), /^unit 0: Z1 = 9.000 most/);
});
