//! Spans, white space, words and sentences: what every stage needs to say about plain text.

use std::ops::Range;

/// A stretch of a string, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

impl Span {
    /// The span of nothing.
    pub const EMPTY: Span = Span { start: 0, end: 0 };

    /// A span from byte offsets; saturates at 4 GiB, which no page reaches.
    pub fn new(start: usize, end: usize) -> Span {
        let clip = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Span { start: clip(start), end: clip(end) }
    }

    /// Appends `value` to `strings` and says where it now lies.
    pub fn append(strings: &mut String, value: &str) -> Span {
        let start = strings.len();
        strings.push_str(value);
        Span::new(start, strings.len())
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of `text` it covers; empty if it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the other span lies wholly in this one.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Whether a character is white space that folds: HTML's, the no-break space and the Unicode spaces, also the
/// zero-width ones and the soft hyphen's neighbour, the byte-order mark, that pages put between words.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// Appends `data` to `out` with every run of white space as one space, none at a line's start; `line_break` starts a
/// new line first (unless `out` is empty or `data` has no word).
pub fn push_folded(out: &mut String, data: &str, line_break: bool) {
    let mut pending = data.chars().next().is_some_and(is_space);
    let mut first = true;
    for word in data.split(is_space).filter(|word| !word.is_empty()) {
        if first && line_break && !out.is_empty() {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
        } else if (pending || !first) && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        pending = false;
        first = false;
        out.push_str(word);
    }
    let ends_in_space = data.chars().next_back().is_some_and(is_space);
    if ends_in_space && !out.is_empty() && !out.ends_with([' ', '\n']) && (!first || !line_break) {
        out.push(' ');
    }
}

/// `text` with white space folded to single spaces and trimmed.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text, false);
    out.truncate(out.trim_end().len());
    out
}

/// How many words `text` has: runs of letters and digits; each Han, Hiragana or Katakana character counts as half a
/// word (rounded up over the text), since those scripts write no spaces.
pub fn count_words(text: &str) -> usize {
    let (mut words, mut ideographs, mut inside) = (0, 0_usize, false);
    for c in text.chars() {
        if is_ideograph(c) {
            ideographs += 1;
            inside = false;
        } else if c.is_alphanumeric() {
            words += usize::from(!inside);
            inside = true;
        } else if !matches!(c, '\'' | '’' | '-' | '\u{AD}') {
            inside = false;
        }
    }
    words + ideographs.div_ceil(2)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// Lower-case words of `text` joined by single spaces, everything but letters and digits folded away: what two
/// headings have in common when their punctuation differs.
pub fn normalized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        // The small letter of İ is two characters, and the second no letter.
        out.extend(word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()));
    }
    out
}

/// Converts byte offsets into `text`, asked in ascending or any order, to Unicode code points. Linear to build.
#[derive(Debug)]
pub struct CodePoints {
    /// Code points before each 64-byte step.
    steps: Vec<u32>,
}

impl CodePoints {
    const STEP: usize = 64;

    /// Indexes `text`.
    pub fn new(text: &str) -> CodePoints {
        let mut steps = Vec::with_capacity(text.len() / Self::STEP + 1);
        let mut count = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % Self::STEP == 0 {
                steps.push(count);
            }
            count += u32::from(!is_continuation(byte));
        }
        steps.push(count);
        CodePoints { steps }
    }

    /// The number of code points in the first `byte` bytes of the `text` it was built from.
    pub fn at(&self, text: &str, byte: usize) -> u32 {
        let byte = byte.min(text.len());
        let step = byte / Self::STEP;
        let before = self.steps.get(step).copied().unwrap_or(0);
        let rest = text.as_bytes().get(step * Self::STEP..byte).unwrap_or(&[]);
        before + rest.iter().filter(|byte| !is_continuation(**byte)).count() as u32
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_folds() {
        assert_eq!(folded("  a\n\t b\u{a0}c  "), "a b c");
        let mut out = String::new();
        push_folded(&mut out, "one ", false);
        push_folded(&mut out, " two", false);
        push_folded(&mut out, "three", false);
        push_folded(&mut out, " four ", true);
        assert_eq!(out, "one twothree\nfour ");
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("It’s a well-known fact, isn't it?"), 6);
        assert_eq!(count_words("日本語です"), 3);
        assert_eq!(count_words(""), 0);
    }

    #[test]
    fn normalized_keeps_words_only() {
        assert_eq!(normalized("“Über” — A.B. tests!"), "über a b tests");
    }

    #[test]
    fn code_points_from_bytes() {
        let text = "“é” ".repeat(40);
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(&text, byte) as usize, count);
        }
        assert_eq!(points.at(&text, text.len()) as usize, text.chars().count());
        assert_eq!(points.at(&text, usize::MAX) as usize, text.chars().count());
        assert_eq!(CodePoints::new("").at("", 5), 0);
    }
}
