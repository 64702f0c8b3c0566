// Files to take along: each saved through its button, read back and checked; the book by epubcheck where there is one.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { press, read, shows } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

const TITLE = 'Ferry to Skarrow';

/** Saves in a format and waits for the whole file; its name and bytes. */
async function save(driver, format) {
  const before = new Set(readdirSync(driver.downloads));
  await driver.clickInReader(`[data-format="${format}"]`);
  const name = await waitFor(`a ${format} file`, () =>
    readdirSync(driver.downloads).find((one) => !before.has(one) && one.endsWith(`.${format}`) && readFileSync(join(driver.downloads, one)).length > 0));
  await pause(150);
  return { name, path: join(driver.downloads, name), text: readFileSync(join(driver.downloads, name), 'utf8') };
}

/** Debian's epubcheck is a Java archive. */
const CHECKER = [process.env.EPUBCHECK, '/usr/bin/epubcheck', '/usr/share/java/epubcheck.jar'].find((one) => one && existsSync(one));

function checkBook(assert, path) {
  if (!CHECKER) return console.log('  (no epubcheck here: the book was only unpacked)');
  const checked = spawnSync('java', ['-jar', CHECKER, path], { encoding: 'utf8' });
  const said = checked.stdout + checked.stderr;
  assert.equal(checked.status, 0, said);
  assert.match(said, /No errors or warnings/i);
}

async function books({ driver, server, assert }, paths) {
  for (const path of paths) {
    await read({ driver, server }, path);
    await press(driver, '[data-panel="save"]', 'the panel', `document.querySelector('.format') !== null`);
    const { path: book } = await save(driver, 'epub');
    checkBook(assert, book);
    await driver.press();
    await waitFor('the end', async () => (await driver.readerCount()) === 0);
  }
}

export const tests = [
  {
    name: 'the article is saved as Markdown, web page, text and book; the quotes as table and data',
    async check(test) {
      const { driver, assert, server } = test;
      await read(test, '/story', TITLE);
      await press(driver, '[data-panel="save"]', 'the panel', `document.querySelector('.format') !== null`);
      const files = {};
      for (const format of ['md', 'html', 'txt', 'csv', 'json', 'epub']) files[format] = await save(driver, format);
      assert.equal(files.md.name, '2026-09-18 Ferry to Skarrow saved as islanders buy the last boat.md');
      const today = new Date().toISOString().slice(0, 10);
      for (const format of ['md', 'html', 'txt', 'csv', 'json']) {
        assert.ok(files[format].text.includes(`${server.url}/story`), `${format} names the source`);
        assert.ok(files[format].text.includes(today), `${format} carries the day of reading`);
        assert.ok(!files[format].text.includes('READ MORE'), `${format} has no clutter`);
      }
      assert.match(files.md.text, /^---\ntitle: "Ferry to Skarrow/);
      assert.match(files.md.text, /## A boat older than its skipper/);
      assert.match(files.html.text, /^<!DOCTYPE html>/i);
      assert.match(files.html.text, /data-speaker="Anneke de Vries"/);
      assert.ok(!/<script|onclick|javascript:/i.test(files.html.text));
      assert.match(files.csv.text, /\r\nMorag Sinclair,/);
      const data = JSON.parse(files.json.text);
      assert.equal(data.quotes.length, 9);
      assert.equal(data.quotes[0].speaker, 'Morag Sinclair');
      assert.equal(data.source.byline, 'Imogen Tait');
      const inside = unzipSync(readFileSync(files.epub.path));
      assert.deepEqual(Object.keys(inside).slice(0, 2), ['mimetype', 'META-INF/container.xml']);
      assert.match(new TextDecoder().decode(inside['OEBPS/article.xhtml']), /She is three years older than I am/);
      checkBook(assert, files.epub.path);
    },
  },
  {
    name: 'books of pages with pictures, tables, code and other scripts are valid',
    patience: 240_000,
    check: (test) => books(test, ['/rich', '/german', '/golden/arabic', '/golden/science', '/golden/docs']),
  },
  {
    name: 'a table of quotes holds no formula, whatever the page says',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/formulas');
      await press(driver, '[data-panel="save"]', 'the panel', `document.querySelector('.format') !== null`);
      const { text } = await save(driver, 'csv');
      const cells = text.slice(1).split(/\r\n/).slice(1).flatMap((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []);
      assert.ok(text.includes(`'=HYPERLINK`), text);
      assert.ok(cells.every((cell) => !/^"?\s*[=+@]/.test(cell)), text);
    },
  },
  {
    name: 'what was put back is in the file too; the article goes to the clipboard whole',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story', TITLE);
      await press(driver, '[data-panel="leftOut"]', 'the panel', `document.querySelector('.group') !== null`);
      await driver.clickInReader('[data-reason="teaser"] > summary');
      await press(driver, '[data-reason="teaser"] [data-act="put-back"]', 'the teaser', `document.querySelector('.body').innerText.includes('READ MORE')`);
      await press(driver, '[data-panel="save"]', 'the panel', `document.querySelector('.format') !== null`);
      assert.match((await save(driver, 'txt')).text, /READ MORE/);
      await driver.inReader(`document.addEventListener('copy', (event) => queueMicrotask(() => { window.copied = event.clipboardData.getData('text/html'); })), 1`);
      await driver.clickInReader('[data-act="copy-article"]');
      await shows(driver, 'the copy', `document.querySelector('.toast')?.textContent === 'Article copied'`);
    },
  },
];
