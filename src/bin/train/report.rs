//! What training says of itself: predictions to be scored, the words it gets right, what each rule removes.

use crate::corpus::Page;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use verbatim::reading::Reading;

/// Reads every page with the scores given, by the product's own path, and writes NAME.txt and `confidence.tsv`.
pub fn predictions(folder: &Path, pages: &[Page], scores: impl Fn(&Page) -> Vec<f32> + Sync) -> Result<(), String> {
    let name = |error: std::io::Error| format!("{}: {error}", folder.display());
    let readings: Vec<Reading> =
        pages.par_iter().map(|page| verbatim::read_scored(&page.document, &scores(page))).collect();
    let mut table = String::new();
    for (page, reading) in pages.iter().zip(&readings) {
        fs::write(folder.join(format!("{}.txt", page.name)), reading.text()).map_err(name)?;
        table.push_str(&format!("{}\t{}\t{:.3}\n", page.name, page.kind, reading.confidence));
    }
    fs::write(folder.join("confidence.tsv"), table).map_err(name)
}

/// The share of words judged rightly and the mean F1 of pages by words of their blocks, of articles and of all.
pub fn cross_validated(pages: &[Page], scores: &[Vec<f32>]) -> String {
    let (mut right, mut words) = (0.0, 0.0);
    let mut means = [(0.0, 0.0); 2];
    for (page, scores) in pages.iter().zip(scores).filter(|(page, _)| page.teaches) {
        let (mut both, mut kept, mut wanted) = (0.0, 0.0, 0.0);
        for ((score, label), block) in scores.iter().zip(&page.labels).zip(&page.blocks.blocks) {
            let (count, label) = (f64::from(block.words), f64::from(*label));
            words += count;
            right += if (*score > 0.0) == (label > 0.5) { count } else { 0.0 };
            wanted += count * label;
            if *score > 0.0 {
                kept += count;
                both += count * label;
            }
        }
        let f1 = if kept + wanted > 0.0 { 2.0 * both / (kept + wanted) } else { 1.0 };
        for (mean, counts) in means.iter_mut().zip([true, page.kind == "article"]) {
            *mean = if counts { (mean.0 + f1, mean.1 + 1.0) } else { *mean };
        }
    }
    let [all, articles] = means.map(|(sum, count)| sum / f64::max(count, 1.0));
    format!(
        "Cross-validated by domain: {:.4} of words right; F1 by blocks {articles:.4} on articles, {all:.4} on all.",
        right / f64::max(words, 1.0)
    )
}

/// Prints, by page type and rule, the words of the answer that are lost and those rightly removed.
pub fn rules(pages: &[Page]) {
    let mut sums: BTreeMap<(&str, String), (f32, f32, u32)> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.teaches) {
        let mut out = vec![false; page.labels.len()];
        for removal in verbatim::clutter(&page.document) {
            let rule = removal.rule.split(',').next().unwrap_or("").to_owned();
            for (at, block) in page.blocks.blocks.iter().enumerate() {
                let start = block.nodes.start;
                if removal.nodes.contains(&start) && !out[at] {
                    out[at] = true;
                    let sum = sums.entry((&page.kind, rule.clone())).or_default();
                    sum.0 += page.labels[at] * block.words as f32;
                    sum.1 += (1.0 - page.labels[at]) * block.words as f32;
                    sum.2 += 1;
                }
            }
        }
    }
    println!("type\trule\twords lost\twords rightly removed\tblocks");
    for ((kind, rule), (lost, right, blocks)) in sums {
        println!("{kind}\t{rule}\t{lost:.0}\t{right:.0}\t{blocks}");
    }
}
