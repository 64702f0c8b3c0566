//! Author names as pages write them, cleaned of what stands around them.

use super::date;
use super::words::{table, Words};
use crate::text::folded;

/// Signs that end the names: what follows is a role, a date or a site.
const SIGNS: [&str; 10] = [" | ", " • ", " · ", " ⋅ ", "・", " – ", " — ", " - ", " / ", " © "];

/// The longest byline in bytes: a team of authors, not a paragraph.
const LONGEST: usize = 160;

/// An author's name, cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub text: String,
    /// Not the name of a person: the site's own, an account's, a desk's. Taken where nothing better is there.
    pub weak: bool,
}

/// What follows "By", "Written by", "Author:" at the start of a text; `None` where it starts otherwise. Empty where
/// nothing follows.
pub(super) fn without_by(text: &str) -> Option<&str> {
    let text = text.trim();
    let known = table().before_author(text).filter_map(|(phrase, is_noun)| {
        let start = text.get(..phrase.len())?;
        let rest =
            text.get(phrase.len()..).filter(|_| start.chars().flat_map(char::to_lowercase).eq(phrase.chars()))?;
        if is_noun {
            return (rest.is_empty() || rest.trim_start().starts_with(':')).then_some((phrase.len(), rest));
        }
        // "Von" and "Di" start names as well: "Von Groß" is one, "Von Karl Groß" is a line by Karl Groß.
        let mut words = rest.split_whitespace();
        let is_one_word = words.next().is_some() && words.next().is_none();
        let long_enough = phrase.contains(' ') || phrase == "by" || !is_one_word;
        (rest.is_empty() || rest.starts_with([' ', ':', ','])).then_some((phrase.len(), rest)).filter(|_| long_enough)
    });
    known.max_by_key(|(length, _)| *length).map(|(_, rest)| rest.trim_start_matches([' ', ':', ',', '|']))
}

/// Whether every word of `text` that is no number is in `words`; false where there is none.
pub(super) fn is_all(text: &str, words: &Words) -> bool {
    let lower = text.to_lowercase();
    let mut own = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '|' | '•' | '-' | '(' | ')'))
        .filter(|word| word.chars().any(char::is_alphanumeric) && !word.chars().all(|c| c.is_ascii_digit()));
    let first = own.next();
    first.is_some_and(|first| words.has(first)) && own.all(|word| words.has(word))
}

/// The text up to where a role, a date or a site follows the name.
fn cut(name: &str) -> &str {
    let mut name = name;
    for sign in SIGNS {
        if let Some(at) = name.find(sign).filter(|at| *at > 0) {
            name = name.get(..at).unwrap_or(name);
        }
    }
    let lower = name.to_lowercase();
    // Lower-casing may change lengths: then the words are not looked for.
    if lower.len() == name.len() {
        let ends = table().of("after").phrases().filter_map(|phrase| {
            lower.match_indices(phrase).map(|(at, _)| at).find(|at| {
                *at > 0
                    && lower.get(..*at).is_some_and(|before| before.ends_with([' ', ',']))
                    && lower.get(at + phrase.len()..).is_some_and(|rest| rest.starts_with([' ', ':']))
            })
        });
        if let Some(at) = ends.min() {
            name = name.get(..at).unwrap_or(name);
        }
    }
    // A number or a month with a number starts a date or a reading time.
    let mut at = 0;
    let mut words = name.split(' ').peekable();
    while let Some(word) = words.next() {
        let next_is_number = words.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        let starts_date =
            word.starts_with(|c: char| c.is_ascii_digit()) || next_is_number && date::month(word).is_some();
        if starts_date && (at > 0 || next_is_number && !word.starts_with(|c: char| c.is_ascii_digit())) {
            name = name.get(..at).unwrap_or(name);
            break;
        }
        at += word.len() + 1;
    }
    // After a comma comes another author or a degree, both capitalised, or a role.
    let roles = table().of("role");
    let mut at = 0;
    for (place, part) in name.split(", ").enumerate() {
        let lower_case = part.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
            && !part.split(' ').next().is_some_and(|word| table().of("joint").has(word));
        if place > 0 && (lower_case || roles.is_in(part)) {
            name = name.get(..at).unwrap_or(name);
            break;
        }
        at += part.len() + 2;
    }
    name.trim_matches([' ', ',', ';', ':', '|', '-', '–', '—', '/', '(', '[', '•', '·', '⋅', '"', '\u{200b}'])
}

/// A cleaned author line, or `None` where the text is no name: an address, a number, a date, a label, an account name like
/// "admin".
pub(super) fn clean(text: &str, site: Option<&str>) -> Option<Name> {
    // "By" in an element of its own, set off by style alone: "byAnn Lee".
    let text = text.strip_prefix("by").filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(text);
    // The first line that is more than "By": below it come roles and dates.
    let line = text.lines().find(|line| !line.trim().is_empty() && without_by(line) != Some(""));
    let line = folded(line.unwrap_or(""));
    let mut rest = line.as_str();
    while let Some(more) = without_by(rest).filter(|more| !more.is_empty()) {
        rest = more;
    }
    let name = cut(rest);
    let lower = name.to_lowercase();
    let words: Vec<&str> = name.split(' ').collect();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_date = date::parse(name, true).is_some()
        || words.len() <= 2 && words.iter().any(|word| date::month(word).is_some()) && digits > 0;
    let is_low = |word: &&&str| word.starts_with(char::is_lowercase) && !table().of("particle").has(word);
    let before_comma = name.split(',').next().map_or(0, |part| part.split(' ').count());
    let is_sentence = words.iter().take(before_comma).filter(is_low).count() >= 2 && words.len() >= 3;
    let is_date = is_date || words.len() == 1 && table().of("weekday").has(&lower);
    let is_name = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.len() <= LONGEST
        && digits <= 3
        && !is_date
        && !is_all(name, table().of("nobody"))
        && !(words.len() == 1 && name.matches('.').count() >= 3)
        && !is_sentence
        && !["http:", "https:", "www.", "@", "{", "<", "function", "©"].iter().any(|sign| lower.contains(sign));
    let is_account = words.len() == 1
        && name.is_ascii()
        && (name.contains(['.', '_'])
            || digits > 0
            || !name.contains(|c: char| c.is_ascii_uppercase())
            || is_camel(name));
    let is_site = site.is_some_and(|site| crate::text::normalized(site) == crate::text::normalized(name));
    let is_admin = lower.split(' ').any(|word| matches!(word, "admin" | "administrator"));
    let weak = is_site || is_account || is_admin || is_all(name, table().of("account"));
    is_name.then(|| Name { text: name.to_owned(), weak })
}

/// Whether a word is several run together: "DailyWireAnn". One capital inside is common in names: "McNally", "DeSantis".
fn is_camel(word: &str) -> bool {
    word.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()).count() >= 2
}

/// Several names as one line, repetitions counted once: "A", "A, B, C". With the page's own word before the last one where
/// it has one: "A, B and C". A comma is right in every language.
pub(super) fn join(names: &[Name], last_joint: Option<&str>) -> Option<String> {
    let mut unique: Vec<&str> = Vec::new();
    for name in names {
        if !unique.iter().any(|known| known.eq_ignore_ascii_case(&name.text)) {
            unique.push(&name.text);
        }
    }
    match (unique.as_slice(), last_joint) {
        ([], _) => None,
        ([first @ .., last], Some(joint)) if !first.is_empty() => Some(format!("{} {joint} {last}", first.join(", "))),
        _ => Some(unique.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str, site: Option<&str>) -> Option<String> {
        clean(text, site).map(|name| name.text)
    }

    #[test]
    fn names_are_cleaned() {
        for (text, expected) in [
            ("By Ann Lee", "Ann Lee"),
            ("Written by: Ann Lee | Staff writer", "Ann Lee"),
            ("Von Karl Groß", "Karl Groß"),
            ("Von Groß", "Von Groß"),
            ("BY ANN LEE\nMarch 3, 2021", "ANN LEE"),
            ("Byron Katie", "Byron Katie"),
            ("Ann Lee - Updated March 3", "Ann Lee"),
            ("Ann Lee March 3, 2021", "Ann Lee"),
            ("Ann Lee 5 min read", "Ann Lee"),
            ("Ann Lee on March 3", "Ann Lee"),
            ("Ann Lee, senior writer", "Ann Lee"),
            ("Ann Lee, Political Correspondent", "Ann Lee"),
            ("Ann Lee, MD, PhD", "Ann Lee, MD, PhD"),
            ("Ann Lee, Bo Ek and Cy Orr", "Ann Lee, Bo Ek and Cy Orr"),
            ("Ursula K. Le Guin", "Ursula K. Le Guin"),
            ("byAnn Lee", "Ann Lee"),
        ] {
            assert_eq!(cleaned(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_none() {
        for text in [
            "admin",
            "https://social.example/ann",
            "ann@a.example",
            "12 March 2021",
            "Mar 6",
            "12 minutes",
            "5 min read",
            "About the Author",
            "View more posts",
            "page.head.extra.author",
            "Sat",
            "Ann lives and works here",
            "",
        ] {
            assert_eq!(cleaned(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_site_an_account_and_a_desk_are_weak() {
        for text in ["Daily Wire", "ann.lee", "annlee42", "DailyWireAnn", "Site Admin", "Editorial Team", "Staff"] {
            assert!(clean(text, Some("Daily Wire")).is_some_and(|name| name.weak), "{text}");
        }
        assert!(clean("Ann Lee", Some("Daily Wire")).is_some_and(|name| !name.weak));
    }

    #[test]
    fn several_names_are_joined() {
        let names: Vec<Name> =
            ["Ann Lee", "By Bo Ek", "Ann Lee", "Cy Orr"].iter().filter_map(|name| clean(name, None)).collect();
        assert_eq!(join(&names, Some("and")).as_deref(), Some("Ann Lee, Bo Ek and Cy Orr"));
        assert_eq!(join(&names, None).as_deref(), Some("Ann Lee, Bo Ek, Cy Orr"));
        assert_eq!(join(&names[..1], Some("und")).as_deref(), Some("Ann Lee"));
    }
}
