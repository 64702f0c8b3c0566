// The panel for how the text looks. Everything applies at once and is kept.

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { message } from "../messages.js";
import { CHOICES } from "./settings.js";

/** A row of choices of which one holds. */
function choice(preferences, name) {
  const group = element("fieldset", { class: `choice choice-${name}` }, element("legend", { text: message(`set_${name}`) }));
  const row = element("div", { class: "options" });
  for (const value of /** @type {string[]} */ (CHOICES[name])) {
    const input = element("input", { type: "radio", name: `set-${name}`, value, data: { focus: `${name} ${value}` } });
    input.checked = preferences.values[name] === value;
    input.addEventListener("change", () => preferences.change({ [name]: value }));
    row.append(element("label", { data: { value } }, input, element("span", { text: message(`set_${name}_${value}`) })));
  }
  group.append(row);
  return group;
}

/** How a step is shown: sizes and distances in percent of what is usual. */
function shown(name, value) {
  if (name === "lines") return (value / 100).toFixed(2);
  if (name === "width") return message("emWide", value);
  return `${value} %`;
}

/** A number that goes up and down by steps. */
function stepper(preferences, name) {
  const [, least, most, step] = /** @type {number[]} */ (CHOICES[name]);
  const label = message(`set_${name}`);
  const range = element("input", { type: "range", min: least, max: most, step, id: `set-${name}`, data: { focus: name } });
  range.value = String(preferences.values[name]);
  const output = element("output", { for: `set-${name}`, text: shown(name, preferences.values[name]) });
  const take = (value) => {
    const next = Math.min(most, Math.max(least, value));
    preferences.change({ [name]: next });
    range.value = String(next);
    output.textContent = shown(name, next);
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.setAttribute("aria-valuetext", output.textContent);
  range.addEventListener("input", () => take(Number(range.value)));
  const move = (by, text, sign) =>
    button({ class: "step", "aria-label": `${label}: ${message(text)}`, title: message(text), data: { focus: `${name} ${text}` } }, () => take(Number(range.value) + by), sign);
  return element(
    "div",
    { class: "stepper" },
    element("label", { for: `set-${name}`, text: label }),
    output,
    element("div", { class: "slide" }, move(-step, "less", "−"), range, move(step, "more", "+")),
  );
}

function onOff(preferences, name) {
  const box = element("input", { type: "checkbox", role: "switch", data: { focus: name, set: name } });
  box.checked = preferences.values[name];
  box.addEventListener("change", () => preferences.change({ [name]: box.checked }));
  return element("label", { class: "switch" }, box, element("span", { text: message(`set_${name}`) }));
}

/** All controls of the settings, for the panel and the options page. @param {import("./settings.js").Preferences} preferences @param {() => void} rebuild */
export function settingsForm(preferences, rebuild) {
  const again = () => {
    preferences.reset();
    rebuild();
  };
  return [
    choice(preferences, "theme"),
    choice(preferences, "font"),
    stepper(preferences, "size"),
    stepper(preferences, "width"),
    stepper(preferences, "lines"),
    stepper(preferences, "letters"),
    stepper(preferences, "words"),
    choice(preferences, "align"),
    onOff(preferences, "colours"),
    onOff(preferences, "images"),
    onOff(preferences, "lineFocus"),
    element("div", { class: "row" }, button({ class: "action", data: { act: "reset-settings", focus: "reset" } }, again, message("resetSettings"))),
  ];
}

/**
 * @param {import("./session.js").Session} session
 * @param {() => import("./sheet.js").Sheet} sheet
 * @returns {import("./sheet.js").Panel}
 */
export function settingsPanel(session, sheet) {
  return {
    name: "settings",
    icon: "settings",
    title: "appearance",
    key: "a",
    build() {
      const form = settingsForm(session.preferences, () => sheet().refresh());
      if (session.options && session.host) {
        const open = () => session.options(session.host);
        form.push(element("div", { class: "row" }, button({ class: "action", data: { act: "options", focus: "options" } }, open, icon("globe"), message("siteOpen", session.host))));
      }
      return form;
    },
  };
}
