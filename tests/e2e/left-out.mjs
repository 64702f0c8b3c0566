// What was left out: in plain words, looked at, put back where it stood, remembered for the site.

import { leave, press, read, shows, TEXT } from './reader.mjs';

const TITLE = 'Ferry to Skarrow';
const LINES = `[...document.querySelectorAll('.body [data-at]')].map((one) => one.textContent)`;

export const tests = [
  {
    name: 'what was left out is grouped, goes back where it stood, is remembered for the site, and is left out again',
    async check(test) {
      const { driver, assert, server } = test;
      await read(test, '/story', TITLE);
      assert.match(await driver.inReader(`document.querySelector('.foot').textContent`), /\d+ things left out/);
      await press(driver, '[data-act="left-out"]', 'the panel', `document.querySelector('.group') !== null`);
      const groups = await driver.inReader(`[...document.querySelectorAll('.group')].map((one) => one.dataset.reason)`);
      for (const reason of ['teaser', 'comments', 'promotion']) assert.ok(groups.includes(reason), `${reason} among ${groups}`);
      await driver.clickInReader('[data-reason="teaser"] > summary');
      await press(driver, '[data-reason="teaser"] [data-act="put-back"]', 'the teaser', `${TEXT}.includes('READ MORE')`);
      const lines = await driver.inReader(LINES);
      const at = lines.findIndex((line) => line.includes('Bridge plan for the inner isles'));
      assert.ok(lines[at - 1].includes('cheapest bridge') && lines[at + 1].includes('Councillor Tobias Reith'), 'where it stood');
      assert.ok(await driver.inReader(`document.querySelectorAll('.quote[data-voice]').length > 8`), 'voices are there still');
      await driver.clickInReader('.memory input');
      await leave(driver);
      await read(test, '/story?again', TITLE);
      await shows(driver, 'the teaser, remembered', `${TEXT}.includes('READ MORE')`);
      await press(driver, '[data-panel="leftOut"]', 'the panel', `document.querySelector('[data-act="reset"]:not([disabled])') !== null`);
      await press(driver, '[data-act="reset"]', 'all left out', `!${TEXT}.includes('READ MORE')`);
      await leave(driver);
      await read(test, '/story?third', TITLE);
      assert.ok(!(await driver.inReader(TEXT)).includes('READ MORE'), 'forgotten');
      assert.ok(server.requests.includes('/story'));
    },
  },
  {
    name: 'what stood outside the article goes back too',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story', TITLE);
      await press(driver, '[data-panel="leftOut"]', 'the panel', `document.querySelector('.group') !== null`);
      await driver.clickInReader('[data-reason="comments"] > summary');
      await press(driver, '[data-reason="comments"] [data-act="put-back"]', 'the comments', `${LINES}.some((line) => line.includes('Leave a Reply'))`);
      assert.equal(await driver.inReader(`document.querySelector('.title').textContent.slice(0, 16)`), TITLE);
    },
  },
  {
    name: 'a doubtful view says so, and shows more',
    async check(test) {
      const { driver, assert } = test;
      await openDoubtful(test);
      assert.match(await driver.inReader(TEXT), /may be incomplete/);
      const before = await driver.inReader(`document.querySelector('.body').textContent.length`);
      await press(driver, '.doubt button', 'more', `document.querySelector('.body').textContent.length > ${before}`);
      assert.match(await driver.inReader(TEXT), /Ring the bell by the green door/);
      assert.equal(await driver.inReader(`document.querySelector('.doubt')`), null);
    },
  },
];

/** Opens a page that is hardly an article, and shows what was found on it. */
async function openDoubtful({ driver, server }) {
  await driver.open(`${server.url}/doubtful`);
  await driver.press();
  await shows(driver, 'something', `document.querySelector('.notice, .article') !== null`);
  if (await driver.inReader(`document.querySelector('.notice') !== null`)) {
    await press(driver, '.buttons button:nth-child(2)', 'what was found', `document.querySelector('.article') !== null`);
  }
}
