//! People meant without their names: "the mayor", "the striker", "the Frenchwoman". Where two fit alike, nobody is meant.

use super::language::*;
use super::mentions::{Mention, NUMBER};
use super::names::{echo, gender_of, gender_of_article, Gender};
use super::people::{head, People, Person, Place, PLACES};
use super::tokens::{Kind, Token};
use crate::text::Span;

impl People {
    /// Takes in somebody without a name, of whom "he" and "the woman" may speak later; `place` is the paragraph, and its first sentence.
    pub(super) fn add_unnamed(&mut self, text: &str, tokens: &[Token], mention: Mention, place: (u32, u32)) {
        let Some(run) = tokens.get(mention.from..=mention.to) else { return };
        let (Some(first), Some(head)) = (run.first(), head(run)) else { return };
        let display = mention.span(tokens).of(text).to_owned();
        let person = self.people.len();
        self.people.push(Person {
            words: vec![display.to_lowercase()],
            display,
            gender: gender_of(head.classes).or_else(|| gender_of_article(first)),
            count: 1,
            is_person: true,
            is_unnamed: true,
            ..Person::default()
        });
        let known = self.roles.entry(head.span.of(text).to_lowercase()).or_default();
        known.push(person);
        self.places.push(Place {
            at: first.span.start,
            person,
            paragraph: place.0,
            sentence: place.1 + first.sentence,
            object: false,
            verb: true,
            full: false,
            subject: true,
            owner: false,
            reports: true,
            echo: echo(tokens, mention.to),
            within: false,
        });
    }

    /// The person a phrase like "the mayor" stands for: the one named with that role; else, for a phrase that can only mean a person,
    /// the only person named before it.
    pub(super) fn role(&self, text: &str, tokens: &[Token], mention: Mention) -> Option<String> {
        let run = tokens.get(mention.from..=mention.to)?;
        if !run.first().is_some_and(|token| token.is(DEFINITE)) {
            return None;
        }
        // "le technicien danois": the noun stands before what tells it from others.
        let is_noun = |token: &&Token| token.is(ROLE | PERSON) && !token.is(DETERMINER);
        let leading = run.iter().filter(|_| self.is_gendered).take_while(|token| !token.is(PREPOSITION)).find(is_noun);
        let head = leading.or_else(|| head(run))?;
        let word = head.span.of(text).to_lowercase();
        // "the agency’s director", "the mayor of Ode": somebody of whom nothing has been said yet.
        // "l’ingénieur de 31 ans" says no more than "l’ingénieur".
        let end = run.windows(2).position(|pair| {
            pair.first().is_some_and(|tie| tie.is(PREPOSITION)) && pair.iter().any(|token| token.classes & NUMBER != 0)
        });
        let bare = run.get(..end.map_or(run.len(), |end| end.max(1))).unwrap_or(run);
        let is_bare =
            bare.len() <= 5 && bare.iter().skip(1).all(|token| token.kind == Kind::Word && !token.is(PREPOSITION));
        // "die Mutter einer Schülerin": a noun in the genitive behind says whose, and of whom nothing has been said.
        let is_owned = self.is_gendered
            && tokens.get(mention.to + 1).is_some_and(|next| matches!(next.span.of(text), "einer" | "eines" | "des"));
        if is_owned {
            return None;
        }
        let name = |person: &usize| self.people.get(*person).map(|person| person.display.clone());
        if let Some([only]) = self.roles.get(&word).map(Vec::as_slice) {
            return name(only);
        }
        // Where articles say who is a woman and who a man, they and the verb of speech make a person of a word that no list has.
        let is_article_told = self.is_gendered && (2..=3).contains(&run.len()) && !head.is(NOUN | ORGANISATION | THING);
        // "the 45-year-old cabbie": who has an age is a person.
        let is_aged = bare.iter().any(|token| token.classes & NUMBER != 0 && token.is(ROLE | PERSON));
        let is_person = head.is(ROLE | PERSON | MALE | FEMALE) || is_article_told || is_aged;
        if self.roles.contains_key(&word) || !is_person || head.is(GROUP) {
            return None;
        }
        let at = run.first().map_or(0, |token| token.span.start);
        // "la commerçante": the article says a woman, so nobody is meant who is not known for one. "der 19-Jährige": an age asks for less.
        let article = run.first().and_then(gender_of_article);
        let is_age = head.classes & NUMBER != 0 || end.is_some();
        let own = gender_of(head.classes);
        let (gender, article) = if is_age { (own.or(article), None) } else { (own, article) };
        let person = is_bare.then(|| self.epithet(at, gender, article, head.is(ROLE) || is_aged)).flatten()?;
        name(&person)
    }

    /// The only person named before byte `at`, and where first.
    pub(super) fn only_before(&self, text: &str, at: u32) -> Option<(String, Span)> {
        let before = self.places.iter().take_while(|place| place.at < at);
        let is_person = |place: &&Place| {
            self.people.get(place.person).is_some_and(|person| {
                !person.is_organisation && !person.is_place && (person.is_person || person.words.len() > 1)
            })
        };
        let mut people = before.filter(is_person).peekable();
        let first = people.peek()?.at as usize;
        let person = self.people.get(only(people)?)?;
        let length = text.get(first..)?.split(|c: char| !c.is_alphanumeric() && !c.is_whitespace()).next()?.len();
        let end = first + length.min(person.display.len());
        Some((person.display.clone(), Span::new(first, end))).filter(|(_, span)| text.get(span.range()).is_some())
    }

    /// "The Frenchwoman": whom it means.
    pub(super) fn demonym(&self, tokens: &[Token], mention: Mention) -> Option<String> {
        let word = tokens.get(mention.to).filter(|word| word.is(PERSON | ROLE) && mention.from == mention.to)?;
        let before = mention.from.checked_sub(1).and_then(|before| tokens.get(before));
        let person = before
            .filter(|before| before.is(DEFINITE))
            .and_then(|_| self.epithet(word.span.start, gender_of(word.classes), None, word.is(PERSON)))?;
        self.people.get(person).map(|person| person.display.clone())
    }

    /// Whom "the striker" at byte `at` means: the only person named before it in its paragraph, or the only subject of its sentences; where
    /// none is, and the word is a role's, the same of the paragraph before, else the only one named before it at all. Whom the word's own
    /// `gender` speaks against is not meant; where the `article` says one, only who is known for it.
    fn epithet(&self, at: u32, gender: Option<Gender>, article: Option<Gender>, is_role: bool) -> Option<usize> {
        let before = self.places.partition_point(|place| place.at < at);
        let sentence = self.sentences.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let paragraph = self.sentences.get(sentence).map_or(0, |(_, paragraph)| *paragraph);
        let fits = |place: &&Place| {
            self.people.get(place.person).is_some_and(|person| {
                let fits = (gender.is_none() || person.gender.is_none() || person.gender == gender)
                    && (article.is_none() || person.gender == article);
                let is_person = person.is_person || person.has_full_name();
                !person.is_organisation && is_person && fits
            })
        };
        // Farther off a full name alone may be a team's.
        let is_sure =
            |place: &&Place| place.subject || self.people.get(place.person).is_some_and(|person| person.is_person);
        let near = self.places.get(before.saturating_sub(PLACES)..before).unwrap_or(&[]);
        let back = if is_role { 1 } else { 0 };
        for back in 0..=back {
            let from = near.partition_point(|place| place.paragraph + back < paragraph);
            let places =
                || near.get(from..).unwrap_or(&[]).iter().filter(fits).filter(|place| back == 0 || is_sure(place));
            if places().next().is_some() {
                let named = |place: &&Place| {
                    self.is_gendered
                        && self
                            .people
                            .get(place.person)
                            .is_some_and(|person| person.is_person && person.words.len() > 1)
                };
                // In a language of which nothing is learned, the subject of a paragraph before is no sign.
                let is_far = self.is_gendered && back > 0;
                return only(places())
                    .or_else(|| only(places().filter(|place| place.subject && !is_far)))
                    .or_else(|| only(places().filter(named)));
            }
        }
        let all = self.places.get(..before).unwrap_or(&[]).iter().filter(fits).filter(is_sure);
        is_role.then(|| only(all)).flatten()
    }
}

/// The person of all these places, if it is one.
fn only<'a>(mut places: impl Iterator<Item = &'a Place>) -> Option<usize> {
    let first = places.next()?.person;
    places.all(|place| place.person == first).then_some(first)
}
