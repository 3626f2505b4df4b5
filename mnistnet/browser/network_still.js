// @ts-check
// Python's own picture of the network, a still after each stroke: for a browser that lacks what
// network_view.js needs, the weights or one of its modules.

/** @typedef {import("./figure.js").Place<import("./network_view.js").Told>} Place */

const UPRIGHT = 600; // pixels: a narrower picture stands upright

/** @param {HTMLElement} root */
export function isUpright(root) {
  return root.clientWidth < UPRIGHT;
}

/**
 * Shows Python's picture, and asks for it first.
 * @param {Place} place
 */
export default function mount({ data, parentElement, setStateValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".network-picture"));
  root.classList.add("still");
  if (!data.still && data.numbers) setStateValue("still", isUpright(root) ? "upright" : "wide");
  root.innerHTML =
    '<div class="frame frame-network"><div class="lead"></div><div class="stage"></div></div>';
  const [lead, stage] = root.querySelectorAll(".frame-network > *");
  lead.innerHTML = data.lead;
  stage.innerHTML = data.still;
}
