// @ts-check
// What one chooses and presses in the file, and all words around it: Streamlit's part on the page.

import mountKeys from "../keys.js";
import { mountButtons } from "../presenting.js";
import { choose, chosen } from "./choices.js";
import { ownNetwork } from "./own.js";
import { mounted, radios } from "./widgets.js";
import { t, told } from "./words.js";

const SEVEN = 7; // what the hint shows

export const place = (/** @type {string} */ selector) =>
  /** @type {HTMLElement} */ (document.querySelector(selector));

/** Shows what is chosen, in the language that is. */
export function showChoices() {
  const isDraw = chosen.view === "draw";
  place(".view").className = `view st-key-${isDraw ? "draw" : "network_page"}`;
  say(isDraw);
  offer(isDraw);
}

/**
 * What the true digit is, and why.
 * @param {number | null | undefined} winner that is assumed to be right, if there is one
 */
export function targetState(winner) {
  const { target } = chosen;
  if (target !== null) return t("target.chosen", { digit: target });
  return winner == null ? t("target.none") : t("target.assumed", { digit: winner });
}

/**
 * What the page says, in its language.
 * @param {boolean} isDraw
 */
function say(isDraw) {
  const words = {
    ".headline": t(isDraw ? "draw.headline" : "network_page.headline"),
    ".st-key-task .heading": t("draw.heading"),
    ".st-key-undo button": t("draw.undo"),
    ".st-key-clear button": t("draw.clear"),
    ".samples summary": t("samples.open"),
    ".samples .note": t("samples.pick"),
    ".st-key-pinned span": t("target.keep"),
    ".st-key-pen span": t("pen.label"),
    "button[name=own]": t("own.open"),
    "button[name=share] span": t("share.title"),
    "button[name=language]": told.languages[other()],
  };
  for (const [selector, said] of Object.entries(words)) {
    const element = place(selector);
    if (element.textContent !== said) element.textContent = said;
  }
  place("button[name=language]").lang = other();
  document.title = `${t(isDraw ? "draw.title" : "network_page.title")} · mnistnet`;
  place("canvas.surface").setAttribute("aria-label", t("draw.canvas"));
  const states = /** @type {const} */ (["presenting", "frozen", "hidden"]);
  mountButtons(
    place(".st-key-frame"),
    /** @type {any} */ ({
      ...Object.fromEntries(
        states.map((name) => [name, [t(`present.${name}`), t(`present.${name}_on`)]]),
      ),
      signs: { frozen: t("present.frozen_sign"), hidden: t("present.hidden_sign") },
    }),
  );
  const keys = t(isDraw ? "draw.keys" : "network_page.keys");
  mountKeys(mounted(place(".st-key-keys"), { words: keys }));
}

/** The language that is not spoken: there are two. */
export function other() {
  return Object.keys(told.languages).find((name) => name !== chosen.language) ?? "en";
}

/**
 * What can be chosen, where the view has it.
 * @param {boolean} isDraw
 */
function offer(isDraw) {
  const views = /** @type {const} */ (["draw", "network"]);
  const named = views.map((value) => ({
    value,
    words: t(value === "draw" ? "draw.title" : "network_page.title"),
  }));
  radios(place(".views"), "mnistnet", named, chosen.view, (view) => choose({ view }));
  const networks = told.networks.map(({ key, label }) => ({
    value: key,
    words: label || t(`network.${key}`),
  }));
  if (ownNetwork()) networks.push({ value: "own", words: t("network.own") });
  const pick = (/** @type {string} */ network) => choose({ network });
  radios(place(".st-key-network"), t("network.label"), networks, chosen.network, pick);
  const preparations = ["mnist", "drawn"].map((value) => ({
    value,
    words: t(`preparation.${value}`),
  }));
  radios(
    place(".st-key-preparation"),
    t("preparation.label"),
    preparations,
    chosen.preparation,
    (preparation) => choose({ preparation }),
  );
  const { target } = chosen;
  radios(
    place(".st-key-target"),
    t("target.label", { state: targetState(null) }),
    Array.from({ length: 10 }, (_, value) => ({ value, words: String(value) })),
    target,
    (digit) => choose({ target: digit === target ? null : digit }),
  );
  offerPen();
  /** @type {HTMLInputElement} */ (place(".st-key-pinned input")).checked = chosen.pinned;
  putTargets(isDraw);
  const hint = place(".hint");
  hint.style.visibility = target === null || target === SEVEN ? "" : "hidden";
}

function offerPen() {
  const [low, high] = told.pens;
  const pen = /** @type {HTMLInputElement} */ (place(".st-key-pen input"));
  Object.assign(pen, { min: String(low), max: String(high), value: String(chosen.pen) });
  place(".st-key-pen b").textContent = String(chosen.pen);
}

/**
 * On Draw each target stands under its bars, on Network beside what else is chosen.
 * @param {boolean} isDraw
 */
function putTargets(isDraw) {
  const settings = place(".settings");
  settings.className = `settings st-key-${isDraw ? "settings" : "network_settings"}`;
  const targets = [place(".st-key-pinned"), place(".st-key-target")];
  const isMoved = settings.contains(targets[0]);
  if (isDraw && isMoved) place(".frame-activations").after(...targets);
  if (!isDraw && !isMoved) settings.append(...targets); // only once: what is moved loses the focus
}
