// @ts-check
// A click on a digit's bar, or over it where the bar has no height, presses its button under "Target".
// Plotly keeps clicks of fingers to itself, so what counts is where the pointer comes down and goes up.

/** @typedef {import("./plotly_drawing.js").PlotlyElement} PlotlyElement */

const STILL = 6; // pixels that a finger may move

/** @type {{ figure: PlotlyElement, x: number, y: number } | null} */
let down = null;

addEventListener("pointerdown", ({ target, button, isPrimary, clientX: x, clientY: y }) => {
  const around = target instanceof Element ? target.closest(".magnify ~ .figure") : null;
  const figure = /** @type {PlotlyElement | null} */ (around);
  down = figure && isPrimary && !button ? { figure, x, y } : null;
});
addEventListener("pointercancel", () => (down = null)); // the page is scrolled
addEventListener("pointerup", ({ clientX, clientY }) => {
  if (down && Math.hypot(clientX - down.x, clientY - down.y) < STILL) choose(down);
  down = null;
});

/** @param {{ figure: PlotlyElement, x: number }} where the pointer came down */
function choose({ figure, x }) {
  const axis = figure._fullLayout?.xaxis;
  if (!axis) return;
  const digit = Math.round(axis.p2l(x - figure.getBoundingClientRect().left - axis._offset));
  const buttons = document.querySelectorAll(".st-key-target [role=radio]");
  /** @type {HTMLElement | undefined} */ (buttons[digit])?.click();
}
