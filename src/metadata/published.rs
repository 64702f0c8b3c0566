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
/// The longest sentence that says when a text first came out, in bytes, and where in it that may stand.
const SENTENCE: usize = 240;
const SAID_BY: usize = 40;
/// Words that hold a date and what belongs to it.
const FIRST: usize = 8;
/// Farther from the headline than so many lines a date without a label is one of the text.
const NEAR: i32 = 16;
/// Words after the headline beyond which a line that says "Updated" is the foot of a short page.
const HEAD: usize = 80;
/// The same counted from an author line.
const BESIDE: i32 = 4;

/// A date line by the headline.
struct Shown {
    date: String,
    id: NodeId,
    /// How far from being the line wanted: lines from the headline, more for one that tells of a change.
    rank: i32,
    /// It says that the date is that of a change.
    is_updated: bool,
    /// It says that the date is that of publication.
    is_published: bool,
}

/// The date and the place where the page shows it.
pub(super) fn read(
    document: &Document,
    page: &Page,
    json: &JsonLd,
    around: &[Piece],
    title_at: Option<NodeId>,
    author_at: Option<NodeId>,
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
    let addresses = [page.canonical.as_deref(), page.meta("og:url"), Some(document.url())];
    let in_address = addresses.into_iter().flatten().find_map(date::in_address);
    let mut known = vec![meta.clone(), schema.clone(), modified.clone(), in_address.clone()];
    let has_one_reading =
        |date: &Option<String>, text: &str| date.as_deref().is_some_and(|date| date::swapped(text, date).is_none());
    known.extend(
        page.dates
            .iter()
            .map(|(_, text, _)| (parse(text), text))
            .filter(|(date, text)| has_one_reading(date, text))
            .map(|(date, _)| date),
    );
    let reading = Reading { month_first, known: &known };
    let marked = nearest(&page.dates, title_at.unwrap_or(NodeId(0)))
        .into_iter()
        .find_map(|(id, text, _)| Some((reading.parse(text)?, *id)));
    let shown = shown(document, around, &reading);
    // Libraries state the date of publication in tags of their own; the lines of their pages show half a dozen dates.
    let cited = in_meta(&["citation_publication_date", "citation_date"]);
    let is_local = |shown: &Shown| in_address.as_deref().is_some_and(|day| same_day(day, &shown.date));
    let is_unlabelled = shown.as_ref().is_some_and(|shown| !shown.is_published);
    let published = match (&shown, &meta) {
        (Some(_), Some(meta)) if cited.as_ref() == Some(meta) => Some(meta.clone()),
        // The same moment in two zones, and the page's address is made where the writer is.
        (Some(shown), Some(meta)) if is_local(shown) && date::days_between(&shown.date, meta) == Some(1) => {
            Some(shown.date.clone())
        }
        (Some(shown), Some(meta)) if !is_original(shown, meta, modified.as_deref()) => Some(meta.clone()),
        // The same day stated: the stated one has the time and its zone.
        (Some(shown), meta) => {
            let exact = [meta, &schema].into_iter().flatten().find(|stated| same_day(&shown.date, stated));
            Some(exact.filter(|exact| exact.len() > shown.date.len()).unwrap_or(&shown.date).clone())
        }
        (None, meta) => {
            let marked = marked.as_ref().map(|(date, _)| date.clone());
            let by_author = || by_author(document, author_at?, &reading);
            let elsewhere = || labelled(document, &reading);
            meta.clone().or(schema).or(marked).or_else(by_author).or(in_address).or_else(elsewhere)
        }
    };
    let published = match published {
        // What a sentence under the text says of its beginning counts more than the date of a later state.
        Some(known) if meta.is_none() && is_unlabelled => {
            first_published(document, &reading).filter(|first| *first < known).or(Some(known))
        }
        None => month_line(around),
        known => known,
    };
    let is_it = |date: &str| published.as_deref().is_some_and(|known| same_day(known, date));
    // "23:41" with a date in its attribute is the time of an entry, not the date line.
    let shows_day = |id: &NodeId| parse(&document.text_of(&document.subtree(*id))).is_some();
    let at = shown.map(|shown| (shown.date, lines::holder(document, shown.id, LINE))).or(marked);
    let at = at.filter(|(date, _)| is_it(date)).map(|(_, id)| id).filter(shows_day);
    (published, at)
}

/// How dates in figures are read.
struct Reading<'a> {
    month_first: bool,
    /// Dates the page states elsewhere: 3/4 is the one of the two readings that is among them.
    known: &'a [Option<String>],
}

impl Reading<'_> {
    fn parse(&self, text: &str) -> Option<String> {
        let date = date::parse(text, self.month_first)?;
        let other = date::swapped(text, &date).filter(|other| {
            let states = |day: &str| self.known.iter().flatten().any(|known| same_day(known, day));
            !states(&date) && states(other)
        });
        Some(other.unwrap_or(date))
    }
}

/// The date in or right beside the author line, which may stand under the article.
fn by_author(document: &Document, author_at: NodeId, reading: &Reading) -> Option<String> {
    let own = document.text_of(&document.subtree(author_at));
    let beside = || shown(document, &lines::around(document, author_at), reading);
    let date = own.lines().find_map(|line| reading.parse(line));
    date.or_else(|| beside().filter(|shown| shown.rank <= BESIDE).map(|shown| shown.date))
}

/// The first short text anywhere on the page that says of a date that it is that of publication, or follows a label that says so.
/// "Last updated" at a page's foot is the site's.
fn labelled(document: &Document, reading: &Reading) -> Option<String> {
    let published = table().of("published");
    let says_date = |text: &str| {
        let lower = text.to_lowercase();
        let mut labels = table().of("date label").phrases().filter_map(|label| lower.strip_prefix(label));
        labels.any(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let mut follows_label = false;
    for id in document.descendants(document.body()) {
        let text = crate::text::trimmed(document.text(id));
        if text.is_empty() || document.parent(id).is_some_and(|parent| document.tag(parent).is_unread()) {
            continue;
        }
        let was_label = std::mem::replace(&mut follows_label, false);
        if text.len() > 80 {
            continue;
        }
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            follows_label = says_date(text) && text.split_whitespace().count() <= 3;
            continue;
        }
        let text = first_words(&crate::text::folded(text));
        if was_label || says_date(&text) || published.first_in(&text).is_some_and(|at| at <= 6) {
            if let Some(date) = reading.parse(&text).or_else(|| date::month_only(&text).filter(|_| was_label)) {
                return Some(date);
            }
        }
    }
    None
}

/// What a sentence anywhere on the page says of when the text first came out: "This article was originally published on 3 May 2019
/// but has been updated since."
fn first_published(document: &Document, reading: &Reading) -> Option<String> {
    document.descendants(document.body()).find_map(|id| {
        let text = document.text(id);
        let is_short = (20..=SENTENCE).contains(&text.len()) && text.bytes().any(|byte| byte.is_ascii_digit());
        if !is_short || document.parent(id).is_some_and(|parent| document.tag(parent).is_unread()) {
            return None;
        }
        let text = crate::text::folded(text);
        let lower = text.to_lowercase();
        let end =
            table().of("first published").phrases().find_map(|phrase| Some(lower.find(phrase)? + phrase.len()))?;
        let rest = text.get(end..).filter(|_| end <= SAID_BY && lower.len() == text.len())?;
        reading.parse(&first_words(rest))
    })
}

/// The line by the headline that is a month and a year and nothing else.
fn month_line(around: &[Piece]) -> Option<String> {
    around
        .iter()
        .filter(|piece| piece.line.abs() <= NEAR)
        .find_map(|piece| date::month_only(&piece.text).filter(|_| lines::line_text(around, piece.line) == piece.text))
}

fn same_day(a: &str, b: &str) -> bool {
    a.get(..10) == b.get(..10)
}

/// Whether the date shown is that of publication although a meta tag states another: not where the line tells of a change or
/// shows the day of one, and not where the two are the same moment in two zones.
fn is_original(shown: &Shown, meta: &str, modified: Option<&str>) -> bool {
    let is_day_of_change = modified.is_some_and(|modified| same_day(modified, &shown.date));
    let is_change = shown.is_updated || is_day_of_change && !shown.is_published;
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
fn shown(document: &Document, around: &[Piece], reading: &Reading) -> Option<Shown> {
    let mut best: Option<Shown> = None;
    let mut last = None;
    for piece in around {
        if last == Some(piece.line) {
            continue;
        }
        last = Some(piece.line);
        let Some(found) = date_line(document, around, piece.line, reading) else { continue };
        if best.as_ref().is_none_or(|best| found.rank < best.rank) {
            best = Some(found);
        }
    }
    best
}

fn first_words(text: &str) -> String {
    text.split(' ').take(FIRST).collect::<Vec<_>>().join(" ")
}

fn date_line(document: &Document, around: &[Piece], line: i32, reading: &Reading) -> Option<Shown> {
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
    let after_label = from.and_then(|from| text.get(from..)).and_then(|text| reading.parse(&first_words(text)));
    let date = match after_label {
        None if words > WORDS => reading.parse(&first_words(&text)),
        None => reading.parse(&text),
        known => known,
    };
    let id = around.iter().find(|piece| piece.line == line).map(|piece| piece.id)?;
    // A date element knows the time and its zone.
    let exact = around.iter().filter(|piece| piece.line == line).find_map(|piece| {
        let element = document.ancestors(piece.id).take(3).find(|ancestor| document.tag(*ancestor) == Tag::Time)?;
        reading.parse(document.attribute(element, Attribute::Datetime)?)
    });
    let date = date?;
    let date = exact.filter(|exact| exact.starts_with(&date)).unwrap_or(date);
    let distance = if line < 0 { -2 * line } else { line };
    let since_headline = around.iter().filter(|piece| 0 < piece.line && piece.line < line);
    let words_since: usize = since_headline.map(|piece| piece.text.split(' ').count()).sum();
    let is_at_foot = is_updated && words_since > HEAD;
    if !is_published && (distance > NEAR || is_at_foot) {
        return None;
    }
    let is_updated = is_updated && !is_published;
    let rank = distance - if is_published { 6 } else { 0 } + if is_updated { 3 } else { 0 };
    Some(Shown { date, id, rank, is_updated, is_published })
}
