//! Trains the block chooser on a corpus of pages with known answers and writes `src/extract/weights/`.
//!
//!     cargo run --release --features train --bin train -- CORPUS_DIR [--predictions DIR] [--exclude FILE]
//!
//! CORPUS_DIR holds `html/NAME.html.gz` and `ground-truth/NAME.json` (WCXB's layout). Four folds split by domain are trained
//! first; each page is predicted by the model that has not seen its domain, through the same code as the product, into DIR if
//! given. Then one chooser is trained on everything and written.

mod chooser;
mod corpus;
mod report;
mod write;

use chooser::Parts;
use clap::Parser;
use corpus::Page;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verbatim::extract::features;

/// The line of `--exclude`'s file behind which pages still teach.
const SINCE: &str = "# Found since the weights were trained";

/// Folds, split by domain.
const FOLDS: u64 = 4;

#[derive(Parser)]
struct Arguments {
    corpus: PathBuf,
    /// Where the cross-validated texts go, and `confidence.tsv`
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// Names of pages whose answer is wrong, one a line, a reason behind each: they teach nothing, but for those that were found since the
    /// weights were trained
    #[arg(long)]
    exclude: Option<PathBuf>,
    /// Only cross-validate
    #[arg(long)]
    dry: bool,
    /// Write what a perfect chooser would give, and train nothing
    #[arg(long)]
    ceiling: bool,
    /// Print what each rule of declutter removes, in words of the answer and others, and train nothing
    #[arg(long)]
    rules: bool,
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let excluded: HashSet<String> = match &arguments.exclude {
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
            let mut found_since = false;
            let lines = text.lines().filter(|line| {
                let is_remark = line.starts_with('#');
                found_since = if is_remark { line.starts_with(SINCE) } else { found_since };
                !is_remark && !found_since
            });
            lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
        }
        None => HashSet::new(),
    };
    let folder = arguments.corpus.join("ground-truth");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    let mut pages: Vec<Page> = names.par_iter().filter_map(|name| corpus::load(&arguments.corpus, name)).collect();
    pages.iter_mut().for_each(|page| page.teaches &= !excluded.contains(&page.name));
    let teaching = pages.iter().filter(|page| page.teaches).count();
    let blocks: usize = pages.iter().map(|page| page.rows.len()).sum();
    eprintln!("{} pages, {teaching} teach, {blocks} blocks, {} features", pages.len(), features::COUNT);
    if let Some(folder) = &arguments.predictions {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    if arguments.rules {
        report::rules(&pages);
        return Ok(());
    }
    if arguments.ceiling {
        let folder = arguments.predictions.as_deref().ok_or("--ceiling needs --predictions")?;
        let scores = |page: &Page| page.labels.iter().map(|label| (label - 0.5) * 12.0).collect();
        return report::predictions(folder, &pages, scores).map(|_| ());
    }
    let parts = Parts::train(&pages);
    let mut scores: Vec<Vec<f32>> = vec![Vec::new(); pages.len()];
    for fold in 0..FOLDS {
        let chooser = parts.chooser(&pages, &[fold]);
        for (page, scores) in pages.iter().zip(&mut scores).filter(|(page, _)| page.fold == fold) {
            *scores = chooser.scores(page);
        }
    }
    let found = report::cross_validated(&pages, &scores);
    eprintln!("{found}");
    if let Some(folder) = &arguments.predictions {
        let place = |page: &Page| pages.iter().position(|other| other.name == page.name).unwrap_or(0);
        report::predictions(folder, &pages, |page| scores[place(page)].clone())?;
    }
    if !arguments.dry {
        let chooser = parts.chooser(&pages, &[]);
        let corpus = corpus::hash(names.join(" ").as_bytes());
        let header =
            format!("From {teaching} pages (corpus hash {corpus:016x}); {:?}.\n//! {found}", chooser::SETTINGS);
        write::weights(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/extract/weights"), &chooser, &header)?;
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
