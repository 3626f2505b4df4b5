// @ts-check
// What the file carries besides modules (html_file.py): words in each language, networks, samples, steps.

/**
 * @typedef {object} Told
 * @property {Record<string, Record<string, string>>} words by language, then by key
 * @property {Record<string, string>} languages their own names
 * @property {{ key: string, label: string, number: number }[]} networks the number is in networks.bin
 * @property {string[]} samples ten digits, as the address writes a drawing
 * @property {Record<"plain" | "biases", Omit<import("../network_steps.js").Step, "title" | "words">[]>} steps
 *   of networks without and with biases
 * @property {number} nLines of each layer that the picture draws
 * @property {number} mostUnits that it draws
 * @property {number} sure
 * @property {[number, number]} pens the narrowest and the widest
 */

const text = document.getElementById("told")?.textContent ?? "";
export const told = /** @type {Told} */ (JSON.parse(text));

let language = navigator.language.startsWith("ko") ? "ko" : "en";

export const languageNow = () => language;

/** @param {string} now */
export function speak(now) {
  language = now;
  document.documentElement.lang = now;
}

/**
 * The words of a key in the language that is spoken.
 * @param {string} key
 * @param {Record<string, unknown>} [values] in place of the names in braces; with a comma behind the name
 *   thousands are told apart
 */
export function t(key, values) {
  const words = told.words[language][key];
  if (words === undefined) throw new Error(`no words: ${key}`);
  if (!values) return words;
  return words.replace(/\{(\w+)(:,[^}]*)?\}/g, (_, name, isLong) =>
    isLong ? Math.round(Number(values[name])).toLocaleString("en") : String(values[name]),
  );
}
