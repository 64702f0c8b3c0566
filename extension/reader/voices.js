// Puts each speaker's name with the quote: in the margin beside it where there is room, else on a line above its paragraph.
// The name is a button: it opens what can be done with the quote.

import { element, unseen } from "./dom.js";
import { message } from "../messages.js";

/** How many colours and marks there are for speakers; styles/voices.css draws them. */
const COLOURS = 8;
/** Least distance of one name in the margin from the next, in pixels. */
const GAP = 6;

const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, figcaption, pre, blockquote, .body";

/**
 * @typedef {{ name: string | null, voice: number | null, quotes: number[], words: number, share: number }} Speaker
 * `quotes` are places in the summary's list, `share` the part of all quoted words, `voice` the number of the colour, null
 * for those whose name is not known.
 */

const wordsIn = (/** @type {string} */ text) => text.split(/\s+/).filter(Boolean).length;

/**
 * Who speaks in the article, by how much they say; the unknown come last. Colours go by rank: the voices heard most are the
 * easiest to tell apart.
 *
 * @param {Summary} summary
 * @returns {Speaker[]}
 */
export function speakersOf(summary) {
  /** @type {Map<string | null, Speaker>} */
  const found = new Map();
  summary.quotes.forEach((quote, number) => {
    if (quote.kind === "unattributed") return;
    const speaker = found.get(quote.speaker) ?? { name: quote.speaker, voice: null, quotes: [], words: 0, share: 0 };
    found.set(quote.speaker, speaker);
    speaker.quotes.push(number);
    speaker.words += wordsIn(quote.text);
  });
  const speakers = [...found.values()];
  const all = speakers.reduce((sum, one) => sum + one.words, 0);
  speakers.sort((a, b) => Number(a.name === null) - Number(b.name === null) || b.words - a.words || a.quotes[0] - b.quotes[0]);
  speakers.forEach((speaker, rank) => {
    speaker.share = all ? speaker.words / all : 0;
    if (speaker.name !== null) speaker.voice = rank % COLOURS;
  });
  return speakers;
}

/** What stands for a speaker whom the text does not name. */
export const shownName = (/** @type {string | null} */ name) => name ?? message("unknownSpeaker");

function label(quote, name, voice) {
  const made = element("button", { type: "button", class: name === null ? "speaker unknown" : "speaker", data: { of: quote } });
  if (voice !== null) made.dataset.voice = String(voice);
  made.append(unseen(message("quoteBy", "")), element("span", { class: "mark", "aria-hidden": "true" }), element("bdi", { text: shownName(name) }));
  return made;
}

/** Takes the quotation marks around a quote into its spans, so that they share its colour. The text stays the same. */
function takeMarksIn(first, last) {
  const before = first.previousSibling;
  const opening = before instanceof Text && /[“”„«‹‘‚"»›「『]\s?$/u.exec(before.data)?.[0];
  if (opening) {
    before.data = before.data.slice(0, -opening.length);
    first.prepend(opening);
  }
  const after = last.nextSibling;
  const closing = after instanceof Text && /^[,.]?\s?[”“»›’"«‹」』]/u.exec(after.data)?.[0];
  if (closing) {
    after.data = after.data.slice(closing.length);
    last.append(closing);
  }
}

/**
 * Colours the quotes in `body` (the module's spans, one or more for each quote) and names their speakers once a paragraph.
 *
 * @param {HTMLElement} body
 * @param {Quote[]} quotes the summary's list
 * @param {Speaker[]} speakers
 */
export function nameVoices(body, quotes, speakers) {
  for (const drawn of body.querySelectorAll(".speaker")) drawn.remove();
  const voices = new Map(speakers.map((speaker) => [speaker.name, speaker.voice]));
  const runs = /** @type {HTMLElement[]} */ ([...body.querySelectorAll(".quote[data-quote]")]);
  const last = new Map(runs.map((run) => [run.dataset.quote, run]));
  const seen = new Set();
  /** For each paragraph the speakers named there, with the line above it that names them. */
  const named = new Map();
  for (const run of runs) {
    const number = Number(run.dataset.quote);
    const speaker = quotes[number]?.speaker ?? null;
    const voice = voices.get(speaker) ?? null;
    if (voice !== null) run.dataset.voice = String(voice);
    if (seen.has(number)) continue;
    seen.add(number);
    takeMarksIn(run, last.get(run.dataset.quote));
    if (speaker !== null) run.dataset.name = speaker;
    const block = run.closest(BLOCKS);
    if (!named.has(block)) {
      const line = element("span", { class: "speakers" });
      named.set(block, { line, names: new Set() });
      block.classList.add("spoken");
      block.prepend(line);
    }
    const { line, names } = named.get(block);
    if (names.has(speaker)) continue;
    names.add(speaker);
    line.append(label(number, speaker, voice));
    run.before(label(number, speaker, voice));
  }
}

const MARGIN_LABELS = ".spoken > :not(.speakers) .speaker, .spoken > .speaker";

/** Moves names in the margin apart where two would lie on each other. */
export class Settler {
  /** @param {HTMLElement} body the drawn article */
  constructor(body) {
    this.body = body;
    this.lowest = -Infinity;
  }

  /** Settles the names in `parts` of the body, which follow those that were settled before. @param {Iterable<Node>} parts */
  settle(parts) {
    /** @type {HTMLElement[]} */
    const labels = [];
    for (const part of parts) {
      if (part instanceof Element) labels.push(.../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll(MARGIN_LABELS)));
    }
    for (const one of labels) one.style.removeProperty("margin-block-start");
    const above = scrollY;
    const boxes = labels.map((one) => one.getBoundingClientRect());
    labels.forEach((one, at) => {
      const { height } = boxes[at];
      if (height === 0) return;
      const top = boxes[at].top + above;
      const down = Math.max(0, this.lowest + GAP - top);
      if (down > 0) one.style.setProperty("margin-block-start", `${down}px`);
      this.lowest = top + down + height;
    });
  }

  /** Settles all anew whenever the width changes. */
  watch() {
    const measure = () => `${this.body.clientWidth} ${this.body.clientHeight}`;
    let size = measure();
    const observer = new ResizeObserver(() => {
      const now = measure();
      if (now === size) return;
      size = now;
      this.lowest = -Infinity;
      this.settle([this.body]);
    });
    observer.observe(this.body);
    return observer;
  }
}
