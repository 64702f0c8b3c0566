// The module's size: as it ships, and by the crate its functions come from.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sections and name subsections of the WebAssembly binary format. */
const [CUSTOM, IMPORT, CODE, DATA, FUNCTION_NAMES] = [0, 2, 10, 11, 1];
const FUNCTION_IMPORT = 0;
/** Crates smaller than this are shown together, in bytes. */
const SMALL = 4000;

/** Bytes as they are and as `gzip -9` leaves them (Node's own zlib is tuned for speed and leaves 2 % more). */
function weigh(path) {
  const input = readFileSync(path);
  return { raw: input.length, gzip: execFileSync('gzip', ['-9', '-c'], { input, maxBuffer: 1 << 28 }).length };
}

/** Reads numbers and names from a module's bytes. */
class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end });
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  part(length) {
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }

  name() {
    const { at, end } = this.part(this.number());
    return this.bytes.toString('utf8', at, end);
  }
}

function importedFunctions(section) {
  let count = 0;
  for (let left = section.number(); left > 0; left -= 1) {
    section.name();
    section.name();
    const kind = section.bytes[section.at++];
    if (kind === FUNCTION_IMPORT) {
      section.number();
      count += 1;
      continue;
    }
    // A table, a memory or a global: its type, and limits where it has them.
    if (kind !== 2) section.at += 1;
    if (kind === 3) section.at += 1;
    else if (section.number() & 1) [section.number(), section.number()];
    else section.number();
  }
  return count;
}

const STANDARD = ['core', 'alloc', 'std', 'hashbrown'];

/** The crate that a function comes from: of `a::b` it is a, of `<Vec<a::B> as core::C>::d` the first that is not the standard library. */
function crateOf(name) {
  const heads = name.match(/(?<![\w:])[A-Za-z_]\w*(?=::)/g) ?? [];
  const own = heads.find((head) => !STANDARD.includes(head));
  const first = name.startsWith('<') ? (own ?? heads[0]) : heads[0];
  return STANDARD.includes(first) ? 'the standard library' : (first ?? 'other');
}

/** A module with its functions' names, as `[{ name, bytes }]` by crate (its own by module), largest first. */
export function byCrate(path) {
  const bytes = readFileSync(path);
  const whole = new Reader(bytes, 8);
  let imported = 0;
  let data = 0;
  const sizes = [];
  const names = new Map();
  while (whole.at < whole.end) {
    const id = bytes[whole.at++];
    const section = whole.part(whole.number());
    if (id === IMPORT) imported = importedFunctions(section);
    else if (id === DATA) data = section.end - section.at;
    else if (id === CODE) {
      for (let left = section.number(); left > 0; left -= 1) {
        const length = section.number();
        sizes.push(length);
        section.at += length;
      }
    } else if (id === CUSTOM && section.name() === 'name') {
      while (section.at < section.end) {
        const kind = bytes[section.at++];
        const part = section.part(section.number());
        if (kind !== FUNCTION_NAMES) continue;
        for (let left = part.number(); left > 0; left -= 1) names.set(part.number(), part.name());
      }
    }
  }
  const crates = new Map([['data: tables, weights, texts', data]]);
  for (const [at, size] of sizes.entries()) {
    // `verbatim[426652b2f350ee43]::read`: the compiler's own number for a crate.
    const name = (names.get(imported + at) ?? '').replace(/\[[0-9a-f]+\]/g, '');
    const crate = crateOf(name);
    const module = crate === 'verbatim' ? `verbatim::${/verbatim::(\w+)/.exec(name)?.[1] ?? ''}` : crate;
    crates.set(module, (crates.get(module) ?? 0) + size);
  }
  const small = [...crates].filter(([, size]) => size < SMALL);
  const large = [...crates].filter(([, size]) => size >= SMALL);
  large.push([`${small.length} smaller parts`, small.reduce((sum, [, size]) => sum + size, 0)]);
  return large.sort((a, b) => b[1] - a[1]).map(([name, size]) => ({ name, bytes: size }));
}

/** What ships of a build, and what the module is made of where its named twin was kept. */
export function sizes(dist, target) {
  const files = ['verbatim_bg.wasm', 'verbatim.js', 'reader.js', 'capture.js', 'content.js'];
  const named = join(target, 'module/named.wasm');
  return {
    files: Object.fromEntries(files.map((name) => [name, weigh(join(dist, 'chrome', name))])),
    crates: existsSync(named) ? byCrate(named) : undefined,
  };
}
