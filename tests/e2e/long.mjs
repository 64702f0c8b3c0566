// Work that takes long: it says how far it has come, and stops when it is told to.

import { readFileSync, readdirSync } from 'node:fs';
import { STATE } from './behaviour.mjs';
import { LAST, LONG, MANY } from './pages.mjs';
import { closed, leave, press, shows } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

// In Chromium only: Firefox is asked from outside its window, and between two questions whole steps go by.
const PATIENCE = 60_000;
const NODES = `document.evaluate('count(//node())', document, null, XPathResult.NUMBER_TYPE).numberValue`;
/** What is said of the work, how far it has come, and whether a part of the article stands already. */
const SAID = `(() => {
  const waiting = document.querySelector('.waiting');
  const bar = waiting?.querySelector('progress');
  return waiting && {
    text: waiting.querySelector('[role="status"]').textContent, share: bar.position, name: bar.getAttribute('aria-label'),
    stop: waiting.querySelector('[data-act="stop"]').checkVisibility(), drawn: document.querySelectorAll('.body p').length,
  };
})()`;
const WAITING = `document.querySelector('.waiting') !== null`;
const DONE = `document.querySelector('.rail') !== null && document.querySelector('.waiting') === null`;

/** The numbers of the paragraphs, in the order in which they stand. */
const ENTRIES = `[...document.querySelectorAll('.body > p')].flatMap((one) => /entry (\\d+)/.exec(one.textContent)?.[1] ?? []).map(Number)`;

const finished = (driver) => waitFor('the whole article', () => driver.inReader(DONE), PATIENCE);

/** Presses Stop until the reader is gone: where it stands changes once, so a press may miss it; again only after a while, lest the
 * second press falls on the page. */
const stopReading = (driver) =>
  waitFor('Stop to close the reader', async () => {
    if ((await driver.readerCount()) === 0) return true;
    await driver.clickAtOnce('.waiting [data-act="stop"]');
    for (let tries = 0; tries < 10; tries += 1) {
      if ((await driver.readerCount()) === 0) return true;
      await pause(250);
    }
    return false;
  }, PATIENCE);

async function openLong({ driver, server, assert }) {
  await driver.open(`${server.url}/long`);
  assert.ok((await driver.evaluate(NODES)) >= 70_000, 'a page of 70,000 nodes');
}

async function openSaving(test) {
  const { driver } = test;
  await openLong(test);
  await driver.press();
  await finished(driver);
  await press(driver, '[data-panel="save"]', 'the panel', `document.querySelector('.format') !== null`);
}

const CAPTURE = readFileSync(new URL('../../extension/capture.js', import.meta.url), 'utf8');

export const tests = [
  {
    name: 'a page that is too long is read from its beginning, and says so',
    patience: 180_000,
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/too-long`);
      await driver.press();
      const said = await waitFor('what is said', () => driver.inReader(`document.querySelector('.cut')?.textContent`), PATIENCE);
      assert.match(said, /too long/);
      await finished(driver);
      const entries = await driver.inReader(ENTRIES);
      assert.ok(entries.length > 10_000 && entries.length < 80_000, `${entries.length} entries`);
      assert.deepEqual(entries.slice(0, 3), [0, 1, 2]);
      await leave(driver);
    },
  },
  {
    name: 'of a paragraph as long as a book the beginning is painted while the rest is drawn',
    patience: 180_000,
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/one-paragraph`);
      await driver.press();
      await finished(driver);
      assert.ok(await driver.inReader(`document.querySelector('.body').textContent.includes(${JSON.stringify(LAST)})`), 'the end stands');
      const quotes = await driver.inReader(`document.querySelectorAll('.body .quote').length`);
      assert.ok(quotes > 10_000, `${quotes} quotes in the whole paragraph`);
      // Told while it was there: what is gone again cannot be asked for.
      const [begun, painted, drawn] = await driver.inReader(`new Promise((resolve) => {
        const time = (name) => performance.getEntriesByName(name)[0]?.startTime;
        const told = (paints) => resolve([time('beginning drawn'), paints.find((paint) => paint >= time('beginning drawn')), time('article drawn')]);
        new PerformanceObserver((list) => told(list.getEntries().map((entry) => entry.startTime))).observe({ type: 'largest-contentful-paint', buffered: true });
      })`);
      assert.ok(begun < painted && painted < drawn, `begun ${begun}, painted ${painted}, drawn ${drawn}`);
      await leave(driver);
    },
  },
  {
    name: 'a page taken down piece by piece is the page taken down at once, without what is to stay out of it',
    only: 'Chromium',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/rich`);
      await driver.evaluate(`${CAPTURE}\n;undefined`);
      const [pieces, same, without] = await driver.evaluate(`(() => {
        const told = ({ numbers, strings }) => numbers.join() + strings;
        const whole = told(verbatimCapture(document));
        const walk = verbatimCapture.begin(document);
        let pieces = 1;
        // Whose time is over before it begins: the clock is too coarse for none.
        while (!walk.advance(-1)) pieces += 1;
        const extra = document.documentElement.appendChild(document.createElement('div'));
        extra.append('Not a part of the page.');
        const rest = verbatimCapture.begin(document, extra);
        rest.advance(Infinity);
        const result = [pieces, told(walk.snapshot()) === whole, told(rest.snapshot()) === whole];
        extra.remove();
        return result;
      })()`);
      assert.ok(pieces > 1, `${pieces} pieces`);
      assert.ok(same && without, `the same in pieces: ${same}; the same without: ${without}`);
    },
  },
  {
    name: 'a page of 70,000 nodes says how far its reading has come, shows its beginning first, and is read whole',
    only: 'Chromium',
    patience: 180_000,
    async check(test) {
      const { driver, assert } = test;
      await openLong(test);
      await driver.press();
      const said = [];
      await waitFor('the whole article', async () => {
        const now = await driver.inReader(SAID);
        if (now) said.push(now);
        return driver.inReader(DONE);
      }, PATIENCE);
      const texts = new Set(said.map(({ text }) => text));
      // Only what takes long is told.
      assert.ok(texts.size >= 2, `steps told: ${[...texts]}`);
      assert.ok([...texts].every((text) => /^[A-Z][^_]*…$/.test(text)), `in words: ${[...texts]}`);
      assert.ok(said.every(({ stop, name }) => stop && name === 'Reading the page…'), 'Stop is there all the time');
      const drawing = said.filter(({ drawn }) => drawn > 0);
      assert.ok(drawing.some(({ drawn }) => drawn < LONG / 2), 'the beginning stands before the rest');
      assert.ok(new Set(drawing.map(({ share }) => share)).size >= 3, 'the bar moves');
      // The last one stands beside the footer, and may be taken for a part of it.
      assert.deepEqual((await driver.inReader(ENTRIES)).slice(0, LONG - 1), Array.from({ length: LONG - 1 }, (_, at) => at));
      assert.ok(await driver.inReader(`document.querySelector('.foot') === document.querySelector('.article').lastElementChild`));
      await leave(driver);
    },
  },
  {
    name: 'a reading that is stopped leaves the page as it was, at any step, and the next press reads it',
    only: 'Chromium',
    patience: 240_000,
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/many`);
      await driver.type('#name', 'Ada');
      const before = await driver.evaluate(STATE);
      for (const moment of [WAITING, `${WAITING} && document.querySelectorAll('.body p').length > 40`]) {
        await driver.press();
        await waitFor('the moment to stop', () => driver.inReader(moment), PATIENCE);
        await stopReading(driver);
        await closed(driver);
        const after = await driver.evaluate(STATE);
        // The whole page in a message would help nobody.
        assert.deepEqual(JSON.parse(after).slice(1), JSON.parse(before).slice(1));
        assert.ok(after === before, 'the page is as it was');
      }
      await driver.press();
      await finished(driver);
      const entries = await driver.inReader(ENTRIES);
      assert.ok(entries.length >= MANY - 1, `${entries.length} entries`);
      await leave(driver);
    },
  },
  {
    name: 'the files of a long article are stopped while they are written; none comes, and the next one does',
    only: 'Chromium',
    patience: 240_000,
    async check(test) {
      const { driver, assert } = test;
      await openSaving(test);
      const stop = `.sheet [data-act="stop"]`;
      // A page of HTML is written too fast to be stopped on some machines; the book's pages are written by the same code.
      for (const format of ['csv', 'epub']) {
        await driver.clickInReader(`[data-format="${format}"]`);
        await shows(driver, 'that it is being written', `document.querySelector('.sheet progress') !== null`);
        assert.ok(await driver.clickAtOnce(stop), `${format} is still being written`);
        await shows(driver, `the end of ${format}`, `document.querySelector('${stop}') === null`);
        await pause(1200);
        assert.deepEqual(readdirSync(driver.downloads), [], `no ${format}`);
      }
      await driver.clickInReader('[data-format="txt"]');
      await waitFor('the text', () => readdirSync(driver.downloads).some((name) => name.endsWith('.txt')), PATIENCE);
    },
  },
];
