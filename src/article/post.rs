//! The posts of a thread in the article: the line above each that says who wrote it, and when.

use super::{Block, Inline, Prose, Run, Style};
use crate::document::NodeId;
use crate::model::Post;

/// The line above a post, set off from the post before it. Nothing where nobody is named.
pub(super) fn line(post: &Post) -> Vec<Block> {
    let Some(author) = &post.author else { return Vec::new() };
    let run = |text: String, style| Inline::Run(Run { text, style, ..Run::default() });
    let mut inlines = vec![run(author.clone(), Style::STRONG)];
    inlines.extend(post.date.iter().map(|date| run(format!(" · {date}"), Style::default())));
    vec![Block::Rule, Block::Paragraph(Prose { inlines, ..Prose::default() })]
}

/// Whether posts start within an element: it is no list and no table then, however it is written.
pub(super) fn stand_within(posts: &[Post], id: NodeId, end: NodeId) -> bool {
    let next = posts.partition_point(|post| post.at <= id);
    posts.get(next).is_some_and(|post| post.at < end)
}

/// A thematic break between nothing and something breaks nothing.
pub(super) fn trim_rules(blocks: &mut Vec<Block>) {
    let shows = |block: &Block| !matches!(block, Block::Rule | Block::Omitted(_));
    let first = blocks.iter().position(shows).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(shows).unwrap_or(0);
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        !matches!(block, Block::Rule) || (at > first && at <= last)
    });
}
