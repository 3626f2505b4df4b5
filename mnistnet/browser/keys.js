// @ts-check
// Keys press what stands on the page: ten digits the target, U undo, C clear, N the next network.
// Not while a field takes them, a dialog is open, or a key of the system is held. F, Z and H, which every
// page and dialog knows, are in presenting.js.

const FIELD =
  "input:not([type=radio], [type=checkbox], [type=range]), textarea, [contenteditable]:not([contenteditable=false])";

const LISTENERS = { keydown: press };

let listening = new AbortController(); // one listener a page, however often this is mounted

/** @param {import("./figure.js").Place<{ words: string }>} place */
export default function mount({ data, parentElement }) {
  const line = /** @type {HTMLElement} */ (parentElement.querySelector("p"));
  line.textContent = data.words;
  listening.abort();
  const ours = (listening = new AbortController());
  for (const [kind, listener] of Object.entries(LISTENERS))
    document.addEventListener(kind, /** @type {EventListener} */ (listener), {
      signal: ours.signal,
    });
  return () => parentElement.isConnected || ours.abort(); // newer ones replaced this, and go on
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (isForThePage(event)) meant(event)?.click();
}

/**
 * Whether a key is meant for the page as a whole.
 * @param {KeyboardEvent} event
 */
export function isForThePage(event) {
  const dialog = "[role=dialog][aria-modal=true], [data-testid=stDialog]";
  return isAlone(event) && !document.querySelector(dialog);
}

/**
 * Whether a key is held alone, and goes into no field.
 * @param {KeyboardEvent} event
 */
export function isAlone(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  const focused = event.composedPath()[0];
  return !(focused instanceof Element && focused.closest(FIELD));
}

/**
 * Whether a key is a letter's, by its place too: a Korean keyboard writes other letters there.
 * @param {KeyboardEvent} event
 * @param {string} letter
 */
export function isLetter({ code, key }, letter) {
  return key.toLowerCase() === letter || code === `Key${letter.toUpperCase()}`;
}

/** @param {KeyboardEvent} event */
function meant(event) {
  const { code, key } = event;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1] ?? /^[0-9]$/.exec(key)?.[0];
  if (digit) return all("target")[Number(digit)];
  const is = (/** @type {string} */ letter) => isLetter(event, letter);
  if (is("u")) return all("undo")[0];
  if (is("c")) return all("clear")[0];
  if (!is("n")) return undefined;
  const networks = all("network");
  const chosen = networks.findIndex((button) => button.ariaChecked === "true");
  return networks[(chosen + 1) % networks.length];
}

/**
 * @param {string} part
 * @returns {HTMLButtonElement[]}
 */
function all(part) {
  return [...document.querySelectorAll(`.st-key-${part} button`)].map(
    (button) => /** @type {HTMLButtonElement} */ (button),
  );
}
