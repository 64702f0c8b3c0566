//! Formulas: MathML kept as a tree of allowed elements, and the text that stands for it.

use super::{Math, MathNode};
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};
use crate::text::folded;

/// The deepest nesting kept; what lies deeper joins its ancestor.
const DEEPEST: u16 = 40;

/// Reads a `<math>` element; `None` if it is empty. An annotation with the TeX source gives the text.
pub(super) fn read(document: &Document, id: NodeId) -> Option<Math> {
    let mut nodes = Vec::new();
    let mut source = None;
    let mut characters = String::new();
    let mut open: Vec<NodeId> = Vec::new();
    let mut skip_until = id;
    for node in document.ids(&document.subtree(id)) {
        if node < skip_until {
            continue;
        }
        while open.last().is_some_and(|end| *end <= node) {
            open.pop();
        }
        let depth = (open.len() as u16).min(DEEPEST);
        match document.tag(node) {
            Tag::Annotation => {
                let is_tex = document.attribute(node, Attribute::Encoding).is_some_and(|kind| kind.contains("tex"));
                if is_tex {
                    source = Some(folded(&document.text_of(&document.subtree(node))));
                }
                skip_until = document.end(node);
            }
            Tag::Text => {
                let text = folded(document.text(node));
                if !text.is_empty() {
                    characters.push_str(&text);
                    nodes.push((depth, MathNode::Text(text)));
                }
            }
            tag if tag.is_math() => {
                nodes.push((depth, MathNode::Element(tag)));
                open.push(document.end(node));
            }
            _ => {}
        }
    }
    let display = document.attribute(id, Attribute::Display) == Some("block");
    let text = source.filter(|source| !source.is_empty()).unwrap_or(characters);
    (!text.is_empty()).then_some(Math { nodes, text, display })
}
