// The demo: `node tests/e2e/demo.mjs [FILE|URL]` opens a browser with the extension on a story (a bundled one if none is given),
// presses the real button, prints what was read and saves a picture. With a display the browser stays open.
// Environment: DIST (default dist), CHROMIUM, TARGET (default target; where the picture goes).

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openChromium } from './chromium.mjs';
import { sample, servePages } from './pages.mjs';
import { waitFor } from './waiting.mjs';

const dist = resolve(process.env.DIST || 'dist');
const target = resolve(process.env.TARGET || 'target');
const visible = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const asked = process.argv[2];

/** What the reader shows, read from its own page. */
const READING = `(() => {
  const text = (selector) => document.querySelector(selector)?.textContent ?? '';
  const bare = (element) => {
    const copy = element.cloneNode(true);
    for (const label of copy.querySelectorAll('.speaker, .speakers')) label.remove();
    return copy.textContent.trim();
  };
  const quotes = new Map();
  for (const run of document.querySelectorAll('.quote[data-quote]')) {
    const known = quotes.get(run.dataset.quote);
    if (known) known.text += ' ' + run.textContent;
    else quotes.set(run.dataset.quote, { speaker: run.dataset.name ?? null, text: run.textContent });
  }
  return {
    notice: text('.notice'), site: text('.site'), title: text('.title'), byline: text('.byline'), date: text('.date'),
    minutes: text('.minutes'),
    paragraphs: [...document.querySelectorAll('.body :is(p, h2, h3, h4, li, figcaption, pre, td)')].map(bare),
    quotes: [...quotes.values()],
  };
})()`;

function wrapped(text, indent) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1).length + word.length > 96) lines.push('');
    lines[lines.length - 1] += (lines.at(-1) ? ' ' : '') + word;
  }
  return lines.map((line) => indent + line).join('\n');
}

function print(reading) {
  if (reading.notice) {
    console.log(wrapped(reading.notice, '  '));
    return;
  }
  const facts = [reading.byline, reading.date, reading.minutes].filter(Boolean).join(' · ');
  console.log(`\n  ${reading.site}\n  ${reading.title}\n  ${facts}\n`);
  for (const paragraph of reading.paragraphs) console.log(`${wrapped(paragraph, '  ')}\n`);
  console.log('  Who said what\n');
  for (const { speaker, text } of reading.quotes) console.log(`  ${speaker ?? 'unknown'}:\n${wrapped(text, '      ')}\n`);
}

const isAddress = asked && /^https?:/.test(asked);
if (asked && !isAddress && !existsSync(asked)) {
  console.error(`demo: there is no file ${asked}`);
  process.exit(1);
}
const story = asked && !isAddress ? readFileSync(asked) : sample('harbour.html');
const server = isAddress ? null : await servePages({
  '/story.html': () => ({ body: story, headers: { 'content-type': asked ? 'text/html' : 'text/html; charset=utf-8' } }),
});
const driver = await openChromium({ dist, visible, size: [1440, 1000] });
await driver.open(isAddress ? asked : `${server.url}/story.html`);
await driver.press();
const shown = await waitFor('the reader', async () => {
  const reading = await driver.inReader(READING);
  return reading && (reading.title || reading.paragraphs.length || reading.notice) && reading;
}, 20_000);
print(shown);

mkdirSync(target, { recursive: true });
const picture = join(target, 'demo.png');
await driver.screenshot(picture);
console.log(`  Picture: ${picture}`);
if (visible) {
  console.log('  The browser stays open: press its Verbatim button, Alt+Shift+R or Esc. Close it to end the demo.');
  await new Promise((done) => driver.browser.once('disconnected', done));
} else {
  await driver.close();
}
server?.close();
