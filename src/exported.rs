//! An article that Verbatim wrote out is read as what it is: all of it, and nothing but it.
//!
//! The stages would judge it anew, by what little a clean page tells: a heading looks like the title, a lone link like a teaser.
//! So [`html::write`](crate::render::html::write) marks what it writes, and a page with the mark is believed, but only if there is nothing
//! on it that an export has not: no container, no control, no class but the export's own. A site that wears the mark to get its
//! teasers past the stages would have to be written as an export from top to bottom.

use crate::document::{Document, NodeId};
use crate::model::{Region, EXPORTED};
use crate::tag::{Attribute, Tag};

/// Where the article of an exported page is; `None` for every other page. Linear.
pub fn region(document: &Document) -> Option<Region> {
    let is_marked =
        |id: &NodeId| document.tag(*id) == Tag::Article && document.attribute(*id, Attribute::Class) == Some(EXPORTED);
    let article = document.all().find(is_marked)?;
    document.all().all(|id| id == article || is_of_an_export(document, id)).then(|| Region {
        nodes: document.subtree(article),
        left_out: Vec::new(),
        posts: Vec::new(),
        confidence: 1.0,
        notes: vec!["an article that was written out by Verbatim".to_owned()],
    })
}

fn is_of_an_export(document: &Document, id: NodeId) -> bool {
    use Tag::*;
    let tag = document.tag(id);
    let is_known = matches!(
        tag,
        Text | Html
            | Head
            | Meta
            | Title
            | Body
            | Header
            | Section
            | P
            | H1
            | H2
            | H3
            | H4
            | H5
            | H6
            | Ul
            | Ol
            | Li
            | Dl
            | Dt
            | Dd
            | Blockquote
            | Figure
            | Figcaption
            | Pre
            | Code
            | Hr
            | Span
            | Img
            | A
            | Br
            | Table
            | Caption
            | Tbody
            | Tr
            | Th
            | Td
            | Ins
            | Del
            | Mark
            | Strong
            | Em
            | Sup
            | Sub
            | Semantics
            | Annotation
    ) || tag.is_math();
    let is_own_class = |class: &str| {
        matches!(class, "quote" | "facts" | "player video" | "player audio" | "player embed")
            || class.starts_with("language-")
    };
    is_known && document.attribute(id, Attribute::Class).is_none_or(is_own_class)
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::{html, read};

    const PAGE: &str = "<body><nav><a href=/>Home</a></nav><article><h1>The mill turns</h1>\
        <p>The old mill at the weir will grind flour again next spring, after a village of ninety houses voted to mend its wheel.</p>\
        <h2>Notes</h2><ul><li><a href=/a>The bakery and its oven, in the words of those who built it</a></ul>\
        <p>\u{201c}A wheel that does not turn is only a shed,\u{201d} said Harriet Okafor, who has kept the key since 1987.</p></article></body>";

    #[test]
    fn an_export_is_read_whole() {
        let first = read(&html::document(PAGE, "https://page.example/"));
        let again = read(&html::document(&first.html(), ""));
        assert!(!first.text().is_empty());
        assert_eq!(first.text(), again.text());
        assert_eq!(first.html(), again.html());
    }

    #[test]
    fn the_mark_alone_is_not_believed() {
        let first = read(&html::document(PAGE, "https://page.example/"));
        let wrapped = first.html().replace("<h2>", "<div class=\"related\"><h2>").replace("</ul>", "</ul></div>");
        assert!(super::region(&html::document(&wrapped, "")).is_none());
        let classed = first.html().replace("<ul>", "<ul class=\"teasers\">");
        assert!(super::region(&html::document(&classed, "")).is_none());
    }
}
