// @ts-check
// A finger on the canvas moves the mouse, so that what a palm, a cancelled touch and a pen from beside
// the canvas do is settled in one place, and canvas.js and live.js have the mouse alone to listen to.
// A finger that only rests is a palm: the next that comes takes its place.

import { crossedAt } from "./edge.js";

export const SURFACE = ".upper-canvas"; // takes the pen; the strokes lie underneath

const REST = 4; // pixels that a palm moves

/** @type {Touch | undefined} */
let resting; // where the finger came down, before it moves
/** @type {Touch | undefined} */
let moving; // where the finger is that moves the mouse

/** Whether a finger is on the canvas. */
export function isTouched() {
  return Boolean(resting ?? moving);
}

/**
 * @param {ShadowRoot} root of the canvas
 * @param {() => void} onChange a finger came, moved or went
 */
export function listenToFingers(root, onChange) {
  for (const kind of ["touchstart", "touchmove", "touchend", "touchcancel"])
    root.addEventListener(
      kind,
      (event) => {
        const surface = /** @type {HTMLElement} */ (event.target);
        if (!surface.matches(SURFACE)) return;
        touch(/** @type {TouchEvent} */ (event), surface);
        onChange();
      },
      { capture: true, passive: false },
    );
}

/**
 * Begins a stroke that comes from beside the canvas at its edge.
 * @param {MouseEvent} event that the mouse came with
 */
export function enter(event) {
  const surface = /** @type {HTMLElement} */ (event.target);
  const edge = surface.matches(SURFACE) ? crossedAt(event, surface) : undefined;
  if (!edge) return;
  mouse(surface, "mousedown", edge);
  mouse(surface, "mousemove", event);
}

/**
 * @param {TouchEvent} event
 * @param {HTMLElement} surface
 */
function touch(event, surface) {
  event.stopPropagation();
  event.preventDefault(); // the browser would scroll, or move the mouse by itself
  for (const now of event.changedTouches) {
    if (event.type === "touchstart") {
      if (!moving) resting = now;
      continue;
    }
    const isOver = event.type !== "touchmove";
    if (now.identifier === resting?.identifier) {
      const way = Math.hypot(now.clientX - resting.clientX, now.clientY - resting.clientY);
      if (event.type === "touchend" || way > REST) {
        mouse(surface, "mousedown", resting);
        moving = resting;
      }
      if (isOver || moving) resting = undefined;
    }
    if (now.identifier !== moving?.identifier) continue;
    mouse(surface, isOver ? "mouseup" : "mousemove", now);
    moving = isOver ? undefined : now;
  }
}

/**
 * @param {HTMLElement} surface
 * @param {string} kind
 * @param {import("./edge.js").Point} place
 */
function mouse(surface, kind, { clientX, clientY }) {
  const init = { bubbles: true, composed: true, cancelable: true, clientX, clientY };
  surface.dispatchEvent(new MouseEvent(kind, { ...init, buttons: Number(kind !== "mouseup") }));
}
