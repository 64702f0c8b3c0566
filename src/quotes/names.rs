//! Names taken apart, and what stands beside them: titles, roles, verbs of speech.

use super::language::*;
use super::mentions::{is_function, is_name_part, Mention};
use super::tokens::{Kind, Token, CAPITALS, COMMON, FREE, ROMANCE};
use crate::order::HashSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

/// A name taken apart.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) words: Vec<String>,
    pub(super) shown: String,
    pub(super) gender: Option<Gender>,
    /// Whether a title or honorific stands before it.
    pub(super) titled: bool,
    /// Whether one of its words says it is an organisation's or a place's.
    pub(super) organisation: bool,
    /// Whether it starts with a small word of names: Van der Berg, Le Goff.
    pub(super) is_surname: bool,
}

pub(super) fn gender_of(classes: Classes) -> Option<Gender> {
    match (classes & MALE != 0, classes & FEMALE != 0) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// Takes a name mention apart: titles off, honorifics kept for showing, gender where a title or forename says it.
pub(super) fn parts(text: &str, tokens: &[Token], name: Mention) -> Parts {
    let mut parts = Parts::default();
    let run = tokens.get(name.from..=name.to).unwrap_or(&[]);
    let is_title = |token: &Token| token.is(TITLE) && !token.is(HONORIFIC);
    let mut in_name = false;
    let mut title = None;
    for (at, token) in run.iter().enumerate() {
        if token.kind != Kind::Word {
            continue;
        }
        let last = at + 1 == run.len();
        if !in_name && is_title(token) && !last {
            // German says by -in that a role is a woman's: Trainerin. "Vorsitzende" can be either's.
            let is_man = token.classes & COMMON != 0 && !token.span.of(text).ends_with(['e', 'n']);
            let man = Some(Gender::Male).filter(|_| is_man && token.classes & FEMALE == 0);
            parts.gender = parts.gender.or(gender_of(token.classes)).or(man);
            parts.titled = true;
            title = Some(token.span.of(text));
            continue;
        }
        // "Ohio Gov. Lee": what stands before a title says where, or of what.
        if in_name
            && !last
            && is_title(token)
            && (gender_of(token.classes).is_none() || token.is(ABBREVIATION))
            && at > 0
        {
            parts = Parts { titled: true, ..Parts::default() };
            (in_name, title) = (false, Some(token.span.of(text)));
            continue;
        }
        if !parts.shown.is_empty() {
            parts.shown.push(' ');
        }
        parts.shown.push_str(token.span.of(text));
        if !in_name && token.is(HONORIFIC) && !last {
            parts.gender = parts.gender.or(gender_of(token.classes));
            parts.titled = true;
            continue;
        }
        in_name = true;
        // "Calder & Rowe": a firm.
        parts.organisation |= token.is(ORGANISATION) || token.span.of(text) == "&";
        if parts.words.is_empty() {
            parts.gender = parts.gender.or(gender_of(token.classes));
            parts.is_surname = token.is(PARTICLE) && !token.is(MALE | FEMALE) && !last;
        }
        // "Lee Jr": shown, but the surname is Lee.
        if !(token.is(SUFFIX) && !parts.words.is_empty()) {
            parts.words.push(token.span.of(text).trim_end_matches('.').to_lowercase());
        }
    }
    // Where a surname is all there is, the title is part of what the article calls the person.
    if let (Some(title), [_]) = (title, parts.words.as_slice()) {
        parts.shown = format!("{title} {}", parts.shown);
    }
    parts
}

/// Takes the capital from words that only start a sentence right before a name: "See Lee", "Neither Lee nor Orr", "Drummer Ann Lee". Such a
/// word is one of the language's, or stands in lower case elsewhere, or says what somebody is, and never stands before that name within a
/// sentence.
pub(super) fn lower_starts(text: &str, paragraphs: &mut [Vec<Token>], language: &Language) {
    let mut lower: HashSet<&str> = HashSet::default();
    let mut pairs: HashSet<(&str, &str)> = HashSet::default();
    let mut inner: HashSet<&str> = HashSet::default();
    for tokens in paragraphs.iter() {
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Word) {
            if token.capital && !token.first {
                inner.insert(token.span.of(text));
            }
            if !token.capital {
                lower.insert(token.span.of(text));
            } else if let Some(next) = tokens.get(at + 1).filter(|next| next.capital && !token.first) {
                pairs.insert((token.span.of(text), next.span.of(text)));
            }
        }
    }
    paragraphs.iter_mut().for_each(|tokens| lower_dateline(text, tokens));
    const NO_NAME: Classes = SAY | JUDGE | FUNCTION | AUXILIARY | PREPOSITION | ADVERB | THING | CALENDAR;
    for tokens in paragraphs.iter_mut() {
        for at in 0..tokens.len() {
            if !language.is_learned && is_opening_verb(text, tokens, at, language, &inner) {
                if let Some(token) = tokens.get_mut(at) {
                    token.capital = false;
                    token.classes |= language.ending_classes(&token.span.of(text).to_lowercase());
                }
                continue;
            }
            let next = tokens.get(at + 1).filter(|next| next.capital).map(|next| next.span.of(text));
            let before_full_name = tokens.get(at + 2).is_some_and(|second| second.capital && !second.first);
            let (Some(token), Some(next)) = (tokens.get_mut(at), next) else { continue };
            let word = token.span.of(text);
            if !token.first || !token.capital || pairs.contains(&(word, next)) {
                continue;
            }
            let is_forename = token.is(MALE | FEMALE) && !token.is(ROLE);
            if token.is(TITLE | HONORIFIC | PARTICLE) || is_forename {
                continue;
            }
            let small = word.to_lowercase();
            // "Drummer Ann Lee": by its ending a noun for a person, before forename and surname.
            let is_role = token.is(ROLE | GROUP) || before_full_name && language.ending_classes(&small) & PERSON != 0;
            let is_word = token.is(NO_NAME) || is_role || lower.contains(small.as_str());
            if is_word {
                token.capital = false;
                token.classes |= if is_role { language.ending_classes(&small) } else { 0 };
            }
        }
    }
}

/// Tokens within which a dateline ends with its dash.
const DATELINE: usize = 10;

/// "PORT SUND, May 3 — Gov. Ann Lee vetoed": the place that a report starts with is nobody.
fn lower_dateline(text: &str, tokens: &mut [Token]) {
    let is_shouted = |token: &Token| {
        let word = token.span.of(text);
        token.kind == Kind::Word && word.len() > 2 && !word.contains(char::is_lowercase)
    };
    let is_dash = |token: &&Token| token.is_mark(&['—', '–']);
    let starts = tokens.first().is_some_and(is_shouted);
    let Some(dash) = tokens.iter().take(DATELINE).position(|token| is_dash(&token)).filter(|_| starts) else { return };
    for token in tokens.iter_mut().take(dash).filter(|token| is_shouted(token)) {
        (token.capital, token.classes) = (false, 0);
    }
}

/// "Salió con las manos negras", "Interrogée à son tour": a verb that starts a sentence, by list or ending, is no name, unless it is
/// one elsewhere or a verb follows it.
fn is_opening_verb(text: &str, tokens: &[Token], at: usize, language: &Language, inner: &HashSet<&str>) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.first && token.capital) else { return false };
    let small = token.span.of(text).to_lowercase();
    let is_verb = token.is(SAY | JUDGE)
        || language.ending_classes(&small) & (VERB | SUBJECTLESS) != 0 && !token.is(MALE | FEMALE | TITLE);
    let goes_on = tokens.get(at + 1).is_some_and(|next| match next.kind {
        Kind::Word => !next.capital && !next.is(SAY | JUDGE | AUXILIARY | VERB | PARTICLE & !PREPOSITION),
        Kind::Mark(c) => c == ':',
        Kind::Quote(_) => false,
    });
    is_verb && goes_on && !inner.contains(token.span.of(text))
}

/// Whether two names can be one person's: same surname, and forenames that do not differ.
pub(super) fn given_names_agree(a: &[String], b: &[String]) -> bool {
    let (Some(first), Some(other)) = (a.first(), b.first()) else { return false };
    if a.last() != b.last() {
        return false;
    }
    let initial = |name: &str| name.chars().count() <= 2;
    first == other
        || (initial(first) || initial(other)) && first.chars().next() == other.chars().next()
        || first.len() >= 3
            && other.len() >= 3
            && (first.starts_with(other.as_str()) || other.starts_with(first.as_str()))
}

/// Whether "the" stands before the name: an organisation, a place, a ship. "The Rev Ann Lee" and "the Duchess of Ode" are people.
pub(super) fn is_after_the(tokens: &[Token], name: Mention) -> bool {
    let is_titled = tokens.get(name.from).is_some_and(|first| first.is(TITLE | HONORIFIC) || first.is(MALE | FEMALE));
    !is_titled && name.from.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| token.is(DEFINITE))
}

pub(super) fn followed_by_verb(tokens: &[Token], name: Mention) -> bool {
    tokens.get(name.to + 1).is_some_and(|token| token.is(SAY | JUDGE | AUXILIARY | VERB) || token.is_mark(&['’']))
}

/// The noun behind a name that says who it is: "Jaswinder, a mother of three,". After "Inside, a nurse said" it says nothing.
pub(super) fn told_of(tokens: &[Token], name: Mention) -> Option<&Token> {
    let after = |steps: usize| tokens.get(name.to + steps);
    let is_article = |token: &Token| token.is(DETERMINER) && !token.is(DEFINITE | POSSESSIVE | PRONOUN | THING);
    let is_set_off = after(1).is_some_and(|token| token.is_mark(&[','])) && after(2).is_some_and(is_article);
    let is_noun = |token: &Token| token.is(ROLE | PERSON | MALE | FEMALE) && !token.capital;
    let noun = (3..=5).find(|steps| after(*steps).is_some_and(is_noun)).filter(|_| is_set_off)?;
    let next = after(noun + 1)?;
    after(noun).filter(|_| next.is(PREPOSITION | RELATIVE) || next.is_mark(&[',']))
}

/// Whether the name is the subject of a verb of speech: people are, places are not.
pub(super) fn speaks(tokens: &[Token], name: Mention) -> bool {
    let next = tokens.get(name.to + 1);
    let before = name.from.checked_sub(1).and_then(|at| tokens.get(at));
    // "beim Treffen versprach er": the verb's subject stands behind it.
    if super::inverted::right_behind(tokens, name.to + 1).is_some() {
        return false;
    }
    next.is_some_and(|token| token.is(SAY | JUDGE) && !(token.is(MIND) && token.classes & FREE != 0))
        || before.is_some_and(|token| token.is(SAY) && !token.capital)
            && !next.is_some_and(|token| token.is_mark(&['’']))
}

/// Whether the name's sentence starts with "According to".
pub(super) fn after_according(tokens: &[Token], name: Mention) -> bool {
    let Some(sentence) = tokens.get(name.from).map(|token| token.sentence) else { return false };
    let start = tokens.get(..name.from).unwrap_or(&[]).iter().rev().take_while(|token| token.sentence == sentence);
    start.take(40).any(|token| token.is(ACCORDING))
}

/// The noun by which a name is tied to somebody: "her aunt, Ina Holm,", "Lee’s husband, Walt,", "his friend Bo Dahl". Whoever is so named is a
/// person.
pub(super) fn related(tokens: &[Token], name: Mention) -> Option<&Token> {
    let before = |back: usize| name.from.checked_sub(back).and_then(|at| tokens.get(at));
    let comma = usize::from(before(1).is_some_and(|token| token.is_mark(&[','])));
    let closes = |token: &Token| token.is_mark(&[',', '.']) || token.is(SAY | JUDGE);
    let noun =
        before(1 + comma).filter(|noun| noun.is(ROLE | PERSON | MALE | FEMALE) && !noun.is(GROUP) && !noun.capital)?;
    // "and her aunt, Ann Lee and .." is a list.
    if comma > 0 && !tokens.get(name.to + 1).is_some_and(closes) {
        return None;
    }
    let describes = |token: &Token| token.kind == Kind::Word && !token.capital && !token.is(DETERMINER | PREPOSITION);
    let tie = (2 + comma..6 + comma).map_while(before).find(|token| !describes(token))?;
    (tie.is(POSSESSIVE) || tie.is_mark(&['’'])).then_some(noun)
}

/// Gender by the noun right before a name: "actress Ann Lee".
pub(super) fn gender_before(tokens: &[Token], name: Mention) -> Option<Gender> {
    let before = name.from.checked_sub(1).and_then(|at| tokens.get(at))?;
    if before.kind == Kind::Word && !before.is(PRONOUN | OBJECT | DETERMINER) {
        gender_of(before.classes)
    } else {
        None
    }
}

/// Where the words that describe a name start: "la fleuriste Ana Ruiz", "le président du club, Luc Tissot,". An article, with what stands
/// between it and the name; articles behind a preposition belong to what is in between.
pub(super) fn described_from(tokens: &[Token], name: Mention) -> Option<usize> {
    let sentence = tokens.get(name.from)?.sentence;
    let before = name.from.checked_sub(1)?;
    let last = if tokens.get(before)?.is_mark(&[',']) { before.checked_sub(1)? } else { before };
    // "la maire de Sund": the place describes, and is not described.
    if tokens.get(last).is_some_and(|token| token.is(PREPOSITION)) {
        return None;
    }
    let mut at = last;
    loop {
        let token = tokens.get(at).filter(|token| token.kind == Kind::Word && token.sentence == sentence)?;
        let is_behind = |at: usize| tokens.get(at).is_some_and(|token| token.is(PREPOSITION) && !token.capital);
        if token.is(DETERMINER) && !token.is(PREPOSITION) && !at.checked_sub(1).is_some_and(is_behind) {
            return (at < last).then_some(at);
        }
        if token.is(SAY | JUDGE | PRONOUN | VERB | AUXILIARY) && !token.is(DETERMINER | ROLE | TITLE | PREPOSITION)
            || last - at > 8
        {
            return None;
        }
        at = at.checked_sub(1)?;
    }
}

/// The gender that an article says: la, une, der.
pub(super) fn gender_of_article(token: &Token) -> Option<Gender> {
    match () {
        () if token.is(FEMININE) => Some(Gender::Female),
        () if token.is(MASCULINE) => Some(Gender::Male),
        () => None,
    }
}

/// Gender by the words that describe a name: by its article, or by a noun among them.
pub(super) fn gender_described(tokens: &[Token], name: Mention) -> Option<Gender> {
    let from = described_from(tokens, name)?;
    let noun = || tokens.get(from + 1).and_then(|noun| gender_of(noun.classes));
    tokens.get(from).and_then(gender_of_article).or_else(noun)
}

/// Titles that are cut short before a name, and written out alone.
const SHORT: [(&str, &str); 12] = [
    ("lt", "lieutenant"),
    ("sgt", "sergeant"),
    ("capt", "captain"),
    ("col", "colonel"),
    ("gen", "general"),
    ("gov", "governor"),
    ("sen", "senator"),
    ("rep", "representative"),
    ("prof", "professor"),
    ("dr", "doctor"),
    ("rev", "reverend"),
    ("det", "detective"),
];

/// The role nouns named with a person: before the name ("club captain Ann Lee", "the mayor, Ann Lee"), after it ("Ann Lee, the mayor
/// of Ode,"), or capitalised as a title ("Mayor Lee").
pub(super) fn roles_beside(text: &str, tokens: &[Token], name: Mention) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |token: &Token| {
        let word = token.span.of(text).to_lowercase();
        // "Lt. Ann Lee" is later "the lieutenant".
        let full = SHORT.iter().find(|(short, _)| *short == word.trim_end_matches('.')).map(|(_, full)| *full);
        found.push(full.map_or(word, str::to_owned));
    };
    let is_short = |token: &Token| token.is(TITLE) && token.is(ABBREVIATION);
    for token in tokens.get(name.from..=name.to).unwrap_or(&[]).iter().filter(|token| token.is(ROLE) || is_short(token))
    {
        add(token);
    }
    let mut before = name.from;
    if before >= 1 && tokens.get(before - 1).is_some_and(|token| token.is_mark(&[','])) {
        before -= 1;
    }
    if let Some(token) = before.checked_sub(1).and_then(|at| tokens.get(at)).filter(|token| token.is(ROLE)) {
        add(token);
    }
    // After a comma: the noun phrase's head.
    if tokens.get(name.to + 1).is_some_and(|token| token.is_mark(&[','])) {
        let rest = tokens.get(name.to + 2..).unwrap_or(&[]);
        let phrase: Vec<&Token> = rest
            .iter()
            .take(9)
            .take_while(|token| {
                token.kind == Kind::Word && !token.is(PREPOSITION | SAY | AUXILIARY) || token.is_mark(&['’'])
            })
            .collect();
        if let Some(head) = phrase.last().filter(|token| token.is(ROLE)) {
            add(head);
        }
    }
    found
}

/// Whether a name starts at token `at`, right behind another: in German a role before it ("Kapitän Max Thaler Torwart Jan Orth"), or a
/// forename behind a noun ("zum Beispiel Horst Thaler"); in French and Spanish a forename behind a place ("el alcalde de Sund Mateo Ruiz").
pub(super) fn starts_name(tokens: &[Token], at: usize) -> bool {
    let (Some(token), Some(before)) = (tokens.get(at), at.checked_sub(1).and_then(|before| tokens.get(before))) else {
        return false;
    };
    let second = at.checked_sub(2).and_then(|second| tokens.get(second));
    let is_forename = is_forename(token.classes);
    let is_unknown = !before.is(MALE | FEMALE | TITLE | HONORIFIC | PARTICLE);
    let is_role =
        token.classes & COMMON != 0 && before.classes & COMMON == 0 && !before.is(HONORIFIC | TITLE | PARTICLE);
    let is_behind_noun = token.classes & CAPITALS != 0
        && is_forename
        && is_unknown
        && before.classes & CAPITALS != 0
        && !before.is(ROLE)
        && second.is_none_or(|second| !is_name_part(second));
    let is_behind_place = token.classes & ROMANCE != 0
        && is_forename
        && is_unknown
        && before.capital
        && second.is_some_and(|tie| tie.is(PREPOSITION | ROLE) && !tie.capital);
    (is_role || is_behind_noun || is_behind_place)
        && tokens.get(at + 1).is_some_and(|next| is_name_part(next) && !is_function(next))
}

/// The gender that a pronoun later in the sentence gives to what is named up to token `to`.
pub(super) fn echo(tokens: &[Token], to: usize) -> Option<Gender> {
    let sentence = tokens.get(to)?.sentence;
    let rest = tokens.get(to + 1..tokens.len().min(to + 25))?.iter().take_while(|token| token.sentence == sentence);
    let mut until_next = rest.take_while(|token| !token.capital || token.is(PRONOUN));
    until_next.find(|token| token.is(PRONOUN | OBJECT | POSSESSIVE)).and_then(|token| gender_of(token.classes))
}

/// Whether nearly every longer word has a capital: a headline, whose capitals make no names.
pub(super) fn is_headline(tokens: &[Token]) -> bool {
    let long = |token: &&Token| token.kind == Kind::Word && token.span.len() > 3;
    let words = tokens.iter().filter(long).count();
    let capitals = tokens.iter().filter(long).filter(|token| token.capital).count();
    words >= 4 && capitals * 10 >= words * 8
}

/// Whether a name is all capitals, as lines that shout are.
pub(super) fn is_shouted(name: &str) -> bool {
    name.len() > 6 && name.chars().all(|c| !c.is_lowercase())
}
