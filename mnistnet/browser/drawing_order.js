// @ts-check
// What takes long to draw is drawn one by one: first what is in sight, and each in a task of its own,
// so that the browser paints and answers a finger in between. On a phone a page of twelve figures
// would else stand still for seconds.

/** @type {Map<Element, () => void>} */
const waiting = new Map();

/**
 * Draws an element when its turn comes; asked again before that, as it was asked last.
 * @param {Element} element
 * @param {() => void} draw
 */
export function inTurn(element, draw) {
  if (!waiting.size) setTimeout(drawNext);
  waiting.set(element, draw);
}

/**
 * Takes an element out of the line.
 * @param {Element} element
 */
export function forget(element) {
  waiting.delete(element);
}

function drawNext() {
  const [next] = [...waiting.keys()].sort((one, two) => outOfSight(one) - outOfSight(two));
  const draw = waiting.get(next);
  waiting.delete(next);
  if (waiting.size) setTimeout(drawNext);
  if (next?.isConnected) draw?.();
}

/**
 * How many pixels an element is above or below what is seen of the page.
 * @param {Element} element
 */
function outOfSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom);
}
