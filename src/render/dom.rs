//! The article as DOM nodes, made one by one with `createElement` and `createTextNode`: no HTML is ever parsed.

use super::markup::{self, Options, Whole};
use super::Sink;
use crate::article::{Article, Block};
use crate::model::Quote;
use web_sys::{Document, Element, Node};

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

struct Writer {
    document: Document,
    /// The open elements; the first is the fragment's stand-in for the parent.
    open: Vec<Node>,
    in_math: usize,
}

impl Sink for Writer {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        if name == "math" || self.in_math > 0 {
            self.in_math += 1;
        }
        let created = if self.in_math > 0 {
            self.document.create_element_ns(Some(MATHML), name)
        } else {
            self.document.create_element(name)
        };
        // Names are this crate's own, so creation does not fail; were it to, the content would go to the parent.
        let Ok(element) = created else {
            if let Some(parent) = self.open.last().cloned() {
                self.open.push(parent);
            }
            return;
        };
        for (attribute, value) in attributes {
            let _ = element.set_attribute(attribute, value);
        }
        if let Some(parent) = self.open.last() {
            let _ = parent.append_child(&element);
        }
        self.open.push(element.into());
    }

    fn text(&mut self, text: &str) {
        if let Some(parent) = self.open.last() {
            let _ = parent.append_child(&self.document.create_text_node(text));
        }
    }

    fn close(&mut self) {
        self.in_math = self.in_math.saturating_sub(1);
        if self.open.len() > 1 {
            self.open.pop();
        }
    }
}

/// Appends the article to `parent` in one go, with quotes marked and speakers named.
pub fn write(article: &Article, quotes: &[Quote], parent: &Element) {
    let whole = Whole::new(&article.text.text, quotes);
    write_blocks(article, quotes, &whole, Options { labels: true }, &article.blocks, parent);
}

/// Appends some blocks, which are the article's or parts of them, to `parent` in one go, as the options say.
pub fn write_blocks(
    article: &Article,
    quotes: &[Quote],
    whole: &Whole,
    options: Options,
    blocks: &[Block],
    parent: &Element,
) {
    let Some(document) = parent.owner_document() else { return };
    let fragment = document.create_document_fragment();
    let mut writer = Writer { document, open: vec![fragment.clone().into()], in_math: 0 };
    markup::write_blocks(article, quotes, whole, options, blocks, &mut writer);
    let _ = parent.append_child(&fragment);
}
