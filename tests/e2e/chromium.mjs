// Chromium with the extension installed, driven through the DevTools protocol; the button pressed is the real one.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { launch } from 'puppeteer-core';
import { readLog } from './network.mjs';
import { pause, waitFor } from './waiting.mjs';

const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The browser's place: $CHROMIUM, or the usual names along the PATH. */
function executable() {
  const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : ['chromium', 'chromium-browser', 'google-chrome'];
  for (const name of names) {
    if (name.includes('/')) return name;
    const folder = process.env.PATH.split(delimiter).find((one) => existsSync(join(one, name)));
    if (folder) return join(folder, name);
  }
  throw new Error('no Chromium: set CHROMIUM to its place');
}

/** Opens a browser. `dist` is the folder with chrome/ in it; `visible` shows it; `size` is [width, height]; `flags` are Chromium's own. */
export async function openChromium({ dist, visible = false, size = [1280, 900], scale = 1, dark = false, language = 'en', flags = [] }) {
  const downloads = mkdtempSync(join(tmpdir(), 'verbatim-'));
  const log = join(mkdtempSync(join(tmpdir(), 'verbatim-')), 'network.json');
  const browser = await launch({
    executablePath: executable(),
    headless: !visible,
    pipe: true,
    // Where Linux finds the language of the interface.
    env: { ...process.env, LANGUAGE: language },
    enableExtensions: true,
    // Scroll bars take their room, as on a desktop.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    defaultViewport: visible ? null : { width: size[0], height: size[1], deviceScaleFactor: scale },
    args: [...asRoot, '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', `--log-net-log=${log}`, `--window-size=${size}`, `--lang=${language}`, ...flags],
  });
  const id = await browser.installExtension(join(dist, 'chrome'));
  let extension = (await browser.extensions()).get(id);
  // A press before the extension's worker has registered is lost, or comes before its permission.
  await waitFor('the background worker', async () =>
    (await browser.targets()).some((one) => one.type() === 'service_worker' && one.url().includes(id)));
  await pause(400);
  // The page that welcomes after an install.
  const welcome = await waitFor('the welcome', async () => (await browser.targets()).find((one) => one.url().endsWith('/welcome.html')));
  await (await welcome.asPage()).close();
  const whole = await browser.target().createCDPSession();
  await whole.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  const [page] = await browser.pages();
  const scheme = { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' };
  await page.emulateMediaFeatures([scheme]);
  let tab = page;

  const isReader = (frame) => /^chrome-extension:.*\/reader\.html/.test(frame.url());
  const readers = () => tab.frames().filter(isReader);

  const driver = {
    name: 'Chromium',
    browser,
    id,
    page: () => tab,
    open: (url) => tab.goto(url, { waitUntil: 'load' }),
    press: () => tab.triggerExtensionAction(extension),
    pressQuickly: (times) => Promise.all(Array.from({ length: times }, () => tab.triggerExtensionAction(extension))),
    evaluate: (code) => tab.evaluate(code),
    readerCount: async () => readers().length,
    /** The value of an expression in the open reader; undefined while there is none. */
    async inReader(code) {
      const [frame] = readers();
      try {
        return await frame?.evaluate(code);
      } catch {
        return undefined;
      }
    },
    /** Works on the reader's frame itself. */
    inFrame: (work) => work(readers()[0]),
    /** Presses what stands in the reader, once it has come to rest: a press at where it stood while the text was gliding hits something else. */
    clickInReader: async (selector) => {
      await readers()[0].waitForSelector(selector, { visible: true });
      await readers()[0].locator(selector).setTimeout(20_000).click();
    },
    /** Clicks where something stands just now, however busy the reader is; false if it is not there. The reader fills the window. */
    async clickAtOnce(selector) {
      const place = await this.inReader(`(() => {
        const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
        return box?.width ? [box.x + box.width / 2, box.y + box.height / 2] : null;
      })()`);
      if (place) await tab.mouse.click(...place);
      return Boolean(place);
    },
    click: (selector) => tab.click(selector),
    /** Runs a script in the reader, or in the tab. */
    loadInReader: async (source) => (await readers()[0].evaluate(`${source};1`)) === 1,
    load: (source) => tab.evaluate(`${source};1`),
    /** Shows the reader in another medium, or to a person who has asked for other things (media queries). */
    emulate: ({ media, features = {} }) =>
      readers()[0].client.send('Emulation.setEmulatedMedia', { media, features: Object.entries(features).map(([name, value]) => ({ name, value })) }),
    /** As the browser's zoom does: fewer of the page's pixels fit into the window. */
    magnify: (times) => tab.setViewport({ width: size[0] / times, height: 1024 / times }),
    key: (name) => tab.keyboard.press(name),
    type: async (selector, text) => {
      await tab.click(selector);
      await tab.keyboard.type(text);
    },
    back: () => tab.evaluate('history.back()'),
    historyLength: () => tab.evaluate('history.length'),
    screenshot: (path) => tab.screenshot({ path }),
    /** The sentence of the tab that says why a page cannot be read. */
    async notice() {
      const target = await waitFor('a notice', async () =>
        (await browser.targets()).find((one) => one.url().includes('/notice.html')));
      const noticePage = await target.asPage();
      const text = await waitFor('its sentence', () => noticePage.evaluate('document.body.innerText.trim()'));
      await noticePage.close();
      return text;
    },
    async stopBackground() {
      const client = await browser.target().createCDPSession();
      const { targetInfos } = await client.send('Target.getTargets');
      const workers = targetInfos.filter((info) => info.type === 'service_worker' && info.url.includes(id));
      for (const { targetId } of workers) await client.send('Target.closeTarget', { targetId });
      await waitFor('the worker to stop', async () =>
        !(await browser.targets()).some((one) => one.type() === 'service_worker' && one.url().includes(id)));
      return workers.length;
    },
    /** A page of the extension in a tab of its own. */
    async openOwn(path) {
      await tab.goto(`chrome-extension://${id}/${path}`);
    },
    /** Runs in the background. */
    async inBackground(code) {
      const target = (await browser.targets()).find((one) => one.type() === 'service_worker' && one.url().includes(id));
      return (await target.worker()).evaluate(code);
    },
    /** What the extension's own update does to it. */
    async reloadExtension() {
      await browser.installExtension(join(dist, 'chrome'));
      await pause(600);
      await waitFor('the new background worker', async () => (await browser.targets()).some((one) => one.type() === 'service_worker' && one.url().includes(id)));
      extension = (await browser.extensions()).get(id);
      await pause(500);
    },
    async setOffline(on) {
      await tab.setOfflineMode(on);
    },
    tabCount: async () => (await browser.pages()).length,
    async closeTab() {
      await tab.close();
      tab = page;
    },
    /** Goes to the tab that was opened so many ago: 0 is the first. */
    async goToTab(number) {
      tab = (await browser.pages())[number];
      await tab.bringToFront();
    },
    /** Counts of what lives in the tab, after everything dead was collected; bytes of the heap. */
    async alive() {
      const client = await tab.createCDPSession();
      await client.send('Performance.enable');
      for (let times = 0; times < 3; times += 1) await client.send('HeapProfiler.collectGarbage');
      const { metrics } = await client.send('Performance.getMetrics');
      const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
      const worker = await (await browser.targets()).find((one) => one.type() === 'service_worker' && one.url().includes(id))?.createCDPSession();
      await worker?.send('HeapProfiler.collectGarbage');
      const background = (await worker?.send('Runtime.getHeapUsage'))?.usedSize ?? 0;
      await client.detach();
      await worker?.detach();
      return { nodes: of.Nodes, documents: of.Documents, frames: of.Frames, listeners: of.JSEventListeners, heap: of.JSHeapUsedSize, background, targets: (await browser.targets()).length };
    },
    async newTab() {
      tab = await browser.newPage();
      await tab.emulateMediaFeatures([scheme]);
    },
    downloads,
    /** Ends the browser; every request it made. */
    async close() {
      await browser.close();
      try {
        return readLog(log);
      } finally {
        for (const folder of [downloads, dirname(log)]) rmSync(folder, { recursive: true, force: true });
      }
    },
  };
  return driver;
}
