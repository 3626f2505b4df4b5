// @ts-check
// In the head of every page, before all other scripts (ui/page_html.py). What a page is made of may fail on its
// way, as on a phone between two access points, and no browser asks again: a part of the page, or all of it,
// would be missing until somebody thinks of a refresh. The page is loaded anew once the server answers: once
// for each part, and only while the page is young, as what is done on it may not stand in its address.
// Comments have lines of their own, which are not sent.

// As the address writes a drawing, which does not have it yet: frame.js tells.
/** @type {string | undefined} */
let drawnMeanwhile;
let isLoadingAnew = false;
let isDamaged = false;
let isLeaving = false;
let isPressed = false;

/**
 * Has the page loaded anew; fails where that would help nobody.
 * @param {string} what could not be loaded
 * @param {unknown} error why
 * @returns {Promise<never>}
 */
function loadAnew(what, error) {
  const isYoung = performance.now() < 120_000;
  if (!isLoadingAnew && (!isYoung || !isFirst(what))) return Promise.reject(error);
  isDamaged ||= error instanceof SyntaxError;
  if (!isLoadingAnew) loadOnceAnswered();
  isLoadingAnew = true;
  return new Promise(() => {});
}

/**
 * Whether this tab has not been loaded anew for it in the last five minutes; never, where it keeps nothing.
 * @param {string} what
 */
function isFirst(what) {
  const name = `mnistnet-loaded-anew ${what}`;
  try {
    const passed = Date.now() - Number(sessionStorage.getItem(name));
    sessionStorage.setItem(name, String(Date.now()));
    return passed > 300_000;
  } catch {
    return false;
  }
}

async function loadOnceAnswered() {
  // Old browsers lack it.
  const signal = AbortSignal.timeout?.(10_000);
  const answer = await fetch(location.href, { cache: "no-store", signal }).catch(() => null);
  if (answer?.ok && isDamaged) await askForAll();
  if (isLeaving) return;
  if (answer?.ok && !isPressed) loadWithDrawing();
  else setTimeout(loadOnceAnswered, 1000);
}

/** Has the browser forget what it keeps for ever: what came in part reads as a syntax error each time. */
async function askForAll() {
  isDamaged = false;
  const names = performance.getEntriesByType("resource").map(({ name }) => name);
  const scripts = names.filter((name) => name.startsWith(location.origin) && name.endsWith(".js"));
  const asked = [...new Set(scripts)].map((name) => fetch(name, { cache: "reload" }));
  await Promise.allSettled(asked);
}

function loadWithDrawing() {
  const address = new URL(location.href);
  if (drawnMeanwhile) address.searchParams.set("drawing", drawnMeanwhile);
  else if (drawnMeanwhile === "") address.searchParams.delete("drawing");
  history.replaceState(history.state, "", address);
  location.reload();
}

// Streamlit's own: what it begins with, and what its scripts ask for.
const lookAtFirst = (/** @type {Event} */ event) => {
  const { filename, error } = /** @type {ErrorEvent} */ (event);
  const src = event.target instanceof HTMLScriptElement && event.target.src;
  const what = src || (error instanceof SyntaxError && filename) || "";
  if (what.startsWith(location.origin)) loadAnew(what, error).catch(() => {});
};
addEventListener("error", lookAtFirst, { capture: true });
addEventListener("vite:preloadError", (event) => {
  const { payload } = /** @type {Event & { payload: Error }} */ (event);
  loadAnew(payload.message, payload).catch(() => {});
});
// An empty script is none that fails.
addEventListener("load", () =>
  setTimeout(() => {
    if (!document.getElementById("root")?.firstChild)
      loadAnew("page", new SyntaxError()).catch(() => {});
  }, 5000),
);
// Of a page that is left, Firefox says that what is under way has failed.
addEventListener("beforeunload", () => (isLeaving = true));
// No stroke is to be cut off.
for (const kind of ["pointerdown", "pointerup", "pointercancel"])
  addEventListener(kind, () => (isPressed = kind === "pointerdown"), { capture: true });
