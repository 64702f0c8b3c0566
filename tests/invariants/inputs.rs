//! What each fuzz target does with its bytes; the tests do the same with the inputs that are kept (`fuzz/seeds`, `fuzz/findings`).

use super::{article, linear, page, quotes, tree};
use verbatim::document::{Document, NodeId};
use verbatim::quotes::Context;
use verbatim::reading::Reading;
use verbatim::rules;
use verbatim::text::normalized;

const URL: &str = "https://page.example/story";

/// A target's name and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 5] =
    [("snapshot", snapshot), ("html", html), ("quotes", quote_text), ("rules", rule_lines), ("exports", exports)];

/// One input in 128 is tried for time too: it costs many times what reading it costs.
fn is_timed(bytes: &[u8]) -> bool {
    bytes.iter().fold(7_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte)) % 128 == 5
}

fn held(document: &Document, bytes: &[u8]) {
    page(document);
    if is_timed(bytes) {
        linear::page(document);
    }
}

/// A capture: of an even first byte as it is, numbers and then strings; of an odd one well made.
pub fn snapshot(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    if first % 2 == 1 {
        return held(&tree::document(rest), bytes);
    }
    let (numbers, strings) = rest.split_at(rest.len() * 2 / 3);
    let numbers = numbers.chunks_exact(2).map(|pair| u32::from(u16::from_le_bytes([pair[0], pair[1]])));
    // An element's name stands in the upper half of a number: of every other number two bytes say both.
    let spread = |number: u32| if number & 0xFF00 == 0xFF00 { (number & 0xFF) << 16 | 1 << 2 } else { number };
    let numbers: Vec<u32> = numbers.map(spread).collect();
    if let Ok(document) = verbatim::snapshot::document(&numbers, String::from_utf8_lossy(strings).into_owned(), URL, "")
    {
        held(&document, bytes);
    }
}

/// A page's bytes, as the command line and the page for trying it take them.
pub fn html(bytes: &[u8]) {
    held(&verbatim::html::document(&verbatim::html::decode(bytes), URL), bytes);
}

/// A text whose quotes are looked for: the first byte chooses the language; the text's first line is the byline, too.
pub fn quote_text(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    quotes::plain(&text);
    let lang = [None, Some("en"), Some("de"), Some("fr"), Some("es"), Some("ja"), Some("en-GB")];
    let context = Context {
        lang: lang[usize::from(*first) % lang.len()],
        title: text.lines().next(),
        byline: text.lines().next(),
    };
    quotes::of_lines(&text, &context);
    if is_timed(bytes) {
        linear::quotes(&text);
    }
}

/// A file of rules, and a line that rules are asked about.
pub fn rule_lines(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for group in rules::parse(&text) {
        for (key, value) in &group.lines {
            assert!(
                !key.contains(':') && key.trim() == *key && value.trim() == *value,
                "a line read as {key:?}: {value:?}"
            );
            assert!(group.values(key).any(|known| known == *value), "{key:?} does not give {value:?}");
        }
    }
    assert_eq!(rules::names::groups_of(&text) >> rules::names::COUNT, 0, "names of a group there is not");
    assert_eq!(
        rules::names::groups_of(&text.replace('-', "_")),
        rules::names::groups_of(&text),
        "one sign between words is another"
    );
    let line = normalized(&text);
    assert_eq!(normalized(&line), line, "normalising twice changes a line");
    for hit in rules::clutter::hits(&line) {
        assert!(hit.length <= line.len(), "a phrase longer than its line");
    }
    let _ = rules::clutter::is_biography_verb(&line) | rules::clutter::is_bracket_label(&line);
    if is_timed(bytes) {
        linear::text(&line, |line| {
            std::hint::black_box((
                rules::clutter::hits(line).len(),
                rules::names::groups_of(line),
                rules::parse(line).len(),
            ));
        });
    }
}

/// The whole of a document as an article, nothing left out, so that every kind of block comes to be written.
pub fn exports(bytes: &[u8]) {
    let document = tree::document(bytes);
    let mut reading: Reading = verbatim::read(&document);
    reading.article = verbatim::article::build(&document, &(NodeId(0)..NodeId(document.len() as u32)), &[], &[]);
    let metadata = &reading.metadata;
    let context = Context {
        lang: metadata.lang.as_deref(),
        title: metadata.title.as_deref(),
        byline: metadata.byline.as_deref(),
    };
    reading.quotes = verbatim::quotes::find(&reading.article.text, &context);
    article(&reading);
}
