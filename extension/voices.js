// Puts each speaker's name with the quote: in the margin beside it where there is room, else on a line above its paragraph.

import { message } from "./messages.js";

/** How many colours there are for speakers; reader.css names them. */
const COLOURS = 8;
/** Least distance of one name in the margin from the next, in pixels. */
const GAP = 6;

const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, figcaption, pre, blockquote, .body";

function label(name, voice, isKnown) {
  const made = document.createElement("span");
  made.className = isKnown ? "speaker" : "speaker unknown";
  if (voice !== undefined) made.dataset.voice = voice;
  const said = document.createElement("span");
  said.className = "unseen";
  said.textContent = message("quoteBy", "");
  const shown = document.createElement("bdi");
  shown.textContent = name;
  made.append(said, shown);
  return made;
}

/**
 * Colours the quotes in `body` (the module's spans, one or more for each quote) and names their speakers once a paragraph.
 * `quotes` is the summary's list.
 */
export function nameVoices(body, quotes) {
  for (const drawn of body.querySelectorAll(".speaker")) drawn.remove();
  const seen = new Set();
  /** For each paragraph the speakers named there, with the line above it that names them. */
  const named = new Map();
  for (const run of body.querySelectorAll(".quote[data-quote]")) {
    const voice = run.dataset.speaker === undefined ? undefined : run.dataset.speaker % COLOURS;
    if (voice !== undefined) run.dataset.voice = voice;
    const number = run.dataset.quote;
    if (seen.has(number)) continue;
    seen.add(number);
    const speaker = quotes[number]?.speaker ?? null;
    if (speaker !== null) run.dataset.name = speaker;
    const block = run.closest(BLOCKS);
    if (!named.has(block)) {
      const line = document.createElement("span");
      line.className = "speakers";
      named.set(block, { line, names: new Set() });
      block.classList.add("spoken");
      block.prepend(line);
    }
    const { line, names } = named.get(block);
    if (names.has(speaker)) continue;
    names.add(speaker);
    const name = speaker ?? message("unknownSpeaker");
    line.append(label(name, voice, speaker !== null));
    run.before(label(name, voice, speaker !== null));
  }
}

function settle(body) {
  const labels = [...body.querySelectorAll(".spoken > :not(.speakers) .speaker, .spoken > .speaker")];
  for (const one of labels) one.style.removeProperty("margin-block-start");
  const boxes = labels.map((one) => one.getBoundingClientRect());
  let lowest = -Infinity;
  labels.forEach((one, at) => {
    const { top, height } = boxes[at];
    if (height === 0) return;
    const down = Math.max(0, lowest + GAP - top);
    if (down > 0) one.style.setProperty("margin-block-start", `${down}px`);
    lowest = top + down + height;
  });
}

/** Moves names in the margin apart where two would lie on each other, now and when the width changes. */
export function settleVoices(body) {
  settle(body);
  let width = body.clientWidth;
  new ResizeObserver(() => {
    if (body.clientWidth === width && width > 0) return;
    width = body.clientWidth;
    settle(body);
  }).observe(body);
}
