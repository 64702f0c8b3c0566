// The icons of the controls: strokes on a grid of 24, drawn in the colour of the text around them.

import { drawing } from "./dom.js";

/** Paths by name; each is what stands in `d`. */
const PATHS = {
  close: ["M6 6l12 12M18 6L6 18"],
  voices: ["M4 5.5h11a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H9l-3.5 3v-3H4A1.5 1.5 0 0 1 2.5 12V7A1.5 1.5 0 0 1 4 5.5z", "M19.5 9.5h.5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5v3l-3.500-3H12"],
  leftOut: ["M6.500 8.800a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600zM6.500 19.800a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600z", "M8.400 7.800L20 17M8.400 16.200L20 7"],
  contents: ["M4 6h2M4 12h2M4 18h2M9.500 6H20M9.500 12H20M9.500 18H16"],
  listen: ["M4 13v-1a8 8 0 0 1 16 0v1", "M4.500 13.500h2A1.500 1.500 0 0 1 8 15v3a1.500 1.500 0 0 1-1.500 1.500h-1A1.500 1.500 0 0 1 4 18v-4zM19.500 13.500h-2A1.500 1.500 0 0 0 16 15v3a1.500 1.500 0 0 0 1.500 1.500h1A1.500 1.500 0 0 0 20 18v-4z"],
  settings: ["M3 18L8 6l5 12M4.700 14h6.600", "M20.500 18v-6.500M20.500 14.800a2.900 3.200 0 1 1-5.800 0 2.900 3.200 0 0 1 5.800 0z"],
  save: ["M12 4v11M7.500 11L12 15.500 16.500 11", "M4.500 16v3A1.500 1.500 0 0 0 6 20.500h12a1.500 1.500 0 0 0 1.500-1.500v-3"],
  keys: ["M9.200 9.300a2.900 2.900 0 1 1 4.300 2.600c-1 .6-1.500 1.100-1.500 2.200", "M12 17.300v.1"],
  copy: ["M9 9h9.500v11H9z", "M15 9V4H5.500v11H9"],
  link: ["M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1", "M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1"],
  words: ["M4 7h9M4 12h6M4 17h4", "M16.500 17.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM19 16.800l2.500 2.700"],
  back: ["M9 7L4.500 11.500 9 16", "M5 11.500h9a5 5 0 0 1 5 5V18"],
  next: ["M6 9.500l6 6 6-6"],
  previous: ["M6 14.500l6-6 6 6"],
  play: ["M8 5.500v13l10.500-6.500z"],
  pause: ["M8.500 6v12M15.500 6v12"],
  stop: ["M7 7h10v10H7z"],
  check: ["M5 12.500l4.500 4.500L19 7.500"],
  globe: ["M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17z", "M3.500 12h17M12 3.500c5 5.500 5 11.500 0 17M12 3.500c-5 5.500-5 11.500 0 17"],
};

/**
 * An icon, hidden from screen readers: the control it stands in has a name of its own.
 *
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  const paths = PATHS[name].map((d) => drawing("path", { d }));
  return drawing("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, ...paths);
}
