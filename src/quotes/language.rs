//! What a language calls speech and people: word lists from `rules/lang/`, one file a language.

use crate::rules::parse;
use std::sync::OnceLock;

/// Word classes, one bit each. Bits 40 to 43, 48, 51, 53 and 54 are set on tokens, by their neighbours or their language (`mentions.rs`,
/// `speech.rs`, `tokens.rs`).
pub(super) type Classes = u64;

macro_rules! classes {
    ($($(#[$meta:meta])* $name:ident $group:literal $bit:literal),+ $(,)?) => {
        $($(#[$meta])* pub(super) const $name: Classes = 1 << $bit;)+
        const CLASSES: &[(&str, Classes)] = &[$(($group, $name),)+];
    };
}

classes! {
    /// Verbs that report words.
    SAY "say" 0,
    /// Verbs that carry a quoted piece of speech.
    JUDGE "judge" 1,
    /// Nouns of speech.
    NOUN "noun" 2,
    /// Subject pronouns.
    PRONOUN "pronoun" 3,
    /// Object pronouns.
    OBJECT "object" 4,
    /// Words that say a person is male.
    MALE "male" 5,
    /// Words that say a person is female.
    FEMALE "female" 6,
    /// Titles kept before a name.
    HONORIFIC "honorific" 7,
    /// Titles and roles that stand before a name.
    TITLE "title" 8,
    /// Nouns that stand for a person.
    ROLE "role" 9,
    /// What stands between a subject and its verb.
    AUXILIARY "auxiliary" 10,
    /// Forms of "be", which make a passive.
    BE "be" 11,
    /// Words that are no names though capitals start them.
    FUNCTION "function" 12,
    /// Small words inside names.
    PARTICLE "particle" 13,
    /// Days and months.
    CALENDAR "calendar" 14,
    /// "According to" and its kin.
    ACCORDING "according" 15,
    /// Words after which a full stop ends no sentence.
    ABBREVIATION "abbreviation" 16,
    /// Prepositions that tie a noun to another.
    PREPOSITION "preposition" 17,
    /// Articles and possessives.
    DETERMINER "determiner" 18,
    /// Groups, offices and writings that speak.
    GROUP "group" 19,
    /// Words that name a speaker right after a quote only: German "so Müller".
    SO "so" 20,
    /// A mark that the language writes its nouns with capitals.
    CAPITAL_NOUNS "capital-nouns" 21,
    /// Pronouns that stand for what was named right before: who, qui.
    RELATIVE "relative" 22,
    /// Pronouns that stand for a thing named right before: that, which.
    THING "thing" 23,
    /// Definite articles.
    DEFINITE "definite" 24,
    /// Words before a name or title in quote marks: so-called, the film.
    INTRODUCE "introduce" 25,
    /// Words that say a name is an organisation's or a place's.
    ORGANISATION "organisation" 26,
    /// What names the agent of a passive: by.
    AGENT "agent" 27,
    /// Nouns for people, by their ending.
    PERSON "person" 28,
    /// Adverbs of manner, by their ending.
    ADVERB "adverb" 29,
    /// Verbs whose object is the hearer: told.
    TELL "tell" 30,
    /// Verbs of the past, by their ending.
    VERB "verb" 31,
    /// Pronouns of the one who writes: I, we.
    WRITER "writer" 32,
    /// What joins two names to one subject: and.
    AND "and" 33,
    /// Behind a surname: Jr, III.
    SUFFIX "suffix" 34,
    /// Verbs of thought and will among those of speech: what stands after them is less often a quote.
    MIND "mind" 35,
    /// Possessives that stand for a person: his, her.
    POSSESSIVE "possessive" 36,
    /// The commonest verbs of speech, which do nothing else.
    CORE "core" 37,
    /// Verbs that give a name: what stands after their object is it.
    NAMING "naming" 38,
    /// Verb forms of speech that is told, not quoted: German sei, habe, werde.
    TOLD "told" 39,
    /// Verbs that may go without a subject, which is then whoever was last spoken of: Spanish afirmó.
    SUBJECTLESS "subjectless" 44,
    /// Small words that lose their vowel before another: French l’, s’.
    ELIDED "elided" 45,
    /// Definite articles that say a person is female, and male: French la, le.
    FEMININE "feminine" 46,
    MASCULINE "masculine" 47,
    /// Prepositions that hang on the verb before a noun of speech or a person: said the mayor *in* a letter.
    LOOSE "loose" 49,
    /// Prepositions that say whose view a sentence is: French pour elle.
    VIEW "view" 50,
    /// Prepositions that name who speaks right behind a verb of speech: Spanish explican desde la empresa.
    SOURCE "source" 52,
    /// Prepositions with their article in them, behind which a noun stands: German zum, beim.
    CONTRACTED "contracted" 55,
    /// A mark that the language sets the clause that reports a quote between its marks, in commas: French.
    INCISES "incises" 56,
    /// Nouns for how something is put or reckoned, which behind "according to" are nobody: French formule.
    WORDING "wording" 57,
    /// Prepositions that with such a noun say whose it is: German nach Angaben der Polizei.
    WHOSE "whose" 58,
    /// Prepositions that make a place of the name behind them: in, near.
    LOCATIVE "locative" 59,
}

/// Whether a word with these classes is known for a forename, and is nothing else.
pub(super) fn is_forename(classes: Classes) -> bool {
    classes & (MALE | FEMALE) != 0 && classes & (ROLE | TITLE | HONORIFIC | PRONOUN | FUNCTION) == 0
}

/// A language's words with their classes.
#[derive(Debug, Default)]
pub(super) struct Language {
    words: Words,
    /// Endings of lower-case words with the classes they give: -ly makes an adverb.
    endings: Vec<(&'static str, Classes)>,
    /// Whether a capital makes no name: nouns have them too.
    pub(super) capital_nouns: bool,
    /// Whether the clause that reports a quote may stand between its marks, in commas.
    pub(super) incises: bool,
    /// Whether we have words for it.
    pub(super) is_known: bool,
    /// Whether the ranker has learned from texts in it; in the others a clear rule stands where the ranker is in doubt.
    pub(super) is_learned: bool,
}

/// Words with their classes, found by a hash that is worked out while the list is read: building a map of the general kind took a
/// third of the time of a short article. What is in it is ours, so nobody can make words collide.
#[derive(Debug, Default)]
struct Words {
    /// One more than a word's place in the list, 0 where none is; a power of two of them.
    slots: Vec<u16>,
    list: Vec<(&'static str, Classes)>,
}

impl Words {
    /// Slots: at most half of them are taken by the words of any language.
    const SLOTS: usize = 1 << 13;

    fn step(hash: u32, byte: u8) -> u32 {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    }

    /// The slot that holds a word, or the free one where it would be.
    fn slot(&self, word: &str, hash: u32) -> usize {
        let mask = self.slots.len().saturating_sub(1);
        let mut slot = (hash ^ hash >> 15) as usize & mask;
        // Ends: half of the slots are free.
        while self.taken(slot).is_some_and(|(known, _)| *known != word) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn taken(&self, slot: usize) -> Option<&(&'static str, Classes)> {
        let place = usize::from(*self.slots.get(slot)?).checked_sub(1)?;
        self.list.get(place)
    }

    /// Takes in a list of words with one space between two.
    fn add(&mut self, words: &'static str, classes: Classes) {
        self.slots.resize(Self::SLOTS, 0);
        let (mut from, mut hash) = (0, 0);
        for (at, byte) in words.bytes().enumerate() {
            if byte != b' ' {
                hash = Self::step(hash, byte);
                continue;
            }
            self.put(words.get(from..at).unwrap_or(""), hash, classes);
            (from, hash) = (at + 1, 0);
        }
        self.put(words.get(from..).unwrap_or(""), hash, classes);
    }

    fn put(&mut self, word: &'static str, hash: u32, classes: Classes) {
        let is_full = self.list.len() * 2 >= Self::SLOTS;
        if word.is_empty() {
            return;
        }
        let slot = self.slot(word, hash);
        let Some(place) = self.slots.get_mut(slot) else { return };
        match usize::from(*place).checked_sub(1).and_then(|place| self.list.get_mut(place)) {
            Some((_, known)) => *known |= classes,
            None if !is_full => {
                self.list.push((word, classes));
                *place = self.list.len() as u16;
            }
            None => {}
        }
    }

    fn get(&self, word: &str) -> Option<Classes> {
        let hash = word.bytes().fold(0, Self::step);
        self.taken(self.slot(word, hash)).map(|(_, classes)| *classes)
    }
}

impl Language {
    fn new(file: &'static str) -> Language {
        let mut words = Words::default();
        let mut endings: Vec<(&'static str, Classes)> = Vec::new();
        let mut marks = 0;
        for group in parse(file) {
            // As built, a group has every class that its words have: [say judge].
            let named = |name: &str| CLASSES.iter().find(|(known, _)| *known == name).map_or(0, |(_, class)| *class);
            let class = group.name.split(' ').fold(0, |all, name| all | named(name));
            group.values("words").for_each(|list| words.add(list, class));
            endings.extend(group.values("endings").flat_map(str::split_whitespace).map(|ending| (ending, class)));
            marks |= class & (CAPITAL_NOUNS | INCISES);
        }
        Language {
            words,
            endings,
            capital_nouns: marks & CAPITAL_NOUNS != 0,
            incises: marks & INCISES != 0,
            is_known: true,
            is_learned: false,
        }
    }

    /// The classes of a lower-case word: those of the list, else those of its ending.
    pub(super) fn classes(&self, word: &str) -> Classes {
        self.words.get(word).unwrap_or(0)
    }

    /// The same of a word that a capital starts, which may be a forename: of those in no language's list the common one knows.
    pub(super) fn capital_classes(&self, word: &str) -> Classes {
        self.words.get(word).or_else(|| forename(word).filter(|_| self.is_known)).unwrap_or(0)
    }

    /// The classes that the ending of a lower-case word of five letters or more gives.
    pub(super) fn ending_classes(&self, word: &str) -> Classes {
        if word.len() < 5 {
            return 0;
        }
        self.endings.iter().filter(|(ending, _)| word.ends_with(ending)).fold(0, |all, (_, class)| all | class)
    }

    /// The language of a BCP 47 tag; where there is no tag, or none of ours, the one whose function words are commonest in the
    /// text. English where nothing speaks for another.
    pub(super) fn of(lang: Option<&str>, text: &str) -> &'static Language {
        let primary = lang.and_then(|lang| lang.split(['-', '_']).next()).map(str::to_ascii_lowercase);
        if let Some(at) = FILES.iter().position(|(tag, _)| primary.as_deref() == Some(tag)) {
            return Language::shipped(at);
        }
        // A language we have no words for: marks and spans, no names.
        if primary.as_deref().is_some_and(|tag| tag.len() == 2 || tag.len() == 3) {
            return EMPTY.get_or_init(Language::default);
        }
        // English, the first, unless another is clearly ahead: a Dutch name brings a German article. Where a quarter of the words are
        // small English ones (of German, French and Spanish stories a tenth is), none is, and the other languages' files need not be
        // read: a third of the time of a short article.
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let sample = |most: usize| words.clone().take(most).map(str::to_lowercase).collect::<Vec<String>>();
        let count = |at: usize, sample: &[String]| {
            let language = Language::shipped(at);
            let is_small = |word: &&String| language.classes(word) & (FUNCTION | DETERMINER | AUXILIARY) != 0;
            sample.iter().filter(is_small).count()
        };
        let is_english = |sample: &[String]| count(0, sample) * 4 >= sample.len();
        let sample = Some(sample(80)).filter(|sample| is_english(sample)).unwrap_or_else(|| sample(400));
        if is_english(&sample) {
            return Language::shipped(0);
        }
        let english = count(0, &sample);
        let others = (1..FILES.len()).rev().map(|at| (count(at, &sample), at));
        let best = others.max_by_key(|(count, _)| *count).filter(|(count, _)| *count >= english + 3);
        Language::shipped(best.map_or(0, |(_, at)| at))
    }

    /// The language of a place in [`FILES`]: its file is parsed when it is first asked for, and most pages ask for one.
    fn shipped(at: usize) -> &'static Language {
        static LANGUAGES: [OnceLock<Language>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
        match (LANGUAGES.get(at), FILES.get(at)) {
            (Some(slot), Some((_, file))) => {
                slot.get_or_init(|| Language { is_learned: at == 0, ..Language::new(file) })
            }
            _ => EMPTY.get_or_init(Language::default),
        }
    }
}

/// The gender of a forename of any language. Words with a capital are few, and the lists stand in order: nothing is made ready for them.
fn forename(word: &str) -> Option<Classes> {
    static LISTS: OnceLock<[&str; 2]> = OnceLock::new();
    let [women, men] = LISTS.get_or_init(|| {
        let groups = parse(FORENAMES);
        let list = |name: &str| groups.iter().find(|group| group.name == name)?.values("words").next();
        [list("female").unwrap_or(""), list("male").unwrap_or("")]
    });
    match () {
        () if is_listed(women, word) => Some(FEMALE),
        () if is_listed(men, word) => Some(MALE),
        () => None,
    }
}

/// Whether a word is in a list of words in order of their bytes, with one space between two.
fn is_listed(list: &str, word: &str) -> bool {
    let (bytes, space) = (list.as_bytes(), |byte: &u8| *byte == b' ');
    let (mut from, mut to) = (0, bytes.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start =
            bytes.get(from..middle).and_then(|left| left.iter().rposition(space)).map_or(from, |at| from + at + 1);
        let end = bytes.get(middle..to).and_then(|right| right.iter().position(space)).map_or(to, |at| middle + at);
        match bytes.get(start..end).unwrap_or(&[]).cmp(word.as_bytes()) {
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => to = start.saturating_sub(1).max(from),
            std::cmp::Ordering::Equal => return !word.is_empty(),
        }
    }
    false
}

static EMPTY: OnceLock<Language> = OnceLock::new();

/// Forenames, for all languages.
const FORENAMES: &str = crate::rules::embedded!("lang/forenames.txt", "forenames.txt");

const FILES: &[(&str, &str)] = &[
    ("en", crate::rules::embedded!("lang/en.txt", "en.txt")),
    ("de", crate::rules::embedded!("lang/de.txt", "de.txt")),
    ("fr", crate::rules::embedded!("lang/fr.txt", "fr.txt")),
    ("es", crate::rules::embedded!("lang/es.txt", "es.txt")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_of_every_language_is_known() {
        for (tag, file) in FILES {
            for group in parse(file) {
                assert!(CLASSES.iter().any(|(name, _)| *name == group.name), "{tag}: {}", group.name);
                assert!(
                    group.lines.iter().all(|(key, _)| matches!(*key, "words" | "endings")),
                    "{tag}: {}",
                    group.name
                );
            }
        }
    }

    #[test]
    fn a_list_in_order_is_searched() {
        let list = "ann bo cyrus dee";
        assert!(list.split(' ').all(|word| is_listed(list, word)));
        assert!(["", "an", "anna", "b", "bob", "cy", "d", "deee", "z", "a", "ann bo"]
            .iter()
            .all(|word| !is_listed(list, word)));
        assert!(is_listed("ann", "ann") && !is_listed("", "ann"));
    }

    #[test]
    fn forenames_are_a_womans_or_a_mans_and_each_stands_once() {
        let groups = parse(FORENAMES);
        assert_eq!(groups.iter().map(|group| group.name).collect::<Vec<_>>(), ["female", "male"]);
        let all = || groups.iter().flat_map(|group| group.values("words")).flat_map(str::split_whitespace);
        let once: std::collections::BTreeSet<&str> = all().collect();
        assert_eq!(all().count(), once.len());
        assert!(groups
            .iter()
            .flat_map(|group| group.values("words"))
            .all(|list| { list.split(' ').is_sorted() && list.split(' ').all(|word| forename(word).is_some()) }));
        assert!(once.iter().all(|name| name.is_ascii()), "looked up without marks");
    }

    #[test]
    fn words_have_classes() {
        let english = Language::of(Some("en-GB"), "");
        assert_ne!(english.classes("said") & SAY, 0);
        assert_eq!(english.classes("table"), 0);
    }
}
