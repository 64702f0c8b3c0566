//! The page as an immutable arena in preorder.
//!
//! A node is a number; its subtree is the contiguous range `id..end(id)`; ancestry is a range check; a walk is a loop
//! with no recursion, so a page nested 50,000 deep costs no stack. All text and attribute values lie in one string.
//! Nothing edits a document once built: stages state facts about it (the model in `model.rs`).

use crate::order::Numbers;
use crate::tag::{Attribute, Tag};
use crate::text::Span;
use std::ops::Range;

/// A node of a [`Document`]: its place in preorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The place in preorder as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A run of nodes in preorder: a subtree, or several sibling subtrees that follow each other.
pub type NodeRange = Range<NodeId>;

/// The most of a class, an id or a role that is kept, in bytes: what lies in an element asks for its names, each anew.
const LONGEST_NAME: usize = 2_000;

/// A value of an attribute: its place in the document's list. The names of elements ([`Attribute::is_name`]) that are equal are one
/// value, so that what is known of one is known wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ValueId(pub u32);

#[derive(Clone, Debug)]
struct Node {
    tag: Tag,
    hidden: bool,
    parent: u32,
    end: u32,
    /// A text node's bytes in `strings`; an element's places in `attributes`.
    content: Span,
}

/// The page: elements and texts in document order, with the page's address.
#[derive(Clone, Debug, Default)]
pub struct Document {
    nodes: Vec<Node>,
    attributes: Vec<(Attribute, ValueId)>,
    values: Vec<Span>,
    strings: String,
    /// Natural sizes of images in pixels, where the capture knows them, by ascending node.
    sizes: Vec<(u32, (u32, u32))>,
    url: String,
    base: String,
}

impl Document {
    /// How many nodes there are. Zero for an empty page.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The address of the page; empty if unknown.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address that relative links are resolved against; empty if unknown.
    pub fn base(&self) -> &str {
        if self.base.is_empty() {
            &self.url
        } else {
            &self.base
        }
    }

    /// The first node, `<html>`. On an empty document this id names no node and every question about it has the empty
    /// answer.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The first `<body>` (or `<frameset>`), or the root where there is none.
    pub fn body(&self) -> NodeId {
        self.children(self.root()).find(|id| matches!(self.tag(*id), Tag::Body | Tag::Frameset)).unwrap_or(self.root())
    }

    /// All nodes in document order.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = NodeId> + ExactSizeIterator {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The element's tag; [`Tag::Text`] for a text node, [`Tag::Other`] for an id outside the document.
    pub fn tag(&self, id: NodeId) -> Tag {
        self.node(id).map_or(Tag::Other, |node| node.tag)
    }

    /// Whether `id` is a text node.
    pub fn is_text(&self, id: NodeId) -> bool {
        self.tag(id) == Tag::Text
    }

    /// Whether the page says that this very node is not shown. Descendants of a hidden node need not say so: ask
    /// [`Document::is_within_hidden`] or skip subtrees on the way down.
    pub fn is_hidden(&self, id: NodeId) -> bool {
        self.node(id).is_some_and(|node| node.hidden)
    }

    /// Whether the node or an ancestor is hidden. Walks up: not for a loop over all nodes.
    pub fn is_within_hidden(&self, id: NodeId) -> bool {
        self.is_hidden(id) || self.ancestors(id).any(|ancestor| self.is_hidden(ancestor))
    }

    /// Natural width and height of an image in pixels; `None` where the capture does not know them.
    pub fn image_size(&self, id: NodeId) -> Option<(u32, u32)> {
        let at = self.sizes.binary_search_by_key(&id.0, |(node, _)| *node).ok()?;
        self.sizes.get(at).map(|(_, size)| *size).filter(|size| *size != (0, 0))
    }

    /// The node that holds this one, or `None` for the root.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|node| node.parent).filter(|parent| *parent != u32::MAX).map(NodeId)
    }

    /// The parent, its parent and so on up to the root.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |ancestor| self.parent(*ancestor))
    }

    /// The first node in document order that is not in this subtree.
    pub fn end(&self, id: NodeId) -> NodeId {
        NodeId(self.node(id).map_or(id.0, |node| node.end))
    }

    /// The node and everything in it, as a range.
    pub fn subtree(&self, id: NodeId) -> NodeRange {
        id..self.end(id)
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// The ids of a range, clipped to the document.
    pub fn ids(&self, range: &NodeRange) -> impl DoubleEndedIterator<Item = NodeId> {
        (range.start.0..range.end.0.min(self.nodes.len() as u32)).map(NodeId)
    }

    /// The node's descendants in document order, without the node.
    pub fn descendants(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> {
        let end = self.end(id).0;
        ((id.0 + 1).min(end)..end).map(NodeId)
    }

    /// The node's children in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.end(id);
        let first = NodeId(id.0.saturating_add(1));
        std::iter::successors((first < end).then_some(first), move |child| {
            Some(self.end(*child)).filter(|next| *next < end)
        })
    }

    /// A text node's data as the page has it; empty for elements.
    pub fn text(&self, id: NodeId) -> &str {
        self.node(id).filter(|node| node.tag == Tag::Text).map_or("", |node| node.content.of(&self.strings))
    }

    /// An attribute's value, or `None` where the element does not have it.
    pub fn attribute(&self, id: NodeId, attribute: Attribute) -> Option<&str> {
        self.attribute_value(id, attribute).map(|value| self.value(value))
    }

    /// An attribute's value as a number, or `None` where the element does not have it.
    pub fn attribute_value(&self, id: NodeId, attribute: Attribute) -> Option<ValueId> {
        self.attribute_values(id).iter().find(|(known, _)| *known == attribute).map(|(_, value)| *value)
    }

    /// All attributes of an element with the numbers of their values, in the page's order.
    pub fn attribute_values(&self, id: NodeId) -> &[(Attribute, ValueId)] {
        let element = self.node(id).filter(|node| node.tag != Tag::Text);
        element.and_then(|node| self.attributes.get(node.content.range())).unwrap_or(&[])
    }

    /// All attributes of an element with their values, in the page's order.
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = (Attribute, &str)> {
        self.attribute_values(id).iter().map(|(name, value)| (*name, self.value(*value)))
    }

    /// A value by its number.
    pub fn value(&self, value: ValueId) -> &str {
        self.values.get(value.0 as usize).map_or("", |span| span.of(&self.strings))
    }

    /// How many values there are.
    pub fn value_count(&self) -> usize {
        self.values.len()
    }

    /// All text in a run of nodes with white space folded: one space between words, a line break at block elements and
    /// `<br>`, nothing of scripts, styles or controls. `hidden` nodes are included.
    pub fn text_of(&self, range: &NodeRange) -> String {
        let mut out = String::new();
        let mut break_before = false;
        let mut skip_until = range.start;
        let mut block_ends: Vec<NodeId> = Vec::new();
        for id in self.ids(range) {
            if id < skip_until {
                continue;
            }
            while block_ends.last().is_some_and(|end| *end <= id) {
                block_ends.pop();
                break_before = true;
            }
            let tag = self.tag(id);
            if tag == Tag::Text {
                crate::text::push_folded(&mut out, self.text(id), break_before);
                break_before &= out.is_empty() || crate::text::is_blank(self.text(id));
            } else if tag.is_unread() {
                skip_until = self.end(id);
            } else if tag == Tag::Br {
                break_before = true;
            } else if tag.is_block() {
                break_before = true;
                block_ends.push(self.end(id));
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// Builds a [`Document`] node by node in document order; the two builders (`snapshot`, `html`) drive it.
#[derive(Debug, Default)]
pub struct Builder {
    document: Document,
    open: Vec<u32>,
    /// The names of elements met so far, and the value of each.
    names: Numbers,
    name_values: Vec<ValueId>,
}

impl Builder {
    /// A builder for the page at `url`, whose relative links are resolved against `base` (either may be empty).
    pub fn new(url: &str, base: &str) -> Builder {
        Builder::over(String::new(), url, base)
    }

    /// The same with the page's strings given, which [`Builder::attribute_at`] and [`Builder::text_at`] take their parts of.
    pub fn over(strings: String, url: &str, base: &str) -> Builder {
        let document = Document { url: url.to_owned(), base: base.to_owned(), strings, ..Document::default() };
        Builder { document, ..Builder::default() }
    }

    /// Makes room for so many nodes and attributes and no more.
    pub fn expect(&mut self, nodes: usize, attributes: usize) {
        self.document.nodes.reserve_exact(nodes);
        self.document.attributes.reserve_exact(attributes);
    }

    /// The page's strings so far.
    pub fn strings(&self) -> &str {
        &self.document.strings
    }

    fn push(&mut self, tag: Tag, hidden: bool, content: Span) -> u32 {
        let id = self.document.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(u32::MAX);
        self.document.nodes.push(Node { tag, hidden, parent, end: id + 1, content });
        id
    }

    /// Opens an element inside the innermost open one. Returns its id.
    pub fn open(&mut self, tag: Tag, hidden: bool) -> NodeId {
        let at = self.document.attributes.len();
        let id = self.push(tag, hidden, Span::new(at, at));
        self.open.push(id);
        NodeId(id)
    }

    /// Adds an attribute to the element just opened. Only before any child. Of names no more is kept than [`LONGEST_NAME`].
    pub fn attribute(&mut self, attribute: Attribute, value: &str) {
        let span = Span::append(&mut self.document.strings, value);
        self.attribute_at(attribute, span);
    }

    /// The same with a value that stands in the strings.
    pub fn attribute_at(&mut self, attribute: Attribute, mut span: Span) {
        let document = &mut self.document;
        if attribute.is_name() {
            let kept = crate::text::start(span.of(&document.strings), LONGEST_NAME).len();
            span = Span::new(span.start as usize, span.start as usize + kept);
        }
        let fresh = ValueId(document.values.len() as u32);
        let mut value = fresh;
        if attribute.is_name() {
            let number = self.names.of(span.of(&document.strings));
            match self.name_values.get(number) {
                Some(known) => value = *known,
                None => self.name_values.push(fresh),
            }
        }
        if value == fresh {
            document.values.push(span);
        }
        document.attributes.push((attribute, value));
        if let Some(node) = document.nodes.last_mut() {
            node.content.end = document.attributes.len() as u32;
        }
    }

    /// The natural size in pixels of the image just opened.
    pub fn image_size(&mut self, width: u32, height: u32) {
        if let Some(last) = self.document.nodes.len().checked_sub(1) {
            self.document.sizes.push((last as u32, (width, height)));
        }
    }

    /// Adds text to the innermost open element. Text right after text becomes one node, as a parser makes it.
    pub fn text(&mut self, data: &str) {
        let span = Span::append(&mut self.document.strings, data);
        self.text_at(span);
    }

    /// The same with a text that stands in the strings.
    pub fn text_at(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let parent = self.open.last().copied().unwrap_or(u32::MAX);
        let Document { nodes, strings, .. } = &mut self.document;
        match nodes.last_mut().filter(|last| last.tag == Tag::Text && last.parent == parent) {
            Some(last) if last.content.end == span.start => last.content.end = span.end,
            Some(last) => {
                // Both parts stand elsewhere: together they stand at the end, where more can follow. The first is moved once.
                if last.content.end as usize != strings.len() {
                    let first = last.content.of(strings).to_owned();
                    last.content = Span::append(strings, &first);
                }
                let second = span.of(strings).to_owned();
                last.content.end = Span::append(strings, &second).end;
            }
            None => {
                self.push(Tag::Text, false, span);
            }
        }
    }

    /// Closes the innermost open element.
    pub fn close(&mut self) {
        let end = self.document.nodes.len() as u32;
        if let Some(node) = self.open.pop().and_then(|id| self.document.nodes.get_mut(id as usize)) {
            node.end = end;
        }
    }

    /// Closes elements until `parent` is the innermost open one (or none is, for `None`).
    pub fn close_to(&mut self, parent: Option<NodeId>) {
        while let Some(top) = self.open.last() {
            if parent.is_some_and(|parent| parent.0 == *top) {
                return;
            }
            self.close();
        }
    }

    /// How many nodes there are so far.
    pub fn len(&self) -> usize {
        self.document.nodes.len()
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.document.nodes.is_empty()
    }

    /// Closes what is open and hands over the document.
    pub fn finish(mut self) -> Document {
        self.close_to(None);
        self.document.values.shrink_to_fit();
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Document {
        let mut builder = Builder::new("https://a.example/", "");
        builder.open(Tag::Html, false);
        builder.open(Tag::Body, false);
        builder.open(Tag::P, false);
        builder.attribute(Attribute::Class, "lead");
        builder.text("One ");
        builder.text("two");
        builder.open(Tag::B, true);
        builder.text(" three");
        builder.close();
        builder.close();
        builder.open(Tag::Div, false);
        builder.text("four");
        builder.finish()
    }

    #[test]
    fn a_subtree_is_a_range() {
        let document = sample();
        let body = document.body();
        let children: Vec<Tag> = document.children(body).map(|id| document.tag(id)).collect();
        assert_eq!(children, [Tag::P, Tag::Div]);
        assert_eq!(document.subtree(NodeId(2)), NodeId(2)..NodeId(6));
        assert!(document.contains(body, NodeId(5)));
        assert!(!document.contains(NodeId(2), NodeId(6)));
        assert!(document.is_within_hidden(NodeId(5)));
        assert_eq!(document.attribute(NodeId(2), Attribute::Class), Some("lead"));
    }

    #[test]
    fn text_next_to_text_is_one_node_and_blocks_break_lines() {
        let document = sample();
        assert_eq!(document.text(NodeId(3)), "One two");
        assert_eq!(document.text_of(&document.subtree(document.root())), "One two three\nfour");
    }

    #[test]
    fn an_empty_document_answers_every_question() {
        let document = Document::default();
        assert_eq!(document.body(), document.root());
        assert_eq!(document.tag(document.root()), Tag::Other);
        assert_eq!(document.children(document.root()).count(), 0);
        assert_eq!(document.text_of(&document.subtree(document.root())), "");
    }
}
