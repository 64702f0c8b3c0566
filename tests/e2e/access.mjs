// axe-core over every theme, panel and state; names in every language.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { leave, press, read, shows } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const THEMES = ['light', 'sepia', 'dark', 'contrast'];
const PANELS = ['voices', 'leftOut', 'contents', 'listen', 'settings', 'save', 'keys'];
const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, any }) => html.slice(0, 120) + ' ' + (any[0]?.message ?? '')).join(' / ')))`;

/** Fails with what axe-core finds in the reader as it stands. */
async function sound({ driver, found }, where) {
  for (const one of await driver.inReader(RUN)) found.push(`${where}: ${one}`);
}

const theme = (driver, name) =>
  driver.inReader(`chrome.storage.local.set({ settings: { theme: '${name}' } }).then(() => new Promise((done) => setTimeout(done, 60))).then(() => document.documentElement.dataset.theme)`);

async function everything(test, where) {
  const { driver } = test;
  await sound(test, `${where}, the article`);
  for (const panel of PANELS) {
    await driver.clickInReader(`[data-panel="${panel}"]`);
    await shows(driver, panel, `document.getElementById('sheet').dataset.panel === '${panel}' && !document.getElementById('sheet').hidden`);
    if (panel === 'voices') await driver.clickInReader('.voice');
    if (panel === 'leftOut') await driver.inReader(`[...document.querySelectorAll('.group')].forEach((one) => (one.open = true)), 1`);
    await pause(250);
    await sound(test, `${where}, ${panel}`);
  }
  await driver.key('Escape');
}

export const tests = [
  {
    name: 'axe-core finds nothing in any theme, panel or state',
    patience: 240_000,
    async check(test) {
      const { driver, assert } = test;
      test.found = [];
      await read(test, '/rich');
      await driver.loadInReader(AXE);
      for (const name of THEMES) {
        assert.equal(await theme(driver, name), name);
        await everything(test, name);
        await driver.inReader('document.getElementById("reading").focus()');
        await driver.key('j');
        await pause(400);
        await driver.key('Enter');
        await shows(driver, 'the card', `document.querySelector('.card:popover-open') !== null`);
        await pause(250);
        await sound(test, `${name}, the card`);
        await driver.key('Escape');
      }
      await press(driver, '.body .enlarge', 'the picture', `document.querySelector('.lightbox[open]') !== null`);
      await pause(200);
      await sound(test, 'a picture');
      assert.deepEqual(test.found, []);
    },
  },
  {
    name: 'axe-core finds nothing on a phone, in the dark, nor in an Arabic article',
    only: 'Chromium',
    patience: 120_000,
    async check(test) {
      const { driver, assert } = test;
      test.found = [];
      await driver.page().setViewport({ width: 390, height: 844, hasTouch: true });
      await read(test, '/story');
      await driver.loadInReader(AXE);
      await theme(driver, 'dark');
      await everything(test, 'phone');
      await leave(driver);
      await read(test, '/golden/arabic');
      await driver.loadInReader(AXE);
      await sound(test, 'Arabic');
      assert.deepEqual(test.found, []);
      assert.equal(await driver.inReader(`document.querySelector('.body').dir + ' ' + document.querySelector('.article').lang`), 'rtl ar');
    },
  },
  {
    name: 'axe-core finds nothing in the notices, the options and the first page',
    async check({ driver, assert }) {
      for (const page of ['options.html', 'welcome.html', 'notice.html?why=pdf']) {
        await driver.openOwn(page);
        await waitFor(page, () => driver.evaluate(`document.querySelector('h1')?.textContent.length > 5`));
        await pause(150);
        await driver.load(AXE);
        assert.deepEqual(await driver.evaluate(RUN), [], page);
      }
    },
  },
  {
    name: 'with forced colours and reduced motion all can be told apart, and nothing glides',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story');
      await driver.emulate({ features: { 'forced-colors': 'active', 'prefers-reduced-motion': 'reduce' } });
      await pause(100);
      assert.match(await driver.inReader(`getComputedStyle(document.querySelector('.quote')).textDecorationLine`), /underline/);
      await driver.clickInReader('[data-panel="voices"]');
      await shows(driver, 'the panel', `!document.getElementById('sheet').hidden`);
      assert.equal(await driver.inReader(`getComputedStyle(document.getElementById('sheet')).animationName`), 'none');
    },
  },
  {
    name: 'at four times the size nothing needs to be scrolled sideways',
    async check(test) {
      const { driver, assert } = test;
      // 400 % of a window 1280 wide is a window 320 wide.
      await driver.magnify(4);
      await read(test, '/rich');
      for (const panel of [undefined, ...PANELS]) {
        if (panel) await driver.inReader(`document.querySelector('[data-panel="${panel}"]').scrollIntoView(), 1`);
        if (panel) await driver.clickInReader(`[data-panel="${panel}"]`);
        await pause(200);
        assert.ok(await driver.inReader(`document.documentElement.scrollWidth <= innerWidth && document.getElementById('sheet').scrollWidth <= innerWidth`), panel ?? 'article');
      }
    },
  },
];
