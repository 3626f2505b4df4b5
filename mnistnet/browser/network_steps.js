// @ts-check
// The bar under the network's picture: one step after the other, by buttons, arrow keys and a
// presenter's remote, whose keys are Page Up and Page Down.

import { isForThePage } from "./keys.js";
import { isPresenting } from "./presenting.js";

/**
 * As ui/network/picture.py tells it.
 * @typedef {{ name: string, title: string, words: string, formula: string, shapes: string,
 *   line: string }} Step
 */

/** The steps by their number. */
export const STEP = { drawn: 1, prepared: 2, x: 3, z1: 4, a1: 5, z2: 6, a2: 7, error: 8, loss: 9 };

const KEPT = "mnistnet-network-step";
const PAUSE = 3000; // ms between two steps while they play
const OWN_PAGES = "select, [role=slider], [role=listbox], [role=dialog]"; // what Page Up and Down move by themselves
const OWN_ARROWS = `${OWN_PAGES}, input:not([type=checkbox]), [role=radiogroup]`;

const FORWARD = ["ArrowRight", "PageDown"];
const BACK = ["ArrowLeft", "PageUp"];

export class StepBar {
  /**
   * @param {HTMLElement} root that has the places of words and buttons
   * @param {() => void} onMove another step is to be shown
   */
  constructor(root, onMove) {
    this.root = root;
    this.onMove = onMove;
    this.step = kept(); // -1, none in particular: the whole picture
    /** @type {Step[]} */
    this.steps = [];
    /** @type {Record<string, string>} */
    this.words = {};
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.playing = undefined;
    this.part(".step-buttons").innerHTML =
      '<button type="button" class="back"></button><button type="button" class="next"></button>' +
      '<button type="button" class="play"></button><button type="button" class="whole"></button>' +
      '<ol class="dots"></ol>';
    const words = this.part(".step-words");
    words.setAttribute("aria-live", "polite");
    words.innerHTML =
      '<p><b class="step-title"></b> <span class="step-said"></span></p>' +
      '<p class="step-formula"><span class="formula"></span><span class="shapes"></span>' +
      "<code></code></p>";
    const press = (/** @type {string} */ name, /** @type {() => void} */ action) => {
      this.part(`.${name}`).onclick = action;
    };
    press("back", () => this.go(this.step < 0 ? this.steps.length - 1 : this.step - 1));
    press("next", () => this.go(this.step + 1));
    press("play", () => this.play());
    press("whole", () => this.go(-1));
    this.listening = new AbortController();
    document.addEventListener("keydown", (event) => this.press(event), {
      signal: this.listening.signal,
    });
  }

  /**
   * @param {Step[]} steps
   * @param {Record<string, string>} words
   */
  tell(steps, words) {
    this.steps = steps;
    if (!steps[this.step]) this.step = -1;
    this.words = words;
    const dots = this.part(".dots");
    dots.replaceChildren(
      ...steps.map(({ title }, i) => {
        const dot = document.createElement("li");
        const button = Object.assign(document.createElement("button"), {
          type: "button",
          title,
          onclick: () => this.go(i),
        });
        button.setAttribute("aria-label", title);
        dot.append(button);
        return dot;
      }),
    );
    this.show();
  }

  /** Whether no step in particular is shown, but all of them. */
  get isWhole() {
    return this.step < 0;
  }

  /** How many steps are shown. */
  get index() {
    return this.isWhole ? this.steps.length : this.step + 1;
  }

  /** @param {number} step past the last, or -1: the whole picture */
  go(step, isPlayed = false) {
    if (!isPlayed) this.pause();
    this.step = step >= this.steps.length ? -1 : Math.max(step, -1);
    if (this.isWhole) this.pause();
    keep(this.step);
    this.show();
    this.onMove();
  }

  play() {
    if (this.playing) return this.pause();
    this.playing = setInterval(() => this.go(this.step + 1, true), PAUSE);
    this.go(0, true);
  }

  pause() {
    clearInterval(this.playing);
    this.playing = undefined;
    this.show();
  }

  end() {
    clearInterval(this.playing);
    this.listening.abort();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const by = FORWARD.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    const focused = event.composedPath()[0];
    const isPage = event.key.startsWith("Page");
    const isOwn = focused instanceof Element && focused.closest(isPage ? OWN_PAGES : OWN_ARROWS);
    if (!by || isOwn || event.shiftKey || !isForThePage(event)) return;
    if (isPage && this.isWhole && !isPresenting() && scrolls()) return;
    event.preventDefault();
    if (by > 0) this.go(this.step + 1);
    else this.go(this.isWhole ? this.steps.length - 1 : this.step - 1);
  }

  show() {
    const { back, next, play, pause, whole } = this.words;
    const step = this.steps[this.step];
    const label = (/** @type {string} */ name, /** @type {string} */ words) => {
      const element = this.part(`.${name}`);
      if (element.dataset.said === words) return; // only once, so that it can be translated
      element.textContent = element.dataset.said = words;
    };
    label("back", back);
    label("next", next);
    label("play", this.playing ? pause : play);
    label("whole", whole);
    this.part(".whole").toggleAttribute("disabled", this.isWhole);
    const place = step ? `${this.step + 1} / ${this.steps.length}  ` : "";
    label("step-title", `${place}${step?.title ?? ""}`);
    label("step-said", step?.words ?? "");
    label("formula", step?.formula ?? "");
    label("shapes", step?.shapes ?? "");
    const code = this.part("code");
    code.textContent = step?.line ?? "";
    code.hidden = !step?.line;
    [...this.part(".dots").children].forEach(({ firstElementChild }, i) => {
      const isNow = i === this.step;
      firstElementChild?.classList.toggle("done", this.isWhole || i <= this.step);
      if (isNow) firstElementChild?.setAttribute("aria-current", "step");
      else firstElementChild?.removeAttribute("aria-current");
    });
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }
}

/** The step that this tab showed before a refresh, or before it went to another page. */
function kept() {
  try {
    return Number(sessionStorage.getItem(KEPT) ?? -1);
  } catch {
    return -1; // a browser that keeps nothing
  }
}

/** @param {number} step */
function keep(step) {
  try {
    sessionStorage.setItem(KEPT, String(step));
  } catch {
    // until the page is left
  }
}

/** Whether a page's key has something to scroll. */
function scrolls() {
  const main = document.querySelector(".stMain");
  return main !== null && main.scrollHeight > 1.2 * main.clientHeight;
}
