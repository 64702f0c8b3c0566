// Settings: at once, for all tabs, kept; a damaged store does no harm.

import { leave, press, read, shows } from './reader.mjs';
import { pause } from './waiting.mjs';

const TITLE = 'Ferry to Skarrow';
const LOOK = `JSON.stringify((() => {
  const p = document.querySelector('.body > p');
  const style = getComputedStyle(p);
  return { paper: getComputedStyle(document.documentElement).backgroundColor, size: parseFloat(style.fontSize), family: style.fontFamily.split(',')[0],
    lines: parseFloat(style.lineHeight) / parseFloat(style.fontSize), letters: style.letterSpacing, align: style.textAlign, width: p.clientWidth };
})())`;
const look = async (driver) => JSON.parse(await driver.inReader(LOOK));
const set = (name, value) => `(() => { const input = document.getElementById('set-${name}'); input.value = ${value}; input.dispatchEvent(new Event('input')); return true; })()`;

export const tests = [
  {
    name: 'settings apply at once, stay, and are the same everywhere; one press brings the first ones back',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story', TITLE);
      const before = await look(driver);
      await press(driver, '[data-panel="settings"]', 'the panel', `document.getElementById('set-size') !== null`);
      await driver.clickInReader('[data-value="sepia"] input');
      await shows(driver, 'sepia', `getComputedStyle(document.documentElement).backgroundColor === 'rgb(245, 236, 218)'`);
      await driver.clickInReader('[data-value="mono"] input');
      await driver.clickInReader('[data-value="justify"] input');
      for (const [name, value] of [['size', 150], ['lines', 198], ['letters', 6], ['width', 26]]) await driver.inReader(set(name, value));
      await pause(200);
      const now = await look(driver);
      assert.ok(now.size > before.size * 1.4 && now.lines > 1.9 && now.family !== before.family, JSON.stringify(now));
      assert.equal(now.align, 'justify');
      assert.notEqual(now.letters, before.letters);
      await driver.clickInReader('[data-set="colours"]');
      await shows(driver, 'no colours', `/rgba\\(0, 0, 0, 0\\)|transparent/.test(getComputedStyle(document.querySelector('.quote')).backgroundColor)`);
      await driver.clickInReader('[data-set="images"]');
      await leave(driver);
      await read(test, '/rich');
      assert.deepEqual({ ...(await look(driver)), width: 0 }, { ...now, width: 0 }, 'on another page too');
      assert.equal(await driver.inReader(`[...document.querySelectorAll('.article img')].every((one) => one.getClientRects().length === 0)`), true);
      await press(driver, '[data-panel="settings"]', 'the panel', `document.getElementById('set-size') !== null`);
      await press(driver, '[data-act="reset-settings"]', 'the first look', `document.documentElement.dataset.theme === 'system'`);
      const last = await look(driver);
      assert.deepEqual([last.size, last.family, last.paper], [before.size, before.family, before.paper]);
    },
  },
  {
    name: 'two tabs look alike at once',
    async check(test) {
      const { driver } = test;
      await read(test, '/story', TITLE);
      await driver.newTab();
      await read(test, '/rich');
      await press(driver, '[data-panel="settings"]', 'the panel', `document.getElementById('set-size') !== null`);
      await driver.clickInReader('[data-value="dark"] input');
      await driver.goToTab(0);
      await shows(driver, 'the other tab', `document.documentElement.dataset.theme === 'dark'`);
    },
  },
  {
    name: 'a damaged store falls back to what is usual, and says nothing',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story', TITLE);
      const before = await look(driver);
      const broken = [`{ settings: { theme: 7, font: '__proto__', size: 'huge', lines: NaN, width: -1e9, images: 'yes' }, putBack: [1, { a: 2 }] }`, `{ settings: 'x', putBack: 'y', places: 3 }`];
      for (const [at, kept] of broken.entries()) {
        await driver.inReader(`(globalThis.browser ?? globalThis.chrome).storage.local.set(${kept}).then(() => true)`);
        await leave(driver);
        await read(test, `/story?${at}`, TITLE);
        const now = await look(driver);
        assert.deepEqual([now.paper, now.size, now.family, now.lines], [before.paper, before.size, before.family, before.lines]);
      }
    },
  },
];
