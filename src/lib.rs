//! Verbatim's core: a page in, a clean article with named quotes out.
//!
//! One way through, and this file is its table of contents:
//!
//! 1. [`snapshot`] (browser) or [`html`](mod@html) (native) build the [`document`]: the page as an immutable arena in preorder.
//! 2. [`metadata`] says what the page is called, who wrote it, when and where.
//! 3. [`block`] cuts the page into stretches that are kept or left out as a whole.
//! 4. [`declutter`] names the clutter, by name, by text and by shape, each removal with its reason.
//! 5. [`extract`] chooses where the article is, and says how sure it is.
//! 6. [`article`] builds the typed article. The page's markup ends here.
//! 7. [`quotes`] finds who said what in the article's text.
//! 8. [`render`] writes the article as DOM nodes, HTML or Markdown; [`reading`] holds it all.
//!
//! [`steps`] takes them one by one, for pages on which they take long.
//!
//! Stages look at the document and state facts ([`model`]); none edits the tree, none runs twice. Below them lie [`tag`],
//! [`text`], [`address`], [`order`], [`pattern`], [`trees`] and the rules ([`rules`]), which are data.

#![forbid(unsafe_code)]

pub mod address;
pub mod article;
pub mod block;
pub mod declutter;
pub mod document;
pub mod exported;
pub mod extract;
#[cfg(feature = "html")]
pub mod html;
pub mod metadata;
pub mod model;
pub mod order;
pub mod pattern;
pub mod quotes;
pub mod reading;
pub mod render;
pub mod rules;
pub mod snapshot;
pub mod steps;
pub mod tag;
pub mod text;
pub mod thread;
pub mod trees;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
pub mod words;

use block::Blocks;
use document::{Document, NodeId, NodeRange};
use model::{Metadata, Post, Reason, Removal};
use reading::Reading;
use steps::Steps;

/// Reads a page. Total: any document yields a reading, an empty one an empty reading with confidence 0. Linear in the
/// document's size.
pub fn read(document: &Document) -> Reading {
    Steps::default().finish(document)
}

/// Reads a page's article alone, for what shows no quotes (text, Markdown): the same article that [`read`] gives.
pub fn read_article(document: &Document) -> article::Article {
    Steps::default().article(document)
}

/// Reads a page with its blocks' scores given: what cross-validation needs to judge a model by the product's own path.
#[cfg(feature = "train")]
pub fn read_scored(document: &Document, scores: &[f32]) -> Reading {
    let metadata = metadata::read(document);
    let blocks = block::segment(document);
    let posts = thread::posts(document, &blocks, &metadata);
    let clutter = clutter_around(document, &blocks, &metadata, &posts);
    let region = extract::choose::region(document, &blocks, &clutter, scores, &posts);
    Steps::after_region(metadata, clutter, region).finish(document)
}

/// Says of every block whether it stayed, and why: one line for each, in reading order.
pub fn explain_blocks(document: &Document) -> Vec<String> {
    let metadata = metadata::read(document);
    let blocks = block::segment(document);
    let posts = thread::posts(document, &blocks, &metadata);
    let clutter = clutter_around(document, &blocks, &metadata, &posts);
    let judged = extract::judge(document, &blocks, &metadata);
    let region = extract::region(document, &blocks, &metadata, &clutter, &posts);
    let line = |(block, judged): (&model::PageBlock, &extract::Judgement)| {
        let holds = |removal: &&model::Removal| removal.nodes.contains(&block.nodes.start);
        let rule = clutter.iter().chain(&region.left_out).find(holds).map(|removal| removal.rule.as_ref());
        let rule = rule.or((!region.nodes.contains(&block.nodes.start)).then_some("extract: outside the article"));
        let [own, near, far, heading] = judged.words;
        let text: String = blocks.text_of(block).replace('\n', " / ").chars().take(70).collect();
        format!(
            "{} {:.2} (alone {:.2}; words {own:+.1}, names {near:+.1} {far:+.1}, heading {heading:+.1})  {text}{}",
            if rule.is_some() { "-" } else { "+" },
            trees::probability(judged.score),
            trees::probability(judged.alone),
            rule.map(|rule| format!("\n       {rule}")).unwrap_or_default()
        )
    };
    blocks.blocks.iter().zip(&judged).map(line).collect()
}

/// Changes a reading so that some of what was left out stands again where it stood on the page: exactly the places `numbers` in
/// [`Reading::removed`], whose list stays as it is. `document` is the one that was read.
pub fn put_back(document: &Document, reading: &mut Reading, numbers: &[u32]) {
    reading.article = build(document, &reading.region, &reading.posts, &reading.removed, numbers);
    reading.quotes = quotes::find(&reading.article.text, &context(&reading.metadata));
}

/// The page's clutter, less what would take a thread's posts: where people talk, the comments are the text, and a line that stands
/// twice is quoted.
fn clutter_around(document: &Document, blocks: &Blocks, metadata: &Metadata, posts: &[Post]) -> Vec<Removal> {
    let mut clutter = declutter::removals(document, blocks, metadata);
    let bodies: Vec<&NodeRange> = posts.iter().filter_map(|post| post.body.as_ref()).collect();
    clutter.retain(|removal| {
        let next = bodies.partition_point(|body| body.start < removal.nodes.start);
        let holds_one = bodies.get(next).is_some_and(|body| body.start < removal.nodes.end);
        let is_in_one =
            next.checked_sub(1).and_then(|at| bodies.get(at)).is_some_and(|body| removal.nodes.start < body.end);
        let is_about_a_story =
            matches!(removal.reason, Reason::Comments | Reason::About | Reason::Repeated | Reason::Teaser);
        !(holds_one || is_in_one && is_about_a_story)
    });
    clutter
}

/// The article without the parts of `removed`, but with those that are `kept`.
fn build(
    document: &Document,
    region: &NodeRange,
    posts: &[Post],
    removed: &[reading::LeftOut],
    kept: &[u32],
) -> article::Article {
    let mut stays = vec![false; removed.len()];
    for number in kept {
        stays.get_mut(*number as usize).into_iter().for_each(|stays| *stays = true);
    }
    let is_kept = |number: u32| stays.get(number as usize).copied().unwrap_or(false);
    let reaches_out = |part: &reading::LeftOut| part.nodes.start < region.start || part.nodes.end > region.end;
    let is_wide = (0..).zip(removed).any(|(number, part)| is_kept(number) && reaches_out(part));
    let nodes = if is_wide { NodeId(0)..NodeId(document.len() as u32) } else { region.clone() };
    let mut ranges: Vec<(NodeRange, u32)> = Vec::new();
    let mut at = nodes.start;
    let end = nodes.end..nodes.end;
    let parts = removed.iter().map(|part| &part.nodes).chain([&end]);
    for (number, part) in (0..).zip(parts) {
        // Around the region, what is on no list has no words: elements that hold others. They stay out, whatever stands in them.
        for bare in [at..part.start.min(region.start), at.max(region.end)..part.start] {
            if is_wide && bare.start < bare.end {
                ranges.push((bare, article::UNLISTED));
            }
        }
        at = part.end;
        if !is_kept(number) && part.start < part.end {
            ranges.push((part.clone(), number));
        }
    }
    article::build(document, &nodes, &ranges, posts)
}

fn context(metadata: &model::Metadata) -> quotes::Context<'_> {
    quotes::Context {
        lang: metadata.lang.as_deref(),
        title: metadata.title.as_deref(),
        byline: metadata.byline.as_deref(),
    }
}

/// Finds the quotes of plain text, one paragraph a line.
pub fn read_quotes(text: &str) -> Vec<model::Quote> {
    let mut at = 0;
    let blocks = text.split('\n').filter_map(|line| {
        let start = at;
        at += line.len() + 1;
        let kind = model::TextKind::Paragraph;
        let span = text::Span::new(start, start + line.len());
        (!line.trim().is_empty()).then_some(model::TextBlock { span, kind, gap_before: false })
    });
    let plain = model::PlainText { blocks: blocks.collect(), text: text.to_owned() };
    quotes::find(&plain, &quotes::Context::default())
}

/// The clutter that rules find on a page: what training needs to count what each rule removes.
#[cfg(feature = "train")]
pub fn clutter(document: &Document) -> Vec<model::Removal> {
    let metadata = metadata::read(document);
    let blocks = block::segment(document);
    declutter::removals(document, &blocks, &metadata)
}
