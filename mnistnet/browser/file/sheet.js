// @ts-check
// The canvas of the file: where the page has streamlit-drawable-canvas, and Python to answer it, here are
// a mouse, a finger or a pen, Undo and Clear. It tells live.js of the whole drawing with every movement.

import { crossedAt } from "../edge.js";
import { CANVAS_SIDE as SIDE } from "../reading.js";
import { decodeDrawing, encodeDrawing, wholePixels } from "../strokes.js";

/** @typedef {import("../strokes.js").Drawing} Drawing */
/** @typedef {import("../strokes.js").Point} Point */

const SHARP = 3; // canvas pixels each, for a projector's size
const REST = 4; // pixels that a palm moves
/** @type {Drawing} */
const NOTHING = { strokes: [], widths: [] };

export class Sheet {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => number} pen the width of strokes to come
   * @param {(drawing: string) => void} onDrawn a stroke has ended, or something was taken away
   */
  constructor(canvas, pen, onDrawn) {
    this.canvas = Object.assign(canvas, { width: SIDE * SHARP, height: SIDE * SHARP });
    this.pen = pen;
    this.onDrawn = onDrawn;
    this.drawn = NOTHING;
    this.aside = NOTHING; // what Undo brings back when there is nothing left
    /** @type {{ pointer: number, kind: string, points: Point[], width: number, isResting: boolean } | null} */
    this.stroke = null; // under way; a finger rests as long as it has not moved
    this.nReports = 0;
    canvas.onpointerdown = (event) => event.button || this.begin(event, event);
    canvas.onpointerover = (event) => this.enter(event);
    canvas.onpointermove = (event) => this.move(event);
    canvas.onpointerup = (event) => this.end(event);
    canvas.onpointercancel = (event) => this.cancel(event);
    this.paint();
  }

  /** What is on the canvas, as the address writes it. */
  get text() {
    return encodeDrawing(this.whole);
  }

  /** All strokes, with the one under way. */
  get whole() {
    const { strokes, widths } = this.drawn;
    if (!this.stroke) return this.drawn;
    const { points, width } = this.stroke;
    return { strokes: [...strokes, wholePixels(points)], widths: [...widths, width] };
  }

  /** @param {string} text of another drawing */
  show(text) {
    if (this.drawn.strokes.length) this.aside = this.drawn;
    this.drawn = decodeDrawing(text);
    this.change();
  }

  undo() {
    const { strokes, widths } = this.drawn;
    if (strokes.length) this.drawn = { strokes: strokes.slice(0, -1), widths: widths.slice(0, -1) };
    else [this.drawn, this.aside] = [this.aside, NOTHING];
    this.change();
  }

  clear() {
    this.show("");
  }

  /**
   * @param {PointerEvent} event
   * @param {import("../edge.js").Point} from
   */
  begin(event, from) {
    const { pointerId: pointer, pointerType: kind } = event;
    if (this.stroke && !this.givesWay(kind)) return;
    this.canvas.setPointerCapture(pointer);
    const points = [this.placeOf(from)];
    this.stroke = { pointer, kind, points, width: this.pen(), isResting: true };
    this.tell();
    event.preventDefault();
  }

  /**
   * Whether the stroke under way is none: a palm comes down before the pen, or before the finger.
   * @param {string} kind what comes down now
   */
  givesWay(kind) {
    if (kind === "pen") return this.stroke?.kind !== "pen";
    return kind === "touch" && this.stroke?.kind === "touch" && this.stroke.isResting;
  }

  /** @param {PointerEvent} event */
  enter(event) {
    const edge = this.stroke ? undefined : crossedAt(event, this.canvas);
    if (!edge) return;
    this.begin(event, edge);
    this.move(event);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { stroke } = this;
    if (event.pointerId !== stroke?.pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length ? between : [event]) stroke.points.push(this.placeOf(one));
    const [[x0, y0]] = stroke.points;
    stroke.isResting &&= stroke.points.every(([x, y]) => Math.hypot(x - x0, y - y0) <= REST);
    this.tell();
  }

  /** @param {PointerEvent} event */
  end(event) {
    if (event.pointerId !== this.stroke?.pointer) return;
    this.drawn = this.whole;
    this.aside = NOTHING;
    this.change();
  }

  /** @param {PointerEvent} event the system has taken the finger for something else */
  cancel(event) {
    if (event.pointerId === this.stroke?.pointer) this.change();
  }

  change() {
    this.stroke = null;
    this.tell();
    this.onDrawn(this.text);
  }

  tell() {
    this.paint();
    this.nReports += 1;
    const detail = { number: this.nReports, drawing: this.text };
    document.dispatchEvent(new CustomEvent("drawing-changed", { detail }));
  }

  /**
   * @param {import("../edge.js").Point} on the screen
   * @returns {Point}
   */
  placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) * SIDE) / width, ((clientY - top) * SIDE) / height];
  }

  paint() {
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.setTransform(SHARP, 0, 0, SHARP, 0, 0);
    context.fillStyle = "#000000";
    context.fillRect(0, 0, SIDE, SIDE);
    Object.assign(context, { strokeStyle: "#ffffff", lineCap: "round", lineJoin: "round" });
    const { strokes, widths } = this.whole;
    strokes.forEach((points, i) => {
      context.lineWidth = widths[i];
      context.beginPath();
      context.moveTo(...points[0]);
      for (const point of points.length > 1 ? points.slice(1) : points) context.lineTo(...point);
      context.stroke();
    });
    this.canvas.parentElement
      ?.querySelector(".hint")
      ?.toggleAttribute("hidden", strokes.length > 0);
  }
}
