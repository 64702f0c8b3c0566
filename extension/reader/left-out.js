// What is not in the article: grouped by why it was left out, each part to be looked at and put back where it stood, for now or for
// every page of this site.

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { counted, message } from "../messages.js";
import { store } from "./settings.js";
import { toast } from "./sheet.js";

const KEY = "putBack";
/** At most so many sites and parts of a site are remembered; the oldest go first. */
const [MOST_SITES, MOST_PARTS] = [200, 60];
/** In the order in which they are shown: what a reader is likeliest to miss comes first. */
const GROUPS = ["boilerplate", "about", "repeated", "teaser", "comments", "promotion", "navigation", "hidden", "legal", "advertisement"];
/** Letters shown of a part before it is opened. */
const GLIMPSE = 140;

/** What recognises the same part on another page of the site. */
const signature = (/** @type {Removed} */ part) => `${part.rule}|${part.place}`;

/** What is remembered, checked: { host: [signature, …] }. */
async function remembered() {
  const kept = await store.get(KEY);
  const sites = kept !== null && typeof kept === "object" && !Array.isArray(kept) ? Object.entries(kept) : [];
  const isList = (/** @type {unknown} */ value) => Array.isArray(value) && value.every((one) => typeof one === "string");
  // Without a prototype: a host may be called "constructor".
  return Object.assign(Object.create(null), Object.fromEntries(sites.filter(([, parts]) => isList(parts))));
}

/** Which of a summary's parts the site's readers want back: numbers. @param {Summary} summary @param {string} host */
export async function wantedBack(summary, host) {
  const wanted = new Set(host ? ((await remembered())[host] ?? []) : []);
  if (!wanted.size) return [];
  return summary.removed.flatMap((part, number) => (wanted.has(signature(part)) ? [number] : []));
}

async function remember(session) {
  const sites = await remembered();
  delete sites[session.host];
  const parts = [...session.putBack].map((number) => signature(session.summary.removed[number]));
  if (parts.length) sites[session.host] = [...new Set(parts)].slice(-MOST_PARTS);
  await store.set(KEY, Object.fromEntries(Object.entries(sites).slice(-MOST_SITES)));
}

/** The parts that can be looked at: those with words. */
const listed = (session) =>
  session.summary.removed.map((part, number) => ({ ...part, number })).filter((part) => part.text.trim() !== "");

export class LeftOut {
  constructor(session) {
    this.session = session;
    this.isRemembered = false;
    /** Groups that are open, by reason. */
    this.opened = new Set();
  }

  async load() {
    this.isRemembered = Boolean((await remembered())[this.session.host]);
  }

  /** Puts these parts back and no others, shows the one that is new. */
  async #set(numbers, shown) {
    const before = new Set([...this.session.body.querySelectorAll("[data-at]")].map((line) => line.textContent));
    this.session.restore(numbers);
    if (this.isRemembered) await remember(this.session);
    if (shown === undefined) return;
    const lines = [...this.session.body.querySelectorAll("[data-at]")].filter((line) => !before.has(line.textContent));
    for (const line of lines) line.classList.add("put-back");
    lines[0]?.scrollIntoView({ block: "center" });
    toast(message("putBackDone"));
  }

  #part(part) {
    const { session } = this;
    const isBack = session.putBack.has(part.number);
    const text = part.text.trim();
    const item = element("li", { class: isBack ? "part back" : "part" });
    const attributes = { class: "words", lang: session.summary.lang || undefined, dir: session.summary.dir };
    if (text.length > GLIMPSE) {
      const cut = text.lastIndexOf(" ", GLIMPSE);
      const summary = element("summary", attributes, `${text.slice(0, cut > 60 ? cut : GLIMPSE)} …`);
      item.append(element("details", {}, summary, element("p", { ...attributes, class: "rest", text })));
    } else item.append(element("p", { ...attributes, text }));
    const numbers = new Set(session.putBack);
    if (isBack) numbers.delete(part.number);
    else numbers.add(part.number);
    item.append(
      button(
        { class: "action", data: { focus: `part ${part.number}`, act: isBack ? "leave-out" : "put-back" } },
        () => this.#set(numbers, isBack ? undefined : part.number),
        icon(isBack ? "check" : "back"),
        message(isBack ? "leaveOutAgain" : "putBack"),
      ),
    );
    return item;
  }

  build() {
    const { session } = this;
    const parts = listed(session);
    if (!parts.length) return [element("p", { class: "quiet", text: message("nothingLeftOut") })];
    const made = /** @type {HTMLElement[]} */ ([element("p", { class: "quiet", text: message("leftOutLead") })]);
    for (const reason of GROUPS) {
      const group = parts.filter((part) => part.reason === reason);
      if (!group.length) continue;
      const title = element("summary", {}, element("span", { text: message(`reason_${reason}`) }), element("span", { class: "number", text: String(group.length) }));
      const fold = element("details", { class: "group", open: this.opened.has(reason), data: { reason } }, title);
      fold.addEventListener("toggle", () => this.opened[fold.open ? "add" : "delete"](reason));
      title.dataset.focus = `group ${reason}`;
      const list = element("ul", { class: "parts" });
      for (const part of group) list.append(this.#part(part));
      fold.append(list);
      made.push(fold);
    }
    made.push(this.#memory());
    return made;
  }

  /** "Remember for this site", and everything as it was. */
  #memory() {
    const { session } = this;
    const foot = element("div", { class: "memory" });
    if (session.host) {
      const box = element("input", { type: "checkbox", data: { focus: "remember" } });
      box.checked = this.isRemembered;
      box.addEventListener("change", async () => {
        this.isRemembered = box.checked;
        if (box.checked) await remember(session);
        else await remember({ host: session.host, putBack: [], summary: session.summary });
      });
      foot.append(element("label", { class: "switch" }, box, element("span", { text: message("rememberFor", session.host) })));
    }
    const reset = button({ class: "action", data: { focus: "reset", act: "reset" } }, () => this.#set([], undefined), message("resetLeftOut"));
    reset.disabled = session.putBack.size === 0;
    foot.append(element("div", { class: "row" }, reset));
    return foot;
  }
}

/** @returns {import("./sheet.js").Panel} */
export function leftOutPanel(session, leftOut) {
  return {
    name: "leftOut",
    icon: "leftOut",
    title: "leftOut",
    key: "x",
    count: () => listed(session).length - session.putBack.size || null,
    build: () => leftOut.build(),
  };
}

/** The line at the article's end that says how much was left out. */
export function leftOutLine(session, sheet) {
  session.onDrawn(() => {
    const count = listed(session).filter((part) => !session.putBack.has(part.number)).length;
    if (!count) return;
    const line = element("p", {}, button({ class: "plain", data: { act: "left-out" } }, () => sheet.show("leftOut"), counted("thingsLeftOut", count)));
    session.article.querySelector(".foot")?.prepend(line);
  });
}
