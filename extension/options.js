// The options page: how the reader looks, which sites open by themselves, and what is kept.

import { fillIn, loadMessages, message } from "./messages.js";
import { button, element } from "./reader/dom.js";
import { Preferences, store } from "./reader/settings.js";
import { settingsForm } from "./reader/settings-panel.js";
import { addSite, removeSite, siteOf, sites } from "./reader/sites.js";

const preferences = new Preferences();
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const field = /** @type {HTMLInputElement} */ (find("site"));

function showLook() {
  find("look").replaceChildren(...settingsForm(preferences, showLook));
}

async function showSites() {
  const items = (await sites()).map((site) => {
    const off = button({ class: "action", "aria-label": message("siteRemoveNamed", site) }, async () => {
      await removeSite(site);
      await showSites();
      field.focus();
    }, message("siteRemove"));
    return element("li", { data: { site } }, element("bdi", { text: site }), off);
  });
  find("sites").replaceChildren(...items);
}

find("add").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!event.isTrusted) return;
  const site = siteOf(field.value);
  if (!site) {
    find("problem").textContent = message("siteWrong");
    return;
  }
  // The browser asks only right after a press: nothing may be waited for before.
  const granted = await addSite(site).catch(() => false);
  find("problem").textContent = granted ? message("siteAdded", site) : message("siteRefused", site);
  if (granted) field.value = "";
  await showSites();
});

find("forget").addEventListener("click", async (event) => {
  if (!event.isTrusted) return;
  await store.set("places", []);
  await store.set("putBack", {});
  find("forgotten").textContent = message("forgotten");
});

await loadMessages();
await preferences.load();
fillIn(document);
document.title = message("optionsTitle");
field.value = siteOf(new URLSearchParams(location.search).get("site") ?? "") ?? "";
showLook();
await showSites();
if (field.value) field.focus();
