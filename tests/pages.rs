//! Golden pages: for every `tests/pages/NAME.html` there is a `NAME.golden.txt` that says, as prose to be read by a person, what a
//! perfect reader view of it holds: the fields, every line of the article with its kind, every quote, and lines of the page that must
//! not be there. `UPDATE_GOLDEN=1 cargo test --features cli --test pages` writes what the program says now; read the difference
//! before committing it. `drop` lines are kept as they are: they are written by hand.

#![cfg(feature = "html")]
#![allow(clippy::expect_used, clippy::panic)] // a test may fail loudly

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use verbatim::article::{Block, Inline, Media, Prose};
use verbatim::reading::Reading;

#[path = "pages/list.rs"]
mod list;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn line(prose: &Prose) -> String {
    let text: String = prose
        .inlines
        .iter()
        .map(|inline| match inline {
            Inline::Image(image) => format!("[image {}]", image.address),
            other => other.text().to_owned(),
        })
        .collect();
    text.replace('\n', " ⏎ ")
}

fn write_blocks(blocks: &[Block], mark: &str, out: &mut String) {
    let put = |out: &mut String, mark: &str, text: String| {
        out.push_str(format!("{mark} {text}").trim_end());
        out.push(char::from(10));
    };
    for block in blocks {
        match block {
            Block::Paragraph(prose) => put(out, if mark.is_empty() { "p" } else { mark }, line(prose)),
            Block::Heading(level, prose) => put(out, &"#".repeat(usize::from(*level)), line(prose)),
            Block::List { start, items } => {
                for (number, item) in items.iter().enumerate() {
                    let mark = start.map_or("-".to_owned(), |start| format!("{}.", start as usize + number));
                    write_blocks(item, &mark, out);
                }
            }
            Block::Definitions(parts) => {
                for (is_term, part) in parts {
                    write_blocks(part, if *is_term { "term" } else { "def" }, out);
                }
            }
            Block::Quotation(inner) => write_blocks(inner, ">", out),
            Block::Figure { media, caption } => {
                for medium in media {
                    match medium {
                        Media::Image(image) => put(out, "img", image.address.clone()),
                        Media::Player { address, .. } => put(out, "play", address.clone()),
                    }
                }
                if let Some(caption) = caption {
                    put(out, "fig", line(caption));
                }
            }
            Block::Code { prose, language } => {
                put(out, &format!("code({})", language.as_deref().unwrap_or("")), line(prose))
            }
            Block::Table { caption, rows } => {
                if let Some(caption) = caption {
                    put(out, "caption", line(caption));
                }
                for row in rows {
                    put(out, "|", row.cells.iter().map(|cell| line(&cell.prose)).collect::<Vec<_>>().join(" | "));
                }
            }
            Block::Rule => put(out, "---", String::new()),
            Block::Omitted(_) => {}
        }
    }
}

/// The reading as the golden files show it.
fn shown(reading: &Reading) -> String {
    let mut out = String::new();
    let summary = reading.summary();
    for (name, value) in [
        ("title", summary.title),
        ("byline", summary.byline),
        ("published", summary.published),
        ("site", summary.site),
        ("lang", summary.lang),
        ("dir", Some(summary.dir)),
    ] {
        let _ = writeln!(out, "{name}: {}", value.unwrap_or("-"));
    }
    out.push('\n');
    write_blocks(&reading.article.blocks, "", &mut out);
    if !summary.quotes.is_empty() {
        out.push('\n');
    }
    for quote in &summary.quotes {
        let mention = quote.mention.as_ref().map_or("-", |mention| mention.text);
        let words = quote.place.text.replace('\n', " / ");
        let _ = writeln!(out, "quote {} | {} ← {mention} | {words}", quote.kind, quote.speaker.unwrap_or("-"));
    }
    out
}

fn read(html: &str) -> Reading {
    verbatim::read(&verbatim::html::document(html, "https://page.example/story"))
}

#[test]
fn every_page_is_in_the_list() {
    let listed: BTreeSet<String> = list::PAGES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let found: BTreeSet<String> = fs::read_dir(folder())
        .expect("tests/pages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "html"))
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, found);
    assert!(found.len() >= 15);
}

#[test]
fn every_golden_page_reads_as_written() {
    let mut failures = String::new();
    for (name, html) in list::PAGES {
        let path = folder().join(format!("{name}.golden.txt"));
        let golden = fs::read_to_string(&path).unwrap_or_default();
        let dropped: Vec<&str> = golden.lines().filter_map(|line| line.strip_prefix("drop ")).collect();
        let expected: String =
            golden.lines().filter(|line| !line.starts_with("drop ")).map(|line| format!("{line}\n")).collect();
        let reading = read(html);
        let found = shown(&reading);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let drops: String = dropped.iter().map(|line| format!("drop {line}\n")).collect();
            fs::write(&path, format!("{}\n{drops}", found.trim_end().to_owned() + "\n"))
                .expect("a writable golden file");
            continue;
        }
        assert!(!dropped.is_empty(), "{name}: no line says what must be gone");
        for line in dropped {
            // What is to be dropped must be on the page, or the line proves nothing.
            assert!(page_text(html).contains(line), "{name}: not on the page: {line}");
            if reading.text().contains(line) {
                let _ = writeln!(failures, "{name}: should be gone: {line}");
            }
        }
        if expected.trim_end() != found.trim_end() {
            let _ = writeln!(failures, "{name}:");
            for line in differences(expected.trim_end(), found.trim_end()) {
                let _ = writeln!(failures, "  {line}");
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

fn page_text(html: &str) -> String {
    let document = verbatim::html::document(html, "");
    document.text_of(&document.subtree(document.root()))
}

/// Lines that are only in one of two texts: `-` expected, `+` found.
fn differences(expected: &str, found: &str) -> Vec<String> {
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) = (expected.lines().collect(), found.lines().collect());
    let gone = expected.lines().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let new = found.lines().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    let changed: Vec<String> = gone.chain(new).collect();
    if changed.is_empty() {
        vec!["the same lines in another order".to_owned()]
    } else {
        changed
    }
}

/// Reading twice gives the same, and reading the exported HTML gives the same article.
#[test]
fn reading_is_repeatable() {
    for (name, html) in list::PAGES {
        let reading = read(html);
        assert_eq!(reading.json(), read(html).json(), "{name}");
        let again = read(&reading.html());
        assert_eq!(reading.text(), again.text(), "{name}: the export reads otherwise");
        assert_eq!(reading.html(), again.html(), "{name}: the export of the export is another");
    }
}
