// @ts-check
// What a pupil has of the class while drawing: the task, which changes when the teacher sets another, and a
// button that sends the drawing. What is sent is said again until Python answers, under the same
// name, whatever becomes of the line or the server; the class stores it once.

import { drawnNow } from "./canvas.js";
import { watchTask } from "./class_feed.js";
import { hasToken, tokenFor } from "./membership.js";

/**
 * @typedef {import("./class_feed.js").Task} Task
 *
 * What `class_line` in ui/draw/class_line.py tells.
 * @typedef {object} Told
 * @property {string} code
 * @property {string} feed
 * @property {Task} task
 * @property {Record<string, string>} words
 * @property {string} state what has become of the last sending, in words
 * @property {string} answered the name of the sending that Python has dealt with
 * @property {boolean} isWaiting whether it should be sent again
 * @property {boolean} isKnown whether the browser has said which pupil it is
 *
 * @typedef {import("./figure.js").Place<Told>} Place
 */

const AGAIN = 4000; // milliseconds after which is sent once more what Python could not store
const LOST = 12000; // and what it does not answer: longer than it waits for a database, as a new
// sending would keep the answer back

/** @type {Place} */
let place;
/** @type {Task} */
let task;
/** @type {{ code: string, name: string, token: string, task: number, drawing: string } | undefined} */
let sending;
let again = 0;
/** @type {{ feed: string, stop: () => void } | undefined} */
let watch;

/** @param {Place} now */
export default function mount(now) {
  place = now;
  const { data, parentElement } = now;
  task = data.task;
  if (watch?.feed !== data.feed) {
    watch?.stop();
    watch = { feed: data.feed, stop: watchTask(data.feed, () => task.number, takeTask, takeEnd) };
  }
  const isAnswered = sending?.name === data.answered && !data.isWaiting;
  if (isAnswered || sending?.code !== data.code) sending = undefined;
  // Without a timer the page was left meanwhile.
  if (sending && (!again || sending.name === data.answered)) sayIn(AGAIN);
  part("button").onclick = send;
  part(".leave").onclick = () => place.setTriggerValue("leave", Date.now());
  if (!data.isKnown && hasToken(data.code)) place.setTriggerValue("pupil", tokenFor(data.code));
  show();
  // Streamlit also ends mounts that newer ones replaced.
  return () => {
    if (parentElement.isConnected || place.parentElement !== parentElement) return;
    watch?.stop();
    watch = undefined;
  };
}

/** @param {string} selector */
function part(selector) {
  return /** @type {HTMLElement} */ (place.parentElement.querySelector(selector));
}

function show() {
  const { code, words, state } = place.data;
  const asked = { digit: String(task.digit), like: String(task.like) };
  const what = words[task.kind].replace(/\{(digit|like)\}/g, (_, name) =>
    name === "digit" ? asked.digit : asked.like,
  );
  write(".line", words.line.replace("{code}", code).replace("{task}", what));
  write("button", sending ? words.sending : words.send);
  part("button").toggleAttribute("disabled", Boolean(sending));
  write(".leave", words.leave);
  write(".state", sending && !place.data.isWaiting ? "" : state || words.stored);
}

/**
 * Writes only what is another, so that nobody hears it twice.
 * @param {string} selector
 * @param {string} words
 */
function write(selector, words) {
  if (part(selector).textContent !== words) part(selector).textContent = words;
}

/** @param {Task} now */
function takeTask(now) {
  task = now;
  show();
  place.setTriggerValue("task", now.number);
}

function takeEnd() {
  place.setTriggerValue("closed", Date.now());
}

function send() {
  if (sending) return;
  const name = Array.from(crypto.getRandomValues(new Uint32Array(2)), String).join("");
  const { code } = place.data;
  sending = { code, name, token: tokenFor(code), task: task.number, drawing: drawnNow() };
  say();
  show();
}

/** Says what is to be sent until it is answered. */
function say() {
  again = 0;
  if (!sending || !place.parentElement.isConnected) return;
  place.setTriggerValue("send", sending);
  sayIn(LOST);
}

/** @param {number} pause in milliseconds */
function sayIn(pause) {
  clearTimeout(again);
  again = setTimeout(say, pause);
}
