//! Quotes lie where they say they lie.

use verbatim::model::{PlainText, Quote, QuoteKind, TextBlock, TextKind};
use verbatim::quotes::Context;
use verbatim::reading::Reading;
use verbatim::text::Span;

/// Holds the quotes of a text to it: ascending, apart from each other, on characters' bounds, with words in them; only speech
/// has a speaker, and a speaker's name is no more than one line.
pub fn of(text: &str, quotes: &[Quote]) {
    let inside = |what: &str, span: Span| {
        let found = text.get(span.range()).unwrap_or_else(|| panic!("a {what} lies outside the text"));
        assert!(!found.trim().is_empty(), "a {what} says nothing");
    };
    let mut end = 0;
    for quote in quotes {
        assert!(quote.span.start >= end, "quotes overlap or do not ascend");
        end = quote.span.end;
        inside("quote", quote.span);
        quote.mention.iter().for_each(|span| inside("mention", *span));
        quote.cue.iter().for_each(|span| inside("cue", *span));
        assert!((0.0..=1.0).contains(&quote.confidence), "a confidence of {}", quote.confidence);
        if let Some(speaker) = &quote.speaker {
            assert!(quote.kind != QuoteKind::Unattributed, "what nobody says has the speaker {speaker}");
            assert!(!speaker.trim().is_empty() && !speaker.contains('\n'), "a speaker called {speaker:?}");
        }
    }
}

/// Holds the quotes that readers outside get, whose places are code points, to the article's text.
pub fn summary(reading: &Reading) {
    let points: Vec<char> = reading.text().chars().collect();
    let summary = reading.summary();
    for quote in &summary.quotes {
        for place in [Some(&quote.place), quote.mention.as_ref(), quote.cue.as_ref()].into_iter().flatten() {
            let found: String = points.get(place.start as usize..place.end as usize).into_iter().flatten().collect();
            assert_eq!(found, place.text, "a quote's text is not the article's at its offsets");
        }
    }
}

/// Finds the quotes of a text, a paragraph a line, in a given context, and holds them to it.
pub fn of_lines(text: &str, context: &Context) {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split('\n') {
        let span = Span::new(at, at + line.len());
        at += line.len() + 1;
        if !line.trim().is_empty() {
            blocks.push(TextBlock { span, kind: TextKind::Paragraph, gap_before: blocks.len() % 3 == 2 });
        }
    }
    let plain = PlainText { text: text.to_owned(), blocks };
    of(text, &verbatim::quotes::find(&plain, context));
}

/// Finds the quotes of plain text twice and holds them to it.
pub fn plain(text: &str) {
    let found = verbatim::read_quotes(text);
    of(text, &found);
    assert_eq!(found, verbatim::read_quotes(text), "looking twice finds two sets of quotes");
}
