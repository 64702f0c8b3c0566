//! A model of boosted decision trees: flat arrays, walked with compare and add only, so that native and WebAssembly agree to
//! the bit.

/// One node of a tree. A leaf has no feature and holds its value in `threshold`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// The feature compared; [`Node::LEAF`] in a leaf.
    pub feature: u8,
    /// Go to the next node where the feature is at most this, else to `right`. Only as exact as [`round`] leaves it.
    pub threshold: f32,
    /// The node to go to else, counted from the tree's first.
    pub right: u8,
}

impl Node {
    /// Marks a leaf.
    pub const LEAF: u8 = u8::MAX;

    /// The node in 32 bits, as the weights file holds it: half the size of the fields, and 25 KB less of module.
    pub fn pack(self) -> u32 {
        (self.threshold.to_bits() & 0xFFFF_0000) | u32::from(self.feature) << 8 | u32::from(self.right)
    }

    /// The node packed so.
    pub fn unpack(packed: u32) -> Node {
        let [right, feature, ..] = packed.to_le_bytes();
        Node { feature, threshold: f32::from_bits(packed & 0xFFFF_0000), right }
    }
}

/// A number to the precision that packing keeps: a sign, eight bits of exponent, seven of fraction.
pub fn round(value: f32) -> f32 {
    f32::from_bits(value.to_bits().wrapping_add(0x8000) & 0xFFFF_0000)
}

/// The sum of all trees' answers: the log odds. `nodes` are the packed trees one after the other, `roots` where each starts.
pub fn log_odds(base: f32, nodes: &[u32], roots: &[u32], features: &[f32]) -> f32 {
    roots.iter().fold(base, |sum, root| {
        let tree = nodes.get(*root as usize..).unwrap_or(&[]);
        let mut at = 0;
        loop {
            let Some(node) = tree.get(at).map(|packed| Node::unpack(*packed)) else { return sum };
            if node.feature == Node::LEAF {
                return sum + node.threshold;
            }
            // Both ways lead forward, so this ends whatever the numbers.
            let goes_left = features.get(usize::from(node.feature)).is_none_or(|value| *value <= node.threshold);
            at = if goes_left { at + 1 } else { usize::from(node.right).max(at + 1) };
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
        let node = |feature, threshold, right| Node { feature, threshold, right }.pack();
        let nodes = [node(0, 1.5, 2), node(Node::LEAF, -1.0, 0), node(Node::LEAF, 2.0, 0), node(Node::LEAF, 0.25, 0)];
        assert_eq!(log_odds(0.5, &nodes, &[0, 3], &[1.0]), -0.25);
        assert_eq!(log_odds(0.5, &nodes, &[0, 3], &[2.0]), 2.75);
        assert_eq!(log_odds(0.5, &nodes, &[9], &[2.0]), 0.5);
    }

    #[test]
    fn packing_keeps_rounded_numbers() {
        for value in [0.1, -3.75, 1234.5, 0.0] {
            let node = Node { feature: 7, threshold: round(value), right: 9 };
            assert_eq!(Node::unpack(node.pack()), node);
            assert!((round(value) - value).abs() <= value.abs() / 128.0);
        }
    }
}
