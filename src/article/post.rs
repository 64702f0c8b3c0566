//! The posts of a thread in the article: the line above each that says who wrote it, and when.

use super::{Block, Inline, Prose, Run, Style};
use crate::document::NodeId;
use crate::model::Post;

/// The line above a post, set off from what stands `before` it. Nothing where nobody is named.
pub(super) fn line(post: &Post, before: &[Block]) -> Vec<Block> {
    let Some(author) = &post.author else { return Vec::new() };
    let run = |text: String, style| Inline::Run(Run { text, style, ..Run::default() });
    let (space, date) = post.date.as_ref().map_or(("", None), |date| (" ", Some(format!("· {date}"))));
    let mut inlines = vec![run(format!("{author}{space}"), Style::STRONG)];
    inlines.extend(date.map(|date| run(date, Style::default())));
    let line = Block::Paragraph(Prose { inlines, ..Prose::default() });
    let last = before.iter().rev().find(|block| !matches!(block, Block::Omitted(_)));
    if last == Some(&Block::Rule) {
        vec![line]
    } else {
        vec![Block::Rule, line]
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_set_off_once_and_headed_by_its_author() {
        let nodes = NodeId(1)..NodeId(2);
        let (author, date) = (Some("mel_k".to_owned()), Some("3 May 2021".to_owned()));
        let posts = [Post { nodes, body: None, left_out: Vec::new(), at: NodeId(1), author, date }];
        let [post] = &posts;
        assert_eq!(line(post, &[]).len(), 2);
        assert_eq!(line(post, &[Block::Rule, Block::Omitted(0)]).len(), 1);
        assert!(line(&Post { author: None, ..post.clone() }, &[]).is_empty());
        assert!(stand_within(&posts, NodeId(0), NodeId(3)) && !stand_within(&posts, NodeId(1), NodeId(3)));
    }
}
