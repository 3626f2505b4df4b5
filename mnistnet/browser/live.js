// @ts-check
// Answers while the pen moves. It listens to what the canvas listens to, reads the strokes as
// Python will (reading.js) and moves what the page shows (showing.js); Python's numbers settle it.
// Should anything be missing here, the page is as it would be without: stroke by stroke.

import { shownIn } from "./figure.js";
import { decodeDrawing, forward, prepare, unpackNetworks, wholePixels } from "./reading.js";
import * as page from "./showing.js";

/**
 * What the last figure of a run takes along, as `follow_pen` in ui/draw/live.py tells it.
 * @typedef {object} News
 * @property {number} network the name of the chosen one
 * @property {string} preparation
 * @property {number} pen width of strokes to come
 * @property {number | null} target
 * @property {string} drawing as the address writes it
 * @property {string} visit another after the server was started anew
 * @property {number} taken the number of the canvas's report that Python took last (canvas.js)
 */

/**
 * @typedef {import("./reading.js").Stroke} Stroke
 * @typedef {{ canvas: HTMLCanvasElement, points: Stroke, width: number, report?: number }} Pen a
 *   stroke being drawn; and the number of the report that told of it
 * @typedef {News & { strokes: Stroke[], widths: number[] }} Told
 */

/** @type {Map<number, import("./reading.js").Network>} */
const networks = new Map();
/** @type {Told | null} */
let told = null; // what Python said last: its strokes, the visitor's choices
/** @type {import("./showing.js").Words | null} */
let words = null; // the page's own, in the visitor's language
/** @type {Pen[]} */
let waiting = []; // strokes that Python has not seen yet
/** @type {Pen | null} */
let pen = null;
/** @type {import("./showing.js").Answer | null} */
let answer = null; // what is shown until Python's comes
let frame = 0;
let broken = false;

const AFTERWARDS = 100; // ms, some frames

/** @type {Record<string, (event: any) => unknown>} */
const LISTENERS = {
  mousedown: (event) => event.button || begin(event),
  mousemove: (event) => pen && extend(pen, event),
  mouseup: (event) => event.button || end(),
  "drawing-reported"({ detail: { number, nLeft } }) {
    for (const stroke of waiting.slice(0, waiting.length - nLeft)) stroke.report = number;
  },
  "figure-arrives"(event) {
    const { target } = event;
    // While the pen draws on, Python's figure is already out of date.
    const isOutdated = pen || waiting.length > 1;
    if (answer && page.isMoved(target) && (isOutdated || page.moveToPythons(target)))
      event.preventDefault();
    const news = newsIn(target);
    if (news) follow(news);
  },
  "figure-drawn": ({ target }) => page.takePythons(target),
  pointerover: ({ target }) => page.uncover(target.closest?.(".figure")),
};
for (const [kind, listener] of Object.entries(LISTENERS))
  document.addEventListener(kind, (event) => attempt(() => listener(event)), { capture: true });

attempt(() => {
  const news = newsIn(document.querySelector(".frame-seen .figure"));
  if (news) follow(news); // it came before this module
});
fetch(new URL("networks.bin", import.meta.url))
  .then((response) => response.arrayBuffer())
  .then((bytes) => learn(new Uint8Array(bytes)))
  .catch(giveUp);

/**
 * Takes the page's words.
 * @param {import("./figure.js").Place<import("./showing.js").Words>} place
 */
export default function mount({ data }) {
  words = data;
}

/**
 * Takes a network of the visitor's own.
 * @param {import("./figure.js").Place<Uint8Array>} place
 */
export function mountNetwork({ data }) {
  attempt(() => learn(data));
}

/** @param {Uint8Array} bytes */
function learn(bytes) {
  for (const network of unpackNetworks(bytes)) networks.set(network.name, network);
}

/** @param {() => void} action */
function attempt(action) {
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
  page.showPythonsWords();
  page.showPythonsFigures();
}

/**
 * What the last figure of a run has taken along.
 * @param {Element | null} figure
 */
function newsIn(figure) {
  return /** @type {News | null | undefined} */ (shownIn(figure)?.told);
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

function end() {
  if (pen) waiting.push(pen);
  pen = null;
}

function updateSoon() {
  frame ||= requestAnimationFrame(() => attempt(update));
}

function update() {
  frame = 0;
  const unseen = pen ? [...waiting, pen] : waiting;
  const network = told && networks.get(told.network);
  if (!told || !words || !network || !unseen.length) return;
  const strokes = [...told.strokes, ...unseen.map(({ points }) => wholePixels(points))];
  const widths = [...told.widths, ...unseen.map(({ width }) => width)];
  const pixels = prepare(strokes, widths, told.preparation);
  if (!pixels) return;
  const y = forward(network, pixels);
  const winner = y.indexOf(Math.max(...y));
  const isAssumed = told.target === null;
  const target = told.target ?? winner;
  const errors = y.map((v, k) => (v - Number(k === target)) ** 2);
  answer = { pixels, y, winner, target, isAssumed, errors };
  page.show(answer, words);
}

/**
 * Python has run, and its last figure has come. Strokes that it knows of wait no longer, nor do any
 * that were told of before the server was started anew.
 * @param {News} news
 */
function follow(news) {
  const isUnknown = (/** @type {Pen} */ { report }) => !(Number(report) <= news.taken);
  waiting = news.visit === told?.visit ? waiting.filter(isUnknown) : [];
  told = { ...news, ...decodeDrawing(news.drawing) };
  if (pen || waiting.length) updateSoon();
  else if (answer) settle();
}

function settle() {
  answer = null;
  page.showPythonsWords();
  // Once these are painted: Plotly takes longer than all else, and its figure is no surprise.
  setTimeout(() => attempt(() => pen || answer || page.showPythonsFigures()), AFTERWARDS);
}
