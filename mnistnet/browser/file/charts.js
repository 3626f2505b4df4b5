// @ts-check
// The charts of the file, without Plotly, which would be most of it: ten outputs and ten squared errors
// as bars, the 28x28 pixels, and the same numbers as a table.

import { barsOf } from "../digit_bars.js";
import { part } from "../elements.js";
import { number } from "../number_text.js";
import { fillSquare, paintPixels } from "../pixel_grid.js";
import { sayErrors, sayPrediction } from "../prediction.js";
import { SIDE, stepsBefore } from "../reading.js";
import { heightOf, LINES } from "../scale.js";
import { leadOf } from "./lead.js";
import { t } from "./words.js";

/** @typedef {import("../prediction.js").Answer} Answer */
/** @typedef {import("../prediction.js").Words} Words */

const TICKS = ["1", "0.5", "0"];
const PAUSE = 300; // ms without another answer, after which it is said to those who listen

/** @param {string} key */
const frameOf = (key) => part(document, `.frame-${key}`);
const square = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });

/** @type {Answer | null} */
let answer = null;
/** @type {Words} */
let answerWords; // the page's own, that it is shown in
let prompt = "";
let preparation = "mnist";
let saying = 0;

for (const key of ["activations", "squared_error"]) build(part(frameOf(key), ".bars"));
document.addEventListener("scale-changed", axes);
axes();
paint(new Float64Array(SIDE * SIDE));

/**
 * Shows an answer.
 * @param {Answer} now
 * @param {Words} words
 */
export function show(now, words) {
  [answer, answerWords] = [now, words];
  move("activations", now.y, words);
  move("squared_error", now.errors, words);
  paint(now.pixels);
  showSteps(stepsBefore(now.strokes, now.widths, preparation));
  sayErrors(frameOf("squared_error"), now, words);
  sayPrediction(frameOf("activations"), now, words);
  sayLater();
}

/** Shows that there is nothing to read. */
export function settle() {
  answer = null;
  for (const key of ["activations", "squared_error"])
    for (const column of frameOf(key).querySelectorAll(".column"))
      dress(column, { value: 0, number: "", fill: "", outline: 0, mark: "" });
  paint(new Float64Array(SIDE * SIDE));
  showSteps([]);
  for (const part of document.querySelectorAll(".loss > :not(:first-child)")) part.remove();
  say();
}

/**
 * Says in the visitor's language what stands around the charts.
 * @param {string} words what to do where there is no answer
 * @param {string} state whose target it is
 * @param {string} how the drawing is prepared
 */
export function tell(words, state, how) {
  prompt = words;
  preparation = how;
  label("activations", t("draw.activations"));
  label("squared_error", t("draw.squared_error_of", { state }));
  label("seen", t("draw.seen"));
  part(document, ".magnify").textContent = t("figure.magnify");
  part(document, ".loss > span").textContent = t("draw.loss");
  part(document, ".caption summary").textContent = t("table.title");
  if (answer) sayLater();
  else say();
}

function sayLater() {
  clearTimeout(saying);
  saying = setTimeout(say, PAUSE);
}

/**
 * @param {string} key
 * @param {string} words
 */
function label(key, words) {
  part(frameOf(key), ".title").textContent = words;
}

/** @param {HTMLElement} root */
function build(root) {
  const columns = Array.from({ length: 10 }, (_, k) => {
    const column = document.createElement("div");
    column.className = "column";
    column.innerHTML =
      '<div class="room"><span class="number"></span><i></i></div><b></b><small></small>';
    part(column, "b").textContent = String(k);
    column.onclick = () => radios()[k]?.click();
    return column;
  });
  root.replaceChildren(
    Object.assign(document.createElement("div"), { className: "axis" }),
    ...columns,
  );
  root.setAttribute("role", "img");
}

const radios = () =>
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".st-key-target [role=radio]"));

/** The lines behind the bars, with their numbers; and the bars, where their scale has changed. */
function axes() {
  const isMagnified = part(document, ".magnify").ariaPressed === "true";
  const lines = isMagnified ? LINES : TICKS;
  for (const axis of document.querySelectorAll(".bars > .axis"))
    axis.replaceChildren(
      ...lines.map((words, i) => {
        const line = document.createElement("span");
        line.style.top = `${(100 * i) / (lines.length - 1)}%`;
        line.textContent = words;
        return line;
      }),
    );
}

/**
 * @param {string} key
 * @param {ArrayLike<number>} values
 * @param {Words} words
 */
function move(key, values, words) {
  const columns = frameOf(key).querySelectorAll(".column");
  barsOf(values, /** @type {Answer} */ (answer), words).forEach((bar, k) => dress(columns[k], bar));
}

/**
 * @param {Element} column
 * @param {import("../digit_bars.js").Bar} bar
 */
function dress(column, { value, number, fill, outline, mark }) {
  const room = part(column, ".room");
  room.style.setProperty("--height", String(value && heightOf(value)));
  part(room, ".number").textContent = number;
  const bar = part(room, "i");
  bar.style.background = fill;
  bar.style.outlineWidth = `${outline}px`;
  part(column, "small").textContent = mark;
}

/** @param {Float64Array} pixels */
function paint(pixels) {
  const canvas = /** @type {HTMLCanvasElement} */ (part(frameOf("seen"), "canvas"));
  paintPixels(canvas, square, pixels);
}

/** @param {ReturnType<typeof stepsBefore>} steps the images on the way, small */
function showSteps(steps) {
  const place = part(frameOf("seen"), ".steps");
  const names = steps.map(({ name }) => t(`step.${name}`));
  const figures = names.map((name, i) => {
    const figure = place.children[i] ?? place.appendChild(document.createElement("figure"));
    if (!figure.firstChild)
      figure.append(document.createElement("canvas"), document.createElement("figcaption"));
    part(figure, "figcaption").textContent = name;
    return /** @type {HTMLCanvasElement} */ (part(figure, "canvas"));
  });
  while (place.children.length > steps.length) place.lastChild?.remove();
  steps.forEach(({ side, pixels }, i) => fillSquare(figures[i], side, pixels));
}

/** What is shown, for those who do not see it. */
function say() {
  const lead = part(frameOf("activations"), ".lead .prediction");
  for (const [key, name] of /** @type {const} */ ([
    ["activations", "y"],
    ["squared_error", "errors"],
  ])) {
    const title = part(frameOf(key), ".title").textContent;
    const values = answer && Array.from(answer[name], (v, k) => `${k}: ${number(v)}`).join(", ");
    const words = values ? t("figure.values", { title, values }) : t("figure.empty", { title });
    part(frameOf(key), ".bars").setAttribute("aria-label", words);
  }
  part(frameOf("seen"), "canvas").setAttribute("aria-label", t("draw.seen"));
  const said = leadOf(answer, answerWords, prompt);
  if (lead.textContent !== said.map(({ textContent }) => textContent).join(""))
    lead.replaceChildren(...said);
  table();
}

function table() {
  const place = part(document, ".caption table");
  const heads = ["digit", "activation", "target", "squared_error"].map((name) =>
    t(`table.${name}`),
  );
  const rows = Array.from(answer?.y ?? [], (y, k) => [
    String(k),
    number(y),
    String(Number(k === answer?.target)),
    number(answer?.errors[k] ?? 0),
  ]);
  const row = (/** @type {string[]} */ cells, /** @type {string} */ kind) => {
    const line = document.createElement("tr");
    line.append(
      ...cells.map((textContent) => Object.assign(document.createElement(kind), { textContent })),
    );
    return line;
  };
  const [head, body] = [document.createElement("thead"), document.createElement("tbody")];
  head.append(row(heads, "th"));
  body.append(...rows.map((cells) => row(cells, "td")));
  place.replaceChildren(head, body);
  const note = part(document, ".caption .note");
  note.textContent = t("table.small");
  note.hidden = !rows.flat().some((text) => text.includes("e-"));
}
