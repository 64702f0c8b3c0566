// Makes elements. Text is always set as text, attributes one by one: nothing here can turn a string into markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. `attributes` are set as they are, except: `text` is its text, `class` its class, `on` an object of listeners,
 * `data` its data set; `true` sets an empty attribute, `false`, `null` and `undefined` none.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === "text") made.textContent = value;
    else if (key === "class") made.className = value;
    else if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (key === "data") Object.assign(made.dataset, value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

/**
 * A button with a text, for presses of a person only: what a page's script dispatches does nothing.
 *
 * @param {Record<string, any>} attributes as for `element`
 * @param {(event: MouseEvent) => void} act
 * @param {...(Node | string)} children
 */
export function button(attributes, act, ...children) {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", (event) => {
    if (event.isTrusted) act(event);
  });
  return made;
}

/**
 * An SVG element.
 *
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 */
export function drawing(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** Text for screen readers only. */
export const unseen = (/** @type {string} */ text) => element("span", { class: "unseen", text });

let region;

/**
 * Says something to screen readers once, without moving anything; `text` replaces what was said before.
 *
 * @param {string} text
 */
export function announce(text) {
  if (!region?.isConnected) {
    region = element("p", { class: "unseen", role: "status", id: "said" });
    document.body.append(region);
  }
  region.textContent = text;
}
