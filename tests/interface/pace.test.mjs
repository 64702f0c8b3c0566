// Long work rests and can be stopped; short work never does anything but work.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce, Pace } from '../../extension/pace.js';

globalThis.requestAnimationFrame = (act) => setTimeout(act, 1);

/** Work of so many pieces, each of so many ms. `ended` is called when it gives back what it holds. */
function* work(pieces, ms, ended = () => {}) {
  try {
    for (let done = 0; done < pieces; done += 1) {
      for (const until = performance.now() + ms; performance.now() < until; );
      yield { done, of: pieces };
    }
    return 'all of it';
  } finally {
    ended();
  }
}

test('short work neither rests nor is talked about', async () => {
  const said = [];
  let turns = 0;
  const turn = setInterval(() => { turns += 1; });
  assert.equal(await new Pace({ say: (one) => said.push(one) }).run(work(50, 0)), 'all of it');
  clearInterval(turn);
  assert.deepEqual([said, turns], [[], 0]);
});

test('long work says how far it has come and lets others have their turn', async () => {
  const said = [];
  let turns = 0;
  const turn = setInterval(() => { turns += 1; });
  assert.equal(await new Pace({ say: (one) => said.push(one) }).run(work(10, 40)), 'all of it');
  clearInterval(turn);
  assert.ok(said.length >= 2 && said.length <= 4, `${said.length} rests`);
  assert.ok(turns >= said.length);
});

test('waiting for something else is not work', async () => {
  const said = [];
  const pace = new Pace({ say: (one) => said.push(one) });
  await new Promise((resolve) => setTimeout(resolve, 150));
  await pace.run(work(3, 0));
  assert.deepEqual(said, []);
});

test('stopped work throws and gives back what it holds', async () => {
  const stopping = new AbortController();
  let ended = 0;
  const pace = new Pace({ signal: stopping.signal, say: () => stopping.abort() });
  await assert.rejects(pace.run(work(100, 40, () => { ended += 1; })), { name: 'AbortError' });
  assert.equal(ended, 1);
});

test('the same work is done in one go', () => assert.equal(atOnce(work(3, 0)), 'all of it'));
