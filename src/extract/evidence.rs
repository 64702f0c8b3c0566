//! Words as evidence: a linear model over the words of a block, of the names around it and of the heading above it. Its sums are
//! features of the trees, which decide what they are worth beside structure.
//!
//! Words are hashed to 14 bits ("feature hashing", Weinberger et al., 2009); only those seen on many domains keep a weight, so
//! the table holds no site's own names.

use super::context::hash;
use crate::block::Blocks;
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};
use std::borrow::Cow;

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
pub type Words = [Vec<u32>; CHANNELS];

/// A hashed word: `kind` keeps the same word apart in other places.
fn word(kind: u8, parts: &[&[u8]]) -> u32 {
    let all = parts
        .iter()
        .fold(u64::from(kind) + 1, |all, part| (all ^ hash(part)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23));
    ((all ^ all >> 20 ^ all >> 40) as u32) & MASK
}

/// Every block's words. Linear in text; ancestors are looked at to a fixed height.
pub fn words(document: &Document, blocks: &Blocks) -> Vec<Words> {
    let mut names: Vec<Option<Vec<u32>>> = vec![None; document.len()];
    let mut heading: Vec<u32> = Vec::new();
    let mut out = Vec::with_capacity(blocks.blocks.len());
    for block in &blocks.blocks {
        let start = block.nodes.start;
        let text = blocks.normalized_of(block);
        let mut found: Words = Default::default();
        found[0] = text_words(0, text);
        for (height, id) in std::iter::once(start).chain(document.ancestors(start)).take(FAR + 1).enumerate() {
            if matches!(document.tag(id), Tag::Body | Tag::Html) {
                break;
            }
            let Some(slot) = names.get_mut(id.index()) else { continue };
            let own = slot.get_or_insert_with(|| name_words(document, id));
            if height <= NEAR {
                found[1].extend(own.iter().copied());
            } else {
                // The same names count otherwise from afar.
                found[2].extend(own.iter().map(|name| (name.wrapping_mul(40_503) ^ 0x5_A5A5) & MASK));
            }
        }
        found[3].clone_from(&heading);
        let is_heading = std::iter::once(start)
            .chain(document.ancestors(start).take(2))
            .any(|id| document.tag(id).heading_level().is_some());
        if is_heading {
            heading = text_words(3, text);
        }
        out.push(found);
    }
    out
}

fn text_words(kind: u8, text: &str) -> Vec<u32> {
    // Only the first and the last are looked at: a long text is not gone through.
    let is_short = |word: &&str| !word.is_empty() && word.len() <= 24;
    let mut all = text.split(' ').filter(is_short);
    let first: Vec<Cow<str>> = all.by_ref().take(FIRST).map(shape).collect();
    let mut last: Vec<Cow<str>> = all.rev().take(LAST).map(shape).collect();
    last.reverse();
    let mut found: Vec<u32> = first.iter().chain(&last).map(|each| word(kind * 8, &[each.as_bytes()])).collect();
    if last.is_empty() {
        let pairs = first.iter().zip(first.iter().skip(1));
        found.extend(pairs.map(|(each, next)| word(kind * 8 + 1, &[each.as_bytes(), next.as_bytes()])));
    }
    found.extend(first.first().map(|first| word(kind * 8 + 2, &[first.as_bytes()])));
    if first.len() <= 3 {
        found.push(word(kind * 8 + 3, &[first.join(" ").as_bytes()]));
    }
    found
}

/// A word as it is weighed: of a number only how long it is.
fn shape(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        Cow::Owned("0".repeat(word.len()))
    } else {
        Cow::Borrowed(word)
    }
}

/// The words of an element's tag, class, id and role.
fn name_words(document: &Document, id: NodeId) -> Vec<u32> {
    let tag = document.tag(id).name();
    let mut found = vec![word(200, &[tag.as_bytes()])];
    let named = [
        Attribute::Class,
        Attribute::Id,
        Attribute::Role,
        Attribute::DataTestid,
        Attribute::DataComponent,
        Attribute::Itemprop,
    ];
    for (attribute, value) in document.attributes(id).filter(|(attribute, _)| named.contains(attribute)) {
        let value = value.get(..value.len().min(NAME)).unwrap_or("");
        let kind = if attribute == Attribute::Itemprop { 202 } else { 201 };
        let mut start = 0;
        let bytes = value.as_bytes();
        let mut previous = 0_u8;
        let mut count = 0;
        for at in 0..=bytes.len() {
            let byte = bytes.get(at).copied().unwrap_or(b' ');
            let ends = !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() && previous.is_ascii_lowercase();
            previous = byte;
            if !ends {
                continue;
            }
            let part = value.get(start..at).unwrap_or("");
            start = if byte.is_ascii_alphabetic() { at } else { at + 1 };
            if (2..=20).contains(&part.len()) && count < NAME_WORDS {
                count += 1;
                found.push(word(kind, &[part.to_ascii_lowercase().as_bytes()]));
            }
        }
    }
    found
}

/// The sums of the words' weights, by channel. `weights` holds a weight for each hashed word, in steps.
pub fn sums(weights: &[i8], words: &Words) -> [f32; CHANNELS] {
    let weight = |word: &u32| weights.get(*word as usize).map_or(0, |steps| i32::from(*steps));
    let sum = |words: &Vec<u32>| words.iter().map(weight).sum::<i32>() as f32 * STEP;
    [0, 1, 2, 3].map(|at| words.get(at).map_or(0.0, sum))
}
