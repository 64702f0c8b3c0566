//! Rules as data: line-oriented text files, embedded in the module and parsed once.
//!
//! A file is a list of groups. `[name]` starts one; `#` starts a comment that says why the group exists; every other line is
//! `key: value`. `hit:` and `miss:` lines are the group's own examples: every one of them is run by `cargo test`. What the
//! other keys mean is said by the stage that reads them (`words:` is a list, others are one phrase a line). There are no
//! conditions and no nesting: a rule that needs structure is a function, not a line here.

use std::sync::OnceLock;

/// One group of a rules file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group<'f> {
    /// Its name.
    pub name: &'f str,
    /// Its lines in order: key and value, trimmed.
    pub lines: Vec<(&'f str, &'f str)>,
}

impl<'f> Group<'f> {
    /// The values of one key, in order.
    pub fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'f str> + 'a {
        self.lines.iter().filter(move |(known, _)| *known == key).map(|(_, value)| *value)
    }
}

/// Parses a rules file. Lines it does not understand are left out here and refused by the tests.
pub fn parse(file: &str) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for line in file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            groups.push(Group { name, lines: Vec::new() });
        } else if let (Some((key, value)), Some(group)) = (line.split_once(':'), groups.last_mut()) {
            group.lines.push((key.trim(), value.trim()));
        }
    }
    groups
}

/// A rule file by its path below this folder: as the build script left it, and whole in tests, which run its examples.
macro_rules! embedded {
    ($path:literal) => {
        $crate::rules::embedded!($path, $path)
    };
    ($path:literal, $name:literal) => {{
        #[cfg(test)]
        let file = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/", $path));
        #[cfg(not(test))]
        let file = include_str!(concat!(env!("OUT_DIR"), "/", $name));
        file
    }};
}
pub(crate) use embedded;

pub mod clutter;
pub mod shelves;
pub mod types;

/// What names say about an element: one bit per group of `names.txt`, in the file's order.
pub mod names {
    use super::shelves::Shelves;

    /// The groups of each word of the file, one bit each.
    static WORDS: Shelves<u16> = include!(concat!(env!("OUT_DIR"), "/names.rs"));

    /// The groups' bits.
    pub const NAVIGATION: u16 = 1;
    /// Site and article headers.
    pub const HEADER: u16 = 1 << 1;
    /// Footers.
    pub const FOOTER: u16 = 1 << 2;
    /// Sidebars and widgets.
    pub const SIDEBAR: u16 = 1 << 3;
    /// Other stories.
    pub const RELATED: u16 = 1 << 4;
    /// Share bars.
    pub const SHARE: u16 = 1 << 5;
    /// Newsletters, subscriptions, apps.
    pub const SUBSCRIBE: u16 = 1 << 6;
    /// Advertising.
    pub const ADVERTISEMENT: u16 = 1 << 7;
    /// Comments.
    pub const COMMENTS: u16 = 1 << 8;
    /// Author, date, tags.
    pub const ABOUT: u16 = 1 << 9;
    /// Consent and law.
    pub const LEGAL: u16 = 1 << 10;
    /// Buttons, tools, forms, players.
    pub const CONTROL: u16 = 1 << 11;
    /// The article itself.
    pub const BODY: u16 = 1 << 12;
    /// Captions.
    pub const CAPTION: u16 = 1 << 13;
    /// How many groups there are.
    pub const COUNT: usize = 14;

    /// The groups that the words of a class, id, role or test id belong to. Words end at every character that is no letter
    /// and where lower case turns to upper case.
    pub fn groups_of(names: &str) -> u16 {
        let mut found = 0;
        let mut word = [0_u8; 24];
        let mut length = 0;
        let mut was_lower = false;
        let mut end_word = |word: &[u8]| {
            found |= Some(word).filter(|word| !word.is_empty()).and_then(|word| WORDS.get(word)).copied().unwrap_or(0);
        };
        for byte in names.as_bytes() {
            let starts_word = byte.is_ascii_uppercase() && was_lower;
            was_lower = byte.is_ascii_lowercase();
            if !byte.is_ascii_alphabetic() || starts_word {
                end_word(word.get(..length).unwrap_or(&[]));
                length = 0;
            }
            if byte.is_ascii_alphabetic() {
                if let Some(slot) = word.get_mut(length) {
                    *slot = byte.to_ascii_lowercase();
                }
                // Longer than any word in the table: kept too long to match.
                length = (length + 1).min(word.len());
            }
        }
        end_word(word.get(..length).unwrap_or(&[]));
        found
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn every_example_is_as_its_group_says() {
            let groups = crate::rules::parse(crate::rules::embedded!("names.txt"));
            assert_eq!(groups.len(), COUNT);
            for (bit, group) in groups.iter().enumerate() {
                for (key, value) in &group.lines {
                    let found = groups_of(value) & (1 << bit) != 0;
                    match *key {
                        "words" => {}
                        "hit" => assert!(found, "{}: {value}", group.name),
                        "miss" => assert!(!found, "{}: {value}", group.name),
                        other => panic!("{}: unknown key {other}", group.name),
                    }
                }
            }
            assert_eq!(groups.iter().position(|group| group.name == "caption"), Some(13));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_groups_of_lines() {
        let groups = parse("# why\n[one]\nline: a: b\n\nhit: c\n[two]\n");
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].lines, [("line", "a: b"), ("hit", "c")]);
        assert_eq!(groups[0].values("line").next(), Some("a: b"));
    }
}
