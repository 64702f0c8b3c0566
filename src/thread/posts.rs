//! What each unit of a thread holds: who wrote, when, and what.

use super::people::Person;
use super::units::{each_name, Unit};
use super::{has_whole, has_word, named, Page, AUTHOR, BODY, CONTROL, DATE, JOINED, NOT_BODY, PERSON, QUOTE};
use crate::document::{Document, NodeId, NodeRange};
use crate::model::Post;
use crate::order::Numbers;
use crate::tag::{Attribute, Tag};
use crate::text::{count_words, folded};

/// The element with the text has a name that so many units in ten have.
const SHARED: usize = 7;
/// Of the words of the wordiest element an inner one must hold so many tenths to be the text.
const HELD: u32 = 6;
/// Words of a quotation above which it is left out, if so many tenths of its runs of words stand in earlier posts: a short one says what
/// is answered.
const QUOTED: u32 = 25;
const REPEATED: u32 = 6;
const RUN: usize = 5;
/// Nodes of a text in a `<span>`: looking only at small ones keeps this linear.
const INLINE: u32 = 400;
/// The longest date as a page shows it, in bytes.
pub(super) const LONGEST_DATE: usize = 48;

pub(super) fn read(page: &Page, people: &[Person], units: &[Unit]) -> Vec<Post> {
    let document = page.document;
    let own: Vec<Vec<NodeId>> = own_nodes(document, units);
    let authors: Vec<Option<&Person>> = own.iter().zip(units).map(|(own, unit)| author(people, own, unit)).collect();
    let bodies = bodies(page, units, &own, &authors);
    let mut posts = Vec::new();
    for (((unit, own), author), body) in units.iter().zip(&own).zip(&authors).zip(bodies) {
        let date = date(document, own, body.as_ref());
        let (body, left_out) = body.map_or((None, Vec::new()), |body| whole_block(page, body));
        let at = body.as_ref().map_or(unit.nodes.start, |body| body.start);
        let author = author.map(|person| person.name.clone());
        posts.push(Post { nodes: unit.nodes.clone(), body, at, author, date, left_out });
    }
    leave_out(page, &mut posts);
    posts
}

/// The block around a text that is less than one, and what stands in it before and after: old forums put text and signature into one
/// cell, each in a `<span>`.
fn whole_block(page: &Page, body: NodeRange) -> (Option<NodeRange>, Vec<NodeRange>) {
    let around = page.blocks.count_before(body.start).checked_sub(1).and_then(|at| page.blocks.blocks.get(at));
    match around.filter(|block| page.blocks.within(&body).is_empty() && block.nodes.end >= body.end) {
        None => (Some(body), Vec::new()),
        Some(block) => {
            let first = page.document.children(block.nodes.start).next().unwrap_or(body.start);
            let has_text =
                |nodes: &NodeRange| nodes.start < nodes.end && !page.document.text_of(nodes).trim().is_empty();
            let rest = [first..body.start, body.end..block.nodes.end].into_iter().filter(has_text).collect();
            (Some(block.nodes.clone()), rest)
        }
    }
}

/// Finds what stands in the text of each post and was not written there: signatures, buttons, and at length what an earlier post said.
fn leave_out(page: &Page, posts: &mut [Post]) {
    let document = page.document;
    let mut said = Numbers::default();
    for post in posts {
        let Some(body) = &post.body else { continue };
        let (words, mut end) = (page.words(body), body.start);
        for id in document.ids(body).skip(1) {
            if id < end || document.is_text(id) || !named(document, id, NOT_BODY) {
                continue;
            }
            // "message-signature" is one, "post-content-edited" holds the text.
            if !named(document, id, BODY) || page.words(&document.subtree(id)) * 2 <= words {
                end = document.end(id);
                post.left_out.push(document.subtree(id));
            }
        }
        let mut end = body.start;
        for id in document.ids(body) {
            let is_quote = id >= end
                && !document.is_text(id)
                && (document.tag(id) == Tag::Blockquote || named(document, id, QUOTE));
            if is_quote && id > body.start {
                let nodes = document.subtree(id);
                end = nodes.end;
                if repeats(page, &nodes, &said) {
                    post.left_out.push(nodes);
                }
            }
        }
        for block in page.blocks.within(body) {
            if has_whole(page.blocks.text_of(block), CONTROL) {
                post.left_out.push(block.nodes.clone());
            }
            runs(page.blocks.normalized_of(block)).for_each(|run| {
                said.of(run);
            });
        }
    }
}

/// Whether a quotation is long and stands in the posts before.
fn repeats(page: &Page, nodes: &NodeRange, said: &Numbers) -> bool {
    let blocks = page.blocks.within(nodes);
    let words: u32 = blocks.iter().map(|block| block.words).sum();
    let (mut all, mut known) = (0, 0);
    for run in blocks.iter().flat_map(|block| runs(page.blocks.normalized_of(block))) {
        all += 1;
        known += u32::from(said.get(run).is_some());
    }
    words > QUOTED && known * 10 >= all * REPEATED
}

/// Every run of so many words of a normalized text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
    let ends = text.match_indices(' ').map(|(at, _)| at).chain(std::iter::once(text.len()));
    starts.zip(ends.skip(RUN - 1)).filter_map(|(start, end)| text.get(start..end))
}

/// The nodes of each unit, those of units within it left out.
fn own_nodes(document: &Document, units: &[Unit]) -> Vec<Vec<NodeId>> {
    let mut own: Vec<Vec<NodeId>> = units.iter().map(|_| Vec::new()).collect();
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let (first, last) = (units.first().map(|unit| unit.nodes.start), units.iter().map(|unit| unit.nodes.end).max());
    let (Some(first), Some(last)) = (first, last) else { return own };
    for id in document.ids(&(first..last)) {
        while open.last().is_some_and(|at| units.get(*at).is_none_or(|unit| unit.nodes.end <= id)) {
            open.pop();
        }
        if units.get(next).is_some_and(|unit| unit.nodes.start == id) {
            open.push(next);
            next += 1;
        }
        if let Some(own) = open.last().and_then(|at| own.get_mut(*at)) {
            own.push(id);
        }
    }
    own
}

/// Who wrote a unit: the name that is plainest said, of those the first.
fn author<'p>(people: &'p [Person], own: &[NodeId], unit: &Unit) -> Option<&'p Person> {
    let from = people.partition_point(|person| person.nodes.start < unit.nodes.start);
    let inside = people.get(from..)?.iter().take_while(|person| person.nodes.start < unit.nodes.end);
    inside.filter(|person| own.binary_search(&person.nodes.start).is_ok()).min_by_key(|person| person.rank)
}

/// The element of each unit that holds what was written: of the names that most units have once the one with the most words, and of
/// nested ones the innermost.
fn bodies(page: &Page, units: &[Unit], own: &[Vec<NodeId>], authors: &[Option<&Person>]) -> Vec<Option<NodeRange>> {
    let document = page.document;
    let mut known = Numbers::default();
    // For each name: the element of each unit that is the first to have it, and the words of all.
    let mut named_so: Vec<(Vec<(u32, NodeId)>, u32)> = Vec::new();
    for (at, (own, author)) in (0_u32..).zip(own.iter().zip(authors)) {
        for id in own.iter().copied().filter(|id| !matches!(document.tag(*id), Tag::Text | Tag::A | Tag::Button)) {
            let nodes = document.subtree(id);
            let holds_author = author.is_some_and(|author| nodes.contains(&author.nodes.start));
            if holds_author || units.iter().skip(at as usize).take(1).any(|unit| unit.nodes.start == id) {
                continue;
            }
            let is_inline =
                !document.tag(id).is_block() && nodes.end.0 - nodes.start.0 <= INLINE && named(document, id, BODY);
            let words = match page.words(&nodes) {
                0 if is_inline => count_words(&document.text_of(&nodes)) as u32,
                words => words,
            };
            let is_about = || [NOT_BODY, AUTHOR, PERSON].into_iter().any(|group| named(document, id, group));
            if words == 0
                || is_about() && !matches!(document.attribute(id, Attribute::Itemprop), Some("text" | "articleBody"))
            {
                continue;
            }
            // What calls itself the text is believed before what only holds many words.
            let words = match document.attribute(id, Attribute::Itemprop) {
                Some("text" | "articleBody") => words * 4,
                _ if named(document, id, BODY) => words * 2,
                _ => words,
            };
            each_name(document, id, |name| {
                if let Some((places, sum)) = known.entry(&mut named_so, &(document.tag(id) as u32, name)) {
                    if places.last().is_none_or(|(last, _)| *last != at) {
                        places.push((at, id));
                        *sum += words;
                    }
                }
            });
        }
    }
    let is_shared = |places: &[(u32, NodeId)]| places.len() * 10 >= units.len() * SHARED;
    let most = named_so.iter().filter(|(places, _)| is_shared(places)).map(|(_, sum)| *sum).max().unwrap_or(0);
    let size =
        |places: &[(u32, NodeId)]| places.iter().map(|(_, id)| u64::from(document.end(*id).0 - id.0)).sum::<u64>();
    let widest =
        named_so.iter().find(|(places, sum)| is_shared(places) && *sum == most).map(|(places, _)| places.as_slice());
    let lies_in_widest = |places: &[(u32, NodeId)]| {
        let outer = widest.unwrap_or(&[]);
        let inside = places.iter().filter(|(at, id)| {
            let place = outer.partition_point(|(other, _)| other < at);
            outer.get(place).is_some_and(|(other, outer)| other == at && document.contains(*outer, *id))
        });
        inside.count() * 10 >= outer.len() * SHARED
    };
    let best = named_so
        .iter()
        .filter(|(places, sum)| is_shared(places) && *sum * 10 >= most * HELD && most > 0 && lies_in_widest(places))
        .min_by_key(|(places, _)| (std::cmp::Reverse(places.len()), size(places)));
    let mut found: Vec<Option<NodeRange>> = units.iter().map(|_| None).collect();
    for (at, id) in best.map(|(places, _)| places.as_slice()).unwrap_or(&[]) {
        if let Some(slot) = found.get_mut(*at as usize) {
            *slot = Some(document.subtree(*id));
        }
    }
    found
}

/// When a unit was written, as the page shows it; where it shows only how long ago that was, as it states it for machines.
fn date(document: &Document, own: &[NodeId], body: Option<&NodeRange>) -> Option<String> {
    let mut second = None;
    let mut label_before = false;
    for id in own.iter().copied().filter(|id| document.is_text(*id) && body.is_none_or(|body| !body.contains(id))) {
        let text = folded(document.text(id));
        if text.is_empty() {
            continue;
        }
        let was_label = std::mem::replace(&mut label_before, has_word(&text, JOINED) && !has_year(&text));
        let around: Vec<NodeId> = document.ancestors(id).take(3).collect();
        let is_unread = around.iter().any(|id| document.tag(*id).is_unread() || document.is_hidden(*id));
        if was_label || has_word(&text, JOINED) || text.len() > LONGEST_DATE || is_unread {
            continue;
        }
        let is_dated = around.iter().any(|id| document.tag(*id) == Tag::Time || named(document, *id, DATE));
        let shown = has_year(&text).then(|| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
        if is_dated && text.contains(|c: char| c.is_alphanumeric()) {
            if let Some(date) = shown.clone().or_else(|| around.iter().find_map(|id| stated(document, *id))) {
                return Some(date);
            }
        }
        second = second.or(shown);
    }
    // An empty element, filled in by a script with how long ago it was.
    second.or_else(|| {
        let empty =
            own.iter().copied().filter(|id| !document.is_text(*id) && body.is_none_or(|body| !body.contains(id)));
        let mut dated = empty.filter(|id| document.tag(*id) == Tag::Time || named(document, *id, DATE));
        dated.find_map(|id| stated(document, id))
    })
}

/// The day that an element states for machines.
fn stated(document: &Document, id: NodeId) -> Option<String> {
    let values = [Attribute::Datetime, Attribute::Content, Attribute::Title];
    let value = values.iter().filter_map(|name| document.attribute(id, *name)).find(|value| has_year(value))?;
    let day = value.get(..10).filter(|day| day.as_bytes().get(4) == Some(&b'-'));
    Some(folded(day.unwrap_or(value))).filter(|value| value.len() <= LONGEST_DATE)
}

/// Whether four figures in a row are a year in which people wrote on the web.
pub(super) fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")))
        // `2022-07-09T15:10:31`, `20220709`.
        || text.starts_with("20") && text.len() >= 8 && text.bytes().take(8).all(|b| b.is_ascii_digit())
}
