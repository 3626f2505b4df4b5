// @ts-check
// What several modules do with a page's elements.

/**
 * What the page must have there.
 * @param {ParentNode} around
 * @param {string} selector
 */
export function part(around, selector) {
  return /** @type {HTMLElement} */ (around.querySelector(selector));
}

/**
 * What is as it should be is not touched: the browser would lay it out and paint it anew.
 * @param {Element} element
 * @param {string} words
 */
export function setText(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/**
 * As `setText`, no small number broken over two lines, as browsers would at its hyphen.
 * @param {Element} element
 * @param {string} words
 */
export function setNumbers(element, words) {
  if (element.textContent === words) return;
  const parts = words.split(/([−\d.]+e-\d+)/);
  element.replaceChildren(...parts.map((part, i) => (i % 2 ? whole(part) : part)));
}

/** @param {string} textContent */
function whole(textContent) {
  return Object.assign(document.createElement("span"), { className: "whole", textContent });
}

/**
 * Sets words once, so that the browser's translation of them stays.
 * @param {Element} element
 * @param {string} words
 */
export function setTranslatable(element, words) {
  const { dataset } = /** @type {HTMLElement} */ (element);
  if (dataset.said !== words) element.textContent = dataset.said = words;
}

/**
 * Words with what stands in them in braces filled in.
 * @param {string} words
 * @param {Record<string, unknown>} values
 */
export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
