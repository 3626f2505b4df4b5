// How the browser writes numbers. What is expected is what charts/number_text.py writes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { addingUp, number, shortNumber, sumText } from "../../mnistnet/browser/number_text.js";

test("small numbers have digits, and a minus is as wide as one", () => {
  assert.equal(number(0.97949), "0.979");
  assert.equal(number(-2.7316), "−2.732");
  assert.equal(number(0.00041), "4.1e-04");
  assert.equal(number(-3e-12), "−3.0e-12");
  assert.equal(number(1e-120), "1.0e-120");
  assert.equal(number(0.0005), "0.001"); // the first that has three decimals
  assert.equal(number(-0), "0.000");
});

test("what stands half-way is rounded to the even digit, as in Python", () => {
  const halves = [1, 3, 5, 7, 9, 11, 13, 15].map((odd) => odd / 16);
  const written = ["0.062", "0.188", "0.312", "0.438", "0.562", "0.688", "0.812", "0.938"];
  assert.deepEqual(halves.map(number), written);
  assert.equal(number(-2.0625), "−2.062");
  assert.equal(number(1.0005), "1.000"); // a little less in binary
});

test("over a bar a small number is no wider than others", () => {
  assert.equal(shortNumber(0.97949), "0.979");
  assert.equal(shortNumber(0.00041), "4e-04");
  assert.equal(shortNumber(9.7e-5), "1e-04");
  assert.equal(shortNumber(0), "0.000");
});

test("the terms that are read add up to the sum that is read", () => {
  // To four decimals 0.3334 three times, but their sum is 1.0001.
  assert.deepEqual(addingUp([0.33335, 0.33336, 0.33337]), {
    written: ["0.3333", "0.3334", "0.3334"],
    total: "1.0001",
  });
  assert.deepEqual(addingUp([0.01, 4e-4, 1.96]), {
    written: ["0.0100", "4.0e-04", "1.9600"],
    total: "1.9704",
  });
  // What is written of small terms by themselves, the others make up for.
  assert.deepEqual(addingUp([0.50004, 4e-5]), { written: ["0.5001", "4.0e-05"], total: "0.5001" });
});

test("a sum of small terms has one power of ten", () => {
  assert.deepEqual(addingUp([1.9e-6, 4e-9, 2.26e-7]), {
    written: ["1.90e-06", "0.00e-06", "0.23e-06"],
    total: "2.13e-06",
  });
  assert.deepEqual(addingUp([7e-8, 4e-8]), {
    written: ["0.70e-07", "0.40e-07"],
    total: "1.10e-07",
  });
  assert.deepEqual(addingUp([9.996e-8]), { written: ["1.00e-07"], total: "1.00e-07" });
  assert.deepEqual(addingUp([0, 0]), { written: ["0.0000", "0.0000"], total: "0.0000" });
});

test("a power of ten that all terms have is written once", () => {
  assert.deepEqual(sumText([1.9e-6, 2.26e-7]), {
    total: "2.13e-06",
    terms: "1e-06 × (1.90 + 0.23)",
  });
  assert.deepEqual(sumText([0.01, 0.49]), { total: "0.5000", terms: "0.0100 + 0.4900" });
});
