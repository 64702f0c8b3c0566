// The benchmark: `./build.sh bench [DIR] [--rounds N] [--limit N] [--clicks N] [--against DIST] [--only PART,…] [--keep]`.
//
// In one Chromium, page by page and round by round, it times what a click costs (capture, transfer, the core by its stages, drawing)
// beside Readability, Defuddle and bare walks over the same document, in an order that turns each round, so that a slow moment of the
// machine falls on all alike; then the real button beside an empty frame, pages that grow, pages made to be hard, and the module's size.
// Pages come from DIR (.html or .html.gz, searched to any depth; else the golden pages) through a server on this machine; no request
// leaves it. `--against` times another build's dist in the same turns. Tables go to TARGET/bench.md, with `--keep` to BENCHMARKS.md.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { HARD, evenly, grown, pagesIn } from './pages.mjs';
import { serve } from './server.mjs';
import { measurePage, moduleStart } from './measure.mjs';
import { measureClick, measureHard, openBoth } from './click.mjs';
import { sizes } from './sizes.mjs';
import { tables } from './tables.mjs';

const ROOT = process.env.ROOT ?? process.cwd();
const DIST = process.env.DIST ?? join(ROOT, 'dist');
const TARGET = process.env.TARGET ?? join(ROOT, 'target');
const PARTS = ['pages', 'growth', 'click', 'hard', 'size'];
const GROWTH = [1_000, 3_000, 10_000, 30_000, 100_000, 200_000];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' }, limit: { type: 'string', default: '0' }, clicks: { type: 'string', default: '40' },
    against: { type: 'string' }, only: { type: 'string' }, keep: { type: 'boolean' },
  },
});
const parts = values.only?.split(',') ?? PARTS;
const rounds = Math.max(1, Number(values.rounds) || 5);
const folder = resolve(positionals[0] ?? join(ROOT, 'tests/pages'));
if (!existsSync(folder)) fail(`${folder} does not exist`);
const found = pagesIn(folder);
const pages = evenly(found, Number(values.limit) || found.length);
if (pages.length === 0) fail(`${folder} holds no .html or .html.gz file`);
if (!process.env.CHROMIUM) fail('no Chromium found: set CHROMIUM to its program');
const unknown = parts.find((part) => !PARTS.includes(part));
if (unknown) fail(`there is no part ${unknown}, only ${PARTS.join(', ')}`);

const builds = { ours: DIST, ...(values.against ? { other: resolve(values.against) } : {}) };
// The same list as the capture's own.
const attributes = /const ATTRIBUTES = \[([^\]]+)\]/.exec(readFileSync(join(DIST, 'chrome/capture.js'), 'utf8'))[1].match(/[\w-]+/g);
const grownPages = GROWTH.map(grown);
const served = [...pages, ...grownPages, ...HARD];
const addressOf = (page, kind = 'page') => `/${kind}/${served.indexOf(page)}`;
const server = await serve(served, ROOT, builds);
const result = { folder: positionals[0] ? 'a folder given' : 'golden pages', rounds, command: process.argv.slice(2), failures: [], begun: Date.now() };

/** Does `work` for each page, tells how far it is, and notes what failed. */
async function each(title, list, work) {
  const results = [];
  for (const [index, page] of list.entries()) {
    if (process.stdout.isTTY) process.stdout.write(`\r  ${title} ${index + 1} of ${list.length} `);
    try {
      results.push({ name: page.name, ...(await work(page)) });
    } catch (error) {
      result.failures.push(`${title}, ${page.name}: ${String(error.message).split('\n')[0]}`);
    }
  }
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  return results;
}

async function inOnePage() {
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
  try {
    result.browser = await browser.version();
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const local = request.url().startsWith(server.origin) || /^(data|blob|about):/.test(request.url());
      return local ? request.continue() : request.abort();
    });
    result.start = await moduleStart(page, server.origin);
    const measure = (tools, times) => (one) =>
      measurePage(page, { origin: server.origin, address: addressOf(one), rounds: times, tools, builds: Object.keys(builds), attributes });
    const ours = Object.keys(builds);
    if (parts.includes('pages')) {
      result.pages = await each('page', pages, measure(['walk', 'floor', ...ours, 'readability', 'defuddle'], rounds));
      write();
    }
    if (parts.includes('growth')) {
      // Small pages are over before anything is warm: they get more rounds.
      result.growth = await each('growth', grownPages, (one) => measure(['floor', ...ours], one.nodes > 20_000 ? 3 : 15)(one));
    }
  } finally {
    await browser.close();
  }
}

async function throughTheButton() {
  if (parts.includes('click')) {
    const both = await openBoth(DIST, ROOT);
    try {
      result.click = await each('click', evenly(pages, Number(values.clicks)), (page) => measureClick(both, server.origin + addressOf(page, 'plain'), Math.min(rounds, 3)));
    } finally {
      await both.driver.close();
    }
  }
  write();
  if (!parts.includes('hard')) return;
  // A browser each: one that a page has brought down must not fail the next.
  const press = async (page, name) => {
    const both = await openBoth(DIST, ROOT);
    try {
      return await measureHard(both, server.origin + addressOf(page), name);
    } finally {
      await both.driver.close();
    }
  };
  result.hard = await each('hard', HARD, async (page) => ({ empty: await press(page, 'empty'), verbatim: await press(page, 'verbatim') }));
}

/** Writes what has been measured so far: a long run that is stopped has not been for nothing. */
function write() {
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(join(TARGET, 'bench.json'), `${JSON.stringify(result, null, 1)}\n`);
  const text = tables(result);
  writeFileSync(join(TARGET, 'bench.md'), text);
  if (values.keep) writeFileSync(join(ROOT, 'BENCHMARKS.md'), text);
  return text;
}

try {
  if (parts.includes('size')) result.size = sizes(DIST, TARGET);
  if (parts.includes('pages') || parts.includes('growth')) await inOnePage();
  await throughTheButton();
  console.log(write());
  console.log(`Every page's figures: ${join(TARGET, 'bench.json')}`);
} finally {
  server.close();
}
for (const failure of result.failures) console.error(`  not measured: ${failure}`);
if (result.failures.length > 0) process.exitCode = 1;

function fail(reason) {
  console.error(`bench: ${reason}`);
  process.exit(2);
}
