// @ts-check
// streamlit-drawable-canvas, as canvas.js has it: what it shows, and what it tells. It tells of a stroke
// 200 ms after its end; here it is asked at once.

import { pathOf } from "./strokes.js";

/**
 * @typedef {import("./canvas.js").Told} Told
 * @typedef {import("./strokes.js").Drawing} Drawing
 * @typedef {import("./strokes.js").Path} Path
 * @typedef {import("./figure.js").Place<Told>} Place
 */

/** @type {(place: object) => () => void} */
let drawable;

// Awaited when the canvas is shown, not here: of a module that waits WebKit hands a second importer (camera.js)
// what is not there yet.
export const isThere = import(new URL("drawable_canvas.js", import.meta.url).href)
  .catch((error) => loadAnew("canvas", error))
  .then((library) => (drawable = library.default));

/** @type {{ objects: object[], background: string, nLoads: number } | undefined} */
let shown; // what it was told to show last
let nThere = 0; // strokes that it shows
/** @type {WeakMap<Node, () => void>} */
const ends = new WeakMap(); // of the component, on each canvas

/**
 * Has the next `draw` show a drawing in place of what is there.
 * @param {Drawing} drawing
 * @param {Told} told
 */
export function load({ strokes, widths }, { ink, paper }) {
  const objects = strokes.map((points, i) => pathOf(points, widths[i], ink));
  shown = { objects, background: paper, nLoads: (shown?.nLoads ?? 0) + 1 };
  nThere = objects.length;
}

/**
 * @param {Place} place
 * @param {Told} told
 * @param {(stroke: Path) => void} take is called for each new stroke on it
 */
export function draw(place, { side, pen, ink, paper }, take) {
  /**
   * @param {string} name
   * @param {{ raw: { objects: Path[] } }} value
   */
  const hear = (name, { raw }) => {
    if (name !== "drawing") return;
    const strokes = raw.objects.slice(nThere);
    nThere += strokes.length;
    strokes.forEach(take);
  };
  const end = drawable({
    ...place,
    setStateValue: hear,
    data: {
      drawingMode: "freedraw",
      initialDrawing: shown, // loaded when it is another
      realtimeUpdateStreamlit: true,
      canvasWidth: side,
      canvasHeight: side,
      strokeWidth: pen,
      strokeColor: ink,
      backgroundColor: paper,
      backgroundImageURL: null,
    },
  });
  ends.set(place.parentElement, end);
}

/**
 * Has it tell of a stroke at once.
 * @param {Place} place
 */
export function ask({ parentElement }) {
  const button = parentElement.querySelector(".dc-toolbar button");
  /** @type {HTMLElement | null} */ (button)?.click();
}

/** @param {Node} canvas */
export function end(canvas) {
  ends.get(canvas)?.();
  ends.delete(canvas);
}
