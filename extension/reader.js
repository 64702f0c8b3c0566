// The reader page inside its frame: is given the page by the content script that made it, reads it, shows it, and closes.

import init from "./verbatim.js";
import { loadMessages, fillIn } from "./messages.js";
import { Pace } from "./pace.js";
import { isLarge, readingOf } from "./reading.js";
import { isArticle, showNotice, showReading, showWaiting } from "./view.js";

const api = globalThis.browser ?? globalThis.chrome;
const root = document.getElementById("reading");
const closeButton = document.getElementById("close");

/** How long the module may take to load before it is said that the page is being read, in ms. */
const LOADING = 400;

let port;
/** The length of the browser's history just after our entry was added. */
let entryLength = 0;

const ask = () => port?.postMessage({ type: "close" });

/** Adds a history entry of this frame, so that the browser's Back closes the reader instead of leaving the page. */
function enter() {
  if (history.state !== "reading") history.pushState("reading", "");
  entryLength = history.length;
  port.postMessage({ type: "entered" });
}

/**
 * Browsers skip, when going back, entries that were added without the person having done anything. The press of the button
 * counts in some and not in others: without it, the first key or click in the reader adds the entry.
 */
function enterWhenActive(isUsed) {
  if (isUsed || navigator.userActivation?.hasBeenActive) return enter();
  const once = (event) => {
    if (!event.isTrusted || event.key === "Escape") return;
    removeEventListener("pointerdown", once, true);
    removeEventListener("keydown", once, true);
    enter();
  };
  addEventListener("pointerdown", once, true);
  addEventListener("keydown", once, true);
}

/** Goes back over our entry if it is the last one; the page may have added its own meanwhile. */
function goBack() {
  if (history.state === "reading" && history.length === entryLength) history.back();
  else port.postMessage({ type: "left" });
}

function listen() {
  addEventListener("popstate", () => port?.postMessage({ type: "left" }));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.isTrusted && !event.defaultPrevented) ask();
  });
  closeButton.addEventListener("click", (event) => {
    if (event.isTrusted) ask();
  });
}

function failed(error) {
  console.error(error);
  showNotice(root, "failed", [
    { text: "retry", act: () => location.reload() },
    { text: "backToPage", act: ask },
  ]);
}

/** Puts the number of quotes on the button. */
const tell = (/** @type {number} */ quotes) => {
  api.runtime.sendMessage({ type: "opened", quotes }).catch(() => {});
};

async function show({ snapshot, isAuto }, module) {
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    ask();
  };
  const pace = new Pace({ signal: stopping.signal, say: (progress) => showWaiting(root, stop, progress) });
  const waiting = setTimeout(() => showWaiting(root, stop), LOADING);
  try {
    await module;
    if (isLarge(snapshot)) await pace.rest({ text: "waiting" });
    const reading = await pace.run(readingOf(snapshot));
    if (isAuto && !isArticle(reading.summary())) return ask();
    const options = (/** @type {string} */ site) => api.runtime.sendMessage({ type: "options", site });
    await showReading(root, reading, { close: ask, url: snapshot.url, drawn: tell, options, pace });
  } catch (error) {
    if (stopping.signal.aborted) return;
    failed(error);
  } finally {
    clearTimeout(waiting);
  }
  port.postMessage({ type: "shown" });
  root.focus({ preventScroll: true });
}

/** Whether a name is one that our content script gave; asked again if the browser stopped the background before it had answered. */
async function isOurs(/** @type {string} */ token) {
  const ask = () => api.runtime.sendMessage({ type: "is-ours", token });
  return ask().catch(() => ask()).catch(() => false);
}

/**
 * Waits for the content script that made this frame and named it; resolves to its message with the page it took down. Anyone may put the frame
 * somewhere and speak to it, but only our script's names are known to the background, and each only once: for all others
 * the frame stays empty.
 */
function connected() {
  return new Promise((resolve) => {
    addEventListener("message", async ({ data, source, ports: [incoming] }) => {
      if (port || !incoming || source !== window.parent || window.name === "" || data?.token !== window.name) return;
      if (port || !(await isOurs(window.name))) return;
      port = incoming;
      port.onmessage = ({ data: message }) => {
        if (message.type === "snapshot") resolve(message);
        else if (message.type === "go-back") goBack();
      };
      port.postMessage({ type: "ready" });
    });
  });
}

async function main() {
  if (window.top === window) {
    fillIn(document);
    return showNotice(root, "direct", []);
  }
  // Loaded while the page is on its way. A failure is told when its turn comes.
  const module = init();
  module.catch(() => {});
  const opening = await connected();
  await loadMessages();
  fillIn(document);
  closeButton.hidden = false;
  listen();
  enterWhenActive(opening.isUsed);
  await show(opening, module);
}

main();
