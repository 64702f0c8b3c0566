//! The learned parts: words' weights, the first model, the second; each trained without some folds so that no page is judged, nor
//! described to the next part, by what has seen its domain.

use crate::corpus::{hash, Page};
use crate::FOLDS;
use rayon::prelude::*;
use verbatim::extract::evidence;
use verbatim::extract::features::{Facts, Features};
use verbatim::extract::train::{train, Sample, Settings};
use verbatim::trees::Trees;

/// How both models are trained. 64 trees of 32 leaves are the most that their form in the weights files holds.
pub const SETTINGS: Settings =
    Settings { trees: 64, leaves: 27, rate: 0.22, features: 0.25, least: 20.0, seed: 20_261_124 };
const _: () = assert!(SETTINGS.trees <= 64 && SETTINGS.leaves <= 32);
/// What is added to the seed of the second model's other half: two models that chance made different err less together.
const OTHER: u64 = 7919;
/// How the words' weights are trained.
const ROUNDS: usize = 4;
const RATE: f32 = 0.1;
const DECAY: f32 = 1e-5;
/// Fewest domains a word must be seen on, and the smallest weight that is kept, in log odds.
const DOMAINS: u32 = 40;
const LEAST_WEIGHT: f32 = 0.05;

/// What is trained on: rows of pages. Blocks count by the root of their length, pages nearly alike: long pages do not drown short
/// ones.
fn sample(rows: &[(&Page, Vec<Features>)]) -> Sample {
    let mut sample = Sample::default();
    for (page, rows) in rows {
        let weights: Vec<f32> = page.blocks.blocks.iter().map(|block| (block.words as f32).sqrt().max(1.0)).collect();
        let total: f32 = weights.iter().sum();
        let scale = 400.0 / total.max(200.0).powf(0.8) / 20.0;
        sample.rows.extend(rows);
        sample.labels.extend(&page.labels);
        sample.weights.extend(weights.iter().map(|weight| weight * scale));
    }
    sample
}

/// Both models and the words' weights.
pub struct Chooser {
    pub table: Vec<i8>,
    pub first: Trees,
    pub second: [Trees; 2],
}

fn answers(model: &Trees, rows: &[Features]) -> Vec<f32> {
    rows.iter().map(|row| model.log_odds(row)).collect()
}

/// The learned parts that have not seen the folds in `without`.
pub struct Parts {
    tables: Vec<(Vec<u64>, Vec<i8>)>,
    firsts: Vec<(Vec<u64>, Trees)>,
}

#[allow(clippy::expect_used)] // a tool for its makers: a missing choice of folds is a mistake in this file
fn part<'a, T>(parts: &'a [(Vec<u64>, T)], without: &[u64]) -> &'a T {
    let mut wanted = without.to_vec();
    wanted.sort_unstable();
    &parts.iter().find(|(folds, _)| *folds == wanted).expect("every choice of folds was trained").1
}

/// The pages outside some folds, each with its fold added to them.
fn outside<'a>(pages: &'a [Page], without: &'a [u64]) -> impl Iterator<Item = (&'a Page, Vec<u64>)> + 'a {
    pages.iter().filter(|page| page.teaches && !without.contains(&page.fold)).map(|page| {
        let mut folds = without.to_vec();
        folds.push(page.fold);
        (page, folds)
    })
}

impl Parts {
    /// Trains the words' weights and the first model for every one and two folds left out, and for those in three that the
    /// second model's training needs.
    pub fn train(pages: &[Page]) -> Parts {
        let mut choices: Vec<Vec<u64>> = vec![vec![]];
        for a in 0..FOLDS {
            choices.push(vec![a]);
            for b in a + 1..FOLDS {
                choices.push(vec![a, b]);
                (b + 1..FOLDS).for_each(|c| choices.push(vec![a, b, c]));
            }
        }
        let tables: Vec<(Vec<u64>, Vec<i8>)> = choices
            .par_iter()
            .map(|without| {
                let some: Vec<&Page> = pages.iter().filter(|page| !without.contains(&page.fold)).collect();
                (without.clone(), evidence_table(&some))
            })
            .collect();
        let firsts = choices
            .iter()
            .filter(|without| without.len() < 3)
            .map(|without| {
                let rows: Vec<(&Page, Vec<Features>)> = outside(pages, without)
                    .map(|(page, folds)| (page, weighed(page, part(&tables, &folds).as_slice())))
                    .collect();
                (without.clone(), train(&sample(&rows), SETTINGS))
            })
            .collect();
        Parts { tables, firsts }
    }

    /// The whole chooser that has not seen the folds in `without` (one, or none).
    pub fn chooser(&self, pages: &[Page], without: &[u64]) -> Chooser {
        let rows: Vec<(&Page, Vec<Features>)> = outside(pages, without)
            .map(|(page, folds)| {
                let mut rows = weighed(page, part(&self.tables, &folds).as_slice());
                let scores = answers(part(&self.firsts, &folds), &rows);
                page.facts.look_around(&page.document, &page.blocks, &scores, &mut rows);
                (page, rows)
            })
            .collect();
        Chooser {
            table: part(&self.tables, without).clone(),
            first: part(&self.firsts, without).clone(),
            second: [SETTINGS.seed, SETTINGS.seed + OTHER]
                .map(|seed| train(&sample(&rows), Settings { seed, ..SETTINGS })),
        }
    }
}

impl Chooser {
    /// A page's scores, in log odds.
    pub fn scores(&self, page: &Page) -> Vec<f32> {
        let mut rows = weighed(page, &self.table);
        let scores = answers(&self.first, &rows);
        page.facts.look_around(&page.document, &page.blocks, &scores, &mut rows);
        let [one, other] = self.second.each_ref().map(|half| answers(half, &rows));
        one.iter().zip(other).map(|(one, other)| (one + other) / 2.0).collect()
    }
}

/// Trains the linear model of words on some pages: logistic loss, Adagrad, a few rounds; words of few domains have no weight.
fn evidence_table(pages: &[&Page]) -> Vec<i8> {
    let size = 1 << evidence::BITS;
    let mut domains = vec![(0_u32, 0_u64); size];
    let mut order: Vec<&&Page> = pages.iter().filter(|page| page.teaches).collect();
    order.sort_by_key(|page| page.domain);
    for page in &order {
        for word in page.words.iter().flatten().flatten() {
            let slot = &mut domains[*word as usize];
            if slot.1 != page.domain || slot.0 == 0 {
                *slot = (slot.0 + 1, page.domain);
            }
        }
    }
    // Rounds see pages in an order that mixes domains.
    order.sort_by_key(|page| hash(page.name.as_bytes()));
    let mut weights = vec![0.0_f32; size];
    let mut squares = vec![1e-2_f32; size];
    let mut bias = 0.0_f32;
    for round in 0..ROUNDS {
        let rate = RATE / (1.0 + round as f32);
        for page in &order {
            let scale: f32 = page.blocks.blocks.iter().map(|block| (block.words as f32).sqrt().max(1.0)).sum();
            for ((words, label), block) in page.words.iter().zip(&page.labels).zip(&page.blocks.blocks) {
                let sum = bias + words.iter().flatten().map(|word| weights[*word as usize]).sum::<f32>();
                let p = 1.0 / (1.0 + (-sum).exp());
                let gradient = (p - label) * (block.words as f32).sqrt().max(1.0) / scale.max(100.0).sqrt();
                bias -= rate * 0.1 * gradient;
                for word in words.iter().flatten().map(|word| *word as usize) {
                    if domains[word].0 < DOMAINS {
                        continue;
                    }
                    let slope = gradient + DECAY * weights[word];
                    squares[word] += slope * slope;
                    weights[word] -= rate * slope / squares[word].sqrt();
                }
            }
        }
    }
    let pack = |weight: &f32| {
        if weight.abs() < LEAST_WEIGHT {
            0
        } else {
            (weight / evidence::STEP).round().clamp(-127.0, 127.0) as i8
        }
    };
    weights.iter().map(pack).collect()
}

/// A page's rows with the words' sums in them.
fn weighed(page: &Page, table: &[i8]) -> Vec<Features> {
    let mut rows = page.rows.clone();
    Facts::weigh_words(table, &page.words, &mut rows);
    rows
}
