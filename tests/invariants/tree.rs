//! Documents made of bytes: each byte says what comes next, an element, an attribute, a text, an end. Any bytes are a document, and
//! most are one with articles, quotes, tables, lists and hostile values in it; so chance finds its way to what the core does.

use verbatim::document::Document;
use verbatim::snapshot::VERSION;
use verbatim::tag::{ATTRIBUTES, TAGS};

/// Texts that pages hold and readers stumble over.
pub const TEXTS: &[&str] = &[
    "The council voted nine to four on Tuesday to mend the bridge before the winter comes, after a night of speeches. ",
    "“We have waited eleven years for this,” said Maria Okonkwo, who runs the bakery at its foot. ",
    "\"It is a start,\" he said. \"It is not an end.\" ",
    "»Das ist ein Anfang«, sagte Jürgen Weiß. ",
    "« C’est un début », a déclaré Mme Lefèvre. ",
    "Dr. Amara Singh told reporters that the plan was “a disgrace”. ",
    "Smith added: ‘I’ll never go.’ ",
    " ",
    "\n\t ",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}x",
    "a\u{ad}b",
    "\u{202e}evil\u{202c}",
    "#",
    "¶",
    "READ MORE: The mill that closed",
    "Advertisement",
    "Share this article",
    "By Jane Doe",
    "12 May 2024",
    "<script>alert(1)</script>",
    "</span><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](//host.example/p.png)",
    "<https://host.example/>",
    "1. one",
    "- two",
    "* * *",
    "> three",
    "    four",
    "```",
    "|",
    "---",
    "===",
    "&lt;b&gt; &amp; &#0;",
    "`code` **bold** _em_ ~~gone~~ $x^2$",
    "\\",
    "“",
    "”",
    "\"",
    "'",
    "E = mc^2",
    "日本語の文章です。「そうだ」と彼は言った。",
    "قال الوزير: «لن نتراجع».",
    "\u{1f600}",
    "{\"@type\":\"NewsArticle\",\"headline\":\"Bridge\",\"author\":{\"name\":\"Jane Doe\"},\"inLanguage\":\"en\"}",
    "{\"a\":[[[[[[[[",
    "\u{0}\u{1}\u{7f}\u{85}\u{2028}\u{fffd}",
    "\r",
];

/// Values that pages give attributes, and attackers.
pub const VALUES: &[&str] = &[
    "https://host.example/a?b=c&d#e",
    "/relative/path.jpg",
    "java\nscript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "data:image/png;base64,AAAA",
    "blob:https://host.example/1",
    "//host.example\\@other.example/",
    "mailto:a@b.example?subject=x",
    "tel:+4912345",
    "file:///etc/passwd",
    "https://host.example/(a)[b]<c>\"d\"'e'",
    "https://tube.example/embed/abc",
    "https://user:password@host.example/",
    "a.jpg 400w, b.jpg 1700w, javascript:x 4000w",
    "a.jpg 1x,, b.jpg 2x",
    "article-body content",
    "related-stories sidebar",
    "share-bar ad-slot",
    "caption",
    "quote",
    "player video",
    "language-rust",
    "language-\"><script>",
    "headline",
    "author byline",
    "articleBody",
    "og:title",
    "application/ld+json",
    "application/x-tex",
    "canonical",
    "true",
    "block",
    "presentation",
    "rtl",
    "en-GB",
    "en\" onload=\"x",
    "0",
    "1",
    "17",
    "4294967295",
    "-1",
    "99999999999999999999",
    "640",
    "2024-05-12T10:00:00Z",
    "\"><script>alert(1)</script>",
    "",
    "\u{202e}gpj.exe",
];

/// The elements chance meets most, for a page is made of them.
const COMMON: &[&str] = &[
    "p",
    "p",
    "p",
    "div",
    "a",
    "a",
    "b",
    "em",
    "span",
    "li",
    "ul",
    "ol",
    "blockquote",
    "figure",
    "figcaption",
    "img",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "pre",
    "code",
    "br",
    "section",
    "article",
    "q",
    "dl",
    "dt",
    "dd",
    "math",
    "mi",
    "mrow",
    "semantics",
    "annotation",
    "hr",
    "iframe",
    "video",
    "caption",
    "summary",
    "button",
    "picture",
    "source",
    "script",
    "meta",
    "time",
    "sup",
    "aside",
];

struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl Bytes<'_> {
    fn next(&mut self) -> Option<usize> {
        self.0.next().map(|byte| usize::from(*byte))
    }

    /// One of a list; the first when nothing is left.
    fn of<'b, T: ?Sized>(&mut self, list: &[&'b T]) -> &'b T {
        list[self.next().unwrap_or(0) % list.len()]
    }

    /// A text or value: one of `list`, or the next bytes as they are. Never holds the sign that parts strings in a capture.
    fn string(&mut self, list: &[&str]) -> String {
        let choice = self.next().unwrap_or(0);
        let text = match list.get(choice) {
            Some(text) => (*text).to_owned(),
            None => {
                let bytes: Vec<u8> = self.0.by_ref().take(choice % 24).copied().collect();
                String::from_utf8_lossy(&bytes).into_owned()
            }
        };
        text.replace('\0', "")
    }
}

/// A capture as `extension/capture.js` would send it, made of bytes: numbers, and the joined strings.
pub fn capture(bytes: &[u8]) -> (Vec<u32>, String) {
    let mut bytes = Bytes(bytes.iter());
    let number_of = |name: &str| TAGS.iter().position(|(_, known)| *known == name).unwrap_or(TAGS.len()) as u32;
    let head = |name: &str| number_of(name) << 16;
    let mut strings: Vec<String> = Vec::new();
    let mut numbers: Vec<u32> = vec![VERSION, 0, 1, head("html"), 1, head("body")];
    // Open elements, and how many of them end before the next node.
    let (mut open, mut closes) = (2_usize, 0_u32);
    let mut count = 2_u32;
    while let Some(byte) = bytes.next() {
        match byte % 8 {
            0..=3 => {
                let name = if byte < 200 { bytes.of(COMMON) } else { TAGS[bytes.next().unwrap_or(0) % TAGS.len()].1 };
                let attributes = if byte % 8 < 2 { 0 } else { byte / 64 + 1 };
                let at = numbers.len();
                numbers.extend([closes << 1 | 1, head(name) | u32::from(byte % 29 == 28)]);
                closes = 0;
                let mut given: Vec<usize> = Vec::new();
                for _ in 0..attributes {
                    let attribute = bytes.next().unwrap_or(0) % ATTRIBUTES.len();
                    let value = bytes.string(VALUES);
                    if given.contains(&attribute) {
                        continue;
                    }
                    given.push(attribute);
                    numbers.push(attribute as u32);
                    strings.push(value);
                }
                numbers[at + 1] |= (given.len() as u32) << 2;
                if name == "img" && byte >= 128 {
                    numbers[at + 1] |= 1 << 1;
                    numbers.extend([byte as u32 * 4, byte as u32 * 3]);
                }
                open += 1;
                if matches!(name, "img" | "br" | "hr" | "source" | "meta") {
                    open -= 1;
                    closes += 1;
                }
                count += 1;
            }
            4 | 5 => {
                numbers.push(closes << 1);
                closes = 0;
                strings.push(bytes.string(TEXTS));
                count += 1;
            }
            _ => {
                let ends = if byte % 8 == 6 { 1 } else { byte / 32 + 1 };
                let left = open.saturating_sub(ends).max(2);
                closes += (open - left) as u32;
                open = left;
            }
        }
    }
    numbers[1] = count;
    (numbers, strings.join("\0"))
}

/// The document of such a capture.
pub fn document(bytes: &[u8]) -> Document {
    let (numbers, strings) = capture(bytes);
    verbatim::snapshot::document(&numbers, strings, "https://page.example/story", "").expect("a capture that is one")
}
