//! From scores to a region: which blocks stay, in what order of reasons, and the subtree that holds them.

use crate::block::Blocks;
use crate::document::{Document, NodeId, NodeRange};
use crate::model::{PageBlock, Post, Reason, Region, Removal};
use crate::rules::names;
use crate::tag::{Attribute, Tag};
use crate::trees::probability;
use std::borrow::Cow;

/// Between these probabilities lies the limit above which a block is the article's, and so many steps are tried.
const HIGHEST: f32 = 0.6;
const LOWEST: f32 = 0.2;
const STEPS: usize = 20;
/// Log odds above which a short block between two kept ones of its parent stays with them.
const BRIDGE: f32 = -1.5;
/// Most words of a label, and the log odds above which it stays between two kept blocks of any parent, or a heading before one.
const LABEL: u32 = 3;
const LABELS: f32 = -0.5;
/// Fewest words of a paragraph, and the log odds above which a run of them stays between two kept blocks of their parent.
const PARAGRAPH: u32 = 8;
const PARAGRAPHS: f32 = -1.0;
/// Log odds above which a caption in the middle of the article stays; below them it is a credit or a widget's label.
const CAPTION: f32 = -1.5;
/// Log odds above which a heading of nothing stays: a card's name on a page of cards says something by itself.
const SAYS: f32 = 1.5;
/// Confidence below which nothing is kept: a page that refuses to answer, an empty frame of a shop. Of the seven development pages of which
/// something was shown below it, six hold nothing to be read, and of the seventh less than a fifth was shown; above it the share rises at once.
const NOTHING: f32 = 0.15;
/// What a thread promises whose posts are known.
const THREAD: f32 = 0.9;
/// Words in an article that is surely one; fewer lower the confidence.
const WORDS: f32 = 120.0;

/// Puts the scored blocks in order. `scores` are log odds, one for each block; `clutter` stays out whatever its score.
/// Of a thread, what was written in its `posts` stays whatever its score, and of what follows the first of them nothing else does.
pub fn region(document: &Document, blocks: &Blocks, clutter: &[Removal], scores: &[f32], posts: &[Post]) -> Region {
    let list = &blocks.blocks;
    let mut out = vec![false; list.len()];
    let order = crate::order::ascending(clutter.iter().map(|removal| u64::from(removal.nodes.start.0)));
    let sorted: Vec<&Removal> = order.into_iter().filter_map(|at| clutter.get(at)).collect();
    let (mut next, mut end) = (sorted.iter().peekable(), NodeId(0));
    for (block, out) in list.iter().zip(&mut out) {
        while let Some(removal) = next.next_if(|removal| removal.nodes.start <= block.nodes.start) {
            end = end.max(removal.nodes.end);
        }
        *out = block.nodes.start < end;
    }
    let score = |at: usize| scores.get(at).copied().unwrap_or(f32::MIN);
    let (limit, promised) = limit(blocks, &out, scores);
    let mut kept: Vec<bool> = out.iter().enumerate().map(|(at, out)| !out && score(at) > limit).collect();
    bridge(document, blocks, &out, scores, &mut kept);
    bridge_paragraphs(document, blocks, &out, scores, &mut kept);
    super::book::keep(document, blocks, &out, scores, &mut kept);
    keep_captions(document, blocks, &out, scores, &mut kept);
    drop_headings_of_nothing(document, blocks, scores, &mut kept);
    super::notes::keep(document, blocks, &out, &mut kept);
    if posts.is_empty() && confidence(blocks, &kept, promised) < NOTHING {
        kept.fill(false);
    }
    let promised =
        if posts.is_empty() { promised } else { keep_posts(document, blocks, &out, posts, &mut kept).max(promised) };
    let mut region = assemble(document, blocks, &kept, promised);
    let is_kept = |post: &&Post| {
        let body = post.body.as_ref().unwrap_or(&post.nodes);
        (blocks.count_before(body.start)..blocks.count_before(body.end)).any(|at| kept.get(at) == Some(&true))
    };
    if let Some(post) = posts.first() {
        let place = |id: NodeId| format!("<{}{}>", document.tag(id).name(), class_of(document, id));
        let body = post.body.as_ref().map_or_else(|| "none".to_owned(), |body| place(body.start));
        region.notes.push(format!(
            "thread      {} posts, each {}, its text {body}",
            posts.len(),
            place(post.nodes.start)
        ));
    }
    for nodes in posts.iter().flat_map(|post| &post.left_out).filter(|nodes| blocks.within(nodes).is_empty()) {
        // Less than a block: a signature in the cell of the text.
        let rule = Cow::Borrowed("thread: not what was written");
        region.left_out.push(Removal { nodes: nodes.clone(), reason: Reason::About, rule });
    }
    region.posts = posts.iter().filter(is_kept).cloned().collect();
    region
}

/// Keeps what was written in the posts of a thread and drops what stands around it. What a thread so read promises.
fn keep_posts(document: &Document, blocks: &Blocks, out: &[bool], posts: &[Post], kept: &mut [bool]) -> f32 {
    let places = |nodes: &NodeRange| blocks.count_before(nodes.start)..blocks.count_before(nodes.end);
    let first = posts.first().map_or(kept.len(), |post| places(&post.nodes).start);
    // Where a post's text is no element of its own, its blocks are kept as they were judged.
    let judged = kept.to_vec();
    kept.iter_mut().skip(first).for_each(|kept| *kept = false);
    // The heads of a table of posts say what its columns hold: "Author", "Message".
    let heads = blocks.blocks.iter().zip(kept.iter_mut()).take(first);
    heads.filter(|(block, _)| document.tag(block.nodes.start) == Tag::Th).for_each(|(_, kept)| *kept = false);
    for post in posts {
        kept.get_mut(places(&post.nodes)).into_iter().flatten().for_each(|kept| *kept = false);
        let body = post.body.as_ref();
        for at in places(body.unwrap_or(&post.nodes)) {
            let is_kept = if body.is_some() { out.get(at) == Some(&false) } else { judged.get(at) == Some(&true) };
            kept.get_mut(at).into_iter().for_each(|kept| *kept = is_kept);
        }
        for nodes in &post.left_out {
            kept.get_mut(places(nodes)).into_iter().flatten().for_each(|kept| *kept = false);
        }
    }
    THREAD
}

/// The limit that promises the page's best word F1, in log odds, and what it promises: the expected F1 of keeping every block
/// above a limit is twice the words expected right over the words kept and the words expected in all (the plug-in rule of Ye et
/// al., "Optimizing F-measure", 2012). A page full of doubt is better read with more than half of it than with nothing.
fn limit(blocks: &Blocks, out: &[bool], scores: &[f32]) -> (f32, f32) {
    let (mut best, mut most) = (HIGHEST, 0.0);
    for step in 0..=STEPS {
        let limit = HIGHEST - (HIGHEST - LOWEST) * step as f32 / STEPS as f32;
        let (mut right, mut kept, mut all) = (0.0, 0.0, 0.0);
        for ((block, _), score) in blocks.blocks.iter().zip(out).zip(scores).filter(|((_, out), _)| !**out) {
            let p = probability(*score);
            let words = block.words as f32;
            all += words * p;
            if p > limit {
                right += words * p;
                kept += words;
            }
        }
        let expected = if kept + all > 0.0 { 2.0 * right / (kept + all) } else { 0.0 };
        if expected > most + 0.004 {
            most = expected;
            best = limit;
        }
    }
    ((best / (1.0 - best)).ln(), most)
}

/// Keeps a doubtful block that stands between two kept ones of the same parent: a short line of dialogue, a list item.
fn bridge(document: &Document, blocks: &Blocks, out: &[bool], scores: &[f32], kept: &mut [bool]) {
    let parent = |at: usize| blocks.blocks.get(at).and_then(|block| document.parent(block.nodes.start));
    for at in 1..kept.len().saturating_sub(1) {
        let is_kept = |at: usize| kept.get(at).copied().unwrap_or(false);
        let doubtful = !is_kept(at)
            && !out.get(at).copied().unwrap_or(true)
            && scores.get(at).copied().unwrap_or(f32::MIN) > BRIDGE;
        // A heading goes with what follows it; a word or two between kept blocks is a label of theirs: "Note", "23:41".
        let is_likely = scores.get(at).copied().unwrap_or(f32::MIN) > LABELS;
        let is_heading = is_likely && blocks.blocks.get(at).is_some_and(|block| level(document, block).is_some());
        let is_label = is_likely && blocks.blocks.get(at).is_some_and(|block| block.words <= LABEL && block.links == 0);
        let is_among = parent(at) == parent(at - 1) && parent(at) == parent(at + 1);
        if doubtful && is_kept(at + 1) && (is_heading || is_kept(at - 1) && (is_among || is_label)) {
            if let Some(kept) = kept.get_mut(at) {
                *kept = true;
            }
        }
    }
}

/// Keeps doubtful paragraphs without a link, however many, between two kept blocks of the same parent: an article has no hole.
fn bridge_paragraphs(document: &Document, blocks: &Blocks, out: &[bool], scores: &[f32], kept: &mut [bool]) {
    let list = &blocks.blocks;
    let parent = |at: usize| list.get(at).and_then(|block| document.parent(block.nodes.start));
    let is_kept = |kept: &[bool], at: usize| kept.get(at).copied().unwrap_or(false);
    let is_paragraph = |at: usize| {
        let is_plain = |block: &PageBlock| {
            document.tag(block.nodes.start) == Tag::P && block.links == 0 && block.words >= PARAGRAPH && !block.hidden
        };
        list.get(at).is_some_and(is_plain)
            && !out.get(at).copied().unwrap_or(true)
            && scores.get(at).copied().unwrap_or(f32::MIN) > PARAGRAPHS
    };
    let mut at = 1;
    while at < list.len() {
        let start = at;
        while at < list.len() && !is_kept(kept, at) && is_paragraph(at) && parent(at) == parent(start - 1) {
            at += 1;
        }
        if at > start && is_kept(kept, start - 1) && is_kept(kept, at) && parent(at) == parent(start - 1) {
            kept.iter_mut().take(at).skip(start).for_each(|kept| *kept = true);
        }
        at = at.max(start + 1);
    }
}

/// A caption goes with its figure, and a figure in the middle of the article belongs to it, unless the caption is unlikely; a
/// table's goes with its cells.
fn keep_captions(document: &Document, blocks: &Blocks, out: &[bool], scores: &[f32], kept: &mut [bool]) {
    let (Some(first), Some(last)) = (kept.iter().position(|kept| *kept), kept.iter().rposition(|kept| *kept)) else {
        return;
    };
    for at in first..last {
        let Some(block) = blocks.blocks.get(at) else { break };
        let is_likely = scores.get(at).is_some_and(|score| *score > CAPTION);
        let heads_cells = kept.get(at + 1).copied().unwrap_or(false);
        let is_caption = !out.get(at).copied().unwrap_or(true)
            && std::iter::once(block.nodes.start).chain(document.ancestors(block.nodes.start).take(2)).any(|id| {
                let tag = document.tag(id);
                tag == Tag::Figcaption && is_likely || tag == Tag::Caption && heads_cells
            });
        if let Some(kept) = kept.get_mut(at).filter(|_| is_caption) {
            *kept = true;
        }
    }
}

/// A heading with no kept block before the next heading of its level or a higher one heads nothing, unless it is surely kept.
fn drop_headings_of_nothing(document: &Document, blocks: &Blocks, scores: &[f32], kept: &mut [bool]) {
    // For each level, whether something kept has been seen (walking backwards) since the last heading of that level or above.
    let mut below = [false; 7];
    for ((block, kept), score) in blocks.blocks.iter().zip(kept.iter_mut()).zip(scores).rev() {
        match level(document, block).map(usize::from) {
            None if *kept => below = [true; 7],
            None => {}
            Some(level) => {
                *kept &= *score > SAYS || below.get(level).copied().unwrap_or(false);
                let is_kept = *kept;
                for (deeper, seen) in below.iter_mut().enumerate() {
                    *seen = if deeper >= level { false } else { *seen || is_kept };
                }
            }
        }
    }
}

/// The level of the heading a block is, if it is one.
pub(super) fn level(document: &Document, block: &PageBlock) -> Option<u8> {
    std::iter::once(block.nodes.start)
        .chain(document.ancestors(block.nodes.start).take(2))
        .find_map(|id| document.tag(id).heading_level())
}

/// Where a block starts, as an index into the blocks, for counting kept blocks in subtrees.
struct KeptBefore {
    starts: Vec<NodeId>,
    counts: Vec<u32>,
}

impl KeptBefore {
    fn new(blocks: &Blocks, kept: &[bool]) -> KeptBefore {
        let mut counts = vec![0];
        let mut count = 0;
        for kept in kept {
            count += u32::from(*kept);
            counts.push(count);
        }
        KeptBefore { starts: blocks.blocks.iter().map(|block| block.nodes.start).collect(), counts }
    }

    fn any_in(&self, document: &Document, id: NodeId) -> bool {
        let nodes = document.subtree(id);
        let count =
            |id: NodeId| self.counts.get(self.starts.partition_point(|start| *start < id)).copied().unwrap_or(0);
        count(nodes.end) > count(nodes.start)
    }
}

fn assemble(document: &Document, blocks: &Blocks, kept: &[bool], promised: f32) -> Region {
    let list = &blocks.blocks;
    let first = kept.iter().position(|kept| *kept);
    let last = kept.iter().rposition(|kept| *kept);
    let ends = first.zip(last).and_then(|(first, last)| Some((list.get(first)?, list.get(last)?)));
    let Some((first_block, last_block)) = ends else {
        let body = document.body();
        return Region {
            nodes: body..body,
            left_out: Vec::new(),
            posts: Vec::new(),
            confidence: 0.0,
            notes: vec!["no block reads as an article".to_owned()],
        };
    };
    let holds =
        |id: &NodeId| document.contains(*id, last_block.nodes.start) && document.end(*id) >= last_block.nodes.end;
    let root = std::iter::once(first_block.nodes.start)
        .chain(document.ancestors(first_block.nodes.start))
        .find(holds)
        .unwrap_or(document.root());
    let nodes = document.subtree(root);
    let before = KeptBefore::new(blocks, kept);
    let mut left_out: Vec<Removal> = Vec::new();
    let mut previous_dropped = false;
    for (block, kept) in list.iter().zip(kept) {
        if block.nodes.start < nodes.start || block.nodes.start >= nodes.end {
            continue;
        }
        if *kept {
            previous_dropped = false;
            continue;
        }
        if left_out.last().is_some_and(|removal| block.nodes.start < removal.nodes.end) {
            continue;
        }
        // The whole card goes, with its picture: up to the highest ancestor that holds nothing kept.
        let highest = std::iter::once(block.nodes.start)
            .chain(document.ancestors(block.nodes.start))
            .take_while(|id| *id > root && !before.any_in(document, *id))
            .last();
        let range = match highest {
            Some(id) if document.contains(id, NodeId(block.nodes.end.0 - 1)) => document.subtree(id),
            _ => block.nodes.clone(),
        };
        match left_out.last_mut() {
            Some(removal) if previous_dropped => removal.nodes.end = range.end,
            _ => {
                let reason = reason(document, range.start);
                left_out.push(Removal {
                    nodes: range,
                    reason,
                    rule: Cow::Borrowed("extract: scored as not the article"),
                });
            }
        }
        previous_dropped = true;
    }
    let notes = vec![format!("region      <{}{}>", document.tag(root).name(), class_of(document, root))];
    Region { nodes, left_out, posts: Vec::new(), confidence: confidence(blocks, kept, promised), notes }
}

fn class_of(document: &Document, id: NodeId) -> String {
    document.attribute(id, Attribute::Class).map(|class| format!(" class=\"{class}\"")).unwrap_or_default()
}

/// The group a block that was left out is shown under, by the names around it.
fn reason(document: &Document, id: NodeId) -> Reason {
    let mut bits = 0;
    for ancestor in std::iter::once(id).chain(document.ancestors(id)).take(4) {
        for (attribute, value) in document.attributes(ancestor) {
            if matches!(attribute, Attribute::Class | Attribute::Id | Attribute::Role) {
                bits |= names::groups_of(value);
            }
        }
        match document.tag(ancestor) {
            Tag::Nav => bits |= names::NAVIGATION,
            Tag::Form => bits |= names::SUBSCRIBE,
            _ => {}
        }
    }
    let order = [
        (names::ADVERTISEMENT, Reason::Advertisement),
        (names::COMMENTS, Reason::Comments),
        (names::SUBSCRIBE, Reason::Promotion),
        (names::SHARE, Reason::Promotion),
        (names::LEGAL, Reason::Legal),
        (names::RELATED, Reason::Teaser),
        (names::NAVIGATION, Reason::Navigation),
        (names::ABOUT, Reason::About),
    ];
    order.iter().find(|(bit, _)| bits & bit != 0).map_or(Reason::Boilerplate, |(_, reason)| *reason)
}

/// How sure the choice is: the F1 it promises, less for an article of few words. In cross-validation doubtful pages kept a little
/// less than they promised (0.75 promised, 0.66 kept; 0.93, 0.90), which the bend makes good.
fn confidence(blocks: &Blocks, kept: &[bool], promised: f32) -> f32 {
    let words: u32 = blocks.blocks.iter().zip(kept).filter(|(_, kept)| **kept).map(|(block, _)| block.words).sum();
    promised * (0.65 + 0.35 * promised) * (words as f32 / WORDS).min(1.0).sqrt()
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    fn run(html: &str, scores: &[f32]) -> (Document, Blocks, Region) {
        let document = crate::html::document(html, "");
        let blocks = crate::block::segment(&document);
        let region = region(&document, &blocks, &[], scores, &[]);
        (document, blocks, region)
    }

    #[test]
    fn the_heads_of_a_table_of_posts_go_and_its_posts_stay() {
        let page = "<p>Rules.<table><tr><th>Message</th></tr><tr><td>One.</td></tr><tr><td>Two.</td></tr></table>";
        let document = crate::html::document(page, "");
        let blocks = crate::block::segment(&document);
        let post = |block: &PageBlock| Post {
            nodes: block.nodes.clone(),
            body: Some(block.nodes.clone()),
            left_out: Vec::new(),
            at: block.nodes.start,
            author: None,
            date: None,
        };
        let posts: Vec<Post> = blocks.blocks.iter().skip(2).map(post).collect();
        let region = region(&document, &blocks, &[], &[2.0, 2.0, -3.0, -3.0], &posts);
        assert_eq!(region.posts.len(), 2);
        let left_out: Vec<&str> = region
            .left_out
            .iter()
            .flat_map(|part| blocks.within(&part.nodes))
            .map(|block| blocks.text_of(block))
            .collect();
        assert_eq!(left_out, ["Message"]);
    }

    #[test]
    fn the_region_is_the_smallest_subtree_and_cards_go_whole() {
        let (document, _, region) = run(
            "<div>menu</div><main><p>One of two lines.<div><img src=a><h4>Card</h4><a>x</a></div><p>Two of two lines.</main>",
            &[-3.0, 2.0, -3.0, -3.0, 2.0],
        );
        assert_eq!(document.tag(region.nodes.start), Tag::Main);
        assert_eq!(region.left_out.len(), 1);
        assert_eq!(document.tag(region.left_out[0].nodes.start), Tag::Div);
    }

    #[test]
    fn a_heading_of_nothing_goes_and_one_of_something_stays() {
        let page = "<h2>Kept</h2><p>Text of some words.<h2>Related</h2><p>x";
        let first_left_out = |score: f32| {
            let (document, _, region) = run(page, &[2.0, 2.0, score, -4.0]);
            region.left_out.first().map(|removal| document.tag(removal.nodes.start))
        };
        assert_eq!(first_left_out(1.0), Some(Tag::H2));
        // One that is surely the page's own, as a card's name on a page of cards, says something by itself.
        assert_eq!(first_left_out(2.0), Some(Tag::P));
    }

    #[test]
    fn a_doubtful_heading_of_kept_text_and_a_label_between_stay() {
        let prose = format!("<p>{}</p>", "One more of many words. ".repeat(60));
        let (_, _, region) = run(&format!("{prose}<h2>Teams</h2><div>{prose}</div>{prose}"), &[4.0, -0.4, 4.0, 4.0]);
        assert!(region.left_out.is_empty());
        let (_, _, region) = run(&format!("{prose}<div><b>Note</b>{prose}</div>"), &[4.0, -0.4, 4.0]);
        assert!(region.left_out.is_empty());
        for text in ["Note", "Buy now and save"] {
            let (_, _, region) = run(&format!("{prose}<div><b>{text}</b>{prose}</div>"), &[4.0, -0.6, 4.0]);
            assert_eq!(region.left_out.len(), 1, "{text}");
        }
    }

    #[test]
    fn a_doubtful_line_between_kept_ones_stays() {
        let (_, _, region) = run("<p>One.<p>He left.<p>Two.", &[2.0, -1.0, 2.0]);
        assert!(region.left_out.is_empty());
    }

    #[test]
    fn the_caption_of_a_table_stays_with_its_cells_and_a_likely_one_with_its_figure() {
        let table =
            "<p>One of two lines.<table><caption>What it costs</caption><tr><td>Wood</table><p>Two of two lines.";
        assert!(run(table, &[2.0, -4.0, 2.0, 2.0]).2.left_out.is_empty());
        assert_eq!(run(table, &[2.0, -4.0, -4.0, 2.0]).2.left_out.len(), 1);
        let figure = "<p>One of two lines.<figure><img src=a><figcaption>The yard in spring</figcaption></figure><p>Two of two lines.";
        assert!(run(figure, &[2.0, -1.4, 2.0]).2.left_out.is_empty());
        assert_eq!(run(figure, &[2.0, -1.6, 2.0]).2.left_out.len(), 1);
    }

    #[test]
    fn a_run_of_doubtful_paragraphs_between_kept_ones_stays() {
        let line = "One more line of the eight words of which paragraphs are made.";
        let page = format!("<div><p>{line}<p>{line} Two.<p>{line} Three.<p>{line} Four.</div>");
        assert!(run(&page, &[2.0, -0.8, -0.9, 2.0]).2.left_out.is_empty());
        assert_eq!(run(&page, &[2.0, -0.8, -1.1, 2.0]).2.left_out.len(), 1);
        let apart = format!("<div><p>{line}</div><div><p>{line} Two.<p>{line} Three.</div><div><p>{line} Four.</div>");
        assert_eq!(run(&apart, &[2.0, -0.8, -0.9, 2.0]).2.left_out.len(), 1);
    }

    #[test]
    fn of_a_page_on_which_nothing_is_likely_nothing_is_kept() {
        let page = "<p>Browse by category<p>All popular, product, promotion, low price, great value, reviews.";
        for score in [-0.9, -3.0] {
            let (document, _, region) = run(page, &[score, score]);
            assert_eq!((region.nodes.clone(), region.confidence), (document.body()..document.body(), 0.0));
        }
        assert!(run(page, &[0.4, 0.4]).2.left_out.is_empty());
    }

    #[test]
    fn a_page_without_text_has_no_region_and_no_confidence() {
        let (_, _, region) = run("", &[]);
        assert_eq!(region.confidence, 0.0);
    }
}
