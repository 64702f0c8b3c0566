//! A table of words with their classes that is asked as it stands in the program: nothing is made ready when it starts. The build script
//! writes it from a file of `rules/lang/`.

use super::language::Classes;

/// Words with their classes.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// For each length in bytes the words that have it, shelf by shelf and with nothing between them; the number of each one's classes; and
    /// how many words stand before each shelf's end. A power of two of shelves, about three words on each.
    pub(super) lengths: &'static [(&'static str, &'static [u8], &'static [u16])],
    /// The classes that words have, by their numbers.
    pub(super) classes: &'static [Classes],
    /// Endings of lower-case words with the classes they give: -ly makes an adverb.
    pub(super) endings: &'static [(&'static str, Classes)],
    /// The classes of all groups of the file.
    pub(super) groups: Classes,
}

impl Lexicon {
    /// No words.
    pub(super) const EMPTY: Lexicon = Lexicon { lengths: &[], classes: &[], endings: &[], groups: 0 };

    /// The classes of a word that is in the table.
    pub(super) fn get(&self, word: &str) -> Option<Classes> {
        let (words, numbers, shelves) = self.lengths.get(word.len())?;
        let shelf = crate::words::shelf(word.as_bytes()) & shelves.len().checked_sub(1)?;
        let to = usize::from(*shelves.get(shelf)?);
        let from = shelf.checked_sub(1).and_then(|before| shelves.get(before)).map_or(0, |from| usize::from(*from));
        let own = words.as_bytes().get(from * word.len()..to * word.len())?;
        let place = own.chunks_exact(word.len()).position(|known| known == word.as_bytes())?;
        self.classes.get(usize::from(*numbers.get(from + place)?)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_classes_of_its_number() {
        let table = Lexicon {
            lengths: &[("", &[], &[]), ("ai", &[0, 1], &[2]), ("amisto", &[1, 0, 1], &[3])],
            classes: &[4, 6],
            ..Lexicon::EMPTY
        };
        let found = ["a", "i", "am", "is", "to", "", "it", "ami", "zz"].map(|word| table.get(word));
        assert_eq!(found, [Some(4), Some(6), Some(6), Some(4), Some(6), None, None, None, None]);
    }
}
