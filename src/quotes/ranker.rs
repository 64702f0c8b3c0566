//! A ranker of candidates: boosted decision trees ([`crate::trees`]) over the numbers of [`super::features`].

use super::features::COUNT;
use super::pronouns::PRONOUN;
use super::weights;
use crate::trees::{Compact, Table};
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
            speakers: Compact::new(&weights::SPEAKERS),
            pronouns: Arc::new(Compact::new(&weights::PRONOUNS)),
        })
    }
}

/// How likely each candidate is the speaker, 0 to 1; what is missing from 1 is how likely none of them is.
pub fn probabilities(trees: &Compact, candidates: &[&[f32]]) -> Vec<f32> {
    let table = Table::of(candidates.iter().copied());
    let weights: Vec<f32> = trees.log_odds(&table).into_iter().map(|odds| odds.min(60.0).exp()).collect();
    let total: f32 = 1.0 + weights.iter().sum::<f32>();
    weights.into_iter().map(|weight| weight / total).collect()
}
