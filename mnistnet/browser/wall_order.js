// @ts-check
// The drawings of a wall: what is known of them, and in which order they hang. Pure functions, nothing
// of the page's.

/**
 * What ui/class_feed.py tells.
 * @typedef {object} News
 * @property {number} revision of the class that it is of
 * @property {number} n_pupils
 * @property {number} n_drawings without hidden ones
 * @property {number} n_hidden
 * @property {import("./class_feed.js").Task} task the present one
 * @property {Sent[]} drawings
 *
 * @typedef {object} Sent a drawing; of a hidden one there is its number alone
 * @property {number} number from 1, in the order of sending
 * @property {boolean} hidden
 * @property {number} pupil
 * @property {number} task
 * @property {number | null} label what it should be read as
 * @property {import("./class_feed.js").Task["kind"]} kind of its task
 * @property {number | null} like the digit that its task wants it to look like
 * @property {string} ink base64 of 784 bytes: how many of a pixel's 64 parts are ink
 *
 * @typedef {object} Drawing
 * @property {number} number
 * @property {number} pupil
 * @property {number} task
 * @property {number | null} label what it should be read as
 * @property {import("./class_feed.js").Task["kind"]} kind of its task
 * @property {number | null} like the digit that its task wants it to look like
 * @property {Float64Array} X its 784 pixels, 0 to 1
 * @property {Reading | null} reading what the chosen network makes of it; null until it has read it
 *
 * @typedef {{ winner: number, loss: number | null }} Reading the loss where there is a label
 * @typedef {"newest" | "worst" | "digit"} Order
 */

const LEVELS = 64; // parts of a pixel, each ink or not

/** @type {Record<Order, (drawing: Drawing) => number>} what is larger hangs first; then the newest */
const RANKS = {
  newest: () => 0,
  worst: ({ reading }) => reading?.loss ?? -1,
  digit: ({ label }) => -(label ?? 10),
};

/** @type {Record<"right" | "wrong" | "fooled" | "unknown", string>} */
export const SIGNS = { right: "✓", wrong: "✗", fooled: "★", unknown: "?" };

/**
 * Takes what the feed tells, unless something newer is known.
 * @param {Map<number, Drawing>} drawings those that are not hidden, by number
 * @param {Map<number, number>} revisions of what was told last of each number
 * @param {News} news
 */
export function take(drawings, revisions, { revision, drawings: told }) {
  for (const { number, hidden, ink, ...more } of told) {
    if ((revisions.get(number) ?? 0) > revision) continue;
    revisions.set(number, revision);
    if (hidden) drawings.delete(number);
    else if (drawings.get(number)?.label !== more.label)
      // new, or its digit is
      drawings.set(number, { number, ...more, X: pixels(ink), reading: null });
  }
}

/** @param {string} ink in base64, as the feed tells it */
export function pixels(ink) {
  return Float64Array.from(atob(ink), (letter) => letter.charCodeAt(0) / LEVELS);
}

/**
 * @param {Iterable<Drawing>} drawings
 * @param {Order} order
 */
export function arranged(drawings, order) {
  const rank = RANKS[order];
  return [...drawings].sort((a, b) => rank(b) - rank(a) || b.number - a.number);
}

/**
 * What a network's outputs say of a drawing.
 * @param {ArrayLike<number>} y
 * @param {number | null} label
 * @returns {Reading}
 */
export function readingOf(y, label) {
  const values = Array.from(y);
  const winner = values.indexOf(Math.max(...values));
  if (label === null) return { winner, loss: null };
  const loss = values.reduce((sum, v, k) => sum + (v - Number(k === label)) ** 2, 0);
  return { winner, loss };
}

/**
 * What came of a drawing; a network that errs as the task wants it to is fooled.
 * @param {Drawing} drawing that was read
 */
export function outcome({ label, kind, like, reading }) {
  if (label === null || !reading) return "unknown";
  if (reading.winner === label) return "right";
  return kind === "fool" || reading.winner === like ? "fooled" : "wrong";
}

const SMALLEST = 6.8; // rem that a tile is wide at least, as in classroom.css
const SMALLEST_PRESENTED = 3.5; // where letters are larger
const TEXT = [1.6, 2.4]; // rem under the picture of a small tile, and of others
const TEXT_SHARES = [0.45, 0.2]; // of its width: under a small tile's picture, and under a large one's
const FRAME = 0.8; // rem around both
const GAP = 0.4; // rem

/**
 * In how many columns tiles are as large as a screen lets them be, 0 where they are too many for it. They
 * become smaller only when all rows are full, for one row more: a wall that fills changes seldom.
 * @param {number} n of tiles
 * @param {number} width of the wall, rem
 * @param {number} height of the screen under its upper edge, rem
 * @param {boolean} [isPresented]
 */
export function columnsFor(n, width, height, isPresented = false) {
  const smallest = isPresented ? SMALLEST_PRESENTED : SMALLEST;
  const size = (/** @type {number} */ columns) => (width + GAP) / columns - GAP;
  const text = (/** @type {number} */ tile) =>
    Math.max(TEXT[0], Math.min(TEXT[1], TEXT_SHARES[0] * tile), TEXT_SHARES[1] * tile);
  const tall = (/** @type {number} */ columns) => size(columns) + text(size(columns)) + FRAME + GAP;
  let rows = 1;
  for (let columns = 1; size(columns) >= smallest; columns++)
    for (; rows * tall(columns) <= height; rows++) if (n <= rows * columns) return columns;
  const columns = Math.ceil(n / (rows - 1)); // for another row tiles would be too small
  return size(columns) >= smallest ? columns : 0;
}
