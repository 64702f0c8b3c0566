// Footnotes in place: a link to a place in the article opens what stands there beside the line, as well as leading to it.

import { element } from "./dom.js";
import { message } from "../messages.js";

/** A link that looks like the mark of a note. */
const MARK = /^[\s[(]*(\d{1,3}|[a-z]|[*†‡§]+|note \d+)[\s\])]*$/i;
/** What stands at the head of a note in a list: its number and a way back. */
const HEAD = /^\s*[[(]?(\d{1,3})[\]).:]?\s+/;

/** The number a mark shows; null for what is no mark. @param {HTMLAnchorElement} link @param {string} url */
function numberOf(link, url) {
  const text = link.textContent ?? "";
  if (!MARK.test(text)) return null;
  const [page, place] = link.href.split("#");
  return place && (page === url.replace(/#.*$/s, "") || page === "") ? Number(/\d+/.exec(text)?.[0] ?? 0) : null;
}

/** The note with a number: a list's item of that number, or a paragraph that begins with it, the last in the article. */
function noteOf(body, number, mark) {
  const items = [...body.querySelectorAll("ol")].filter((list) => !list.contains(mark)).map((list) => list.children[number - (list.start || 1)]);
  const item = items.filter(Boolean).at(-1);
  if (item) return item.textContent;
  const lines = [...body.querySelectorAll("p, li")].filter((line) => !line.contains(mark) && Number(HEAD.exec(line.textContent)?.[1]) === number);
  return lines.at(-1)?.textContent.replace(HEAD, "") ?? null;
}

/** @param {import("./session.js").Session} session */
export function notes(session) {
  const card = element("div", { class: "card note", popover: "auto", role: "note", "aria-label": message("footnote") });
  document.body.append(card);
  const opened = (/** @type {MouseEvent} */ event) => {
    const link = event.target instanceof Element && /** @type {HTMLAnchorElement | null} */ (event.target.closest(".body a[href*='#']"));
    if (!link || !event.isTrusted || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const number = numberOf(link, session.url);
    if (number === null) return;
    // A place on this very page is no way out of the reader.
    event.preventDefault();
    const text = noteOf(session.body, number, link);
    card.lang = session.summary.lang ?? "";
    card.dir = session.summary.dir;
    card.replaceChildren(element("p", { text: text ?? message("noteLeftOut") }));
    card.showPopover();
    const box = link.getBoundingClientRect();
    card.style.setProperty("left", `${Math.min(Math.max(12, box.left - 40), innerWidth - card.offsetWidth - 12)}px`);
    const below = box.bottom + 8;
    card.style.setProperty("top", `${below + card.offsetHeight < innerHeight - 8 ? below : Math.max(8, box.top - card.offsetHeight - 8)}px`);
  };
  session.root.addEventListener("click", opened);
  session.addEventListener("end", () => {
    session.root.removeEventListener("click", opened);
    card.remove();
  });
  return () => {
    if (!card.matches(":popover-open")) return false;
    card.hidePopover();
    return true;
  };
}
