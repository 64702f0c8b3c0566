// Every request that a browser makes, of whatever kind and whoever asks: pages, frames, workers, the browser itself. Chromium writes
// them down itself (its network log); in Firefox its own window listens to all channels.

import { readFileSync } from 'node:fs';

/** @typedef {{ url: string, by: string, isPage: boolean }} Asked an address; the origin whose code or markup asked, empty for the browser itself; whether it is a tab that goes there */

/** What stands in Chromium's log. @returns {Asked[]} */
export function readLog(path) {
  const text = readFileSync(path, 'utf8').trimEnd();
  let log;
  try {
    log = JSON.parse(text);
  } catch {
    // A browser that was ended has not closed its log.
    log = JSON.parse(`${text.replace(/,$/, '')}]}`);
  }
  const begins = log.constants.logEventTypes.URL_REQUEST_START_JOB;
  const asked = log.events.filter(({ type, params }) => type === begins && params?.url).map(({ params }) => params);
  return asked.map(({ url, initiator, request_type: type }) => ({
    url,
    by: initiator === 'not an origin' ? '' : initiator,
    isPage: type === 'main frame',
  }));
}

/** To be run in Firefox's own window: begins to listen. */
export const LISTEN = `
  const asked = (window.askedByAnyone = []);
  const observer = {
    observe(channel) {
      const { loadInfo, URI } = channel.QueryInterface(Ci.nsIHttpChannel);
      const { triggeringPrincipal: by, externalContentPolicyType: type } = loadInfo;
      asked.push({ url: URI.spec, by: by.isSystemPrincipal ? "" : by.originNoSuffix, isPage: type === Ci.nsIContentPolicy.TYPE_DOCUMENT });
    },
  };
  window.verbatimObserver = observer;
  Services.obs.addObserver(observer, "http-on-modify-request");
  return true;`;

/** To be run there at the end: everything since. */
export const HEARD = `return JSON.stringify(window.askedByAnyone);`;

/**
 * What an extension may not have asked for: anything but the pictures of the article, and the page behind a link that was pressed; and
 * what a page asked of any place but the tests' own server. The browser's own errands are nobody's.
 *
 * @param {Asked[]} asked
 * @param {string} server its address
 */
export function notAllowed(asked, server) {
  const isOurs = (/** @type {string} */ by) => /^(chrome|moz)-extension:/.test(by);
  const near = asked.filter(({ url, by, isPage }) => url.startsWith(`${server}/`) && isOurs(by) && !isPage && !/\.(svg|png|jpe?g|webp|avif|gif)(\?|$)/.test(url));
  return [...elsewhere(asked, server), ...near];
}

/** What anyone but the browser itself asked of any place but the tests' own server. @param {Asked[]} asked @param {string} server */
export const elsewhere = (asked, server) => asked.filter(({ url, by }) => /^(https?|wss?|ftp):/.test(url) && by !== '' && !url.startsWith(`${server}/`));
