//! What kind of page this is, as far as the page says so: schema.org types, Open Graph type, its address, its make-up. Evidence for
//! the trees: what is the content of a shop's list is clutter around a story.

use crate::document::Document;
use crate::model::Metadata;
use crate::rules::types;
use crate::tag::{Attribute, Tag};

/// Numbers a page is described by.
pub(super) const NUMBERS: usize = 12;

/// Describes the page. Linear in its nodes and scripts.
pub(super) fn describe(document: &Document, metadata: &Metadata) -> [f32; NUMBERS] {
    let mut out = [0.0; NUMBERS];
    let mut add = |at: usize, value: f32| {
        if let Some(slot) = out.get_mut(at) {
            *slot += value;
        }
    };
    for id in document.all() {
        match document.tag(id) {
            Tag::Script => {
                for text in document.children(id).map(|child| document.text(child)) {
                    let found = types::named_in(text);
                    let kinds = found.iter().skip(types::KIND).take(types::KINDS);
                    kinds.enumerate().for_each(|(at, count)| add(at, *count as f32));
                }
            }
            Tag::Meta if document.attribute(id, Attribute::Property) == Some("og:type") => {
                let value = document.attribute(id, Attribute::Content).unwrap_or("").trim().to_ascii_lowercase();
                let code = match value.as_str() {
                    "article" => 1.0,
                    "website" => 2.0,
                    _ if value.contains("product") => 3.0,
                    _ => 4.0,
                };
                add(6, code);
            }
            _ => {
                if let Some(kind) = document.attribute(id, Attribute::Itemtype) {
                    let kind = kind.rsplit('/').next().unwrap_or("");
                    (0..types::KINDS).for_each(|at| add(at, f32::from(u8::from(types::has(types::KIND + at, kind)))));
                }
            }
        }
    }
    for slot in out.iter_mut().take(types::KINDS) {
        *slot = slot.min(4.0);
    }
    let path = metadata.url.as_deref().unwrap_or("").split(['?', '#']).next().unwrap_or("");
    let mut segments: Vec<&str> = path.split('/').skip(3).filter(|segment| !segment.is_empty()).collect();
    let depth = if path.is_empty() { -1.0 } else { segments.len() as f32 };
    let slug = segments.pop().unwrap_or("");
    let place = [
        depth,
        slug.split(['-', '_']).count() as f32,
        path.bytes().filter(u8::is_ascii_digit).count() as f32,
        f32::from(u8::from(metadata.byline.is_some())),
        f32::from(u8::from(metadata.published.is_some())),
    ];
    for (slot, value) in out.iter_mut().skip(7).zip(place) {
        *slot = value;
    }
    out
}
