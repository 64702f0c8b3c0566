// From every page's times to the tables. A page's figure is the median of its rounds; ratios are taken page by page on
// the same rounds' medians, and their median is given: a long page weighs as much as a short one.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The value below which a share of the numbers lies, between neighbours by straight line; NaN of none. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

const median = (numbers) => quantile(numbers, 0.5);

const ROWS = [
  ['capture', 'Verbatim: capture', ['capture']],
  ['core', 'Verbatim: core (WebAssembly)', ['core']],
  ['render', 'Verbatim: render to DOM', ['render']],
  ['verbatim', 'Verbatim: all three', ['capture', 'core', 'render']],
  ['readability', 'Readability: cloneNode + parse', ['readability']],
  ['defuddle', 'Defuddle: parse', ['defuddle']],
  ['walk', 'a bare walk over all nodes', ['walk']],
];
const RATIOS = [
  ['readability', 'verbatim', 'Readability / Verbatim'],
  ['defuddle', 'verbatim', 'Defuddle / Verbatim'],
  ['readability', 'core', 'Readability / core alone'],
  ['capture', 'walk', 'capture / bare walk'],
];

/** One round's milliseconds of a row: the sum of its parts. */
const roundTimes = ({ times }, parts) => times[parts[0]].map((_, round) => parts.reduce((sum, part) => sum + times[part][round], 0));

/** `{ rows, ratios }` in milliseconds and multiples, from `measurePage`'s results. */
export function summarise(results) {
  const perPage = Object.fromEntries(
    ROWS.map(([key, , parts]) => [key, results.map((result) => median(roundTimes(result, parts)))]),
  );
  const rows = ROWS.map(([key, title, parts]) => ({
    key,
    title,
    median: median(perPage[key]),
    p95: quantile(perPage[key], 0.95),
    first: median(results.map((result) => roundTimes(result, parts)[0])),
  }));
  const ratios = RATIOS.map(([over, under, title]) => {
    // Below the clock's tick a ratio says nothing.
    const each = perPage[over].map((time, page) => time / Math.max(perPage[under][page], 0.005));
    return { over, under, title, median: median(each), p5: quantile(each, 0.05), p95: quantile(each, 0.95) };
  });
  return { nodes: median(results.map(({ nodes }) => nodes)), rows, ratios };
}

/** The module's bytes, as they are and as `gzip -9` leaves them (Node's own zlib is tuned for speed and leaves 2 % more). */
export function moduleSizes(dist) {
  return Object.fromEntries(
    ['verbatim_bg.wasm', 'verbatim.js', 'capture.js'].map((name) => {
      const input = readFileSync(join(dist, 'chrome', name));
      return [name, { raw: input.length, gzip: execFileSync('gzip', ['-9', '-c'], { input }).length }];
    }),
  );
}

const cell = (number, digits = 2) => (Number.isFinite(number) ? number.toFixed(digits) : '-').padStart(10);
const line = (title, cells) => console.log(`  ${title.padEnd(34)}${cells.join('')}`);
const head = (title, names) => line(title, names.map((name) => name.padStart(10)));

export function print({ version, folder, rounds, pages, nodes, start, rows, ratios, module }) {
  console.log(`  ${version}; ${pages} pages of ${folder} (median ${Math.round(nodes)} nodes), ${rounds} rounds each\n`);
  head('milliseconds, over pages', ['median', 'p95', '1st round']);
  for (const { title, median: middle, p95, first } of rows) line(title, [cell(middle), cell(p95), cell(first)]);
  console.log();
  head('times as long, page by page', ['median', 'p5', 'p95']);
  for (const { title, median: middle, p5, p95 } of ratios) line(title, [cell(middle), cell(p5), cell(p95)]);
  console.log();
  head('bytes', ['raw', 'gzip']);
  for (const [name, { raw, gzip }] of Object.entries(module)) line(name, [cell(raw, 0), cell(gzip, 0)]);
  console.log(`\n  Verbatim's module starts in ${start.toFixed(1)} ms (fetch, compile, instantiate), beside each click's capture.`);
}
