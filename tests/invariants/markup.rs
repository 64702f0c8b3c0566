//! What is written out holds only elements, attributes and addresses of a list. The list stands here once more, apart from the
//! code that writes: who adds to one must mean it and add to the other.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use verbatim::article::Block;
use verbatim::reading::Reading;
use verbatim::render::beginning::beginning;
use verbatim::render::markup::{self, Options};
use verbatim::render::Sink;

const ELEMENTS: [&str; 38] = [
    "article",
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
    "figcaption",
    "pre",
    "code",
    "hr",
    "span",
    "img",
    "a",
    "br",
    "table",
    "caption",
    "tr",
    "th",
    "td",
    "ins",
    "del",
    "mark",
    "strong",
    "em",
    "sup",
    "sub",
    "math",
    "annotation",
];

/// The elements of formulas; all of them only arrange characters.
const MATH: [&str; 17] = [
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mrow",
    "msqrt",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "semantics",
];

const VOID: [&str; 3] = ["br", "hr", "img"];

/// The scheme of an address as the platform's parser sees it; fails if it sees no address.
fn scheme(address: &str) -> String {
    url::Url::parse(address).unwrap_or_else(|error| panic!("no address: {address:?}: {error}")).scheme().to_owned()
}

/// Holds a link's address to what may be followed.
pub fn link_address(address: &str) {
    assert!(["http", "https", "mailto", "tel"].contains(&scheme(address).as_str()), "a link to {address:?}");
}

/// Holds a page's address to the web.
pub fn page_address(address: &str) {
    assert!(["http", "https"].contains(&scheme(address).as_str()), "a page at {address:?}");
}

/// Holds a picture's address to what may be shown.
pub fn picture_address(address: &str) {
    if scheme(address) == "data" {
        let url = url::Url::parse(address).expect("an address");
        let kind = url.path().split([';', ',']).next().unwrap_or("").trim().to_ascii_lowercase();
        let bitmaps = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
        assert!(bitmaps.contains(&kind.as_str()), "a picture of {kind:?}");
    } else {
        page_address(address);
    }
}

fn is_number(value: &str, most: u64) -> bool {
    value.bytes().all(|c| c.is_ascii_digit()) && value.parse::<u64>().is_ok_and(|number| number <= most)
}

/// Holds an attribute to the list. `labels` says whether it is the reader's, which says more than an export.
fn attribute(element: &str, name: &str, value: &str, labels: bool, reading: &Reading) {
    let speakers = || reading.quotes.iter().filter_map(|quote| quote.speaker.as_deref());
    let fits = match (element, name) {
        ("article", "class") => !labels && value == "verbatim",
        ("span", "class") => value == "quote" || (labels && ["speaker", "omitted"].contains(&value)),
        ("span", "data-speaker") if labels => is_number(value, speakers().count() as u64),
        ("span", "data-speaker") => speakers().any(|speaker| speaker == value),
        ("span", "data-quote") => labels && is_number(value, reading.quotes.len() as u64),
        ("span", "data-kind") => labels && ["full", "partial"].contains(&value),
        ("span", "data-removed") => labels && is_number(value, reading.removed.len() as u64),
        ("span", "hidden") => labels && value.is_empty(),
        (_, "data-at") => labels && is_number(value, reading.text().len() as u64),
        ("code", "class") => value.strip_prefix("language-").is_some_and(|language| {
            language.len() < 24 && language.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-#".contains(&c))
        }),
        ("a", "class") => ["player video", "player audio", "player embed"].contains(&value),
        ("a", "href") => {
            link_address(value);
            true
        }
        ("a", "rel") => value == "noopener noreferrer",
        ("ol", "start") => is_number(value, u64::from(u32::MAX)),
        ("td" | "th", "colspan") => is_number(value, 100),
        ("td" | "th", "rowspan") => is_number(value, 1_000),
        ("img", "src") => {
            picture_address(value);
            true
        }
        ("img", "alt") => true,
        ("img", "loading") => value == "lazy",
        ("img", "decoding") => value == "async",
        ("img", "referrerpolicy") => value == "no-referrer",
        ("img", "width" | "height") => is_number(value, u64::from(u32::MAX)),
        ("math", "display") => value == "block",
        ("annotation", "encoding") => value == "application/x-tex",
        _ => false,
    };
    assert!(fits, "<{element} {name}={value:?}> is not on the list");
}

fn element(name: &str, attributes: &[(&str, &str)], labels: bool, reading: &Reading) {
    assert!(ELEMENTS.contains(&name) || MATH.contains(&name), "<{name}> is not on the list");
    for (at, (known, value)) in attributes.iter().enumerate() {
        attribute(name, known, value, labels, reading);
        assert!(attributes.iter().take(at).all(|(before, _)| before != known), "<{name}> has {known} twice");
    }
    // A link that leads away says so; a picture never tells the page where its reader comes from.
    let has = |wanted: &str| attributes.iter().any(|(known, _)| *known == wanted);
    assert!(name != "a" || (has("rel") && has("href")), "<a> without rel or href");
    assert!(name != "img" || (has("referrerpolicy") && has("src")), "<img> without referrerpolicy or src");
}

struct Tokens<'a> {
    reading: &'a Reading,
    open: RefCell<Vec<String>>,
}

impl TokenSink for Tokens<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let attributes: Vec<(&str, &str)> =
                    tag.attrs.iter().map(|known| (&*known.name.local, &*known.value)).collect();
                element(&tag.name, &attributes, false, self.reading);
                assert!(!tag.self_closing, "<{}/> closes itself", tag.name);
                if !VOID.contains(&&*tag.name) {
                    self.open.borrow_mut().push(tag.name.to_string());
                }
            }
            Token::TagToken(tag) => {
                let open = self.open.borrow_mut().pop();
                assert_eq!(open.as_deref(), Some(&*tag.name), "an end tag ends nothing");
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => panic!("the export holds more than elements and text"),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Holds the exported HTML, read tag by tag, to the list.
pub fn export(reading: &Reading) {
    let tokens = Tokens { reading, open: RefCell::new(Vec::new()) };
    let tokenizer = Tokenizer::new(tokens, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(reading.html().as_str()));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    assert!(tokenizer.sink.open.borrow().is_empty(), "an element of the export has no end");
}

struct Nodes<'a> {
    reading: &'a Reading,
    open: usize,
    text: String,
    names: Vec<String>,
}

impl Sink for Nodes<'_> {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        element(name, attributes, true, self.reading);
        self.open += 1;
        self.names.push(name.to_owned());
    }

    fn text(&mut self, text: &str) {
        assert!(
            !self.names.last().is_some_and(|name| VOID.contains(&name.as_str())),
            "text in an element that has none"
        );
        self.text.push_str(text);
    }

    fn close(&mut self) {
        assert!(self.open > 0, "an end that ends nothing");
        self.open -= 1;
        self.names.pop();
    }
}

/// Holds the nodes that the reader draws to the list, at once and in two parts, and those of a long article's beginning.
pub fn nodes(reading: &Reading) {
    let article = &reading.article;
    let whole = markup::Whole::new(reading.text(), &reading.quotes);
    let drawn = |parts: &[&[Block]]| {
        let mut nodes = Nodes { reading, open: 0, text: String::new(), names: Vec::new() };
        for part in parts {
            markup::write_blocks(article, &reading.quotes, &whole, Options { labels: true }, part, &mut nodes);
            assert_eq!(nodes.open, 0, "an element of the reader has no end");
        }
        nodes.text
    };
    let (first, second) = article.blocks.split_at(article.blocks.len() / 2);
    assert_eq!(drawn(&[&article.blocks]), drawn(&[first, second]), "drawn in parts, the article is another");
    beginning(article).iter().for_each(|blocks| drop(drawn(&[blocks])));
}
