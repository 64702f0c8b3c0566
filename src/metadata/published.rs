//! When the article was published: what the page shows by the headline, checked against what it states elsewhere.

use super::json_ld::JsonLd;
use super::lines::{self, Piece};
use super::page::{Page, LINE};
use super::words::table;
use super::{date, nearest};
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};

/// Meta tags that state the date of publication, best first.
const PUBLISHED: [&str; 9] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "pubdate",
];
/// Meta tags that state a date, which may be that of a change; best first. The first is microdata.
const DATE: [&str; 5] = ["datepublished", "date", "dc.date", "dcterms.date", "dcterms.created"];
/// Meta tags that state the date of a change.
const MODIFIED: [&str; 4] = ["article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified"];

/// A line of so many words holds a date among other things; one that names the date may be longer.
const WORDS: usize = 14;
const LABELLED: usize = 28;
/// Words that hold a date and what belongs to it.
const FIRST: usize = 8;
/// Farther from the headline than so many lines a date without a label is one of the text.
const NEAR: i32 = 16;

/// A date line by the headline.
struct Shown {
    date: String,
    id: NodeId,
    /// How far from being the line wanted: lines from the headline, more for one that tells of a change.
    rank: i32,
    /// It says that the date is that of a change.
    is_updated: bool,
}

/// The date and the place where the page shows it.
pub(super) fn read(
    document: &Document,
    page: &Page,
    json: &JsonLd,
    around: &[Piece],
    title_at: Option<NodeId>,
    month_first: bool,
) -> (Option<String>, Option<NodeId>) {
    let parse = |text: &str| date::parse(text, month_first);
    let in_meta = |names: &[&str]| names.iter().filter_map(|name| page.meta(name)).find_map(parse);
    // Of several the earliest: content systems also state when they last put a page out.
    let other_meta =
        || page.meta.iter().filter(|(name, _)| states_publication(name)).filter_map(|(_, value)| parse(value)).min();
    let meta = in_meta(&PUBLISHED).or_else(other_meta);
    let modified = in_meta(&MODIFIED).or_else(|| json.modified.as_deref().and_then(parse));
    let schema = json.published.as_deref().and_then(parse).or_else(|| in_meta(&DATE));
    let in_address = page.canonical.as_deref().and_then(date::in_address).or_else(|| date::in_address(document.url()));
    let marked = nearest(&page.dates, title_at.unwrap_or(NodeId(0)))
        .into_iter()
        .find_map(|(id, text, _)| Some((parse(text)?, *id)));
    let shown = shown(document, around, month_first);
    let published = match (&shown, &meta) {
        (Some(shown), Some(meta)) if !is_original(shown, meta, modified.as_deref()) => Some(meta.clone()),
        // The same day stated: the stated one has the time and its zone.
        (Some(shown), meta) => {
            let exact = [meta, &schema].into_iter().flatten().find(|stated| same_day(&shown.date, stated));
            Some(exact.filter(|exact| exact.len() > shown.date.len()).unwrap_or(&shown.date).clone())
        }
        (None, meta) => {
            let marked = marked.as_ref().map(|(date, _)| date.clone());
            meta.clone().or(schema).or(marked).or(in_address)
        }
    };
    let is_it = |date: &str| published.as_deref().is_some_and(|known| same_day(known, date));
    // "23:41" with a date in its attribute is the time of an entry, not the date line.
    let shows_day = |id: &NodeId| parse(&document.text_of(&document.subtree(*id))).is_some();
    let at = shown.map(|shown| (shown.date, lines::holder(document, shown.id, LINE))).or(marked);
    let at = at.filter(|(date, _)| is_it(date)).map(|(_, id)| id).filter(shows_day);
    (published, at)
}

fn same_day(a: &str, b: &str) -> bool {
    a.get(..10) == b.get(..10)
}

/// Whether the date shown is that of publication although a meta tag states another: not where the line tells of a change or
/// shows the day of one, and not where the two are the same moment in two zones.
fn is_original(shown: &Shown, meta: &str, modified: Option<&str>) -> bool {
    let is_change = shown.is_updated || modified.is_some_and(|modified| same_day(modified, &shown.date));
    let is_later = shown.date.get(..10) > meta.get(..10);
    let days = date::days_between(&shown.date, meta);
    !(is_change && is_later) && days.is_none_or(|days| days > 1)
}

/// Whether the name of a meta tag says publication and date in any spelling: `w-published-date`, `dcterms.dateIssued`.
fn states_publication(name: &str) -> bool {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    !name.contains("datepublished")
        && (name == "published" || has(&["publish", "publicat", "issued"]) && has(&["date", "time", "_at", "_on"]))
}

/// The date line by the headline.
fn shown(document: &Document, around: &[Piece], month_first: bool) -> Option<Shown> {
    let mut best: Option<Shown> = None;
    let mut last = None;
    for piece in around {
        if last == Some(piece.line) {
            continue;
        }
        last = Some(piece.line);
        let Some(found) = date_line(document, around, piece.line, month_first) else { continue };
        if best.as_ref().is_none_or(|best| found.rank < best.rank) {
            best = Some(found);
        }
    }
    best
}

fn first_words(text: &str) -> String {
    text.split(' ').take(FIRST).collect::<Vec<_>>().join(" ")
}

fn date_line(document: &Document, around: &[Piece], line: i32, month_first: bool) -> Option<Shown> {
    let text = lines::line_text(around, line);
    let words = text.split(' ').count();
    if words > LABELLED || !text.contains(|c: char| c.is_ascii_digit()) || table().of("not a date line").is_in(&text) {
        return None;
    }
    // A label may stand on a line of its own above the date.
    let above = lines::line_text(around, line - 1);
    let label_above = if above.split(' ').count() <= 3 { above.as_str() } else { "" };
    let (published, updated) = (table().of("published"), table().of("updated"));
    let from = published.first_in(&text);
    let is_published = from.is_some() || published.is_in(label_above);
    let is_updated = updated.is_in(&text) || updated.is_in(label_above);
    let is_sentence = text.ends_with('.') && words > 6;
    if (words > WORDS || is_sentence) && !(is_published || is_updated) {
        return None;
    }
    let after_label =
        from.and_then(|from| text.get(from..)).and_then(|text| date::parse(&first_words(text), month_first));
    let date = match after_label {
        None if words > WORDS => date::parse(&first_words(&text), month_first),
        None => date::parse(&text, month_first),
        known => known,
    };
    let id = around.iter().find(|piece| piece.line == line).map(|piece| piece.id)?;
    // A date element knows the time and its zone.
    let exact = around.iter().filter(|piece| piece.line == line).find_map(|piece| {
        let element = document.ancestors(piece.id).take(3).find(|ancestor| document.tag(*ancestor) == Tag::Time)?;
        date::parse(document.attribute(element, Attribute::Datetime)?, month_first)
    });
    let date = date?;
    let date = exact.filter(|exact| exact.starts_with(&date)).unwrap_or(date);
    let distance = if line < 0 { -2 * line } else { line };
    let is_labelled = is_published || is_updated;
    if !is_labelled && distance > NEAR {
        return None;
    }
    let is_updated = is_updated && !is_published;
    let rank = distance - if is_published { 6 } else { 0 } + if is_updated { 3 } else { 0 };
    Some(Shown { date, id, rank, is_updated })
}
