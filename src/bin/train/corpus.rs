//! The corpus: pages with their answers, and what share of each block the answer holds.

use crate::FOLDS;
use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use verbatim::block::{self, Blocks};
use verbatim::document::Document;
use verbatim::extract::evidence::{self, Words};
use verbatim::extract::features::{self, Facts, Features};
use verbatim::metadata;

/// Words of a run by which a block is found in the answer.
const RUN: usize = 5;
/// Least share of the answer's runs that the page must hold for the page to teach anything.
const LEAST_FOUND: f32 = 0.6;

/// One page of the corpus.
pub struct Page {
    pub name: String,
    /// Its type, as the corpus names it.
    pub kind: String,
    pub fold: u64,
    pub document: Document,
    pub blocks: Blocks,
    pub facts: Facts,
    pub rows: Vec<Features>,
    pub words: Vec<Words>,
    /// The share of each block that the answer holds.
    pub labels: Vec<f32>,
    pub domain: u64,
    pub teaches: bool,
}

pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn words(text: &str) -> Vec<u64> {
    verbatim::text::normalized(text)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| hash(word.as_bytes()))
        .collect()
}

fn runs(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    words
        .windows(RUN)
        .map(|run| run.iter().fold(0, |all: u64, word| all.rotate_left(9).wrapping_mul(31).wrapping_add(*word)))
}

/// The share of each block that the answer holds, by runs of words that go on into the neighbours where a block is short.
fn labels(blocks: &Blocks, answer: &str) -> (Vec<f32>, f32) {
    let answer_words = words(answer);
    let known: HashSet<u64> = runs(&answer_words).collect();
    let lines: HashSet<String> = answer.lines().map(verbatim::text::normalized).collect();
    let mut all: Vec<u64> = Vec::new();
    let mut places = Vec::new();
    for block in &blocks.blocks {
        let own = words(blocks.text_of(block));
        places.push((all.len(), all.len() + own.len()));
        all.extend(own);
    }
    let hits: Vec<bool> = runs(&all).map(|run| known.contains(&run)).collect();
    let mut covered = vec![false; all.len()];
    for (at, _) in hits.iter().enumerate().filter(|(_, hit)| **hit) {
        covered[at..at + RUN].iter_mut().for_each(|word| *word = true);
    }
    let labels = blocks.blocks.iter().zip(&places).map(|(block, (from, to))| {
        let length = to - from;
        let share = covered[*from..*to].iter().filter(|word| **word).count() as f32 / length.max(1) as f32;
        let is_line = length > 0 && lines.contains(&verbatim::text::normalized(blocks.text_of(block)));
        if share < 0.5 && is_line && length >= 2 {
            1.0
        } else {
            share
        }
    });
    let found: HashSet<u64> = runs(&all).collect();
    let share = known.iter().filter(|run| found.contains(run)).count() as f32 / known.len().max(1) as f32;
    (labels.collect(), share)
}

/// Reads a page and its answer; none where a file is missing or no gzip.
pub fn load(corpus: &Path, name: &str) -> Option<Page> {
    let truth: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(corpus.join(format!("ground-truth/{name}.json"))).ok()?).ok()?;
    let mut html = Vec::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(corpus.join(format!("html/{name}.html.gz"))).ok()?)
        .read_to_end(&mut html)
        .ok()?;
    let document = verbatim::html::document(&verbatim::html::decode(&html), "");
    let metadata = metadata::read(&document);
    let blocks = block::segment(&document);
    let facts = Facts::new(&document, &blocks, &metadata);
    let rows = features::each(&document, &blocks, &metadata, &facts).collect();
    let answer = truth["ground_truth"]["main_content"].as_str().unwrap_or("");
    let (labels, found) = labels(&blocks, answer);
    let words = evidence::words(&document, &blocks);
    let url = truth["url"].as_str().unwrap_or("");
    let domain = verbatim::address::host(url);
    Some(Page {
        name: name.to_owned(),
        kind: truth["_internal"]["page_type"]["primary"].as_str().unwrap_or("").to_owned(),
        fold: hash(domain.as_bytes()) % FOLDS,
        words,
        facts,
        domain: hash(domain.as_bytes()),
        document,
        blocks,
        rows,
        labels,
        teaches: found >= LEAST_FOUND,
    })
}
