// A band of clear lines across the window; what stands above and below is veiled, and scrolls through it.

import { element } from "./dom.js";

/** @param {import("./session.js").Session} session */
export function lineFocus(session) {
  const band = element("div", { class: "line-focus", "aria-hidden": "true", hidden: true });
  document.body.append(band);
  const { preferences } = session;
  const show = () => {
    band.hidden = !preferences.values.lineFocus;
  };
  show();
  preferences.listeners.add(show);
  session.addEventListener("end", () => {
    preferences.listeners.delete(show);
    band.remove();
  });
}
