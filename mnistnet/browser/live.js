// Answers while the pen moves. It listens to what the canvas listens to, reads the strokes as
// Python will (reading.js) and moves what the page shows (showing.js); Python's numbers settle it.
// Should anything be missing here, the page is as it would be without: stroke by stroke.

const networks = new Map();
let told = null; // what Python said last: its strokes, the visitor's choices
let words = null; // the page's own, in the visitor's language
let waiting = []; // strokes that Python has not seen yet
let pen = null; // the stroke that is being drawn
let finger; // the touch that draws it
let answer = null; // what is shown until Python's comes
let frame = 0;
let broken = false;

const AFTERWARDS = 100; // ms, some frames

// Mounted with the weights of networks, once a visit or once a network.
export default ({ data }) =>
  attempt(() => unpackNetworks(data).forEach((network) => networks.set(network.name, network)));

// What place.js hands over, and what came before this script.
const early = window.mnistnet_words ?? [];
window.mnistnet_words = { push: ({ data }) => (words = data ?? words) };
early.forEach(window.mnistnet_words.push);
const there = document.querySelector(".frame-seen .figure")?.told;
if (there) attempt(() => follow(there));

const LISTENERS = {
  mousedown: (event) => event.button || begin(event, event),
  mousemove: (event) => pen && extend(event, event),
  mouseup: (event) => event.button || end(),
  touchstart(event) {
    const [touch] = event.changedTouches;
    if (paper(event)) finger ??= touch.identifier;
    if (touch.identifier === finger) begin(event, touch);
  },
  touchmove(event) {
    const [touch] = event.changedTouches;
    if (pen && touch.identifier === finger) extend(event, touch);
  },
  touchend(event) {
    if (event.touches.length) return; // the canvas, too, waits for the last finger
    finger = undefined;
    end();
  },
  "figure-arrives"(event) {
    const { target, detail } = event;
    // While the pen draws on, Python's figure is already out of date.
    const canPlotlyWait = () => pen || waiting.length > 1 || canWait(target, detail);
    if (answer && isMoved(target) && canPlotlyWait()) event.preventDefault();
    if (detail.told) follow(detail.told);
  },
  "figure-drawn": ({ target }) => takePythons(target),
};
for (const [kind, listener] of Object.entries(LISTENERS))
  document.addEventListener(kind, (event) => attempt(() => listener(event)), {
    capture: true,
    passive: kind.startsWith("touch"), // or the browser would wait before it scrolls
  });

function attempt(action) {
  if (broken) return;
  try {
    action();
  } catch (error) {
    broken = true;
    console.debug("no live answers", error);
    showPythonsWords();
    showPythonsFigures();
  }
}

// The surface under an event, if it is the canvas and set to draw.
function paper(event) {
  const path = event.composedPath();
  const ours = path.some((element) => element.classList?.contains("st-key-canvas"));
  if (!ours || !path[0].matches("canvas.upper-canvas")) return null;
  return path[0].getRootNode().querySelector("[aria-pressed=true]") ? null : path[0];
}

function begin(event, place) {
  const canvas = paper(event);
  if (!canvas || !told || !words) return;
  pen = { canvas, points: [], width: told.pen };
  extend(event, place);
}

function extend(event, { clientX, clientY }) {
  const { canvas, points } = pen;
  const box = canvas.getBoundingClientRect();
  if (event.shiftKey && points.length > 1) points.pop(); // then the canvas draws straight lines
  points.push([
    ((clientX - box.left) * canvas.width) / box.width,
    ((clientY - box.top) * canvas.height) / box.height,
  ]);
  frame ||= requestAnimationFrame(() => attempt(update));
}

function end() {
  if (pen) waiting.push(pen);
  pen = null;
}

function update() {
  frame = 0;
  const network = networks.get(told?.network);
  const unseen = pen ? [...waiting, pen] : waiting;
  if (!network || !unseen.length) return;
  const strokes = [...told.strokes, ...unseen.map(({ points }) => wholePixels(points))];
  const widths = [...told.widths, ...unseen.map(({ width }) => width)];
  const pixels = prepare(strokes, widths, told.preparation);
  if (!pixels) return;
  const y = forward(network, pixels);
  const winner = y.indexOf(Math.max(...y));
  const isAssumed = told.target === null;
  const target = isAssumed ? winner : told.target;
  const errors = y.map((v, k) => (v - (k === target)) ** 2);
  answer = { pixels, y, winner, target, isAssumed, errors };
  show(answer, words);
}

// As fabric.py rounds them.
function wholePixels(points) {
  const rounded = points.map((point) => point.map(Math.round));
  return rounded.filter(([x, y], i) => !i || x !== rounded[i - 1][0] || y !== rounded[i - 1][1]);
}

// Python has run, and its last figure has come. Strokes that it now knows of wait no longer, nor
// do any on a canvas that it had loaded anew, nor one that it refused.
function follow(news) {
  const now = { ...news, ...decodeDrawing(news.drawing) };
  const more = now.strokes.length - (told?.strokes.length ?? 0);
  const isSameCanvas = now.revision === told?.revision && more >= 0;
  const isRefused = more === 0 && now.reports !== told?.reports;
  if (!isSameCanvas) pen = null;
  waiting = isSameCanvas && !isRefused ? waiting.slice(more) : [];
  told = now;
  if (pen || waiting.length) frame ||= requestAnimationFrame(() => attempt(update));
  else if (answer) settle();
}

function settle() {
  answer = null;
  showPythonsWords();
  // Once these are painted: Plotly takes longer than all else, and its figure is no surprise.
  setTimeout(() => attempt(() => pen || answer || showPythonsFigures()), AFTERWARDS);
}
