// A link to copy, and its QR code. Without the clipboard, which a browser grants to https and
// localhost alone, the old command is tried, and at worst the link stands selected in its field.

export default function ({ data: { link, svg, words }, parentElement }) {
  const [field, button, said, code] = ["input", "button", "p", ".code"].map((part) =>
    parentElement.querySelector(part),
  );
  field.value = link;
  field.setAttribute("aria-label", words.label);
  field.onfocus = () => field.select();
  button.textContent = words.copy;
  button.onclick = async () => {
    said.textContent = (await copied(field)) ? words.copied : words.by_hand;
  };
  code.innerHTML = svg;
  code.hidden = !svg;
  code.setAttribute("aria-label", words.code);
}

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}
