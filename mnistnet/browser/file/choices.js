// @ts-check
// What is drawn and chosen. It stands in the address behind #, in the page's own spelling (ui/options.py),
// so a link shows others the same and a refresh loses nothing of it. "choice-changed" goes out on the
// document after each change.

import { decodeDrawing, encodeDrawing } from "../strokes.js";
import { ownNetwork } from "./own.js";
import { languageNow, told } from "./words.js";

/**
 * @typedef {object} Choices
 * @property {"draw" | "network"} view
 * @property {string} network key
 * @property {string} preparation
 * @property {number} pen width of strokes to come
 * @property {number | null} target
 * @property {boolean} pinned the target is for the digits to come, too
 * @property {string} language
 * @property {string} drawing
 */

// As in drawing/strokes.py.
export const MAX_POINTS = 20_000;
export const MAX_STROKES = 500;
const MAX_REACH = 10_000;
const MAX_WIDTH = 360;

/** @type {Choices} */
const FIRST = {
  view: "draw",
  network: told.networks[0].key,
  preparation: "mnist",
  pen: 20,
  target: null,
  pinned: false,
  language: languageNow(),
  drawing: "",
};

/** @param {unknown[]} options */
const oneOf = (options) => (/** @type {string} */ text) =>
  options.find((option) => String(option) === text);
/** @param {[number, number]} ends */
const whole = ([low, high]) => oneOf(Array.from({ length: high - low + 1 }, (_, i) => low + i));

/** @type {Record<keyof Choices, (text: string) => unknown>} undefined for what cannot be chosen */
const READ = {
  view: oneOf(["draw", "network"]),
  network: (text) => (isKnown(text) ? text : undefined),
  preparation: oneOf(["mnist", "drawn"]),
  pen: whole(told.pens),
  target: whole([0, 9]),
  pinned: oneOf([true, false]),
  language: oneOf(Object.keys(told.languages)),
  drawing: (text) => (isDrawing(text) ? text : undefined),
};
const NAMES = /** @type {(keyof Choices)[]} */ (Object.keys(READ));

/** @type {Choices} */
export const chosen = { ...FIRST };

/**
 * Changes what is chosen; the browser's Back button takes it back, but for the pen's many widths.
 * @param {Partial<Choices>} now
 */
export function choose(now) {
  Object.assign(chosen, now);
  write("pen" in now ? "replaceState" : "pushState");
  document.dispatchEvent(new Event("choice-changed"));
}

/**
 * Writes into the address what it does not say yet.
 * @param {"pushState" | "replaceState"} how
 */
function write(how) {
  const isOwn = !isKnown(chosen.network); // in the address this would mean another one to others
  if (address() === (location.hash || "#") && isOwn === Boolean(history.state?.isOwn)) return;
  try {
    history[how]({ isOwn }, "", address());
  } catch {
    // A frame that has no address of its own: there is no link either.
  }
}

/** The address of what is chosen, from # on. */
export function address() {
  const written = new URLSearchParams();
  for (const name of NAMES) {
    const value = chosen[name];
    const isOwn = name === "network" && !isKnown(chosen.network);
    if (value !== FIRST[name] && !isOwn) written.set(name, String(value));
  }
  return `#${written}`;
}

/**
 * Takes what an address says, which anybody may have written; all else is as on a first visit. Whoever
 * shows its drawing makes the change known.
 * @returns {boolean} whether its drawing is one
 */
export function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  /** @type {Record<string, unknown>} */
  const read = {};
  for (const name of NAMES) read[name] = READ[name](said.get(name) ?? "") ?? FIRST[name];
  if (history.state?.isOwn && ownNetwork()) read.network = "own";
  Object.assign(chosen, read);
  write("replaceState"); // so that Back does not come back to what is none
  return !said.get("drawing") || read.drawing === said.get("drawing");
}

/** @param {string} key */
function isKnown(key) {
  return told.networks.some((network) => network.key === key);
}

/**
 * Whether a text is a drawing as `encodeDrawing` writes it; one of too many strokes is one, too.
 * @param {string} text
 */
function isDrawing(text) {
  try {
    const drawing = decodeDrawing(text);
    return (
      encodeDrawing(drawing) === text &&
      drawing.strokes.every((stroke) => stroke.length) &&
      drawing.strokes.flat(2).every((place) => Math.abs(place) <= MAX_REACH) &&
      drawing.widths.every((width) => width > 0 && width <= MAX_WIDTH)
    );
  } catch {
    return false;
  }
}
