//! Threads: pages on which several people write one after the other, questions with their answers among them.
//!
//! A thread is known by two signs: the page says that it is a forum's (its address, its types, the class of its body), or has nothing
//! else to read than what it calls comments (of a link that leads elsewhere, on Lobsters); and it repeats one shape, each time with
//! somebody's name and some text ([`units`]). In each unit the element that holds the text is the one whose name recurs and that holds
//! the most words without the name ([`posts`]); all else in a unit is about the post: portrait, rank, signature, buttons. Comments under
//! a story are no thread: the story stands before them.

mod people;
mod posts;
mod units;

use crate::block::Blocks;
use crate::document::{Document, NodeId, NodeRange};
use crate::model::{Metadata, PageBlock, Post};
use crate::rules::{self, Group};
use crate::tag::{Attribute, Tag};
use std::sync::OnceLock;

/// The file of words.
const FILE: &str = rules::embedded!("thread.txt");
/// Its groups, in order.
const FORUM: usize = 0;
const HOST: usize = 1;
const PATH: usize = 2;
const AUTHOR: usize = 3;
const PERSON: usize = 4;
const FOLDER: usize = 5;
const DATE: usize = 6;
const JOINED: usize = 7;
const NOT_BODY: usize = 8;
const BODY: usize = 9;
const QUOTE: usize = 10;
const CONTROL: usize = 11;
const PORTRAIT: usize = 12;
const SOFTWARE: usize = 13;

/// Most names in what one has written, on average.
const NAMES: usize = 3;
/// Types of schema.org that only a thread has; `Question` stands on pages of frequent questions as well.
const THREADS: [&str; 2] = ["DiscussionForumPosting", "QAPage"];
/// The part of a page's words that its posts hold at least: one in so many.
const LEAST: u32 = 4;

/// Fewest comments that are a page's own text, of ten posts those that must be some, and most words before them.
const COMMENTS: usize = 4;
const COMMENTED: usize = 8;
const INTRODUCTION: u32 = 80;

/// The posts of a thread in document order; none on any other page. Replies may lie within what they reply to. Linear.
pub fn posts(document: &Document, blocks: &Blocks, metadata: &Metadata) -> Vec<Post> {
    let sign = match sign(document, metadata) {
        Sign::None if is_commented(document, blocks) => Sign::Comments,
        sign => sign,
    };
    if sign == Sign::None {
        return Vec::new();
    }
    let page = Page::new(document, blocks);
    let people = people::find(document);
    // Of all shapes that hold most of what is written the one that repeats most often and whose texts are elements of their own.
    let mut best: Option<((bool, usize), Vec<Post>)> = None;
    for units in units::find(&page, &people) {
        let mut posts = posts::read(&page, &people, &units);
        let with_text = posts.iter().filter(|post| post.body.is_some()).count();
        if with_text > 0 {
            // What has the shape and no text is the frame of something else.
            posts.retain(|post| post.body.is_some());
        }
        let written: u32 = posts.iter().filter_map(|post| post.body.as_ref()).map(|body| page.words(body)).sum();
        let inside: u32 = units.iter().map(|unit| unit.words).sum();
        // A text in which many are named holds several posts.
        let names_in = |body: &NodeRange| {
            let place = |id: NodeId| people.partition_point(|person| person.nodes.start < id);
            let inside = people.get(place(body.start)..place(body.end)).unwrap_or(&[]);
            inside.iter().filter(|person| person.rank <= 1).count()
        };
        let names: usize = posts.iter().filter_map(|post| post.body.as_ref()).map(names_in).sum();
        let rank = (written * 3 > inside && names <= NAMES * with_text, with_text);
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            best = Some((rank, posts));
        }
    }
    // Where only an address or a name speaks for a thread, its texts must be elements of their own.
    let is_sure = |is_whole: bool| is_whole || sign == Sign::Thread;
    let posts = best.filter(|((is_whole, _), _)| is_sure(*is_whole)).map(|(_, posts)| posts).unwrap_or_default();
    let first = posts.first().map_or(NodeId(0), |post| post.nodes.start);
    let last = posts.iter().map(|post| post.nodes.end).max().unwrap_or(first);
    let (before, inside) = (page.words(&(NodeId(0)..first)), page.words(&(first..last)));
    let whole = page.words(&(NodeId(0)..NodeId(document.len() as u32)));
    // A story, and under it what its readers say of it. A question may be longer than its answers, where the page says that it is one.
    if sign == Sign::Forum && before > inside || inside * LEAST < whole {
        return Vec::new();
    }
    // What is said of a link that stands elsewhere: nearly all of the page is comments, and nothing to read stands before them.
    if sign == Sign::Comments {
        let is_comment = |post: &&Post| {
            let mut around = std::iter::once(post.nodes.start).chain(document.ancestors(post.nodes.start).take(2));
            post.author.is_some()
                && post.date.is_some()
                && around.any(|id| blocks.names_of(id) & rules::names::COMMENTS != 0)
        };
        let comments = posts.iter().filter(is_comment).count();
        if before > INTRODUCTION || inside * 2 < whole || comments < COMMENTS || comments * 10 < posts.len() * COMMENTED
        {
            return Vec::new();
        }
    }
    posts
}

/// Whether the page calls more of its elements comments than the fewest there must be (what holds them is called so too), and nothing to
/// read stands before them.
fn is_commented(document: &Document, blocks: &Blocks) -> bool {
    let mut comments = document.all().filter(|id| blocks.names_of(*id) & rules::names::COMMENTS != 0);
    let Some(first) = comments.next() else { return false };
    let before = blocks.within(&(NodeId(0)..first)).iter().filter(|block| !block.hidden).map(plain_words);
    comments.nth(COMMENTS - 1).is_some() && before.sum::<u32>() <= INTRODUCTION
}

/// The words of a block outside links.
fn plain_words(block: &PageBlock) -> u32 {
    let length = (block.text.len() as u64).max(1);
    let linked = (u64::from(block.words) * u64::from(block.link_bytes) + length / 2) / length;
    block.words.saturating_sub(linked as u32)
}

/// How surely the page says that it is a thread.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    None,
    /// It says nothing, but some of it is called comments.
    Comments,
    Forum,
    Thread,
}

fn sign(document: &Document, metadata: &Metadata) -> Sign {
    let (mut is_thread, mut is_forum) = (false, false);
    for id in document.all() {
        match document.tag(id) {
            Tag::Text => {}
            Tag::Script => document.children(id).for_each(|child| {
                let text = document.text(child);
                is_thread |= THREADS.iter().any(|kind| text.contains(kind));
            }),
            // The software's own name, and the way back to the board.
            Tag::Meta => {
                let is_generator =
                    document.attribute(id, Attribute::Name).is_some_and(|name| name.eq_ignore_ascii_case("generator"));
                let content = document.attribute(id, Attribute::Content).unwrap_or("");
                is_forum |= is_generator && content.split([' ', '/']).any(|word| has_whole(word, SOFTWARE));
            }
            Tag::A if is_forum => {}
            Tag::A => {
                let text = document.children(id).next().map_or("", |child| document.text(child).trim());
                let is_crumb =
                    |id: NodeId| document.attribute(id, Attribute::Class).is_some_and(|class| class.contains("crumb"));
                is_forum |= has_whole(text, HOST) && document.ancestors(id).take(4).any(is_crumb);
            }
            Tag::Html | Tag::Body => {
                let names =
                    [Attribute::Class, Attribute::Id].into_iter().filter_map(|name| document.attribute(id, name));
                names.for_each(|name| is_forum |= has_word(name, FORUM));
            }
            _ => {}
        }
        if let Some(kind) = document.attribute(id, Attribute::Itemtype) {
            is_thread |= THREADS.contains(&kind.rsplit('/').next().unwrap_or(""));
        }
    }
    is_forum |= metadata.url.as_deref().is_some_and(is_of_forum) || is_of_forum(document.url());
    match (is_thread, is_forum) {
        (true, _) => Sign::Thread,
        (_, true) => Sign::Forum,
        _ => Sign::None,
    }
}

/// Whether an address is a forum's: a label of the host says so, or a folder or file with a number behind it (`/topic/12-rust`,
/// `viewtopic.php?t=12`, `/thread-12.html`).
fn is_of_forum(address: &str) -> bool {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    // "thread-12.html" is named thread; "best-board-games-2024" is not named board.
    let is_named = |part: &&str| {
        let is_word = |word: &&str| {
            let is_ending = matches!(*word, "php" | "html" | "htm" | "asp" | "aspx");
            !word.is_empty() && !is_ending && !word.bytes().all(|b| b.is_ascii_digit())
        };
        let mut words = part.split(['-', '.', '=', '&']).filter(is_word);
        words.next().is_some_and(|word| has_whole(word, PATH)) && words.next().is_none()
    };
    let mut parts = path.split(['/', '?']).skip_while(|part| !is_named(part));
    let is_thread = parts.any(|part| part.contains(|c: char| c.is_ascii_digit()));
    // "physicsforums", "warriorforum": whole words only would miss most boards that have a host of their own.
    let is_host = |label: &str| has_whole(label, HOST) || label.ends_with("forum") || label.ends_with("forums");
    is_thread || host.split('.').rev().skip(1).any(is_host)
}

/// The page with its words outside links added up.
struct Page<'a> {
    document: &'a Document,
    blocks: &'a Blocks,
    before: Vec<u32>,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document, blocks: &'a Blocks) -> Page<'a> {
        let mut before = vec![0];
        let mut sum = 0;
        for block in &blocks.blocks {
            sum += if block.hidden { 0 } else { plain_words(block) };
            before.push(sum);
        }
        Page { document, blocks, before }
    }

    /// Words outside links that a reader of the page sees among these nodes.
    fn words(&self, nodes: &NodeRange) -> u32 {
        let at = |id: NodeId| self.before.get(self.blocks.count_before(id)).copied().unwrap_or(0);
        at(nodes.end) - at(nodes.start)
    }
}

fn table() -> &'static [Vec<&'static str>] {
    static TABLE: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let words = |group: &Group<'static>| {
            group.values("words").flat_map(str::split_ascii_whitespace).chain(group.values("line")).collect()
        };
        rules::parse(FILE).iter().map(words).collect()
    })
}

/// Whether a word of a name or a line is in a group: words end at what is no letter and where lower case turns to upper case.
fn has_word(name: &str, group: usize) -> bool {
    let Some(known) = table().get(group) else { return false };
    let is_known = |word: &str| !word.is_empty() && known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let (mut start, mut was_lower) = (0, false);
    if name.is_ascii() {
        // The same by bytes, as nearly all names are.
        for (at, byte) in name.as_bytes().iter().enumerate() {
            let starts_word = byte.is_ascii_uppercase() && was_lower;
            if !byte.is_ascii_alphabetic() || starts_word {
                if name.get(start..at).is_some_and(is_known) {
                    return true;
                }
                start = if starts_word { at } else { at + 1 };
            }
            was_lower = byte.is_ascii_lowercase();
        }
        return name.get(start..).is_some_and(is_known);
    }
    for (at, c) in name.char_indices() {
        let starts_word = c.is_uppercase() && was_lower;
        if !c.is_alphabetic() || starts_word {
            if name.get(start..at).is_some_and(is_known) {
                return true;
            }
            start = if starts_word { at } else { at + c.len_utf8() };
        }
        was_lower = c.is_lowercase();
    }
    name.get(start..).is_some_and(is_known)
}

/// Whether a whole word or line is in a group, case aside.
fn has_whole(line: &str, group: usize) -> bool {
    // Longer than any that is known.
    if line.len() > 64 {
        return false;
    }
    let line = line.to_lowercase();
    table().get(group).is_some_and(|known| known.contains(&line.as_str()))
}

fn named(document: &Document, id: NodeId, group: usize) -> bool {
    [Attribute::Class, Attribute::Id, Attribute::Itemprop, Attribute::DataTestid]
        .into_iter()
        .filter_map(|name| document.attribute(id, name))
        .any(|name| has_word(name, group))
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    const SAID: [&str; 3] = [
        "The old line has gone stiff after six winters outside, and I would like to know what to buy.",
        "Nylon, three strand, and one size up from what the chandler says, for the stretch saves your cleats.",
        "Thanks, that did it, and it was the first quiet night in the harbour for weeks on end.",
    ];

    fn found(html: &str, url: &str) -> Vec<(String, String, String)> {
        let document = crate::html::document(html, url);
        let blocks = crate::block::segment(&document);
        let posts = posts(&document, &blocks, &crate::metadata::read(&document));
        let text = |nodes: &NodeRange| document.text_of(nodes).replace('\n', " ");
        let row = |post: Post| {
            let body = post.body.as_ref().map(text).unwrap_or_default();
            (post.author.unwrap_or_default(), post.date.unwrap_or_default(), body)
        };
        posts.into_iter().map(row).collect()
    }

    fn thread(post: impl Fn(&str, &str) -> String) -> String {
        let names = ["ann", "bo_ek", "ann"];
        names.iter().zip(SAID).map(|(name, said)| post(name, said)).collect()
    }

    #[test]
    fn posts_have_their_author_date_and_text() {
        let url = "https://talk.example/topic/12-rope";
        let shapes: [fn(&str, &str) -> String; 4] = [
            |name, said| {
                format!("<article class=post><a class=username href=/u/{name}>{name}</a><time datetime=2021-05-03>3 May 2021</time>\
                    <div class=text>{said}</div><div class=signature>Fair winds to all who sail</div></article>")
            },
            // Nobody is marked: bold type beside a date.
            |name, said| {
                format!("<div class=row><div class=left><b>{name}</b><i>Registered: 2009</i></div><h2>3 May 2021</h2><div class=said>{said}</div></div>")
            },
            // The name stands below, in microdata.
            |name, said| {
                format!("<div class=answer><div itemprop=text>{said}</div><span title=2021-05-03T10:00:00Z class=date>2 years ago</span>\
                    <div itemprop=author><a href=/users/7/{name}>{name}</a> 211</div></div>")
            },
            |name, said| {
                format!("<li><a href=/~{name}><img class=avatar></a><a href=/~{name}>{name}</a> <time>3 May 2021</time><p class=body>{said}</p></li>")
            },
        ];
        for (at, shape) in shapes.into_iter().enumerate() {
            let posts = found(&format!("<h1>Which rope?</h1><ul>{}</ul>", thread(shape)), url);
            let names: Vec<&str> = posts.iter().map(|(name, ..)| name.as_str()).collect();
            assert_eq!(names, ["ann", "bo_ek", "ann"], "shape {at}");
            assert!(posts.iter().all(|(_, date, _)| date.contains("2021")), "shape {at}: {posts:?}");
            assert!(posts.iter().zip(SAID).all(|((.., text), said)| text == said), "shape {at}: {posts:?}");
        }
    }

    #[test]
    fn replies_within_posts_are_posts() {
        let post = |name: &str, said: &str, inner: &str| {
            format!("<div class=thing><a class=author href=/user/{name}>{name}</a><div class=md>{said}</div><div class=child>{inner}</div></div>")
        };
        let page = post("ann", SAID[0], &post("bo", SAID[1], &post("cy", SAID[2], "")));
        let posts = found(&page, "https://boards.example/r/comments/1rj");
        assert_eq!(posts.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(), ["ann", "bo", "cy"]);
        assert!(posts.iter().zip(SAID).all(|((.., text), said)| text == said), "{posts:?}");
    }

    #[test]
    fn a_story_with_comments_and_a_page_that_is_no_forum_are_no_threads() {
        let comments =
            thread(|name, said| format!("<div class=comment><a class=author>{name}</a><p class=text>{said}</p></div>"));
        let story =
            "<p>The harbour wall was closed on Monday after the storm had torn a hole of four metres into it.</p>"
                .repeat(9);
        assert!(found(&format!("<h1>Wall</h1>{story}{comments}"), "https://wire.example/2021/wall").is_empty());
        assert!(found(&format!("<h1>Wall</h1>{story}{comments}"), "https://wire.example/topic/12-wall").is_empty());
        assert!(found(&comments, "https://wire.example/how-to-talk-in-a-forum").is_empty());
        assert!(found(&comments, "https://wire.example/best-board-games-2024/").is_empty());
        assert_eq!(found(&comments, "https://wire.example/thread-12.html").len(), 3);
        assert_eq!(found(&comments, "https://wire.example/topic/12-wall").len(), 3);
    }

    #[test]
    fn comments_that_are_all_of_a_page_are_a_thread_wherever_it_stands() {
        let post = |name: &str, said: &str| {
            format!("<div class=comment><a class=author href=/u/{name}>{name}</a><time>3 May 2021</time><p class=text>{said}</p></div>")
        };
        let twice = |post: &dyn Fn(&str, &str) -> String| format!("{}{}", thread(post), thread(post));
        let link = "<h1><a href=https://yard.example/rope>Rope, compared</a></h1><p>via ann, 6 comments</p>";
        let url = "https://links.example/s/dwip3v/rope";
        let posts = found(&format!("{link}{}", twice(&post)), url);
        assert_eq!(
            posts.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(),
            ["ann", "bo_ek", "ann", "ann", "bo_ek", "ann"]
        );
        // A short story with many comments stays a story, and cards with an author and a date are no comments.
        let story =
            "<p>The harbour wall was closed on Monday after the storm had torn a hole of four metres into it.</p>"
                .repeat(5);
        assert!(found(&format!("{link}{story}{}", twice(&post)), url).is_empty());
        let card = |name: &str, said: &str| post(name, said).replace("class=comment", "class=card");
        assert!(found(&format!("{link}{}", twice(&card)), url).is_empty());
        assert!(found(&format!("{link}{}", thread(post)), url).is_empty());
        // A board with a host of its own.
        assert_eq!(found(&thread(card), "https://www.sailorforum.example/rope/1488296-which-rope").len(), 3);
    }

    #[test]
    fn the_file_has_the_groups_that_are_counted() {
        let names: Vec<&str> = rules::parse(FILE).iter().map(|group| group.name).collect();
        let known = [
            "forum", "host", "path", "author", "person", "folder", "date", "joined", "not body", "body", "quote",
            "control",
        ];
        assert_eq!(names[..12], known);
        assert_eq!(names[12..], ["portrait", "software"]);
        assert!(has_word("cAuthorPane_name", AUTHOR) && !has_word("authority", AUTHOR) && has_whole("Reply", CONTROL));
    }
}
