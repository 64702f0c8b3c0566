//! The shape that a page repeats, each time with a name and some text: its posts.

use super::people::Person;
use super::Page;
use crate::document::{Document, NodeId, NodeRange};
use crate::order::Numbers;
use crate::tag::{Attribute, Tag};

/// Fewest units of a thread, and fewest words of one on average.
const FEWEST: usize = 2;
const WORDS: u32 = 6;
/// Units without a name in ten: people leave, and posts stay.
const NAMELESS: usize = 3;
/// Most names looked at of an element, and most shapes of a page.
const NAMES: usize = 8;
const SHAPES: usize = 16;
/// Of the words of the wordiest shape a finer one must hold so many tenths.
const HELD: u32 = 7;

/// One repetition.
pub(super) struct Unit {
    pub nodes: NodeRange,
    /// Words outside links, those of units within it aside.
    pub words: u32,
}

/// The shapes that hold most of what is written, each with its units in document order: those that repeat most often first.
pub(super) fn find(page: &Page, people: &[Person]) -> Vec<Vec<Unit>> {
    let dates = dates(page.document);
    let shapes: Vec<Vec<Unit>> =
        repeated(page.document).into_iter().filter_map(|group| units(page, people, &dates, &group)).collect();
    let words = |units: &[Unit]| units.iter().map(|unit| unit.words).sum::<u32>();
    let most = shapes.iter().map(|units| words(units)).max().unwrap_or(0);
    let mut known = Numbers::default();
    let mut shapes: Vec<Vec<Unit>> = shapes
        .into_iter()
        .filter(|units| words(units) * 10 >= most * HELD)
        // An element may have several names that recur together.
        .filter(|units| known.is_new(&(units.first().map(|unit| unit.nodes.start), units.len())))
        .collect();
    let order = crate::order::ascending(shapes.iter().map(|units| u64::MAX - (units.len() as u64)));
    order.into_iter().take(SHAPES).filter_map(|at| shapes.get_mut(at).map(std::mem::take)).collect()
}

/// Where the page shows a year in a short text: names that only bold type tells must stand beside one.
fn dates(document: &Document) -> Vec<NodeId> {
    let is_date = |id: &NodeId| {
        let text = document.text(*id).trim();
        text.len() <= super::posts::LONGEST_DATE && super::posts::has_year(text)
    };
    document.descendants(document.body()).filter(|id| document.is_text(*id)).filter(is_date).collect()
}

/// Elements of the same name, group by group.
fn repeated(document: &Document) -> Vec<Vec<NodeId>> {
    let (mut known, mut groups) = (Numbers::default(), Vec::<Vec<NodeId>>::new());
    for id in document.descendants(document.body()) {
        let tag = document.tag(id);
        if !(tag.is_block() || tag == Tag::Other) || tag.is_unread() {
            continue;
        }
        let mut is_named = false;
        each_name(document, id, |name| {
            is_named = true;
            known.entry(&mut groups, &(tag as u32, name)).into_iter().for_each(|group| group.push(id));
        });
        if !is_named {
            // Old forums name nothing: rows of one table are alike in what they hold.
            let shape: Vec<u32> = document.children(id).map(|child| document.tag(child) as u32).take(6).collect();
            let parent = document.parent(id);
            known.entry(&mut groups, &(tag as u32, parent, shape)).into_iter().for_each(|group| group.push(id));
        }
    }
    groups.retain(|group| group.len() >= FEWEST);
    groups
}

/// The names of an element: its classes, its type, and its id if that is numbered; figures left out.
pub(super) fn each_name(document: &Document, id: NodeId, mut found: impl FnMut(&str)) {
    let plain = |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let classes = document.attribute(id, Attribute::Class).unwrap_or("").split_ascii_whitespace();
    for class in classes.take(NAMES) {
        let class = plain(class);
        if class.len() > 1 {
            found(&class);
        }
    }
    let numbered = document.attribute(id, Attribute::Id).filter(|value| value.contains(|c: char| c.is_ascii_digit()));
    if let Some(value) = numbered {
        let name = plain(value);
        // A name that is nothing but a number says as little as none, but says it of every post.
        found(&format!("#{name}"));
    }
    for attribute in [Attribute::Itemtype, Attribute::Itemprop] {
        if let Some(value) = document.attribute(id, attribute) {
            found(&format!("@{value}"));
        }
    }
}

/// The elements of a group as units, if each has a name and a text of its own.
fn units(page: &Page, people: &[Person], dates: &[NodeId], group: &[NodeId]) -> Option<Vec<Unit>> {
    let document = page.document;
    let names = |nodes: &NodeRange| {
        let from = people.partition_point(|person| person.nodes.start < nodes.start);
        let to = people.partition_point(|person| person.nodes.start < nodes.end);
        let people = people.get(from..to).unwrap_or(&[]);
        let has_date = dates.get(dates.partition_point(|id| *id < nodes.start)).is_some_and(|id| *id < nodes.end);
        people.iter().filter(|person| has_date || person.rank <= 1).count() as u32
    };
    let mut units: Vec<(Unit, u32)> = Vec::with_capacity(group.len());
    // Units that are open, by their place in the list.
    let mut open: Vec<usize> = Vec::new();
    for id in group {
        let nodes = document.subtree(*id);
        while open.last().is_some_and(|at| units.get(*at).is_none_or(|(unit, _)| unit.nodes.end <= nodes.start)) {
            open.pop();
        }
        let (words, named) = (page.words(&nodes), names(&nodes));
        if let Some((outer, outer_named)) = open.last().and_then(|at| units.get_mut(*at)) {
            outer.words = outer.words.saturating_sub(words);
            *outer_named = outer_named.saturating_sub(named);
        }
        open.push(units.len());
        units.push((Unit { nodes, words }, named));
    }
    units.retain(|(unit, _)| unit.words > 0);
    let count = |units: &[(Unit, u32)], is_named: bool| {
        let of_kind = units.iter().filter(|(_, named)| (*named > 0) == is_named);
        of_kind.fold((0, 0), |(count, words), (unit, _)| (count + 1, words + unit.words))
    };
    let ((named, words), (nameless, nameless_words)) = (count(&units, true), count(&units, false));
    // Between the rows of an old forum's posts stand rows of buttons.
    if nameless_words * 5 < words {
        units.retain(|(_, named)| *named > 0);
    } else if nameless * 10 > (named + nameless) * NAMELESS {
        return None;
    }
    let is_thread = named >= FEWEST && words + nameless_words >= WORDS * units.len() as u32;
    is_thread.then(|| units.into_iter().map(|(unit, _)| unit).collect())
}
