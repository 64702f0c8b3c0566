//! Headlines: what stands in quote marks there is no speech of its own, the article says it again below. Headings of a page are
//! known as such; plain text has them as paragraphs, and there the marks tell: newspapers that print “double” marks in the
//! text print ‘single’ ones in the headline, the line under it and the subheadings.

use super::marks::Marked;
use crate::model::{PlainText, TextKind};

/// Most words of a headline.
const WORDS: usize = 30;
/// Blocks from the start among which a headline and what stands under it are looked for.
const TOP: usize = 4;

/// Leaves out quotes that stand in headings and headlines.
pub(super) fn leave_out(text: &PlainText, marked: &mut Vec<Marked>) {
    let first = |marked: &Marked| marked.outer.first().map_or((0, crate::text::Span::new(0, 0)), |first| *first);
    let mostly_double = is_mostly_double(text, marked);
    let mut doubles = vec![false; text.blocks.len()];
    for (block, _) in marked.iter().filter(|marked| !is_single(text, marked)).flat_map(|marked| &marked.outer) {
        if let Some(double) = doubles.get_mut(*block) {
            *double = true;
        }
    }
    marked.retain(|marked| {
        let (number, span) = first(marked);
        let Some(block) = text.blocks.get(number) else { return true };
        if block.kind == TextKind::Heading {
            return false;
        }
        let words = block.span.of(&text.text);
        // Bytes first: counting a long block's words for each of its quotes would not be linear.
        let is_short = words.len() <= WORDS * 20 && crate::text::count_words(words) <= WORDS;
        let is_whole = words.trim().trim_end_matches(['.', ',', ';']).len() <= span.of(&text.text).len() + 1;
        let in_headline = block.kind == TextKind::Paragraph
            && mostly_double
            && is_single(text, marked)
            && is_short
            && (number < TOP || is_whole)
            && doubles.get(number) != Some(&true);
        !in_headline
    });
}

/// Whether a quote stands in ‘single’ marks.
pub(super) fn is_single(text: &PlainText, marked: &Marked) -> bool {
    let words = marked.outer.first().map_or("", |(_, span)| span.of(&text.text));
    words.starts_with(['‘', '\'', '’']) && !words.starts_with("''")
}

/// Whether the text prints its speech in “double” marks: ‘single’ ones are left for headlines and words as words.
pub(super) fn is_mostly_double(text: &PlainText, marked: &[Marked]) -> bool {
    let singles = marked.iter().filter(|marked| is_single(text, marked)).count();
    marked.len() - singles >= 2 && marked.len() - singles >= 2 * singles
}
