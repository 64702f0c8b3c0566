//! The article as HTML: every character that could be markup is escaped, every element and attribute name is ours.

use super::markup::{self, Options};
use super::Sink;
use crate::article::Article;
use crate::model::Quote;
use crate::model::EXPORTED;

/// Elements that have no end tag.
const VOID: [&str; 3] = ["br", "hr", "img"];

/// Elements after whose end a new line reads better.
const LINES: [&str; 18] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "figure",
    "pre",
    "table",
    "tr",
];

#[derive(Default)]
struct Writer {
    out: String,
    open: Vec<String>,
}

impl Sink for Writer {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            escape(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push('>');
        self.open.push(name.to_owned());
    }

    fn text(&mut self, text: &str) {
        // A parser drops a line break right after <pre>; none of ours starts with one.
        escape(&mut self.out, text);
    }

    fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if VOID.contains(&name.as_str()) {
            return;
        }
        self.out.push_str("</");
        self.out.push_str(&name);
        self.out.push('>');
        if LINES.contains(&name.as_str()) {
            self.out.push('\n');
        }
    }
}

/// Appends `text` with the five characters that mean something in HTML written as entities.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// The article as HTML, an `<article>` without `<html>` or `<body>`, marked so that it is known when it is read again
/// (`crate::exported`); each quote in `<span class="quote" data-speaker="…">`. Empty for an empty article.
pub fn write(article: &Article, quotes: &[Quote]) -> String {
    let mut writer = Writer::default();
    if article.blocks.is_empty() {
        return writer.out;
    }
    writer.open("article", &[("class", EXPORTED)]);
    writer.out.push('\n');
    markup::write(article, quotes, Options { labels: false }, &mut writer);
    writer.close();
    writer.out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_a_value() {
        let mut writer = Writer::default();
        writer.open("img", &[("alt", "\"><script>'&")]);
        writer.close();
        writer.text("<b>&\u{a0}");
        assert_eq!(writer.out, "<img alt=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">&lt;b&gt;&amp;\u{a0}");
    }
}
