// Keys press what stands on the page: ten digits the target, U undo, C clear, N the next network.
// Not while a field takes them, a dialog is open, or a key of the system is held.

const FIELD = "input:not([type=radio], [type=checkbox]), textarea, [contenteditable]:not([contenteditable=false])";

export default function ({ data, parentElement }) {
  parentElement.querySelector("p").textContent = data.words;
  window.mnistnetKeys?.abort(); // one listener a window, however often this is mounted
  const listening = (window.mnistnetKeys = new AbortController());
  document.addEventListener("keydown", press, { signal: listening.signal });
  return () => listening.abort();
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  const focused = event.composedPath()[0];
  if (focused instanceof Element && focused.closest(FIELD)) return;
  if (document.querySelector("[role=dialog][aria-modal=true], [data-testid=stDialog]")) return;
  meant(event.code, event.key)?.click();
}

function meant(code, key) {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1] ?? /^[0-9]$/.exec(key)?.[0];
  if (digit) return all("target")[digit];
  // By its place too: a Korean keyboard writes other letters there.
  const is = (letter) => key.toLowerCase() === letter || code === `Key${letter.toUpperCase()}`;
  if (is("u")) return all("undo")[0];
  if (is("c")) return all("clear")[0];
  if (!is("n")) return undefined;
  const networks = all("network");
  const chosen = networks.findIndex((button) => button.ariaChecked === "true");
  return networks[(chosen + 1) % networks.length];
}

function all(part) {
  return [...document.querySelectorAll(`.st-key-${part} button`)];
}
