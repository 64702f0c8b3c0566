//! Trees as they are grown: what the trainers make, and how the weights files hold it.

use super::{key, Compact, Stored};
use std::fmt::Write;

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
        let answer = |root: &u32| {
            let tree = self.nodes.get(*root as usize..).unwrap_or(&[]);
            let mut at = 0;
            while let Some(node) = tree.get(at) {
                // A leaf is no feature's: its place is beyond them.
                let Some(value) = features.get(usize::from(node.feature)) else { return node.number };
                // Both ways lead forward, so this ends whatever the numbers.
                at = if *value <= node.number { at + 1 } else { usize::from(node.right).max(at + 1) };
            }
            0.0
        };
        self.base + self.roots.iter().map(answer).sum::<f32>()
    }

    /// A leaf's answer as packing keeps it.
    pub fn rounded_leaf(&self, value: f32) -> f32 {
        (value / self.step).round().clamp(-127.0, 127.0) * self.step
    }
}

impl Trees {
    /// The same trees, made ready to be asked about many rows.
    pub fn compact(&self) -> Compact {
        self.stored(Compact::new)
    }

    /// The trees as Rust source: a static of this name.
    pub fn source(&self, name: &str, says: &str) -> String {
        self.stored(|stored| source(stored, name, says))
    }

    /// What is to be done with the trees as a weights file holds them. Of trees too many to be numbered in 16 bits (1024 of 8 leaves,
    /// 256 of 16, 64 of 32) the first are taken.
    fn stored<T>(&self, then: impl Fn(&Stored) -> T) -> T {
        // The answers of each tree; of every comparison feature, key, tree, first leaf and leaves of its left side; and those whose
        // left side is still open, each with its first leaf.
        let mut trees: Vec<Vec<i8>> = vec![Vec::new()];
        let mut found: Vec<(u8, i16, usize, usize, usize)> = Vec::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        for node in &self.nodes {
            let tree = trees.len() - 1;
            let Some(answers) = trees.last_mut() else { break };
            if node.feature != Node::LEAF {
                open.push((found.len(), answers.len()));
                found.push((node.feature, key(node.number), tree, answers.len(), 0));
                continue;
            }
            answers.push((node.number / self.step).round() as i8);
            match open.pop() {
                Some((at, first)) => found[at].4 = answers.len() - first,
                None => trees.push(Vec::new()),
            }
        }
        trees.pop();
        let width = trees.iter().map(Vec::len).max().unwrap_or(1);
        let bits = width.next_power_of_two().trailing_zeros();
        let most = 1 << 16_u32.saturating_sub(2 * bits);
        trees.truncate(most);
        found.retain(|(_, _, tree, _, _)| *tree < most);
        found.sort_unstable();
        let mut features: Vec<(u8, u16)> = Vec::new();
        for (feature, ..) in &found {
            match features.last_mut() {
                Some((last, count)) if last == feature => *count += 1,
                _ => features.push((*feature, 1)),
            }
        }
        let place = |(_, _, tree, first, count): &(u8, i16, usize, usize, usize)| {
            (tree << (2 * bits) | first << bits | count) as u16
        };
        let keys: Vec<i16> = found.iter().map(|(_, key, ..)| *key).collect();
        let places: Vec<u16> = found.iter().map(place).collect();
        let all =
            |answers: &Vec<i8>| answers.iter().copied().chain(std::iter::repeat(0)).take(width).collect::<Vec<i8>>();
        let answers: Vec<i8> = trees.iter().flat_map(all).collect();
        then(&Stored {
            base: self.base,
            step: self.step,
            width,
            bits,
            features: &features,
            keys: &keys,
            places: &places,
            answers: &answers,
        })
    }
}

fn source(stored: &Stored, name: &str, says: &str) -> String {
    let mut out = format!(
        "\n/// {says}\n#[rustfmt::skip]\npub static {name}: Stored = Stored {{\n    base: {:?},\n    step: {:?},\n    width: {},\n    bits: {},\n",
        stored.base, stored.step, stored.width, stored.bits
    );
    list(&mut out, "features", stored.features.iter().map(|pair| format!("{pair:?}")));
    list(&mut out, "keys", stored.keys.iter().map(i16::to_string));
    list(&mut out, "places", stored.places.iter().map(u16::to_string));
    list(&mut out, "answers", stored.answers.iter().map(i8::to_string));
    out + "};\n"
}

/// A list, 32 items a line.
fn list(out: &mut String, name: &str, items: impl Iterator<Item = String>) {
    let _ = write!(out, "    {name}: &[");
    for (at, item) in items.enumerate() {
        let _ = write!(out, "{}{item},", if at % 32 == 0 { "\n" } else { "" });
    }
    out.push_str("\n    ],\n");
}

#[cfg(test)]
mod tests {
    use super::super::Table;
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
        let rows = [[1.0, 0.0, -3.0], [1.0, 0.0, 3.0], [2.0, 0.0, 0.0], [1.5, 9.0, -0.1]];
        let expected = rows.map(|row| two().log_odds(&row));
        let table = |rows: &[[f32; 3]]| Table::of(rows.iter().map(|row| row.as_slice()));
        assert_eq!(compact.log_odds(&table(&rows)), expected);
        // Rows alike in all or in some.
        for some in [0..1, 1..2, 0..2, 1..3] {
            assert_eq!(compact.log_odds(&table(&rows[some.clone()])), expected[some]);
        }
        assert!(compact.log_odds(&table(&[])).is_empty());
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
