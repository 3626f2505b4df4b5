// @ts-check
// Paints what lies under the network's units: the pixels, the column X, and the lines.

import { contextOf } from "./elements.js";
import { STEP } from "./network_steps.js";
import { SIDE } from "./reading.js";

/** @typedef {import("./network_drawing.js").Scene} Scene */

const WIDTHS = [0.7, 1.2, 2.2];
const OPACITIES = [0.35, 0.55, 0.85];
const DASHES = [8, 6];

export class Painting {
  /**
   * @param {HTMLElement} stage
   * @param {import("./network_drawing.js").Layout} layout
   */
  constructor(stage, layout) {
    this.stage = stage;
    this.layout = layout;
    this.canvas = Object.assign(document.createElement("canvas"), { className: "lines" });
    this.canvas.setAttribute("aria-hidden", "true");
    this.image = square(SIDE, SIDE);
    this.column = square(1, SIDE * SIDE);
    this.before = square(SIDE, SIDE);
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
   * @param {Scene["lines"]} lines
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
