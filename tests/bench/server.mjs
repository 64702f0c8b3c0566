// The benchmark's own server, on this machine only.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

// Isolated across origins, Chromium's clock ticks in 5 microseconds instead of 100.
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
// A page under measurement runs no script of its own, yet is parsed as with scripts on (`<noscript>` stays text).
const PAGE_POLICY = "script-src 'none'; form-action 'none'";

/** Serves the reader at /reader, page N of `pages` at /page/N, and the code measured; resolves to `{ origin, close() }`. */
export async function serve(pages, root, dist) {
  const code = {
    '/verbatim.js': ['text/javascript', join(dist, 'chrome/verbatim.js')],
    '/verbatim_bg.wasm': ['application/wasm', join(dist, 'chrome/verbatim_bg.wasm')],
    '/capture.js': ['text/javascript', join(dist, 'chrome/capture.js')],
    '/readability.js': ['text/javascript', require.resolve('@mozilla/readability/Readability.js')],
    '/defuddle.js': ['text/javascript', require.resolve('defuddle')],
    '/reader': ['text/html; charset=utf-8', join(root, 'tests/bench/reader.html')],
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname;
    const number = /^\/page\/(\d+)$/.exec(path)?.[1];
    if (number !== undefined && pages[number]) {
      // No charset named: the page's own declaration counts, as in a file.
      response.writeHead(200, { ...ISOLATED, 'Content-Type': 'text/html', 'Content-Security-Policy': PAGE_POLICY });
      response.end(pages[number].bytes());
    } else if (code[path]) {
      const [type, file] = code[path];
      response.writeHead(200, { ...ISOLATED, 'Content-Type': type });
      response.end(readFileSync(file));
    } else {
      response.writeHead(404, ISOLATED);
      response.end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
