//! What on the page is clutter, by name, by text and by shape, each with its reason.

use crate::block::Blocks;
use crate::document::Document;
use crate::model::{Metadata, Removal};

/// Finds the page's clutter.
pub fn removals(_document: &Document, _blocks: &Blocks, _metadata: &Metadata) -> Vec<Removal> {
    Vec::new()
}
