// The panel for reading aloud.

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { message } from "../messages.js";
import { CHOICES } from "./settings.js";

/** @param {import("./session.js").Session} session @param {import("./aloud.js").Aloud} aloud @returns {import("./sheet.js").Panel} */
export function listenPanel(session, aloud) {
  const play = button({ class: "action", data: { act: "play", focus: "play" } }, () => aloud.toggle());
  const stop = button({ class: "action", data: { act: "stop-aloud", focus: "stop" } }, () => aloud.stop(), icon("stop"), message("stop"));
  const back = button({ class: "action", data: { focus: "back" } }, () => aloud.step(-1), icon("previous"), message("back"));
  const on = button({ class: "action", data: { focus: "on" } }, () => aloud.step(1), icon("next"), message("forward"));
  const status = element("p", { class: "quiet aloud-status" });
  const show = () => {
    const isPlaying = aloud.state === "playing";
    const isMute = !aloud.voices().length;
    play.replaceChildren(icon(isPlaying ? "pause" : "play"), message(isPlaying ? "pause" : "play"));
    play.disabled = isMute;
    for (const one of [stop, back, on]) one.disabled = isMute || aloud.state === "stopped";
    status.textContent = aloud.status();
  };
  aloud.addEventListener("changed", show);
  return {
    name: "listen",
    icon: "listen",
    title: "listen",
    key: "r",
    build() {
      const [, least, most, step] = /** @type {number[]} */ (CHOICES.rate);
      const range = element("input", { type: "range", id: "set-rate", min: least, max: most, step, data: { focus: "rate" } });
      range.value = String(session.preferences.values.rate);
      const output = element("output", { for: "set-rate", text: `${range.value} %` });
      range.addEventListener("input", () => {
        session.preferences.change({ rate: Number(range.value) });
        output.textContent = `${range.value} %`;
      });
      show();
      return [
        element("p", { class: "quiet", text: message("listenLead") }),
        element("div", { class: "row" }, play, stop),
        element("div", { class: "row" }, back, on),
        status,
        element("div", { class: "stepper" }, element("label", { for: "set-rate", text: message("speed") }), output, element("div", { class: "slide" }, range)),
      ];
    },
  };
}
