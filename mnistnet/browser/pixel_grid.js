// @ts-check
// 28x28 pixels, white ink on black, each in its cell.

import { contextOf } from "./elements.js";
import { SIDE } from "./reading.js";

const GRID = "#333333";

/**
 * Fills a canvas with pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} square of 28x28, to work with
 * @param {Iterable<number>} pixels 0 (paper) to 1 (ink)
 */
export function paintPixels(canvas, square, pixels) {
  fillSquare(square, SIDE, pixels);
  const { width, height } = canvas;
  const context = contextOf(canvas);
  context.imageSmoothingEnabled = false;
  context.drawImage(square, 0, 0, width, height);
  context.fillStyle = GRID;
  for (let i = 0; i <= SIDE; i++) {
    context.fillRect((i * width) / SIDE - 0.25, 0, 0.5, height);
    context.fillRect(0, (i * height) / SIDE - 0.25, width, 0.5);
  }
}

/**
 * Fills a canvas with the pixels of a square image, one each.
 * @param {HTMLCanvasElement} canvas
 * @param {number} side
 * @param {ArrayLike<number> | Iterable<number>} pixels 0 (paper) to 1 (ink)
 */
export function fillSquare(canvas, side, pixels) {
  if (canvas.width !== side || canvas.height !== side)
    Object.assign(canvas, { width: side, height: side });
  const image = new ImageData(side, side);
  let i = 0;
  for (const pixel of /** @type {Iterable<number>} */ (pixels)) {
    image.data.fill(Math.round(255 * pixel), i, i + 3);
    image.data[i + 3] = 255;
    i += 4;
  }
  contextOf(canvas).putImageData(image, 0, 0);
}
