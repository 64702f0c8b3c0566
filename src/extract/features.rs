//! What is known about a block, as numbers: the one list that training and choosing share.
//!
//! All features are counts, shares and flags of this page alone; none names a site. Everything is linear in the page: sums over
//! subtrees are differences of prefix sums, ancestors are looked at up to a fixed height.

use super::context::{has_price, heading_level, Context, ANCESTORS};
use super::{around, evidence, group, kind, words};
use crate::block::Blocks;
use crate::document::{Document, NodeId};
use crate::model::{Metadata, MetadataField, PageBlock};
use crate::rules::names;
use crate::tag::Tag;

/// Neighbours looked at on either side, in reading order.
const NEIGHBOURS: i64 = 3;

/// Features of the block's own text and element.
const OWN: usize = 34;
/// The last of them: the groups of its words.
const LABELS: usize = 6;
/// Features of its place on the page.
const PLACE: usize = 9;
/// Features of what stands around it by name and by element.
const NAMES: usize = names::COUNT * 2 + 12;
/// Features of each ancestor container.
const CONTAINER: usize = 6;
/// Features of each neighbour.
const NEIGHBOUR: usize = 5;
/// Features of shapes that recur and of other texts it is like.
const LIKENESS: usize = 10;
/// Features of the heading above.
const HEADING: usize = 9;
/// Features of this block's money, of the page's make-up and kind.
const PAGE: usize = 8 + kind::NUMBERS;

/// Where the sums of [`evidence`](super::evidence) stand.
pub const EVIDENCE: usize = AROUND - evidence::CHANNELS;
/// Where the numbers of [`around`](super::around) stand, that only the second model reads.
pub const AROUND: usize = COUNT - around::NUMBERS;

/// How many features a block has. Weights trained for another number do not compile.
pub const COUNT: usize = OWN
    + PLACE
    + NAMES
    + CONTAINER * ANCESTORS
    + NEIGHBOUR * (2 * NEIGHBOURS as usize)
    + LIKENESS
    + HEADING
    + PAGE
    + group::NUMBERS * 2
    + evidence::CHANNELS
    + around::NUMBERS;

/// One block's features.
pub type Features = [f32; COUNT];

/// Computes the features of every block of a page, one after the other.
pub fn each<'a>(
    document: &'a Document,
    blocks: &'a Blocks,
    metadata: &'a Metadata,
    facts: &'a Facts,
) -> impl Iterator<Item = Features> + 'a {
    let mut window = Window { document, blocks, own: [[0.0; OWN]; WINDOW], filled: 0, heading: [0.0; LABELS] };
    (0..blocks.blocks.len()).map(move |at| {
        window.move_to(at);
        let row = one(document, blocks, metadata, facts, &window, at);
        window.pass(at);
        row
    })
}

/// What the blocks around one say by themselves: no more of them are held than are looked at.
struct Window<'a> {
    document: &'a Document,
    blocks: &'a Blocks,
    /// Of the block of each number, at the rest that the number leaves.
    own: [[f32; OWN]; WINDOW],
    filled: usize,
    /// The groups of words of the heading above.
    heading: [f32; LABELS],
}

/// Places in a window: a block and its neighbours on both sides.
const WINDOW: usize = 2 * NEIGHBOURS as usize + 1;

impl Window<'_> {
    /// Takes up the blocks as far as those after block `at` are looked at.
    fn move_to(&mut self, at: usize) {
        let end = self.blocks.blocks.len().min(at + NEIGHBOURS as usize + 1);
        while let Some(block) = self.blocks.blocks.get(self.filled).filter(|_| self.filled < end) {
            let (text, normalized) = (self.blocks.text_of(block), self.blocks.normalized_of(block));
            if let Some(slot) = self.own.get_mut(self.filled % WINDOW) {
                *slot = own(self.document, block, text, normalized);
            }
            self.filled += 1;
        }
    }

    fn own(&self, at: usize) -> Option<&[f32; OWN]> {
        self.own.get(at % WINDOW).filter(|_| at < self.filled)
    }

    /// Goes on from block `at`: if it is a heading, it stands above those that follow.
    fn pass(&mut self, at: usize) {
        let heading = self.blocks.blocks.get(at).filter(|block| heading_level(self.document, block) > 0);
        if let Some(own) = heading.and(self.own(at)).copied() {
            self.heading.iter_mut().zip(own.iter().skip(OWN - LABELS)).for_each(|(slot, share)| *slot = *share);
        }
    }
}

impl Facts {
    /// Gathers what the features need to know of the page.
    pub fn new(document: &Document, blocks: &Blocks, metadata: &Metadata) -> Facts {
        let context = Context::new(document, blocks, metadata);
        Facts {
            groups: group::Groups::new(document, blocks, &context),
            kind: kind::describe(document, metadata),
            above: headings_above(document, blocks),
            context,
        }
    }

    /// Puts the sums of words' weights into the features.
    #[cfg(feature = "train")]
    pub fn weigh_words(weights: &[i8], words: &[evidence::Words], rows: &mut [Features]) {
        for (row, words) in rows.iter_mut().zip(words) {
            let sums = evidence::sums_of(weights, words);
            row.iter_mut().skip(EVIDENCE).zip(sums).for_each(|(slot, sum)| *slot = sum);
        }
    }

    /// What the first model thought of the blocks around each block, as numbers.
    pub fn around<'a>(
        &'a self,
        document: &'a Document,
        blocks: &'a Blocks,
        scores: &'a [f32],
    ) -> impl Iterator<Item = [f32; around::NUMBERS]> + 'a {
        around::describe(document, blocks, &self.context, &self.groups, &self.above, scores)
    }

    /// Puts what the first model thought of the blocks around each block into its features.
    #[cfg(feature = "train")]
    pub fn look_around(&self, document: &Document, blocks: &Blocks, scores: &[f32], rows: &mut [Features]) {
        let numbers = self.around(document, blocks, scores);
        for (row, numbers) in rows.iter_mut().zip(numbers) {
            row.iter_mut().skip(AROUND).zip(numbers).for_each(|(slot, number)| *slot = number);
        }
    }
}

/// What is known of the page before its blocks are looked at.
pub struct Facts {
    context: Context,
    groups: group::Groups,
    kind: [f32; kind::NUMBERS],
    above: Vec<Option<usize>>,
}

/// For each block the nearest heading before it.
fn headings_above(document: &Document, blocks: &Blocks) -> Vec<Option<usize>> {
    let mut last = None;
    let list = blocks.blocks.iter().enumerate();
    list.map(|(at, block)| {
        let above = last;
        if heading_level(document, block) > 0 {
            last = Some(at);
        }
        above
    })
    .collect()
}

/// Fills a feature vector from left to right.
struct Filler {
    out: Features,
    at: usize,
}

impl Filler {
    fn push(&mut self, value: f32) {
        if let Some(slot) = self.out.get_mut(self.at) {
            *slot = value;
        }
        self.at += 1;
    }

    fn flag(&mut self, value: bool) {
        self.push(f32::from(u8::from(value)));
    }
}

fn one(
    document: &Document,
    blocks: &Blocks,
    metadata: &Metadata,
    facts: &Facts,
    window: &Window,
    at: usize,
) -> Features {
    let mut filler = Filler { out: [0.0; COUNT], at: 0 };
    let Some(block) = blocks.blocks.get(at) else { return filler.out };
    window.own(at).into_iter().flatten().for_each(|value| filler.push(*value));

    // Place.
    let context = &facts.context;
    let total = blocks.blocks.len().max(1) as f32;
    let page = context.whole();
    let before = context.sum(blocks, NodeId(0)..block.nodes.start);
    filler.push(at as f32 / total);
    filler.push(before.words / page.words.max(1.0));
    filler.push(before.prose / page.prose.max(1.0));
    filler.push(context.title_block.map_or(-50.0, |title| (at as f32 - title as f32).clamp(-50.0, 500.0)));
    filler.push(total);
    filler.push(page.words);
    filler.push(page.prose / page.words.max(1.0));
    filler.push(context.depth(block.nodes.start) as f32);
    filler.push(context.since_prose.get(at).copied().unwrap_or(0.0));

    // Names and elements around it: bits near (two levels) and far (eight levels).
    let (mut near, mut far) = (0, 0);
    let mut tags = [0_u8; 12];
    for (height, id) in
        std::iter::once(block.nodes.start).chain(document.ancestors(block.nodes.start)).take(9).enumerate()
    {
        let bits = blocks.names_of(id);
        let tag = document.tag(id);
        if tag != Tag::Body && tag != Tag::Html {
            far |= bits;
            if height < 3 {
                near |= bits;
            }
        }
        let slot = match tag {
            Tag::Article => 0,
            Tag::Main => 1,
            Tag::Aside => 2,
            Tag::Nav => 3,
            Tag::Header => 4,
            Tag::Footer => 5,
            Tag::Form => 6,
            Tag::Ul | Tag::Ol | Tag::Menu => 7,
            Tag::Table => 8,
            Tag::Blockquote => 9,
            Tag::Figure | Tag::Figcaption => 10,
            Tag::Section => 11,
            _ => continue,
        };
        if let Some(slot) = tags.get_mut(slot).filter(|slot| **slot == 0) {
            *slot = height as u8 + 1;
        }
    }
    for bits in [near, far] {
        (0..names::COUNT).for_each(|bit| filler.flag(bits & (1_u16 << bit) != 0));
    }
    tags.iter().for_each(|height| filler.push(f32::from(*height)));

    // Containers: the ancestors that hold more than this block.
    for level in 0..ANCESTORS {
        let Some(container) = context.container(at, level) else {
            (0..CONTAINER).for_each(|_| filler.push(-1.0));
            continue;
        };
        let sum = context.sum(blocks, document.subtree(container));
        filler.push(sum.words);
        filler.push(sum.link_words / sum.words.max(1.0));
        filler.push(sum.blocks);
        filler.push(sum.prose / page.prose.max(1.0));
        filler.push(sum.prose / sum.words.max(1.0));
        filler.push(sum.words / sum.blocks.max(1.0));
    }

    // Neighbours.
    for offset in (-NEIGHBOURS..=NEIGHBOURS).filter(|offset| *offset != 0) {
        let neighbour =
            usize::try_from(at as i64 + offset).ok().and_then(|at| Some((blocks.blocks.get(at)?, window.own(at)?)));
        let Some((other, numbers)) = neighbour else {
            (0..NEIGHBOUR).for_each(|_| filler.push(-1.0));
            continue;
        };
        filler.push(other.words as f32);
        filler.push(link_share(other));
        filler.push(numbers.get(4).copied().unwrap_or(0.0));
        filler.push(numbers.get(14).copied().unwrap_or(0.0));
        filler.flag(document.parent(other.nodes.start) == document.parent(block.nodes.start));
    }

    // Likeness.
    let shape = context.shape(at);
    filler.push(shape.blocks);
    filler.push(shape.words / shape.blocks.max(1.0));
    filler.push(shape.link_words / shape.words.max(1.0));
    filler.push(shape.prose / shape.words.max(1.0));
    filler.push(context.copies(at));
    filler.push(context.title_likeness.get(at).copied().unwrap_or(0.0));
    filler.push(context.body_share.get(at).copied().unwrap_or(-1.0));
    filler.flag(context.best.is_some_and(|best| document.contains(best, block.nodes.start)));
    filler.push(context.distance_to_best(document, block.nodes.start));
    filler.flag(metadata.places.iter().any(|(field, nodes)| {
        *field != MetadataField::Standfirst && nodes.start <= block.nodes.start && block.nodes.start < nodes.end
    }));

    // The heading above.
    let above = facts.above.get(at).copied().flatten();
    match above.and_then(|above| Some((above, blocks.blocks.get(above)?))) {
        None => (0..HEADING).for_each(|_| filler.push(-1.0)),
        Some((above, heading)) => {
            window.heading.iter().for_each(|share| filler.push(*share));
            filler.push(f32::from(heading_level(document, heading)));
            filler.push((at - above) as f32);
            filler.flag(context.title_block == Some(above));
        }
    }

    // Money, and the page.
    filler.flag(has_price(blocks.text_of(block)));
    filler.push(page.link_words / page.words.max(1.0));
    filler.push(page.prices);
    filler.push(page.headings);
    filler.push(page.words / page.blocks.max(1.0));
    filler.push(page.prose);
    filler
        .push(context.best.map_or(0.0, |best| context.sum(blocks, document.subtree(best)).words / page.words.max(1.0)));
    filler
        .push(context.best.map_or(0.0, |best| context.sum(blocks, document.subtree(best)).prose / page.prose.max(1.0)));
    facts.kind.iter().for_each(|value| filler.push(*value));
    facts.groups.describe(document, block.nodes.start, page.words).iter().for_each(|value| filler.push(*value));
    debug_assert_eq!(filler.at, EVIDENCE);
    filler.out
}

/// Share of the text that stands in links.
pub fn link_share(block: &PageBlock) -> f32 {
    block.link_bytes as f32 / block.text.len().max(1) as f32
}

/// Kinds of characters that are counted: small and capital letters, digits, ends of sentences, commas, what parts a line of links or facts,
/// the signs of rights and of addresses, what is none of these, and white space.
const LOWER: u8 = 0;
const UPPER: u8 = 1;
const DIGIT: u8 = 2;
const STOP: u8 = 3;
const COMMA: u8 = 4;
const PART: u8 = 5;
const SIGN: u8 = 6;
const OTHER: u8 = 7;
const SPACE: u8 = 8;

/// The kind of each character that is one byte.
const KINDS: [u8; 128] = {
    let mut kinds = [OTHER; 128];
    let mut at = 0;
    while at < kinds.len() {
        kinds[at] = match at as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t'..=b'\r' => SPACE,
            b'.' | b'!' | b'?' => STOP,
            b',' | b';' => COMMA,
            b'|' => PART,
            b'@' => SIGN,
            _ => OTHER,
        };
        at += 1;
    }
    kinds
};

fn own(document: &Document, block: &PageBlock, text: &str, normalized: &str) -> [f32; OWN] {
    // By kind, of what is one byte; the arms below say the same of what is not.
    let mut counts = [0_u32; 16];
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if let Some(kind) = KINDS.get(usize::from(*byte)) {
            counts[usize::from(*kind % 16)] += 1;
            at += 1;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        at += c.len_utf8();
        let kind = match c {
            '。' | '！' | '？' | '…' | '؟' | '।' => STOP,
            '、' | '，' | '،' => COMMA,
            _ if c.is_numeric() => DIGIT,
            _ if c.is_alphabetic() && c.is_uppercase() => UPPER,
            _ if c.is_alphabetic() => LOWER,
            '•' | '·' | '›' | '»' | '→' => PART,
            '©' | '®' => SIGN,
            _ if c.is_whitespace() => SPACE,
            _ => OTHER,
        };
        counts[usize::from(kind % 16)] += 1;
    }
    let [lower, upper, digits, stops, commas, parts, signs, other, ..] = counts;
    let letters = lower + upper;
    let others = other + parts + signs;
    let chars = (letters + digits + others).max(1) as f32;
    let words = block.words as f32;
    let last = text.trim_end_matches(['"', '”', '’', ')', '»', '\'']).chars().next_back().unwrap_or(' ');
    let tag = document.tag(block.nodes.start);
    let labels = words::groups(normalized);
    let is = |wanted: &[Tag]| f32::from(u8::from(wanted.contains(&tag)));
    let flag = |value: bool| f32::from(u8::from(value));
    let has_child =
        |wanted: &[Tag]| flag(document.ids(&block.nodes).take(12).any(|id| wanted.contains(&document.tag(id))));
    let mut out = [
        words,
        text.len() as f32 / words.max(1.0),
        link_share(block),
        block.links as f32,
        stops as f32,
        commas as f32 / words.max(1.0),
        upper as f32 / letters.max(1) as f32,
        digits as f32 / chars,
        others as f32 / chars,
        flag(text.chars().next().is_some_and(char::is_uppercase)),
        flag(text.starts_with(['“', '"', '«', '„', '‘', '「'])),
        flag(matches!(last, '.' | '!' | '。' | '…')),
        flag(matches!(last, '?' | '？' | '؟')),
        flag(matches!(last, ':' | '：')),
        // Prose: a sentence's length and end, mostly outside links.
        flag(words >= 10.0 && stops > 0 && link_share(block) < 0.5),
        is(&[Tag::P]),
        tag.heading_level().map_or(0.0, f32::from),
        is(&[Tag::Li, Tag::Dd, Tag::Dt]),
        is(&[Tag::Td, Tag::Th, Tag::Tr]),
        is(&[Tag::Figcaption, Tag::Caption]),
        is(&[Tag::Div, Tag::Section, Tag::Article]),
        has_child(&[Tag::Strong, Tag::B, Tag::Em, Tag::I]),
        has_child(&[Tag::Button, Tag::Input, Tag::Label]),
        has_child(&[Tag::Time]),
        has_child(&[Tag::Img, Tag::Svg, Tag::Picture]),
        flag(block.hidden),
        flag(parts > 0),
        flag(signs > 0),
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ];
    for (slot, value) in out.iter_mut().skip(28).zip(labels) {
        *slot = value;
    }
    out
}
