// The outline panel: the article's headings, and how far one has come.

import { button, element } from "./dom.js";
import { counted, message } from "../messages.js";

/** @param {import("./session.js").Session} session @param {import("./progress.js").Progress} progress @returns {import("./sheet.js").Panel} */
export function outlinePanel(session, progress) {
  return {
    name: "contents",
    icon: "contents",
    title: "contents",
    key: "o",
    build() {
      const minutes = progress.minutesLeft();
      const left = element("p", { class: "quiet", text: minutes ? counted("minutesLeft", minutes) : message("atTheEnd") });
      const headings = /** @type {HTMLElement[]} */ ([...session.article.querySelectorAll("h1, .body :is(h2, h3, h4, h5, h6)")]);
      const list = element("ol", { class: "outline" });
      const current = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.4).at(-1);
      headings.forEach((heading, at) => {
        const go = button(
          { class: "jump", "aria-current": heading === current && "location", data: { focus: `heading ${at}` } },
          () => {
            heading.scrollIntoView({ block: "start", behavior: "instant" });
            heading.tabIndex = -1;
            heading.focus({ preventScroll: true });
          },
          heading.textContent.trim(),
        );
        list.append(element("li", { data: { level: heading.localName[1] }, lang: session.summary.lang || undefined, dir: session.summary.dir }, go));
      });
      return [left, list];
    },
  };
}
