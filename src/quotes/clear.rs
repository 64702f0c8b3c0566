//! Speakers by rule alone: the clause of the quote's own sentence, the quote before it, the sentence before it, the paragraph before it,
//! in this order.

use super::language::{NAMING, SAY, TOLD};
use super::mentions::MentionKind;
use super::tokens::Kind;
use super::{kinds, people, speech, Finder, Given};
use crate::model::TextKind;
use crate::text::Span;

/// Tokens of a sentence looked at for words beside a quote.
const REACH: usize = 60;

impl Finder<'_> {
    /// The speaker that the rules give the quote at token `at`; `previous` is the quote before it in the paragraph.
    pub(super) fn by_rule(
        &self,
        block: usize,
        at: usize,
        number: usize,
        previous: Option<(usize, usize)>,
    ) -> Option<Given> {
        self.split(block, at, previous)
            .or_else(|| self.own_clause(block, at))
            .or_else(|| self.told_on(block, at, previous))
            .or_else(|| self.carried_on(block, at, previous))
            .or_else(|| self.sentence_before(block, at))
            .or_else(|| self.introduced(block, at))
            .or_else(|| self.paragraph_before(block, at, number))
    }

    /// The same for a line that a dash introduces: nobody goes on from the line before.
    pub(super) fn line_of_dialogue(&self, block: usize, at: usize) -> Option<Given> {
        self.own_clause(block, at).or_else(|| self.introduced(block, at))
    }

    pub(super) fn give(&self, block: usize, found: speech::Attribution) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let mention = found.mention.span(tokens);
        // « Incendie mortel : … »: a word that only starts its sentence and is nobody's name elsewhere speaks in no language.
        let is_word = found.mention.kind == MentionKind::Name && !self.language.is_learned;
        // German writes all nouns like names.
        let is_noun = self.language.capital_nouns && tokens.get(found.cue).is_some_and(|cue| cue.is_mark(&[':']));
        let is_known = match is_noun {
            true => self.people.is_person(self.body, tokens, found.mention),
            false => self.people.knows(self.body, tokens, found.mention),
        };
        // „…“, wie das Stadion im Volksmund heißt: what is called so does not say it.
        let is_called =
            tokens.get(found.cue).is_some_and(|cue| cue.is(NAMING) && cue.is(SAY) && !self.language.is_learned)
                && found.mention.kind != MentionKind::Pronoun;
        if is_word && !is_known || is_called {
            return None;
        }
        let speaker = people::speaker(self.people, self.body, tokens, found.mention, &self.speakers);
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
    pub(super) fn number_at(&self, block: usize, at: usize) -> Option<usize> {
        match self.paragraphs.get(block)?.get(at)?.kind {
            Kind::Quote(number) => Some(number),
            _ => None,
        }
    }

    /// »…«, hat Ann Lee in einem Gespräch gesagt, »…«: one clause reports what stands on both sides of it.
    fn split(&self, block: usize, at: usize, previous: Option<(usize, usize)>) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let (before, number) = previous?;
        let known = self.given.get(number)?.as_ref()?;
        let (cue, mention) = (known.cue?, known.mention);
        let is_between = |span: Span| span.start >= tokens.get(before).map_or(u32::MAX, |quote| quote.span.end);
        let is_right_before = at.checked_sub(2).and_then(|last| tokens.get(last)).is_some_and(|last| last.span == cue);
        let is_joined = tokens.get(at - 1).is_some_and(|comma| comma.is_mark(&[',']))
            && tokens.get(before)?.sentence == tokens.get(at)?.sentence;
        (!self.language.is_learned && is_joined && is_right_before && is_between(mention)).then(|| Given {
            rule: format!("both sides of a clause ({})", known.rule),
            stands_alone: false,
            ..known.clone()
        })
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

    /// „…“, sagte Lee. Man werde sich das „nicht gefallen lassen“: a sentence told in the form that German keeps for speech goes on with the
    /// speaker before, or with the subject of the sentence before.
    fn told_on(&self, block: usize, at: usize, previous: Option<(usize, usize)>) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let sentence = tokens.get(at)?.sentence;
        let from = tokens.partition_point(|other| other.sentence < sentence);
        let own = || tokens.iter().skip(from).take(REACH).take_while(|other| other.sentence == sentence);
        if !own().any(|token| token.is(TOLD)) || own().any(|token| token.is(SAY)) {
            return None;
        }
        let near = |(at, _): &(usize, usize)| tokens.get(*at).is_some_and(|token| token.sentence + 2 >= sentence);
        let known = previous.filter(near).and_then(|(_, number)| self.given.get(number)?.clone());
        let before = || {
            let start = tokens.partition_point(|other| other.sentence + 1 < sentence);
            let mention = speech::main_subject(self.body, tokens, start, from)?;
            self.give(block, speech::Attribution { mention, cue: mention.to, rule: "", confidence: 0.85 })
        };
        let mut given = known.or_else(before)?;
        given.stands_alone = false;
        given.confidence = 0.85;
        given.rule = "told on from the sentence before".to_owned();
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
            .take(REACH)
            .take_while(|before| before.sentence == token.sentence)
            .all(|before| before.kind != Kind::Word);
        let gap = token.sentence.saturating_sub(tokens.get(before)?.sentence);
        let words = self.marked.get(self.number_at(block, at)?)?.span().of(self.body);
        let is_sentence = kinds::is_sentence(words) || kinds::starts_sentence(words);
        let starts = starts
            && tokens
                .iter()
                .skip(at + 1)
                .take(REACH)
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
        let from = tokens.partition_point(|other| other.sentence < token.sentence);
        let sentence = tokens.iter().skip(from).take_while(|other| other.sentence == token.sentence);
        let alone = sentence.take(REACH).all(|other| other.kind != Kind::Word);
        if !alone || !kinds::is_sentence(token.span.of(self.body)) {
            return None;
        }
        self.give(block, speech::reporting(tokens, token.sentence.checked_sub(1)?)?)
    }

    /// The last paragraph of prose before a paragraph that is nothing but the quote at token `at`.
    fn prose_before(&self, block: usize, at: usize) -> Option<usize> {
        let tokens = self.paragraphs.get(block)?;
        if at > 0
            || tokens.iter().any(|token| token.kind == Kind::Word)
            || !kinds::is_sentence(tokens.get(at)?.span.of(self.body))
        {
            return None;
        }
        let mut before = block.checked_sub(1)?;
        while matches!(self.text.blocks.get(before)?.kind, TextKind::Heading | TextKind::Caption) {
            before = before.checked_sub(1)?;
        }
        Some(before)
    }

    /// A paragraph that is nothing but a quote: whoever the clause with a colon names that ends the paragraph before it.
    fn introduced(&self, block: usize, at: usize) -> Option<Given> {
        let before = self.prose_before(block, at)?;
        let earlier = self.paragraphs.get(before)?;
        let last = earlier.last().filter(|last| last.is_mark(&[':']))?;
        let mut given = self.give(before, speech::reporting(earlier, last.sentence)?)?;
        given.rule = "the paragraph before, with a colon".to_owned();
        given.confidence = 0.85;
        Some(given)
    }

    /// A paragraph that is nothing but a quote goes on with the speaker of the quote that ended the paragraph before it.
    fn paragraph_before(&self, block: usize, at: usize, number: usize) -> Option<Given> {
        let earlier = self.paragraphs.get(self.prose_before(block, at)?)?;
        let last = earlier.last().filter(|last| !last.is_mark(&[':']))?;
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
