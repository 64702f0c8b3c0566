//! Clutter by shape and by repetition: the headline, author and date that stand in the reader's head already, pull quotes, and
//! text that is there twice for screens of two widths.

use super::{link_share, Page};
use crate::model::{Metadata, MetadataField, PageBlock, Reason, Removal};
use crate::rules::names;
use crate::tag::{Attribute, Tag};
use crate::text::normalized;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The longest author or date line, in words.
const LINE: u32 = 14;
/// Least words of a text that is taken for a twin of another.
const TWIN: u32 = 10;
/// Words of a run by which a pull quote is found in the body.
const RUN: usize = 5;

pub(super) fn removals(page: &Page, metadata: &Metadata) -> Vec<Removal> {
    let mut found = shown_in_head(page, metadata);
    found.extend(twins(page));
    found.extend(pull_quotes(page));
    found
}

fn whole(block: &PageBlock, reason: Reason, rule: &'static str) -> Removal {
    Removal { nodes: block.nodes.clone(), reason, rule: Cow::Borrowed(rule) }
}

/// Title, byline and date lines.
fn shown_in_head(page: &Page, metadata: &Metadata) -> Vec<Removal> {
    let mut found = Vec::new();
    for (field, nodes) in &metadata.places {
        let (reason, rule) = match field {
            MetadataField::Title => (Reason::Repeated, "by_shape: the headline"),
            MetadataField::Byline => (Reason::About, "by_shape: the author line"),
            MetadataField::Date => (Reason::About, "by_shape: the date line"),
            MetadataField::Standfirst => continue,
        };
        for block in page.blocks_in(nodes) {
            if block.words <= LINE || *field == MetadataField::Title {
                found.push(whole(block, reason, rule));
            }
        }
    }
    let title = metadata.title.as_deref().map(normalized).unwrap_or_default();
    let first_prose = page.blocks.blocks.iter().position(|block| super::is_prose(page.blocks, block)).unwrap_or(0);
    for (at, block) in page.blocks.blocks.iter().enumerate() {
        // The headline again: above the text, or as a heading anywhere.
        let is_heading = page.document.tag(block.nodes.start).heading_level().is_some();
        let is_known = found.iter().any(|removal| removal.nodes == block.nodes);
        if !is_known
            && block.words >= 2
            && (at <= first_prose || is_heading)
            && block.words <= 60
            && !title.is_empty()
            && normalized(page.text(block)) == title
        {
            found.push(whole(block, Reason::Repeated, "by_shape: the headline again"));
        }
    }
    // A word or two right above the headline: the section it stands in.
    let headline = found.iter().find(|removal| removal.reason == Reason::Repeated).map(|removal| removal.nodes.start);
    if let Some(at) = headline.and_then(|start| page.blocks.blocks.iter().position(|block| block.nodes.start == start))
    {
        let above = at.checked_sub(1).and_then(|above| page.blocks.blocks.get(above));
        found.extend(
            above
                .filter(|block| block.words <= 5 && !super::ends_sentence(page.text(block)))
                .map(|block| whole(block, Reason::About, "by_shape: a section’s name above the headline")),
        );
    }
    let byline = metadata.byline.as_deref().map(normalized).filter(|byline| byline.contains(' '));
    for (at, block) in page.blocks.blocks.iter().enumerate().take(first_prose + 3) {
        let is_known = found.iter().any(|removal| removal.nodes == block.nodes);
        if is_known || block.words > LINE || super::ends_sentence(page.text(block)) {
            continue;
        }
        let line = normalized(page.text(block));
        // The author's name near the headline, with a role, a place, a date, minutes to read.
        if byline.as_deref().is_some_and(|byline| line.contains(byline)) && at > 0 {
            found.push(whole(block, Reason::About, "by_shape: a line with the author’s name"));
        } else if block.words <= 6 && at <= first_prose && is_date_line(page, block) {
            found.push(whole(block, Reason::About, "by_shape: a date line"));
        }
    }
    found
}

/// Whether a line above the text is named a date and has a figure in it.
fn is_date_line(page: &Page, block: &PageBlock) -> bool {
    let named = page.document.attribute(block.nodes.start, Attribute::Class).is_some_and(|class| {
        class
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| matches!(word, "date" | "time" | "published" | "timestamp"))
    });
    named && page.text(block).contains(|c: char| c.is_numeric())
}

/// Long texts that stand on the page twice: the later one goes, or the hidden one.
fn twins(page: &Page) -> Vec<Removal> {
    let mut seen: HashMap<String, &PageBlock> = HashMap::new();
    let mut found = Vec::new();
    for block in page.blocks.blocks.iter().filter(|block| block.words >= TWIN && link_share(block) < 0.5) {
        match seen.get(&normalized(page.text(block))) {
            Some(first) if first.hidden && !block.hidden => {
                found.push(whole(first, Reason::Repeated, "by_shape: the same text again"))
            }
            Some(_) => found.push(whole(block, Reason::Repeated, "by_shape: the same text again")),
            None => drop(seen.insert(normalized(page.text(block)), block)),
        }
    }
    found
}

/// Quotations set apart whose words stand in the body too.
fn pull_quotes(page: &Page) -> Vec<Removal> {
    let list = &page.blocks.blocks;
    let candidates: Vec<(usize, Vec<String>)> = list
        .iter()
        .enumerate()
        .filter(|(_, block)| (4..=70).contains(&block.words) && is_set_apart(page, block))
        .map(|(at, block)| (at, runs(page.text(block))))
        .filter(|(_, runs)| !runs.is_empty())
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
    for (candidate, (_, runs)) in candidates.iter().enumerate() {
        runs.iter().for_each(|run| wanted.entry(run).or_default().push(candidate));
    }
    let set_apart: HashSet<usize> = candidates.iter().map(|(at, _)| *at).collect();
    let mut hits: Vec<HashSet<String>> = vec![HashSet::new(); candidates.len()];
    let running = list.iter().enumerate().filter(|(at, block)| !set_apart.contains(at) && block.words >= 8);
    for (_, block) in running {
        for run in runs(page.text(block)) {
            for candidate in wanted.get(run.as_str()).into_iter().flatten() {
                if let Some(hits) = hits.get_mut(*candidate) {
                    hits.insert(run.clone());
                }
            }
        }
    }
    candidates
        .iter()
        .zip(&hits)
        // The name under a pull quote is not in the body: most of the runs must be.
        .filter(|((_, runs), hits)| hits.len() * 10 >= runs.len() * 7)
        .filter_map(|((at, _), _)| list.get(*at))
        .map(|block| whole(block, Reason::Repeated, "by_shape: a pull quote of words in the text"))
        .collect()
}

/// Whether a block stands apart from the running text as pull quotes do: by element or by name.
fn is_set_apart(page: &Page, block: &PageBlock) -> bool {
    let document = page.document;
    std::iter::once(block.nodes.start).chain(document.ancestors(block.nodes.start)).take(4).any(|id| {
        let named = [Attribute::Class, Attribute::DataComponent]
            .iter()
            .filter_map(|name| document.attribute(id, *name))
            .any(|value| {
                value.split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
                    ["pullquote", "pull", "quote", "blockquote", "highlight", "callout"]
                        .iter()
                        .any(|known| word.eq_ignore_ascii_case(known))
                })
            });
        named && names::groups_of(document.attribute(id, Attribute::Class).unwrap_or("")) & names::COMMENTS == 0
            || matches!(document.tag(id), Tag::Aside | Tag::Blockquote | Tag::Figure)
    })
}

fn runs(text: &str) -> Vec<String> {
    let text = normalized(text);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    words.windows(RUN.min(words.len().max(1))).map(|run| run.join(" ")).collect()
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
}
