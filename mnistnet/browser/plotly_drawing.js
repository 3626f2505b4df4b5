// @ts-check
// One figure in Plotly's hands: drawn as large as its place and the page's letters have it, in the theme's
// colours.

import { isPresenting } from "./presenting.js";
import { toScale } from "./scale.js";

/** @typedef {import("./figure.js").Shown} Shown */

/**
 * What Plotly makes of an element.
 * @typedef {HTMLElement & {
 *   _fullLayout: {
 *     xaxis: { p2l: (pixels: number) => number, _offset: number },
 *     yaxis: { l2p: (value: number) => number },
 *   },
 *   layout: { width: number },
 *   on: (event: string, listener: (event: { points: Point[] }) => void) => void,
 * }} PlotlyElement
 * @typedef {{ x: unknown, y: unknown, customdata?: unknown }} Point
 */

const CSS_VARIABLE = /var\((--[\w-]+)\)/g;
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
const LETTERS = 12; // pixels
const WIDE_ENOUGH = 385; // pixels, for ten numbers of five of these letters

// Plotly.js is no module: it leaves its name with the window. It takes the browser longer to read
// than all the rest of the page, so that comes first.
export const library = idle()
  .then(() => import(new URL("plotly.min.js", import.meta.url).href))
  .catch((error) => loadAnew("Plotly.js", error));
const Plotly = () => /** @type {any} */ (window).Plotly;

/**
 * Draws a figure, or changes the one that Plotly has drawn there.
 * @param {PlotlyElement} figure
 * @param {Shown} shown
 * @returns {Promise<unknown>}
 */
export function plot(figure, shown) {
  // Colours come as the theme's own names, so light and dark need no second figure.
  const style = getComputedStyle(figure);
  const property = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const parsed = JSON.parse(shown.figure.replace(CSS_VARIABLE, (_, name) => property(name)));
  if (shown.magnify) {
    toScale(parsed);
    parsed.data[0].textfont = { size: barLetters(figure) };
  }
  const { data: traces, layout } = parsed;
  const font = { family: property("--st-font"), color: property("--st-text-color") };
  const larger = zoom();
  const margin = Object.entries(layout.margin).map(([side, room]) => [side, room * larger]);
  const width = figure.clientWidth;
  const height = heightOf(shown, figure);
  figure.style.height = `${height}px`;
  const drawing = Plotly().react(
    figure,
    traces,
    {
      ...layout,
      font: { ...font, size: LETTERS * larger, ...layout.font },
      margin: Object.fromEntries(margin),
      height,
      width,
    },
    CONFIG,
  );
  // On paper, where no script runs, style.css makes the figure as narrow as its column.
  for (const surface of figure.querySelectorAll(".main-svg"))
    surface.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return drawing;
}

/** @param {Element} figure */
export function purge(figure) {
  Plotly()?.purge(figure);
}

/**
 * The page's minus sign, and none before nothing; Plotly writes a hyphen where a template has a
 * number's format.
 * @param {string} words
 */
export function withMinus(words) {
  return words.replace(/(?<![\w.])[-+](?=0\.0+(?![\d.e]))/g, "").replace(/(?<![\w.])-(?=\d)/g, "−");
}

/**
 * @param {Shown} shown
 * @param {HTMLElement} place as wide as the figure
 */
export function heightOf({ height, ratio }, place) {
  const width = place.clientWidth;
  // A presentation has other heights, which style.css knows.
  const presented =
    isPresenting() && parseFloat(getComputedStyle(place).getPropertyValue("--high"));
  const most = (presented || height) * zoom();
  return ratio && width ? Math.min(most, width * ratio) : most;
}

/**
 * The size of ten bars' numbers, in pixels: smaller where the bars are narrower than they.
 * @param {Element} figure
 */
export function barLetters(figure) {
  return LETTERS * Math.min(zoom(), figure.clientWidth / WIDE_ENOUGH);
}

// Figures grow with the page's letters, which style.css makes larger on a projector.
export function zoom() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

// Safari has no idle callbacks.
function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve);
  });
}
