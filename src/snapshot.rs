//! The browser's builder: turns what `extension/capture.js` sends into a [`Document`].
//!
//! The capture is one array of numbers and one string, the pieces of the string in the order in which the numbers call for
//! them. Layout: version, node count, then per node in preorder: parent (or `u32::MAX`), head (bits 0–1 kind, bit 2
//! hidden, bit 3 image size follows, bits 8.. attribute count), then for an element its name number, a name number per
//! attribute, and the image's natural width and height if bit 3 is set. A name number equal to the count of names seen is
//! a new name. Anything that does not fit is a [`SnapshotError`]; nothing panics, whatever the bytes.

use crate::document::{Builder, Document, NodeId};
use crate::tag::{Attribute, Tag};
use std::fmt;

/// The layout version this reader understands.
pub const VERSION: u32 = 1;

const KIND: u32 = 0b11;
const ELEMENT: u32 = 0;
const TEXT: u32 = 1;
const HIDDEN: u32 = 1 << 2;
const SIZED: u32 = 1 << 3;
const ATTRIBUTE_SHIFT: u32 = 8;

/// Why a snapshot could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotError {
    /// It was made by another version of the capture.
    Version(u32),
    /// It ends in the middle of a node; the node's number.
    Truncated(u32),
    /// A node names a parent that does not stand open before it; the node's number.
    Parent(u32),
    /// A node's kind or name number means nothing; the node's number.
    Malformed(u32),
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
            SnapshotError::Malformed(node) => write!(f, "the capture of the page is damaged at node {node}"),
        }
    }
}

impl std::error::Error for SnapshotError {}

/// What a name number stands for: read once, used for every node that has it.
#[derive(Clone, Copy)]
struct Name {
    tag: Tag,
    attribute: Option<Attribute>,
}

struct Reader<'a> {
    numbers: std::slice::Iter<'a, u32>,
    strings: std::str::Split<'a, char>,
    names: Vec<Name>,
    node: u32,
}

impl<'a> Reader<'a> {
    fn number(&mut self) -> Result<u32, SnapshotError> {
        self.numbers.next().copied().ok_or(SnapshotError::Truncated(self.node))
    }

    fn string(&mut self) -> Result<&'a str, SnapshotError> {
        self.strings.next().ok_or(SnapshotError::Truncated(self.node))
    }

    fn name(&mut self) -> Result<Name, SnapshotError> {
        let number = self.number()? as usize;
        if number == self.names.len() {
            let text = self.string()?;
            self.names.push(Name { tag: Tag::from_name(text), attribute: Attribute::from_name(text) });
        }
        self.names.get(number).copied().ok_or(SnapshotError::Malformed(self.node))
    }
}

/// Builds the document of the page at `url` from a capture: `numbers` and the NUL-joined `strings`. `base` is what relative
/// links are resolved against. Fails only on a capture that is not one.
pub fn document(numbers: &[u32], strings: &str, url: &str, base: &str) -> Result<Document, SnapshotError> {
    let mut reader = Reader { numbers: numbers.iter(), strings: strings.split('\0'), names: Vec::new(), node: 0 };
    let version = reader.number()?;
    if version != VERSION {
        return Err(SnapshotError::Version(version));
    }
    let count = reader.number()?;
    let mut builder = Builder::new(url, base);
    // The capture's node numbers and the document's differ where adjacent texts were joined.
    let mut open: Vec<(u32, NodeId)> = Vec::new();
    for node in 0..count {
        reader.node = node;
        let parent = reader.number()?;
        let head = reader.number()?;
        if parent == u32::MAX {
            if node != 0 {
                return Err(SnapshotError::Parent(node));
            }
        } else {
            while open.last().is_some_and(|(number, _)| *number != parent) {
                open.pop();
            }
            match open.last() {
                Some((_, id)) => builder.close_to(Some(*id)),
                None => return Err(SnapshotError::Parent(node)),
            }
        }
        match head & KIND {
            ELEMENT => {
                let name = reader.name()?;
                let id = builder.open(name.tag, head & HIDDEN != 0);
                open.push((node, id));
                for _ in 0..head >> ATTRIBUTE_SHIFT {
                    let name = reader.name()?;
                    let value = reader.string()?;
                    if let Some(attribute) = name.attribute {
                        builder.attribute(attribute, value);
                    }
                }
                if head & SIZED != 0 {
                    let (width, height) = (reader.number()?, reader.number()?);
                    builder.image_size(width, height);
                }
            }
            TEXT => builder.text(reader.string()?),
            _ => return Err(SnapshotError::Malformed(node)),
        }
    }
    Ok(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    // <html><body class=a>one<img hidden alt=x 10×20></body></html>
    const NUMBERS: &[u32] = &[1, 4, u32::MAX, 0, 0, 0, 1 << 8, 1, 2, 1, TEXT, 1, HIDDEN | SIZED | 1 << 8, 3, 4, 10, 20];
    const STRINGS: &str = "html\0body\0class\0a\0one\0img\0alt\0x";

    #[test]
    fn numbers_and_strings_become_a_tree() {
        let document = document(NUMBERS, STRINGS, "https://a.example/b", "").expect("a whole capture");
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
    fn every_cut_is_an_error_and_none_a_panic() {
        for length in 0..NUMBERS.len() {
            assert!(document(&NUMBERS[..length], STRINGS, "", "").is_err(), "{length} numbers");
        }
        assert_eq!(document(NUMBERS, "html\0body", "", "").unwrap_err(), SnapshotError::Truncated(1));
        assert_eq!(document(&[9, 0], "", "", "").unwrap_err(), SnapshotError::Version(9));
        assert_eq!(document(&[1, 1, 5, 0, 0], "html", "", "").unwrap_err(), SnapshotError::Parent(0));
        assert_eq!(document(&[1, 1, u32::MAX, 3], "", "", "").unwrap_err(), SnapshotError::Malformed(0));
        assert_eq!(document(&[1, 1, u32::MAX, 0, 7], "x", "", "").unwrap_err(), SnapshotError::Malformed(0));
    }

    #[test]
    fn a_nest_of_50_000_is_read() {
        let depth = 50_000_u32;
        let mut numbers = vec![1, depth, u32::MAX, 0, 0];
        for node in 1..depth {
            numbers.extend([node - 1, 0, 0]);
        }
        let document = document(&numbers, "div", "", "").expect("a deep capture");
        assert_eq!(document.end(NodeId(0)), NodeId(depth));
    }
}
