// Help with reading: outline, progress, the place found again, line focus, pictures, notes, print, keys.

import { leave, press, read, shows } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

export const tests = [
  {
    name: 'the outline leads to headings; progress grows; the place is found again',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/rich');
      await press(driver, '[data-panel="contents"]', 'the outline', `document.querySelectorAll('.outline li').length === 3`);
      assert.match(await driver.inReader(`document.querySelector('.content .quiet').textContent`), /minutes? left/);
      await driver.clickInReader('.outline li:nth-child(3) button');
      await shows(driver, 'the heading', `Math.abs(document.querySelector('.body h3').getBoundingClientRect().top - innerHeight * 0.2) < 60`);
      await shows(driver, 'the progress', `((share) => share > 0.3 && share < 1)(parseFloat(getComputedStyle(document.querySelector('.progress')).scale))`);
      await waitFor('the place to be kept', () => driver.inReader(`(globalThis.browser ?? globalThis.chrome).storage.local.get('places').then(({ places }) => places?.length === 1)`));
      const top = await driver.inReader('scrollY');
      await leave(driver);
      await read(test, '/rich');
      await shows(driver, 'the same place', `Math.abs(scrollY - ${top}) < innerHeight / 2 && scrollY > 300`);
    },
  },
  {
    name: 'a picture fills the window with its caption; Esc brings the article back',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/rich');
      await driver.inReader(`(document.querySelector('.body figure').scrollIntoView({ block: 'center' }), 1)`);
      await press(driver, '.body .enlarge', 'the picture', `document.querySelector('.lightbox[open] figcaption')?.textContent === 'The wheel before the work began.'`);
      assert.ok(await driver.inReader(`document.querySelector('.lightbox').clientWidth === innerWidth`));
      await driver.key('Escape');
      await shows(driver, 'the article', `!document.querySelector('.lightbox').open`);
      assert.equal(await driver.readerCount(), 1);
    },
  },
  {
    name: 'a footnote opens in place',
    async check(test) {
      const { driver } = test;
      await read(test, '/notes');
      await press(driver, '.body p a', 'the note', `document.querySelector('.note:popover-open')?.textContent.includes('Parish minutes')`);
      await driver.key('Escape');
      await shows(driver, 'no note', `!document.querySelector('.note:popover-open')`);
    },
  },
  {
    name: 'the question mark lists the keys, each of which does what it says',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story');
      await driver.inReader('document.getElementById("reading").focus()');
      await driver.key('?');
      await shows(driver, 'the keys', `document.querySelectorAll('.keys dt').length > 8`);
      for (const [key, panel] of [['v', 'voices'], ['x', 'leftOut'], ['o', 'contents'], ['a', 'settings'], ['s', 'save']]) {
        await driver.key(key);
        await shows(driver, panel, `document.getElementById('sheet').dataset.panel === '${panel}'`);
      }
      await driver.key('Escape');
      await driver.key('Escape');
      await waitFor('the end', async () => (await driver.readerCount()) === 0);
      assert.equal(await driver.readerCount(), 0);
    },
  },
  {
    name: 'on paper stand the article and its names, and no controls',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story');
      await driver.emulate({ media: 'print' });
      await pause(100);
      const seen = (selector) => driver.inReader(`[...document.querySelectorAll('${selector}')].some((one) => one.getClientRects().length > 0)`);
      assert.equal(await seen('.rail button, .close, .sheet'), false);
      assert.equal(await seen('.speakers .speaker'), true);
      assert.equal(await driver.inReader(`getComputedStyle(document.documentElement).backgroundColor`), 'rgb(255, 255, 255)');
    },
  },
];
