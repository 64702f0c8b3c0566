//! Quote cases: small texts in `tests/quotes/*.txt` with what a careful reader would say of each quote.
//!
//! A case starts with `@ its name`, `lang=xx` behind it where the language is to be given. Lines are paragraphs; a line that starts with
//! `##` is a heading, one with `| ` a block quotation, `~~` marks a place where something was left out. Then one line for each quote, in order:
//!
//! Lines that start with `% ` are for people. The words of a quote:
//!
//!     > the words, paragraphs joined by " / ", or their start and … | speaker or - | kind
//!
//! Every quote must be listed, and none else be found.

#![allow(clippy::expect_used, clippy::panic)] // a test may fail loudly

use std::fs;
use std::path::Path;
use verbatim::model::{PlainText, Quote, TextBlock, TextKind};
use verbatim::quotes::{find, Context};
use verbatim::text::Span;

struct Case {
    place: String,
    lang: Option<String>,
    text: PlainText,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quotes");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("tests/quotes").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut cases: Vec<Case> = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "txt")) {
        let text = fs::read_to_string(file).expect("a readable file");
        let mut gap = false;
        for (number, line) in text.lines().enumerate() {
            let place = format!("{}:{}", file.file_name().unwrap_or_default().to_string_lossy(), number + 1);
            if let Some(name) = line.strip_prefix("@ ") {
                let (name, lang) =
                    name.split_once(" lang=").map_or((name, None), |(name, lang)| (name, Some(lang.to_owned())));
                cases.push(Case {
                    place: format!("{place} {name}"),
                    lang,
                    text: PlainText::default(),
                    expected: Vec::new(),
                });
                gap = false;
                continue;
            }
            let Some(case) = cases.last_mut().filter(|_| !line.trim().is_empty() && !line.starts_with("% ")) else {
                continue;
            };
            if let Some(expected) = line.strip_prefix("> ") {
                case.expected.push(expected.trim().to_owned());
            } else if line == "~~" {
                gap = true;
            } else {
                let kinds = [("## ", TextKind::Heading), ("| ", TextKind::Quotation)];
                let (kind, words) = kinds
                    .iter()
                    .find_map(|(mark, kind)| line.strip_prefix(mark).map(|words| (*kind, words)))
                    .unwrap_or((TextKind::Paragraph, line));
                if !case.text.text.is_empty() {
                    case.text.text.push('\n');
                }
                let start = case.text.text.len();
                case.text.text.push_str(words);
                let span = Span::new(start, case.text.text.len());
                case.text.blocks.push(TextBlock { span, kind, gap_before: std::mem::take(&mut gap) });
            }
        }
    }
    cases
}

fn shown(text: &str, quote: &Quote) -> String {
    let words = quote
        .span
        .of(text)
        .replace("\n“", " / ")
        .replace("\n\"", " / ")
        .replace("\n‘", " / ")
        .replace("\n'", " / ")
        .replace("\n«", " / ")
        .replace("\n„", " / ")
        .replace('\n', " / ");
    format!("{words} | {} | {}", quote.speaker.as_deref().unwrap_or("-"), quote.kind.name())
}

/// Whether a found quote is the expected one; the words may be cut with "…".
fn agrees(expected: &str, found: &str) -> bool {
    let parts = |line: &str| line.rsplitn(3, " | ").map(str::to_owned).collect::<Vec<_>>();
    let (expected, found) = (parts(expected), parts(found));
    if expected.len() != 3 || found.len() != 3 || expected[..2] != found[..2] {
        return false;
    }
    match expected[2].strip_suffix('…') {
        Some(start) if expected[2] != found[2] => found[2].starts_with(start),
        _ => expected[2] == found[2],
    }
}

#[test]
fn every_case_is_read_as_a_careful_reader_would() {
    let cases = cases();
    assert!(cases.len() >= 200, "only {} cases", cases.len());
    let mut failures = String::new();
    for case in &cases {
        let context = Context { lang: case.lang.as_deref(), ..Context::default() };
        let found: Vec<String> = find(&case.text, &context).iter().map(|quote| shown(&case.text.text, quote)).collect();
        let same = found.len() == case.expected.len()
            && case.expected.iter().zip(&found).all(|(expected, found)| agrees(expected, found));
        if !same {
            failures.push_str(&format!(
                "\n{}\n{}\n  expected\n    {}\n  found\n    {}\n",
                case.place,
                case.text.text,
                case.expected.join("\n    "),
                found.join("\n    ")
            ));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Spans lie on characters, ascend and do not overlap; the same text gives the same quotes.
#[test]
fn any_run_of_marks_and_words_yields_orderly_quotes() {
    let pieces = [
        "“", "”", "\"", "‘", "’", "'", "«", "»", "„", "「", "」", "''", "word", "Ann Lee", "said", ", ", ". ", "\n",
        " ", "é", "6", ":", "he",
    ];
    let mut random = 88_172_645_463_325_252_u64;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..60 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            text.push_str(pieces[(random % pieces.len() as u64) as usize]);
        }
        let quotes = verbatim::read_quotes(&text);
        let mut end = 0;
        for quote in &quotes {
            assert!(
                text.is_char_boundary(quote.span.start as usize) && text.is_char_boundary(quote.span.end as usize),
                "{text:?}"
            );
            assert!(quote.span.start >= end && quote.span.end > quote.span.start, "{text:?}");
            end = quote.span.end;
        }
        assert_eq!(quotes, verbatim::read_quotes(&text));
    }
}
