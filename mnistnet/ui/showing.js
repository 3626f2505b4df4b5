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
  standIn("prediction", "div", prediction(answer, words));
  standIn("loss", "p", loss(answer, words));
}

// Shows what Python said.
export function showPythons() {
  document.querySelectorAll(".live").forEach((element) => element.remove());
  for (const figure of [...moved]) figure.redraw();
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
  return document.querySelector(`.st-key-${key} .figure`);
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
  const bars = figure.querySelectorAll(".point");
  const labels = labelsOf(figure);
  if (bars.length !== values.length || labels.length !== values.length) return;
  moved.add(figure);
  values.forEach((value, k) => {
    const [bar, number] = [bars[k].querySelector("path"), numberOf(bars[k], labels[k])];
    const end = axis.l2p(value);
    const top = base - end < 2 ? Math.floor(end) : Math.round(end); // as Plotly does
    const [left, , , right] = bar.getAttribute("d").match(/[\d.]+/g).map(Number);
    bar.setAttribute("d", `M${left},${base}V${top}H${right}V${base}Z`);
    bar.style.fill = k === winner ? WINNER : QUIET;
    bar.style.stroke = k === target ? TARGET : "";
    bar.style.strokeWidth = k === target ? "3px" : "0px";
    number.textContent = value.toFixed(3);
    number.setAttribute("transform", `translate(${(left + right) / 2},${top - number.above})`);
    markOf(labels[k]).textContent = k === winner ? winner_mark : k === target ? target_mark : "";
  });
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
  if (number.above === undefined) {
    const box = number.getBBox();
    number.above = TEXT_PAD + box.y + box.height;
  }
  return number;
}

// A canvas over Plotly's image, which would be a picture to encode and decode for every frame.
function movePixels(figure, pixels) {
  const image = figure.querySelector(".heatmaplayer image");
  let canvas = figure.querySelector("canvas.live");
  if (!canvas) {
    const [place, around] = [image, figure].map((element) => element.getBoundingClientRect());
    canvas = Object.assign(document.createElement("canvas"), { className: "live" });
    [canvas.width, canvas.height] = [place.width, place.height];
    canvas.style.left = `${place.left - around.left}px`;
    canvas.style.top = `${place.top - around.top}px`;
    figure.append(canvas);
    moved.add(figure);
  }
  const context = canvas.getContext("2d");
  const side = canvas.width / SIDE;
  context.fillStyle = GRID;
  context.fillRect(0, 0, canvas.width, canvas.height);
  pixels.forEach((pixel, i) => {
    const grey = Math.round(255 * pixel);
    context.fillStyle = `rgb(${grey},${grey},${grey})`;
    const [row, column] = [Math.floor(i / SIDE), i % SIDE];
    context.fillRect(column * side + 0.25, row * side + 0.25, side - 0.5, side - 0.5);
  });
}

// Words in place of Python's, which stay underneath: those who listen hear each answer once.
function standIn(key, tag, html) {
  const place = document.querySelector(`.st-key-${key}`);
  let element = place.querySelector(".live");
  if (!element) {
    element = Object.assign(document.createElement(tag), { className: `${key} live` });
    element.setAttribute("aria-hidden", "true");
    place.append(element);
  }
  element.innerHTML = html;
}

function prediction({ y, winner }, words) {
  const rival = y.reduce((best, v, k) => (k !== winner && !(v <= y[best]) ? k : best), -1);
  const next = words.next.replace("{digit}", rival).replace("{value}", y[rival].toFixed(3));
  return (
    `<strong>${winner}</strong><em>${y[winner].toFixed(3)}</em>` +
    `<span>${next}<br>${y[winner] < words.sure ? words.not_sure : ""}</span>` +
    `<small>${words.live}</small>`
  );
}

function loss({ errors }, words) {
  const terms = Array.from(errors, (error) => error.toFixed(3)).join(" + ");
  const sum = errors.reduce((a, b) => a + b, 0).toFixed(3);
  return `${words.loss} <strong>${sum}</strong> <span class="terms">= ${terms}</span>`;
}
