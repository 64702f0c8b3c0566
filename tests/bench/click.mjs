// What a press of the real button costs: until the article is painted, and what the page's own thread bears meanwhile; beside an
// extension that lays nothing but an empty frame over the page.

import { join } from 'node:path';
import { openChromium } from '../e2e/chromium.mjs';
import { pause, waitFor } from '../e2e/waiting.mjs';

// The pictures of an article are asked for by the reader: no name but this machine's resolves.
const OFFLINE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/** Browser, both extensions and a page to press them on. */
export async function openBoth(dist, root) {
  const driver = await openChromium({ dist, flags: [OFFLINE] });
  const id = await driver.browser.installExtension(join(root, 'tests/bench/empty'));
  const empty = (await driver.browser.extensions()).get(id);
  await waitFor('the empty frame’s worker', async () =>
    (await driver.browser.targets()).some((one) => one.type() === 'service_worker' && one.url().includes(id)));
  await pause(300);
  const tab = () => driver.page();
  const tools = {
    verbatim: {
      press: () => driver.press(),
      frame: () => tab().frames().find((one) => /\/reader\.html/.test(one.url())),
      painted: '.article, .notice',
    },
    empty: {
      press: () => tab().triggerExtensionAction(empty),
      frame: () => tab().frames().find((one) => /\/frame\.html/.test(one.url())),
      painted: '',
    },
  };
  return { driver, tools };
}

/** Wall-clock milliseconds: those of the frames' performance.timeOrigin. */
const now = () => performance.timeOrigin + performance.now();

/**
 * In the frame: when something that the selector names was first painted (without one, anything at all), and the marks set on the way;
 * wall-clock milliseconds.
 */
const painted = (selector) =>
  new Promise((resolve) => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // Of a long article the beginning is shown until all of it is made: an entry has no element that is gone again.
        const begun = performance.getEntriesByName('beginning drawn')[0]?.startTime ?? Infinity;
        const isIt = selector ? entry.element?.closest(selector) || (!entry.element && entry.startTime >= begun) : entry.name === 'first-contentful-paint';
        if (!isIt) continue;
        const marks = performance.getEntriesByType('mark').map(({ name, startTime }) => [name, performance.timeOrigin + startTime]);
        resolve({ at: performance.timeOrigin + entry.startTime, origin: performance.timeOrigin, marks });
      }
    }).observe({ type: selector ? 'largest-contentful-paint' : 'paint', buffered: true });
  });

const within = (work, ms) =>
  Promise.race([work, new Promise((_, reject) => setTimeout(() => reject(new Error(`nothing painted after ${ms} ms`)), ms).unref())]);

/** Presses, waits for the paint, closes. Milliseconds from the press to the paint, to the frame's beginning, and to each mark. */
async function press(tool, patience = 4_000) {
  const begun = now();
  await tool.press();
  // Asking the browser anything meanwhile would slow what is measured: the paint is remembered.
  await pause(300);
  const frame = await waitFor('the frame', () => tool.frame(), patience);
  const { at, origin, marks } = await within(frame.evaluate(painted, tool.painted), patience);
  return { painted: at - begun, frame: origin - begun, ...Object.fromEntries(marks.map(([name, time]) => [name, time - begun])) };
}

async function close(tool) {
  await tool.press();
  await waitFor('the frame to be gone', () => !tool.frame());
  await pause(150);
}

/** Presses both buttons in turn, `rounds` times. Returns `{ rounds: [{ verbatim, empty }] }`, each as `press` gives it. */
export async function measureClick({ driver, tools }, address, rounds) {
  await driver.open(address);
  await pause(300);
  const measured = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = {};
    for (const name of round % 2 ? ['empty', 'verbatim'] : ['verbatim', 'empty']) {
      times[name] = await press(tools[name]);
      await close(tools[name]);
    }
    measured.push(times);
  }
  return { rounds: measured };
}

/* In the page: how long its thread was blocked at the longest, from a beat every 4 ms. */
const watch = () => {
  const beat = { last: performance.now(), longest: 0, blocks: [] };
  globalThis.beat = beat;
  beat.timer = setInterval(() => {
    const time = performance.now();
    const gap = time - beat.last - 4;
    beat.longest = Math.max(beat.longest, gap);
    if (gap > 50) beat.blocks.push(Math.round(gap));
    beat.last = time;
  }, 4);
};
const watched = () => {
  clearInterval(globalThis.beat.timer);
  return { longest: globalThis.beat.longest, blocks: globalThis.beat.blocks };
};

const DONE = () => {
  const said = document.querySelector('.waiting') ? '' : (document.querySelector('.cut') ?? document.querySelector('.notice h1, .doubt'))?.textContent ?? '';
  return document.querySelector('.waiting') === null && document.querySelector('.rail, .notice') !== null ? { said } : false;
};

/** One press of `name` on a hard page: ms to the first paint, to the end, and the longest block of the page's thread. */
export async function measureHard({ driver, tools }, address, name) {
  const tool = tools[name];
  await driver.open(address);
  await pause(1500);
  await driver.page().evaluate(watch);
  await pause(300);
  const idle = await driver.page().evaluate(() => {
    const { longest } = globalThis.beat;
    globalThis.beat.longest = 0;
    globalThis.beat.blocks = [];
    return longest;
  });
  const begun = now();
  await tool.press();
  const frame = await waitFor('the frame', () => tool.frame(), 60_000);
  const { at } = await within(frame.evaluate(painted, tool.painted), 60_000);
  const { said } = name === 'empty' ? { said: '' } : await waitFor('the end', () => frame.evaluate(DONE), 60_000);
  const end = now();
  await pause(100);
  return { painted: at - begun, done: end - begun, idle, said, ...(await driver.page().evaluate(watched)) };
}
