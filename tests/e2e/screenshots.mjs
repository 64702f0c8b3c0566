// Pictures of the reader: `node tests/e2e/screenshots.mjs`. Twelve golden pages in three widths and two themes go to
// TARGET/screenshots, to be looked at; those of the README and the stores to docs/. Environment: DIST, TARGET, CHROMIUM.

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openChromium } from './chromium.mjs';
import { servePages } from './pages.mjs';
import { opened, shows } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

const dist = resolve(process.env.DIST || 'dist');
const target = join(resolve(process.env.TARGET || 'target'), 'screenshots');
const docs = resolve(process.env.ROOT || '.', 'docs');

const PAGES = ['agency', 'arabic', 'broadsheet', 'docs', 'french', 'german', 'interview', 'liveblog', 'long-read', 'opinion', 'science', 'sports'];
const SIZES = [[1440, 1000], [820, 1100], [390, 844]];

/** What is shown to others: where it goes, how large, dark or not, in which language, and the keys pressed before. */
const SHOWN = [
  { to: 'reader.png', size: [1440, 900], path: '/story' },
  { to: 'reader-dark.png', size: [1440, 900], path: '/story', dark: true, keys: ['v'], click: '.voices > li:nth-child(3) .voice' },
  { to: 'phone.png', size: [390, 844], path: '/story', keys: ['x'], click: '[data-reason="teaser"] > summary', scale: 2 },
  { to: 'store/1-who-said-what.png', size: [1280, 800], path: '/story' },
  { to: 'store/2-voices.png', size: [1280, 800], path: '/story', keys: ['v'], click: '.voices > li:nth-child(3) .voice' },
  { to: 'store/3-left-out.png', size: [1280, 800], path: '/story', keys: ['x'], click: '[data-reason="teaser"] > summary' },
  { to: 'store/4-appearance.png', size: [1280, 800], path: '/story', dark: true, keys: ['a'] },
  { to: 'store/5-take-along.png', size: [1280, 800], path: '/german', language: 'de', keys: ['s'] },
];

async function shoot(driver, file, address, { keys = [], click } = {}) {
  await driver.open(address);
  await driver.press();
  await opened(driver);
  for (const key of keys) await driver.key(key);
  if (keys.length) await shows(driver, 'the panel', `!document.getElementById('sheet').hidden`);
  if (click) await driver.clickInReader(click);
  await pause(350);
  await driver.screenshot(file);
  await driver.press();
  await waitFor('the end', async () => (await driver.readerCount()) === 0);
}

const server = await servePages();
let taken = 0;
mkdirSync(target, { recursive: true });
mkdirSync(join(docs, 'store'), { recursive: true });
for (const size of SIZES) {
  for (const dark of [false, true]) {
    const driver = await openChromium({ dist, size, dark });
    for (const page of PAGES) {
      const name = `${page}-${size[0]}-${dark ? 'dark' : 'light'}.png`;
      await shoot(driver, join(target, name), `${server.url}/golden/${page}`);
      taken += 1;
    }
    await driver.close();
  }
}
for (const { to, size, dark, language, scale, path, ...how } of SHOWN) {
  const driver = await openChromium({ dist, size, dark, language, scale });
  await shoot(driver, join(docs, to), server.url + path, how);
  taken += 1;
  await driver.close();
}
server.close();
console.log(`  ${taken} pictures: ${target} and ${docs}`);
