//! Articles as long as books: a report, a novel on one page.

use super::features::link_share;
use crate::block::Blocks;
use crate::document::Document;
use crate::model::PageBlock;
use crate::order::Numbers;
use crate::tag::Tag;

/// Fewest paragraphs of one element that make a book of it, the share of links from which one is none of them, and the log odds above
/// which one stays with them.
const BOOK: usize = 500;
const LINKED: f32 = 0.25;
const BOOKS: f32 = -2.5;

/// Keeps the doubtful paragraphs of a book: where an element has very many and most of them are kept, where one stands on the page, how
/// often its like is there and what is near it say nothing against it.
pub(super) fn keep(document: &Document, blocks: &Blocks, out: &[bool], scores: &[f32], kept: &mut [bool]) {
    let parent = |block: &PageBlock| {
        let is_paragraph = document.tag(block.nodes.start) == Tag::P && link_share(block) < LINKED && !block.hidden;
        document.parent(block.nodes.start).filter(|_| is_paragraph)
    };
    let (mut parents, mut counts) = (Numbers::default(), Vec::<(usize, usize)>::new());
    for (block, kept) in blocks.blocks.iter().zip(kept.iter()) {
        let count = parent(block).and_then(|parent| parents.entry(&mut counts, &parent));
        count.into_iter().for_each(|(all, held)| (*all, *held) = (*all + 1, *held + usize::from(*kept)));
    }
    if counts.iter().all(|(all, _)| *all < BOOK) {
        return;
    }
    for (at, (block, kept)) in blocks.blocks.iter().zip(kept).enumerate() {
        let count = parent(block).and_then(|parent| counts.get(parents.get(&parent)?));
        let is_book = count.is_some_and(|(all, held)| *all >= BOOK && held * 2 > *all);
        let is_likely = scores.get(at).is_some_and(|score| *score > BOOKS) && out.get(at) == Some(&false);
        *kept |= is_book && is_likely;
    }
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    #[test]
    fn doubtful_paragraphs_of_a_book_stay() {
        let left_out = |count: usize| {
            let page = format!("<article>{}</article>", "<p>One more line of the book.".repeat(count));
            let document = crate::html::document(&page, "");
            let blocks = crate::block::segment(&document);
            let scores: Vec<f32> =
                (0..count).map(|at| if at % 3 == 0 || at + 9 > count { -2.0 } else { 2.0 }).collect();
            let mut kept: Vec<bool> = scores.iter().map(|score| *score > 0.0).collect();
            keep(&document, &blocks, &vec![false; count], &scores, &mut kept);
            kept.iter().filter(|kept| !**kept).count()
        };
        assert_eq!(left_out(BOOK), 0);
        assert_ne!(left_out(BOOK - 1), 0);
    }
}
