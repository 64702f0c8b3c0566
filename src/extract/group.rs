//! Repetition among siblings: cards, posts, entries, menu items. Elements of one tag and class under one parent are a group;
//! what its members hold (words, pictures, prices, headings) tells a list of products from a menu and a thread from a sidebar.

use super::context::{Context, Sum};
use crate::block::Blocks;
use crate::document::{Document, NodeId};
use crate::order::Numbers;
use crate::tag::{Attribute, Tag};

/// How many members make a group.
const LEAST: f32 = 3.0;
/// Ancestors looked at.
const HEIGHT: usize = 8;
/// Numbers a group is described by.
pub(super) const NUMBERS: usize = 11;

#[derive(Clone, Copy, Debug, Default)]
struct Group {
    members: f32,
    sum: Sum,
    pictures: f32,
    start: u32,
}

/// The page's groups.
pub(super) struct Groups {
    /// The group of each node that has siblings like it.
    of: Vec<u32>,
    groups: Vec<Group>,
}

impl Groups {
    /// Finds them. Linear in the nodes, but for the look-up of sums.
    pub(super) fn new(document: &Document, blocks: &Blocks, context: &Context) -> Groups {
        let mut groups = Groups { of: vec![u32::MAX; document.len()], groups: Vec::new() };
        // Pictures before each node.
        let mut pictures = Vec::with_capacity(document.len() + 1);
        pictures.push(0_u32);
        for id in document.all() {
            let last = pictures.last().copied().unwrap_or(0);
            pictures.push(last + u32::from(matches!(document.tag(id), Tag::Img | Tag::Picture | Tag::Video)));
        }
        let mut known = Numbers::default();
        for block in &blocks.blocks {
            let start = block.nodes.start;
            for id in std::iter::once(start).chain(document.ancestors(start)).take(HEIGHT + 1) {
                // Its ancestors have been seen with it.
                if groups.of.get(id.index()).is_none_or(|group| *group != u32::MAX) {
                    break;
                }
                let Some(parent) = document.parent(id).filter(|_| document.tag(id) != Tag::Body) else { break };
                let class = document.attribute_value(id, Attribute::Class);
                let class = class.filter(|class| !document.value(*class).is_empty()).map_or(u32::MAX, |class| class.0);
                let tag = document.tag(id);
                let next = groups.groups.len() as u32;
                let group = known.of(&(parent, class, tag as u32)) as u32;
                if group == next {
                    groups.groups.push(Group { start: id.0, ..Group::default() });
                }
                let nodes = if tag == Tag::Text { id..NodeId(id.0 + 1) } else { document.subtree(id) };
                let count = |id: NodeId| pictures.get(id.index()).copied().unwrap_or(0);
                if let Some(group) = groups.groups.get_mut(group as usize) {
                    group.members += 1.0;
                    group.pictures += (count(nodes.end) - count(nodes.start)) as f32;
                    group.sum.join(context.sum(blocks, nodes));
                }
                if let Some(slot) = groups.of.get_mut(id.index()) {
                    *slot = group;
                }
            }
        }
        groups.groups.shrink_to_fit();
        groups
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// The nearest group a block is in, and the one of its groups that holds the most words.
    fn two(&self, document: &Document, start: NodeId) -> [Option<(usize, u32)>; 2] {
        let (mut nearest, mut largest) = (None, None);
        let mut most = -1.0;
        for (height, id) in std::iter::once(start).chain(document.ancestors(start)).take(HEIGHT + 1).enumerate() {
            let Some(place) = self.of.get(id.index()).copied() else { continue };
            let Some(group) = self.groups.get(place as usize).filter(|group| group.members >= LEAST) else { continue };
            nearest = nearest.or(Some((height, place)));
            if group.sum.words > most {
                most = group.sum.words;
                largest = Some((height, place));
            }
        }
        [nearest, largest]
    }

    /// The same groups, by their places.
    pub(super) fn both(&self, document: &Document, start: NodeId) -> [Option<u32>; 2] {
        self.two(document, start).map(|found| found.map(|(_, place)| place))
    }

    /// Describes both.
    pub(super) fn describe(&self, document: &Document, start: NodeId, page_words: f32) -> [f32; NUMBERS * 2] {
        let mut out = [-1.0; NUMBERS * 2];
        for (slots, found) in out.chunks_mut(NUMBERS).zip(self.two(document, start)) {
            let Some((height, place)) = found else { continue };
            let Some(group) = self.groups.get(place as usize) else { continue };
            let sum = group.sum;
            let each = [
                height as f32,
                group.members,
                sum.words / group.members,
                sum.link_words / sum.words.max(1.0),
                sum.prose / sum.words.max(1.0),
                sum.words / page_words.max(1.0),
                group.pictures / group.members,
                sum.prices / group.members,
                sum.headings / group.members,
                sum.blocks / group.members,
                (start.0.saturating_sub(group.start)) as f32,
            ];
            slots.copy_from_slice(&each);
        }
        out
    }
}
