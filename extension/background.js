// Answers the toolbar button and its key: puts the capture and the overlay into the tab, and says so plainly where a page
// cannot be read. Keeps nothing: the browser may stop this script at any time.

(() => {
  const api = globalThis.browser ?? globalThis.chrome;

  /** In ms. */
  const RETRY_AFTER = 120;
  const STORES = ["chromewebstore.google.com", "chrome.google.com/webstore", "addons.mozilla.org"];
  const BROWSER_PAGES = /^(about|brave|chrome|chrome-extension|chrome-search|devtools|edge|moz-extension|opera|resource|view-source|vivaldi):/;

  /** Why a tab's page could not be read, as notice.html names it, judged by its address; the address may be unknown. */
  function whyNot(address) {
    if (address === "" || BROWSER_PAGES.test(address)) return "browserPage";
    const rest = address.replace(/^https?:\/\/(www\.)?/, "");
    if (STORES.some((store) => rest === store || rest.startsWith(`${store}/`))) return "store";
    if (/\.pdf([?#]|$)/i.test(address)) return "pdf";
    if (address.startsWith("file:")) return "file";
    return "closed";
  }

  /** Shows a sentence in a tab beside the one it is about. */
  function explain(tab, why) {
    const url = api.runtime.getURL(`notice.html?why=${encodeURIComponent(why)}`);
    // The tab may be gone by now.
    return api.tabs.create({ url, index: tab.index + 1, openerTabId: tab.id }).catch(() => {});
  }

  /** Whether a tab still shows the page on which the button was pressed. */
  async function isThere(tab) {
    const now = await api.tabs.get(tab.id).catch(() => undefined);
    return now !== undefined && now.url === tab.url;
  }

  const inject = (tab) =>
    api.scripting.executeScript({ target: { tabId: tab.id }, files: ["capture.js", "content.js"] });

  async function press(tab) {
    if (BROWSER_PAGES.test(tab.url ?? "")) return explain(tab, "browserPage");
    let results;
    try {
      results = await inject(tab);
    } catch {
      try {
        // The press's permission can reach the page's process a moment after the script does.
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
        results = await inject(tab);
      } catch {
        return (await isThere(tab)) ? explain(tab, whyNot(tab.url ?? "")) : undefined;
      }
    }
    // Firefox reports what a script threw beside the result, Chromium gives none.
    const why = results?.[0]?.result;
    return typeof why === "string" ? explain(tab, why) : undefined;
  }

  api.action.onClicked.addListener((tab) => {
    press(tab);
  });

  /** How many quotes the open reader shows, on the button of its tab. */
  function count(tabId, quotes) {
    const text = Number.isInteger(quotes) && quotes > 0 ? String(Math.min(quotes, 999)) : "";
    // The tab may be gone by now.
    api.action.setBadgeBackgroundColor({ tabId, color: "#23395b" }).catch(() => {});
    api.action.setBadgeText({ tabId, text }).catch(() => {});
  }

  function openOptions(site, tab) {
    const query = /^[a-z0-9.-]+$/i.test(site ?? "") ? `?site=${encodeURIComponent(site)}` : "";
    api.tabs.create({ url: api.runtime.getURL(`options.html${query}`), index: tab.index + 1, openerTabId: tab.id });
  }

  /** The scripts of a site that opens by itself; the same as in reader/sites.js. */
  const scriptsFor = (site) => ({
    id: `auto ${site}`, matches: [`*://${site}/*`], js: ["auto.js", "capture.js", "content.js"], runAt: "document_idle",
  });

  api.runtime.onInstalled.addListener(async ({ reason, temporary }) => {
    if (reason === "install" && !temporary) api.tabs.create({ url: api.runtime.getURL("welcome.html") });
    if (reason !== "update") return;
    // An update takes such scripts away.
    const { sites } = await api.storage.local.get("sites").catch(() => ({ sites: [] }));
    for (const site of Array.isArray(sites) ? sites : []) {
      if (typeof site === "string") await api.scripting.registerContentScripts([scriptsFor(site)]).catch(() => {});
    }
  });

  /**
   * The name of the frame that our content script has just made in a tab: one a tab, used up when the frame asks. Kept where a stop of
   * this script does not reach, and changed one at a time.
   */
  const place = (tabId) => `frame ${tabId}`;
  /** @type {Promise<any>} */
  let turn = Promise.resolve();
  const inTurn = (work) => (turn = turn.then(work).catch(() => false));

  const expect = (tabId, token) => inTurn(() => api.storage.session.set({ [place(tabId)]: token }).then(() => true));
  const isExpected = (tabId, token) =>
    inTurn(async () => {
      const kept = await api.storage.session.get(place(tabId));
      if (typeof token !== "string" || kept[place(tabId)] !== token) return false;
      await api.storage.session.remove(place(tabId));
      return true;
    });
  api.tabs.onRemoved.addListener((tabId) => {
    inTurn(() => api.storage.session.remove(place(tabId)));
  });

  /** What a content script of ours says, in a tab's own document. */
  function hearPage({ type, token }, { tab }, respond) {
    if (type === "opening") expect(tab.id, token).then(respond);
    else if (type === "noFrame") explain(tab, "noFrame");
    else if (type === "closed") count(tab.id, 0);
    return type === "opening";
  }

  /** Answers whether a frame is ours; to one that asks early the content script need not wait until all of it has loaded. */
  async function recognise(tabId, token, early, respond) {
    const isOurs = await isExpected(tabId, token);
    respond(isOurs);
    // The page may be gone by now.
    if (isOurs && early === true) api.tabs.sendMessage(tabId, { type: "frame", token }, { frameId: 0 }).catch(() => {});
  }

  /** What the reader says, in a frame of that document. */
  function hearReader({ type, token, early, quotes, site }, { tab }, respond) {
    if (type === "is-ours") recognise(tab.id, token, early, respond);
    else if (type === "opened") count(tab.id, quotes);
    else if (type === "options") openOptions(site, tab);
    return type === "is-ours";
  }

  // Whatever is returned as true is answered later.
  api.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id !== api.runtime.id || !sender.tab || message === null || typeof message !== "object") return false;
    const isReader = sender.frameId !== 0 && /^[a-z]+-extension:\/\/[^/]+\/reader\.html$/.test(sender.url ?? "");
    if (isReader) return hearReader(message, sender, respond);
    return sender.frameId === 0 && hearPage(message, sender, respond);
  });
})();
