// @ts-check
// One entry in the browser's history for one change of the page. Streamlit at times makes two, the
// first without what the address keeps: the Back button would lead to an empty canvas. Where nobody
// has done anything in between, the second takes the place of the first.

let isBare = false; // this entry is another page's, without anything that the address keeps
let path = location.pathname; // of the page that is shown

/** @type {(() => void) | null} */
let tell = null;

/** @param {() => void} how the server is told that the visitor went to another address of the page */
export function tellOfWays(how) {
  tell = how;
}

const push = history.pushState.bind(history);

history.pushState = (state, unused, url) => {
  const to = new URL(url ?? "", location.href);
  const isOther = to.pathname !== location.pathname;
  path = to.pathname;
  if (isBare && !isOther) history.replaceState(state, unused, url);
  else push(state, unused, url);
  isBare = isOther && !to.search;
};

for (const kind of ["pointerdown", "keydown", "popstate"])
  addEventListener(kind, () => (isBare = false), { capture: true });

// Streamlit sends the address with every run, and another one than it was told to write may only be
// late. So a way back to another address of the same page is told, by a run in place of Streamlit's
// own; another page tells by itself that it is another.
addEventListener(
  "popstate",
  (event) => {
    const isSame = location.pathname === path;
    path = location.pathname;
    if (!isSame || !tell) return;
    event.stopImmediatePropagation();
    tell();
  },
  { capture: true },
);
