// How the reader looks and behaves: one small object, checked whenever it is read, kept in the extension's storage, the same in
// all tabs. What is damaged or unknown falls back to its default, value by value, and says nothing.

const api = globalThis.browser ?? globalThis.chrome;
const KEY = "settings";

/** Every setting: its default first, then what else it may be. Numbers are steps, the range inclusive. */
export const CHOICES = {
  theme: ["system", "light", "sepia", "dark", "contrast"],
  font: ["serif", "sans", "dyslexic", "mono"],
  size: [100, 70, 250, 10],
  width: [34, 22, 56, 2],
  lines: [162, 120, 240, 6],
  letters: [0, 0, 12, 1],
  words: [0, 0, 40, 4],
  align: ["start", "justify"],
  colours: [true],
  images: [true],
  lineFocus: [false],
  rate: [100, 50, 300, 10],
};

/** @typedef {{ theme: string, font: string, size: number, width: number, lines: number, letters: number, words: number, align: string, colours: boolean, images: boolean, lineFocus: boolean, rate: number }} Settings */

/**
 * The settings that an unknown value holds; defaults for all else.
 *
 * @param {any} kept
 * @returns {Settings}
 */
export function sanitized(kept) {
  const given = kept !== null && typeof kept === "object" ? kept : {};
  const result = /** @type {any} */ ({});
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const [first] = choices;
    if (typeof first === "number") {
      const [, least, most] = /** @type {number[]} */ (choices);
      result[name] = Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : first;
    } else if (typeof first === "boolean") result[name] = typeof value === "boolean" ? value : first;
    else result[name] = /** @type {string[]} */ (choices).includes(value) ? value : first;
  }
  return result;
}

/** All that is kept, asked for while the reader loads; until something changes, that is the answer. */
let early = api?.storage?.local.get(null).catch(() => undefined);
api?.storage?.onChanged?.addListener(() => {
  early = undefined;
});

/** A place to keep things in: the extension's, or the page's own for the demo. */
export const store = {
  /** @param {string} key */
  async get(key) {
    try {
      if (api?.storage) return ((await early) ?? (await api.storage.local.get(key)))[key];
      return JSON.parse(localStorage.getItem(`verbatim.${key}`) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  },
  /** @param {string} key @param {any} value */
  async set(key, value) {
    early = undefined;
    try {
      if (api?.storage) await api.storage.local.set({ [key]: value });
      else localStorage.setItem(`verbatim.${key}`, JSON.stringify(value));
    } catch {
      // A full or closed store: what was chosen holds for this page.
    }
  },
  /** Tells when another tab changed a value. @param {string} key @param {(value: any) => void} act */
  watch(key, act) {
    api?.storage?.onChanged?.addListener((changes, area) => {
      if (area === "local" && Object.hasOwn(changes, key)) act(changes[key].newValue);
    });
    addEventListener("storage", (event) => {
      if (event.key === `verbatim.${key}`) store.get(key).then(act);
    });
  },
};

/** Puts settings on the page: everything but texts is done by styles. @param {Settings} settings */
export function apply(settings) {
  const root = document.documentElement;
  Object.assign(root.dataset, {
    theme: settings.theme,
    font: settings.font,
    align: settings.align,
    colours: settings.colours ? "on" : "off",
    images: settings.images ? "on" : "off",
  });
  root.style.setProperty("--scale", String(settings.size / 100));
  root.style.setProperty("--measure", `${settings.width}em`);
  root.style.setProperty("--leading", String(settings.lines / 100));
  root.style.setProperty("--tracking", `${settings.letters / 100}em`);
  root.style.setProperty("--spacing", `${settings.words / 100}em`);
}

/** The settings of this page; `change` applies, keeps and tells. */
export class Preferences {
  constructor() {
    this.values = sanitized(undefined);
    /** @type {Set<(values: Settings) => void>} */
    this.listeners = new Set();
    /** What this page has kept and not yet heard of. @type {string[]} */
    this.sent = [];
  }

  /** Reads what is kept and applies it. */
  async load() {
    this.#take(await store.get(KEY));
    store.watch(KEY, (kept) => {
      // One's own change comes back too, and late: taking it would undo what has been chosen since.
      const at = this.sent.indexOf(JSON.stringify(sanitized(kept)));
      this.sent.splice(0, at + 1);
      if (at < 0) this.#take(kept);
    });
  }

  #keep() {
    this.sent.push(JSON.stringify(this.values));
    return store.set(KEY, this.values);
  }

  /** @param {any} kept */
  #take(kept) {
    this.values = sanitized(kept);
    apply(this.values);
    for (const listener of this.listeners) listener(this.values);
  }

  /** @param {Partial<Settings>} some */
  change(some) {
    const before = JSON.stringify(this.values);
    this.#take({ ...this.values, ...some });
    return before === JSON.stringify(this.values) ? Promise.resolve() : this.#keep();
  }

  /** Everything as it was on the first day. */
  reset() {
    return this.change(sanitized(undefined));
  }
}
