// @ts-check
// The picture of the whole network: network_view.js draws it; where that cannot be had, Python does.

import mountStill from "./network_still.js";

const view = await import("./network_view.js").catch(() => null);

export default view ? view.default : mountStill;
export const mountFrame = view ? view.mountFrame : () => {};
