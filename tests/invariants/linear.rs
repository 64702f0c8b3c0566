//! Reading takes time in proportion to the page.
//!
//! Where something costs more, repetition brings it out: a page's content is put into it many times over, once side by side and
//! once each inside the one before, and eight times as much of it may cost at most three times eight times as much. Measured is
//! this thread's time on the processor, so that a busy machine fails no test.

use cpu_time::ThreadTime;
use std::time::Duration;
use verbatim::document::{Builder, Document, NodeId};

/// Nodes and bytes of the larger page.
const LARGE: usize = 32_000;
/// How many times smaller the smaller page is.
const STEP: usize = 8;
/// What may cost more than in proportion: larger pages miss the processor's caches more often.
const SLACK: u32 = 3;
/// A page read in this time needs no second look.
const QUICK: Duration = Duration::from_millis(150);

/// The same content `times` over: side by side, or each inside the innermost last element of the one before.
pub fn repeated(document: &Document, times: usize, nested: bool) -> Document {
    let mut builder = Builder::new(document.url(), document.base());
    let from = document.body();
    for _ in 0..times {
        let mut open: Vec<NodeId> = Vec::new();
        for id in document.descendants(from) {
            while open.last().is_some_and(|last| document.end(*last) <= id) {
                open.pop();
                builder.close();
            }
            if document.is_text(id) {
                builder.text(document.text(id));
                continue;
            }
            builder.open(document.tag(id), document.is_hidden(id));
            document.attributes(id).for_each(|(name, value)| builder.attribute(name, value));
            if let Some((width, height)) = document.image_size(id) {
                builder.image_size(width, height);
            }
            open.push(id);
        }
        if !nested {
            open.iter().for_each(|_| builder.close());
        }
    }
    builder.finish()
}

/// The processor time of reading a page and writing it out.
fn cost(document: &Document) -> Duration {
    let begun = ThreadTime::now();
    let reading = verbatim::read(document);
    std::hint::black_box((reading.html(), reading.markdown(), reading.json()));
    begun.elapsed()
}

fn size(document: &Document) -> usize {
    document
        .all()
        .map(|id| 1 + document.text(id).len() + document.attributes(id).map(|(_, value)| value.len()).sum::<usize>())
        .sum()
}

/// Holds a page's content, many times over, to linear time.
pub fn page(document: &Document) {
    let times = (LARGE / size(document).max(1)).clamp(STEP, LARGE);
    for nested in [false, true] {
        let large = repeated(document, times, nested);
        let name = if nested { "inside each other" } else { "side by side" };
        // Of some pages a smaller copy is read as hardly any article: what is kept of both must be alike before their times can be.
        let kept = |document: &Document| verbatim::read(document).text().len();
        let whole = kept(&large);
        let is_alike = |few: &usize| kept(&repeated(document, *few, nested)) * 4 * times >= whole * few;
        if let Some(few) = (times / STEP..).take(4).find(is_alike) {
            hold(name, || cost(&large), || cost(&repeated(document, few, nested)));
        }
    }
}

/// Holds the search for quotes in a text, many times over, to linear time; once as one paragraph, once as many.
pub fn quotes(text: &str) {
    let find = |text: &str| {
        std::hint::black_box(verbatim::read_quotes(text));
    };
    self::text(text, find);
    self::text(&format!("{text}\n"), find);
}

/// Holds what is done with a text, many times over, to linear time.
pub fn text(text: &str, read: impl Fn(&str)) {
    let times = (LARGE / text.len().max(1)).clamp(STEP, LARGE);
    let cost = |times: usize| {
        let text = text.repeat(times);
        let begun = ThreadTime::now();
        read(&text);
        begun.elapsed()
    };
    hold("a text", || cost(times), || cost(times / STEP));
}

/// Compares two costs, of something and of an eighth of it, the best of three each: the first measurement of a moment's bad luck proves nothing.
pub fn hold(name: &str, large: impl Fn() -> Duration, small: impl Fn() -> Duration) {
    let first = large();
    if first < QUICK {
        return;
    }
    let most = |small: Duration| small * STEP as u32 * SLACK;
    if first <= most(small()) {
        return;
    }
    let best = |cost: &dyn Fn() -> Duration| (0..3).map(|_| cost()).min().unwrap_or_default();
    let (large, small) = (best(&large).min(first), best(&small));
    assert!(
        large < QUICK || large <= most(small),
        "{name}: {STEP} times the page takes {large:?}, not {small:?} times {STEP}"
    );
}
