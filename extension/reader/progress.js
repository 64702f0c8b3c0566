// How far one has come: a line along the top, the minutes left, and the place in each article, found again when it is opened anew.

import { element } from "./dom.js";
import { counted } from "../messages.js";
import { store } from "./settings.js";

const KEY = "places";
/** At most so many articles' places are kept; the oldest go first. */
const MOST_PLACES = 300;
/** The first and the last part of an article are no place to come back to. */
const [FIRST, LAST] = [0.03, 0.97];
/** How long after the last movement the place is kept, in ms. */
const REST = 600;

/** What is kept, checked: addresses' digests with offsets into the text, oldest first. */
async function places() {
  const kept = await store.get(KEY);
  if (!Array.isArray(kept)) return [];
  return kept.filter((one) => Array.isArray(one) && typeof one[0] === "string" && Number.isFinite(one[1]));
}

/** An address as it is kept: nobody who looks into the store reads what was read. @param {string} url */
async function digest(url) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(url)));
  return Array.from(bytes.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Progress {
  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
    this.line = element("div", { class: "progress", "aria-hidden": "true" });
    this.left = element("p", { class: "left", "aria-hidden": "true" });
    document.body.append(this.line);
    let timer = 0;
    let frame = 0;
    const moved = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        this.show();
      });
      clearTimeout(timer);
      timer = window.setTimeout(() => this.#keep(), REST);
    };
    addEventListener("scroll", moved, { passive: true });
    addEventListener("resize", moved);
    session.onDrawn(() => this.show());
    session.addEventListener("end", () => {
      removeEventListener("scroll", moved);
      removeEventListener("resize", moved);
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      this.line.remove();
    });
  }

  /** How much of the text stands above the lower edge of the window, 0 to 1. */
  share() {
    const box = this.session.body.getBoundingClientRect();
    if (box.height === 0) return 0;
    if (box.bottom <= innerHeight) return 1;
    return Math.min(1, Math.max(0, (innerHeight - box.top) / box.height));
  }

  /** Whole minutes still to read. */
  minutesLeft() {
    const above = Math.max(0, -this.session.body.getBoundingClientRect().top) / Math.max(1, this.session.body.clientHeight);
    return this.share() >= 1 ? 0 : Math.max(1, Math.round(this.session.summary.minutes * (1 - above)));
  }

  show() {
    this.line.style.setProperty("scale", `${this.share().toFixed(4)} 1`);
    const minutes = this.minutesLeft();
    this.left.textContent = minutes ? counted("minutesShort", minutes) : "";
  }

  /** The first line that is in view, as an offset into the text. */
  #place() {
    const seen = this.session.map.lines.find(({ element: line }) => line.getBoundingClientRect().bottom > innerHeight * 0.1);
    return seen?.at ?? 0;
  }

  async #keep() {
    const { url, text } = this.session;
    if (!/^https?:/.test(url) || !text.length) return;
    const at = this.#place();
    const share = at / text.length;
    const key = await digest(url);
    const kept = (await places()).filter(([one]) => one !== key);
    if (share > FIRST && share < LAST && this.share() < 1) kept.push([key, at]);
    await store.set(KEY, kept.slice(-MOST_PLACES));
  }

  /** Where one was in this article the last time; 0 at the beginning. @param {string} url */
  static async placeIn(url) {
    const key = /^https?:/.test(url) ? await digest(url) : "";
    return (await places()).find(([one]) => one === key)?.[1] ?? 0;
  }

  /** Stands at a place without a movement to be seen. @param {number} at */
  goTo(at) {
    const line = at > 0 && this.session.map.lineAt(at)?.element;
    if (line) scrollTo({ top: line.getBoundingClientRect().top + scrollY - innerHeight * 0.12, behavior: "instant" });
  }
}
