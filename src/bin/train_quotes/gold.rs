//! The corpus: articles with the quotes that people have marked.

use serde_json::Value;
use std::fs;
use std::path::Path;
use verbatim::model::{PlainText, TextBlock, TextKind};
use verbatim::text::Span;

/// An article with its answers.
pub struct Article {
    pub name: String,
    pub fold: u64,
    pub plain: PlainText,
    pub quotes: Vec<Gold>,
}

/// A marked quote; `source` is missing where nobody is quoted.
pub struct Gold {
    pub span: Span,
    pub source: Option<Source>,
}

/// Whom it is attributed to.
pub struct Source {
    pub span: Span,
    /// The full name, where one is known.
    pub name: Option<String>,
}

fn hash(bytes: &[u8], from: u64) -> u64 {
    bytes.iter().fold(from, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Every article of a folder, ascending by name, and a hash of all.
pub fn load(folder: &Path, folds: u64) -> Result<(Vec<Article>, u64), String> {
    let name = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths: Vec<_> = fs::read_dir(folder).map_err(name)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut all = 0xcbf2_9ce4_8422_2325;
    let mut articles = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path.with_extension("txt")).map_err(name)?;
        let json = fs::read_to_string(&path).map_err(name)?;
        all = hash(json.as_bytes(), hash(text.as_bytes(), all));
        let gold: Value = serde_json::from_str(&json).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let fold = (hash(name.as_bytes(), 0xcbf2_9ce4_8422_2325) >> 7) % folds;
        articles.push(Article { fold, quotes: quotes(&text, &gold), plain: plain(text), name });
    }
    Ok((articles, all))
}

fn plain(text: String) -> PlainText {
    let mut at = 0;
    let blocks = text.split('\n').filter_map(|line| {
        let start = at;
        at += line.len() + 1;
        let span = Span::new(start, start + line.len());
        (!line.trim().is_empty()).then_some(TextBlock { span, kind: TextKind::Paragraph, gap_before: false })
    });
    PlainText { blocks: blocks.collect(), text }
}

fn quotes(text: &str, gold: &Value) -> Vec<Gold> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let span = |value: &Value| {
        let at = |key: &str| value[key].as_u64().and_then(|at| bytes.get(at as usize)).copied();
        Some(Span::new(at("start")?, at("end")?))
    };
    let quote = |value: &Value| {
        let source = span(&value["source"]).map(|span| Source {
            span,
            name: value["resolved"].as_str().or(value["source"]["name"].as_str()).map(str::to_owned),
        });
        let is_open = match value["label"].as_str() {
            Some("attributed") => source.is_none(),
            Some("negative") => false,
            _ => true,
        };
        Some(Gold { span: span(value)?, source }).filter(|_| !is_open)
    };
    gold["quotes"].as_array().into_iter().flatten().filter_map(quote).collect()
}

fn shared(a: Span, b: Span) -> f32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start)) as f32
}

fn overlap(a: Span, b: Span) -> f32 {
    shared(a, b) / (a.end.max(b.end) - a.start.min(b.start)).max(1) as f32
}

impl Article {
    /// The answer to a found quote.
    pub fn quote(&self, found: Span) -> Option<&Gold> {
        let inside = |gold: &&Gold| shared(gold.span, found) >= 0.8 * (found.end - found.start) as f32;
        let best = |gold: &&Gold| (overlap(gold.span, found) * 1000.0) as u32;
        self.quotes.iter().filter(inside).max_by_key(best).filter(|gold| overlap(gold.span, found) >= 0.3)
    }
}

/// A name's words in lower case, without titles.
fn words(name: &str) -> Vec<String> {
    const TITLES: [&str; 18] = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sen",
        "rep",
        "gov",
        "gen",
        "president",
        "senator",
        "the",
        "former",
        "jr",
        "sr",
        "ii",
        "iii",
        "mayor",
    ];
    name.split(',')
        .next()
        .unwrap_or("")
        .to_lowercase()
        .replace("’s", "")
        .replace("'s", "")
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''))
        .filter(|word| !word.is_empty() && !TITLES.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Whether a name can be this person's.
pub fn same_person(guess: &str, truth: &str) -> bool {
    let (guess, truth) = (words(guess), words(truth));
    let (Some(last), Some(surname)) = (guess.last(), truth.last()) else { return false };
    last == surname
        && (guess.len() == 1
            || truth.len() == 1
            || guess.iter().rev().skip(1).any(|word| {
                let given = truth[0].as_str();
                word == given
                    || word.len() >= 2
                        && given.len() >= 2
                        && (word.starts_with(given) || given.starts_with(word.as_str()))
                    || word.chars().next() == given.chars().next() && (word.len() == 1 || given.len() == 1)
            }))
}

/// The head word of a source: the last before a comma, a preposition or a relative clause.
fn head(source: &str) -> String {
    let mut end = source.find(',').unwrap_or(source.len());
    for stop in
        [" of ", " who ", " which ", " that ", " for ", " from ", " in ", " at ", " on ", " with ", " to ", " by "]
    {
        end = end.min(source.find(stop).unwrap_or(end));
    }
    words(source.get(..end).unwrap_or("")).pop().unwrap_or_default()
}

impl Gold {
    /// The name of the source, if this mention is the source.
    pub fn named_by(&self, mention: Span) -> Option<&str> {
        self.source.as_ref().filter(|source| source.span == mention).and_then(|source| source.name.as_deref())
    }

    /// Whether a mention, or whom it stands for, is who is quoted.
    pub fn is_by(&self, text: &str, mention: Span, speaker: Option<&str>) -> bool {
        let Some(source) = &self.source else { return false };
        let inside = source.span.start <= mention.start && mention.end <= source.span.end;
        let has_head = || words(mention.of(text)).contains(&head(source.span.of(text)));
        let named = |guess: &str| source.name.as_deref().is_some_and(|name| same_person(guess, name));
        overlap(source.span, mention) >= 0.5
            || inside && has_head()
            || named(mention.of(text))
            || speaker.is_some_and(named)
    }
}
