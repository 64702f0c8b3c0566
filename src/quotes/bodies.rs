//! Whom "it" stands for: "In a statement the trust said .. “…,” it said." The office, group or writing that was last the subject of a sentence
//! in which something is said.

use super::language::*;
use super::mentions::{ending_before, Mention, MentionKind};
use super::names::parts;
use super::people::{head, People};
use super::speech;
use super::tokens::Token;
use crate::text::Span;

/// What may say something without being anybody.
#[derive(Clone, Debug)]
pub(super) struct Body {
    at: u32,
    paragraph: u32,
    shown: String,
}

/// Finds the bodies of a paragraph. Linear in its tokens.
pub(super) fn bodies(people: &People, text: &str, tokens: &[Token], paragraph: u32) -> Vec<Body> {
    let mut found = Vec::new();
    let mut start = 0;
    for sentence in tokens.chunk_by(|one, next| one.sentence == next.sentence) {
        let end = start + sentence.len();
        let says = start + sentence.iter().position(|token| token.is(SAY | JUDGE)).unwrap_or(sentence.len());
        if says < end {
            let subject =
                speech::main_subject(text, tokens, start, says).or_else(|| ending_before(tokens, says, start));
            found.extend(subject.and_then(|subject| body(people, text, tokens, subject, paragraph)));
        }
        start = end;
    }
    found
}

fn body(people: &People, text: &str, tokens: &[Token], subject: Mention, paragraph: u32) -> Option<Body> {
    let run = tokens.get(subject.from..=subject.to)?;
    let span: Span = subject.span(tokens);
    let shown = match subject.kind {
        MentionKind::Pronoun => return None,
        // "Lee’s reply was shown. “…,” it read": no more is known than that it is no name.
        MentionKind::Name if tokens.get(subject.to + 1).is_some_and(|next| next.is_mark(&['’'])) => return None,
        MentionKind::Name => {
            let known = people.find(&parts(text, tokens, subject), span.start);
            let person = known.and_then(|known| people.people.get(known));
            if person.is_some_and(|person| person.is_person && !person.is_organisation) {
                return None;
            }
            person.map_or_else(|| span.of(text).to_owned(), |person| person.display.clone())
        }
        MentionKind::Nominal => {
            let head = head(run)?;
            let is_one = !head.span.of(text).ends_with('s') && !head.is(PERSON | ROLE | MALE | FEMALE | FUNCTION);
            // "In a statement the firm said": what hangs on a preposition says nothing itself.
            let before = subject.from.checked_sub(1).and_then(|before| tokens.get(before));
            let hangs = before.is_some_and(|before| before.is(PREPOSITION));
            // "The trust said": whatever is the subject of a verb of speech, and is no person.
            let speaks = tokens.get(subject.to + 1).is_some_and(|verb| verb.is(SAY)) && run.first()?.is(DEFINITE);
            let is_body = is_one && !hangs && (head.is(GROUP | NOUN | ORGANISATION) || head.capital || speaks);
            Some(span.of(text).to_owned()).filter(|_| is_body)?
        }
    };
    Some(Body { at: span.start, paragraph, shown })
}

impl People {
    /// What "it" at byte `at` stands for: the body named last, in its paragraph or the one before.
    pub(super) fn body_before(&self, at: u32) -> Option<String> {
        let sentence = self.sentences.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let paragraph = self.sentences.get(sentence).map_or(0, |(_, paragraph)| *paragraph);
        let before = self.bodies.partition_point(|body| body.at < at);
        let last = before.checked_sub(1).and_then(|last| self.bodies.get(last))?;
        (last.paragraph + 1 >= paragraph).then(|| last.shown.clone())
    }
}
