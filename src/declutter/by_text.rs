//! Clutter that says so: labels, teaser lines, forms' notes, calls to subscribe. The phrases are data (`rules/clutter.txt`); here is
//! what must come to a phrase before it counts: how the line is set, what follows it, how long the block is.

use super::{ends_sentence, link_share, Page};
use crate::document::{NodeId, NodeRange};
use crate::model::{PageBlock, Reason, Removal};
use crate::pattern::bracketed_end;
use crate::rules::clutter::{self, Hit, Place};
use crate::tag::Tag;
use crate::text::normalized;
use std::borrow::Cow;

/// The longest block, in words, that a phrase inside it can condemn.
const SHORT: u32 = 45;
/// The group of `clutter.txt` that holds what forums say of a member.
const MEMBER: &str = "member facts";
/// The longest headline, in words.
const HEADLINE: u32 = 30;
/// The longest line, in words, whose end alone can tell.
const HANDLE: u32 = 5;

pub(super) fn removals(page: &Page) -> Vec<Removal> {
    let list = &page.blocks.blocks;
    let last_prose = list.iter().rposition(|block| super::is_prose(page.blocks, block)).unwrap_or(0);
    let mut found: Vec<Removal> = Vec::new();
    let mut at = 0;
    while let Some(block) = list.get(at) {
        let after_prose = at > last_prose;
        let (taken, removal) = judge(page, list, at, block, after_prose);
        found.extend(removal);
        at += taken;
    }
    found
}

/// Judges the block at `at`. Returns how many blocks are dealt with, and the removal if there is one.
fn judge(page: &Page, list: &[PageBlock], at: usize, block: &PageBlock, after_prose: bool) -> (usize, Option<Removal>) {
    let text = page.text(block);
    // Bracketed labels first: they need no phrase.
    let is_linked = link_share(block) > 0.6;
    if block.words <= 4 * HEADLINE && text.lines().all(|line| is_bracketed_teaser(line, is_linked)) {
        return (1, Some(removal(block.nodes.clone(), Reason::Teaser, "bracketed label", "[…]")));
    }
    // A label and headlines below it in one block, broken into lines.
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_teaser = |line: &str| {
        let hits = clutter::hits(&normalized(line));
        hits.iter().any(|hit| hit.place == Place::Whole && hit.reason == Reason::Teaser)
    };
    let first = lines.next();
    if text.contains('\n') && first.is_some_and(is_teaser) {
        let (count, all) = lines.fold((0, true), |(count, all), line| (count + 1, all && !ends_sentence(line)));
        if count >= 2 && all && block.words <= 2 * SHORT {
            return (1, Some(removal(block.nodes.clone(), Reason::Teaser, "a label and headlines", text)));
        }
    }
    if block.words > SHORT {
        return (1, None);
    }
    // A member's figures below the name: a short block whose later lines all are facts.
    let is_fact = |line: &str| {
        clutter::hits(&normalized(line)).iter().any(|hit| hit.place == Place::Start && hit.group == MEMBER)
    };
    if block.words <= 12 && text.lines().count() > 1 && text.lines().skip(1).all(is_fact) {
        return (1, Some(removal(block.nodes.clone(), Reason::About, MEMBER, text)));
    }
    let line = page.normalized(block);
    for hit in clutter::hits(line) {
        let rule = |nodes: NodeRange| Some(removal(nodes, hit.reason, hit.group, text));
        match hit.place {
            Place::Whole => {
                let count = follow(page, list, at, &hit);
                if let Some(count) = count.filter(|_| label_stands_alone(page, list, at, &hit, after_prose)) {
                    let end = list.get(at + count).map_or(block.nodes.end, |last| last.nodes.end);
                    return (count + 1, rule(block.nodes.start..end.max(block.nodes.end)));
                }
            }
            Place::Start if hit.group != MEMBER && is_label(text, &hit, block) => {
                return (1, rule(block.nodes.clone()))
            }
            Place::Inside
                if hit.length >= 14
                    && (block.words <= SHORT / 2
                        || link_share(block) > 0.2
                        || after_prose
                        || block.words <= SHORT && hit.length * 3 > line.len()) =>
            {
                return (1, rule(block.nodes.clone()));
            }
            Place::End
                if block.words <= HANDLE && !ends_sentence(text) && page.document.tag(block.nodes.start) != Tag::Td =>
            {
                return (1, rule(block.nodes.clone()));
            }
            _ => {}
        }
    }
    (1, None)
}

fn removal(nodes: NodeRange, reason: Reason, group: &str, text: &str) -> Removal {
    let shown: String = text.chars().take(40).collect();
    Removal { nodes, reason, rule: Cow::Owned(format!("by_text: {group}, “{shown}”")) }
}

/// A line that ends in a bracketed label and is a headline before it: no full stop, a few words. The label is one of those known,
/// or stands in square brackets behind a link: "(NASA)" after the words it is short for is no label.
fn is_bracketed_teaser(line: &str, is_linked: bool) -> bool {
    let line = line.trim();
    // As tabloids mark what kind of story a link leads to: `[INSIGHT]`, `(VIDEO)`.
    let Some([bracketed, label]) = bracketed_end(line) else { return false };
    let before = line.strip_suffix(bracketed.as_str()).unwrap_or("").trim();
    let words = before.split_whitespace().count();
    let is_known = normalized(&label).split(' ').all(clutter::is_bracket_label);
    (is_known || is_linked && bracketed.starts_with('['))
        && (4..=HEADLINE as usize).contains(&words)
        && !ends_sentence(before)
}

/// A label at the start of a line: a colon or bar after it, or capitals and a link; and no full sentence behind it.
fn is_label(text: &str, hit: &Hit, block: &PageBlock) -> bool {
    let (mut letters, mut end) = (0, text.len());
    // The label's end in the text as written: as many letters and digits as the phrase has.
    let wanted = hit.length;
    let mut previous_space = true;
    for (at, c) in text.char_indices() {
        if letters >= wanted {
            end = at;
            break;
        }
        if c.is_alphanumeric() {
            letters += c.to_lowercase().map(char::len_utf8).sum::<usize>();
            previous_space = false;
        } else if !previous_space {
            letters += 1;
            previous_space = true;
        }
    }
    let label = text.get(..end).unwrap_or("");
    let rest = text.get(end..).unwrap_or("");
    let has_colon = rest.trim_start().starts_with([':', '|', '»', '>', '→', '–', '-']) || label.ends_with([':', '|']);
    let is_upper = label.chars().any(char::is_uppercase) && !label.chars().any(char::is_lowercase);
    let linked = link_share(block);
    let is_sentence = rest.trim_end().ends_with(['.', '”', '"']);
    let has_rest = rest.chars().filter(|c| c.is_alphabetic()).count() > 3;
    has_rest
        && match (has_colon, is_upper) {
            (true, true) => !is_sentence || linked > 0.4,
            (true, false) => linked > 0.4 || !is_sentence && hit.length > 5 && block.words >= 4,
            (false, true) => linked > 0.4 && !is_sentence,
            (false, false) => linked > 0.7 && hit.length > 8,
        }
}

/// How many headline-like blocks after a label belong to it: the neighbours' titles under "Previous Story", a list of links under
/// "Related". `None` if prose follows, so that the label heads a section.
fn follow(page: &Page, list: &[PageBlock], at: usize, hit: &Hit) -> Option<usize> {
    let most = match hit.reason {
        Reason::Navigation => 1,
        Reason::Teaser => 12,
        _ => return Some(0),
    };
    let mut count = 0;
    for block in list.iter().skip(at + 1).take(most) {
        let text = page.text(block);
        let is_other_label = clutter::hits(page.normalized(block)).iter().any(|hit| hit.place == Place::Whole);
        let linked = link_share(block) > 0.6;
        let plain_headline = hit.reason == Reason::Navigation && block.words >= 3;
        if is_other_label || block.words > HEADLINE || ends_sentence(text) && !linked || !(linked || plain_headline) {
            break;
        }
        count += 1;
    }
    Some(count)
}

/// The second sign for a whole-line label: something of its kind follows, or nothing of the article does.
fn label_stands_alone(page: &Page, list: &[PageBlock], at: usize, hit: &Hit, after_prose: bool) -> bool {
    if after_prose || hit.reason == Reason::Advertisement {
        return true;
    }
    let count = follow(page, list, at, hit).unwrap_or(0);
    if count > 0 {
        return true;
    }
    let Some(block) = list.get(at) else { return false };
    // "Share" as a heading over a paragraph is a section; as a link or a button it is a control.
    let controls = matches!(page.document.tag(block.nodes.start), Tag::Button | Tag::A) || link_share(block) > 0.8;
    let next_is_prose = list.get(at + 1).is_some_and(|next| super::is_prose(page.blocks, next));
    let heading = std::iter::once(block.nodes.start)
        .chain(page.document.ancestors(block.nodes.start).take(1))
        .any(|id: NodeId| page.document.tag(id).heading_level().is_some());
    controls || !next_is_prose || !heading && hit.length >= 10
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::declutter::tests::removed;
    use crate::rules::clutter;

    const PROSE: &str =
        "<p>The council met on Monday to settle the budget for the coming year, and the vote was close.</p>";
    const MORE: &str =
        "<p>Those who had come to protest stayed outside the hall until the doors were closed at nine.</p>";
    const LAST: &str =
        "<p>A second reading of the plan is expected in spring, when the new figures have been checked.</p>";

    /// The examples of the rules file, each as a page of prose with the line in its middle and, for labels, at its end.
    #[test]
    fn every_example_of_the_rules_is_as_it_says() {
        for group in clutter::groups() {
            for hit in group.values("hit") {
                let page = format!("{PROSE}<p>{hit}</p>");
                assert_eq!(removed(&page).len(), 1, "{}: {hit}", group.name);
            }
            for miss in group.values("miss") {
                let page = format!("{PROSE}<p>{miss}</p>{MORE}");
                assert!(removed(&page).is_empty(), "{}: {miss}", group.name);
            }
        }
    }

    #[test]
    fn teasers_inside_the_body_go() {
        let page = format!("{PROSE}<p><b>READ MORE: <a href=x>Mayor ‘furious’ at bridge delay</a></b></p>{MORE}\
            <p><a href=a>Harbour wall gives way after second night of storms</a> [INSIGHT]<br><a href=b>What the engineers knew in spring</a> [ANALYSIS]</p>{LAST}");
        assert_eq!(removed(&page).len(), 2);
    }

    #[test]
    fn labels_take_the_headlines_under_them() {
        let page = format!("{PROSE}<p>Previous Story</p><p>Ten kettles worth the money this winter</p><p>Next Story</p><p>Man bites dog, dog unhurt</p>");
        let found = removed(&page);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].contains("Man bites dog"));
    }

    #[test]
    fn a_label_and_headlines_in_one_block_go_and_an_address_stays() {
        let page = format!(
            "{PROSE}{MORE}<p>More news<br>Oil edges up as traders eye storm<br>Champions draw rivals in cup</p>"
        );
        assert_eq!(removed(&page).len(), 1);
        let page = format!("{PROSE}{MORE}<p>The mayor’s office<br>Quay 4<br>Sund</p>");
        assert!(removed(&page).is_empty());
    }

    #[test]
    fn sections_that_share_a_word_with_a_label_stay() {
        for heading in ["Share", "Release", "Related work", "Comments on the draft", "Next"] {
            let page = format!("{PROSE}<h2>{heading}</h2>{MORE}");
            assert!(removed(&page).is_empty(), "{heading}");
        }
        let page =
            format!("{PROSE}<p>“More is not better,” he said.</p><p>Watch: the word means little here.</p>{MORE}");
        assert!(removed(&page).is_empty());
    }
}
