//! The exported Markdown says what the article says: no text of the page becomes markup.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::HashSet;
use verbatim::article::{Block, Inline, Media, Prose};
use verbatim::reading::Reading;

/// Every address that an article links to or shows, as an HTML parser would give it back.
fn addresses(blocks: &[Block], found: &mut HashSet<String>) {
    let image = |address: &str, found: &mut HashSet<String>| {
        found.insert(plain(address));
    };
    let prose = |prose: &Prose, found: &mut HashSet<String>| {
        for inline in &prose.inlines {
            if let Inline::Image(known) = inline {
                image(&known.address, found);
            }
        }
    };
    for block in blocks {
        match block {
            Block::Paragraph(line) | Block::Heading(_, line) | Block::Code { prose: line, .. } => prose(line, found),
            Block::List { items, .. } => items.iter().for_each(|item| addresses(item, found)),
            Block::Definitions(parts) => parts.iter().for_each(|(_, part)| addresses(part, found)),
            Block::Quotation(inner) => addresses(inner, found),
            Block::Figure { media, caption } => {
                for medium in media {
                    match medium {
                        Media::Image(known) => image(&known.address, found),
                        Media::Player { address, .. } => image(address, found),
                    }
                }
                caption.iter().for_each(|line| prose(line, found));
            }
            Block::Table { caption, rows } => {
                caption.iter().for_each(|line| prose(line, found));
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| prose(&cell.prose, found));
            }
            Block::Rule | Block::Omitted(_) => {}
        }
    }
}

/// An address with its percent-encoded ASCII written out: Markdown must encode some of it.
fn plain(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()).filter(u8::is_ascii);
        out.push(code.map_or('%', char::from));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    out + rest
}

/// Holds the exported Markdown to links that are the article's, and to no HTML but the two elements Markdown has no sign for.
pub fn of(reading: &Reading) {
    let written = reading.markdown();
    let mut known: HashSet<String> = reading.article.links.iter().map(|address| plain(address)).collect();
    addresses(&reading.article.blocks, &mut known);
    for event in Parser::new_ext(&written, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Html(html) => panic!("Markdown holds HTML: {html:?}\n{written}"),
            Event::InlineHtml(html) => {
                let fits = ["<sup>", "</sup>", "<sub>", "</sub>"].contains(&&*html);
                assert!(fits, "Markdown holds HTML: {html:?}\n{written}");
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                assert!(
                    known.contains(&plain(&dest_url)),
                    "Markdown leads to {dest_url:?}, the article does not\n{written}"
                );
            }
            _ => {}
        }
    }
}
