// Copies of the extension whose module does not work: made from the real one, byte by byte (WebAssembly 1.0, binary format).

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [IMPORTS, MEMORY, EXPORTS, CODE] = [2, 5, 7, 10];
const FUNCTION = 0;

/** A number as WebAssembly writes it (LEB128), and the place after it. */
function number(bytes, at) {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [value, at];
  }
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** The module with one of its sections rewritten. */
function rewritten(module, wanted, write) {
  const parts = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const id = module[at];
    const [size, start] = number(module, at + 1);
    const content = module.subarray(start, start + size);
    const made = id === wanted ? Buffer.from(write(content)) : content;
    parts.push(Buffer.from([id, ...leb(made.length)]), made);
    at = start + size;
  }
  return Buffer.concat(parts);
}

function section(module, wanted) {
  let found;
  rewritten(module, wanted, (content) => (found = content));
  return found;
}

/** How many functions come from outside: they are numbered first. */
function importedFunctions(module) {
  const content = section(module, IMPORTS);
  let [count, at] = number(content, 0);
  let functions = 0;
  for (; count > 0; count -= 1) {
    for (let name = 0; name < 2; name += 1) {
      const [length, start] = number(content, at);
      at = start + length;
    }
    const kind = content[at];
    if (kind !== FUNCTION) throw new Error('imports are functions only');
    functions += 1;
    [, at] = number(content, at + 1);
  }
  return functions;
}

function exported(module, wanted) {
  const content = section(module, EXPORTS);
  let [count, at] = number(content, 0);
  for (; count > 0; count -= 1) {
    const [length, start] = number(content, at);
    const name = content.subarray(start, start + length).toString();
    const [index, next] = number(content, start + length + 1);
    if (name === wanted) return index;
    at = next;
  }
  throw new Error(`the module exports no ${wanted}`);
}

/** A module of which an exported function only traps. */
function trapping(module, name) {
  const wanted = exported(module, name) - importedFunctions(module);
  return rewritten(module, CODE, (content) => {
    let [count, at] = number(content, 0);
    const all = count;
    const bodies = [];
    for (; count > 0; count -= 1) {
      const [size, start] = number(content, at);
      // No locals; unreachable; end.
      bodies.push(bodies.length === wanted ? Buffer.from([3, 0, 0x00, 0x0b]) : content.subarray(at, start + size));
      at = start + size;
    }
    return Buffer.concat([Buffer.from(leb(all)), ...bodies]);
  });
}

/** A module that is given at most so much more memory than it starts with, in pages of 64 KiB. */
const confined = (module, more) =>
  rewritten(module, MEMORY, (content) => {
    const [initial] = number(content, 2);
    return [1, 1, ...leb(initial), ...leb(initial + more)];
  });

function copyWith(change) {
  return (dist) => {
    const copy = mkdtempSync(join(tmpdir(), 'verbatim-broken-'));
    cpSync(dist, copy, { recursive: true });
    for (const browser of ['chrome', 'firefox']) {
      const path = modulePath(copy, browser);
      writeFileSync(path, change(readFileSync(path)));
    }
    return copy;
  };
}

export const modulePath = (dist, browser) => join(dist, browser, 'verbatim_bg.wasm');
export const whole = copyWith((module) => module);
export const thatTraps = (name) => copyWith((module) => trapping(module, name));
export const withLittleMemory = (pages) => copyWith((module) => confined(module, pages));
