// Draws a Reading into a page: its head, its article, and the plain sentences that stand where there is none. Everything
// that comes from the page is set as text; the article's nodes are made by the module.

import { counted, language, message } from "./messages.js";
import { nameVoices, settleVoices } from "./voices.js";

/** Fewer words than this are no article, however sure the choice of them is. */
const FEWEST_WORDS = 25;
/** Below this confidence the page is not taken for an article; below the second it may be incomplete. */
const [NO_ARTICLE, DOUBTFUL] = [0.25, 0.5];
/** How long the first view may wait for the typeface, in ms. */
const TYPEFACE_PATIENCE = 120;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The day a story was published, in the reader's language; null for what is no date. */
function day(published) {
  // A date without a time is that day everywhere; with one, it is that moment, here.
  const timeZone = /^\d{4}-\d{2}-\d{2}$/.test(published) ? "UTC" : undefined;
  const date = new Date(published);
  if (Number.isNaN(date.getTime())) return null;
  return new Intl.DateTimeFormat(language(), { dateStyle: "long", timeZone }).format(date);
}

function head(summary) {
  const header = element("header", "head");
  header.dir = summary.dir;
  if (summary.site) header.append(element("p", "site", summary.site));
  if (summary.title) header.append(element("h1", "title", summary.title));
  const facts = element("p", "facts");
  if (summary.byline) facts.append(element("span", "byline", summary.byline));
  const published = summary.published && day(summary.published);
  if (published) {
    const time = element("time", "date", published);
    time.dateTime = summary.published;
    facts.append(time);
  }
  if (summary.minutes) facts.append(element("span", "minutes", counted("minutesToRead", summary.minutes)));
  for (const fact of facts.children) fact.dir = "auto";
  if (facts.childElementCount) header.append(facts);
  return header;
}

/** What the article's own nodes still need: tables that scroll by themselves, pictures that fail quietly. */
function finish(body) {
  for (const table of body.querySelectorAll("table")) {
    if (table.parentElement.closest("table")) continue;
    const frame = element("div", "scrolls");
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", table.caption?.textContent || message("tableLabel"));
    table.replaceWith(frame);
    frame.append(table);
  }
  for (const code of body.querySelectorAll("pre")) code.tabIndex = 0;
  body.addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLImageElement) event.target.classList.add(event.target.alt ? "missing" : "gone");
    },
    true,
  );
}

function drawArticle(root, reading, summary) {
  const article = element("article", "article");
  if (summary.lang) article.lang = summary.lang;
  article.append(head(summary));
  if (summary.confidence < DOUBTFUL) article.append(element("p", "doubt", message("doubtful")));
  const body = element("div", "body");
  body.dir = summary.dir;
  reading.render(body);
  finish(body);
  nameVoices(body, summary.quotes);
  article.append(body);
  root.replaceChildren(article);
  document.title = summary.title ?? message("extensionName");
  settleVoices(body);
}

const typeface = () =>
  Promise.race([
    Promise.all([document.fonts.load("1em 'Source Serif 4'"), document.fonts.load("600 1em 'Source Serif 4'")]),
    new Promise((resolve) => setTimeout(resolve, TYPEFACE_PATIENCE)),
  ]).catch(() => {});

/**
 * Shows a reading (of verbatim.js, freed here) in `root`: the article, or a sentence saying that there is none. `close` is what
 * "back to the page" does.
 */
export async function showReading(root, reading, { close }) {
  const summary = reading.summary();
  const draw = async () => {
    await typeface();
    drawArticle(root, reading, summary);
    reading.free();
  };
  if (summary.words === 0) return showNotice(root, "empty", [{ text: "backToPage", act: close }]);
  if (summary.words < FEWEST_WORDS || summary.confidence < NO_ARTICLE) {
    return showNotice(root, "noArticle", [
      { text: "backToPage", act: close },
      { text: "showAnyway", act: draw },
    ]);
  }
  return draw();
}

/** Says that work is under way; for waits long enough to be noticed. */
export function showWaiting(root) {
  const waiting = element("p", "waiting", message("waiting"));
  waiting.setAttribute("role", "status");
  if (!root.hasChildNodes()) root.replaceChildren(waiting);
}

/**
 * Shows a heading and a sentence, KEYTitle and KEYText among the messages, and buttons `{ text: a key, act }`, the first the
 * one most people want.
 */
export function showNotice(root, key, buttons) {
  const notice = element("section", "notice");
  notice.append(element("h1", "", message(`${key}Title`)), element("p", "", message(`${key}Text`)));
  const row = element("p", "buttons");
  for (const { text, act } of buttons) {
    const button = element("button", "", message(text));
    button.type = "button";
    button.addEventListener("click", (event) => {
      if (event.isTrusted) act();
    });
    row.append(button);
  }
  if (buttons.length) notice.append(row);
  root.replaceChildren(notice);
  document.title = message(`${key}Title`);
}
