// @ts-check
// What stands over a class's wall: its present task, who is there, whether the line holds.

import { latest, lineNow, lookAt } from "./class_watch.js";
import { filled, setTranslatable } from "./elements.js";
import { freeze, isFrozen } from "./presenting.js";

/**
 * @typedef {object} Told
 * @property {string} feed
 * @property {Record<string, string>} tasks sentences by the task's kind
 * @property {Record<"counts" | "freeze" | "go_on" | "away" | "closed", string>} words
 */

/** @type {import("./figure.js").Place<Told> | undefined} */
let place;

/** @param {import("./figure.js").Place<Told>} now */
export default function mount(now) {
  place = now;
  const button = /** @type {HTMLButtonElement} */ (part("button"));
  button.onclick = () => freeze(!isFrozen());
  lookAt(now.data.feed);
  say();
}

for (const kind of ["class-news", "presenting-changed"]) document.addEventListener(kind, say);
document.addEventListener("class-line", () => {
  say();
  if (lineNow() === "closed") place?.setTriggerValue("closed", Date.now());
});

function say() {
  if (!place?.parentElement.isConnected) return;
  const { tasks, words } = place.data;
  const [news, line] = [latest(), lineNow()];
  const about = /** @type {Record<string, unknown>} */ ({ ...news, ...news?.task });
  setTranslatable(part(".task"), news ? filled(tasks[news.task.kind], about) : "");
  setTranslatable(part(".counts"), news ? filled(words.counts, about) : "");
  setTranslatable(part(".line"), line && line !== "here" ? words[line] : "");
  setTranslatable(part("button"), isFrozen() ? words.go_on : words.freeze);
}

/** @param {string} name */
function part(name) {
  return /** @type {HTMLElement} */ (place?.parentElement.querySelector(name));
}
