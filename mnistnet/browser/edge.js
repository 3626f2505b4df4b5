// @ts-check
// A stroke that begins beside the canvas counts from its edge.

/** @typedef {{ clientX: number, clientY: number }} Point on the screen */

const WIDGETS =
  "button, input, textarea, label, a, summary, [role=slider], [role=dialog], .figure, .st-key-canvas";

/** @type {Point | undefined} */
let cameFrom; // where a pressed mouse was last, outside

addEventListener("mousedown", (event) => {
  const isFree = !event.button && !(/** @type {Element} */ (event.target).closest(WIDGETS));
  cameFrom = isFree ? event : undefined;
});
addEventListener("mousemove", (event) => {
  if (cameFrom) cameFrom = event;
});
addEventListener("mouseup", () => (cameFrom = undefined));

/**
 * Where a pressed mouse crossed the edge of the canvas that it comes to; undefined if it does not
 * come from beside it.
 * @param {MouseEvent} event
 * @param {Element} canvas
 */
export function crossedAt(event, canvas) {
  if (!cameFrom || event.buttons !== 1) return undefined;
  getSelection()?.removeAllRanges(); // of the words on the way
  return crossing(cameFrom, event, canvas.getBoundingClientRect());
}

/**
 * Where the way from outside a box to a point in it crosses the box's edge.
 * @param {Point} from
 * @param {Point} to
 * @param {DOMRect} box
 * @returns {Point}
 */
function crossing(from, to, { left, right, top, bottom }) {
  const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
  const [edgeX, edgeY] = [dx > 0 ? left : right, dy > 0 ? top : bottom];
  const part = Math.max(
    0,
    dx ? (edgeX - from.clientX) / dx : 0,
    dy ? (edgeY - from.clientY) / dy : 0,
  );
  return { clientX: from.clientX + part * dx, clientY: from.clientY + part * dy };
}
