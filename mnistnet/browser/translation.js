// @ts-check
// A browser that translates the page puts elements of its own, <font>, in the place of its texts. React
// still writes into those that it made, which nobody sees any more, or stumbles as it takes them away:
// words would stand still, or the page would. So such a text comes back, empty, beside its translation;
// once it says something new, the translation goes, and the browser translates what stands there now.

/**
 * @typedef {object} Translation
 * @property {Node} element the browser's
 * @property {string} words what the text said before
 */

/** @type {Map<Text, Translation>} */
const translations = new Map();

new MutationObserver((changes) => {
  const isFont = (/** @type {Node} */ { nodeName }) => nodeName === "FONT";
  if (!translations.size && !changes.some(({ addedNodes }) => [...addedNodes].some(isFont))) return;
  const added = new Set(changes.flatMap(({ addedNodes }) => [...addedNodes]));
  for (const { removedNodes, addedNodes, previousSibling, nextSibling } of changes) {
    const around = [...addedNodes, previousSibling, nextSibling];
    const element = around.find((node) => node?.nodeName === "FONT" && added.has(node));
    for (const node of removedNodes) if (element && node instanceof Text) keep(node, element);
  }
  translations.forEach(look);
}).observe(document.body, { childList: true, characterData: true, subtree: true });

/**
 * @param {Text} text
 * @param {Node} element that stands in its place
 */
function keep(text, element) {
  if (text.isConnected || !element.isConnected || translations.has(text)) return;
  translations.set(text, { element, words: text.data });
  text.data = "";
  element.parentNode?.insertBefore(text, element);
}

/**
 * @param {Translation} translation
 * @param {Text} text
 */
function look({ element, words }, text) {
  if (text.isConnected && element.isConnected && !text.data) return;
  translations.delete(text);
  if (element.isConnected) element.parentNode?.removeChild(element);
  else if (text.isConnected && !text.data) text.data = words; // the visitor asked for the original
}
