// @ts-check
// The canvas, around streamlit-drawable-canvas: so that canvas, answer and address hold one drawing.
//
// That component tells of a stroke 200 ms after its end, and where Python has it show another
// drawing, it loses what was drawn in the meantime. Here each stroke is reported at its end, under a
// number, and Python tells along with the drawing which report it took last: what was drawn after
// that stays, on top of whatever there is to show, and is reported again. While the answer to a
// button is due, strokes and buttons wait for their turn, because Streamlit sends on what comes
// quickly as one thing, in no order.
//
// The component follows the mouse and the first finger. Here a finger moves the mouse, so that what
// a palm, a cancelled touch and a pen from beside the canvas do is settled in one place, and live.js
// has the mouse alone to listen to.

/**
 * What is on a canvas, as Fabric writes it.
 * @typedef {{ objects: unknown[] }} Raw one object a stroke
 */

/**
 * What `canvas` in ui/draw/canvas.py tells.
 * @typedef {object} Told
 * @property {Raw} drawing to show
 * @property {number} revision counts the drawings that there were to show
 * @property {string} visit another after the server was started anew
 * @property {number} taken the number of the report that Python took last, 0 before the first
 * @property {number} presses counts buttons that changed the drawing
 * @property {number} side of the canvas, pixels
 * @property {number} pen width of strokes to come, pixels
 * @property {string} ink
 * @property {string} paper
 * @property {string} label for those who do not see the canvas
 */

/** @typedef {import("./figure.js").Place<Told>} Place */

const { default: drawable } = await import(new URL("drawable_canvas.js", import.meta.url).href);

const SURFACE = ".upper-canvas"; // takes the pen; the strokes lie underneath

/** @type {Place | undefined} */
let place; // with what Python told last
/** @type {{ drawing: Raw, revision: number, visit: string }} */
let shown; // what the canvas was last told to show
/** @type {unknown[]} */
let drawn = []; // the strokes on it now
let isPenDown = false;
/** @type {() => void} */
let dispose;

let nReports = 0;
let nReported = 0; // so many strokes have been reported
/** @type {Map<number, number>} */
const lengths = new Map(); // and so many of them up to each report, from the one taken last on

/** @param {Place} now */
export default function mount(now) {
  const root = /** @type {ShadowRoot} */ (now.parentElement);
  const isFirst = place?.parentElement !== root;
  place = now;
  if (isFirst) listen(root);
  if (isFirst || !isPenDown) follow(now, isFirst);
  const surface = surfaceIn(root);
  surface.setAttribute("role", "img");
  surface.setAttribute("aria-label", now.data.label);
  const end = dispose;
  return () => unmount(root, end);
}

/**
 * Shows what Python told: nothing new, or another drawing below the strokes that it does not know.
 * @param {Place} now
 * @param {boolean} isFirst on this canvas
 */
function follow(now, isFirst = false) {
  const { revision, visit, taken, presses, drawing } = now.data;
  // A server that was started anew knows of the drawing by the address.
  const isNewVisit = visit !== shown?.visit;
  const nKnown = (isNewVisit ? undefined : lengths.get(taken)) ?? drawing.objects.length;
  if (isFirst || isNewVisit || revision !== shown.revision) load(now, drawn.slice(nKnown));
  else draw(now);
  if (isFirst || isNewVisit || presses !== nAnswered) release();
  nAnswered = presses;
}

/**
 * @param {Place} now
 * @param {unknown[]} unknown strokes
 */
function load(now, unknown) {
  const { drawing, revision, visit, taken } = now.data;
  drawn = [...drawing.objects, ...unknown];
  shown = { drawing: { objects: drawn }, revision, visit };
  nReported = drawing.objects.length;
  lengths.clear();
  lengths.set(taken, nReported);
  draw(now);
}

/** @param {Place} now */
function draw(now) {
  const { side, pen, ink, paper } = now.data;
  const { drawing, revision, visit } = shown;
  dispose = drawable({
    ...now,
    setStateValue: take,
    data: {
      drawingMode: "freedraw",
      initialDrawing: { ...drawing, background: paper, revision, visit }, // loaded when it is another
      realtimeUpdateStreamlit: true,
      canvasWidth: side,
      canvasHeight: side,
      strokeWidth: pen,
      strokeColor: ink,
      backgroundColor: paper,
      backgroundImageURL: null,
    },
  });
}

/**
 * Takes what the component has to say.
 * @param {string} name
 * @param {{ raw: Raw }} value
 */
function take(name, { raw }) {
  if (name !== "drawing") return;
  drawn = raw.objects;
  if (!isAnswerDue) report();
}

/** Reports the first so many strokes, unless that was done. */
function report(n = drawn.length) {
  if (!place || n <= nReported) return;
  const { revision, visit } = shown;
  const number = (nReports += 1);
  nReported = n;
  lengths.set(number, n);
  const raw = { objects: drawn.slice(0, n) };
  place.setStateValue("drawing", { raw, revision, visit, number });
  const detail = { number, nLeft: drawn.length - n };
  document.dispatchEvent(new CustomEvent("drawing-reported", { detail }));
}

/** @param {ShadowRoot} root */
function surfaceIn(root) {
  return /** @type {HTMLElement} */ (root.querySelector(SURFACE));
}

/**
 * @param {ShadowRoot} root
 * @param {() => void} end
 */
function unmount(root, end) {
  end();
  if (place?.parentElement !== root) return; // another canvas has taken its place
  place = undefined;
  isPenDown = false;
}

/** @param {ShadowRoot} root */
function listen(root) {
  for (const kind of ["touchstart", "touchmove", "touchend", "touchcancel"])
    root.addEventListener(kind, (event) => touch(/** @type {TouchEvent} */ (event)), {
      capture: true,
      passive: false,
    });
  root.addEventListener("mousedown", (event) => {
    isPenDown ||= !(/** @type {MouseEvent} */ (event).button);
  });
  root.addEventListener("mouseover", (event) => enter(/** @type {MouseEvent} */ (event)));
}

addEventListener("mouseup", ({ button }) => {
  cameFrom = undefined;
  if (!isPenDown || button) return;
  isPenDown = false;
  queueMicrotask(tell); // after the component, which listens to the document
});

/** Has the component tell of a stroke at once, and shows what Python told in the meantime. */
function tell() {
  if (!place) return;
  /** @type {HTMLElement | null} */ (
    place.parentElement.querySelector(".dc-toolbar button")
  )?.click();
  follow(place);
}

// Buttons, and strokes among them.

const PRESSED = ["undo", "clear", "sample_digits", "sample_steps"]
  .map((key) => `.st-key-${key} button`)
  .join();

const PATIENCE = 5000; // ms, after which an answer will not come any more

/** @type {{ button: HTMLElement, after: number }[]} */
let held = []; // what was pressed in the meantime, after how many strokes that were not reported
let nAnswered = 0;
let isAnswerDue = false;
let givingUp = 0;

addEventListener("click", press, { capture: true });

/** @param {Event} event */
function press(event) {
  const there = /** @type {Element} */ (event.target).closest(PRESSED);
  const button = /** @type {HTMLElement | null} */ (there);
  if (!button || !place) return;
  if (isAnswerDue) {
    held.push({ button, after: drawn.length - nReported });
    event.stopImmediatePropagation();
  } else {
    isAnswerDue = true;
    givingUp = setTimeout(release, PATIENCE);
  }
}

/** The answer has come: the next button's turn, after the strokes before it. */
function release() {
  clearTimeout(givingUp);
  isAnswerDue = false;
  const next = held.shift();
  report(next && nReported + next.after);
  if (!next) return;
  for (const later of held) later.after -= next.after;
  next.button.click();
}

// A stroke that begins beside the canvas counts from its edge.

/** @typedef {{ clientX: number, clientY: number }} Point on the screen */

/** @type {Point | undefined} */
let cameFrom; // where a pressed mouse was last, outside

const WIDGETS = "button, input, textarea, label, a, summary, [role=slider], [role=dialog], .figure";

addEventListener("mousedown", (event) => {
  const isFree = !event.button && !(/** @type {Element} */ (event.target).closest(WIDGETS));
  cameFrom = isFree && !isPenDown ? event : undefined;
});
addEventListener("mousemove", (event) => {
  if (cameFrom && !isPenDown) cameFrom = event;
});

/** @param {MouseEvent} event */
function enter(event) {
  const surface = /** @type {HTMLElement} */ (event.target);
  if (isPenDown || !cameFrom || event.buttons !== 1 || !surface.matches(SURFACE)) return;
  getSelection()?.removeAllRanges(); // of the words on the way
  const edge = crossing(cameFrom, event, surface.getBoundingClientRect());
  mouse(surface, "mousedown", edge);
  mouse(surface, "mousemove", event);
}

/**
 * Where the way from outside a box to a point in it crosses the box's edge.
 * @param {Point} from
 * @param {Point} to
 * @param {DOMRect} box
 * @returns {Point}
 */
function crossing(from, to, { left, right, top, bottom }) {
  const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
  const [edgeX, edgeY] = [dx > 0 ? left : right, dy > 0 ? top : bottom];
  const part = Math.max(
    0,
    dx ? (edgeX - from.clientX) / dx : 0,
    dy ? (edgeY - from.clientY) / dy : 0,
  );
  return { clientX: from.clientX + part * dx, clientY: from.clientY + part * dy };
}

// One finger moves the mouse. One that only rests is a palm: the next that comes takes its place.

const REST = 4; // pixels that a palm moves

/** @type {Touch | undefined} */
let resting; // where the finger came down, before it moves
/** @type {Touch | undefined} */
let moving; // where the finger is that moves the mouse

/** @param {TouchEvent} event */
function touch(event) {
  const surface = /** @type {HTMLElement} */ (event.target);
  if (!surface.matches(SURFACE)) return;
  event.stopPropagation();
  event.preventDefault(); // the browser would scroll, or move the mouse by itself
  for (const now of event.changedTouches) {
    if (event.type === "touchstart") {
      if (!moving) resting = now;
      continue;
    }
    const isOver = event.type !== "touchmove";
    if (now.identifier === resting?.identifier) {
      const way = Math.hypot(now.clientX - resting.clientX, now.clientY - resting.clientY);
      if (event.type === "touchend" || way > REST) {
        mouse(surface, "mousedown", resting);
        moving = resting;
      }
      if (isOver || moving) resting = undefined;
    }
    if (now.identifier !== moving?.identifier) continue;
    mouse(surface, isOver ? "mouseup" : "mousemove", now);
    moving = isOver ? undefined : now;
  }
}

/**
 * @param {HTMLElement} surface
 * @param {string} kind
 * @param {Point} place
 */
function mouse(surface, kind, { clientX, clientY }) {
  const init = { bubbles: true, composed: true, cancelable: true, clientX, clientY };
  surface.dispatchEvent(new MouseEvent(kind, { ...init, buttons: Number(kind !== "mouseup") }));
}
