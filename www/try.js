// The reader on a page of its own: reads HTML that is dropped, chosen, pasted, or bundled. The HTML is parsed into a document
// that runs no script and loads nothing, and goes the way of every page: capture, core, reader.

import init from "./verbatim.js";
import { fillIn, loadMessages, message } from "./messages.js";
import { Pace } from "./pace.js";
import { isLarge, readingOf } from "./reading.js";
import { doneWaiting, endReading, showNotice, showReading, showWaiting } from "./view.js";

const root = document.getElementById("reading");
const choose = document.getElementById("choose");
const closeButton = document.getElementById("close");
const problem = document.getElementById("problem");

function showChoice() {
  root.hidden = closeButton.hidden = true;
  choose.hidden = false;
  endReading();
  root.replaceChildren();
  document.title = message("tryTitle");
}

/** Reads a page's HTML; `address` is where it came from, if that is known. */
async function readPage(html, address = "") {
  choose.hidden = true;
  root.hidden = closeButton.hidden = false;
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    leave();
  };
  const waiting = setTimeout(() => showWaiting(root, stop), 400);
  const pace = new Pace({ signal: stopping.signal, say: (progress) => showWaiting(root, stop, progress) });
  try {
    await module;
    const page = new DOMParser().parseFromString(html, "text/html");
    const { numbers, strings, isCut } = globalThis.verbatimCapture(page);
    const base = page.querySelector("base[href]")?.getAttribute("href") ?? "";
    const resolved = URL.canParse(base, address || undefined) ? new URL(base, address || undefined).href : address;
    if (isLarge({ numbers })) await pace.rest({ text: "waiting" });
    const reading = await pace.run(readingOf({ numbers, strings, url: address, base: resolved }));
    await showReading(root, reading, { close: leave, url: address, isCut, pace });
  } catch (error) {
    if (stopping.signal.aborted) return doneWaiting();
    console.error(error);
    showNotice(root, "failed", [
      { text: "retry", act: () => readPage(html, address) },
      { text: "backToPage", act: leave },
    ]);
  } finally {
    clearTimeout(waiting);
  }
  scrollTo(0, 0);
  root.focus({ preventScroll: true });
  if (history.state !== "reading") history.pushState("reading", "");
}

function leave() {
  if (history.state === "reading") history.back();
  else showChoice();
}

async function readFile(file) {
  problem.textContent = "";
  try {
    await readPage(decode(await file.arrayBuffer()));
  } catch {
    showChoice();
    problem.textContent = message("tryUnread");
  }
}

/** A saved page's bytes as text: in the encoding it names, else UTF-8, else what old pages are in. */
function decode(bytes) {
  const start = new TextDecoder("latin1").decode(bytes.slice(0, 1024));
  const named = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1];
  for (const name of [named, "utf-8"]) {
    try {
      if (name) return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding, or none of that name: the next one.
    }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

function listen() {
  const chooser = /** @type {HTMLInputElement} */ (document.getElementById("file"));
  chooser.addEventListener("change", () => {
    const [file] = chooser.files;
    if (file) readFile(file);
    chooser.value = "";
  });
  document.getElementById("pasted").addEventListener("submit", (event) => {
    event.preventDefault();
    const html = /** @type {HTMLTextAreaElement} */ (document.getElementById("source")).value;
    if (html.trim()) readPage(html);
  });
  for (const link of choose.querySelectorAll("[data-sample]")) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const response = await fetch(link.getAttribute("href"));
      readPage(await response.text(), response.url);
    });
  }
  document.body.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.body.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  document.body.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const [file] = event.dataTransfer.files;
    const html = event.dataTransfer.getData("text/html") || event.dataTransfer.getData("text/plain");
    if (file) readFile(file);
    else if (html) readPage(html);
  });
  document.addEventListener("paste", (event) => {
    if (choose.hidden || event.target instanceof HTMLTextAreaElement) return;
    const html = event.clipboardData.getData("text/html") || event.clipboardData.getData("text/plain");
    if (html.trim()) readPage(html);
  });
  closeButton.addEventListener("click", leave);
  addEventListener("popstate", showChoice);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && choose.hidden) leave();
  });
}

const module = init();
module.catch(() => {});
await loadMessages(".");
fillIn(document);
listen();
showChoice();
