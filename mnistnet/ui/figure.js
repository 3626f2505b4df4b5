// Shows Plotly figures and changes them in place: Plotly.react keeps what stays the same.
// Mounted with Plotly.js, once a visit; each figure is then handed over by place.js.

const CSS_VARIABLE = /var\((--[\w-]+)\)/g;
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };

let unpacking;
let unpacked;
const library = new Promise((resolve) => (unpacked = resolve));

export default function ({ data }) {
  unpacking ??= unpack(data).then(unpacked);
}

const early = window.mnistnet_figure ?? [];
window.mnistnet_figure = { push: (place) => (place.data ? mount(place) : unmount(place)) };
early.forEach(window.mnistnet_figure.push);

function mount({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".figure");
  frame.high = (width) => {
    const most = data.height * zoom();
    return data.ratio && width ? Math.min(most, width * data.ratio) : most;
  };
  frame.style.height = `${frame.high(frame.clientWidth)}px`;
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", data.alt);
  frame.report = (point) => data.clicks && setTriggerValue("click", point);

  frame.redraw = () => draw(window.Plotly, frame, data.figure);

  // A call that waited for the library must not overwrite a newer one.
  const turn = (frame.turn = (frame.turn ?? 0) + 1);
  library.then(() => turn === frame.turn && frame.isConnected && frame.redraw());
}

function unmount({ parentElement }) {
  const frame = parentElement.querySelector(".figure");
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
    frame.drawing = Plotly.relayout(frame, { width, height: frame.high(width) });
  });
  frame.watcher.observe(frame);
}

// Figures grow with the page's letters, which style.css makes larger on a projector.
function zoom() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}
