// Firefox with the extension installed, driven through geckodriver (plain WebDriver over HTTP); the button pressed is the
// real one, in the browser's own window.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { HEARD, LISTEN } from './network.mjs';
import { waitFor } from './waiting.mjs';

const KEYS = { Escape: '\uE00C', Tab: '\uE004', Enter: '\uE007' };
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function packed(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    return [path.slice(folder.length + 1), readFileSync(path)];
  });
  return Buffer.from(zipSync(Object.fromEntries(files), { level: 0 }));
}

/** Opens a browser. `dist` is the folder with firefox/ in it; `visible` shows it. */
export async function openFirefox({ dist, visible = false, size = [1280, 900], isUnpacked = false }) {
  const port = await freePort();
  // The browser's own port too: a fixed one would meet another run's.
  const service = spawn(
    process.env.GECKODRIVER || 'geckodriver',
    ['--port', port, '--websocket-port', await freePort(), '--allow-system-access', '--log', 'fatal'],
    { stdio: 'ignore', env: process.env.HOME ? process.env : { ...process.env, HOME: '/tmp' } },
  );
  const base = `http://127.0.0.1:${port}`;
  const stop = () => service.kill();
  process.once('exit', stop);
  let session = '';

  async function call(method, path, body) {
    const response = await fetch(`${base}${session}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(body ?? {}),
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  await waitFor('geckodriver', () => fetch(`${base}/status`).then((response) => response.ok), 20_000);
  const downloads = mkdtempSync(join(tmpdir(), 'verbatim-'));
  const options = {
    binary: process.env.FIREFOX || undefined,
    args: [...(visible ? [] : ['-headless']), `--width=${size[0]}`, `--height=${size[1]}`],
    prefs: {
      'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.alwaysOpenPanel': false,
      'browser.aboutwelcome.enabled': false,
      // Grants what an extension asks for, as a person who says yes.
      'extensions.webextOptionalPermissionPrompts': false, 'datareporting.policy.dataSubmissionEnabled': false,
    },
  };
  const created = await call('POST', '/session', { capabilities: { alwaysMatch: { 'moz:firefoxOptions': options } } });
  session = `/session/${created.sessionId}`;

  const script = (code, ...args) => call('POST', '/execute/sync', { script: code, args });
  const asyncScript = (code, ...args) => call('POST', '/execute/async', { script: code, args });
  async function inBrowser(work) {
    await call('POST', '/moz/context', { context: 'chrome' });
    try {
      return await work();
    } finally {
      await call('POST', '/moz/context', { context: 'content' });
    }
  }

  await inBrowser(() => script(LISTEN));
  const id = await call('POST', '/moz/addon/install', isUnpacked ? { path: join(dist, 'firefox'), temporary: true } : { addon: packed(join(dist, 'firefox')).toString('base64'), temporary: true });

  // What a click on the button runs; the button itself may stand in the bar or in the extensions panel.
  const PRESS = `
    const [id] = arguments;
    const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
    const extension = ExtensionParent.GlobalManager.extensionMap.get(id);
    const widget = extension.apiManager.global.browserActionFor(extension).widget;
    const node = widget.forWindow(window).node.querySelector(".unified-extensions-item-action-button");
    node.click();
    return true;`;
  const press = () => inBrowser(() => script(PRESS, id));

  // The reader's frame hangs in a closed shadow root: among the page's frames it is known by its address.
  const FIND = `
    const frames = gBrowser.selectedBrowser.browsingContext.children;
    return frames.map((one) => one.currentWindowGlobal?.documentURI.spec ?? "");`;
  const frames = () => inBrowser(() => script(FIND));
  const isReader = (address) => /^moz-extension:.*\/reader\.html/.test(address);

  async function withReader(work) {
    const at = (await frames()).findIndex(isReader);
    if (at < 0) return undefined;
    try {
      await call('POST', '/frame', { id: at });
      return await work();
    } catch (error) {
      if (/no such (window|frame)|browsing context|detached|unknown/i.test(error.message)) return undefined;
      throw error;
    } finally {
      await call('POST', '/frame', { id: null });
    }
  }

  const driver = {
    name: 'Firefox',
    id,
    downloads,
    open: (url) => call('POST', '/url', { url }),
    press,
    /** As fast as calls go, some milliseconds apart: the browser takes clicks in one turn for one. */
    async pressQuickly(times) {
      for (let at = 0; at < times; at += 1) await press();
    },
    evaluate: (code) => script(`return (${code});`),
    readerCount: async () => (await frames()).filter(isReader).length,
    inReader: (code) => withReader(() => asyncScript(`const done = arguments[0]; Promise.resolve(${code}).then(done, () => done(null));`)),
    loadInReader: (source) => withReader(() => script(`${source};return 1;`)),
    load: (source) => script(`${source};return 1;`),
    /** Shows the tab in another medium, or to a person who has asked for other things (media queries). */
    async emulate({ media, features = {} }) {
      const code = `
        const [media, features] = arguments;
        const context = gBrowser.selectedBrowser.browsingContext;
        if (media) context.mediumOverride = media;
        if (features["forced-colors"]) context.forcedColorsOverride = features["forced-colors"];
        if (features["prefers-reduced-motion"]) Services.prefs.setIntPref("ui.prefersReducedMotion", 1);
        return true;`;
      await inBrowser(() => script(code, media ?? null, features));
    },
    /** The browser's zoom. */
    magnify: (times) => inBrowser(() => script('gBrowser.selectedBrowser.browsingContext.fullZoom = arguments[0]; return true;', times)),
    /** Clicks where something stands just now, however busy the reader is; false if it is not there. The reader fills the window. */
    async clickAtOnce(selector) {
      const place = await driver.inReader(`(() => {
        const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
        return box?.width ? [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)] : null;
      })()`);
      if (!place) return false;
      const [x, y] = place;
      const actions = [{ type: 'pointerMove', x, y }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
      await call('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
      return true;
    },
    clickInReader: (selector) =>
      withReader(async () => {
        const found = await call('POST', '/element', { using: 'css selector', value: selector });
        await call('POST', `/element/${found[ELEMENT]}/click`);
        return true;
      }),
    key: (name) =>
      call('POST', '/actions', {
        actions: [{ type: 'key', id: 'keyboard', actions: [{ type: 'keyDown', value: KEYS[name] ?? name }, { type: 'keyUp', value: KEYS[name] ?? name }] }],
      }),
    async type(selector, text) {
      const found = await call('POST', '/element', { using: 'css selector', value: selector });
      await call('POST', `/element/${found[ELEMENT]}/value`, { text });
    },
    /** A page of the extension in the tab. */
    async openOwn(path) {
      const host = await inBrowser(() => script('return WebExtensionPolicy.getByID(arguments[0]).mozExtensionHostname;', id));
      await call('POST', '/url', { url: `moz-extension://${host}/${path}` });
    },
    async click(selector) {
      const found = await call('POST', '/element', { using: 'css selector', value: selector });
      await call('POST', `/element/${found[ELEMENT]}/click`);
    },
    /** The browser's own Back button. */
    back: () => inBrowser(() => script('BrowserCommands.back(); return true;')),
    historyLength: () => script('return history.length;'),
    async screenshot(path) {
      writeFileSync(path, Buffer.from(await call('GET', '/screenshot'), 'base64'));
    },
    async notice() {
      const own = await call('GET', '/window');
      const other = await waitFor('a notice', async () => (await call('GET', '/window/handles')).find((one) => one !== own));
      await call('POST', '/window', { handle: other });
      const text = await waitFor('its sentence', () =>
        script('return location.pathname.endsWith("/notice.html") && document.body.innerText.trim();'));
      await call('DELETE', '/window');
      await call('POST', '/window', { handle: own });
      return text;
    },
    /** What the extension's own update does to it. */
    async reloadExtension() {
      const code = `
        const done = arguments[arguments.length - 1];
        const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        AddonManager.getAddonByID(arguments[0]).then((addon) => addon.reload()).then(() => done(1), (error) => done(String(error)));`;
      await inBrowser(() => asyncScript(code, id));
    },
    setOffline: (on) => inBrowser(() => script('Services.io.offline = arguments[0]; return true;', on)),
    tabCount: async () => (await call('GET', '/window/handles')).length,
    async newTab() {
      const { handle } = await call('POST', '/window/new', { type: 'tab' });
      await call('POST', '/window', { handle });
    },
    async closeTab() {
      const [first] = await call('DELETE', '/window');
      await call('POST', '/window', { handle: first });
    },
    /** Goes to the tab that was opened so many ago: 0 is the first. */
    async goToTab(number) {
      const handles = await call('GET', '/window/handles');
      await call('POST', '/window', { handle: handles[number] });
    },
    /**
     * After everything dead was collected: counts, and the bytes that the page's and the extension's processes hold, as about:memory adds them up. What the system still shows as
     * a process's own is another thing: of 72 MB that it grew by in 400 openings 70 were free pages that nothing had asked back.
     */
    async alive() {
      const code = `
        const done = arguments[arguments.length - 1];
        (async () => {
          const dump = Cc["@mozilla.org/memory-reporter-manager;1"].getService(Ci.nsIMemoryReporterManager);
          for (let times = 0; times < 2; times += 1) await new Promise((resolve) => dump.minimizeMemoryUsage(resolve));
          Services.obs.notifyObservers(null, "child-mmu-request");
          await new Promise((resolve) => setTimeout(resolve, 1500));
          const info = await ChromeUtils.requestProcInfo();
          const windows = info.children.flatMap((child) => child.windows ?? []);
          const bytes = new Map();
          const add = (process, path, kind, units, amount) => {
            const isHeld = path === "heap-allocated" || (path.startsWith("explicit/") && kind === Ci.nsIMemoryReporter.KIND_NONHEAP);
            if (isHeld && units === Ci.nsIMemoryReporter.UNITS_BYTES) bytes.set(process, (bytes.get(process) ?? 0) + amount);
          };
          await new Promise((resolve) => dump.getReports((process, path, kind, units, amount) => add(process, path, kind, units, amount), null, resolve, null, false));
          const held = (type) => [...bytes].filter(([process]) => process.startsWith(type)).reduce((sum, [, amount]) => sum + amount, 0);
          return {
            frames: gBrowser.selectedBrowser.browsingContext.getAllBrowsingContextsInSubtree().length,
            windows: windows.filter(({ documentURI }) => /reader\\.html/.test(documentURI?.spec ?? "")).length,
            heap: held("web"), background: held("extension"),
          };
        })().then(done, (error) => done(String(error)));`;
      return inBrowser(() => asyncScript(code));
    },
    async stopBackground() {
      const code = `
        const done = arguments[arguments.length - 1];
        const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
        ExtensionParent.GlobalManager.extensionMap.get(arguments[0]).terminateBackground({ ignoreDevToolsAttached: true })
          .then(() => done(1), (error) => done(String(error)));`;
      return inBrowser(() => asyncScript(code, id));
    },
    /** Ends the browser; every request it made. */
    async close() {
      try {
        return JSON.parse(await inBrowser(() => script(HEARD)));
      } finally {
        await call('DELETE', '').catch(() => {});
        rmSync(downloads, { recursive: true, force: true });
        process.removeListener('exit', stop);
        stop();
      }
    },
  };
  return driver;
}
