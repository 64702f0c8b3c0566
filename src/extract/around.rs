//! The second look: what the first model thought of the blocks around a block. A card is judged with its fellows, a line with its
//! neighbours, a section with its container.

use super::context::Context;
use super::group::Groups;
use crate::block::Blocks;
use crate::document::{Document, NodeRange};
use crate::trees::probability;

/// Numbers a block is described by.
pub const NUMBERS: usize = 20;

/// Words expected to be kept, and words, of the blocks before each block.
struct Expected<'a> {
    blocks: &'a Blocks,
    sums: Vec<(f32, f32)>,
}

impl Expected<'_> {
    fn share(&self, from: usize, to: usize) -> f32 {
        let at = |at: usize| self.sums.get(at.min(self.sums.len() - 1)).copied().unwrap_or_default();
        let (start, end) = (at(from), at(to));
        if end.1 > start.1 {
            (end.0 - start.0) / (end.1 - start.1)
        } else {
            -1.0
        }
    }

    fn share_of(&self, nodes: &NodeRange) -> f32 {
        self.share(self.blocks.count_before(nodes.start), self.blocks.count_before(nodes.end))
    }
}

/// Describes every block by the first model's `scores` (log odds) of those around it.
pub(super) fn describe<'a>(
    document: &'a Document,
    blocks: &'a Blocks,
    context: &'a Context,
    groups: &'a Groups,
    above: &'a [Option<usize>],
    scores: &'a [f32],
) -> impl Iterator<Item = [f32; NUMBERS]> + 'a {
    let list = &blocks.blocks;
    let p: Vec<f32> = scores.iter().map(|score| probability(*score)).collect();
    let mut expected = Expected { blocks, sums: vec![(0.0, 0.0)] };
    let mut total = (0.0, 0.0);
    let mut by_shape = vec![(0.0, 0.0); context.shapes()];
    let mut by_group = vec![(0.0, 0.0); groups.len()];
    for (at, (block, p)) in list.iter().zip(&p).enumerate() {
        let words = block.words as f32 + 0.5;
        total = (total.0 + words * p, total.1 + words);
        expected.sums.push(total);
        let add = |sum: &mut (f32, f32)| *sum = (sum.0 + words * p, sum.1 + words);
        by_shape.get_mut(context.shape_key(at)).into_iter().for_each(add);
        for group in groups.both(document, block.nodes.start).into_iter().flatten() {
            by_group.get_mut(group as usize).into_iter().for_each(add);
        }
    }
    let share = move |sum: Option<&(f32, f32)>| sum.map_or(-1.0, |sum| sum.0 / sum.1);
    let whole = total.0.max(1.0);
    (0..list.len()).map(move |at| {
        let mut out = [0.0; NUMBERS];
        let Some(block) = list.get(at) else { return out };
        let neighbour =
            |offset: i64| usize::try_from(at as i64 + offset).ok().and_then(|at| p.get(at)).copied().unwrap_or(-1.0);
        let container = |level: usize| {
            let id = context.container(at, level);
            id.map_or(-1.0, |id| expected.share_of(&document.subtree(id)))
        };
        let held = |level: usize| {
            let Some(id) = context.container(at, level) else { return -1.0 };
            let nodes = document.subtree(id);
            expected.share_of(&nodes) * context.sum(blocks, nodes).words / whole
        };
        let [nearest, largest] = groups.both(document, block.nodes.start);
        let heading = above.get(at).copied().flatten();
        let next_heading =
            (at + 1..list.len().min(at + 60)).find(|next| above.get(*next).copied().flatten() != heading);
        let numbers = [
            scores.get(at).copied().unwrap_or(0.0),
            neighbour(-1),
            neighbour(1),
            neighbour(-2),
            neighbour(2),
            expected.share(at.saturating_sub(6), at),
            expected.share(at + 1, at + 7),
            expected.share(at.saturating_sub(20), at + 20),
            container(0),
            container(1),
            container(2),
            container(3),
            held(1),
            held(3),
            share(nearest.and_then(|group| by_group.get(group as usize))),
            share(largest.and_then(|group| by_group.get(group as usize))),
            share(by_shape.get(context.shape_key(at))),
            expected.sums.get(at).map_or(0.0, |sum| sum.0 / whole),
            total.0 / total.1.max(1.0),
            expected.share(heading.unwrap_or(0), next_heading.unwrap_or(at + 1)),
        ];
        out = numbers;
        out
    })
}
