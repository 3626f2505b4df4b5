// @ts-check
// The network's picture in the file: tells network_view.js what ui/network/picture.py tells it on the page.

import mountView, { mountFrame } from "../network_view.js";
import { number, sumText } from "../number_text.js";
import { leadOf } from "./lead.js";
import { drawnUnits, layouts } from "./network_layout.js";
import { mounted } from "./widgets.js";
import { languageNow, t, told } from "./words.js";

/** @typedef {import("../prediction.js").Answer} Answer */

// As in ui/network/picture.py.
const HEADS = [
  "x",
  "strip",
  "hidden",
  "outputs",
  "value",
  "target",
  "error",
  "loss",
  "loss_assumed",
];
const WORDS = [
  ...HEADS,
  ...["hidden_sums", "sums", "point", "pixel", "unit", "output", "line_in", "line_out", "one"],
  ...["largest_in", "largest_out"],
  ...["title", "pixels_group", "units_group", "outputs_group"],
  ...["back", "next", "play", "pause", "whole"],
];

/** @type {(() => unknown) | undefined} */
let end;
/** @type {{ of: unknown[], frame: import("../network_scene.js").Frame } | undefined} */
let last; // the picture's steps stay as they are until another frame comes

/**
 * Shows the picture in its place; again after every change of what is chosen.
 * @param {HTMLElement} place
 * @param {import("../reading.js").Network} network
 * @param {import("../live.js").News} news
 * @param {Answer | null} answer for those who do not see it
 * @param {import("../prediction.js").Words} words that it is shown in
 * @param {string} prompt what to do where there is no answer
 */
export function show(place, network, news, answer, words, prompt) {
  if (!place.firstChild) place.innerHTML = '<div class="network-picture"></div>';
  const of = [network, news.preparation, languageNow()]; // one's own have one name, all of them
  if (!last || last.of.some((one, i) => one !== of[i]))
    last = { of, frame: frameOf(network, news.preparation) };
  mountFrame(mounted(place, last.frame));
  const lead = document.createElement("div");
  lead.className = "prediction";
  lead.setAttribute("role", "status");
  lead.append(...leadOf(answer, words, prompt));
  end = mountView(
    mounted(place, {
      lead: lead.outerHTML,
      alt: answer
        ? described(network, answer)
        : t("network_page.empty", { hidden: network.hidden }),
      still: "",
      told: news,
      numbers: null,
    }),
  );
}

/**
 * Takes the picture away: the other view has charts.
 * @param {HTMLElement} place
 */
export function leave(place) {
  if (!end) return;
  const parent = /** @type {HTMLElement} */ (place.parentElement);
  const after = place.nextSibling;
  place.remove(); // what ends knows by this that it is over
  end();
  end = undefined;
  place.replaceChildren();
  parent.insertBefore(place, after);
}

/**
 * @param {import("../reading.js").Network} network
 * @param {string} preparation
 * @returns {import("../network_scene.js").Frame}
 */
function frameOf(network, preparation) {
  const units = drawnUnits(network, told.mostUnits);
  const words = Object.fromEntries(WORDS.map((name) => [name, t(`network_page.${name}`)]));
  words.point = t("file.point"); // there is no other page
  words.lines = t("network_page.lines", { n: told.nLines });
  const isCut = units.length < network.hidden;
  const left = { n: units.length, all: network.hidden };
  words.left_out = isCut ? t("network_page.left_out", left) : "";
  return {
    network: network.name,
    layouts: layouts(units.length, network.biases),
    units,
    nLines: told.nLines,
    words,
    steps: told.steps[network.biases ? "biases" : "plain"].map((step) => {
      const isBare = step.name === "prepared" && preparation === "drawn";
      return {
        ...step,
        title: t(`network_step.${step.name}`),
        words: t(`network_step.${isBare ? "as_drawn" : step.name}_words`),
        shapes: step.shapes
          .replaceAll("{h}", String(network.hidden))
          .replaceAll("{w}", String(network.hidden + network.biases)),
      };
    }),
  };
}

/**
 * @param {import("../reading.js").Network} network
 * @param {Answer} answer
 */
function described({ hidden }, { pixels, A1, y, errors, winner, target }) {
  return t("network_page.alt", {
    pixels: pixels.filter((pixel) => pixel > 0).length,
    hidden,
    active: A1.filter((a) => a > 0.5).length,
    outputs: Array.from(y, (value, k) => `${k}: ${number(value)}`).join(", "),
    winner,
    target,
    loss: sumText(errors).total,
  });
}
