//! A model of boosted decision trees: flat arrays, walked with compare and add only, so that native and WebAssembly agree to
//! the bit.

/// One node of a tree. A leaf has no feature and holds its value in `threshold`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// The feature compared; [`Node::LEAF`] in a leaf.
    pub feature: u16,
    /// Go to the next node where the feature is at most this, else to `right`.
    pub threshold: f32,
    /// The node to go to else, counted from the tree's first.
    pub right: u16,
}

impl Node {
    /// Marks a leaf.
    pub const LEAF: u16 = u16::MAX;
}

/// A node from its packed form in the weights file: feature, threshold, right.
pub const fn node(feature: u16, threshold: f32, right: u16) -> Node {
    Node { feature, threshold, right }
}

/// The sum of all trees' answers: the log odds. `nodes` are the trees one after the other, `roots` where each starts.
pub fn log_odds(base: f32, nodes: &[Node], roots: &[u32], features: &[f32]) -> f32 {
    roots.iter().fold(base, |sum, root| {
        let tree = nodes.get(*root as usize..).unwrap_or(&[]);
        let mut at = 0;
        loop {
            let Some(node) = tree.get(at) else { return sum };
            if node.feature == Node::LEAF {
                return sum + node.threshold;
            }
            // Both ways lead forward, so this ends whatever the numbers.
            let goes_left = features.get(node.feature as usize).is_none_or(|value| *value <= node.threshold);
            at = if goes_left { at + 1 } else { (node.right as usize).max(at + 1) };
        }
    })
}

/// Probability from log odds.
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_walked_and_summed() {
        let nodes = [node(0, 1.5, 2), node(Node::LEAF, -1.0, 0), node(Node::LEAF, 2.0, 0), node(Node::LEAF, 0.25, 0)];
        assert_eq!(log_odds(0.5, &nodes, &[0, 3], &[1.0]), -0.25);
        assert_eq!(log_odds(0.5, &nodes, &[0, 3], &[2.0]), 2.75);
        assert_eq!(log_odds(0.5, &nodes, &[9], &[2.0]), 0.5);
    }
}
