//! Boosted decision trees: one array of nodes, walked with compare and add only, so that native and WebAssembly agree to the bit.
//! The weights files hold them packed; the stages that learned them walk them unpacked.

/// One node of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// What the feature is compared with, as exact as [`round`] leaves it; in a leaf its answer, a whole number of the trees' steps.
    pub number: f32,
    /// The feature compared; [`Node::LEAF`] in a leaf.
    pub feature: u8,
    /// The node to go to where the feature is above the number, counted from the tree's first; else the next one.
    pub right: u8,
}

impl Node {
    /// Marks a leaf.
    pub const LEAF: u8 = u8::MAX;
}

/// Some trees that answer together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trees {
    /// Log odds before the first tree.
    pub base: f32,
    /// What one step of a leaf's answer is worth, in log odds.
    pub step: f32,
    /// All nodes in preorder, tree after tree.
    pub nodes: Vec<Node>,
    /// Where each tree starts.
    pub roots: Vec<u32>,
}

/// A number to the precision that packing keeps of what features are compared with: a sign, eight bits of exponent, seven of
/// fraction.
pub fn round(value: f32) -> f32 {
    f32::from_bits(value.to_bits().wrapping_add(0x8000) & 0xFFFF_0000)
}

impl Trees {
    /// The sum of all trees' answers: the log odds.
    pub fn log_odds(&self, features: &[f32]) -> f32 {
        self.roots.iter().fold(self.base, |sum, root| {
            let tree = self.nodes.get(*root as usize..).unwrap_or(&[]);
            let mut at = 0;
            while let Some(node) = tree.get(at) {
                // A leaf is no feature's: its place is beyond them.
                let Some(value) = features.get(usize::from(node.feature)) else { return sum + node.number };
                // Both ways lead forward, so this ends whatever the numbers.
                at = if *value <= node.number { at + 1 } else { usize::from(node.right).max(at + 1) };
            }
            sum
        })
    }

    /// A leaf's answer as packing keeps it.
    pub fn rounded_leaf(&self, value: f32) -> f32 {
        (value / self.step).round().clamp(-127.0, 127.0) * self.step
    }

    /// The trees without base and step, a kind of number at a time, which compresses best: how many nodes (four bytes, the lowest
    /// first), every node's feature, the upper byte of each comparison's number, the lower one, each leaf's steps. The shape is
    /// left out: in preorder it follows from which nodes are leaves.
    pub fn pack(&self) -> Vec<u8> {
        let inner = || self.nodes.iter().filter(|node| node.feature != Node::LEAF).map(|node| node.number.to_bits());
        let leaves = self.nodes.iter().filter(|node| node.feature == Node::LEAF);
        let mut out = (self.nodes.len() as u32).to_le_bytes().to_vec();
        out.extend(self.nodes.iter().map(|node| node.feature));
        out.extend(inner().map(|bits| (bits >> 24) as u8));
        out.extend(inner().map(|bits| (bits >> 16) as u8));
        out.extend(leaves.map(|node| (node.number / self.step).round() as i8 as u8));
        out
    }

    /// The trees packed so. Total: of damaged bytes it makes what it can.
    pub fn unpack(base: f32, step: f32, packed: &[u8]) -> Trees {
        let (count, rest) = packed.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        let (features, rest) = rest.split_at(rest.len().min(u32::from_le_bytes(*count) as usize));
        let inner = features.iter().filter(|feature| **feature != Node::LEAF).count();
        let (upper, rest) = rest.split_at(rest.len().min(inner));
        let (lower, leaves) = rest.split_at(rest.len().min(inner));
        let mut numbers = upper
            .iter()
            .zip(lower)
            .map(|(upper, lower)| f32::from_bits(u32::from(*upper) << 24 | u32::from(*lower) << 16));
        let mut answers = leaves.iter().map(|steps| f32::from(*steps as i8) * step);
        Trees::in_preorder(
            base,
            step,
            features.iter().map(|feature| {
                let number = if *feature == Node::LEAF { answers.next() } else { numbers.next() };
                (*feature, number.unwrap_or(0.0))
            }),
        )
    }

    /// The trees whose nodes, feature and number, come in preorder: where a comparison's right side and a tree start follows from
    /// which nodes are leaves.
    pub fn in_preorder(base: f32, step: f32, nodes: impl Iterator<Item = (u8, f32)>) -> Trees {
        let mut trees = Trees { base, step, nodes: Vec::new(), roots: Vec::new() };
        // The comparisons whose right side is still to come, and whether the left one has.
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut root = 0;
        for (at, (feature, number)) in nodes.enumerate() {
            if open.is_empty() {
                root = at;
                trees.roots.push(at as u32);
            }
            trees.nodes.push(Node { number, feature, right: 0 });
            if feature != Node::LEAF {
                open.push((at, false));
                continue;
            }
            while open.last().is_some_and(|(_, is_right)| *is_right) {
                open.pop();
            }
            if let Some((parent, is_right)) = open.last_mut() {
                *is_right = true;
                if let Some(node) = trees.nodes.get_mut(*parent) {
                    node.right = (at + 1 - root) as u8;
                }
            }
        }
        trees
    }
}

/// A feature's value as a whole number of 16 bits that keeps its order: the value rounded up to the precision of [`round`]. Rounded up, it
/// is above a number of that precision exactly if the value itself is.
pub fn key(value: f32) -> i16 {
    // Minus zero is zero.
    let bits = (value + 0.0).to_bits();
    let upper = (bits >> 16) as u16;
    if value.is_sign_negative() && value != 0.0 {
        upper as i16 ^ i16::MAX
    } else {
        upper.saturating_add(u16::from(bits & 0xFFFF != 0)) as i16
    }
}

/// One block's features as keys, as many as a node can name.
pub type Keys = [i16; 256];

/// The keys of some features; those that are not given are 0.
pub fn keys(features: &[f32]) -> Keys {
    let mut keys = [0; 256];
    keys.iter_mut().zip(features).for_each(|(slot, value)| *slot = key(*value));
    keys
}

/// A node of [`Compact`] trees: four bytes, so that some hundred trees stay in the fastest memory.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The key compared with; in a leaf its answer in steps.
    key: i16,
    feature: u8,
    right: u8,
}

/// Trees made ready to be walked for many rows of keys. They answer what the [`Trees`] do, to the bit.
#[derive(Clone, Debug, Default)]
pub struct Compact {
    base: f32,
    step: f32,
    steps: Vec<Step>,
    roots: Vec<u32>,
}

impl Compact {
    /// The sum of all trees' answers: the log odds.
    pub fn log_odds(&self, keys: &Keys) -> f32 {
        let mut sum = self.base;
        for root in &self.roots {
            let mut at = *root as usize;
            while let Some(step) = self.steps.get(at) {
                if step.feature == Node::LEAF {
                    sum += f32::from(step.key) * self.step;
                    break;
                }
                let goes_left = keys.get(usize::from(step.feature)).is_some_and(|key| *key <= step.key);
                // Both ways lead forward, so this ends whatever the numbers.
                at = if goes_left { at + 1 } else { (*root as usize + usize::from(step.right)).max(at + 1) };
            }
        }
        sum
    }
}

impl Trees {
    /// The same trees, made ready to be walked for many rows.
    pub fn compact(&self) -> Compact {
        let step = |node: &Node| {
            let is_leaf = node.feature == Node::LEAF;
            let key = if is_leaf { (node.number / self.step).round() as i16 } else { key(node.number) };
            Step { key, feature: node.feature, right: node.right }
        };
        let steps = self.nodes.iter().map(step).collect();
        Compact { base: self.base, step: self.step, steps, roots: self.roots.clone() }
    }
}

/// Probability from log odds.
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Trees {
        let node = |feature, number, right| Node { feature, number, right };
        let nodes = vec![
            node(0, 1.5, 4),
            node(2, round(-0.1), 3),
            node(Node::LEAF, -1.0, 0),
            node(Node::LEAF, 1.0, 0),
            node(Node::LEAF, 2.0, 0),
            node(Node::LEAF, 0.25, 0),
        ];
        Trees { base: 0.5, step: 0.25, nodes, roots: vec![0, 5] }
    }

    #[test]
    fn trees_are_walked_and_summed() {
        assert_eq!(two().log_odds(&[1.0, 0.0, -3.0]), -0.25);
        assert_eq!(two().log_odds(&[1.0, 0.0, 3.0]), 1.75);
        assert_eq!(two().log_odds(&[2.0, 0.0, 0.0]), 2.75);
    }

    #[test]
    fn keys_are_ordered_as_the_values_are() {
        let numbers = [-3.0e38, -7.25, -1.0, -0.007, -0.0, 0.0, 1.0e-38, 0.3, 1.0, 1.5, 99.0, 3.0e38].map(round);
        for value in
            [-8.0, -7.25, -7.2499, -1.0, -1.0e-9, -0.0, 0.0, 1.0e-9, 0.29, 0.3, 0.301, 1.4999, 1.5, 1.50001, 1.0e30]
        {
            for number in numbers {
                assert_eq!(key(value) <= key(number), value <= number, "{value} {number}");
            }
        }
        let compact = two().compact();
        for row in [[1.0, 0.0, -3.0], [1.0, 0.0, 3.0], [2.0, 0.0, 0.0], [1.5, 9.0, -0.1]] {
            assert_eq!(compact.log_odds(&keys(&row)), two().log_odds(&row));
        }
    }

    #[test]
    fn unpacked_trees_are_those_packed() {
        let packed = two().pack();
        assert_eq!(Trees::unpack(0.5, 0.25, &packed), two());
        assert_eq!(packed.len(), 4 + 6 + 2 + 2 + 4);
        for length in 0..packed.len() {
            // Cut short, it still answers.
            assert!(Trees::unpack(0.5, 0.25, &packed[..length]).log_odds(&[9.0, 9.0, 9.0]).is_finite());
        }
    }

    #[test]
    fn rounding_keeps_what_packing_keeps() {
        for value in [0.1, -3.75, 1234.5, 0.0] {
            assert_eq!(round(value).to_bits() & 0xFFFF, 0);
            assert!((round(value) - value).abs() <= value.abs() / 128.0);
        }
        assert_eq!(two().rounded_leaf(0.3), 0.25);
        assert_eq!(two().rounded_leaf(-99.0), -31.75);
    }
}
