//! Subjects where English has none: behind their verbs, far behind them, inside the verb, or left out. German, French and Spanish.

use super::language::*;
use super::mentions::{Mention, MentionKind};
use super::people;
use super::phrases::starting_at;
use super::tokens::{Kind, Token, CAPITALS, COMMON, FREE};

/// «…», afirmó en el Congreso: the verb alone, in languages whose verbs need no subject.
pub(super) fn without_subject(tokens: &[Token], cue: usize) -> Option<Mention> {
    let is_bare = tokens.get(cue).is_some_and(|token| token.is(SUBJECTLESS));
    is_bare.then_some(Mention { from: cue, to: cue, kind: MentionKind::Pronoun })
}

/// Words between a verb and its subject behind it.
const BETWEEN: usize = 14;

/// "ha replicado en el Parlamento la diputada Ana Ruiz": the subject behind what says where and how.
pub(super) fn far_behind(tokens: &[Token], cue: usize, ceiling: usize) -> Option<Mention> {
    let next = tokens.get(cue + 1).filter(|_| tokens.get(cue).is_some_and(|verb| verb.classes & FREE != 0))?;
    if next.is(SOURCE) {
        return starting_at(tokens, cue + 2, ceiling);
    }
    if !next.is(PREPOSITION | LOOSE | ADVERB | CALENDAR | AUXILIARY | FUNCTION) {
        return None;
    }
    for at in cue + 2..ceiling.min(cue + BETWEEN) {
        let (Some(before), Some(token)) = (tokens.get(at - 1), tokens.get(at)) else { break };
        if token.kind != Kind::Word || token.is(SAY | PRONOUN | RELATIVE) && !token.is(DETERMINER) {
            return None;
        }
        let is_tied = before.is(PREPOSITION | LOOSE | DETERMINER | PARTICLE | AND | ADVERB & !CALENDAR);
        let is_name = token.capital && !before.capital && !token.is(CALENDAR);
        let starts = match () {
            () if is_tied => false,
            // German writes all nouns like names: here only a role starts one.
            () if token.classes & COMMON != 0 => true,
            () if token.is(DEFINITE) => true,
            // "explicó en su momento un portavoz": with any article, if it is somebody's.
            () if token.is(DETERMINER) && !token.is(POSSESSIVE) => tokens.get(at + 1).is_some_and(|noun| noun.is(ROLE)),
            () => is_name && token.classes & CAPITALS == 0,
        };
        if starts {
            let mention = starting_at(tokens, at, ceiling)?;
            let is_full = mention.to > mention.from || mention.kind != MentionKind::Name;
            return Some(mention).filter(|_| is_full);
        }
    }
    None
}

/// "versprach er, er werde", "promet-il": a pronoun right behind its verb, where subjects stand there.
pub(super) fn right_behind(tokens: &[Token], cue: usize) -> Option<Mention> {
    let is_free = tokens.get(cue).is_some_and(|verb| verb.classes & FREE != 0);
    // "Brandis nennt sie": of verbs that judge she may be the object.
    let says = tokens.get(cue).is_some_and(|verb| verb.is(SAY));
    let is_subject =
        |next: &Token| next.is(PRONOUN) && !next.is(DETERMINER | RELATIVE) && !next.capital && (says || next.is(MALE));
    tokens.get(cue + 1).filter(|next| is_free && is_subject(next))?;
    Some(Mention { from: cue + 1, to: cue + 1, kind: MentionKind::Pronoun })
}

/// The subject that says itself right at its verb: a pronoun behind it, or none beside a verb that stands alone.
pub(super) fn at_verb(tokens: &[Token], cue: usize, floor: usize) -> Option<Mention> {
    right_behind(tokens, cue).or_else(|| set_off(tokens, cue, floor))
}

/// "Als Grund nannte die Firma „…“": who stands right behind the verb, where what stands before it hangs on a preposition.
pub(super) fn behind(
    tokens: &[Token],
    cue: usize,
    floor: usize,
    left: Option<Mention>,
    ceiling: usize,
) -> Option<Mention> {
    let left = left?;
    let is_free = tokens.get(cue).is_some_and(|verb| verb.classes & FREE != 0);
    let opens = left.from.checked_sub(1).filter(|at| *at >= floor).and_then(|at| tokens.get(at));
    let is_hung =
        opens.is_some_and(|before| before.first && before.is(PREPOSITION | FUNCTION) && !before.is(DETERMINER));
    let is_german = tokens.get(left.to).is_some_and(|noun| noun.classes & CAPITALS != 0 || !noun.capital);
    let mention = (is_free && is_hung && is_german).then(|| starting_at(tokens, cue + 1, ceiling)).flatten()?;
    let is_somebody = mention.kind == MentionKind::Name
        || tokens
            .get(mention.from..=mention.to)
            .and_then(people::head)
            .is_some_and(|head| head.is(ROLE | GROUP | PERSON));
    is_somebody.then_some(mention)
}

/// "Zur Premiere will er trotzdem kommen: „…“": the pronoun behind the first verb, in a language that writes nouns like names.
pub(super) fn pronoun_inside(tokens: &[Token], floor: usize, colon: usize) -> Option<Mention> {
    let run = tokens.get(floor..colon)?;
    let is_german = run.iter().any(|token| token.classes & CAPITALS != 0);
    let opens = run.first().is_some_and(|first| first.is(PREPOSITION | AUXILIARY) && !first.is(DETERMINER | PRONOUN));
    let at = run.windows(2).position(|pair| match pair {
        [verb, pronoun] => {
            (verb.is(AUXILIARY | VERB | SAY | JUDGE) || verb.classes == 0 && !verb.capital)
                && pronoun.is(PRONOUN)
                && pronoun.is(MALE | FEMALE)
                && !pronoun.capital
        }
        _ => false,
    })?;
    (is_german && opens).then_some(Mention { from: floor + at + 1, to: floor + at + 1, kind: MentionKind::Pronoun })
}

/// "Galicia, afirma, “no está en venta”", "Afirmó: “…”": a verb that needs no subject and stands alone, between commas or first of all.
fn set_off(tokens: &[Token], cue: usize, floor: usize) -> Option<Mention> {
    let is_comma = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(&[',']));
    let is_close = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(&[',', ':']));
    let opens = cue == floor || is_comma(cue - 1);
    without_subject(tokens, cue).filter(|_| opens && is_close(cue + 1))
}

/// "Réponse de M. Sarr : « … »": whose a noun of speech is, where nothing else stands before the colon.
pub(super) fn answered(tokens: &[Token], colon: usize, floor: usize) -> Option<Mention> {
    let is_noun = tokens.get(floor).is_some_and(|first| first.is(NOUN));
    let is_tie = tokens.get(floor + 1).is_some_and(|tie| tie.is(PREPOSITION));
    let mention = (is_noun && is_tie).then(|| starting_at(tokens, floor + 2, colon)).flatten()?;
    (mention.to + 1 == colon && mention.kind == MentionKind::Name).then_some(mention)
}

/// Who stands behind the preposition that says whose view a sentence is.
pub(super) fn viewer(tokens: &[Token], start: usize, ceiling: usize) -> Option<Mention> {
    let pronoun = tokens.get(start).filter(|token| token.is(PRONOUN | OBJECT) && !token.is(DETERMINER | WRITER));
    let mention = match pronoun {
        Some(_) => Mention { from: start, to: start, kind: MentionKind::Pronoun },
        None => starting_at(tokens, start, ceiling)?,
    };
    let is_person = mention.kind != MentionKind::Nominal
        || tokens.get(mention.from..=mention.to).and_then(people::head).is_some_and(|head| head.is(ROLE));
    let next = tokens.get(mention.to + 1)?;
    (is_person && (next.is_mark(&[',']) || next.is(AUXILIARY | BE))).then_some(mention)
}
