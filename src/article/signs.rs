//! What an element by itself says it is, where its name alone does not: a caption, a sign, a control, a formula drawn for the eye.

use crate::document::{Document, NodeId};
use crate::model::EXPORTED;
use crate::tag::{Attribute, Tag};

/// A word or two on a button ("Share", "Read more") is a control; more is the title of a fold.
const CONTROL_WORDS: usize = 3;

/// Elements that a link of an exported article may lie in.
const NEST: usize = 100;

/// Whether an element calls itself a caption (WordPress: `wp-caption-text`).
pub(super) fn is_named_caption(document: &Document, id: NodeId) -> bool {
    document.attribute(id, Attribute::Class).is_some_and(|class| {
        class.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.eq_ignore_ascii_case("caption"))
    })
}

/// The sign behind a heading that links to it: ¶, #.
pub(super) fn is_anchor_sign(document: &Document, id: NodeId) -> bool {
    let texts = document.descendants(id).filter(|child| document.is_text(*child));
    // Two texts with a word each are no sign, so that few are looked at.
    let mut texts = texts.map(|child| document.text(child).trim()).filter(|text| !text.is_empty());
    let is_sign = matches!((texts.next(), texts.next()), (Some("¶" | "#" | "§" | "🔗"), None));
    is_sign && !document.ancestors(id).take(NEST).any(|id| is_exported(document, id))
}

/// An article that we wrote out has no signs left: a link with such a text was part of a longer one.
fn is_exported(document: &Document, id: NodeId) -> bool {
    document.tag(id) == Tag::Article && document.attribute(id, Attribute::Class) == Some(EXPORTED)
}

/// Whether a button holds no more than a label.
pub(super) fn is_control(document: &Document, id: NodeId) -> bool {
    document.text_of(&document.subtree(id)).split_whitespace().count() < CONTROL_WORDS
}

/// Whether this is the drawn twin of the formula that ended at `math_end` (KaTeX writes MathML for machines, then spans for eyes).
pub(super) fn is_visual_math(document: &Document, id: NodeId, math_end: NodeId) -> bool {
    math_end.0 > 0
        && id.0.saturating_sub(math_end.0) < 4
        && document.attribute(id, Attribute::AriaHidden) == Some("true")
}

/// Whether a link or button lies in no other of its kind, given where the last of these ends: scripts can nest them, and each would
/// be looked through to the end of the nest.
pub(super) fn is_outermost(id: NodeId, end: NodeId, last: &mut NodeId) -> bool {
    let is_outermost = id >= *last;
    *last = end.max(*last);
    is_outermost
}
