// @ts-check
// The teacher's secret of a class: told by Python it is kept, unknown to Python it is told, once. A teacher's
// link has it behind the #, which browsers send nowhere; from there it goes at once, and is kept once Python
// has found it right: a wrong link takes nothing away.

import { keepSecret, secretFor } from "./membership.js";

let tried = "";

/** @param {import("./figure.js").Place<{ code: string, secret: string }>} place */
export default function mount({ data: { code, secret }, setTriggerValue }) {
  const linked = /^#teacher=([\w-]+)$/.exec(location.hash)?.[1];
  if (linked) history.replaceState(history.state, "", location.pathname + location.search);
  const kept = secretFor(code);
  if (secret) {
    tried = ""; // a server that starts anew has to be told again
    if (secret !== kept) keepSecret(code, secret);
    return;
  }
  const known = linked ?? kept;
  if (!known || known === tried) return;
  tried = known;
  setTriggerValue("secret", known);
}
