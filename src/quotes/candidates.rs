//! Candidates for a quote's speaker and the choice among them. Who is mentioned near the quote, and who has just spoken, is a candidate;
//! the ranker says how likely each is, and below [`LEAST`] nobody is named.

use super::features::{self, Carried, Features, Person, Rivals, Setting};
use super::language::{Classes, AND, CORE, CROWD, PREPOSITION};
use super::marks::{Form, Marked};
use super::mentions::{self, MentionKind};
use super::sites::{self, Role, Site};
use super::tokens::{self, Kind, Token};
use super::{kinds, people, pronouns, ranker, speech, Example, Finder, Given};
use crate::model::TextKind;
use crate::text::{percent, Span};

/// Tokens before and after a quote among which candidates stand.
const BEFORE: usize = 110;
const AFTER: usize = 60;
/// Most mentions weighed for one quote.
const MENTIONS: usize = 24;
/// Sentences of the paragraph looked back at, and ahead.
const EARLIER: u32 = 3;
const LATER: u32 = 1;
/// Paragraphs across which a speaker is carried over.
const PARAGRAPHS: usize = 4;
/// Least probability at which a speaker is named.
const LEAST: f32 = 0.61;
/// The same where somebody is named behind a quote that ended its sentence.
const LEAST_BEHIND: f32 = 0.68;
/// The same where the rules mean the same mention and are at least so sure.
const LEAST_CLEAR: f32 = 0.4;
const CLEAR: f32 = 0.85;
/// How sure the rules must be in a language that the ranker has not learned from, where it is in doubt.
const LEAST_UNLEARNED: f32 = 0.65;

struct Candidate {
    features: Features,
    span: Span,
    cue: Option<Span>,
    speaker: Option<String>,
    kind: MentionKind,
    /// Word classes of the mention's first word.
    classes: Classes,
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
        examples: Option<&mut Vec<Example>>,
    ) -> Option<Given> {
        let marked = self.marked.get(number)?;
        if let Some(signed) = marked.signed.and_then(|block| self.signed(block)) {
            return Some(signed);
        }
        let tokens = self.paragraphs.get(block)?;
        if marked.form == Form::Turn {
            return self.answer(block);
        }
        if let Some(told) = self.inside(number) {
            return Some(told);
        }
        if marked.form == Form::Dash {
            return self.line_of_dialogue(block, at).or_else(|| self.alternating(number));
        }
        let rule = self.by_rule(block, at, number, previous);
        // "He spoke to cries of “Shame!”": many said so, and not he.
        let [noun, of] = [2, 1].map(|back| at.checked_sub(back).and_then(|before| tokens.get(before)));
        let is_called = noun.is_some_and(|noun| noun.is(CROWD)) && of.is_some_and(|of| of.is(PREPOSITION));
        if is_called || kinds::is_label(self.body, tokens, at, marked, self.language) {
            return None;
        }
        // In a language that the ranker does not know, a clear clause is the surer of the two.
        if let Some(clear) = rule.as_ref().filter(|rule| !self.language.is_learned && rule.confidence >= CLEAR) {
            return Some(clear.clone());
        }
        let given = rule.as_ref().map(|rule| (rule.mention, rule.confidence));
        let mut candidates = self.candidates(block, at, number, given);
        // Where a quote of several paragraphs ends, what follows it may say whose it was.
        if let Some((last, _)) = marked.segments.last().filter(|(last, _)| *last != block) {
            let end = self
                .paragraphs
                .get(*last)
                .and_then(|tokens| tokens.iter().position(|token| token.kind == Kind::Quote(number)));
            if let Some(end) = end {
                candidates.extend(self.candidates(*last, end, number, given));
            }
        }
        if let Some(examples) = examples {
            examples.push(self.example(marked.span(), &candidates));
        }
        if self.model.speakers.is_empty() {
            return rule;
        }
        let features: Vec<&[f32]> = candidates.iter().map(|candidate| candidate.features.as_slice()).collect();
        let own = ranker::probabilities(&self.model.speakers, &features);
        // Mentions of one person speak for each other.
        let same = |a: &Candidate, b: &Candidate| a.speaker == b.speaker && (a.speaker.is_some() || a.span == b.span);
        let total = |one: &Candidate| {
            own.iter().zip(&candidates).filter(|(_, other)| same(one, other)).map(|(p, _)| p).sum::<f32>().min(1.0)
        };
        let pick = |rest: &dyn Fn(&Candidate) -> bool| {
            let mut best: Option<(f32, f32, &Candidate)> = None;
            for (own, candidate) in own.iter().zip(&candidates).filter(|(_, candidate)| rest(candidate)) {
                let found = (total(candidate), *own);
                if best.is_none_or(|best| found > (best.0, best.1)) {
                    best = Some((found.0, found.1, candidate));
                }
            }
            best.map(|(total, _, candidate)| (total, candidate))
        };
        let best = pick(&|_| true);
        let second = best.and_then(|(_, best)| pick(&|other| !same(best, other)));
        // Where the rules see one clear clause and mean the same, less is enough.
        let agrees = |best: &Candidate| {
            rule.as_ref().is_some_and(|rule| {
                rule.confidence >= CLEAR && rule.mention.start < best.span.end && best.span.start < rule.mention.end
            })
        };
        // “The roof is gone.” The town went on: behind speech that ended its sentence, only a verb of speech names whose it was.
        let is_behind = |best: &Candidate| {
            let says = |token: &Token| Some(token.span) == best.cue && token.is(CORE);
            tokens.get(at).is_some_and(|quote| {
                quote.span.end <= best.span.start && tokens::closes_sentence(quote.span.of(self.body))
            }) && !tokens.iter().skip(at).take(AFTER).any(says)
        };
        let least = best.map_or(LEAST, |(_, best)| match () {
            () if agrees(best) => LEAST_CLEAR,
            () if is_behind(best) => LEAST_BEHIND,
            () => LEAST,
        });
        let Some((probability, best)) = best.filter(|(probability, _)| *probability >= least) else {
            let clear = rule.filter(|rule| !self.language.is_learned && rule.confidence >= LEAST_UNLEARNED);
            return clear.or_else(|| self.listed(block, at, previous)).or_else(|| {
                self.acting(block, at)
                    .filter(|acting| acting.speaker.is_some() && kinds::is_sentence(marked.span().of(self.body)))
            });
        };
        if let Some(acting) = self.acting(block, at).filter(|acting| {
            best.span.end < acting.mention.start && acting.speaker.is_some() && acting.speaker != best.speaker
        }) {
            return Some(acting);
        }
        // In a language that the ranker does not know, a clear rule is the surer of the two.
        let by_rule = rule.as_ref().filter(|_| !self.language.is_learned && agrees(best)).map(|rule| rule.confidence);
        let sentence = tokens.get(at)?.sentence;
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let runner_up = second.map_or(String::new(), |(probability, second)| {
            let name = second.speaker.as_deref().unwrap_or(second.span.of(self.body));
            format!("; then {name} {}", percent(probability))
        });
        Some(Given {
            speaker: best.speaker.clone(),
            mention: best.span,
            cue: best.cue,
            confidence: by_rule.unwrap_or(0.0).max(probability),
            rule: format!("{} {}{runner_up}", best.how, percent(probability)),
            is_pronoun: best.kind == MentionKind::Pronoun,
            stands_alone: before.is_none_or(|before| before.sentence != sentence || before.is_mark(&[':'])),
        })
    }

    /// — Is it open? — Not yet. — Since when?: of lines that a dash introduces every other one is the same speaker's.
    fn alternating(&self, number: usize) -> Option<Given> {
        let is_dash = |number: usize| self.marked.get(number).is_some_and(|marked| marked.form == Form::Dash);
        let [before, earlier] = [number.checked_sub(1)?, number.checked_sub(2)?];
        let given = |number: usize| self.given.get(number)?.as_ref().filter(|_| is_dash(number));
        let known = given(earlier).filter(|known| given(before).is_none_or(|other| other.speaker != known.speaker))?;
        Some(Given {
            rule: "every other line".to_owned(),
            stands_alone: true,
            confidence: known.confidence * 0.8,
            ..known.clone()
        })
    }

    /// Lee called it “…” and “…”: a quote that only "and" or a comma parts from the one before is the same speaker's.
    fn listed(&self, block: usize, at: usize, previous: Option<(usize, usize)>) -> Option<Given> {
        let (before, number) = previous?;
        let between = self.paragraphs.get(block)?.get(before + 1..at)?;
        let is_tie = |token: &Token| token.is(AND) || token.is_mark(&[',']);
        let given = self.given.get(number)?.as_ref().filter(|_| !between.is_empty() && between.iter().all(is_tie))?;
        Some(Given { rule: "goes on with the quote before".to_owned(), stands_alone: false, ..given.clone() })
    }

    /// Lee nods. “…”: whoever acts right before a quote of its own sentence says it, not one who spoke before that.
    fn acting(&self, block: usize, at: usize) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let mention = speech::beat(self.body, tokens, at).filter(|mention| mention.kind != MentionKind::Nominal)?;
        let speaker = people::speaker(self.people, self.body, tokens, mention, &self.speakers);
        let is_person = speaker.as_deref().is_some_and(|name| self.people.known(name).is_person);
        is_person.then(|| Given {
            speaker,
            mention: mention.span(tokens),
            cue: None,
            confidence: 0.7,
            rule: "acts right before it".to_owned(),
            is_pronoun: mention.kind == MentionKind::Pronoun,
            stands_alone: true,
        })
    }

    /// "A: …": the only person named before the interview's first question; whose a question is, nobody says.
    fn answer(&self, block: usize) -> Option<Given> {
        let label = self.paragraphs.get(block)?.first()?;
        let is_turn = |marked: &&Marked| marked.form == Form::Turn;
        let start = self.marked.iter().find(is_turn).map(Marked::span)?.start;
        let (speaker, mention) =
            self.people.only_before(self.body, start).filter(|_| label.span.of(self.body) == "A")?;
        Some(Given {
            speaker: Some(speaker),
            mention,
            cue: None,
            confidence: 0.9,
            rule: "the only one named before the interview".to_owned(),
            is_pronoun: false,
            stands_alone: true,
        })
    }

    /// The first name of a block that says whose a quote is: a turn's label, a line below.
    fn signed(&self, block: usize) -> Option<Given> {
        let tokens = self.paragraphs.get(block)?;
        let mention = mentions::names(tokens).into_iter().next()?;
        Some(Given {
            speaker: people::speaker(self.people, self.body, tokens, mention, &self.speakers),
            mention: mention.span(tokens),
            cue: None,
            confidence: 0.95,
            rule: "its name stands beside it".to_owned(),
            is_pronoun: false,
            stands_alone: true,
        })
    }

    fn example(&self, quote: Span, candidates: &[Candidate]) -> Example {
        let pronouns = candidates.iter().filter(|one| one.kind == MentionKind::Pronoun).map(|one| {
            let found = pronouns::candidates(self.people, one.classes, one.span.start, &self.speakers);
            let name = |person: usize| self.people.people.get(person).map_or(String::new(), |one| one.display.clone());
            (one.span, found.into_iter().map(|(person, numbers)| (numbers, name(person))).collect())
        });
        Example {
            quote,
            candidates: candidates.iter().map(|one| (one.features, one.span, one.speaker.clone())).collect(),
            pronouns: pronouns.collect(),
        }
    }

    /// Those of the quote's paragraph, then who has spoken, then, where the quote starts its paragraph, those of the paragraph before.
    fn candidates(&mut self, block: usize, at: usize, number: usize, given: Option<(Span, f32)>) -> Vec<Candidate> {
        let paragraphs = self.paragraphs;
        let (Some(tokens), Some(marked)) = (paragraphs.get(block), self.marked.get(number)) else {
            return Vec::new();
        };
        let Some(quote) = tokens.get(at) else { return Vec::new() };
        let before = block.checked_sub(1).filter(|_| at == 0).and_then(|before| self.prose_at_or_before(before));
        self.find_sites(block);
        before.into_iter().for_each(|before| self.find_sites(before));
        let continued = marked.segments.len() > 1;
        let start = tokens.get(..at).unwrap_or(&[]).iter().rev().take(BEFORE);
        let start = at - start.take_while(|before| before.sentence == quote.sentence).count();
        let next =
            tokens.iter().enumerate().skip(at + 1).take(AFTER).find(|(_, token)| matches!(token.kind, Kind::Quote(_)));
        let ahead = next.and_then(|(next, token)| {
            let found = speech::in_sentence(self.body, tokens, next)?;
            Some((found.mention, token.sentence.saturating_sub(quote.sentence).min(5) as f32))
        });
        let mut setting = Setting {
            text: self.body,
            tokens,
            at,
            rule: speech::in_sentence(self.body, tokens, at),
            earlier: quote.sentence.checked_sub(1).and_then(|before| speech::reporting(tokens, before)),
            given,
            is_before: false,
            subject: speech::main_subject(self.body, tokens, start, at),
            ahead,
            beat: speech::beat(self.body, tokens, at),
            inner: speech::innermost(tokens, at, start),
            numbers: features::of_quote(self.body, tokens, at, continued),
        };
        let earlier = self.earlier(block, at, number);
        let mut out = self.mentioned(&setting, block, quote.span, &earlier);
        if let Some((before, tokens)) = before.and_then(|before| Some((before, paragraphs.get(before)?))) {
            (setting.tokens, setting.at, setting.is_before) = (tokens, tokens.len(), true);
            (setting.rule, setting.earlier, setting.subject, setting.ahead) = (None, None, None, None);
            (setting.beat, setting.inner) = (None, None);
            setting.earlier = tokens.last().and_then(|last| speech::reporting(tokens, last.sentence));
            out.extend(self.mentioned(&setting, before, quote.span, &earlier));
        }
        // « Incendie mortel » : in a language that the ranker does not know, a lone capital that starts a sentence and stands for nobody is no
        // name.
        let is_start = |at: u32| self.people.sentences.binary_search_by_key(&at, |(start, _)| *start).is_ok();
        let is_word = |one: &Candidate| {
            one.kind == MentionKind::Name
                && is_start(one.span.start)
                && !one.span.of(self.body).contains(' ')
                && one.speaker.as_deref().is_none_or(|name| self.people.known(name).count == 0)
        };
        if !self.language.is_learned {
            out.retain(|one| !is_word(one));
        }
        for (carried, given) in &earlier {
            if out.iter().any(|known| known.span.start < given.mention.end && given.mention.start < known.span.end) {
                continue;
            }
            let kind = if given.is_pronoun { MentionKind::Pronoun } else { MentionKind::Name };
            let person = self.person(given.speaker.as_deref(), quote.span);
            let features = features::of_carried(&setting, kind, given.mention, *carried, person);
            let how = "goes on with the speaker before";
            out.push(Candidate {
                features,
                span: given.mention,
                cue: given.cue,
                speaker: given.speaker.clone(),
                kind,
                classes: 0,
                how,
            });
        }
        out
    }

    /// The last paragraph of prose up to a block, headings and captions stepped over.
    fn prose_at_or_before(&self, block: usize) -> Option<usize> {
        let is_prose = |block: &usize| {
            self.text
                .blocks
                .get(*block)
                .is_some_and(|block| !matches!(block.kind, TextKind::Heading | TextKind::Caption))
        };
        (block.saturating_sub(2)..=block).rev().find(is_prose)
    }

    fn find_sites(&mut self, block: usize) {
        let (Some(slot), Some(tokens)) = (self.sites.get_mut(block), self.paragraphs.get(block)) else { return };
        if slot.is_none() {
            let found = sites::sites(self.body, tokens);
            let order = crate::order::ascending(found.iter().map(|site| site.mention.to as u64));
            *slot = Some(order.into_iter().filter_map(|at| found.get(at).copied()).collect());
        }
    }

    /// Everyone mentioned near the quote in the setting's paragraph.
    fn mentioned(&self, setting: &Setting, block: usize, quote: Span, earlier: &[(Carried, &Given)]) -> Vec<Candidate> {
        let (tokens, at) = (setting.tokens, setting.at);
        let sites = self.sites.get(block).and_then(Option::as_deref).unwrap_or(&[]);
        let from = sites.partition_point(|site| site.mention.to + BEFORE < at);
        let to = sites.partition_point(|site| site.mention.to <= at + AFTER);
        let mut rest = sites.get(from..to.max(from)).unwrap_or(&[]);
        let quote_sentence =
            tokens.get(at).map_or_else(|| tokens.last().map_or(0, |last| last.sentence + 1), |quote| quote.sentence);
        let mut chosen: Vec<(Site, usize)> = Vec::new();
        while let Some(first) = rest.first() {
            let size = rest.iter().take_while(|site| site.mention.to == first.mention.to).count();
            let (group, later) = rest.split_at(size);
            rest = later;
            let sentence = tokens.get(first.mention.to).map_or(0, |token| token.sentence);
            let is_near = sentence + EARLIER >= quote_sentence && sentence <= quote_sentence + LATER;
            let with_cue = group.iter().filter(|site| site.cue.is_some()).count();
            chosen.extend(nearest(group, at).filter(|_| is_near).map(|site| (*site, with_cue)));
        }
        if chosen.len() > MENTIONS {
            let here = chosen.partition_point(|(site, _)| site.mention.to < at);
            chosen.truncate(here + MENTIONS / 2);
            chosen.drain(..chosen.len().saturating_sub(MENTIONS));
        }
        // “…,” Lee said, according to the Herald: Lee spoke, the Herald heard it.
        if let Some(rule) = setting.rule.filter(|rule| rule.cue > at || at - rule.cue <= 4 && rule.confidence >= 0.84) {
            chosen.retain(|(site, _)| {
                site.role != Role::According || site.mention.from < at || site.cue.is_none_or(|cue| cue <= rule.cue)
            });
        }
        let candidate = |(site, with_cue): &(Site, usize)| {
            let span = site.clause_word(tokens).span(tokens);
            let speaker = people::speaker(self.people, self.body, tokens, site.mention, &self.speakers);
            let carried = earlier
                .iter()
                .find(|(_, given)| given.mention.start < span.end && span.start < given.mention.end)
                .map(|(carried, _)| *carried)
                .unwrap_or_default();
            let person = self.person(speaker.as_deref(), quote);
            let rivals = rivals(&chosen, site, at);
            let features = features::of_site(setting, site, *with_cue, carried, person, rivals);
            let cue = site.cue.and_then(|cue| tokens.get(cue)).map(|token| token.span);
            let classes = tokens.get(site.mention.from).map_or(0, |token| token.classes);
            Candidate { features, span, cue, speaker, kind: site.mention.kind, classes, how: describe(site.role) }
        };
        chosen.iter().map(candidate).collect()
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

/// How the verbs of the other candidates lie to this one's.
fn rivals(all: &[(Site, usize)], site: &Site, at: usize) -> Rivals {
    let mut found = Rivals { before: 60.0, after: 60.0, ..Rivals::default() };
    let distance = |cue: usize| cue.abs_diff(at).min(60) as f32;
    for (other, _) in all.iter().filter(|(other, _)| other.mention != site.mention) {
        let inside = site.cue.is_some_and(|cue| {
            let (low, high) = if cue < at { (cue, at) } else { (at, cue) };
            low < other.mention.from && other.mention.to < high
        });
        found.inner += f32::from(u8::from(inside));
        let Some(cue) = other.cue else { continue };
        found.count += 1.0;
        let side = if cue < at { &mut found.before } else { &mut found.after };
        *side = side.min(distance(cue));
        if let Some(own) = site.cue.filter(|own| (*own < at) == (cue < at)) {
            *(if distance(cue) <= distance(own) { &mut found.nearer } else { &mut found.outer }) += 1.0;
        }
    }
    found
}

fn describe(role: Role) -> &'static str {
    match role {
        Role::Bare => "named nearby",
        Role::Owner => "whose words the noun names",
        Role::JudgeSubject => "subject of the verb",
        Role::Joined => "the sentence’s subject",
        Role::Relative => "subject in a relative clause",
        Role::Agent => "agent of the passive",
        Role::Colon => "subject before the colon",
        Role::According => "after “according to”",
        Role::Inverted => "after the verb of speech",
        Role::SaySubject => "subject of the verb of speech",
    }
}
