// Packs the extension: `node scripts/pack.mjs MODULE_DIR DIST_DIR`.
//
// extension/ holds what all browsers share; manifest.json is the common part, manifest.BROWSER.json the differences,
// laid over it. The version is Cargo.toml's. Archives come out byte for byte the same from the same files.

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { rollup } from 'rollup';

const BROWSERS = ['chrome', 'firefox'];
// The day every entry of an archive is dated, read in UTC: the first that the format knows is in 1980.
process.env.TZ = 'UTC';
const DATE = new Date(1980, 0, 1, 12);

const isManifest = (name) => /^manifest(\.\w+)?\.json$/.test(name);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** `over` laid over `base`: objects are merged key by key, everything else (arrays too) is replaced; null takes a key out. */
export function overlay(base, over) {
  if (!isObject(base) || !isObject(over)) return over;
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = overlay(base[key], value);
  }
  return merged;
}

/** The crate's version, from the first `version = "…"` of Cargo.toml. */
function crateVersion() {
  const found = /^version\s*=\s*"([^"]+)"/m.exec(readFileSync('Cargo.toml', 'utf8'));
  if (!found) throw new Error('Cargo.toml names no version');
  return found[1];
}

/** Copies a folder, without manifests, notes and hidden files. */
function copyFolder(from, to) {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => path === from || !(basename(path).startsWith('.') || /\.md$/.test(path) || isManifest(basename(path))),
  });
}

function copyModule(module, to) {
  for (const name of ['verbatim.js', 'verbatim_bg.wasm']) cpSync(join(module, name), join(to, name));
}

/** Every file at or below a folder as { 'a/b.js': bytes }, names in order. */
function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1).replaceAll('\\', '/'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}

/**
 * Puts the reader's scripts into one, as they are written: each file that a frame asks its browser for takes time, and there are forty. What must
 * run before the rest stays apart.
 */
async function joinReader(folder) {
  const first = resolve(folder, 'opening.js');
  const file = join(folder, 'reader.js');
  const joined = await rollup({ input: file, external: [first] });
  await joined.write({ file, format: 'es' });
  await joined.close();
}

const STYLES = /[ ]*<link rel="stylesheet" href="(styles\/[\w-]+\.css)">\n/g;

/** Puts the reader's styles into one file, in their order: of six the last arrived 30 ms later than one does, and the reader waits for all. */
function joinStyles(folder) {
  const page = join(folder, 'reader.html');
  const html = readFileSync(page, 'utf8');
  const found = [...html.matchAll(STYLES)];
  if (found.length === 0) throw new Error('reader.html names no styles');
  writeFileSync(join(folder, 'styles/reader.css'), found.map(([, path]) => readFileSync(join(folder, path), 'utf8')).join('\n'));
  const one = found[0][0].replace(found[0][1], 'styles/reader.css');
  writeFileSync(page, html.replace(STYLES, (line) => (line === found[0][0] ? one : '')));
}

async function pack(browser, version, module, dist) {
  const folder = join(dist, browser);
  copyFolder('extension', folder);
  copyModule(module, folder);
  // The page for trying it without an install is the first page after one, too.
  copyFolder('www', folder);
  renameSync(join(folder, 'index.html'), join(folder, 'welcome.html'));
  await joinReader(folder);
  joinStyles(folder);
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    if (existsSync(licence)) cpSync(licence, join(folder, licence));
  }
  const manifest = overlay(readJson('extension/manifest.json'), readJson(`extension/manifest.${browser}.json`));
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  const archive = zipSync(filesOf(folder), { level: 9, mtime: DATE, os: 3, attrs: 0o100644 << 16 });
  writeFileSync(join(dist, `verbatim-${browser}-${version}.zip`), archive);
}

async function main(module, dist) {
  const version = crateVersion();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const browser of BROWSERS) await pack(browser, version, module, dist);
  if (existsSync('www')) {
    // The page for trying it without an install: the extension's own reader beside it.
    copyFolder('extension', join(dist, 'www'));
    copyFolder('www', join(dist, 'www'));
    copyModule(module, join(dist, 'www'));
  }
}

await main(process.argv[2], process.argv[3]);
