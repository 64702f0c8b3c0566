// The benchmark's own server, on this machine only.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

// Isolated across origins, Chromium's clock ticks in 5 microseconds instead of 100. For clicks, which take longer than that, a page comes as
// most do: the frame over an isolated page gets a process of its own, which has to be started first.
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
// A page under measurement runs no script of its own, yet is parsed as with scripts on (`<noscript>` stays text), and asks nobody for
// anything.
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'";
const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };

/**
 * Serves the reader at /reader, page N of `pages` at /page/N (those that are `live` run their scripts) and, not isolated from other origins, at
 * /plain/N, and the code measured: each of `builds`, `{ name: folder }`, at /NAME/; resolves to `{ origin, close() }`.
 */
export async function serve(pages, root, builds) {
  const code = {
    '/readability.js': ['text/javascript', require.resolve('@mozilla/readability/Readability.js')],
    '/defuddle.js': ['text/javascript', require.resolve('defuddle')],
    '/reader': ['text/html; charset=utf-8', join(root, 'tests/bench/reader.html')],
  };
  const file = (path) => {
    if (code[path]) return code[path];
    const [, build, rest] = /^\/([a-z]+)\/([\w./-]+\.(?:js|wasm))$/.exec(path) ?? [];
    const place = Object.hasOwn(builds, build ?? '') && !rest.includes('..') && join(builds[build], 'chrome', rest);
    return place && existsSync(place) ? [TYPES[rest.split('.').pop()], place] : undefined;
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname;
    const [, kind, number] = /^\/(page|plain)\/(\d+)$/.exec(path) ?? [];
    const page = pages[number ?? -1];
    const found = file(path);
    if (page) {
      // No charset named: the page's own declaration counts, as in a file.
      const policy = page.live ? {} : { ...(kind === 'page' ? ISOLATED : {}), 'Content-Security-Policy': PAGE_POLICY };
      response.writeHead(200, { 'Cache-Control': 'no-store', 'Content-Type': 'text/html', ...policy });
      response.end(page.bytes());
    } else if (found) {
      response.writeHead(200, { ...ISOLATED, 'Content-Type': found[0] });
      response.end(readFileSync(found[1]));
    } else {
      response.writeHead(404, ISOLATED);
      response.end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
