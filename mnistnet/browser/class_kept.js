// @ts-check
// The teacher's secret of a class: told by Python it is kept, unknown to Python it is told, once.

import { keepSecret, secretFor } from "./membership.js";

/** @type {string} */
let tried;

/** @param {import("./figure.js").Place<{ code: string, secret: string }>} place */
export default function mount({ data: { code, secret }, setTriggerValue }) {
  const kept = secretFor(code);
  if (secret && secret !== kept) keepSecret(code, secret);
  if (secret || !kept || tried === kept) return;
  tried = kept;
  setTriggerValue("secret", kept);
}
