// The pages the end-to-end tests read, served from this machine: one for each behaviour.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const SAMPLES = new URL('../../www/samples/', import.meta.url);
export const sample = (name) => readFileSync(new URL(name, SAMPLES), 'utf8');

const PARAGRAPHS = [
  'The old mill at Tarrant Weir will grind flour again next spring, after a village of ninety houses voted to mend its wheel rather than sell the stones to a hotel.',
  '“A wheel that does not turn is only a very wet shed,” said Harriet Okafor, who has kept the key since 1987 and will teach the first three apprentices.',
  'The work will cost £82,000, most of it for oak. The parish has half of the sum in hand and expects the rest from the sale of flour that has not been milled yet.',
  'Okafor said the first sacks were spoken for. “People have paid for bread they cannot taste for a year,” she said, “and that frightens me more than the water does.”',
];
const story = PARAGRAPHS.map((text) => `<p>${text}</p>`).join('\n');
const TITLE = 'Village votes to let its mill wheel turn';
const page = (body, head = '') =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${TITLE}</title>${head}</head><body>${body}</body></html>`;
const article = `<h1>${TITLE}</h1>\n${story}`;

/** A PDF of one empty page, cross-reference table and all. */
function pdf() {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`;
  return `${text}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
}

const html = (body, headers = {}) => ({ body, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });

const PAGES = {
  '/blank': () => html(page('')),
  '/story': () => html(sample('harbour.html')),
  '/german': () => html(sample('bibliothek.html')),
  '/strict': () => html(page(article), { 'content-security-policy': "default-src 'none'" }),
  '/isolated': () =>
    html(page(article), { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' }),
  '/shadow': () =>
    html(
      page(
        `<x-story><template shadowrootmode="open"><main><h1>${TITLE}</h1><slot></slot></main></template>${story}</x-story>`,
      ),
    ),
  '/shadow-inside': () =>
    html(page(`<x-story><template shadowrootmode="open"><main>${article}</main></template></x-story>`)),
  '/frame': () => html(page('<iframe src="/framed" width="700" height="600"></iframe>')),
  '/framed': () => html(page(article)),
  '/paper.pdf': () => ({ body: pdf(), headers: { 'content-type': 'application/pdf' } }),
  '/empty': () => html('<!doctype html><html><head><title>Nothing yet</title></head><body><div id="app"></div></body></html>'),
  '/form': () =>
    html(
      page(
        `${article}<form><input id="name"><textarea id="note"></textarea><label><input id="agree" type="checkbox"> Yes</label>` +
          `<select id="pick"><option>one<option>two</select></form><div style="height:3000px"></div>` +
          '<script>window.loads = (window.loads ?? 0) + 1; window.born = Math.random();</script>',
      ),
    ),
  // Everything a page may do to an element it did not ask for.
  '/hostile': () =>
    html(
      page(
        `${article}<div style="position:fixed;inset:0 0 auto;height:90px;z-index:2147483647;background:#c00">Look here</div>
        <script>
          let removals = 0;
          new MutationObserver((records) => {
            for (const { addedNodes } of records) for (const node of addedNodes) {
              if (node.parentNode === document.documentElement && removals < 2) { removals += 1; node.remove(); }
            }
          }).observe(document.documentElement, { childList: true });
          window.removals = () => removals;
        </script>`,
        `<style>* { all: unset !important; } iframe, dialog, div { display: none !important; visibility: hidden !important; opacity: 0 !important; transform: scale(0) !important; }
          style, script, title, head, meta { display: none !important; } p, h1 { display: block !important; }</style>`,
      ),
    ),
  '/dialog': () =>
    html(page(`${article}<dialog id="offer">Subscribe!</dialog><script>setTimeout(() => document.getElementById('offer').showModal(), 1200);</script>`)),
  '/links': () => html(page(`${article}<p>More on <a href="/story">the ferry that an island bought</a>, as the county watches what comes of it.</p>`)),
};

/** Serves the pages; `requests` lists what was asked for. */
export async function servePages(more = {}) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://here').pathname;
    requests.push(path);
    const found = (more[path] ?? PAGES[path])?.();
    response.writeHead(found ? 200 : 404, found?.headers ?? { 'content-type': 'text/plain' });
    response.end(found?.body ?? 'not here');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close: () => server.close() };
}

export { PARAGRAPHS, TITLE };
