// The benchmark: `./build.sh bench [DIR] [--rounds N] [--limit N]`.
//
// In one Chromium, page by page and round by round, it times what a click costs (capture, the core in WebAssembly,
// rendering) beside what Readability and Defuddle take for the same document, in an order that turns each round, so that
// a slow moment of the machine falls on all alike. Pages come from DIR (.html or .html.gz, searched to any depth; else the
// golden pages) through a server on this machine; scripts of the pages do not run and no request leaves the machine.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { pagesIn } from './pages.mjs';
import { serve } from './server.mjs';
import { measurePage, moduleStart } from './measure.mjs';
import { moduleSizes, print, summarise } from './tables.mjs';

const ROOT = process.env.ROOT ?? process.cwd();
const DIST = process.env.DIST ?? join(ROOT, 'dist');
const TARGET = process.env.TARGET ?? join(ROOT, 'target');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' }, limit: { type: 'string', default: '0' } },
});
const rounds = Math.max(1, Number(values.rounds) || 7);
const folder = resolve(positionals[0] ?? join(ROOT, 'tests/pages'));
if (!existsSync(folder)) fail(`${folder} does not exist`);
const pages = pagesIn(folder).slice(0, Number(values.limit) || undefined);
if (pages.length === 0) fail(`${folder} holds no .html or .html.gz file`);
if (!process.env.CHROMIUM) fail('no Chromium found: set CHROMIUM to its program');

const server = await serve(pages, ROOT, DIST);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  pipe: true,
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    // Names other than this machine's do not resolve: a second lock beside the refusal of requests below.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
});

const results = [];
const failures = [];
try {
  const version = await browser.version();
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const local = request.url().startsWith(server.origin) || /^(data|blob|about):/.test(request.url());
    return local ? request.continue() : request.abort();
  });
  const start = await moduleStart(page, server.origin);
  for (const [index, { name }] of pages.entries()) {
    if (process.stdout.isTTY) process.stdout.write(`\r  page ${index + 1} of ${pages.length} `);
    try {
      results.push({ name, ...(await measurePage(page, server.origin, index, rounds)) });
    } catch (error) {
      failures.push(`${name}: ${String(error.message).split('\n')[0]}`);
      await page.goto(`${server.origin}/reader`);
    }
  }
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  const summary = { version, folder, rounds, pages: results.length, start, ...summarise(results), module: moduleSizes(DIST) };
  print(summary);
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(join(TARGET, 'bench.json'), `${JSON.stringify({ ...summary, results, failures }, null, 1)}\n`);
  console.log(`\n  every page's figures: ${join(TARGET, 'bench.json')}`);
} finally {
  await browser.close();
  server.close();
}
for (const failure of failures) console.error(`  not measured: ${failure}`);
if (failures.length > 0) process.exitCode = 1;

function fail(reason) {
  console.error(`bench: ${reason}`);
  process.exit(2);
}
