//! Lines that are not the article, by what they say: `clutter.txt`, compiled into tables of phrases by their first word.

use super::{parse, Group, OnceLock};
use crate::model::Reason;
use crate::order::Numbers;
use crate::text::normalized;

/// The file.
const FILE: &str = super::embedded!("clutter.txt");

/// How a line matched a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole line.
    Whole,
    /// The line's start.
    Start,
    /// Somewhere in it.
    Inside,
    /// The line's end.
    End,
}

/// A phrase found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it stood.
    pub place: Place,
    /// The group's name.
    pub group: &'static str,
    /// The group's reason.
    pub reason: Reason,
    /// Bytes of the phrase, normalised.
    pub length: usize,
}

struct Phrase {
    words: String,
    hit: Hit,
}

/// All phrases by their first word, and those for line ends by their last: lists by the number of that word.
struct Table {
    words: Numbers,
    by_first: Vec<Vec<Phrase>>,
    last_words: Numbers,
    by_last: Vec<Vec<Phrase>>,
    brackets: Vec<&'static str>,
    biographies: Vec<&'static str>,
}

fn reason(group: &Group) -> Reason {
    let named = |wanted: &str| {
        [
            Reason::Navigation,
            Reason::Teaser,
            Reason::Promotion,
            Reason::Advertisement,
            Reason::Comments,
            Reason::About,
            Reason::Legal,
        ]
        .into_iter()
        .find(|reason| reason.name() == wanted)
    };
    group.values("reason").find_map(named).unwrap_or(Reason::Boilerplate)
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table {
            words: Numbers::default(),
            by_first: Vec::new(),
            last_words: Numbers::default(),
            by_last: Vec::new(),
            brackets: Vec::new(),
            biographies: Vec::new(),
        };
        for group in parse(FILE) {
            let reason = reason(&group);
            table.biographies.extend(group.values("biography").flat_map(str::split_ascii_whitespace));
            table.brackets.extend(group.values("bracket").flat_map(str::split_ascii_whitespace));
            for (key, value) in &group.lines {
                let place = match *key {
                    "label" => Place::Whole,
                    "start" => Place::Start,
                    "contains" => Place::Inside,
                    "end" => Place::End,
                    _ => continue,
                };
                let words = normalized(value);
                let mut ends = words.split(' ');
                let (first, last) = (ends.next().unwrap_or("").to_owned(), ends.next_back().unwrap_or("").to_owned());
                let hit = Hit { place, group: group.name, reason, length: words.len() };
                let phrases = if place == Place::End {
                    table.last_words.entry(&mut table.by_last, last.as_str())
                } else {
                    table.words.entry(&mut table.by_first, first.as_str())
                };
                phrases.into_iter().for_each(|phrases| phrases.push(Phrase { words: words.clone(), hit }));
            }
        }
        table
    })
}

/// Whether a word follows an author's name in a line about the author. `word` is lower case.
pub fn is_biography_verb(word: &str) -> bool {
    table().biographies.contains(&word)
}

/// The phrases a line matches. `line` is normalised ([`normalized`]): lower-case words with single spaces. Linear in the line.
pub fn hits(line: &str) -> Vec<Hit> {
    let table = table();
    let mut found = Vec::new();
    let mut at = 0;
    for word in line.split(' ') {
        for phrase in table.words.get(word).and_then(|number| table.by_first.get(number)).into_iter().flatten() {
            let rest = line.get(at..).unwrap_or("");
            let Some(after) = rest.strip_prefix(phrase.words.as_str()) else { continue };
            let ends_word = after.is_empty() || after.starts_with(' ');
            let fits = match phrase.hit.place {
                Place::Whole => at == 0 && after.is_empty(),
                Place::Start => at == 0 && ends_word,
                _ => ends_word,
            };
            if fits {
                found.push(phrase.hit);
            }
        }
        at += word.len() + 1;
    }
    let last = line.rsplit(' ').next().unwrap_or("");
    for phrase in table.last_words.get(last).and_then(|number| table.by_last.get(number)).into_iter().flatten() {
        if line.strip_suffix(phrase.words.as_str()).is_some_and(|before| before.ends_with(' ')) {
            found.push(phrase.hit);
        }
    }
    found
}

/// Whether a word is one that marks, in brackets behind a headline, what kind of story it leads to.
pub fn is_bracket_label(word: &str) -> bool {
    table().brackets.contains(&word)
}

/// The file's groups, for the test that runs its examples.
pub fn groups() -> Vec<Group<'static>> {
    parse(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_has_a_known_key_and_every_group_a_reason() {
        for group in groups() {
            assert_ne!(reason(&group), Reason::Boilerplate, "{}", group.name);
            for (key, value) in &group.lines {
                assert!(
                    ["reason", "label", "start", "contains", "end", "bracket", "biography", "hit", "miss"]
                        .contains(key),
                    "{key}"
                );
                assert!(!normalized(value).is_empty(), "{key}: {value}");
            }
        }
    }

    #[test]
    fn phrases_match_where_they_must() {
        let places = |line: &str| hits(&normalized(line)).iter().map(|hit| hit.place).collect::<Vec<_>>();
        assert_eq!(places("Previous Story"), [Place::Whole]);
        assert!(places("READ MORE: x").contains(&Place::Start));
        assert!(places("Please note: all rights reserved by us").contains(&Place::Inside));
        assert!(places("we travel on Instagram").contains(&Place::End));
        assert!(places("Readers moreover wrote").is_empty());
    }
}
