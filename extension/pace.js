// Long work in pieces, so that the window stays alive meanwhile: what is said of the work is drawn, and Stop is heard. Work is
// written as a generator that yields between two pieces how far it has come; short work never rests.

/** How long work may hold everything else up, in ms. */
const PATIENCE = 100;
/** How long a rest may wait for the window to be drawn, in ms; one that nobody sees is not drawn at all. */
const REST = 50;

/**
 * @typedef {{ text?: string, done?: number, of?: number, paints?: boolean }} Progress the step as a message's key, how far work has come, and
 * whether it has come to something to be seen at once
 */

/** Resolves when the window has been drawn and what was pressed has been heard. */
const drawn = () =>
  new Promise((resolve) => {
    setTimeout(resolve, REST);
    requestAnimationFrame(() => setTimeout(resolve));
  });

/**
 * Resolves when something new can be seen: the browser tells when more was painted than ever before. A turn after the next drawing is too
 * early: of a frame's first drawing nothing is shown before the one after it, and what came between was 300 ms of work.
 */
async function painted() {
  /** @type {PerformanceObserver | undefined} */
  let observer;
  await new Promise((resolve) => {
    observer = new PerformanceObserver(resolve);
    observer.observe({ type: "largest-contentful-paint" });
    setTimeout(resolve, REST);
  });
  observer?.disconnect();
}

export class Pace {
  /** @param {{ signal?: AbortSignal, say?: (progress: Progress) => void }} how `say` is told at each rest how far the work has come */
  constructor({ signal, say } = {}) {
    this.signal = signal;
    this.say = say;
    this.rested = performance.now();
  }

  /** Rests, and throws if the work was stopped. @param {Progress} progress */
  async rest(progress) {
    this.signal?.throwIfAborted();
    this.say?.(progress);
    await drawn();
    this.signal?.throwIfAborted();
    this.rested = performance.now();
  }

  /** Lets the window be drawn without a word. */
  async #paint() {
    await painted();
    this.signal?.throwIfAborted();
    this.rested = performance.now();
  }

  /** Does all of `work`, resting where it has taken long; throws if it was stopped. @template Result @param {Generator<Progress, Result>} work @returns {Promise<Result>} */
  async run(work) {
    // Whoever waits for something before has rested meanwhile.
    this.rested = performance.now();
    try {
      for (;;) {
        const { done, value } = work.next();
        if (done) return /** @type {Result} */ (value);
        const progress = /** @type {Progress} */ (value);
        if (performance.now() - this.rested > PATIENCE) await this.rest(progress);
        else if (progress.paints) await this.#paint();
      }
    } finally {
      // Work that was stopped gives back what it holds.
      work.return(/** @type {any} */ (undefined));
    }
  }
}

/** Does all of `work` in one go. @template Result @param {Generator<Progress, Result>} work @returns {Result} */
export function atOnce(work) {
  for (;;) {
    const { done, value } = work.next();
    if (done) return /** @type {Result} */ (value);
  }
}
