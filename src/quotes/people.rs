//! People: who a name, a role or a pronoun stands for.
//!
//! All names of the article are gathered with their places. A surname stands for the one person whose full name ends with it; a
//! role for the person named with it; "he" and "she" for the likeliest person named shortly before whose gender does not speak
//! against it. Where two people fit alike, nobody is named.

use super::bodies::{self, Body};
use super::language::{self, *};
use super::mentions::{self, Mention, MentionKind};
use super::names::*;
use super::pronouns;
use super::tokens::{Kind, Token};
use crate::order::HashMap;
use crate::trees::Compact;
use std::sync::Arc;

/// People of one surname that are told apart; hostile pages name more.
const BEARERS: usize = 40;
/// Places looked back at for which of them was named last.
pub(super) const PLACES: usize = 300;
#[derive(Debug, Default)]
pub(super) struct Person {
    /// The words of the name in lower case, titles left out.
    pub words: Vec<String>,
    /// The fullest form, as written, with an honorific if it has one.
    pub display: String,
    pub gender: Option<Gender>,
    /// How often a full form or its surname stood in the text so far.
    pub count: usize,
    pub is_organisation: bool,
    /// Whether something says it is a person: a title, a forename, a verb of speech.
    pub is_person: bool,
    /// Whether a preposition of place stands before it somewhere: in Ode, from Sund.
    pub is_place: bool,
    /// Somebody without a name: a man in the crowd.
    pub is_unnamed: bool,
}

impl Person {
    /// Whether two words or more name it, and no preposition of place stands before them anywhere.
    pub(super) fn has_full_name(&self) -> bool {
        self.words.len() > 1 && !self.is_place && !self.is_organisation
    }
}

/// A place where a person is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub at: u32,
    pub person: usize,
    /// Paragraph and sentence, counted through the article.
    pub paragraph: u32,
    pub sentence: u32,
    /// Whether it follows a verb of speech or a preposition: one spoken to, or of.
    pub object: bool,
    /// Whether a verb or a possessive ending follows.
    pub verb: bool,
    /// Whether two words or more of the name stand here.
    pub full: bool,
    /// Named first in its sentence: likely its subject.
    pub subject: bool,
    /// Named as an owner ("Lee’s plan"): less likely to be meant by a pronoun.
    pub owner: bool,
    /// Named as one who speaks: the subject of a verb of speech, or after "according to".
    pub reports: bool,
    /// What a pronoun later in its sentence says: Lee hurt his knee.
    pub echo: Option<Gender>,
    /// Named within a phrase for somebody else: a spokesman for Lee.
    pub within: bool,
}

/// What the article says about a person.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub is_person: bool,
    pub is_organisation: bool,
    /// Whether it stands like a place somewhere: in Ode.
    pub is_place: bool,
    /// How often it is named.
    pub count: usize,
    /// How often it is named as one who speaks.
    pub reports: usize,
}

/// The article's people.
#[derive(Debug, Default)]
pub(super) struct People {
    known: HashMap<String, Known>,
    /// Says whom a pronoun stands for.
    pub ranker: Arc<Compact>,
    /// Whether the language's articles and nouns say who is a woman and who a man, which the ranker has not learned.
    pub is_gendered: bool,
    pub people: Vec<Person>,
    by_last: HashMap<String, Vec<usize>>,
    by_first: HashMap<String, Vec<usize>>,
    pub places: Vec<Place>,
    /// Where each sentence starts, in bytes, and whether it starts a paragraph.
    pub sentences: Vec<(u32, u32)>,
    /// Role nouns and the people named with them.
    pub roles: HashMap<String, Vec<usize>>,
    /// Groups that a sentence starts with, where the language's articles have a gender: where, in which paragraph, and which.
    pub groups: Vec<(u32, u32, Gender)>,
    /// What "it" may stand for, in order.
    pub bodies: Vec<Body>,
}

impl People {
    /// Gathers the people of an article from the tokens of its paragraphs, in order, and from names that stand in quotes (`told`).
    pub(super) fn gather(
        text: &str,
        paragraphs: &[Vec<Token>],
        told: &[Vec<Token>],
        language: &Language,
        pronouns: &Arc<Compact>,
    ) -> People {
        let mut people =
            People { ranker: Arc::clone(pronouns), is_gendered: !language.is_learned, ..People::default() };
        // First full names, so that a surname before its full name finds it.
        let told = told.iter();
        for tokens in paragraphs.iter().filter(|tokens| !is_headline(tokens)).chain(told) {
            for name in mentions::names(tokens) {
                let parts = parts(text, tokens, name);
                if parts.words.len() >= 2 && !parts.is_surname && !is_shouted(&parts.shown) {
                    people.add(parts, is_after_the(tokens, name));
                }
            }
        }
        for (paragraph, tokens) in (0_u32..).zip(paragraphs) {
            let mut sentence = u32::MAX;
            let before = people.sentences.len() as u32;
            // Asked once: to ask at each name would be quadratic in a paragraph of names.
            let is_headline = is_headline(tokens);
            for first in tokens.iter().enumerate().filter(|(at, token)| {
                at.checked_sub(1)
                    .and_then(|before| tokens.get(before))
                    .is_none_or(|last| last.sentence != token.sentence)
            }) {
                people.sentences.push((first.1.span.start, paragraph));
            }
            if people.is_gendered {
                people.groups.extend(pronouns::groups(tokens).map(|(at, gender)| (at, paragraph, gender)));
            }
            let mut unnamed = super::phrases::unnamed(tokens).into_iter().peekable();
            let mut phrase_end = 0;
            for name in mentions::names(tokens) {
                while let Some(mention) = unnamed.next_if(|mention| mention.from < name.from) {
                    people.add_unnamed(text, tokens, mention, (paragraph, before));
                    phrase_end = mention.to + 1;
                }
                let parts = parts(text, tokens, name);
                let Some(at) = tokens.get(name.from) else { continue };
                // One capital word at a sentence's start is a name only if it is one elsewhere.
                // "Hijo de canteros, Ruiz ..": a word for somebody is no forename.
                let is_forename = !language.is_learned && parts.gender.is_some() && !at.is(ROLE);
                let told_of = told_of(tokens, name);
                let is_start = parts.words.len() == 1
                    && at.first
                    && !parts.titled
                    && !is_forename
                    && people.single(&parts).is_none()
                    && !followed_by_verb(tokens, name)
                    && told_of.is_none();
                if parts.words.is_empty() || is_start {
                    continue;
                }
                let (titled, many_words, last) = (parts.titled, parts.words.len() > 1, parts.words.last().cloned());
                let is_described = !language.is_learned && !language.capital_nouns;
                let described = if is_described { described_from(tokens, name) } else { None };
                let gender = parts.gender.or_else(|| gender_before(tokens, name));
                let gender = gender.or_else(|| described.and_then(|_| gender_described(tokens, name)));
                let related = related(tokens, name);
                let gender = gender.or_else(|| told_of.or(related).and_then(|noun| gender_of(noun.classes)));
                let person = match people.find(&parts, at.span.start) {
                    Some(person) => person,
                    // "Mr Van der Velde": a surname of several words that stands with a title only.
                    None if (parts.words.len() == 1 || parts.is_surname && parts.titled)
                        && !is_headline
                        && (!language.capital_nouns || speaks(tokens, name) || language::is_forename(at.classes)) =>
                    {
                        people.add(parts, is_after_the(tokens, name))
                    }
                    None => continue,
                };
                let owner = tokens.get(name.to + 1).is_some_and(|next| next.is_mark(&['’']));
                let echo = echo(tokens, name.to);
                let left = name.from.checked_sub(1).and_then(|at| tokens.get(at));
                let role_before = told_of.is_some()
                    || related.is_some()
                    || left.is_some_and(|token| token.is(TITLE | ROLE))
                    || described.is_some_and(|from| {
                        tokens.get(from..name.from).unwrap_or(&[]).iter().any(|token| token.is(TITLE | ROLE))
                    });
                let is_organisation = people.people.get(person).is_some_and(|known| known.is_organisation);
                // "Dunmere boss Ken Lee": the club is not who acts.
                let is_modifier = tokens
                    .get(name.to + 1)
                    .is_some_and(|next| next.is(ROLE | TITLE | GROUP | PERSON | NOUN) && !next.is(SAY | JUDGE));
                // The first of its sentence, organisations and owners aside: likely its subject.
                let likely = people.people.get(person).is_some_and(|known| known.is_person)
                    || titled
                    || role_before
                    || many_words && speaks(tokens, name)
                    || many_words && at.first && !is_modifier
                    || at.first && !is_modifier && people.people.get(person).is_some_and(Person::has_full_name)
                    // "On ITV’s Breakfast Sofa she blushed": what hangs on a preposition or an owner is not who does it.
                    || echo.is_some() && !left.is_some_and(|token| token.is(PREPOSITION) || token.is_mark(&['’']));
                // "the strike could cost Palliser a million": what follows a word and goes on without a verb is no subject.
                let next = tokens.get(name.to + 1);
                let acts = at.first
                    || left.is_none_or(|left| {
                        left.kind != Kind::Word || left.capital || left.is(FUNCTION | ROLE | PERSON)
                    })
                    || followed_by_verb(tokens, name)
                    || next.is_none_or(|next| next.kind != Kind::Word || next.is(AND | ADVERB | RELATIVE));
                let subject = at.sentence != sentence && !is_organisation && !owner && likely && acts;
                if subject {
                    sentence = at.sentence;
                }
                let in_place = left
                    // "owed plenty to Nelson Orr": of a full name only some prepositions make a place.
                    .is_some_and(|token| token.is(if many_words { LOCATIVE } else { PREPOSITION }) && !token.capital);
                let full = people.people.get(person).is_some_and(|known| known.is_person || known.words.len() > 1);
                let reports =
                    speaks(tokens, name) || full && !owner && !is_organisation && after_according(tokens, name);
                // "junto a la casa de la señora Ruiz": of articles in between nothing is said.
                let is_article = |token: &&Token| people.is_gendered && token.is(DETERMINER) && !token.is(PREPOSITION);
                let behind = left.filter(|token| !is_article(token)).or_else(|| tokens.get(name.from.checked_sub(2)?));
                let object =
                    behind.is_some_and(|before| before.is(PREPOSITION | TELL) || before.is(SAY | JUDGE) && !reports);
                people.places.push(Place {
                    at: at.span.start,
                    person,
                    paragraph,
                    sentence: before + at.sentence,
                    object,
                    verb: followed_by_verb(tokens, name),
                    full: many_words,
                    subject,
                    owner,
                    reports,
                    echo,
                    within: name.from < phrase_end,
                });
                if let Some(known) = people.people.get_mut(person) {
                    known.count += 1;
                    let is_surname =
                        !many_words && !titled && known.words.len() > 1 && known.words.last() == last.as_ref();
                    known.gender = known.gender.or(gender.filter(|_| !is_surname));
                    known.is_person |= known.gender.is_some() || titled || reports || role_before;
                    // "In Lee’s simulations" is no place.
                    known.is_place |= in_place && !titled && !reports && !owner;
                }
                let told = described.and_then(|from| tokens.get(from..name.from)).unwrap_or(&[]);
                let told = told.iter().filter(|token| token.is(ROLE)).map(|token| token.span.of(text).to_lowercase());
                for role in roles_beside(text, tokens, name).into_iter().chain(told) {
                    let known = people.roles.entry(role).or_default();
                    if !known.contains(&person) {
                        known.push(person);
                    }
                }
            }
            unnamed.for_each(|mention| people.add_unnamed(text, tokens, mention, (paragraph, before)));
        }
        people.hear_pronouns(paragraphs);
        let says = |pair: &[Token]| matches!(pair, [it, verb] if it.is(NEUTER) && verb.is(CORE));
        if paragraphs.iter().any(|tokens| tokens.windows(2).any(says)) {
            let all = (0_u32..).zip(paragraphs);
            people.bodies = all.flat_map(|(at, tokens)| bodies::bodies(&people, text, tokens, at)).collect();
        }
        let mut reports = vec![0_usize; people.people.len()];
        for place in people.places.iter().filter(|place| place.reports) {
            if let Some(count) = reports.get_mut(place.person) {
                *count += 1;
            }
        }
        for (person, reports) in people.people.iter().zip(reports) {
            let known = Known {
                is_person: person.is_person,
                is_organisation: person.is_organisation,
                is_place: person.is_place,
                count: person.count,
                reports,
            };
            people.known.insert(person.display.clone(), known);
        }
        people
    }

    /// Learns the gender of people from the article: where a sentence names one person only, "he" and "she" in it, and at the start of
    /// the next, speak for that person.
    fn hear_pronouns(&mut self, paragraphs: &[Vec<Token>]) {
        let mut votes: HashMap<usize, (u32, u32)> = HashMap::default();
        let mut places = self.places.iter().peekable();
        for tokens in paragraphs {
            let mut alone: Option<usize> = None;
            for sentence in tokens.chunk_by(|a, b| a.sentence == b.sentence) {
                let end = sentence.last().map_or(0, |token| token.span.end);
                let mut named: Vec<(u32, usize)> = Vec::new();
                while let Some(place) = places.next_if(|place| place.at < end) {
                    let is_somebody = self.people.get(place.person).is_some_and(|person| !person.is_organisation);
                    if is_somebody && named.iter().all(|(_, known)| *known != place.person) {
                        named.push((place.at, place.person));
                    }
                }
                let carried = alone.filter(|_| named.is_empty()).map(|person| (0, person));
                alone = match named.as_slice() {
                    [(_, only)] => Some(*only),
                    _ => None,
                };
                let Some((from, person)) = carried.or(named.first().copied().filter(|_| alone.is_some())) else {
                    continue;
                };
                let heard =
                    sentence.iter().filter(|token| token.span.start > from && token.is(PRONOUN | OBJECT | POSSESSIVE));
                for gender in heard.filter_map(|token| gender_of(token.classes)) {
                    let (male, female) = votes.entry(person).or_default();
                    *(if gender == Gender::Male { male } else { female }) += 1;
                }
            }
        }
        for (person, (male, female)) in votes {
            let gender = match (male, female) {
                (male, female) if male >= 2 && male >= 4 * female => Gender::Male,
                (male, female) if female >= 2 && female >= 4 * male => Gender::Female,
                _ => continue,
            };
            if let Some(person) = self.people.get_mut(person) {
                person.gender = person.gender.or(Some(gender));
            }
        }
    }

    /// What is known of the person with this full name.
    pub(super) fn known(&self, name: &str) -> Known {
        self.known.get(name).copied().unwrap_or_default()
    }

    fn add(&mut self, parts: Parts, after_the: bool) -> usize {
        let Some(last) = parts.words.last().cloned() else { return 0 };
        let same =
            self.by_last.get(&last).into_iter().flatten().take(BEARERS).copied().find(|known| {
                self.people.get(*known).is_some_and(|known| given_names_agree(&known.words, &parts.words))
            });
        if let Some(known) = same {
            if let Some(person) = self.people.get_mut(known) {
                let is_fuller = person.words.len() == 1 && parts.words.len() > 1;
                if parts.shown.chars().count() > person.display.chars().count()
                    && parts.words.len() >= person.words.len()
                {
                    person.display = parts.shown;
                    person.words = parts.words;
                }
                // What the surname alone said as a forename gives way to the forename.
                person.gender = if is_fuller { parts.gender.or(person.gender) } else { person.gender.or(parts.gender) };
                person.is_person |= parts.titled || parts.gender.is_some();
            }
            return known;
        }
        let is_organisation = after_the || parts.organisation;
        let inner: Vec<String> =
            parts.words.iter().rev().skip(1).filter(|word| word.chars().count() > 2).cloned().collect();
        self.people.push(Person {
            is_person: parts.gender.is_some() || parts.titled,
            display: parts.shown,
            gender: parts.gender,
            words: parts.words,
            count: 0,
            is_place: false,
            is_unnamed: false,
            is_organisation,
        });
        let number = self.people.len() - 1;
        self.by_last.entry(last.clone()).or_default().push(number);
        // "Ana Ruiz Vega" may be Ana, or Ruiz.
        for word in inner.into_iter().filter(|word| *word != last).take(4) {
            self.by_first.entry(word).or_default().push(number);
        }
        number
    }

    fn single(&self, parts: &Parts) -> Option<usize> {
        let word = parts.words.last()?;
        self.by_last.get(word).or_else(|| self.by_first.get(word)).and_then(|found| found.first()).copied()
    }

    /// The person a name stands for at byte `at`.
    pub(super) fn find(&self, parts: &Parts, at: u32) -> Option<usize> {
        let last = parts.words.last()?;
        let bearers = self.by_last.get(last).map_or(&[][..], Vec::as_slice);
        // "Mme Le Goff", "Van der Berg": a surname of several words, unless nobody bears it.
        let is_surname = parts.is_surname && !bearers.is_empty();
        if parts.words.len() > 1 && !is_surname {
            return bearers.iter().take(BEARERS).copied().find(|known| {
                self.people.get(*known).is_some_and(|known| given_names_agree(&known.words, &parts.words))
            });
        }
        // "Baptiste" of Yolanda Baptiste: a surname that is a man's forename too says nothing.
        let gender = parts.gender.filter(|_| parts.titled);
        let fits = |known: &&usize| {
            self.people
                .get(**known)
                .is_some_and(|known| gender.is_none() || known.gender.is_none() || known.gender == gender)
        };
        let full: Vec<usize> = bearers.iter().take(BEARERS).filter(fits).copied().collect();
        match full.as_slice() {
            [only] => Some(*only),
            [] => match self.by_first.get(last).map(Vec::as_slice) {
                Some([only]) => Some(*only),
                _ => None,
            },
            // Several people of one surname: the one named last before this place.
            several => {
                let before = self.places.partition_point(|place| place.at < at);
                let near = self.places.get(before.saturating_sub(PLACES)..before).unwrap_or(&[]);
                let recent = near.iter().rev().find(|place| several.contains(&place.person));
                recent.map(|place| place.person).or_else(|| several.first().copied())
            }
        }
    }

    /// The fullest name of whom a name mention stands for.
    pub(super) fn name(&self, text: &str, tokens: &[Token], mention: Mention) -> Option<String> {
        let parts = parts(text, tokens, mention);
        let at = tokens.get(mention.from).map_or(0, |token| token.span.start);
        let person = self.find(&parts, at).and_then(|person| self.people.get(person));
        Some(person.map_or(parts.shown, |person| person.display.clone())).filter(|name| !name.is_empty())
    }

    /// Whether a name mention is more than one word that starts its sentence and stands for nobody known.
    pub(super) fn knows(&self, text: &str, tokens: &[Token], mention: Mention) -> bool {
        let first = tokens.get(mention.from);
        mention.to > mention.from
            || first.is_none_or(|first| !first.first || first.is(MALE | FEMALE))
            || self.find(&parts(text, tokens, mention), first.map_or(0, |first| first.span.start)).is_some()
    }

    /// Whether something says that a name mention is a person's.
    pub(super) fn is_person(&self, text: &str, tokens: &[Token], mention: Mention) -> bool {
        let parts = parts(text, tokens, mention);
        let known = self.find(&parts, tokens.get(mention.from).map_or(0, |first| first.span.start));
        let is_person = |known: usize| self.people.get(known).is_some_and(|known| known.is_person);
        parts.titled || parts.gender.is_some() || known.is_some_and(is_person)
    }

    /// "Ann Lee of the harbour board": the person whose name the phrase starts with.
    fn leading_name(&self, text: &str, tokens: &[Token], mention: Mention) -> Option<String> {
        let run = tokens.get(mention.from..=mention.to)?;
        let first = mentions::names(run).into_iter().next().filter(|name| name.from == 0)?;
        let tied = run.get(first.to + 1).is_some_and(|next| next.is(PREPOSITION));
        let name = Mention { from: mention.from, to: mention.from + first.to, kind: MentionKind::Name };
        let parts = parts(text, tokens, name);
        let at = tokens.get(mention.from).map_or(0, |token| token.span.start);
        let person = self.find(&parts, at).and_then(|person| self.people.get(person))?;
        (tied && person.is_person && !person.is_organisation).then(|| person.display.clone())
    }
}

/// The head of a noun phrase: its last word before a preposition or a comma.
pub(super) fn head(run: &[Token]) -> Option<&Token> {
    let end = run
        .iter()
        .skip(1)
        .position(|token| token.is(PREPOSITION) || token.is_mark(&[',']))
        .map_or(run.len(), |at| at + 1);
    run.get(..end)?.iter().rev().find(|token| token.kind == Kind::Word)
}

/// Whom a mention stands for: the fullest name, or the phrase itself. `speakers` are those who spoke last, and before that.
pub(super) fn speaker(
    people: &People,
    text: &str,
    tokens: &[Token],
    mention: Mention,
    speakers: &[Option<String>; 2],
) -> Option<String> {
    match mention.kind {
        MentionKind::Name => people.demonym(tokens, mention).or_else(|| people.name(text, tokens, mention)),
        MentionKind::Pronoun => {
            let token = tokens.get(mention.from)?;
            if token.is(NEUTER) {
                // "It is a “win”": only of what says something it is known that it can.
                let says = tokens.get(mention.from + 1).is_some_and(|verb| verb.is(CORE));
                return says.then(|| people.body_before(token.span.start)).flatten();
            }
            let candidates = pronouns::candidates(people, token.classes, token.span.start, speakers);
            pronouns::choose(people, token.classes, &candidates)
        }
        MentionKind::Nominal => {
            let named = || people.leading_name(text, tokens, mention);
            let shown = || Some(mention.span(tokens).of(text).to_owned());
            people.role(text, tokens, mention).or_else(named).or_else(shown)
        }
    }
}
