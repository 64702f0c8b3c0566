//! What on the page is clutter, each removal with its reason. Five ways to know it: it is hidden ([`hidden`]), it is named so
//! ([`by_name`]), it says so ([`by_text`]), it is shaped so or stands there twice ([`by_shape`]), or it follows a story that has ended
//! ([`under_story`]).
//!
//! Precision comes first: what is removed here stays out, whatever the block chooser thinks. So every rule asks for two signs
//! (a label and a shape, a name and a link density); what only one sign speaks against is left to the chooser.

mod by_name;
mod by_shape;
mod by_text;
mod hidden;
mod under_story;

use crate::block::Blocks;
use crate::document::{Document, NodeId, NodeRange};
use crate::model::{Metadata, PageBlock, Removal};
use crate::tag::Tag;

/// Finds the page's clutter. Linear in nodes and text.
pub fn removals(document: &Document, blocks: &Blocks, metadata: &Metadata) -> Vec<Removal> {
    let page = Page::new(document, blocks);
    let mut found = hidden::removals(&page);
    found.extend(by_name::removals(&page, metadata));
    found.extend(by_text::removals(&page));
    found.extend(by_shape::removals(&page, metadata));
    found.extend(under_story::removals(&page, metadata));
    found
}

/// The page with its sums, as the rules ask for them.
struct Page<'a> {
    document: &'a Document,
    blocks: &'a Blocks,
    sums: Vec<Sum>,
    fields: Vec<NodeId>,
    buttons: Vec<NodeId>,
    times: Vec<NodeId>,
}

/// Totals over some blocks, in words.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    words: u32,
    linked: u32,
    prose: u32,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document, blocks: &'a Blocks) -> Page<'a> {
        let mut sums = vec![Sum::default()];
        let mut total = Sum::default();
        for block in &blocks.blocks {
            total.words += block.words;
            total.linked += (block.words as f32 * link_share(block)) as u32;
            total.prose += if is_prose(blocks, block) { block.words } else { 0 };
            sums.push(total);
        }
        let all = |wanted: &[Tag]| document.all().filter(|id| wanted.contains(&document.tag(*id))).collect();
        Page {
            document,
            blocks,
            sums,
            fields: all(&[Tag::Input, Tag::Textarea, Tag::Select]),
            buttons: all(&[Tag::Button]),
            times: all(&[Tag::Time]),
        }
    }

    /// Whether one of `nodes`, ascending, lies in an element. Looking through what is in it would take long for each of a nest.
    fn has_in(&self, id: NodeId, nodes: &[NodeId]) -> bool {
        nodes.get(nodes.partition_point(|node| *node <= id)).is_some_and(|next| *next < self.document.end(id))
    }

    fn sum(&self, nodes: &NodeRange) -> Sum {
        let at = |id: NodeId| self.sums.get(self.blocks.count_before(id)).copied().unwrap_or_default();
        let (from, to) = (at(nodes.start), at(nodes.end));
        Sum { words: to.words - from.words, linked: to.linked - from.linked, prose: to.prose - from.prose }
    }

    fn whole(&self) -> Sum {
        self.sums.last().copied().unwrap_or_default()
    }

    fn blocks_in(&self, nodes: &NodeRange) -> &'a [PageBlock] {
        self.blocks.within(nodes)
    }

    fn text(&self, block: &PageBlock) -> &'a str {
        self.blocks.text_of(block)
    }

    fn normalized(&self, block: &PageBlock) -> &'a str {
        self.blocks.normalized_of(block)
    }
}

fn link_share(block: &PageBlock) -> f32 {
    block.link_bytes as f32 / block.text.len().max(1) as f32
}

/// Whether a block reads as a sentence: ten words or more, closed like one, mostly outside links.
fn is_prose(blocks: &Blocks, block: &PageBlock) -> bool {
    block.words >= 10 && link_share(block) < 0.5 && ends_sentence(blocks.text_of(block))
}

/// Whether a text ends as a sentence does, quote marks and brackets aside.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '”' | '’' | '\'' | '»' | '›' | ')' | ']' | '“') || c.is_whitespace()
    });
    text.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '؟', '।'])
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::block;

    /// What is removed from a page: reason and text, in the order of the rules.
    pub(super) fn removed(html: &str) -> Vec<String> {
        let document = crate::html::document(html, "https://wire.example/");
        let metadata = crate::metadata::read(&document);
        let blocks = block::segment(&document);
        let found = super::removals(&document, &blocks, &metadata);
        found
            .iter()
            .map(|removal| {
                format!("{}: {}", removal.reason.name(), document.text_of(&removal.nodes).replace('\n', " / "))
            })
            .collect()
    }
}
