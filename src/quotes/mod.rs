//! Who said what: quote marks paired into quotes, each with its cue, its mention and its speaker.
//!
//! 1. [`marks`] pairs the marks over paragraphs.
//! 2. [`tokens`] cuts each paragraph into words around them, classed by [`language`].
//! 3. [`people`] gathers who is named ([`names`]).
//! 4. [`speech`] finds the clause that reports each quote, [`mentions`] the words in it that stand for the speaker.
//! 5. Here the quotes of a paragraph are gone through in order, so that a quote without a clause of its own can take its
//!    neighbour's speaker; [`kinds`] says which are speech at all.
//!
//! An honest unknown beats a guess.

mod headings;
mod kinds;
mod language;
mod marks;
mod mentions;
mod names;
mod people;
mod speech;
mod tokens;

use crate::model::{PlainText, Quote, QuoteKind, TextKind};
use crate::text::Span;
use language::Language;
use marks::Marked;
use mentions::MentionKind;
use people::People;
use tokens::{Kind, Token};

/// What is known about the text beside its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// BCP 47 language tag, where known.
    pub lang: Option<&'a str>,
    /// The headline.
    pub title: Option<&'a str>,
    /// The author.
    pub byline: Option<&'a str>,
}

/// Who a quote has been given to.
#[derive(Clone, Debug)]
struct Given {
    speaker: Option<String>,
    mention: Span,
    cue: Option<Span>,
    confidence: f32,
    rule: String,
    is_pronoun: bool,
    /// Whether the quote starts its sentence, or follows a colon: speech of its own, not a piece in a clause.
    stands_alone: bool,
}

/// Finds the quotes of a text, ascending and disjoint. Total, and linear in the text.
pub fn find(text: &PlainText, context: &Context) -> Vec<Quote> {
    let body = text.text.as_str();
    let language = Language::of(context.lang, body);
    let mut marked = marks::find(text);
    headings::leave_out(text, &mut marked);
    let mut parts: Vec<Vec<(usize, Span)>> = vec![Vec::new(); text.blocks.len()];
    for (number, quote) in marked.iter().enumerate() {
        for (block, span) in &quote.outer {
            if let Some(parts) = parts.get_mut(*block) {
                parts.push((number, *span));
            }
        }
    }
    let paragraphs: Vec<Vec<Token>> = text
        .blocks
        .iter()
        .zip(&parts)
        .map(|(block, parts)| {
            let mut tokens = tokens::tokens(body, block.span, parts, language);
            mentions::mark_names(body, &mut tokens);
            speech::mark_progressives(body, &mut tokens);
            tokens
        })
        .collect();
    let people = People::gather(body, &paragraphs, language);
    let mut finder = Finder {
        text,
        body,
        marked: &marked,
        paragraphs: &paragraphs,
        people: &people,
        language,
        given: vec![None; marked.len()],
        last_speaker: None,
    };
    for block in 0..paragraphs.len() {
        finder.paragraph(block);
    }
    let given = finder.given;
    marked.iter().zip(given).map(|(marked, given)| finish(text, marked, given)).collect()
}

struct Finder<'a> {
    text: &'a PlainText,
    body: &'a str,
    marked: &'a [Marked],
    paragraphs: &'a [Vec<Token>],
    people: &'a People,
    language: &'a Language,
    given: Vec<Option<Given>>,
    last_speaker: Option<String>,
}

impl Finder<'_> {
    /// Attributes the quotes that start or end in a paragraph.
    fn paragraph(&mut self, block: usize) {
        let Some(tokens) = self.paragraphs.get(block) else { return };
        let mut previous: Option<(usize, usize)> = None;
        for (at, token) in tokens.iter().enumerate() {
            let Kind::Quote(number) = token.kind else { continue };
            if self.given.get(number).is_some_and(Option::is_none) {
                let found = self
                    .own_clause(block, at)
                    .or_else(|| self.carried_on(block, at, previous))
                    .or_else(|| self.sentence_before(block, at))
                    .or_else(|| self.paragraph_before(block, at, number));
                if let Some(found) = found {
                    if let Some(speaker) = &found.speaker {
                        self.last_speaker = Some(speaker.clone());
                    }
                    if let Some(slot) = self.given.get_mut(number) {
                        *slot = Some(found);
                    }
                }
            }
            previous = Some((at, number));
        }
    }

    fn give(&self, block: usize, found: speech::Attribution) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let mention = found.mention.span(tokens);
        let speaker = people::speaker(self.people, self.body, tokens, found.mention, self.last_speaker.as_deref());
        Some(Given {
            speaker,
            mention,
            cue: tokens.get(found.cue).map(|token| token.span),
            confidence: found.confidence,
            rule: found.rule.to_owned(),
            is_pronoun: found.mention.kind == MentionKind::Pronoun,
            stands_alone: false,
        })
    }

    /// The quote that token `at` of a paragraph is.
    fn number_at(&self, block: usize, at: usize) -> Option<usize> {
        match self.paragraphs.get(block)?.get(at)?.kind {
            Kind::Quote(number) => Some(number),
            _ => None,
        }
    }

    /// The clause of the quote's own sentence.
    fn own_clause(&self, block: usize, at: usize) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let Kind::Quote(number) = tokens.get(at)?.kind else { return None };
        if kinds::is_label(self.body, tokens, at, self.marked.get(number)?, self.language) {
            return None;
        }
        let mut given = self.give(block, speech::in_sentence(self.body, tokens, at)?)?;
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let sentence = tokens.get(at)?.sentence;
        given.stands_alone = before.is_none_or(|before| before.sentence != sentence || before.is_mark(&[':']));
        Some(given)
    }

    /// “…,” Lee said. “…”: a quote that makes its own sentence goes on with the speaker of the one before it in the paragraph.
    fn carried_on(&self, block: usize, at: usize, previous: Option<(usize, usize)>) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let (before, number) = previous?;
        let token = tokens.get(at)?;
        let starts = tokens
            .get(..at)?
            .iter()
            .rev()
            .take_while(|before| before.sentence == token.sentence)
            .all(|before| before.kind != Kind::Word);
        let gap = token.sentence.saturating_sub(tokens.get(before)?.sentence);
        let words = self.marked.get(self.number_at(block, at)?)?.span().of(self.body);
        let is_sentence = kinds::is_sentence(words) || kinds::starts_sentence(words);
        let starts = starts
            && tokens
                .iter()
                .skip(at + 1)
                .take_while(|after| after.sentence == token.sentence)
                .all(|after| after.kind != Kind::Word);
        if !is_sentence || !starts || gap > 2 {
            return None;
        }
        let known = self.given.get(number)?.as_ref()?;
        let mut given = known.clone();
        given.stands_alone = true;
        given.confidence = known.confidence - 0.03 * gap as f32;
        given.rule = format!("carried on from the quote before ({})", known.rule);
        Some(given)
    }

    /// Lee was furious about it, she told us. “…”
    fn sentence_before(&self, block: usize, at: usize) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let token = tokens.get(at)?;
        let alone =
            tokens.iter().filter(|other| other.sentence == token.sentence).all(|other| other.kind != Kind::Word);
        if !alone || !kinds::is_sentence(token.span.of(self.body)) {
            return None;
        }
        self.give(block, speech::reporting(tokens, token.sentence.checked_sub(1)?)?)
    }

    /// A paragraph that is nothing but a quote goes on with the speaker of the quote that ended the paragraph before it, or of the
    /// clause with a colon that did.
    fn paragraph_before(&self, block: usize, at: usize, number: usize) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        if tokens.iter().any(|token| token.kind == Kind::Word)
            || at > 0
            || !kinds::is_sentence(tokens.get(at)?.span.of(self.body))
        {
            return None;
        }
        let mut before = block.checked_sub(1)?;
        while matches!(self.text.blocks.get(before)?.kind, TextKind::Heading | TextKind::Caption) {
            before = before.checked_sub(1)?;
        }
        let earlier = self.paragraphs.get(before)?;
        let last = earlier.last()?;
        if last.is_mark(&[':']) {
            let mut given = self.give(before, speech::reporting(earlier, last.sentence)?)?;
            given.rule = "the paragraph before, with a colon".to_owned();
            given.confidence = 0.85;
            return Some(given);
        }
        let quote = earlier.iter().rev().find_map(|token| match token.kind {
            Kind::Quote(quote) if quote != number => Some(quote),
            _ => None,
        })?;
        let known = self.given.get(quote)?.as_ref()?;
        let starts_so = matches!(earlier.first()?.kind, Kind::Quote(_)) || last.sentence == 0;
        if !starts_so {
            return None;
        }
        let mut given = known.clone();
        given.confidence = known.confidence * 0.75;
        given.rule = format!("carried on from the paragraph before ({})", known.rule);
        Some(given)
    }
}

fn finish(text: &PlainText, marked: &Marked, given: Option<Given>) -> Quote {
    let span = marked.span();
    let words = span.of(&text.text);
    let kind = match &given {
        Some(_) if kinds::is_sentence(words) || marked.segments.len() > 1 => QuoteKind::Full,
        Some(given) if given.stands_alone && kinds::starts_sentence(words) => QuoteKind::Full,
        Some(_) => QuoteKind::Partial,
        None if kinds::is_sentence(words) && crate::text::count_words(words) >= 5 => QuoteKind::Full,
        None => QuoteKind::Unattributed,
    };
    match given {
        Some(given) => Quote {
            span,
            kind,
            confidence: if given.is_pronoun && given.speaker.is_none() {
                given.confidence * 0.6
            } else {
                given.confidence
            },
            speaker: given.speaker,
            mention: Some(given.mention),
            cue: given.cue,
            why: given.rule,
        },
        None => Quote {
            span,
            kind,
            speaker: None,
            mention: None,
            cue: None,
            confidence: 0.0,
            why: "no clause reports it".to_owned(),
        },
    }
}
