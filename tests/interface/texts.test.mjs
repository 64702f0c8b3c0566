// Every text a person sees stands in every language: no key is missing, none is left over, none is asked for that is not there.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url).pathname;
const LOCALES = readdirSync(join(ROOT, 'extension/_locales')).sort();
const messages = Object.fromEntries(LOCALES.map((name) => [name, JSON.parse(readFileSync(join(ROOT, 'extension/_locales', name, 'messages.json'), 'utf8'))]));
const english = Object.keys(messages.en);
const counted = english.filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -'_other'.length));

const sources = ['extension', 'www'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|html|json)$/.test(entry.name) && !entry.parentPath.includes('_locales'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')));

/** The forms that a language counts by, the rare one for millions aside. */
function forms(locale) {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  return pluralCategories.filter((form) => form !== 'many' || locale === 'ar');
}

test('there are five languages', () => assert.deepEqual(LOCALES, ['ar', 'de', 'en', 'es', 'fr']));

for (const locale of LOCALES) {
  test(`${locale} has every text and no other`, () => {
    const plain = english.filter((key) => !counted.some((base) => key.startsWith(`${base}_`)));
    const wanted = [...plain, ...counted.flatMap((base) => forms(locale).map((form) => `${base}_${form}`))];
    assert.deepEqual(Object.keys(messages[locale]).sort(), wanted.sort());
    for (const [key, { message }] of Object.entries(messages[locale])) assert.ok(message.trim() !== '', key);
    assert.equal(messages[locale].language.message, locale);
  });

  test(`${locale} fills in what English fills in`, () => {
    for (const key of english) {
      const places = (name) => new Set(messages[name][key].message.match(/\$\d/g) ?? []);
      // "One minute" may be said without a figure.
      if (/_(one|zero|two)$/.test(key)) continue;
      assert.deepEqual(places(locale), places('en'), key);
    }
  });
}

test('every key that the code names is there', () => {
  const named = new Set();
  for (const text of sources) {
    for (const [, key] of text.matchAll(/\bmessage\("([A-Za-z_]+)"/g)) named.add(key);
    for (const [, key] of text.matchAll(/\bcounted\("([A-Za-z]+)"/g)) named.add(`${key}_other`);
    for (const [, key] of text.matchAll(/data-(?:message|label)="([A-Za-z]+)"/g)) named.add(key);
    for (const [, key] of text.matchAll(/__MSG_([A-Za-z]+)__/g)) named.add(key);
    for (const [, key] of text.matchAll(/\btitle: "([a-zA-Z]+)"/g)) named.add(key);
  }
  assert.ok(named.size > 90, `${named.size} keys`);
  for (const key of named) assert.ok(english.includes(key), key);
});

test('no text stands in code', () => {
  for (const text of sources) {
    for (const [line] of text.matchAll(/^.*\b(text|title|"aria-label"): "[A-Z][^"]*".*$/gm)) assert.fail(line.trim());
  }
});
