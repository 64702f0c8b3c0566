// What every file says of where it comes from, and what the file is called.

import { message } from "../messages.js";

/**
 * @typedef {{ title: string, site: string | null, byline: string | null, published: string | null, url: string, lang: string | null, dir: "ltr" | "rtl", read: string }} Source
 * `read` is the day of reading, ISO 8601.
 */

/** @param {import("../reader/session.js").Session} session @returns {Source} */
export function sourceOf(session) {
  const { title, site, byline, published, lang, dir } = session.summary;
  const read = new Date().toISOString();
  return { title: title || session.host || message("untitled"), site: site || session.host || null, byline, published, url: session.url, lang, dir, read };
}

const MOST_NAME = 80;

/**
 * A name that every system takes: the day of publication, else of reading, then the title.
 *
 * @param {Source} source
 * @param {string} ending
 */
export function fileName(source, ending) {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(source.published ?? "")?.[0] ?? source.read.slice(0, 10);
  const words = source.title
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>:"/\\|?*]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const cut = Array.from(words).slice(0, MOST_NAME).join("").replace(/[. ]+$/, "");
  return `${day} ${cut || "article"}.${ending}`;
}

/** Text as XML and well-formed files may hold it. @param {string} text */
export function clean(text) {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}

/** Lines of facts under the title: byline, site, date, address, day of reading. @param {Source} source */
export function facts(source) {
  return [
    source.byline,
    source.site,
    source.published?.slice(0, 10),
    source.url,
    message("readOn", source.read.slice(0, 10)),
  ].filter((fact) => fact);
}
