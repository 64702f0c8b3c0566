//! The nouns that pass between stages. No logic: what a stage finds out, another reads.

use crate::document::{NodeId, NodeRange};
use crate::text::Span;
use std::borrow::Cow;

/// The class of the `<article>` that holds an exported article.
pub const EXPORTED: &str = "verbatim";

/// Writing direction of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Direction {
    /// Left to right.
    #[default]
    LeftToRight,
    /// Right to left: Arabic, Hebrew, Persian, Urdu and their kin.
    RightToLeft,
}

/// What the page says about the article. Every text is plain, trimmed, white space folded; the values come from a hostile
/// page and are shown as text only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// When it was published, ISO 8601 with its zone where the page gives one.
    pub published: Option<String>,
    /// The name of the site or publication.
    pub site: Option<String>,
    /// BCP 47 language tag of the article, validated.
    pub lang: Option<String>,
    /// Writing direction.
    pub dir: Direction,
    /// Address of the lead image, absolute, http or https.
    pub image: Option<String>,
    /// The page's own description of the article.
    pub excerpt: Option<String>,
    /// The page's address: canonical where stated and of the same site, else the address it was read from.
    pub url: Option<String>,
    /// JSON-LD `articleBody`, folded, where the page has one: a hint for the region, never shown.
    pub article_body: Option<String>,
    /// Nodes whose text is shown as title, byline, date or site, so that the article need not repeat them.
    pub places: Vec<(MetadataField, NodeRange)>,
}

/// Which field a place in the page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataField {
    /// The headline.
    Title,
    /// The author line.
    Byline,
    /// The date line.
    Date,
    /// The description shown under the headline (standfirst); part of the article, not a repetition.
    Standfirst,
}

/// A block: the smallest stretch of the page that is kept or left out as a whole. A paragraph, a heading, a list item, a
/// table row, a caption, or a run of text standing bare between block elements.
#[derive(Clone, Debug, PartialEq)]
pub struct PageBlock {
    /// The nodes: one element's subtree, or a run of inline siblings.
    pub nodes: NodeRange,
    /// Where its text lies in [`Blocks::text`](crate::block::Blocks), folded, in bytes.
    pub text: Span,
    /// Where the same lies in [`Blocks::normalized`](crate::block::Blocks): lower-case words alone.
    pub normalized: Span,
    /// Words in it.
    pub words: u32,
    /// Bytes of its text that stand inside links.
    pub link_bytes: u32,
    /// Links in it.
    pub links: u32,
    /// Whether it or an ancestor is hidden.
    pub hidden: bool,
}

/// Why a part of the page was left out, in the groups the reader view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Not shown on the page.
    Hidden,
    /// Menus, breadcrumbs, previous and next story.
    Navigation,
    /// Links to other stories: READ MORE, related, latest, most read.
    Teaser,
    /// Calls to share, follow, subscribe, sign up, download the app.
    Promotion,
    /// Advertising.
    Advertisement,
    /// Comments and the form to write them.
    Comments,
    /// Author box, tags, date lines and the like that stand in the fields instead.
    About,
    /// Consent, cookie, legal and copyright lines.
    Legal,
    /// The title, byline, date, a pull quote or a responsive twin: text that is there already.
    Repeated,
    /// Text around the article that is none of it: header, sidebar, footer, widgets.
    Boilerplate,
}

impl Reason {
    /// The reason as the JSON of the command line names it.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Hidden => "hidden",
            Reason::Navigation => "navigation",
            Reason::Teaser => "teaser",
            Reason::Promotion => "promotion",
            Reason::Advertisement => "advertisement",
            Reason::Comments => "comments",
            Reason::About => "about",
            Reason::Legal => "legal",
            Reason::Repeated => "repeated",
            Reason::Boilerplate => "boilerplate",
        }
    }
}

/// A part of the page that the article leaves out, with why.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// The nodes left out.
    pub nodes: NodeRange,
    /// The group it belongs to.
    pub reason: Reason,
    /// The rule that decided, for people: `by_text: teaser label "read more"`.
    pub rule: Cow<'static, str>,
}

/// One post of a thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// All of it: text, name, portrait, buttons. Replies may lie within.
    pub nodes: NodeRange,
    /// What was written, where that is an element of its own.
    pub body: Option<NodeRange>,
    /// What stands in it and was not written there: a signature, buttons, at length what an earlier post said.
    pub left_out: Vec<NodeRange>,
    /// Before which node the line with name and date goes.
    pub at: NodeId,
    /// Who wrote it.
    pub author: Option<String>,
    /// When, as the page shows it.
    pub date: Option<String>,
}

/// Where the article is.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// The nodes within which the article lies; everything outside is left out without being listed.
    pub nodes: NodeRange,
    /// What lies inside the region and is not the article.
    pub left_out: Vec<Removal>,
    /// If it is a thread: the posts that stay, in order.
    pub posts: Vec<Post>,
    /// How sure the choice is, 0 to 1, calibrated to the word F1 to be expected.
    pub confidence: f32,
    /// For `explain`: a line for each candidate or block with its score.
    pub notes: Vec<String>,
}

/// What kind of text a block of the article is, for those who read its plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Running prose.
    Paragraph,
    /// A heading of any level.
    Heading,
    /// An item of a list.
    Item,
    /// A paragraph inside a block quotation or an embedded post.
    Quotation,
    /// A caption.
    Caption,
    /// A table row.
    Row,
    /// Code or preformatted text.
    Code,
}

/// One block of the article's plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextBlock {
    /// Its bytes in the text, without the newline after it.
    pub span: Span,
    /// What it is.
    pub kind: TextKind,
    /// Whether the reader of the page saw something that is not here between the block before and this one: a teaser taken
    /// out, an image. A quote may continue across it.
    pub gap_before: bool,
}

/// The article's plain text: blocks in order, one newline between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainText {
    /// The whole text.
    pub text: String,
    /// Its blocks, ascending, disjoint.
    pub blocks: Vec<TextBlock>,
}

/// How much of speech a quote holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// A sentence or more of speech.
    Full,
    /// A piece of speech inside a paraphrase: said it was “a disgrace”.
    Partial,
    /// Quoted words that nobody is quoted for: scare quotes, titles, nicknames. Never has a speaker.
    Unattributed,
}

impl QuoteKind {
    /// The kind as the JSON names it.
    pub fn name(self) -> &'static str {
        match self {
            QuoteKind::Full => "full",
            QuoteKind::Partial => "partial",
            QuoteKind::Unattributed => "unattributed",
        }
    }
}

/// A direct quote in the article's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// From the first word to the last, outer marks left out, in bytes of the text; a quote of several paragraphs spans the
    /// newlines between them.
    pub span: Span,
    /// Full, partial or unattributed.
    pub kind: QuoteKind,
    /// The fullest name the article gives the speaker, or `None` where the evidence does not suffice.
    pub speaker: Option<String>,
    /// The words of the article the attribution rests on.
    pub mention: Option<Span>,
    /// The word of saying.
    pub cue: Option<Span>,
    /// How sure the attribution is, 0 to 1.
    pub confidence: f32,
    /// For `explain`: how the speaker was found, and who came second.
    pub why: String,
}
