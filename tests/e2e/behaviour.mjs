// What the button does, one test a behaviour. `only` names the browser of a test that cannot run in the other.

import { notAllowed } from './network.mjs';
import { PARAGRAPHS, TITLE } from './pages.mjs';
import { TEXT, closed, opened, paragraphs } from './reader.mjs';
import { pause, waitFor } from './waiting.mjs';

async function readsTheMill({ driver, server, assert }, path) {
  await driver.open(server.url + path);
  await driver.press();
  await opened(driver, TITLE);
  assert.deepEqual(await paragraphs(driver), PARAGRAPHS);
  await driver.press();
  await closed(driver);
}

/** All that closing must leave as it was: the document, where it stands, what was typed. */
export const STATE = `JSON.stringify([
  new XMLSerializer().serializeToString(document), scrollX, scrollY, document.body.getBoundingClientRect().width,
  [...document.querySelectorAll('input, textarea, select')].map((one) => [one.id, one.value, one.checked]),
  document.activeElement.id, window.loads, window.born, location.href, document.adoptedStyleSheets.length,
])`;

/** Sends what the reader's parts say to each other to whomever it can name, and events to what stands under its root. */
const SHOUTING = `<!doctype html><html lang="en"><head><title>${TITLE}</title></head><body><h1>${TITLE}</h1>${PARAGRAPHS.map((text) => `<p>${text}</p>`).join('')}<script>
  [window.heard, window.turns, window.roots] = [0, 0, 0];
  const types = ['frame', 'opening', 'is-ours', 'close', 'closed', 'left', 'entered', 'go-back', 'page', 'snapshot'];
  const channels = ['verbatim', 'reader', 'reading', ''].map((name) => new BroadcastChannel(name));
  // What it says itself on one channel of a name is heard on another.
  for (const channel of channels) channel.onmessage = ({ data }) => { window.heard += data?.token === 'guess' ? 0 : 1; };
  addEventListener('message', ({ source }) => { window.heard += source === window ? 0 : 1; });
  setInterval(() => {
    window.turns += 1;
    for (const type of types) {
      for (const channel of channels) channel.postMessage({ type, token: 'guess' });
      for (let at = 0; at < window.length; at += 1) window[at].postMessage({ type, token: 'guess' }, '*', [new MessageChannel().port1]);
      window.postMessage({ type, token: 'guess' }, '*', [new MessageChannel().port1]);
    }
    for (const one of document.querySelectorAll('html > div')) {
      window.roots += one.shadowRoot ? 1 : 0;
      for (const type of ['load', 'close', 'cancel', 'toggle', 'click', 'pagehide', 'popstate']) one.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      one.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    }
    for (const target of [window, document, document.documentElement]) target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  }, 20);
</script></body></html>`;

export const tests = [
  {
    name: 'the story is read whole, its clutter left out, its speakers named',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/story`);
      await driver.press();
      await opened(driver, 'Ferry to Skarrow saved');
      const text = await driver.inReader(TEXT);
      for (const kept of ['The Coast Courier', 'Imogen Tait', '18', '2026', 'a school hall so full', 'it is already full', 'minutes to read']) {
        assert.ok(text.toLowerCase().includes(kept.toLowerCase()), `${kept} is there`);
      }
      for (const clutter of ['READ MORE', '[VIDEO]', 'newsletter', 'Leave a Reply', 'Most read', 'cookies', 'Previous Story']) {
        assert.ok(!text.includes(clutter), `${clutter} is not there`);
      }
      const speakers = await driver.inReader(`[...document.querySelectorAll('.speakers bdi')].map((one) => one.textContent)`);
      for (const name of ['Morag Sinclair', 'Tobias Reith', 'Anneke de Vries']) {
        assert.ok(speakers.some((speaker) => speaker.includes(name)), `${name} among ${speakers}`);
      }
    },
  },
  {
    name: 'the page is as it was, after the button, Esc and the close button',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/form`);
      await driver.type('#name', 'Ada');
      await driver.type('#note', 'two words');
      await driver.evaluate(`(document.getElementById('agree').checked = true, document.getElementById('pick').selectedIndex = 1, scrollTo(0, 900), 1)`);
      await pause(100);
      const before = await driver.evaluate(STATE);
      const ways = [() => driver.press(), () => driver.key('Escape'), () => driver.clickInReader('#close')];
      for (const [at, close] of ways.entries()) {
        await driver.press();
        await opened(driver, TITLE);
        await pause(150);
        await close();
        await closed(driver);
        assert.equal(await driver.evaluate(STATE), before, `way ${at}`);
      }
    },
  },
  {
    name: 'Back closes the reader and stays on the page; the history does not grow',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/form`);
      const length = await driver.historyLength();
      for (let round = 0; round < 3; round += 1) {
        await driver.press();
        await opened(driver, TITLE);
        await driver.clickInReader('.title');
        await waitFor('the entry', async () => (await driver.inReader('history.state')) === 'reading');
        if (round === 1) await driver.key('Escape');
        else await driver.back();
        await closed(driver);
        assert.equal(await driver.evaluate('location.pathname'), '/form');
      }
      assert.ok((await driver.historyLength()) <= length + 1, 'at most the one entry to go forward to');
      assert.equal(await driver.evaluate('window.loads'), 1);
    },
  },
  {
    name: "a page with Content-Security-Policy: default-src 'none'",
    check: (test) => readsTheMill(test, '/strict'),
  },
  {
    name: 'a page that isolates itself from other origins',
    check: (test) => readsTheMill(test, '/isolated'),
  },
  {
    name: 'a page in an open shadow root, its story in slots',
    check: (test) => readsTheMill(test, '/shadow'),
  },
  {
    name: 'a page in an open shadow root, its story inside',
    check: (test) => readsTheMill(test, '/shadow-inside'),
  },
  {
    name: 'a page with its text in a same-origin frame',
    check: (test) => readsTheMill(test, '/frame'),
  },
  {
    name: 'a page whose styles and scripts fight every new element',
    async check(test) {
      const { driver, server, assert } = test;
      await driver.open(`${server.url}/hostile`);
      await driver.press();
      await waitFor('the second removal', async () => (await driver.evaluate('window.removals()')) === 2);
      await opened(driver, TITLE);
      const onTop = await driver.evaluate(`(() => {
        const top = document.elementFromPoint(innerWidth / 2, 20);
        return top.parentNode === document.documentElement && top.localName === 'div';
      })()`);
      assert.ok(onTop, 'the reader covers the banner');
      assert.ok((await driver.inReader('innerWidth')) > 600 && (await driver.inReader('innerHeight')) > 400, 'it fills the window');
      await driver.press();
      await closed(driver);
    },
  },
  {
    name: 'a dialog the page opens meanwhile stays underneath',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/dialog`);
      await driver.press();
      await opened(driver, TITLE);
      await waitFor('the offer', () => driver.evaluate('document.getElementById("offer").open'));
      await pause(200);
      assert.equal(await driver.evaluate('document.elementFromPoint(innerWidth / 2, innerHeight / 2).parentNode.localName'), 'html');
      await driver.clickInReader('#close');
      await waitFor('the end', async () => (await driver.readerCount()) === 0);
      assert.ok(await driver.evaluate('document.getElementById("offer").open'), 'the page keeps its dialog');
    },
  },
  {
    name: 'a page of very many elements is covered, keeps its scroll bar, and cannot take the focus; a dialog of its own neither',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/crowd`);
      const before = await driver.evaluate(STATE);
      const width = await driver.evaluate('document.documentElement.clientWidth');
      await driver.press();
      await opened(driver, TITLE);
      const covered = 'document.elementFromPoint(innerWidth / 2, innerHeight / 2).parentNode.localName';
      assert.equal(await driver.evaluate(covered), 'html');
      assert.equal(await driver.inReader('innerWidth'), width, 'it stands beside the scroll bar of the page');
      assert.equal(await driver.evaluate('document.querySelector(":modal")'), null, 'the page is not made inert');
      await driver.evaluate('document.getElementById("search").focus()');
      await waitFor('the reader to have the focus back', async () => (await driver.evaluate('document.activeElement.localName')) === 'div');
      await driver.evaluate('document.body.append(Object.assign(document.createElement("dialog"), { id: "late" })), document.getElementById("late").showModal()');
      await waitFor('the reader above it', async () => (await driver.evaluate(covered)) === 'html');
      await driver.evaluate('document.getElementById("late").remove()');
      await driver.clickInReader('#close');
      await closed(driver);
      assert.equal(await driver.evaluate(STATE), before);
    },
  },
  {
    name: 'an empty page gets a plain sentence',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/empty`);
      await driver.press();
      await opened(driver, 'nothing to read');
      assert.match(await driver.inReader(TEXT), /press the button again/);
      await driver.clickInReader('.buttons button');
      await closed(driver);
    },
  },
  {
    name: 'a PDF gets a plain sentence',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/paper.pdf`).catch(() => {});
      await pause(800);
      await driver.press();
      const text = await driver.notice();
      assert.match(text, /This is a PDF/);
    },
  },
  {
    name: "one of the browser's own pages gets a plain sentence",
    async check({ driver, assert }) {
      await driver.open(driver.name === 'Firefox' ? 'about:support' : 'chrome://version');
      await driver.press();
      assert.match(await driver.notice(), /belongs to the browser/);
    },
  },
  {
    name: 'ten fast presses leave it closed, eleven open',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/story`);
      await driver.pressQuickly(10);
      await pause(1500);
      await closed(driver);
      await driver.pressQuickly(11);
      await opened(driver, 'Ferry');
      await pause(800);
      assert.equal(await driver.readerCount(), 1);
      await driver.press();
      await closed(driver);
    },
  },
  {
    name: 'the reader works after the background worker was stopped',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/story`);
      await driver.press();
      await opened(driver, 'Ferry');
      assert.ok(await driver.stopBackground(), 'there was one to stop');
      assert.match(await driver.inReader(TEXT), /Morag Sinclair/);
      await driver.key('Escape');
      await closed(driver);
      await driver.press();
      await opened(driver, 'Ferry');
    },
  },
  {
    name: 'links lead where they lead on the page, in the tab itself',
    async check({ driver, server }) {
      await driver.open(`${server.url}/links`);
      await driver.press();
      await opened(driver, TITLE);
      await driver.clickInReader('.body a');
      await waitFor('the other page', async () => (await driver.evaluate('location.pathname')) === '/story');
    },
  },
  {
    name: 'a frame of the reader that somebody else embeds shows nothing',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/story`);
      await driver.press();
      const address = await waitFor('its address', () => driver.inReader('location.href'));
      await driver.press();
      await closed(driver);
      await driver.open(`${server.url}/form`);
      await driver.evaluate(`(() => {
        const frame = document.createElement('iframe');
        frame.name = 'guess';
        frame.src = ${JSON.stringify(address)};
        frame.onload = () => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => { window.fooled = true; };
          frame.contentWindow.postMessage({ token: 'guess' }, '*', [port2]);
        };
        document.body.append(frame);
        return 1;
      })()`);
      await pause(1000);
      assert.equal((await driver.inReader(TEXT))?.trim() ?? '', '');
      assert.equal(await driver.evaluate('window.fooled ?? false'), false);
    },
  },
  {
    name: 'a page that speaks to everybody, and presses everything it can reach, neither hears nor moves the reader',
    pages: { '/shouting': () => ({ body: SHOUTING, headers: { 'content-type': 'text/html; charset=utf-8' } }) },
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/shouting`);
      await driver.press();
      await opened(driver, TITLE);
      const before = await driver.evaluate('window.turns');
      await waitFor('the page to shout on', async () => (await driver.evaluate('window.turns')) > before + 20);
      assert.equal(await driver.readerCount(), 1, 'the reader is where it was');
      await opened(driver, TITLE);
      assert.deepEqual(JSON.parse(await driver.evaluate('JSON.stringify([window.heard, window.length, window.roots])')), [0, 0, 0], 'messages heard, frames seen, roots reached');
      await driver.press();
      await closed(driver);
    },
  },
  {
    name: 'nothing is asked of any server by opening, reading and closing',
    async check({ driver, server, assert }) {
      await driver.open(`${server.url}/story`);
      await pause(500);
      const before = [...server.requests];
      await driver.press();
      await opened(driver, 'Ferry');
      await pause(500);
      await driver.press();
      await closed(driver);
      assert.deepEqual(server.requests, before);
    },
  },
  {
    name: 'the record of requests sees what the extension would ask for, and its policy refuses all but pictures',
    async check({ driver, server }) {
      await driver.open(`${server.url}/story`);
      await driver.press();
      await opened(driver, 'Ferry');
      await driver.inReader(`(new Image().src = 'http://attack.invalid/planted.png', fetch('http://attack.invalid/fetched').catch(() => 1))`);
      await driver.inReader(`(navigator.sendBeacon?.('http://attack.invalid/beacon'), 1)`);
      await pause(300);
    },
    network(asked, server) {
      // Firefox asks over https first.
      const wrong = [...new Set(notAllowed(asked, server.url).map(({ url }) => url.replace(/^https?:/, '')))];
      if (wrong.join() !== '//attack.invalid/planted.png') throw new Error(`seen: ${JSON.stringify(wrong)}`);
    },
  },
];
