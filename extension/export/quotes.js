// The quotes and who said them, for spreadsheets and programs.

import { fold, textFragment } from "../reader/citation.js";
import { sourceOf } from "./source.js";

/** @param {import("../reader/session.js").Session} session @returns {Generator<import("../pace.js").Progress, Record<string, any>[]>} */
function* rows(session) {
  const text = session.text.join("");
  const folded = fold(text);
  const quotes = session.summary.quotes.filter((quote) => quote.kind !== "unattributed");
  const found = [];
  // The quotes ascend: each one's place is counted on from the one before.
  let [points, at] = [0, 0];
  for (const quote of quotes) {
    yield { done: found.length, of: quotes.length };
    for (; points < quote.start; points += 1) at += session.text[points].length;
    found.push({
      speaker: quote.speaker,
      quote: quote.text.replace(/\s*\n\s*/g, " "),
      kind: quote.kind,
      confidence: Math.round(quote.confidence * 100) / 100,
      mention: quote.mention?.text ?? null,
      cue: quote.cue?.text ?? null,
      link: session.url ? session.url + textFragment(quote.text, text, at, folded) : null,
    });
  }
  return found;
}

/** A cell: quoted where it must be, and never a formula to the program that opens it. */
function cell(value) {
  // What turns the direction round would turn the cells behind it too, where the table is looked at as text.
  const text = value === null || value === undefined ? "" : String(value).replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
  const harmless = /^[\s\p{Cf}\p{Mn}]*[=+\-@\t\r＝＋－＠﹢﹣﹦﹫]/u.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\t\r\n;]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Comma-separated values (RFC 4180), with a mark by which spreadsheets know UTF-8. @param {import("../reader/session.js").Session} session @returns {Generator<import("../pace.js").Progress, string>} */
export function* quotesCsv(session) {
  const source = sourceOf(session);
  const head = ["speaker", "quote", "kind", "confidence", "mention", "cue", "link", "title", "site", "published", "url", "read"];
  const lines = (yield* rows(session)).map((row) =>
    [row.speaker, row.quote, row.kind, row.confidence, row.mention, row.cue, row.link, source.title, source.site, source.published, source.url, source.read].map(cell).join(","),
  );
  return `\ufeff${[head.join(","), ...lines].join("\r\n")}\r\n`;
}

/** @param {import("../reader/session.js").Session} session @returns {Generator<import("../pace.js").Progress, string>} */
export function* quotesJson(session) {
  return `${JSON.stringify({ source: sourceOf(session), quotes: yield* rows(session) }, null, 2)}\n`;
}
