// From every page's times to figures. A page's figure is the median of its rounds; a ratio is taken round by round, where the two stand
// next to each other in time, then page by page: a long page weighs as much as a short one.

/** The value below which a share of the numbers lies, between neighbours by straight line; NaN of none. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

export const median = (numbers) => quantile(numbers, 0.5);

/** Below the clock's tick, in ms, a ratio says nothing. */
const TICK = 0.005;

/** What one page took of something, in ms: the median of its rounds. */
const ofPage = (page, key) => median(page.rounds.map((round) => round[key] ?? 0));

/** `{ median, p95, worst, first }` over pages, in ms; `first` is the median of the first rounds, nothing of them warm. */
export function times(pages, key) {
  const each = pages.map((page) => ofPage(page, key));
  return { median: median(each), p95: quantile(each, 0.95), worst: Math.max(...each), first: median(pages.map((page) => page.rounds[0][key] ?? 0)) };
}

/** How many times as long `over` takes as `under`: `{ median, p95, worst, ofMedians, ofP95s }`, the last two of the pages' times. */
export function ratio(pages, over, under) {
  const each = pages.map((page) => median(page.rounds.map((round) => round[over] / Math.max(round[under], TICK))));
  const [upper, lower] = [times(pages, over), times(pages, under)];
  return {
    median: median(each), p95: quantile(each, 0.95), worst: Math.max(...each),
    ofMedians: upper.median / lower.median, ofP95s: upper.p95 / lower.p95,
    slower: each.filter((one) => one > 1).length,
  };
}
