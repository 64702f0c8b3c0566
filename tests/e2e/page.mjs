// The page as it is set: head, lead picture, figures, tables, code; and that nothing moves.

import { TITLE } from './pages.mjs';
import { read, shows } from './reader.mjs';
import { pause } from './waiting.mjs';

const SHIFT = `new Promise((resolve) => {
  let sum = 0;
  const seen = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      sum += entry.value;
      seen.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 90) ?? String(node?.nodeName)));
    }
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(JSON.stringify({ sum, seen })), 300);
})`;

export const tests = [
  {
    name: 'head, lead picture, figure, table, code and headings stand as they should',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/rich', TITLE);
      const found = await driver.inReader(`(() => {
        const text = (selector) => document.querySelector(selector)?.textContent ?? null;
        const box = (selector) => document.querySelector(selector)?.getBoundingClientRect().toJSON() ?? null;
        return {
          head: [...document.querySelectorAll('.head > *')].map((one) => one.className),
          site: text('.site'), byline: text('.byline'), date: document.querySelector('.date')?.dateTime,
          lead: document.querySelector('.lead img')?.src, leadBox: box('.lead'), body: box('.body'),
          headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((one) => one.closest('.article')).map((one) => one.localName),
          caption: text('figcaption'), code: text('pre'), scrolls: document.querySelector('.scrolls')?.getAttribute('aria-label'),
          characters: (() => {
            const longest = [...document.querySelectorAll('.body > p')].sort((a, b) => b.textContent.length - a.textContent.length)[0];
            const lines = longest.getBoundingClientRect().height / parseFloat(getComputedStyle(longest).lineHeight);
            return longest.textContent.length / (Math.round(lines) - 0.3);
          })(),
        };
      })()`);
      assert.deepEqual(found.head, ['site', 'title', 'facts']);
      assert.equal(found.site, 'The Parish Paper');
      assert.equal(found.byline, 'Ines Vale');
      assert.equal(found.date, '2026-03-04T09:00:00Z');
      assert.match(found.lead, /lead\.svg$/);
      assert.deepEqual(found.headings, ['h1', 'h2', 'h3'], 'no level is left out');
      assert.match(found.code, /\n  paddles = 32\n/);
      assert.equal(found.scrolls, 'What it costs');
      assert.ok(found.characters > 55 && found.characters < 80, `${found.characters} characters a line`);
    },
  },
  {
    name: 'nothing moves after the reader has opened, however slow the pictures',
    only: 'Chromium',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/rich', TITLE);
      await pause(1200);
      for (let step = 0; step < 8; step += 1) {
        await driver.inReader('scrollBy({ top: 500, behavior: "instant" })');
        await pause(250);
      }
      await shows(driver, 'the pictures', `[...document.querySelectorAll('.article img')].every((one) => one.complete && one.naturalWidth > 0)`);
      const shift = JSON.parse(await driver.inReader(SHIFT));
      assert.equal(shift.sum, 0, shift.seen.join('; '));
    },
  },
];
