// The Voices panel: who speaks, by how much they say, each with their share and where in the article they are heard. One chosen
// stands out in the text and the rest steps back.

import { button, drawing, element, unseen } from "./dom.js";
import { icon } from "./icons.js";
import { counted, language, message } from "../messages.js";
import { shownName } from "./voices.js";

const percent = (/** @type {number} */ share) =>
  new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(share);

/** Where a speaker is heard, as ticks along the article's length. */
function ticks(session, speaker) {
  const length = Math.max(1, session.text.length);
  const marks = speaker.quotes.map((number) => {
    const { start, end } = session.summary.quotes[number];
    const x = (start / length) * 100;
    return drawing("rect", { x: x.toFixed(2), y: 0, width: Math.max(0.8, ((end - start) / length) * 100).toFixed(2), height: 10, rx: 0.4 });
  });
  const line = drawing("rect", { class: "axis", x: 0, y: 4.6, width: 100, height: 0.8 });
  return drawing("svg", { class: "ticks", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, line, ...marks);
}

/** All shares in one bar. */
function shares(speakers) {
  let x = 0;
  const parts = speakers.map((speaker) => {
    const width = speaker.share * 100;
    const part = drawing("rect", { x: x.toFixed(2), y: 0, width: Math.max(0, width - 0.6).toFixed(2), height: 8 });
    if (speaker.voice !== null) part.dataset.voice = String(speaker.voice);
    x += width;
    return part;
  });
  return drawing("svg", { class: "shares", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, ...parts);
}

/** Marks the chosen speaker's quotes in the text, and takes the marks away again. */
export function choose(session, name) {
  session.chosen = name;
  const isChosen = name !== undefined;
  const chosen = new Set(session.speakers.find((one) => one.name === name)?.quotes ?? []);
  session.body.classList.toggle("choosing", isChosen);
  for (const run of session.body.querySelectorAll(".quote[data-quote]")) {
    run.classList.toggle("chosen", isChosen && chosen.has(Number(run.dataset.quote)));
  }
  for (const label of session.body.querySelectorAll(".speaker")) {
    const quote = session.summary.quotes[Number(label.dataset.of)];
    label.classList.toggle("chosen", isChosen && quote?.speaker === name);
  }
}

function excerpt(text) {
  const line = text.replace(/\s+/g, " ").replace(/[,;:]$/, "");
  return line.length > 110 ? `${line.slice(0, line.lastIndexOf(" ", 105))} …` : line;
}

function row(session, quotes, speaker, sheet) {
  const isChosen = session.chosen === speaker.name;
  const name = shownName(speaker.name);
  const facts = message("voiceFacts", counted("quotes", speaker.quotes.length), percent(speaker.share));
  const head = button(
    { class: "voice", "aria-pressed": String(isChosen), data: { focus: `voice ${name}` } },
    () => {
      choose(session, isChosen ? undefined : speaker.name);
      sheet().refresh();
    },
    element("span", { class: "mark", "aria-hidden": "true" }),
    element("bdi", { class: "name", text: name }),
    unseen(", "),
    element("span", { class: "facts", text: facts }),
    ticks(session, speaker),
  );
  const item = element("li", { class: speaker.name === null ? "unknown" : "" }, head);
  if (speaker.voice !== null) item.dataset.voice = String(speaker.voice);
  if (isChosen) {
    const list = element("ol", { class: "said" });
    for (const number of speaker.quotes) {
      const go = button({ class: "jump", data: { focus: `quote ${number}` } }, () => quotes.goTo(number), excerpt(session.summary.quotes[number].text));
      list.append(element("li", { lang: session.summary.lang || undefined, dir: session.summary.dir }, go));
    }
    item.append(list);
  }
  return item;
}

/**
 * @param {any} session
 * @param {import("./quotes.js").Quotes} quotes
 * @param {() => import("./sheet.js").Sheet} sheet
 * @returns {import("./sheet.js").Panel}
 */
export function voicesPanel(session, quotes, sheet) {
  session.onDrawn(() => choose(session, undefined));
  return {
    name: "voices",
    icon: "voices",
    title: "voices",
    key: "v",
    count: () => session.speakers.reduce((sum, one) => sum + one.quotes.length, 0) || null,
    build() {
      const { speakers } = session;
      if (!speakers.length) return [element("p", { class: "quiet", text: message("noQuotes") })];
      const list = element("ul", { class: "voices" });
      for (const speaker of speakers) list.append(row(session, quotes, speaker, sheet));
      const steps = element(
        "div",
        { class: "row" },
        button({ class: "action", data: { focus: "previous" } }, () => quotes.step(-1), icon("previous"), message("previousQuote")),
        button({ class: "action", data: { focus: "next" } }, () => quotes.step(1), icon("next"), message("nextQuote")),
      );
      return [shares(speakers), element("p", { class: "quiet", text: message("voicesLead") }), list, steps];
    },
    closed: () => choose(session, undefined),
  };
}
