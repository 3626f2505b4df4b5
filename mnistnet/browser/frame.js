// @ts-check
// What every page needs of the browser: its language for screen readers, keys that find what is open,
// words that change though the browser translates them (translation.js), words for Streamlit's own,
// presentation (presenting.js), that the visitor went back, that no server answers, that the page comes
// to life again once one does, and what it has lost then (lost.js).
//
// When the browser has found a server again, Streamlit asks for another run only if the last one was
// of a fragment, and for that fragment alone: a server that was started anew, or has forgotten the
// visit, knows none, and nothing on the page would work any more. A run of all gives it the page, and
// the canvas tells what was drawn in the meantime (canvas.js).

import { part, setTranslatable } from "./elements.js";
import { tellOfWays } from "./history.js";
import { cut, keepForNextPage, lostBefore, written } from "./lost.js";
import { mountButtons } from "./presenting.js";
import "./translation.js";

/**
 * @typedef {object} Told
 * @property {string} language
 * @property {Record<string, string>} labels Streamlit's own, by what they are in English
 * @property {string} skip what the link to the page's content says
 * @property {string} upload what the uploader's button says
 * @property {string} upload_limit and what is beside it
 * @property {string} away what is said while no server answers
 * @property {import("./presenting.js").Words} present
 */

/** @typedef {import("./figure.js").Place<Told>} Place */

const STATE = "data-test-connection-state";
const SCRIPT_STATE = "data-test-script-state";
const CLOSE = ":is([aria-label=Close], [data-label=Close])";
const LONG_KNOWN = 10_000; // ms after which Python has what was drawn while no server answered
const PATIENCE = 3000; // ms: a wireless network's hiccups need no words

/** @type {Place} */
let place;
let wasCut = false;
let away = 0;
const watcher = new MutationObserver(look);
const others = new MutationObserver(() => {
  sayUpload();
  closeStreamlits();
  later ||= setTimeout(sayLabels, 200); // once for the many changes of a run
});
let later = 0;

// A server that comes back may be of another version, whose modules would stand beside these: two canvases, one
// over the other. The page is loaded anew instead, with what was drawn in the meantime.
document.addEventListener("drawing-changed", (event) => {
  if (wasCut) drawnMeanwhile = /** @type {CustomEvent} */ (event).detail.drawing;
});
const OURS = import.meta.url; // with the version
const { dataset } = document.documentElement;
if ((dataset.modules ??= OURS) !== OURS) document.dispatchEvent(new Event("another-version"));
else
  document.addEventListener("another-version", () => {
    keepForNextPage();
    loadWithDrawing();
  });

/** @param {Place} now */
export default function mount(now) {
  place = now;
  document.documentElement.lang = now.data.language;
  const app = document.querySelector(`[${STATE}]`);
  if (app) watcher.observe(app, { attributeFilter: [STATE, SCRIPT_STATE] });
  others.observe(document.body, { childList: true, subtree: true });
  sayUpload();
  sayLabels();
  tellOfWays(() => place.setTriggerValue("went", Date.now()));
  mountButtons(now.parentElement, now.data.present);
  const lost = dataset.modules === OURS ? lostBefore() : "";
  if (lost) sayUntilPressed(lost);
}

/** Streamlit's uploader, which stands in what a button has opened, speaks English only. */
function sayUpload() {
  if (!document.getElementById("stFloatingOverlayPortal")?.firstChild) return;
  const { upload, upload_limit } = place.data;
  for (const [part, words] of [
    ["] > span button p", upload],
    ["Instructions] > div > span", upload_limit],
  ])
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll(`[data-testid=stFileUploaderDropzone${part}`)
    )) {
      element.dataset.megabytes ??= /(\d+) ?MB/.exec(element.textContent ?? "")?.[1] ?? "";
      const said = words.replace("{megabytes}", element.dataset.megabytes);
      if (element.dataset.said !== said) element.textContent = element.dataset.said = said; // once, so that it can be translated
    }
  for (const input of document.querySelectorAll("[data-testid=stFileUploaderDropzoneInput]"))
    input.setAttribute("aria-label", upload);
}

/** What Streamlit's own buttons are called for screen readers, and its link for the Tab key. */
function sayLabels() {
  later = 0;
  const { labels, skip } = place.data;
  const link = document.querySelector("[data-testid=stSkipToContent]");
  if (link && link.textContent !== skip) link.textContent = skip;
  const both = Object.keys(labels).map(
    (label) => `[aria-label="${label}"], [data-label="${label}"]`,
  );
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(both.join())
  )) {
    element.dataset.label ??= element.getAttribute("aria-label") ?? "";
    const words = labels[element.dataset.label];
    if (element.getAttribute("aria-label") !== words) element.setAttribute("aria-label", words);
  }
}

/** @param {MutationRecord[]} changes */
function look(changes) {
  const app = /** @type {Element} */ (changes[0].target);
  const isCut = app.getAttribute(STATE) !== "CONNECTED";
  if (isCut !== wasCut) {
    wasCut = isCut;
    if (isCut) goAway();
    else comeBack();
  } else if (!isCut && app.getAttribute(SCRIPT_STATE) === "notRunning") written(sayUntilPressed);
}

function goAway() {
  cut();
  drawnMeanwhile = undefined;
  away = setTimeout(() => sayAway(place.data.away), PATIENCE);
}

function comeBack() {
  place.setTriggerValue("back", Date.now());
  setTimeout(() => wasCut || (drawnMeanwhile = undefined), LONG_KNOWN);
  clearTimeout(away);
  sayAway("");
}

/** @param {string} words */
function sayUntilPressed(words) {
  sayAway(words);
  for (const kind of ["pointerdown", "keydown"])
    addEventListener(kind, () => wasCut || sayAway(""), { once: true });
}

/** @param {string} words "" for nothing */
function sayAway(words) {
  setTranslatable(part(place.parentElement, ".away"), words);
}

/** Streamlit's dialog tells, in English, whoever may draw here how to start a server. */
function closeStreamlits() {
  if (!wasCut) return;
  for (const dialog of document.querySelectorAll("[role=dialog]"))
    if (dialog.textContent?.startsWith("Connection error"))
      /** @type {HTMLElement | null} */ (dialog.querySelector(CLOSE))?.click();
}

// A file that is let go where nothing takes it would open in the page's place.
for (const kind of ["dragover", "drop"])
  addEventListener(kind, (event) => {
    const { dataTransfer } = /** @type {DragEvent} */ (event);
    if (event.defaultPrevented || !dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    dataTransfer.dropEffect = "none";
  });

// After a download by mouse nothing has the focus, and the dialog does not hear the key.
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || document.activeElement !== document.body) return;
  /** @type {HTMLElement | null} */ (document.querySelector(`[role=dialog] ${CLOSE}`))?.click();
});

// Streamlit puts what a button opens at the page's end. For the Tab key it stands behind the button.

// While the focus is elsewhere, all in there has a tabindex of -1; its own is kept in data-tabindex.
const NO_STOP = '[tabindex="-1"]:not([data-tabindex]), [data-tabindex="-1"], :disabled';
const TAB_STOPS = ["a[href]", "button", "input", "textarea", "summary", "[tabindex]"]
  .map((kind) => `${kind}:not(${NO_STOP})`)
  .join();

addEventListener("keydown", tab, { capture: true });

/** @param {KeyboardEvent} event */
function tab(event) {
  const opener = /** @type {HTMLElement | null} */ (
    document.querySelector("[data-testid=stPopoverButton][aria-expanded=true]")
  );
  if (event.key !== "Tab" || !opener) return;
  const inside = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll(`[data-testid=stPopoverBody] :is(${TAB_STOPS})`),
  ]);
  const [isBack, focused] = [event.shiftKey, document.activeElement];
  if (focused === opener && !isBack && inside.length) {
    event.preventDefault();
    inside[0].focus();
  } else if (isBack && focused === inside[0]) {
    event.preventDefault();
    opener.focus();
  } else if (!isBack && focused === inside.at(-1)) {
    opener.focus(); // and on from there, as the browser does
  }
}
