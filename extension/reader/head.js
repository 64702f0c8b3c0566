// The head of the article: site, title, byline, date, minutes; and its lead picture, if the text does not bring it itself.

import { element } from "./dom.js";
import { counted, language } from "../messages.js";

/** The day a story was published, in the reader's language; null for what is no date. */
export function day(published) {
  // A date without a time is that day everywhere; with one, it is that moment, here.
  const timeZone = /^\d{4}-\d{2}-\d{2}$/.test(published) ? "UTC" : undefined;
  const date = new Date(published);
  if (Number.isNaN(date.getTime())) return null;
  // A month alone, as journals are dated, has no day to show.
  if (/^\d{4}-\d{2}$/.test(published)) {
    return new Intl.DateTimeFormat(language(), { year: "numeric", month: "long", timeZone: "UTC" }).format(date);
  }
  return new Intl.DateTimeFormat(language(), { dateStyle: "long", timeZone }).format(date);
}

/** @param {Summary} summary */
export function head(summary) {
  const header = element("header", { class: "head", dir: summary.dir });
  if (summary.site) header.append(element("p", { class: "site", text: summary.site }));
  if (summary.title) header.append(element("h1", { class: "title", text: summary.title }));
  const facts = element("p", { class: "facts" });
  if (summary.byline) facts.append(element("span", { class: "byline", text: summary.byline }));
  const published = summary.published && day(summary.published);
  if (published) facts.append(element("time", { class: "date", text: published, datetime: summary.published }));
  if (summary.minutes) facts.append(element("span", { class: "minutes", text: counted("minutesToRead", summary.minutes) }));
  for (const fact of facts.children) /** @type {HTMLElement} */ (fact).dir = "auto";
  if (facts.childElementCount) header.append(facts);
  return header;
}

/** What stays the same of a picture's address when a server sends it in another size. */
function nameOf(address) {
  try {
    const { pathname } = new URL(address);
    return pathname.split("/").pop()?.toLowerCase().replace(/[-_]?\d+x\d+|\.(jpe?g|png|webp|avif|gif)$/g, "") ?? "";
  } catch {
    return "";
  }
}

/**
 * Asks for a lead picture before there is a place for it: one that is known not to come by the first view gets none. The first view does not
 * wait to know.
 *
 * @param {string | null} address
 */
export function watchLead(address) {
  const state = { hasFailed: !address || !/^https?:/.test(address), image: new Image() };
  if (state.hasFailed) return state;
  state.image.referrerPolicy = "no-referrer";
  state.image.decoding = "async";
  state.image.addEventListener("error", () => {
    state.hasFailed = true;
  });
  state.image.src = /** @type {string} */ (address);
  return state;
}

/**
 * The lead picture, above a text that has none among its first blocks; null otherwise. Its box has a size of its own before
 * it has come, so that nothing moves.
 *
 * @param {Summary} summary
 * @param {Element} body the drawn article
 * @param {ReturnType<typeof watchLead>} state
 */
export function leadImage(summary, body, state) {
  if (state.hasFailed || !summary.image) return null;
  const pictures = [...body.querySelectorAll("img")];
  const name = nameOf(summary.image);
  if (pictures.some((one) => one.src === summary.image || (name !== "" && nameOf(one.src) === name))) return null;
  const opening = [...body.children].slice(0, 4);
  if (opening.some((block) => block.matches("figure") || block.querySelector("figure, img"))) return null;
  state.image.alt = "";
  return element("figure", { class: "lead" }, state.image);
}
