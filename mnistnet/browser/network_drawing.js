// @ts-check
// Draws the network: units and numbers as SVG, over what network_painting.js paints on a canvas.
// It draws what it is told and keeps nothing but its own elements.

import { setText } from "./elements.js";
import { Painting } from "./network_painting.js";
import { STEP } from "./network_steps.js";
import { SIDE } from "./reading.js";

/** @typedef {import("./network_lines.js").Line} Line */
/** @typedef {[number, number]} Place */

/**
 * As charts/network_layout.py tells it.
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {[number, number, number]} image
 * @property {[number, number, number, number]} strip
 * @property {Place[]} units
 * @property {number} unit radius
 * @property {Place | null} number from a unit's centre to its number
 * @property {Place[]} ones
 * @property {number} one radius
 * @property {Place[]} outputs
 * @property {number} output radius
 * @property {Record<"name" | "value" | "target" | "error", Place>} values
 * @property {[number, number] | null} bar
 * @property {Record<string, [number, number, string]>} heads
 * @property {number} letters
 */

/**
 * What is to be seen.
 * @typedef {object} Scene
 * @property {ArrayLike<number>} pixels 784, 0 (paper) to 1 (ink)
 * @property {ArrayLike<number> | null} before the same as drawn, on the way to `pixels`
 * @property {ArrayLike<number> | null} weights 784 in place of the pixels
 * @property {number} weightsLimit what they are at most, by size
 * @property {Shade[]} units
 * @property {Output[]} outputs
 * @property {number} step how many steps are shown, the last of them in part
 * @property {number} part of the last step, 0 to 1
 * @property {Drawn[]} lines
 * @property {Record<string, string>} heads
 * @property {Place | null} marked where the pixel stands that is looked at
 */

/**
 * @typedef {object} Drawn a line and where it is drawn
 * @property {Line} line
 * @property {0 | 1} layer
 * @property {Place} start
 * @property {Place} end
 * @property {number} share of the largest weight, 0 to 1
 *
 * @typedef {object} Shade
 * @property {number | null} value 0 to 1, or of a sum -1 to 1; null before it is known
 * @property {string} number
 * @property {boolean} isSum whose sign is shown
 * @property {boolean} isMarked
 */

/**
 * @typedef {Shade & { bar: number, target: string, error: string,
 *   isWinner: boolean, isTarget: boolean }} Output
 */

const SVG = "http://www.w3.org/2000/svg";
const MIDDLE = ["name", "target"];

export class Drawing {
  /**
   * @param {HTMLElement} stage
   * @param {Layout} layout
   */
  constructor(stage, layout) {
    this.stage = stage;
    this.layout = layout;
    const { width, height, letters } = layout;
    stage.style.aspectRatio = `${width} / ${height}`;
    this.painting = new Painting(stage, layout);
    this.svg = element("svg", { viewBox: `0 0 ${width} ${height}`, "font-size": letters });
    stage.replaceChildren(this.painting.canvas, this.svg);
    this.heads = Object.fromEntries(
      Object.entries(layout.heads).map(([name, [x, y, anchor]]) => [
        name,
        this.add("text", { class: `head head-${name}`, x, y, "text-anchor": anchor }),
      ]),
    );
    const circle = (/** @type {string} */ kind, /** @type {number} */ r) => {
      return ([cx, cy] = [0, 0]) => this.add("circle", { class: kind, cx, cy, r });
    };
    this.units = layout.units.map(circle("unit", layout.unit));
    this.numbers = layout.number && layout.units.map(this.addNumber, this);
    this.ones = layout.ones.map(circle("one", layout.one));
    this.oneNumbers = layout.ones.map(([x, y]) => {
      const number = this.add("text", { class: "one-number", x, y, "text-anchor": "middle" });
      number.textContent = "1";
      return number;
    });
    this.outputs = layout.outputs.map((place, k) => this.addOutput(place, k));
    const side = layout.image[2] / SIDE;
    this.mark = this.add("rect", { class: "mark", width: side, height: side });
  }

  /**
   * @param {string} tag
   * @param {Record<string, string | number>} attributes
   */
  add(tag, attributes) {
    return this.svg.appendChild(element(tag, attributes));
  }

  /** @param {Place} place of a hidden unit */
  addNumber([x, y]) {
    const [across, down] = this.layout.number ?? [0, 0];
    return this.add("text", { class: "number", x: x + across, y: y + down });
  }

  /**
   * @param {Place} place
   * @param {number} k
   */
  addOutput([x, y], k) {
    const { bar, output, values } = this.layout;
    const circle = this.add("circle", { class: "output", cx: x, cy: y, r: output });
    const numbers = Object.fromEntries(
      Object.entries(values).map(([name, [across, down]]) => {
        const anchor = bar && !MIDDLE.includes(name) ? "end" : "middle";
        const place = { x: x + across, y: y + down, "text-anchor": anchor };
        return [name, this.add("text", { class: `number ${name}`, ...place })];
      }),
    );
    numbers.name.textContent = String(k);
    const length = bar && this.add("rect", { class: "bar", x: x + bar[0], y: y - 6, height: 12 });
    return { circle, numbers, length };
  }

  /** @param {Scene} scene */
  show(scene) {
    this.painting.paint(scene);
    const { units, outputs, step, part, heads } = scene;
    for (const [name, head] of Object.entries(this.heads)) setText(head, heads[name]);
    units.forEach((shade, i) => {
      look(this.units[i], shade);
      if (this.numbers) setText(this.numbers[i], shade.number);
    });
    outputs.forEach(({ bar, target, error, isWinner, isTarget, ...shade }, k) => {
      const { circle, numbers, length } = this.outputs[k];
      look(circle, shade);
      set(circle, "data-is", isWinner ? "winner" : "");
      set(numbers.name, "data-is", isWinner ? "winner" : "");
      set(numbers.target, "data-is", isTarget ? "target" : "");
      setText(numbers.value, shade.number);
      setText(numbers.target, target);
      setText(numbers.error, error);
      if (length) set(length, "width", (bar * (this.layout.bar?.[1] ?? 0)).toFixed(2));
    });
    [STEP.x, STEP.a1].forEach((first, layer) => {
      for (const part of [this.ones[layer], this.oneNumbers[layer]])
        if (part) set(part, "visibility", step >= first ? "visible" : "hidden");
    });
    set(this.svg, "data-step", String(step));
    this.svg.classList.toggle("moving", part < 1);
    const { marked } = scene;
    set(this.mark, "visibility", marked ? "visible" : "hidden");
    if (marked) {
      set(this.mark, "x", String(marked[0]));
      set(this.mark, "y", String(marked[1]));
    }
  }
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function element(tag, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/**
 * @param {SVGElement} circle
 * @param {Shade} shade
 */
function look(circle, { value, isSum, isMarked }) {
  const grey = Math.round(255 * (value ?? 0));
  const share = Math.round(100 * Math.min(Math.abs(value ?? 0), 1));
  const colour = (value ?? 0) < 0 ? "var(--st-blue-color)" : "var(--st-red-color)";
  const fill = isSum
    ? `color-mix(in srgb, ${colour} ${share}%, var(--st-background-color))`
    : `rgb(${grey}, ${grey}, ${grey})`;
  const said = value === null ? "none" : fill;
  if (circle.style.fill !== said) circle.style.fill = said;
  set(circle, "data-marked", isMarked ? "yes" : "");
  set(circle, "data-sign", isSum ? (Number(value) < 0 ? "minus" : "plus") : "");
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
