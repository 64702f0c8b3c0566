//! Words as evidence: a linear model over the words of a block, of the names around it and of the heading above it. Its sums are
//! features of the trees, which decide what they are worth beside structure.
//!
//! Words are hashed to 14 bits ("feature hashing", Weinberger et al., 2009); only those seen on many domains keep a weight, so
//! the table holds no site's own names.

use super::context::hash;
use crate::block::Blocks;
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};

/// Bits of a hashed word.
pub const BITS: u32 = 14;
const MASK: u32 = (1 << BITS) - 1;
/// What one step of a weight is worth, in log odds.
pub const STEP: f32 = 0.06;
/// How many sums a block has.
pub const CHANNELS: usize = 4;
/// Words taken from a block's start, and from its end.
const FIRST: usize = 10;
const LAST: usize = 4;
/// Longest name of an element's class, id or role looked at, in bytes, and most words of it.
const NAME: usize = 200;
const NAME_WORDS: usize = 12;
/// Heights up to which an ancestor is near, and up to which it is looked at.
const NEAR: usize = 2;
const FAR: usize = 8;

/// The words of one block, hashed, by channel: its text, names near, names far, the heading above.
#[cfg(feature = "train")]
pub type Words = [Vec<u32>; CHANNELS];

/// A hashed word, of the hashes of its parts: `kind` keeps the same word apart in other places.
fn word(kind: u8, parts: &[u64]) -> u32 {
    let all = parts
        .iter()
        .fold(u64::from(kind) + 1, |all, part| (all ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23));
    ((all ^ all >> 20 ^ all >> 40) as u32) & MASK
}

/// A name's word as it counts further up: the same names count otherwise from afar.
fn from_afar(name: u32) -> u32 {
    (name.wrapping_mul(40_503) ^ 0x5_A5A5) & MASK
}

/// The elements whose names are looked at for a block, and how high above it each stands.
fn around(document: &Document, start: NodeId) -> impl Iterator<Item = (usize, NodeId)> + '_ {
    let chain = std::iter::once(start).chain(document.ancestors(start)).take(FAR + 1);
    chain.take_while(|id| !matches!(document.tag(*id), Tag::Body | Tag::Html)).enumerate()
}

/// Every block's words: what training needs. Linear in text; ancestors are looked at to a fixed height.
#[cfg(feature = "train")]
pub fn words(document: &Document, blocks: &Blocks) -> Vec<Words> {
    let mut heading: Vec<u32> = Vec::new();
    let of_block = |block: &crate::model::PageBlock| {
        let text = blocks.normalized_of(block);
        let mut found: Words = Default::default();
        let [own, near, far, above] = &mut found;
        text_words(0, text, &mut |word| own.push(word));
        for (height, id) in around(document, block.nodes.start) {
            name_words(document, id, &mut |_, word| {
                if height <= NEAR {
                    near.push(word)
                } else {
                    far.push(from_afar(word))
                }
            });
        }
        above.clone_from(&heading);
        if super::context::heading_level(document, block) > 0 {
            heading.clear();
            text_words(3, text, &mut |word| heading.push(word));
        }
        found
    };
    blocks.blocks.iter().map(of_block).collect()
}

/// The sums of the weights of an element's names, near and from afar: below a hundred words of a weight each, which 16 bits hold.
type Named = (i16, i16);

/// What stands where the names have not been looked at.
const UNKNOWN: Named = (i16::MIN, i16::MIN);

/// The sums of the weights of every block's words, by channel. `weights` holds a weight for each hashed word, in steps.
pub fn sums(document: &Document, blocks: &Blocks, weights: &[i8]) -> Vec<[f32; CHANNELS]> {
    let weight = |word: u32| weights.get(word as usize).map_or(0, |steps| i16::from(*steps));
    let add = |(near, far): Named, word| (near + weight(word), far + weight(from_afar(word)));
    // Of each value that names an element, and of each element.
    let mut values = vec![UNKNOWN; document.value_count()];
    let mut elements = vec![UNKNOWN; document.len()];
    let mut heading = 0;
    let mut named = |id: NodeId| {
        let Some(known) = elements.get_mut(id.index()) else { return (0, 0) };
        if *known == UNKNOWN {
            *known = add((0, 0), tag_word(document.tag(id)));
            for &(attribute, value) in document.attribute_values(id) {
                // What is no name is not one value wherever it stands.
                let shared = values.get_mut(value.0 as usize).filter(|_| attribute.is_name());
                let sum = shared.as_deref().copied().filter(|sum| *sum != UNKNOWN).unwrap_or_else(|| {
                    let mut sum = (0, 0);
                    value_words(attribute, document.value(value), &mut |word| sum = add(sum, word));
                    sum
                });
                shared.into_iter().for_each(|shared| *shared = sum);
                *known = (known.0.saturating_add(sum.0), known.1.saturating_add(sum.1));
            }
        }
        *known
    };
    let of_block = |block: &crate::model::PageBlock| {
        let text = blocks.normalized_of(block);
        let weight = |word| i32::from(weight(word));
        let (mut own, mut near, mut far) = (0, 0, 0);
        text_words(0, text, &mut |word| own += weight(word));
        for (height, id) in around(document, block.nodes.start) {
            let (here, afar) = named(id);
            if height <= NEAR {
                near += i32::from(here);
            } else {
                far += i32::from(afar);
            }
        }
        let above = heading;
        if super::context::heading_level(document, block) > 0 {
            heading = 0;
            text_words(3, text, &mut |word| heading += weight(word));
        }
        [own, near, far, above].map(|sum| sum as f32 * STEP)
    };
    blocks.blocks.iter().map(of_block).collect()
}

/// The sums of listed words.
#[cfg(feature = "train")]
pub fn sums_of(weights: &[i8], words: &Words) -> [f32; CHANNELS] {
    let weight = |word: &u32| weights.get(*word as usize).map_or(0, |steps| i32::from(*steps));
    words.each_ref().map(|words| words.iter().map(weight).sum::<i32>() as f32 * STEP)
}

fn text_words(kind: u8, text: &str, found: &mut dyn FnMut(u32)) {
    let kind = kind * 8;
    // Only the first and the last are looked at: a long text is not gone through.
    let mut all = crate::text::words_of(text).filter(|word| word.len() <= 24);
    let (mut first, mut count, mut joined) = ([0_u64; FIRST], 0, SEED);
    for (slot, each) in first.iter_mut().zip(all.by_ref()) {
        *slot = hash_more(SEED, each);
        joined = hash_more(if count > 0 { hash_more(joined, " ") } else { joined }, each);
        count += 1;
    }
    let first = first.get(..count).unwrap_or(&[]);
    first.iter().for_each(|each| found(word(kind, &[*each])));
    let (mut last, mut rest) = ([0_u64; LAST], 0);
    for (slot, each) in last.iter_mut().zip(all.rev()) {
        *slot = hash_more(SEED, each);
        rest += 1;
    }
    last.iter().take(rest).rev().for_each(|each| found(word(kind, &[*each])));
    if rest == 0 {
        first.windows(2).for_each(|pair| found(word(kind + 1, pair)));
    }
    first.iter().take(1).for_each(|each| found(word(kind + 2, &[*each])));
    if count <= 3 {
        found(word(kind + 3, &[joined]));
    }
}

const SEED: u64 = super::context::HASH_SEED;

/// Hashes a word on as it is weighed: of a number only how long it is.
fn hash_more(hash: u64, word: &str) -> u64 {
    let is_number = word.as_bytes().iter().all(u8::is_ascii_digit);
    word.as_bytes()
        .iter()
        .fold(hash, |hash, byte| super::context::hash_byte(hash, if is_number { b'0' } else { *byte }))
}

fn tag_word(tag: Tag) -> u32 {
    word(200, &[hash(tag.name().as_bytes())])
}

/// The words of an element's tag, class, id and role.
#[cfg(feature = "train")]
fn name_words(document: &Document, id: NodeId, found: &mut dyn FnMut(usize, u32)) {
    found(0, tag_word(document.tag(id)));
    document.attributes(id).for_each(|(attribute, value)| value_words(attribute, value, &mut |word| found(1, word)));
}

/// The words of an attribute that names its element or says what it is; none of any other.
fn value_words(attribute: Attribute, value: &str, found: &mut dyn FnMut(u32)) {
    let kind = match attribute {
        Attribute::Itemprop => 202,
        _ if attribute.is_name() => 201,
        _ => return,
    };
    let value = value.get(..value.len().min(NAME)).unwrap_or("");
    let bytes = value.as_bytes();
    let (mut start, mut previous, mut count) = (0, 0_u8, 0);
    for at in 0..=bytes.len() {
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        let ends = !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() && previous.is_ascii_lowercase();
        previous = byte;
        if !ends {
            continue;
        }
        let part = bytes.get(start..at).unwrap_or(&[]);
        start = if byte.is_ascii_alphabetic() { at } else { at + 1 };
        if (2..=20).contains(&part.len()) && count < NAME_WORDS {
            count += 1;
            let lower = part.iter().fold(SEED, |hash, byte| super::context::hash_byte(hash, byte.to_ascii_lowercase()));
            found(word(kind, &[lower]));
        }
    }
}
