//! Attribution: which clause reports a quote. For each quote the places are tried in the order in which readers rely on them:
//! the clause after it, the clause before it, the quote before it in the paragraph, the sentence before, the paragraph before.

use super::inverted::{answered, at_verb, behind, far_behind, pronoun_inside, right_behind, viewer, without_subject};
use super::language::*;
use super::mentions::{ending_before, Mention, MentionKind, NUMBER};
use super::people;
use super::phrases::{clause_subject, starting_at};
use super::tokens::{last_of, Kind, Token, FREE};

/// Words after a quote among which its verb stands.
const AFTER: usize = 22;
/// Most tokens of a sentence that are looked at, so that a page of one sentence costs no more than another.
const SENTENCE: usize = 150;

/// Who is said to speak, in one paragraph's tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribution {
    pub mention: Mention,
    /// The verb, as a token.
    pub cue: usize,
    /// The rule that found it.
    pub rule: &'static str,
    /// How sure the rule is, 0 to 1.
    pub confidence: f32,
}

/// The clause that reports the quote at token `at` in its own sentence.
pub(super) fn in_sentence(text: &str, tokens: &[Token], at: usize) -> Option<Attribution> {
    let sentence = tokens.get(at)?.sentence;
    let floor = (at.saturating_sub(SENTENCE)..at)
        .rev()
        .take_while(|before| tokens.get(*before).is_some_and(|token| token.sentence == sentence))
        .last()
        .unwrap_or(at);
    let words_before = tokens.get(floor..at)?.iter().any(|token| token.kind == Kind::Word);
    // “…,” said Ruiz: nothing before the quote is closer.
    // « … », a indiqué la mairie: French sets the comma behind the mark.
    let free = tokens.get(at + 1).is_some_and(|token| token.is_mark(&[',']))
        && (at + 2..at + 5)
            .map_while(|next| tokens.get(next).filter(|token| token.is(AUXILIARY | OBJECT | SAY) && !token.capital))
            .any(|token| token.classes & FREE != 0);
    let is_inverted = free
        || tokens.get(at + 1).is_some_and(|token| token.is(SAY) && !token.capital)
            && tokens
                .get(at)
                .and_then(|quote| last_of(quote.span.of(text)))
                .is_some_and(|last| matches!(last, ',' | '?' | '!'));
    if words_before && !is_inverted {
        before(text, tokens, at, floor).or_else(|| after(text, tokens, at))
    } else {
        after(text, tokens, at)
    }
}

/// The clause after a quote: “…,” Lee said. “…,” said Lee.
fn after(text: &str, tokens: &[Token], at: usize) -> Option<Attribution> {
    let quote = tokens.get(at)?;
    let last = last_of(quote.span.of(text))?;
    if matches!(last, '.' | '。') {
        return None;
    }
    let sentence = quote.sentence;
    let mut start = at + 1;
    while tokens.get(start).is_some_and(|token| token.is_mark(&[',', '–', '—', '-'])) {
        start += 1;
    }
    let end = tokens.len().min(start + SENTENCE);
    let ceiling = (start..end)
        .find(|next| {
            tokens.get(*next).is_some_and(|token| token.sentence != sentence || matches!(token.kind, Kind::Quote(_)))
        })
        .unwrap_or(end);
    let first = tokens.get(start).filter(|_| start < ceiling)?;
    if first.is(ACCORDING | SO) {
        let mention = starting_at(tokens, past_preposition(tokens, start + 1), ceiling)?;
        return Some(Attribution { mention, cue: start, rule: "after: according to", confidence: 0.93 });
    }
    if let Some(found) = unknown_verb(text, tokens, at, last) {
        return Some(found);
    }
    for cue in start..ceiling.min(start + AFTER) {
        let token = tokens.get(cue)?;
        if !token.is(SAY) || is_noun(tokens, cue) {
            // A conjunction or relative clause before any verb: the clause is not the quote's.
            if cue == start && token.is(PREPOSITION) && !token.capital {
                return None;
            }
            continue;
        }
        let only_auxiliary =
            tokens.get(start..cue)?.iter().all(|token| token.is(AUXILIARY) && !token.is(PRONOUN) && !token.capital);
        if only_auxiliary {
            let mention = starting_at(tokens, cue + 1, ceiling)
                .or_else(|| far_behind(tokens, cue, ceiling))
                .or_else(|| without_subject(tokens, cue))?;
            return Some(Attribution { mention, cue, rule: "after: verb, subject", confidence: 0.97 });
        }
        // „…“, hat Ann Lee am Montag gesagt: the subject stands behind the first half of its verb.
        let is_halved = token.classes & FREE != 0 && first.is(AUXILIARY) && !first.is(PRONOUN | PREPOSITION);
        if let Some(mention) = is_halved.then(|| starting_at(tokens, start + 1, cue)).flatten() {
            return Some(Attribution { mention, cue, rule: "after: verb, subject, verb", confidence: 0.93 });
        }
        let Some(mention) = ending_before(tokens, cue, start) else {
            // „…“, dass beide sich einigten, erklärte Lee.
            let is_set_off = tokens.get(cue - 1).is_some_and(|before| before.is_mark(&[',']));
            let mention = starting_at(tokens, cue + 1, ceiling).filter(|_| is_set_off)?;
            return Some(Attribution { mention, cue, rule: "after: verb, subject", confidence: 0.86 });
        };
        let lead = tokens
            .get(start..mention.from)?
            .iter()
            .filter(|token| token.kind == Kind::Word && !token.is(TITLE | ROLE))
            .count();
        if lead > 6 {
            return None;
        }
        return Some(Attribution {
            mention,
            cue,
            rule: "after: subject, verb",
            confidence: if lead == 0 { 0.97 } else { 0.88 },
        });
    }
    None
}

/// “…,” Lee harrumphed. “…!” shot back the mayor, Ann Lee. A verb no list has, right after a quote at token `at` that ends as speech in
/// a sentence does, whose last character is `last`.
pub(super) fn unknown_verb(text: &str, tokens: &[Token], at: usize, last: char) -> Option<Attribution> {
    let sentence = tokens.get(at)?.sentence;
    let in_sentence = |token: &&Token| token.sentence == sentence && !matches!(token.kind, Kind::Quote(_));
    let is_comma = |at: usize| tokens.get(at).filter(in_sentence).is_some_and(|token| token.is_mark(&[',', '–', '—']));
    let start = at + 1 + usize::from(is_comma(at + 1));
    // German and French set the comma behind the closing mark.
    let ends_speech = matches!(last, ',' | '?' | '!') || start > at + 1 || last == '…';
    let ceiling = (start..tokens.len().min(start + 30))
        .find(|next| tokens.get(*next).filter(in_sentence).is_none())
        .unwrap_or(tokens.len().min(start + 30));
    if !ends_speech || start >= ceiling {
        return None;
    }
    // A word that a list has as anything but a verb is none.
    let is_verb = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            let known = token.classes & !(VERB | JUDGE | MIND | NAMING | NOUN | SUBJECTLESS);
            at < ceiling && token.kind == Kind::Word && !token.capital && known == 0 && token.classes & NUMBER == 0
        })
    };
    let found =
        |mention, cue| Some(Attribution { mention, cue, rule: "after: subject, unknown verb", confidence: 0.86 });
    let subject = clause_subject(tokens, start, ceiling).filter(|mention| {
        let lead = tokens.get(start..mention.from).unwrap_or(&[]);
        mention.kind != MentionKind::Nominal && lead.iter().all(|token| token.is(TITLE | ROLE | DETERMINER | ADVERB))
    });
    if let Some(mention) = subject.filter(|mention| is_verb(mention.to + 1)) {
        let next = tokens.get(mention.to + 2).filter(in_sentence);
        // "Lee harrumphed", "Lee shot back": what follows is no object.
        let is_object =
            |next: &Token| next.capital || next.is(DETERMINER | OBJECT | POSSESSIVE) && !next.is(PREPOSITION);
        let ends = next.is_none_or(|next| next.kind != Kind::Word || !is_object(next))
            || tokens.get(mention.to + 1).is_some_and(|verb| verb.is(JUDGE) && !verb.is(MIND));
        return if ends { found(mention, mention.to + 1) } else { None };
    }
    // “…,” harrumphed Lee. « …, » s’est emporté Lee.
    let steps = (start..ceiling).take_while(|at| {
        tokens.get(*at).is_some_and(|token| {
            let helps = token.is(AUXILIARY | OBJECT) && !token.is(PREPOSITION | RELATIVE | THING);
            token.kind == Kind::Word && !token.capital && helps || token.is_mark(&['’', '\''])
        })
    });
    let cue = start + steps.count().min(3);
    if !is_verb(cue) {
        return None;
    }
    let next = if tokens.get(cue + 1).is_some_and(|token| token.is(OBJECT)) { cue + 2 } else { cue + 1 };
    let names_somebody = |mention: &Mention| mention.kind == MentionKind::Name || can_speak(text, tokens, *mention);
    let mention = starting_at(tokens, next, ceiling).filter(names_somebody)?;
    let is_verb_like = tokens.get(cue).is_some_and(|verb| verb.classes != 0) || mention.from <= next + 4;
    is_verb_like.then(|| found(mention, cue)).flatten()
}

/// Lee was less polite: “…”. The subject of a sentence that ends with a colon before the quote at token `at`, whatever its verb.
pub(super) fn before_colon(text: &str, tokens: &[Token], at: usize) -> Option<Attribution> {
    let colon = at.checked_sub(1).filter(|colon| tokens.get(*colon).is_some_and(|token| token.is_mark(&[':'])))?;
    let sentence = tokens.get(colon)?.sentence;
    let floor = (colon.saturating_sub(SENTENCE)..colon)
        .rev()
        .take_while(|before| tokens.get(*before).is_some_and(|token| token.sentence == sentence))
        .last()?;
    let mention = pronoun_inside(tokens, floor, colon)
        .or_else(|| main_subject(text, tokens, floor, colon))
        .filter(|mention| mention.to < colon)?;
    Some(Attribution { mention, cue: colon, rule: "before: subject, colon", confidence: 0.86 })
}

/// The clause before a quote: Lee said: “…”, Lee called it “…”, according to Lee, “…”.
fn before(text: &str, tokens: &[Token], at: usize, floor: usize) -> Option<Attribution> {
    for cue in (floor..at).rev() {
        let token = tokens.get(cue)?;
        if token.is(ACCORDING) {
            let mention = starting_at(tokens, past_preposition(tokens, cue + 1), at)?;
            return Some(Attribution { mention, cue, rule: "before: according to", confidence: 0.9 });
        }
        if !token.is(SAY | JUDGE) || token.capital && !token.first || is_noun(tokens, cue) {
            continue;
        }
        // A relative clause closed before the quote is not the quote's: "Lee, who said no, left for “the Rock”".
        let passive = is_passive(tokens, cue, floor);
        let confidence = (if token.is(SAY) { 0.95 } else { 0.88 }) - 0.01 * (at - cue).min(15) as f32;
        if passive {
            let agent = (cue..tokens.len()).take(30).find(|by| tokens.get(*by).is_some_and(|token| token.is(AGENT)));
            if let Some(mention) = agent.and_then(|by| starting_at(tokens, by + 1, tokens.len())) {
                return Some(Attribution { mention, cue, rule: "before: passive, by", confidence: 0.86 });
            }
            continue;
        }
        // "that has called", "which said": a relative clause, about something else than the speaker.
        if is_relative(tokens, cue, floor) {
            continue;
        }
        if let Some(mention) = at_verb(tokens, cue, floor) {
            return Some(Attribution { mention, cue, rule: "before: verb, pronoun", confidence });
        }
        let joined = token.classes & PROGRESSIVE != 0 && !has_be(tokens, cue, floor);
        if let Some(mention) = behind(tokens, cue, floor, ending_before(tokens, cue, floor), at) {
            return Some(Attribution { mention, cue, rule: "before: verb, subject", confidence });
        }
        if let Some(mention) = ending_before(tokens, cue, floor).filter(|_| !joined) {
            let is_close = token.is(SAY) && at - cue <= 3;
            if !is_close && !can_speak(text, tokens, mention) {
                continue;
            }
            return Some(Attribution { mention, cue, rule: "before: subject, verb", confidence });
        }
        // "said Lee: “…”"
        if token.is(SAY)
            && (cue == floor
                || tokens
                    .get(cue - 1)
                    .is_some_and(|token| matches!(token.kind, Kind::Quote(_)) || token.is_mark(&[','])))
        {
            if let Some(mention) = starting_at(tokens, cue + 1, at).filter(|mention| mention.to + 3 >= at) {
                return Some(Attribution { mention, cue, rule: "before: verb, subject", confidence: 0.85 });
            }
        }
        // "and added", "adding that", "to call it": the sentence's own subject.
        if let Some(mention) =
            main_subject(text, tokens, floor, cue).filter(|mention| can_speak(text, tokens, *mention))
        {
            return Some(Attribution {
                mention,
                cue,
                rule: "before: the sentence’s subject",
                confidence: confidence - 0.08,
            });
        }
    }
    // « Pour elle, c’est “…” »: whose view it is.
    let view = tokens.get(floor).filter(|first| first.is(VIEW)).and_then(|_| viewer(tokens, floor + 1, at));
    if let Some(mention) = view {
        return Some(Attribution { mention, cue: floor, rule: "before: in whose view", confidence: 0.86 });
    }
    // A name and a colon: a transcript, a caption.
    let colon = at
        .checked_sub(1)
        .filter(|colon| *colon > floor && tokens.get(*colon).is_some_and(|token| token.is_mark(&[':'])))?;
    let alone = ending_before(tokens, colon, floor)
        .filter(|mention| mention.kind == MentionKind::Name)
        // A headline: "Kein Sieg – Trainer Lee: „…“".
        .filter(|mention| {
            mention.from == floor || tokens.get(mention.from - 1).is_some_and(|before| before.is_mark(&['–', '—', '|']))
        });
    let alone = alone.or_else(|| answered(tokens, colon, floor));
    let alone = alone.map(|mention| Attribution { mention, cue: colon, rule: "before: name, colon", confidence: 0.85 });
    alone.or_else(|| before_colon(text, tokens, at))
}

/// Whether a mention can be one that speaks: a name, a pronoun for a person, or a noun for a person, a group or a writing.
/// "The season", "a little trepidation" cannot.
pub(super) fn can_speak(text: &str, tokens: &[Token], mention: Mention) -> bool {
    match mention.kind {
        MentionKind::Name => true,
        MentionKind::Pronoun => {
            tokens.get(mention.from).is_some_and(|token| !matches!(token.span.of(text), "it" | "It"))
        }
        MentionKind::Nominal => {
            let run = tokens.get(mention.from..=mention.to).unwrap_or(&[]);
            people::head(run).is_some_and(|head| head.is(ROLE | GROUP | NOUN | MALE | FEMALE | PERSON) || head.capital)
        }
    }
}

/// The verb that reports in a sentence without quotes, and its subject: for quotes that stand in the next sentence.
pub(super) fn reporting(tokens: &[Token], sentence: u32) -> Option<Attribution> {
    let from = tokens.partition_point(|token| token.sentence < sentence);
    let to = tokens.partition_point(|token| token.sentence <= sentence).min(from + SENTENCE);
    (from..to).find_map(|cue| {
        let token = tokens.get(cue)?;
        if !token.is(SAY) || is_noun(tokens, cue) {
            return None;
        }
        // "Es mache keinen Unterschied, betonte Lee. „…“": behind a comma the verb's subject is behind the verb.
        let is_set_off = cue > from && tokens.get(cue - 1).is_some_and(|comma| comma.is_mark(&[',']));
        let behind = || right_behind(tokens, cue).or_else(|| starting_at(tokens, cue + 1, to));
        let turned = Some(()).filter(|_| is_set_off && token.classes & FREE != 0).and_then(|()| behind());
        let mention = turned.or_else(|| ending_before(tokens, cue, from))?;
        Some(Attribution { mention, cue, rule: "the sentence before", confidence: 0.7 })
    })
}

/// Past the "to" of "according to".
pub(super) fn past_preposition(tokens: &[Token], at: usize) -> usize {
    if tokens.get(at).is_some_and(|token| token.is(PREPOSITION) && !token.is(DETERMINER)) {
        at + 1
    } else {
        at
    }
}

/// Whether a word that can be a verb is a noun here: after an article, a preposition, a possessive.
pub(super) fn is_noun(tokens: &[Token], at: usize) -> bool {
    let back = |steps: usize| at.checked_sub(steps).and_then(|before| tokens.get(before));
    let opens = |before: &Token| {
        before.is(DETERMINER) && !before.is(PRONOUN)
            || before.is(PREPOSITION) && !before.is(AUXILIARY)
            || before.is_mark(&['’'])
    };
    let is_noun_too = tokens.get(at).is_some_and(|token| token.is(NOUN));
    // "Another said", "some say": an article that can stand alone is the subject of a word that is only a verb.
    let alone = |before: &Token| before.is(GROUP) && !is_noun_too;
    if back(1).is_some_and(|before| opens(before) && !alone(before)) {
        return true;
    }
    // "his earlier comments", "two long reports": a word that is a noun too, after words that are nobody.
    let nobody =
        |token: &Token| token.kind == Kind::Word && !token.capital && token.classes & !(VERB | ADVERB | TITLE) == 0;
    is_noun_too
        && (1..=2).any(|gap| (1..=gap).all(|step| back(step).is_some_and(nobody)) && back(gap + 1).is_some_and(opens))
}

/// Whether the verb's subject is "that" or "which".
pub(super) fn is_relative(tokens: &[Token], cue: usize, floor: usize) -> bool {
    let mut back = (floor..cue)
        .rev()
        .take(4)
        .filter_map(|at| tokens.get(at))
        .skip_while(|token| token.is(AUXILIARY) && !token.is(PRONOUN));
    back.next().is_some_and(|token| token.is(THING))
}

/// Whether a form of "be" stands right before the verb.
fn has_be(tokens: &[Token], cue: usize, floor: usize) -> bool {
    (floor..cue)
        .rev()
        .take(3)
        .map_while(|at| tokens.get(at).filter(|token| token.is(AUXILIARY) || token.classes & ADVERB != 0))
        .any(|token| token.is(BE))
}

/// Whether the verb is a passive: a form of "be" before it, and not "was saying".
pub(super) fn is_passive(tokens: &[Token], cue: usize, floor: usize) -> bool {
    has_be(tokens, cue, floor) && tokens.get(cue).is_some_and(|token| token.classes & PROGRESSIVE == 0)
}

/// Set for verbs in -ing, which "be" does not make passive.
pub(super) const PROGRESSIVE: Classes = 1 << 42;

/// Marks verbs in -ing, and what ends like one.
pub(super) fn mark_progressives(text: &str, tokens: &mut [Token]) {
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Word && !token.capital) {
        if token.span.of(text).ends_with("ing") {
            token.classes |= PROGRESSIVE;
        }
    }
}

/// The subject of the sentence, where the reporting verb is joined to its first verb: "Lee rose and said", "He left, adding". The phrase
/// that starts the sentence, past an opening like "In a letter to the club,"; else the subject of the first verb of speech.
pub(super) fn main_subject(text: &str, tokens: &[Token], floor: usize, cue: usize) -> Option<Mention> {
    let mut start = floor;
    let is_word = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Word);
    while start < cue && !is_word(start) {
        start += 1;
    }
    // "Then Lee rose", "Later he left": a word that says when.
    let says_when = |token: &Token| token.is(AUXILIARY | ADVERB) && !token.is(BE | PREPOSITION | PRONOUN | DETERMINER);
    while start < cue && is_word(start + 1) && tokens.get(start).is_some_and(says_when) {
        start += 1;
    }
    let mut found = None;
    // At most two opening phrases.
    for _ in 0..3 {
        // "Lee, who was late, rose and said": what is told of Lee in between has a subject of its own.
        if found.is_some() && tokens.get(start).is_some_and(|token| token.is(RELATIVE | THING)) {
            return found;
        }
        let opens = tokens
            .get(start)
            .is_some_and(|token| token.is(PREPOSITION | FUNCTION | CALENDAR) && !token.is(DETERMINER | PRONOUN));
        let subject = (!opens)
            .then(|| clause_subject(tokens, start, cue))
            .flatten()
            .filter(|found| can_speak(text, tokens, *found));
        let next = subject.map_or(start, |subject| subject.to + 1);
        let is_set_off = tokens.get(next).is_some_and(|token| token.is_mark(&[',']));
        if let Some(subject) = subject {
            // "Her husband, Lee, was": the name is the subject.
            let is_named = subject.kind == MentionKind::Name && (subject.to > subject.from || found.is_some());
            found = found.or(Some(subject));
            if !is_set_off || is_named {
                return Some(subject);
            }
        }
        let comma = (start..cue).take(30).find(|at| tokens.get(*at).is_some_and(|token| token.is_mark(&[','])));
        match comma {
            Some(comma) if is_word(comma + 1) => start = comma + 1,
            _ if opens && is_word(start + 1) => start += 1,
            _ => break,
        }
    }
    let by_verb = (floor..cue).find_map(|at| {
        let token = tokens.get(at)?;
        let is_verb = token.is(SAY | JUDGE) && !token.capital && !is_noun(tokens, at);
        let after_quote = at > floor
            && tokens.get(at - 1).is_some_and(|before| matches!(before.kind, Kind::Quote(_)) || before.is_mark(&[',']));
        let subject = is_verb.then(|| ending_before(tokens, at, floor)).flatten();
        subject
            .or_else(|| (is_verb && token.is(SAY) && after_quote).then(|| starting_at(tokens, at + 1, cue)).flatten())
    });
    by_verb.or(found)
}

/// Most words of a sentence that only says what a speaker does.
const BEAT: usize = 14;

/// Lee nods. “…”: who acts in a short sentence right before a quote that is a sentence of its own.
pub(super) fn beat(text: &str, tokens: &[Token], at: usize) -> Option<Mention> {
    let sentence = tokens.get(at)?.sentence;
    let before = at.checked_sub(1)?;
    let earlier = tokens.get(before).map(|token| token.sentence).filter(|earlier| earlier + 1 == sentence)?;
    if tokens.get(at + 1).is_some_and(|next| next.sentence == sentence) {
        return None;
    }
    let run = tokens.get(..at)?.iter().rev().take(BEAT + 4).take_while(|token| token.sentence == earlier);
    let (mut length, mut words) = (0, 0);
    for token in run {
        length += 1;
        words += usize::from(token.kind == Kind::Word);
        if matches!(token.kind, Kind::Quote(_)) {
            return None;
        }
    }
    if words > BEAT {
        return None;
    }
    main_subject(text, tokens, at - length, at)
}

/// The subject of the verb nearest before token `at`, none of it before `floor`, and whether it is a verb of speech: of a piece quoted in a
/// clause of its own, one who is spoken of.
pub(super) fn innermost(tokens: &[Token], at: usize, floor: usize) -> Option<(Mention, bool)> {
    (floor..at).rev().take(40).find_map(|verb| {
        let token = tokens.get(verb)?;
        let speaks = token.is(SAY | JUDGE) && !is_noun(tokens, verb);
        let acts = speaks || token.is(VERB | BE | AUXILIARY) && !token.is(PRONOUN);
        let mention = (acts && !token.capital).then(|| ending_before(tokens, verb, floor)).flatten()?;
        Some((mention, speaks))
    })
}
