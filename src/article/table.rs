//! Tables: data is kept as a table, layout as what it lays out.

use super::line::Line;
use super::{Block, Cell, Inline, Prose, Row, Style};
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};
use crate::text::is_space;

/// Words in a cell above which the table is taken for layout: prose, not data.
const CELL_OF_PROSE: usize = 120;

/// Whether a `<table>` holds data: it says so by headers or a caption, or its rows are alike and its cells are short.
/// A table that holds another, that has one column, or that says it is presentation, is layout.
pub(super) fn is_data(document: &Document, id: NodeId) -> bool {
    if matches!(document.attribute(id, Attribute::Role), Some("presentation" | "none")) {
        return false;
    }
    let (mut rows, mut cells, mut headers, mut longest) = (0, 0, false, 0);
    // Words of the cell so far, never fewer than its line will have, and whether the last one may go on.
    let (mut words, mut inside) = (0, false);
    for node in document.descendants(id) {
        let tag = document.tag(node);
        match tag {
            Tag::Table | Tag::Form | Tag::H1 | Tag::Article | Tag::Blockquote => return false,
            Tag::Tr => rows += 1,
            Tag::Td | Tag::Th => {
                cells += 1;
                headers |= tag == Tag::Th;
                words = 0;
            }
            Tag::Caption => headers = true,
            // What the line says of them: a bullet, two marks, the sign that a picture stands for.
            Tag::Li | Tag::Img => words += 1,
            Tag::Q => words += 2,
            Tag::Text => {
                for c in document.text(node).chars() {
                    words += usize::from(!inside && !is_space(c));
                    inside = !is_space(c);
                }
            }
            _ => {}
        }
        inside &= tag == Tag::Text || !(tag.is_block() || tag == Tag::Br);
        longest = longest.max(words);
    }
    looks_like_data(rows, cells, headers) && longest <= CELL_OF_PROSE
}

/// Whether so many rows and cells are a table, or one line with a frame around it.
fn looks_like_data(rows: usize, cells: usize, headers: bool) -> bool {
    rows > 0 && cells >= 2 * rows && (headers || rows > 1)
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

    /// The whole table as a block; nothing if it has no text. What is too little of a table without its empty rows comes cell by
    /// cell.
    pub(super) fn finish(mut self) -> Vec<Block> {
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
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let headers = self.caption.is_some() || cells().any(|cell| cell.header);
        if looks_like_data(self.rows.len(), cells().count(), headers) {
            return vec![Block::Table { caption: self.caption, rows: self.rows }];
        }
        let cells = self.rows.into_iter().flat_map(|row| row.cells).map(|cell| cell.prose);
        self.caption.into_iter().chain(cells).filter(|prose| !prose.is_empty()).map(Block::Paragraph).collect()
    }
}
