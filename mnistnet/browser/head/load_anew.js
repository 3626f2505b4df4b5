// @ts-check
// In the head of every page, before all other scripts (ui/page_html.py). What a page is made of may fail on its
// way, as on a phone between two access points, and no browser asks again: a part of the page, or all of it,
// would be missing until somebody thinks of a refresh. The page is loaded anew once the server answers.
// Comments have lines of their own, which are not sent.

let isLoadingAnew = false;

/**
 * Has the page loaded anew. Fails if it has just been for the same, as it does not help then.
 * @param {string} what could not be loaded
 * @param {unknown} error why
 * @returns {Promise<never>}
 */
function loadAnew(what, error) {
  const name = `mnistnet-loaded-anew ${what}`;
  try {
    const passed = Date.now() - Number(sessionStorage.getItem(name));
    if (!isLoadingAnew && passed < 20_000) return Promise.reject(error);
  } catch {
    // This browser keeps nothing, so the page would not know.
    return Promise.reject(error);
  }
  const loadOnceAnswered = async () => {
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return setTimeout(loadOnceAnswered, 1000);
    sessionStorage.setItem(name, String(Date.now()));
    location.reload();
  };
  if (!isLoadingAnew) loadOnceAnswered();
  isLoadingAnew = true;
  return new Promise(() => {});
}

// Streamlit's own: what it begins with, and what its scripts ask for.
const lookAtFirst = (/** @type {Event} */ { target }) => {
  if (target instanceof HTMLScriptElement && target.type === "module")
    loadAnew(target.src, null).catch(() => {});
};
addEventListener("error", lookAtFirst, { capture: true });
addEventListener("vite:preloadError", (event) => {
  const { payload } = /** @type {Event & { payload: Error }} */ (event);
  loadAnew(payload.message, payload).catch(() => {});
});
