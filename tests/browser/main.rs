//! What only a browser can show, through `web-sys`: that the capture of a page gives the same document as the parser of the
//! command line, and that the reader's DOM holds what the article holds and nothing else.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::panic)] // a test may fail loudly

use verbatim::document::Document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "../pages/list.rs"]
mod list;

wasm_bindgen_test_configure!(run_in_browser);

const CAPTURE: &str = include_str!("../../extension/capture.js");
const URL: &str = "https://page.example/story";

/// What `verbatimCapture` returned, read into a document; panics if it is not a capture.
fn capture(page: &JsValue) -> Document {
    // The capture is a plain script that sets one global, as in the page's isolated world.
    js_sys::eval(CAPTURE).expect("capture.js runs");
    let function = js_sys::Reflect::get(&js_sys::global(), &"verbatimCapture".into()).expect("verbatimCapture");
    let function: js_sys::Function = function.dyn_into().expect("a function");
    let captured = function.call1(&JsValue::NULL, page).expect("a capture");
    let field = |name: &str| js_sys::Reflect::get(&captured, &name.into()).expect("a field");
    let numbers = js_sys::Uint32Array::new(&field("numbers")).to_vec();
    let strings = field("strings").as_string().expect("strings");
    verbatim::snapshot::document(&numbers, strings, URL, URL).expect("a snapshot")
}

/// Parses HTML in the browser without running it.
fn parse(html: &str) -> JsValue {
    let parser = web_sys::DomParser::new().expect("a parser");
    parser.parse_from_string(html, web_sys::SupportedType::TextHtml).expect("a document").into()
}

#[cfg(feature = "html")]
/// A document as lines: depth, tag, attributes in order of their names, text. The hidden flag is left out: the parser can only
/// guess it.
fn dump(document: &Document) -> Vec<String> {
    let mut depths: Vec<usize> = Vec::new();
    document
        .all()
        .map(|id| {
            let depth = document.parent(id).and_then(|parent| depths.get(parent.index())).map_or(0, |depth| depth + 1);
            depths.push(depth);
            let mut attributes: Vec<String> =
                document.attributes(id).map(|(name, value)| format!("{}={value:?}", name.name())).collect();
            attributes.sort();
            let tag = if document.is_text(id) { "#text" } else { document.tag(id).name() };
            format!("{depth} {tag} {} {:?}", attributes.join(" "), document.text(id))
        })
        .collect()
}

#[cfg(feature = "html")]
#[wasm_bindgen_test]
fn the_snapshot_equals_the_parsed_document_on_every_golden_page() {
    for (name, html) in list::PAGES {
        let (captured, parsed) = (dump(&capture(&parse(html))), dump(&verbatim::html::document(html, URL)));
        for (line, (captured, parsed)) in captured.iter().zip(&parsed).enumerate() {
            assert_eq!(captured, parsed, "{name}, node {line}");
        }
        assert_eq!(captured.len(), parsed.len(), "{name}");
    }
}

/// A fresh element outside the page's own content.
fn holder() -> web_sys::Element {
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    document.create_element("article").expect("an element")
}

fn count(element: &web_sys::Element, selector: &str) -> u32 {
    element.query_selector_all(selector).expect("a selector").length()
}

#[wasm_bindgen_test]
fn the_readers_dom_holds_the_article_and_nothing_else() {
    for (name, html) in list::PAGES {
        let reading = verbatim::read(&capture(&parse(html)));
        let parent = holder();
        verbatim::render::dom::write(&reading.article, &reading.quotes, &parent);
        // Names of speakers are drawn beside the words; without them the text is the article's.
        let labels = parent.query_selector_all(".speaker").expect("a selector");
        for at in 0..labels.length() {
            if let Some(label) = labels.item(at).and_then(|label| label.dyn_into::<web_sys::Element>().ok()) {
                label.remove();
            }
        }
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        let formulas = count(&parent, "math");
        if formulas == 0 {
            assert_eq!(squeeze(&parent.text_content().unwrap_or_default()), squeeze(reading.text()), "{name}");
        }
        for forbidden in
            ["script", "style", "iframe", "form", "input", "[id]", "[style]", "[onclick]", "link", "object"]
        {
            assert_eq!(count(&parent, forbidden), 0, "{name}: {forbidden}");
        }
    }
}

#[wasm_bindgen_test]
fn every_quote_of_speech_is_marked_and_named() {
    for (name, html) in list::PAGES {
        let reading = verbatim::read(&capture(&parse(html)));
        let parent = holder();
        verbatim::render::dom::write(&reading.article, &reading.quotes, &parent);
        for (number, quote) in reading.quotes.iter().enumerate() {
            let marks = parent.query_selector_all(&format!(".quote[data-quote='{number}']")).expect("a selector");
            let is_speech = quote.kind != verbatim::model::QuoteKind::Unattributed;
            assert_eq!(marks.length() > 0, is_speech, "{name}: quote {number}");
            let marked: String = (0..marks.length()).filter_map(|at| marks.item(at)?.text_content()).collect();
            if is_speech && !quote.span.of(reading.text()).contains('\n') {
                assert_eq!(marked, quote.span.of(reading.text()), "{name}");
            }
            let label = parent.query_selector(&format!(".speaker[data-quote='{number}']")).expect("a selector");
            let label = label.and_then(|label| label.text_content());
            assert_eq!(label, quote.speaker.clone().filter(|_| is_speech), "{name}: quote {number}");
        }
    }
}

#[wasm_bindgen_test]
fn links_and_images_go_through_the_platforms_parser() {
    let page = "<title>T</title><article><p>One <a href='/a'>two</a> and <a href='java&#10;script:alert(1)'>three</a> of the \
        things that were said on the quay that night, before the boats came in and the lamps went out along the wall.</p>\
        <p>Nobody who had been there spoke of it again until the spring, when the first of the letters arrived.</p></article>";
    let reading = verbatim::read(&capture(&parse(page)));
    assert_eq!(reading.article.links, ["https://page.example/a"]);
}

#[wasm_bindgen_test]
fn the_boundary_gives_a_plain_object_and_refuses_damage() {
    let (_, html) = list::PAGES.iter().find(|(name, _)| *name == "tabloid").expect("the tabloid page");
    js_sys::eval(CAPTURE).expect("capture.js runs");
    let function = js_sys::Reflect::get(&js_sys::global(), &"verbatimCapture".into()).expect("verbatimCapture");
    let captured =
        function.unchecked_into::<js_sys::Function>().call1(&JsValue::NULL, &parse(html)).expect("a capture");
    let field = |name: &str| js_sys::Reflect::get(&captured, &name.into()).expect("a field");
    let numbers = js_sys::Uint32Array::new(&field("numbers"));
    let strings = field("strings").as_string().expect("strings");
    let reading = verbatim::wasm::read(&numbers, &strings.as_str().into(), URL, URL).ok().expect("a reading");
    let summary = reading.summary().ok().expect("a summary");
    let quotes = js_sys::Reflect::get(&summary, &"quotes".into()).expect("quotes");
    assert!(js_sys::Array::from(&quotes).length() >= 3);
    assert!(verbatim::wasm::read(&numbers.slice(0, 9), &strings.as_str().into(), URL, URL).is_err());
}
