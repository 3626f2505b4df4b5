// @ts-check
// The canvas, around streamlit-drawable-canvas, and all that changes what is on it. While it stands on
// the page the drawing is the browser's: strokes, Undo and Clear show at once, and each is reported
// as the whole drawing that came of it, under a number. So whatever Streamlit leaves out or sends late,
// the last report says all. Python tells which report it took last.
//
// Python has another drawing shown (a sample, a link, the Back button) under a new revision; what was
// done since the last report that it took is then done again, on that drawing. A sample's press and
// what follows it go to Python one after the other, because Streamlit sends on what comes quickly as
// one thing, in no order.
//
// What the component shows and tells is canvas_component.js's. It follows the mouse, which a finger moves,
// too (fingers.js).

import * as component from "./canvas_component.js";
import { SURFACE, enter, isTouched, listenToFingers } from "./fingers.js";
import { decodeDrawing, encodeDrawing, strokeOf } from "./strokes.js";

/**
 * What `canvas` in ui/draw/canvas.py tells.
 * @typedef {object} Told
 * @property {string} drawing as the address writes it
 * @property {string} aside what Undo brings back on an empty canvas, written in the same way
 * @property {number} revision counts the drawings that Python had the canvas show
 * @property {string} visit another after the server was started anew
 * @property {number} taken the number of the report that Python took last, 0 before the first
 * @property {number} side of the canvas, pixels
 * @property {number} pen width of strokes to come, pixels
 * @property {string} ink
 * @property {string} paper
 * @property {string} label for those who do not see the canvas
 * @property {boolean} hint whether an empty canvas shows what one draws there
 */

/** @typedef {import("./figure.js").Place<Told>} Place */
/** @typedef {import("./strokes.js").Drawing} Drawing */
/** @typedef {import("./strokes.js").Path} Path */

/**
 * What the visitor did: drew a stroke, pressed Undo or Clear, or a button that Python answers.
 * @typedef {{ report?: number } & ({ stroke: Path } | { undo: true } | { clear: true } |
 *   { button: HTMLElement })} Step
 */

/** @type {Place | undefined} */
let place; // with what Python told last
/** @type {Told | undefined} */
let told; // what Python had told when the canvas followed it last
/** @type {Drawing} */
const NOTHING = { strokes: [], widths: [] };
let drawn = NOTHING;
let aside = NOTHING; // what Undo brings back when there is nothing left
/** @type {Step[]} */
let steps = []; // that Python has not taken
let nReports = 0;
let cleared = 0; // the report that told of the last Clear

let isOutdated = false; // what the component shows
let isPenDown = false;

/** @param {Place} now */
export default async function mount(now) {
  await component.isThere;
  const root = /** @type {ShadowRoot} */ (now.parentElement);
  const isFirst = place?.parentElement !== root;
  place = now;
  if (isFirst) listen(root);
  if (isFirst || !isPenDown) follow(isFirst);
  const surface = surfaceIn(root);
  surface.setAttribute("role", "img");
  surface.setAttribute("aria-label", now.data.label);
  if (isFirst) document.dispatchEvent(new Event("canvas-stands"));
  // Streamlit also ends mounts that newer ones replaced.
  return () => root.isConnected || unmount(root);
}

/**
 * Shows what Python told: nothing new, or another drawing, and on it what Python has not taken.
 * @param {boolean} isFirst on this canvas
 */
function follow(isFirst = false) {
  const now = /** @type {Place} */ (place).data;
  // A server that was started anew has the drawing from the address; here it is as it is.
  const isNewVisit = now.visit !== told?.visit;
  const isAnother = isNewVisit ? isFirst : now.revision !== told?.revision;
  told = now;
  if (isNewVisit) {
    [nReports, cleared] = [now.taken, 0];
    steps = withoutPresses();
    for (const step of steps) step.report = undefined;
  }
  steps = steps.filter(({ report = Infinity }) => report > now.taken);
  const again = isAnother && !isFirst ? steps : []; // what was done before a page was left is over
  if (isAnother) {
    steps = [];
    drawn = decodeDrawing(now.drawing);
    if (drawn.strokes.length || now.aside) aside = decodeDrawing(now.aside);
    announce(now.taken, now.drawing);
  }
  isOutdated ||= isAnother || isFirst;
  if (isAnother || isNewVisit) release();
  for (const step of again) act({ ...step, report: undefined });
  if (!isAnother && (isFirst || isNewVisit) && encodeDrawing(drawn) !== now.drawing) report();
  show();
}

/**
 * Has the component show the drawing, unless a stroke is under way. It may be told of one other
 * drawing at a time only: of two it would show strokes of both.
 */
function show() {
  hint();
  if (isPenDown || !told) return;
  if (isOutdated) component.load(drawn, told);
  isOutdated = false;
  if (place) component.draw(place, told, (stroke) => act({ stroke }));
}

/** Shows what one draws here, as long as nothing is drawn and nothing comes near. */
function hint() {
  const isEmpty = !drawn.strokes.length && !isPenDown && !isTouched();
  const isShown = isEmpty && place?.data.hint;
  place?.parentElement.querySelector(".hint")?.toggleAttribute("hidden", !isShown);
}

/** @param {Step} step */
function act(step) {
  if ("button" in step) {
    if (isAnswerDue) steps.push(step);
    else step.button.click();
    return;
  }
  change(step);
  steps.push(step);
  isOutdated ||= !("stroke" in step);
  if (isAnswerDue) announce(nReports + 1);
  else report();
}

/** @param {Step} step */
function change(step) {
  const { strokes, widths } = drawn;
  if ("stroke" in step) {
    const { stroke } = step;
    drawn = {
      strokes: [...strokes, strokeOf(stroke)],
      widths: [...widths, stroke.strokeWidth],
    };
    aside = NOTHING;
  } else if ("clear" in step) {
    if (strokes.length) aside = drawn;
    drawn = NOTHING;
    cleared = nReports + 1;
  } else if (strokes.length) {
    drawn = { strokes: strokes.slice(0, -1), widths: widths.slice(0, -1) };
  } else {
    [drawn, aside] = [aside, NOTHING];
  }
}

function report() {
  if (!place || !told) return;
  const number = (nReports += 1);
  for (const step of steps) step.report ??= number;
  const { revision, visit } = told;
  const drawing = encodeDrawing(drawn);
  place.setStateValue("drawing", { drawing, revision, visit, number, cleared });
  announce(number, drawing);
}

/**
 * Tells live.js what is on the canvas, and which report tells Python, or will.
 * @param {number} number
 */
function announce(number, drawing = encodeDrawing(drawn)) {
  document.dispatchEvent(new CustomEvent("drawing-changed", { detail: { number, drawing } }));
}

/** Where the canvas stands, if it does. */
export function canvasRoot() {
  return place?.parentElement;
}

/** What is on the canvas, as the address writes it. */
export function drawnNow() {
  return encodeDrawing(drawn);
}

/** @param {ShadowRoot} root */
function surfaceIn(root) {
  return /** @type {HTMLElement} */ (root.querySelector(SURFACE));
}

/** @param {ShadowRoot} root */
function unmount(root) {
  component.end(root);
  if (place?.parentElement !== root) return; // another canvas has taken its place
  place = undefined;
  isPenDown = false;
  document.dispatchEvent(new Event("canvas-left"));
}

/** @param {ShadowRoot} root */
function listen(root) {
  listenToFingers(root, hint);
  root.addEventListener("mousedown", (event) => {
    if (/** @type {Element} */ (event.target).closest(".photograph")) return; // one of its digits
    isPenDown ||= !(/** @type {MouseEvent} */ (event).button);
    root.querySelector(".photograph")?.toggleAttribute("hidden", true);
    hint();
  });
  root.addEventListener("mouseover", (event) => {
    if (!isPenDown) enter(/** @type {MouseEvent} */ (event));
  });
}

addEventListener("mouseup", ({ button }) => {
  if (!isPenDown || button) return;
  isPenDown = false;
  queueMicrotask(tell); // after the component, which listens to the document
});

/** Has the component tell of a stroke at once, and shows what Python told in the meantime. */
function tell() {
  if (!place) return;
  component.ask(place);
  follow();
}

// The buttons that change the drawing.

/** @param {...string} keys */
const buttonsOf = (...keys) => keys.map((key) => `.st-key-${key} button`).join();
const UNDO = buttonsOf("undo");
const CLEAR = buttonsOf("clear");
const PYTHONS = buttonsOf("sample_digits", "sample_steps");

const PATIENCE = 5000; // ms, after which Python's answer will not come any more

let isAnswerDue = false; // to a button of Python's
let givingUp = 0;

addEventListener("click", press, { capture: true });

/** @param {Event} event */
function press(event) {
  const pressed = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (pressed.closest(PYTHONS));
  if (!place) return;
  if (pressed.closest(UNDO)) act({ undo: true });
  else if (pressed.closest(CLEAR)) act({ clear: true });
  else if (button && isAnswerDue) steps.push({ button });
  else {
    if (button) wait();
    return;
  }
  event.stopImmediatePropagation(); // nothing for Python
  show();
}

function wait() {
  isAnswerDue = true;
  givingUp = setTimeout(giveUp, PATIENCE);
}

function release() {
  isAnswerDue = false;
  clearTimeout(givingUp);
}

function giveUp() {
  release();
  steps = withoutPresses();
  report();
}

function withoutPresses() {
  return steps.filter((step) => !("button" in step));
}
