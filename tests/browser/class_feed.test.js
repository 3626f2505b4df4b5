// @ts-check
// What happens in a class is asked for one request after the other, and only while somebody may look.

import assert from "node:assert/strict";
import test from "node:test";
import { setImmediate as later } from "node:timers/promises";

const page = Object.assign(new EventTarget(), { hidden: true, baseURI: "http://school/digits/" });
/** @type {string[]} */
const asked = [];
/** @type {{ status: number, ok: boolean, json?: () => Promise<object> }[]} */
const answers = [];
Object.assign(globalThis, {
  document: page,
  fetch: async (/** @type {URL} */ url) => (asked.push(url.href), answers.shift()),
});

const { watchTask } = await import("../../mnistnet/browser/class_feed.js");

test("a tab that nobody sees asks for nothing, then for what has come meanwhile", async () => {
  const task = { number: 2, kind: "digit", digit: 4, like: null };
  answers.push(
    { status: 204, ok: true },
    { status: 200, ok: true, json: async () => task },
    { status: 404, ok: false },
  );
  /** @type {number[]} */
  const taken = [];
  let known = 1;
  const ended = new Promise((end) =>
    watchTask(
      "abc",
      () => known,
      (now) => taken.push((known = now.number)),
      () => end(true),
    ),
  );
  await later();
  assert.deepEqual(asked, []);

  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(await ended, true);
  assert.deepEqual(taken, [2]);
  const address = "http://school/digits/mnistnet/class/abc/task?after=";
  assert.deepEqual(asked, [`${address}1`, `${address}1`, `${address}2`]);
});
