//! The words around names and dates, from `rules/metadata.txt`.

use crate::rules::{self, Group};
use std::sync::OnceLock;

/// The file.
const FILE: &str = rules::embedded!("metadata.txt");

/// One group: its single words and its phrases, lower case.
#[derive(Debug, Default)]
pub(super) struct Words {
    words: Vec<&'static str>,
    phrases: Vec<&'static str>,
}

impl Words {
    /// Whether `word`, lower case, is in the list.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// The phrases in the file's order.
    pub(super) fn phrases(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.phrases.iter().copied()
    }

    /// Whether one of the words stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.first_in(text).is_some()
    }

    /// Where in `text` the first of the words starts, in bytes.
    pub(super) fn first_in(&self, text: &str) -> Option<usize> {
        let mut at = 0;
        for piece in text.split(|c: char| !c.is_alphanumeric() && c != '©') {
            if !piece.is_empty() && self.has(&piece.to_lowercase()) {
                return Some(at);
            }
            at += piece.len()
                + text.get(at + piece.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
        None
    }
}

/// All groups of the file.
#[derive(Debug, Default)]
pub(super) struct Table {
    // A list, not a map: two dozen groups, and a further kind of map costs the module more than the search.
    groups: Vec<(&'static str, Words)>,
    /// What stands before an author's name, by its first letter: nouns, which a colon follows, and then prepositions.
    pub(super) before_author: Vec<(&'static str, bool)>,
    /// Number of the month and the first letters of one of its names.
    pub(super) months: Vec<(u32, &'static str)>,
    none: Words,
}

impl Table {
    /// The group of that name; an empty one where the file has none.
    pub(super) fn of(&self, name: &str) -> &Words {
        self.groups.iter().find(|(known, _)| *known == name).map_or(&self.none, |(_, words)| words)
    }

    /// What may stand before an author's name at the start of `text`, and whether it is a noun: nearly all differ in their first letter.
    pub(super) fn before_author(&self, text: &str) -> impl Iterator<Item = (&'static str, bool)> + '_ {
        let first = first_byte(text);
        let from = self.before_author.partition_point(|(phrase, _)| first_byte(phrase) < first);
        self.before_author.iter().skip(from).take_while(move |(phrase, _)| first_byte(phrase) == first).copied()
    }
}

/// The first byte of a text, in lower case.
fn first_byte(text: &str) -> u8 {
    text.as_bytes().first().map_or(0, u8::to_ascii_lowercase)
}

/// The file, parsed once.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        for group in rules::parse(FILE) {
            for (key, value) in &group.lines {
                if let Ok(month) = key.parse() {
                    table.months.extend(value.split_ascii_whitespace().map(|name| (month, name)));
                }
            }
            table.groups.push((group.name, words(&group)));
        }
        for (name, is_noun) in [("author", true), ("by", false)] {
            let phrases: Vec<_> = table.of(name).phrases().map(|phrase| (phrase, is_noun)).collect();
            table.before_author.extend(phrases);
        }
        let order = crate::order::ascending(table.before_author.iter().map(|(phrase, _)| first_byte(phrase).into()));
        table.before_author = order.into_iter().filter_map(|at| table.before_author.get(at).copied()).collect();
        table
    })
}

fn words(group: &Group<'static>) -> Words {
    Words {
        words: group.values("words").flat_map(str::split_ascii_whitespace).collect(),
        phrases: group.values("phrase").collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::byline;

    #[test]
    fn every_example_is_as_its_group_says() {
        let table = table();
        for group in rules::parse(FILE) {
            for (key, value) in &group.lines {
                let words = table.of(group.name);
                let found = match group.name {
                    "by" | "author" => byline::without_by(value).is_some(),
                    "nobody" | "account" => byline::is_all(value, words),
                    _ => words.is_in(value),
                };
                match *key {
                    "hit" => assert!(found, "{}: {value}", group.name),
                    "miss" => assert!(!found, "{}: {value}", group.name),
                    "words" | "phrase" => {}
                    month => assert!(month.parse::<u32>().is_ok(), "{}: unknown key {month}", group.name),
                }
            }
        }
        assert_eq!(table.months.len(), 62);
    }

    #[test]
    fn the_place_of_a_word_is_in_bytes() {
        let words = table().of("published");
        assert_eq!(words.first_in("é — Published 2021"), Some("é — ".len()));
        assert_eq!(words.first_in("nothing"), None);
    }
}
