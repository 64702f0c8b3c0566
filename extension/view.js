// Shows a Reading in a page: the article with everything the reader can do with it, or the plain sentences that stand where there
// is none. Everything that comes from the page is set as text; the article's nodes are made by the module.

import { message } from "./messages.js";
import { Pace } from "./pace.js";
import { Aloud } from "./reader/aloud.js";
import { button, element } from "./reader/dom.js";
import { Keys, keysPanel } from "./reader/keys.js";
import { LeftOut, leftOutLine, leftOutPanel, wantedBack } from "./reader/left-out.js";
import { listenPanel } from "./reader/listen-panel.js";
import { Lightbox } from "./reader/lightbox.js";
import { lineFocus } from "./reader/line-focus.js";
import { notes } from "./reader/notes.js";
import { outlinePanel } from "./reader/outline.js";
import { Progress } from "./reader/progress.js";
import { Quotes } from "./reader/quotes.js";
import { Session } from "./reader/session.js";
import { Preferences } from "./reader/settings.js";
import { savePanel } from "./reader/save-panel.js";
import { settingsPanel } from "./reader/settings-panel.js";
import { Sheet } from "./reader/sheet.js";
import { voicesPanel } from "./reader/voices-panel.js";

/** Fewer words than this are no article, however sure the choice of them is. */
const FEWEST_WORDS = 25;
/** Below this confidence the page is not taken for an article. */
const NO_ARTICLE = 0.25;
/** How long the first view may wait for the typeface, in ms. */
const FIRST_PATIENCE = 150;

const FACES = ["1em 'Source Serif 4'", "650 1em 'Source Serif 4'", "italic 1em 'Source Serif 4'"];
// On its way while the page is read.
const faces = Promise.all(FACES.map((face) => document.fonts.load(face)));
const face = () => Promise.race([faces, new Promise((resolve) => setTimeout(resolve, FIRST_PATIENCE))]).catch(() => {});

/** The settings of this page, read once. */
export const preferences = new Preferences();
const settled = preferences.load();

/** @type {Session | undefined} */
let session;

/** Whether the summary is of something to read. @param {Summary} summary */
export const isArticle = (summary) => summary.words >= FEWEST_WORDS && summary.confidence >= NO_ARTICLE;

/** Ends the open article, if there is one. */
export function endReading() {
  session?.end();
  session = undefined;
}

/** Sets up every part of the reader around an article. @param {Session} session @param {number[]} back @param {number} place @param {Pace} pace */
async function furnish(session, back, place, pace) {
  const leftOut = new LeftOut(session);
  await leftOut.load();
  if (back.length) session.take(back);
  await pace.run(session.drawing(place === 0));
  doneWaiting();
  performance.mark("article drawn");
  const quotes = new Quotes(session);
  const progress = new Progress(session);
  const aloud = new Aloud(session);
  const lightbox = new Lightbox(session);
  const dismissNote = notes(session);
  /** @type {Sheet} */
  const sheet = new Sheet(session, [
    voicesPanel(session, quotes, () => sheet),
    leftOutPanel(session, leftOut),
    outlinePanel(session, progress),
    listenPanel(session, aloud),
    settingsPanel(session, () => sheet),
    savePanel(session),
    keysPanel(() => sheet.panels),
  ]);
  leftOutLine(session, sheet);
  lineFocus(session);
  sheet.rail.append(progress.left);
  const keys = new Keys(session, { quotes, sheet });
  keys.acts.set("p", () => aloud.toggle());
  keys.dismissals.unshift(() => lightbox.dismiss(), dismissNote);
  progress.goTo(place);
}

/**
 * Shows a reading (of verbatim.js, freed when it ends) in `root`: the article, or a sentence saying that there is none. `close` is
 * what "back to the page" does; `url` is the page's address.
 *
 * @param {HTMLElement} root
 * @param {Reading} reading
 * @param {{ close: () => void, url?: string, isCut?: boolean, drawn?: (quotes: number) => void, options?: (site: string) => void, pace?: Pace }} around
 * `isCut` says that only the page's beginning was taken down, `drawn` is told how many quotes are shown, `options` opens the options for a site, `pace` is that of a long article's drawing
 */
export async function showReading(root, reading, { close, url = "", isCut = false, drawn, options, pace = new Pace() }) {
  endReading();
  await settled;
  const next = new Session(root, reading, { url, isCut, preferences, close, options });
  if (drawn) next.onDrawn(() => drawn(next.speakers.reduce((sum, one) => sum + one.quotes.length, 0)));
  const { summary } = next;
  const draw = async () => {
    const [back, place] = await Promise.all([wantedBack(summary, next.host), Progress.placeIn(next.url), face()]);
    performance.mark("typeface there");
    session = next;
    document.title = summary.title ?? message("extensionName");
    try {
      await furnish(next, back, place, pace);
    } catch (error) {
      doneWaiting();
      endReading();
      throw error;
    }
  };
  if (isArticle(summary)) return draw();
  const back = { text: "backToPage", act: close };
  if (summary.words === 0) return showNotice(root, "empty", [back]);
  return showNotice(root, "noArticle", [back, { text: "showAnyway", act: draw }]);
}

/** @type {HTMLElement | undefined} */
let waiting;

/**
 * Says that the page is being read, what is done just now and how far it has come, with a way to stop it; for work long enough to
 * be noticed. Where something is shown already, it stands below it.
 *
 * @param {HTMLElement} root
 * @param {() => void} stop
 * @param {import("./pace.js").Progress} progress
 */
export function showWaiting(root, stop, { text = "waiting", done, of } = {}) {
  if (!waiting) {
    const bar = element("progress", { "aria-label": message("waiting") });
    const line = element("p", { role: "status" });
    waiting = element("section", { class: "waiting" }, line, bar, element("p", { class: "buttons" }, button({ data: { act: "stop" } }, stop, message("stop"))));
  }
  const isOver = root.childElementCount > 0 && !root.contains(waiting);
  waiting.classList.toggle("over", isOver);
  if (!waiting.isConnected) (isOver ? document.body : root).append(waiting);
  const [line, bar] = [waiting.querySelector("[role]"), waiting.querySelector("progress")];
  const said = message(text);
  if (line.textContent !== said) line.textContent = said;
  if (done !== undefined && of) [bar.max, bar.value] = [of, done];
}

/** Takes away what `showWaiting` shows. */
export function doneWaiting() {
  waiting?.remove();
  waiting = undefined;
}

/**
 * Shows a heading and a sentence, KEYTitle and KEYText among the messages, and buttons `{ text: a key, act }`, the first the
 * one most people want.
 *
 * @param {HTMLElement} root
 * @param {string} key
 * @param {{ text: string, act: () => void }[]} buttons
 */
export function showNotice(root, key, buttons) {
  doneWaiting();
  const notice = element("section", { class: "notice" });
  notice.append(element("h1", { text: message(`${key}Title`) }), element("p", { text: message(`${key}Text`) }));
  const row = element("p", { class: "buttons" });
  for (const { text, act } of buttons) row.append(button({}, act, message(text)));
  if (buttons.length) notice.append(row);
  root.replaceChildren(notice);
  document.title = message(`${key}Title`);
}
