// Puts text on the clipboard, also in a frame that a page's policy keeps from the clipboard's newer interface.

/** @param {Record<string, string>} kinds the same content by media type */
function copyByEvent(kinds) {
  let done = false;
  const onCopy = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const [kind, text] of Object.entries(kinds)) event.clipboardData?.setData(kind, text);
    done = true;
  };
  document.addEventListener("copy", onCopy, true);
  try {
    document.execCommand("copy");
  } catch {
    done = false;
  }
  document.removeEventListener("copy", onCopy, true);
  return done;
}

/**
 * Copies text, if a person has just pressed something; whether it worked.
 *
 * @param {string} text
 * @param {string} [html] the same with its form
 */
export async function copyText(text, html) {
  if (copyByEvent(html ? { "text/plain": text, "text/html": html } : { "text/plain": text })) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
