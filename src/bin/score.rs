//! Scores readings against a corpus of pages with known answers and says what changed since the committed baseline.
//!
//!     cargo run --release --features train --bin score -- CORPUS_DIR [--predictions DIR] [--exclude FILE] [--keep]
//!
//! CORPUS_DIR holds `html/NAME.html.gz` and `ground-truth/NAME.json` (WCXB's layout). Without `--predictions` every page is read by
//! the product as it is built, whose weights have seen these pages; with it the texts of `train --predictions DIR` are scored, each
//! read by weights that have not. Word F1 is WCXB's: the overlap of the multisets of lower-cased words, averaged over pages.

use clap::Parser;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Below this F1 a reading has failed.
const FAILED: f64 = 0.5;

/// Under this remark stand pages whose answer turned out to be right: they count.
const RIGHT: &str = "# Right after all";

#[derive(Parser)]
struct Arguments {
    corpus: PathBuf,
    /// Texts to score, NAME.txt for each page, instead of reading the pages
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// Names of pages whose answer is wrong, one a line, a reason behind each: a second table leaves them out
    #[arg(long)]
    exclude: Option<PathBuf>,
    /// Make these figures the baseline
    #[arg(long)]
    keep: bool,
}

/// One page's figures.
struct Score {
    name: String,
    kind: String,
    f1: f64,
    kept: (usize, usize),
    leaked: (usize, usize),
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn f1(output: &str, answer: &str) -> f64 {
    let mut wanted: HashMap<String, usize> = HashMap::new();
    let (mut all_wanted, mut all_found, mut both) = (0, 0, 0);
    for word in words(answer) {
        *wanted.entry(word).or_default() += 1;
        all_wanted += 1;
    }
    for word in words(output) {
        all_found += 1;
        if let Some(left) = wanted.get_mut(&word).filter(|left| **left > 0) {
            *left -= 1;
            both += 1;
        }
    }
    match (all_found, all_wanted) {
        (0, 0) => 1.0,
        (0, _) | (_, 0) => 0.0,
        _ => 2.0 * f64::from(both) / f64::from(all_found + all_wanted),
    }
}

fn flat(text: &str) -> String {
    words(text).collect::<Vec<String>>().join(" ")
}

fn score(corpus: &Path, predictions: Option<&Path>, name: &str) -> Option<Score> {
    let record = fs::read_to_string(corpus.join(format!("ground-truth/{name}.json"))).ok()?;
    let record: serde_json::Value = serde_json::from_str(&record).ok()?;
    let output = match predictions {
        Some(folder) => fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap_or_default(),
        None => {
            let mut html = Vec::new();
            let packed = fs::File::open(corpus.join(format!("html/{name}.html.gz"))).ok()?;
            flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut html).ok()?;
            let document = verbatim::html::document(&verbatim::html::decode(&html), "");
            verbatim::read(&document).text().to_owned()
        }
    };
    let answer = &record["ground_truth"];
    let whole = flat(&output);
    let found = |key: &str| {
        let snippets = answer[key].as_array().map_or(&[][..], Vec::as_slice);
        let found = snippets.iter().filter(|snippet| whole.contains(&flat(snippet.as_str().unwrap_or(""))));
        (found.count(), snippets.len())
    };
    Some(Score {
        name: name.to_owned(),
        kind: record["_internal"]["page_type"]["primary"].as_str().unwrap_or("other").to_owned(),
        f1: f1(&output, answer["main_content"].as_str().unwrap_or("")),
        kept: found("with"),
        leaked: found("without"),
    })
}

/// A row's four figures: F1, kept, leak, share failed.
fn figures(scores: &[&Score]) -> [f64; 4] {
    let count = scores.len().max(1) as f64;
    let share = |of: fn(&Score) -> (usize, usize)| {
        let (found, all) =
            scores.iter().map(|score| of(score)).fold((0, 0), |sum, each| (sum.0 + each.0, sum.1 + each.1));
        found as f64 / all.max(1) as f64
    };
    [
        scores.iter().map(|score| score.f1).sum::<f64>() / count,
        share(|score| score.kept),
        share(|score| score.leaked),
        scores.iter().filter(|score| score.f1 < FAILED).count() as f64 / count,
    ]
}

/// Rows by name, "all" first. A table's name keeps its rows apart in the baseline.
fn table(name: &str, scores: &[&Score], rows: &mut BTreeMap<String, (usize, [f64; 4])>) -> Vec<String> {
    let mut kinds: BTreeMap<&str, Vec<&Score>> = BTreeMap::new();
    for score in scores {
        kinds.entry(&score.kind).or_default().push(score);
    }
    let mut order = vec![("all", scores.to_vec())];
    order.extend(kinds);
    order
        .into_iter()
        .map(|(kind, scores)| {
            let key = format!("{name}/{kind}");
            rows.insert(key.clone(), (scores.len(), figures(&scores)));
            key
        })
        .collect()
}

/// The baseline's rows: name, pages, four figures.
fn baseline(text: &str) -> BTreeMap<String, [f64; 4]> {
    let row = |line: &str| {
        let mut fields = line.split_whitespace();
        let name = fields.next().filter(|name| !name.starts_with('#'))?.to_owned();
        let numbers: Vec<f64> = fields.skip(1).filter_map(|field| field.parse().ok()).collect();
        Some((name, <[f64; 4]>::try_from(numbers).ok()?))
    };
    text.lines().filter_map(row).collect()
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = arguments.corpus.join("ground-truth");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    let scores: Vec<Score> =
        names.par_iter().filter_map(|name| score(&arguments.corpus, arguments.predictions.as_deref(), name)).collect();
    if scores.is_empty() {
        return Err(format!("{}: no page with an answer", arguments.corpus.display()));
    }
    let title = if arguments.predictions.is_some() { "unseen" } else { "shipped" };
    let mut rows = BTreeMap::new();
    let mut order = table(title, &scores.iter().collect::<Vec<_>>(), &mut rows);
    if let Some(file) = &arguments.exclude {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let lines = text.lines().take_while(|line| !line.starts_with(RIGHT)).filter(|line| !line.starts_with('#'));
        let wrong: HashSet<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
        let right: Vec<&Score> = scores.iter().filter(|score| !wrong.contains(score.name.as_str())).collect();
        order.extend(table(&format!("{title}-right-answers"), &right, &mut rows));
    }
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/baseline.txt");
    let before = fs::read_to_string(&place).unwrap_or_default();
    let known = baseline(&before);
    println!("{:<38} {:>5}   {:>14} {:>14} {:>14} {:>14}", "", "pages", "F1", "kept", "leak", "F1<.5");
    for key in &order {
        let Some((pages, figures)) = rows.get(key) else { continue };
        let cells: String = figures.iter().enumerate().fold(String::new(), |mut line, (at, figure)| {
            let change = known.get(key).and_then(|known| known.get(at)).map_or(String::new(), |known| {
                let change = figure - known;
                if change.abs() < 5e-5 {
                    "=".to_owned()
                } else {
                    format!("{change:+.4}")
                }
            });
            let _ = write!(line, " {figure:.4} {change:<7}");
            line
        });
        println!("{key:<38} {pages:>5}  {cells}");
    }
    if arguments.keep {
        let mut text = String::from(
            "# What `./build.sh eval DIR` compares with: table/type, pages, F1, kept, leak, share of F1 < 0.5.\n",
        );
        let mut merged: BTreeMap<String, String> = BTreeMap::new();
        for line in before.lines().filter(|line| !line.starts_with('#')) {
            merged.insert(line.split_whitespace().next().unwrap_or("").to_owned(), line.to_owned());
        }
        for (key, (pages, [f1, kept, leak, failed])) in &rows {
            merged.insert(key.clone(), format!("{key:<38} {pages:>5} {f1:.4} {kept:.4} {leak:.4} {failed:.4}"));
        }
        merged.values().for_each(|line| text.extend([line.as_str(), "\n"]));
        fs::write(&place, text).map_err(|error| format!("{}: {error}", place.display()))?;
    }
    Ok(())
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("score: {message}");
            ExitCode::FAILURE
        }
    }
}
