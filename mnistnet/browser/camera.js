// @ts-check
// A photograph in place of a drawing: by file, which on a telephone may be its camera, by paste or by drop.
// Large ones are made smaller here, which also turns into JPEG what this browser alone can read. The
// photograph lies over the canvas with a button for each digit that Python found, until something is
// drawn; it is uploaded once and kept nowhere else (ui/draw/camera.py).

import { canvasRoot } from "./canvas.js";

/**
 * What `camera` in ui/draw/camera.py tells.
 * @typedef {object} Told
 * @property {string} address where to upload a photograph, below the page's own
 * @property {string} visit
 * @property {number} taken the number of the canvas's report that Python took last
 * @property {string} label
 * @property {number} sent which of those that this browser sent Python shows, 0 for none
 * @property {string} mark the photograph's own
 * @property {Found[]} found
 * @property {number} chosen the digit that the pages are about, from 1
 *
 * @typedef {{ box: [number, number, number, number], read: string, label: string }} Found
 * box: left, top, right, bottom in parts of the photograph
 *
 * @typedef {import("./figure.js").Place<Told>} Place
 * @typedef {{ url: string, width: number, height: number }} Picture
 */

const LONGEST = 1600; // pixels of a side that Python gets at most
const LARGE = 2_000_000; // bytes
const AS_IT_IS = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const FREE = "[data-testid=stFileUploader], [data-testid=stDialog]"; // files that are not for the canvas

/** @type {Place | undefined} */
let place;
let nSent = 0;
/** @type {Map<number, Picture>} */
const pictures = new Map(); // that were sent, by their numbers
let isDrawnOver = false;

/** @param {Place} now */
export default function mount(now) {
  place = now;
  const { data, parentElement } = now;
  for (const [number, { url }] of pictures) {
    if (number >= data.sent) continue;
    URL.revokeObjectURL(url);
    pictures.delete(number);
  }
  isDrawnOver = false;
  const open = /** @type {HTMLButtonElement} */ (parentElement.querySelector("button"));
  open.title = open.ariaLabel = data.label;
  open.onclick = choose;
  show();
  return () => {
    if (!parentElement.isConnected && place?.parentElement === parentElement) place = undefined;
  };
}

/** Asks for a file, or on a telephone for one from its camera; the field is there for as long. */
function choose() {
  const field = document.createElement("input");
  field.type = "file";
  field.accept = "image/*";
  field.hidden = true;
  field.oncancel = () => field.remove();
  field.onchange = () => {
    take(field.files?.[0]);
    field.remove();
  };
  place?.parentElement.append(field); // Safari asks for none that stands nowhere
  field.click();
}

/** @param {File | undefined} file */
async function take(file) {
  if (!file || !place) return;
  const { visit, address } = place.data;
  busy(true);
  const { blob, picture } = await smaller(file);
  const form = new FormData();
  form.append("file", blob, file.name || "photograph");
  const url = new URL(address, document.baseURI);
  await fetch(url, { method: "PUT", body: form }).catch(() => undefined);
  const number = (nSent += 1);
  if (picture) pictures.set(number, picture);
  busy(false);
  place?.setTriggerValue("sent", { visit, number }); // also where nothing came: Python says so
}

/** @param {boolean} isBusy */
function busy(isBusy) {
  place?.parentElement.querySelector("button")?.setAttribute("aria-busy", String(isBusy));
}

/**
 * Returns what to upload of a file, and how it looks; what the browser cannot read goes as it is.
 * @param {File} file
 * @returns {Promise<{ blob: Blob, picture?: Picture }>}
 */
async function smaller(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!image) return { blob: file };
  const times = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) =>
    Math.max(1, Math.round(side * times)),
  );
  const isFine = times === 1 && file.size < LARGE && AS_IT_IS.includes(file.type);
  const blob = (isFine ? undefined : await drawnAgain(image, width, height)) ?? file;
  return { blob, picture: { url: URL.createObjectURL(blob), width, height } };
}

/**
 * @param {ImageBitmap} image
 * @param {number} width
 * @param {number} height
 * @returns {Promise<Blob | null>}
 */
function drawnAgain(image, width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paper.fillStyle = "#ffffff"; // JPEG has nothing transparent
  paper.fillRect(0, 0, width, height);
  paper.drawImage(image, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
}

/** Shows the photograph over the canvas, if the pages are about it. */
function show() {
  const over = canvasRoot()?.querySelector(".photograph");
  if (!(over instanceof HTMLElement)) return;
  const { sent = 0, found = [], chosen = 0 } = place?.data ?? {};
  const picture = isDrawnOver ? undefined : pictures.get(sent);
  over.hidden = !picture;
  over.replaceChildren();
  if (!picture) return;
  const image = document.createElement("img");
  image.alt = "";
  image.src = picture.url;
  const sheet = document.createElement("div");
  const { width, height } = picture;
  sheet.className = "sheet";
  sheet.style.width = `${(100 * width) / Math.max(width, height)}%`;
  sheet.style.height = `${(100 * height) / Math.max(width, height)}%`;
  const frames = found.map((one, i) => frame(one, i + 1, chosen));
  sheet.append(image, ...(frames.length > 1 ? frames : []));
  over.append(sheet);
}

/**
 * @param {Found} found
 * @param {number} number
 * @param {number} chosen
 */
function frame({ box, read, label }, number, chosen) {
  const [left, top, right, bottom] = box.map((part) => 100 * part);
  const button = document.createElement("button");
  const word = button.appendChild(document.createElement("span"));
  word.textContent = read;
  button.title = label;
  button.ariaPressed = String(number === chosen);
  button.style.left = `${left}%`;
  button.style.top = `${top}%`;
  button.style.width = `${right - left}%`;
  button.style.height = `${bottom - top}%`;
  button.onclick = () => place?.setTriggerValue("chosen", { mark: place.data.mark, number });
  return button;
}

document.addEventListener("canvas-stands", show);
document.addEventListener("drawing-changed", (event) => {
  const { number, drawing } = /** @type {CustomEvent} */ (event).detail;
  if (!place || (!drawing && number <= place.data.taken)) return;
  isDrawnOver = true;
  show();
});
document.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find(({ type }) =>
    type.startsWith("image/"),
  );
  if (!place || !file) return;
  event.preventDefault();
  take(file);
});
for (const kind of ["dragover", "drop"])
  document.addEventListener(kind, (event) => {
    const { dataTransfer, target } = /** @type {DragEvent} */ (event);
    const isTheirs = target instanceof Element && target.closest(FREE);
    if (!place || isTheirs || !dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // the browser would go to the file
    if (kind === "drop") take(dataTransfer.files[0]);
  });
