//! What one walk over the page gathers for its metadata.

use super::date;
use crate::document::{Document, NodeId};
use crate::rules::names;
use crate::tag::{Attribute, Tag};
use crate::text::folded;

/// What one walk over the page gathers.
#[derive(Default)]
pub(super) struct Page {
    /// Meta tags: lower-case name and content, in order.
    pub meta: Vec<(String, String)>,
    pub title: String,
    pub headings: Vec<(NodeId, String)>,
    /// The `<h2>`: one of them is the headline of a page that has no `<h1>`.
    pub lesser_headings: Vec<(NodeId, String)>,
    pub canonical: Option<String>,
    /// Elements that call themselves author, and their text.
    pub authors: Vec<(NodeId, String, u8)>,
    /// Elements that hold a date, and its text: `datetime` or the visible words.
    pub dates: Vec<(NodeId, String, u8)>,
    pub scripts: Vec<NodeId>,
}

/// The longest value kept of any field, in bytes; an `articleBody` may be longer.
pub(super) const LONGEST: usize = 600;
/// The class words of an author line. Whole words: "author" is one, "authority" is not.
const BYLINE_WORDS: [&str; 10] =
    ["byline", "author", "byl", "autor", "auteur", "writer", "contributor", "authors", "signature", "firma"];
/// The class words of a date line.
const DATE_WORDS: [&str; 12] = [
    "date",
    "dates",
    "published",
    "pubdate",
    "timestamp",
    "datetime",
    "datum",
    "fecha",
    "dateline",
    "posted",
    "updated",
    "modified",
];
/// Authors of comments met until no more authors are looked for: each is told by all the names above it.
pub(super) const COMMENTERS: usize = 1_000;
/// The longest line of author or date, in bytes.
pub(super) const LINE: usize = 200;

impl Page {
    pub(super) fn meta(&self, name: &str) -> Option<&str> {
        self.meta.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.meta(name))
    }
}

/// Folded and cut to the longest value kept.
pub(super) fn short(text: &str) -> String {
    let mut text = folded(text);
    text.truncate(crate::text::start(&text, LONGEST).len());
    text
}

/// Resolves the entities that pages escape twice.
pub(super) fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail.char_indices().take(10).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let entity = end.and_then(|end| tail.get(1..end)).unwrap_or("");
        let decoded = match entity {
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "nbsp" => Some(' '),
            "rsquo" => Some('’'),
            "lsquo" => Some('‘'),
            "rdquo" => Some('”'),
            "ldquo" => Some('“'),
            "ndash" => Some('–'),
            "mdash" => Some('—'),
            "hellip" => Some('…'),
            _ => entity.strip_prefix('#').and_then(|number| {
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                };
                char::from_u32(code?).filter(|c| !c.is_control())
            }),
        };
        let length = match decoded {
            Some(c) => {
                out.push(c);
                entity.len() + 2
            }
            None => {
                out.push('&');
                1
            }
        };
        rest = tail.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// The attributes that may call a line one of author or date.
const NAMES: [Attribute; 3] = [Attribute::Class, Attribute::Id, Attribute::DataTestid];
/// What a class or an id can call a line.
const DATE: u8 = 1;
const BYLINE: u8 = 2;

/// Which of these lines a class or an id names. Each word's first letter is looked at first: nearly all end there.
fn lines_named(name: &str) -> u8 {
    let mut found = 0;
    for word in words_of(name) {
        let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
        if b"abcdfmpstuw".contains(&first) {
            found |= if DATE_WORDS.iter().any(|known| is_or_has(word, known)) { DATE } else { 0 };
            found |= if BYLINE_WORDS.iter().any(|known| is_or_has(word, known)) { BYLINE } else { 0 };
        }
    }
    found
}

fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
}

/// Whole, as "datePublished", or by its parts, as "authorName" has the word "author".
fn is_or_has(word: &str, known: &str) -> bool {
    let first = |text: &str| text.as_bytes().first().map(u8::to_ascii_lowercase);
    first(word) == first(known) && (word.eq_ignore_ascii_case(known) || has_part(word, known))
}

fn has_word(text: Option<&str>, words: &[&str]) -> bool {
    text.is_some_and(|text| words_of(text).any(|word| words.iter().any(|known| is_or_has(word, known))))
}

pub(super) fn gather(document: &Document) -> Page {
    let mut page = Page::default();
    let mut in_comments = 0;
    // What each name of an element calls a line, looked at once wherever it stands.
    let mut known: Vec<Option<u8>> = vec![None; document.value_count()];
    for id in document.all() {
        let attribute = |name| document.attribute(id, name);
        let tag = document.tag(id);
        let text = || document.text_of(&document.subtree(id));
        match tag {
            Tag::Text => continue,
            Tag::Meta => {
                let name =
                    attribute(Attribute::Property).or(attribute(Attribute::Name)).or(attribute(Attribute::Itemprop));
                if let (Some(name), Some(content)) = (name, attribute(Attribute::Content)) {
                    if !crate::text::is_blank(content) {
                        page.meta.push((name.trim().to_ascii_lowercase(), content.trim().to_owned()));
                    }
                }
                continue;
            }
            // The first <title> is the page's; later ones belong to pictures.
            Tag::Title if page.title.is_empty() => {
                page.title = document.children(id).map(|child| document.text(child)).collect();
            }
            Tag::Link if has_word(attribute(Attribute::Rel), &["canonical"]) => {
                page.canonical = page.canonical.take().or(attribute(Attribute::Href).map(str::to_owned));
            }
            Tag::Script => page.scripts.push(id),
            Tag::H1 if page.headings.len() < 20 => {
                let heading = text();
                page.headings.push((id, heading.trim_end_matches(['¶', '#', ' ']).to_owned()));
            }
            Tag::Time if page.dates.len() < 50 => {
                page.dates.push((id, stated_date(document, id).unwrap_or_else(text), 1));
            }
            Tag::H2 if page.lesser_headings.len() < 40 => page.lesser_headings.push((id, text())),
            _ => {}
        }
        let itemprop = attribute(Attribute::Itemprop);
        let size = document.end(id).0 - id.0;
        // A line of author or date is small; looking only at small elements keeps this linear.
        if size > 40 {
            continue;
        }
        let mut says = 0;
        for (name, value) in document.attribute_values(id) {
            if let (true, Some(slot)) = (NAMES.contains(name), known.get_mut(value.0 as usize)) {
                says |= *slot.get_or_insert_with(|| lines_named(document.value(*value)));
            }
        }
        if page.dates.len() < 50 {
            if has_word(itemprop, &["datePublished", "dateCreated"]) {
                page.dates.push((id, stated_date(document, id).unwrap_or_else(text), 0));
            } else if tag != Tag::Time && says & DATE != 0 {
                page.dates.push((id, stated_date(document, id).unwrap_or_else(text), 2));
            }
        }
        if page.authors.len() < 50 && in_comments < COMMENTERS {
            let rank = if has_word(itemprop, &["author"]) || has_word(attribute(Attribute::Rel), &["author"]) {
                Some(0)
            } else if says & BYLINE != 0 {
                Some(1)
            } else if tag == Tag::A && attribute(Attribute::Href).is_some_and(leads_to_author) {
                Some(2)
            } else {
                None
            };
            if rank.is_some() && is_in_comments(document, id) {
                in_comments += 1;
            } else if let Some(rank) = rank {
                // An author element may hold a name element beside a portrait and a life.
                let name = document
                    .descendants(id)
                    .find(|inner| has_word(document.attribute(*inner, Attribute::Itemprop), &["name"]))
                    .filter(|_| rank == 0);
                page.authors.push((id, name.map_or_else(text, |name| document.text_of(&document.subtree(name))), rank));
            }
        }
    }
    page.authors.retain(|(_, text, _)| !text.is_empty() && text.len() <= LINE);
    page.dates.retain(|(_, text, _)| !text.is_empty() && text.len() <= LINE);
    page
}

/// The date an element states for machines: beside "3 years ago" stands the day in an attribute.
fn stated_date(document: &Document, id: NodeId) -> Option<String> {
    [Attribute::Datetime, Attribute::Content, Attribute::Title]
        .into_iter()
        .filter_map(|name| document.attribute(id, name))
        .find(|value| date::parse(value, true).is_some())
        .map(str::to_owned)
}

/// Whether a word written in camel case has `part` in it: "authorName" has "author".
fn has_part(word: &str, part: &str) -> bool {
    let Some(start) = word.get(..part.len()) else { return false };
    start.eq_ignore_ascii_case(part)
        && start.ends_with(|c: char| c.is_ascii_lowercase())
        && word.get(part.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Whether an address is that of an author's page on any content system: `/author/ann-lee`, `/people/ann-lee`.
fn leads_to_author(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or("").trim_end_matches('/');
    path.rsplit('/').nth(1).is_some_and(|folder| {
        let folders = [
            "author",
            "authors",
            "contributor",
            "contributors",
            "writer",
            "writers",
            "autor",
            "autoren",
            "auteur",
            "auteurs",
            "byline",
        ];
        folders.iter().any(|known| folder.eq_ignore_ascii_case(known))
    })
}

/// Whether the element stands in the comments: their authors are others.
pub(super) fn is_in_comments(document: &Document, id: NodeId) -> bool {
    std::iter::once(id).chain(document.ancestors(id)).take(30).any(|id| {
        let value = |name| document.attribute(id, name).map_or(0, names::groups_of);
        document.tag(id) != Tag::Body && (value(Attribute::Class) | value(Attribute::Id)) & names::COMMENTS != 0
    })
}
