//! Trains the ranker of speakers on articles with known answers and writes `src/quotes/weights.rs`.
//!
//!     cargo run --release --features train --bin train-quotes -- CORPUS_DIR [--predictions DIR] [--dry]
//!
//! CORPUS_DIR holds NAME.txt and NAME.json, the gold's quotes with label, source and resolved name, offsets in code points. Five folds
//! by article. Who spoke before is itself a guess, so each fold is trained twice: on choices seen with the rules' guesses, then with
//! the first models' guesses for articles they have not seen. Each article is then read by the model that has not seen it, through
//! the same code as the product, into DIR if given. Then one model is trained on everything and written.

mod boost;
mod gold;

use boost::{train, Settings};
use clap::Parser;
use gold::Article;
use rayon::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use verbatim::model::PlainText;
use verbatim::quotes::{find_with, probabilities, Context, Example, Weights};
use verbatim::trees::Trees;

const FOLDS: u64 = 5;
const SETTINGS: Settings = Settings { trees: 600, leaves: 8, rate: 0.067, least: 3.0, share: 0.3, rows: 0.5, seed: 77 };

const PRONOUNS: Settings =
    Settings { trees: 60, leaves: 8, rate: 0.08, least: 4.0, share: 0.4, rows: 0.6, seed: 20_261_126 };

#[derive(Parser)]
struct Arguments {
    corpus: PathBuf,
    /// Where the cross-validated quotes go
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// Only cross-validate
    #[arg(long)]
    dry: bool,
}

/// How much a quote that nobody says counts: a wrong name costs more than a missing one.
const UNSAID: f64 = 2.2;

/// A choice: each candidate's numbers with whether it is right, and whether there is a right answer at all.
type Choice = (Vec<(Vec<f32>, bool)>, bool);

/// The choices in an article.
#[derive(Default)]
struct Choices {
    speakers: Vec<Choice>,
    pronouns: Vec<Choice>,
}

fn choices(article: &Article, examples: &[Example]) -> Choices {
    let mut found = Choices::default();
    for example in examples {
        let Some(quote) = article.quote(example.quote) else { continue };
        let text = &article.plain.text;
        let rows = example
            .candidates
            .iter()
            .map(|(features, mention, speaker)| (features.to_vec(), quote.is_by(text, *mention, speaker.as_deref())));
        found.speakers.push((rows.collect(), quote.source.is_some()));
        for (mention, people) in &example.pronouns {
            let Some(truth) = quote.named_by(*mention) else { continue };
            let rows = people.iter().map(|(features, name)| (features.to_vec(), gold::same_person(name, truth)));
            found.pronouns.push((rows.collect(), true));
        }
    }
    found
}

fn read(plain: &PlainText, weights: &Weights) -> (Vec<verbatim::model::Quote>, Vec<Example>) {
    let mut examples = Vec::new();
    let context = Context { lang: Some("en"), ..Context::default() };
    let quotes = find_with(plain, &context, weights, Some(&mut examples));
    (quotes, examples)
}

fn fit<'a>(all: impl Iterator<Item = &'a Choice>, settings: Settings) -> Trees {
    let (mut rows, mut labels, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for (candidates, sourced) in all {
        // A speaker that is no candidate teaches nothing: nobody would be the wrong answer.
        if *sourced && candidates.iter().all(|(_, right)| !right) {
            continue;
        }
        groups.push((candidates.len(), if *sourced { 1.0 } else { UNSAID }));
        rows.extend(candidates.iter().map(|(features, _)| features.as_slice()));
        labels.extend(candidates.iter().map(|(_, right)| *right));
    }
    train(&rows, &labels, &groups, settings)
}

/// The trees for speakers and those for pronouns.
fn fit_both(all: &[&Choices]) -> [Trees; 2] {
    [
        fit(all.iter().flat_map(|choices| &choices.speakers), SETTINGS),
        fit(all.iter().flat_map(|choices| &choices.pronouns), PRONOUNS),
    ]
}

fn folds(articles: &[Article], choices: &[Choices]) -> Vec<Weights> {
    (0..FOLDS)
        .map(|fold| {
            let others = articles.iter().zip(choices).filter(|(article, _)| article.fold != fold);
            let [speakers, pronouns] = fit_both(&others.map(|(_, choices)| choices).collect::<Vec<_>>());
            Weights { speakers: speakers.compact(), pronouns: Arc::new(pronouns.compact()) }
        })
        .collect()
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("train-quotes: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let (articles, hash) = gold::load(&arguments.corpus, FOLDS)?;
    let rules = Weights::default();
    let first: Vec<Choices> =
        articles.par_iter().map(|article| choices(article, &read(&article.plain, &rules).1)).collect();
    let rows: usize = first.iter().flat_map(|choices| &choices.speakers).map(|(rows, _)| rows.len()).sum();
    let known = first.iter().flat_map(|choices| &choices.speakers).filter(|(_, sourced)| *sourced).count();
    let reachable = first
        .iter()
        .flat_map(|choices| &choices.speakers)
        .filter(|(rows, sourced)| *sourced && rows.iter().any(|(_, right)| *right))
        .count();
    println!(
        "{} articles, {rows} candidates; of {known} quotes with a speaker {reachable} have it among them",
        articles.len()
    );
    let models = folds(&articles, &first);
    let second: Vec<Choices> = articles
        .par_iter()
        .map(|article| choices(article, &read(&article.plain, &models[article.fold as usize]).1))
        .collect();
    let models = folds(&articles, &second);
    let score = cross_validate(&articles, &models, arguments)?;
    if arguments.dry {
        return Ok(());
    }
    let [speakers, pronouns] = fit_both(&second.iter().collect::<Vec<_>>());
    let head = format!(
        "//! Generated by `cargo run --release --features train --bin train-quotes -- CORPUS`: do not edit.\n\
         //! From {} articles (corpus hash {hash:016x}); {SETTINGS:?}; {FOLDS} folds by article.\n\
         //! Cross-validated: {score}.\n\n\
         use crate::trees::Stored;\n\n\
         /// How many numbers these trees were trained on; another number does not compile.\n\
         pub const FEATURES: usize = {};\n",
        articles.len(),
        verbatim::quotes::COUNT,
    );
    let count = format!("pub const PRONOUN_FEATURES: usize = {};\n", verbatim::quotes::PRONOUN);
    let speakers = speakers.source("SPEAKERS", "Who is quoted.");
    let pronouns = pronouns.source("PRONOUNS", "Whom \"he\" and \"she\" stand for.");
    fs::write("src/quotes/weights.rs", format!("{head}{count}{speakers}{pronouns}"))
        .map_err(|error| format!("src/quotes/weights.rs: {error}"))
}

/// The largest share of quotes given rightly while the given ones are right at this precision.
fn attribution_at(all: &[(f32, bool)], sourced: usize, precision: f64) -> f64 {
    let mut sorted = all.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut best) = (0_usize, 0_usize);
    for (shown, (_, is_right)) in (1_usize..).zip(&sorted) {
        right += usize::from(*is_right);
        if right as f64 >= precision * shown as f64 {
            best = right;
        }
    }
    best as f64 / sourced as f64
}

/// Reads every article with the model that has not seen it; prints what thresholds would give and how far confidence is right.
fn cross_validate(articles: &[Article], models: &[Weights], arguments: &Arguments) -> Result<String, String> {
    if let Some(folder) = &arguments.predictions {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let read: Vec<(Vec<(f32, bool)>, usize)> = articles
        .par_iter()
        .map(|article| {
            let model = &models[article.fold as usize];
            let (quotes, examples) = read(&article.plain, model);
            if let Some(folder) = &arguments.predictions {
                let json = verbatim::reading::quotes_json(&article.plain.text, &quotes);
                let _ = fs::write(
                    folder.join(format!("{}.json", article.name)),
                    serde_json::json!({ "quotes": json }).to_string(),
                );
            }
            let choices = choices(article, &examples);
            let sourced = article.quotes.iter().filter(|quote| quote.source.is_some()).count();
            let best = choices.speakers.iter().filter(|(_, sourced)| *sourced).filter_map(|(rows, _)| {
                let features: Vec<&[f32]> = rows.iter().map(|(features, _)| features.as_slice()).collect();
                probabilities(&model.speakers, &features)
                    .into_iter()
                    .zip(rows.iter().map(|(_, right)| *right))
                    .max_by(|a, b| a.0.total_cmp(&b.0))
            });
            (best.collect(), sourced)
        })
        .collect();
    let sourced: usize = read.iter().map(|(_, sourced)| sourced).sum();
    let all: Vec<(f32, bool)> = read.into_iter().flat_map(|(best, _)| best).collect();
    let at = |least: f32| {
        let shown = all.iter().filter(|(p, _)| *p >= least).count();
        let right = all.iter().filter(|(p, right)| *p >= least && *right).count();
        (right as f64 / sourced as f64, right as f64 / shown.max(1) as f64)
    };
    for least in [0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8] {
        let (attribution, precision) = at(least);
        println!("from {least:.2}: attribution {attribution:.4} precision {precision:.4}");
    }
    for precision in [0.96, 0.965, 0.97] {
        println!("at precision {precision}: attribution {:.4}", attribution_at(&all, sourced, precision));
    }
    for low in 3..10 {
        let (low, high) = (low as f32 / 10.0, (low + 1) as f32 / 10.0);
        let bin: Vec<_> = all.iter().filter(|(p, _)| *p >= low && *p < high).collect();
        let right = bin.iter().filter(|(_, right)| *right).count();
        println!(
            "confidence {low:.1} to {high:.1}: {} quotes, right {:.3}",
            bin.len(),
            right as f64 / bin.len().max(1) as f64
        );
    }
    let (attribution, precision) = at(0.5);
    Ok(format!("attribution {attribution:.3}, precision {precision:.3} at 0.5"))
}
