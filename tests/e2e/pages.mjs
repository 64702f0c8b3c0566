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
  // More elements than a browser styles anew without being felt, and something that takes the focus.
  '/crowd': () => html(page(`${article}<nav>${'<a href="/story">Tag</a> '.repeat(11_000)}</nav><input id="search">`)),
  '/dialog': () =>
    html(page(`${article}<dialog id="offer">Subscribe!</dialog><script>setTimeout(() => document.getElementById('offer').showModal(), 1200);</script>`)),
  '/links': () => html(page(`${article}<p>More on <a href="/story">the ferry that an island bought</a>, as the county watches what comes of it.</p>`)),
};

/** A page of the core's own tests. */
const golden = (name) => html(readFileSync(new URL(`../pages/${name}.html`, import.meta.url), 'utf8'));

/** A picture of a size, as plain as can be. */
const picture = (width, height, colour) => () => ({
  body: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour}"/></svg>`,
  headers: { 'content-type': 'image/svg+xml' },
  delay: 400,
});
Object.assign(PAGES, {
  '/lead.svg': picture(1200, 800, 'slategray'),
  '/wheel.svg': picture(800, 500, 'peru'),
  '/race.svg': picture(700, 900, 'seagreen'),
  // All that a long piece may hold, its pictures slow.
  '/rich': () =>
    html(
      page(
        `<nav><a href="/story">Home</a> <a href="/links">News</a></nav><main><article><h1>${TITLE}</h1>${story}
        <h3>What the wheel is made of</h3>
        <figure><img src="/wheel.svg" width="800" height="500" alt="The wheel in its pit"><figcaption>The wheel before the work began.</figcaption></figure>
        <p>Oak from the estate across the river has been drying in the tithe barn since the first vote, and the shaft is to be turned
        in one piece by a yard that still has a lathe long enough for the purpose.</p>
        <pre><code>wheel  = 4.20 m
  paddles = 32
race   = 0.9 m</code></pre>
        <table><caption>What it costs</caption><tr><th>Part</th><th>Wood</th><th>Price</th><th>Who pays for it in the end</th></tr>
        <tr><td>Shaft</td><td>oak</td><td>£21,000</td><td>the parish and the county together</td></tr>
        <tr><td>Paddles</td><td>elm</td><td>£9,000</td><td>those who have bought their flour in advance</td></tr></table>
        <h5>And the race</h5>
        <p>The race was dug by hand before the church was built, and nobody has found the far end of the culvert that feeds it, though
        three generations of boys have claimed to have crawled through.<sup><a href="#note">1</a></sup></p>
        <figure><img src="/race.svg" loading="lazy" alt="The race, looking upstream"><figcaption>The race, which runs dry in August.</figcaption></figure>
        <blockquote><p>Whoever holds the stones shall grind for the poor on Thursdays, and take no more than the sixteenth part.</p></blockquote>
        <ul><li>Grinding days are Tuesday and Thursday, with a break at noon for the stones to cool.</li>
        <li>Flour is sold at the door, in paper, to those who come for it on foot or with a barrow.</li></ul>
        ${story.replaceAll('mill', 'old mill')}
        </article></main><footer>© The Parish Paper</footer>`,
        `<meta property="og:image" content="/lead.svg"><meta property="og:site_name" content="The Parish Paper"><meta name="author" content="Ines Vale">
        <meta property="article:published_time" content="2026-03-04T09:00:00Z">`,
      ),
    ),
  '/notes': () =>
    html(page(`<article><h1>${TITLE}</h1>${story}<p>The vote was the first on the mill since the year of the flood, and the closest that the village can remember.<sup><a href="#n1">1</a></sup></p>
      <h2>Notes</h2><ol><li id="n1">Parish minutes for the spring meeting, volume four, kept in the vestry with the older ones.</li></ol></article>`)),
  '/formulas': () =>
    html(page(`<h1>${TITLE}</h1>${story}<p>“=HYPERLINK("https://example.org";"Open me")” is what the form printed, said Harriet Okafor, who had typed no such thing into any field of it.</p>
      <p>“=HYPERLINK and other words like it, plus a comma, belong in no table,” said Harriet Okafor on the day the form was mended at last.</p>`)),
  // A page on which nothing says where the article is.
  '/doubtful': () =>
    html(`<!doctype html><title>Mill</title><section class="hours"><h4>Hours</h4><span>Tuesday</span> <span>10 to 4</span><div>Ring the bell by the green door</div></section>
      ${Array.from({ length: 2 }, (_, at) => `<div><a href="/s${at}">Village votes to let its mill wheel turn after years of argument ${at}</a> <span>${at} words</span></div>`).join('')}
      <div><p>The old mill at Tarrant Weir will grind flour again next spring, after a village.</p></div>`),
});

/** Paragraphs of the long page: eight nodes each, so that it has 75,000, and short, so that all of it is taken down. */
const LONG = 8_500;
const SPEAKERS = ['Harriet Okafor', 'Tomas Lindqvist', 'Ines Vale', 'Ruth Abara', 'Owen Pryce'];
const longParagraph = (at) => {
  const speaker = SPEAKERS[at % SPEAKERS.length];
  const said = at % 3 ? `The ledger counts ${at} sacks and the miller’s own mark` : `“We ground ${at} sacks and sold them all,” said ${speaker}, whose mark stands`;
  return `<p>${said} <a href="/story?${at}">beside entry ${at}</a>, in a hand that leans, <em>as all do</em> when ink runs short.</p>`;
};
PAGES['/long'] = () =>
  html(page(`<nav><a href="/story">Home</a></nav><article><h1>${TITLE}</h1>${story}${Array.from({ length: LONG }, (_, at) => longParagraph(at)).join('\n')}</article><footer>© The Parish Paper</footer>
    <input id="name"><script>window.loads = (window.loads ?? 0) + 1; window.born = Math.random();</script>`));

/** A page whose reading and drawing take seconds: a quote in each of its paragraphs. */
const MANY = 22_000;
PAGES['/many'] = () =>
  html(page(`<article id="here"><h1>${TITLE}</h1>${story}</article><input id="name"><script>window.loads = (window.loads ?? 0) + 1; window.born = Math.random();
    const here = document.getElementById('here');
    for (let at = 0; at < ${MANY}; at += 1) {
      const p = document.createElement('p');
      p.textContent = '\u201cThe water stood high in entry ' + at + '\u201d, said ' + ${JSON.stringify(SPEAKERS)}[at % 5] + ', who had the mill.';
      here.append(p);
    }</script>`));

/** A page of more letters than are taken down: 80,000 paragraphs. */
PAGES['/too-long'] = () =>
  html(page(`<article id="here"><h1>${TITLE}</h1>${story}</article><script>
    const here = document.getElementById('here');
    for (let at = 0; at < 80000; at += 1) {
      const p = document.createElement('p');
      p.textContent = 'The miller wrote in entry ' + at + ' of the book that the water stood high, and that nobody came for flour.';
      here.append(p);
    }</script>`));

/** A paragraph as long as a page may be: 1.5 million letters. */
const LAST = 'And that was the end of the miller’s book.';
PAGES['/one-paragraph'] = () =>
  html(page(`<article><h1>${TITLE}</h1><p id="here">${'“The water stood high,” said Harriet Okafor, who had the mill, and nobody came for flour. '.repeat(80)}</p></article><script>
    const here = document.getElementById('here');
    here.textContent = here.textContent.repeat(200) + ${JSON.stringify(LAST)};</script>`));

/** Serves the pages; `requests` lists what was asked for. */
export async function servePages(more = {}) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://here').pathname;
    requests.push(path);
    const name = /^\/golden\/([\w-]+)$/.exec(path)?.[1];
    const found = name ? golden(name) : (more[path] ?? PAGES[path])?.();
    setTimeout(() => {
      response.writeHead(found ? 200 : 404, found?.headers ?? { 'content-type': 'text/plain' });
      response.end(found?.body ?? 'not here');
    }, found?.delay ?? 0);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close: () => server.close() };
}

export { LAST, LONG, MANY, PARAGRAPHS, TITLE };
