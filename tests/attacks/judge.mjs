// What of a document is not as it must be. The judges are functions that run in a browser, on a document: they stand alone.

/** Elements that come of a page, and the attributes that the core gives them; reader and files add what stands below. */
const TEXT = {
  a: 'href rel class', img: 'src alt loading decoding referrerpolicy width height class', ol: 'start', td: 'colspan rowspan data-at class', th: 'colspan rowspan data-at class',
  span: 'class data-speaker', code: 'class data-at', math: 'display',
};
for (const name of ('p h1 h2 h3 h4 h5 h6 ul li dl dt dd blockquote figure figcaption pre table caption tbody tr br hr em strong sub sup del ins mark kbd samp var s u small ' +
  'cite dfn b i abbr q mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mfenced menclose mpadded mphantom ' +
  'mstyle merror mmultiscripts mprescripts none semantics').split(' ')) TEXT[name] ??= '';


/** The reader: what its own parts look like is learned from a page without attacks (`known`: "tag attribute" of every element there). */
export const READER = {
  ...TEXT,
  any: 'data-at class tabindex',
  ol: 'start data-at', h1: 'class data-at', h2: 'class data-at', header: 'class dir', div: 'class dir tabindex role aria-label', article: 'class lang',
  span: 'class data-quote data-kind data-speaker data-voice data-name data-removed hidden dir aria-hidden', time: 'class datetime dir', bdi: '',
  button: 'type class data-of data-voice aria-label aria-haspopup style', footer: 'class', pre: 'tabindex data-at class',
};

/** A file: nothing that a page does not need to be read. */
export const FILE = {
  ...TEXT, html: 'lang xml:lang dir xmlns', head: '', body: '', title: '', style: '', header: '', article: 'class', annotation: 'encoding', section: '', meta: 'charset',
  link: 'rel type href', p: 'class', span: 'class data-speaker title', h2: 'id', h3: 'id', h4: 'id', h5: 'id', h6: 'id', img: 'src alt width height', a: 'href rel class', code: 'class', td: 'colspan rowspan', th: 'colspan rowspan', math: 'display xmlns',
};

/**
 * Runs in the reader, or on a file's document. Gives what is wrong, in words.
 *
 * @param {Document} page
 * @param {Record<string, string>} allowed
 * @param {string[]} known
 */
function judge(page, allowed, known) {
  const wrong = [];
  const learned = new Set(known);
  // eslint-disable-next-line no-control-regex
  const unseen = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/u;
  const HTML = 'http://www.w3.org/1999/xhtml';
  const MATH = 'http://www.w3.org/1998/Math/MathML';
  for (const one of page.querySelectorAll('*')) {
    const name = one.localName;
    const isOwn = learned.has(`${name} `) && !one.closest('.article');
    const list = Object.hasOwn(allowed, name) ? `${allowed[name]} ${allowed.any ?? ''}`.split(' ') : undefined;
    const isNamed = one.namespaceURI === HTML || (one.namespaceURI === MATH && one.closest('math')) || isOwn;
    if ((!list && !isOwn) || !isNamed) {
      wrong.push(`<${one.prefix ?? ''}${name}> in ${one.namespaceURI}`);
      continue;
    }
    for (const { name: key, value } of [...one.attributes]) {
      const fits = {
        href: () => (name === 'link' ? ['style.css', ...known].includes(value) || learned.has(`link href ${value}`) : /^(https?:\/\/|mailto:|tel:)/.test(value)),
        src: () => (name === 'script' ? learned.has(`script src ${value}`) : /^(https?:\/\/|data:image\/(png|jpeg|gif|webp|avif)[;,][\x21-\x7e]*$)/i.test(value)),
        style: () => !/url|expression|image|@|\\/i.test(value),
        rel: () => /^(noopener noreferrer|stylesheet|preload|modulepreload)$/.test(value),
        class: () => value.split(' ').every((word) => learned.has(`.${word}`) || ['player', 'video', 'audio', 'embed', 'unknown', 'unsized', 'small', 'missing', 'gone', 'folded'].includes(word)) || /^language-[\w+#-]{1,23}$/.test(value) || value === '',
        xmlns: () => [HTML, MATH].includes(value),
        dir: () => /^(ltr|rtl|auto)$/.test(value),
        lang: () => /^[A-Za-z0-9-]{2,35}$/.test(value),
        id: () => /^(part-\d+|voices)$/.test(value) || learned.has(`#${value}`),
      };
      const isKnown = list?.includes(key) || learned.has(`${name} ${key}`) || (key === 'hidden' && isOwn);
      if (!isKnown || (Object.hasOwn(fits, key) && !fits[key]())) wrong.push(`${key}="${value.slice(0, 80)}" on <${name}>`);
    }
    if (/^(SCRIPT|META|BASE)$/i.test(name) && !isOwn && !list) wrong.push(`<${name}>`);
  }
  for (const one of page.querySelectorAll('.title, .site, .byline, .speaker, .speakers, title, h3')) {
    if (one.closest('.body') && one.localName === 'h3') continue;
    if (unseen.test(one.textContent)) wrong.push(`unseen in ${JSON.stringify(one.textContent.slice(0, 80))}`);
  }
  if (page.defaultView?.pwned !== undefined) wrong.push('a script ran');
  return wrong;
}

/** Runs in the reader: what there is on a page without attacks. @param {Document} page */
function learn(page) {
  const known = new Set();
  for (const one of page.querySelectorAll('*')) {
    known.add(`${one.localName} `);
    for (const { name, value } of [...one.attributes]) {
      known.add(`${one.localName} ${name}`);
      if (['src', 'href'].includes(name) && ['link', 'script'].includes(one.localName)) known.add(`${one.localName} ${name} ${value}`);
    }
    if (one.id) known.add(`#${one.id}`);
    for (const word of one.classList) known.add(`.${word}`);
  }
  return [...known];
}

export const learning = `(${learn})(document)`;
export const inReader = (known, page = 'document') => `(${judge})(${page}, ${JSON.stringify(READER)}, ${JSON.stringify(known)})`;

const classes = ['.quote', '.facts', '.verbatim'];
/** Judges a file's text: as HTML or, for books, as XHTML, which must be well formed. */
export const ofFile = (text, type) => `(() => {
  const page = new DOMParser().parseFromString(${JSON.stringify(text)}, ${JSON.stringify(type)});
  if (page.querySelector('parsererror')) return ['not well formed: ' + page.querySelector('parsererror').textContent.slice(0, 200)];
  return (${judge})(page, ${JSON.stringify(FILE)}, ${JSON.stringify(classes)});
})()`;

/** Cells of a table (RFC 4180). */
export function cells(text) {
  const rows = [];
  let [cell, row, quoted] = ['', [], false];
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(cell.replace(/\r$/, ''));
      cell = '';
      if (c === '\n') {
        rows.push(row);
        row = [];
      }
    } else cell += c;
  }
  return rows;
}

/** What a table may not hold. */
export function ofTable(text) {
  const rows = cells(text.replace(/^\uFEFF/, ''));
  const wrong = rows.some((row) => row.length !== rows[0].length) ? ['rows of different lengths'] : [];
  for (const cell of rows.flat()) {
    if (/[\u202a-\u202e\u2066-\u2069]/.test(cell)) wrong.push(`a mark of direction: ${JSON.stringify(cell.slice(0, 60))}`);
    if (/^[\s\p{Cf}\p{Mn}]*[=+@\u{FF1D}\u{FF0B}\u{FF20}\u{FF0D}\u{FE62}\u{FE63}\u{FE66}\u{FE6B}-]/u.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell)) wrong.push(`a formula: ${cell.slice(0, 60)}`);
  }
  return wrong;
}

/** What Markdown may not hold outside code: HTML, links that lead where none may. */
export function ofMarkdown(text) {
  const prose = text.replace(/^---\n[^]*?\n---\n/, '').replace(/^[ >:-]*(`{3,})[^\n]*\n[^]*?\n[ >]*\1$/gm, '').replace(/\\[^\n]/g, '').replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
  const html = [...prose.matchAll(/<(?!\/?su[bp]>)[^\n]{0,60}/g)].map(([found]) => `HTML: ${found}`);
  const links = [...prose.matchAll(/\](?:\((?!https?:\/\/|mailto:|tel:|data:image\/)|\[|:)[^\n]{0,60}/g)].map(([found]) => `link: ${found}`);
  return [...html, ...links];
}
