// Reading aloud. Test machines have no voices, so the system's is stood in for by one that writes down what it is told to say.

import { press, read, shows } from './reader.mjs';

const STAND_IN = (count) => `(() => {
  window.said = [];
  const voices = Array.from({ length: ${count} }, (_, at) => ({ name: 'Voice ' + at, lang: 'en-GB', localService: at < 3, default: at === 0 }));
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak(one) { window.said.push([one.voice.name, one.pitch, one.rate, one.text]); window.last = one; },
    cancel() {},
  });
  Object.defineProperty(window, 'speechSynthesis', { value: speech, configurable: true });
  return true;
})()`;
const NEXT = `(window.last.dispatchEvent(new Event('end')), window.said.length)`;

export const tests = [
  {
    name: 'read aloud: the text in one voice, each speaker in another, announced by name; the sentence is marked',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story');
      await driver.inReader(STAND_IN(5));
      await press(driver, '[data-panel="listen"]', 'the panel', `document.querySelector('[data-act="play"]') !== null`);
      await press(driver, '[data-act="play"]', 'speech', `window.said.length > 0`);
      assert.match((await driver.inReader('window.said'))[0][3], /^The 212 people of Skarrow/);
      assert.equal(await driver.inReader(`String([...CSS.highlights.get('spoken')][0]).startsWith('The 212 people')`), true);
      for (let at = 0; at < 6; at += 1) await driver.inReader(NEXT);
      const said = await driver.inReader('window.said');
      const quote = said.find(([, , , text]) => text.startsWith('We were told'));
      const announced = said[said.indexOf(quote) - 1];
      assert.equal(announced[3], 'Morag Sinclair:');
      assert.equal(announced[0], 'Voice 0');
      assert.notEqual(quote[0], 'Voice 0');
      assert.ok(said.every(([name]) => Number(name.slice(-1)) < 3), 'no voice that sends the text away');
      const between = said.find(([, , , text]) => text.includes('who chairs'));
      assert.equal(between[0], 'Voice 0');
      await driver.clickInReader('[data-act="play"]');
      await shows(driver, 'the pause', `document.querySelector('[data-act="play"]').textContent === 'Play'`);
      await driver.clickInReader('[data-act="stop-aloud"]');
      await shows(driver, 'no mark', `!CSS.highlights.has('spoken')`);
    },
  },
  {
    name: 'without a voice the control says so',
    async check(test) {
      const { driver, assert } = test;
      await read(test, '/story');
      await driver.inReader(STAND_IN(0));
      await press(driver, '[data-panel="listen"]', 'the panel', `document.querySelector('[data-act="play"]') !== null`);
      assert.match(await driver.inReader(`document.querySelector('.aloud-status').textContent`), /no voice/);
      assert.equal(await driver.inReader(`document.querySelector('[data-act="play"]').disabled`), true);
    },
  },
];
