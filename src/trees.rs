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
mod table;
use table::Keys;
pub use table::Table;

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
    /// The tree's leaves that it strikes out where it fails, one bit each, the leftmost lowest.
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
            Comparison { key: *key, tree: tree as u16, leaves: ((1 << count) - 1) << first }
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

    /// The sum of all trees' answers, the log odds, for each of some rows. What all rows have alike is compared once, the rest for as many
    /// rows at once as there are lanes (V-QuickScorer: Lucchese et al., "Exploiting CPU SIMD extensions to speed-up document scoring with
    /// tree ensembles", 2016).
    pub fn log_odds(&self, table: &Table) -> Vec<f32> {
        let rows = table.rows();
        let mut alike = vec![Lanes::from(-1); self.answers.len() / self.width.max(1)];
        let mut varying: Vec<Varying> = Vec::with_capacity(self.features.len());
        let mut rest = self.comparisons.as_slice();
        for (feature, count) in &self.features {
            let (own, others) = rest.split_at(rest.len().min(usize::from(*count)));
            rest = others;
            match table.column((*feature).into()) {
                Keys::Alike(key) => {
                    let failing = own.iter().filter(|comparison| comparison.key < key);
                    failing.for_each(|comparison| comparison.strike(&mut alike, Lanes::from(-1)));
                }
                keys => varying.push(Varying::new(keys, own)),
            }
        }
        let mut left = alike.clone();
        let mut odds = Vec::with_capacity(rows);
        for start in (0..rows).step_by(LANES) {
            let count = LANES.min(rows - start);
            left.copy_from_slice(&alike);
            varying.iter().for_each(|feature| feature.strike(&mut left, start));
            let mut steps = [0; LANES];
            if self.width == SMALL {
                sum::<SMALL>(&self.answers, &left, &mut steps);
            } else {
                sum::<LARGE>(&self.answers, &left, &mut steps);
            }
            odds.extend(steps.iter().take(count).map(|steps| self.base + *steps as f32 * self.step));
        }
        odds
    }
}

use lanes::{Lanes, LANES};

/// Rows that are asked about at once, a lane each.
#[cfg(not(target_arch = "wasm32"))]
mod lanes {
    pub(super) const LANES: usize = 8;
    pub(super) type Lanes = wide::i32x8;
}

/// In a browser one: with eight, in its 128-bit instructions, a reading took 1.16 times as long to choose the article's place (30 pages).
#[cfg(target_arch = "wasm32")]
mod lanes {
    pub(super) const LANES: usize = 1;
    pub(super) type Lanes = i32;
}

/// Adds up the first leaves' answers, of trees that have so many places for them.
#[cfg(not(target_arch = "wasm32"))]
fn sum<const PLACES: usize>(answers: &[i8], left: &[Lanes], steps: &mut [i32; LANES]) {
    for (answers, left) in answers.chunks_exact(PLACES).zip(left) {
        let answers = <&[i8; PLACES]>::try_from(answers).unwrap_or(&[0; PLACES]);
        for (steps, left) in steps.iter_mut().zip(left.to_array()) {
            *steps += answers.get(left.trailing_zeros() as usize % PLACES).map_or(0, |answer| i32::from(*answer));
        }
    }
}

/// The same for one row.
#[cfg(target_arch = "wasm32")]
fn sum<const PLACES: usize>(answers: &[i8], left: &[Lanes], steps: &mut [i32; LANES]) {
    for (answers, left) in answers.chunks_exact(PLACES).zip(left) {
        let answers = <&[i8; PLACES]>::try_from(answers).unwrap_or(&[0; PLACES]);
        steps[0] += answers.get(left.trailing_zeros() as usize % PLACES).map_or(0, |answer| i32::from(*answer));
    }
}

impl Comparison {
    /// Strikes out the leaves that it leaves no way to, in the lanes where it `fails`.
    fn strike(&self, left: &mut [Lanes], fails: Lanes) {
        if let Some(left) = left.get_mut(usize::from(self.tree)) {
            *left &= !(Lanes::from(self.leaves as i32) & fails);
        }
    }
}

/// A feature that is not alike in all rows.
#[cfg(not(target_arch = "wasm32"))]
struct Varying<'t> {
    keys: Keys<'t>,
    own: &'t [Comparison],
}

#[cfg(not(target_arch = "wasm32"))]
impl<'t> Varying<'t> {
    fn new(keys: Keys<'t>, own: &'t [Comparison]) -> Varying<'t> {
        Varying { keys, own }
    }

    /// Strikes out leaves for the rows from `start`, a lane each.
    fn strike(&self, left: &mut [Lanes], start: usize) {
        let values = self.keys.of::<LANES>(start);
        let most = values.iter().fold(i16::MIN, |most, key| most.max(*key));
        let values = Lanes::from(values.map(i32::from));
        for comparison in self.own.iter().take_while(|comparison| comparison.key < most) {
            comparison.strike(left, values.simd_gt(Lanes::splat(comparison.key.into())));
        }
    }
}

/// The same for one row: of a feature that has few values, how many comparisons fail is known for each.
#[cfg(target_arch = "wasm32")]
struct Varying<'t> {
    keys: Keys<'t>,
    own: &'t [Comparison],
    failing: [u16; table::FEW],
}

#[cfg(target_arch = "wasm32")]
impl<'t> Varying<'t> {
    fn new(keys: Keys<'t>, own: &'t [Comparison]) -> Varying<'t> {
        let failing = match keys {
            Keys::Few(_, known) => known.map(|key| Varying::failing(own, key)),
            _ => [0; table::FEW],
        };
        Varying { keys, own, failing }
    }

    fn failing(own: &[Comparison], key: i16) -> u16 {
        own.iter().take_while(|comparison| comparison.key < key).count() as u16
    }

    fn strike(&self, left: &mut [Lanes], row: usize) {
        let failing = match self.keys {
            Keys::Few(places, _) => self.failing[table::place(places, row)],
            keys => Varying::failing(self.own, keys.of::<1>(row)[0]),
        };
        self.own.iter().take(failing.into()).for_each(|comparison| comparison.strike(left, -1));
    }
}

/// Probability from log odds.
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
