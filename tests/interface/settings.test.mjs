// A change comes back to the tab that made it, late: what was chosen since must stand.
import assert from 'node:assert/strict';
import test from 'node:test';

test('changes in quick succession all stand, and another tab’s change is taken', async () => {
  const listeners = [];
  const kept = {};
  const echoes = [];
  globalThis.chrome = {
    storage: {
      local: { get: async (key) => ({ [key]: kept[key] }), set: async (values) => void echoes.push(JSON.parse(JSON.stringify(values))) },
      onChanged: { addListener: (listener) => listeners.push(listener) },
    },
    runtime: { id: 'here' },
  };
  globalThis.document = { documentElement: { dataset: {}, style: { setProperty() {} } } };
  globalThis.addEventListener = () => {};
  const { Preferences } = await import('../../extension/reader/settings.js');
  const preferences = new Preferences();
  await preferences.load();
  const tell = (values) => listeners.forEach((listener) => listener({ settings: { newValue: values.settings } }, 'local'));
  preferences.change({ size: 150 });
  preferences.change({ lines: 190 });
  tell(echoes[0]);
  preferences.change({ letters: 6 });
  tell(echoes[1]);
  assert.deepEqual([preferences.values.size, preferences.values.lines, preferences.values.letters], [150, 190, 6]);
  tell(echoes[2]);
  tell({ settings: { ...preferences.values, size: 90 } });
  assert.equal(preferences.values.size, 90);
});
