//! Cuts the page into blocks: the stretches of text that are kept or left out as a whole.
//!
//! A block is a paragraph, heading, list item, table cell, caption, or a run of text and inline elements standing bare
//! between block elements. Two `<br>` in a row end a block, as they end a paragraph for the eye; one is a line break in
//! its text. Every word of the page that can be read lies in exactly one block, hidden ones included and marked.

use crate::document::{Document, NodeId, NodeRange, ValueId};
use crate::model::PageBlock;
use crate::rules::names;
use crate::tag::Tag;
use crate::text::{count_words, is_blank, push_folded, push_normalized, Span};

/// The page's blocks in document order and their text.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    /// The folded text of all blocks, a newline after each.
    pub text: String,
    /// The blocks, ascending and disjoint.
    pub blocks: Vec<PageBlock>,
    /// The same texts one after the other as [`normalized`](crate::text::normalized) gives them: every stage compares by them.
    pub normalized: String,
    /// What the names of each node say of it: groups of [`names`], one bit each.
    names: Vec<u16>,
    /// How many blocks start before each node; one more than there are nodes.
    before: Vec<u32>,
}

impl Blocks {
    /// A block's text.
    pub fn text_of(&self, block: &PageBlock) -> &str {
        block.text.of(&self.text)
    }

    /// A block's text as lower-case words with a space between them, nothing else.
    pub fn normalized_of(&self, block: &PageBlock) -> &str {
        block.normalized.of(&self.normalized)
    }

    /// What an element's class, id, role and test id say of it: groups of [`names`], one bit each.
    pub fn names_of(&self, id: NodeId) -> u16 {
        self.names.get(id.index()).copied().unwrap_or(0)
    }

    /// How many blocks start before a node.
    pub fn count_before(&self, id: NodeId) -> usize {
        self.before.get(id.index()).map_or(self.blocks.len(), |count| *count as usize)
    }

    /// The blocks that start in a run of nodes.
    pub fn within(&self, nodes: &NodeRange) -> &[PageBlock] {
        self.blocks.get(self.count_before(nodes.start)..self.count_before(nodes.end)).unwrap_or(&[])
    }

    /// No blocks yet, but room for the page's texts: a text that grows takes twice its room meanwhile.
    fn with_room_for(document: &Document) -> Blocks {
        let (mut bytes, mut skip_until) = (0, NodeId(0));
        for id in document.all() {
            if id < skip_until {
                continue;
            }
            bytes += document.text(id).len();
            if document.tag(id).is_unread() {
                skip_until = document.end(id);
            }
        }
        Blocks { text: String::with_capacity(bytes), normalized: String::with_capacity(bytes), ..Blocks::default() }
    }

    /// Gives back what was not needed.
    fn trim(&mut self) {
        self.text.shrink_to_fit();
        self.normalized.shrink_to_fit();
        self.blocks.shrink_to_fit();
    }

    fn count(&mut self, nodes: usize) {
        self.before = Vec::with_capacity(nodes + 1);
        for (at, block) in self.blocks.iter().enumerate() {
            self.before.resize(block.nodes.start.index() + 1, at as u32);
        }
        self.before.resize(nodes + 1, self.blocks.len() as u32);
    }
}

/// The run of inline nodes being gathered.
#[derive(Default)]
struct Run {
    nodes: Option<NodeRange>,
    text: String,
    link_bytes: usize,
    links: u32,
    visible: bool,
    line_break: bool,
    breaks: u32,
}

struct Segmenter<'a> {
    document: &'a Document,
    out: Blocks,
    run: Run,
}

impl Segmenter<'_> {
    fn extend(&mut self, nodes: NodeRange) {
        let start = self.run.nodes.as_ref().map_or(nodes.start, |run| run.start);
        self.run.nodes = Some(start..nodes.end);
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let text = run.text.trim_end();
        let Some(mut nodes) = run.nodes.filter(|_| !text.is_empty()) else { return };
        // The whole inside of one block element is that element.
        if let Some(parent) = self.document.parent(nodes.start) {
            if self.document.tag(parent).is_block()
                && parent.0 + 1 == nodes.start.0
                && self.is_all_to(nodes.end, self.document.end(parent))
            {
                nodes = self.document.subtree(parent);
            }
        }
        let span = Span::append(&mut self.out.text, text);
        self.out.text.push('\n');
        let before = self.out.normalized.len();
        push_normalized(&mut self.out.normalized, text);
        self.out.blocks.push(PageBlock {
            nodes,
            text: span,
            normalized: Span::new(before, self.out.normalized.len()),
            words: count_words(text) as u32,
            link_bytes: run.link_bytes.min(text.len()) as u32,
            links: run.links,
            hidden: !run.visible,
        });
    }

    /// Whether nothing but white space stands between two nodes.
    fn is_all_to(&self, from: NodeId, to: NodeId) -> bool {
        to.0.saturating_sub(from.0) < 4
            && self.document.ids(&(from..to)).all(|id| {
                self.document.tag(id) == Tag::Br || self.document.is_text(id) && is_blank(self.document.text(id))
            })
    }
}

/// Cuts a page into blocks. Linear in its nodes and text.
pub fn segment(document: &Document) -> Blocks {
    let mut segmenter = Segmenter { document, out: Blocks::with_room_for(document), run: Run::default() };
    let (mut block_ends, mut link_ends, mut hidden_ends) = (Vec::new(), Vec::new(), Vec::new());
    let mut skip_until = NodeId(0);
    for id in document.all() {
        if id < skip_until {
            continue;
        }
        while block_ends.last().is_some_and(|end| *end <= id) {
            block_ends.pop();
            segmenter.flush();
        }
        for ends in [&mut link_ends, &mut hidden_ends] {
            while ends.last().is_some_and(|end| *end <= id) {
                ends.pop();
            }
        }
        let tag = document.tag(id);
        if document.is_hidden(id) {
            hidden_ends.push(document.end(id));
        }
        match tag {
            Tag::Text => {
                let data = document.text(id);
                if is_blank(data) {
                    if segmenter.run.nodes.is_some() && !segmenter.run.line_break {
                        push_folded(&mut segmenter.run.text, data, false);
                    }
                    continue;
                }
                let before = segmenter.run.text.len();
                let line_break = std::mem::take(&mut segmenter.run.line_break);
                segmenter.run.breaks = 0;
                push_folded(&mut segmenter.run.text, data, line_break);
                if !link_ends.is_empty() {
                    segmenter.run.link_bytes += segmenter.run.text.len() - before;
                }
                segmenter.run.visible |= hidden_ends.is_empty();
                segmenter.extend(id..NodeId(id.0 + 1));
            }
            Tag::Br => {
                segmenter.run.breaks += 1;
                segmenter.run.line_break = true;
                if segmenter.run.breaks >= 2 {
                    segmenter.flush();
                }
            }
            _ if tag == Tag::Head || tag.is_unread() => skip_until = document.end(id),
            _ if tag.is_block() => {
                segmenter.flush();
                block_ends.push(document.end(id));
            }
            _ => {
                if tag == Tag::A {
                    link_ends.push(document.end(id));
                    segmenter.run.links += 1;
                }
                // An inline element belongs to the run whole, unless blocks inside it cut the run again.
                if !tag.is_media() && document.end(id).0 > id.0 + 1 {
                    segmenter.run.nodes.get_or_insert(id..id);
                }
            }
        }
    }
    segmenter.flush();
    segmenter.out.trim();
    segmenter.out.count(document.len());
    segmenter.out.names = names(document);
    segmenter.out
}

/// The longest value of names that is looked at, in bytes.
const LONGEST: usize = 300;

/// What the names of each node say of it; each value is looked at once, wherever it stands.
fn names(document: &Document) -> Vec<u16> {
    let mut known: Vec<Option<u16>> = vec![None; document.value_count()];
    let mut said = |value: ValueId| {
        let look = || {
            let name = document.value(value);
            names::groups_of(name.get(..name.len().min(LONGEST)).unwrap_or(""))
        };
        known.get_mut(value.0 as usize).map_or(0, |slot| *slot.get_or_insert_with(look))
    };
    let of = |id: NodeId| {
        let named = document.attribute_values(id).iter().filter(|(attribute, _)| attribute.is_name());
        named.fold(0, |bits, (_, value)| bits | said(*value))
    };
    document.all().map(of).collect()
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;
    use crate::html::document;

    fn texts(html: &str) -> Vec<String> {
        let document = document(html, "");
        let blocks = segment(&document);
        blocks.blocks.iter().map(|block| blocks.text_of(block).to_owned()).collect()
    }

    #[test]
    fn paragraphs_items_cells_and_bare_text_are_blocks() {
        assert_eq!(
            texts("<div>bare <b>bold</b><p>one<ul><li>a<li>b</ul><table><tr><td>x<td>y</table>tail</div>"),
            ["bare bold", "one", "a", "b", "x", "y", "tail"]
        );
    }

    #[test]
    fn two_breaks_end_a_block_and_one_breaks_a_line() {
        assert_eq!(texts("<div>one<br>two<br> <br>three</div>"), ["one\ntwo", "three"]);
    }

    #[test]
    fn a_block_that_fills_its_element_is_that_element() {
        let document = document("<div> <p> One <a href=x>link</a> </p></div>", "");
        let blocks = segment(&document);
        let block = &blocks.blocks[0];
        assert_eq!(document.tag(block.nodes.start), Tag::P);
        assert_eq!((block.words, block.links, block.link_bytes), (2, 1, 4));
    }

    #[test]
    fn links_around_blocks_count_as_links() {
        let document = document("<a href=x><h3>Head line</h3><p>more</p></a><p>no link</p>", "");
        let linked: Vec<u32> = segment(&document).blocks.iter().map(|block| block.link_bytes).collect();
        assert_eq!(linked, [9, 4, 0]);
    }

    #[test]
    fn hidden_text_is_marked_and_scripts_are_no_text() {
        let document = document("<p hidden>one</p><p>two<script>x</script></p><button>Share</button>", "");
        let blocks = segment(&document);
        let found: Vec<(&str, bool)> =
            blocks.blocks.iter().map(|block| (blocks.text_of(block), block.hidden)).collect();
        assert_eq!(found, [("one", true), ("two", false), ("Share", false)]);
    }
}
