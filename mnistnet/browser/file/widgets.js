// @ts-check
// What one presses: options of which one is chosen, and what opens over the page; the page's own components.

/**
 * Options of which one is chosen.
 * @template T
 * @param {HTMLElement} place
 * @param {string} label
 * @param {{ value: T, words: string }[]} options
 * @param {T | null} now
 * @param {(value: T) => void} onChoose also of the one that is chosen already
 */
export function radios(place, label, options, now, onChoose) {
  const isSame = place.querySelectorAll("[role=radio]").length === options.length;
  if (!isSame) {
    const group = document.createElement("div");
    group.setAttribute("role", "radiogroup");
    group.append(...options.map(() => radio()));
    group.onkeydown = (event) => steer(event, group);
    place.replaceChildren(
      Object.assign(document.createElement("p"), { className: "label" }),
      group,
    );
  }
  const [words, group] = /** @type {Iterable<HTMLElement>} */ (place.children);
  words.textContent = label;
  group.setAttribute("aria-label", label);
  const isAny = options.some(({ value }) => value === now);
  options.forEach(({ value, words }, i) => {
    const button = /** @type {HTMLElement} */ (group.children[i]);
    button.textContent = words;
    button.ariaChecked = String(value === now);
    button.tabIndex = value === now || (!isAny && !i) ? 0 : -1;
    button.onclick = () => onChoose(value);
  });
}

function radio() {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.setAttribute("role", "radio");
  return button;
}

/**
 * Arrow keys go from one to the next, Enter and space choose it, as buttons do by themselves.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} group
 */
function steer(event, group) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const all = /** @type {HTMLElement[]} */ ([...group.children]);
  const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
  if (!by || at < 0) return;
  all[(at + by + all.length) % all.length].focus();
  event.preventDefault();
}

/**
 * Opens a dialog; while it is open, keys are not for the page (keys.js).
 * @param {HTMLDialogElement} dialog
 * @param {string} title
 * @param {string} close what its button says
 */
export function open(dialog, title, close) {
  const part = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (dialog.querySelector(selector));
  part("h2").textContent = title;
  dialog.setAttribute("aria-label", title);
  const button = part(".close");
  button.setAttribute("aria-label", close);
  button.onclick = () => dialog.close();
  dialog.onclick = ({ target }) => {
    if (target === dialog) dialog.close(); // beside it
  };
  dialog.onclose = () => dialog.removeAttribute("role");
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-modal", "true");
  dialog.showModal();
}

/**
 * What Streamlit would hand one of the page's components.
 * @template T
 * @param {HTMLElement} parentElement
 * @param {T} data
 * @returns {import("../figure.js").Place<T>}
 */
export function mounted(parentElement, data) {
  return { parentElement, data, setStateValue() {}, setTriggerValue() {} };
}
