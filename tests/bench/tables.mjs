// The figures as Markdown, each bar beside what was measured.

import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { STAGES } from './measure.mjs';
import { median, quantile, ratio, times } from './figures.mjs';

const number = (value, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
const ms = (value) => number(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map((_, at) => (at ? '---:' : '---'))), ...rows.map(row)].join('\n');
const share = (value) => (value < 1 ? `1/${number(1 / value, 1)}` : number(value, 2));

function version(program, ...words) {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n')[0];
  } catch {
    return `no ${program}`;
  }
}

const npm = (name) => JSON.parse(execFileSync('npm', ['ls', name, '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).dependencies?.[name]?.version ?? '?';

function head(result) {
  const [cpu] = cpus();
  return [
    '# Benchmarks', '',
    'Written by the command below; every figure is of that one run. What a page took of something is the median of its rounds; ratios are taken',
    'round by round, where the two stand next to each other in time, and then page by page.', '',
    table(['', ''], [
      ['Command', `\`./build.sh bench ${result.command.map((word) => (word.startsWith('/') ? 'DIR' : word)).join(' ')}\``],
      ['Machine', `${cpus().length} × ${cpu.model}, ${Math.round(totalmem() / 2 ** 30)} GB; load at the end ${loadavg().map((one) => number(one, 1)).join(' ')}`],
      ['Versions', [result.browser, `Node ${process.version}`, version('rustc', '--version'), `Readability ${npm('@mozilla/readability')}`, `Defuddle ${npm('defuddle')}`].filter(Boolean).join('; ')],
      ['Pages', result.pages ? `${result.pages.length} of ${result.folder}, ${result.rounds} rounds, ${Math.round(median(result.pages.map((page) => page.nodes)))} nodes at the median` : '–'],
      ...(loadavg()[2] > cpus().length ? [['Beware', 'the machine was busy with other work: trust ratios, not milliseconds']] : []),
      ['Date', new Date(result.begun).toISOString().slice(0, 10)],
    ]),
  ];
}

const ROWS = [
  ['Verbatim: capture', 'ours.capture'],
  ['Verbatim: transfer (structured clone)', 'ours.transfer'],
  ['Verbatim: read, quotes included (WebAssembly)', 'ours.read'],
  ...STAGES.map((stage) => [`– ${stage}`, `ours.${stage}`]),
  ['Verbatim: render', 'ours.render'],
  ['**Verbatim: capture + read + render**', 'ours.all'],
  ['Readability: clone + parse', 'readability'],
  ['Defuddle: parse', 'defuddle'],
  ['TreeWalker with the same reads (the floor)', 'floor'],
  ['TreeWalker, nothing read', 'walk'],
];

const timesTable = (pages, rows) =>
  table(['ms, over pages', 'median', 'p95', 'worst', 'first round'], rows.map(([title, key]) => {
    const figure = times(pages, key);
    return [title, ms(figure.median), ms(figure.p95), ms(figure.worst), ms(figure.first)];
  }));

const ratioTable = (pages, rows) =>
  table(['times as long', 'median page', 'p95', 'worst page', 'of the medians', 'of the p95s'], rows.map(([title, over, under]) => {
    const figure = ratio(pages, over, under);
    return [title, ...[figure.median, figure.p95, figure.worst, figure.ofMedians, figure.ofP95s].map(share)];
  }));

const holds = (is) => (is ? 'holds' : '**missed**');

/** The bars and what this run measured of them. */
function bars(result) {
  const rows = [];
  const add = (what, bar, measured, is) => rows.push([what, bar, measured, holds(is)]);
  if (result.pages?.[0]?.rounds[0].readability !== undefined) {
    const pages = result.pages;
    const reader = ratio(pages, 'ours.all', 'readability');
    const defuddle = ratio(pages, 'ours.all', 'defuddle');
    const floor = ratio(pages, 'ours.capture', 'floor');
    const own = ratio(pages, 'ours.read', 'ours.capture');
    add('all against Readability, median page', '≤ 1/6', share(reader.median), reader.median <= 1 / 6);
    add('the same, p95 against p95', '≤ 1/8', share(reader.ofP95s), reader.ofP95s <= 1 / 8);
    add('the same, slower on', 'no page', `${reader.slower} pages (worst ${share(reader.worst)})`, reader.slower === 0);
    add('all against Defuddle, median page', '≤ 1/20', share(defuddle.median), defuddle.median <= 1 / 20);
    add('capture against the floor, median page', '≤ 1.5', share(floor.median), floor.median <= 1.5);
    add('read against the capture, median page', '≤ 1', share(own.median), own.median <= 1);
    const memory = median(pages.map(({ reads: { ours } }) => ours.grown / ours.bytes));
    const peak = median(pages.map(({ reads: { ours } }) => ours.heap / ours.bytes));
    add('WASM memory taken, in bytes of the snapshot, median page', '≤ 5', `${number(memory)} (whole heap ${number(peak)})`, memory <= 5);
  }
  if (result.click?.length) {
    const more = median(result.click.map(overEmpty));
    add('click to painted article, over an empty frame, median page', '≤ 60 ms', `${ms(more)} ms`, more <= 60);
  }
  if (result.growth?.length) {
    const [least, most] = [perNode(result.growth[0]), perNode(result.growth[result.growth.length - 1])];
    add('time per node at 200 k against 1 k nodes', '≤ 1.5', number(most / least), most <= 1.5 * least);
  }
  if (result.hard?.length) {
    const slowest = Math.max(...result.hard.map(({ verbatim }) => verbatim.painted));
    const longest = Math.max(...result.hard.map(({ verbatim }) => verbatim.longest));
    add('hard pages: slowest first paint', '≤ 1 s', `${ms(slowest)} ms`, slowest <= 1000);
    add('hard pages: the page’s thread blocked at the longest', '≤ 100 ms', `${ms(longest)} ms`, longest <= 100);
  }
  if (result.size) {
    const { raw, gzip } = result.size.files['verbatim_bg.wasm'];
    add('module, raw', '≤ 550 KB', `${number(raw / 1000, 0)} KB`, raw <= 550_000);
    add('module, gzip -9', '≤ 220 KB', `${number(gzip / 1000, 0)} KB`, gzip <= 220_000);
  }
  return rows.length ? ['## Bars', '', table(['what', 'bar', 'measured', ''], rows)] : [];
}

const overEmpty = ({ rounds }) => median(rounds.map(({ verbatim, empty }) => verbatim.painted - empty.painted));
const perNode = ({ reads: { ours }, rounds }) => median(rounds.map((round) => round['ours.all'])) / ours.taken;

function pagesPart(result) {
  if (!result.pages?.length) return [];
  const versus = [
    ['Verbatim / Readability', 'ours.all', 'readability'], ['Verbatim / Defuddle', 'ours.all', 'defuddle'],
    ['capture / floor', 'ours.capture', 'floor'], ['read / capture', 'ours.read', 'ours.capture'],
  ];
  const other = result.pages[0].reads.other
    ? ['', '### Beside another build', '', ratioTable(result.pages, ['capture', 'transfer', 'read', ...STAGES, 'render', 'all'].map((one) => [`${one}: this / the other`, `ours.${one}`, `other.${one}`]))]
    : [];
  const heap = (of) => [median(result.pages.map(of)), quantile(result.pages.map(of), 0.95)];
  return [
    '## Pages', '', timesTable(result.pages, ROWS), '', ratioTable(result.pages, versus), ...other, '',
    table(['memory', 'median', 'p95'], [
      ['snapshot, KB', ...heap(({ reads }) => reads.ours.bytes / 1000).map((one) => number(one, 0))],
      ['heap taken by the reading, KB', ...heap(({ reads }) => reads.ours.grown / 1000).map((one) => number(one, 0))],
      ['taken / snapshot', ...heap(({ reads }) => reads.ours.grown / reads.ours.bytes).map((one) => number(one))],
      ['whole heap / snapshot', ...heap(({ reads }) => reads.ours.heap / reads.ours.bytes).map((one) => number(one))],
    ]), '',
    `The module starts in ${ms(result.start)} ms (fetched from this machine, compiled, instantiated), while the page is captured.`,
  ];
}

function growthPart({ growth }) {
  if (!growth?.length) return [];
  return ['## Growth', '', 'Microseconds per node taken down, for the floor per node, median of the rounds; memory in bytes of the snapshot.', '',
    table(['page', 'nodes', 'taken down', 'floor', 'capture', 'read', ...STAGES, 'render', 'together', 'memory'], growth.map((page) => {
      const { grown, bytes, taken } = page.reads.ours;
      const per = (key) => number((1000 * median(page.rounds.map((round) => round[key]))) / (key === 'floor' ? page.nodes : taken), 2);
      return [page.name, String(page.nodes), String(taken), per('floor'), ...['capture', 'read', ...STAGES, 'render', 'all'].map((key) => per(`ours.${key}`)), number(grown / bytes)];
    }))];
}

function clickPart({ click }) {
  if (!click?.length) return [];
  const of = (name, key) => click.map(({ rounds }) => median(rounds.map((round) => round[name][key] ?? NaN))).filter(Number.isFinite);
  const line = (title, values) => [title, ms(median(values)), ms(quantile(values, 0.95)), ms(Math.max(...values))];
  const marks = [...new Set(click.flatMap(({ rounds }) => rounds.flatMap(({ verbatim }) => Object.keys(verbatim))))].filter((one) => one !== 'painted' && one !== 'frame');
  return ['## From the click', '', `The real button, ${click.length} pages; ms from the press.`, '',
    table(['ms', 'median', 'p95', 'worst'], [
      line('empty frame: painted', of('empty', 'painted')),
      line('Verbatim: frame begins', of('verbatim', 'frame')),
      ...marks.map((mark) => line(`Verbatim: ${mark.replace('verbatim ', '')}`, of('verbatim', mark))),
      line('Verbatim: article painted', of('verbatim', 'painted')),
      line('more than the empty frame', click.map(overEmpty)),
    ])];
}

function hardPart({ hard }) {
  if (!hard?.length) return [];
  return ['## Hard pages', '', 'The real button, one press each; “blocked” is the longest time the page’s own thread did not answer (its longest before the press in brackets).', '',
    table(['page', 'painted, ms', 'whole, ms', 'blocked, ms', 'empty frame: painted', 'blocked', 'said'], hard.map(({ name, verbatim, empty }) => [
      name, ms(verbatim.painted), ms(verbatim.done), `${ms(verbatim.longest)} (${ms(verbatim.idle)})`, ms(empty.painted), ms(empty.longest), verbatim.said || '–',
    ]))];
}

function sizePart({ size }) {
  if (!size) return [];
  const files = Object.entries(size.files).map(([name, { raw, gzip }]) => [name, String(raw), String(gzip)]);
  const parts = size.crates?.map(({ name, bytes }) => [name, number(bytes / 1000, 1)]) ?? [];
  return ['## Size', '', table(['file', 'bytes', 'gzip -9'], files), ...(parts.length ? ['', table(['part of the module', 'KB'], parts)] : [])];
}

/** All of it, as the text of BENCHMARKS.md. */
export function tables(result) {
  const parts = [head(result), bars(result), pagesPart(result), growthPart(result), clickPart(result), hardPart(result), sizePart(result)];
  return `${parts.filter((part) => part.length).map((part) => part.join('\n')).join('\n\n')}\n`;
}
