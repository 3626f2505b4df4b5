// @ts-check
// The second scale of bars between 0 and 1, for values that have no height on the first: each line is a
// hundredth of the one above. It never follows the values, so that drawings compare, nothing jumps
// under the pen, and an error of 1 stands beside one of a millionth.

const DECADES = 8; // below the lowest line there is no bar; its number says how small it is
export const LINES = ["1", "10⁻²", "10⁻⁴", "10⁻⁶", "10⁻⁸"];

let isMagnified = false;

addEventListener("click", ({ target }) => {
  if (!(target instanceof Element && target.closest("button.magnify"))) return;
  isMagnified = !isMagnified;
  for (const button of document.querySelectorAll("button.magnify")) showScaleOn(button);
  document.dispatchEvent(new Event("scale-changed"));
});

/**
 * A button's state, for those who do not see it, too.
 * @param {Element} button
 */
export function showScaleOn(button) {
  button.setAttribute("aria-pressed", String(isMagnified));
}

/**
 * Where a value stands on the axis from 0 to 1.
 * @param {number} value
 */
export function heightOf(value) {
  return isMagnified ? Math.max(0, 1 + Math.log10(value) / DECADES) : value;
}

/**
 * Brings the bars of charts/bars.py to the scale that one sees.
 * @param {{ data: { y: number[] }[], layout: { yaxis: object } }} figure
 */
export function toScale({ data: [bars], layout }) {
  if (!isMagnified) return;
  bars.y = bars.y.map(heightOf);
  const tickvals = LINES.map((_, i) => 1 - i / (LINES.length - 1));
  Object.assign(layout.yaxis, { tickvals, ticktext: LINES });
}
