// @ts-check
// A class's wall: its drawings as the network sees them, with what the chosen one reads in them.
//
// What comes in hangs at once, unless the page is frozen (presenting.js) or somebody has scrolled into
// the wall: then it waits, and a button says how much. What the teacher hides goes at once in any case.
// A tile is made when its turn to be seen comes, so a wall of thousands is no more than a screen.

import { drawings, latest, lookAt } from "./class_watch.js";
import { setTranslatable } from "./elements.js";
import { networkNamed } from "./networks.js";
import { freeze, isFrozen, isPresenting } from "./presenting.js";
import { forward } from "./reading.js";
import { move, placesIn } from "./wall_motion.js";
import { SIGNS, arranged, columnsFor, readingOf } from "./wall_order.js";
import { newTile, sayOn } from "./wall_tiles.js";

/**
 * @typedef {import("./wall_order.js").Drawing} Drawing
 *
 * @typedef {object} Told
 * @property {string} feed
 * @property {number} network the name of the chosen one
 * @property {import("./wall_order.js").Order} order
 * @property {number} task the one whose drawings hang; 0 for all
 * @property {boolean} shown whether the wall is what one looks at
 * @property {[number, string][] | null} only these drawings, and what is said of each; null for all
 * @property {number | null} counted the revision that the statistics beside it are of, 0 if not of all
 * @property {Record<Words, string>} words
 * @property {Record<keyof typeof SIGNS, string>} signs what each sign says
 *
 * @typedef {"empty" | "none_of_task" | "all_hidden" | "waiting" | "right" | "wrong" | "fooled" | "unknown" | "who" | "task"} Words
 */

const SCREEN = 60; // tiles that are made at a time
const BUSY = 12; // ms of reading until the page may do something else
const RECOUNT = 3000; // ms from news to new statistics

/** @type {import("./figure.js").Place<Told> | undefined} */
let place;
/** @type {Map<number, HTMLButtonElement>} */
const tiles = new Map();
/** @type {WeakMap<HTMLElement, string>} */
const said = new WeakMap(); // of each tile, how it was asked for when that was written
let hanging = new Set(); // numbers of all that have their place, seen or not
let limit = SCREEN;
let turn = 0;
let looks = ""; // how what hangs was asked for
let recount = 0;

const end = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting) || limit >= hanging.size) return;
  limit += SCREEN;
  rehang();
});

/** @param {import("./figure.js").Place<Told>} now */
export default function mount(now) {
  const { data, parentElement } = now;
  if (place?.parentElement !== parentElement) tiles.clear();
  if (place?.data.network !== data.network) forgetReadings();
  place = now;
  lookAt(data.feed);
  part(".waiting").onclick = () => {
    freeze(false);
    part(".wall").scrollIntoView({ block: "nearest" });
    rehang();
  };
  const { feed, network, order, task, only, shown, words } = data;
  const asked = JSON.stringify([feed, network, order, task, only, shown, words]);
  if (asked !== looks) {
    looks = asked;
    limit = SCREEN;
    rehang();
  }
  recountSoon();
  return () => parentElement.isConnected || unmount(parentElement);
}

/** @param {unknown} element */
function unmount(element) {
  if (place?.parentElement !== element) return; // a newer one has taken its place
  place = undefined;
  looks = "";
  tiles.clear();
  lookAt("");
  document.dispatchEvent(new Event("wall-left"));
}

document.addEventListener("class-news", () => {
  if (!place) return;
  takeDownHidden();
  if (isHeld()) sayWaiting();
  else rehang(true);
  recountSoon();
});
document.addEventListener("presenting-changed", () => {
  if (!isFrozen() && place) rehang();
  recountSoon();
});
document.addEventListener("network-arrived", () => place && rehang());
addEventListener("resize", () => place && fillScreen());
document.addEventListener("scroll", () => place && isWaiting() && !isHeld() && rehang(), {
  capture: true,
  passive: true,
});

/** @param {string} name */
function part(name) {
  return /** @type {HTMLElement} */ (place?.parentElement.querySelector(name));
}

function isHeld() {
  return isFrozen() || (place?.data.shown && part(".tiles").getBoundingClientRect().top < 0);
}

function isWaiting() {
  return !part(".waiting").hidden;
}

/** The drawings that are to hang, of all tasks or of one. */
function asked() {
  const chosen = place?.data.task;
  return [...drawings.values()].filter(({ task }) => !chosen || task === chosen);
}

/** The wall's drawings that have no place yet. */
function nWaiting() {
  return asked().filter(({ number }) => !hanging.has(number)).length;
}

function sayWaiting() {
  const n = place?.data.only ? 0 : nWaiting();
  const button = part(".waiting");
  button.hidden = !n;
  setTranslatable(button, n ? String(place?.data.words.waiting.replace("{n}", String(n))) : "");
}

function takeDownHidden() {
  for (const [number, tile] of tiles)
    if (!drawings.has(number)) {
      tile.remove();
      tiles.delete(number);
      hanging.delete(number);
    }
}

/**
 * Gives every drawing its place, once all that decides it has been read.
 * @param {boolean} [isNews] which moves calmly
 */
async function rehang(isNews = false) {
  const mine = ++turn;
  const { order, only } = /** @type {Told} */ (place?.data);
  const listed = only?.map(([number]) => drawings.get(number)).filter((drawing) => !!drawing);
  if (!listed && order === "worst") {
    let until = performance.now() + BUSY;
    for (const drawing of asked()) {
      read(drawing);
      if (performance.now() < until) continue;
      await new Promise((take) => setTimeout(take));
      if (mine !== turn || !place) return;
      until = performance.now() + BUSY;
    }
  }
  hang(listed ?? arranged(asked(), order), isNews);
}

/**
 * @param {Drawing[]} all
 * @param {boolean} isNews
 */
function hang(all, isNews) {
  const list = part(".tiles");
  const seen = all.slice(0, limit);
  const before = isNews ? placesIn(list) : null;
  hanging = new Set(all.map(({ number }) => number));
  seen.forEach((drawing, i) => {
    const tile = tileOf(drawing);
    if (list.children[i] !== tile) list.insertBefore(tile, list.children[i] ?? null);
  });
  while (list.children.length > seen.length) {
    const last = /** @type {HTMLElement} */ (list.lastElementChild);
    tiles.delete(Number(last.dataset.number));
    last.remove();
  }
  list.toggleAttribute("data-contested", Boolean(place?.data.only));
  fillScreen();
  explain();
  if (before) move(list, before);
  sayWaiting();
  end.disconnect();
  end.observe(part(".end")); // anew, as it may still be in sight
}

/** Makes the tiles of few drawings as large as the screen lets them be. */
function fillScreen() {
  const list = part(".tiles");
  const isAll = place?.data.shown && !place.data.only;
  const letters = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const rem = isPresenting() ? 0.75 * letters : letters; // as much smaller is what stands on tiles there
  const { top, width } = list.getBoundingClientRect();
  const scrolled = list.closest("[data-testid=stMain]")?.scrollTop ?? 0;
  const room = (innerHeight - top - scrolled) / rem;
  const columns = isAll && columnsFor(hanging.size, width / rem, room, isPresenting());
  list.style.gridTemplateColumns = columns ? `repeat(${columns}, minmax(0, 1fr))` : "";
}

/** Says what the signs on the tiles mean, or why there are no tiles. */
function explain() {
  const { only, signs, task, words } = /** @type {Told} */ (place?.data);
  const news = latest();
  const isOfTask = Boolean(task && news?.n_drawings);
  part(".empty").hidden = hanging.size > 0 || !(news?.n_drawings === 0 || isOfTask);
  const why = news?.n_hidden ? words.all_hidden : words.empty;
  setTranslatable(part(".empty"), isOfTask ? words.none_of_task : why);
  const kinds = /** @type {(keyof typeof SIGNS)[]} */ (Object.keys(SIGNS));
  const legend = kinds.map((kind) => `${SIGNS[kind]}\u00a0${signs[kind]}`).join(" · ");
  const lead = only || !words.task ? "" : `${words.task} · `; // statistics say it over all of theirs
  setTranslatable(part(".signs"), hanging.size ? lead + legend : "");
}

/** @param {Drawing} drawing */
function tileOf(drawing) {
  const tile = tiles.get(drawing.number) ?? newTile(drawing, open);
  tiles.set(drawing.number, tile);
  read(drawing);
  const now = `${looks} ${drawing.label} ${Boolean(drawing.reading)}`;
  if (said.get(tile) !== now) sayOn(tile, drawing, /** @type {Told} */ (place?.data));
  said.set(tile, now);
  return tile;
}

/** @param {number} number */
function open(number) {
  place?.setTriggerValue("opened", number);
}

/** @param {Drawing} drawing */
function read(drawing) {
  const network = networkNamed(Number(place?.data.network));
  if (drawing.reading || !network) return;
  drawing.reading = readingOf(forward(network, drawing.X).A2, drawing.label);
}

function forgetReadings() {
  for (const drawing of drawings.values()) drawing.reading = null;
}

/** Has the statistics follow, not more often than one can read them. */
function recountSoon() {
  if (recount || !isBehind()) return;
  recount = setTimeout(() => {
    recount = 0;
    if (isBehind()) place?.setTriggerValue("changed", latest()?.revision);
  }, RECOUNT);
}

function isBehind() {
  const counted = place?.data.counted;
  return typeof counted === "number" && counted < (latest()?.revision ?? 0) && !isFrozen();
}
