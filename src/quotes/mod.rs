//! Who said what: quote marks paired into quotes, each with its cue, its mention and its speaker.

use crate::model::{PlainText, Quote};

/// Finds the quotes of a text. `lang` is the BCP 47 tag of its language where known; `title` and `byline` name people
/// who may be spoken of.
pub fn find(_text: &PlainText, _context: &Context) -> Vec<Quote> {
    Vec::new()
}

/// What is known about the text beside its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// BCP 47 language tag, where known.
    pub lang: Option<&'a str>,
    /// The headline.
    pub title: Option<&'a str>,
    /// The author.
    pub byline: Option<&'a str>,
}
