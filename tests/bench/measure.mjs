// What is measured on one page, and where: the page stands in a frame, its capture and both libraries run in the frame's
// own world; the core and the drawing run in the page around it, as they do in the extension's reader.

import { PAGE, READER } from './inside.mjs';

const TIMEOUT = 60_000;

/** The stages of a reading in the module, in their order. */
export const STAGES = ['build', 'metadata', 'blocks', 'clutter', 'region', 'article', 'quotes', 'summary'];

/** Times the module's start five times in fresh documents: fetched from this machine, compiled, instantiated. Milliseconds. */
export async function moduleStart(page, origin, build = 'ours') {
  const times = [];
  for (let turn = 0; turn < 5; turn += 1) {
    await page.goto(`${origin}/reader`);
    times.push(await page.evaluate(READER.startModule, build));
  }
  return times.sort((a, b) => a - b)[2];
}

/**
 * Opens the page at `address` and measures it `rounds` times, the tools in an order that turns each round. `tools` are of walk, floor,
 * readability, defuddle and the builds of Verbatim by name. Returns `{ nodes, rounds: [{ tool: milliseconds, … }], reads: { build: what
 * the first reading said } }`; a build's milliseconds stand as `BUILD.capture`, `BUILD.STAGE`, `BUILD.read`, `BUILD.render` and
 * `BUILD.all`.
 */
export async function measurePage(page, { origin, address, rounds, tools, builds, attributes }) {
  await page.goto(`${origin}/reader`);
  for (const build of builds) await page.evaluate(READER.startModule, build);
  await page.evaluate(READER.openFrame, `${origin}${address}`, TIMEOUT);
  const frame = await (await page.$('#page')).contentFrame();
  for (const script of ['readability', 'defuddle']) {
    if (tools.includes(script)) await type(page, frame, `${origin}/${script}.js`);
  }
  const captures = new Map();
  for (const build of builds) captures.set(build, await type(page, frame, `${origin}/${build}/capture.js`));
  const measured = { nodes: await frame.evaluate(PAGE.countNodes), rounds: [], reads: {} };
  for (let round = 0; round < rounds; round += 1) {
    const times = {};
    for (let turn = 0; turn < tools.length; turn += 1) {
      const tool = tools[(turn + round) % tools.length];
      if (!captures.has(tool)) {
        times[tool] = await within(frame.evaluate(PAGE[tool], attributes));
        continue;
      }
      await frame.evaluate((from) => { globalThis.verbatimCapture = globalThis.captures[from]; }, captures.get(tool));
      const capture = await within(frame.evaluate(PAGE.capture));
      const { times: stages, ...read } = await within(page.evaluate(READER.read, tool));
      measured.reads[tool] ??= read;
      for (const [stage, time] of Object.entries(stages)) times[`${tool}.${stage}`] = time;
      times[`${tool}.capture`] = capture;
      times[`${tool}.read`] = STAGES.reduce((sum, stage) => sum + (stages[stage] ?? 0), 0);
      times[`${tool}.all`] = capture + times[`${tool}.read`] + stages.render;
    }
    measured.rounds.push(times);
  }
  return measured;
}

const sources = new Map();

/** Runs a script in the frame as an extension's content script is run: the page's policy has no say. Captures are kept by name. */
async function type(page, frame, address) {
  if (!sources.has(address)) sources.set(address, await page.evaluate(async (at) => (await fetch(at)).text(), address));
  await frame.evaluate(`${sources.get(address)}\n;(globalThis.captures ??= {})[${JSON.stringify(address)}] = globalThis.verbatimCapture;`);
  return address;
}

export function within(promise, ms = TIMEOUT) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
