// What the article's own nodes still need after the module has drawn them: headings in an order, tables that scroll by
// themselves, boxes for pictures whose size nobody knows, quotation marks that hang, notes that open in place.

import { element } from "./dom.js";
import { message } from "../messages.js";

/** Opening quotation marks, which hang in the margin when they begin a paragraph. */
const OPENING = /^\s*([“”„«‹‘‚"「『])/;
/** Marks as wide as two strokes. */
const WIDE = /[“”„«"「『]/;

/** Levels follow the title's and leave none out, as an outline does. */
function orderHeadings(body) {
  const levels = [];
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const own = Number(heading.localName[1]);
    while (levels.length && levels[levels.length - 1] >= own) levels.pop();
    levels.push(own);
    const level = Math.min(levels.length + 1, 6);
    if (level === own) continue;
    const renamed = document.createElement(`h${level}`);
    for (const { name, value } of heading.attributes) renamed.setAttribute(name, value);
    renamed.append(...heading.childNodes);
    heading.replaceWith(renamed);
  }
}

function frameTables(body) {
  for (const table of body.querySelectorAll("table")) {
    if (table.parentElement.closest("table")) continue;
    const label = table.caption?.textContent || message("tableLabel");
    const frame = element("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": label });
    table.replaceWith(frame);
    frame.append(table);
  }
  let number = 0;
  for (const frame of body.querySelectorAll(".scrolls")) {
    number += 1;
    if (number > 1) frame.setAttribute("aria-label", `${frame.getAttribute("aria-label")} ${number}`);
  }
  for (const code of body.querySelectorAll("pre")) code.tabIndex = 0;
}

function framePictures(body) {
  for (const image of body.querySelectorAll("img")) {
    if (!image.hasAttribute("width")) image.classList.add("unsized");
    // A picture as small as a letter is one.
    else if (Number(image.getAttribute("height")) <= 32) image.classList.add("small");
  }
}

function hangMarks(body) {
  for (const block of body.querySelectorAll("p")) {
    const mark = OPENING.exec(block.textContent)?.[1];
    if (mark) block.classList.add(WIDE.test(mark) ? "hangs" : "hangs-half");
  }
}

/**
 * Pictures that do not come leave their text, or nothing. Their box stays, so that nothing moves; only below the window, where
 * nobody sees it, it goes.
 *
 * @param {HTMLElement} article
 */
export function failQuietly(article) {
  article.addEventListener(
    "error",
    ({ target }) => {
      if (!(target instanceof HTMLImageElement)) return;
      const isBelow = target.getBoundingClientRect().top > innerHeight;
      target.classList.add(target.alt ? "missing" : "gone");
      target.classList.toggle("folded", isBelow);
    },
    true,
  );
}

/** @param {HTMLElement} body the article as the module drew it */
export function finishArticle(body) {
  orderHeadings(body);
  frameTables(body);
  framePictures(body);
  hangMarks(body);
}
