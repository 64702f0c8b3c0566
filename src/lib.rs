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
//! Stages look at the document and state facts ([`model`]); none edits the tree, none runs twice. Below them lie [`tag`],
//! [`text`], [`address`], [`order`] and the rules ([`rules`]), which are data.

#![forbid(unsafe_code)]

pub mod address;
pub mod article;
pub mod block;
pub mod declutter;
pub mod document;
pub mod extract;
#[cfg(feature = "html")]
pub mod html;
pub mod metadata;
pub mod model;
pub mod order;
pub mod quotes;
pub mod reading;
pub mod render;
pub mod rules;
pub mod snapshot;
pub mod tag;
pub mod text;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

use document::Document;
use reading::Reading;

/// Reads a page. Total: any document yields a reading, an empty one an empty reading with confidence 0. Linear in the
/// document's size.
pub fn read(document: &Document) -> Reading {
    let metadata = metadata::read(document);
    let blocks = block::segment(document);
    let clutter = declutter::removals(document, &blocks, &metadata);
    let region = extract::region(document, &blocks, &metadata, &clutter);
    finish(document, metadata, &clutter, region)
}

/// Reads a page with its blocks' scores given: what cross-validation needs to judge a model by the product's own path.
#[cfg(feature = "train")]
pub fn read_scored(document: &Document, scores: &[f32]) -> Reading {
    let metadata = metadata::read(document);
    let blocks = block::segment(document);
    let clutter = declutter::removals(document, &blocks, &metadata);
    let region = extract::choose::region(document, &blocks, &clutter, scores);
    finish(document, metadata, &clutter, region)
}

/// Reads a page as [`read`] does, but takes the whole page for the article, less the clutter: for a reader whom the choice of the
/// article leaves wanting.
pub fn read_whole(document: &Document) -> Reading {
    let metadata = metadata::read(document);
    let blocks = block::segment(document);
    let clutter = declutter::removals(document, &blocks, &metadata);
    let mut region = extract::region(document, &blocks, &metadata, &clutter);
    region.nodes = document::NodeId(0)..document::NodeId(document.len() as u32);
    region.left_out.clear();
    finish(document, metadata, &clutter, region)
}

/// Changes a reading so that some of what was left out stands again where it stood on the page: exactly the places `numbers` in
/// [`Reading::removed`], whose list stays as it is. `document` is the one that was read.
pub fn put_back(document: &Document, reading: &mut Reading, numbers: &[u32]) {
    reading.article = build(document, &reading.region, &reading.removed, numbers);
    reading.quotes = quotes::find(&reading.article.text, &context(&reading.metadata));
}

fn build(
    document: &Document,
    region: &document::NodeRange,
    removed: &[reading::LeftOut],
    kept: &[u32],
) -> article::Article {
    let ranges: Vec<(document::NodeRange, u32)> = (0..)
        .zip(removed)
        .filter(|(number, _)| !kept.contains(number))
        .map(|(number, part)| (part.nodes.clone(), number))
        .collect();
    article::build(document, region, &ranges)
}

fn finish(
    document: &Document,
    metadata: model::Metadata,
    clutter: &[model::Removal],
    region: model::Region,
) -> Reading {
    let removed = reading::left_out(document, &region, clutter);
    let article = build(document, &region.nodes, &removed, &[]);
    let quotes = quotes::find(&article.text, &context(&metadata));
    let model::Region { nodes, confidence, notes, .. } = region;
    Reading { article, quotes, removed, region: nodes, confidence, notes, metadata }
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
