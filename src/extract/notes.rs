//! Notes that the text refers to: what a raised number points at belongs to the article, wherever it stands and however little it
//! looks like prose.

use super::choose::level;
use crate::block::Blocks;
use crate::document::{Document, NodeId};
use crate::order::HashMap;
use crate::tag::{Attribute, Tag};

/// Most characters of a reference, brackets aside: "12", "iv", "*".
const REFERENCE: usize = 3;
/// Most blocks and most words of a note.
const BLOCKS: usize = 8;
const WORDS: u32 = 200;
/// Elements that a mark for a note may stand in within it: a number that leads back.
const CLIMB: usize = 3;

/// Keeps the notes that kept text refers to, with the heading right above the first of them. `out` stays out.
pub(super) fn keep(document: &Document, blocks: &Blocks, out: &[bool], kept: &mut [bool]) {
    let held = blocks.blocks.iter().zip(kept.iter()).filter(|(_, kept)| **kept).map(|(block, _)| &block.nodes);
    let names: Vec<&str> =
        held.flat_map(|nodes| document.ids(nodes)).filter_map(|id| reference(document, id)).collect();
    if names.is_empty() {
        return;
    }
    let mut places: HashMap<&str, Option<NodeId>> = names.into_iter().map(|name| (name, None)).collect();
    for id in document.all() {
        if let Some(place) = document.attribute(id, Attribute::Id).and_then(|name| places.get_mut(name)) {
            place.get_or_insert(id);
        }
    }
    let mut first = None;
    for place in places.into_values().flatten() {
        let Some(note) = note(document, blocks, place) else { continue };
        first = Some(first.map_or(note.start, |first: usize| first.min(note.start)));
        for at in note {
            kept.get_mut(at).into_iter().for_each(|kept| *kept |= out.get(at) == Some(&false));
        }
    }
    let Some(above) = first.and_then(|first| first.checked_sub(1)) else { return };
    if blocks.blocks.get(above).is_some_and(|block| level(document, block).is_some()) && out.get(above) == Some(&false)
    {
        kept.get_mut(above).into_iter().for_each(|kept| *kept = true);
    }
}

/// The id that a reference to a note points at: a link of a few characters to a place on the page, raised, in brackets or said to be one.
fn reference(document: &Document, id: NodeId) -> Option<&str> {
    let name = document.attribute(id, Attribute::Href).filter(|_| document.tag(id) == Tag::A)?.strip_prefix('#')?;
    let text = document.text_of(&document.subtree(id));
    let text = text.trim();
    let bare = text.trim_matches(['[', ']', '(', ')']);
    let is_short = !bare.is_empty() && bare.chars().take(REFERENCE + 1).count() <= REFERENCE;
    let is_raised = || {
        std::iter::once(id)
            .chain(document.children(id))
            .chain(document.ancestors(id).take(2))
            .any(|near| document.tag(near) == Tag::Sup)
    };
    let is_called_one = || document.attribute(id, Attribute::Role) == Some("doc-noteref");
    (is_short && (text.starts_with(['[', '(']) || is_raised() || is_called_one())).then_some(name)
}

/// The blocks of the note that a place belongs to: those in it, or where it only marks one, in the nearest element around it with text.
fn note(document: &Document, blocks: &Blocks, place: NodeId) -> Option<std::ops::Range<usize>> {
    let count = |id: NodeId| blocks.count_before(id)..blocks.count_before(document.end(id));
    let found = std::iter::once(place)
        .chain(document.ancestors(place))
        .take(CLIMB + 1)
        .map(count)
        .find(|found| !found.is_empty())?;
    let list = blocks.blocks.get(found.clone())?;
    (list.len() <= BLOCKS && list.iter().map(|block| block.words).sum::<u32>() <= WORDS).then_some(found)
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    fn kept(page: &str, kept: &[bool]) -> Vec<bool> {
        let document = crate::html::document(page, "");
        let blocks = crate::block::segment(&document);
        assert_eq!(blocks.blocks.len(), kept.len());
        let mut kept = kept.to_vec();
        keep(&document, &blocks, &vec![false; kept.len()], &mut kept);
        kept
    }

    #[test]
    fn notes_that_kept_text_refers_to_stay_with_their_heading() {
        let notes = "<h3>Notes</h3><ol><li id=n1>One.<li id=n2>Two.</ol><p id=n3>Three.";
        let page = format!("<p>Text<sup><a href=#n1>1</a></sup> and more <a href=#n2>[2]</a>.<p>No.{notes}");
        assert_eq!(kept(&page, &[true, false, false, false, false, false]), [true, false, true, true, true, false]);
        assert_eq!(kept(&page, &[false, true, false, false, false, false]), [false, true, false, false, false, false]);
    }

    #[test]
    fn a_mark_in_a_note_stands_for_the_note() {
        let page = "<p>Text<a role=doc-noteref href=#n>*</a><p><sup><a id=n href=#r>*</a></sup> A note.<p>No.";
        assert_eq!(kept(page, &[true, false, false]), [true, true, false]);
    }

    #[test]
    fn links_to_sections_and_numbers_of_comments_are_no_references() {
        let page = "<p>Text <a href=#c>3</a> <a href=#c>Comments</a><p id=c>A comment.";
        assert_eq!(kept(page, &[true, false]), [true, false]);
        let long = format!("<p>Text<sup><a href=#c>3</a></sup><div id=c>{}</div>", "<p>A comment.".repeat(9));
        let first = [&[true][..], &[false; 9]].concat();
        assert_eq!(kept(&long, &first), first);
    }
}
