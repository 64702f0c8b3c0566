// Waiting for what a browser does in its own time.

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until the answer is neither false, null, empty nor an error; fails after `patience` ms, naming what was awaited. */
export async function waitFor(what, ask, patience = 20_000) {
  const until = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error(`waited ${patience} ms for ${what}${last ? `: ${last.message}` : ''}`);
    await pause(25);
  }
}
