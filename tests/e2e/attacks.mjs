// Every attack of tests/attacks/ through the real button: as a page, as metadata, as JSON-LD, and out again as files. Many a page; what
// is let through is told with the attacks of that page. Requests are judged by run.mjs: none may go to the attacks' address.

import { unzipSync } from 'fflate';
import { family } from '../attacks/corpus.mjs';
import { inReader, learning, ofFile, ofMarkdown, ofTable } from '../attacks/judge.mjs';
import { elsewhere } from './network.mjs';
import { PARAGRAPHS, TITLE } from './pages.mjs';
import { read, shows } from './reader.mjs';
import { waitFor } from './waiting.mjs';

const STORY = PARAGRAPHS.map((text) => `<p>${text}</p>`).join('');
const markup = ['markup-scripts', 'markup-handlers', 'markup-namespaces', 'markup-page'].flatMap(family);
const [markdown, tables, names, addresses] = ['markdown', 'tables', 'names', 'addresses'].map(family);
const FEWEST = 300;

/** Pages of attacks; each holds so many. */
const batches = (attacks, size) => Array.from({ length: Math.ceil(attacks.length / size) }, (_, at) => attacks.slice(at * size, (at + 1) * size));
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const json = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** Its policy keeps the page's own attacks from doing anything: what happens, the reader did. */
const guarded = (head, body, root = 'lang="en"') => ({
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; script-src 'nonce-page'; img-src 'self'; base-uri 'none'; form-action 'none'",
  },
  body: `<!doctype html><html ${root}><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`,
});

/** Each attack is parsed by itself, so that none swallows the next, and put between lines that must stay. */
const BUILD = `for (const [number, { text, kind }] of attacks.entries()) {
  const here = document.getElementById('here');
  const line = document.createElement('p');
  line.textContent = 'Entry ' + number + ' of the ledger names the miller, the day, and how many sacks were ground for the parish in that week.';
  here.append(line);
  const add = (name, attributes, words = '') => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(words);
    return made;
  };
  if (kind === 'address') {
    const words = add('p', {}, 'The book of entry ' + number + ' leads to ');
    words.append(add('a', { href: text }, 'a place'), ' and shows ', add('img', { src: text, alt: 'one' }), add('img', { srcset: text + ' 900w', alt: 'two' }), ' to all who look.');
    here.append(words, add('img', { 'data-src': text, alt: 'three' }), add('video', { src: text, poster: text, title: 'a film' }), add('blockquote', { cite: text }, 'words of the cited'));
    here.append(add('form', { action: text }, 'words in a form'), add('iframe', { src: text, title: 'embed' }));
    continue;
  }
  if (kind === 'words') {
    here.append(add('p', {}, '\u201c' + text + ' belongs in no book that anybody keeps,\u201d said Harriet Okafor, who keeps one.'));
    const broken = add('p', {}, 'A line of the book, and then');
    broken.append(add('br', {}), text, add('a', { href: 'https://example.org/' }, text), '!', add('a', { href: 'https://example.org/' }, 'end'));
    here.append(broken);
    continue;
  }
  if (kind === 'name') {
    here.append(add('p', {}, '\u201cNobody has looked at the bridge of entry ' + number + ' for a year,\u201d said ' + text + ', who lives beside it.'));
    continue;
  }
  const page = Document.parseHTMLUnsafe?.(text) ?? new DOMParser().parseFromString(text, 'text/html');
  here.append(...page.head.childNodes, ...page.body.childNodes);
  here.append(add('p', {}, 'Somebody wrote into the margin: ' + text.slice(0, 400)), add('img', { src: '/picture.png?' + number, alt: text.slice(0, 400) }));
}`;

const bodyPage = (attacks, kind) => () =>
  guarded(`<title>${TITLE}</title>`, `<article id="here"><h1>${TITLE}</h1>${STORY}</article>
    <script nonce="page">const attacks = ${json(attacks.map(({ text }) => ({ text, kind })))};${BUILD}</script>`);

/** So many letters of an attack are put into a field, so that several have room in what is kept of it. */
const MOST = 200;
const joined = (attacks) => attacks.map(({ text }) => text.slice(0, MOST)).join(' · ');
const thirds = (attacks) => [0, 1, 2].map((part) => attacks.filter((_, at) => at % 3 === part));

const metadataPage = (attacks) => () => {
  const [title, site, author] = thirds(attacks).map((some) => escaped(joined(some)));
  const [{ text: first }] = attacks;
  const meta = { 'og:title': title, 'og:site_name': site, 'og:description': title, 'og:image': escaped(first), 'og:locale': escaped(first), 'og:url': escaped(first), date: site };
  const head = Object.entries(meta).map(([name, content]) => `<meta property="${name}" content="${content}">`);
  const root = `lang="${escaped(first.slice(0, MOST))}" dir="${escaped(first.slice(0, MOST))}"`;
  return guarded(`<title>${title}</title>${head.join('')}<meta name="author" content="${author}"><link rel="canonical" href="${escaped(first.slice(0, MOST))}">`,
    `<article><h1>${title}</h1><p class="byline">By ${author}</p><time datetime="${title}">${site}</time>${STORY}</article>`, root);
};

const jsonPage = (attacks) => () => {
  const [headline, name, author] = thirds(attacks).map(joined);
  const [{ text: first }] = attacks;
  const data = { '@context': 'https://schema.org', '@type': 'NewsArticle', headline, publisher: { name }, author: attacks.slice(0, 6).map(({ text }) => ({ '@type': 'Person', name: text })),
    image: first, description: author, inLanguage: first, datePublished: headline, url: first, articleBody: name };
  return guarded('', `<article><p>${PARAGRAPHS[0]}</p>${STORY}</article><script type="application/ld+json">${json(data)}</script>`, '');
};

/** Every attack in at least one page of each kind. */
const all = [...markup, ...markdown, ...tables];
const text = [...all, ...names.map(({ name, text }) => ({ name, text: text.split(' => ')[0] })), ...addresses];
const sets = [
  ...batches(markup, 40).map((some) => [some, bodyPage(some, 'markup')]),
  ...[[markdown, 'words'], [tables, 'words'], [addresses, 'address']].map(([some, kind]) => [some, bodyPage(some, kind)]),
  [names, bodyPage(names.map(({ text }) => ({ text: text.split(' => ')[0] })), 'name')],
];
const bodyPages = sets.map(([some, make], at) => ({ path: `/attack/body/${at}`, some, make }));
const metadataPages = batches(text, 27).map((some, at) => ({ path: `/attack/metadata/${at}`, some, make: metadataPage(some) }));
const jsonPages = batches(text, 27).map((some, at) => ({ path: `/attack/json/${at}`, some, make: jsonPage(some) }));

const routes = (list) => Object.fromEntries(list.map(({ path, make }) => [path, make]));
// Large enough to be no icon.
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500"><rect width="100%" height="100%" fill="peru"/></svg>';
const picture = { '/picture.png': () => ({ body: PICTURE, headers: { 'content-type': 'image/svg+xml' } }) };

/** Keeps what is saved where it can be asked for, and brings no file to disk. */
const CATCH = `(() => {
  window.saved = {};
  const make = window.URL.createObjectURL;
  window.URL.createObjectURL = (blob) => {
    const read = new FileReader();
    read.onload = () => { window.saved[blob.type.replace(/;.*/, '')] = read.result.replace(/^[^,]*,/, ''); };
    read.readAsDataURL(blob);
    return make.call(window.URL, blob);
  };
  window.HTMLAnchorElement.prototype.click = () => {};
  return true;
})()`;
const FORMATS = { epub: 'application/epub+zip', md: 'text/markdown', html: 'text/html', csv: 'text/csv' };

/** Saves in every format through its button; the files' bytes. */
async function files(driver) {
  await driver.inReader(CATCH);
  await driver.clickInReader('[data-panel="save"]');
  const found = {};
  for (const [format, type] of Object.entries(FORMATS)) {
    await driver.clickInReader(`[data-format="${format}"]`);
    const base64 = await waitFor(`the ${format}`, () => driver.inReader(`window.saved[${JSON.stringify(type)}]`));
    found[format] = Buffer.from(base64, 'base64');
  }
  return found;
}

/** Everything that is wrong with the files. */
async function wrongFiles(driver, { epub, md, html, csv }) {
  const wrong = [];
  const note = (format, list) => wrong.push(...list.map((one) => `${format}: ${one}`));
  note('html', await driver.evaluate(ofFile(html.toString(), 'text/html')));
  note('md', ofMarkdown(md.toString()));
  note('csv', ofTable(csv.toString()));
  for (const [name, bytes] of Object.entries(unzipSync(epub))) {
    if (name.endsWith('article.xhtml')) note('epub', await driver.evaluate(ofFile(Buffer.from(bytes).toString(), 'application/xhtml+xml')));
    else if (/\.(opf|xml|xhtml)$/.test(name)) {
      const broken = `new DOMParser().parseFromString(${JSON.stringify(Buffer.from(bytes).toString())}, 'application/xml').querySelector('parsererror')?.textContent.slice(0, 200)`;
      note(name, [await driver.evaluate(broken)].filter(Boolean));
    }
  }
  return wrong;
}

async function known(driver, server) {
  const learned = new Set();
  for (const path of ['/doubtful', '/story', '/rich']) {
    await read({ driver, server }, path);
    await shows(driver, 'all of it', `document.querySelector('.foot') !== null`);
    await driver.clickInReader('[data-panel="save"]');
    for (const one of await driver.inReader(learning)) learned.add(one);
  }
  return [...learned];
}

async function run(test, pages, { min = 0 } = {}) {
  const { driver, server, assert } = test;
  const learned = await known(driver, server);
  const wrong = [];
  let entries = 0;
  for (const { path, some } of pages) {
    await driver.open(server.url + path);
    await driver.press();
    await waitFor(`the reader over ${path}`, async () => (await driver.inReader(`document.querySelector('.foot') !== null && document.querySelector('.waiting') === null`)) === true);
    const found = (await driver.inReader(inReader(learned))) ?? ['the reader is gone'];
    const saved = await files(driver);
    found.push(...(await wrongFiles(driver, saved)));
    const address = await driver.evaluate('location.pathname');
    if (address !== path) found.push(`the tab went to ${address}`);
    if (await driver.evaluate('window.pwned !== undefined')) found.push('a script ran in the page');
    entries += await driver.inReader(`new Set(document.querySelector('.body').textContent.match(/Entry \\d+ of/g)).size`);
    if (path === `/attack/body/${sets.length - 1}`) {
      const speakers = await driver.inReader(`[...new Set([...document.querySelectorAll('.speaker bdi')].map((one) => one.textContent))]`);
      assert.deepEqual(speakers, ['Harriet Okafor'], 'one name, however it was spelled');
    }
    if (found.length) wrong.push(`${path} (${some[0].name} to ${some.at(-1).name}):\n  ${[...new Set(found)].slice(0, 12).join('\n  ')}`);
  }
  assert.equal(wrong.length, 0, wrong.join('\n'));
  assert.ok(entries >= min, `${entries} of the lines between the attacks were read`);
}

/** Pictures of the page's own server are the article's, whatever they are called; nothing else may be asked for by anyone. */
function network(asked, server) {
  const wrong = elsewhere(asked, server.url);
  if (wrong.length) throw new Error(`asked for: ${JSON.stringify(wrong.slice(0, 10))}`);
}

const COUNT = text.length;
if (COUNT < FEWEST) throw new Error(`${COUNT} attacks are too few`);

export const tests = [
  {
    name: `${COUNT} attacks as pages and as files: nothing runs, nothing is asked for, nothing unknown is drawn`,
    pages: { ...routes(bodyPages), ...picture },
    patience: 240_000,
    network,
    check: (test) => run(test, bodyPages, { min: COUNT * 0.9 }),
  },
  {
    name: `${COUNT} attacks as metadata and as files`,
    pages: { ...routes(metadataPages), ...picture },
    patience: 240_000,
    network,
    check: (test) => run(test, metadataPages),
  },
  {
    name: `${COUNT} attacks as JSON-LD and as files`,
    pages: { ...routes(jsonPages), ...picture },
    patience: 240_000,
    network,
    check: (test) => run(test, jsonPages),
  },
  {
    name: 'the judges see what is wrong',
    async check({ driver, server, assert }) {
      const learned = await known(driver, server);
      assert.deepEqual(await driver.inReader(inReader(learned)), []);
      const planted = [
        ['script', {}], ['iframe', {}], ['img', { onerror: 'x' }], ['a', { href: ['javascript', 'x'].join(':') }], ['a', { href: '/x', ping: 'x' }], ['p', { style: 'background:url(x)' }],
        ['form', { action: 'x' }], ['p', { class: 'of-the-page' }], ['p', { id: 'of-the-page' }], ['img', { src: 'data:image/svg+xml,x' }], ['object', {}], ['svg', {}], ['template', {}],
      ];
      for (const [name, attributes] of planted) {
        const found = await driver.evaluate(`(() => {
          const page = document.implementation.createHTMLDocument('x');
          const one = page.createElement(${JSON.stringify(name)});
          for (const [key, value] of Object.entries(${JSON.stringify(attributes)})) one.setAttribute(key, value);
          page.body.className = 'article';
          page.body.append(one);
          return ${inReader(learned, 'page')}.filter((one) => !/body|"article"/.test(one));
        })()`);
        assert.ok(found.length > 0, `${name} ${JSON.stringify(attributes)}`);
      }
      const bad = await driver.inReader(`(() => { const name = document.querySelector('.speaker bdi'); name.textContent += '\u202e'; return ${inReader(learned)}; })()`);
      assert.ok(bad.some((one) => one.startsWith('unseen')), 'a name with what nobody sees');
      assert.ok((await driver.evaluate(ofFile('<p>x<img src=x onerror=y>', 'text/html'))).length > 0);
      assert.ok((await driver.evaluate(ofFile('<p xmlns="http://www.w3.org/1999/xhtml">x<br></p>', 'application/xhtml+xml'))).length > 0);
      for (const one of ['<b>', '[x](javascript:y)', '``<b>', '![x](file:///y)', '[x]: y']) assert.ok(ofMarkdown(one).length > 0, one);
      for (const one of ['`<b>`', '\\<b>', '```\n<b>\n```', '[x](https://y)']) assert.deepEqual(ofMarkdown(one), [], one);
      for (const one of ['a,=1\n', 'a,"\t=1"\n', 'a,\u200b=1\n', 'a,＝1\n']) assert.ok(ofTable(one).length > 0, one);
      assert.deepEqual(ofTable(`a,'=1\n"b, ""c""",-1\n`), []);
    },
  },
];
