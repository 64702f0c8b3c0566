//! The browser's builder: turns what `extension/capture.js` sends into a [`Document`].
//!
//! The capture is one array of numbers and one string, the pieces of the string with a NUL between them in the order in which the
//! numbers call for them. Layout: version, node count, then per node in preorder: bit 0 whether it is an element, bits 1.. how many open
//! elements end before it; then for an element a head (bit 0 hidden, bit 1 image size follows, bits 2–15 attribute count, bits 16.. place
//! of its name in [`TAGS`](crate::tag::TAGS)), the place of each attribute's name in [`ATTRIBUTES`](crate::tag::ATTRIBUTES), and the
//! image's natural width and height if bit 1 is set. The string's pieces are the texts and the attributes' values; they stay where they
//! are, the document points at them. Anything that does not fit is a [`SnapshotError`]; nothing panics, whatever the bytes.

use crate::document::{Builder, Document};
use crate::tag::{Attribute, Tag};
use crate::text::Span;
use std::fmt;

/// The layout version this reader understands.
pub const VERSION: u32 = 2;

const ELEMENT: u32 = 1;
const CLOSES_SHIFT: u32 = 1;
const HIDDEN: u32 = 1;
const SIZED: u32 = 1 << 1;
const ATTRIBUTE_SHIFT: u32 = 2;
const ATTRIBUTE_MASK: u32 = 0x3FFF;
const TAG_SHIFT: u32 = 16;

/// Why a snapshot could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotError {
    /// It was made by another version of the capture.
    Version(u32),
    /// It ends in the middle of a node; the node's number.
    Truncated(u32),
    /// More elements end before a node than are open, or the root ends before it; the node's number.
    Parent(u32),
    /// More strings than nodes and attributes call for.
    Surplus,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SnapshotError::Version(found) => {
                write!(
                    f,
                    "the page was captured by another version of Verbatim ({found}, not {VERSION}); reload the page"
                )
            }
            SnapshotError::Truncated(node) => write!(f, "the capture of the page ends early, at node {node}"),
            SnapshotError::Parent(node) => write!(f, "the capture of the page is out of order at node {node}"),
            SnapshotError::Surplus => write!(f, "the capture of the page has parts that belong nowhere"),
        }
    }
}

impl std::error::Error for SnapshotError {}

struct Reader<N> {
    numbers: N,
    /// Where the next string starts; `None` after the last.
    at: Option<usize>,
    /// Where the last ends: behind it the builder may put texts together.
    end: usize,
    node: u32,
}

impl<N: Iterator<Item = u32>> Reader<N> {
    fn number(&mut self) -> Result<u32, SnapshotError> {
        self.numbers.next().ok_or(SnapshotError::Truncated(self.node))
    }

    /// Where the next string stands in all of them.
    fn string(&mut self, strings: &str) -> Result<Span, SnapshotError> {
        let start = self.at.ok_or(SnapshotError::Truncated(self.node))?;
        let length = strings.get(start..self.end).and_then(|rest| rest.find('\0'));
        self.at = length.map(|length| start + length + 1);
        Ok(Span::new(start, length.map_or(self.end, |length| start + length)))
    }
}

/// Builds the document of the page at `url` from a capture: `numbers` and the NUL-joined `strings`. `base` is what relative
/// links are resolved against. Fails only on a capture that is not one.
pub fn document(numbers: &[u32], strings: String, url: &str, base: &str) -> Result<Document, SnapshotError> {
    document_of(numbers.iter().copied(), strings, url, base)
}

/// The same from numbers that come one after the other, so that they need not stand together anywhere. They are gone through twice.
pub fn document_of(
    numbers: impl Iterator<Item = u32> + Clone,
    strings: String,
    url: &str,
    base: &str,
) -> Result<Document, SnapshotError> {
    let (nodes, attributes) = counts(numbers.clone());
    let mut reader = Reader { numbers, at: Some(0), end: strings.len(), node: 0 };
    let version = reader.number()?;
    if version != VERSION {
        return Err(SnapshotError::Version(version));
    }
    let count = reader.number()?;
    let mut builder = Builder::over(strings, url, base);
    builder.expect(nodes, attributes);
    let mut depth = 0_u32;
    for node in 0..count {
        reader.node = node;
        let first = reader.number()?;
        let closes = first >> CLOSES_SHIFT;
        // One root, and what is in it.
        depth = depth.checked_sub(closes).filter(|depth| *depth > 0 || node == 0).ok_or(SnapshotError::Parent(node))?;
        (0..closes).for_each(|_| builder.close());
        if first & ELEMENT == 0 {
            let span = reader.string(builder.strings())?;
            builder.text_at(span);
            continue;
        }
        let head = reader.number()?;
        builder.open(Tag::from_number(head >> TAG_SHIFT), head & HIDDEN != 0);
        depth += 1;
        for _ in 0..head >> ATTRIBUTE_SHIFT & ATTRIBUTE_MASK {
            let name = reader.number()?;
            let span = reader.string(builder.strings())?;
            if let Some(attribute) = Attribute::from_number(name) {
                builder.attribute_at(attribute, span);
            }
        }
        if head & SIZED != 0 {
            let (width, height) = (reader.number()?, reader.number()?);
            builder.image_size(width, height);
        }
    }
    // A string too many means that one was cut in two, and that those after it stand in the wrong places.
    if reader.at.is_some_and(|at| at > 0) {
        return Err(SnapshotError::Surplus);
    }
    Ok(builder.finish())
}

/// How many nodes and attributes a capture holds, so that their lists need not grow, which takes twice their room: counted, for what the
/// head says may be anything.
fn counts(numbers: impl Iterator<Item = u32>) -> (usize, usize) {
    let (mut nodes, mut attributes) = (0, 0);
    let mut rest = numbers.skip(2);
    while let Some(first) = rest.next() {
        nodes += 1;
        let Some(head) = (first & ELEMENT != 0).then(|| rest.next()).flatten() else { continue };
        let own = head >> ATTRIBUTE_SHIFT & ATTRIBUTE_MASK;
        let passed = own + if head & SIZED != 0 { 2 } else { 0 };
        attributes += own as usize;
        if passed > 0 && rest.nth(passed as usize - 1).is_none() {
            break;
        }
    }
    (nodes, attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::document::NodeId;

    const fn element(closes: u32, tag: Tag, attributes: u32, flags: u32) -> [u32; 2] {
        [closes << CLOSES_SHIFT | ELEMENT, (tag as u32) << TAG_SHIFT | attributes << ATTRIBUTE_SHIFT | flags]
    }

    // <html><body class=a>one<img hidden alt=x 10×20></body></html>
    fn numbers() -> Vec<u32> {
        let [html, body, img] =
            [element(0, Tag::Html, 0, 0), element(0, Tag::Body, 1, 0), element(0, Tag::Img, 1, HIDDEN | SIZED)];
        let (class, alt) = (Attribute::Class as u32, Attribute::Alt as u32);
        [&[VERSION, 4][..], &html, &body, &[class, 0], &img, &[alt, 10, 20]].concat()
    }
    const STRINGS: &str = "a\0one\0x";

    fn read(numbers: &[u32], strings: &str, url: &str) -> Result<Document, SnapshotError> {
        document(numbers, strings.to_owned(), url, "")
    }

    #[test]
    fn numbers_and_strings_become_a_tree() {
        let document = read(&numbers(), STRINGS, "https://a.example/b").expect("a whole capture");
        assert_eq!(document.len(), 4);
        assert_eq!(document.attribute(NodeId(1), Attribute::Class), Some("a"));
        assert_eq!(document.text(NodeId(2)), "one");
        assert_eq!(document.tag(NodeId(3)), Tag::Img);
        assert!(document.is_hidden(NodeId(3)));
        assert_eq!(document.image_size(NodeId(3)), Some((10, 20)));
        assert_eq!(document.parent(NodeId(3)), Some(NodeId(1)));
        assert_eq!(document.base(), "https://a.example/b");
    }

    #[test]
    fn texts_next_to_each_other_are_one() {
        let [html, paragraph] = [element(0, Tag::Html, 0, 0), element(0, Tag::P, 0, 0)];
        let numbers = [&[VERSION, 6][..], &html, &paragraph, &[0, 0, 0, 1 << CLOSES_SHIFT]].concat();
        let document = read(&numbers, "one\0 two\0 three\0four", "").expect("a whole capture");
        let texts: Vec<&str> = document.all().map(|id| document.text(id)).collect();
        assert_eq!(texts, ["", "", "one two three", "four"]);
    }

    #[test]
    fn every_cut_is_an_error_and_none_a_panic() {
        let numbers = numbers();
        for length in 0..numbers.len() {
            assert!(read(&numbers[..length], STRINGS, "").is_err(), "{length} numbers");
        }
        assert_eq!(read(&numbers, "a", "").unwrap_err(), SnapshotError::Truncated(2));
        assert_eq!(read(&[9, 0], "", "").unwrap_err(), SnapshotError::Version(9));
        assert_eq!(read(&[VERSION, 1, 1 << CLOSES_SHIFT | ELEMENT, 0], "", "").unwrap_err(), SnapshotError::Parent(0));
        let two = [&[VERSION, 2][..], &element(0, Tag::Html, 0, 0), &element(1, Tag::Html, 0, 0)].concat();
        assert_eq!(read(&two, "", "").unwrap_err(), SnapshotError::Parent(1));
        assert_eq!(read(&numbers, "a\0one\0x\0y", "").unwrap_err(), SnapshotError::Surplus);
    }

    #[test]
    fn a_nest_of_50_000_is_read() {
        let depth = 50_000_u32;
        let mut numbers = vec![VERSION, depth];
        (0..depth).for_each(|_| numbers.extend(element(0, Tag::Div, 0, 0)));
        let document = read(&numbers, "", "").expect("a deep capture");
        assert_eq!(document.end(NodeId(0)), NodeId(depth));
    }
}
