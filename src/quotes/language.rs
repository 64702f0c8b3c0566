//! What a language calls speech and people: word lists from `rules/lang/`, one file a language.

use super::lexicon::Lexicon;
use crate::rules::parse;
use std::sync::OnceLock;

/// Word classes, one bit each. Bits 40 to 43, 48, 51, 53 and 54 are set on tokens, by their neighbours or their language (`mentions.rs`,
/// `speech.rs`, `tokens.rs`).
pub(super) type Classes = u64;

macro_rules! classes {
    ($($(#[$meta:meta])* $name:ident $bit:literal),+ $(,)?) => {
        $($(#[$meta])* pub(super) const $name: Classes = 1 << $bit;)+
    };
}

classes! {
    /// Verbs that report words.
    SAY 0,
    /// Verbs that carry a quoted piece of speech.
    JUDGE 1,
    /// Nouns of speech.
    NOUN 2,
    /// Subject pronouns.
    PRONOUN 3,
    /// Object pronouns.
    OBJECT 4,
    /// Words that say a person is male.
    MALE 5,
    /// Words that say a person is female.
    FEMALE 6,
    /// Titles kept before a name.
    HONORIFIC 7,
    /// Titles and roles that stand before a name.
    TITLE 8,
    /// Nouns that stand for a person.
    ROLE 9,
    /// What stands between a subject and its verb.
    AUXILIARY 10,
    /// Forms of "be", which make a passive.
    BE 11,
    /// Words that are no names though capitals start them.
    FUNCTION 12,
    /// Small words inside names.
    PARTICLE 13,
    /// Days and months.
    CALENDAR 14,
    /// "According to" and its kin.
    ACCORDING 15,
    /// Words after which a full stop ends no sentence.
    ABBREVIATION 16,
    /// Prepositions that tie a noun to another.
    PREPOSITION 17,
    /// Articles and possessives.
    DETERMINER 18,
    /// Groups, offices and writings that speak.
    GROUP 19,
    /// Words that name a speaker right after a quote only: German "so Müller".
    SO 20,
    /// A mark that the language writes its nouns with capitals.
    CAPITAL_NOUNS 21,
    /// Pronouns that stand for what was named right before: who, qui.
    RELATIVE 22,
    /// Pronouns that stand for a thing named right before: that, which.
    THING 23,
    /// Definite articles.
    DEFINITE 24,
    /// Words before a name or title in quote marks: so-called, the film.
    INTRODUCE 25,
    /// Words that say a name is an organisation's or a place's.
    ORGANISATION 26,
    /// What names the agent of a passive: by.
    AGENT 27,
    /// Nouns for people, by their ending.
    PERSON 28,
    /// Adverbs of manner, by their ending.
    ADVERB 29,
    /// Verbs whose object is the hearer: told.
    TELL 30,
    /// Verbs of the past, by their ending.
    VERB 31,
    /// Pronouns of the one who writes: I, we.
    WRITER 32,
    /// What joins two names to one subject: and.
    AND 33,
    /// Behind a surname: Jr, III.
    SUFFIX 34,
    /// Verbs of thought and will among those of speech: what stands after them is less often a quote.
    MIND 35,
    /// Possessives that stand for a person: his, her.
    POSSESSIVE 36,
    /// The commonest verbs of speech, which do nothing else.
    CORE 37,
    /// Verbs that give a name: what stands after their object is it.
    NAMING 38,
    /// Verb forms of speech that is told, not quoted: German sei, habe, werde.
    TOLD 39,
    /// Verbs that may go without a subject, which is then whoever was last spoken of: Spanish afirmó.
    SUBJECTLESS 44,
    /// Small words that lose their vowel before another: French l’, s’.
    ELIDED 45,
    /// Definite articles that say a person is female, and male: French la, le.
    FEMININE 46,
    MASCULINE 47,
    /// Prepositions that hang on the verb before a noun of speech or a person: said the mayor *in* a letter.
    LOOSE 49,
    /// Prepositions that say whose view a sentence is: French pour elle.
    VIEW 50,
    /// Prepositions that name who speaks right behind a verb of speech: Spanish explican desde la empresa.
    SOURCE 52,
    /// Prepositions with their article in them, behind which a noun stands: German zum, beim.
    CONTRACTED 55,
    /// A mark that the language sets the clause that reports a quote between its marks, in commas: French.
    INCISES 56,
    /// Nouns for how something is put or reckoned, which behind "according to" are nobody: French formule.
    WORDING 57,
    /// Prepositions that with such a noun say whose it is: German nach Angaben der Polizei.
    WHOSE 58,
    /// Prepositions that make a place of the name behind them: in, near.
    LOCATIVE 59,
    /// Pronouns that stand for an office, a group, a writing: it.
    NEUTER 60,
    /// Nouns for what many call at once: chants, cries.
    CROWD 61,
    /// Determiners of more than one: several, two.
    MANY 62,
}

/// Whether a word with these classes is known for a forename, and is nothing else.
pub(super) fn is_forename(classes: Classes) -> bool {
    classes & (MALE | FEMALE) != 0 && classes & (ROLE | TITLE | HONORIFIC | PRONOUN | FUNCTION) == 0
}

/// A language's words with their classes.
#[derive(Debug)]
pub(super) struct Language {
    words: Lexicon,
    /// Whether a capital makes no name: nouns have them too.
    pub(super) capital_nouns: bool,
    /// Whether the clause that reports a quote may stand between its marks, in commas.
    pub(super) incises: bool,
    /// Whether we have words for it.
    pub(super) is_known: bool,
    /// Whether the ranker has learned from texts in it; in the others a clear rule stands where the ranker is in doubt.
    pub(super) is_learned: bool,
}

impl Language {
    const fn new(words: Lexicon) -> Language {
        let (capital_nouns, incises) = (words.groups & CAPITAL_NOUNS != 0, words.groups & INCISES != 0);
        Language { words, capital_nouns, incises, is_known: true, is_learned: false }
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
        self.words.endings.iter().filter(|(ending, _)| word.ends_with(ending)).fold(0, |all, (_, class)| all | class)
    }

    /// The language of a BCP 47 tag; where there is no tag, or none of ours, the one whose function words are commonest in the
    /// text. English where nothing speaks for another.
    pub(super) fn of(lang: Option<&str>, text: &str) -> &'static Language {
        let primary = lang.and_then(|lang| lang.split(['-', '_']).next()).map(str::to_ascii_lowercase);
        if let Some((_, language)) = LANGUAGES.iter().find(|(tag, _)| primary.as_deref() == Some(tag)) {
            return language;
        }
        // A language we have no words for: marks and spans, no names.
        if primary.as_deref().is_some_and(|tag| tag.len() == 2 || tag.len() == 3) {
            return &UNKNOWN;
        }
        // English unless another is clearly ahead: a Dutch name brings a German article. Where a quarter of the words are small English
        // ones (of German, French and Spanish stories a tenth is), none is.
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let sample = |most: usize| words.clone().take(most).map(str::to_lowercase).collect::<Vec<String>>();
        let count = |language: &Language, sample: &[String]| {
            let is_small = |word: &&String| language.classes(word) & (FUNCTION | DETERMINER | AUXILIARY) != 0;
            sample.iter().filter(is_small).count()
        };
        let [(_, english), others @ ..] = &LANGUAGES;
        let is_english = |sample: &[String]| count(english, sample) * 4 >= sample.len();
        let sample = Some(sample(80)).filter(|sample| is_english(sample)).unwrap_or_else(|| sample(400));
        if is_english(&sample) {
            return english;
        }
        let least = count(english, &sample) + 3;
        let others = others.iter().rev().map(|(_, language)| (count(language, &sample), language));
        let best = others.max_by_key(|(count, _)| *count).filter(|(count, _)| *count >= least);
        best.map_or(english, |(_, language)| language)
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

/// A language's file as the build script wrote it: an expression of tables.
macro_rules! lexicon {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $name, ".rs"))
    };
}

/// Forenames, for all languages.
const FORENAMES: &str = crate::rules::embedded!("lang/forenames.txt", "forenames.txt");

/// A language that we have no words for.
static UNKNOWN: Language = Language { is_known: false, ..Language::new(Lexicon::EMPTY) };

/// The languages that we have words for, by their tags.
static LANGUAGES: [(&str, Language); 4] = [
    ("en", Language { is_learned: true, ..Language::new(lexicon!("en")) }),
    ("de", Language::new(lexicon!("de"))),
    ("fr", Language::new(lexicon!("fr"))),
    ("es", Language::new(lexicon!("es"))),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_file_has_the_class_of_its_group() {
        let files = [
            include_str!("../rules/lang/en.txt"),
            include_str!("../rules/lang/de.txt"),
            include_str!("../rules/lang/fr.txt"),
            include_str!("../rules/lang/es.txt"),
        ];
        assert_eq!(files.len(), LANGUAGES.len(), "a language without its file here");
        for ((tag, language), file) in LANGUAGES.iter().zip(files) {
            let groups = parse(file);
            assert!(groups.iter().flat_map(|group| &group.lines).all(|(key, _)| matches!(*key, "words" | "endings")));
            for (name, class) in [("say", SAY), ("group", GROUP), ("calendar", CALENDAR), ("function", FUNCTION)] {
                for group in groups.iter().filter(|group| group.name == name) {
                    for word in group.values("words").flat_map(str::split_whitespace) {
                        assert_ne!(language.classes(word) & class, 0, "{tag}: {word} {name}");
                    }
                }
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
        assert_eq!((english.classes("bertha"), english.capital_classes("bertha")), (0, FEMALE));
        assert_eq!(Language::of(Some("nl"), "").capital_classes("bertha"), 0, "a language without words");
    }
}
