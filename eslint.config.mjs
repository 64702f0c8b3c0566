// Lints of the scripts that ship, and of those that test them: what is surely a mistake, and what the house forbids.

const BROWSER = [
  'addEventListener', 'removeEventListener', 'clearInterval', 'setInterval', 'AbortController', 'Blob', 'CSS', 'CompressionStream', 'console', 'crypto', 'CustomEvent',
  'DOMParser', 'Document', 'Element', 'Event', 'EventTarget', 'FileReader', 'HTMLElement', 'HTMLFormElement', 'HTMLImageElement', 'HTMLTextAreaElement', 'Highlight', 'Image',
  'MessageChannel', 'MutationObserver', 'Node', 'NodeFilter', 'PerformanceObserver', 'Request', 'ResizeObserver', 'Response', 'SVGElement', 'SpeechSynthesisUtterance', 'Text',
  'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'WebAssembly', 'XMLSerializer', 'cancelAnimationFrame', 'clearTimeout', 'document', 'fetch',
  'getComputedStyle', 'getSelection', 'history', 'innerHeight', 'innerWidth', 'localStorage', 'location', 'matchMedia', 'navigator',
  'performance', 'queueMicrotask', 'requestAnimationFrame', 'scrollTo', 'scrollX', 'scrollY', 'setTimeout', 'window',
];
const NODE = ['AbortController', 'process', 'console', 'Buffer', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'TextDecoder', 'TextEncoder'];
const globals = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

/** `parsers`: ways of making a document from a string that this place has no need of. */
const rules = (parsers = []) => ({
  'array-callback-return': 'error', 'constructor-super': 'error', 'default-case-last': 'error', 'eqeqeq': 'error', 'for-direction': 'error',
  'getter-return': 'error', 'no-async-promise-executor': 'error', 'no-class-assign': 'error', 'no-compare-neg-zero': 'error',
  'no-cond-assign': 'error', 'no-const-assign': 'error', 'no-constant-condition': ['error', { checkLoops: false }], 'no-control-regex': 'error',
  'no-debugger': 'error', 'no-dupe-args': 'error', 'no-dupe-class-members': 'error', 'no-dupe-else-if': 'error', 'no-dupe-keys': 'error',
  'no-duplicate-case': 'error', 'no-duplicate-imports': 'error', 'no-empty': ['error', { allowEmptyCatch: true }], 'no-eval': 'error',
  'no-ex-assign': 'error', 'no-fallthrough': 'error', 'no-func-assign': 'error', 'no-implied-eval': 'error', 'no-import-assign': 'error',
  'no-inner-declarations': 'error', 'no-invalid-regexp': 'error', 'no-loss-of-precision': 'error', 'no-new-func': 'error',
  'no-prototype-builtins': 'error', 'no-redeclare': 'error', 'no-self-assign': 'error', 'no-self-compare': 'error', 'no-sparse-arrays': 'error',
  'no-this-before-super': 'error', 'no-undef': 'error', 'no-unreachable': 'error', 'no-unsafe-finally': 'error', 'no-unsafe-negation': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }], 'no-useless-catch': 'error', 'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }], 'use-isnan': 'error', 'valid-typeof': 'error', 'no-script-url': 'error',
  'no-restricted-properties': [
    'error',
    ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTML', 'setHTMLUnsafe', 'createContextualFragment', 'srcdoc', 'writeln', 'execScript', ...parsers].map((property) => ({
      property, message: 'Nodes are made one by one: no string ever becomes markup.',
    })),
    { object: 'document', property: 'write', message: 'No string ever becomes markup.' },
  ],
});

export default [
  { ignores: ['dist/', 'target/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['extension/**/*.js', 'www/**/*.js'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals(BROWSER) },
    rules: rules(['parseFromString', 'parseHTMLUnsafe']),
  },
  {
    // What is inert in a page, and a page that was dropped, is parsed into a document that runs nothing, to be captured.
    files: ['extension/capture.js', 'www/try.js'],
    rules: rules(),
  },
  {
    files: ['tests/e2e/*.mjs', 'tests/attacks/*.mjs', 'tests/interface/*.mjs', 'scripts/*.mjs'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals(NODE) },
    rules: rules(),
  },
];
