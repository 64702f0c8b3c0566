#![forbid(unsafe_code)]
pub mod block;
pub mod declutter;
pub mod document;
pub mod extract;
#[cfg(feature = "html")]
pub mod html;
pub mod metadata;
pub mod model;
pub mod quotes;
pub mod rules;
pub mod snapshot;
pub mod tag;
pub mod text;
