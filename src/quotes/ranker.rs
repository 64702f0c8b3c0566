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

/// What a leaf's value is a multiple of, -127 to 127 times.
pub const STEP: f32 = 1.0 / 128.0;

/// Trees in memory.
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
        SHIPPED.get_or_init(|| Weights {
            speakers: Model::unpack(weights::BASE, weights::NODES, weights::VALUES, weights::THRESHOLDS),
            pronouns: Model::unpack(
                weights::PRONOUN_BASE,
                weights::PRONOUN_NODES,
                weights::PRONOUN_VALUES,
                weights::PRONOUN_THRESHOLDS,
            ),
        })
    }
}

impl Model {
    /// From the file's bytes: of every node in preorder its feature, and the place of its threshold in `thresholds` (the upper half of an
    /// `f32`) or, for a leaf, its value in steps of [`STEP`]. Roots and right children follow from the order.
    fn unpack(base: f32, features: &[u8], values: &[u8], thresholds: &[u16]) -> Model {
        let mut model = Model { base, nodes: Vec::with_capacity(features.len()), roots: Vec::new() };
        let mut waiting: Vec<usize> = Vec::new();
        let (mut root, mut is_after_leaf) = (0, true);
        for (feature, value) in features.iter().zip(values) {
            let at = model.nodes.len();
            if is_after_leaf {
                match waiting.pop() {
                    Some(parent) => {
                        if let Some(parent) = model.nodes.get_mut(parent) {
                            *parent |= (at - root).min(usize::from(u8::MAX)) as u32;
                        }
                    }
                    None => {
                        root = at;
                        model.roots.push(at as u32);
                    }
                }
            }
            is_after_leaf = *feature == LEAF;
            let number = if is_after_leaf {
                (f32::from(i8::from_le_bytes([*value])) * STEP).to_bits()
            } else {
                waiting.push(at);
                u32::from(thresholds.get(usize::from(*value)).copied().unwrap_or(0)) << 16
            };
            model.nodes.push(number & 0xFFFF_0000 | u32::from(*feature) << 8);
        }
        model
    }

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
