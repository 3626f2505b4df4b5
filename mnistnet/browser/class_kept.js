// @ts-check
// The teacher's secret of a class: told by Python it is kept, unknown to Python it is told, once. A teacher's
// link has it behind the #, which browsers send nowhere; from there it goes at once.

import { keepSecret, secretFor } from "./membership.js";

/** @type {string} */
let tried;

/** @param {import("./figure.js").Place<{ code: string, secret: string }>} place */
export default function mount({ data: { code, secret }, setTriggerValue }) {
  const linked = /^#teacher=([\w-]+)$/.exec(location.hash)?.[1];
  if (linked) {
    keepSecret(code, linked);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  const kept = secretFor(code);
  if (secret && secret !== kept) keepSecret(code, secret);
  if (secret || !kept || tried === kept) return;
  tried = kept;
  setTriggerValue("secret", kept);
}
