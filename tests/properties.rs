//! What must hold of every page, tried on pages of chance: a short run at every `cargo test`, the long ones are the fuzzers'
//! (`./build.sh fuzz`), which hold pages to the same (`tests/invariants/`). `fuzz/seeds` and `fuzz/findings` are replayed here
//! too: every input that once broke something stays a test. `PROPTEST_CASES=10000` looks longer.

#![cfg(all(feature = "html", not(target_arch = "wasm32")))]
#![allow(clippy::expect_used, clippy::panic)] // a test may fail loudly

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

#[path = "invariants/mod.rs"]
mod invariants;

use invariants::{linear, page, quotes, tree};

const URL: &str = "https://page.example/story";

/// How often each property is tried, unless the environment says otherwise. What fails is kept in a file, to be committed with the fix.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|asked| asked.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(cases),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/properties.regressions.txt"))),
        ..ProptestConfig::default()
    }
}

/// HTML as attackers and careless writers make it: tags of the vocabulary, cut off, misnested, with any text between.
fn html() -> impl Strategy<Value = String> {
    let tag = (0..verbatim::tag::TAGS.len()).prop_map(|at| verbatim::tag::TAGS[at].1);
    let attribute = (0..verbatim::tag::ATTRIBUTES.len(), 0..tree::VALUES.len())
        .prop_map(|(name, value)| format!(" {}='{}'", verbatim::tag::ATTRIBUTES[name].1, tree::VALUES[value]));
    let piece = prop_oneof![
        3 => (tag.clone(), proptest::collection::vec(attribute, 0..3)).prop_map(|(tag, attributes)| format!("<{tag}{}>", attributes.concat())),
        2 => tag.prop_map(|tag| format!("</{tag}>")),
        4 => (0..tree::TEXTS.len()).prop_map(|at| tree::TEXTS[at].to_owned()),
        1 => "\\PC{0,12}",
        1 => "[<>&\"'/=! a-c\\-\\[\\]]{0,8}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn any_html_is_a_page(html in html()) {
        page(&verbatim::html::document(&html, URL));
    }

    #[test]
    fn any_tree_is_a_page(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        page(&tree::document(&bytes));
    }

    #[test]
    fn any_numbers_are_a_capture_or_refused(
        numbers in proptest::collection::vec(prop_oneof![0..12_u32, any::<u32>()], 0..80),
        strings in "[a-d\\x00<]{0,40}",
    ) {
        if let Ok(document) = verbatim::snapshot::document(&numbers, strings, URL, "") {
            page(&document);
        }
    }

    #[test]
    fn a_damaged_capture_is_a_capture_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        place in any::<prop::sample::Index>(),
        number in prop_oneof![0..12_u32, any::<u32>()],
    ) {
        let (mut numbers, strings) = tree::capture(&bytes);
        let place = place.index(numbers.len());
        numbers[place] = number;
        if let Ok(document) = verbatim::snapshot::document(&numbers, strings, URL, "") {
            page(&document);
        }
    }

    #[test]
    fn any_text_has_its_quotes_where_they_are(
        pieces in proptest::collection::vec(prop_oneof![3 => (0..tree::TEXTS.len()).prop_map(|at| tree::TEXTS[at].to_owned()), 1 => "\\PC{0,12}"], 0..40),
    ) {
        quotes::plain(&pieces.concat());
    }
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn any_page_many_times_over_takes_linear_time(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        linear::page(&tree::document(&bytes));
    }
}

/// The inputs kept for the fuzzers: what they begin with, and what once broke something.
#[test]
fn every_kept_input_still_holds() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut read = 0;
    for kind in ["seeds", "findings"] {
        for (name, target) in invariants::inputs::TARGETS {
            let Ok(folder) = std::fs::read_dir(root.join(kind).join(name)) else { continue };
            for path in folder.map(|entry| entry.expect("an entry").path()) {
                println!("{}", path.display());
                target(&std::fs::read(path).expect("a readable input"));
                read += 1;
            }
        }
    }
    assert!(read >= 30, "only {read} inputs are kept");
}

/// Each quote may look at what stands near it, never at all the others: a paragraph of nothing but quotes, or of nothing but marks.
#[test]
fn a_paragraph_of_nothing_but_quotes_takes_linear_time() {
    let pieces = [
        "“",
        "‘",
        "\"",
        "“a b” ",
        "‘a ",
        "“Go on.” ",
        "“Go on,” Lee said. ",
        "Ann Lee said “go on” and ",
        "A man who said “no” ",
        "Lee nods. “Go on.” ",
        "„Geh“, sei „so“ ",
    ];
    pieces.into_iter().for_each(linear::quotes);
}
