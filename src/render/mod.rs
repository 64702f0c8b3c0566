//! The article for eyes and for export: DOM nodes, HTML, Markdown. Plain text and JSON need no renderer: they are
//! [`Article::text`](crate::article::Article) and [`crate::reading`].
//!
//! DOM and HTML are one walk over the article ([`markup`]) that drives a [`Sink`]; no page markup ever comes this far, only
//! the article's own types.

pub mod beginning;
#[cfg(target_arch = "wasm32")]
pub mod dom;
pub mod html;
pub mod markdown;
pub mod markup;

use crate::article::{Inline, Prose, Run};
use crate::model::Quote;
use crate::text::Span;

/// Receives a tree of elements as events.
pub trait Sink {
    /// An element starts. Names and attribute names come from this crate only; values may hold anything.
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]);
    /// Text, to be shown as it is.
    fn text(&mut self, text: &str);
    /// The innermost open element ends.
    fn close(&mut self);
}

/// A part of a line that lies wholly in one quote or in none.
#[derive(Debug)]
pub struct Segment<'a> {
    /// The quote it belongs to, as a place in the list of quotes.
    pub quote: Option<usize>,
    /// Whether the quote starts here.
    pub starts_quote: bool,
    /// Its inlines; runs are cut where the quote starts or ends.
    pub inlines: Vec<Piece<'a>>,
}

/// An inline, or a part of a run.
#[derive(Debug)]
pub enum Piece<'a> {
    /// Some of a run's text.
    Text(&'a str, &'a Run),
    /// Anything else, whole.
    Whole(&'a Inline),
}

/// Cuts a line where quotes start and end. `quotes` are ascending and do not overlap; of those only the ones with a
/// speaker or of a kind that is speech should be given.
pub fn segments<'a>(prose: &'a Prose, quotes: &[Quote]) -> Vec<Segment<'a>> {
    let line = prose.span;
    let first = quotes.partition_point(|quote| quote.span.end <= line.start);
    let mut cuts: Vec<(Span, Option<usize>)> = Vec::new();
    let mut at = line.start;
    for (number, quote) in quotes.iter().enumerate().skip(first) {
        if quote.span.start >= line.end {
            break;
        }
        let (start, end) = (quote.span.start.max(at), quote.span.end.min(line.end));
        if at < start {
            cuts.push((Span { start: at, end: start }, None));
        }
        if start < end {
            cuts.push((Span { start, end }, Some(number)));
            at = end;
        }
    }
    if at < line.end || cuts.is_empty() {
        cuts.push((Span { start: at, end: line.end }, None));
    }
    let mut inlines = prose.inlines.iter().peekable();
    let mut inline_start = line.start;
    let mut out = Vec::with_capacity(cuts.len());
    let cut_count = cuts.len();
    for (number, (cut, quote)) in cuts.into_iter().enumerate() {
        let starts_quote = quote.and_then(|quote| quotes.get(quote)).is_some_and(|quote| quote.span.start == cut.start);
        let mut segment = Segment { quote, starts_quote, inlines: Vec::new() };
        while let Some(inline) = inlines.peek() {
            let inline_end = inline_start + inline.text().len() as u32;
            let is_last_cut = number + 1 == cut_count;
            if inline_start >= cut.end && !is_last_cut {
                break;
            }
            match inline {
                Inline::Run(run) => {
                    let from = cut.start.max(inline_start) - inline_start;
                    let to = cut.end.min(inline_end) - inline_start;
                    if let Some(text) = run.text.get(from as usize..to as usize).filter(|text| !text.is_empty()) {
                        segment.inlines.push(Piece::Text(text, run));
                    }
                }
                // Something that is no run is never cut: it goes with the segment it starts in.
                whole => {
                    if inline_start >= cut.start {
                        segment.inlines.push(Piece::Whole(whole));
                    }
                }
            }
            if inline_end > cut.end {
                break;
            }
            inline_start = inline_end;
            inlines.next();
        }
        out.push(segment);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Style;
    use crate::model::QuoteKind;

    fn quote(start: u32, end: u32) -> Quote {
        Quote {
            span: Span { start, end },
            kind: QuoteKind::Full,
            speaker: None,
            mention: None,
            cue: None,
            confidence: 0.0,
            why: String::new(),
        }
    }

    fn shape(prose: &Prose, quotes: &[Quote]) -> Vec<(Option<usize>, bool, String)> {
        segments(prose, quotes)
            .iter()
            .map(|segment| {
                let texts = segment.inlines.iter().map(|piece| match piece {
                    Piece::Text(text, _) => *text,
                    Piece::Whole(inline) => inline.text(),
                });
                (segment.quote, segment.starts_quote, texts.collect::<Vec<_>>().join("|"))
            })
            .collect()
    }

    fn line(start: u32, runs: &[&str]) -> Prose {
        let inlines = runs.iter().enumerate().map(|(at, text)| match *text {
            "\n" => Inline::Break,
            text => {
                let style = if at % 2 == 1 { Style::EMPHASIS } else { Style::default() };
                Inline::Run(Run { text: text.to_owned(), style, link: None })
            }
        });
        let length: usize = runs.iter().map(|run| run.len()).sum();
        Prose { inlines: inlines.collect(), span: Span { start, end: start + length as u32 } }
    }

    #[test]
    fn a_quote_across_emphasis_is_one_segment_of_several_pieces() {
        let prose = line(10, &["He said: ", "go", " now. End"]);
        assert_eq!(
            shape(&prose, &[quote(19, 26)]),
            [(None, false, "He said: ".into()), (Some(0), true, "go| now.".into()), (None, false, " End".into())]
        );
    }

    #[test]
    fn a_continued_quote_starts_only_once() {
        let prose = line(10, &["second part"]);
        assert_eq!(shape(&prose, &[quote(0, 5), quote(6, 40)]), [(Some(1), false, "second part".into())]);
    }

    #[test]
    fn breaks_and_empty_lines_survive() {
        let prose = line(0, &["ab", "\n", "cd"]);
        assert_eq!(shape(&prose, &[quote(0, 2)]), [(Some(0), true, "ab".into()), (None, false, "\n|cd".into())]);
        assert_eq!(shape(&Prose::default(), &[]), [(None, false, String::new())]);
    }
}
