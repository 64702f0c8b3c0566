//! Trains boosted trees: histograms, leaf-wise growth, logistic loss with soft labels (Friedman, "Greedy function
//! approximation", 2001; histograms and leaf-wise growth as in LightGBM, Ke et al., 2017). Deterministic: no randomness but a
//! seeded choice of features per tree.

use super::features::{Features, COUNT};
use crate::trees::{round, Node, Trees};
use rayon::prelude::*;

/// Most bins a feature is cut into.
const BINS: usize = 64;

/// What is trained on.
#[derive(Default)]
pub struct Sample {
    /// One row for each block.
    pub rows: Vec<Features>,
    /// The share of the block that belongs to the article, 0 to 1.
    pub labels: Vec<f32>,
    /// How much the block counts.
    pub weights: Vec<f32>,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Trees.
    pub trees: usize,
    /// Most leaves of a tree.
    pub leaves: usize,
    /// How much of each tree's answer is added.
    pub rate: f32,
    /// Share of the features each tree may use.
    pub features: f32,
    /// Least sum of weights times p(1-p) in a leaf.
    pub least: f64,
    /// Seed of the choice of features.
    pub seed: u64,
}

/// What one step of a leaf's answer is worth, in log odds.
const STEP: f32 = 1.0 / 256.0;

#[derive(Clone, Copy, Default)]
struct Bin {
    gradient: f64,
    hessian: f64,
}

type Histogram = Vec<[Bin; BINS]>;

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
}

struct Leaf {
    rows: Vec<u32>,
    histogram: Histogram,
    split: Option<Split>,
    /// Its place in the grown tree.
    node: usize,
}

enum Grown {
    Leaf(f32),
    Inner { feature: usize, threshold: f32, left: usize, right: usize },
}

/// Cuts a feature's values at quantiles, between values that occur.
fn edges(rows: &[Features], feature: usize) -> Vec<f32> {
    let step = (rows.len() / 20_000).max(1);
    let mut values: Vec<f32> = rows.iter().step_by(step).map(|row| row[feature]).collect();
    values.sort_by(f32::total_cmp);
    values.dedup();
    if values.len() <= BINS {
        let mut edges: Vec<f32> = values.windows(2).map(|pair| round((pair[0] + pair[1]) / 2.0)).collect();
        edges.dedup();
        return edges;
    }
    let mut all: Vec<f32> = rows.iter().step_by(step).map(|row| row[feature]).collect();
    all.sort_by(f32::total_cmp);
    let mut edges: Vec<f32> = (1..BINS).map(|at| round(all[at * all.len() / BINS])).collect();
    edges.dedup();
    edges.truncate(BINS - 1);
    edges
}

/// Trains a model.
pub fn train(sample: &Sample, settings: Settings) -> Trees {
    let edges: Vec<Vec<f32>> = (0..COUNT).into_par_iter().map(|feature| edges(&sample.rows, feature)).collect();
    let bins: Vec<Vec<u8>> = (0..COUNT)
        .into_par_iter()
        .map(|feature| {
            sample.rows.iter().map(|row| edges[feature].partition_point(|edge| *edge < row[feature]) as u8).collect()
        })
        .collect();
    let total: f32 = sample.weights.iter().sum();
    let positive: f32 = sample.weights.iter().zip(&sample.labels).map(|(weight, label)| weight * label).sum();
    let share = (positive / total).clamp(0.01, 0.99);
    let mut model = Trees { base: (share / (1.0 - share)).ln(), step: STEP, ..Trees::default() };
    let mut scores = vec![model.base; sample.rows.len()];
    let mut random = settings.seed | 1;
    for _ in 0..settings.trees {
        let gradients: Vec<(f32, f32)> = scores
            .par_iter()
            .zip(&sample.labels)
            .zip(&sample.weights)
            .map(|((score, label), weight)| {
                let p = crate::trees::probability(*score);
                ((p - label) * weight, (p * (1.0 - p)).max(1e-4) * weight)
            })
            .collect();
        let chosen: Vec<usize> = (0..COUNT)
            .filter(|_| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                (random >> 40) as f32 / (1_u64 << 24) as f32 <= settings.features
            })
            .collect();
        grow(&bins, &edges, &gradients, &chosen, settings, &mut model, &mut scores);
    }
    model
}

fn histogram(bins: &[Vec<u8>], gradients: &[(f32, f32)], chosen: &[usize], rows: &[u32]) -> Histogram {
    chosen
        .par_iter()
        .map(|feature| {
            let column = &bins[*feature];
            let mut out = [Bin::default(); BINS];
            for row in rows {
                let (gradient, hessian) = gradients[*row as usize];
                let bin = &mut out[column[*row as usize] as usize];
                bin.gradient += f64::from(gradient);
                bin.hessian += f64::from(hessian);
            }
            out
        })
        .collect()
}

fn best_split(histogram: &Histogram, chosen: &[usize], least: f64) -> Option<Split> {
    let value = |gradient: f64, hessian: f64| gradient * gradient / (hessian + 1.0);
    let mut best: Option<Split> = None;
    for (place, bins) in histogram.iter().enumerate() {
        let (gradient, hessian) = bins.iter().fold((0.0, 0.0), |(g, h), bin| (g + bin.gradient, h + bin.hessian));
        let (mut left_gradient, mut left_hessian) = (0.0, 0.0);
        for (at, bin) in bins.iter().enumerate().take(BINS - 1) {
            left_gradient += bin.gradient;
            left_hessian += bin.hessian;
            let (right_gradient, right_hessian) = (gradient - left_gradient, hessian - left_hessian);
            if left_hessian < least || right_hessian < least {
                continue;
            }
            let gain =
                value(left_gradient, left_hessian) + value(right_gradient, right_hessian) - value(gradient, hessian);
            if gain > 1e-6 && best.is_none_or(|best| gain > best.gain) {
                best = Some(Split { gain, feature: chosen[place], bin: at });
            }
        }
    }
    best
}

fn grow(
    bins: &[Vec<u8>],
    edges: &[Vec<f32>],
    gradients: &[(f32, f32)],
    chosen: &[usize],
    settings: Settings,
    model: &mut Trees,
    scores: &mut [f32],
) {
    let rows: Vec<u32> = (0..gradients.len() as u32).collect();
    let first = histogram(bins, gradients, chosen, &rows);
    let split = best_split(&first, chosen, settings.least);
    let mut tree = vec![Grown::Leaf(0.0)];
    let mut leaves = vec![Leaf { rows, histogram: first, split, node: 0 }];
    while leaves.len() < settings.leaves {
        let best = leaves.iter().enumerate().filter_map(|(at, leaf)| Some((at, leaf.split?.gain))).fold(
            None,
            |best: Option<(usize, f64)>, found| {
                if best.is_none_or(|best| found.1 > best.1) {
                    Some(found)
                } else {
                    best
                }
            },
        );
        let Some((at, _)) = best else { break };
        let leaf = leaves.swap_remove(at);
        let Some(split) = leaf.split else { break };
        // A value at the last edge or beyond has the last bin: such a split would have no threshold.
        let Some(threshold) = edges[split.feature].get(split.bin).copied() else { continue };
        let column = &bins[split.feature];
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|row| column[**row as usize] as usize <= split.bin);
        let (small, large_is_left) = if left.len() < right.len() { (&left, false) } else { (&right, true) };
        let small_histogram = histogram(bins, gradients, chosen, small);
        let mut large_histogram = leaf.histogram;
        for (large, small) in large_histogram.iter_mut().zip(&small_histogram) {
            for (large, small) in large.iter_mut().zip(small) {
                large.gradient -= small.gradient;
                large.hessian -= small.hessian;
            }
        }
        let (left_histogram, right_histogram) =
            if large_is_left { (large_histogram, small_histogram) } else { (small_histogram, large_histogram) };
        let places = (tree.len(), tree.len() + 1);
        tree[leaf.node] = Grown::Inner { feature: split.feature, threshold, left: places.0, right: places.1 };
        tree.extend([Grown::Leaf(0.0), Grown::Leaf(0.0)]);
        for (rows, histogram, node) in [(left, left_histogram, places.0), (right, right_histogram, places.1)] {
            let split = best_split(&histogram, chosen, settings.least);
            leaves.push(Leaf { rows, histogram, split, node });
        }
    }
    for leaf in &leaves {
        let (gradient, hessian) = leaf.rows.iter().fold((0.0, 0.0), |(g, h), row| {
            let (gradient, hessian) = gradients[*row as usize];
            (g + f64::from(gradient), h + f64::from(hessian))
        });
        let value = model.rounded_leaf((-gradient / (hessian + 1.0)) as f32 * settings.rate);
        tree[leaf.node] = Grown::Leaf(value);
        leaf.rows.iter().for_each(|row| scores[*row as usize] += value);
    }
    let root = model.nodes.len() as u32;
    model.roots.push(root);
    flatten(&tree, model, root);
}

/// Writes the tree in preorder: the left child follows its parent.
fn flatten(tree: &[Grown], model: &mut Trees, root: u32) {
    let mut nodes: Vec<Node> = Vec::new();
    let mut stack = vec![(0_usize, None)];
    while let Some((at, waiting)) = stack.pop() {
        let place = nodes.len();
        if let Some(parent) = waiting {
            let parent: usize = parent;
            nodes[parent].right = place as u8;
        }
        match tree[at] {
            Grown::Leaf(value) => nodes.push(Node { feature: Node::LEAF, number: value, right: 0 }),
            Grown::Inner { feature, threshold, left, right } => {
                nodes.push(Node { feature: feature as u8, number: threshold, right: 0 });
                stack.push((right, Some(place)));
                stack.push((left, None));
            }
        }
    }
    assert_eq!(root as usize, model.nodes.len());
    model.nodes.extend(nodes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interaction_is_learned() {
        // Article if exactly one of two features is set: no single feature tells.
        let mut sample = Sample::default();
        for at in 0..400_u32 {
            let (a, b) = (at % 2, at / 2 % 2);
            let mut row = [0.0; COUNT];
            (row[3], row[7]) = (a as f32, b as f32);
            // A slight lean, so that a first split has something to gain.
            row[9] = (at % 7) as f32;
            sample.rows.push(row);
            sample.labels.push(if a != b { 1.0 } else { 0.0 });
            sample.weights.push(if a == 1 && b == 1 { 1.5 } else { 1.0 });
        }
        let settings = Settings { trees: 40, leaves: 4, rate: 0.3, features: 1.0, least: 1.0, seed: 1 };
        let model = train(&sample, settings);
        for (row, label) in sample.rows.iter().zip(&sample.labels) {
            let odds = model.log_odds(row);
            assert_eq!(odds > 0.0, *label > 0.5);
        }
    }
}
