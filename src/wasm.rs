//! The boundary to JavaScript: the only file that names exports.

use crate::document::Document;
use crate::reading::Reading as CoreReading;
use crate::render::dom;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Reads a captured page. `numbers` and `strings` come from `extension/capture.js`; `url` is the page's address, `base` what its
/// links are relative to. Throws an `Error` with one sentence if the capture is damaged or of another version; never for
/// anything the page holds.
#[wasm_bindgen]
pub fn read(numbers: &js_sys::Uint32Array, strings: &str, url: &str, base: &str) -> Result<Reading, JsError> {
    let document = crate::snapshot::document(&numbers.to_vec(), strings, url, base)?;
    Ok(Reading { inner: crate::read(&document), document })
}

/// A page that was read. Lives in the module's memory until `free()`.
#[wasm_bindgen]
pub struct Reading {
    inner: CoreReading,
    document: Document,
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
    }

    /// Appends the article's DOM to `parent`, quotes marked and speakers named.
    pub fn render(&self, parent: &web_sys::Element) {
        dom::write(&self.inner.article, &self.inner.quotes, parent);
    }

    /// The article's plain text, blocks separated by one newline.
    pub fn text(&self) -> String {
        self.inner.text().to_owned()
    }

    /// The article as Markdown.
    pub fn markdown(&self) -> String {
        self.inner.markdown()
    }

    /// The article as HTML.
    pub fn html(&self) -> String {
        self.inner.html()
    }
}
