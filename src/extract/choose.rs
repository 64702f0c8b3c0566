//! From scores to a region: which blocks stay, in what order of reasons, and the subtree that holds them.

use super::trees::probability;
use crate::block::Blocks;
use crate::document::{Document, NodeId};
use crate::model::{Reason, Region, Removal};
use crate::rules::names;
use crate::tag::{Attribute, Tag};
use std::borrow::Cow;

/// Log odds above which a block is the article's.
const KEEP: f32 = 0.1;
/// Log odds above which a short block between two kept ones of its parent stays with them.
const BRIDGE: f32 = -1.5;
/// Words in an article that is surely one; fewer lower the confidence.
const WORDS: f32 = 120.0;

/// Puts the scored blocks in order. `scores` are log odds, one for each block; `clutter` stays out whatever its score.
pub fn region(document: &Document, blocks: &Blocks, clutter: &[Removal], scores: &[f32]) -> Region {
    let list = &blocks.blocks;
    let mut out = vec![false; list.len()];
    let order = crate::order::ascending(clutter.iter().map(|removal| u64::from(removal.nodes.start.0)));
    let sorted: Vec<&Removal> = order.into_iter().filter_map(|at| clutter.get(at)).collect();
    let (mut next, mut end) = (sorted.iter().peekable(), NodeId(0));
    for (block, out) in list.iter().zip(&mut out) {
        while let Some(removal) = next.next_if(|removal| removal.nodes.start <= block.nodes.start) {
            end = end.max(removal.nodes.end);
        }
        *out = block.nodes.start < end;
    }
    let score = |at: usize| scores.get(at).copied().unwrap_or(f32::MIN);
    let mut kept: Vec<bool> = out.iter().enumerate().map(|(at, out)| !out && score(at) > KEEP).collect();
    bridge(document, blocks, &out, scores, &mut kept);
    keep_captions(document, blocks, &out, &mut kept);
    drop_headings_of_nothing(document, blocks, &mut kept);
    if !kept.iter().any(|kept| *kept) {
        // Nothing is likely: offer the likeliest prose rather than nothing, with the confidence it deserves.
        for (at, block) in list.iter().enumerate() {
            let is_out = out.get(at).copied().unwrap_or(true);
            if let Some(kept) = kept.get_mut(at) {
                *kept = !is_out && block.words >= 12 && score(at) > -3.0;
            }
        }
    }
    assemble(document, blocks, &kept, scores)
}

/// Keeps a doubtful block that stands between two kept ones of the same parent: a short line of dialogue, a list item.
fn bridge(document: &Document, blocks: &Blocks, out: &[bool], scores: &[f32], kept: &mut [bool]) {
    let parent = |at: usize| blocks.blocks.get(at).and_then(|block| document.parent(block.nodes.start));
    for at in 1..kept.len().saturating_sub(1) {
        let is_kept = |at: usize| kept.get(at).copied().unwrap_or(false);
        let doubtful = !is_kept(at)
            && !out.get(at).copied().unwrap_or(true)
            && scores.get(at).copied().unwrap_or(f32::MIN) > BRIDGE;
        if doubtful
            && is_kept(at - 1)
            && is_kept(at + 1)
            && parent(at) == parent(at - 1)
            && parent(at) == parent(at + 1)
        {
            if let Some(kept) = kept.get_mut(at) {
                *kept = true;
            }
        }
    }
}

/// A caption goes with its figure, and a figure in the middle of the article belongs to it.
fn keep_captions(document: &Document, blocks: &Blocks, out: &[bool], kept: &mut [bool]) {
    let (Some(first), Some(last)) = (kept.iter().position(|kept| *kept), kept.iter().rposition(|kept| *kept)) else {
        return;
    };
    for at in first..last {
        let Some(block) = blocks.blocks.get(at) else { break };
        let is_caption = !out.get(at).copied().unwrap_or(true)
            && std::iter::once(block.nodes.start)
                .chain(document.ancestors(block.nodes.start).take(2))
                .any(|id| document.tag(id) == Tag::Figcaption);
        if let Some(kept) = kept.get_mut(at).filter(|_| is_caption) {
            *kept = true;
        }
    }
}

/// A heading with no kept block before the next heading of its level or a higher one heads nothing.
fn drop_headings_of_nothing(document: &Document, blocks: &Blocks, kept: &mut [bool]) {
    // For each level, whether something kept has been seen (walking backwards) since the last heading of that level or above.
    let mut below = [false; 7];
    for (block, kept) in blocks.blocks.iter().zip(kept.iter_mut()).rev() {
        let level = std::iter::once(block.nodes.start)
            .chain(document.ancestors(block.nodes.start).take(2))
            .find_map(|id| document.tag(id).heading_level());
        match level.map(usize::from) {
            None if *kept => below = [true; 7],
            None => {}
            Some(level) => {
                *kept &= below.get(level).copied().unwrap_or(false);
                let is_kept = *kept;
                for (deeper, seen) in below.iter_mut().enumerate() {
                    *seen = if deeper >= level { false } else { *seen || is_kept };
                }
            }
        }
    }
}

/// Where a block starts, as an index into the blocks, for counting kept blocks in subtrees.
struct KeptBefore {
    starts: Vec<NodeId>,
    counts: Vec<u32>,
}

impl KeptBefore {
    fn new(blocks: &Blocks, kept: &[bool]) -> KeptBefore {
        let mut counts = vec![0];
        let mut count = 0;
        for kept in kept {
            count += u32::from(*kept);
            counts.push(count);
        }
        KeptBefore { starts: blocks.blocks.iter().map(|block| block.nodes.start).collect(), counts }
    }

    fn any_in(&self, document: &Document, id: NodeId) -> bool {
        let nodes = document.subtree(id);
        let count =
            |id: NodeId| self.counts.get(self.starts.partition_point(|start| *start < id)).copied().unwrap_or(0);
        count(nodes.end) > count(nodes.start)
    }
}

fn assemble(document: &Document, blocks: &Blocks, kept: &[bool], scores: &[f32]) -> Region {
    let list = &blocks.blocks;
    let first = kept.iter().position(|kept| *kept);
    let last = kept.iter().rposition(|kept| *kept);
    let ends = first.zip(last).and_then(|(first, last)| Some((list.get(first)?, list.get(last)?)));
    let Some((first_block, last_block)) = ends else {
        let body = document.body();
        return Region {
            nodes: body..body,
            left_out: Vec::new(),
            confidence: 0.0,
            notes: vec!["no block reads as an article".to_owned()],
        };
    };
    let holds =
        |id: &NodeId| document.contains(*id, last_block.nodes.start) && document.end(*id) >= last_block.nodes.end;
    let root = std::iter::once(first_block.nodes.start)
        .chain(document.ancestors(first_block.nodes.start))
        .find(holds)
        .unwrap_or(document.root());
    let nodes = document.subtree(root);
    let before = KeptBefore::new(blocks, kept);
    let mut left_out: Vec<Removal> = Vec::new();
    let mut previous_dropped = false;
    for (block, kept) in list.iter().zip(kept) {
        if block.nodes.start < nodes.start || block.nodes.start >= nodes.end {
            continue;
        }
        if *kept {
            previous_dropped = false;
            continue;
        }
        if left_out.last().is_some_and(|removal| block.nodes.start < removal.nodes.end) {
            continue;
        }
        // The whole card goes, with its picture: up to the highest ancestor that holds nothing kept.
        let highest = std::iter::once(block.nodes.start)
            .chain(document.ancestors(block.nodes.start))
            .take_while(|id| *id > root && !before.any_in(document, *id))
            .last();
        let range = match highest {
            Some(id) if document.contains(id, NodeId(block.nodes.end.0 - 1)) => document.subtree(id),
            _ => block.nodes.clone(),
        };
        match left_out.last_mut() {
            Some(removal) if previous_dropped => removal.nodes.end = range.end,
            _ => {
                let reason = reason(document, range.start);
                left_out.push(Removal {
                    nodes: range,
                    reason,
                    rule: Cow::Borrowed("extract: scored as not the article"),
                });
            }
        }
        previous_dropped = true;
    }
    let notes = vec![format!("region      <{}{}>", document.tag(root).name(), class_of(document, root))];
    Region { nodes, left_out, confidence: confidence(blocks, kept, scores), notes }
}

fn class_of(document: &Document, id: NodeId) -> String {
    document.attribute(id, Attribute::Class).map(|class| format!(" class={class:?}")).unwrap_or_default()
}

/// The group a block that was left out is shown under, by the names around it.
fn reason(document: &Document, id: NodeId) -> Reason {
    let mut bits = 0;
    for ancestor in std::iter::once(id).chain(document.ancestors(id)).take(4) {
        for (attribute, value) in document.attributes(ancestor) {
            if matches!(attribute, Attribute::Class | Attribute::Id | Attribute::Role) {
                bits |= names::groups_of(value);
            }
        }
        match document.tag(ancestor) {
            Tag::Nav => bits |= names::NAVIGATION,
            Tag::Form => bits |= names::SUBSCRIBE,
            _ => {}
        }
    }
    let order = [
        (names::ADVERTISEMENT, Reason::Advertisement),
        (names::COMMENTS, Reason::Comments),
        (names::SUBSCRIBE, Reason::Promotion),
        (names::SHARE, Reason::Promotion),
        (names::LEGAL, Reason::Legal),
        (names::RELATED, Reason::Teaser),
        (names::NAVIGATION, Reason::Navigation),
        (names::ABOUT, Reason::About),
    ];
    order.iter().find(|(bit, _)| bits & bit != 0).map_or(Reason::Boilerplate, |(_, reason)| *reason)
}

/// How sure the choice is: how far from doubt its words are on either side, less for an article of few words.
fn confidence(blocks: &Blocks, kept: &[bool], scores: &[f32]) -> f32 {
    let (mut sure, mut all, mut words) = (0.0, 0.0, 0.0);
    for ((block, kept), score) in blocks.blocks.iter().zip(kept).zip(scores) {
        let weight = block.words as f32;
        let probability = probability(*score);
        if *kept {
            sure += weight * probability;
            all += weight;
            words += weight;
        } else {
            // What was left out counts only by the doubt about it.
            all += weight * probability;
        }
    }
    if all <= 0.0 {
        0.0
    } else {
        (sure / all) * (words / WORDS).min(1.0).sqrt()
    }
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    fn run(html: &str, scores: &[f32]) -> (Document, Blocks, Region) {
        let document = crate::html::document(html, "");
        let blocks = crate::block::segment(&document);
        let region = region(&document, &blocks, &[], scores);
        (document, blocks, region)
    }

    #[test]
    fn the_region_is_the_smallest_subtree_and_cards_go_whole() {
        let (document, _, region) = run(
            "<div>menu</div><main><p>One.<div><img src=a><h4>Card</h4><a>x</a></div><p>Two.</main>",
            &[-3.0, 2.0, -3.0, -3.0, 2.0],
        );
        assert_eq!(document.tag(region.nodes.start), Tag::Main);
        assert_eq!(region.left_out.len(), 1);
        assert_eq!(document.tag(region.left_out[0].nodes.start), Tag::Div);
    }

    #[test]
    fn a_heading_of_nothing_goes_and_one_of_something_stays() {
        let (_, _, region) = run("<h2>Kept</h2><p>Text.<h2>Related</h2><p>x", &[2.0, 2.0, 2.0, -4.0]);
        assert_eq!(region.left_out.len(), 1);
    }

    #[test]
    fn a_doubtful_line_between_kept_ones_stays() {
        let (_, _, region) = run("<p>One.<p>He left.<p>Two.", &[2.0, -1.0, 2.0]);
        assert!(region.left_out.is_empty());
    }

    #[test]
    fn a_page_without_text_has_no_region_and_no_confidence() {
        let (_, _, region) = run("", &[]);
        assert_eq!(region.confidence, 0.0);
    }
}
