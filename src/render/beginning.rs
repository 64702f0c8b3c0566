//! The beginning of a long article, to be seen while the rest is drawn: blocks cut short wherever the room ends, for one paragraph, list
//! or table can be the whole of a page.

use crate::article::{Article, Block, Cell, Inline, Prose, Row, Run};
use crate::text::{start, Span};

/// What the beginning holds, in bytes: more than a large window shows.
const ROOM: usize = 12_000;
/// What a block, a cell or a piece of a line takes beside its text: a list of empty items is long too.
const PIECE: usize = 20;
/// An article is long from so many times what its beginning holds: then it takes several times as long to draw.
const LONG: usize = 8;

/// The beginning of an article, or nothing if it is not long. Its lines stand at the same places in the article's text.
pub fn beginning(article: &Article) -> Option<Vec<Block>> {
    (article.text.text.len() > LONG * ROOM).then(|| Room(ROOM).blocks(&article.blocks))
}

/// How many bytes are left.
struct Room(usize);

impl Room {
    /// Takes what a piece needs; `None` if there is no room left at all.
    fn take(&mut self, bytes: usize) -> Option<()> {
        let has_room = self.0 > 0;
        self.0 = self.0.saturating_sub(bytes + PIECE);
        has_room.then_some(())
    }

    // Blocks nest at most `article::DEEPEST` levels, so this recursion is bounded.
    fn blocks(&mut self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().map_while(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Option<Block> {
        self.take(0)?;
        Some(match block {
            Block::Paragraph(prose) => Block::Paragraph(self.prose(prose)),
            Block::Heading(level, prose) => Block::Heading(*level, self.prose(prose)),
            Block::List { start, items } => {
                Block::List { start: *start, items: items.iter().map_while(|item| self.item(item)).collect() }
            }
            Block::Definitions(parts) => Block::Definitions(
                parts.iter().map_while(|(is_term, blocks)| Some((*is_term, self.item(blocks)?))).collect(),
            ),
            Block::Quotation(blocks) => Block::Quotation(self.blocks(blocks)),
            Block::Figure { media, caption } => Block::Figure {
                media: media.iter().map_while(|medium| self.take(0).map(|()| medium.clone())).collect(),
                caption: caption.as_ref().map(|caption| self.prose(caption)),
            },
            Block::Code { prose, language } => Block::Code { prose: self.prose(prose), language: language.clone() },
            Block::Table { caption, rows } => Block::Table {
                caption: caption.as_ref().map(|caption| self.prose(caption)),
                rows: rows.iter().map_while(|row| self.row(row)).collect(),
            },
            Block::Rule => Block::Rule,
            Block::Omitted(number) => Block::Omitted(*number),
        })
    }

    fn item(&mut self, blocks: &[Block]) -> Option<Vec<Block>> {
        self.take(0).map(|()| self.blocks(blocks))
    }

    /// Of a row that begins all cells are there, or it would have other columns.
    fn row(&mut self, row: &Row) -> Option<Row> {
        self.take(0)?;
        let cell = |cell: &Cell| Cell { prose: self.prose(&cell.prose), ..*cell };
        Some(Row { cells: row.cells.iter().map(cell).collect() })
    }

    fn prose(&mut self, prose: &Prose) -> Prose {
        let inlines: Vec<Inline> = prose.inlines.iter().map_while(|inline| self.inline(inline)).collect();
        let length: usize = inlines.iter().map(|inline| inline.text().len()).sum();
        let from = prose.span.start as usize;
        Prose { inlines, span: Span::new(from, from + length) }
    }

    fn inline(&mut self, inline: &Inline) -> Option<Inline> {
        let left = self.0;
        self.take(inline.text().len())?;
        Some(match inline {
            Inline::Run(run) if run.text.len() > left => {
                Inline::Run(Run { text: start(&run.text, left).to_owned(), ..run.clone() })
            }
            whole => whole.clone(),
        })
    }
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;
    use crate::render::html;

    fn drawn(body: &str) -> (String, Option<String>) {
        let page = format!("<html><body><article><h1>What the council spent</h1>{body}</article></body></html>");
        let document = crate::html::document(&page, "https://a.example/b");
        let reading = crate::read(&document);
        let write = |article: &Article| html::write(article, &reading.quotes);
        let cut = beginning(&reading.article).map(|blocks| write(&Article { blocks, ..reading.article.clone() }));
        (write(&reading.article), cut)
    }

    const SENTENCE: &str =
        "The council spent more than it had on the mill, and “less than it was asked for,” said Ann Lee. ";

    /// How far two texts are the same.
    fn common(one: &str, other: &str) -> usize {
        one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
    }

    #[test]
    fn one_long_paragraph_is_cut_and_its_quotes_stay() {
        let (whole, cut) = drawn(&format!("<p>{}</p>", SENTENCE.repeat(2_000)));
        let cut = cut.expect("a long article");
        assert!((ROOM..3 * ROOM).contains(&cut.len()), "{} bytes", cut.len());
        assert!(common(&whole, &cut) > cut.len() - 60);
        assert!(cut.contains("data-speaker=\"Ann Lee\""));
    }

    #[test]
    fn many_links_tables_and_items_are_cut_too() {
        let paragraph = format!("<p>{}</p>", SENTENCE.repeat(20));
        let row = "<tr><td>Part</td><td>seven and seventy</td></tr>";
        for long in [
            format!("<p>{}</p>", "<a href=/l>so it goes on</a> and ".repeat(20_000)),
            format!("{paragraph}<table>{}</table>", row.repeat(9_000)),
            format!("{paragraph}<ul>{}</ul>", "<li>one of them</li>".repeat(20_000)),
        ] {
            let (whole, cut) = drawn(&long);
            let cut = cut.expect("a long article");
            assert!(cut.len() < 6 * ROOM, "{} bytes", cut.len());
            assert!(common(&whole, &cut) > cut.len() - 60, "{}", &cut[cut.len() - 200..]);
        }
    }

    #[test]
    fn a_story_of_usual_length_has_no_beginning_of_its_own() {
        assert_eq!(drawn(&format!("<p>{}</p>", SENTENCE.repeat(60))).1, None);
    }
}
