//! Whom "he" and "she" stand for: of the people named shortly before whose gender does not speak against it, the one the ranker finds
//! likeliest; nobody where none is.

use super::language::{Classes, DEFINITE, GROUP, ROLE, SUBJECTLESS};
use super::names::{gender_of, gender_of_article, Gender};
use super::people::{People, Place};
use super::tokens::Token;

/// How far back, in places where people are named, a pronoun reaches.
const REACH: usize = 16;
/// Least share of all candidates' probability at which a person is named.
const LEAST: f32 = 0.55;
/// How many numbers there are.
pub const PRONOUN: usize = 26;
/// One person's numbers.
pub type PronounFeatures = [f32; PRONOUN];

/// Groups with an article that start a sentence, with the gender of the article.
pub(super) fn groups(tokens: &[Token]) -> impl Iterator<Item = (u32, Gender)> + '_ {
    tokens.windows(2).filter_map(|pair| match pair {
        [article, noun] if article.first && article.is(DEFINITE) && noun.is(GROUP) && !noun.is(ROLE) => {
            Some((noun.span.start, gender_of_article(article)?))
        }
        _ => None,
    })
}

/// The people a pronoun at byte `at` may stand for, with what speaks for each. `speakers` are those who spoke last, and before that.
pub(super) fn candidates(
    people: &People,
    classes: Classes,
    at: u32,
    speakers: &[Option<String>; 2],
) -> Vec<(usize, PronounFeatures)> {
    let gender = gender_of(classes);
    if gender.is_none() && classes & SUBJECTLESS == 0 {
        return Vec::new();
    }
    let before = people.places.partition_point(|place| place.at < at);
    let recent = people.places.get(before.saturating_sub(REACH)..before).unwrap_or(&[]);
    let sentence = people.sentences.partition_point(|(start, _)| *start <= at).saturating_sub(1);
    let paragraph = people.sentences.get(sentence).map_or(0, |(_, paragraph)| *paragraph);
    let fits = |place: &&Place| {
        people.people.get(place.person).is_some_and(|person| {
            let likely = person.is_person || !person.is_place && (person.words.len() > 1 || place.verb);
            likely
                && !place.within
                && !person.is_organisation
                && (gender.is_none() || person.gender.is_none() || person.gender == gender)
        })
    };
    let mut found: Vec<(usize, PronounFeatures)> = Vec::new();
    let is_unnamed = |place: &&Place| people.people.get(place.person).is_some_and(|person| person.is_unnamed);
    let mut all: Vec<&Place> = recent.iter().rev().filter(fits).collect();
    // "One voter shook her head. “…,” she said": nobody else has been named since, nor in that paragraph. Further back, people without a name
    // are not meant: no text that the ranker has learned from says so.
    let is_alone = |last: &&Place| {
        let mut near = all.iter().copied().take_while(|place| place.paragraph == last.paragraph);
        last.paragraph == paragraph || last.paragraph + 1 == paragraph && near.all(|place| is_unnamed(&place))
    };
    if all.first().is_some_and(|last| is_unnamed(last) && is_alone(last)) {
        all.truncate(1);
    } else {
        all.retain(|place| !is_unnamed(place));
    }
    // "On the Breakfast Show she told ..": what nothing says is a person, and is no subject, is not meant where somebody who is one is near.
    let of = |place: &Place| people.people.get(place.person);
    let is_known = |place: &Place| of(place).is_some_and(|person| person.gender.is_some() && person.gender == gender);
    if all.iter().any(|place| place.paragraph + 1 >= paragraph && is_known(place)) {
        all.retain(|place| place.subject || is_known(place) || of(place).is_some_and(|person| person.is_person));
    }
    // „Die Gewerkschaft kritisiert .. Das sei „…“, schreibt sie": a group is meant where the paragraph names nobody.
    let before = people.groups.partition_point(|(start, ..)| *start < at);
    let mut groups = people.groups.get(before.saturating_sub(REACH)..before).unwrap_or(&[]).iter();
    let is_group = groups.any(|(_, own, known)| *own == paragraph && Some(*known) == gender);
    if is_group && !all.iter().any(|place| place.paragraph == paragraph) {
        return Vec::new();
    }
    let last = all.first().map(|place| place.person);
    // Whom the paragraph is about so far, if its sentences have one subject only.
    let mut subjects =
        all.iter().filter(|place| place.subject && place.paragraph == paragraph).map(|place| place.person);
    let only_subject = subjects.next().filter(|first| subjects.all(|other| other == *first));
    // One whose gender nobody has said does not come before one in the paragraph of whom it is known to be the pronoun's.
    let is_sure = |person: usize| people.people.get(person).is_some_and(|person| person.gender == gender);
    // But in a sentence before the subject's, such a one is no rival: the strike could cost Pallister. Bae, who .., said.
    let from =
        all.iter().rfind(|place| place.subject && place.paragraph == paragraph).map_or(0, |place| place.sentence);
    let anyone_sure =
        all.iter().any(|place| place.paragraph == paragraph && place.sentence >= from && is_sure(place.person));
    let only_subject = only_subject.filter(|person| is_sure(*person) || !anyone_sure);
    // "Mayor Fontaine asked .., and Grosvenor’s husband, Walt, obliged. “..,” he said": the only one there whom it may mean.
    let mut there = all.iter().filter(|place| place.paragraph == paragraph);
    let only_there = there
        .next()
        .filter(|first| is_sure(first.person) && there.all(|other| other.person == first.person))
        .filter(|first| !first.owner && !first.object)
        .map(|first| first.person);
    let only_subject = only_subject.or(only_there);
    let last_subject = all.iter().find(|place| place.subject).map(|place| place.person);
    let nearest_sentence = all.first().map_or(0, |place| place.sentence);
    for (age, place) in all.iter().enumerate() {
        let Some(person) = people.people.get(place.person) else { continue };
        if found.iter().any(|(known, _)| *known == place.person) {
            continue;
        }
        let own = || all.iter().filter(|other| other.person == place.person);
        let subject = own().find(|other| other.subject);
        let flag = |value: bool| f32::from(u8::from(value));
        let spoke = |speaker: &Option<String>| flag(speaker.as_deref() == Some(person.display.as_str()));
        let back = |place: &Place| (sentence as u32).saturating_sub(place.sentence).min(20) as f32;
        let [before, earlier] = speakers;
        let first_there = all.iter().rfind(|other| other.sentence == place.sentence);
        found.push((
            place.person,
            [
                age as f32,
                found.len() as f32,
                back(place),
                paragraph.saturating_sub(place.paragraph).min(10) as f32,
                flag(place.subject),
                flag(place.owner),
                flag(place.reports),
                flag(place.object),
                flag(place.full),
                flag(person.gender.is_some()),
                flag(person.is_person),
                person.words.len().min(5) as f32,
                person.count.min(40) as f32,
                own().count() as f32,
                subject.map_or(21.0, |place| back(place)),
                flag(own().any(|other| other.reports)),
                spoke(before),
                spoke(earlier),
                flag(last == Some(place.person)),
                flag(last_subject == Some(place.person)),
                flag(first_there.is_some_and(|first| first.person == place.person)),
                (sentence as u32).saturating_sub(nearest_sentence).min(20) as f32,
                all.iter().filter(|other| other.sentence == place.sentence).count() as f32,
                flag(person.is_place),
                place.echo.map_or(0.0, |_| if place.echo == gender { 1.0 } else { -1.0 }),
                flag(only_subject == Some(place.person)),
            ],
        ));
    }
    // How many there are to choose from tells how sure one can be.
    let several = found.len() as f32;
    for (_, numbers) in &mut found {
        numbers[1] = several;
    }
    found
}

/// The name of the only subject of the pronoun's paragraph, else of the likeliest, if it is likely enough. The answers that the ranker has
/// learned from leave out the pronouns about which one can be in doubt, so that it trusts too much in who spoke last.
pub(super) fn choose(people: &People, classes: Classes, candidates: &[(usize, PronounFeatures)]) -> Option<String> {
    let name = |person: usize| people.people.get(person).map(|person| person.display.clone());
    if let Some((person, _)) = candidates.iter().find(|(_, numbers)| numbers.last() == Some(&1.0)) {
        return name(*person);
    }
    if people.is_gendered {
        return name(salient(gender_of(classes).is_some(), candidates)?);
    }
    let rows: Vec<&[f32]> = candidates.iter().map(|(_, numbers)| numbers.as_slice()).collect();
    let sure = super::ranker::probabilities(&people.ranker, &rows);
    let mut best: Option<(f32, usize)> = None;
    for (sure, (person, _)) in sure.iter().copied().zip(candidates) {
        if best.is_none_or(|(known, _)| sure > known) {
            best = Some((sure, *person));
        }
    }
    // Somebody it must be: only how they compare counts.
    let total: f32 = sure.iter().sum();
    let (_, person) = best.filter(|(sure, _)| *sure >= LEAST * total)?;
    name(person)
}

/// The person who stands out most, for languages that the ranker has not learned from: one whose gender is known to be the pronoun's, the
/// subject of a sentence, of this paragraph, lately named; not one spoken to or of.
fn salient(is_gendered: bool, candidates: &[(usize, PronounFeatures)]) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for (person, numbers) in candidates {
        let number = |at: usize| numbers.get(at).copied().unwrap_or(0.0);
        let sure = if is_gendered { number(9) } else { 0.0 };
        let weight =
            1.5 * sure + 2.0 * number(10) + (number(11) - 1.0).clamp(0.0, 1.0) + 2.0 * number(4) + 0.5 * number(6)
                - 2.0 * number(7)
                - number(5)
                - 0.5 * number(2).min(6.0)
                - 2.5 * number(3).min(2.0)
                + if is_gendered { 0.5 } else { 1.5 } * number(16);
        if best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, *person));
        }
    }
    let least = if is_gendered { 0.0 } else { -2.0 };
    best.filter(|(weight, _)| *weight >= least).map(|(_, person)| person)
}
