//! The article as a small typed document. The page's HTML ends here: no markup, attribute, style or unknown element can pass
//! a type that has no room for it, so what the renderers write is safe by construction.
//!
//! Inlines are flat: a run of text carries its styles and its link, instead of nesting. That keeps every later step a loop
//! and lets a quote start and end anywhere, across links and emphasis.

mod build;
mod line;
mod math;
mod picture;
mod post;
mod signs;
mod table;

pub use build::build;

use crate::model::{PlainText, TextBlock, TextKind};
use crate::tag::Tag;
use crate::text::Span;

/// The number of a removal that is on no list: elements without words of their own, around what was put back.
pub const UNLISTED: u32 = u32::MAX;

/// The article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// What it consists of, in order.
    pub blocks: Vec<Block>,
    /// The addresses links lead to; [`Run::link`] is a place in this list. Absolute, scheme checked.
    pub links: Vec<String>,
    /// Its plain text, with a block for every [`Prose`] in it.
    pub text: PlainText,
}

/// One piece of the article.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Prose),
    /// A heading, level 1 to 6.
    Heading(u8, Prose),
    /// A list.
    List {
        /// For an ordered list, the number it starts with.
        start: Option<u32>,
        /// What each item holds.
        items: Vec<Vec<Block>>,
    },
    /// A list of terms (`true`) and their descriptions (`false`).
    Definitions(Vec<(bool, Vec<Block>)>),
    /// A block quotation or an embedded post.
    Quotation(Vec<Block>),
    /// Pictures and players with their caption; either may be missing, not both.
    Figure {
        /// What is shown, in order.
        media: Vec<Media>,
        /// What is said of it.
        caption: Option<Prose>,
    },
    /// Code or preformatted text, line breaks kept.
    Code {
        /// The text: one run.
        prose: Prose,
        /// The language where the page names it: ASCII letters, digits and `+-#` only.
        language: Option<String>,
    },
    /// A table of data.
    Table {
        /// Its title.
        caption: Option<Prose>,
        /// Its rows, none of them empty.
        rows: Vec<Row>,
    },
    /// A thematic break.
    Rule,
    /// Where something was left out: the removal's place in the Reading's list. Has no text.
    Omitted(u32),
}

/// Text of one block: flat inlines, and where they lie in the article's plain text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// The content. The texts of the runs, with a newline for each break, are the block's text.
    pub inlines: Vec<Inline>,
    /// Its bytes in [`Article::text`].
    pub span: Span,
}

/// Something in a line of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text in one style.
    Run(Run),
    /// A line break.
    Break,
    /// A picture that stands in the line. Has no text.
    Image(Image),
    /// A formula; its text is [`Math::text`].
    Math(Math),
}

/// A run of text in one style.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The text, white space folded.
    pub text: String,
    /// How it is set.
    pub style: Style,
    /// Where it leads, as a place in [`Article::links`].
    pub link: Option<u32>,
}

/// How text is set: any combination of a few styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style(u8);

impl Style {
    /// `<strong>`, `<b>`.
    pub const STRONG: Style = Style(1);
    /// `<em>`, `<i>`, `<cite>`, `<dfn>`, `<var>`.
    pub const EMPHASIS: Style = Style(2);
    /// `<code>`, `<kbd>`, `<samp>`, `<tt>`.
    pub const CODE: Style = Style(4);
    /// `<sub>`.
    pub const SUB: Style = Style(8);
    /// `<sup>`.
    pub const SUP: Style = Style(16);
    /// `<mark>`.
    pub const MARK: Style = Style(32);
    /// `<del>`, `<s>`.
    pub const DELETED: Style = Style(64);
    /// `<ins>`.
    pub const INSERTED: Style = Style(128);

    /// Every style with the element that renders it, outermost first.
    pub const ALL: [(Style, Tag); 8] = [
        (Style::INSERTED, Tag::Ins),
        (Style::DELETED, Tag::Del),
        (Style::MARK, Tag::Mark),
        (Style::STRONG, Tag::Strong),
        (Style::EMPHASIS, Tag::Em),
        (Style::SUP, Tag::Sup),
        (Style::SUB, Tag::Sub),
        (Style::CODE, Tag::Code),
    ];

    /// The style an element gives its text; plain for most.
    pub fn of(tag: Tag) -> Style {
        match tag {
            Tag::Strong | Tag::B => Style::STRONG,
            Tag::Em | Tag::I | Tag::Cite | Tag::Dfn | Tag::Var => Style::EMPHASIS,
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Style::CODE,
            Tag::Sub => Style::SUB,
            Tag::Sup => Style::SUP,
            Tag::Mark => Style::MARK,
            Tag::Del | Tag::S | Tag::Strike => Style::DELETED,
            Tag::Ins => Style::INSERTED,
            _ => Style::default(),
        }
    }

    /// Both styles together.
    pub fn with(self, other: Style) -> Style {
        Style(self.0 | other.0)
    }

    /// Whether all of `other` is in it.
    pub fn has(self, other: Style) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// Absolute address, scheme checked.
    pub address: String,
    /// The text that stands for it.
    pub alt: String,
    /// Width and height in pixels, where known: keeps the page from moving when it loads.
    pub size: Option<(u32, u32)>,
}

/// What a figure shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Media {
    /// A picture.
    Image(Image),
    /// A film, sound or embedded player: shown as a still with a link, never played or loaded here.
    Player {
        /// What it plays.
        kind: PlayerKind,
        /// Where it plays: absolute, http or https.
        address: String,
        /// A still: absolute, scheme checked.
        poster: Option<String>,
        /// What it is called; empty if the page does not say.
        title: String,
    },
}

/// What a player plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayerKind {
    /// A film.
    Video,
    /// A sound.
    Audio,
    /// Something of another site in a frame.
    Embed,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its text.
    pub prose: Prose,
    /// Whether it heads its row or column.
    pub header: bool,
    /// Columns it covers, 1 to 100.
    pub columns: u32,
    /// Rows it covers, 1 to 1,000.
    pub rows: u32,
}

/// A formula as a tree of MathML elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Math {
    /// Its elements in preorder: how deep, and what.
    pub nodes: Vec<(u16, MathNode)>,
    /// What stands for it in plain text: the TeX source where the page gives it, else its characters.
    pub text: String,
    /// Whether it stands on a line of its own.
    pub display: bool,
}

/// A node of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum MathNode {
    /// An element of the allow-list in [`Tag::is_math`].
    Element(Tag),
    /// Characters.
    Text(String),
}

impl Inline {
    /// The text this inline adds to its block.
    pub fn text(&self) -> &str {
        match self {
            Inline::Run(run) => &run.text,
            Inline::Break => "\n",
            Inline::Image(_) => "",
            Inline::Math(math) => &math.text,
        }
    }
}

impl Prose {
    /// Whether there is nothing to see in it.
    pub fn is_empty(&self) -> bool {
        self.inlines.iter().all(|inline| match inline {
            Inline::Image(_) => false,
            other => other.text().trim().is_empty(),
        })
    }

    /// Whether it has text.
    pub fn has_text(&self) -> bool {
        self.inlines.iter().any(|inline| !inline.text().trim().is_empty())
    }
}

/// Lays the blocks out as plain text, in order, one newline between blocks, and writes each [`Prose`] its span.
fn lay_out(blocks: &mut [Block]) -> PlainText {
    let mut out = PlainText::default();
    let mut gap = false;
    lay_out_blocks(blocks, TextKind::Paragraph, &mut out, &mut gap);
    out
}

// Blocks nest at most `build::DEEPEST` levels, so this recursion is bounded.
fn lay_out_blocks(blocks: &mut [Block], kind: TextKind, out: &mut PlainText, gap: &mut bool) {
    for block in blocks {
        match block {
            Block::Paragraph(prose) => add_prose(&mut [prose], kind, out, gap),
            Block::Heading(_, prose) => add_prose(&mut [prose], TextKind::Heading, out, gap),
            Block::List { items, .. } => {
                let kind = if kind == TextKind::Quotation { kind } else { TextKind::Item };
                for item in items {
                    lay_out_blocks(item, kind, out, gap);
                }
            }
            Block::Definitions(parts) => {
                for (_, part) in parts {
                    lay_out_blocks(part, kind, out, gap);
                }
            }
            Block::Quotation(inner) => lay_out_blocks(inner, TextKind::Quotation, out, gap),
            Block::Figure { caption, .. } => {
                if let Some(caption) = caption {
                    add_prose(&mut [caption], TextKind::Caption, out, gap);
                }
                *gap = true;
            }
            Block::Code { prose, .. } => add_prose(&mut [prose], TextKind::Code, out, gap),
            Block::Table { caption, rows } => {
                if let Some(caption) = caption {
                    add_prose(&mut [caption], TextKind::Caption, out, gap);
                }
                for row in rows {
                    let mut cells: Vec<&mut Prose> = row.cells.iter_mut().map(|cell| &mut cell.prose).collect();
                    add_prose(&mut cells, TextKind::Row, out, gap);
                }
            }
            Block::Rule | Block::Omitted(_) => *gap = true,
        }
    }
}

/// Adds one text block made of one prose, or of a row's cells with a tab between them.
fn add_prose(parts: &mut [&mut Prose], kind: TextKind, out: &mut PlainText, gap: &mut bool) {
    let has_text = parts.iter().any(|prose| prose.has_text());
    if has_text && !out.text.is_empty() {
        out.text.push('\n');
    }
    let start = out.text.len();
    for (at, prose) in parts.iter_mut().enumerate() {
        if at > 0 && has_text {
            out.text.push('\t');
        }
        let from = out.text.len();
        if has_text {
            prose.inlines.iter().for_each(|inline| out.text.push_str(inline.text()));
        }
        prose.span = Span::new(from, out.text.len());
    }
    if has_text {
        let span = Span::new(start, out.text.len());
        out.blocks.push(TextBlock { span, kind, gap_before: std::mem::take(gap) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> Prose {
        let run = Run { text: text.to_owned(), ..Run::default() };
        Prose { inlines: vec![Inline::Run(run)], span: Span::EMPTY }
    }

    #[test]
    fn plain_text_has_a_block_for_every_prose_and_spans_fit() {
        let cell = |text: &str| Cell { prose: prose(text), header: false, columns: 1, rows: 1 };
        let mut blocks = vec![
            Block::Heading(2, prose("Head")),
            Block::Omitted(0),
            Block::Paragraph(prose("One.")),
            Block::List { start: None, items: vec![vec![Block::Paragraph(prose("a"))]] },
            Block::Table { caption: None, rows: vec![Row { cells: vec![cell("x"), cell("y")] }] },
            Block::Quotation(vec![Block::Paragraph(prose("q"))]),
        ];
        let text = lay_out(&mut blocks);
        assert_eq!(text.text, "Head\nOne.\na\nx\ty\nq");
        let kinds: Vec<TextKind> = text.blocks.iter().map(|block| block.kind).collect();
        let expected = [TextKind::Heading, TextKind::Paragraph, TextKind::Item, TextKind::Row, TextKind::Quotation];
        assert_eq!(kinds, expected);
        let gaps: Vec<bool> = text.blocks.iter().map(|block| block.gap_before).collect();
        assert_eq!(gaps, [false, true, false, false, false]);
        let Block::Table { rows, .. } = &blocks[4] else { panic!("a table") };
        assert_eq!(rows[0].cells[1].prose.span.of(&text.text), "y");
    }
}
