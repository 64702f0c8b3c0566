//! Clutter by shape and by repetition: the headline, author and date that stand in the reader's head already, pull quotes, and
//! text that is there twice: for screens of two widths, or because a carousel shows its slides in a circle.

use super::{link_share, Page};
use crate::document::NodeId;
use crate::model::{Metadata, MetadataField, PageBlock, Reason, Removal};
use crate::order::{ascending, Numbers};
use crate::rules::{clutter, names};
use crate::tag::{Attribute, Tag};
use crate::text::normalized;
use std::borrow::Cow;

/// The longest author or date line, in words.
const LINE: u32 = 14;
/// Least words of a text that is taken for a twin of another.
const TWIN: u32 = 10;
/// Least words of a pull quote.
const PULL: u32 = 7;
/// Words of a run by which a pull quote is found in the body.
const RUN: usize = 5;
/// Texts set apart from which on a run of words that all of them have says nothing.
const SHARED: usize = 32;

pub(super) fn removals(page: &Page, metadata: &Metadata) -> Vec<Removal> {
    let mut found = shown_in_head(page, metadata);
    found.extend(twins(page));
    found.extend(pull_quotes(page));
    found
}

fn whole(block: &PageBlock, reason: Reason, rule: &'static str) -> Removal {
    Removal { nodes: block.nodes.clone(), reason, rule: Cow::Borrowed(rule) }
}

/// Blocks that go, and for each block of the page whether it is one of them.
struct Found<'a> {
    page: &'a Page<'a>,
    removals: Vec<Removal>,
    known: Vec<bool>,
}

impl Found<'_> {
    fn place(&self, block: &PageBlock) -> usize {
        self.page.blocks.count_before(block.nodes.start)
    }

    fn has(&self, block: &PageBlock) -> bool {
        self.known.get(self.place(block)).copied().unwrap_or(false)
    }

    fn push(&mut self, block: &PageBlock, reason: Reason, rule: &'static str) {
        let place = self.place(block);
        self.known.get_mut(place).into_iter().for_each(|known| *known = true);
        self.removals.push(whole(block, reason, rule));
    }
}

/// Title, byline and date lines.
fn shown_in_head(page: &Page, metadata: &Metadata) -> Vec<Removal> {
    let mut found = Found { page, removals: Vec::new(), known: vec![false; page.blocks.blocks.len()] };
    for (field, nodes) in &metadata.places {
        let (reason, rule) = match field {
            MetadataField::Title => (Reason::Repeated, "by_shape: the headline"),
            MetadataField::Byline => (Reason::About, "by_shape: the author line"),
            MetadataField::Date => (Reason::About, "by_shape: the date line"),
            MetadataField::Standfirst => continue,
        };
        for block in page.blocks_in(nodes) {
            if block.words <= LINE || *field == MetadataField::Title {
                found.push(block, reason, rule);
            }
        }
    }
    let title = metadata.title.as_deref().map(normalized).unwrap_or_default();
    let first_prose = page.blocks.blocks.iter().position(|block| super::is_prose(page.blocks, block)).unwrap_or(0);
    for (at, block) in page.blocks.blocks.iter().enumerate() {
        // The headline again: above the text, or as a heading anywhere.
        let is_heading = page.document.tag(block.nodes.start).heading_level().is_some();
        if !found.has(block)
            && block.words >= 2
            && (at <= first_prose || is_heading)
            && block.words <= 60
            && !title.is_empty()
            && page.normalized(block) == title
        {
            found.push(block, Reason::Repeated, "by_shape: the headline again");
        }
    }
    // A word or two right above the headline: the section it stands in.
    let headline =
        found.removals.iter().find(|removal| removal.reason == Reason::Repeated).map(|removal| removal.nodes.start);
    if let Some(at) = headline.and_then(|start| page.blocks.blocks.iter().position(|block| block.nodes.start == start))
    {
        let above = at.checked_sub(1).and_then(|above| page.blocks.blocks.get(above));
        above
            .into_iter()
            .filter(|block| block.words <= 5 && !super::ends_sentence(page.text(block)))
            .for_each(|block| found.push(block, Reason::About, "by_shape: a section’s name above the headline"));
    }
    // A name below the headline, of the agency or the section; a first line of the story ends like one.
    let place = headline.map_or(usize::MAX, |start| {
        page.blocks.blocks.iter().position(|block| block.nodes.start == start).unwrap_or(usize::MAX)
    });
    for (at, block) in page.blocks.blocks.iter().enumerate().take(first_prose).skip(place.saturating_add(1)).take(3) {
        let text = page.text(block);
        let is_name = block.words <= 3 && text.len() >= 3 && text.chars().all(|c| c.is_alphabetic() || c == ' ');
        let is_label =
            is_name && text.starts_with(char::is_uppercase) && page.document.tag(block.nodes.start) != Tag::Li;
        let follows_prose = at + 1 == first_prose;
        if is_label
            && !found.has(block)
            && follows_prose
            && page.document.tag(block.nodes.start).heading_level().is_none()
        {
            found.push(block, Reason::About, "by_shape: a name below the headline");
        }
    }
    about_author(page, metadata)
        .into_iter()
        .for_each(|block| found.push(block, Reason::About, "by_shape: about the author"));
    let byline = metadata.byline.as_deref().map(normalized).filter(|byline| byline.contains(' '));
    for (at, block) in page.blocks.blocks.iter().enumerate().take(first_prose + 3) {
        if found.has(block) || block.words > LINE || super::ends_sentence(page.text(block)) {
            continue;
        }
        let line = page.normalized(block);
        // The author's name near the headline, with a role, a place, a date, minutes to read.
        if byline.as_deref().is_some_and(|byline| line.contains(byline)) && at > 0 {
            found.push(block, Reason::About, "by_shape: a line with the author’s name");
        } else if block.words <= 6 && at <= first_prose && is_date_line(page, block) {
            found.push(block, Reason::About, "by_shape: a date line");
        }
    }
    found.removals
}

/// The lines about the author under the text: they start with the byline's name and say what the author is or does.
fn about_author<'a>(page: &Page<'a>, metadata: &Metadata) -> Vec<&'a PageBlock> {
    let byline = metadata.byline.as_deref().map(normalized).unwrap_or_default();
    let authors: Vec<&str> =
        byline.split([',', '&', ';']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    let list = &page.blocks.blocks;
    let last = list.iter().rposition(|block| super::is_prose(page.blocks, block)).unwrap_or(0);
    let from = list.len().min(last + 1).saturating_sub(4);
    let is_about = |line: &str| {
        authors.iter().filter(|author| author.contains(' ')).any(|author| {
            let rest = line.strip_prefix(*author).unwrap_or("");
            rest.starts_with(' ') && rest.split_whitespace().next().is_some_and(clutter::is_biography_verb)
        })
    };
    list.iter()
        .skip(from.max(3))
        .filter(|block| (4..=80).contains(&block.words) && is_about(page.normalized(block)))
        .collect()
}

/// Words of a class that call a line a date.
const DATES: [&str; 4] = ["date", "time", "published", "timestamp"];

/// Whether a line is named a date and has a figure in it.
pub(super) fn is_date_line(page: &Page, block: &PageBlock) -> bool {
    has_word(page, block.nodes.start, &DATES) && page.text(block).contains(|c: char| c.is_numeric())
}

/// Long texts that stand on the page twice, for screens of two widths or as the slides of a carousel that is laid out in a circle (Miro's): the
/// hidden one goes, or the later one where the block before or after it recurs too or a name says which screen it is for. A lone repeated
/// paragraph may be meant; a quoted post always is.
fn twins(page: &Page) -> Vec<Removal> {
    let list = &page.blocks.blocks;
    let (mut seen, mut firsts) = (Numbers::default(), Vec::new());
    // For each block the earlier one of the same text.
    let mut twin: Vec<Option<usize>> = Vec::with_capacity(list.len());
    for (at, block) in list.iter().enumerate() {
        let is_long = block.words >= TWIN && link_share(block) < 0.5;
        twin.push(is_long.then(|| seen.of(page.normalized(block))).and_then(|number| {
            let first = firsts.get(number).copied();
            if first.is_none() {
                firsts.push(at);
            }
            first
        }));
    }
    let mut copies = vec![0_u32; list.len()];
    for first in twin.iter().flatten() {
        copies.get_mut(*first).into_iter().for_each(|count| *count += 1);
    }
    let mut found = Vec::new();
    for (at, block) in list.iter().enumerate() {
        let Some((first, other)) = twin.get(at).copied().flatten().and_then(|first| Some((first, list.get(first)?)))
        else {
            continue;
        };
        let recurs = |offset: usize| {
            let text = |at: usize| list.get(at.wrapping_add(offset)).map(|block| page.normalized(block));
            text(at).is_some() && text(at) == text(first)
        };
        let gone = if other.hidden != block.hidden {
            if other.hidden {
                other
            } else {
                block
            }
        } else if copies.get(first) == Some(&1)
            || recurs(1)
            || recurs(usize::MAX)
            || is_for_a_screen(page, block)
            || is_for_a_screen(page, other)
        {
            block
        } else {
            continue;
        };
        // A clone's heading and link, too short to be known by themselves, go with it.
        let with = |offset: usize| {
            let neighbour = list.get(at.wrapping_add(offset)).filter(|other| other.words < TWIN && recurs(offset));
            neighbour.filter(|_| std::ptr::eq(gone, block))
        };
        for gone in [with(usize::MAX), Some(gone), with(1)].into_iter().flatten() {
            if found.last().is_none_or(|last: &Removal| last.nodes != gone.nodes) {
                found.push(whole(gone, Reason::Repeated, "by_shape: the same text again"));
            }
        }
    }
    found
}

fn is_for_a_screen(page: &Page, block: &PageBlock) -> bool {
    let start = block.nodes.start;
    std::iter::once(start)
        .chain(page.document.ancestors(start))
        .take(4)
        .any(|id| has_word(page, id, &["mobile", "desktop", "tablet", "phone", "xs", "sm", "responsive"]))
}

/// Whether one of the words of an element's class is among `words`.
pub(super) fn has_word(page: &Page, id: NodeId, words: &[&str]) -> bool {
    page.document.attribute(id, Attribute::Class).is_some_and(|class| {
        class
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| words.iter().any(|known| word.eq_ignore_ascii_case(known)))
    })
}

/// Quotations set apart whose words stand in one block of the body too.
fn pull_quotes(page: &Page) -> Vec<Removal> {
    let list = &page.blocks.blocks;
    // The candidates: place, number of their text, and how many runs it has. For each run, the texts it stands in; words that so many
    // share are furniture, and of a page of nothing but such each block would be held against each.
    let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
    let (mut texts, mut known, mut wanted) = (Numbers::default(), Numbers::default(), Vec::<Vec<usize>>::new());
    for (at, block) in list.iter().enumerate() {
        if !(PULL..=70).contains(&block.words) || link_share(block) >= 0.3 || !is_set_apart(page, block) {
            continue;
        }
        let runs = runs(page.normalized(block));
        let is_new = texts.is_new(page.normalized(block));
        let text = texts.of(page.normalized(block));
        for run in runs.iter().filter(|_| is_new) {
            let holders = known.entry(&mut wanted, run);
            let holders = holders.filter(|holders| holders.last() != Some(&text) && holders.len() < SHARED);
            holders.into_iter().for_each(|holders| holders.push(text));
        }
        candidates.push((at, text, runs.len()));
    }
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut is_candidate = vec![false; list.len()];
    for (at, _, _) in &candidates {
        is_candidate.get_mut(*at).into_iter().for_each(|is| *is = true);
    }
    // The most runs of each text that one block of the body holds, each counted once.
    let mut most = vec![0_usize; candidates.len()];
    for (_, block) in
        list.iter().enumerate().filter(|(at, block)| is_candidate.get(*at) == Some(&false) && block.words > PULL)
    {
        let mut hits: Vec<u64> = Vec::new();
        for run in runs(page.normalized(block)).iter().filter_map(|run| known.get(run)) {
            let holders = wanted.get(run).into_iter().flatten();
            hits.extend(holders.map(|text| (*text as u64) << 32 | run as u64));
        }
        let (mut count, mut before) = (0, None);
        for hit in ascending(hits.iter().copied()).into_iter().filter_map(|at| hits.get(at).copied()) {
            let text = hit >> 32;
            count = match before {
                Some(before) if before == hit => continue,
                Some(before) if before >> 32 == text => count + 1,
                _ => 1,
            };
            before = Some(hit);
            most.get_mut(text as usize).into_iter().for_each(|most| *most = count.max(*most));
        }
    }
    candidates
        .iter()
        // The name under a pull quote is not in the body: most of the runs must be.
        .filter(|(_, text, runs)| most.get(*text).is_some_and(|most| most * 10 >= runs * 8))
        .filter_map(|(at, _, _)| list.get(*at))
        .map(|block| whole(block, Reason::Repeated, "by_shape: a pull quote of words in the text"))
        .collect()
}

/// Whether a block stands apart from the running text as pull quotes do, by element or by name, and is no heading.
fn is_set_apart(page: &Page, block: &PageBlock) -> bool {
    let document = page.document;
    let start = block.nodes.start;
    let chain = || std::iter::once(start).chain(document.ancestors(start)).take(4);
    if chain().any(|id| document.tag(id).heading_level().is_some() || document.tag(id) == Tag::Li) {
        return false;
    }
    chain().any(|id| {
        let named = has_word(page, id, &["pullquote", "pull", "quote", "blockquote"]);
        named && names::groups_of(document.attribute(id, Attribute::Class).unwrap_or("")) & names::COMMENTS == 0
            || matches!(document.tag(id), Tag::Aside | Tag::Blockquote | Tag::Figure)
    })
}

/// Hashes of the runs of [`RUN`] words of a normalised text; of a shorter one, of all its words.
fn runs(text: &str) -> Vec<u64> {
    let mix = |hash: u64, more: u64| (hash ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let hash = |word: &str| word.as_bytes().iter().fold(0, |hash, byte| mix(hash, u64::from(*byte)));
    let words: Vec<u64> = crate::text::words_of(text).map(hash).collect();
    words.windows(RUN.min(words.len().max(1))).map(|run| run.iter().fold(1, |all, word| mix(all, *word))).collect()
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::declutter::tests::removed;

    const PROSE: &str =
        "<p>The council met on Monday to settle the budget for the coming year, and the vote was close.</p>\
        <p>“We had no choice left but to sell the old harbour,” the mayor said after the vote, “and no time.”</p>";

    #[test]
    fn the_headline_goes_even_when_it_stands_there_twice() {
        let page = format!("<title>Harbour sold - Wire</title><h1>Harbour sold</h1><div>Harbour sold</div>{PROSE}");
        assert_eq!(removed(&page), ["repeated: Harbour sold", "repeated: Harbour sold"]);
    }

    #[test]
    fn an_agency_s_name_and_the_author_s_life_go() {
        let head = "<title>Harbour sold</title><meta name=author content='Ina Holm'><h1>Harbour sold</h1>";
        let page =
            format!("{head}<p>Northwire</p>{PROSE}<p>Ina Holm is a reporter for the Gazette and lives in Sund.</p>");
        let removed = removed(&page);
        assert!(removed.contains(&"about: Northwire".to_owned()));
        assert!(removed.contains(&"about: Ina Holm is a reporter for the Gazette and lives in Sund.".to_owned()));
    }

    #[test]
    fn a_first_line_of_one_word_and_words_about_others_stay() {
        let head = "<title>Harbour sold</title><meta name=author content='Ina Holm'><h1>Harbour sold</h1>";
        let page =
            format!("{head}<p>Sold.</p>{PROSE}<p>Paul Dene is a reporter for the Gazette and lives in Sund.</p>");
        let removed = removed(&page);
        assert!(!removed.iter().any(|line| line.contains("Sold.") || line.contains("Paul Dene")), "{removed:?}");
    }

    #[test]
    fn a_pull_quote_goes_and_a_quotation_stays() {
        let page = format!("{PROSE}<blockquote>We had no choice left but to sell the old harbour</blockquote>");
        assert_eq!(removed(&page), ["repeated: We had no choice left but to sell the old harbour"]);
        let other =
            format!("{PROSE}<blockquote>A letter from the owners said that nothing had been signed.</blockquote>");
        assert!(removed(&other).is_empty());
    }

    #[test]
    fn a_responsive_twin_goes_once() {
        let page = format!("{PROSE}{PROSE}");
        assert_eq!(removed(&page).len(), 2);
    }

    #[test]
    fn the_clones_of_a_carousel_s_slide_go_and_a_refrain_stays() {
        let line = "<p>Bring the whole yard into one plan and ship what your crews have asked for.</p>";
        let slide = format!("<div><h3>Plans</h3>{line}<a href=x>Explore</a></div>");
        assert_eq!(removed(&format!("{PROSE}{slide}{slide}{slide}")).len(), 6);
        let verse = |other: &str| format!("<p>{other}</p>{line}");
        assert!(removed(&format!("{PROSE}{}{}{}", verse("One."), verse("Two."), verse("Three."))).is_empty());
    }
}
