//! Boosted trees: histograms, leaf-wise growth (Friedman, "Greedy function approximation", 2001; Ke et al.,
//! "LightGBM", 2017), and one softmax over a quote's candidates and
//! nobody as loss. Deterministic.

use rayon::prelude::*;
use verbatim::quotes::STEP;
use verbatim::trees::{round, Node, Trees};

const BINS: usize = 64;

#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub trees: usize,
    pub leaves: usize,
    pub rate: f32,
    /// Least sum of p(1-p) in a leaf.
    pub least: f64,
    /// Share of the features each tree may use.
    pub share: f32,
    /// Share of the quotes each tree learns from.
    pub rows: f32,
    pub seed: u64,
}

type Histogram = Vec<[(f64, f64); BINS]>;

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
    node: usize,
}

enum Grown {
    Leaf(f32),
    Inner { feature: usize, threshold: f32, left: usize, right: usize },
}

fn edges(rows: &[&[f32]], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let all = values.clone();
    values.dedup();
    let mut edges: Vec<f32> = if values.len() <= BINS {
        values.windows(2).map(|pair| round((pair[0] + pair[1]) / 2.0)).collect()
    } else {
        (1..BINS).map(|at| round(all[at * all.len() / BINS])).collect()
    };
    edges.dedup();
    edges.truncate(BINS - 1);
    edges
}

/// `groups` are the rows of one quote each, one after the other, with how much it counts.
pub fn train(rows: &[&[f32]], labels: &[bool], groups: &[(usize, f64)], settings: Settings) -> Trees {
    let count = rows.first().map_or(0, |row| row.len());
    let edges: Vec<Vec<f32>> = (0..count).into_par_iter().map(|feature| edges(rows, feature)).collect();
    let bins: Vec<Vec<u8>> = (0..count)
        .into_par_iter()
        .map(|feature| {
            rows.iter().map(|row| edges[feature].partition_point(|edge| *edge < row[feature]) as u8).collect()
        })
        .collect();
    let mut model = Trees { base: -1.0, step: STEP, ..Trees::default() };
    let mut scores = vec![model.base; rows.len()];
    let mut random = settings.seed | 1;
    let mut chance = |share: f32| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random >> 40) as f32 / (1_u64 << 24) as f32 <= share
    };
    for _ in 0..settings.trees {
        let mut gradients = gradients(&scores, labels, groups);
        let mut at = 0;
        for (size, _) in groups {
            if !chance(settings.rows) {
                gradients[at..at + size].fill((0.0, 0.0));
            }
            at += size;
        }
        let chosen: Vec<usize> = (0..count).filter(|_| chance(settings.share)).collect();
        let tree = grow(&bins, &edges, &gradients, &chosen, settings, &mut scores);
        model.roots.push(model.nodes.len() as u32);
        flatten(&tree, &mut model.nodes);
    }
    model
}

/// First and second derivative of the loss by each row's score. Where several mentions are right, they share being right.
fn gradients(scores: &[f32], labels: &[bool], groups: &[(usize, f64)]) -> Vec<(f64, f64)> {
    let mut out = Vec::with_capacity(scores.len());
    let mut at = 0;
    for (size, count) in groups {
        let run = at..at + size;
        let weights: Vec<f64> = scores[run.clone()].iter().map(|score| f64::from(*score).exp()).collect();
        let total = 1.0 + weights.iter().sum::<f64>();
        let right: f64 = weights.iter().zip(&labels[run.clone()]).filter(|(_, label)| **label).map(|(w, _)| w).sum();
        for (weight, label) in weights.iter().zip(&labels[run]) {
            let p = weight / total;
            let target = if *label { weight / right } else { 0.0 };
            out.push((count * (p - target), count * (p * (1.0 - p)).max(1e-4)));
        }
        at += size;
    }
    out
}

fn histogram(bins: &[Vec<u8>], gradients: &[(f64, f64)], chosen: &[usize], rows: &[u32]) -> Histogram {
    chosen
        .par_iter()
        .map(|feature| {
            let mut out = [(0.0, 0.0); BINS];
            for row in rows {
                let (gradient, hessian) = gradients[*row as usize];
                let bin = &mut out[usize::from(bins[*feature][*row as usize])];
                *bin = (bin.0 + gradient, bin.1 + hessian);
            }
            out
        })
        .collect()
}

fn best_split(histogram: &Histogram, chosen: &[usize], least: f64) -> Option<Split> {
    let value = |(gradient, hessian): (f64, f64)| gradient * gradient / (hessian + 1.0);
    let mut best: Option<Split> = None;
    for (place, bins) in histogram.iter().enumerate() {
        let total = bins.iter().fold((0.0, 0.0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1));
        let mut left = (0.0, 0.0);
        for (at, bin) in bins.iter().enumerate().take(BINS - 1) {
            left = (left.0 + bin.0, left.1 + bin.1);
            let right = (total.0 - left.0, total.1 - left.1);
            if left.1 < least || right.1 < least {
                continue;
            }
            let gain = value(left) + value(right) - value(total);
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
    gradients: &[(f64, f64)],
    chosen: &[usize],
    settings: Settings,
    scores: &mut [f32],
) -> Vec<Grown> {
    let rows: Vec<u32> = (0..gradients.len() as u32).collect();
    let first = histogram(bins, gradients, chosen, &rows);
    let split = best_split(&first, chosen, settings.least);
    let mut tree = vec![Grown::Leaf(0.0)];
    let mut leaves = vec![Leaf { rows, histogram: first, split, node: 0 }];
    while leaves.len() < settings.leaves {
        let best = (0..leaves.len()).filter(|at| leaves[*at].split.is_some()).max_by(|a, b| {
            leaves[*a].split.map_or(0.0, |s| s.gain).total_cmp(&leaves[*b].split.map_or(0.0, |s| s.gain))
        });
        let Some(at) = best else { break };
        let leaf = leaves.swap_remove(at);
        let Some(split) = leaf.split else { break };
        let Some(threshold) = edges[split.feature].get(split.bin).copied() else {
            leaves.push(Leaf { split: None, ..leaf });
            continue;
        };
        let column = &bins[split.feature];
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|row| usize::from(column[**row as usize]) <= split.bin);
        let is_left_small = left.len() < right.len();
        let small = histogram(bins, gradients, chosen, if is_left_small { &left } else { &right });
        let mut large = leaf.histogram;
        for (large, small) in large.iter_mut().zip(&small) {
            for (large, small) in large.iter_mut().zip(small) {
                *large = (large.0 - small.0, large.1 - small.1);
            }
        }
        let (left_histogram, right_histogram) = if is_left_small { (small, large) } else { (large, small) };
        let places = (tree.len(), tree.len() + 1);
        tree[leaf.node] = Grown::Inner { feature: split.feature, threshold, left: places.0, right: places.1 };
        tree.extend([Grown::Leaf(0.0), Grown::Leaf(0.0)]);
        for (rows, histogram, node) in [(left, left_histogram, places.0), (right, right_histogram, places.1)] {
            let split = best_split(&histogram, chosen, settings.least);
            leaves.push(Leaf { rows, histogram, split, node });
        }
    }
    for leaf in &leaves {
        let (gradient, hessian) = leaf.rows.iter().fold((0.0, 0.0), |sum: (f64, f64), row| {
            let (gradient, hessian) = gradients[*row as usize];
            (sum.0 + gradient, sum.1 + hessian)
        });
        let value =
            Trees { step: STEP, ..Trees::default() }.rounded_leaf((-gradient / (hessian + 1.0)) as f32 * settings.rate);
        tree[leaf.node] = Grown::Leaf(value);
        leaf.rows.iter().for_each(|row| scores[*row as usize] += value);
    }
    tree
}

/// Writes the tree in preorder: the left child follows its parent.
fn flatten(tree: &[Grown], out: &mut Vec<Node>) {
    let start = out.len();
    let mut stack = vec![(0_usize, None)];
    while let Some((at, waiting)) = stack.pop() {
        let place = out.len() - start;
        if let Some(parent) = waiting {
            let parent: usize = parent;
            out[start + parent].right = place as u8;
        }
        match tree[at] {
            Grown::Leaf(value) => out.push(Node { number: value, feature: Node::LEAF, right: 0 }),
            Grown::Inner { feature, threshold, left, right } => {
                out.push(Node { number: threshold, feature: feature as u8, right: 0 });
                stack.push((right, Some(place)));
                stack.push((left, None));
            }
        }
    }
}
