// A picture over the whole window, with its caption.

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { message } from "../messages.js";

/** Smaller pictures have nothing more to show, in pixels. */
const SMALLEST = 160;

export class Lightbox {
  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
    this.dialog = element("dialog", { class: "lightbox", "aria-label": message("picture") });
    this.dialog.addEventListener("click", (event) => {
      if (event.isTrusted) this.dialog.close();
    });
    document.body.append(this.dialog);
    session.onDrawn(() => this.#makeButtons());
    session.addEventListener("end", () => this.dialog.remove());
  }

  /** Each picture gets a button of its own that lies over it: it is reached by keyboard, and moves nothing. */
  #makeButtons() {
    for (const image of /** @type {NodeListOf<HTMLImageElement>} */ (this.session.article.querySelectorAll("figure img"))) {
      if (image.closest("a, button")) continue;
      const width = Number(image.getAttribute("width") ?? SMALLEST);
      if (width < SMALLEST) continue;
      const label = image.alt ? message("enlargeNamed", image.alt) : message("enlarge");
      const opener = button({ class: "enlarge", "aria-label": label, "aria-haspopup": "dialog" }, () => this.show(image));
      image.replaceWith(opener);
      opener.append(image);
    }
  }

  /** @param {HTMLImageElement} image */
  show(image) {
    const caption = image.closest("figure")?.querySelector("figcaption")?.textContent ?? image.alt;
    const large = element("img", { src: image.currentSrc || image.src, alt: image.alt, referrerpolicy: "no-referrer" });
    const shut = button({ class: "round", "aria-label": message("closePicture"), title: message("closePicture"), autofocus: true }, () => this.dialog.close(), icon("close"));
    const figure = element("figure", { lang: this.session.summary.lang || undefined, dir: this.session.summary.dir }, large);
    if (caption) figure.append(element("figcaption", { text: caption }));
    this.dialog.replaceChildren(figure, shut);
    this.dialog.showModal();
  }

  dismiss() {
    if (!this.dialog.open) return false;
    this.dialog.close();
    return true;
  }
}
