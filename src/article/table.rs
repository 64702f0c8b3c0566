//! Tables: data is kept as a table, layout as what it lays out.

use super::line::Line;
use super::{Block, Cell, Inline, Prose, Row, Style};
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};

/// Words in a cell above which the table is taken for layout: prose, not data.
const CELL_OF_PROSE: usize = 120;

/// Whether a `<table>` holds data: it says so by headers or a caption, or its rows are alike and its cells are short.
/// A table that holds another, that has one column, or that says it is presentation, is layout.
pub(super) fn is_data(document: &Document, id: NodeId) -> bool {
    if matches!(document.attribute(id, Attribute::Role), Some("presentation" | "none")) {
        return false;
    }
    let (mut rows, mut cells, mut headers, mut longest, mut cell_words) = (0, 0, false, 0, 0);
    for node in document.descendants(id) {
        match document.tag(node) {
            Tag::Table | Tag::Form | Tag::H1 | Tag::Article | Tag::Blockquote => return false,
            Tag::Tr => rows += 1,
            Tag::Td => {
                cells += 1;
                cell_words = 0;
            }
            Tag::Th => {
                cells += 1;
                headers = true;
                cell_words = 0;
            }
            Tag::Caption => headers = true,
            Tag::Text => {
                cell_words += document.text(node).split_ascii_whitespace().count();
                longest = longest.max(cell_words);
            }
            _ => {}
        }
    }
    let wide = rows > 0 && cells >= 2 * rows;
    wide && longest <= CELL_OF_PROSE && (headers || rows > 1)
}

/// A table being read: finished rows, and the one that is open.
#[derive(Debug, Default)]
pub(super) struct Table {
    caption: Option<Prose>,
    rows: Vec<Row>,
    cell: Option<Cell>,
}

impl Table {
    /// An element of the table starts.
    pub(super) fn enter(&mut self, document: &Document, id: NodeId, line: &mut Line) {
        match document.tag(id) {
            Tag::Tr => {
                self.flush(line, false);
                self.rows.push(Row::default());
            }
            Tag::Td | Tag::Th => {
                self.flush(line, false);
                let number = |attribute, most: u32| {
                    let value = document.attribute(id, attribute).and_then(|value| value.trim().parse::<u32>().ok());
                    value.unwrap_or(1).clamp(1, most)
                };
                self.cell = Some(Cell {
                    prose: Prose::default(),
                    header: document.tag(id) == Tag::Th,
                    columns: number(Attribute::Colspan, 100),
                    rows: number(Attribute::Rowspan, 1_000),
                });
            }
            _ => {}
        }
    }

    /// Puts what the line has gathered into the open cell, after what is there, or into the caption.
    pub(super) fn flush(&mut self, line: &mut Line, is_caption: bool) {
        let prose = line.take();
        match &mut self.cell {
            Some(_) if prose.is_empty() => {}
            Some(cell) => {
                if !cell.prose.inlines.is_empty() {
                    cell.prose.inlines.push(Inline::Break);
                }
                cell.prose.inlines.extend(prose.inlines);
            }
            None if is_caption && prose.has_text() => self.caption = Some(prose),
            None => {}
        }
    }

    /// Ends the cell that is open.
    pub(super) fn close_cell(&mut self, line: &mut Line) {
        self.flush(line, false);
        if let Some(cell) = self.cell.take() {
            if self.rows.is_empty() {
                self.rows.push(Row::default());
            }
            if let Some(row) = self.rows.last_mut() {
                row.cells.push(cell);
            }
        }
    }

    /// The whole table as a block; `None` if it has no text.
    pub(super) fn finish(mut self) -> Option<Block> {
        self.rows.retain(|row| row.cells.iter().any(|cell| !cell.prose.is_empty()));
        // A row of headers only is often one set in bold: the style adds nothing to a header.
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.header) {
            for inline in &mut cell.prose.inlines {
                if let Inline::Run(run) = inline {
                    if run.style == Style::STRONG {
                        run.style = Style::default();
                    }
                }
            }
        }
        (!self.rows.is_empty()).then_some(Block::Table { caption: self.caption, rows: self.rows })
    }
}
