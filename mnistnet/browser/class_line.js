// @ts-check
// What a pupil has of the class while drawing: the task, which changes when the teacher sets another, and a
// button that sends the drawing. What is sent is said again until Python answers, under the same
// name, whatever becomes of the line or the server; the class stores it once. The answer is shown as long
// as it is of what stands here. A task without a digit has ten buttons, which press those under "Target",
// and say the digit of what was sent without one.

import { drawnNow } from "./canvas.js";
import { watchTask } from "./class_feed.js";
import { filled, setText } from "./elements.js";
import { hasToken, tokenFor } from "./membership.js";
import { isPresenting } from "./presenting.js";

/**
 * @typedef {import("./class_feed.js").Task} Task
 *
 * What `class_line` in ui/draw/class_line.py tells.
 * @typedef {object} Told
 * @property {string} code
 * @property {string} feed
 * @property {Task} task
 * @property {Record<string, string>} words
 * @property {number | null} target as it was when Python wrote the page
 * @property {{ drawing: string, words: string } | null} anothers what another pupil has drawn, and who
 * @property {string} state what has become of the last sending, in words
 * @property {string} answered the name of the sending that Python has dealt with
 * @property {boolean} isStored whether the class has it
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
/** @typedef {{ code: string, name: string, token: string, task: number, drawing: string, label: number | null }} Sending */
/** @type {Task | undefined} */
let next; // which waits until the pen is lifted: its line may be higher, and move the canvas
let isPenDown = false;
/** @type {Sending | undefined} */
let sending;
/** @type {Sending | undefined} */
let last; // answered or not
let again = 0;
/** @type {{ feed: string, stop: () => void } | undefined} */
let watch;

for (const kind of ["drawing-changed", "presenting-changed"])
  document.addEventListener(kind, showIfThere);
document.addEventListener("mousedown", () => (isPenDown = true), { capture: true });
addEventListener("mouseup", () => {
  isPenDown = false;
  if (next) takeTask(next);
});
new MutationObserver(showIfThere).observe(document, {
  subtree: true,
  attributeFilter: ["aria-checked"], // another target
});

/** @param {Place} now */
export default function mount(now) {
  place = now;
  const { data, parentElement } = now;
  // What Python has written may be older than what the class's feed has told since.
  const isLate = watch?.feed === data.feed && data.task.number < task.number;
  if (!isLate) task = data.task;
  if (watch?.feed !== data.feed) {
    watch?.stop();
    watch = { feed: data.feed, stop: watchTask(data.feed, () => task.number, takeTask, takeEnd) };
  }
  const isAnswered = sending?.name === data.answered && !data.isWaiting;
  const said = isAnswered && data.isStored ? sending?.label : null;
  if (isAnswered || sending?.code !== data.code) sending = undefined;
  // Without a timer the page was left meanwhile.
  if (sending && (!again || sending.name === data.answered)) sayIn(AGAIN);
  part(".send").onclick = () => send(label());
  if (!part(".digits").children.length) part(".digits").append(...digitButtons());
  part(".leave").onclick = () => place.setTriggerValue("leave", Date.now());
  if (!data.isKnown && hasToken(data.code)) place.setTriggerValue("pupil", tokenFor(data.code));
  // After the answer: Streamlit runs but one of two fragments that are asked for at once.
  if (typeof said === "number" && label() === null && isAnsweredHere()) targets()[said]?.click();
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

function digitButtons() {
  return Array.from({ length: 10 }, (_, digit) => {
    const button = document.createElement("button");
    button.textContent = String(digit);
    button.onclick = () => {
      if (isSent()) send(digit);
      else targets()[digit]?.click();
    };
    return button;
  });
}

function targets() {
  return /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll(".st-key-target [role=radio]"),
  ]);
}

/** Which digit the task asks for, or is said to be meant, by the buttons under "Target" once they are there. */
function label() {
  if (task.digit !== null) return task.digit;
  const buttons = targets();
  if (!buttons.length) return place.data.target;
  const digit = buttons.findIndex(({ ariaChecked }) => ariaChecked === "true");
  return digit < 0 ? null : digit;
}

function showIfThere() {
  if (place?.parentElement.isConnected) show();
}

function show() {
  const { code, words } = place.data;
  part(".class").toggleAttribute("data-presented", isPresenting());
  setText(part(".line"), filled(words.line, { code, task: filled(words[task.kind], { ...task }) }));
  setText(part(".send"), sending ? words.sending : words.send);
  part(".send").ariaDisabled = String(Boolean(sending)); // disabled, it would lose the focus
  setText(part(".leave"), words.leave);
  setText(part(".state"), stateNow()); // nobody hears it twice
  part(".meant").hidden = task.digit !== null;
  setText(part(".meant p"), words[task.kind === "fool" ? "meant" : "meant_perhaps"]);
  const meant = sending ? sending.label : label();
  const isSaid = isSent() && last?.label !== null;
  [...part(".digits").children].forEach((button, digit) => {
    button.ariaPressed = String(digit === meant);
    /** @type {HTMLButtonElement} */ (button).disabled = isSaid; // the class keeps what was said first
  });
}

function stateNow() {
  const { anothers, isWaiting, state, words } = place.data;
  if (sending) return isWaiting ? state : "";
  if (!isAnsweredHere()) return anothers?.drawing === drawnNow() ? anothers.words : words.stored;
  if (last?.task !== task.number) return words.new_task;
  return last.label === label() ? state : words.stored;
}

/** Whether Python has dealt with the drawing that stands here. */
function isAnsweredHere() {
  const { answered, state } = place.data;
  return Boolean(state) && last?.name === answered && last.drawing === drawnNow();
}

/** Whether the class has the drawing that stands here, for this task. */
function isSent() {
  return !sending && isAnsweredHere() && place.data.isStored && last?.task === task.number;
}

/** @param {Task} now */
function takeTask(now) {
  next = isPenDown ? now : undefined;
  if (next || !place.parentElement.isConnected) return;
  task = now;
  show();
  place.setTriggerValue("task", now.number);
}

function takeEnd() {
  place.setTriggerValue("closed", Date.now());
}

/** @param {number | null} digit that is meant */
function send(digit) {
  if (sending) return;
  const name = Array.from(crypto.getRandomValues(new Uint32Array(2)), String).join("");
  const { code } = place.data;
  const drawing = drawnNow();
  sending = { code, name, token: tokenFor(code), task: task.number, drawing, label: digit };
  last = sending;
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
