//! Clutter that is named so by its element, class, id or role, and looks it: the second sign is the density of links, the absence
//! of prose, or a form.

use super::{Page, Sum};
use crate::document::NodeId;
use crate::model::{Metadata, Reason, Removal};
use crate::rules::names;
use crate::tag::{Attribute, Tag};
use std::borrow::Cow;

/// Words of prose on a page that is more than a list.
const LEAST_TEXT: u32 = 150;
/// Words of links beside a text that are more than a word on it: all of a blog's stories by year and month (wsetglobal.com, 4,000 words),
/// whose titles one by one read like lines of a list.
const MANY_LINKS: u32 = 300;

pub(super) fn removals(page: &Page, metadata: &Metadata) -> Vec<Removal> {
    let document = page.document;
    let whole = page.whole();
    // On a page that is a list, cards of links are the content: only beside a story are they teasers.
    let is_dated = metadata.published.is_some() || metadata.byline.is_some();
    let is_story = is_dated && whole.prose >= LEAST_TEXT;
    let mut found = Vec::new();
    let mut end = NodeId(0);
    for id in document.all() {
        let tag = document.tag(id);
        if id < end || tag == Tag::Text || matches!(tag, Tag::Html | Tag::Body | Tag::Head) {
            continue;
        }
        let nodes = document.subtree(id);
        if nodes.end.0 - nodes.start.0 < 2 {
            continue;
        }
        let bits = named(page, id);
        if bits == 0 && !matches!(tag, Tag::Nav | Tag::Form | Tag::Footer | Tag::Aside | Tag::Menu) {
            continue;
        }
        let sum = page.sum(&nodes);
        // Whatever it is called: what holds a good part of the page's prose is not clutter.
        if sum.words == 0 || sum.prose * 5 > whole.prose {
            continue;
        }
        // Where the text has ended, its page need not say that it is a story.
        let ends = page.sum(&(NodeId(0)..nodes.start)).prose > 0
            && page.sum(&(nodes.end..NodeId(document.len() as u32))).prose == 0;
        if let Some((reason, rule)) = judge(page, id, tag, bits, sum, is_story || ends) {
            end = nodes.end;
            found.push(Removal { nodes, reason, rule: Cow::Borrowed(rule) });
        }
    }
    found
}

pub(super) fn named(page: &Page, id: NodeId) -> u16 {
    page.blocks.names_of(id)
}

fn judge(page: &Page, id: NodeId, tag: Tag, bits: u16, sum: Sum, is_story: bool) -> Option<(Reason, &'static str)> {
    let document = page.document;
    let linked = sum.linked as f32 / sum.words.max(1) as f32;
    let has = |group: u16| bits & group != 0;
    let role = document.attribute(id, Attribute::Role).unwrap_or("");
    let plain = sum.prose == 0;
    let has_field = || page.has_in(id, &page.fields);
    if (tag == Tag::Nav || role == "navigation") && (linked > 0.5 || plain) {
        return Some((Reason::Navigation, "by_name: navigation element of links"));
    }
    if matches!(role, "search" | "dialog" | "alertdialog") && plain {
        return Some((Reason::Promotion, "by_name: dialog or search box"));
    }
    if has(names::SHARE) && !has(names::BODY) && plain && (linked > 0.6 || sum.words <= 15) {
        return Some((Reason::Promotion, "by_name: share bar"));
    }
    if has(names::ADVERTISEMENT) && !has(names::BODY) && plain && sum.words <= 12 {
        return Some((Reason::Advertisement, "by_name: advertisement"));
    }
    if has(names::COMMENTS) && tag != Tag::Article && has_field() && sum.prose * 20 < page.whole().prose {
        return Some((Reason::Comments, "by_name: comment form"));
    }
    if has(names::SUBSCRIBE) && !has(names::BODY) && sum.words <= 80 && has_field() {
        return Some((Reason::Promotion, "by_name: sign-up form"));
    }
    if has(names::RELATED) && !has(names::BODY) && plain && linked > 0.7 && sum.words >= 4 && is_story {
        return Some((Reason::Teaser, "by_name: links to other stories"));
    }
    if has(names::NAVIGATION) && !has(names::BODY) && plain && linked > 0.8 {
        return Some((Reason::Navigation, "by_name: menu of links"));
    }
    let is_beside = tag == Tag::Aside || role == "complementary";
    if is_beside && !has(names::BODY) && plain && linked > 0.8 && sum.words >= MANY_LINKS {
        return Some((Reason::Navigation, "by_name: links beside the text"));
    }
    if has(names::LEGAL) && !has(names::BODY) && document.attribute(id, Attribute::AriaModal).is_some() {
        return Some((Reason::Legal, "by_name: consent dialog"));
    }
    let has_button = || page.has_in(id, &page.buttons);
    if has(names::CONTROL)
        && !has(names::BODY)
        && plain
        && sum.words <= 40
        && has_button()
        && (has_field() || is_poll(page, id))
    {
        return Some((Reason::Promotion, "by_name: a poll"));
    }
    if tag == Tag::Form && has_field() && plain && sum.words <= 60 {
        return Some((Reason::Promotion, "by_name: form"));
    }
    None
}

/// Whether an element calls itself a poll or a quiz.
fn is_poll(page: &Page, id: NodeId) -> bool {
    [Attribute::Class, Attribute::Id].iter().filter_map(|name| page.document.attribute(id, *name)).any(|value| {
        value.split(|c: char| !c.is_ascii_alphabetic()).any(|word| matches!(word, "poll" | "vote" | "quiz" | "survey"))
    })
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::declutter::tests::removed;

    const PROSE: &str = "<p>The council met on Monday to settle the budget for the coming year, and the vote was close.</p>\
        <p>Those who had come to protest stayed outside the hall until the doors were closed at nine in the evening.</p>\
        <p>A second reading of the plan is expected in spring, when the new figures are in and checked by the auditors.</p>";

    #[test]
    fn named_clutter_that_looks_it_goes() {
        let page = format!(
            "{PROSE}<div class=share-bar><a href=x>Tweet</a> <a href=y>Pin</a></div>\
            <div class=newsletter-box>Stay in touch <input type=email></div><nav><a href=a>Home</a></nav>"
        );
        assert_eq!(removed(&page), ["promotion: Tweet Pin", "promotion: Stay in touch", "navigation: Home"]);
    }

    #[test]
    fn prose_stays_whatever_its_container_is_called() {
        let page = format!("<div class='sidebar-right related share'>{PROSE}</div>");
        assert!(removed(&page).is_empty());
        let release = format!("{PROSE}<div class=cards-related><h2>Release</h2><p>The album came out in May, two years after the first single had been played on the radio.</p></div>");
        assert!(removed(&release).is_empty());
    }

    #[test]
    fn all_of_a_blog_s_stories_beside_a_text_go_and_a_few_links_are_left_to_the_chooser() {
        let month = |at: usize| {
            format!("<li>Month {at}<ul><li><a href=/{at}>How the mill came to be sold, part {at}</a></ul></li>")
        };
        let stories =
            |count: usize| format!("{PROSE}<aside><ul>{}</ul></aside>", (0..count).map(month).collect::<String>());
        assert_eq!(removed(&stories(50)).len(), 1);
        assert!(removed(&stories(5)).is_empty());
        let told = "<p>Who bought the mill was never told, and those who had worked in it heard of the sale from a neighbour.</p>";
        let note = format!("{PROSE}<aside>{}{told}</aside>", (0..50).map(month).collect::<String>());
        assert!(removed(&note).is_empty());
    }
}
