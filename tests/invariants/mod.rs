//! What must hold of every page, whatever it is: used alike by the property tests (`tests/properties.rs`) and by the fuzz targets
//! (`fuzz/`). Each check panics with a sentence when it does not hold; to panic is all a fuzzer understands.
//!
//! [`page`] holds a document to all of them. What each is, stands with the part that checks it: [`markup`] the exported HTML and
//! the reader's nodes, [`markdown`] the exported Markdown, [`quotes`] who said what, [`same`] what reading again gives, [`linear`]
//! the time. [`tree`] makes documents of bytes, so that chance meets what pages are made of; [`inputs`] is what each fuzz target does.

// Each of those who include this uses its own part of it.
#![allow(dead_code)]

pub mod inputs;
pub mod linear;
pub mod markdown;
pub mod markup;
pub mod quotes;
pub mod same;
pub mod tree;

use verbatim::document::Document;
use verbatim::reading::Reading;

/// Reads a page and holds the reading to everything but the time it took ([`linear`]). Gives back the reading.
pub fn page(document: &Document) -> Reading {
    let reading = verbatim::read(document);
    article(&reading);
    let again = verbatim::read(document);
    assert_eq!(reading.json(), again.json(), "reading twice gives two readings");
    let removed: Vec<u32> = (0..reading.removed.len() as u32).collect();
    let (every, other): (Vec<u32>, Vec<u32>) =
        (removed.clone(), removed.into_iter().filter(|number| number % 2 == 1).collect());
    let mut changed = again;
    for put_back in [every, other, Vec::new()] {
        verbatim::put_back(document, &mut changed, &put_back);
        article(&changed);
    }
    assert_eq!(changed.article, reading.article, "put back and left out again, the article is another");
    reading
}

/// Holds one reading's article, quotes and exports to what must be true of them.
pub fn article(reading: &Reading) {
    text(reading);
    quotes::of(&reading.article.text.text, &reading.quotes);
    quotes::summary(reading);
    markup::export(reading);
    markup::nodes(reading);
    markdown::of(reading);
    same::again(reading);
    json(reading);
    addresses(reading);
}

/// The plain text is its blocks with one newline between them, and each block's span is on characters' bounds.
fn text(reading: &Reading) {
    let plain = &reading.article.text;
    let mut at = 0;
    for (number, block) in plain.blocks.iter().enumerate() {
        let range = block.span.range();
        assert_eq!(range.start, at, "block {number} does not follow the one before");
        let text = plain.text.get(range.clone()).unwrap_or_else(|| panic!("block {number} lies outside the text"));
        assert!(!text.trim().is_empty(), "block {number} says nothing");
        at = range.end + 1;
    }
    assert_eq!(plain.text.len(), at.saturating_sub(1), "the text goes on behind its last block");
}

/// The JSON is JSON, and holds the same text.
fn json(reading: &Reading) {
    let json: serde_json::Value = serde_json::from_str(&reading.json()).expect("the reading's JSON is JSON");
    assert_eq!(json["text"].as_str(), Some(reading.text()));
    assert_eq!(json["html"].as_str(), Some(reading.html().as_str()));
    let confidence = reading.confidence;
    assert!((0.0..=1.0).contains(&confidence), "a confidence of {confidence}");
}

/// What the fields name by address can be shown and followed; a language is a tag and nothing else.
fn addresses(reading: &Reading) {
    let metadata = &reading.metadata;
    if let Some(image) = &metadata.image {
        markup::picture_address(image);
    }
    if let Some(url) = &metadata.url {
        markup::page_address(url);
    }
    if let Some(lang) = &metadata.lang {
        let is_tag =
            !lang.is_empty() && lang.len() < 64 && lang.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
        assert!(is_tag, "a language of {lang:?}");
    }
}
