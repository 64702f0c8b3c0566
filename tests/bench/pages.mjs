// The pages to measure on.

import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Every .html and .html.gz at or below a folder, by name: `{ name, bytes() }`, bytes unpacked and as they are encoded. */
export function pagesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.html(\.gz)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((path) => ({
      name: relative(folder, path),
      bytes: () => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)),
    }));
}
