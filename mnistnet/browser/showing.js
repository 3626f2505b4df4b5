// Moves what the page shows to other numbers, without Plotly, which takes longer than a frame; and
// back to Python's. Plotly's own nodes are moved, so that nothing jumps when Python's figure comes.

// The colours of charts/palette.py.
const WINNER = "var(--st-blue-color)";
const TARGET = "var(--st-orange-color)";
const QUIET = "var(--st-gray-color)";
const GRID = "#333333";

const TEXT_PAD = 3; // Plotly's room between a bar and its number

const moved = new Set(); // the figures that do not show what Python said

// Shows an answer: ten activations y, their errors, the pixels, in the words of the page.
export function show(answer, words) {
  moveBars(figureOf("activations"), answer.y, answer, words);
  moveBars(figureOf("squared_error"), answer.errors, answer, words);
  movePixels(figureOf("seen"), answer.pixels);
  sayErrors(figureOf("squared_error"), answer, words);
  sayPrediction(answer, words);
}

export function showPythonsWords() {
  document.querySelector(".prediction.live")?.remove();
}

export function showPythonsFigures() {
  for (const figure of [...moved]) figure.redraw();
}

export function isMoved(figure) {
  return moved.has(figure);
}

// Python's figure has come for one that was moved. Bars that stand as it would draw them stay, and
// pixels can wait under those that lie over them: Plotly takes longer than all else after a stroke.
export function canWait(figure, { figure: json }) {
  const isSame = hasBarsOf(figure, JSON.parse(json));
  if (isSame) moved.delete(figure);
  if (isSame || figure.querySelector("canvas.live")) figure.say();
  else return false;
  return true;
}

function hasBarsOf(figure, { data: [{ text, marker }], layout }) {
  const [points, labels] = [[...figure.querySelectorAll(".point")], labelsOf(figure)];
  const isSame = (point, k) => {
    const { fill, strokeWidth } = point.querySelector("path").style;
    return (
      point.querySelector("text").textContent === text[k] &&
      fill === marker.color[k] &&
      strokeWidth === `${marker.line.width[k]}px` &&
      markOf(labels[k]).textContent === layout.xaxis.ticktext[k].split("<br>")[1]
    );
  };
  return points.length > 0 && points.every(isSame);
}

// A figure came from Python and was drawn: what Plotly thinks unchanged, it left as it was moved.
export function takePythons(figure) {
  moved.delete(figure);
  figure.querySelector(".live")?.remove();
  for (const label of labelsOf(figure)) {
    const [, mark] = label.dataset.unformatted.split("<br>");
    if (mark !== undefined) markOf(label).textContent = mark;
  }
}

function figureOf(key) {
  return document.querySelector(`.frame-${key} .figure`);
}

function labelsOf(figure) {
  return figure.querySelectorAll(".xtick > text");
}

function markOf(label) {
  return label.querySelectorAll("tspan.line")[1];
}

function moveBars(figure, values, { winner, target }, { winner_mark, target_mark }) {
  const axis = figure._fullLayout.yaxis;
  const base = axis.l2p(0);
  const points = figure.querySelectorAll(".point");
  const labels = labelsOf(figure);
  if (points.length !== values.length || labels.length !== values.length) return;
  moved.add(figure);
  const numbers = Array.from(points, (point, k) => numberOf(point, labels[k]));
  const above = (figure.above ??= TEXT_PAD + bottom(numbers[0])); // the same letters for all
  values.forEach((value, k) => {
    const bar = points[k].querySelector("path");
    const end = axis.l2p(value);
    const top = base - end < 2 ? Math.floor(end) : Math.round(end); // as Plotly does
    const [left, , , right] = bar.getAttribute("d").match(/[\d.]+/g).map(Number);
    attribute(bar, "d", `M${left},${base}V${top}H${right}V${base}Z`);
    look(bar, "fill", k === winner ? WINNER : QUIET);
    look(bar, "stroke", k === target ? TARGET : "");
    look(bar, "strokeWidth", k === target ? "3px" : "0px");
    say(numbers[k], value.toFixed(3));
    attribute(numbers[k], "transform", `translate(${(left + right) / 2},${top - above})`);
    say(markOf(labels[k]), k === winner ? winner_mark : k === target ? target_mark : "");
  });
}

// What is as it should be is not touched: the browser would lay it out and paint it anew.
function attribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function look(element, name, value) {
  if (element.style[name] !== value) element.style[name] = value;
}

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function bottom(text) {
  const box = text.getBBox();
  return box.y + box.height;
}

// The number over a bar; Plotly makes none while there are no values.
function numberOf(point, label) {
  let number = point.querySelector("text");
  if (!number) {
    number = point.appendChild(label.cloneNode());
    number.classList.add("bartext");
    number.setAttribute("x", 0);
    number.setAttribute("y", 0);
    number.textContent = "0.000";
  }
  return number;
}

// A canvas over Plotly's image, which would be a picture to encode and decode for every frame.
function movePixels(figure, pixels) {
  const canvas = figure.querySelector("canvas.live") ?? canvasOver(figure);
  const image = new ImageData(SIDE, SIDE);
  pixels.forEach((pixel, i) => image.data.fill(Math.round(255 * pixel), 4 * i, 4 * i + 3));
  image.data.forEach((_, i, data) => i % 4 === 3 && (data[i] = 255));
  canvas.small.getContext("2d").putImageData(image, 0, 0);
  const context = canvas.getContext("2d");
  const { width, height } = canvas;
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas.small, 0, 0, width, height);
  context.fillStyle = GRID;
  for (let i = 0; i <= SIDE; i++) {
    context.fillRect((i * width) / SIDE - 0.25, 0, 0.5, height);
    context.fillRect(0, (i * height) / SIDE - 0.25, width, 0.5);
  }
}

function canvasOver(figure) {
  const image = figure.querySelector(".heatmaplayer image");
  const [place, around] = [image, figure].map((element) => element.getBoundingClientRect());
  const canvas = Object.assign(document.createElement("canvas"), { className: "live" });
  [canvas.width, canvas.height] = [place.width, place.height];
  canvas.style.left = `${place.left - around.left}px`;
  canvas.style.top = `${place.top - around.top}px`;
  canvas.small = document.createElement("canvas");
  canvas.small.width = canvas.small.height = SIDE;
  figure.append(canvas);
  moved.add(figure);
  return canvas;
}

function sayErrors(figure, { errors, winner, isAssumed }, words) {
  const [, title] = figure.parentElement.children;
  const state = words.assumed.replace("{digit}", winner);
  if (isAssumed) say(title, words.error_title.replace("{state}", state));
  const caption = figure.parentElement.querySelector(".loss");
  if (!caption.querySelector("b"))
    caption.insertAdjacentHTML("beforeend", ' <b></b> <span class="terms"></span>');
  const [sum, terms] = caption.children;
  say(sum, errors.reduce((a, b) => a + b, 0).toFixed(3));
  say(terms, `= ${Array.from(errors, (error) => error.toFixed(3)).join(" + ")}`);
}

// In place of Python's words, which stay underneath: those who listen hear each answer once.
function sayPrediction(answer, words) {
  const place = figureOf("activations").parentElement;
  const parts = prediction(answer, words);
  let element = place.querySelector(".live");
  if (!element) {
    element = Object.assign(document.createElement("div"), { className: "prediction live" });
    element.setAttribute("aria-hidden", "true");
    element.append(...parts.map(([name]) => document.createElement(name)));
    place.append(element);
  }
  parts.forEach(([, words], i) => say(element.children[i], words));
}

function prediction({ y, winner }, words) {
  const rival = y.reduce((best, v, k) => (k !== winner && !(v <= y[best]) ? k : best), -1);
  const next = words.next.replace("{digit}", rival).replace("{value}", y[rival].toFixed(3));
  const doubt = y[winner] < words.sure ? words.not_sure : "";
  return [
    ["strong", String(winner)],
    ["em", y[winner].toFixed(3)],
    ["span", `${next}\n${doubt}`],
    ["small", words.live],
  ];
}
