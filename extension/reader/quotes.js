// What can be done with a quote: step from one to the next, copy it with its source, copy a link to the sentence on the page,
// see the words its name rests on.

import { announce, button, element } from "./dom.js";
import { copyText } from "./clipboard.js";
import { icon } from "./icons.js";
import { attribution, fragmentLink } from "./citation.js";
import { counted, message } from "../messages.js";
import { shownName } from "./voices.js";
import { toast } from "./sheet.js";

const highlights = globalThis.CSS?.highlights;

function highlight(name, ranges) {
  highlights?.delete(name);
  const drawn = ranges.filter(Boolean);
  if (drawn.length && highlights) highlights.set(name, new Highlight(...drawn));
  return drawn.length;
}

export class Quotes {
  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
    /** The quote stepped to, as a place in the summary's list. @type {number | null} */
    this.current = null;
    this.card = element("div", { class: "card", popover: "auto", role: "dialog", "aria-label": message("quoteCard") });
    document.body.append(this.card);
    this.card.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "closed") this.#cardClosed();
    });
    session.root.addEventListener("click", this);
    session.onDrawn(() => {
      this.current = null;
      this.clearWords();
    });
    session.addEventListener("end", () => {
      this.clearWords();
      this.card.remove();
      session.root.removeEventListener("click", this);
    });
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (!event.isTrusted || !(event.target instanceof Element)) return;
    const label = /** @type {HTMLElement | null} */ (event.target.closest(".speaker[data-of]"));
    if (label) return this.openCard(Number(label.dataset.of), label);
    if (event.target.closest("a") || !getSelection()?.isCollapsed) return;
    const run = /** @type {HTMLElement | null} */ (event.target.closest(".quote[data-quote]"));
    if (run) this.openCard(Number(run.dataset.quote), run);
  }

  /** The spans that show a quote. @param {number} number @returns {HTMLElement[]} */
  runs(number) {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.session.body.querySelectorAll(`.quote[data-quote="${number}"]`))];
  }

  /** Numbers of the quotes to step through: the chosen speaker's, or all. */
  list() {
    const chosen = this.session.chosen;
    const numbers = this.session.speakers.filter((one) => chosen === undefined || one.name === chosen).flatMap((one) => one.quotes);
    return numbers.sort((a, b) => a - b);
  }

  /** Goes to the next quote (1) or the one before (-1), from the one stepped to or from what is in view. */
  step(by) {
    const list = this.list();
    if (!list.length) return;
    let at = this.current === null ? -1 : list.indexOf(this.current);
    if (at < 0 || !this.#inView(list[at])) {
      const below = list.findIndex((number) => (this.runs(number)[0]?.getBoundingClientRect().top ?? 0) >= innerHeight * 0.2);
      at = below < 0 ? list.length : below;
      if (by > 0) at -= 1;
    }
    const next = Math.min(list.length - 1, Math.max(0, at + by));
    this.goTo(list[next], message("quoteOf", next + 1, list.length));
  }

  #inView(number) {
    const box = this.runs(number)[0]?.getBoundingClientRect();
    return box && box.bottom > 0 && box.top < innerHeight;
  }

  /** Brings a quote into view and marks it. @param {number} number @param {string} [position] said to screen readers */
  goTo(number, position = "") {
    this.unmark();
    const [first, ...rest] = this.runs(number);
    if (!first) return;
    this.current = number;
    for (const run of [first, ...rest]) run.classList.add("current");
    const gentle = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    first.scrollIntoView({ block: "center", behavior: gentle });
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    announce([position, shownName(this.session.summary.quotes[number].speaker)].filter(Boolean).join(": "));
  }

  unmark() {
    for (const run of this.session.body.querySelectorAll(".quote.current")) run.classList.remove("current");
    this.current = null;
  }

  /** Opens the card of a quote at what was pressed. @param {number} number @param {HTMLElement} at */
  openCard(number, at) {
    const quote = this.session.summary.quotes[number];
    if (!quote) return;
    this.unmark();
    this.current = number;
    for (const run of this.runs(number)) run.classList.add("current");
    const speaker = this.session.speakers.find((one) => one.name === quote.speaker);
    const who = element("p", { class: "who" }, element("span", { class: "mark", "aria-hidden": "true" }), element("bdi", { text: shownName(quote.speaker) }));
    if (speaker?.voice !== null && speaker) this.card.dataset.voice = String(speaker.voice);
    else delete this.card.dataset.voice;
    const said = speaker ? counted("quotes", speaker.quotes.length) : "";
    const row = element("div", { class: "row" });
    row.append(
      button({ class: "action", data: { act: "copy" } }, () => this.copy(number), icon("copy"), message("copyQuote")),
      button({ class: "action", data: { act: "link" } }, () => this.copyLink(number), icon("link"), message("copyLink")),
    );
    if (quote.mention) row.append(button({ class: "action", data: { act: "words" } }, () => this.showWords(number), icon("words"), message("showWords")));
    this.card.replaceChildren(who, element("p", { class: "quiet", text: said }), row);
    this.card.showPopover();
    this.#place(at);
    this.opener = at;
    /** @type {HTMLElement | null} */ (row.querySelector("button"))?.focus({ preventScroll: true });
  }

  /** Puts the card under what was pressed, or above where there is no room. @param {HTMLElement} at */
  #place(at) {
    const box = [...at.getClientRects()].at(-1) ?? at.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const left = Math.min(Math.max(12, box.left), innerWidth - width - 12);
    const below = box.bottom + 8;
    const top = below + height < innerHeight - 8 ? below : Math.max(8, at.getBoundingClientRect().top - height - 8);
    this.card.style.setProperty("left", `${left}px`);
    this.card.style.setProperty("top", `${top}px`);
  }

  #cardClosed() {
    for (const run of this.session.body.querySelectorAll(".quote.current")) run.classList.remove("current");
    if (this.opener?.isConnected && (document.activeElement === document.body || this.card.contains(document.activeElement))) {
      if (!this.opener.matches("button")) this.opener.tabIndex = -1;
      this.opener.focus({ preventScroll: true });
    }
    this.opener = undefined;
  }

  /** @param {number} number */
  async copy(number) {
    this.card.hidePopover();
    const done = await copyText(attribution(this.session, number));
    toast(message(done ? "copied" : "notCopied"));
  }

  /** @param {number} number */
  async copyLink(number) {
    this.card.hidePopover();
    const done = await copyText(fragmentLink(this.session, number));
    toast(message(done ? "linkCopied" : "notCopied"));
  }

  /** Marks the words of the text on which a quote's name rests, until the next step. @param {number} number */
  showWords(number) {
    this.card.hidePopover();
    const { mention, cue } = this.session.summary.quotes[number];
    const place = (words) => words && this.session.map.range(words.start, words.end);
    const range = place(mention);
    highlight("mention", [range]);
    highlight("cue", [place(cue)]);
    if (!range) return;
    const at = range.startContainer.parentElement;
    const box = range.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) at?.scrollIntoView({ block: "center" });
    toast(message("restsOn", mention.text, cue ? message("restsOnCue", cue.text) : ""));
  }

  clearWords() {
    highlights?.delete("mention");
    highlights?.delete("cue");
  }

  /** Closes what is open here; whether something was. */
  dismiss() {
    if (this.card.matches(":popover-open")) {
      this.card.hidePopover();
      return true;
    }
    if (highlights?.has("mention")) {
      this.clearWords();
      return true;
    }
    return false;
  }
}
