//! Everyone a paragraph mentions, with the place in the sentence's build that may make a speaker of them: subject of a verb of
//! speech, behind it, after "according to", agent of a passive, or none. What the rules see as one clear clause, the ranker weighs
//! against these.

use super::inverted::{at_verb, far_behind, without_subject};
use super::language::*;
use super::mentions::{self, ending_before, nominal_at, Mention, MentionKind};
use super::phrases::starting_at;
use super::speech::{
    before_colon, is_noun, is_passive, is_relative, main_subject, past_preposition, unknown_verb, PROGRESSIVE,
};
use super::tokens::{last_of, Kind, Token};

/// Tokens of a sentence looked at around one verb; hostile pages have sentences without end.
const REACH: usize = 90;

/// How a mention stands to a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Of no verb that we know.
    Bare,
    /// Owner of a noun of speech: his warning that.
    Owner,
    /// Subject left of a verb that carries pieces of speech.
    JudgeSubject,
    /// The sentence's subject, for a verb joined to it: and added, adding.
    Joined,
    /// Subject of a verb in a relative clause about a thing.
    Relative,
    /// Agent of a passive.
    Agent,
    /// Subject of a sentence that ends with a colon before the quote, whatever its verb.
    Colon,
    /// After "according to".
    According,
    /// Right of a verb of speech.
    Inverted,
    /// Subject left of a verb of speech.
    SaySubject,
}

/// A mention with its verb.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub mention: Mention,
    pub role: Role,
    /// The verb, as a token.
    pub cue: Option<usize>,
}

impl Site {
    /// The words of its own clause that stand for it: "who" in "a friend who said", else the mention with its description.
    pub(super) fn clause_word(&self, tokens: &[Token]) -> Mention {
        let steps = |token: &&Token| token.is(AUXILIARY | ADVERB) && !token.is(PRONOUN | THING | RELATIVE);
        // What a relative clause says of somebody else is not said by the sentence's subject: its "who" is not it.
        let subject = self.cue.filter(|_| self.role != Role::Joined).and_then(|cue| {
            let run = tokens.get(self.mention.to + 1..cue)?;
            let before = cue - 1 - run.iter().rev().take(4).take_while(steps).count();
            Some(before)
                .filter(|at| tokens.get(*at).is_some_and(|token| *at > self.mention.to && token.is(RELATIVE | THING)))
        });
        match subject {
            Some(at) => Mention { from: at, to: at, kind: self.mention.kind },
            None => mentions::with_description(tokens, self.mention),
        }
    }
}

/// Every site of a paragraph, by sentence.
pub(super) fn sites(text: &str, tokens: &[Token]) -> Vec<Site> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < tokens.len() {
        let sentence = tokens.get(from).map_or(0, |token| token.sentence);
        let to = (from..tokens.len())
            .find(|at| tokens.get(*at).is_some_and(|token| token.sentence != sentence))
            .unwrap_or(tokens.len());
        with_verbs(text, tokens, from, to, &mut found);
        beside_quotes(text, tokens, from, to, &mut found);
        with_nouns(tokens, from, to, &mut found);
        without_verbs(tokens, from, to, &mut found);
        from = to;
    }
    found
}

fn with_verbs(text: &str, tokens: &[Token], from: usize, to: usize, found: &mut Vec<Site>) {
    let is_comma = |token: &Token| token.is_mark(&[',']);
    let is_who = |token: &Token| token.is(RELATIVE);
    let mut earlier = None;
    for cue in from..to {
        let Some(token) = tokens.get(cue) else { break };
        let floor = from.max(cue.saturating_sub(REACH));
        let ceiling = to.min(cue + REACH);
        let mut add = |mention: Option<Mention>, role: Role| {
            if let Some(mention) = mention {
                found.push(Site { mention, role, cue: Some(cue) });
            }
        };
        if token.is(ACCORDING | SO) {
            add(starting_at(tokens, past_preposition(tokens, cue + 1), ceiling), Role::According);
            continue;
        }
        if !token.is(SAY | JUDGE) || token.capital && !token.first || is_noun(tokens, cue) {
            continue;
        }
        if is_passive(tokens, cue, floor) {
            let agent = (cue..ceiling).take(30).find(|by| tokens.get(*by).is_some_and(|token| token.is(AGENT)));
            let agent = agent.and_then(|by| starting_at(tokens, by + 1, ceiling));
            add(agent, Role::Agent);
            // Who is named with "by" speaks, never the passive's subject.
            // "The jury was told that": it heard.
            if agent.is_some() || token.is(TELL) {
                continue;
            }
        }
        if let Some(mention) = at_verb(tokens, cue, floor) {
            add(Some(mention), Role::Inverted);
            earlier = Some(mention);
            continue;
        }
        let left = ending_before(tokens, cue, floor);
        let role = match () {
            () if is_relative(tokens, cue, floor) => Role::Relative,
            () if token.is(SAY) => Role::SaySubject,
            () => Role::JudgeSubject,
        };
        add(left, role);
        let before = cue.checked_sub(1).filter(|before| *before >= floor).and_then(|before| tokens.get(before));
        let opens = before.is_none_or(|before| {
            matches!(before.kind, Kind::Quote(_)) || before.is_mark(&[',', '—', '–']) || before.is(AUXILIARY)
        });
        let behind = || starting_at(tokens, cue + 1, ceiling).or_else(|| far_behind(tokens, cue, ceiling));
        let inverted = (token.is(SAY) && opens).then(behind).flatten();
        let alone = || (opens && left.is_none()).then(|| without_subject(tokens, cue)).flatten();
        let inverted = inverted.or_else(alone);
        add(inverted, Role::Inverted);
        // "and added", "adding", "Lee, at a meeting in Ode, said": the sentence's subject, or that of the verb before.
        let is_joined = left.is_none() || token.classes & PROGRESSIVE != 0;
        let is_set_off = |left: Mention| {
            tokens
                .get(left.to + 1..cue)
                .is_some_and(|rest| rest.first().is_some_and(is_comma) && !rest.iter().any(is_who))
        };
        if is_joined || left.is_some_and(is_set_off) {
            add(main_subject(text, tokens, floor, cue), Role::Joined);
        }
        if is_joined {
            add(earlier, Role::Joined);
        }
        if role == Role::SaySubject {
            earlier = left.or(inverted).or(earlier);
        }
    }
}

/// Who stands with a verb we do not know right after a quote, or in the sentence whose colon introduces it.
fn beside_quotes(text: &str, tokens: &[Token], from: usize, to: usize, found: &mut Vec<Site>) {
    for at in from..to {
        let Some(quote) = tokens.get(at).filter(|token| matches!(token.kind, Kind::Quote(_))) else { continue };
        let after = last_of(quote.span.of(text)).and_then(|last| unknown_verb(text, tokens, at, last));
        let before = before_colon(text, tokens, at);
        for (attribution, role) in [(after, Role::SaySubject), (before, Role::Colon)] {
            let Some(attribution) = attribution else { continue };
            let (mention, cue) = (attribution.mention, attribution.cue);
            let is_known = |site: &Site| site.mention.to == mention.to && site.role > Role::Agent;
            if !found.iter().rev().take(24).any(is_known) {
                let role = if mention.from > cue { Role::Inverted } else { role };
                found.push(Site { mention, role, cue: Some(cue) });
            }
        }
    }
}

/// "his warning that", "Lee’s earlier claim": whose words a noun of speech names.
fn with_nouns(tokens: &[Token], from: usize, to: usize, found: &mut Vec<Site>) {
    for noun in from..to {
        if !tokens.get(noun).is_some_and(|token| token.is(NOUN) && !token.capital) {
            continue;
        }
        let floor = from.max(noun.saturating_sub(4));
        let is_owner = |at: &usize| tokens.get(*at).is_some_and(|token| token.is(POSSESSIVE) || token.is_mark(&['’']));
        let Some(owner) = (floor..noun).rev().find(is_owner) else { continue };
        let between = tokens.get(owner + 1..noun).unwrap_or(&[]);
        if between.iter().any(|token| token.kind != Kind::Word || token.is(SAY | DETERMINER | PREPOSITION)) {
            continue;
        }
        let is_mark = tokens.get(owner).is_some_and(|token| token.kind != Kind::Word);
        let mention = if is_mark {
            ending_before(tokens, owner, from.max(owner.saturating_sub(REACH)))
        } else {
            Some(Mention { from: owner, to: owner, kind: MentionKind::Pronoun })
        };
        found.extend(mention.map(|mention| Site { mention, role: Role::Owner, cue: Some(noun) }));
    }
}

fn without_verbs(tokens: &[Token], from: usize, to: usize, found: &mut Vec<Site>) {
    // "Lee press secretary Ann Orr": the name is who the words before it describe.
    let is_name = |token: &Token| mentions::is_name_part(token) && !mentions::is_function(token) && !token.is(PARTICLE);
    let run = tokens.get(from..to).unwrap_or(&[]);
    for name in mentions::names(run) {
        let mention = Mention { from: name.from + from, to: name.to + from, kind: MentionKind::Name };
        found.push(Site { mention, role: Role::Bare, cue: None });
    }
    for at in from..to {
        let Some(token) = tokens.get(at) else { break };
        if token.is(PRONOUN) && !token.is(RELATIVE) {
            let mention = Mention { from: at, to: at, kind: MentionKind::Pronoun };
            found.push(Site { mention, role: Role::Bare, cue: None });
        } else if !token.capital
            && token.is(ROLE | GROUP | NOUN | PERSON)
            && !tokens.get(at + 1).is_some_and(|next| next.is(ROLE | GROUP) || is_name(next))
        {
            if let Some(mention) = nominal_at(tokens, at, from.max(at.saturating_sub(REACH))) {
                found.push(Site { mention, role: Role::Bare, cue: None });
            }
        }
    }
}
