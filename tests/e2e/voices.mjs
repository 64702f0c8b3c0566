// Voices: who speaks, the rest stepping back, from quote to quote, and what can be done with one.

import { press, read, shows } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

const TITLE = 'Ferry to Skarrow';
const NAMES = `[...document.querySelectorAll('.voices .name')].map((one) => one.textContent)`;
const CURRENT = `document.querySelector('.quote.current')?.textContent ?? ''`;
/** Keeps what is copied, as a paste into another program would have it. */
const CATCH = `(document.addEventListener('copy', (event) => setTimeout(() => { window.lastCopy = event.clipboardData.getData('text/plain'); })),
  window.lastCopy = '',
  DataTransfer.prototype.setData = ((own) => function (kind, text) { if (kind === 'text/plain') window.lastCopy = text; return own.call(this, kind, text); })(DataTransfer.prototype.setData), 1)`;

export const tests = [
  {
    name: 'the Voices panel lists speakers by how much they say; one chosen, the rest steps back',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story', TITLE);
      await press(driver, '[data-panel="voices"]', 'the panel', `${NAMES}.length > 0`);
      assert.deepEqual(await driver.inReader(NAMES), ['Tobias Reith', 'Anneke de Vries', 'Morag Sinclair', 'Callum Breck']);
      const shares = await driver.inReader(`[...document.querySelectorAll('.voices .facts')].map((one) => parseInt(/(\\d+)\\s*%/.exec(one.textContent)[1]))`);
      assert.ok(Math.abs(shares.reduce((sum, one) => sum + one, 0) - 100) <= 2, `${shares} %`);
      assert.equal(await driver.inReader(`document.querySelectorAll('.voices > li:nth-child(3) .ticks rect:not(.axis)').length`), 4);
      await press(driver, '.voices > li:nth-child(3) .voice', 'the choice', `document.querySelector('.body').classList.contains('choosing')`);
      const chosen = await driver.inReader(`[...document.querySelectorAll('.quote.chosen')].map((one) => one.dataset.name ?? one.textContent)`);
      assert.ok(chosen.length >= 4 && chosen.every((one) => one === 'Morag Sinclair'), String(chosen));
      await driver.key('j');
      await driver.key('j');
      await shows(driver, 'her quotes only', `${CURRENT}.includes('So we')`);
      await driver.key('Escape');
      await shows(driver, 'the panel closed', `document.getElementById('sheet').hidden && !document.querySelector('.choosing')`);
      assert.equal(await driver.readerCount(), 1, 'Esc closes the panel before the reader');
    },
  },
  {
    name: 'j and k step from quote to quote; a quote is copied with its source, its sentence linked, its name explained',
    async check(test) {
      const { driver, assert, server } = test;
      await read(test, '/story', TITLE);
      await driver.inReader(CATCH);
      await driver.inReader('document.getElementById("reading").focus()');
      await driver.key('j');
      await shows(driver, 'the first quote', `${CURRENT}.includes('We were told')`);
      await driver.key('j');
      await driver.key('j');
      await shows(driver, 'the third', `${CURRENT}.includes('the cheapest bridge')`);
      await driver.key('k');
      await shows(driver, 'the second', `${CURRENT}.includes('So we stopped')`);
      await driver.key('c');
      const copied = await waitFor('the copy', () => driver.inReader('window.lastCopy'));
      assert.match(copied, /^“So we stopped asking banks and started asking each other\.” — Morag Sinclair\n/);
      assert.ok(copied.includes('Ferry to Skarrow saved as islanders buy the last boat, The Coast Courier') && copied.endsWith(`${server.url}/story`), copied);
      await driver.key('w');
      await shows(driver, 'the words', `[...(CSS.highlights.get('mention') ?? [])].map(String).join() === 'Morag Sinclair'`);
      await driver.key('Escape');
      await shows(driver, 'no marks', `!CSS.highlights.has('mention')`);
      await driver.clickInReader('.quote[data-quote="2"]');
      await shows(driver, 'the card', `document.querySelector('.card:popover-open .who')?.textContent.includes('Morag Sinclair')`);
      await driver.clickInReader('.card [data-act="link"]');
      const link = await waitFor('the link', () => driver.inReader(`window.lastCopy.includes('#:~:text=') && window.lastCopy`));
      assert.equal(link, `${server.url}/story#:~:text=the%20cheapest%20bridge%20they%20will%20ever%20build`);
      await pause(100);
    },
  },
  {
    name: 'a link to a sentence leads to that sentence',
    async check(test) {
      const { driver, server } = test;
      await read(test, '/story', TITLE);
      await driver.inReader(CATCH);
      await driver.clickInReader('.quote[data-quote="8"]');
      await driver.clickInReader('.card [data-act="link"]');
      const link = await waitFor('the link', () => driver.inReader('window.lastCopy'));
      await driver.newTab();
      await driver.open(link);
      await waitFor('the place', () => driver.evaluate('scrollY > 300'));
      await driver.open(`${server.url}/blank`);
    },
  },
];
