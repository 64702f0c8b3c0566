// The texts a person sees, by key. In the extension the browser chooses the language; in a page of our own the same files
// are fetched from _locales/.

const api = globalThis.browser ?? globalThis.chrome;
const inExtension = Boolean(api?.i18n?.getMessage);
/** The languages there are. */
const LOCALES = ["en", "de", "fr", "es", "ar"];
let fetched = {};

/** Makes `message` ready. `folder` is where _locales/ lies, for pages outside the extension. */
export async function loadMessages(folder = ".") {
  if (inExtension) return;
  const wanted = navigator.languages.map((one) => one.toLowerCase().split("-")[0]);
  const locale = wanted.find((one) => LOCALES.includes(one)) ?? "en";
  const response = await fetch(`${folder}/_locales/${locale}/messages.json`);
  fetched = await response.json();
}

/** The text of a key with its $1…$9 filled in; the key itself if there is none, so that nothing is ever blank. */
export function message(key, ...values) {
  if (inExtension) return api.i18n.getMessage(key, values.map(String)) || key;
  const entry = fetched[key];
  if (!entry) return key;
  return entry.message.replace(/\$([1-9])/g, (_, number) => String(values[number - 1] ?? ""));
}

/** The text for a count: KEY_one, KEY_few …, as the language has them, else KEY_other. */
export function counted(key, count) {
  const form = new Intl.PluralRules(language()).select(count);
  const text = message(`${key}_${form}`, count);
  return text === `${key}_${form}` ? message(`${key}_other`, count) : text;
}

/** The language of the texts. */
export function language() {
  return message("language");
}

/** Fills in every element with data-message (its text) or data-label (its accessible name), below `root`. */
export function fillIn(root) {
  for (const element of root.querySelectorAll("[data-message]")) element.textContent = message(element.dataset.message);
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", message(element.dataset.label));
    element.title = message(element.dataset.label);
  }
  document.documentElement.lang = language();
  document.documentElement.dir = message("direction");
}
