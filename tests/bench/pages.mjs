// The pages to measure on: those of a folder, pages that grow evenly, and pages made to be hard.

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

/** At most `count` of a list, evenly from all of it. */
export const evenly = (list, count) => Array.from({ length: Math.min(count, list.length) }, (_, at) => list[Math.floor((at * list.length) / Math.min(count, list.length))]);

const PEOPLE = ['Harriet Okafor', 'Daniel Weir', 'Mona Castellane', 'Professor Ilse Brandt', 'Tom Arkwright'];
const THINGS = ['the mill', 'the ferry', 'the library', 'the harbour wall', 'the orchard', 'the railway bridge', 'the school roof'];
const pick = (list, at) => list[at % list.length];

/** A paragraph of five to nine nodes, unlike its neighbours. */
function paragraph(at) {
  const [person, thing, other] = [pick(PEOPLE, at), pick(THINGS, at), pick(THINGS, at + 3)];
  switch (at % 4) {
    case 0:
      return `<p>The council spent <a href="/budget/${at}">${at * 7} pounds</a> on ${thing} in its ${at}th year, more than it had set aside for ${other}, and less than those who use it every day had asked for.</p>`;
    case 1:
      return `<p>“Nobody who has stood at ${thing} in the rain will call that dear,” said ${person}, who has looked after ${other} since ${1900 + (at % 120)}.</p>`;
    case 2:
      return `<p>Work on <em>${thing}</em> is to begin <b>before the winter</b>, when ${other} closes and the men who mend it have time to spare.</p>`;
    default:
      return `<p>${person} said that ${thing} would stand “for as long as anybody can remember it” if ${other} did, though <a href="/minutes/${at}">the minutes</a> of ${at} say otherwise.</p>`;
  }
}

const document = (body) =>
  Buffer.from(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>What the council spent</title></head><body>${body}</body></html>`);

/** A story of about so many nodes with a navigation and a sidebar that grow alongside. */
export function grown(nodes) {
  const parts = [];
  for (let at = 0; at * 6.2 < nodes; at += 1) {
    if (at % 12 === 0) parts.push(`<h2>Part ${at / 12 + 1}: ${pick(THINGS, at / 12)}</h2>`);
    parts.push(paragraph(at));
  }
  const links = Array.from({ length: Math.ceil(nodes / 50) }, (_, at) => `<li><a href="/s/${at}">Section ${at}</a></li>`).join('');
  return {
    name: `${nodes} nodes`,
    nodes,
    bytes: () =>
      document(`<nav><ul>${links}</ul></nav><main><article><h1>What the council spent</h1>${parts.join('')}</article></main><aside class="related"><h3>More</h3><ul>${links}</ul></aside>`),
  };
}

const scripted = (name, script) => ({
  name, live: true,
  bytes: () => document(`<main id="here"><h1>What the council spent</h1>${[0, 1, 2, 3, 4, 5].map(paragraph).join('')}</main><script>const here = document.getElementById('here');${script}</script>`),
});

/** Pages that nobody writes and that must not freeze anything. They build themselves: no parser nests 50,000 deep. */
export const HARD = [
  scripted('50,000 elements inside each other', `
    let inner = document.createElement('p');
    inner.textContent = 'At the bottom of it all lies a sentence that is long enough to be read.';
    for (let depth = 1; depth < 50000; depth += 1) { const outer = document.createElement('div'); outer.append(inner); inner = outer; }
    // Shown, it would keep the browser itself busy for minutes.
    inner.style.display = 'none';
    here.append(inner);`),
  scripted('one text of 5 MB', `
    const p = document.createElement('p'); const words = 'The council spent more than it had on the mill, and less than it was asked for. ';
    p.textContent = words.repeat(Math.ceil(5e6 / words.length)); here.append(p);`),
  scripted('200,000 links', `
    for (let at = 0; at < 200000; at += 1) { const a = document.createElement('a'); a.href = '/link/' + at; a.textContent = 'link ' + at; here.append(a, ' '); }`),
  scripted('100,000 opening quotation marks', `
    const p = document.createElement('p'); p.textContent = '\\u201cand so '.repeat(100000); here.append(p);`),
  scripted('10,000 tables', `
    for (let at = 0; at < 10000; at += 1) {
      const table = here.appendChild(document.createElement('table'));
      for (let row = 0; row < 2; row += 1) { const tr = table.insertRow(); tr.insertCell().textContent = 'Part ' + at; tr.insertCell().textContent = String(at * 7); }
    }`),
  scripted('a page that never stops growing', `
    let at = 0;
    setInterval(() => { for (let more = 0; more < 50; more += 1) { const p = document.createElement('p'); p.textContent = 'Paragraph ' + (at += 1) + ' came while nobody was looking, and there will be another.'; here.append(p); } }, 10);`),
];
