// A site may be called like what every object has: nothing is remembered of it, and its pages open.
import assert from 'node:assert/strict';
import test from 'node:test';

test('a site called “constructor” has nothing put back, unless its reader asked for it', async () => {
  const kept = { putBack: JSON.parse('{"__proto__": ["a|p"], "page.example": ["b|q"]}') };
  globalThis.chrome = {
    storage: { local: { get: async () => kept, set: async () => {} }, onChanged: { addListener: () => {} } },
    runtime: { id: 'here' },
    i18n: { getMessage: () => '', getUILanguage: () => 'en' },
  };
  globalThis.document = { documentElement: { dataset: {}, style: { setProperty() {} } } };
  globalThis.addEventListener = () => {};
  const { wantedBack } = await import('../../extension/reader/left-out.js');
  const summary = { removed: [{ rule: 'a', place: 'p' }, { rule: 'b', place: 'q' }] };
  for (const [host, wanted] of [['constructor', []], ['valueof', []], ['__proto__', [0]], ['page.example', [1]], ['other.example', []]]) {
    assert.deepEqual(await wantedBack(summary, host), wanted, host);
  }
});
