//! Phrases found by a word of theirs, in a table that is asked as it stands in the program. The build script writes it from a rule file:
//! made ready when the program starts, the phrases took 60 KB of memory.

use crate::words::shelf;

/// Phrases, each with what it says.
#[derive(Debug)]
pub struct Shelves<T: 'static> {
    /// The phrases, shelf by shelf; on one shelf those whose words share a number, in the file's order.
    pub phrases: &'static [(&'static str, T)],
    /// How many phrases stand before each shelf's end. A power of two of shelves.
    pub ends: &'static [u16],
}

impl<T> Shelves<T> {
    /// The phrases on a word's shelf: those found by it, and a few others.
    pub fn beside(&self, word: &[u8]) -> &'static [(&'static str, T)] {
        let number = |shelf: usize| self.ends.get(shelf).map(|end| usize::from(*end));
        let shelf = shelf(word) & self.ends.len().wrapping_sub(1);
        let from = shelf.checked_sub(1).and_then(number).unwrap_or(0);
        number(shelf).and_then(|to| self.phrases.get(from..to)).unwrap_or(&[])
    }

    /// What a word says that is a phrase by itself.
    pub fn get(&self, word: &[u8]) -> Option<&'static T> {
        self.beside(word).iter().find(|(phrase, _)| phrase.as_bytes() == word).map(|(_, said)| said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_finds_its_own() {
        let by_shelf =
            |number: usize| ["is", "it", "in"].into_iter().filter(move |word| shelf(word.as_bytes()) & 1 == number);
        let phrases: Vec<(&str, usize)> = by_shelf(0).chain(by_shelf(1)).zip(0..).collect();
        let ends = [by_shelf(0).count() as u16, 3];
        let table = Shelves { phrases: phrases.clone().leak(), ends: ends.to_vec().leak() };
        for (word, number) in phrases {
            assert_eq!(table.get(word.as_bytes()), Some(&number));
        }
        assert_eq!(table.get(b"if"), None);
        assert_eq!(Shelves::<u8> { phrases: &[], ends: &[] }.get(b"is"), None);
    }
}
