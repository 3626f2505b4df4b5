// @ts-check
// The link to what is drawn and chosen, to copy and as a QR code; a file on a device has a link for that device alone.

import mountLink from "../share.js";
import { address, chosen } from "./choices.js";
import { qrCode } from "./qr_code.js";
import { mounted, open } from "./widgets.js";
import { t } from "./words.js";

const WORDS = ["label", "copy", "copied", "by_hand", "code"];

/** Offers the link. */
export function offerLink() {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("dialog.share"));
  const link = location.href.split("#")[0] + address();
  const isServed = location.protocol.startsWith("http");
  const svg = isServed ? qrCode(link) : null;
  const notes = [
    !isServed && t("file.on_this_device"),
    isServed && !svg && t("share.too_long"),
    chosen.network === "own" && t("file.own_link"),
  ];
  const note = /** @type {HTMLElement} */ (dialog.querySelector(".note"));
  note.textContent = notes.filter(Boolean).join(" ");
  const words = /** @type {any} */ (
    Object.fromEntries(WORDS.map((name) => [name, t(`share.${name}`)]))
  );
  const parentElement = /** @type {HTMLElement} */ (dialog.querySelector(".body"));
  const status = /** @type {HTMLElement} */ (parentElement.querySelector("p"));
  status.textContent = "";
  mountLink(mounted(parentElement, { link, svg: svg ?? "", words }));
  open(dialog, t("share.title"), t("label.close"));
}
