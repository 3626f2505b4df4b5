// @ts-check
// A tile of the wall: a drawing as the network sees it, and what is read in it.

import { setTranslatable } from "./elements.js";
import { SIDE } from "./reading.js";
import { SIGNS, outcome } from "./wall_order.js";

/**
 * @typedef {import("./wall_order.js").Drawing} Drawing
 * @typedef {import("./wall.js").Told} Told
 */

/**
 * A drawing's tile, with nothing said on it yet.
 * @param {Drawing} drawing
 * @param {(number: number) => void} open what a press on it does
 */
export function newTile(drawing, open) {
  const { number } = drawing;
  const tile = document.createElement("button");
  tile.dataset.number = String(number);
  tile.type = "button";
  tile.onclick = () => open(number);
  const answer = Object.assign(document.createElement("span"), { className: "answer" });
  answer.append(...["i", "span", "b"].map((name) => document.createElement(name)));
  answer.children[0].setAttribute("aria-hidden", "true");
  const who = Object.assign(document.createElement("span"), { className: "who" });
  tile.append(pictureOf(drawing), answer, who);
  return tile;
}

/**
 * Says on a tile what is read in its drawing, and who sent it.
 * @param {HTMLElement} tile
 * @param {Drawing} drawing
 * @param {Told} told
 */
export function sayOn(tile, drawing, { words, only }) {
  const { number, pupil, task, label } = drawing;
  const [sign, heard, answer] = tile.querySelectorAll("i, .answer > span, b");
  const kind = outcome(drawing);
  const winner = drawing.reading ? String(drawing.reading.winner) : "";
  tile.dataset.outcome = drawing.reading ? kind : "";
  setTranslatable(sign, drawing.reading ? SIGNS[kind] : "");
  setTranslatable(heard, drawing.reading ? words[kind] : "");
  const isOther = kind === "wrong" || kind === "fooled";
  setTranslatable(answer, isOther ? `${label}→${winner}` : winner);
  const whose = words.who.replace("{pupil}", String(pupil)).replace("{task}", String(task));
  const instead = only?.find(([one]) => one === number)?.[1];
  setTranslatable(/** @type {Element} */ (tile.lastElementChild), instead ?? whose);
}

/** @param {Drawing} drawing */
function pictureOf({ X }) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  canvas.setAttribute("aria-hidden", "true");
  const image = new ImageData(SIDE, SIDE);
  X.forEach((pixel, i) => image.data.fill(Math.round(255 * pixel), 4 * i, 4 * i + 3));
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}
