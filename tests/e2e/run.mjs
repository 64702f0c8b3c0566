// End to end: `node tests/e2e/run.mjs [WORD]` presses the real button in Chromium and in Firefox, on pages served from this
// machine. WORD runs only the tests with it in their name. Environment: DIST (default dist), CHROMIUM, FIREFOX, GECKODRIVER.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
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

const tests = [...behaviour, ...page, ...voices, ...leftOut, ...settings, ...reading, ...aloud, ...sites, ...access, ...exports, ...long];

const dist = resolve(process.env.DIST || 'dist');
const wanted = process.argv[2] ?? '';
const PATIENCE = 60_000;

const within = (work, ms) =>
  Promise.race([work, new Promise((_, reject) => setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms).unref())]);

let passed = 0;
const failed = [];

for (const open of [openChromium, openFirefox]) {
  const browserName = open === openChromium ? 'Chromium' : 'Firefox';
  for (const { name, only, check, patience = PATIENCE } of tests) {
    if ((only && only !== browserName) || !`${browserName}: ${name}`.includes(wanted)) continue;
    const begun = Date.now();
    const title = `${browserName}: ${name}`;
    let driver, server;
    try {
      server = await servePages();
      driver = await within(open({ dist }), PATIENCE);
      await driver.open(`${server.url}/blank`);
      await within(check({ driver, server, assert }), patience);
      passed += 1;
      console.log(`ok ${passed + failed.length} - ${title} (${Date.now() - begun} ms)`);
    } catch (error) {
      failed.push(title);
      console.log(`not ok ${passed + failed.length} - ${title}\n  ${String(error?.stack ?? error).replaceAll('\n', '\n  ')}`);
    } finally {
      await driver?.close().catch(() => {});
      server?.close();
    }
  }
}

for (const title of failed) console.log(`failed: ${title}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);
