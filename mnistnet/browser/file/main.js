// @ts-check
// The page in one file: what is drawn and chosen goes to live.js, which answers, and its answers to the
// charts or to the picture of the network. It has the place that Python has on the page.

import { extent, MAX_PATH } from "../ink.js";
import mountLive, * as live from "../live.js";
import { networkNamed, shipped } from "../networks.js";
import { isFrozen } from "../presenting.js";
import { CANVAS_SIDE, DOT, prepare } from "../reading.js";
import { showScaleOn } from "../scale.js";
import { decodeDrawing } from "../strokes.js";
import * as charts from "./charts.js";
import { choose, chosen, MAX_POINTS, MAX_STROKES, readAddress } from "./choices.js";
import { other, place, showChoices, targetState } from "./controls.js";
import { offerOwn, ownNetwork } from "./own.js";
import * as picture from "./picture.js";
import { offerLink } from "./share_link.js";
import { Sheet } from "./sheet.js";
import { mounted } from "./widgets.js";
import { speak, t, told } from "./words.js";

const PAUSE = 300; // ms without another change

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
    two_digits: t("draw.two_digits"),
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

/** Why the drawing cannot be read, "" if it can: Python's part on the page. */
function unreadable() {
  const { strokes, widths } = decodeDrawing(chosen.drawing);
  if (isBroken) return t("file.broken");
  if (isDamaged) return t("error.address_unreadable");
  const points = strokes.flat();
  if (strokes.length > MAX_STROKES) return t("error.too_many_strokes", { limit: MAX_STROKES });
  if (points.length > MAX_POINTS) return t("error.drawing_too_long", { limit: MAX_POINTS });
  if (prepare(strokes, widths, chosen.preparation)) return "";
  const isOnCanvas = points.some((point) =>
    point.every((place) => place >= 0 && place < CANVAS_SIDE),
  );
  if (strokes.length && extent(strokes) < DOT) return t("error.only_a_dot");
  const isRead = strokes.length && (isOnCanvas || chosen.preparation === "mnist");
  return isRead ? t("error.path_too_long", { limit: MAX_PATH }) : t("error.nothing_drawn");
}

/** Shows what is chosen everywhere, and has it answered; not while the page is frozen. */
function refresh() {
  speak(chosen.language);
  if (isFrozen()) return;
  const why = unreadable();
  const isDraw = chosen.view === "draw";
  showChoices();
  charts.tell(why, targetState(live.answerNow()?.winner), chosen.preparation);
  const words = liveWords();
  mountLive(mounted(document.body, words));
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
  clearTimeout(describing);
  if (isDraw) {
    picture.leave(picturePlace);
    live.hear(news);
    return;
  }
  const show = () =>
    picture.show(picturePlace, network, news, why ? null : live.answerNow(), words, why);
  show();
  // What is shown by then, for those who do not see it.
  describing = setTimeout(() => isFrozen() || show(), PAUSE);
}

/** @param {string} key */
function networkOf(key) {
  const known = told.networks.find((network) => network.key === key);
  return known ? networkNamed(known.number) : (ownNetwork() ?? undefined);
}

/** Leaves the target to the answer: it was that of the digit which goes. */
function forgetTarget() {
  if (!chosen.pinned) chosen.target = null;
}

/** What the buttons do that stand there from the start. */
function listen() {
  place(".st-key-undo button").onclick = () => sheet.undo();
  place(".st-key-clear button").onclick = () => {
    forgetTarget();
    sheet.clear();
  };
  place(".st-key-pen input").oninput = ({ target }) =>
    choose({ pen: Number(/** @type {HTMLInputElement} */ (target).value) });
  place(".st-key-pinned input").onchange = ({ target }) =>
    choose({ pinned: /** @type {HTMLInputElement} */ (target).checked });
  place("button[name=language]").onclick = () => choose({ language: other() });
  place("button[name=share]").onclick = offerLink;
  place("button[name=own]").onclick = () => offerOwn(() => choose({ network: "own" }));
  offerSamples();
  addEventListener("popstate", read);
  document.addEventListener("choice-changed", refresh);
  document.addEventListener("network-arrived", refresh);
  document.addEventListener("presenting-changed", refresh);
  document.addEventListener("scale-changed", live.showAgain);
}

/** The ten samples, each by a press; Escape and a press elsewhere close them. */
function offerSamples() {
  const samples = /** @type {HTMLDetailsElement} */ (place(".samples"));
  const close = () => {
    samples.open = false;
    place(".samples summary").focus(); // what had it is gone
  };
  place(".samples .ten").append(
    ...told.samples.map((text, digit) => {
      const button = document.createElement("button");
      return Object.assign(button, {
        type: "button",
        textContent: String(digit),
        onclick() {
          close();
          if (chosen.drawing) forgetTarget();
          sheet.show(text);
        },
      });
    }),
  );
  samples.onkeydown = ({ key }) => {
    if (key === "Escape") close();
  };
  addEventListener("pointerdown", ({ target }) => {
    if (!samples.contains(/** @type {Node} */ (target))) samples.open = false;
  });
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
