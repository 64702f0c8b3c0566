//! What the features of a block need to know about its page: sums over subtrees, names of elements, shapes that recur, the
//! densest container, likeness to title and stated body.

use super::features::link_share;
use crate::block::Blocks;
use crate::document::{Document, NodeId, NodeRange};
use crate::model::{Metadata, MetadataField, PageBlock};
use crate::order::Numbers;
use crate::tag::{Attribute, Tag};
use crate::text::{normalized, words_of};

/// Ancestor containers described for each block.
pub(super) const ANCESTORS: usize = 4;
/// No node.
const NONE: NodeId = NodeId(u32::MAX);
/// Words of a run that is looked up in the stated body.
const RUN: usize = 4;

/// Totals over some blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub blocks: f32,
    pub words: f32,
    pub link_words: f32,
    /// Words in blocks that read as prose.
    pub prose: f32,
    /// Blocks with a price.
    pub prices: f32,
    /// Headings.
    pub headings: f32,
}

impl Sum {
    /// Adds another total to this one.
    pub(super) fn join(&mut self, other: Sum) {
        self.blocks += other.blocks;
        self.words += other.words;
        self.link_words += other.link_words;
        self.prose += other.prose;
        self.prices += other.prices;
        self.headings += other.headings;
    }

    fn add(&mut self, document: &Document, block: &PageBlock, text: &str) {
        self.prices += f32::from(u8::from(has_price(text)));
        self.headings += f32::from(u8::from(heading_level(document, block) > 0));
        self.blocks += 1.0;
        self.words += block.words as f32;
        self.link_words += block.words as f32 * link_share(block);
        if is_prose(block) {
            self.prose += block.words as f32;
        }
    }

    fn minus(self, other: Sum) -> Sum {
        Sum {
            blocks: self.blocks - other.blocks,
            words: self.words - other.words,
            link_words: self.link_words - other.link_words,
            prose: self.prose - other.prose,
            prices: self.prices - other.prices,
            headings: self.headings - other.headings,
        }
    }
}

/// Whether a short text holds an amount of money: a currency's sign with a digit near it.
pub(super) fn has_price(text: &str) -> bool {
    text.len() < 200
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.contains(['$', '€', '£', '¥', '₹', '₽', '₩', '₺', '₫', '₴'])
}

/// The level of a block that is a heading or stands in one, 0 if it does not.
pub(super) fn heading_level(document: &Document, block: &PageBlock) -> u8 {
    std::iter::once(block.nodes.start)
        .chain(document.ancestors(block.nodes.start).take(2))
        .find_map(|id| document.tag(id).heading_level())
        .unwrap_or(0)
}

/// Whether a block is long enough to be a sentence and is not mostly links.
pub(super) fn is_prose(block: &PageBlock) -> bool {
    block.words >= 10 && link_share(block) < 0.5 && !block.hidden
}

/// Facts about one page.
pub(super) struct Context {
    /// Sums of the blocks before each block; one more than there are blocks.
    sums: Vec<Sum>,
    depths: Vec<u16>,
    containers: Vec<[NodeId; ANCESTORS]>,
    shapes: Vec<Sum>,
    shape_of: Vec<usize>,
    copies: Vec<u32>,
    copy_of: Vec<usize>,
    /// The block that shows the headline.
    pub title_block: Option<usize>,
    /// Each block's share of words in common with the title.
    pub title_likeness: Vec<f32>,
    /// Each block's share of word runs found in the stated body; -1 where none is stated.
    pub body_share: Vec<f32>,
    /// Blocks since the last prose block.
    pub since_prose: Vec<f32>,
    /// The densest container of prose.
    pub best: Option<NodeId>,
}

impl Context {
    /// Gathers the facts. Linear in nodes and text (ancestors are looked at to a fixed height).
    pub(super) fn new(document: &Document, blocks: &Blocks, metadata: &Metadata) -> Context {
        let list = &blocks.blocks;
        let mut sums = Vec::with_capacity(list.len() + 1);
        sums.push(Sum::default());
        let mut total = Sum::default();
        for block in list {
            total.add(document, block, blocks.text_of(block));
            sums.push(total);
        }
        let mut depths: Vec<u16> = Vec::with_capacity(document.len());
        for id in document.all() {
            let parent = document.parent(id).and_then(|parent| depths.get(parent.index()).copied());
            depths.push(parent.map_or(0, |depth| depth.saturating_add(1)));
        }
        let mut context = Context {
            sums,
            depths,
            containers: Vec::with_capacity(list.len()),
            shapes: Vec::new(),
            shape_of: Vec::with_capacity(list.len()),
            copies: Vec::new(),
            copy_of: Vec::with_capacity(list.len()),
            title_block: None,
            title_likeness: Vec::with_capacity(list.len()),
            body_share: Vec::with_capacity(list.len()),
            since_prose: Vec::with_capacity(list.len()),
            best: None,
        };
        context.describe(document, blocks, metadata);
        context.best = context.densest(document, blocks);
        context
    }

    fn describe(&mut self, document: &Document, blocks: &Blocks, metadata: &Metadata) {
        let title = metadata.title.as_deref().map(normalized).unwrap_or_default();
        let mut title_words = Numbers::default();
        let title_length = title.split(' ').filter(|word| !word.is_empty() && title_words.is_new(*word)).count();
        let (mut known_shapes, mut known_texts) = (Numbers::default(), Numbers::default());
        let title_nodes =
            metadata.places.iter().find(|(field, _)| *field == MetadataField::Title).map(|(_, nodes)| nodes);
        let body = metadata.article_body.as_deref().map(|body| {
            let mut known = Numbers::default();
            runs(&normalized(body)).for_each(|run| {
                known.of(&run);
            });
            known
        });
        let mut since = 0.0;
        for (at, block) in blocks.blocks.iter().enumerate() {
            self.containers.push(self.containers_of(document, blocks, block));
            let shape = shape(document, block);
            let number = known_shapes.of(&shape);
            if number == self.shapes.len() {
                self.shapes.push(Sum::default());
            }
            self.shapes.get_mut(number).into_iter().for_each(|sum| sum.add(document, block, ""));
            self.shape_of.push(number);
            let text = blocks.normalized_of(block);
            let number = known_texts.of(text);
            if number == self.copies.len() {
                self.copies.push(0);
            }
            self.copies.get_mut(number).into_iter().for_each(|count| *count += 1);
            self.copy_of.push(number);
            if title_nodes.is_some_and(|nodes| nodes.start <= block.nodes.start && block.nodes.start < nodes.end) {
                self.title_block.get_or_insert(at);
            }
            let common = words_of(text).take(60).filter(|word| title_words.get(*word).is_some()).count();
            self.title_likeness.push(common as f32 / title_length.max(block.words as usize).max(1) as f32);
            self.body_share.push(match &body {
                None => -1.0,
                Some(body) => {
                    let (mut all, mut known) = (0.0, 0.0);
                    for run in runs(text) {
                        all += 1.0;
                        known += f32::from(u8::from(body.get(&run).is_some()));
                    }
                    if all > 0.0 {
                        known / all
                    } else {
                        -0.5
                    }
                }
            });
            self.since_prose.push(since);
            since = if is_prose(block) { 0.0 } else { since + 1.0 };
        }
    }

    /// The nearest ancestors that hold something beside what the one before holds; [`NONE`] behind the last.
    fn containers_of(&self, document: &Document, blocks: &Blocks, block: &PageBlock) -> [NodeId; ANCESTORS] {
        let mut found = [NONE; ANCESTORS];
        let mut slots = found.iter_mut();
        let mut inside = 1.0;
        for id in document.ancestors(block.nodes.start).take(40) {
            let held = self.sum(blocks, document.subtree(id)).blocks;
            if held > inside {
                inside = held;
                match slots.next() {
                    Some(slot) => *slot = id,
                    None => break,
                }
            }
        }
        found
    }

    /// Totals of the blocks that start in a run of nodes.
    pub(super) fn sum(&self, blocks: &Blocks, nodes: NodeRange) -> Sum {
        let at = |id: NodeId| self.sums.get(blocks.count_before(id)).copied().unwrap_or_default();
        at(nodes.end).minus(at(nodes.start))
    }

    /// Totals of the page.
    pub(super) fn whole(&self) -> Sum {
        self.sums.last().copied().unwrap_or_default()
    }

    pub(super) fn depth(&self, id: NodeId) -> u16 {
        self.depths.get(id.index()).copied().unwrap_or(0)
    }

    /// The container of a block that is so many levels out, of [`ANCESTORS`].
    pub(super) fn container(&self, at: usize, level: usize) -> Option<NodeId> {
        self.containers.get(at).and_then(|found| found.get(level)).copied().filter(|id| *id != NONE)
    }

    pub(super) fn shape(&self, at: usize) -> Sum {
        self.shape_of.get(at).and_then(|shape| self.shapes.get(*shape)).copied().unwrap_or_default()
    }

    /// How many shapes there are.
    pub(super) fn shapes(&self) -> usize {
        self.shapes.len()
    }

    /// The number of the block's shape.
    pub(super) fn shape_key(&self, at: usize) -> usize {
        self.shape_of.get(at).copied().unwrap_or(0)
    }

    /// How often the block's text stands on the page.
    pub(super) fn copies(&self, at: usize) -> f32 {
        self.copy_of.get(at).and_then(|copy| self.copies.get(*copy)).copied().unwrap_or(1) as f32
    }

    /// Goes down from the body to the container that still holds two thirds of the prose.
    fn densest(&self, document: &Document, blocks: &Blocks) -> Option<NodeId> {
        let mut best = document.body();
        loop {
            let prose = self.sum(blocks, document.subtree(best)).prose;
            let next = document.children(best).find(|child| {
                document.end(*child).0 > child.0 + 1 && self.sum(blocks, document.subtree(*child)).prose > prose * 0.66
            });
            match next {
                Some(next) if prose > 0.0 => best = next,
                _ => return (prose > 0.0).then_some(best),
            }
        }
    }

    /// Levels from a block up to the first ancestor that holds the densest container; 0 inside it, 20 at most.
    pub(super) fn distance_to_best(&self, document: &Document, id: NodeId) -> f32 {
        let Some(best) = self.best else { return -1.0 };
        let mut chain = std::iter::once(id).chain(document.ancestors(id)).take(20);
        chain.position(|ancestor| document.contains(best, ancestor) || document.contains(ancestor, best)).unwrap_or(20)
            as f32
    }
}

/// A block's shape: tags and classes of its element, its parent and its grandparent.
fn shape(document: &Document, block: &PageBlock) -> [(u8, u32); 3] {
    let start = block.nodes.start;
    let mut shape = [(u8::MAX, 0); 3];
    for (slot, id) in shape.iter_mut().zip(std::iter::once(start).chain(document.ancestors(start))) {
        let class = document.attribute_value(id, Attribute::Class).filter(|class| !document.value(*class).is_empty());
        let tag = if document.tag(id) == Tag::Text { Tag::Span } else { document.tag(id) };
        *slot = (tag as u8, class.map_or(u32::MAX, |class| class.0));
    }
    shape
}

/// Hashes of the runs of [`RUN`] words of a normalised text.
fn runs(text: &str) -> impl Iterator<Item = u64> + '_ {
    let words: Vec<u64> = words_of(text).map(|word| hash(word.as_bytes())).collect();
    let count = (words.len() + 1).saturating_sub(RUN);
    (0..count).map(move |at| {
        words
            .iter()
            .skip(at)
            .take(RUN)
            .fold(0, |run: u64, word| run.rotate_left(7).wrapping_mul(31).wrapping_add(*word))
    })
}

/// What [`hash`] starts with.
pub(super) const HASH_SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Hashes a byte on.
pub(super) fn hash_byte(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// FNV-1a, 64 bits: fast, and the same on every machine.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(HASH_SEED, |hash, byte| hash_byte(hash, *byte))
}
