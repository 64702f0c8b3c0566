//! What a language calls speech and people: word lists from `rules/lang/`, one file a language.

use crate::order::HashMap;
use crate::rules::parse;
use std::sync::OnceLock;

/// Word classes, one bit each; from bit 40 on what a token is by its neighbours.
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
}

/// A language's words with their classes.
#[derive(Debug, Default)]
pub(super) struct Language {
    words: HashMap<&'static str, Classes>,
    /// Endings of lower-case words with the classes they give: -ly makes an adverb.
    endings: Vec<(&'static str, Classes)>,
    /// Whether a capital makes no name: nouns have them too.
    pub(super) capital_nouns: bool,
    /// Whether we have words for it.
    pub(super) is_known: bool,
}

impl Language {
    fn new(file: &'static str) -> Language {
        let mut words: HashMap<&'static str, Classes> = HashMap::default();
        let mut endings: Vec<(&'static str, Classes)> = Vec::new();
        for group in parse(file) {
            let class = CLASSES.iter().find(|(name, _)| *name == group.name).map_or(0, |(_, class)| *class);
            for word in group.values("words").flat_map(str::split_whitespace) {
                *words.entry(word).or_insert(0) |= class;
            }
            endings.extend(group.values("endings").flat_map(str::split_whitespace).map(|ending| (ending, class)));
        }
        let capital_nouns = words.values().any(|classes| classes & CAPITAL_NOUNS != 0);
        Language { words, endings, capital_nouns, is_known: true }
    }

    /// The classes of a lower-case word: those of the list, else those of its ending.
    pub(super) fn classes(&self, word: &str) -> Classes {
        self.words.get(word).copied().unwrap_or(0)
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
        let sample = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(400);
        let mut counts = [0; FILES.len()];
        for word in sample.map(str::to_lowercase) {
            for (at, count) in counts.iter_mut().enumerate() {
                let classes = Language::shipped(at).classes(&word);
                *count += usize::from(classes & (FUNCTION | DETERMINER | AUXILIARY) != 0);
            }
        }
        // English, the first, unless another is clearly ahead: a Dutch name brings a German article.
        let best = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count);
        Language::shipped(best.filter(|(_, count)| **count >= counts[0] + 3).map_or(0, |(at, _)| at))
    }

    /// The language of a place in [`FILES`]: its file is parsed when it is first asked for, and most pages ask for one.
    fn shipped(at: usize) -> &'static Language {
        static LANGUAGES: [OnceLock<Language>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
        match (LANGUAGES.get(at), FILES.get(at)) {
            (Some(slot), Some((_, file))) => slot.get_or_init(|| Language::new(file)),
            _ => EMPTY.get_or_init(Language::default),
        }
    }
}

static EMPTY: OnceLock<Language> = OnceLock::new();

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
    fn words_have_classes() {
        let english = Language::of(Some("en-GB"), "");
        assert_ne!(english.classes("said") & SAY, 0);
        assert_eq!(english.classes("table"), 0);
    }
}
