//! What the page says about the article: title, byline, date, site, language, lead image.

use crate::document::Document;
use crate::model::Metadata;

/// Reads the page's metadata.
pub fn read(_document: &Document) -> Metadata {
    Metadata::default()
}
