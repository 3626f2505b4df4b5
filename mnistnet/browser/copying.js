// @ts-check
// Copies a matrix or a column as text. The server writes the text when it is asked for: W1 alone would
// be more than all the rest of the page.

import { copied } from "./clipboard.js";

/**
 * @typedef {object} Copying
 * @property {string[]} names of what can be copied
 * @property {string[]} formats
 * @property {Record<"of" | "copied" | "by_hand", string>} words
 * @property {{ asked: string, text: string } | null} written what was asked for last
 */

/** @type {Map<string, (text: string) => void>} */
const awaited = new Map();

let presses = 0; // the same may be asked for again

/** @param {import("./figure.js").Place<Copying>} place */
export default function mount({ data, parentElement, setTriggerValue }) {
  const { names, formats, words, written } = data;
  if (written) {
    awaited.get(written.asked)?.(written.text);
    awaited.delete(written.asked);
  }
  const [rows, field, said] = [".rows", "textarea", "p"].map(
    (part) => /** @type {HTMLElement} */ (parentElement.querySelector(part)),
  );
  const told = JSON.stringify([names, formats, words]);
  if (rows.dataset.told === told) return;
  rows.dataset.told = told;
  rows.replaceChildren(...names.map(rowOf));

  /** @param {string} name */
  function rowOf(name) {
    const row = document.createElement("span");
    row.append(name, ...formats.map((format) => buttonOf(name, format)));
    return row;
  }

  /**
   * @param {string} name
   * @param {string} format
   */
  function buttonOf(name, format) {
    const button = Object.assign(document.createElement("button"), { textContent: format });
    button.setAttribute("aria-label", words.of.replace("{name}", name).replace("{format}", format));
    button.onclick = async () => {
      const asked = `${name} ${format} ${++presses}`;
      /** @type {Promise<string>} */
      const text = new Promise((resolve) => awaited.set(asked, resolve));
      setTriggerValue("asked", asked);
      field.hidden = true;
      const isThere = await copied(text, /** @type {HTMLTextAreaElement} */ (field));
      field.hidden ||= isThere;
      said.textContent = (isThere ? words.copied : words.by_hand).replace("{name}", name);
    };
    return button;
  }
}
