// Sites that open in the reader by themselves: off for all, asked for one by one, with the browser's own question; what was granted
// is given back when a site is taken off the list.

import { store } from "./settings.js";

const api = globalThis.browser ?? globalThis.chrome;
const KEY = "sites";

/** A site's name as it is kept; null for what is none. @param {string} text */
export function siteOf(text) {
  const given = text.trim().toLowerCase();
  try {
    const { hostname, protocol } = new URL(/^https?:\/\//.test(given) ? given : `https://${given}`);
    return /^https?:$/.test(protocol) && /^[a-z0-9.-]+$/.test(hostname) ? hostname : null;
  } catch {
    return null;
  }
}

const origins = (/** @type {string} */ site) => [`*://${site}/*`];
const id = (/** @type {string} */ site) => `auto ${site}`;

/** The sites, in order of their names; those whose permission was taken away elsewhere are off. */
export async function sites() {
  const kept = await store.get(KEY);
  const named = Array.isArray(kept) ? kept.filter((one) => typeof one === "string" && siteOf(one) === one) : [];
  const granted = await Promise.all(named.map((site) => api.permissions.contains({ origins: origins(site) })));
  return named.filter((_, at) => granted[at]).sort();
}

/** Asks for a site and switches it on; whether it was granted. Must be called from a press. @param {string} site */
export async function addSite(site) {
  if (!(await api.permissions.request({ origins: origins(site) }))) return false;
  await api.scripting.unregisterContentScripts({ ids: [id(site)] }).catch(() => {});
  await api.scripting.registerContentScripts([{ id: id(site), matches: origins(site), js: ["auto.js", "capture.js", "content.js"], runAt: "document_idle" }]);
  await store.set(KEY, [...new Set([...(await sites()), site])]);
  return true;
}

/** Switches a site off and gives its permission back. @param {string} site */
export async function removeSite(site) {
  await store.set(KEY, (await sites()).filter((one) => one !== site));
  await api.scripting.unregisterContentScripts({ ids: [id(site)] }).catch(() => {});
  await api.permissions.remove({ origins: origins(site) });
}
