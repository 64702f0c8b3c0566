//! Mentions read from their start: the subject right of its verb ("said the mayor, Ann Lee"), the subject that starts a clause, and people
//! without a name.

use super::language::*;
use super::mentions::{is_function, is_name_part, with_title, Mention, MentionKind, PHRASE};
use super::names::gender_of;
use super::tokens::{Kind, Token, FREE};

/// The mention that starts at token `start` and ends before `ceiling`: the subject right of its verb ("said Smith", "said club captain
/// Ann Lee", "according to the report").
pub(super) fn starting_at(tokens: &[Token], start: usize, ceiling: usize) -> Option<Mention> {
    phrase_at(tokens, start, ceiling, false)
}

/// The subject that starts a clause at token `start`: as [`starting_at`], but what follows a name is the clause's verb, and a noun phrase
/// ends with its first noun for a person or group.
pub(super) fn clause_subject(tokens: &[Token], start: usize, ceiling: usize) -> Option<Mention> {
    phrase_at(tokens, start, ceiling, true)
}

fn phrase_at(tokens: &[Token], start: usize, ceiling: usize, is_clause: bool) -> Option<Mention> {
    let mut at = start;
    while at < ceiling && tokens.get(at).is_some_and(|token| token.classes & ADVERB != 0) {
        at += 1;
    }
    let first = tokens.get(at).filter(|token| at < ceiling && token.kind == Kind::Word)?;
    if first.is(PRONOUN) && (!first.capital || is_clause) {
        return Some(Mention { from: at, to: at, kind: MentionKind::Pronoun });
    }
    // "According to him, “..”", and not "according to her lawyer".
    let is_alone = !tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word);
    if is_alone && first.is(OBJECT) && gender_of(first.classes).is_some() && is_behind_according(tokens.get(..at)?) {
        return Some(Mention { from: at, to: at, kind: MentionKind::Pronoun });
    }
    let mut to = at;
    // The last run of capitals: "Ohio congressman Ann Lee" ends in the name, "the Lee adviser" does not.
    let mut name_from = None;
    // The name before words that nobody is called by: "stellte Ann Lee klar", "so Orr gegenüber der Zeitung".
    let mut named: Option<(usize, usize)> = None;
    while to < ceiling && to - at < PHRASE + 4 {
        let Some(token) = tokens.get(to) else { break };
        match token.kind {
            Kind::Word if is_name_part(token) && !is_function(token) => name_from = name_from.or(Some(to)),
            Kind::Word if to == at && token.is(DETERMINER) => {}
            Kind::Word
                if token.is(AND) && !is_clause && to > at && tokens.get(to - 1).is_some_and(|last| last.is(TITLE)) =>
            {
                name_from = None;
            }
            // "Rovers boss Kit Lee was": the name behind the role is who acts.
            Kind::Word if is_clause && name_from.is_some() && is_modifier(tokens, to) => name_from = None,
            Kind::Word if is_clause && name_from.is_some() => break,
            Kind::Word
                if is_clause
                    && to > at
                    && tokens.get(to - 1).is_some_and(|before| before.is(ROLE | GROUP) && !before.is(DETERMINER))
                    && !token.is(ROLE | GROUP) =>
            {
                break
            }
            Kind::Word
                if token.is(SAY | AUXILIARY | PRONOUN | CALENDAR | PREPOSITION | FUNCTION)
                    && !token.is(ROLE | GROUP) =>
            {
                break
            }
            Kind::Word => {
                named = name_from.map(|from| (from, to - 1)).or(named);
                name_from = None;
            }
            Kind::Mark('’') => (name_from, named) = (None, None),
            _ => break,
        }
        to += 1;
    }
    let last = to.checked_sub(1).filter(|last| *last >= at)?;
    let behind = |(_, end): &(usize, usize)| tokens.get(end + 1..to).unwrap_or(&[]);
    let nobody =
        |name: &(usize, usize)| !behind(name).iter().any(|token| token.is(ROLE | GROUP | PERSON | NOUN | TITLE));
    let is_behind_verb = start
        .checked_sub(1)
        .and_then(|verb| tokens.get(verb))
        .is_some_and(|verb| verb.classes & FREE != 0 || verb.is(SO));
    if let Some((from, end)) = named.filter(|_| is_behind_verb && name_from.is_none()).filter(nobody) {
        return Some(with_title(tokens, Mention { from, to: end, kind: MentionKind::Name }, at));
    }
    if let Some(from) = name_from {
        return Some(with_title(tokens, Mention { from, to: last, kind: MentionKind::Name }, at));
    }
    // "said the captain, Ann Lee,", "said the captain of the Nord, Ann Lee,": the name in apposition.
    let behind = if is_clause { to } else { complement_after(tokens, last, ceiling) + 1 };
    if tokens.get(behind).is_some_and(|token| token.is_mark(&[','])) {
        let from = behind + 1;
        let mut end = from;
        while end < ceiling
            && tokens
                .get(end)
                .is_some_and(|token| is_name_part(token) && !is_function(token) || end > from && token.is(PARTICLE))
        {
            end += 1;
        }
        if end > from + 1 {
            return Some(Mention { from, to: end - 1, kind: MentionKind::Name });
        }
    }
    // "le dijo la última vez": a time is nobody.
    let is_somebody = |token: &Token| token.is(ROLE | GROUP | PERSON | NOUN | ORGANISATION) || token.capital;
    let is_time = tokens.get(to).is_some_and(|next| next.is(CALENDAR) && !next.capital);
    if is_behind_verb && is_time && !tokens.get(last).is_some_and(is_somebody) {
        return None;
    }
    let is_phrase = first.is(DETERMINER) || last > at || tokens.get(last).is_some_and(|token| token.is(ROLE | GROUP));
    // "said another", "tweeted one": an article that can stand alone.
    if first.is(DETERMINER) && !first.is(GROUP) && last == at || !is_phrase {
        return None;
    }
    let to = complement_after(tokens, last, ceiling);
    let is_source = !tokens.get(..at).is_some_and(is_behind_according) || !is_wording(tokens, at, to);
    is_source.then_some(Mention { from: at, to, kind: MentionKind::Nominal })
}

/// Whether the last of these tokens, a preposition behind it aside, is "according to".
fn is_behind_according(before: &[Token]) -> bool {
    before.iter().rev().take(2).take_while(|token| token.is(ACCORDING | PREPOSITION)).any(|token| token.is(ACCORDING))
}

/// Whether a noun phrase means how something was put or reckoned and names nobody whose words or figures they are: "selon la formule
/// inscrite", "según sus datos"; not "los datos del INE".
fn is_wording(tokens: &[Token], from: usize, to: usize) -> bool {
    let phrase = tokens.get(from..=to).unwrap_or(&[]);
    let is_own = phrase.first().is_some_and(|first| first.is(POSSESSIVE));
    phrase.iter().any(|token| token.is(WORDING))
        && (is_own || !phrase.iter().any(|token| token.capital && !token.first && !token.is(WORDING)))
}

/// Whether a word behind a name is a role with a name behind it.
fn is_modifier(tokens: &[Token], at: usize) -> bool {
    let is_name = |token: &Token| is_name_part(token) && !is_function(token);
    tokens.get(at).is_some_and(|token| token.is(ROLE | TITLE)) && tokens.get(at + 1).is_some_and(is_name)
}

/// The end of a noun phrase with what hangs on it: "a spokesman for the mayor".
fn complement_after(tokens: &[Token], last: usize, ceiling: usize) -> usize {
    let is_tie = tokens.get(last + 1).is_some_and(|token| token.is(PREPOSITION) && !token.is(AUXILIARY | LOOSE));
    if !is_tie || last + 2 >= ceiling {
        return last;
    }
    let mut to = last + 1;
    while to + 1 < ceiling && to - last < PHRASE {
        let Some(next) = tokens.get(to + 1) else { break };
        let belongs = match next.kind {
            Kind::Word => {
                // "a spokeswoman for the board declined": its verb.
                let is_verb = next.is(VERB) && tokens.get(to).is_some_and(|last| !last.is(DETERMINER | ADVERB));
                // "uno de ellos": a group of them.
                let is_them = next.is(PRONOUN) && to == last + 1 && tokens.get(last).is_some_and(|head| head.is(GROUP));
                (is_them || !next.is(SAY | AUXILIARY | PRONOUN | CALENDAR))
                    && !is_verb
                    && (is_them || next.is(DETERMINER) || !next.is(FUNCTION))
                    && !(next.is(PREPOSITION) && to > last + 1)
            }
            Kind::Mark(c) => c == '’',
            Kind::Quote(_) => false,
        };
        if !belongs {
            break;
        }
        to += 1;
    }
    if to > last + 1 {
        to
    } else {
        last
    }
}

/// Most words of what leads in a sentence before its subject.
const LEAD: usize = 9;

/// Whether what stands before place `at` is a lead and its comma: "A little after 4 p.m., a deputy ..", "One, a young man with a bag, ..".
fn ends_lead(tokens: &[Token], at: usize) -> bool {
    let Some(comma) = at.checked_sub(1).and_then(|comma| tokens.get(comma)).filter(|comma| comma.is_mark(&[',']))
    else {
        return false;
    };
    let mut lead = tokens.get(..at - 1).unwrap_or(&[]).iter().rev().take_while(|one| one.sentence == comma.sentence);
    let is_quiet = |token: &Token| {
        let is_name = token.capital && !token.first && !token.is(CALENDAR);
        !is_name && !token.is(SAY | JUDGE | VERB | PRONOUN | OBJECT) && !matches!(token.kind, Kind::Quote(_))
    };
    lead.by_ref().take(LEAD).all(is_quiet) && lead.next().is_none()
}

/// People without a name who do something: "A man in the crowd shouted", "said one voter". The phrase stands at the start of its sentence, or
/// right behind a verb of speech, and its head is singular and means a person.
pub(super) fn unnamed(tokens: &[Token]) -> Vec<Mention> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_article = token.is(DETERMINER) && !token.is(DEFINITE | POSSESSIVE | PRONOUN | THING);
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        // "il a promis un successeur": where subjects stand on either side, only right behind a quote is one.
        let is_behind_quote = |verb: &Token| {
            let opens = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
            let before = opens(2).filter(|comma| comma.is_mark(&[','])).map_or_else(|| opens(2), |_| opens(3));
            verb.classes & FREE == 0 || before.is_some_and(|quote| matches!(quote.kind, Kind::Quote(_)))
        };
        let says = |verb: &Token| verb.is(SAY) && is_behind_quote(verb);
        // "I ask our host": the verb has its subject before it.
        let has_subject = || at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|first| first.is(PRONOUN));
        let is_led = ends_lead(tokens, at);
        let is_subject =
            is_led || before.is_none_or(|before| before.sentence != token.sentence || says(before) && !has_subject());
        if !is_article || !is_subject {
            continue;
        }
        let ceiling = tokens.len().min(at + 2 * PHRASE);
        let leads = token.first || is_led;
        let phrase = if leads { clause_subject(tokens, at, ceiling) } else { starting_at(tokens, at, ceiling) };
        let Some(mention) = phrase.filter(|mention| mention.kind == MentionKind::Nominal && mention.from == at) else {
            continue;
        };
        // "Another neighbour, retired postman Ann Lee, said": she has a name.
        let is_set_off = tokens.get(mention.to + 1).is_some_and(|next| next.is_mark(&[',']));
        let mut insertion = tokens.iter().skip(mention.to + 2).take(PHRASE).take_while(|next| next.kind == Kind::Word);
        if is_set_off && insertion.any(|next| next.capital && !next.is(CALENDAR)) {
            continue;
        }
        let head = tokens.get(at..=mention.to).and_then(super::people::head);
        // "Several elderly parishioners": nobody of whom "she" may speak.
        if !token.is(MANY)
            && head.is_some_and(|head| head.is(ROLE | PERSON | MALE | FEMALE) && !head.is(GROUP) && !head.capital)
        {
            found.push(mention);
        }
    }
    found
}
