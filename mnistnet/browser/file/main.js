// @ts-check
// The page in one file: what is drawn and chosen goes to live.js, which answers, and its answers to the
// charts or to the picture of the network. It has the place that Python has on the page.

import mountKeys from "../keys.js";
import mountLive, * as live from "../live.js";
import { networkNamed, shipped } from "../networks.js";
import { isFrozen, mountButtons } from "../presenting.js";
import { prepare } from "../reading.js";
import { showScaleOn } from "../scale.js";
import { decodeDrawing } from "../strokes.js";
import * as charts from "./charts.js";
import { choose, chosen, readAddress } from "./choices.js";
import { offerOwn, ownNetwork } from "./own.js";
import * as picture from "./picture.js";
import { offerLink } from "./share_link.js";
import { Sheet } from "./sheet.js";
import { radios } from "./widgets.js";
import { speak, t, told } from "./words.js";

const SEVEN = 7; // what the hint shows
const DOT = 8; // pixels: what is smaller is not read (reading.js)
const PAUSE = 300; // ms without another change

const place = (/** @type {string} */ selector) =>
  /** @type {HTMLElement} */ (document.querySelector(selector));
const view = place(".view");
const picturePlace = place(".st-key-network_picture");
const sheet = new Sheet(
  /** @type {HTMLCanvasElement} */ (place("canvas.surface")),
  () => chosen.pen,
  (drawing) => {
    isDamaged = false;
    choose({ drawing });
  },
);

let isDamaged = false; // the drawing in the address
let isBroken = false; // live.js
let describing = 0;

/** The words that live.js answers in. */
function liveWords() {
  return {
    live: "",
    next: t("draw.next"),
    not_sure: t("draw.not_sure"),
    error_title: t("draw.squared_error_of"),
    assumed: t("target.assumed"),
    winner_mark: t("mark.winner"),
    target_mark: t("mark.target"),
    both_mark: t("mark.both"),
    sure: told.sure,
  };
}

live.answerInCharts({
  show: charts.show,
  settle: charts.settle,
  giveUp() {
    isBroken = true;
    charts.settle();
    refresh();
  },
});

/** Whether the drawing can be read; Python's part on the page is to say that it cannot. */
function unreadable() {
  const { strokes, widths } = decodeDrawing(chosen.drawing);
  if (isBroken) return t("file.broken");
  if (isDamaged) return t("error.address_unreadable");
  if (prepare(strokes, widths, chosen.preparation)) return "";
  const places = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const isLong = places.some((all) => Math.max(...all) - Math.min(...all) >= DOT);
  return isLong && chosen.preparation === "mnist"
    ? t("error.path_too_long", { limit: 200_000 })
    : t("error.nothing_drawn");
}

/** Shows what is chosen everywhere, and has it answered; not while the page is frozen. */
function refresh() {
  speak(chosen.language);
  if (isFrozen()) return;
  const why = unreadable();
  const isDraw = chosen.view === "draw";
  view.className = `view st-key-${isDraw ? "draw" : "network_page"}`;
  say();
  offer(isDraw);
  charts.tell(why, targetState());
  mountLive({ ...nowhere, data: liveWords() });
  const network = networkOf(chosen.network);
  if (!network) return;
  const news = {
    network: network.name,
    preparation: chosen.preparation,
    pen: chosen.pen,
    target: chosen.target,
    drawing: why ? chosen.drawing : "", // that has been answered: with these words
    taken: 0,
  };
  if (isDraw) picture.leave(picturePlace);
  else picture.show(picturePlace, network, news, why, live.answerNow());
  if (isDraw) live.hear(news);
  clearTimeout(describing);
  if (!isDraw) describing = setTimeout(describe, PAUSE);
  /** What is shown by then, for those who do not see it. */
  function describe() {
    if (network && chosen.view === "network" && !isFrozen())
      picture.show(picturePlace, network, news, why, live.answerNow());
  }
}

/** What the true digit is, and why. */
function targetState() {
  const [{ target }, winner] = [chosen, live.answerNow()?.winner];
  if (target !== null) return t("target.chosen", { digit: target });
  return winner === undefined ? t("target.none") : t("target.assumed", { digit: winner });
}

const nowhere = { parentElement: document.body, setStateValue() {}, setTriggerValue() {} };

/** @param {string} key */
function networkOf(key) {
  const known = told.networks.find((network) => network.key === key);
  return known ? networkNamed(known.number) : (ownNetwork() ?? undefined);
}

/** What the page says, in its language. */
function say() {
  const isDraw = chosen.view === "draw";
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
  mountKeys({
    ...nowhere,
    parentElement: place(".st-key-keys"),
    data: { words: t(isDraw ? "draw.keys" : "network_page.keys") },
  });
}

/** The language that is not spoken: there are two. */
function other() {
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
    t("target.label", { state: target === null ? t("target.none") : targetState() }),
    Array.from({ length: 10 }, (_, value) => ({ value, words: String(value) })),
    target,
    (digit) => choose({ target: digit === target ? null : digit }),
  );
  const [low, high] = told.pens;
  const pen = /** @type {HTMLInputElement} */ (place(".st-key-pen input"));
  Object.assign(pen, { min: String(low), max: String(high), value: String(chosen.pen) });
  place(".st-key-pen output").textContent = String(chosen.pen);
  /** @type {HTMLInputElement} */ (place(".st-key-pinned input")).checked = chosen.pinned;
  const settings = place(".settings");
  settings.className = `settings st-key-${isDraw ? "settings" : "network_settings"}`;
  // On Draw each target stands under its bars, on Network beside what else is chosen.
  const targets = [place(".st-key-target"), place(".st-key-pinned")];
  if (isDraw) place(".frame-activations").after(...targets);
  else settings.append(...targets);
  const hint = place(".hint");
  hint.style.visibility = target === null || target === SEVEN ? "" : "hidden";
}

/** What the buttons do that stand there from the start. */
function listen() {
  place(".st-key-undo button").onclick = () => sheet.undo();
  place(".st-key-clear button").onclick = () => {
    if (!chosen.pinned) chosen.target = null;
    sheet.clear();
  };
  place(".st-key-pen input").oninput = ({ target }) =>
    choose({ pen: Number(/** @type {HTMLInputElement} */ (target).value) });
  place(".st-key-pinned input").onchange = ({ target }) =>
    choose({ pinned: /** @type {HTMLInputElement} */ (target).checked });
  place("button[name=language]").onclick = () => choose({ language: other() });
  place("button[name=share]").onclick = offerLink;
  place("button[name=own]").onclick = () => offerOwn(() => choose({ network: "own" }));
  const samples = /** @type {HTMLDetailsElement} */ (place(".samples"));
  place(".samples .ten").append(
    ...told.samples.map((text, digit) => {
      const button = document.createElement("button");
      return Object.assign(button, {
        type: "button",
        textContent: String(digit),
        onclick() {
          samples.open = false;
          sheet.show(text);
        },
      });
    }),
  );
  addEventListener("pointerdown", ({ target }) => {
    if (!samples.contains(/** @type {Node} */ (target))) samples.open = false;
  });
  addEventListener("hashchange", read);
  document.addEventListener("choice-changed", refresh);
  document.addEventListener("network-arrived", refresh);
  document.addEventListener("presenting-changed", refresh);
  document.addEventListener("scale-changed", live.showAgain);
}

/** Takes what the address says. */
function read() {
  const isWhole = readAddress();
  sheet.show(chosen.drawing);
  if (isWhole) return;
  isDamaged = true;
  refresh();
}

listen();
read();
showScaleOn(place(".magnify"));
shipped.catch(() => refresh());
