// @ts-check
// The answer in words under the live one, which is for the eyes alone: as `prediction_html` in
// ui/answer_html.py writes it, it is read out and gives the live one its room.

import { prediction } from "../prediction.js";

const NAMES = ["digit", "value", "rival"];

/**
 * @param {import("../prediction.js").Answer | null} answer
 * @param {import("../prediction.js").Words} words
 * @param {string} prompt what to do where there is no answer
 */
export function leadOf(answer, words, prompt) {
  const said = answer ? prediction(answer, words).map(([, said]) => said) : ["", "", prompt];
  return NAMES.flatMap((className, i) =>
    said[i]
      ? [Object.assign(document.createElement("span"), { className, textContent: said[i].trim() })]
      : [],
  );
}
