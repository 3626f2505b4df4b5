// @ts-check
// Brings the layer that a step is about into sight, where the picture is higher than the screen.

import { STEP } from "./network_steps.js";

const ROUND = 40; // of the picture's units around a layer that come into sight with it

/**
 * @param {import("./network_drawing.js").Drawing} drawing
 * @param {number} step
 * @param {number} end of what is in sight, in pixels from the window's top
 * @param {ScrollBehavior} behavior
 */
export function scrollToLayer({ stage, layout }, step, end, behavior) {
  const frame = stage.getBoundingClientRect();
  const scale = frame.height / layout.height;
  const [top, bottom] = layerIn(layout, step).map((place) => frame.top + place * scale);
  const start = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
  if (top >= start && bottom <= end) return;
  const aside = Math.max((end - start - (bottom - top)) / 2, 0); // in the middle, or from its top
  const buttons = stage.parentElement?.querySelector(".step-buttons");
  const ends = [stage.parentElement, buttons].map(
    (one) => one?.getBoundingClientRect().bottom ?? 0,
  );
  const furthest = ends[0] - ends[1]; // or the buttons would leave their place
  stage.closest(".stMain")?.scrollBy({ top: Math.min(top - start - aside, furthest), behavior });
}

/**
 * Where the layer begins and ends in an upright picture.
 * @param {import("./network_drawing.js").Layout} layout
 * @param {number} step
 */
function layerIn({ image, units, outputs, height }, step) {
  if (step <= STEP.x) return [0, image[1] + image[2]];
  const down = units.map(([, y]) => y);
  if (step <= STEP.a1) return [Math.min(...down) - ROUND, Math.max(...down) + ROUND];
  return [outputs[0][1] - ROUND, height];
}
