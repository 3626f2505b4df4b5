// @ts-check
// Live answers (live.js) in the charts of the page Draw: showing.js moves them until Python's come. The last
// figure of a run says what Python answered.

import { shownIn } from "./figure.js";
import * as live from "./live.js";
import { isFrozen } from "./presenting.js";
import * as page from "./showing.js";

export { default } from "./live.js";

const AFTERWARDS = 100; // ms, some frames

live.answerInCharts({
  show: page.show,
  isThere: page.isThere,
  // Once the words are painted: Plotly takes longer than all else, and its figure is no surprise.
  settle: () =>
    setTimeout(
      () => live.attempt(() => live.isAnswering() || page.showPythonsFigures()),
      AFTERWARDS,
    ),
  giveUp: page.showPythonsFigures,
});

/** @type {Record<string, (event: any) => unknown>} */
const LISTENERS = {
  "figure-arrives"(event) {
    const { target } = event;
    // While the pen draws on, Python's figure is already out of date.
    if (live.answerNow() && page.isMoved(target) && (live.isAhead() || page.moveToPythons(target)))
      event.preventDefault();
    hearOf(target);
  },
  "figure-drawn"({ target }) {
    page.takePythons(target);
    if (isFrozen()) live.showAgain(); // what was frozen is not Python's
  },
  "scale-changed": live.showAgain, // after figure.js, which draws Python's bars anew
  pointerover: ({ target }) => page.uncover(target.closest?.(".figure")),
};
for (const [kind, listener] of Object.entries(LISTENERS))
  document.addEventListener(kind, (event) => live.attempt(() => listener(event)), {
    capture: true,
  });

hearOf(document.querySelector(".frame-seen .figure")); // it came before this module

/**
 * Hears what a figure has taken along, if it is the last of a run.
 * @param {Element | null} figure
 */
function hearOf(figure) {
  const news = /** @type {import("./live.js").News | null | undefined} */ (shownIn(figure)?.told);
  if (news) live.hear(news);
}
