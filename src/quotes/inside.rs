//! « Rien n’est joué, prévient la maire. On verra. »: a clause that reports a quote from between its marks, as French writes it, and
//! Spanish between dashes.

use super::inverted::far_behind;
use super::language::*;
use super::marks::Marked;
use super::mentions::{self, Mention, MentionKind};
use super::phrases::starting_at;
use super::tokens::{self, Kind, Token, FREE};
use super::{people, Finder, Given};
use crate::text::Span;

/// Tokens of a quote among which the clause stands.
const REACH: usize = 120;

impl Finder<'_> {
    /// The speaker that a clause between the marks of a quote names.
    pub(super) fn inside(&self, number: usize) -> Option<Given> {
        let (tokens, mention, cue) = told(self.body, self.marked.get(number)?, self.language)?;
        Some(Given {
            speaker: people::speaker(self.people, self.body, &tokens, mention, &self.speakers),
            mention: mention.span(&tokens),
            cue: tokens.get(cue).map(|token| token.span),
            confidence: 0.95,
            rule: "between its marks: verb, subject".to_owned(),
            is_pronoun: mention.kind == MentionKind::Pronoun,
            stands_alone: true,
        })
    }
}

/// The words of a quote, and in them the subject and the verb of the clause that reports it.
fn told(text: &str, quote: &Marked, language: &Language) -> Option<(Vec<Token>, Mention, usize)> {
    if language.is_learned || !language.is_known {
        return None;
    }
    let (_, span) = quote.segments.first()?;
    let words = span.of(text);
    let end = words.char_indices().nth(8 * REACH).map_or(span.end as usize, |(at, _)| span.start as usize + at);
    let mut tokens = tokens::tokens(text, Span::new(span.start as usize, end), &[], language);
    mentions::mark_names(text, &mut tokens);
    let (mention, cue) = (0..tokens.len().min(REACH)).find_map(|at| clause(&tokens, at, language.incises))?;
    Some((tokens, mention, cue))
}

/// The names of those who such clauses say speak: they may stand nowhere else in full.
pub(super) fn names(text: &str, quotes: &[Marked], language: &Language) -> Vec<Vec<Token>> {
    let name = |quote: &Marked| {
        let (tokens, mention, _) = told(text, quote, language)?;
        let name = tokens.get(mention.from..=mention.to).filter(|_| mention.kind == MentionKind::Name)?;
        Some(name.to_vec())
    };
    quotes.iter().filter_map(name).collect()
}

/// The subject and the verb of a clause set off at token `at`: ", prévient la maire.", "? a-t-il lancé.".
fn clause(tokens: &[Token], at: usize, commas: bool) -> Option<(Mention, usize)> {
    let opens: &[char] = if commas { &[',', '?', '!', '…', '–', '—'] } else { &['–', '—'] };
    tokens.get(at).filter(|mark| mark.is_mark(opens))?;
    let helps =
        |token: &Token| token.is(AUXILIARY | OBJECT | ELIDED) && !token.capital && !token.is(PREPOSITION | RELATIVE);
    // "a-t-il lancé": the subject in the middle.
    let steps = tokens
        .iter()
        .skip(at + 1)
        .take(5)
        .take_while(|token| helps(token) && token.classes & FREE == 0 || token.is(PRONOUN) && !token.capital);
    let cue = at + 1 + steps.count();
    if tokens.get(at + 1).is_some_and(|first| first.is(PRONOUN)) {
        return None;
    }
    tokens.get(cue).filter(|verb| verb.classes & FREE != 0 && !verb.capital)?;
    let middle =
        (at + 1..cue).rev().find(|at| tokens.get(*at).is_some_and(|token| token.is(PRONOUN) && !token.is(OBJECT)));
    // "lance au mégaphone Ann Lee, déléguée": behind what says where and how.
    let far = far_behind(tokens, cue, tokens.len());
    let mention = match middle {
        Some(at) => Mention { from: at, to: at, kind: MentionKind::Pronoun },
        None => starting_at(tokens, cue + 1, tokens.len()).or(far)?,
    };
    let first = tokens.get(mention.from)?;
    // "répond-on", "dis-je": nobody, or who writes.
    let is_somebody = match mention.kind {
        MentionKind::Pronoun => !first.is(WRITER),
        MentionKind::Nominal => first.is(DEFINITE | POSSESSIVE | DETERMINER),
        MentionKind::Name => true,
    };
    // The verb itself starts its clause: "Moi, dit ma mère à la maison" would be told by the speaker.
    let is_title = |token: &Token| token.is(TITLE | DETERMINER);
    let is_inverted = middle.is_some()
        || tokens.get(cue + 1).is_some_and(|next| next.is(DEFINITE | POSSESSIVE | DETERMINER))
        || tokens.get(cue + 1..mention.from)?.iter().all(is_title)
        || far == Some(mention);
    let next = tokens.get(mention.to.max(cue) + 1);
    let ends = next
        .is_none_or(|next| matches!(next.kind, Kind::Mark(_)) || next.is(PREPOSITION | LOOSE | AUXILIARY | CALENDAR));
    (is_somebody && is_inverted && ends).then_some((mention, cue))
}
