// The article as plain text and as Markdown.

import { attributedBy } from "./voices.js";
import { clean, facts, sourceOf } from "./source.js";
import { message } from "../messages.js";

/** @param {import("../reader/session.js").Session} session @returns {Generator<import("../pace.js").Progress, string>} */
export function* plainText(session) {
  const source = sourceOf(session);
  const body = session.reading.text().split("\n").join("\n\n");
  yield {};
  return clean(`${source.title}\n\n${facts(source).join("\n")}\n\n${body}\n`);
}

/** A value of YAML that nothing in it can end. */
const scalar = (/** @type {string} */ value) => JSON.stringify(value.replace(/\s+/g, " "));

const escaped = (/** @type {string} */ text) => text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~$]/g, "\\$&").replaceAll("&", "&amp;");

/**
 * Markdown with the source as front matter, the article, and who said what.
 *
 * @param {import("../reader/session.js").Session} session
 * @returns {Generator<import("../pace.js").Progress, string>}
 */
export function* markdown(session) {
  const source = sourceOf(session);
  const front = Object.entries({ title: source.title, author: source.byline, site: source.site, published: source.published, source: source.url, read: source.read })
    .filter(([, value]) => value)
    .map(([key, value]) => `${key}: ${scalar(String(value))}`);
  const voices = attributedBy(session).map(
    ({ name, quotes }) => `### ${escaped(name)}\n\n${quotes.map((quote) => `- “${escaped(quote)}”`).join("\n")}`,
  );
  const appendix = voices.length ? `\n## ${message("whoSaidWhat")}\n\n${voices.join("\n\n")}\n` : "";
  yield {};
  const body = session.reading.markdown();
  yield {};
  return clean(`---\n${front.join("\n")}\n---\n\n# ${escaped(source.title)}\n\n${body}${appendix}`);
}
