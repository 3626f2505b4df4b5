// @ts-check
// A presentation for a projector, on every page. It owns three states, and nobody else changes them:
//   presenting  F: the subject alone fills the screen, in letters for the back wall; Escape ends it;
//   frozen      Z, beside a canvas: all that answers a drawing stays as it is while one draws on;
//               on a class's wall: what comes in waits;
//   hidden      H: what gives the network's answer away is not there, for eyes and ears alike.
//
// The document's element tells of them, for style.css and whatever else has to follow:
//   data-presenting, data-frozen, data-answer="hidden"   each there as long as its state is;
//   --letters                                            pixels of 1rem, as long as one presents.
// "presenting-changed" goes out on the document after every change of these; `isFrozen` and
// `isPresenting` ask. What shows answers of its own asks `isFrozen` before it changes anything, and shows
// the newest once the event finds that it is over (figure.js, live.js, wall.js); a canvas that leaves
// the page says "canvas-left", a wall "wall-left", which ends it. What is hidden keeps its room, and is named in style.css.

import { part, setTranslatable } from "./elements.js";
import { isAlone, isForThePage, isLetter } from "./keys.js";

/** @typedef {"presenting" | "frozen" | "hidden"} State */

/**
 * Of each button what it does, and what it does while its state is on; what is said of that state.
 * @typedef {Record<State, [string, string]> & { signs: Record<"frozen" | "hidden", string> }} Words
 */

/** @type {Record<State, { attribute: string, value: string, letter: string }>} */
const STATES = {
  presenting: { attribute: "data-presenting", value: "", letter: "f" },
  frozen: { attribute: "data-frozen", value: "", letter: "z" },
  hidden: { attribute: "data-answer", value: "hidden", letter: "h" },
};
const NAMES = /** @type {State[]} */ (Object.keys(STATES));

// A screen of these many letters has room for all of the Draw page.
const [ACROSS, DOWN] = [50, 28.125];
const LEAST = 16; // pixels: on a phone letters stay as they are

const AWAKE = 3000; // ms that the buttons stay after the pointer has moved

const root = document.documentElement;

// After the page's own styles, which it changes.
document.body.append(
  Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: import.meta.resolve("./presenting.css"),
  }),
);

/** @type {HTMLElement | ShadowRoot} */
let place;
/** @type {Words} */
let words;
let falling = 0;

export const isPresenting = () => is("presenting");
export const isFrozen = () => is("frozen");
export const freeze = (/** @type {boolean} */ isOn) => set("frozen", isOn);

/**
 * Gives the buttons their words and work.
 * @param {HTMLElement | ShadowRoot} now
 * @param {Words} told
 */
export function mountButtons(now, told) {
  [place, words] = [now, told];
  for (const name of NAMES) buttonOf(name).onclick = () => set(name, !is(name));
  say();
}

/** @param {State} name */
function is(name) {
  return root.hasAttribute(STATES[name].attribute);
}

/**
 * @param {State} name
 * @param {boolean} isOn
 */
function set(name, isOn) {
  if (isOn === is(name) || (name === "frozen" && isOn && !moving())) return;
  const { attribute, value } = STATES[name];
  if (isOn) root.setAttribute(attribute, value);
  else root.removeAttribute(attribute);
  if (name === "presenting") fill(isOn);
  say();
  document.dispatchEvent(new Event("presenting-changed"));
}

/** @param {boolean} isOn */
function fill(isOn) {
  size();
  if (isOn) {
    wake();
    // An iPhone has no such thing, a frame may not: there the window has to do.
    root.requestFullscreen?.().catch(() => {});
    // So that keys scroll.
    /** @type {HTMLElement | null} */ (document.querySelector(".stMain"))?.focus();
  } else if (document.fullscreenElement === root) document.exitFullscreen();
}

/** Makes letters as large as the window allows; tells whether they have changed. */
function size() {
  const before = root.style.getPropertyValue("--letters");
  const letters = Math.max(LEAST, Math.min(innerWidth / ACROSS, innerHeight / DOWN));
  if (isPresenting()) root.style.setProperty("--letters", letters.toFixed(2));
  else root.style.removeProperty("--letters");
  return root.style.getPropertyValue("--letters") !== before;
}

function canvas() {
  return document.querySelector(".st-key-canvas");
}

/** What can be frozen. */
function moving() {
  return canvas() ?? document.querySelector(".st-key-wall");
}

/** @param {State} name */
function buttonOf(name) {
  return /** @type {HTMLButtonElement} */ (place.querySelector(`button[name=${name}]`));
}

function say() {
  if (!place) return;
  const signs = [];
  for (const name of NAMES) {
    const button = buttonOf(name);
    const label = words[name][Number(is(name))];
    const sign = is(name) && name !== "presenting" ? words.signs[name] : "";
    button.title = label;
    button.setAttribute("aria-label", sign ? `${sign}. ${label}` : label);
    button.classList.toggle("on", is(name));
    setTranslatable(part(button, "span"), sign);
    if (sign) signs.push(sign);
  }
  setTranslatable(part(place, "p"), signs.join(". "));
}

/**
 * Shows the buttons for a while, unless somebody draws.
 * @param {Event} [event]
 */
function wake(event) {
  if (!isPresenting() || !place) return;
  if (event && canvas()?.contains(/** @type {Node} */ (event.target))) return;
  buttonOf("frozen").hidden = !moving();
  root.classList.add("awake");
  clearTimeout(falling);
  falling = setTimeout(() => root.classList.remove("awake"), AWAKE);
}

document.addEventListener("keydown", (event) => {
  if (!isAlone(event)) return;
  const name = NAMES.find((name) => isLetter(event, STATES[name].letter));
  if (name) set(name, !is(name));
  else if (event.key === "Escape" && isForThePage(event)) set("presenting", false); // not a dialog's
});
document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement) set("presenting", false);
});
for (const left of ["canvas-left", "wall-left"])
  document.addEventListener(left, () => set("frozen", false));
document.addEventListener("pointermove", (event) => event.buttons || wake(event));
document.addEventListener("pointerdown", wake);
document.addEventListener("focusin", wake);
addEventListener("resize", () => {
  if (size()) document.dispatchEvent(new Event("presenting-changed"));
});
