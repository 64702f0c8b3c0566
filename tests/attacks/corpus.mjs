// Reads the attacks: see README.txt beside them. tests/attacks/corpus.rs reads them alike.

import { readFileSync } from 'node:fs';

const SCRIPT = 'alert(1);top.pwned=1';
export const HOST = 'attack.invalid';
const ADDRESS = `https://${HOST}/x`;

const ESCAPE = { n: '\n', t: '\t', r: '\r' };

/** Writes out `\u{…}`, `\n`, `\t`, `\r` and `{1000*x}`. */
function writtenOut(line) {
  const escaped = (text) => text.replace(/\\(?:u\{([0-9A-Fa-f]+)\}|([ntr]))/g, (_, hex, letter) => (hex ? String.fromCodePoint(parseInt(hex, 16)) : ESCAPE[letter]));
  const parts = line.split(/\{(\d+)\*((?:\\u\{[0-9A-F]+\}|[^}])*)\}/);
  let out = '';
  for (let at = 0; at < parts.length; at += 3) {
    out += escaped(parts[at]);
    if (at + 2 < parts.length) out += escaped(parts[at + 2]).repeat(Number(parts[at + 1]));
  }
  return out;
}

/** The attacks of a file, in order. @returns {{ name: string, text: string }[]} */
export function family(name) {
  const lines = readFileSync(new URL(`${name}.txt`, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line === '' || line.startsWith('%')) return [];
    return [{ name: `${name}:${at + 1}`, text: writtenOut(line.replaceAll('{JS}', SCRIPT).replaceAll('{URL}', ADDRESS)) }];
  });
}
