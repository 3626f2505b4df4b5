// @ts-check
// Tiles that make room on the wall for new ones go there calmly.

const CALM = 400; // ms

/**
 * Where the tiles in sight are; null if nothing should move.
 * @param {HTMLElement} list
 */
export function placesIn(list) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  const places = new Map();
  for (const tile of list.children) {
    const box = tile.getBoundingClientRect();
    if (box.top > innerHeight) break;
    places.set(tile, box);
  }
  return places;
}

/**
 * @param {HTMLElement} list
 * @param {Map<Element, DOMRect>} before as `placesIn` told
 */
export function move(list, before) {
  for (const tile of list.children) {
    const [was, is] = [before.get(tile), tile.getBoundingClientRect()];
    if (is.top > innerHeight) return;
    const isInRow = was && Math.abs(was.top - is.top) < 1;
    if (isInRow && Math.abs(was.left - is.left) < 1) continue;
    const from = isInRow
      ? { transform: `translateX(${was.left - is.left}px)` }
      : { opacity: 0, transform: "none" };
    tile.animate([from, { opacity: 1, transform: "none" }], { duration: CALM, easing: "ease-out" });
  }
}
