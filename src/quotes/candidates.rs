//! Candidates for a quote's speaker and the choice among them. Who is mentioned near the quote, and who has just spoken, is a candidate;
//! the ranker says how likely each is, and below [`LEAST`] nobody is named.

use super::features::{self, Carried, Features, Person, Setting};
use super::mentions::MentionKind;
use super::sites::{self, Role, Site};
use super::tokens::{Kind, Token};
use super::{kinds, people, speech, Example, Finder, Given};
use crate::text::Span;

/// Tokens before and after a quote among which candidates stand.
const BEFORE: usize = 120;
const AFTER: usize = 70;
/// Sentences of the paragraph looked back at, and ahead.
const EARLIER: u32 = 3;
const LATER: u32 = 1;
/// Paragraphs across which a speaker is carried over.
const PARAGRAPHS: usize = 4;
/// Least probability at which a speaker is named.
pub(super) const LEAST: f32 = 0.5;

struct Candidate {
    features: Features,
    span: Span,
    cue: Option<Span>,
    speaker: Option<String>,
    kind: MentionKind,
    how: &'static str,
}

impl Finder<'_> {
    /// The speaker of the quote at token `at`; `previous` is the quote before it in the paragraph.
    pub(super) fn speaker(
        &mut self,
        block: usize,
        at: usize,
        number: usize,
        previous: Option<(usize, usize)>,
        examples: &mut Vec<Example>,
    ) -> Option<Given> {
        let rule = self.by_rule(block, at, number, previous);
        let marked = self.marked.get(number)?;
        let tokens = self.paragraphs.get(block)?;
        if kinds::is_label(self.body, tokens, at, marked, self.language) {
            return None;
        }
        let mut candidates = self.candidates(block, at, number);
        // Where a quote of several paragraphs ends, what follows it may say whose it was.
        if let Some((last, _)) = marked.segments.last().filter(|(last, _)| *last != block) {
            let end = self
                .paragraphs
                .get(*last)
                .and_then(|tokens| tokens.iter().position(|token| token.kind == Kind::Quote(number)));
            if let Some(end) = end {
                candidates.extend(self.candidates(*last, end, number));
            }
        }
        examples.push(Example {
            quote: marked.span(),
            candidates: candidates.iter().map(|one| (one.features, one.span, one.speaker.clone())).collect(),
        });
        if self.model.roots.is_empty() {
            return rule;
        }
        let (mut best, mut second): (Option<(f32, &Candidate)>, Option<(f32, &Candidate)>) = (None, None);
        for candidate in &candidates {
            let found = Some((self.model.probability(&candidate.features), candidate));
            if best.is_none_or(|best| found.is_some_and(|found| found.0 > best.0)) {
                (best, second) = (found, best);
            } else if second.is_none_or(|second| found.is_some_and(|found| found.0 > second.0)) {
                second = found;
            }
        }
        let (probability, best) = best.filter(|(probability, _)| *probability >= LEAST)?;
        let sentence = tokens.get(at)?.sentence;
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let runner_up = second.map_or(String::new(), |(probability, second)| {
            let name = second.speaker.as_deref().unwrap_or(second.span.of(self.body));
            format!("; then {name} {probability:.2}")
        });
        Some(Given {
            speaker: best.speaker.clone(),
            mention: best.span,
            cue: best.cue,
            confidence: probability,
            rule: format!("{} {probability:.2}{runner_up}", best.how),
            is_pronoun: best.kind == MentionKind::Pronoun,
            stands_alone: before.is_none_or(|before| before.sentence != sentence || before.is_mark(&[':'])),
        })
    }

    fn candidates(&mut self, block: usize, at: usize, number: usize) -> Vec<Candidate> {
        let paragraphs = self.paragraphs;
        let (Some(tokens), Some(marked)) = (paragraphs.get(block), self.marked.get(number)) else {
            return Vec::new();
        };
        let Some(quote) = tokens.get(at) else { return Vec::new() };
        if self.sites.get(block).is_some_and(Option::is_none) {
            let mut sites = sites::sites(self.body, tokens);
            sites.sort_by_key(|site| (site.mention.to, site.mention.from));
            if let Some(slot) = self.sites.get_mut(block) {
                *slot = Some(sites);
            }
        }
        let continued = marked.segments.len() > 1;
        let setting = Setting {
            text: self.body,
            tokens,
            at,
            rule: speech::in_sentence(self.body, tokens, at),
            earlier: quote.sentence.checked_sub(1).and_then(|before| speech::reporting(tokens, before)),
            numbers: features::of_quote(self.body, tokens, at, continued),
        };
        let earlier = self.earlier(block, at, number);
        let mut out: Vec<Candidate> = Vec::new();
        let sites = self.sites.get(block).and_then(Option::as_deref).unwrap_or(&[]);
        let from = sites.partition_point(|site| site.mention.to + BEFORE < at);
        let to = sites.partition_point(|site| site.mention.to <= at + AFTER);
        let near = sites.get(from..to.max(from)).unwrap_or(&[]);
        let mut rest = near;
        while let Some(first) = rest.first() {
            let size = rest.iter().take_while(|site| site.mention.to == first.mention.to).count();
            let (group, later) = rest.split_at(size);
            rest = later;
            let Some(site) = nearest(group, at) else { continue };
            let sentence = tokens.get(site.mention.to).map_or(0, |token| token.sentence);
            if sentence + EARLIER < quote.sentence || sentence > quote.sentence + LATER {
                continue;
            }
            let span = site.mention.span(tokens);
            let last = self.speakers[0].as_deref();
            let speaker = people::speaker(self.people, self.body, tokens, site.mention, last);
            let carried = earlier
                .iter()
                .find(|(_, given)| given.mention.start < span.end && span.start < given.mention.end)
                .map(|(carried, _)| *carried)
                .unwrap_or_default();
            let sites = group.iter().filter(|site| site.cue.is_some()).count();
            let person = self.person(speaker.as_deref(), quote.span);
            let features = features::of_site(&setting, site, sites, carried, person);
            let cue = site.cue.and_then(|cue| tokens.get(cue)).map(|token| token.span);
            let how = describe(site.role);
            out.push(Candidate { features, span, cue, speaker, kind: site.mention.kind, how });
        }
        for (carried, given) in &earlier {
            if out.iter().any(|known| known.span.start < given.mention.end && given.mention.start < known.span.end) {
                continue;
            }
            let kind = if given.is_pronoun { MentionKind::Pronoun } else { MentionKind::Name };
            let person = self.person(given.speaker.as_deref(), quote.span);
            let features = features::of_carried(&setting, kind, *carried, person);
            let how = "goes on with the speaker before";
            out.push(Candidate {
                features,
                span: given.mention,
                cue: given.cue,
                speaker: given.speaker.clone(),
                kind,
                how,
            });
        }
        out
    }

    /// Who has spoken in the paragraph, then in those before.
    fn earlier(&self, block: usize, at: usize, number: usize) -> Vec<(Carried, &Given)> {
        let mut found: Vec<(Carried, &Given)> = Vec::new();
        let mut add = |steps: f32, gap: f32, quote: usize| {
            let given = self.given.get(quote).and_then(Option::as_ref);
            if let Some(given) = given.filter(|_| quote != number) {
                if found.len() < 4 && found.iter().all(|(_, known)| known.mention != given.mention) {
                    found.push((Carried { steps, confidence: given.confidence, gap }, given));
                }
            }
        };
        let quotes = |tokens: &'_ [Token]| -> Vec<(usize, u32)> {
            tokens
                .iter()
                .rev()
                .take(BEFORE)
                .filter_map(|token| match token.kind {
                    Kind::Quote(number) => Some((number, token.sentence)),
                    _ => None,
                })
                .take(3)
                .collect()
        };
        let Some(tokens) = self.paragraphs.get(block) else { return found };
        let sentence = tokens.get(at).map_or(0, |token| token.sentence);
        for (step, (quote, other)) in quotes(tokens.get(..at).unwrap_or(&[])).into_iter().enumerate() {
            add(1.0 + step.min(1) as f32, sentence.saturating_sub(other) as f32, quote);
        }
        for back in 1..=PARAGRAPHS {
            let Some(tokens) = block.checked_sub(back).and_then(|before| self.paragraphs.get(before)) else { break };
            if let Some((quote, other)) = quotes(tokens).first() {
                let end = tokens.last().map_or(0, |token| token.sentence);
                add(2.0 + back as f32, sentence.saturating_add(end.saturating_sub(*other)) as f32, *quote);
            }
        }
        found
    }

    fn person(&self, speaker: Option<&str>, quote: Span) -> Person {
        let Some(name) = speaker else { return Person::default() };
        let [last, before] = &self.speakers;
        Person {
            known: self.people.known(name),
            spoke_last: last.as_deref() == Some(name),
            spoke_before: before.as_deref() == Some(name),
            in_quote: features::names(self.body, quote, name),
        }
    }
}

/// Of the sites of one mention the one whose verb stands nearest to the quote.
fn nearest(group: &[Site], at: usize) -> Option<&Site> {
    group.iter().min_by_key(|site| (site.cue.map_or(usize::MAX, |cue| cue.abs_diff(at)), std::cmp::Reverse(site.role)))
}

fn describe(role: Role) -> &'static str {
    match role {
        Role::Bare => "named nearby",
        Role::JudgeSubject => "subject of the verb",
        Role::Joined => "the sentence’s subject",
        Role::Relative => "subject in a relative clause",
        Role::Agent => "agent of the passive",
        Role::According => "after “according to”",
        Role::Inverted => "after the verb of speech",
        Role::SaySubject => "subject of the verb of speech",
    }
}
