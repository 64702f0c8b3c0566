//! What the ranker knows about a quote and one candidate for its speaker: numbers about place, syntax around the verb, agreement
//! and recency. No words: what a word is comes from the language's classes, so that names and topics cannot be learned.

use super::kinds;
use super::language::*;
use super::mentions::{Mention, MentionKind, NUMBER};
use super::people::Known;
use super::sites::{Role, Site};
use super::speech::{can_speak, is_passive, Attribution, PROGRESSIVE};
use super::tokens::{last_of, without_marks, Kind, Token};
use crate::text::Span;

/// How many numbers there are.
pub const COUNT: usize = 102;
/// One candidate's numbers.
pub type Features = [f32; COUNT];

/// What is known about a quote before any candidate.
pub(super) struct Setting<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// The quote's token.
    pub at: usize,
    /// What the rules say about its own sentence.
    pub rule: Option<Attribution>,
    /// What they say about the sentence before.
    pub earlier: Option<Attribution>,
    /// Whom they give the quote to, all places considered, and how sure they are.
    pub given: Option<(Span, f32)>,
    /// Whether the tokens are those of the paragraph before the quote's.
    pub is_before: bool,
    /// The subject of the quote's sentence.
    pub subject: Option<Mention>,
    /// Whom the rules give the next quote of the paragraph, and how many sentences on it stands.
    pub ahead: Option<(Mention, f32)>,
    /// Who acts in the short sentence before a quote that stands alone: Lee nods. “…”
    pub beat: Option<Mention>,
    /// The subject of the verb nearest before the quote in its sentence, and whether that verb is one of speech.
    pub inner: Option<(Mention, bool)>,
    /// Numbers of the quote, the same for every candidate.
    pub numbers: [f32; QUOTE],
}

impl Setting<'_> {
    /// The sentence of the quote; that after the last where the quote is in the next paragraph.
    fn sentence(&self) -> u32 {
        let after_all = || self.tokens.last().map_or(0, |last| last.sentence + 1);
        self.tokens.get(self.at).map_or_else(after_all, |quote| quote.sentence)
    }

    /// How sure the rules are of this mention; less than nothing if they say another.
    fn given_to(&self, span: Span) -> f32 {
        self.given.map_or(
            0.0,
            |(given, sure)| {
                if given.start < span.end && span.start < given.end {
                    sure
                } else {
                    -sure
                }
            },
        )
    }
}

/// The other candidates with a verb of their own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rivals {
    /// How many have their verb nearer to the quote on the same side.
    pub nearer: f32,
    /// How far the nearest verb with a subject is before the quote, and after it, in tokens.
    pub before: f32,
    pub after: f32,
    /// How many have their verb farther away in the same sentence on the same side.
    pub outer: f32,
    /// How many there are.
    pub count: f32,
    /// How many stand between this one's verb and the quote: a clause of their own, perhaps.
    pub inner: f32,
}

/// Numbers of the quote.
pub(super) const QUOTE: usize = 28;

/// What follows or precedes: a small number for a token's kind. Thresholds cut it, so neighbours in this list are alike.
fn shape(token: Option<&Token>) -> f32 {
    let Some(token) = token else { return 0.0 };
    match token.kind {
        Kind::Quote(_) => 1.0,
        Kind::Mark(':') => 2.0,
        Kind::Mark(',') => 3.0,
        Kind::Mark('.' | '!' | '?' | ';') => 4.0,
        Kind::Mark('’') => 5.0,
        Kind::Mark(_) => 6.0,
        Kind::Word if token.is(SAY) && !token.capital => 7.0,
        Kind::Word if token.is(JUDGE) && !token.capital => 8.0,
        Kind::Word if token.is(ACCORDING) => 9.0,
        Kind::Word if token.is(THING | RELATIVE) => 10.0,
        Kind::Word if token.is(PRONOUN) => 11.0,
        Kind::Word if token.is(OBJECT) => 12.0,
        Kind::Word if token.is(BE) => 13.0,
        Kind::Word if token.is(AUXILIARY | ADVERB) => 14.0,
        Kind::Word if token.is(POSSESSIVE) => 14.5,
        Kind::Word if token.is(DEFINITE) => 14.8,
        Kind::Word if token.is(DETERMINER) => 15.0,
        Kind::Word if token.is(AGENT) => 15.5,
        Kind::Word if token.is(PREPOSITION) => 16.0,
        Kind::Word if token.is(CALENDAR) => 17.0,
        Kind::Word if token.is(AND) => 17.5,
        Kind::Word if token.is(FUNCTION) => 18.0,
        Kind::Word if token.capital => 19.0,
        Kind::Word if token.is(VERB) => 20.0,
        Kind::Word if token.is(ROLE | GROUP | PERSON) => 21.0,
        Kind::Word if token.is(NOUN) => 22.0,
        Kind::Word => 23.0,
    }
}

fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}

fn capped(value: usize) -> f32 {
    value.min(60) as f32
}

/// Most of a quote whose words are counted, in bytes.
const LONGEST: usize = 2_000;

/// The numbers of the quote at token `at`.
pub(super) fn of_quote(text: &str, tokens: &[Token], at: usize, continued: bool) -> [f32; QUOTE] {
    let mut out = [0.0; QUOTE];
    let Some(quote) = tokens.get(at) else { return out };
    let words = without_marks(quote.span.of(text));
    let sentence = quote.sentence;
    let near = |other: &&Token| other.sentence == sentence;
    let back = |steps: usize| at.checked_sub(steps).and_then(|before| tokens.get(before)).filter(near);
    let next = |steps: usize| tokens.get(at + steps).filter(near);
    let is_word = |token: &&Token| token.kind == Kind::Word;
    let before = tokens.get(at.saturating_sub(60)..at).unwrap_or(&[]);
    let after = tokens.get(at + 1..tokens.len().min(at + 60)).unwrap_or(&[]);
    let end = match last_of(quote.span.of(text)) {
        Some(',') => 1.0,
        Some('.' | '。') => 3.0,
        Some('?' | '!' | '？' | '！') => 2.0,
        Some('…' | '—' | '–') => 4.0,
        _ => 0.0,
    };
    let earlier = (at.saturating_sub(60)..at)
        .rev()
        .filter_map(|place| tokens.get(place).map(|token| (place, token)))
        .find(|(_, token)| matches!(token.kind, Kind::Quote(_)));
    let says = |run: &[Token]| run.iter().filter(near).filter(|token| token.is(SAY) && !token.capital).count();
    let judges = |run: &[Token]| run.iter().filter(near).filter(|token| token.is(JUDGE) && !token.capital).count();
    // Of a page that nests quotes the parts overlap: no more is counted than a long quote has.
    let (mut count, mut capitals) = (0_usize, 0_usize);
    for word in crate::text::start(words, LONGEST).split_whitespace() {
        count += 1;
        capitals += usize::from(word.starts_with(char::is_uppercase));
    }
    let numbers = [
        capped(count),
        flag(kinds::is_sentence(words)),
        flag(words.chars().next().is_some_and(char::is_uppercase)),
        end,
        capped(before.iter().filter(near).filter(is_word).count()),
        capped(after.iter().filter(near).filter(is_word).count()),
        shape(back(1)),
        shape(back(2)),
        shape(back(3)),
        shape(next(1)),
        shape(next(2)),
        shape(next(3)),
        capitals as f32 / count.max(1) as f32,
        flag(words.ends_with(|c: char| c.is_alphanumeric())),
        flag(continued),
        capped(says(before)),
        capped(says(after)),
        capped(judges(before)),
        capped(judges(after)),
        flag(at == 0),
        capped(before.iter().chain(after).filter(is_word).count()),
        capped(before.iter().filter(|token| matches!(token.kind, Kind::Quote(_))).count()),
        flag(next(1).is_some_and(|token| token.kind == Kind::Word && token.classes == 0 && !token.capital)),
        flag(words.contains('?')),
        // The quote before in the paragraph: how it ended, and how much stands between.
        earlier.map_or(0.0, |(_, token)| match last_of(token.span.of(text)) {
            Some(',') => 3.0,
            Some('.' | '。') => 2.0,
            _ => 1.0,
        }),
        earlier.map_or(-1.0, |(place, _)| {
            capped(tokens.get(place + 1..at).map_or(0, |run| run.iter().filter(is_word).count()))
        }),
        earlier.map_or(-1.0, |(_, token)| quote.sentence.saturating_sub(token.sentence).min(5) as f32),
        flag(starts_small(words)),
    ];
    out.copy_from_slice(&numbers);
    out
}

fn starts_small(words: &str) -> bool {
    words.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a word opens a clause of its own: because, while, if.
fn joins_clauses(token: &Token) -> bool {
    token.is(FUNCTION)
        && !token.capital
        && !token.is(DETERMINER | PRONOUN | PREPOSITION | AUXILIARY | OBJECT | POSSESSIVE | AND | DEFINITE)
}

/// How a mention stands to another beside it: 1 a description behind a name, 2 a name behind a description, 3 a name before a description,
/// 4 a name behind a name: Sund, Nordland.
fn apposition(tokens: &[Token], mention: Mention) -> f32 {
    let is_comma = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(&[',']));
    let is_name = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Word && token.capital);
    let is_word = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Word && !token.capital);
    let set_off = mention.from >= 2 && is_comma(mention.from - 1);
    match mention.kind {
        MentionKind::Nominal if set_off && is_name(mention.from - 2) => 1.0,
        MentionKind::Name if set_off && is_word(mention.from - 2) => 2.0,
        MentionKind::Name if set_off && is_name(mention.from - 2) => 4.0,
        MentionKind::Name if is_comma(mention.to + 1) && is_word(mention.to + 2) => 3.0,
        _ => 0.0,
    }
}

/// How a candidate was come by, beside its site.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carried {
    /// 0 not carried over, 1 from the quote before in the paragraph, 2 from an earlier one in it, 3 from the paragraph before, and so on.
    pub steps: f32,
    /// How sure that attribution was.
    pub confidence: f32,
    /// Sentences, or paragraphs, between.
    pub gap: f32,
}

/// What is known about whom a candidate stands for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Person {
    pub known: Known,
    /// Whether it spoke last.
    pub spoke_last: bool,
    /// Whether it spoke before the one who spoke last.
    pub spoke_before: bool,
    /// Whether the quote itself names it.
    pub in_quote: bool,
}

/// The numbers of a candidate in the quote's own paragraph.
pub(super) fn of_site(
    setting: &Setting,
    site: &Site,
    sites: usize,
    carried: Carried,
    person: Person,
    rivals: Rivals,
) -> Features {
    let mut out = [0.0; COUNT];
    let (tokens, at) = (setting.tokens, setting.at);
    let Mention { from, to, kind } = site.mention;
    let Some(first) = tokens.get(from) else { return out };
    let quote_sentence = setting.sentence();
    let is_after = from > at;
    let (low, high) = if is_after { (at + 1, from) } else { (to + 1, at) };
    let between = tokens.get(low..high).unwrap_or(&[]);
    let count = |classes: Classes| capped(between.iter().filter(|token| token.is(classes) && !token.capital).count());
    let marks = |marks: &[char]| capped(between.iter().filter(|token| token.is_mark(marks)).count());
    let quotes = |run: &[Token]| run.iter().filter(|token| matches!(token.kind, Kind::Quote(_))).count();
    let near = |other: &&Token| other.sentence == first.sentence;
    let is_step = |token: &&Token| token.is(AUXILIARY | ADVERB) && !token.is(PRONOUN) && !token.capital;
    let next = tokens.get(to + 1..).unwrap_or(&[]).iter().take(4).filter(near).find(|token| !is_step(token));
    let before = |steps: usize| from.checked_sub(steps).and_then(|before| tokens.get(before)).filter(near);
    let cue = site.cue.and_then(|cue| tokens.get(cue).map(|token| (cue, token)));
    let cue_run = cue.map_or(&[][..], |(cue, _)| {
        tokens.get(if cue > at { at + 1..cue } else { cue + 1..at.max(cue + 1) }).unwrap_or(&[])
    });
    let verbs = |run: &[Token], classes: Classes| {
        capped(run.iter().filter(|token| token.is(classes) && !token.capital).count())
    };
    let sentence_start = tokens
        .get(..from)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(60)
        .take_while(|token| token.sentence == first.sentence)
        .filter(|token| token.kind == Kind::Word)
        .count();
    // The mention with its verb: what stands before it, and how much follows in the sentence.
    let group = cue.map_or(from, |(cue, _)| cue.min(from));
    let tail = tokens.get(cue.map_or(to, |(cue, _)| cue.max(to)) + 1..).unwrap_or(&[]);
    let tail = tail.get(..tail.len().min(60)).unwrap_or(&[]);
    let head = tokens.get(to);
    let run = tokens.get(from..=to).unwrap_or(&[]);
    let noun = match kind {
        MentionKind::Name => 0.0,
        MentionKind::Pronoun if first.is(WRITER) => 5.0,
        MentionKind::Pronoun if first.is(RELATIVE) => 4.0,
        MentionKind::Pronoun if first.is(MALE | FEMALE) => 1.0,
        MentionKind::Pronoun if first.span.len() > 2 => 2.0,
        MentionKind::Pronoun => 3.0,
        MentionKind::Nominal if run.iter().any(|token| token.is(ROLE)) => 6.0,
        MentionKind::Nominal if run.iter().any(|token| token.is(GROUP)) => 7.0,
        MentionKind::Nominal if run.iter().any(|token| token.is(NOUN)) => 8.0,
        MentionKind::Nominal if can_speak(setting.text, tokens, site.mention) => 9.0,
        MentionKind::Nominal => 10.0,
    };
    let same = |rule: &Option<Attribution>| {
        rule.as_ref().map_or(0.0, |rule| {
            let overlaps = rule.mention.from <= to && from <= rule.mention.to;
            if overlaps {
                rule.confidence
            } else {
                -1.0
            }
        })
    };
    let same_as = |other: Option<Mention>| {
        other.map_or(0.0, |other| if other.from <= to && from <= other.to { 1.0 } else { -1.0 })
    };
    let numbers = [
        flag(is_after),
        capped(between.iter().filter(|token| token.kind == Kind::Word).count()),
        (first.sentence as f32 - quote_sentence as f32).clamp(-4.0, 4.0),
        capped(quotes(between)),
        count(SAY),
        count(JUDGE),
        count(VERB),
        count(RELATIVE | THING),
        marks(&[',']),
        marks(&[':']),
        marks(&['–', '—', '-', '(', ')', ';']),
        noun,
        site.role as u8 as f32,
        shape(next),
        shape(before(1)),
        shape(before(2)),
        cue.map_or(-1.0, |_| capped(cue_run.iter().filter(|token| token.kind == Kind::Word).count())),
        cue.map_or(-1.0, |(cue, _)| flag(cue > at)),
        verbs(cue_run, SAY),
        verbs(cue_run, JUDGE),
        capped(quotes(cue_run)),
        cue.map_or(0.0, |(_, token)| flag(token.classes & PROGRESSIVE != 0)),
        cue.map_or(0.0, |(_, token)| if token.is(TELL) { 3.0 } else { 1.0 + flag(token.is(SAY)) }),
        cue.map_or(0.0, |(cue, _)| shape(tokens.get(cue + 1))),
        cue.map_or(0.0, |(cue, _)| shape(cue.checked_sub(1).and_then(|before| tokens.get(before)))),
        cue.map_or(0.0, |(cue, token)| {
            (token.sentence as f32 - quote_sentence as f32).clamp(-3.0, 3.0) * flag(cue > 0)
        }),
        cue.map_or(0.0, |(cue, _)| flag(is_passive(tokens, cue, cue.saturating_sub(5)))),
        capped(sentence_start),
        capped(to - from),
        same(&setting.rule),
        same(&setting.earlier),
        sites.min(4) as f32,
        carried.steps,
        carried.confidence,
        carried.gap,
        flag(head.is_some_and(|token| token.classes & NUMBER != 0)),
        flag(person.known.is_person) - flag(person.known.is_organisation),
        capped(person.known.reports),
        capped(person.known.count),
        flag(person.spoke_last),
        flag(person.spoke_before),
        flag(person.in_quote),
        flag(first.first),
        capped(between.iter().filter(|token| token.capital).count()),
        flag(site.role >= Role::According),
        setting.given_to(site.mention.span(tokens)),
        flag(setting.is_before) * (1.0 + flag(tokens.last().is_some_and(|last| last.is_mark(&[':'])))),
        rivals.nearer,
        rivals.before,
        rivals.after,
        rivals.outer,
        rivals.count,
        rivals.inner,
        cue.map_or(0.0, |(_, token)| flag(token.is(MIND))),
        cue.map_or(0.0, |(cue, _)| shape(tokens.get(cue + 2))),
        cue.map_or(-1.0, |(cue, _)| capped(cue.abs_diff(if cue > to { to } else { from }))),
        flag(person.known.is_place),
        verbs(cue_run, VERB),
        capped(cue_run.iter().filter(|token| token.is_mark(&[','])).count()),
        verbs(cue_run, RELATIVE | THING),
        verbs(cue_run, AND),
        capped(cue_run.iter().filter(|token| joins_clauses(token)).count()),
        capped(tail.iter().take_while(near).filter(|token| token.kind == Kind::Word).count()),
        shape(group.checked_sub(1).and_then(|before| tokens.get(before)).filter(near)),
        apposition(tokens, site.mention),
        cue.map_or(0.0, |(_, token)| flag(token.is(NAMING)) + 2.0 * flag(token.is(CORE))),
        cue.map_or(-1.0, |_| verbs(cue_run, PRONOUN)),
        same_as(setting.subject),
        same_as(setting.ahead.map(|(mention, _)| mention)),
        setting.ahead.map_or(-1.0, |(_, sentences)| sentences),
        flag(site.clause_word(tokens).from > to),
        same_as(setting.beat),
        setting.inner.map_or(0.0, |(inner, speaks)| match same_as(Some(inner)) > 0.0 {
            true if speaks => 2.0,
            true => 1.0,
            false => -1.0,
        }),
        match kind {
            MentionKind::Nominal if first.is(DEFINITE) => 1.0,
            MentionKind::Nominal if first.is(POSSESSIVE) => 2.0,
            MentionKind::Nominal if first.is(DETERMINER) => 3.0,
            MentionKind::Nominal if first.capital => 4.0,
            MentionKind::Nominal => 5.0,
            _ => 0.0,
        },
    ];
    place(&mut out, setting, &numbers);
    out
}

/// The numbers of a candidate from another paragraph: a speaker carried over.
pub(super) fn of_carried(
    setting: &Setting,
    kind: MentionKind,
    span: Span,
    carried: Carried,
    person: Person,
) -> Features {
    let mut out = [0.0; COUNT];
    let mut numbers = [0.0; COUNT - QUOTE];
    numbers[2] = -5.0;
    numbers[11] = match kind {
        MentionKind::Name => 0.0,
        MentionKind::Pronoun => 1.0,
        MentionKind::Nominal => 6.0,
    };
    numbers[16] = -1.0;
    numbers[17] = -1.0;
    numbers[29] = setting.rule.map_or(0.0, |_| -1.0);
    numbers[30] = setting.earlier.map_or(0.0, |_| -1.0);
    numbers[32] = carried.steps;
    numbers[33] = carried.confidence;
    numbers[34] = carried.gap;
    numbers[36] = flag(person.known.is_person) - flag(person.known.is_organisation);
    numbers[37] = capped(person.known.reports);
    numbers[38] = capped(person.known.count);
    numbers[39] = flag(person.spoke_last);
    numbers[40] = flag(person.spoke_before);
    numbers[41] = flag(person.in_quote);
    numbers[45] = setting.given_to(span);
    place(&mut out, setting, &numbers);
    out
}

fn place(out: &mut Features, setting: &Setting, numbers: &[f32; COUNT - QUOTE]) {
    let (quote, candidate) = out.split_at_mut(QUOTE);
    quote.copy_from_slice(&setting.numbers);
    candidate.copy_from_slice(numbers);
}

/// Whether a quote names somebody: no one names himself.
pub(super) fn names(text: &str, quote: Span, surname: &str) -> bool {
    let surname = surname.rsplit(' ').next().unwrap_or("");
    surname.len() >= 3 && quote.of(text).contains(surname)
}
