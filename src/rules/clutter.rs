//! Lines that are not the article, by what they say: `clutter.txt`, written by the build script as tables of phrases by their first word.

use super::shelves::Shelves;
use crate::model::Reason;
use crate::text::words_of;

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

/// The file, as the build script wrote it.
struct Table {
    /// Each group's name, and the reason it gives.
    groups: &'static [(&'static str, Reason)],
    /// The phrases by their first word, and those for line ends by their last, with the number of their group.
    by_first: Shelves<(u8, Place)>,
    by_last: Shelves<(u8, Place)>,
    brackets: &'static [&'static str],
    biographies: &'static [&'static str],
}

static TABLE: Table = include!(concat!(env!("OUT_DIR"), "/clutter.rs"));

/// Whether a word follows an author's name in a line about the author. `word` is lower case.
pub fn is_biography_verb(word: &str) -> bool {
    TABLE.biographies.contains(&word)
}

/// The phrases a line matches. `line` is normalised ([`normalized`]): lower-case words with single spaces. Linear in the line.
pub fn hits(line: &str) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut at = 0;
    let hit = |words: &str, (number, place): (u8, Place)| {
        let group = TABLE.groups.get(usize::from(number));
        group.map(|(group, reason)| Hit { place, group, reason: *reason, length: words.len() })
    };
    for word in words_of(line) {
        for (words, said) in TABLE.by_first.beside(word.as_bytes()) {
            let rest = line.get(at..).unwrap_or("");
            let Some(after) = rest.strip_prefix(words) else { continue };
            let ends_word = after.is_empty() || after.starts_with(' ');
            let fits = match said.1 {
                Place::Whole => at == 0 && after.is_empty(),
                Place::Start => at == 0 && ends_word,
                _ => ends_word,
            };
            if fits {
                found.extend(hit(words, *said));
            }
        }
        at += word.len() + 1;
    }
    let last = line.rsplit(' ').next().unwrap_or("");
    for (words, said) in TABLE.by_last.beside(last.as_bytes()) {
        if line.strip_suffix(words).is_some_and(|before| before.ends_with(' ')) {
            found.extend(hit(words, *said));
        }
    }
    found
}

/// Whether a word is one that marks, in brackets behind a headline, what kind of story it leads to.
pub fn is_bracket_label(word: &str) -> bool {
    TABLE.brackets.contains(&word)
}

/// The file's groups, for the test that runs its examples.
#[cfg(test)]
pub fn groups() -> Vec<super::Group<'static>> {
    super::parse(super::embedded!("clutter.txt"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalized;

    #[test]
    fn every_phrase_has_a_known_key_and_every_group_a_reason() {
        for group in groups() {
            let reason = TABLE.groups.iter().find(|(name, _)| *name == group.name).map(|(_, reason)| reason.name());
            assert_eq!(reason, group.values("reason").next(), "{}", group.name);
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
