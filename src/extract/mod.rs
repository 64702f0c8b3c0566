//! Where the article is: every block of the page is described ([`features`]), judged by a learned model ([`trees`],
//! [`weights`]) and then the whole is put in order ([`choose`]): an article is mostly contiguous, a heading goes with what
//! follows it.

pub mod choose;
mod context;
pub mod features;
#[cfg(feature = "train")]
pub mod train;
pub mod trees;
mod weights;
mod words;

use crate::block::Blocks;
use crate::document::Document;
use crate::model::{Metadata, Region, Removal};

// A model trained on other features says nothing: retrain (`cargo run --release --features train --bin train`).
const _: () = assert!(weights::FEATURES == features::COUNT);

/// Chooses the article's blocks and the region they lie in. `clutter` has been decided and stays out. Linear in the page.
pub fn region(document: &Document, blocks: &Blocks, metadata: &Metadata, clutter: &[Removal]) -> Region {
    let scores: Vec<f32> = features::all(document, blocks, metadata)
        .iter()
        .map(|features| trees::log_odds(weights::BASE, &weights::NODES, &weights::ROOTS, features))
        .collect();
    choose::region(document, blocks, clutter, &scores)
}
