//! Where the article is: every block of the page is described ([`features`]), judged by a learned model ([`trees`],
//! [`weights`]) and then the whole is put in order ([`choose`]): an article is mostly contiguous, a heading goes with what
//! follows it.

mod around;
mod book;
pub mod choose;
mod context;
pub mod evidence;
pub mod features;
mod group;
mod kind;
mod notes;
#[cfg(feature = "train")]
pub mod train;
mod weights;
mod words;

use crate::block::Blocks;
use crate::document::Document;
use crate::model::{Metadata, Post, Region, Removal};
use crate::trees::{Compact, Stored, Table};

// A model trained on other features says nothing: retrain (`cargo run --release --features train --bin train`).
#[cfg(not(feature = "train"))]
const _: () = assert!(weights::FEATURES == features::COUNT);
#[cfg(feature = "train")]
const _: usize = weights::FEATURES;

/// Chooses the article's blocks and the region they lie in. `clutter` has been decided and stays out; what `posts` hold stays. Linear in
/// the page.
pub fn region(
    document: &Document,
    blocks: &Blocks,
    metadata: &Metadata,
    clutter: &[Removal],
    posts: &[Post],
) -> Region {
    let judged = judge(document, blocks, metadata);
    let scores: Vec<f32> = judged.iter().map(|block| block.score).collect();
    choose::region(document, blocks, clutter, &scores, posts)
}

/// What was thought of a block.
#[derive(Clone, Copy, Debug, Default)]
pub struct Judgement {
    /// Log odds of being the article's.
    pub score: f32,
    /// The same by the first model, that does not know what is thought of the blocks around.
    pub alone: f32,
    /// What the words say, in log odds: the block's own, the names near it, the names further up, the heading above.
    pub words: [f32; evidence::CHANNELS],
}

/// Judges every block: words are weighed, a first model judges, and a second looks at what the first thought of the blocks around.
pub fn judge(document: &Document, blocks: &Blocks, metadata: &Metadata) -> Vec<Judgement> {
    let facts = features::Facts::new(document, blocks, metadata);
    let words = evidence::sums(document, blocks, &weights::words::WORDS);
    let mut table = Table::new(words.len(), features::COUNT);
    for (mut row, words) in features::each(document, blocks, metadata, &facts).zip(&words) {
        row.iter_mut().skip(features::EVIDENCE).zip(words).for_each(|(slot, sum)| *slot = *sum);
        table.push(&row);
    }
    // Each model is made ready for this page alone: in a browser there is hardly ever another one, and all three took half as much memory as
    // a page.
    let ask = |model: &Stored, table: &Table| Compact::new(model).log_odds(table);
    let alone = ask(&weights::first::TREES, &table);
    table.replace(features::AROUND, facts.around(document, blocks, &alone));
    drop(facts);
    let halves = ask(&weights::second::ONE, &table).into_iter().zip(ask(&weights::second::OTHER, &table));
    let judged = halves.zip(alone).zip(words);
    judged.map(|(((one, other), alone), words)| Judgement { score: (one + other) / 2.0, alone, words }).collect()
}
