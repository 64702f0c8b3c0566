// The quotes and who said them, for spreadsheets and programs.

import { textFragment } from "../reader/citation.js";
import { sourceOf } from "./source.js";

/** @param {import("../reader/session.js").Session} session */
function rows(session) {
  const text = session.text.join("");
  return session.summary.quotes
    .filter((quote) => quote.kind !== "unattributed")
    .map((quote) => {
      const at = session.text.slice(0, quote.start).join("").length;
      return {
        speaker: quote.speaker,
        quote: quote.text.replace(/\s*\n\s*/g, " "),
        kind: quote.kind,
        confidence: Math.round(quote.confidence * 100) / 100,
        mention: quote.mention?.text ?? null,
        cue: quote.cue?.text ?? null,
        link: session.url ? session.url + textFragment(quote.text, text, at) : null,
      };
    });
}

/** A cell: quoted where it must be, and never a formula to the program that opens it. */
function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Comma-separated values (RFC 4180), with a mark by which spreadsheets know UTF-8. @param {import("../reader/session.js").Session} session */
export function quotesCsv(session) {
  const source = sourceOf(session);
  const head = ["speaker", "quote", "kind", "confidence", "mention", "cue", "link", "title", "site", "published", "url", "read"];
  const lines = rows(session).map((row) =>
    [row.speaker, row.quote, row.kind, row.confidence, row.mention, row.cue, row.link, source.title, source.site, source.published, source.url, source.read].map(cell).join(","),
  );
  return `\ufeff${[head.join(","), ...lines].join("\r\n")}\r\n`;
}

/** @param {import("../reader/session.js").Session} session */
export function quotesJson(session) {
  return `${JSON.stringify({ source: sourceOf(session), quotes: rows(session) }, null, 2)}\n`;
}
