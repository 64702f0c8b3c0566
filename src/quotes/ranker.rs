//! A ranker of candidates: boosted decision trees over the numbers of [`super::features`], in flat arrays, walked with compare
//! and add only, so that native and WebAssembly agree to the bit.

use super::features::COUNT;
use super::pronouns::PRONOUN;
use super::weights;
use std::sync::OnceLock;

/// Weights trained on other numbers do not compile.
const _: () = assert!(weights::FEATURES == COUNT && weights::PRONOUN_FEATURES == PRONOUN);

/// A node is 32 bits: the upper half of an `f32` threshold (or a leaf's value), then the feature, then the place of the right child
/// counted from the tree's first node. The left child follows its parent.
pub const LEAF: u8 = u8::MAX;

/// Trees as the weights file holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Log odds before the first tree.
    pub base: f32,
    /// All nodes, tree after tree.
    pub nodes: Vec<u32>,
    /// Where each tree starts.
    pub roots: Vec<u32>,
}

/// The trees for speakers and those for pronouns.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Who is quoted.
    pub speakers: Model,
    /// Whom "he" and "she" stand for.
    pub pronouns: Model,
}

impl Weights {
    /// What this build ships.
    pub fn shipped() -> &'static Weights {
        static SHIPPED: OnceLock<Weights> = OnceLock::new();
        // Eight hexadecimal digits a node.
        let nodes = |text: &str| {
            let digits = |at: usize| text.get(at..at + 8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            (0..text.len()).step_by(8).filter_map(digits).collect()
        };
        SHIPPED.get_or_init(|| Weights {
            speakers: Model { base: weights::BASE, nodes: nodes(weights::NODES), roots: weights::ROOTS.to_vec() },
            pronouns: Model {
                base: weights::PRONOUN_BASE,
                nodes: nodes(weights::PRONOUN_NODES),
                roots: weights::PRONOUN_ROOTS.to_vec(),
            },
        })
    }
}

impl Model {
    /// How likely each candidate is the speaker, 0 to 1; what is missing from 1 is how likely none of them is.
    pub fn probabilities(&self, candidates: &[&[f32]]) -> Vec<f32> {
        let weights: Vec<f32> = candidates.iter().map(|features| self.odds(features).min(60.0).exp()).collect();
        let total: f32 = 1.0 + weights.iter().sum::<f32>();
        weights.into_iter().map(|weight| weight / total).collect()
    }

    /// Log odds of a candidate against nobody.
    fn odds(&self, features: &[f32]) -> f32 {
        self.roots.iter().fold(self.base, |sum, root| {
            let tree = self.nodes.get(*root as usize..).unwrap_or(&[]);
            let mut at = 0;
            loop {
                let Some(packed) = tree.get(at) else { return sum };
                let [right, feature, ..] = packed.to_le_bytes();
                let number = f32::from_bits(packed & 0xFFFF_0000);
                if feature == LEAF {
                    return sum + number;
                }
                let goes_left = features.get(usize::from(feature)).is_none_or(|value| *value <= number);
                // Both ways lead forward, so this ends whatever the numbers.
                at = if goes_left { at + 1 } else { usize::from(right).max(at + 1) };
            }
        })
    }
}
