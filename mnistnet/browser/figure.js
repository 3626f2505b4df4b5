// Shows Plotly figures and changes them in place: Plotly.react keeps what stays the same.
// Mounted with Plotly.js, once a visit; each figure is then handed over by place.js.

const CSS_VARIABLE = /var\((--[\w-]+)\)/g;
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
const PARTS = [["div", "lead"], ["p", "title"], ["div", "figure"], ["div", "caption"]];

let unpacking;
let unpacked;
const library = new Promise((resolve) => (unpacked = resolve));

export default function ({ data }) {
  unpacking ??= unpack(data).then(unpacked);
}

const early = window.mnistnet_figures ?? [];
window.mnistnet_figures = { push: (place) => (place.data ? mount(place) : unmount(place)) };
early.forEach(window.mnistnet_figures.push);

function mount({ data: { figures, clicks }, parentElement, setTriggerValue }) {
  const frames = parentElement.querySelector(".frames");
  const report = (point) => clicks && setTriggerValue("click", point);
  figures.forEach((shown, i) => fill(frames.children[i] ?? newFrame(frames, shown), shown, report));
}

function newFrame(frames, { key }) {
  const make = (tag, className) => Object.assign(document.createElement(tag), { className });
  const around = make("div", `frame frame-${key}`);
  around.append(...PARTS.map(([tag, name]) => make(tag, name)));
  return frames.appendChild(around);
}

function fill({ children: [lead, title, frame, caption] }, shown, report) {
  if (lead.innerHTML !== shown.lead) lead.innerHTML = shown.lead;
  if (title.textContent !== shown.title) title.textContent = shown.title;
  title.hidden = !shown.title;
  frame.high = (width) => {
    const most = shown.height * zoom();
    return shown.ratio && width ? Math.min(most, width * shown.ratio) : most;
  };
  frame.style.height = `${frame.high(frame.clientWidth)}px`;
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", shown.alt);
  frame.report = report;
  frame.told = shown.told;
  frame.say = () => {
    const [before] = caption.getElementsByTagName("details");
    const isOpen = before?.open ?? false;
    caption.innerHTML = shown.caption;
    for (const details of caption.getElementsByTagName("details")) details.open = isOpen;
  };
  frame.redraw = () => {
    frame.say();
    draw(window.Plotly, frame, shown.figure);
  };

  // A call that waited for the library must not overwrite a newer one.
  const turn = (frame.turn = (frame.turn ?? 0) + 1);
  library.then(() => turn === frame.turn && frame.isConnected && arrive(frame, shown));
}

// Whoever shows something in the figure's place may put its drawing off, and say and redraw it later.
function arrive(frame, detail) {
  const arrival = new CustomEvent("figure-arrives", { detail, cancelable: true });
  if (frame.dispatchEvent(arrival)) frame.redraw();
}

function unmount({ parentElement }) {
  parentElement.querySelectorAll(".figure").forEach(empty);
}

function empty(frame) {
  const end = (frame.turn += 1);
  library.then(async (Plotly) => {
    await frame.drawing; // taken away while it draws, Plotly would stumble
    if (end !== frame.turn) return; // mounted again in the meantime
    frame.watcher?.disconnect();
    delete frame.watcher;
    Plotly.purge(frame);
  });
}

async function unpack(gzipped) {
  const stream = new Blob([gzipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const source = await new Response(stream).blob();
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  await import(url);
  URL.revokeObjectURL(url);
  return window.Plotly;
}

function draw(Plotly, frame, figure) {
  // Colours come as the theme's own names, so light and dark need no second figure.
  const style = getComputedStyle(frame);
  const property = (name) => style.getPropertyValue(name).trim();
  const { data: traces, layout } = JSON.parse(
    figure.replace(CSS_VARIABLE, (_, name) => property(name)),
  );
  const font = { family: property("--st-font"), color: property("--st-text-color") };
  const margin = Object.entries(layout.margin).map(([side, room]) => [side, room * zoom()]);
  frame.drawing = Plotly.react(
    frame,
    traces,
    {
      ...layout,
      font: { ...font, size: 12 * zoom(), ...layout.font },
      margin: Object.fromEntries(margin),
      height: frame.high(frame.clientWidth),
      width: frame.clientWidth,
    },
    CONFIG,
  );
  frame.dispatchEvent(new Event("figure-drawn"));
  if (frame.watcher) return;

  frame.on("plotly_click", ({ points: [point] }) =>
    frame.report({ x: point.x, y: point.y, custom: point.customdata ?? null }),
  );
  frame.watcher = new ResizeObserver(() => {
    const width = frame.clientWidth;
    if (!width || width === frame.layout.width) return;
    frame.style.height = `${frame.high(width)}px`;
    frame.redraw();
  });
  frame.watcher.observe(frame);
}

// Figures grow with the page's letters, which style.css makes larger on a projector.
function zoom() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}
