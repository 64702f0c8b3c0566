// End to end: `node tests/e2e/run.mjs [WORD]` presses the real button in Chromium and in Firefox, on pages served from this
// machine. WORD runs only the tests with it in their name; several stand apart by |. Environment: DIST (default dist), CHROMIUM, FIREFOX, GECKODRIVER.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { notAllowed } from './network.mjs';
import { servePages } from './pages.mjs';
import { tests as behaviour } from './behaviour.mjs';
import { tests as page } from './page.mjs';
import { tests as voices } from './voices.mjs';
import { tests as leftOut } from './left-out.mjs';
import { tests as settings } from './settings.mjs';
import { tests as reading } from './reading.mjs';
import { tests as aloud } from './aloud.mjs';
import { tests as sites } from './sites.mjs';
import { tests as access } from './access.mjs';
import { tests as exports } from './exports.mjs';
import { tests as long } from './long.mjs';
import { tests as attacks } from './attacks.mjs';
import { tests as faults } from './faults.mjs';

const tests = [...behaviour, ...page, ...voices, ...leftOut, ...settings, ...reading, ...aloud, ...sites, ...access, ...exports, ...long, ...attacks, ...faults];

const dist = resolve(process.env.DIST || 'dist');
const wanted = process.argv[2] ?? '';
const PATIENCE = 60_000;

const within = (work, ms) =>
  Promise.race([work, new Promise((_, reject) => setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms).unref())]);

/** What every test says of the requests that were made. */
const quiet = (asked, server) => assert.deepEqual(notAllowed(asked, server.url), [], 'requests that are nobody\'s business');

let [passed, requests] = [0, 0];
const failed = [];

for (const open of [openChromium, openFirefox]) {
  const browserName = open === openChromium ? 'Chromium' : 'Firefox';
  for (const { name, only, check, patience = PATIENCE, extension = (whole) => whole, isUnpacked, network = quiet, pages = {} } of tests) {
    if ((only && only !== browserName) || !wanted.split('|').some((word) => `${browserName}: ${name}`.includes(word))) continue;
    const begun = Date.now();
    const title = `${browserName}: ${name}`;
    let driver, server, asked;
    try {
      server = await servePages(pages);
      driver = await within(open({ dist: await extension(dist), isUnpacked }), PATIENCE);
      try {
        await driver.open(`${server.url}/blank`);
        await within(check({ driver, server, assert }), patience);
      } finally {
        asked = await within(driver.close(), PATIENCE).catch((error) => error);
      }
      if (asked instanceof Error) throw asked;
      network(asked, server);
      requests += asked.length;
      passed += 1;
      console.log(`ok ${passed + failed.length} - ${title} (${Date.now() - begun} ms)`);
    } catch (error) {
      failed.push(title);
      console.log(`not ok ${passed + failed.length} - ${title}\n  ${String(error?.stack ?? error).replaceAll('\n', '\n  ')}`);
    } finally {
      server?.close();
    }
  }
}

for (const title of failed) console.log(`failed: ${title}`);
console.log(`${requests} requests looked at, those of the extension for the article's own pictures only`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);
