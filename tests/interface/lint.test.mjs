// The lint forbids what turns a string into markup or code: each way is tried, so that a rule taken out is noticed.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { ESLint } from 'eslint';

const FORBIDDEN = [
  'node.innerHTML = text;',
  "node['innerHTML'] = text;",
  'const { innerHTML } = node; use(innerHTML);',
  'node.outerHTML = text;',
  "node.insertAdjacentHTML('beforeend', text);",
  'node.setHTML(text);',
  'node.setHTMLUnsafe(text);',
  'range.createContextualFragment(text);',
  'frame.srcdoc = text;',
  'document.write(text);',
  'document.writeln(text);',
  'eval(text);',
  'window.eval(text);',
  '(0, eval)(text);',
  'new Function(text)();',
  "setTimeout('run()', 1);",
  "node.href = 'javascript:run()';",
];

test('no string becomes markup or code', async () => {
  const lint = new ESLint();
  for (const folder of ['extension', 'www']) {
    for (const line of FORBIDDEN) {
      const [{ messages }] = await lint.lintText(`/* global node, text, range, frame, use */\n${line}\n`, { filePath: `${folder}/tried.js` });
      const rules = messages.filter((message) => message.severity === 2).map((message) => message.ruleId);
      assert.ok(rules.length > 0, `${folder}: the lint lets pass: ${line}`);
      assert.ok(!rules.includes(null), `${line}: ${JSON.stringify(messages)}`);
    }
  }
});

test('what is harmless passes', async () => {
  const lint = new ESLint();
  const [{ messages }] = await lint.lintText('document.body.append(document.createTextNode("a"));\n', { filePath: 'extension/tried.js' });
  assert.deepEqual(messages, []);
});
