// @ts-check
// Weights of one's own, from files; they stay until the page is loaded again.

import { know } from "../networks.js";
import { forward, prepare } from "../reading.js";
import { decodeDrawing } from "../strokes.js";
import { readNetwork, WeightsError } from "./weights_file.js";
import { open } from "./widgets.js";
import { t, told } from "./words.js";

const NAME = 2 ** 32; // no other network's: theirs are of 32 bits

/** @type {import("../reading.js").Network | null} */
let own = null;

/** The visitor's own network, if there is one. */
export const ownNetwork = () => own;

/**
 * Lets the visitor hand over files.
 * @param {() => void} onTaken there is another network
 */
export function offerOwn(onTaken) {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("dialog.own"));
  const [note, label, input, said] = [".note", ".files span", "input", "[role=status]"].map(
    (part) => /** @type {HTMLElement} */ (dialog.querySelector(part)),
  );
  note.textContent = t("file.own_what");
  label.textContent = t("own.files");
  said.textContent = "";
  const field = /** @type {HTMLInputElement} */ (input);
  field.value = "";
  field.onchange = async () => {
    said.textContent = await taken([...(field.files ?? [])], onTaken);
    field.value = ""; // the same file may be chosen again, once it was mended
  };
  open(dialog, t("own.open"), t("label.close"));
}

/**
 * Takes a network, and says what it is or why it cannot be used.
 * @param {File[]} files
 * @param {() => void} onTaken
 */
async function taken(files, onTaken) {
  if (!files.length) return "";
  try {
    const read = await readNetwork(
      await Promise.all(
        files.map(async (file) => ({
          name: file.name,
          bytes: new Uint8Array(await file.arrayBuffer()),
        })),
      ),
    );
    own = { name: NAME, ...read };
  } catch (error) {
    if (error instanceof WeightsError) return t(error.key, error.values);
    console.debug(error);
    return t("file.not_read");
  }
  know(own);
  onTaken();
  const shape = `784-${own.hidden}-10`;
  const names = files.map(({ name }) => name).join(", ");
  const held = t(own.biases ? "own.held_biases" : "own.held", { files: names, shape });
  return `${held}. ${t("sample_check.right", { n: readRight(own) })}`;
}

/**
 * How many of the ten sample drawings a network reads right.
 * @param {import("../reading.js").Network} network
 */
function readRight(network) {
  return told.samples.filter((text, digit) => {
    const { strokes, widths } = decodeDrawing(text);
    const pixels = prepare(strokes, widths, "mnist");
    if (!pixels) return false;
    const { A2 } = forward(network, pixels);
    return A2.indexOf(Math.max(...A2)) === digit;
  }).length;
}
