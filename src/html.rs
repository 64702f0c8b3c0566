//! The native builder: turns a page's HTML into a [`Document`] with html5gum and html5ever, for the command line, tests and training.
//!
//! It leaves out what `extension/capture.js` leaves out (comments, styles, scripts other than JSON-LD, template contents, the
//! inside of SVG pictures), so that both builders give the same document for the same page; a browser test holds them equal
//! on every golden page. What only a browser knows, whether an element is visible, is guessed here from the `hidden` attribute and
//! inline style.

mod tokens;
mod tree;

use crate::document::{Builder, Document};
use crate::tag::{Attribute, Tag};
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{local_name, LocalName, QualName};
use html5gum::Tokenizer;
use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use tokens::Tokens;
use tree::{Data, SinkNode, Tree, NONE};

/// Parses a page's `html`, found at `url` (may be empty). Total: every string is a page.
pub fn document(html: &str, url: &str) -> Document {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(Sink::default(), options);
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    // It gives nothing itself: what it finds goes to the builder.
    Tokenizer::new_with_emitter(html, Tokens::new(&builder)).for_each(|_| {});
    let tree = builder.sink.finish();
    convert(&tree, url)
}

/// Decodes a page's bytes as browsers do: byte-order mark, then the encoding that `<meta>` declares in the first 1,024
/// bytes, then UTF-8 if the bytes are valid UTF-8, then windows-1252. Never fails: what does not decode becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let declared = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| declared(bytes));
    let encoding = match declared {
        Some(encoding) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => encoding_rs::WINDOWS_1252,
    };
    // Most pages are what they say, and need no decoder, which first asks the processor what it can: on a virtual machine a thirtieth of the
    // time of a short text.
    match std::str::from_utf8(bytes) {
        Ok(text) if encoding == encoding_rs::UTF_8 && !text.starts_with('\u{feff}') => Cow::Borrowed(text),
        _ => encoding.decode(bytes).0,
    }
}

/// The encoding named after `charset=` in a `<meta>` near the start.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(1024))?).to_ascii_lowercase();
    let label = head.split("<meta").skip(1).find_map(|tag| {
        let tag = tag.split('>').next()?;
        let after = tag.split_once("charset")?.1.trim_start().strip_prefix('=')?;
        let label = after.trim_start().trim_start_matches(['"', '\'']);
        label.split(['"', '\'', ';', ' ', '/']).next().map(str::to_owned)
    })?;
    let encoding = encoding_rs::Encoding::for_label(label.trim().as_bytes())?;
    // A page that was read byte by byte is not UTF-16, whatever it says (HTML standard, "prescan").
    Some(if encoding.is_ascii_compatible() { encoding } else { encoding_rs::UTF_8 })
}

#[derive(Debug, Default)]
struct Sink(RefCell<Tree>);

impl Sink {
    /// Whether the element made last is one whose text is not read.
    fn ends_mute(&self) -> bool {
        matches!(self.0.borrow().0.last(), Some(SinkNode { data: Data::Element { is_mute: true, .. }, .. }))
    }
}

/// Elements that the parser opens again where they were not closed, at most three that are alike in all attributes.
const FORMATTING: [&[u8]; 14] =
    [b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u"];

/// Whether an attribute is read here, by the document or by the parser.
fn is_read(element: &[u8], attribute: &str) -> bool {
    attribute == "style" || Attribute::from_name(attribute).is_some() || FORMATTING.contains(&element)
}

/// An element's name where it lies: the parser asks for one at nearly every token.
#[derive(Debug)]
struct Name<'a>(Ref<'a, QualName>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &html5ever::LocalName {
        &self.0.local
    }
}

#[allow(clippy::indexing_slicing)]
impl TreeSink for Sink {
    type Handle = usize;
    type Output = Tree;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Tree {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name<'a> {
        Name(Ref::map(self.0.borrow(), |tree| match &tree.0[*target].data {
            Data::Element { name, .. } => name,
            _ => &tree.1,
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<html5ever::Attribute>, flags: ElementFlags) -> usize {
        let mut tree = self.0.borrow_mut();
        let contents = if flags.template { tree.add(Data::Root) } else { NONE };
        let is_mute = match name.local {
            local_name!("style") => true,
            local_name!("script") => {
                let kind = attributes.iter().find(|known| known.name.local == local_name!("type"));
                !kind.is_some_and(|kind| is_linked_data(&kind.value))
            }
            _ => false,
        };
        tree.add(Data::Element { name, attributes, contents, is_mute })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.0.borrow_mut().add(Data::Skipped)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.0.borrow_mut().add(Data::Skipped)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.0.borrow_mut().insert_child(*parent, child, NONE);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.0.borrow().0[*element].parent == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        match &self.0.borrow().0[*target].data {
            Data::Element { contents, .. } if *contents != NONE => *contents,
            _ => *target,
        }
    }

    fn same_node(&self, a: &usize, b: &usize) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, node: NodeOrText<usize>) {
        let parent = self.0.borrow().0[*sibling].parent;
        if parent != NONE {
            self.0.borrow_mut().insert_child(parent, node, *sibling);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, new: Vec<html5ever::Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.0.borrow_mut().0[*target].data {
            for attribute in new {
                if attributes.iter().all(|known| known.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        self.0.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let mut tree = self.0.borrow_mut();
        while tree.0[*node].first != NONE {
            let child = tree.0[*node].first;
            tree.insert(*new_parent, child, NONE);
        }
    }
}

/// Whether a script of this type is JSON-LD, the only one that is read.
fn is_linked_data(kind: &str) -> bool {
    kind.trim().eq_ignore_ascii_case("application/ld+json")
}

/// Whether the element and all in it stays out of the document; `capture.js` decides alike.
#[allow(clippy::indexing_slicing)]
fn is_left_out<'a>(has_image: &[bool], node: usize, tag: Tag, attribute: &impl Fn(&str) -> Option<&'a str>) -> bool {
    match tag {
        Tag::Style | Tag::Template => true,
        Tag::Script => !attribute("type").is_some_and(is_linked_data),
        Tag::Link => !attribute("rel")
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"))),
        Tag::Noscript => !has_image[node],
        _ => false,
    }
}

/// For each node whether a picture lies in it that is no pixel to count readers with. Every node is marked once: each of a nest of
/// `<noscript>` asks.
#[allow(clippy::indexing_slicing)]
fn with_image(tree: &Tree) -> Vec<bool> {
    let mut marked = vec![false; tree.0.len()];
    for SinkNode { data, parent, .. } in &tree.0 {
        let Data::Element { name, attributes, .. } = data else { continue };
        let is_size = |name: &LocalName| *name == local_name!("width") || *name == local_name!("height");
        let is_pixel = || attributes.iter().any(|known| is_size(&known.name.local) && is_one_or_none(&known.value));
        let mut above = if name.local == local_name!("img") && !is_pixel() { *parent } else { NONE };
        while above != NONE && !marked[above] {
            marked[above] = true;
            above = tree.0[above].parent;
        }
    }
    marked
}

/// Whether a size is 0 or 1, whatever stands behind it but a digit.
fn is_one_or_none(size: &str) -> bool {
    let rest = size.trim_start().strip_prefix(['0', '1']);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// What inline style and attributes say of visibility: all that can be known without a browser.
fn is_hidden<'a>(attribute: &impl Fn(&str) -> Option<&'a str>) -> bool {
    if attribute("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return true;
    }
    attribute("style").is_some_and(|style| {
        let style: String = style.to_ascii_lowercase().split_whitespace().collect();
        style.split(';').any(|rule| matches!(rule.trim_end_matches("!important"), "display:none" | "visibility:hidden"))
    })
}

#[allow(clippy::indexing_slicing)]
fn convert(tree: &Tree, url: &str) -> Document {
    let mut builder = Builder::new(url, &base(tree, url));
    let mut root = tree.0[0].first;
    while root != NONE && !matches!(tree.0[root].data, Data::Element { .. }) {
        root = tree.0[root].next;
    }
    let reads_noscript = is_in_noscript(tree, root);
    let has_image = with_image(tree);
    let mut at = root;
    while at != NONE {
        let mut entered = false;
        match &tree.0[at].data {
            Data::Text(text) => builder.text(text),
            Data::Element { name, attributes, .. } => {
                let tag = Tag::from_name(&name.local);
                let value = |wanted: &str| {
                    attributes.iter().find(|known| &*known.name.local == wanted).map(|known| &*known.value)
                };
                let tag = if tag == Tag::Noscript && reads_noscript { Tag::Div } else { tag };
                if !is_left_out(&has_image, at, tag, &value) {
                    builder.open(tag, is_hidden(&value));
                    for known in attributes {
                        if let Some(attribute) = Attribute::from_name(&known.name.local) {
                            builder.attribute(attribute, &known.value);
                        }
                    }
                    entered = true;
                }
                if entered && tag == Tag::Svg {
                    builder.close();
                    entered = false;
                }
            }
            Data::Root | Data::Skipped => {}
        }
        if entered && tree.0[at].first != NONE {
            at = tree.0[at].first;
            continue;
        }
        if entered {
            builder.close();
        }
        while at != root && tree.0[at].next == NONE {
            at = tree.0[at].parent;
            builder.close();
        }
        at = if at == root { NONE } else { tree.0[at].next };
    }
    builder.finish()
}

/// Whether most of the page's text stands in `<noscript>`: forums that draw their threads with scripts serve them there to who
/// runs none, as this builder does.
#[allow(clippy::indexing_slicing)]
fn is_in_noscript(tree: &Tree, root: usize) -> bool {
    // Hardly any page has that much of it: what stands outside is counted only then.
    let inside = bytes_of_text(tree, root, true);
    inside > 400 && inside > 2 * bytes_of_text(tree, root, false)
}

/// The bytes of text that stand in `<noscript>`, or outside it.
#[allow(clippy::indexing_slicing)]
fn bytes_of_text(tree: &Tree, root: usize, is_inside: bool) -> usize {
    let mut bytes = 0;
    let (mut at, mut noscript) = (root, NONE);
    while at != NONE {
        let mut enters = true;
        match &tree.0[at].data {
            Data::Text(text) if is_inside == (noscript != NONE) => bytes += text.trim().len(),
            Data::Element { name, .. } => match name.local {
                local_name!("script") | local_name!("style") | local_name!("head") => enters = false,
                local_name!("noscript") if noscript == NONE => noscript = at,
                _ => {}
            },
            Data::Text(_) | Data::Root | Data::Skipped => {}
        }
        if enters && tree.0[at].first != NONE {
            at = tree.0[at].first;
            continue;
        }
        while at != root && tree.0[at].next == NONE {
            at = tree.0[at].parent;
            noscript = if at == noscript { NONE } else { noscript };
        }
        noscript = if at == noscript { NONE } else { noscript };
        at = if at == root { NONE } else { tree.0[at].next };
    }
    bytes
}

/// What `<base href>` makes of the page's address.
#[allow(clippy::indexing_slicing)]
fn base(tree: &Tree, url: &str) -> String {
    let href = tree.0.iter().find_map(|node| match &node.data {
        Data::Element { name, attributes, .. } if name.local == local_name!("base") => {
            attributes.iter().find(|known| known.name.local == local_name!("href")).map(|known| known.value.to_string())
        }
        _ => None,
    });
    match (href, url::Url::parse(url)) {
        (Some(href), Ok(url)) => url.join(&href).map_or_else(|_| String::new(), |joined| joined.to_string()),
        (Some(href), Err(_)) => url::Url::parse(&href).map_or_else(|_| String::new(), |absolute| absolute.to_string()),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(html: &str) -> Vec<&'static str> {
        let document = document(html, "https://a.example/");
        document.all().map(|id| document.tag(id).name()).collect()
    }

    #[test]
    fn scripts_styles_comments_and_templates_stay_out() {
        let page = "<!doctype html><title>T</title><style>a{}</style><script>x</script>\
                    <script type=application/ld+json>{}</script><link rel=stylesheet><link rel=canonical href=/c>\
                    <p>one<!-- c -->two<template><p>no</p></template><svg><title>t</title><path></path></svg>";
        assert_eq!(tags(page), ["html", "head", "title", "", "script", "", "link", "body", "p", "", "svg"]);
    }

    #[test]
    fn text_around_a_comment_is_one_node() {
        let document = document("<p>one<!-- c -->two", "");
        let text: Vec<&str> = document.all().filter(|id| document.is_text(*id)).map(|id| document.text(id)).collect();
        assert_eq!(text, ["onetwo"]);
    }

    #[test]
    fn misnested_and_foster_parented_markup_is_a_tree() {
        assert_eq!(tags("<table>x<tr><td>1</table>"), ["html", "head", "body", "", "table", "tbody", "tr", "td", ""]);
        assert_eq!(tags("<b>1<p>2</b>3"), ["html", "head", "body", "b", "", "p", "b", "", ""]);
    }

    #[test]
    fn hidden_is_read_from_attribute_and_style() {
        let document = document("<p hidden>1</p><p style='Display: none'>2</p><p style='color:red'>3</p>", "");
        let hidden: Vec<bool> = document.children(document.body()).map(|id| document.is_hidden(id)).collect();
        assert_eq!(hidden, [true, true, false]);
    }

    #[test]
    fn a_thread_served_in_noscript_is_read() {
        let posts = "<p>Post by one who knows of a long answer.</p>".repeat(20);
        let page = format!("<body><noscript><div>{posts}</div></noscript><p>Loading</p>");
        assert_eq!(tags(&page).iter().filter(|tag| **tag == "p").count(), 21);
        let shown = format!("<body><noscript><div>{posts}</div></noscript><div>{posts}</div>");
        assert_eq!(tags(&shown).iter().filter(|tag| **tag == "p").count(), 20);
    }

    #[test]
    fn noscript_counts_only_for_its_images() {
        assert_eq!(tags("<body><noscript><p>Enable scripts</p></noscript>"), ["html", "head", "body"]);
        assert_eq!(tags("<body><noscript><img src=a></noscript>"), ["html", "head", "body", "noscript", "img"]);
        assert_eq!(tags("<body><noscript><img height='1' src=a></noscript>"), ["html", "head", "body"]);
        assert_eq!(tags("<body><noscript><img width=10 src=a></noscript>").len(), 5);
    }

    #[test]
    fn bytes_decode_as_browsers_do() {
        assert_eq!(decode("é".as_bytes()), "é");
        assert_eq!(decode(b"caf\xe9"), "caf\u{e9}");
        assert_eq!(decode(b"<meta charset='iso-8859-2'>\xb1"), "<meta charset='iso-8859-2'>\u{105}");
        assert_eq!(decode(b"\xef\xbb\xbfx"), "x");
        assert_eq!(decode(b"<meta charset=utf-8>\xff"), "<meta charset=utf-8>\u{fffd}");
    }

    #[test]
    fn base_applies_to_relative_links() {
        assert_eq!(document("<base href=/b/>", "https://a.example/x").base(), "https://a.example/b/");
        assert_eq!(document("<p>", "https://a.example/x").base(), "https://a.example/x");
    }

    #[test]
    fn a_deep_nest_does_not_overflow() {
        // html5ever itself takes quadratic time on open elements; the depth of 50,000 is the snapshot's test.
        assert!(document(&"<div>".repeat(3_000), "").len() > 3_000);
    }
}
