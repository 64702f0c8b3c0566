//! Boosted decision trees, asked about many rows of features: whole numbers compared and added, so that native and WebAssembly agree to
//! the bit.
//!
//! No tree is walked: every feature's comparisons stand in order of their keys, those that fail strike out leaves, and a tree's answer
//! is its first leaf left (QuickScorer: Lucchese et al., "QuickScorer: a fast algorithm to rank documents with additive ensembles of
//! regression trees", 2015). A walk guesses wrong at every other turn; here the processor goes straight on. The weights files hold the
//! comparisons in that order: little is to be made ready when the program starts.

#[cfg(any(test, feature = "train"))]
mod grown;
#[cfg(any(test, feature = "train"))]
pub use grown::{round, Node, Trees};

/// A feature's value as a whole number of 16 bits that keeps its order: the value rounded up to the precision that a sign, eight bits
/// of exponent and seven of fraction have. Rounded up, it is above a number of that precision exactly if the value itself is.
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

/// Trees as a weights file holds them.
#[derive(Clone, Debug, Default)]
pub struct Stored<'w> {
    /// Log odds before the first tree.
    pub base: f32,
    /// What one step of an answer is worth, in log odds.
    pub step: f32,
    /// How many answers each tree has a place for.
    pub width: usize,
    /// Bits that number a leaf: 2 to the power of these are the most leaves a tree may have.
    pub bits: u32,
    /// Features that are compared, each with how many comparisons it has.
    pub features: &'w [(u8, u16)],
    /// Of each comparison the key, ascending within its feature: it fails for a feature whose key is greater.
    pub keys: &'w [i16],
    /// Of each comparison the leaves that it strikes out where it fails, those of its left side: from the highest bits down the tree, the
    /// first of them and how many.
    pub places: &'w [u16],
    /// The leaves' answers in steps, `width` a tree.
    pub answers: &'w [i8],
}

/// A comparison, without its feature.
#[derive(Clone, Copy, Debug)]
struct Comparison {
    key: i16,
    tree: u16,
    /// The tree's leaves that remain where it fails, one bit each, the leftmost lowest.
    leaves: u32,
}

/// Places for answers that a tree made ready has: one of two numbers known beforehand, which saves a fifth of the
/// instructions of asking.
const SMALL: usize = 8;
const LARGE: usize = 32;

/// Trees made ready to be asked. They answer what the trees grown do.
#[derive(Clone, Debug, Default)]
pub struct Compact {
    base: f32,
    step: f32,
    width: usize,
    features: Vec<(u8, u16)>,
    comparisons: Vec<Comparison>,
    answers: Vec<i8>,
}

impl Compact {
    /// From what a weights file holds.
    pub fn new(stored: &Stored) -> Compact {
        let below = (1 << stored.bits) - 1;
        let comparison = |(key, place): (&i16, &u16)| {
            let (count, first) = (u32::from(*place) & below, u32::from(*place) >> stored.bits & below);
            let tree = u32::from(*place) >> (2 * stored.bits);
            Comparison { key: *key, tree: tree as u16, leaves: !(((1 << count) - 1) << first) }
        };
        let width = if stored.width <= SMALL { SMALL } else { LARGE };
        let mut answers = vec![0; stored.answers.len() / stored.width.max(1) * width];
        for (slots, own) in answers.chunks_exact_mut(width).zip(stored.answers.chunks_exact(stored.width.max(1))) {
            slots.iter_mut().zip(own).for_each(|(slot, answer)| *slot = *answer);
        }
        Compact {
            base: stored.base,
            step: stored.step,
            width,
            features: stored.features.to_vec(),
            comparisons: stored.keys.iter().zip(stored.places).map(comparison).collect(),
            answers,
        }
    }

    /// Whether there is no tree: then nothing has been learned.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// The sum of all trees' answers, the log odds, for each of some rows. What all rows have alike is compared once.
    pub fn log_odds(&self, rows: &[Keys]) -> Vec<f32> {
        let mut alike = vec![u32::MAX; self.answers.len() / self.width.max(1)];
        let mut apart: Vec<(usize, &[Comparison])> = Vec::with_capacity(self.features.len());
        let mut rest = self.comparisons.as_slice();
        for (feature, count) in &self.features {
            let (own, others) = rest.split_at(rest.len().min(usize::from(*count)));
            rest = others;
            let feature = usize::from(*feature);
            let key = |row: &Keys| row.get(feature).copied().unwrap_or(0);
            match rows.first().map(key) {
                Some(first) if rows.iter().all(|row| key(row) == first) => strike(&mut alike, own, first),
                _ => apart.push((feature, own)),
            }
        }
        let mut left = alike.clone();
        let answer = |row: &Keys| {
            left.copy_from_slice(&alike);
            for (feature, own) in &apart {
                strike(&mut left, own, row.get(*feature).copied().unwrap_or(0));
            }
            let steps = if self.width == SMALL {
                sum::<SMALL>(&self.answers, &left)
            } else {
                sum::<LARGE>(&self.answers, &left)
            };
            self.base + steps as f32 * self.step
        };
        rows.iter().map(answer).collect()
    }
}

/// The first leaves' answers, of trees that have so many places for them.
fn sum<const PLACES: usize>(answers: &[i8], left: &[u32]) -> i32 {
    let first = |(answers, left): (&[i8], &u32)| {
        let answers = <&[i8; PLACES]>::try_from(answers).unwrap_or(&[0; PLACES]);
        answers.get(left.trailing_zeros() as usize % PLACES).map_or(0, |answer| i32::from(*answer))
    };
    answers.chunks_exact(PLACES).zip(left).map(first).sum()
}

/// Strikes out the leaves that a feature's comparisons leave no way to.
fn strike(left: &mut [u32], comparisons: &[Comparison], value: i16) {
    for comparison in comparisons {
        if value <= comparison.key {
            break;
        }
        if let Some(leaves) = left.get_mut(usize::from(comparison.tree)) {
            *leaves &= comparison.leaves;
        }
    }
}

/// Probability from log odds.
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
