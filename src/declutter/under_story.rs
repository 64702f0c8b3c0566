//! What follows a story on a page that calls itself one: readers' comments and cards of other stories. Both may hold more prose
//! than the story, so neither their names nor their looks alone tell them from it: the page's own word and their place do.

use super::by_name::named;
use super::by_shape::{has_word, is_date_line};
use super::{is_prose, Page};
use crate::document::NodeId;
use crate::model::{Metadata, Reason, Removal};
use crate::order::Numbers;
use crate::rules::{clutter, names, types};
use crate::tag::{Attribute, Tag};
use std::borrow::Cow;

/// Words of prose that must stand before what is taken to follow the story.
const LEAST_STORY: u32 = 150;
/// Most words of a card, and fewest cards that make a row.
const CARD: u32 = 110;
const ROW: usize = 3;
/// Most words of a card's date, and of its link to read on.
const DATE: u32 = 6;
const READ_ON: u32 = 4;

pub(super) fn removals(page: &Page, metadata: &Metadata) -> Vec<Removal> {
    let is_dated = metadata.published.is_some() || metadata.byline.is_some();
    if !is_dated || page.whole().prose < LEAST_STORY || !says_story(page) || is_in_forum(page, metadata) {
        return Vec::new();
    }
    let mut found = comments(page);
    found.extend(cards(page));
    found
}

/// Elements named comments, under the story.
fn comments(page: &Page) -> Vec<Removal> {
    let document = page.document;
    let mut found = Vec::new();
    let mut end = NodeId(0);
    for id in document.all() {
        if id < end || matches!(document.tag(id), Tag::Text | Tag::Html | Tag::Body | Tag::Head) {
            continue;
        }
        if named(page, id) & names::COMMENTS == 0 || page.sum(&(NodeId(0)..id)).prose < LEAST_STORY {
            continue;
        }
        let nodes = document.subtree(id);
        if page.sum(&nodes).words > 0 {
            end = nodes.end;
            let rule = Cow::Borrowed("under_story: comments under the story");
            found.push(Removal { nodes, reason: Reason::Comments, rule });
        }
    }
    found
}

/// Cards beside each other, and whether each has a sign of being cut from elsewhere.
type Row = Vec<(NodeId, bool)>;

/// Rows of cards under the story: siblings alike, each a headline that is a link and at most a paragraph, most with a sign of
/// being cut from elsewhere (an ellipsis, a link to read on, a date, a name).
fn cards(page: &Page) -> Vec<Removal> {
    let document = page.document;
    let (mut known, mut rows) = (Numbers::default(), Vec::<Row>::new());
    for id in document.all() {
        let tag = document.tag(id);
        if !matches!(tag, Tag::Div | Tag::Li | Tag::Article | Tag::Section | Tag::A | Tag::Td) {
            continue;
        }
        let nodes = document.subtree(id);
        let sum = page.sum(&nodes);
        if !(4..=CARD).contains(&sum.words) {
            continue;
        }
        let blocks = page.blocks_in(&nodes);
        // So many blocks of so few words are no card; and each of a nest would go through them all.
        if blocks.len() > CARD as usize {
            continue;
        }
        let is_headed = blocks.iter().any(|block| {
            let start = block.nodes.start;
            let mut near = std::iter::once(start).chain(document.ancestors(start).take(2));
            let is_heading =
                |id: NodeId| document.tag(id).heading_level().is_some() || has_word(page, id, &["title", "headline"]);
            block.words >= 3 && super::link_share(block) > 0.8 && near.any(is_heading)
        });
        let paragraphs = blocks.iter().filter(|block| is_prose(page.blocks, block) || block.words > 20).count();
        if !is_headed || paragraphs > 1 {
            continue;
        }
        let is_cut = blocks.iter().any(|block| {
            let text = page.text(block).trim_end_matches([']', ')', ' ', '»', '›', '→']);
            block.words > 6 && (text.ends_with('…') || text.ends_with("..."))
        });
        let is_dated =
            page.has_in(id, &page.times) || blocks.iter().any(|block| block.words <= DATE && is_date_line(page, block));
        let reads_on = blocks.iter().any(|block| {
            block.words <= READ_ON
                && super::link_share(block) > 0.8
                && clutter::hits(page.normalized(block)).iter().any(|hit| hit.reason == Reason::Teaser)
        });
        let is_named = named(page, id) & (names::RELATED | names::BODY) == names::RELATED;
        let Some(parent) = document.parent(id) else { continue };
        let class = document.attribute(id, Attribute::Class).unwrap_or("").split(' ').next().unwrap_or("");
        if let Some(row) = known.entry(&mut rows, &(parent, tag as u32, class)) {
            row.push((id, is_cut || is_dated || is_named || reads_on));
        }
    }
    let mut found: Vec<Removal> = Vec::new();
    // Cards' own prose is no story: on a section's front page, rows follow rows.
    let mut in_cards = 0;
    for row in rows.iter().filter(|row| row.len() >= ROW) {
        let Some((first, _)) = row.first() else { continue };
        let story = page.sum(&(NodeId(0)..*first)).prose.saturating_sub(in_cards);
        in_cards += row.iter().map(|(id, _)| page.sum(&document.subtree(*id)).prose).sum::<u32>();
        if story >= LEAST_STORY && row.iter().filter(|(_, sign)| *sign).count() * 2 > row.len() {
            found.extend(row.iter().map(|(id, _)| Removal {
                nodes: document.subtree(*id),
                reason: Reason::Teaser,
                rule: Cow::Borrowed("under_story: a row of cards under the story"),
            }));
        }
    }
    found
}

/// Whether the page calls itself a story, and not a thread.
fn says_story(page: &Page) -> bool {
    let document = page.document;
    let (mut story, mut thread) = (false, false);
    for id in document.all() {
        match document.tag(id) {
            Tag::Script => document.children(id).for_each(|child| {
                let found = types::named_in(document.text(child));
                story |= found[types::STORY] > 0;
                thread |= found[types::ANSWERED] > 0;
            }),
            Tag::Meta if document.attribute(id, Attribute::Property) == Some("og:type") => {
                story |= document.attribute(id, Attribute::Content) == Some("article");
            }
            _ => {
                if let Some(kind) = document.attribute(id, Attribute::Itemtype) {
                    let kind = kind.rsplit('/').next().unwrap_or("");
                    story |= types::has(types::STORY, kind);
                    thread |= types::has(types::ANSWERED, kind);
                }
            }
        }
    }
    story && !thread
}

/// Whether the address or the body's class names a forum: forum software marks its threads as articles too.
fn is_in_forum(page: &Page, metadata: &Metadata) -> bool {
    let document = page.document;
    let body = document.body();
    let values = [Attribute::Class, Attribute::Id].iter().filter_map(|name| document.attribute(body, *name));
    values.chain(metadata.url.as_deref()).any(|value| {
        let mut words = value.split(|c: char| !c.is_ascii_alphabetic());
        words.any(|word| types::has_word(types::FORUM, word))
    })
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::declutter::tests::removed;

    const HEAD: &str = "<meta property=og:type content=article><meta name=author content='Ina Holm'>";

    fn story() -> String {
        "<p>The ferry had been out of the water since spring, and the yard had found more rust than it had planned for.</p>"
            .repeat(9)
    }

    #[test]
    fn comments_under_a_story_go_however_much_they_say() {
        let said = "<div class=comments-body><p>I took that ferry for twenty years and it never once was late, not in any weather.</p></div>";
        let page = format!("{HEAD}<h1>Rust</h1>{}{}", story(), said.repeat(8));
        assert_eq!(removed(&page).iter().filter(|line| line.starts_with("comments: I took")).count(), 8);
        let thread = format!("<html><body class='forum topic'>{HEAD}{}{}</body>", story(), said);
        assert!(!removed(&thread).iter().any(|line| line.starts_with("comments: I took")));
        let unnamed = format!("<h1>Rust</h1>{}{}", story(), said);
        assert!(!removed(&unnamed).iter().any(|line| line.starts_with("comments: I took")));
    }

    #[test]
    fn cards_of_other_stories_go_and_a_list_with_links_for_headings_stays() {
        let cards = |end: &str| {
            let card = |yard: &str| {
                format!("<div class=post><h3><a href=x>The {yard} takes on more hands</a></h3><p>Forty people are to be hired by the {yard} before the winter comes and{end}</p></div>")
            };
            ["yard", "harbour", "ferry line"].map(card).concat()
        };
        let page = format!("{HEAD}{}<div>{}</div>", story(), cards("…"));
        assert_eq!(removed(&page).iter().filter(|line| line.contains("more hands")).count(), 3);
        let whole = format!("{HEAD}{}<div>{}</div>", story(), cards(" a second crane bought."));
        assert!(!removed(&whole).iter().any(|line| line.contains("more hands")));
        for sign in ["<p><a href=x>Read More</a>", "<span class=post-date>March 29, 2025</span>"] {
            let page = whole.replace("bought.</p>", &format!("bought.</p>{sign}"));
            let is_card = |line: &&String| line.contains("more hands") && line.contains("second crane");
            assert_eq!(removed(&page).iter().filter(is_card).count(), 3, "{sign}");
        }
        let unheaded = page.replace("<h3>", "<div class=title>").replace("</h3>", "</div>");
        assert_eq!(removed(&unheaded).iter().filter(|line| line.contains("more hands")).count(), 3);
        let first = format!("{HEAD}<div>{}</div>{}", cards("…"), story());
        assert!(!removed(&first).iter().any(|line| line.starts_with("teaser")));
    }
}
