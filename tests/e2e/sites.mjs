// The toolbar's count, sites that open by themselves, options, and the first page after an install.

import { TITLE } from './pages.mjs';
import { closed, opened, read } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

export const tests = [
  {
    name: 'the button counts the quotes while the reader is open',
    only: 'Chromium',
    async check(test) {
      const { driver } = test;
      const badge = (text) =>
        waitFor(`the count ${text}`, async () =>
          (await driver.inBackground(`chrome.tabs.query({ active: true }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id }))`)) === text);
      await read(test, '/story');
      await badge('9');
      await driver.press();
      await closed(driver);
      await badge('');
    },
  },
  {
    name: 'a site that opens by itself shows stories, and says nothing where there is none',
    only: 'Chromium',
    async check({ driver, server, assert }) {
      const inject = () => driver.inBackground(`chrome.tabs.query({ active: true }).then(([tab]) =>
        chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ['auto.js', 'capture.js', 'content.js'] })).then(() => true)`);
      // A press grants the tab; the script's own run is the same as on a site that was asked for.
      await driver.open(`${server.url}/form`);
      await driver.press();
      await opened(driver, TITLE);
      await driver.press();
      await closed(driver);
      await driver.open(`${server.url}/story`);
      await inject();
      await opened(driver, 'Ferry');
      await pause(200);
      assert.equal(await driver.evaluate(`document.elementFromPoint(300, 300).localName`), 'div', 'the reader lies over the page');
      await driver.open(`${server.url}/empty`);
      await inject();
      await pause(1200);
      await closed(driver);
    },
  },
  {
    name: 'the options ask for a site, open it by itself, and give the permission back',
    only: 'Firefox',
    async check({ driver, server, assert }) {
      await driver.openOwn('options.html?site=127.0.0.1');
      await waitFor('the page', () => driver.evaluate(`document.getElementById('site').value === '127.0.0.1'`));
      await driver.click('#add button');
      await waitFor('the site', () => driver.evaluate(`document.querySelectorAll('#sites li').length === 1`));
      await driver.open(`${server.url}/story`);
      await opened(driver, 'Ferry');
      await driver.openOwn('options.html');
      await waitFor('the list', () => driver.evaluate(`document.querySelectorAll('#sites li').length === 1`));
      await driver.click('#sites button');
      await waitFor('no site', () => driver.evaluate(`document.querySelectorAll('#sites li').length === 0`));
      await driver.open(`${server.url}/story`);
      await pause(800);
      assert.equal(await driver.readerCount(), 0);
    },
  },
  {
    name: 'the first page shows the reader on a sample, with everything in it',
    async check({ driver, assert }) {
      await driver.openOwn('welcome.html');
      await waitFor('the page', () => driver.evaluate(`document.querySelector('.press')?.getClientRects().length > 0`));
      await driver.click('.press');
      await waitFor('the sample', () => driver.evaluate(`document.querySelector('.title')?.textContent.includes('Ferry to Skarrow')`));
      // The panels come behind the first view.
      await waitFor('the panels', () => driver.evaluate(`document.querySelector('[data-panel="voices"]') !== null`));
      await driver.click('[data-panel="voices"]');
      await waitFor('voices', () => driver.evaluate(`document.querySelectorAll('.voices > li').length === 4`));
      await driver.key('Escape');
      await driver.key('Escape');
      await waitFor('the way back', () => driver.evaluate(`document.querySelector('.rail') === null && !document.getElementById('choose').hidden`));
      assert.equal(await driver.evaluate('document.documentElement.lang'), 'en');
    },
  },
];
