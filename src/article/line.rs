//! Gathers the inlines of one line of prose: folds white space across elements, keeps track of the styles and links that
//! are open, and hands the line over when a block ends.

use super::{Inline, Prose, Run, Style};
use crate::document::NodeId;
use crate::text::{is_all_plain, is_space, push_folded, push_visible, Span, MOST_MARKS};

/// The last few characters of a text, as many as decide what is seen of the next.
fn tail(text: &str) -> &str {
    let from = text.char_indices().rev().nth(MOST_MARKS + 1).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or("")
}

/// An inline element that is open: where it ends, and what it changes.
#[derive(Debug)]
struct Open {
    end: NodeId,
    style: Style,
    link: Option<u32>,
    /// What to write when it ends: the closing mark of a `<q>`.
    closing: &'static str,
}

/// A line being gathered.
#[derive(Debug, Default)]
pub(super) struct Line {
    inlines: Vec<Inline>,
    open: Vec<Open>,
    space: bool,
    breaks: u32,
}

impl Line {
    /// Opens an inline element that ends before node `end`.
    pub(super) fn enter(&mut self, end: NodeId, style: Style, link: Option<u32>, closing: &'static str) {
        let (style, link) = self.open.last().map_or((style, link), |top| (top.style.with(style), link.or(top.link)));
        self.open.push(Open { end, style, link, closing });
    }

    /// Closes the inline elements that end before `id`.
    pub(super) fn close_to(&mut self, id: NodeId) {
        while self.open.last().is_some_and(|top| top.end <= id) {
            let closing = self.open.last().map_or("", |top| top.closing);
            self.push_text(closing);
            self.open.pop();
        }
    }

    /// Whether nothing that shows has been gathered.
    pub(super) fn is_empty(&self) -> bool {
        !self.inlines.iter().any(|inline| !matches!(inline, Inline::Break))
    }

    /// Adds text with its white space folded; what nobody sees is dropped: it breaks searching and copying, and makes two names of one.
    pub(super) fn push_text(&mut self, data: &str) {
        let (style, link) = self.open.last().map_or((Style::default(), None), |top| (top.style, top.link));
        let mut visible = String::new();
        let data = if is_all_plain(data) {
            data
        } else {
            // What is seen of a character depends on the one before it, which another node may hold.
            let before = match self.inlines.last() {
                Some(Inline::Run(run)) if !self.space && run.style == style && run.link == link => tail(&run.text),
                _ => "",
            };
            visible.push_str(before);
            push_visible(&mut visible, data);
            visible.get(before.len()..).unwrap_or("")
        };
        let words = data.trim_matches(is_space);
        if words.is_empty() {
            self.space |= !data.is_empty();
            return;
        }
        self.space |= data.starts_with(is_space);
        let at_start = !self.inlines.iter().rev().any(|inline| matches!(inline, Inline::Run(_) | Inline::Math(_)))
            || matches!(self.inlines.last(), Some(Inline::Break));
        let mut text = String::new();
        if self.space && !at_start {
            // The space belongs to the run before when that is plain, so that links and emphasis do not start with one.
            match self.inlines.last_mut() {
                Some(Inline::Run(run)) if run.link.is_none() || run.link == link => run.text.push(' '),
                _ => text.push(' '),
            }
        }
        self.space = data.ends_with(is_space);
        self.breaks = 0;
        match self.inlines.last_mut() {
            Some(Inline::Run(run)) if run.style == style && run.link == link => {
                run.text.push_str(&text);
                push_folded(&mut run.text, words, false);
            }
            _ => {
                text.reserve(words.len());
                push_folded(&mut text, words, false);
                self.inlines.push(Inline::Run(Run { text, style, link }));
            }
        }
    }

    /// Adds a line break. Returns whether it is the second in a row, which ends the paragraph.
    pub(super) fn push_break(&mut self) -> bool {
        if self.is_empty() {
            return false;
        }
        self.breaks += 1;
        self.space = false;
        if self.breaks == 1 {
            self.inlines.push(Inline::Break);
        }
        self.breaks > 1
    }

    /// Adds a picture or a formula.
    pub(super) fn push(&mut self, inline: Inline) {
        if self.space && !self.is_empty() {
            if let Some(Inline::Run(run)) = self.inlines.last_mut() {
                run.text.push(' ');
            }
        }
        self.space = false;
        self.breaks = 0;
        self.inlines.push(inline);
    }

    /// Hands over what was gathered and starts anew inside the elements still open.
    pub(super) fn take(&mut self) -> Prose {
        self.space = false;
        self.breaks = 0;
        let mut inlines = std::mem::take(&mut self.inlines);
        while matches!(inlines.last(), Some(Inline::Break)) {
            inlines.pop();
        }
        if let Some(Inline::Run(run)) = inlines.last_mut() {
            run.text.truncate(run.text.trim_end().len());
        }
        inlines.retain(|inline| !matches!(inline, Inline::Run(run) if run.text.is_empty()));
        Prose { inlines, span: Span::EMPTY }
    }
}
