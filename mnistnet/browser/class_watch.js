// @ts-check
// The class that this page looks at: its drawings, the last ones first and then the earlier ones, and what
// is new. "class-news" goes out on the document when something has come, "class-line" when the line to
// the server has changed.

import { watch } from "./class_feed.js";
import { take } from "./wall_order.js";

/** @typedef {import("./wall_order.js").News} News */
/** @typedef {"here" | "away" | "closed"} Line */

const LAST = 999_999_999; // more drawings than any class has

/** @type {Map<number, import("./wall_order.js").Drawing>} */
export const drawings = new Map();
/** @type {Map<number, number>} */
const revisions = new Map();

let feed = "";
/** @type {(() => void)[]} */
let stops = [];
/** @type {News | null} */
let news = null;
/** @type {Line | null} */
let line = null;

/** What came last; null before anything has. */
export const latest = () => news;
/** How the line stands; null until that is known. */
export const lineNow = () => line;

/** @param {string} now the secret of the class to look at; "" for none */
export function lookAt(now) {
  if (now === feed) return;
  feed = now;
  for (const stop of stops.splice(0)) stop();
  drawings.clear();
  revisions.clear();
  news = line = null;
  if (now) askForEarlier(LAST);
}

/** @param {number} number */
function askForEarlier(number) {
  ask(
    () => `drawings?before=${number}`,
    (page, stop) => {
      const isFirst = !news;
      hear(page);
      number = page.drawings[0]?.number ?? 1;
      if (number <= 1) stop();
      if (isFirst) askForNew();
    },
  );
}

function askForNew() {
  let revision = news?.revision ?? 0;
  ask(
    () => `drawings?after=${revision}`,
    (told) => {
      hear(told);
      revision = told.revision;
    },
  );
}

/**
 * @param {() => string} question
 * @param {(told: News, stop: () => void) => void} take
 */
function ask(question, take) {
  const stop = watch(
    feed,
    question,
    (/** @type {News} */ told) => take(told, stop),
    () => say("closed"),
    (isAway) => say(isAway ? "away" : "here"),
  );
  stops.push(stop);
}

/** @param {News} told */
function hear(told) {
  take(drawings, revisions, told);
  if (told.revision >= (news?.revision ?? 0)) news = told;
  document.dispatchEvent(new Event("class-news"));
}

/** @param {Line} now */
function say(now) {
  if (now === line) return;
  line = now;
  document.dispatchEvent(new Event("class-line"));
}
