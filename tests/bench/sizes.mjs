// The module's size: as it ships, and by what is in it.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes as they are and as `gzip -9` leaves them (Node's own zlib is tuned for speed and leaves 2 % more). */
function weigh(path) {
  const input = readFileSync(path);
  return { raw: input.length, gzip: execFileSync('gzip', ['-9', '-c'], { input, maxBuffer: 1 << 28 }).length };
}

export function sizes(dist) {
  const names = ['verbatim_bg.wasm', 'verbatim.js', 'capture.js', 'content.js'];
  return { files: Object.fromEntries(names.map((name) => [name, weigh(join(dist, 'chrome', name))])) };
}
