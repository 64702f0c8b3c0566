// What is read aloud, cut into pieces: a sentence at a time, cut again where another voice begins or ends.

import { pointsIn, TextMap } from "./text-map.js";

/**
 * @typedef {{ start: number, end: number, text: string, speaker: string | null | undefined, isNew: boolean }} Piece
 * Offsets in code points; `speaker` is undefined for the article's own words, null for an unknown voice; `isNew` says that the
 * speaker is to be announced.
 */

/** Sentences of a text with where they begin, in UTF-16 units. */
function sentences(text, lang) {
  let segmenter;
  try {
    segmenter = new Intl.Segmenter(lang || undefined, { granularity: "sentence" });
  } catch {
    segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });
  }
  return [...segmenter.segment(text)];
}

/** @param {import("./session.js").Session} session @returns {Piece[]} */
export function script(session) {
  const { quotes, lang } = session.summary;
  const spoken = quotes.filter((quote) => quote.kind !== "unattributed");
  const pieces = [];
  let last;
  for (const { element, at } of session.map.lines) {
    if (element.closest("pre, figure, table")) continue;
    const text = TextMap.textOf(element);
    for (const { segment, index } of sentences(text, lang)) {
      let from = at + pointsIn(text.slice(0, index));
      const end = from + pointsIn(segment);
      while (from < end) {
        const inside = spoken.find((quote) => quote.start <= from && from < quote.end);
        const next = spoken.find((quote) => quote.start > from);
        const to = Math.min(end, inside ? inside.end : (next?.start ?? end));
        const words = session.text.slice(from, to).join("");
        // A piece without a letter or figure is a mark: nobody reads it.
        if (/[\p{L}\p{N}]/u.test(words)) {
          const speaker = inside?.speaker;
          const isNew = Boolean(inside) && speaker !== last;
          pieces.push({ start: from, end: to, text: words.trim(), speaker: inside ? speaker : undefined, isNew });
          if (inside) last = speaker;
        }
        from = to;
      }
    }
  }
  return pieces;
}
