// @ts-check
// Draws the network: pixels, the column X and lines on a canvas, units and numbers as SVG over it.
// It draws what it is told and keeps nothing but its own elements.

import { contextOf, setText } from "./elements.js";
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

export const STEP = { drawn: 1, prepared: 2, x: 3, z1: 4, a1: 5, z2: 6, a2: 7, error: 8, loss: 9 };

const SVG = "http://www.w3.org/2000/svg";
const WIDTHS = [0.7, 1.2, 2.2];
const OPACITIES = [0.35, 0.55, 0.85];
const DASHES = [8, 6];
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
    this.canvas = Object.assign(document.createElement("canvas"), { className: "lines" });
    this.canvas.setAttribute("aria-hidden", "true");
    this.svg = element("svg", { viewBox: `0 0 ${width} ${height}`, "font-size": letters });
    stage.replaceChildren(this.canvas, this.svg);
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
    this.image = square(SIDE, SIDE);
    this.column = square(1, SIDE * SIDE);
    this.before = square(SIDE, SIDE);
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
    this.paint(scene);
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

  /** @param {Scene} scene */
  paint({ pixels, before, weights, weightsLimit, step, part, lines }) {
    const { image, strip, width } = this.layout;
    const scale = (this.stage.clientWidth * Math.min(devicePixelRatio, 2)) / width;
    const { canvas } = this;
    const [w, h] = [width, this.layout.height].map((side) => Math.round(side * scale));
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const context = contextOf(canvas);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, this.layout.height);
    context.imageSmoothingEnabled = false;
    this.paintLines(context, lines, step, part); // upright they begin under the image
    const [left, top, side] = image;
    fill(this.image, pixels);
    if (before) fill(this.before, before);
    const moving = step === STEP.prepared ? part : 1;
    const first = before && (step < STEP.prepared || moving < 1) ? before : null;
    context.fillStyle = "#000000";
    context.fillRect(left, top, side, side);
    if (first) this.paintMoving(context, first, pixels, step < STEP.prepared ? 0 : moving);
    else if (weights) {
      const style = getComputedStyle(this.stage);
      const heat = square(SIDE, SIDE);
      fillSigned(heat, weights, weightsLimit, isDark(style));
      context.drawImage(heat, left, top, side, side);
      context.globalAlpha = 0.3;
      context.globalCompositeOperation = isDark(style) ? "lighten" : "darken";
      fill(this.before, pixels, !isDark(style));
      context.drawImage(this.before, left, top, side, side);
      context.globalAlpha = 1;
      context.globalCompositeOperation = "source-over";
    } else context.drawImage(this.image, left, top, side, side);
    if (step >= STEP.x) this.paintColumn(context, step === STEP.x ? part : 1, pixels, strip);
  }

  /**
   * From the canvas to where the preparation puts it: the box of the ink moves and grows.
   * @param {CanvasRenderingContext2D} context
   * @param {ArrayLike<number>} before
   * @param {ArrayLike<number>} after
   * @param {number} part
   */
  paintMoving(context, before, after, part) {
    const [left, top, side] = this.layout.image;
    const cell = side / SIDE;
    const [from, to] = [boxOf(before), boxOf(after)];
    const at = from.map((edge, i) => edge + (to[i] - edge) * part);
    const [x, y, w, h] = from;
    context.imageSmoothingEnabled = part > 0;
    context.drawImage(
      ...[this.before, x, y, w, h, left + at[0] * cell, top + at[1] * cell],
      ...[at[2] * cell, at[3] * cell],
    );
    context.imageSmoothingEnabled = false;
  }

  /**
   * The rows slide out of the image and become a column.
   * @param {CanvasRenderingContext2D} context
   * @param {number} part
   * @param {ArrayLike<number>} pixels
   * @param {[number, number, number, number]} strip
   */
  paintColumn(context, part, pixels, [x, y, width, height]) {
    if (part >= 1) {
      fill(this.column, pixels);
      context.imageSmoothingEnabled = true;
      context.drawImage(this.column, x, y, width, height);
      return;
    }
    const [left, , side] = this.layout.image;
    for (let row = 0; row < SIDE; row++) {
      const own = Math.min(Math.max(part * 2 - row / SIDE, 0), 1); // one after the other
      const across = side + (width - side) * own;
      const down = height / SIDE;
      context.drawImage(
        ...[this.image, 0, row, SIDE, 1, left + (x - left) * own, y + row * down, across, down],
      );
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Drawn[]} lines
   * @param {number} step
   * @param {number} part
   */
  paintLines(context, lines, step, part) {
    const style = getComputedStyle(this.stage);
    const colours = [
      style.getPropertyValue("--st-red-color"),
      style.getPropertyValue("--st-blue-color"),
    ];
    const growing = step === STEP.z1 ? 0 : step === STEP.z2 ? 1 : -1; // its lines are on their way
    // Each by itself: one path of them all would take Chromium three times as long.
    for (const { line, layer, start, end, share } of lines) {
      const [[x1, y1], [x2, y2]] = [start, end];
      const far = layer === growing ? part : 1;
      const sign = Number(line.product < 0);
      context.lineWidth = WIDTHS[sizeOf(share)];
      context.globalAlpha = OPACITIES[sizeOf(share)];
      context.strokeStyle = colours[sign];
      context.setLineDash(sign ? DASHES : []);
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x1 + (x2 - x1) * far, y1 + (y2 - y1) * far);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }
}

/** @param {number} share */
function sizeOf(share) {
  return share < 0.12 ? 0 : share < 0.35 ? 1 : 2;
}

/** @param {CSSStyleDeclaration} style */
function isDark(style) {
  return style.colorScheme.includes("dark");
}

/**
 * Left, top, width and height of what is inked, in pixels of 28.
 * @param {ArrayLike<number>} pixels
 */
function boxOf(pixels) {
  let [x0, y0, x1, y1] = [SIDE, SIDE, 0, 0];
  for (let i = 0; i < pixels.length; i++)
    if (pixels[i] > 0) {
      const [y, x] = [Math.floor(i / SIDE), i % SIDE];
      [x0, y0] = [Math.min(x0, x), Math.min(y0, y)];
      [x1, y1] = [Math.max(x1, x + 1), Math.max(y1, y + 1)];
    }
  return x1 > x0 ? [x0, y0, x1 - x0, y1 - y0] : [0, 0, SIDE, SIDE];
}

/**
 * @param {number} width
 * @param {number} height
 */
function square(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} pixels
 * @param {boolean} isInverted
 */
function fill(canvas, pixels, isInverted = false) {
  const image = new ImageData(canvas.width, canvas.height);
  for (let i = 0; i < pixels.length; i++) {
    const grey = Math.round(255 * pixels[i]);
    image.data.fill(isInverted ? 255 - grey : grey, 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  }
  contextOf(canvas).putImageData(image, 0, 0);
}

/**
 * Weights by sign and size: red above 0, blue below, the page's own colour for 0.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} weights
 * @param {number} limit
 * @param {boolean} isDark
 */
function fillSigned(canvas, weights, limit, isDark) {
  const image = new ImageData(canvas.width, canvas.height);
  const zero = isDark ? [17, 21, 28] : [255, 255, 255];
  for (let i = 0; i < weights.length; i++) {
    const colour = weights[i] > 0 ? [214, 48, 49] : [31, 95, 196];
    const share = Math.min(Math.abs(weights[i]) / limit, 1) ** 0.7;
    zero.forEach((from, c) => (image.data[4 * i + c] = from + (colour[c] - from) * share));
    image.data[4 * i + 3] = 255;
  }
  contextOf(canvas).putImageData(image, 0, 0);
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
