//! Who is named on the page: elements that call themselves author or user, links to a person's page, and short lines in bold.

use super::{has_whole, has_word, AUTHOR, CONTROL, FOLDER, PERSON, PORTRAIT};
use crate::document::{Document, NodeId, NodeRange};
use crate::tag::{Attribute, Tag};
use crate::text::folded;

/// The longest name in bytes, and in words.
const LONGEST: usize = 48;
const WORDS: usize = 5;

/// A name on the page.
pub(super) struct Person {
    pub nodes: NodeRange,
    pub name: String,
    /// How plainly the page says that this is who wrote: 0 in so many words, 3 by bold type alone.
    pub rank: u8,
}

/// Every name on the page, ascending.
pub(super) fn find(document: &Document) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for id in document.descendants(document.body()) {
        let Some(rank) = rank(document, id) else { continue };
        let nodes = document.subtree(id);
        // A name stands alone: looking only at small elements keeps this linear.
        let longest = if rank == 0 { 80 } else { 16 };
        if nodes.end.0 - nodes.start.0 > longest || document.is_hidden(id) {
            continue;
        }
        // Microdata names the name; a portrait may be a letter.
        let is_name = |id: &NodeId| rank == 0 && document.attribute(*id, Attribute::Itemprop) == Some("name");
        let is_portrait =
            |id: NodeId| document.attribute(id, Attribute::Class).is_some_and(|class| has_word(class, PORTRAIT));
        let is_link = |id: &NodeId| {
            rank == 0
                && document.tag(*id) == Tag::A
                && document.attribute(*id, Attribute::Href).is_some_and(leads_to_person)
                && name_in(&document.text_of(&document.subtree(*id))).is_some()
        };
        let stated = document.descendants(id).find(is_name).or_else(|| document.descendants(id).find(is_link));
        let name = match stated {
            Some(stated) => match document.attribute(stated, Attribute::Content) {
                Some(content) => name_in(content),
                None => name_in(&document.text_of(&document.subtree(stated))),
            },
            None if std::iter::once(id).chain(document.descendants(id)).any(is_portrait) => None,
            None => name_in(&document.text_of(&nodes)),
        };
        if let Some(name) = name {
            found.push(Person { nodes, name, rank });
        }
    }
    found
}

fn rank(document: &Document, id: NodeId) -> Option<u8> {
    let tag = document.tag(id);
    if tag == Tag::Text || tag.is_unread() || matches!(tag, Tag::Button | Tag::Img | Tag::Time | Tag::Body | Tag::Html)
    {
        return None;
    }
    let says = |name, group| document.attribute(id, name).is_some_and(|value| has_word(value, group));
    let itemprop = document.attribute(id, Attribute::Itemprop);
    if itemprop.is_some_and(|value| matches!(value, "author" | "creator")) {
        Some(0)
    } else if says(Attribute::Class, AUTHOR)
        || document.attribute(id, Attribute::Rel) == Some("author")
        || tag == Tag::A && document.attribute(id, Attribute::Href).is_some_and(leads_to_person)
    {
        Some(1)
    } else if says(Attribute::Class, PERSON) {
        Some(2)
    } else if matches!(tag, Tag::Strong | Tag::B | Tag::Cite | Tag::Dt) {
        Some(3)
    } else {
        None
    }
}

/// Whether an address is that of a person's page: `/users/12/ann`, `/u/ann`, `/~ann`, `member.php?u=12`.
fn leads_to_person(href: &str) -> bool {
    let path = href.split_once("://").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let mut parts = path.split(['/', '?', '&', '=']).filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let name =
            part.strip_suffix(".php").or(part.strip_suffix(".asp")).or(part.strip_suffix(".aspx")).unwrap_or(part);
        let is_folder =
            matches!(name, "u" | "~") || has_word(name, FOLDER) && name.bytes().all(|b| b.is_ascii_alphabetic());
        if is_folder && parts.peek().is_some() || part.starts_with(['~', '@']) && part.len() > 2 {
            return true;
        }
    }
    false
}

/// The name that a short text is: its first line, less what stands around it.
fn name_in(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| line.chars().any(char::is_alphabetic))?;
    let line = folded(line);
    let mut name =
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '·' | '•' | '»' | ',' | '|' | '-' | '–' | '@'));
    if let Some(rest) = name.strip_prefix("by ").or(name.strip_prefix("By ")) {
        name = rest.trim();
    }
    let is_name = (2..=LONGEST).contains(&name.len())
        && name.split(' ').count() <= WORDS
        && name.chars().any(char::is_alphabetic)
        && !has_whole(name, CONTROL)
        && !name.ends_with([':', '?', '!'])
        && !name.contains(['{', '…']);
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_people_are_known_by_their_folder() {
        for href in [
            "/u/ann",
            "https://talk.example/users/12/ann",
            "member.php?u=12",
            "./memberlist.php?mode=viewprofile&u=2",
            "/~ann",
        ] {
            assert!(leads_to_person(href), "{href}");
        }
        for href in ["/users", "https://user.example/", "/t/user-stories/12", "#", "/login"] {
            assert!(!leads_to_person(href), "{href}");
        }
    }

    #[test]
    fn names_are_short_and_alone() {
        assert_eq!(name_in(" by Ann Lee ·\nMember").as_deref(), Some("Ann Lee"));
        for text in ["Posts:", "12", "Did you ever see the like?", ""] {
            assert_eq!(name_in(text), None, "{text}");
        }
    }
}
