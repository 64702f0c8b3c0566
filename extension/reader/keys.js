// The keys, and the sheet that lists them. Single letters work wherever no text is being typed; Escape closes what was opened
// last, and the reader at the end.

import { element } from "./dom.js";
import { message } from "../messages.js";

/** Whether keys belong to what has the focus. @param {EventTarget | null} target */
function takesText(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]") !== null;
}

export class Keys {
  /**
   * @param {import("./session.js").Session} session
   * @param {{ quotes: import("./quotes.js").Quotes, sheet: import("./sheet.js").Sheet }} parts
   */
  constructor(session, { quotes, sheet }) {
    this.sheet = sheet;
    this.quotes = quotes;
    /** What each key does, by the key. @type {Map<string, () => void>} */
    this.acts = new Map([
      ["j", () => quotes.step(1)],
      ["k", () => quotes.step(-1)],
      ["c", () => this.#withQuote((number) => quotes.copy(number))],
      ["l", () => this.#withQuote((number) => quotes.copyLink(number))],
      ["w", () => this.#withQuote((number) => quotes.showWords(number))],
    ]);
    for (const panel of sheet.panels) this.acts.set(panel.key, () => sheet.toggle(panel.name));
    /** Closing, innermost first; each says whether it closed something. @type {(() => boolean)[]} */
    this.dismissals = [() => quotes.dismiss(), () => sheet.close()];
    const listen = (/** @type {KeyboardEvent} */ event) => this.#pressed(event);
    addEventListener("keydown", listen, true);
    session.addEventListener("end", () => removeEventListener("keydown", listen, true));
  }

  /** @param {(number: number) => void} act */
  #withQuote(act) {
    if (this.quotes.current === null) this.quotes.step(1);
    if (this.quotes.current !== null) act(this.quotes.current);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (!event.isTrusted || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (this.dismissals.some((dismiss) => dismiss())) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      return;
    }
    if (takesText(event.target)) return;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (event.key === "Enter" && focused?.matches(".quote[data-quote]")) {
      event.preventDefault();
      this.quotes.openCard(Number(focused.dataset.quote), focused);
      return;
    }
    const act = this.acts.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }
}

/** The keys and what they do, in the order of the list: key, a message's key. */
export const KEYS = [
  ["j", "keyNext"],
  ["k", "keyPrevious"],
  ["Enter", "keyCard"],
  ["c", "keyCopy"],
  ["l", "keyLink"],
  ["w", "keyWords"],
  ["p", "keyPlay"],
];

/** The sheet of keys; `panels` gives the others, whose keys it lists too. @param {() => import("./sheet.js").Panel[]} panels @returns {import("./sheet.js").Panel} */
export function keysPanel(panels) {
  return {
    name: "keys",
    icon: "keys",
    title: "keys",
    key: "?",
    build() {
      const list = element("dl", { class: "keys" });
      const opening = panels().map((panel) => [panel.key, panel.title]);
      for (const [key, text] of [...KEYS, ...opening, ["Esc", "keyClose"]]) {
        list.append(element("div", {}, element("dt", {}, element("kbd", { text: key })), element("dd", { text: message(text) })));
      }
      return [list];
    },
  };
}
