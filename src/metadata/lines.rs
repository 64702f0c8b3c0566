//! The lines of text around the headline, where pages show who wrote the article and when.

use crate::document::{Document, NodeId};
use crate::rules::names;
use crate::tag::{Attribute, Tag};
use crate::text::{folded, is_blank, normalized};

/// Texts looked at before the headline.
const BEFORE: usize = 14;
/// Lines looked at after the headline.
const AFTER: i32 = 30;
/// Nodes looked at on either side: pages put much that is never shown there.
const NODES: u32 = 3_000;
/// A line of so many words is a paragraph; after three the head of the article is over.
const PARAGRAPH: usize = 40;

/// One text of the page, as it stands in the markup.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its text node.
    pub id: NodeId,
    /// The text, white space folded.
    pub text: String,
    /// The line it stands on, counted from the headline: negative above it.
    pub line: i32,
}

/// The texts around the headline in document order, the headline left out.
pub(super) fn around(document: &Document, headline: NodeId) -> Vec<Piece> {
    let first = first(document, headline);
    let end = document.end(headline);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut line, mut line_words, mut paragraphs) = (0, 0, 0);
    let mut block = None;
    let mut was_broken = true;
    let mut skip_until = first;
    for id in (first.0..document.len().min((end.0 + NODES) as usize) as u32).map(NodeId) {
        if id == end {
            (line, was_broken, block) = (0, true, None);
        }
        if id < skip_until {
            continue;
        }
        let tag = document.tag(id);
        // What holds the headline is read whatever it says of itself: pages hide their body until a script ran.
        if id == headline || !document.contains(id, headline) && is_passed_over(document, id, tag) {
            skip_until = document.end(id);
        } else if tag == Tag::Br {
            was_broken = true;
        } else if tag == Tag::Text {
            let text = folded(document.text(id));
            if text.is_empty() {
                continue;
            }
            let own = document.ancestors(id).find(|ancestor| document.tag(*ancestor).is_block());
            if was_broken || own != block {
                paragraphs += u32::from(id > headline && line_words >= PARAGRAPH);
                (line, line_words) = (line + 1, 0);
            }
            (block, was_broken) = (own, false);
            line_words += text.split(' ').count();
            if line > AFTER || paragraphs >= 3 {
                break;
            }
            pieces.push(Piece { id, text, line });
        }
    }
    // Lines above were counted from the top: the last of them is line -1.
    let above = pieces.iter().filter(|piece| piece.id < headline).map(|piece| piece.line).max().unwrap_or(0);
    for piece in pieces.iter_mut().filter(|piece| piece.id < headline) {
        piece.line -= above + 1;
    }
    pieces
}

/// The first element that shows the text and nothing else, white space, case and punctuation aside.
pub(super) fn of_text(document: &Document, text: &str) -> Option<NodeId> {
    let wanted = normalized(text);
    if wanted.is_empty() {
        return None;
    }
    let body = document.body();
    document.descendants(body).find_map(|id| {
        let own = document.text(id);
        // Looking closely only at texts of about the length keeps this linear.
        let is_near = own.len() + 16 >= text.len() && own.len() <= text.len() * 2 + 16;
        let parent = document.parent(id).filter(|_| is_near && document.is_text(id))?;
        (!document.tag(parent).is_unread() && normalized(own) == wanted).then_some(parent)
    })
}

/// The whole text of a line, its pieces with a space between them.
pub(super) fn line_text(pieces: &[Piece], line: i32) -> String {
    let texts: Vec<&str> = pieces.iter().filter(|piece| piece.line == line).map(|piece| piece.text.as_str()).collect();
    texts.join(" ")
}

/// The element that holds a line: the outermost one around the text that holds little else.
pub(super) fn holder(document: &Document, id: NodeId, longest: usize) -> NodeId {
    let small = |ancestor: &NodeId| {
        document.end(*ancestor).0 - ancestor.0 <= 40 && document.text_of(&document.subtree(*ancestor)).len() <= longest
    };
    let block = document.ancestors(id).find(|ancestor| document.tag(*ancestor).is_block()).filter(small);
    block.or_else(|| document.parent(id)).unwrap_or(id)
}

/// Where the last texts before the headline start.
fn first(document: &Document, headline: NodeId) -> NodeId {
    let mut texts = 0;
    let start = headline.0.saturating_sub(NODES);
    let mut first = headline;
    for id in (start..headline.0).rev().map(NodeId) {
        if document.is_text(id) && !is_blank(document.text(id)) {
            let is_read = |id: NodeId| !document.tag(id).is_unread() && !document.is_hidden(id);
            if document.ancestors(id).take(12).all(is_read) {
                texts += 1;
                first = id;
            }
            if texts >= BEFORE {
                break;
            }
        }
    }
    first
}

/// Not shown, or about other texts than the article: comments carry names and dates of their own.
fn is_passed_over(document: &Document, id: NodeId, tag: Tag) -> bool {
    if tag == Tag::Text {
        return false;
    }
    let says_comments =
        |name| document.attribute(id, name).is_some_and(|value| names::groups_of(value) & names::COMMENTS != 0);
    tag.is_unread()
        || document.is_hidden(id)
        || tag == Tag::Nav
        || says_comments(Attribute::Class)
        || says_comments(Attribute::Id)
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<(i32, String)> {
        let document = crate::html::document(html, "");
        let headline = document.all().find(|id| document.tag(*id) == Tag::H1).unwrap_or(document.root());
        around(&document, headline).into_iter().map(|piece| (piece.line, piece.text)).collect()
    }

    #[test]
    fn lines_are_counted_from_the_headline() {
        let found =
            lines("<p>a</p><p>b</p><h1>Head</h1><p>By <a>c</a></p><div>d<br>e</div><div class=comments>f</div>");
        let found: Vec<(i32, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(found, [(-2, "a"), (-1, "b"), (1, "By"), (1, "c"), (2, "d"), (3, "e")]);
    }

    #[test]
    fn what_hides_the_headline_too_is_read() {
        assert_eq!(lines("<div hidden><h1>Head</h1><p>a</p><p hidden>b</p></div>"), [(1, "a".to_owned())]);
    }

    #[test]
    fn a_headline_is_found_by_its_words() {
        let document = crate::html::document("<title>The bridge</title><p>Home</p><legend>The  “Bridge”</legend>", "");
        let found = of_text(&document, "The bridge").map(|id| document.tag(id));
        assert_eq!(found, Some(Tag::Legend));
        assert_eq!(of_text(&document, "Bridge"), None);
    }

    #[test]
    fn the_body_ends_the_head() {
        let prose = format!("<p>{}</p>", "word ".repeat(50));
        let found = lines(&format!("<h1>Head</h1>{}<p>far</p>", prose.repeat(4)));
        assert!(found.iter().all(|(_, text)| text != "far"));
    }
}
