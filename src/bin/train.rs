//! Trains the block chooser on a corpus of pages with known answers and writes `src/extract/weights.rs`.
//!
//!     cargo run --release --features train --bin train -- CORPUS_DIR [--predictions DIR] [--exclude FILE]
//!
//! CORPUS_DIR holds `html/NAME.html.gz` and `ground-truth/NAME.json` (WCXB's layout). Four folds split by domain are trained
//! first; each page is predicted by the model that has not seen its domain, through the same code as the product, into DIR if
//! given. Then one model is trained on everything and written.

use clap::Parser;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verbatim::block::{self, Blocks};
use verbatim::document::Document;
use verbatim::extract::features::{self, Features};
use verbatim::extract::train::{train, Model, Sample, Settings};
use verbatim::extract::trees::log_odds;
use verbatim::metadata;

const FOLDS: u64 = 4;
const SETTINGS: Settings = Settings { trees: 72, leaves: 24, rate: 0.2, features: 0.5, least: 20.0, seed: 20_261_124 };
/// Words of a run by which a block is found in the answer.
const RUN: usize = 5;
/// Least share of the answer's runs that the page must hold for the page to teach anything.
const LEAST_FOUND: f32 = 0.6;

#[derive(Parser)]
struct Arguments {
    corpus: PathBuf,
    /// Where the cross-validated texts go
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// Names of pages whose answer is wrong, one a line, a reason behind each
    #[arg(long)]
    exclude: Option<PathBuf>,
    /// Only cross-validate
    #[arg(long)]
    dry: bool,
}

struct Page {
    name: String,
    fold: u64,
    document: Document,
    blocks: Blocks,
    rows: Vec<Features>,
    labels: Vec<f32>,
    teaches: bool,
    boost: f32,
}

fn hash(bytes: &[u8]) -> u64 {
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

fn load(corpus: &Path, name: &str) -> Option<Page> {
    let truth: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(corpus.join(format!("ground-truth/{name}.json"))).ok()?).ok()?;
    let mut html = Vec::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(corpus.join(format!("html/{name}.html.gz"))).ok()?)
        .read_to_end(&mut html)
        .ok()?;
    let document = verbatim::html::document(&verbatim::html::decode(&html), "");
    let metadata = metadata::read(&document);
    let blocks = block::segment(&document);
    let rows = features::all(&document, &blocks, &metadata);
    let answer = truth["ground_truth"]["main_content"].as_str().unwrap_or("");
    let (labels, found) = labels(&blocks, answer);
    let url = truth["url"].as_str().unwrap_or("");
    let domain = verbatim::address::host(url);
    let is_article = truth["_internal"]["page_type"]["primary"] == "article";
    Some(Page {
        name: name.to_owned(),
        fold: hash(domain.as_bytes()) % FOLDS,
        document,
        blocks,
        rows,
        labels,
        teaches: found >= LEAST_FOUND,
        boost: if is_article { 1.0 } else { 0.5 },
    })
}

/// The rows of some pages. Each page counts alike but for its length's square root: long pages do not drown short ones.
fn sample<'a>(pages: impl Iterator<Item = &'a Page>) -> Sample {
    let mut sample = Sample::default();
    for page in pages.filter(|page| page.teaches) {
        let weights: Vec<f32> = page.blocks.blocks.iter().map(|block| (block.words as f32).sqrt().max(1.0)).collect();
        let total: f32 = weights.iter().sum();
        let scale = page.boost * 400.0 / total.max(200.0).sqrt() / 20.0;
        sample.rows.extend(page.rows.iter().copied());
        sample.labels.extend(&page.labels);
        sample.weights.extend(weights.iter().map(|weight| weight * scale));
    }
    sample
}

fn scores(model: &Model, page: &Page) -> Vec<f32> {
    page.rows.iter().map(|row| log_odds(model.base, &model.nodes, &model.roots, row)).collect()
}

fn write_weights(model: &Model, pages: usize, corpus: u64) -> Result<(), String> {
    use std::fmt::Write;
    let mut out = String::new();
    let _ = writeln!(out, "//! Generated by `cargo run --release --features train --bin train`: do not edit.");
    let _ = writeln!(out, "//! From {pages} pages (corpus hash {corpus:016x}); {SETTINGS:?}.");
    let _ = writeln!(out, "#![cfg_attr(rustfmt, rustfmt_skip)]\n");
    let _ = writeln!(out, "pub const FEATURES: usize = {};", features::COUNT);
    let _ = writeln!(out, "pub const BASE: f32 = {:?};", model.base);
    let _ = write!(out, "pub static ROOTS: [u32; {}] = [", model.roots.len());
    for root in &model.roots {
        let _ = write!(out, "{root},");
    }
    let _ = write!(out, "];\npub static NODES: [u32; {}] = [", model.nodes.len());
    for (at, node) in model.nodes.iter().enumerate() {
        if at % 12 == 0 {
            out.push('\n');
        }
        let _ = write!(out, "{node},");
    }
    out.push_str("\n];\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/extract/weights.rs");
    fs::write(&path, out).map_err(|error| format!("{}: {error}", path.display()))
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let excluded: HashSet<String> = match &arguments.exclude {
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
            text.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
        }
        None => HashSet::new(),
    };
    let folder = arguments.corpus.join("ground-truth");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()))
        .filter(|name| !excluded.contains(name))
        .collect();
    names.sort();
    let corpus = hash(names.join(" ").as_bytes());
    let pages: Vec<Page> = names.par_iter().filter_map(|name| load(&arguments.corpus, name)).collect();
    let teaching = pages.iter().filter(|page| page.teaches).count();
    eprintln!(
        "{} pages, {teaching} teach, {} blocks, {} features",
        pages.len(),
        pages.iter().map(|page| page.rows.len()).sum::<usize>(),
        features::COUNT
    );
    for fold in 0..FOLDS {
        let model = train(&sample(pages.iter().filter(|page| page.fold != fold)), SETTINGS);
        let (mut right, mut all) = (0.0, 0.0);
        for page in pages.iter().filter(|page| page.fold == fold) {
            let scores = scores(&model, page);
            for ((score, label), block) in scores.iter().zip(&page.labels).zip(&page.blocks.blocks) {
                all += f64::from(block.words);
                right += if (*score > 0.0) == (*label > 0.5) { f64::from(block.words) } else { 0.0 };
            }
            if let Some(folder) = &arguments.predictions {
                fs::create_dir_all(folder).map_err(|error| error.to_string())?;
                let reading = verbatim::read_scored(&page.document, &scores);
                fs::write(folder.join(format!("{}.txt", page.name)), reading.text())
                    .map_err(|error| error.to_string())?;
            }
        }
        eprintln!("fold {fold}: {:.4} of words right, {} nodes", right / all, model.nodes.len());
    }
    if !arguments.dry {
        let model = train(&sample(pages.iter()), SETTINGS);
        write_weights(&model, teaching, corpus)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("train: {message}");
            ExitCode::FAILURE
        }
    }
}
