//! Native time of each stage on the golden pages, one core: `cargo bench --features bench`. Beside it the same pages through dom_smoothie,
//! HTML in and text out.
#![allow(clippy::expect_used)] // a benchmark may fail loudly
#![allow(missing_docs)] // what criterion's macros make

use criterion::{criterion_group, criterion_main, BatchSize, Criterion};
use std::hint::black_box;
use verbatim::document::Document;
use verbatim::steps::{Outcome, Steps};

#[path = "../tests/pages/list.rs"]
mod list;

const URL: &str = "https://page.example/story";

fn documents() -> Vec<Document> {
    list::PAGES.iter().map(|(_, html)| verbatim::html::document(html, URL)).collect()
}

/// A reading of the document with so many steps taken.
fn underway(document: &Document, taken: u32) -> Steps {
    let mut steps = Steps::default();
    for _ in 0..taken {
        match steps.advance(document) {
            Outcome::Underway(next) => steps = next,
            Outcome::Done(_) => return Steps::default(),
        }
    }
    steps
}

/// Each stage by itself, over all golden pages.
fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stages");
    let documents = documents();
    group.bench_function("parse", |bench| bench.iter(|| black_box(self::documents()).len()));
    for taken in 0..Steps::COUNT {
        let name = documents.first().map_or("none", |document| underway(document, taken).next().0);
        group.bench_function(name, |bench| {
            let before = || documents.iter().map(|document| (document, underway(document, taken))).collect::<Vec<_>>();
            let step = |all: Vec<(&Document, Steps)>| -> Vec<Outcome> {
                all.into_iter().map(|(document, steps)| steps.advance(document)).collect()
            };
            bench.iter_batched(before, step, BatchSize::SmallInput);
        });
    }
    group.finish();
}

/// HTML in, text out: this crate and dom_smoothie on the same pages.
fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("html to text");
    group.bench_function("verbatim", |bench| {
        bench.iter(|| {
            let read = |html: &str| verbatim::read(&verbatim::html::document(html, URL)).text().len();
            list::PAGES.iter().map(|(_, html)| read(html)).sum::<usize>()
        });
    });
    group.bench_function("dom_smoothie", |bench| {
        bench.iter(|| {
            let read = |html: &str| {
                let mut readability = dom_smoothie::Readability::new(html, Some(URL), None).expect("a page");
                readability.parse().map_or(0, |article| article.text_content.len())
            };
            list::PAGES.iter().map(|(_, html)| read(html)).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, stages, whole);
criterion_main!(benches);
