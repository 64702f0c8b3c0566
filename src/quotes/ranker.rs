//! A ranker of candidates: boosted decision trees ([`crate::trees`]) over the numbers of [`super::features`].

use super::features::COUNT;
use super::pronouns::PRONOUN;
use super::weights;
use crate::trees::{self, Compact, Node, Trees};
use std::sync::{Arc, OnceLock};

/// Weights trained on other numbers do not compile.
const _: () = assert!(weights::FEATURES == COUNT && weights::PRONOUN_FEATURES == PRONOUN);

/// What a leaf's value is a multiple of, -127 to 127 times.
pub const STEP: f32 = 1.0 / 128.0;

/// The trees for speakers and those for pronouns.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Who is quoted.
    pub speakers: Compact,
    /// Whom "he" and "she" stand for.
    pub pronouns: Arc<Compact>,
}

impl Weights {
    /// What this build ships.
    pub fn shipped() -> &'static Weights {
        static SHIPPED: OnceLock<Weights> = OnceLock::new();
        SHIPPED.get_or_init(|| Weights {
            speakers: unpacked(weights::BASE, weights::NODES, weights::VALUES, weights::THRESHOLDS).compact(),
            pronouns: Arc::new(
                unpacked(
                    weights::PRONOUN_BASE,
                    weights::PRONOUN_NODES,
                    weights::PRONOUN_VALUES,
                    weights::PRONOUN_THRESHOLDS,
                )
                .compact(),
            ),
        })
    }
}

/// From the file's bytes: of every node in preorder its feature, and the place of its number in `thresholds` (the upper half of an
/// `f32`) or, for a leaf, its answer in steps of [`STEP`].
fn unpacked(base: f32, features: &[u8], values: &[u8], thresholds: &[u16]) -> Trees {
    let number = |(feature, value): (&u8, &u8)| {
        let number = if *feature == Node::LEAF {
            f32::from(*value as i8) * STEP
        } else {
            f32::from_bits(u32::from(thresholds.get(usize::from(*value)).copied().unwrap_or(0)) << 16)
        };
        (*feature, number)
    };
    Trees::in_preorder(base, STEP, features.iter().zip(values).map(number))
}

/// How likely each candidate is the speaker, 0 to 1; what is missing from 1 is how likely none of them is.
pub fn probabilities(trees: &Compact, candidates: &[&[f32]]) -> Vec<f32> {
    let weight = |features: &&[f32]| trees.log_odds(&trees::keys(features)).min(60.0).exp();
    let weights: Vec<f32> = candidates.iter().map(weight).collect();
    let total: f32 = 1.0 + weights.iter().sum::<f32>();
    weights.into_iter().map(|weight| weight / total).collect()
}
