//! Reading the exported HTML gives the same article.
//!
//! "The same" means: the exported HTML, parsed as a browser parses it and read as every page is, gives an article whose text blocks are
//! those of the first one, each of the same kind and with the same characters, in the same order; and exported again it gives the
//! same text once more. Left out of the comparison is what an export does not hold: the marks where something was left out.

use verbatim::article::Article;
use verbatim::model::TextKind;
use verbatim::reading::Reading;

/// An article's text blocks: what each is and what it says.
pub fn lines(article: &Article) -> Vec<(TextKind, &str)> {
    let text = &article.text;
    text.blocks.iter().map(|block| (block.kind, block.span.of(&text.text))).collect()
}

/// Holds a reading's export to giving the same article.
pub fn again(reading: &Reading) {
    let html = reading.html();
    let rebuilt = verbatim::read(&verbatim::html::document(&html, ""));
    let (before, after) = (lines(&reading.article), lines(&rebuilt.article));
    if before != after {
        let at =
            before.iter().zip(&after).position(|(one, other)| one != other).unwrap_or(before.len().min(after.len()));
        panic!(
            "the exported HTML gives another article from block {at}:\n  {:?}\n  {:?}\n{html}",
            before.get(at),
            after.get(at)
        );
    }
}
