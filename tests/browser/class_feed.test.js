// @ts-check
// What happens in a class is asked for one request after the other, and only while somebody may look.

import assert from "node:assert/strict";
import test, { mock } from "node:test";
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

const { watch, watchTask } = await import("../../mnistnet/browser/class_feed.js");

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

test("a class out of reach is said to be, and asked for less and less often until it is back", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  asked.length = 0;
  page.hidden = false;
  /** @type {boolean[]} */
  const away = [];
  const stop = watch(
    "abc",
    () => "drawings?after=1",
    assert.fail,
    assert.fail,
    (isAway) => away.push(isAway),
  );
  for (const [i, pause] of [2000, 4000, 8000, 15000, 15000].entries()) {
    await later();
    assert.deepEqual([asked.length, away.length, away[i]], [i + 1, i + 1, true]);
    mock.timers.tick(pause - 1);
    await later();
    assert.equal(asked.length, i + 1);
    if (i === 4) answers.push({ status: 204, ok: true }, { status: 503, ok: false });
    mock.timers.tick(1);
  }
  await later();
  await later();
  assert.deepEqual(away.slice(5), [false, true]);
  mock.timers.tick(2000);
  await later();
  assert.equal(asked.length, 8);
  stop();
  mock.timers.reset();
});
