// The sheet beside the text, and the rail of buttons that fill it. One panel is open at a time; it moves nothing, takes the
// focus to its heading and gives it back where it came from.

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { message } from "../messages.js";

/**
 * @typedef {{ name: string, icon: string, title: string, key: string, count?: () => number | null, build: () => Node[], closed?: () => void }} Panel
 * `title` is a message's key; `build` gives the content, and again whenever the article was drawn anew.
 */

export class Sheet {
  /** @param {import("./session.js").Session} session @param {Panel[]} panels */
  constructor(session, panels) {
    this.panels = panels;
    /** @type {Panel | undefined} */
    this.open = undefined;
    this.heading = element("h2", { id: "sheet-title", tabindex: "-1" });
    this.content = element("div", { class: "content" });
    const shut = button({ class: "round", "aria-label": message("closePanel"), title: message("closePanel") }, () => this.close(), icon("close"));
    this.node = element(
      "section",
      { class: "sheet", id: "sheet", "aria-labelledby": "sheet-title", hidden: true },
      element("header", {}, this.heading, shut),
      this.content,
    );
    this.rail = element("nav", { class: "rail", "aria-label": message("controls") });
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    for (const panel of panels) {
      const name = `${message(panel.title)} (${panel.key})`;
      const made = button(
        { "aria-label": name, title: name, "aria-expanded": "false", "aria-controls": "sheet", data: { panel: panel.name } },
        () => this.toggle(panel.name),
        icon(/** @type {any} */ (panel.icon)),
      );
      this.buttons.set(panel.name, made);
      this.rail.append(made);
    }
    session.root.before(this.rail);
    document.body.append(this.node);
    session.onDrawn(() => this.refresh());
    session.addEventListener("end", () => {
      this.rail.remove();
      this.node.remove();
    });
  }

  /** @param {string} name */
  toggle(name) {
    if (this.open?.name === name) this.close();
    else this.show(name);
  }

  /** @param {string} name */
  show(name) {
    this.#shut();
    const panel = this.panels.find((one) => one.name === name);
    if (!panel) return;
    this.open = panel;
    this.node.dataset.panel = name;
    this.heading.textContent = message(panel.title);
    this.content.replaceChildren(...panel.build());
    this.node.hidden = false;
    this.node.scrollTop = 0;
    this.buttons.get(name)?.setAttribute("aria-expanded", "true");
    this.heading.focus({ preventScroll: true });
  }

  #shut() {
    const panel = this.open;
    if (!panel) return;
    this.open = undefined;
    this.node.hidden = true;
    this.content.replaceChildren();
    this.buttons.get(panel.name)?.setAttribute("aria-expanded", "false");
    panel.closed?.();
  }

  /** Closes the panel; whether there was one. */
  close() {
    const panel = this.open;
    if (!panel) return false;
    const within = this.node.contains(document.activeElement);
    this.#shut();
    if (within) this.buttons.get(panel.name)?.focus({ preventScroll: true });
    return true;
  }

  /** Builds the open panel anew, keeping focus (by `data-focus`) and place. */
  refresh() {
    for (const panel of this.panels) this.#count(panel);
    if (!this.open) return;
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const within = this.node.contains(active);
    const key = active?.dataset.focus;
    const top = this.node.scrollTop;
    this.content.replaceChildren(...this.open.build());
    this.node.scrollTop = top;
    if (!within) return;
    const again = [...this.content.querySelectorAll("[data-focus]")].find((one) => /** @type {HTMLElement} */ (one).dataset.focus === key);
    /** @type {HTMLElement} */ (again ?? this.heading).focus({ preventScroll: true });
  }

  /** @param {Panel} panel */
  #count(panel) {
    const made = this.buttons.get(panel.name);
    const count = panel.count?.() ?? null;
    made?.querySelector(".count")?.remove();
    // What is seen is part of the name.
    made?.setAttribute("aria-label", [`${message(panel.title)} (${panel.key})`, count].filter(Boolean).join(", "));
    if (count) made?.append(element("span", { class: "count", "aria-hidden": "true", text: String(count) }));
  }
}

let shown = 0;

/** A sentence at the foot for a moment, said to screen readers too. @param {string} text */
export function toast(text) {
  document.querySelector(".toast")?.remove();
  const made = element("p", { class: "toast", role: "status", text });
  document.body.append(made);
  clearTimeout(shown);
  shown = window.setTimeout(() => made.remove(), 4000);
}
