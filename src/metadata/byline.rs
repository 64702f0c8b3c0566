//! Author names as pages write them, cleaned of what stands around them.

/// Words before a name: "By", "Written by", in several languages. Lower case, longest first where one starts another.
const BEFORE: [&str; 26] = [
    "written by",
    "posted by",
    "published by",
    "reported by",
    "story by",
    "words by",
    "article by",
    "by:",
    "by",
    "author:",
    "author",
    "text von",
    "von",
    "geschrieben von",
    "ein artikel von",
    "par",
    "publié par",
    "écrit par",
    "por",
    "escrito por",
    "publicado por",
    "di",
    "door",
    "texte :",
    "autor:",
    "photo by",
];

/// A separator that ends the names: what follows is a role, a date or a site.
const AFTER: [&str; 10] = [" | ", " • ", " · ", " – ", " — ", " - ", " on ", " updated", " published", " reviewed by"];

/// Lower-case values that name no author.
const NOBODY: [&str; 12] = [
    "admin",
    "administrator",
    "staff",
    "editor",
    "user",
    "root",
    "guest",
    "author",
    "unknown",
    "none",
    "anonymous",
    "webmaster",
];

/// The longest byline in bytes: a team of authors, not a paragraph.
const LONGEST: usize = 160;

/// A cleaned author line, or `None` where the text is no name: an address, a number, an account name like "admin", the
/// site's own name.
pub(super) fn clean(text: &str, site: Option<&str>) -> Option<String> {
    let lower = |name: &str| name.to_lowercase();
    // The first line that is more than "By": below it come roles and dates.
    let line = text.lines().find(|line| !line.trim().is_empty() && !BEFORE.contains(&lower(line.trim()).as_str()));
    let mut name = crate::text::folded(line.unwrap_or(""));
    loop {
        let folded = lower(&name);
        let prefix = BEFORE.iter().filter(|word| {
            folded.strip_prefix(**word).is_some_and(|rest| rest.starts_with([' ', ':']) || word.ends_with(':'))
        });
        let Some(length) = prefix.map(|word| word.len()).max() else { break };
        match name.get(length..) {
            Some(rest) => name = rest.trim_start_matches([' ', ':']).to_owned(),
            None => break,
        }
    }
    for separator in AFTER {
        let at = lower(&name).find(separator).filter(|at| *at > 0);
        if let Some(before) = at.and_then(|at| name.get(..at)) {
            name = before.to_owned();
        }
    }
    let name = name.trim_matches([' ', ',', ';', ':', '|', '-', '–', '/', '(', '[']).to_owned();
    let folded = lower(&name);
    let is_site = site.is_some_and(|site| lower(site) == folded);
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_name = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.len() <= LONGEST
        && digits <= 2
        && !NOBODY.contains(&folded.as_str())
        && !is_site
        && !["http:", "https:", "www.", "@", "{", "<", "function"].iter().any(|sign| folded.contains(sign));
    is_name.then_some(name)
}

/// Several names as one line: "A", "A and B", "A, B and C". Repetitions count once.
pub(super) fn join(names: &[String], site: Option<&str>) -> Option<String> {
    let mut clean_names: Vec<String> = Vec::new();
    for name in names.iter().filter_map(|name| clean(name, site)) {
        if !clean_names.contains(&name) {
            clean_names.push(name);
        }
    }
    match clean_names.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        [first @ .., last] => Some(format!("{} and {last}", first.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        for (text, expected) in [
            ("By Ann Lee", "Ann Lee"),
            ("Written by: Ann Lee | Staff writer", "Ann Lee"),
            ("Von Karl Groß", "Karl Groß"),
            ("BY ANN LEE\nMarch 3, 2021", "ANN LEE"),
            ("Byron Katie", "Byron Katie"),
            ("Ann Lee - Updated March 3", "Ann Lee"),
        ] {
            assert_eq!(clean(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_none() {
        for text in ["admin", "https://social.example/ann", "ann@a.example", "12 March 2021", "", "Daily Wire"] {
            assert_eq!(clean(text, Some("Daily Wire")), None, "{text}");
        }
    }

    #[test]
    fn several_names_are_joined() {
        let names = ["Ann Lee".to_owned(), "By Bo Ek".to_owned(), "Ann Lee".to_owned(), "Cy Orr".to_owned()];
        assert_eq!(join(&names, None).as_deref(), Some("Ann Lee, Bo Ek and Cy Orr"));
    }
}
