// Reads a page that was taken down, step by step.

import { begin } from "./verbatim.js";

/** A capture of more numbers than this is a page whose reading takes a noticeable time. */
const LARGE = 200_000;

/** @param {{ numbers: Uint32Array }} snapshot whether the page is so large that its reading is announced before it begins */
export const isLarge = ({ numbers }) => numbers.length > LARGE;

/**
 * The module's steps, to be run by a pace. Returns the reading, which the caller frees.
 *
 * @param {{ numbers: Uint32Array, strings: string, url: string, base: string }} snapshot
 * @returns {Generator<import("./pace.js").Progress, Reading>}
 */
export function* readingOf({ numbers, strings, url, base }) {
  /** @type {Work | undefined} */
  let work = begin(numbers, strings, url, base);
  try {
    const of = work.count();
    for (let step = work.step(); step; step = work.step()) {
      yield { text: `step_${step}`, done: work.taken(), of };
      work.advance();
    }
    const reading = work.reading();
    // `reading` took the work with it.
    work = undefined;
    return reading;
  } finally {
    work?.free();
  }
}
