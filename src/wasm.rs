//! The boundary to JavaScript: the only file that names exports.

use crate::article::Block;
use crate::document::Document;
use crate::reading::Reading as CoreReading;
use crate::render::beginning::beginning;
use crate::render::dom;
use crate::render::markup::{Options, Whole};
use crate::steps::{Outcome, Steps};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;

    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;

    /// The text in UTF-8; half a pair of surrogates as U+FFFD.
    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &js_sys::JsString) -> js_sys::Uint8Array;
}

/// Reads a captured page in one go. `numbers` and `strings` come from `extension/capture.js`; `url` is the page's address, `base`
/// what its links are relative to. Throws an `Error` with one sentence if the capture is damaged or of another version; never for
/// anything the page holds.
#[wasm_bindgen]
pub fn read(
    numbers: &js_sys::Uint32Array,
    strings: &js_sys::JsString,
    url: &str,
    base: &str,
) -> Result<Reading, JsError> {
    Ok(begin(numbers, strings, url, base)?.reading())
}

/// Takes over a captured page to read it step by step; given and thrown what [`read`] is.
#[wasm_bindgen]
pub fn begin(
    numbers: &js_sys::Uint32Array,
    strings: &js_sys::JsString,
    url: &str,
    base: &str,
) -> Result<Work, JsError> {
    // The platform's encoder, then one copy: the glue's own way asks for the letters one by one.
    let strings = TextEncoder::new().encode(strings).to_vec();
    let strings = String::from_utf8(strings).map_err(|_| JsError::new("the capture of the page is damaged"))?;
    let document = crate::snapshot::document_of(Numbers::of(numbers), strings, url, base)?;
    Ok(Work { state: State::Underway(Steps::default()), document })
}

/// A captured page's numbers, fetched some at a time: a copy of all would take half the capture's room while the document is built.
#[derive(Clone)]
struct Numbers {
    all: js_sys::Uint32Array,
    fetched: [u32; FETCHED],
    /// The next of those fetched, and how many there are.
    next: usize,
    count: usize,
    /// How many have been fetched in all.
    end: u32,
}

/// How many numbers are fetched at a time.
const FETCHED: usize = 512;

impl Numbers {
    fn of(all: &js_sys::Uint32Array) -> Numbers {
        Numbers { all: all.clone(), fetched: [0; FETCHED], next: 0, count: 0, end: 0 }
    }

    fn fetch(&mut self) {
        let end = self.end.saturating_add(FETCHED as u32).min(self.all.length());
        self.count = (end - self.end) as usize;
        if let Some(fetched) = self.fetched.get_mut(..self.count) {
            self.all.subarray(self.end, end).copy_to(fetched);
        }
        (self.next, self.end) = (0, end);
    }
}

impl Iterator for Numbers {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.next == self.count {
            self.fetch();
        }
        let number = self.fetched.get(self.next).filter(|_| self.next < self.count).copied();
        self.next += usize::from(number.is_some());
        number
    }
}

/// A page being read. Lives in the module's memory until `reading()` or, given up, `free()`.
#[wasm_bindgen]
pub struct Work {
    state: State,
    document: Document,
}

enum State {
    Underway(Steps),
    Done(CoreReading),
}

#[wasm_bindgen]
impl Work {
    /// The step that comes next, as a word: metadata, blocks, clutter, region, article, quotes; nothing when all are taken.
    pub fn step(&self) -> Option<String> {
        match &self.state {
            State::Underway(steps) => Some(steps.next().0.to_owned()),
            State::Done(_) => None,
        }
    }

    /// How many steps have been taken, of `count()`.
    pub fn taken(&self) -> u32 {
        match &self.state {
            State::Underway(steps) => steps.next().1,
            State::Done(_) => Steps::COUNT,
        }
    }

    /// How many steps there are.
    pub fn count(&self) -> u32 {
        Steps::COUNT
    }

    /// Takes one step.
    pub fn advance(&mut self) {
        // The state is taken out to be moved on; what stands in its place meanwhile is never seen.
        let state = std::mem::replace(&mut self.state, State::Underway(Steps::default()));
        self.state = match state {
            State::Underway(steps) => match steps.advance(&self.document) {
                Outcome::Underway(steps) => State::Underway(steps),
                Outcome::Done(reading) => State::Done(reading),
            },
            done @ State::Done(_) => done,
        };
    }

    /// What was read; takes the steps that are left.
    pub fn reading(self) -> Reading {
        let inner = match self.state {
            State::Underway(steps) => steps.finish(&self.document),
            State::Done(reading) => reading,
        };
        let whole = Whole::new(inner.text(), &inner.quotes);
        Reading { inner, document: self.document, whole }
    }
}

/// A page that was read. Lives in the module's memory until `free()`.
#[wasm_bindgen]
pub struct Reading {
    inner: CoreReading,
    document: Document,
    whole: Whole,
}

#[wasm_bindgen]
impl Reading {
    /// Title, byline, date and so on, quotes, speakers and what was left out, as a plain object; offsets are code points
    /// into `text()`.
    pub fn summary(&self) -> Result<JsValue, JsError> {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        self.inner.summary().serialize(&serializer).map_err(JsError::from)
    }

    /// Puts parts of what was left out back where they stood: places in the summary's `removed`, all that shall stand. The list
    /// stays; the article, its text and its quotes are new.
    pub fn put_back(&mut self, numbers: &[u32]) {
        crate::put_back(&self.document, &mut self.inner, numbers);
        self.whole = Whole::new(self.inner.text(), &self.inner.quotes);
    }

    /// Appends the article's DOM to `parent`, quotes marked and speakers named.
    pub fn render(&self, parent: &web_sys::Element) {
        dom::write(&self.inner.article, &self.inner.quotes, parent);
    }

    /// How many topmost blocks the article has.
    pub fn blocks(&self) -> u32 {
        self.inner.article.blocks.len() as u32
    }

    /// Appends the DOM of the topmost blocks from `start` up to `end` to `parent`, as `render` would.
    pub fn render_part(&self, parent: &web_sys::Element, start: u32, end: u32) {
        self.write_part(true, parent, start, end);
    }

    /// The same for a document that is written to a file: the article's own words only, each quote with its speaker's name as
    /// `data-speaker`. `parent` may stand in any document of HTML's namespace.
    pub fn render_file_part(&self, parent: &web_sys::Element, start: u32, end: u32) {
        self.write_part(false, parent, start, end);
    }

    /// If the article is long, appends the DOM of its beginning to `parent`, the last block cut short, and says so: something to be seen
    /// while the rest is drawn.
    pub fn render_beginning(&self, parent: &web_sys::Element) -> bool {
        let blocks = beginning(&self.inner.article);
        blocks.as_ref().into_iter().for_each(|blocks| self.write(true, parent, blocks));
        blocks.is_some()
    }

    /// The article's plain text, blocks separated by one newline.
    pub fn text(&self) -> String {
        self.inner.text().to_owned()
    }

    /// The article as Markdown.
    pub fn markdown(&self) -> String {
        self.inner.markdown()
    }
}

impl Reading {
    fn write_part(&self, labels: bool, parent: &web_sys::Element, start: u32, end: u32) {
        let blocks = &self.inner.article.blocks;
        let end = blocks.len().min(end as usize);
        self.write(labels, parent, blocks.get((start as usize).min(end)..end).unwrap_or_default());
    }

    fn write(&self, labels: bool, parent: &web_sys::Element, blocks: &[Block]) {
        dom::write_blocks(&self.inner.article, &self.inner.quotes, &self.whole, Options { labels }, blocks, parent);
    }
}
