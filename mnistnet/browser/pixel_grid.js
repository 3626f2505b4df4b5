// @ts-check
// 28x28 pixels, white ink on black, each in its cell.

import { SIDE } from "./reading.js";

const GRID = "#333333";

/**
 * Fills a canvas with pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} square of 28x28, to work with
 * @param {Iterable<number>} pixels 0 (paper) to 1 (ink)
 */
export function paintPixels(canvas, square, pixels) {
  const image = new ImageData(SIDE, SIDE);
  let i = 0;
  for (const pixel of pixels) {
    image.data.fill(Math.round(255 * pixel), i, i + 3);
    image.data[i + 3] = 255;
    i += 4;
  }
  pen(square).putImageData(image, 0, 0);
  const { width, height } = canvas;
  const context = pen(canvas);
  context.imageSmoothingEnabled = false;
  context.drawImage(square, 0, 0, width, height);
  context.fillStyle = GRID;
  for (let i = 0; i <= SIDE; i++) {
    context.fillRect((i * width) / SIDE - 0.25, 0, 0.5, height);
    context.fillRect(0, (i * height) / SIDE - 0.25, width, 0.5);
  }
}

/** @param {HTMLCanvasElement} canvas */
function pen(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
