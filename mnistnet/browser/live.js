// @ts-check
// Answers while the pen moves. It listens to what the canvas listens to, reads the strokes as
// Python will (reading.js) and has the answer shown: by the page's charts (live_charts.js), or by
// what takes their place (network_view.js). Python's numbers settle it.
// Should anything be missing here, the page is as it would be without: stroke by stroke.

import { networkNamed, shipped } from "./networks.js";
import { unsayPrediction } from "./prediction.js";
import { isFrozen } from "./presenting.js";
import { forward, prepare } from "./reading.js";
import { decodeDrawing, wholePixels } from "./strokes.js";

/**
 * What the last figure of a run takes along, as `follow_pen` in ui/draw/live.py tells it.
 * @typedef {object} News
 * @property {number} network the name of the chosen one
 * @property {string} preparation
 * @property {number} pen width of strokes to come
 * @property {number | null} target
 * @property {string} drawing that Python answered, as the address writes it
 * @property {number} taken the number of the canvas's report that Python took last (canvas.js)
 */

/**
 * @typedef {import("./strokes.js").Drawing} Drawing
 * @typedef {{ canvas: HTMLCanvasElement, points: import("./strokes.js").Stroke, width: number }} Pen
 *   a stroke being drawn
 * @typedef {object} Shower what shows answers
 * @property {(answer: import("./prediction.js").Answer, words: import("./prediction.js").Words) => void} show
 * @property {() => void} settle to what Python said last
 * @property {() => void} giveUp for there will be no answers from here
 * @property {() => void} [learn] that there are more networks
 * @property {() => boolean} [isThere] whether there is something to move; not between two pages
 */

/** @type {News | null} */
let told = null; // what Python said last: what it answered, the visitor's choices
/** @type {import("./prediction.js").Words | null} */
let words = null; // the page's own, in the visitor's language
/** @type {{ number: number, drawing: string } | undefined} */
let there; // what is on the canvas, and which report tells of it
/** @type {Drawing} */
let finished; // its strokes
/** @type {Pen | null} */
let pen = null;
/** @type {Shower | null} */
let charts = null; // what shows answers where nothing else does
/** @type {Shower | null} */
let shower = null; // what shows answers in their place
/** @type {import("./prediction.js").Answer | null} */
let answer = null; // what is shown until Python's comes
let frame = 0;
let broken = false;

/** @type {Record<string, (event: any) => unknown>} */
const LISTENERS = {
  mousedown: (event) => event.button || begin(event),
  mousemove: (event) => pen && extend(pen, event),
  mouseup(event) {
    if (!event.button) pen = null;
  },
  "drawing-changed": ({ detail }) => take(detail),
  "network-arrived"() {
    shower?.learn?.();
    updateSoon(); // a pen may have come down before
  },
  "presenting-changed"() {
    if (!isFrozen()) updateSoon();
  },
};
for (const [kind, listener] of Object.entries(LISTENERS))
  document.addEventListener(kind, (event) => attempt(() => listener(event)), { capture: true });

shipped.catch(giveUp);

/**
 * Takes the page's words.
 * @param {import("./figure.js").Place<import("./prediction.js").Words>} place
 */
export default function mount({ data }) {
  words = data;
}

/**
 * Has the charts show answers where nothing else does.
 * @param {Shower} ours
 */
export function answerInCharts(ours) {
  charts = ours;
  if (broken) ours.giveUp();
}

/**
 * Has another than the charts show answers; null when that one's page is left.
 * @param {Shower | null} other
 */
export function answerIn(other) {
  shower = other;
  if (broken) other?.giveUp();
}

/**
 * Takes what Python answered; a figure of the page's own brings it by itself.
 * @param {News} news
 * @returns {boolean} whether an answer from here stands until the next one comes
 */
export function hear(news) {
  attempt(() => follow(news));
  return !broken && isAnswering();
}

/** Whether an answer from here is shown, or one is on its way under the pen. */
export function isAnswering() {
  return answer !== null || pen !== null;
}

/** Whether what Python says now is out of date: the pen draws on, or has drawn since. */
export function isAhead() {
  return answer !== null && (pen !== null || nUnanswered() > 1);
}

/** The answer from here that is shown; null where Python's is. */
export function answerNow() {
  return answer;
}

/** Shows the answer again, in a place that has changed. */
export function showAgain() {
  if (answer && words) (shower ?? charts)?.show(answer, words);
}

/**
 * Does what may fail; after that there are no answers from here.
 * @param {() => void} action
 */
export function attempt(action) {
  if (broken) return;
  try {
    action();
  } catch (error) {
    giveUp(error);
  }
}

/** @param {unknown} error */
function giveUp(error) {
  broken = true;
  console.debug("no live answers", error);
  unsayPrediction();
  shower?.giveUp();
  charts?.giveUp();
}

/**
 * The surface of the canvas, if it is under an event.
 * @param {Event} event
 */
function surfaceUnder(event) {
  const path = /** @type {HTMLElement[]} */ (event.composedPath());
  const isOurs = path.some((element) => element.classList?.contains("st-key-canvas"));
  const isSurface = isOurs && path[0].matches("canvas.upper-canvas");
  return isSurface ? /** @type {HTMLCanvasElement} */ (path[0]) : null;
}

/** @param {MouseEvent} event */
function begin(event) {
  const canvas = surfaceUnder(event);
  if (!canvas || !told || !words) return;
  pen = { canvas, points: [], width: told.pen };
  extend(pen, event);
}

/**
 * @param {Pen} pen
 * @param {MouseEvent} event
 */
function extend({ canvas, points }, { clientX, clientY, shiftKey }) {
  const box = canvas.getBoundingClientRect();
  if (shiftKey && points.length > 1) points.pop(); // then the canvas draws straight lines
  points.push([
    ((clientX - box.left) * canvas.width) / box.width,
    ((clientY - box.top) * canvas.height) / box.height,
  ]);
  updateSoon();
}

/** @param {{ number: number, drawing: string }} detail of canvas.js */
function take(detail) {
  there = detail;
  finished = decodeDrawing(detail.drawing);
  if (nUnanswered() > 0) updateSoon();
}

/** How many reports of what is on the canvas Python has not answered yet. */
function nUnanswered() {
  return told && there && told.drawing !== there.drawing ? there.number - told.taken : 0;
}

function updateSoon() {
  frame ||= requestAnimationFrame(() => attempt(update));
}

function update() {
  frame = 0;
  const shows = shower ?? charts;
  if (isFrozen() || !shows || shows.isThere?.() === false) return;
  const network = told && networkNamed(told.network);
  if (!told || !words || !network || !(pen || nUnanswered() > 0)) return;
  const strokes = pen ? [...finished.strokes, wholePixels(pen.points)] : finished.strokes;
  const widths = pen ? [...finished.widths, pen.width] : finished.widths;
  const pixels = prepare(strokes, widths, told.preparation);
  if (!pixels) return;
  const { A2: y, ...hidden } = forward(network, pixels);
  const winner = y.indexOf(Math.max(...y));
  const isAssumed = told.target === null;
  const target = told.target ?? winner;
  const errors = y.map((v, k) => (v - Number(k === target)) ** 2);
  answer = { strokes, widths, pixels, ...hidden, y, winner, target, isAssumed, errors };
  shows.show(answer, words);
}

/**
 * Python has run, and its last figure has come.
 * @param {News} news
 */
function follow(news) {
  told = news;
  if (!there) take({ number: news.taken, drawing: news.drawing }); // it came before this module
  if (pen || nUnanswered() > 0) updateSoon();
  else if (answer) settle();
}

function settle() {
  answer = null;
  unsayPrediction();
  (shower ?? charts)?.settle();
}
