// The panel for taking the article along, as a file or on the clipboard.

import { epub } from "../export/epub.js";
import { htmlFile } from "../export/document.js";
import { fileName, sourceOf } from "../export/source.js";
import { markdown, plainText } from "../export/text.js";
import { quotesCsv, quotesJson } from "../export/quotes.js";
import { copyText } from "./clipboard.js";
import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { message } from "../messages.js";
import { atOnce, Pace } from "../pace.js";
import { toast } from "./sheet.js";

/** How long a file's address is kept for the browser to fetch it, in ms. */
const KEPT = 60_000;
/** Code points from which writing an article takes a noticeable time. */
const LONG = 500_000;

/** @param {(session: any) => Generator<import("../pace.js").Progress, string>} write */
const paced = (write) => (/** @type {any} */ session, /** @type {Pace} */ pace) => pace.run(write(session));

/** Ending of the name, media type, and how it is made; in the order shown. @type {Record<string, { type: string, make: (session: any, pace: Pace) => Promise<string | Blob> }>} */
const FORMATS = {
  epub: { type: "application/epub+zip", make: epub },
  md: { type: "text/markdown;charset=utf-8", make: paced(markdown) },
  html: { type: "text/html;charset=utf-8", make: paced(htmlFile) },
  txt: { type: "text/plain;charset=utf-8", make: paced(plainText) },
  csv: { type: "text/csv;charset=utf-8", make: paced(quotesCsv) },
  json: { type: "application/json", make: paced(quotesJson) },
};

/** Gives a file to the browser to keep. @param {Blob} blob @param {string} name */
function download(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = element("a", { href, download: name, target: "_self" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), KEPT);
}

/** @param {import("./session.js").Session} session @returns {import("./sheet.js").Panel} */
export function savePanel(session) {
  /** @type {AbortController | undefined} */
  let running;
  const save = async (ending, status) => {
    running?.abort();
    const mine = (running = new AbortController());
    const stop = button({ class: "plain", data: { act: "stop" } }, () => mine.abort(), message("stop"));
    const bar = element("progress", { "aria-label": message("writing") });
    // Long work says so, and can be stopped; short work says nothing.
    const say = ({ done = undefined, of = 0 } = {}) => {
      if (!stop.isConnected) status.replaceChildren(message("writing"), " ", bar, " ", stop);
      if (done !== undefined && of) [bar.max, bar.value] = [of, done];
      else bar.removeAttribute("value");
    };
    const slow = setTimeout(say, 250);
    try {
      const { type, make } = FORMATS[ending];
      const pace = new Pace({ signal: mine.signal, say });
      // The bulk of the work may be one piece: what is said of it must be drawn before.
      if (session.text.length > LONG) await pace.rest({});
      const made = await make(session, pace);
      mine.signal.throwIfAborted();
      const name = fileName(sourceOf(session), ending === "csv" || ending === "json" ? `quotes.${ending}` : ending);
      download(made instanceof Blob ? made : new Blob([made], { type }), name);
      toast(message("saved", name));
    } catch (error) {
      if (!mine.signal.aborted) {
        console.error(error);
        toast(message("notSaved"));
      }
    }
    clearTimeout(slow);
    status.replaceChildren();
  };
  const copy = async () => {
    const done = await copyText(atOnce(plainText(session)), atOnce(htmlFile(session)));
    toast(message(done ? "articleCopied" : "notCopied"));
  };
  return {
    name: "save",
    icon: "save",
    title: "save",
    key: "s",
    build() {
      const status = element("p", { class: "quiet", role: "status" });
      const choice = (ending) =>
        button({ class: "format", data: { format: ending, focus: ending } }, () => save(ending, status), element("span", { class: "ending", text: ending.toUpperCase() }), element("span", { text: message(`save_${ending}`) }));
      const list = (endings) => element("div", { class: "formats" }, ...endings.map(choice));
      return [
        element("h3", { text: message("saveArticle") }),
        list(["epub", "md", "html", "txt"]),
        element("div", { class: "row" }, button({ class: "action", data: { act: "copy-article", focus: "copy" } }, copy, icon("copy"), message("copyArticle"))),
        element("h3", { text: message("saveQuotes") }),
        list(["csv", "json"]),
        status,
      ];
    },
    closed: () => running?.abort(),
  };
}
