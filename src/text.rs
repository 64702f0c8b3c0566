//! Spans, white space, words and sentences: what every stage needs to say about plain text.

pub use crate::words::{normalized, push_normalized, words_of};
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

/// Whether a text is empty or nothing but white space. Most of a page's are indentation: bytes are looked at before letters.
pub fn is_blank(text: &str) -> bool {
    trimmed(text).is_empty()
}

/// The text without white space at its ends; the same as the standard library's `trim`, by bytes where they say enough.
pub fn trimmed(text: &str) -> &str {
    let text = text.trim_ascii();
    let is_told = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && *byte != 0x0B);
    if is_told(text.as_bytes().first()) && is_told(text.as_bytes().last()) {
        text
    } else {
        text.trim()
    }
}

/// The first `longest` bytes of a text, or a little less where a character would be cut.
pub fn start(text: &str, longest: usize) -> &str {
    let cut = (0..=longest.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..cut).unwrap_or("")
}

/// Whether a character is white space that folds: HTML's, the no-break space and the Unicode spaces, also the
/// zero-width ones and the soft hyphen's neighbour, the byte-order mark, that pages put between words.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// The length in bytes of the white space that `data` has at byte `at`: of one character, 0 if there is none.
fn space_at(data: &str, at: usize) -> usize {
    match data.as_bytes().get(at) {
        Some(b' ' | b'\t'..=b'\r') => 1,
        // The first bytes of all others.
        Some(0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF) => {
            let c = data.get(at..).and_then(|rest| rest.chars().next());
            c.filter(|c| is_space(*c)).map_or(0, char::len_utf8)
        }
        _ => 0,
    }
}

/// Appends `data` to `out` with every run of white space as one space, none at a line's start; `line_break` starts a
/// new line first (unless `out` is empty or `data` has no word).
pub fn push_folded(out: &mut String, data: &str, line_break: bool) {
    let bytes = data.as_bytes();
    let (mut at, mut first, mut spaced) = (0, true, false);
    loop {
        let before = at;
        loop {
            let length = space_at(data, at);
            if length == 0 {
                break;
            }
            at += length;
        }
        spaced |= at > before;
        if at >= bytes.len() {
            break;
        }
        // Words with one space between them are folded as they stand, and go over in one piece.
        let start = at;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' if bytes.get(at + 1).is_some() && space_at(data, at + 1) == 0 => at += 1,
                b' ' | b'\t'..=b'\r' => break,
                0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF if space_at(data, at) > 0 => break,
                _ => at += 1,
            }
        }
        if first && line_break && !out.is_empty() {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
        } else if (spaced || !first) && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        (first, spaced) = (false, false);
        out.push_str(data.get(start..at).unwrap_or(""));
    }
    if spaced && !out.is_empty() && !out.ends_with([' ', '\n']) && (!first || !line_break) {
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

/// A small letter without the marks of European languages: é is e, ł is l.
pub fn plain_letter(letter: char) -> char {
    const MARKED: [(&str, char); 13] = [
        ("áàâäãåāăą", 'a'),
        ("çćč", 'c'),
        ("ďđð", 'd'),
        ("éèêëēėęě", 'e'),
        ("ğ", 'g'),
        ("íìîïīį", 'i'),
        ("ł", 'l'),
        ("ñńň", 'n'),
        ("óòôöõøō", 'o'),
        ("śšşș", 's'),
        ("úùûüūůű", 'u'),
        ("ýÿ", 'y'),
        ("źżž", 'z'),
    ];
    if letter.is_ascii() {
        return letter;
    }
    MARKED.iter().find(|(marked, _)| marked.contains(letter)).map_or(letter, |(_, plain)| *plain)
}

/// Whether a character that nobody sees may stand behind `before`, the one kept last: what hides in words, turns the direction
/// round or carries a message for programs is refused; what scripts and pictographs need to be drawn rightly stays.
fn may_follow(before: Option<char>, c: char) -> bool {
    let joins = |c: char| {
        matches!(c, '\u{0600}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{1A20}'..='\u{1CFF}' | '\u{A800}'..='\u{ABFF}'
            | '\u{FB1D}'..='\u{FEFC}')
    };
    let is_picture =
        |c: char| matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{3030}'..='\u{3299}' | '\u{1F000}'..='\u{1FBFF}');
    match c {
        // Joiners shape letters of some scripts and tie pictographs together.
        '\u{200C}' | '\u{200D}' => before.is_some_and(|c| joins(c) || is_picture(c) || c == '\u{FE0F}'),
        '\u{FE0E}' | '\u{FE0F}' => {
            before.is_some_and(|c| is_picture(c) || matches!(c, '\u{203C}'..='\u{2139}' | '0'..='9'))
        }
        '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' => before.is_some_and(is_ideograph),
        '\u{180B}'..='\u{180F}' => before.is_some_and(|c| matches!(c, '\u{1820}'..='\u{18AA}')),
        // The flags of parts of a country are spelled with these.
        '\u{E0020}'..='\u{E007F}' => before.is_some_and(|c| matches!(c, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}')),
        '\u{AD}'
        | '\u{34F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{2061}'..='\u{2064}'
        | '\u{206A}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => false,
        // Overrides draw letters in another order than they are read; no language needs them.
        '\u{202D}' | '\u{202E}' => false,
        c => !c.is_control() || c.is_whitespace(),
    }
}

/// The most marks drawn over one letter: more than any script needs, too few to cover the lines around it.
pub const MOST_MARKS: usize = 4;

/// Whether a character is seen wherever it stands, and is no mark: nearly all are, and go over in one piece with those beside them.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\t'..='\r' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{370}'..='\u{482}' | '\u{48A}'..='\u{590}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20CF}' | '\u{3000}'..='\u{3029}'
        | '\u{3040}'..='\u{3098}' | '\u{309B}'..='\u{3163}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Whether every character is seen wherever it stands.
pub fn is_all_plain(data: &str) -> bool {
    data.chars().all(is_plain)
}

/// Appends `data` without the characters that nobody sees and no script needs ([`visible_line`] says why).
pub fn push_visible(out: &mut String, data: &str) {
    let is_mark = |c: char| {
        matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
    };
    let mut rest = data;
    while !rest.is_empty() {
        let plain = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(plain);
        out.push_str(piece);
        let special = tail.find(is_plain).unwrap_or(tail.len());
        let (piece, tail) = tail.split_at(special);
        rest = tail;
        let mut before = out.chars().next_back();
        let mut marks = out.chars().rev().take_while(|c| is_mark(*c)).take(MOST_MARKS).count();
        for c in piece.chars() {
            marks = if is_mark(c) { marks + 1 } else { 0 };
            if marks <= MOST_MARKS && may_follow(before, c) {
                out.push(c);
                before = Some(c);
            }
        }
    }
}

/// A name, a title or another single line as it is shown: white space folded, and nothing in it that is not seen. Two names that
/// look alike because one holds a zero-width character become one, and no mark of direction turns the words around it.
pub fn visible_line(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let plain: String = text.chars().filter(|c| !turns(*c)).collect();
    let mut out = String::with_capacity(plain.len());
    push_visible(&mut out, &plain);
    let joiner = |c: char| matches!(c, '\u{200C}' | '\u{200D}');
    folded(out.trim_end_matches(joiner))
}

/// How many words `text` has: runs of letters and digits; each Han, Hiragana or Katakana character counts as half a
/// word (rounded up over the text), since those scripts write no spaces.
pub fn count_words(text: &str) -> usize {
    let (mut words, mut ideographs, mut inside) = (0, 0_usize, false);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                words += usize::from(!inside);
                inside = true;
            }
            b'\'' | b'-' => {}
            0..=0x7F => inside = false,
            _ => {
                let Some(c) = text.get(start..).and_then(|rest| rest.chars().next()) else { continue };
                at = start + c.len_utf8();
                if is_ideograph(c) {
                    ideographs += 1;
                    inside = false;
                } else if c.is_alphanumeric() {
                    words += usize::from(!inside);
                    inside = true;
                } else if !matches!(c, '’' | '\u{AD}') {
                    inside = false;
                }
            }
        }
    }
    words + ideographs.div_ceil(2)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// A share of 1 in whole hundredths, as text. Without the standard library's writer of floating-point numbers, which costs the
/// module 20 KB.
pub fn percent(share: f32) -> String {
    format!("{} %", (share * 100.0 + 0.5) as u32)
}

/// Converts byte offsets into `text`, asked in ascending or any order, to Unicode code points. Linear to build.
#[derive(Debug)]
pub struct CodePoints {
    /// Code points before each 64-byte step; none where every character is one byte.
    steps: Vec<u32>,
}

impl CodePoints {
    const STEP: usize = 64;

    /// Indexes `text`.
    pub fn new(text: &str) -> CodePoints {
        if text.is_ascii() {
            return CodePoints { steps: Vec::new() };
        }
        let mut count = 0;
        let step = |chunk: &[u8]| {
            let before = count;
            count += Self::count(chunk);
            before
        };
        let mut steps: Vec<u32> = text.as_bytes().chunks(Self::STEP).map(step).collect();
        steps.push(count);
        CodePoints { steps }
    }

    fn count(bytes: &[u8]) -> u32 {
        bytes.iter().map(|byte| u32::from(!is_continuation(*byte))).sum()
    }

    /// The number of code points in the first `byte` bytes of the `text` it was built from.
    pub fn at(&self, text: &str, byte: usize) -> u32 {
        let byte = byte.min(text.len());
        let step = byte / Self::STEP;
        let Some(before) = self.steps.get(step) else { return byte as u32 };
        before + Self::count(text.as_bytes().get(step * Self::STEP..byte).unwrap_or(&[]))
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
    fn white_space_is_trimmed_whatever_it_is() {
        for text in ["", " \n", "a", "\u{B}a\u{B} ", "\t\u{A0} a b\u{3000}\n", "é ", "\u{85}"] {
            assert_eq!((trimmed(text), is_blank(text)), (text.trim(), text.trim().is_empty()), "{text:?}");
        }
    }

    #[test]
    fn names_hold_nothing_unseen() {
        for (given, shown) in [
            ("Ann\u{200D}a\u{AD} L\u{34F}ee\u{E0041}", "Anna Lee"),
            ("\u{202E}eeL annA\u{202C}", "eeL annA"),
            ("Anna\u{2067} \u{2069}Lee\u{200F}\u{FE0F}", "Anna Lee"),
            ("Ann\u{3164}a\u{0} Le\u{7}e\u{9B}", "Anna Lee"),
            ("Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}oe", "Z\u{300}\u{301}\u{302}\u{303}oe"),
            // What is needed to be drawn rightly stays.
            ("علی\u{200C}رضا", "علی\u{200C}رضا"),
            (
                "👩\u{200D}🔬 ❤\u{FE0F} 🏴\u{E0067}\u{E0062}\u{E007F}",
                "👩\u{200D}🔬 ❤\u{FE0F} 🏴\u{E0067}\u{E0062}\u{E007F}",
            ),
            ("葛\u{E0100}城", "葛\u{E0100}城"),
        ] {
            assert_eq!(visible_line(given), shown, "{given:?}");
        }
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("It’s a well-known fact, isn't it?"), 6);
        assert_eq!(count_words("日本語です"), 3);
        assert_eq!(count_words(""), 0);
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
