//! Who said what: quote marks paired into quotes, each with its cue, its mention and its speaker.
//!
//! 1. [`marks`] pairs the marks over paragraphs.
//! 2. [`tokens`] cuts each paragraph into words around them, classed by [`language`].
//! 3. [`people`] gathers who is named ([`names`]), and [`epithets`] whom "the striker" means.
//! 4. [`speech`] and [`clear`] say by rule which clause reports each quote; [`sites`] finds everyone else who might.
//! 5. [`candidates`] lets the [`ranker`] weigh them by the numbers of [`features`]; [`pronouns`] does so for "he" and "she", [`bodies`] says what "it" is.
//!    [`inside`] reads the clause that French sets between the marks, [`inverted`] finds subjects where English has none.
//! 6. [`headings`] and [`unmarked`] say which marks are no quotes, and which speech has no marks; [`kinds`] what is a title; [`echoes`] whose words are quoted
//!    twice.
//!
//! An honest unknown beats a guess.

mod bodies;
mod candidates;
mod clear;
mod echoes;
mod epithets;
mod features;
mod headings;
mod inside;
mod inverted;
mod kinds;
mod language;
mod lexicon;
mod marks;
mod mentions;
mod names;
mod people;
mod phrases;
mod pronouns;
mod ranker;
mod sites;
mod speech;
mod tokens;
mod unmarked;
mod weights;

pub use features::{Features, COUNT};
pub use pronouns::{PronounFeatures, PRONOUN};
pub use ranker::{probabilities, Weights, STEP};

use crate::model::{PlainText, Quote, QuoteKind};
use crate::text::Span;
use language::Language;
use marks::{Form, Marked};
use people::People;
use sites::Site;
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
    find_with(text, context, Weights::shipped(), None)
}

/// What a quote's candidates look like: what the ranker is trained on.
#[derive(Clone, Debug)]
pub struct Example {
    /// The quote.
    pub quote: Span,
    /// Each candidate: its numbers, its mention, whom it stands for.
    pub candidates: Vec<(Features, Span, Option<String>)>,
    /// Each pronoun among them: its mention, and whom it may stand for.
    pub pronouns: Vec<(Span, Vec<(PronounFeatures, String)>)>,
}

/// As [`find`], with other weights; `examples` is given every choice there was.
pub fn find_with(
    text: &PlainText,
    context: &Context,
    model: &Weights,
    mut examples: Option<&mut Vec<Example>>,
) -> Vec<Quote> {
    let body = text.text.as_str();
    let language = Language::of(context.lang, body);
    let mut marked = marks::find(text);
    headings::leave_out(text, &mut marked);
    unmarked::add(text, language, &mut marked);
    if marked.is_empty() {
        return Vec::new();
    }
    let mut parts: Vec<Vec<(usize, Span)>> = vec![Vec::new(); text.blocks.len()];
    for (number, quote) in marked.iter().enumerate() {
        for (block, span) in &quote.outer {
            if let Some(parts) = parts.get_mut(*block) {
                parts.push((number, *span));
            }
        }
    }
    let mut paragraphs: Vec<Vec<Token>> = text
        .blocks
        .iter()
        .zip(&parts)
        .map(|(block, parts)| tokens::tokens(body, block.span, parts, language))
        .collect();
    if !language.capital_nouns {
        names::lower_starts(body, &mut paragraphs, language);
    }
    for tokens in &mut paragraphs {
        mentions::mark_names(body, tokens);
        speech::mark_progressives(body, tokens);
    }
    let told = inside::names(body, &marked, language);
    let people = People::gather(body, &paragraphs, &told, language, &model.pronouns);
    let mut finder = Finder {
        text,
        body,
        marked: &marked,
        paragraphs: &paragraphs,
        people: &people,
        language,
        given: vec![None; marked.len()],
        sites: vec![None; paragraphs.len()],
        model,
        speakers: [None, None],
    };
    for block in 0..paragraphs.len() {
        finder.paragraph(block, examples.as_deref_mut());
    }
    let mut given = finder.given;
    echoes::hear(body, &marked, &mut given);
    // Where speech stands in “double” marks, a word or two in ‘single’ ones that nobody says is no quote.
    let mostly_double = headings::is_mostly_double(text, &marked);
    let is_quote = |(marked, given): &(&Marked, Option<Given>)| {
        given.is_some()
            || !mostly_double
            || !headings::is_single(text, marked)
            || kinds::is_sentence(marked.span().of(body)) && marked.span().of(body).split_whitespace().nth(4).is_some()
    };
    let quotes = marked.iter().zip(given).filter(is_quote);
    quotes.map(|(marked, given)| finish(text, language, marked, given)).collect()
}

struct Finder<'a> {
    text: &'a PlainText,
    body: &'a str,
    marked: &'a [Marked],
    paragraphs: &'a [Vec<Token>],
    people: &'a People,
    language: &'a Language,
    given: Vec<Option<Given>>,
    /// Everyone each paragraph mentions, found when it is first needed.
    sites: Vec<Option<Vec<Site>>>,
    model: &'a Weights,
    /// Who spoke last, and who before that.
    speakers: [Option<String>; 2],
}

impl Finder<'_> {
    /// Attributes the quotes that start or end in a paragraph.
    fn paragraph(&mut self, block: usize, mut examples: Option<&mut Vec<Example>>) {
        let paragraphs = self.paragraphs;
        let Some(tokens) = paragraphs.get(block) else { return };
        let mut previous: Option<(usize, usize)> = None;
        for (at, token) in tokens.iter().enumerate() {
            let Kind::Quote(number) = token.kind else { continue };
            if self.given.get(number).is_some_and(Option::is_none) {
                let found = self.speaker(block, at, number, previous, examples.as_deref_mut());
                if let Some(found) = found {
                    let [last, _] = &self.speakers;
                    // What "it" stands for is no one that "he" could mean next.
                    let is_body = found.is_pronoun
                        && self.language.classes(&found.mention.of(self.body).to_lowercase()) & language::NEUTER != 0;
                    if found.speaker.is_some() && found.speaker != *last && !is_body {
                        self.speakers = [found.speaker.clone(), last.clone()];
                    }
                    if let Some(slot) = self.given.get_mut(number) {
                        *slot = Some(found);
                    }
                }
            }
            previous = Some((at, number));
        }
    }
}

fn finish(text: &PlainText, language: &Language, marked: &Marked, given: Option<Given>) -> Quote {
    let span = marked.span();
    let words = span.of(&text.text);
    let kind = match &given {
        _ if marked.form != Form::Marks => QuoteKind::Full,
        Some(_) if kinds::is_sentence(words) || marked.segments.len() > 1 => QuoteKind::Full,
        Some(given) if given.stands_alone && kinds::starts_sentence(words) => QuoteKind::Full,
        Some(_) => QuoteKind::Partial,
        None if !language.is_known && kinds::starts_sentence(words) => QuoteKind::Full,
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
            speaker: given.speaker.map(|name| crate::text::visible_line(&name)),
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
