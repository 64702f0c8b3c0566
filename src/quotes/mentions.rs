//! Mentions: the words of a sentence that stand for who speaks. A name, a pronoun, or a noun phrase, found here to the left of a verb
//! ("the mayor, who was absent, said"); [`super::phrases`] finds them to its right ("said the mayor, Ann Lee").

use super::language::*;
use super::names::{described_from, starts_name};
use super::speech::PROGRESSIVE;
use super::tokens::{Kind, Token, CAPITALS, ROMANCE};
use crate::text::Span;

/// What a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MentionKind {
    Name,
    Pronoun,
    Nominal,
}

/// A mention as a run of tokens, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub from: usize,
    pub to: usize,
    pub kind: MentionKind,
}

impl Mention {
    /// The bytes it covers.
    pub(super) fn span(&self, tokens: &[Token]) -> Span {
        let start = tokens.get(self.from).map_or(0, |token| token.span.start);
        let end = tokens.get(self.to).map_or(start, |token| token.span.end);
        Span { start, end }
    }
}

/// Most tokens of a noun phrase without its complements.
pub(super) const PHRASE: usize = 9;
/// Most tokens from a participle to the name that belongs to it.
const PARTICIPLE: usize = 5;
/// Most insertions between commas that are stepped over.
const INSERTIONS: usize = 4;

pub(super) fn is_name_part(token: &Token) -> bool {
    token.kind == Kind::Word && (token.capital && !token.is(CALENDAR) || token.classes & INSIDE_NAME != 0)
}

/// Set for a particle that stands between the parts of a name: Jan *van der* Meer.
const INSIDE_NAME: Classes = 1 << 40;
/// Set for a number.
pub(super) const NUMBER: Classes = 1 << 41;

/// Marks particles inside names, and numbers.
pub(super) fn mark_names(text: &str, tokens: &mut [Token]) {
    // "Theresa May said": a month right after a forename is none.
    for at in 1..tokens.len() {
        let after_name = tokens.get(at - 1).is_some_and(|before| before.capital && before.is(MALE | FEMALE));
        if let Some(token) = tokens.get_mut(at).filter(|token| after_name && token.capital && token.is(CALENDAR)) {
            token.classes &= !(CALENDAR | FUNCTION | AUXILIARY);
        }
    }
    // "Nguyen Thi Mai Lan", in languages that write months and names alike: between two names it is one.
    for at in 1..tokens.len() {
        let is_name = |token: &Token| {
            token.kind == Kind::Word && token.capital && !is_function(token) && !token.is(CALENDAR | TITLE)
        };
        let is_inside = tokens.get(at - 1).is_some_and(is_name) && tokens.get(at + 1).is_some_and(is_name);
        if let Some(token) =
            tokens.get_mut(at).filter(|token| is_inside && token.classes & CAPITALS != 0 && token.is(CALENDAR))
        {
            token.classes &= !(CALENDAR | FUNCTION | AUXILIARY);
        }
    }
    let mut name_at = None;
    for at in 0..tokens.len() {
        let Some(token) = tokens.get_mut(at) else { break };
        if token.kind == Kind::Word && token.span.of(text).starts_with(|c: char| c.is_ascii_digit()) {
            token.classes |= NUMBER;
        }
        if token.kind == Kind::Word && token.capital && !is_function(token) {
            if let Some(from) = name_at.replace(at) {
                tokens
                    .get_mut(from + 1..at)
                    .unwrap_or(&mut [])
                    .iter_mut()
                    .for_each(|token| token.classes |= INSIDE_NAME);
            }
        } else if !token.is(PARTICLE) || token.capital && token.classes & ROMANCE == 0 {
            name_at = None;
        }
    }
}

/// Whether a capital here is only a sentence's first letter or a word that is no name.
pub(super) fn is_function(token: &Token) -> bool {
    token.classes & INSIDE_NAME == 0 && (token.is(FUNCTION | PRONOUN) || token.is(AUXILIARY) && token.first)
}

/// The name that ends with token `end`, within `floor..`.
fn name_ending(tokens: &[Token], end: usize, floor: usize) -> Option<Mention> {
    tokens.get(end).filter(|token| is_name_part(token) && !is_function(token))?;
    let mut from = end;
    while from > floor && !starts_name(tokens, from) {
        let Some(before) = tokens.get(from - 1) else { break };
        if is_name_part(before) && !(is_function(before) && !before.is(PARTICLE | TITLE)) {
            from -= 1;
        } else {
            break;
        }
    }
    Some(Mention { from, to: end, kind: MentionKind::Name })
}

/// The mention that ends right before token `end` (not included), none of it before `floor`: the subject left of a verb.
pub(super) fn ending_before(tokens: &[Token], end: usize, floor: usize) -> Option<Mention> {
    ending(tokens, end, floor, INSERTIONS)
        .map(|mention| joined(tokens, mention, floor))
        .map(|mention| before_relative(tokens, mention, floor).unwrap_or(mention))
        .map(|mention| before_participle(tokens, mention, floor).unwrap_or(mention))
}

/// "A source speaking to the Herald said", "an official briefing Lee said": what stands right before the verb belongs to a participle, and
/// who that tells of is the subject.
fn before_participle(tokens: &[Token], mention: Mention, floor: usize) -> Option<Mention> {
    let is_inside =
        |token: &Token| token.kind == Kind::Word && (!token.is(SAY | PRONOUN) || token.classes & PROGRESSIVE != 0);
    let participle = (floor + 1..mention.from)
        .rev()
        .take(PARTICIPLE)
        .take_while(|at| tokens.get(*at).is_some_and(is_inside))
        .find(|at| tokens.get(*at).is_some_and(|token| token.classes & PROGRESSIVE != 0))?;
    let head = tokens.get(participle - 1).filter(|head| head.kind == Kind::Word && !head.capital && !head.is(SAY))?;
    head.is(ROLE | GROUP | NOUN | PERSON).then(|| nominal_at(tokens, participle - 1, floor)).flatten()
}

/// "A man who fell into the lake said": what stands right before the verb belongs to the relative clause, whose own verb stands before
/// it, and its antecedent is the subject.
fn before_relative(tokens: &[Token], mention: Mention, floor: usize) -> Option<Mention> {
    let is_inside = |token: &Token| {
        token.kind == Kind::Word && !token.is(SAY | THING) && !(token.is(PRONOUN) && !token.is(RELATIVE))
    };
    let who = (floor + 1..mention.from)
        .rev()
        .take(15)
        .take_while(|at| tokens.get(*at).is_some_and(is_inside))
        .find(|at| tokens.get(*at).is_some_and(|token| token.is(RELATIVE)))?;
    let verb = tokens.get(who + 1..mention.from)?;
    let has_verb = verb.first().is_some_and(|first| {
        !first.capital
            && !first.is(DETERMINER | POSSESSIVE)
            && (!first.is(PREPOSITION | FUNCTION) || first.is(AUXILIARY | BE))
    });
    let is_object = mention.kind != MentionKind::Pronoun && has_verb;
    if !is_object {
        return None;
    }
    let antecedent = ending(tokens, who, floor, 0)?;
    (antecedent.kind != MentionKind::Pronoun).then_some(antecedent)
}

/// "Lee and Orr said": two names, or a name and a phrase, are one subject.
fn joined(tokens: &[Token], mention: Mention, floor: usize) -> Mention {
    let and =
        mention.from.checked_sub(1).filter(|and| *and > floor && tokens.get(*and).is_some_and(|token| token.is(AND)));
    let other = and.and_then(|and| {
        let last = tokens.get(and - 1).filter(|last| last.kind == Kind::Word)?;
        if is_name_part(last) && !is_function(last) {
            name_ending(tokens, and - 1, floor).map(|name| with_title(tokens, name, floor))
        } else {
            Some(last).filter(|last| last.is(ROLE | GROUP)).and_then(|_| nominal_at(tokens, and - 1, floor))
        }
    });
    // "in talks with Lee, and Orr said" or "for Lee and Orr said": what hangs on a preposition is no subject.
    let is_free = |other: &Mention| {
        other
            .from
            .checked_sub(1)
            .filter(|at| *at >= floor)
            .and_then(|at| tokens.get(at))
            .is_none_or(|before| !before.is(PREPOSITION | SAY | JUDGE))
    };
    match other.filter(is_free) {
        Some(other) if mention.kind != MentionKind::Pronoun => {
            Mention { from: other.from, to: mention.to, kind: MentionKind::Nominal }
        }
        _ => mention,
    }
}

fn ending(tokens: &[Token], end: usize, floor: usize, insertions: usize) -> Option<Mention> {
    let mut at = end;
    // Adverbs and auxiliaries stand between a subject and its verb.
    loop {
        let before = at.checked_sub(1).filter(|before| *before >= floor)?;
        let token = tokens.get(before)?;
        // "Lee la calificó": an object before its verb.
        let is_clitic = token.is(OBJECT) && token.is(DETERMINER | FUNCTION) && !token.is(POSSESSIVE);
        let adverb = (token.is(AUXILIARY) || is_clitic) && !(token.capital && !token.first);
        let is_adverb =
            adverb || token.kind == Kind::Word && !token.capital && token.span.len() > 4 && is_manner(tokens, before);
        if !is_adverb {
            break;
        }
        at = before;
    }
    let last = at.checked_sub(1).filter(|last| *last >= floor)?;
    let token = tokens.get(last)?;
    match token.kind {
        Kind::Mark(',') | Kind::Mark('–') | Kind::Mark('—') | Kind::Mark(')') if insertions > 0 => {
            insertion(tokens, last, floor, insertions)
        }
        Kind::Mark('’') => None,
        Kind::Mark(_) | Kind::Quote(_) => None,
        Kind::Word if token.is(PRONOUN) && !token.is(FUNCTION & !PRONOUN) || token.is(PRONOUN) => {
            if is_relative(tokens, last) {
                // "Lee, who said": the pronoun stands for what is before it.
                let before = last.checked_sub(1)?;
                let end = if tokens.get(before)?.is_mark(&[',']) { before } else { last };
                return ending(tokens, end, floor, insertions.saturating_sub(1));
            }
            Some(Mention { from: last, to: last, kind: MentionKind::Pronoun })
        }
        Kind::Word if is_name_part(token) && !is_function(token) => {
            let name = name_ending(tokens, last, floor)?;
            // "a spokesman for Lee said": the head is the spokesman.
            let before = name.from.checked_sub(1).filter(|at| *at >= floor);
            let tie = before.and_then(|at| preposition_before(tokens, at, floor));
            // "Ann Lee of Ode, Nordland, said": both are places.
            let comma = before.filter(|at| *at > floor && tokens.get(*at).is_some_and(|token| token.is_mark(&[','])));
            let place = comma.and_then(|comma| name_ending(tokens, comma - 1, floor));
            let place = place.and_then(|place| preposition_before(tokens, place.from.checked_sub(1)?, floor));
            // "After a debate in Ode, Lee said": no name hangs on the place.
            let named = place.and_then(|at| complement(tokens, at, floor)).filter(|head| {
                let before = head.from.checked_sub(1).filter(|at| *at >= floor).and_then(|at| tokens.get(at));
                head.kind == MentionKind::Name && before.is_none_or(|before| !before.is(PREPOSITION | DETERMINER))
            });
            if let Some(head) = named {
                return Some(Mention { from: head.from, to: last, kind: MentionKind::Nominal });
            }
            // "Lee, 30, of Ode, Nordland, who was there, said": set off from who is from there.
            let set_off = place.filter(|at| {
                insertions > 0 && *at > floor && tokens.get(at - 1).is_some_and(|token| token.is_mark(&[',']))
            });
            if let Some(person) = set_off.and_then(|at| ending(tokens, at, floor, insertions - 1)) {
                return Some(person);
            }
            match tie.map(|at| (at, complement(tokens, at, floor))) {
                Some((_, Some(head))) => {
                    // "Ann Lee of the University of Ode".
                    let outer = head.from.checked_sub(1).and_then(|at| preposition_before(tokens, at, floor));
                    let outer = outer.and_then(|at| complement(tokens, at, floor));
                    let from = outer.map_or(head.from, |outer| outer.from);
                    Some(Mention { from, to: last, kind: MentionKind::Nominal })
                }
                // "Lee, 22, of Ode, said": a place set off by commas.
                Some((at, None))
                    if insertions > 0
                        && at > floor
                        && tokens.get(at - 1).is_some_and(|token| token.is_mark(&[','])) =>
                {
                    ending(tokens, at, floor, insertions - 1)
                }
                _ => Some(with_title(tokens, name, floor)),
            }
        }
        // "Lee, 43, said": an age. "The 43-year-old said": a person.
        Kind::Word if token.classes & NUMBER != 0 && insertions > 0 => {
            let comma = last
                .checked_sub(1)
                .filter(|at| *at > floor && tokens.get(*at).is_some_and(|token| token.is_mark(&[','])));
            match comma {
                Some(comma) => ending(tokens, comma, floor, insertions - 1),
                None => nominal_at(tokens, last, floor),
            }
        }
        Kind::Word => {
            let found = nominal_at(tokens, last, floor)?;
            // "Lee, who has in the past described": the phrase says when.
            let helped = found.from.checked_sub(2).filter(|at| *at > floor && insertions > 0).filter(|at| {
                tokens.get(*at).is_some_and(|token| token.is(AUXILIARY) && !token.is(ADVERB))
                    && tokens.get(at + 1).is_some_and(|token| token.is(PREPOSITION))
            });
            helped.and_then(|at| ending(tokens, at + 1, floor, insertions - 1)).or(Some(found))
        }
    }
}

/// Whether a word is an adverb of manner by its ending, between a subject and a verb.
fn is_manner(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.classes & ADVERB != 0)
}

/// Whether the pronoun is relative: not "he" or "she" but one with an antecedent.
fn is_relative(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.is(FUNCTION) && !token.is(MALE | FEMALE) && token.span.len() == 3 && at > 0 && !token.first
    }) && tokens.get(at).is_some_and(|token| !token.is(DETERMINER | OBJECT))
        && tokens.get(at).is_some_and(|token| token.classes & RELATIVE != 0)
}

/// The subject before an insertion that ends with the comma, dash or bracket at `close`: "Lee, 43, said", "Lee, who runs the club,
/// said", "the manager, Ann Lee, said" (where the name inside is the mention).
fn insertion(tokens: &[Token], close: usize, floor: usize, insertions: usize) -> Option<Mention> {
    let opening = match tokens.get(close)?.kind {
        Kind::Mark(')') => '(',
        Kind::Mark(c) => c,
        _ => return None,
    };
    let open =
        (floor..close).rev().take(45).find(|at| tokens.get(*at).is_some_and(|token| token.is_mark(&[opening])))?;
    // A name alone between the marks, or with its title, is who speaks.
    let inside = name_ending(tokens, close - 1, open + 1).map(|name| with_title(tokens, name, open + 1));
    // "his neighbour, the florist Ann Lee, said".
    let is_alone = |name: &Mention| name.from == open + 1 || described_from(tokens, *name) == Some(open + 1);
    if let Some(name) = inside.filter(is_alone) {
        // "Lee, during a visit to Sund, Nordland, said": a place behind a place; who was there stands before both.
        let place = open.checked_sub(1).and_then(|last| name_ending(tokens, last, floor)).filter(|_| opening == ',');
        let tie = place.and_then(|place| preposition_before(tokens, place.from.checked_sub(1)?, floor));
        let set_off = tie.and_then(|tie| {
            (floor..tie).rev().take(12).find(|at| tokens.get(*at).is_some_and(|token| token.is_mark(&[','])))
        });
        let visitor = set_off.and_then(|comma| ending(tokens, comma, floor, insertions - 1));
        if let Some(visitor) = visitor.filter(|visitor| visitor.kind != MentionKind::Nominal) {
            return Some(visitor);
        }
        let outer = ending(tokens, open, floor, insertions - 1);
        // "Lee of Sund, Nordland, said": one place behind the other.
        let is_of_place =
            tie.and_then(|tie| complement(tokens, tie, floor)).is_some_and(|head| head.kind == MentionKind::Name);
        if is_of_place && outer.is_some() {
            return outer;
        }
        // After a place or another name ("Lee, Ohio, said"), or before brackets ("Lee (R-Ohio) said") the outer one speaks.
        if outer.is_none_or(|outer| outer.kind == MentionKind::Nominal && opening != '(') {
            return Some(name);
        }
        return outer;
    }
    let outer = ending(tokens, open, floor, insertions - 1)?;
    // "Ann Lee, the president of the Nord, a club that …, said".
    let comma = outer.from.checked_sub(1).filter(|comma| {
        *comma > floor
            && outer.kind == MentionKind::Nominal
            && tokens.get(*comma).is_some_and(|token| token.is_mark(&[',']))
    });
    let named = comma.and_then(|comma| name_ending(tokens, comma - 1, floor)).filter(|name| name.to > name.from);
    Some(named.map_or(outer, |name| with_title(tokens, name, floor)))
}

/// Takes in a title before a name if it is capitalised ("Sen. Ted Orr"): the mention as readers see it.
pub(super) fn with_title(tokens: &[Token], name: Mention, floor: usize) -> Mention {
    let mut from = name.from;
    while from > floor
        && tokens.get(from - 1).is_some_and(|token| token.capital && token.is(TITLE | HONORIFIC) && !token.first)
    {
        from -= 1;
    }
    Mention { from, ..name }
}

/// A name with the description set before it, as the reader sees whom a quote rests on: "the club’s doctor, Ann Lee,", "Lee herself".
pub(super) fn with_description(tokens: &[Token], name: Mention) -> Mention {
    if name.kind != MentionKind::Name {
        return name;
    }
    let next = tokens.get(name.to + 1);
    if next.is_some_and(|next| next.is(AUXILIARY) && next.is(MALE | FEMALE)) {
        return Mention { to: name.to + 1, ..name };
    }
    let is_comma = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(&[',']));
    let comma =
        name.from.checked_sub(1).filter(|comma| is_comma(*comma) && next.is_none_or(|next| next.kind != Kind::Word));
    let described = comma.and_then(|comma| {
        let last = comma.checked_sub(1)?;
        let sentence = tokens.get(last).filter(|token| token.kind == Kind::Word && !token.capital)?.sentence;
        let floor = (last.saturating_sub(2 * PHRASE)..last)
            .rev()
            .take_while(|at| tokens.get(*at).is_some_and(|token| token.sentence == sentence))
            .last()
            .unwrap_or(last);
        nominal_at(tokens, last, floor)
    });
    described.map_or(name, |described| Mention { from: described.from, ..name })
}

/// The preposition right before a noun phrase that ends before `at`, over an article: "for the", "of".
fn preposition_before(tokens: &[Token], at: usize, floor: usize) -> Option<usize> {
    let is = |at: usize, classes: Classes| {
        at >= floor && tokens.get(at).is_some_and(|token| token.is(classes) && !token.capital)
    };
    if is(at, PREPOSITION) {
        return Some(at);
    }
    let is_article = tokens.get(at).is_some_and(|token| token.is(DETERMINER));
    (is_article && at > floor && is(at - 1, PREPOSITION)).then(|| at - 1)
}

/// The noun phrase that a preposition at `at` hangs on, if it stands for somebody.
fn complement(tokens: &[Token], at: usize, floor: usize) -> Option<Mention> {
    let last = at.checked_sub(1).filter(|last| *last >= floor)?;
    let token = tokens.get(last)?;
    if token.kind != Kind::Word || token.is(SAY | JUDGE | AUXILIARY | PRONOUN | PREPOSITION) {
        return None;
    }
    if is_name_part(token) {
        // "University of Texas": part of a name.
        return name_ending(tokens, last, floor).filter(|_| !is_function(token));
    }
    nominal_at(tokens, last, floor)
}

/// The noun phrase that ends with token `last`: back to its article, over adjectives and names used as such, with the phrase it hangs
/// on ("a spokesman for the mayor").
pub(super) fn nominal_at(tokens: &[Token], last: usize, floor: usize) -> Option<Mention> {
    let head = tokens.get(last)?;
    if head.is(SAY | JUDGE | FUNCTION | PREPOSITION | CALENDAR) && !head.is(ROLE | NOUN | GROUP) {
        return None;
    }
    let mut from = last;
    let mut has_article = false;
    while from > floor && last - from < PHRASE {
        let before = tokens.get(from - 1)?;
        match before.kind {
            Kind::Mark('’') if from >= floor + 2 => from -= 2,
            Kind::Word if before.is(DETERMINER) => {
                from -= 1;
                has_article = true;
                break;
            }
            Kind::Word if before.is(PREPOSITION | SAY | PRONOUN | AUXILIARY | OBJECT) || before.is(FUNCTION) => break,
            Kind::Word => {
                // "21 percent said", "about 200 marchers chanted".
                has_article |= before.classes & NUMBER != 0;
                from -= 1;
            }
            _ => break,
        }
    }
    let preposition = from
        .checked_sub(1)
        .filter(|at| *at >= floor && tokens.get(*at).is_some_and(|token| token.is(PREPOSITION) && !token.capital));
    if let Some(outer) = preposition.and_then(|at| complement(tokens, at, floor)) {
        return Some(Mention { from: outer.from, to: last, kind: MentionKind::Nominal });
    }
    let starts_sentence = tokens.get(from).is_some_and(|token| token.first);
    let plural = head.span.len() > 3;
    (has_article || head.is(ROLE | GROUP) || starts_sentence && plural).then_some(Mention {
        from,
        to: last,
        kind: MentionKind::Nominal,
    })
}

/// Every name in a sentence run of tokens: for the index of people.
pub(super) fn names(tokens: &[Token]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_start = tokens.get(at).is_some_and(|token| is_name_part(token) && !is_function(token));
        if !is_start {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let sentence = tokens.get(at).map_or(0, |token| token.sentence);
        while let Some(token) = tokens.get(end).filter(|token| token.sentence == sentence) {
            let is_part = |token: &Token| is_name_part(token) && !(is_function(token) && !token.is(PARTICLE));
            // Ann “The Wall” Lee.
            let is_nickname = matches!(token.kind, Kind::Quote(_))
                && token.span.len() <= 30
                && tokens.get(end + 1).is_some_and(|next| next.sentence == sentence && next.capital && is_part(next));
            if (is_part(token) || is_nickname) && !starts_name(tokens, end) {
                end += 1;
            } else {
                break;
            }
        }
        found.push(Mention { from: at, to: end - 1, kind: MentionKind::Name });
        at = end;
    }
    found
}
