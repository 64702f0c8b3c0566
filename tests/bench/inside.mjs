// What is measured, as functions that run in the browser: those of `PAGE` in the page's own frame, those of `READER` in the page around
// it, as the extension's reader has a frame of its own. Each is sent over as text: none may name anything outside itself.

export const PAGE = {
  capture: () => {
    const begun = performance.now();
    globalThis.captured = globalThis.verbatimCapture(document);
    return performance.now() - begun;
  },
  /** A bare walk over all nodes, nothing read. */
  walk: () => {
    const begun = performance.now();
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
    let count = 0;
    while (walker.nextNode()) count += 1;
    globalThis.walked = count;
    return performance.now() - begun;
  },
  /** The floor: a TreeWalker that reads of each node what the capture must know of it, and keeps only sums. */
  floor: (attributes) => {
    const begun = performance.now();
    const read = new Set(attributes);
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    let sum = 0;
    for (let node = walker.root; node; node = walker.nextNode()) {
      if (node.nodeType === 3) {
        sum += node.data.length;
        continue;
      }
      if (node.nodeType !== 1) continue;
      const name = node.localName;
      sum += name.length;
      for (const attribute of node.getAttributeNames()) if (read.has(attribute)) sum += node.getAttribute(attribute).length;
      if (node.checkVisibility({ visibilityProperty: true })) sum += 1;
      if (name === 'img') sum += node.naturalWidth + node.naturalHeight + node.currentSrc.length;
    }
    globalThis.walked = sum;
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
  countNodes: () => document.evaluate('count(//node())', document, null, XPathResult.NUMBER_TYPE).numberValue,
};

export const READER = {
  /** Loads a build's module as `globalThis.modules[name]`; milliseconds: fetched from this machine, compiled, instantiated. */
  startModule: async (name) => {
    const begun = performance.now();
    const module = await import(`/${name}/verbatim.js`);
    const { memory } = await module.default({ module_or_path: `/${name}/verbatim_bg.wasm` });
    globalThis.modules ??= {};
    globalThis.modules[name] = { ...module, memory };
    return performance.now() - begun;
  },
  openFrame: (address, timeout) =>
    new Promise((opened, failed) => {
      const frame = document.getElementById('page');
      const timer = setTimeout(() => failed(new Error('did not load')), timeout);
      frame.addEventListener('load', () => {
        clearTimeout(timer);
        if (frame.contentDocument) opened();
        else failed(new Error('left this machine'));
      }, { once: true });
      frame.src = address;
    }),
  /** Reads and draws what was captured, by stage; milliseconds, the memory it took, and what was read. */
  read: (name) => {
    const { begin, memory } = globalThis.modules[name];
    const page = document.getElementById('page').contentWindow.captured;
    const place = document.getElementById('reading');
    place.replaceChildren();
    const before = memory.buffer.byteLength;
    const times = {};
    let last = performance.now();
    const lap = (stage) => {
      const now = performance.now();
      times[stage] = (times[stage] ?? 0) + now - last;
      last = performance.now();
    };
    const { numbers, strings, url, base } = structuredClone({ ...page, numbers: Uint32Array.from(page.numbers) });
    lap('transfer');
    const work = begin(numbers, strings, url, base);
    lap('build');
    for (let step = work.step(); step; step = work.step()) {
      last = performance.now();
      work.advance();
      lap(step);
    }
    const reading = work.reading();
    const { words, quotes } = reading.summary();
    lap('summary');
    reading.render(place);
    lap('render');
    reading.free();
    const bytes = numbers.byteLength + new TextEncoder().encode(strings).length;
    // The second of the numbers is how many nodes were taken down: of a page that is too long not all.
    return { times, words, quotes: quotes.length, bytes, taken: numbers[1], heap: memory.buffer.byteLength, grown: memory.buffer.byteLength - before };
  },
};
