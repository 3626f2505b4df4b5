// @ts-check
// What every page needs of the browser: its language for screen readers, an Escape key that closes a
// dialog wherever the focus is, words that change though the browser translates them (translation.js),
// and that it comes to life again after the line to the server was cut.
//
// When the browser has found a server again, Streamlit asks for another run only if the last one was
// of a fragment, and for that fragment alone: a server that was started anew, or has forgotten the
// visit, knows none, and nothing on the page would work any more. A run of all gives it the page, and
// the canvas tells what was drawn in the meantime (canvas.js).

import "./translation.js";

/** @typedef {import("./figure.js").Place<{ language: string }>} Place */

const STATE = "data-test-connection-state";

/** @type {Place} */
let place;
let wasCut = false;
const watcher = new MutationObserver(look);

/** @param {Place} now */
export default function mount(now) {
  place = now;
  document.documentElement.lang = now.data.language;
  const app = document.querySelector(`[${STATE}]`);
  if (app) watcher.observe(app, { attributeFilter: [STATE] });
}

/** @param {MutationRecord[]} changes */
function look(changes) {
  const app = /** @type {Element} */ (changes[0].target);
  const isConnected = app.getAttribute(STATE) === "CONNECTED";
  if (wasCut && isConnected) place.setTriggerValue("back", Date.now());
  wasCut = !isConnected;
}

// After a download by mouse nothing has the focus, and the dialog does not hear the key.
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || document.activeElement !== document.body) return;
  /** @type {HTMLElement | null} */ (
    document.querySelector("[role=dialog] [aria-label=Close]")
  )?.click();
});
