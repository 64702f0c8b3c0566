// A quote as others cite it: with its speaker and source, and as a link to the very sentence on the page.

import { day } from "./head.js";
import { message } from "../messages.js";

/** Quotes of more words than this are linked by their first and last words. */
const WHOLE = 10;
/** How many words of each end. */
const END = 4;

/** Title, site, date and address, as far as they are known. @param {import("./session.js").Session} session */
export function source(session) {
  const { title, site, published } = session.summary;
  const parts = [title, site || session.host, published && day(published)].filter(Boolean);
  return [parts.join(", "), session.url].filter(Boolean).join("\n");
}

/** @param {import("./session.js").Session} session @param {number} number */
export function attribution(session, number) {
  const quote = session.summary.quotes[number];
  const text = quote.text.replace(/\s*\n\s*/g, " ");
  const said = quote.speaker ? message("attribution", text, quote.speaker) : message("attributionUnknown", text);
  return `${said}\n${source(session)}`;
}

/** Percent-encoded for a text fragment, in which "-", "," and "&" mean something. */
const encoded = (/** @type {string} */ text) => encodeURIComponent(text).replaceAll("-", "%2D");

/** Text with one space for each run of white space. @param {string} text */
export const fold = (text) => text.replace(/\s+/g, " ");

/**
 * The part of an address that leads a browser to `words`: whole, or from the first to the last; behind a few of the words before
 * where the same words stand elsewhere too.
 *
 * @param {string} words
 * @param {string} text the whole text in which they stand
 * @param {number} at where in it, in UTF-16 units
 * @param {string} [folded] the text with its white space folded, for whoever asks often
 */
export function textFragment(words, text, at, folded = fold(text)) {
  const clean = words.replace(/\s+/g, " ").trim();
  const all = clean.split(" ");
  const isShort = all.length <= WHOLE && !words.includes("\n");
  const first = isShort ? clean : all.slice(0, END).join(" ");
  const last = isShort ? "" : `,${encoded(all.slice(-END).join(" "))}`;
  const isUnique = folded.indexOf(first) === folded.lastIndexOf(first);
  let before = "";
  if (!isUnique) {
    const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at).trimEnd();
    const words = line.split(/\s+/).slice(-END).join(" ");
    if (words) before = `${encoded(words)}-,`;
  }
  return `#:~:text=${before}${encoded(first)}${last}`;
}

/** @param {import("./session.js").Session} session @param {number} number */
export function fragmentLink(session, number) {
  const quote = session.summary.quotes[number];
  const before = session.text.slice(0, quote.start).join("");
  return session.url + textFragment(quote.text, session.text.join(""), before.length);
}
