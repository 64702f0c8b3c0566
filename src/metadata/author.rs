//! Who wrote the article: what the page shows by the headline, what it states, what it marks.

use super::byline::{self, clean, without_by, Name};
use super::date;
use super::json_ld::JsonLd;
use super::lines::{self, Piece};
use super::page::{decode_entities, is_in_comments, Page, COMMENTERS, LINE};
use super::words::table;
use super::{nearest, title};
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};
use crate::text::{folded, is_blank, normalized};

/// Meta tags that name the author, best first.
const NAMES: [&str; 8] = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
];
/// The most authors named in one line.
const MOST: usize = 6;
/// The longest text that starts with "By" and is a byline, in words.
const WORDS: usize = 14;
/// Lines from the headline within which a line that says "By" is the article's.
const NEAR: i32 = 14;
/// The same for a name beside a portrait.
const PORTRAIT: i32 = 4;
/// Labels of a card that are looked at: there are two.
const LABELS: usize = 8;
/// Nodes between a portrait and its name.
const BESIDE: u32 = 60;

/// Names found in one place of the page, and where.
struct Found {
    names: Vec<Name>,
    /// The word the page puts before the last of several names.
    joint: Option<String>,
    at: Option<NodeId>,
}

impl Found {
    fn nothing() -> Found {
        Found { names: Vec::new(), joint: None, at: None }
    }

    fn line(&self) -> Option<String> {
        byline::join(&self.names, self.joint.as_deref())
    }

    fn is_weak(&self) -> bool {
        self.names.iter().all(|name| name.weak)
    }
}

/// The author line and where the page shows it.
pub(super) fn read(
    document: &Document,
    page: &Page,
    json: &JsonLd,
    around: &[Piece],
    site: Option<&str>,
    title_at: Option<NodeId>,
) -> (Option<String>, Option<NodeId>) {
    let list = |names: Vec<String>| -> Vec<Name> {
        names.iter().filter_map(|name| clean(&decode_entities(name), site)).collect()
    };
    let in_json = json.authors.iter().filter_map(|(name, is_organisation)| {
        let name = clean(&decode_entities(name), site)?;
        Some(Name { weak: name.weak || *is_organisation, ..name })
    });
    let mut found = vec![
        shown(document, around, site),
        Found { names: in_json.collect(), joint: None, at: None },
        Found { names: list(in_meta(page)), joint: None, at: None },
        marked(document, page, site, title_at),
    ];
    if found.iter().all(Found::is_weak) {
        found.push(beside_portrait(document, around, site));
        found.push(elsewhere(document, site));
    }
    let has_names = |found: &&Found| !found.names.is_empty();
    let best = found.iter().filter(has_names).find(|found| !found.is_weak()).or_else(|| found.iter().find(has_names));
    let byline = best.and_then(Found::line);
    let agrees = |found: &&Found| {
        found.line().zip(byline.as_deref()).is_some_and(|(line, byline)| title::similarity(&line, byline) > 0.4)
    };
    let at = found.iter().filter(|found| found.at.is_some()).find(agrees).and_then(|found| found.at);
    (byline, at)
}

/// The names in the page's meta tags.
fn in_meta(page: &Page) -> Vec<String> {
    let values = |name: &str| -> Vec<String> {
        page.meta.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    };
    // "Lee, Ann" is how libraries write a name.
    let turned = |name: String| match name.split_once(", ") {
        Some((family, given)) if !given.contains(',') && family.split(' ').count() <= 2 => format!("{given} {family}"),
        _ => name,
    };
    // `twitter:label2` "Written by" names what `twitter:data2` holds; reading time is as common.
    let labelled = || {
        let labels = page.meta.iter().filter_map(|(name, label)| Some((name.strip_prefix("twitter:label")?, label)));
        labels.take(LABELS).find_map(|(number, label)| {
            without_by(label).filter(|rest| rest.is_empty())?;
            Some(vec![page.meta(&format!("twitter:data{number}"))?.to_owned()])
        })
    };
    let mut first = None;
    for name in NAMES {
        let mut found = values(name);
        if name.starts_with("citation") || name.starts_with("dc") {
            found = found.into_iter().map(turned).collect();
        } else {
            found.truncate(1);
        }
        if found.iter().any(|name| clean(name, None).is_some()) {
            first = Some(found);
            break;
        }
    }
    first.or_else(labelled).unwrap_or_default()
}

/// The line by the headline that says "By".
fn shown(document: &Document, around: &[Piece], site: Option<&str>) -> Found {
    let distance = |piece: &Piece| if piece.line < 0 { -2 * piece.line } else { piece.line };
    let order = crate::order::ascending(around.iter().map(|piece| distance(piece).unsigned_abs().into()));
    for at in order {
        let Some(piece) = around.get(at) else { continue };
        let Some(rest) = after_by(&piece.text) else { continue };
        if distance(piece) > NEAR || is_in_page_link(document, piece.id) {
            continue;
        }
        // The name follows in the same text, or in the next ones.
        let (mut names, mut joint) = (Vec::new(), None);
        if rest.is_empty() {
            (names, joint) = following(around, at + 1, site);
        } else if let Some(name) = name_of(rest, site) {
            names.push(name);
            if rest.trim_end().ends_with([',', '&']) {
                let (others, last) = following(around, at + 1, site);
                names.extend(others);
                joint = last;
            }
        }
        if !names.is_empty() {
            return Found { names, joint, at: Some(lines::holder(document, piece.id, LINE)) };
        }
    }
    Found::nothing()
}

/// What follows "By" in a text that starts with it, or holds it after a date: "Posted on 3 May by Ann Lee".
fn after_by(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.split(' ').count() > WORDS {
        return None;
    }
    if let Some(rest) = without_by(text) {
        return Some(rest);
    }
    let (before, rest) = text.rsplit_once(" by ").or_else(|| Some((text.strip_suffix(" by")?, "")))?;
    let is_line = date::parse(before, true).is_some()
        || before.split(' ').take(2).any(|word| {
            let word = word.to_lowercase();
            table().of("published").has(&word) || table().of("updated").has(&word)
        });
    let last = before.split(' ').next_back().unwrap_or("").to_lowercase();
    let is_author = !table().of("not by").has(last.trim_matches(|c: char| !c.is_alphanumeric()));
    // In running text "by" is a preposition: a date before it makes the line one of date and author.
    (is_author && is_line).then_some(rest)
}

/// The names in the texts from `at`: the first text with letters, and those joined to it by a comma or "and"; with the word
/// that joins the last.
fn following(around: &[Piece], at: usize, site: Option<&str>) -> (Vec<Name>, Option<String>) {
    let mut names: Vec<Name> = Vec::new();
    let (mut joint, mut is_joined) = (None, true);
    let first_line = at.checked_sub(1).and_then(|label| around.get(label)).map_or(0, |label| label.line);
    for piece in around.get(at..).unwrap_or(&[]).iter().take(4 * MOST) {
        let is_joint = piece.text.split(' ').all(|word| {
            let word = word.to_lowercase();
            table().of("joint").has(&word) || word.strip_prefix(',').is_some_and(|word| table().of("joint").has(word))
        });
        if is_joint && !names.is_empty() {
            is_joined = true;
            let word = piece.text.trim_matches([',', ' ']);
            joint = (!word.is_empty()).then(|| word.to_owned());
        } else if !piece.text.chars().any(char::is_alphabetic) && names.is_empty() {
            continue;
        } else if is_joined && piece.line - first_line <= 2 && names.len() < MOST {
            let Some(name) = name_of(&piece.text, site) else { break };
            is_joined = piece.text.ends_with([',', '&']);
            names.push(name);
        } else {
            break;
        }
    }
    (names, joint)
}

/// The name by the headline that an image beside it carries as well: a portrait.
fn beside_portrait(document: &Document, around: &[Piece], site: Option<&str>) -> Found {
    let (Some(first), Some(last)) = (around.first(), around.last()) else { return Found::nothing() };
    let images: Vec<(NodeId, String)> = document
        .ids(&(NodeId(first.id.0.saturating_sub(BESIDE))..last.id))
        .filter(|id| document.tag(*id) == Tag::Img)
        .filter_map(|id| Some((id, normalized(document.attribute(id, Attribute::Alt)?))))
        .collect();
    let is_portrait = |piece: &Piece| {
        let name = normalized(&piece.text);
        images.iter().any(|(id, alt)| {
            id.0.abs_diff(piece.id.0) <= BESIDE
                && alt.contains(&name)
                && alt.split(' ').count() <= name.split(' ').count() + 4
        })
    };
    let is_capitalised = |text: &str| {
        text.split(' ').all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
                || table().of("particle").has(word)
        })
    };
    let name = around.iter().filter(|piece| (-PORTRAIT..=PORTRAIT).contains(&piece.line)).find_map(|piece| {
        let words = piece.text.split(' ').count();
        let in_heading = document.ancestors(piece.id).take(3).any(|id| document.tag(id).heading_level().is_some());
        if !(2..=4).contains(&words) || in_heading || !is_capitalised(&piece.text) || !is_portrait(piece) {
            return None;
        }
        Some((clean(&piece.text, site).filter(|name| !name.weak)?, piece.id))
    });
    match name {
        Some((name, id)) => Found { names: vec![name], joint: None, at: document.parent(id) },
        None => Found::nothing(),
    }
}

/// The first text anywhere on the page that says "Written by" in so many words.
fn elsewhere(document: &Document, site: Option<&str>) -> Found {
    let (mut is_next, mut in_comments) = (false, 0);
    for id in document.descendants(document.body()) {
        let text = document.text(id);
        let parent = document.parent(id);
        if is_blank(text) || text.len() > LINE || parent.is_some_and(|parent| document.tag(parent).is_unread()) {
            is_next &= is_blank(text);
            continue;
        }
        let text = folded(text);
        let is_label = without_by(&text).is_some_and(|rest| {
            text.get(..text.len() - rest.len()).is_some_and(|label| label.trim_end_matches([' ', ':']).contains(' '))
        });
        let name = if is_label || is_next { name_of(without_by(&text).unwrap_or(&text), site) } else { None };
        if let Some(name) = name {
            if !is_in_comments(document, id) {
                return Found { names: vec![name], joint: None, at: parent };
            }
            in_comments += 1;
            if in_comments == COMMENTERS {
                break;
            }
        }
        is_next = is_label && without_by(&text) == Some("");
    }
    Found::nothing()
}

/// The name that a text after "By" is: short, capitalised, no sentence.
fn name_of(text: &str, site: Option<&str>) -> Option<Name> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts_low = text.chars().next().is_some_and(char::is_lowercase);
    let words = text.split(' ').count();
    let last = text.split(' ').next_back().unwrap_or("");
    let is_sentence = text.ends_with(['!', '?']) || text.ends_with('.') && last.chars().count() > 4;
    if words > WORDS || is_sentence || starts_low && words > 2 {
        return None;
    }
    clean(text, site)
}

/// Whether the text is an entry of the page's own table of contents.
fn is_in_page_link(document: &Document, id: NodeId) -> bool {
    document.ancestors(id).take(3).any(|ancestor| {
        document.tag(ancestor) == Tag::A
            && document.attribute(ancestor, Attribute::Href).is_some_and(|href| href.starts_with('#'))
    })
}

/// The element that calls itself author, nearest to the headline.
fn marked(document: &Document, page: &Page, site: Option<&str>, title_at: Option<NodeId>) -> Found {
    let lines = nearest(&page.authors, title_at.unwrap_or(NodeId(0)));
    let named = |wanted: bool| {
        lines.iter().find_map(|(id, text, rank)| {
            let name =
                clean(text, site).filter(|name| name.weak != wanted && name.text.split_whitespace().count() <= 12)?;
            Some((name, *id, *rank))
        })
    };
    let Some((name, id, rank)) = named(true).or_else(|| named(false)) else {
        return Found::nothing();
    };
    // Several authors, each with a link of their own, in one line: their common parent.
    let parent = document.parent(id);
    let beside: Vec<_> =
        lines.iter().filter(|(other, _, kind)| *kind == rank && document.parent(*other) == parent).collect();
    let order = crate::order::ascending(beside.iter().map(|(other, _, _)| u64::from(other.0)));
    let all: Vec<Name> = order.into_iter().filter_map(|at| clean(&beside.get(at)?.1, site)).collect();
    if rank == 0 && all.len() > 1 && all.len() <= MOST {
        Found { names: all, joint: None, at: parent }
    } else {
        Found { names: vec![name], joint: None, at: Some(id) }
    }
}
