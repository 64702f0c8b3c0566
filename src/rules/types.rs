//! What a page calls itself: the types of `types.txt`, one bit per group in the file's order.

use super::{parse, Group, OnceLock};

const FILE: &str = super::embedded!("types.txt");

/// A story.
pub const STORY: usize = 0;
/// The first of the groups that count as evidence of a kind of page.
pub const KIND: usize = 1;
/// How many groups do.
pub const KINDS: usize = 6;
/// A thread whose answers are its content.
pub const ANSWERED: usize = 7;
/// Not types but words of addresses and classes: a forum's.
pub const FORUM: usize = 8;
/// How many groups there are.
pub const COUNT: usize = 9;

fn table() -> &'static [Vec<&'static str>] {
    static TABLE: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let words = |group: &Group<'static>| group.values("words").flat_map(str::split_ascii_whitespace).collect();
        parse(FILE).iter().map(words).collect()
    })
}

/// The types of one group.
fn group(at: usize) -> &'static [&'static str] {
    table().get(at).map_or(&[], Vec::as_slice)
}

/// Whether a word is in a group, case aside.
pub fn has_word(at: usize, word: &str) -> bool {
    group(at).iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a type is in a group.
pub fn has(at: usize, name: &str) -> bool {
    group(at).contains(&name)
}

/// How many of each group's types a JSON-LD text names: in double quotes, alone or at the end of an address. One walk over the
/// text, which is not parsed.
pub fn named_in(text: &str) -> [u32; COUNT] {
    let mut found = [0_u64; COUNT];
    let mut pieces = text.split('"').peekable();
    while let Some(piece) = pieces.next() {
        // What stands after the last quote mark is in none.
        if pieces.peek().is_none() {
            break;
        }
        let name = piece.rsplit('/').next().unwrap_or("");
        if !name.starts_with(|c: char| c.is_ascii_uppercase()) || name.len() > 32 {
            continue;
        }
        for (found, known) in found.iter_mut().zip(table()) {
            if let Some(place) = known.iter().position(|known| *known == name) {
                *found |= 1 << place.min(63);
            }
        }
    }
    found.map(u64::count_ones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_in_quotes_and_at_the_end_of_addresses() {
        let found =
            named_in(r#"{"@type":"NewsArticle","x":"https://schema.org/Question","text":"Article one"} Recipe"#);
        assert_eq!((found[STORY], found[KIND], found[KIND + 2], found[ANSWERED]), (1, 1, 1, 1));
        assert_eq!(named_in("").iter().sum::<u32>(), 0);
    }

    #[test]
    fn the_file_has_the_groups_that_are_counted() {
        let names: Vec<&str> = parse(FILE).iter().map(|group| group.name).collect();
        assert_eq!(names, ["story", "article", "product", "thread", "list", "service", "page", "answered", "forum"]);
        assert!(has_word(FORUM, "Forum") && has(STORY, "Recipe") && !has(STORY, "recipe"));
    }
}
