// @ts-check
// One entry in the browser's history for one change of the page. Streamlit at times makes two, the
// first without what the address keeps: the Back button would lead to an empty canvas. Where nobody
// has done anything in between, the second takes the place of the first.

let isBare = false; // this entry is another page's, without anything that the address keeps

const push = history.pushState.bind(history);

history.pushState = (state, unused, url) => {
  const to = new URL(url ?? "", location.href);
  const isOther = to.pathname !== location.pathname;
  if (isBare && !isOther) history.replaceState(state, unused, url);
  else push(state, unused, url);
  isBare = isOther && !to.search;
};

for (const kind of ["pointerdown", "keydown", "popstate"])
  addEventListener(kind, () => (isBare = false), { capture: true });
