// @ts-check
// The picture of the whole network: network_view.js draws it; where that cannot be had, Python does.

import mountStill from "./network_still.js";

// Not awaited here: of a module that waits WebKit hands a second importer what is not there yet.
const view = import("./network_view.js")
  .catch((error) => loadAnew("network_view", error))
  .catch(() => null);

/** @param {import("./figure.js").Place<import("./network_view.js").Told>} place */
export default async function mount(place) {
  const there = await view;
  return there ? there.default(place) : mountStill(place);
}

/** @param {import("./figure.js").Place<import("./network_scene.js").Frame>} place */
export async function mountFrame(place) {
  (await view)?.mountFrame(place);
}
