// @ts-check
// The teacher's secret of a class: told by Python it is kept, unknown to Python it is told, once. A teacher's
// link has it behind the #, which browsers send nowhere; from there it goes at once, and takes the place of
// the kept one once Python has found it right: a wrong link takes nothing away. Until then it is kept beside.

import { keepLinked, keepSecret, linkedFor, secretFor } from "./membership.js";

const SECRET = /^[\w-]{16,64}$/; // as class_store/codes.py has it: of another Python takes no notice

const LINK = /#teacher=([\w-]+)$/;

// Python may have written the address anew meanwhile, and what stood behind the # is gone then.
let arrived = performance.getEntriesByType("navigation")[0]?.name ?? "";
let tried = "";

/** @param {import("./figure.js").Place<{ code: string, secret: string, isWrong: boolean }>} place */
export default function mount({ data: { code, secret, isWrong }, setTriggerValue }) {
  const linked = (LINK.exec(location.hash) ?? LINK.exec(arrived))?.[1];
  arrived = "";
  if (linked) {
    if (SECRET.test(linked)) keepLinked(code, linked);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  const kept = secretFor(code);
  if (secret) {
    tried = ""; // a server that starts anew has to be told again
    if (secret !== kept || linkedFor(code)) keepSecret(code, secret);
    return;
  }
  if (isWrong && tried && tried === linkedFor(code)) keepLinked(code, "");
  const known = linkedFor(code) || kept;
  if (!known || known === tried) return;
  tried = known;
  setTriggerValue("secret", known);
}
