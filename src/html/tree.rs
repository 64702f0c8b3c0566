//! The tree that html5ever builds, before it is made a document.

use html5ever::interface::NodeOrText;
use html5ever::tendril::StrTendril;
use html5ever::{LocalName, QualName};

pub(super) const NONE: usize = usize::MAX;

#[derive(Debug)]
pub(super) enum Data {
    Root,
    /// `is_mute` where no text in it is read: what stands in scripts and styles is never put together.
    Element {
        name: QualName,
        attributes: Vec<html5ever::Attribute>,
        contents: usize,
        is_mute: bool,
    },
    Text(StrTendril),
    Skipped,
}

#[derive(Debug)]
pub(super) struct SinkNode {
    pub(super) data: Data,
    pub(super) parent: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) previous: usize,
    pub(super) next: usize,
}

/// The parser's tree: nodes in a vector, linked both ways, so that foster parenting and the adoption agency cost no search; and the
/// name of what has none.
#[derive(Debug)]
pub(super) struct Tree(pub(super) Vec<SinkNode>, pub(super) QualName);

impl Default for Tree {
    fn default() -> Tree {
        let nameless = QualName::new(None, html5ever::ns!(), LocalName::from(""));
        let mut tree = Tree(Vec::new(), nameless);
        tree.add(Data::Root);
        tree
    }
}

// Handles come from `add` alone and nodes are never taken out, so every index is in range.
#[allow(clippy::indexing_slicing)]
impl Tree {
    pub(super) fn add(&mut self, data: Data) -> usize {
        self.0.push(SinkNode { data, parent: NONE, first: NONE, last: NONE, previous: NONE, next: NONE });
        self.0.len() - 1
    }

    pub(super) fn detach(&mut self, node: usize) {
        let SinkNode { parent, previous, next, .. } = self.0[node];
        if parent == NONE {
            return;
        }
        if previous == NONE {
            self.0[parent].first = next
        } else {
            self.0[previous].next = next
        }
        if next == NONE {
            self.0[parent].last = previous
        } else {
            self.0[next].previous = previous
        }
        let node = &mut self.0[node];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Puts `node` into `parent`, before its child `next` or at the end if that is `NONE`.
    pub(super) fn insert(&mut self, parent: usize, node: usize, next: usize) {
        self.detach(node);
        let previous = if next == NONE { self.0[parent].last } else { self.0[next].previous };
        (self.0[node].parent, self.0[node].previous, self.0[node].next) = (parent, previous, next);
        if previous == NONE {
            self.0[parent].first = node
        } else {
            self.0[previous].next = node
        }
        if next == NONE {
            self.0[parent].last = node
        } else {
            self.0[next].previous = node
        }
    }

    pub(super) fn insert_child(&mut self, parent: usize, child: NodeOrText<usize>, next: usize) {
        match child {
            NodeOrText::AppendNode(node) => self.insert(parent, node, next),
            NodeOrText::AppendText(_) if matches!(self.0[parent].data, Data::Element { is_mute: true, .. }) => {}
            NodeOrText::AppendText(text) => {
                let previous = if next == NONE { self.0[parent].last } else { self.0[next].previous };
                if previous != NONE {
                    if let Data::Text(known) = &mut self.0[previous].data {
                        known.push_tendril(&text);
                        return;
                    }
                }
                let node = self.add(Data::Text(text));
                self.insert(parent, node, next);
            }
        }
    }
}
