// @ts-check
// The network's picture: live under the pen, and step by step. Which answer is shown, live
// or Python's, live.js knows; which step, and what is looked at, belongs here and to the bar of steps.
//
//   frame    what no stroke changes: places, words, steps (`mountFrame`)
//   numbers  of a drawing; none before the first stroke
//   scene    what is to be seen of them (network_scene.js), drawn by network_drawing.js

import { part, setNumbers } from "./elements.js";
import { answerIn, hear } from "./live.js";
import { networkNamed } from "./networks.js";
import { Drawing } from "./network_drawing.js";
import { Pointing } from "./network_pointing.js";
import { sceneOf } from "./network_scene.js";
import { scrollToLayer } from "./network_scrolling.js";
import { STEP, StepBar } from "./network_steps.js";
import { isFrozen } from "./presenting.js";
import mountStill, { isUpright } from "./network_still.js";
import { readout } from "./network_words.js";
import { sayPrediction } from "./prediction.js";

/**
 * What `show_picture` in ui/network/picture.py tells.
 * @typedef {object} Told
 * @property {string} lead HTML
 * @property {string} alt
 * @property {string} still SVG, for want of what this module needs
 * @property {import("./live.js").News} told
 * @property {import("./network_scene.js").Numbers | null} numbers
 */

/** @typedef {import("./network_scene.js").Frame} Frame */

const MOVE = 900; // ms that a step takes to move

/** @type {Frame | undefined} */
let frame;
/** @type {import("./figure.js").Place<Told> | undefined} */
let place;
/** @type {(import("./network_scene.js").Numbers & Partial<import("./strokes.js").Drawing>) | null} */
let shown = null;
/** @type {Drawing | undefined} */
let drawing;
/** @type {Pointing | undefined} */
let pointing;
/** @type {StepBar | undefined} */
let bar;
/** @type {ResizeObserver | undefined} */
let watcher;
/** @type {import("./figure.js").Place<Told> | undefined} */
let waiting; // what Python told while the page is frozen
/** @type {Frame | undefined} */
let waitingFrame;
/** @type {Frame | undefined} */
let toldFrame; // to the bar of steps
let began = 0; // when the step that is shown began to move; 0 for none
let isStill = false;

/**
 * Takes what no stroke changes.
 * @param {import("./figure.js").Place<Frame>} now
 */
export function mountFrame({ data }) {
  if (isFrozen() && drawing) {
    waitingFrame = data;
    return;
  }
  frame = data;
  rebuild();
}

document.addEventListener("presenting-changed", () => {
  if (isFrozen()) return;
  frame = waitingFrame ?? frame;
  const latest = waiting;
  waiting = waitingFrame = undefined;
  rebuild();
  if (latest?.parentElement.isConnected) mount(latest);
});

/** @param {import("./figure.js").Place<Told>} now */
export default function mount(now) {
  const root = /** @type {HTMLElement} */ (now.parentElement.querySelector(".network-picture"));
  const isFirst = place?.parentElement !== now.parentElement;
  const end = () => now.parentElement.isConnected || leave(now.parentElement);
  if (isFrozen() && !isFirst) {
    waiting = now;
    return end;
  }
  place = now;
  if (isFirst) isStill = false;
  if (isStill) {
    mountStill(now);
    return end;
  }
  if (isFirst || !root.firstChild) build(root);
  const lead = part(root, ".lead");
  if (lead.innerHTML !== now.data.lead) lead.innerHTML = now.data.lead;
  answerIn({ show: showLive, settle: showPythons, learn: render, giveUp });
  if (!hear(now.data.told) && !isStill) showPythons();
  return end;
}

/**
 * The page is left; unless another picture has come already.
 * @param {HTMLElement | ShadowRoot} parent
 */
function leave(parent) {
  if (place?.parentElement !== parent) return;
  answerIn(null);
  watcher?.disconnect();
  bar?.end();
  document.documentElement.removeAttribute("data-stepping");
  place = waiting = waitingFrame = drawing = pointing = bar = undefined;
}

/** @param {HTMLElement} root */
function build(root) {
  root.innerHTML =
    '<div class="frame frame-network"><div class="lead"></div><div class="step-words"></div>' +
    '<div class="stage"></div><div class="step-buttons"></div><p class="readout"></p></div>';
  bar?.end();
  drawing = pointing = bar = undefined;
  watcher?.disconnect();
  watcher = new ResizeObserver(rebuild);
  watcher.observe(root);
  rebuild();
}

function rebuild() {
  const root = /** @type {HTMLElement | null} */ (
    place?.parentElement.querySelector(".network-picture")
  );
  if (!root?.firstChild || !frame || isStill) return;
  const stage = part(root, ".stage");
  const layout = frame.layouts[isUpright(root) ? "upright" : "wide"];
  if (drawing?.layout !== layout) {
    drawing = new Drawing(stage, layout);
    const former = pointing;
    pointing = new Pointing(stage, drawing, frame, render, ({ kind, index }) =>
      place?.setTriggerValue("chosen", { part: kind, index }),
    );
    if (former) pointing.follow(former);
  }
  if (!bar || toldFrame !== frame) {
    bar ??= new StepBar(frameElement(), () => move());
    bar.tell(frame.steps, frame.words);
    toldFrame = frame;
  }
  render();
}

/**
 * @param {import("./prediction.js").Answer} answer
 * @param {import("./prediction.js").Words} words
 */
function showLive(answer, words) {
  shown = answer;
  render();
  if (place) sayPrediction(frameElement(), answer, words);
}

function showPythons() {
  shown = place?.data.numbers ?? null;
  render();
}

// There will be no live answers, or the picture cannot be drawn: Python's has to do.
function giveUp() {
  if (!place || isStill) return;
  isStill = true;
  answerIn(null);
  watcher?.disconnect();
  bar?.end();
  mountStill(place);
}

function frameElement() {
  const parent = /** @type {HTMLElement} */ (place?.parentElement);
  return part(parent, ".frame-network");
}

// A step has been chosen: it moves, unless the visitor's system asks for stillness.
function move() {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  began = isCalm || bar?.isWhole ? 0 : performance.now();
  render();
  if (!bar || bar.isWhole || !drawing || !isUpright(frameElement())) return;
  const end = part(frameElement(), ".step-words").getBoundingClientRect().top;
  scrollToLayer(drawing, bar.index, end, isCalm ? "auto" : "smooth");
}

/** How far the step that is shown has moved, 0 to 1. */
function moved() {
  if (!began) return 1;
  const share = (performance.now() - began) / MOVE;
  if (share < 1) return share < 0.5 ? 2 * share ** 2 : 1 - 2 * (1 - share) ** 2;
  began = 0;
  return 1;
}

function render() {
  if (!place || !frame || !drawing || !pointing || isStill) return;
  try {
    draw(place.data, frame, drawing, pointing);
  } catch (error) {
    console.debug("no picture", error);
    giveUp();
  }
}

/**
 * @param {Told} told
 * @param {Frame} frame
 * @param {Drawing} drawing
 * @param {Pointing} pointing
 */
function draw({ alt, told }, frame, drawing, pointing) {
  if (frame.network !== told.network) return; // numbers and frame come one after the other
  const { strokes, widths } = shown ?? {};
  const steps = bar?.index ?? STEP.loss;
  const isHidden = document.documentElement.dataset.answer === "hidden"; // with all that leads to it
  const view = {
    frame,
    layout: drawing.layout,
    network: networkNamed(told.network),
    numbers: shown,
    drawing: strokes && widths ? { strokes, widths } : told.drawing,
    step: isHidden ? Math.min(steps, STEP.a1) : steps,
    part: moved(),
  };
  const scene = sceneOf(view, pointing.looked);
  pointing.lines = scene.lines;
  drawing.show(scene);
  drawing.svg.setAttribute("role", "group");
  const label = isHidden ? frame.words.title : alt;
  if (drawing.svg.getAttribute("aria-label") !== label)
    drawing.svg.setAttribute("aria-label", label);
  frameElement().classList.toggle("unanswered", steps < STEP.a2);
  document.documentElement.toggleAttribute("data-stepping", !bar?.isWhole);
  const words = readout(view, pointing.looked);
  const line = part(frameElement(), ".readout");
  setNumbers(line, words);
  line.classList.toggle("idle", !pointing.looked);
  if (!strokes && view.part === 1) pointing.say((part) => readout(view, part)); // live numbers would be too many words
  if (view.part < 1) requestAnimationFrame(render);
}
