// The article as a document of its own, for one file and for books: built as nodes and written out by the browser, so that
// nothing in it can be mistaken for markup.

import { attributedBy } from "./voices.js";
import { clean, facts, sourceOf } from "./source.js";
import { message } from "../messages.js";

const XHTML = "http://www.w3.org/1999/xhtml";

/** The style of what is written out. No ">" and no "&": it must read the same as XML and as HTML. */
export const STYLE = `body { margin: 0 auto; max-width: 34em; padding: 2em 1.2em; font-family: Georgia, "Source Serif 4", serif; line-height: 1.6; }
h1, h2, h3, h4 { line-height: 1.25; }
.facts { font-size: 0.85em; opacity: 0.8; }
.facts span { display: block; }
.quote { background-color: rgba(120, 150, 200, 0.16); }
figure { margin: 1.5em 0; }
img { max-width: 100%; height: auto; }
figcaption, caption { font-size: 0.85em; opacity: 0.8; text-align: start; }
blockquote { margin: 1.5em 0; padding-inline-start: 1.2em; border-inline-start: 2px solid; }
pre { overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; font-size: 0.9em; }
th, td { padding: 0.3em 0.8em 0.3em 0; border-bottom: 1px solid; text-align: start; vertical-align: top; }
`;

/** How many blocks are written between two looks at the clock. */
const PIECE = 400;
/** What marks up how a page loads a picture, and nothing else. */
const LOADING = ["loading", "decoding", "referrerpolicy"];

/** Pictures are not in a book: nothing is fetched for it. What they show is told, and where they are. */
function tellPictures(page) {
  for (const image of page.querySelectorAll("img")) {
    const link = page.createElementNS(XHTML, "a");
    link.setAttribute("href", image.getAttribute("src"));
    link.textContent = image.getAttribute("alt") || message("picture");
    const inLink = image.closest("a");
    const told = inLink ? page.createTextNode(link.textContent) : link;
    if (image.parentNode.localName === "figure") {
      const line = page.createElementNS(XHTML, "p");
      line.append(told);
      image.replaceWith(line);
    } else image.replaceWith(told);
  }
}

/** Headings stand below the title's, and none of their levels is left out. */
function lowerHeadings(page, body) {
  const levels = [];
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  headings.forEach((heading, at) => {
    const own = Number(heading.localName[1]);
    while (levels.length && levels[levels.length - 1] >= own) levels.pop();
    levels.push(own);
    const lowered = page.createElementNS(XHTML, `h${Math.min(6, levels.length + 1)}`);
    lowered.id = `part-${at + 1}`;
    lowered.append(...heading.childNodes);
    heading.replaceWith(lowered);
  });
}

/**
 * The article as an XHTML document, made piece by piece.
 *
 * @param {import("../reader/session.js").Session} session
 * @param {{ pictures: boolean, style: (page: Document) => Element }} how
 * @returns {Generator<import("../pace.js").Progress, Document>}
 */
export function* articleDocument(session, { pictures, style }) {
  const source = sourceOf(session);
  const page = document.implementation.createDocument(XHTML, "html", document.implementation.createDocumentType("html", "", ""));
  const make = (name, text = "", attributes = {}) => {
    const made = page.createElementNS(XHTML, name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    return made;
  };
  const root = page.documentElement;
  const lang = source.lang || "und";
  root.setAttribute("lang", lang);
  root.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:lang", lang);
  root.setAttribute("dir", source.dir);
  const head = make("head");
  head.append(make("meta", "", { charset: "utf-8" }), make("title", source.title), style(page));
  const body = make("body");
  const header = make("header");
  header.append(make("h1", source.title));
  const lines = make("p", "", { class: "facts" });
  for (const fact of facts(source)) {
    const line = make("span");
    if (fact === source.url && /^https?:/.test(fact)) line.append(make("a", fact, { href: fact }));
    else line.textContent = fact;
    lines.append(line, " ");
  }
  header.append(lines);
  // The mark by which the core knows an export when it is read again.
  const article = make("article", "", { class: "verbatim" });
  const of = session.reading.blocks();
  for (let done = 0; done < of; done += PIECE) {
    yield { done, of };
    session.reading.render_file_part(article, done, Math.min(of, done + PIECE));
  }
  for (const block of [...article.children]) block.after("\n");
  yield {};
  for (const run of article.querySelectorAll(".quote[data-speaker]")) run.setAttribute("title", run.getAttribute("data-speaker"));
  for (const image of article.querySelectorAll("img")) for (const name of LOADING) image.removeAttribute(name);
  lowerHeadings(page, article);
  body.append(header, article);
  const voices = attributedBy(session);
  if (voices.length) {
    const section = make("section");
    section.append(make("h2", message("whoSaidWhat"), { id: "voices" }));
    for (const { name, quotes } of voices) {
      section.append(make("h3", name));
      const list = make("ul");
      for (const quote of quotes) list.append(make("li", `“${quote}”`));
      section.append(list);
    }
    body.append(section);
  }
  root.append(head, body);
  if (!pictures) tellPictures(page);
  return page;
}

/** A document as a file's text. @param {Document} page */
export const written = (page) => clean(new XMLSerializer().serializeToString(page));

/**
 * One file of HTML; its pictures stay where they are.
 *
 * @param {import("../reader/session.js").Session} session
 * @returns {Generator<import("../pace.js").Progress, string>}
 */
export function* htmlFile(session) {
  const style = (page) => {
    const made = page.createElementNS(XHTML, "style");
    made.textContent = STYLE;
    return made;
  };
  const page = yield* articleDocument(session, { pictures: true, style });
  yield {};
  return `${written(page)}\n`;
}
