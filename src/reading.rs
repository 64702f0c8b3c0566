//! The Reading: everything the core says about a page, and its form for outside readers (JSON).

use crate::article::Article;
use crate::document::{Document, NodeId, NodeRange};
use crate::model::{Direction, Metadata, Post, Quote, Reason, Region, Removal};
use crate::render::{html, markdown, markup};
use crate::tag::{Attribute, Tag};
use crate::text::{count_words, CodePoints, Span};
use serde::Serialize;

/// Words a reader takes in per minute, silently, in non-fiction: the mean of 190 studies (Brysbaert, "How many words do we
/// read per minute?", Journal of Memory and Language 109, 2019).
const WORDS_PER_MINUTE: usize = 238;

/// The longest text kept of a part that was left out, in bytes: enough to recognise it by.
const LONGEST_LEFT_OUT: usize = 2_000;

/// What reading a page yields.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Title, byline, date and the like.
    pub metadata: Metadata,
    /// The article.
    pub article: Article,
    /// Its quotes, ascending.
    pub quotes: Vec<Quote>,
    /// What was left out, of the whole page, ascending; [`Block::Omitted`](crate::article::Block::Omitted) points here.
    pub removed: Vec<LeftOut>,
    /// The nodes within which the article stands.
    pub region: NodeRange,
    /// If it is a thread: its posts.
    pub posts: Vec<Post>,
    /// How sure the choice of the article is, 0 to 1.
    pub confidence: f32,
    /// For `explain`: the region and how it was chosen, a line each.
    pub notes: Vec<String>,
}

/// A part of the page that is not in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Its nodes; the ranges of a list ascend and are disjoint.
    pub nodes: NodeRange,
    /// Its group.
    pub reason: Reason,
    /// The rule that decided.
    pub rule: String,
    /// The element it is or begins with, as `tag.class`: with the rule, what recognises the same part on another page of a site.
    pub place: String,
    /// Its text, cut after 2,000 bytes.
    pub text: String,
}

/// Everything on the page that has words and is not in the article, ascending and disjoint: the removals of all stages inside the
/// region, the outermost of nested ones; and what stands before and after it, cut by the same removals.
pub(crate) fn left_out(document: &Document, region: &Region, clutter: &[Removal]) -> Vec<LeftOut> {
    let found: Vec<&Removal> = clutter.iter().chain(&region.left_out).collect();
    // By start; of those that start together, the longest first.
    let keys = found.iter().map(|removal| u64::from(removal.nodes.start.0) << 32 | u64::from(!removal.nodes.end.0));
    let all: Vec<&Removal> =
        crate::order::ascending(keys).into_iter().filter_map(|at| found.get(at).copied()).collect();
    let page_end = NodeId(document.len() as u32);
    let mut list = List { document, parts: Vec::new() };
    list.add(&(NodeId(0)..region.nodes.start), &all, true);
    list.add(&region.nodes, &all, false);
    list.add(&(region.nodes.end..page_end), &all, true);
    list.parts
}

struct List<'a> {
    document: &'a Document,
    parts: Vec<LeftOut>,
}

impl List<'_> {
    /// Adds the removals within `nodes`, and, `with_rest`, what lies between them.
    fn add(&mut self, nodes: &NodeRange, removals: &[&Removal], with_rest: bool) {
        let mut at = nodes.start;
        for removal in removals.iter().filter(|removal| removal.nodes.end > nodes.start) {
            if removal.nodes.start >= nodes.end {
                break;
            }
            let range = removal.nodes.start.max(at)..removal.nodes.end.min(nodes.end);
            if range.start >= range.end {
                continue;
            }
            if with_rest {
                self.add_rest(at..range.start);
            }
            at = range.end;
            self.push(range, removal.reason, &removal.rule, !with_rest);
        }
        if with_rest {
            self.add_rest(at..nodes.end);
        }
    }

    /// Adds text that nobody named, an element at a time, lines of bare text together.
    fn add_rest(&mut self, nodes: NodeRange) {
        let document = self.document;
        let mut id = nodes.start;
        let mut run = id..id;
        while id < nodes.end {
            let (tag, end) = (document.tag(id), document.end(id));
            let is_alone = end > nodes.end || tag.is_block() || tag == Tag::Head || tag.is_unread();
            if is_alone {
                self.push_rest(std::mem::replace(&mut run, end..end));
            }
            if end > nodes.end {
                // It holds the article, or a removal: what is in it comes one by one.
                id = NodeId(id.0 + 1);
                run = id..id;
                continue;
            }
            if tag.is_block() {
                self.push_rest(id..end);
            }
            id = end;
            run.end = end;
        }
        self.push_rest(run);
    }

    fn push_rest(&mut self, nodes: NodeRange) {
        let hidden = nodes.start < nodes.end && self.document.is_hidden(nodes.start);
        let reason = if hidden { Reason::Hidden } else { Reason::Boilerplate };
        self.push(nodes, reason, "outside the article", false);
    }

    fn push(&mut self, nodes: NodeRange, reason: Reason, rule: &str, if_empty: bool) {
        let mut text = self.document.text_of(&nodes);
        if text.trim().is_empty() && !if_empty {
            return;
        }
        text.truncate(crate::text::start(&text, LONGEST_LEFT_OUT).len());
        let place = place(self.document, nodes.start);
        self.parts.push(LeftOut { nodes, reason, rule: rule.to_owned(), place, text });
    }
}

/// An element's name and the first of its classes.
fn place(document: &Document, id: NodeId) -> String {
    let name = document.tag(id).name();
    let class = document.attribute(id, Attribute::Class).and_then(|classes| classes.split_ascii_whitespace().next());
    class.map_or(name.to_owned(), |class| format!("{name}.{class}"))
}

impl Reading {
    /// The article's plain text: blocks separated by one newline.
    pub fn text(&self) -> &str {
        &self.article.text.text
    }

    /// The article as HTML, safe to show: only elements and attributes of this crate, everything else escaped.
    pub fn html(&self) -> String {
        html::write(&self.article, &self.quotes)
    }

    /// The article as Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(&self.article)
    }

    /// Words in the article.
    pub fn words(&self) -> usize {
        count_words(self.text())
    }

    /// Whole minutes to read it; 0 only if there is nothing to read.
    pub fn minutes(&self) -> usize {
        self.words().div_ceil(WORDS_PER_MINUTE)
    }

    /// The Reading without its renderings, offsets in code points: what the reader page gets.
    pub fn summary(&self) -> Summary<'_> {
        let metadata = &self.metadata;
        let (words, minutes) = (self.words(), self.minutes());
        Summary {
            title: metadata.title.as_deref(),
            byline: metadata.byline.as_deref(),
            published: metadata.published.as_deref(),
            site: metadata.site.as_deref(),
            lang: metadata.lang.as_deref(),
            dir: match metadata.dir {
                Direction::LeftToRight => "ltr",
                Direction::RightToLeft => "rtl",
            },
            image: metadata.image.as_deref(),
            excerpt: metadata.excerpt.as_deref(),
            url: metadata.url.as_deref(),
            words,
            minutes,
            confidence: self.confidence,
            speakers: markup::speakers(&self.quotes),
            quotes: quotes_json(self.text(), &self.quotes),
            removed: self
                .removed
                .iter()
                .map(|part| RemovedJson {
                    reason: part.reason.name(),
                    rule: &part.rule,
                    place: &part.place,
                    text: &part.text,
                })
                .collect(),
        }
    }

    /// The Reading as CONTRACT's JSON object.
    pub fn json(&self) -> String {
        let whole = Whole { summary: self.summary(), text: self.text(), html: self.html(), markdown: self.markdown() };
        serde_json::to_string(&whole).unwrap_or_default()
    }
}

/// The quotes of `text` in their outside form.
pub fn quotes_json<'a>(text: &'a str, quotes: &'a [Quote]) -> Vec<QuoteJson<'a>> {
    let points = CodePoints::new(text);
    let place = |span: Span| PlaceJson {
        start: points.at(text, span.start as usize),
        end: points.at(text, span.end as usize),
        text: span.of(text),
    };
    quotes
        .iter()
        .map(|quote| QuoteJson {
            place: place(quote.span),
            kind: quote.kind.name(),
            speaker: quote.speaker.as_deref(),
            mention: quote.mention.map(place),
            cue: quote.cue.map(place),
            confidence: quote.confidence,
        })
        .collect()
}

/// The Reading without its renderings; field names are the JSON's.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Summary<'a> {
    pub title: Option<&'a str>,
    pub byline: Option<&'a str>,
    pub published: Option<&'a str>,
    pub site: Option<&'a str>,
    pub lang: Option<&'a str>,
    pub dir: &'static str,
    pub image: Option<&'a str>,
    pub excerpt: Option<&'a str>,
    pub url: Option<&'a str>,
    pub words: usize,
    pub minutes: usize,
    pub confidence: f32,
    pub speakers: Vec<&'a str>,
    pub quotes: Vec<QuoteJson<'a>>,
    pub removed: Vec<RemovedJson<'a>>,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    text: &'a str,
    html: String,
    markdown: String,
}

/// A stretch of the text, in code points.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct PlaceJson<'a> {
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
}

/// A quote in its outside form.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct QuoteJson<'a> {
    #[serde(flatten)]
    pub place: PlaceJson<'a>,
    pub kind: &'static str,
    pub speaker: Option<&'a str>,
    pub mention: Option<PlaceJson<'a>>,
    pub cue: Option<PlaceJson<'a>>,
    pub confidence: f32,
}

/// A removal in its outside form.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct RemovedJson<'a> {
    pub reason: &'static str,
    pub rule: &'a str,
    pub place: &'a str,
    pub text: &'a str,
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::{html, put_back, read};

    const PAGE: &str = "<body><p>Before the story stands a line that nobody wrote for readers.</p><article><h1>The mill turns</h1>\
        <p>The old mill at the weir will grind flour again next spring, after a village of ninety houses voted to mend its wheel.</p>\
        <div class='related box'><h3>Read more</h3><ul><li><a href=/a>The bakery that closed</a></li></ul></div>\
        <p>\u{201c}A wheel that does not turn is only a shed,\u{201d} said Harriet Okafor, who has kept the key since 1987.</p>\
        <p>The work will cost a great deal, most of it for oak, and the parish has half of the sum in hand already.</p></article></body>";

    #[test]
    fn what_was_left_out_goes_back_where_it_stood() {
        let document = html::document(PAGE, "");
        let mut reading = read(&document);
        let number =
            reading.removed.iter().position(|part| part.text.contains("The bakery that closed")).expect("left out");
        assert_eq!(reading.removed[number].place, "div.related");
        assert!(!reading.text().contains("bakery"));
        let before = reading.clone();
        put_back(&document, &mut reading, &[number as u32]);
        let places =
            ["ninety houses", "The bakery that closed", "A wheel that"].map(|words| reading.text().find(words));
        assert!(places[0].is_some() && places[0] < places[1] && places[1] < places[2], "{}", reading.text());
        assert_eq!(reading.quotes[0].span.of(reading.text()), "A wheel that does not turn is only a shed,");
        assert_eq!(reading.removed, before.removed);
        put_back(&document, &mut reading, &[]);
        assert_eq!(reading.article, before.article);
    }

    #[test]
    fn what_stands_around_the_article_is_left_out_too_and_goes_back() {
        let document = html::document(PAGE, "");
        let mut reading = read(&document);
        let words = "nobody wrote for readers";
        let number = reading.removed.iter().position(|part| part.text.contains(words)).expect("left out");
        put_back(&document, &mut reading, &[number as u32]);
        assert!(reading.text().starts_with("Before the story"), "{}", reading.text());
        assert!(!reading.text().contains("bakery"));
    }
}
