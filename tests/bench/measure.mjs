// What is measured on one page, and where: the page stands in a frame, its capture and both libraries run in the frame's
// own world; the core and the rendering run in the page around it, as they do in the extension's reader.

const TIMEOUT = 60_000;

/** Times the module's start five times in fresh documents: fetch from this machine, compile, instantiate. Milliseconds. */
export async function moduleStart(page, origin) {
  const times = [];
  for (let turn = 0; turn < 5; turn += 1) {
    await page.goto(`${origin}/reader`);
    times.push(await page.evaluate(startModule));
  }
  return times.sort((a, b) => a - b)[2];
}

/**
 * Opens page `index` and measures it `rounds` times. Returns `{ nodes, words, times }`, `times` holding per tool one number of
 * milliseconds a round: walk (a bare walk over all nodes, the floor), capture, core, render, readability, defuddle.
 */
export async function measurePage(page, origin, index, rounds) {
  await page.goto(`${origin}/reader`);
  await page.evaluate(startModule);
  const handle = await page.$('#page');
  await handle.evaluate(openFrame, `${origin}/page/${index}`, TIMEOUT);
  const frame = await handle.contentFrame();
  for (const script of ['capture', 'readability', 'defuddle']) {
    // Typed in, as an extension's content script is: the page's policy has no say.
    await frame.evaluate(`${await sourceOf(page, `${origin}/${script}.js`)}\n;undefined`);
  }
  const times = { walk: [], capture: [], core: [], render: [], readability: [], defuddle: [] };
  const tools = ['walk', 'verbatim', 'readability', 'defuddle'];
  let words = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < tools.length; turn += 1) {
      const tool = tools[(turn + round) % tools.length];
      if (tool === 'verbatim') {
        times.capture.push(await within(frame.evaluate(timeCapture)));
        const read = await within(page.evaluate(timeReading));
        times.core.push(read.core);
        times.render.push(read.render);
        words = read.words;
      } else {
        times[tool].push(await within(frame.evaluate(OTHERS[tool])));
      }
    }
  }
  return { nodes: await frame.evaluate(countNodes), words, times };
}

const sources = new Map();
async function sourceOf(page, address) {
  if (!sources.has(address)) sources.set(address, await page.evaluate(async (at) => (await fetch(at)).text(), address));
  return sources.get(address);
}

function within(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${TIMEOUT / 1000} s`)), TIMEOUT);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/* What follows runs in the browser. */

async function startModule() {
  const begun = performance.now();
  const verbatim = await import('/verbatim.js');
  await verbatim.default({ module_or_path: '/verbatim_bg.wasm' });
  globalThis.verbatim = verbatim;
  return performance.now() - begun;
}

function openFrame(frame, address, timeout) {
  return new Promise((opened, failed) => {
    const timer = setTimeout(() => failed(new Error('did not load')), timeout);
    frame.addEventListener('load', () => {
      clearTimeout(timer);
      if (frame.contentDocument) opened();
      else failed(new Error('left this machine'));
    }, { once: true });
    frame.src = address;
  });
}

function timeCapture() {
  const begun = performance.now();
  globalThis.captured = globalThis.verbatimCapture(document);
  return performance.now() - begun;
}

function timeReading() {
  const { numbers, strings, url, base } = document.getElementById('page').contentWindow.captured;
  const place = document.getElementById('reading');
  place.replaceChildren();
  const begun = performance.now();
  const reading = globalThis.verbatim.read(Uint32Array.from(numbers), strings, url, base);
  const read = performance.now();
  reading.render(place);
  const rendered = performance.now();
  const { words } = reading.summary();
  reading.free();
  return { core: read - begun, render: rendered - read, words };
}

function countNodes() {
  return document.evaluate('count(//node())', document, null, XPathResult.NUMBER_TYPE).numberValue;
}

const OTHERS = {
  walk: () => {
    const begun = performance.now();
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
    let count = 0;
    while (walker.nextNode()) count += 1;
    globalThis.walked = count;
    return performance.now() - begun;
  },
  readability: () => {
    const begun = performance.now();
    // parse() takes the document apart: a reader mode that leaves the page alone must copy it first.
    globalThis.article = new globalThis.Readability(document.cloneNode(true)).parse();
    return performance.now() - begun;
  },
  defuddle: () => {
    const begun = performance.now();
    globalThis.article = new globalThis.Defuddle(document, { url: document.URL }).parse();
    return performance.now() - begun;
  },
};
