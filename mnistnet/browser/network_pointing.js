// @ts-check
// What the visitor looks at in the network's picture: pointed at, chosen by a click, or steered to by
// the keyboard, for which pixels, units and outputs are a stop each.

import { SIDE } from "./reading.js";

/** @typedef {import("./network_scene.js").Part} Part */
/** @typedef {import("./network_scene.js").Kind} Kind */
/** @typedef {"pixel" | "unit" | "output"} Stop */
/** @typedef {import("./network_drawing.js").Layout} Layout */
/** @typedef {import("./network_drawing.js").Drawn} Drawn */

const STOPS = /** @type {const} */ (["pixel", "unit", "output"]);
const NEAR = 5; // of a line, in the picture's own units

export class Pointing {
  /**
   * @param {HTMLElement} stage
   * @param {import("./network_drawing.js").Drawing} drawing
   * @param {import("./network_scene.js").Frame} frame
   * @param {() => void} onLook another part is looked at
   * @param {(part: Part) => void} onChoose
   */
  constructor(stage, drawing, { units, words }, onLook, onChoose) {
    this.layout = drawing.layout;
    this.units = units;
    this.onLook = onLook;
    this.onChoose = onChoose;
    /** @type {Part | null} */
    this.pointed = null;
    /** @type {Part | null} */
    this.chosen = null;
    /** @type {Drawn[]} */
    this.lines = []; // that are drawn now
    /** @type {Record<Stop, number>} */
    this.steered = { pixel: 14 * SIDE + 14, unit: 0, output: 0 }; // by the keyboard, in drawn order
    const at = (/** @type {PointerEvent} */ event) =>
      this.partAt(placeIn(stage, this.layout, event));
    stage.onpointermove = (event) => this.point(at(event));
    stage.onpointerleave = () => this.point(null);
    stage.onclick = (event) => this.choose(at(/** @type {PointerEvent} */ (event)));
    this.stops = STOPS.map((kind) => {
      const [x, y, width, height] = boxOf(this.layout, kind);
      const stop = drawing.add("rect", { class: "stop", x, y, width, height, tabindex: 0 });
      stop.setAttribute("role", "slider");
      stop.setAttribute("aria-label", words[`${kind}s_group`]);
      stop.setAttribute("aria-valuemin", "0");
      stop.setAttribute("aria-valuemax", String(countOf(this.layout, kind) - 1));
      stop.onkeydown = (event) => this.steer(event, kind);
      stop.onfocus = () => {
        if (stop.matches(":focus-visible")) this.point(this.at(kind));
      };
      stop.onblur = () => this.point(null);
      return stop;
    });
  }

  /**
   * Goes on where another was, as far as there is such a place.
   * @param {Pointing} former
   */
  follow({ chosen, steered }) {
    const last = this.units.length - 1;
    this.steered = { ...steered, unit: Math.min(steered.unit, last) };
    if (chosen && (chosen.kind !== "unit" || this.units.includes(chosen.index)))
      this.chosen = chosen;
  }

  get looked() {
    return this.pointed ?? this.chosen;
  }

  /**
   * Has each stop say what it stands at.
   * @param {(part: Part) => string} said
   */
  say(said) {
    STOPS.forEach((kind, i) => {
      const words = said(this.at(kind));
      const { steered } = this;
      this.stops[i].setAttribute("aria-valuenow", String(steered[kind]));
      if (this.stops[i].getAttribute("aria-valuetext") !== words)
        this.stops[i].setAttribute("aria-valuetext", words);
    });
  }

  /**
   * @param {Stop} kind
   * @returns {Part}
   */
  at(kind) {
    const { steered, units } = this;
    return { kind, index: kind === "unit" ? units[steered.unit] : steered[kind] };
  }

  /**
   * Arrow keys move among the parts of a kind, Enter and space choose.
   * @param {KeyboardEvent} event
   * @param {Stop} kind
   */
  steer(event, kind) {
    if (event.key === "Enter" || event.key === " ") this.choose(this.at(kind));
    else {
      const across = { pixel: SIDE, unit: acrossUnits(this.layout), output: 1 }[kind];
      const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[event.key];
      if (by === undefined) return;
      const last = countOf(this.layout, kind) - 1;
      this.steered[kind] = Math.min(Math.max(this.steered[kind] + by, 0), last);
      this.point(this.at(kind));
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Part | null} part */
  point(part) {
    if (sameAs(this.pointed, part)) return;
    this.pointed = part;
    this.onLook();
  }

  /** @param {Part | null} part of lines there is nothing to choose */
  choose(part) {
    if (part?.line) return;
    if (!part || part.kind === "one" || sameAs(this.chosen, part)) this.chosen = null;
    else {
      this.chosen = part;
      this.onChoose(part);
    }
    this.onLook();
  }

  /**
   * What stands at a place of the picture.
   * @param {[number, number]} at
   * @returns {Part | null}
   */
  partAt([x, y]) {
    const { layout, units } = this;
    const far = (/** @type {[number, number]} */ [cx, cy]) => Math.hypot(cx - x, cy - y);
    const [left, top, side] = layout.image;
    const [column, row] = [x - left, y - top].map((way) => Math.floor((way / side) * SIDE));
    if (column >= 0 && column < SIDE && row >= 0 && row < SIDE)
      return { kind: "pixel", index: row * SIDE + column };
    const unit = layout.units.findIndex((place) => far(place) <= layout.unit + 1);
    if (unit >= 0) return { kind: "unit", index: units[unit] };
    if (layout.ones.some((place) => far(place) <= layout.one + 1)) return { kind: "one", index: 0 };
    const output = layout.outputs.findIndex((place) => isNearOutput(layout, place, [x, y]));
    if (output >= 0) return { kind: "output", index: output };
    let [nearest, least] = [/** @type {any} */ (null), NEAR];
    for (const drawn of this.lines) {
      const distance = distanceTo(drawn, [x, y]);
      if (distance < least) [nearest, least] = [drawn, distance];
    }
    return (
      nearest && {
        kind: nearest.layer ? "line_out" : "line_in",
        index: nearest.line.to,
        line: nearest.line,
      }
    );
  }
}

/**
 * @param {Part | null} one
 * @param {Part | null} other
 */
function sameAs(one, other) {
  if (!one || !other) return one === other;
  return (
    one.kind === other.kind && one.index === other.index && one.line?.from === other.line?.from
  );
}

/**
 * @param {HTMLElement} stage
 * @param {Layout} layout
 * @param {PointerEvent} event
 * @returns {[number, number]}
 */
function placeIn(stage, { width }, { clientX, clientY }) {
  const box = stage.getBoundingClientRect();
  const scale = width / box.width;
  return [(clientX - box.left) * scale, (clientY - box.top) * scale];
}

/**
 * @param {Layout} layout
 * @param {Stop} kind
 */
function countOf(layout, kind) {
  return kind === "pixel" ? SIDE * SIDE : layout[`${kind}s`].length;
}

/** @param {Layout} layout */
function acrossUnits({ units }) {
  const row = units.findIndex(([, y]) => y !== units[0][1]);
  return row < 0 ? units.length : row;
}

/**
 * @param {Layout} layout
 * @param {Stop} kind
 * @returns {[number, number, number, number]}
 */
function boxOf(layout, kind) {
  if (kind === "pixel") {
    const [x, y, side] = layout.image;
    return [x, y, side, side];
  }
  const places = layout[`${kind}s`];
  const room = layout[kind] + 3;
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - room, Math.min(...ys) - room];
  return [left, top, Math.max(...xs) + room - left, Math.max(...ys) + room - top];
}

/**
 * @param {Layout} layout
 * @param {[number, number]} place
 * @param {[number, number]} at
 */
function isNearOutput({ bar, output }, [cx, cy], [x, y]) {
  return bar
    ? x >= cx - output && Math.abs(y - cy) <= 20
    : y >= cy - output && Math.abs(x - cx) <= 17;
}

/**
 * @param {Drawn} drawn
 * @param {[number, number]} at
 */
function distanceTo({ start: [x1, y1], end: [x2, y2] }, [x, y]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x1 + share * dx - x, y1 + share * dy - y);
}
