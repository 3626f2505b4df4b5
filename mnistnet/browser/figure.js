// @ts-check
// Shows Plotly figures and changes them in place: Plotly.react keeps what stays the same.
//
// What a frame goes through each time that Python tells of its figure:
//   told       lead, title, alternative text and height stand at once: nothing below jumps later;
//   awaiting   Plotly.js is on its way, or others are drawn first: those in sight, and each in a
//              task of its own, so that a finger is answered in between; what is told meanwhile
//              takes the place of what was;
//   arrived    "figure-arrives" goes out, and whoever shows something of its own in the figure's
//              place (live_charts.js) may cancel it: the drawing is
//   put off    until that one calls `redraw`, or `say` if the words under the figure suffice;
//   drawn      Plotly has it, "figure-drawn" goes out; another width draws it again, in turn;
//   unmounted  Plotly lets go of it, unless it was told anew before its turn came.
//
// While the page is frozen (presenting.js) nothing is told: the newest of each place waits until it is
// not. Where letters have changed their size, all that is drawn is drawn anew, one by one as at first.

import "./bar_clicks.js";
import { forget, inTurn } from "./drawing_order.js";
import { heightOf, library, plot, purge, withMinus, zoom } from "./plotly_drawing.js";
import { isFrozen } from "./presenting.js";
import { showScaleOn } from "./scale.js";

/**
 * What Streamlit hands a component.
 * @template T
 * @typedef {object} Place
 * @property {T} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {(name: string, value: unknown) => void} setStateValue
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/**
 * A figure and what stands around it, as `framed` in ui/figure.py tells of it.
 * @typedef {object} Shown
 * @property {string} key
 * @property {string} figure JSON
 * @property {string} alt
 * @property {number} height pixels, where letters have 16
 * @property {string} lead HTML
 * @property {string} title
 * @property {string} caption HTML
 * @property {number | null} ratio height over width
 * @property {string} magnify words on the button of bars that have a second scale; "" for none
 * @property {unknown} told for others on the page
 */

/** @typedef {import("./plotly_drawing.js").PlotlyElement} PlotlyElement */

/**
 * @typedef {object} State
 * @property {Shown} shown what Python told last
 * @property {(point: unknown) => void} report
 * @property {number} turn counts what was told; whoever waited looks whether it is still his
 * @property {Promise<unknown>} [drawing]
 * @property {number} [zoom] that it was drawn with
 * @property {ResizeObserver} [watcher] there once it was drawn
 */

const PARTS = [
  ["div", "lead"],
  ["p", "title"],
  ["div", "figure"],
  ["div", "caption"],
];

/** @typedef {Place<{ figures: Shown[], clicks: boolean }>} Frames */

/** @type {Map<HTMLElement, Frames>} */
const waiting = new Map(); // until the page is not frozen any more

/** @type {WeakMap<Element, State>} */
const states = new WeakMap();

/**
 * Shows figures in one place of the page; called again for every change.
 * @param {Frames} place
 */
export default function mount(place) {
  const { parentElement } = place;
  const frames = /** @type {HTMLElement} */ (parentElement.querySelector(".frames"));
  if (isFrozen() && frames.firstChild) waiting.set(frames, place);
  else tellAll(frames, place);
  // Streamlit also ends mounts that newer ones replaced.
  return () => parentElement.isConnected || frames.querySelectorAll(".figure").forEach(unmount);
}

document.addEventListener("presenting-changed", () => {
  if (!isFrozen()) {
    for (const [frames, place] of waiting) if (frames.isConnected) tellAll(frames, place);
    waiting.clear();
  }
  /** @type {PlotlyElement[]} */
  const figures = Array.from(document.querySelectorAll(".figure"));
  const wrong = figures.filter((figure) => !fits(figure));
  // Their heights stand at once, so that what is in sight comes first and nothing jumps.
  const heights = wrong.map((figure) => heightOf(stateOf(figure).shown, figure));
  wrong.forEach((figure, i) => {
    figure.style.height = `${heights[i]}px`;
    fitInTurn(figure);
  });
});

// Before live_charts.js, which then moves what it has moved to the other scale.
document.addEventListener(
  "scale-changed",
  () => {
    for (const figure of document.querySelectorAll(".magnify ~ .figure"))
      if (states.get(figure)?.watcher) redraw(/** @type {PlotlyElement} */ (figure));
  },
  { capture: true },
);

/**
 * @param {HTMLElement} frames
 * @param {Frames} place
 */
function tellAll(frames, { data: { figures, clicks }, setTriggerValue }) {
  const report = (/** @type {unknown} */ point) => clicks && setTriggerValue("click", point);
  const told = figures.map((shown, i) => frames.children[i] ?? newFrame(frames, shown));
  // All is measured before anything changes: the browser lays the page out once.
  const heights = told.map((frame, i) => heightOf(figures[i], /** @type {HTMLElement} */ (frame)));
  figures.forEach((shown, i) => tell(told[i], shown, heights[i], report));
}

/**
 * What Python told last of a figure, if it did.
 * @param {Element | null} figure
 */
export function shownIn(figure) {
  return figure ? states.get(figure)?.shown : undefined;
}

/**
 * Writes what stands under a figure; what the visitor opened there stays open.
 * @param {Element} figure
 */
export function say(figure) {
  const caption = /** @type {HTMLElement} */ (figure.nextElementSibling);
  const isOpen = caption.querySelector("details")?.open ?? false;
  caption.innerHTML = stateOf(figure).shown.caption;
  for (const details of caption.querySelectorAll("details")) details.open = isOpen;
}

/**
 * Draws a figure as Python told it, words and all.
 * @param {PlotlyElement} figure
 */
export function redraw(figure) {
  say(figure);
  draw(figure);
}

/** @param {Element} figure */
function stateOf(figure) {
  return /** @type {State} */ (states.get(figure));
}

/**
 * @param {HTMLElement} frames
 * @param {Shown} shown
 */
function newFrame(frames, { key, magnify }) {
  const make = (/** @type {string} */ tag, /** @type {string} */ className) =>
    Object.assign(document.createElement(tag), { className });
  const frame = make("div", `frame frame-${key}`);
  frame.append(...PARTS.map(([tag, name]) => make(tag, name)));
  if (magnify) frame.querySelector(".title")?.before(make("button", "magnify"));
  return frames.appendChild(frame);
}

/**
 * @param {Element} frame
 * @param {Shown} shown
 * @param {number} height
 * @param {State["report"]} report
 */
function tell(frame, shown, height, report) {
  const [lead, title, figure] = PARTS.map(
    ([, name]) => /** @type {HTMLElement} */ (frame.querySelector(`:scope > .${name}`)),
  );
  const button = frame.querySelector(":scope > .magnify");
  if (button) {
    button.textContent = shown.magnify;
    showScaleOn(button);
  }
  if (lead.innerHTML !== shown.lead) lead.innerHTML = shown.lead;
  if (title.textContent !== shown.title) title.textContent = shown.title;
  title.hidden = !shown.title;
  const turn = (states.get(figure)?.turn ?? 0) + 1;
  states.set(figure, { ...states.get(figure), shown, report, turn });
  figure.style.height = `${height}px`;
  figure.setAttribute("role", "img");
  figure.translate = false; // a translation's elements would be no part of Plotly's drawing
  figure.setAttribute("aria-label", shown.alt);
  const isOurs = () => turn === stateOf(figure).turn && figure.isConnected;
  library.then(
    () => isOurs() && arriveInTurn(/** @type {PlotlyElement} */ (figure)),
    () => isOurs() && say(figure), // without Plotly.js there are the words
  );
}

/** @param {PlotlyElement} figure */
function arriveInTurn(figure) {
  if (stateOf(figure).watcher) arrive(figure);
  else inTurn(figure, () => arrive(figure));
}

/** @param {PlotlyElement} figure */
function arrive(figure) {
  if (figure.dispatchEvent(new CustomEvent("figure-arrives", { cancelable: true }))) redraw(figure);
}

/** @param {Element} figure */
async function unmount(figure) {
  const state = stateOf(figure);
  const end = (state.turn += 1);
  forget(figure);
  await library.catch(() => null);
  await state.drawing; // taken away while it draws, Plotly would stumble
  if (end !== stateOf(figure).turn) return; // told anew in the meantime
  state.watcher?.disconnect();
  states.delete(figure);
  purge(figure);
}

/** @param {PlotlyElement} figure */
function draw(figure) {
  const state = stateOf(figure);
  state.zoom = zoom();
  state.drawing = plot(figure, state.shown);
  figure.dispatchEvent(new Event("figure-drawn"));
  state.watcher ??= watch(figure);
}

/** @param {PlotlyElement} figure */
function watch(figure) {
  figure.on("plotly_click", ({ points: [{ x, y, customdata }] }) =>
    stateOf(figure).report({ x, y, custom: customdata ?? null }),
  );
  figure.on("plotly_hover", () => {
    for (const words of figure.querySelectorAll(".hoverlayer text, .hoverlayer tspan"))
      if (!words.childElementCount) words.textContent = withMinus(words.textContent ?? "");
  });
  const watcher = new ResizeObserver(() => fitInTurn(figure));
  watcher.observe(figure);
  return watcher;
}

/**
 * Draws a figure anew if it is not as large as it should be, and still is not when its turn comes.
 * @param {PlotlyElement} figure
 */
function fitInTurn(figure) {
  if (!fits(figure)) inTurn(figure, () => fits(figure) || redraw(figure));
}

/**
 * Whether a figure is as large as it should be, or will be once it is drawn or seen.
 * @param {PlotlyElement} figure
 */
function fits(figure) {
  const state = states.get(figure);
  const width = figure.clientWidth;
  return !state?.watcher || !width || (width === figure.layout.width && zoom() === state.zoom);
}
