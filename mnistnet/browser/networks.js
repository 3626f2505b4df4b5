// @ts-check
// The networks that this browser can let read: the shipped ones, and the visitor's own once the page
// has sent it. "network-arrived" goes out on the document with each that comes.

import { unpackNetworks } from "./reading.js";

/** @type {Map<number, import("./reading.js").Network>} */
const networks = new Map();

/** Fails if the shipped ones cannot be had. */
export const shipped = fetch(import.meta.resolve("./networks.bin"))
  .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(response.status)))
  .catch((error) => loadAnew("networks", error))
  .then((bytes) => learn(new Uint8Array(bytes)));
shipped.catch(() => {}); // whoever needs them says so

/**
 * Takes a network of the visitor's own.
 * @param {import("./figure.js").Place<Uint8Array>} place
 */
export default function mount({ data }) {
  learn(data);
}

/**
 * The network of a name, once it is here.
 * @param {number} name
 */
export function networkNamed(name) {
  return networks.get(name);
}

/**
 * Takes a network.
 * @param {import("./reading.js").Network} network
 */
export function know(network) {
  networks.set(network.name, network);
  document.dispatchEvent(new Event("network-arrived"));
}

/** @param {Uint8Array} bytes */
function learn(bytes) {
  unpackNetworks(bytes).forEach(know);
}
