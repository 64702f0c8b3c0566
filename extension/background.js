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
    return api.tabs.create({ url, index: tab.index + 1, openerTabId: tab.id });
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
        return explain(tab, whyNot(tab.url ?? ""));
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
    const { sites } = await api.storage.local.get("sites");
    for (const site of Array.isArray(sites) ? sites : []) {
      if (typeof site === "string") await api.scripting.registerContentScripts([scriptsFor(site)]).catch(() => {});
    }
  });

  /** The names of frames that our content scripts have just made, each with its tab. Used up when the frame asks. */
  const expected = new Map();

  api.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id !== api.runtime.id || !sender.tab) return;
    switch (message?.type) {
      case "opening":
        expected.set(message.token, sender.tab.id);
        respond(true);
        break;
      case "is-ours": {
        const isOurs = expected.get(message.token) === sender.tab.id;
        respond(isOurs);
        expected.delete(message.token);
        // The content script need not wait until all of the frame has loaded.
        if (isOurs && message.early) api.tabs.sendMessage(sender.tab.id, { type: "frame", token: message.token }, { frameId: 0 }).catch(() => {});
        break;
      }
      case "noFrame":
        explain(sender.tab, "noFrame");
        break;
      case "opened":
        count(sender.tab.id, message.quotes);
        break;
      case "closed":
        count(sender.tab.id, 0);
        break;
      case "options":
        openOptions(message.site, sender.tab);
        break;
      default:
    }
  });
})();
