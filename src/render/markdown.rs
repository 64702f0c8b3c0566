//! The article as Markdown (CommonMark with tables). Characters that would start markup are escaped.

use super::{segments, Piece};
use crate::article::{Article, Block, Image, Inline, Media, Prose, Row, Run, Style};
use std::fmt::Write;

/// How many times as many cells as it has a table may be written with.
const FILLING: usize = 16;

/// The article's blocks as Markdown, a blank line between them.
pub fn write(article: &Article) -> String {
    let mut writer = Writer { article, out: String::new() };
    writer.blocks(&article.blocks, "");
    let trimmed = writer.out.trim_end().len();
    writer.out.truncate(trimmed);
    if !writer.out.is_empty() {
        writer.out.push('\n');
    }
    writer.out
}

struct Writer<'a> {
    article: &'a Article,
    out: String,
}

impl Writer<'_> {
    // Blocks nest at most `article::DEEPEST` levels, so this recursion is bounded.
    fn blocks(&mut self, blocks: &[Block], indent: &str) {
        for block in blocks {
            self.block(block, indent);
        }
    }

    /// Writes `lines` behind `indent` and a blank line after them.
    fn lines(&mut self, lines: &str, indent: &str) {
        for line in lines.split('\n') {
            self.out.push_str(indent);
            self.out.push_str(line);
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
        }
        self.out.push_str(indent.trim_end());
        self.out.push('\n');
    }

    fn block(&mut self, block: &Block, indent: &str) {
        match block {
            Block::Paragraph(prose) => {
                let text = self.prose(prose);
                self.lines(&escape_start(&text), indent);
            }
            Block::Heading(level, prose) => {
                let text = self.prose(prose).replace("\\\n", " ");
                self.lines(&format!("{} {text}", "#".repeat(usize::from(*level).clamp(1, 6))), indent);
            }
            Block::List { start, items } => {
                let inner = format!("{indent}    ");
                for (number, item) in items.iter().enumerate() {
                    let mark = start.map_or("-   ".to_owned(), |start| {
                        format!("{:<4}", format!("{}.", u64::from(start) + number as u64))
                    });
                    let from = self.out.len();
                    self.blocks(item, &inner);
                    // The item's mark stands where its first line's indent is.
                    if self.out.get(from..).is_some_and(|text| text.starts_with(&inner)) {
                        self.out.replace_range(from + indent.len()..from + inner.len(), &mark);
                    }
                }
            }
            Block::Definitions(parts) => {
                for (is_term, blocks) in parts {
                    let inner = if *is_term { indent.to_owned() } else { format!("{indent}    ") };
                    let from = self.out.len();
                    self.blocks(blocks, &inner);
                    if !is_term && self.out.get(from..).is_some_and(|text| text.starts_with(&inner)) {
                        self.out.replace_range(from + indent.len()..from + inner.len(), ":   ");
                    }
                }
            }
            Block::Quotation(blocks) => self.blocks(blocks, &format!("{indent}> ")),
            Block::Figure { media, caption } => {
                for medium in media {
                    let line = match medium {
                        Media::Image(image) => image_link(image),
                        Media::Player { address, title, .. } => {
                            let shown = if title.is_empty() { crate::address::host(address) } else { title };
                            format!("[{}]({})", escape(shown), destination(address))
                        }
                    };
                    self.lines(&line, indent);
                }
                if let Some(caption) = caption {
                    let text = self.prose(caption);
                    self.lines(&escape_start(&text), indent);
                }
            }
            Block::Code { prose, language } => {
                let text: String = prose.inlines.iter().map(Inline::text).collect();
                let fence = "`".repeat(longest_run(&text, '`').max(2) + 1);
                let language = language.as_deref().unwrap_or("");
                self.lines(&format!("{fence}{language}\n{text}\n{fence}"), indent);
            }
            Block::Table { caption, rows } => {
                if let Some(caption) = caption {
                    let text = self.prose(caption);
                    self.lines(&escape_start(&text), indent);
                }
                self.table(rows, indent);
            }
            Block::Rule => self.lines("* * *", indent),
            Block::Omitted(_) => {}
        }
    }

    fn table(&mut self, rows: &[Row], indent: &str) {
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        // Short rows are filled up, unless the table would be little but filling: readers of Markdown do it themselves.
        let cells: usize = rows.iter().map(|row| row.cells.len()).sum();
        let fills = columns.saturating_mul(rows.len()) <= FILLING * cells.max(FILLING);
        let mut lines = String::new();
        for (number, row) in rows.iter().enumerate() {
            for column in 0..(if fills || number == 0 { columns } else { row.cells.len() }) {
                let cell = row.cells.get(column).map(|cell| self.prose(&cell.prose)).unwrap_or_default();
                let cell = cell.replace("\\\n", " ").replace('|', "\\|");
                let _ = write!(lines, "| {cell} ");
            }
            lines.push('|');
            if number == 0 {
                lines.push('\n');
                lines.push_str(&"| --- ".repeat(columns));
                lines.push('|');
            }
            if number + 1 < rows.len() {
                lines.push('\n');
            }
        }
        self.lines(&lines, indent);
    }

    fn prose(&self, prose: &Prose) -> String {
        let mut out = String::new();
        for piece in segments(prose, &[]).iter().flat_map(|segment| &segment.inlines) {
            match piece {
                Piece::Text(text, run) => self.run(&mut out, text, run),
                Piece::Whole(Inline::Break) => out.push_str("\\\n"),
                Piece::Whole(Inline::Image(image)) => out.push_str(&image_link(image)),
                Piece::Whole(Inline::Math(math)) => {
                    let _ = write!(out, "${}$", formula(&math.text));
                }
                Piece::Whole(Inline::Run(_)) => {}
            }
        }
        out
    }

    fn run(&self, out: &mut String, text: &str, run: &Run) {
        // Marks must touch the words they mark: white space at the edges stays outside.
        let inner = text.trim();
        if inner.is_empty() {
            out.push_str(text);
            return;
        }
        let lead = text.len() - text.trim_start().len();
        out.push_str(text.get(..lead).unwrap_or(""));
        let mut body = if run.style.has(Style::CODE) {
            let fence = "`".repeat(longest_run(inner, '`') + 1);
            let pad = if inner.starts_with('`') || inner.ends_with('`') { " " } else { "" };
            format!("{fence}{pad}{inner}{pad}{fence}")
        } else {
            escape(inner)
        };
        for (style, before, after) in [
            (Style::SUP, "<sup>", "</sup>"),
            (Style::SUB, "<sub>", "</sub>"),
            (Style::DELETED, "~~", "~~"),
            (Style::EMPHASIS, "*", "*"),
            (Style::STRONG, "**", "**"),
        ] {
            if run.style.has(style) {
                body = format!("{before}{body}{after}");
            }
        }
        if let Some(address) = run.link.and_then(|link| self.article.links.get(link as usize)) {
            body = format!("[{body}]({})", destination(address));
            // Before a bracket an exclamation mark would make a picture of the link.
            if out.ends_with('!') {
                out.insert(out.len() - 1, '\\');
            }
        }
        // Two pieces of code that touch would share their marks and end elsewhere.
        if body.starts_with('`') && out.ends_with('`') {
            out.push(' ');
        }
        out.push_str(&body);
        out.push_str(text.get(lead + inner.len()..).unwrap_or(""));
    }
}

fn image_link(image: &Image) -> String {
    format!("![{}]({})", escape(&image.alt), destination(&image.address))
}

/// An address as a link's destination: what would end it, or mean something before the link does, is percent-encoded.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        match c {
            '&' if is_reference(address.get(at + 1..).unwrap_or("")) => out.push_str("&amp;"),
            '(' | ')' | '<' | '>' | '\\' | '`' | '|' | '"' | '{' | '}' | '\0'..=' ' | '\x7F' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether an ampersand before this would be read as a character reference: `&copy;`, `&#0;`.
fn is_reference(after: &str) -> bool {
    let name = after.strip_prefix('#').unwrap_or(after);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name.as_bytes().get(length) == Some(&b';')
}

/// TeX between two dollar signs: what would end it, and what a program that knows no formulas takes for markup, in TeX's own words.
fn formula(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    for c in tex.trim_end_matches('\\').chars() {
        match c {
            '$' => out.push_str("\\mathdollar "),
            '<' => out.push_str("\\lt "),
            '>' => out.push_str("\\gt "),
            '`' => out.push('\''),
            '[' => out.push_str("\\lbrack "),
            ']' => out.push_str("\\rbrack "),
            c => out.push(c),
        }
    }
    out
}

fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Escapes what is markup anywhere in a line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '$') {
            out.push('\\');
        }
        if c == '&' {
            out.push_str("&amp;");
        } else {
            out.push(c);
        }
    }
    out
}

/// Escapes what is markup at the start of a line only: headings, lists, rules, setext lines.
fn escape_start(text: &str) -> String {
    text.split('\n').map(escape_line_start).collect::<Vec<_>>().join("\n")
}

fn escape_line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(digits..).unwrap_or("");
    if digits > 0 && digits < 10 && after.starts_with(['.', ')']) {
        return format!("{}\\{after}", text.get(..digits).unwrap_or(""));
    }
    if text.starts_with(['#', '+', '-', '=', ':', '|']) {
        return format!("\\{text}");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(escape("a*b_c [d] <e> & `f`"), "a\\*b\\_c \\[d\\] \\<e\\> &amp; \\`f\\`");
        assert_eq!(escape_start("1. one"), "1\\. one");
        assert_eq!(escape_start("# one"), "\\# one");
        assert_eq!(escape_start("2024 was"), "2024 was");
        assert_eq!(destination("https://a.example/(x) y"), "https://a.example/%28x%29%20y");
        assert_eq!(destination("https://a.example/?b=1&copy=2&#0;"), "https://a.example/?b=1&copy=2&amp;#0;");
        assert_eq!(escape_start("one\\\n# two\\\n- three"), "one\\\n\\# two\\\n\\- three");
        assert_eq!(destination("mailto:`a\\\n"), "mailto:%60a%5C%0A");
        assert_eq!(formula("a<img src=x>$b$`c`\\"), "a\\lt img src=x\\gt \\mathdollar b\\mathdollar 'c'");
    }
}
