// @ts-check
// Puts text on the clipboard. Without it, which a browser grants to https and localhost alone, the old
// command is tried, and at worst the text stands selected in a field.

/**
 * Tells whether the text is on the clipboard.
 * @param {Promise<string>} text the clipboard is told at once, while the press counts
 * @param {HTMLInputElement | HTMLTextAreaElement} field where the text stands selected otherwise
 */
export async function copied(text, field) {
  try {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    field.value = await text;
    field.hidden = false;
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}
