// What test_engines.py looks at: a page in a frame of a window's size, and what is wrong with it.

(() => {
  window.openPage = (address, last) => {
    document.body.innerHTML = "<iframe style='border: 0'></iframe>";
    window.frame = document.querySelector("iframe");
    window.last = last;
    frame.src = address;
    return "";
  };

  // The page in one file, with no address of its own.
  window.openFile = (text, last) => {
    openPage("about:blank", last);
    frame.srcdoc = text;
    return "";
  };

  window.resize = (width, height) => {
    frame.width = width;
    frame.height = height;
    return "";
  };

  // Parts that have a place of their own; those that may lie over each other are named in `mayMeet`.
  const PARTS = `header a, .st-key-corner button, .heading, .title, h3, .st-key-canvas, .frame,
    .products, .numbers, table:not(.products *, .numbers *),
    .stMain button, .stMain [role=radiogroup], .stSlider, .stCheckbox, .prediction, .katex-display,
    .stMain input:not([type=range], [type=checkbox], [type=file], .link input)`;
  const FIELD = ".st-key-predictions input, .st-key-predictions button"; // over the table's column

  const mayMeet = (one, two) =>
    one.contains(two) ||
    two.contains(one) ||
    (one.matches(".prediction") && two.matches(".prediction.live")) ||
    (two.matches(".prediction") && one.matches(".prediction.live")) ||
    [
      [one, two],
      [two, one],
    ].some(([a, b]) => a.matches(FIELD) && b.matches("table, " + FIELD));

  window.faults = () => JSON.stringify(look(frame.contentDocument));

  function look(page) {
    const main = page?.querySelector(".stMain");
    if (!main || !page.querySelector(last)) return ["not there yet"];
    const found = [];
    if (page.querySelector("[data-testid=stAlertContentError]")) found.push("a part has failed");
    if (main.scrollWidth > main.clientWidth) found.push("the page scrolls sideways");
    for (const figure of page.querySelectorAll(".figure.js-plotly-plot"))
      if (figure.layout.width !== figure.clientWidth)
        found.push(`${nameOf(figure)} of another width`);
    for (const cell of page.querySelectorAll("th, td")) {
      if (!cell.checkVisibility()) continue;
      const { width, height } = cell.getBoundingClientRect();
      if (width < 8 || height < 8) found.push(`an empty cell: ${cell.textContent}`);
      if (cell.scrollWidth > cell.clientWidth + 1) found.push(`cut words: ${cell.textContent}`);
    }
    const rows = page.querySelectorAll("table.error tbody tr");
    page.querySelectorAll(".st-key-predictions input").forEach((field, i) => {
      const [row, box] = [rows[i], field].map((element) => element.getBoundingClientRect());
      if (box.top < row.top - 1 || box.bottom > row.bottom + 1)
        found.push(`field ${i} is beside its row`);
    });
    const canvas = page.querySelector(".st-key-canvas");
    if (canvas && !isWhereItSays(surfaceOf(canvas)))
      found.push("the canvas is not where it says: strokes go astray");
    const parts = [...page.querySelectorAll(PARTS)].filter((part) =>
      part.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    );
    const boxes = parts.map((part) => part.getBoundingClientRect());
    parts.forEach((part, i) => {
      const { left, right, width, height } = boxes[i];
      if (width < 8 || height < 8) found.push(`${nameOf(part)} has no room`);
      if (!scrolls(part) && (left < -1 || right > frame.width + 1))
        found.push(`${nameOf(part)} sticks out: ${left} to ${right}`);
      for (let j = 0; j < i; j++)
        if (overlap(boxes[i], boxes[j]) && !mayMeet(part, parts[j]))
          found.push(`${nameOf(part)} lies over ${nameOf(parts[j])}`);
    });
    return found;
  }

  function surfaceOf(element) {
    const inner = [...(element.shadowRoot?.children ?? []), ...element.children];
    return element.matches("canvas.upper-canvas, canvas.surface")
      ? element
      : inner.reduce((found, child) => found ?? surfaceOf(child), null);
  }

  function isWhereItSays(surface) {
    if (!surface) return false;
    const { left, top, right, bottom } = surface.getBoundingClientRect();
    const corners = [
      [left + 3, top + 3],
      [right - 3, bottom - 3],
    ];
    return corners.every(([x, y]) => surface.getRootNode().elementFromPoint(x, y) === surface);
  }

  function overlap(one, two) {
    const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    return across > 2 && down > 2; // buttons in a row share their border
  }

  // Wide matrices and formulas scroll in their own place.
  const scrolls = (part) =>
    part.closest(".st-key-matrix, .st-key-numbers, .katex-display") !== null;

  function nameOf(part) {
    const place = part.closest("[class*=st-key-]")?.className.match(/st-key-[\w-]+/)?.[0] ?? "";
    return `${place} ${part.tagName.toLowerCase()} ${part.textContent.slice(0, 30)}`.trim();
  }
})();
