// One article open in the reader: what was read, what is drawn of it, and the parts of the reader that work on it. Parts are
// told when the article has been drawn anew, and never hold on to its nodes longer.

import { failQuietly, finishArticle } from "./article.js";
import { button, element } from "./dom.js";
import { head, leadImage, watchLead } from "./head.js";
import { TextMap } from "./text-map.js";
import { message } from "../messages.js";
import { atOnce } from "../pace.js";
import { nameVoices, Settler, speakersOf } from "./voices.js";

/** Below this confidence the view may be incomplete. */
const DOUBTFUL = 0.5;
/** How many of the article's blocks are made between two looks at the clock. */
const PART = 400;
/** How many are laid out and painted before all else: more than a window shows. */
const FIRST = 40;

/**
 * @typedef {{ title: string | null, url: string, host: string }} Page what the reader knows of the page it was opened on
 */

export class Session extends EventTarget {
  /**
   * @param {HTMLElement} root where the article is drawn
   * @param {Reading} reading of the module, freed by `end`
   * @param {{ url: string, isCut?: boolean, preferences: import("./settings.js").Preferences, close: () => void, options?: (site: string) => void }} around
   */
  constructor(root, reading, around) {
    super();
    this.root = root;
    this.reading = reading;
    this.preferences = around.preferences;
    this.close = around.close;
    /** Whether the page was too long to be taken down whole. */
    this.isCut = around.isCut === true;
    /** Opens the options for a site, where there are any. */
    this.options = around.options;
    this.summary = reading.summary();
    /** The address of the page, without the place in it. */
    this.url = (around.url || this.summary.url || "").replace(/#.*$/s, "");
    this.host = hostOf(this.url);
    /** Numbers of what was left out and stands again. @type {Set<number>} */
    this.putBack = new Set();
    this.isWhole = false;
    /** The speaker chosen to be heard alone; null is the unknown voice. @type {string | null | undefined} */
    this.chosen = undefined;
    this.settling = null;
    this.leadState = watchLead(this.summary.image);
  }

  /** Ends the work of the parts and gives the module's memory back. */
  end() {
    this.dispatchEvent(new Event("end"));
    this.settling?.disconnect();
    this.reading.free();
  }

  /** Calls `act` now and whenever the article has been drawn anew. @param {() => void} act */
  onDrawn(act) {
    this.addEventListener("drawn", act);
    if (this.body) act();
  }

  /** Reads anew with these parts standing again, and draws nothing yet. @param {Iterable<number>} numbers */
  take(numbers) {
    this.putBack = new Set(numbers);
    this.reading.put_back(Uint32Array.from(this.putBack));
    this.summary = this.reading.summary();
  }

  /** Draws anew with these parts standing again. @param {Iterable<number>} numbers */
  restore(numbers) {
    this.take(numbers);
    const top = scrollY;
    this.draw();
    scrollTo({ top, behavior: "instant" });
  }

  /** Shows all of the page but what is surely clutter. */
  widen() {
    this.isWhole = true;
    const numbers = this.summary.removed.flatMap((part, number) => (part.reason === "boilerplate" ? [number] : []));
    this.restore([...this.putBack, ...numbers]);
  }

  /** Draws the article anew, in one go. */
  draw() {
    atOnce(this.drawing());
  }

  /** Makes the article's nodes, part by part. @returns {Generator<import("../pace.js").Progress, HTMLElement>} */
  *#made() {
    const body = element("div", { class: "body", dir: this.summary.dir });
    const of = this.reading.blocks();
    for (let done = 0; done < of; done += PART) {
      this.reading.render_part(body, done, Math.min(of, done + PART));
      yield { text: "step_draw", done: done / 2, of };
    }
    finishArticle(body);
    yield { text: "step_draw" };
    nameVoices(body, this.summary.quotes, this.speakers);
    return body;
  }

  /** The article around a drawn body. @param {HTMLElement} body */
  #around(body) {
    const { summary } = this;
    const article = element("article", { class: "article", lang: summary.lang || undefined });
    article.append(head(summary));
    if (this.isCut) article.append(element("p", { class: "doubt cut", role: "note", text: message("cutShort") }));
    if (summary.confidence < DOUBTFUL && !this.isWhole) article.append(this.#doubt());
    failQuietly(article);
    const lead = leadImage(summary, body, this.leadState);
    if (lead) article.append(lead);
    article.append(body);
    return article;
  }

  /** Shows the beginning of a long article, until all of it has been made: how many blocks it has. */
  #begun() {
    const body = element("div", { class: "body", dir: this.summary.dir });
    if (!this.reading.render_beginning(body)) return 0;
    finishArticle(body);
    nameVoices(body, this.summary.quotes, this.speakers);
    this.root.replaceChildren(this.#around(body));
    new Settler(body).settle(body.childNodes);
    performance.mark("beginning drawn");
    return body.childNodes.length;
  }

  /** Draws the article anew, piece by piece: its beginning first, to be painted at once if it is `seen`. @param {boolean} [seen] @returns {Generator<import("../pace.js").Progress, void>} */
  *drawing(seen = false) {
    this.speakers = speakersOf(this.summary);
    const begun = seen ? this.#begun() : 0;
    if (begun) yield { text: "step_draw", paints: true };
    const body = yield* this.#made();
    // Laying out is most of the work. What stands above does not move when more comes below it.
    const blocks = [...body.childNodes];
    const first = Math.max(FIRST, begun);
    const later = blocks.slice(first);
    for (const block of later) block.remove();
    const article = this.#around(body);
    this.root.replaceChildren(article);
    this.settling?.disconnect();
    const settler = new Settler(body);
    settler.settle(blocks.slice(0, first));
    // What is seen first is painted first; the rest of the article and of the reader's parts is put together behind it. A frame that its page
    // has not drawn yet gets no turn for up to a second: the rest waits for no more than a rest of the pace.
    yield { text: "step_draw", done: blocks.length / 2, of: blocks.length, paints: seen };
    for (let done = 0; done < later.length; done += PART) {
      yield { text: "step_draw", done: (blocks.length + done) / 2, of: blocks.length };
      const part = later.slice(done, done + PART);
      body.append(...part);
      settler.settle(part);
    }
    article.append(this.foot());
    this.article = article;
    this.body = body;
    this.map = new TextMap(body);
    this.text = Array.from(this.reading.text());
    this.settling = settler.watch();
    this.dispatchEvent(new Event("drawn"));
  }

  #doubt() {
    const line = element("p", { class: "doubt", role: "note", text: message("doubtful") });
    if (!this.summary.removed.some((part) => part.reason === "boilerplate")) return line;
    line.append(" ", button({ class: "plain" }, () => this.widen(), message("showMore")));
    return line;
  }

  /** The line under the article: what was left out, and where it was read. */
  foot() {
    const foot = element("footer", { class: "foot" });
    if (/^https?:/.test(this.url)) {
      foot.append(element("p", { class: "source" }, element("a", { href: this.url, rel: "noopener noreferrer", text: this.host })));
    }
    return foot;
  }
}

/** @param {string} url */
function hostOf(url) {
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return "";
  }
}
