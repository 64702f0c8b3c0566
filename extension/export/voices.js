// Who said what, as a list for the end of a file.

import { shownName } from "../reader/voices.js";

/** @param {import("../reader/session.js").Session} session @returns {{ name: string, quotes: string[] }[]} */
export function attributedBy(session) {
  return session.speakers.map(({ name, quotes }) => ({
    name: shownName(name),
    quotes: quotes.map((number) => session.summary.quotes[number].text.replace(/\s*\n\s*/g, " ")),
  }));
}
