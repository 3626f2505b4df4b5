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
 * @property {number} revision counts what the canvas was told to show
 * @property {number} reports counts what the canvas said
 */

/**
 * @typedef {import("./reading.js").Stroke} Stroke
 * @typedef {{ canvas: HTMLCanvasElement, points: Stroke, width: number }} Pen a stroke being drawn
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
/** @type {number | undefined} */
let finger; // the touch that draws
/** @type {import("./showing.js").Answer | null} */
let answer = null; // what is shown until Python's comes
let frame = 0;
let broken = false;

const AFTERWARDS = 100; // ms, some frames

/** @type {Record<string, (event: any) => unknown>} */
const LISTENERS = {
  mousedown: (event) => event.button || begin(event, event),
  mousemove: (event) => pen && extend(pen, event, event),
  mouseup: (event) => event.button || end(),
  touchstart(event) {
    const [touch] = event.changedTouches;
    if (paper(event)) finger ??= touch.identifier;
    if (touch.identifier === finger) begin(event, touch);
  },
  touchmove(event) {
    const [touch] = event.changedTouches;
    if (pen && touch.identifier === finger) extend(pen, event, touch);
  },
  touchend(event) {
    if (event.touches.length) return; // the canvas, too, waits for the last finger
    finger = undefined;
    end();
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
  document.addEventListener(kind, (event) => attempt(() => listener(event)), {
    capture: true,
    passive: kind.startsWith("touch"), // or the browser would wait before it scrolls
  });

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
 * The surface under an event, if it is the canvas and set to draw.
 * @param {Event} event
 */
function paper(event) {
  const path = /** @type {HTMLElement[]} */ (event.composedPath());
  const ours = path.some((element) => element.classList?.contains("st-key-canvas"));
  if (!ours || !path[0].matches("canvas.upper-canvas")) return null;
  const root = /** @type {ShadowRoot} */ (path[0].getRootNode());
  return root.querySelector("[aria-pressed=true]")
    ? null
    : /** @type {HTMLCanvasElement} */ (path[0]);
}

/**
 * @param {UIEvent} event
 * @param {MouseEvent | Touch} place
 */
function begin(event, place) {
  const canvas = paper(event);
  if (!canvas || !told || !words) return;
  pen = { canvas, points: [], width: told.pen };
  extend(pen, event, place);
}

/**
 * @param {Pen} pen
 * @param {UIEvent & { shiftKey?: boolean }} event
 * @param {MouseEvent | Touch} place
 */
function extend({ canvas, points }, event, { clientX, clientY }) {
  const box = canvas.getBoundingClientRect();
  if (event.shiftKey && points.length > 1) points.pop(); // then the canvas draws straight lines
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
 * Python has run, and its last figure has come. Strokes that it now knows of wait no longer, nor
 * do any on a canvas that it had loaded anew, nor one that it refused.
 * @param {News} news
 */
function follow(news) {
  const now = { ...news, ...decodeDrawing(news.drawing) };
  const more = now.strokes.length - (told?.strokes.length ?? 0);
  const isSameCanvas = now.revision === told?.revision && more >= 0;
  const isRefused = more === 0 && now.reports !== told?.reports;
  if (!isSameCanvas) pen = null;
  waiting = isSameCanvas && !isRefused ? waiting.slice(more) : [];
  told = now;
  if (pen || waiting.length) updateSoon();
  else if (answer) settle();
}

function settle() {
  answer = null;
  page.showPythonsWords();
  // Once these are painted: Plotly takes longer than all else, and its figure is no surprise.
  setTimeout(() => attempt(() => pen || answer || page.showPythonsFigures()), AFTERWARDS);
}
