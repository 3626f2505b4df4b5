// @ts-check
// A link to copy, and its QR code.

import { copied } from "./clipboard.js";

/**
 * @typedef {object} Link
 * @property {string} link
 * @property {string} svg the QR code, or "" for a link that is too long for one
 * @property {boolean} [secret] whether a room that looks on must not read it
 * @property {Record<"label" | "copy" | "copied" | "by_hand" | "code", string>} words
 */

/** @param {import("./figure.js").Place<Link>} place */
export default function mount({ data: { link, svg, secret, words }, parentElement }) {
  const [field, button, said, code] = ["input", "button", "p", ".code"].map(
    (part) => /** @type {HTMLElement} */ (parentElement.querySelector(part)),
  );
  const input = /** @type {HTMLInputElement} */ (field);
  input.value = link;
  input.toggleAttribute("data-secret", Boolean(secret));
  input.setAttribute("aria-label", words.label);
  input.onfocus = () => input.select();
  button.textContent = words.copy;
  button.onclick = async () => {
    said.textContent = (await copied(Promise.resolve(link), input)) ? words.copied : words.by_hand;
  };
  code.innerHTML = svg;
  code.hidden = !svg;
  code.setAttribute("aria-label", words.code);
}
