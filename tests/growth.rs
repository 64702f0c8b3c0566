//! Pages on which reading could cost more than in proportion, each built for one place in the code where it once did, or might: eight
//! times the page may take three times eight times as long (`tests/invariants/linear.rs`). `SHAPE=word` tries those with the word in
//! their name; `GROWTH=report` prints the time per node at three sizes instead.

#![cfg(all(feature = "html", not(target_arch = "wasm32")))]
#![allow(clippy::expect_used, clippy::panic)] // a test may fail loudly

use cpu_time::ThreadTime;
use std::hint::black_box;
use std::time::Duration;
use verbatim::document::{Builder, Document};
use verbatim::tag::{Attribute, Tag};

#[path = "invariants/mod.rs"]
mod invariants;

use invariants::linear;

/// Elements, or what comes nearest to them, of a shape's larger page.
const LARGE: usize = 16_000;

const PROSE: &str = "The council met on Monday to settle the budget for the coming year, and the vote was close.";

/// A page being built, with the few words that the shapes below need.
struct Page(Builder);

impl Page {
    fn new() -> Page {
        let mut builder = Builder::new("https://page.example/story", "");
        builder.open(Tag::Html, false);
        Page(builder)
    }

    /// Opens an element with its attributes.
    fn open(&mut self, tag: Tag, attributes: &[(Attribute, &str)]) {
        self.0.open(tag, false);
        attributes.iter().for_each(|(name, value)| self.0.attribute(*name, value));
    }

    /// A whole element with a text in it.
    fn add(&mut self, tag: Tag, attributes: &[(Attribute, &str)], text: &str) {
        self.open(tag, attributes);
        self.0.text(text);
        self.0.close();
    }

    fn head(&mut self, metas: &[(&str, &str)]) {
        self.open(Tag::Head, &[]);
        metas.iter().for_each(|(name, content)| {
            self.add(Tag::Meta, &[(Attribute::Name, name), (Attribute::Content, content)], "");
        });
        self.0.close();
        self.open(Tag::Body, &[]);
    }

    /// What a page needs to count as a story.
    fn story(&mut self) {
        let kind = [(Attribute::Property, "og:type"), (Attribute::Content, "article")];
        self.open(Tag::Meta, &kind);
        self.0.close();
        self.head(&[("author", "Ina Holm")]);
        (0..10).for_each(|_| self.add(Tag::P, &[], PROSE));
    }

    fn nest(&mut self, times: usize, tag: Tag, attributes: &[(Attribute, &str)], text: &str) {
        for _ in 0..times {
            self.open(tag, attributes);
            self.0.text(text);
        }
    }
}

/// A shape: its name, and what makes it of a size.
type Shape = (&'static str, fn(&mut Page, usize));

const SHAPES: [Shape; 38] = [
    ("a nest of containers with a word each", |page, size| page.nest(size, Tag::Div, &[], "word ")),
    ("a nest of links without text", |page, size| {
        page.head(&[]);
        page.add(Tag::P, &[], PROSE);
        page.nest(size, Tag::A, &[(Attribute::Href, "/x")], "");
        (0..size).for_each(|_| page.0.close());
        page.add(
            Tag::P,
            &[],
            "Those who had come to protest stayed outside the hall until the doors were closed at nine.",
        );
    }),
    ("a nest of buttons", |page, size| page.nest(size, Tag::Button, &[], "one two three ")),
    ("a nest of comment forms without a field", |page, size| {
        page.nest(size, Tag::Div, &[(Attribute::Class, "comments")], "word ");
    }),
    ("a nest of forms without a field", |page, size| {
        page.nest(size, Tag::Form, &[], "");
        page.0.text("word");
    }),
    ("a nest of polls without a button", |page, size| {
        page.nest(size, Tag::Div, &[(Attribute::Class, "poll controls")], "");
        page.0.text("word");
    }),
    ("a nest of hidden parts", |page, size| {
        page.add(Tag::P, &[], PROSE);
        (0..size).for_each(|_| {
            page.0.open(Tag::Div, true);
        });
        page.0.text("word");
    }),
    ("a nest of quotations", |page, size| page.nest(size, Tag::Blockquote, &[], PROSE)),
    ("a nest of lists", |page, size| {
        (0..size / 2).for_each(|_| {
            page.open(Tag::Ul, &[]);
            page.open(Tag::Li, &[]);
            page.0.text("an item of a few words");
        });
    }),
    ("a nest of tables", |page, size| {
        (0..size / 3).for_each(|_| {
            page.open(Tag::Table, &[]);
            page.open(Tag::Tr, &[]);
            page.add(Tag::Th, &[], "head");
            page.open(Tag::Td, &[]);
            page.0.text("a cell of a few words");
        });
    }),
    ("a nest of figures", |page, size| page.nest(size, Tag::Figure, &[], "a caption of a few words")),
    ("a nest of headings", |page, size| page.nest(size, Tag::H1, &[], "a heading of a few words")),
    ("a nest of dates", |page, size| page.nest(size, Tag::Time, &[], "3 May 2021 ")),
    ("a nest of emphasis", |page, size| page.nest(size, Tag::Em, &[], "word ")),
    ("a nest of quotation marks", |page, size| page.nest(size, Tag::Q, &[], "word ")),
    ("a nest of preformatted text", |page, size| page.nest(size, Tag::Pre, &[], "word ")),
    ("a nest of definitions", |page, size| {
        (0..size / 2).for_each(|_| {
            page.open(Tag::Dl, &[]);
            page.open(Tag::Dd, &[]);
            page.0.text("what it means in a few words");
        });
    }),
    ("a nest of formulas", |page, size| page.nest(size, Tag::Math, &[], "x")),
    ("a formula of many levels", |page, size| {
        page.open(Tag::Math, &[]);
        page.nest(size, Tag::Mrow, &[], "x");
    }),
    ("a nest of frames that play", |page, size| {
        page.nest(size, Tag::Video, &[(Attribute::Poster, "/still.png")], "");
    }),
    ("a nest of exported players", |page, size| {
        (0..size / 2).for_each(|_| {
            page.open(Tag::Figure, &[]);
            page.open(Tag::A, &[(Attribute::Class, "player video"), (Attribute::Href, "/film")]);
        });
    }),
    ("a nest around a card under a story", |page, size| {
        page.story();
        page.nest(size, Tag::Div, &[], "");
        page.add(Tag::H3, &[], "");
        page.open(Tag::H3, &[]);
        page.add(Tag::A, &[(Attribute::Href, "/x")], "The yard takes on more hands");
    }),
    ("a nest of dots around a card under a story", |page, size| {
        page.story();
        page.nest(size, Tag::Div, &[], " • ");
        page.open(Tag::H3, &[]);
        page.add(Tag::A, &[(Attribute::Href, "/x")], "The yard takes on more hands");
    }),
    ("headings that say the title", |page, size| {
        page.head(&[("og:title", "Harbour sold to the town")]);
        page.add(Tag::P, &[], PROSE);
        // The costly step is a short one: it takes many.
        (0..size * 6).for_each(|_| page.add(Tag::H2, &[], "Harbour sold to the town"));
    }),
    ("date lines before the text", |page, size| {
        page.head(&[("author", "Ina Holm")]);
        (0..size * 6).for_each(|_| page.add(Tag::Div, &[(Attribute::Class, "date")], "3 May 2021"));
        page.add(Tag::P, &[], PROSE);
    }),
    ("pull quotes that are all alike", |page, size| {
        page.head(&[]);
        (0..size / 4).for_each(|_| {
            page.add(Tag::Blockquote, &[], PROSE);
            page.add(Tag::P, &[], PROSE);
        });
    }),
    ("pull quotes that share their beginning", |page, size| {
        page.head(&[]);
        (0..size / 4).for_each(|at| {
            page.add(Tag::Blockquote, &[], &format!("{PROSE} {at}"));
            page.add(Tag::P, &[], &format!("{PROSE} {at}"));
        });
    }),
    ("a wide row and many short ones", |page, size| {
        page.head(&[]);
        page.open(Tag::Table, &[]);
        page.open(Tag::Tr, &[]);
        (0..size * 2 / 3).for_each(|_| page.add(Tag::Th, &[], "x"));
        page.0.close();
        (0..size / 3).for_each(|_| {
            page.open(Tag::Tr, &[]);
            page.add(Tag::Td, &[], "y");
            page.0.close();
        });
    }),
    ("pictures that share their sources", |page, size| {
        page.head(&[]);
        page.add(Tag::P, &[], PROSE);
        page.open(Tag::Picture, &[]);
        (0..size / 2).for_each(|_| page.add(Tag::Source, &[(Attribute::Srcset, "blank.gif")], ""));
        (0..size / 2).for_each(|_| page.add(Tag::Img, &[(Attribute::Alt, "none")], ""));
    }),
    ("paragraphs in a container of a long class", |page, size| {
        page.head(&[]);
        page.open(Tag::Div, &[(Attribute::Class, &"x ".repeat(size * 4))]);
        (0..size / 8).for_each(|_| page.add(Tag::P, &[], PROSE));
    }),
    ("authors in comments of a long class", |page, size| {
        page.head(&[]);
        page.open(Tag::Div, &[(Attribute::Class, &format!("{} comments", "x ".repeat(size * 4)))]);
        (0..size / 8).for_each(|_| page.add(Tag::B, &[(Attribute::Class, "author")], "Ina Holm"));
    }),
    ("teasers in a container of a long class", |page, size| {
        page.head(&[]);
        page.add(Tag::P, &[], PROSE);
        page.open(Tag::Div, &[(Attribute::Class, &"x ".repeat(size * 4))]);
        (0..size / 8).for_each(|at| {
            page.add(Tag::P, &[], PROSE);
            page.add(Tag::A, &[(Attribute::Href, "/x")], &format!("Link {at}"));
        });
    }),
    ("labels of cards without their values", |page, size| {
        page.open(Tag::Head, &[]);
        (0..size).for_each(|at| {
            let name = format!("twitter:label{at}");
            page.add(Tag::Meta, &[(Attribute::Name, &name), (Attribute::Content, "Written by")], "");
        });
    }),
    ("authors of JSON-LD that are not there", |page, size| {
        let ids: Vec<String> = (0..20).map(|at| format!("{{\"@id\":\"#{at}\"}}")).collect();
        let article = format!("{{\"@type\":\"Article\",\"author\":[{}]}}", ids.join(","));
        let all = vec![article; size / 80];
        page.add(Tag::Script, &[(Attribute::Type, "application/ld+json")], &format!("[{}]", all.join(",")));
    }),
    ("an author of nothing but “von”", |page, size| page.head(&[("author", &"von ".repeat(size))])),
    ("links, one after the other", |page, size| {
        page.head(&[]);
        (0..size / 2).for_each(|_| page.add(Tag::A, &[(Attribute::Href, "/x")], "a link of words. "));
    }),
    ("tables, one after the other", |page, size| {
        page.head(&[]);
        (0..size / 8).for_each(|_| {
            page.open(Tag::Table, &[]);
            (0..2).for_each(|_| {
                page.open(Tag::Tr, &[]);
                (0..2).for_each(|_| page.add(Tag::Td, &[], "a cell of words"));
                page.0.close();
            });
            page.0.close();
        });
    }),
    ("one long text", |page, size| {
        page.head(&[]);
        page.add(Tag::P, &[], &format!("{PROSE} ").repeat(size / 4));
    }),
];

fn document((_, build): &Shape, size: usize) -> Document {
    let mut page = Page::new();
    build(&mut page, size);
    page.0.finish()
}

/// The processor time of reading a page, writing it out, and putting back all that was left out.
fn cost(document: &Document) -> Duration {
    let begun = ThreadTime::now();
    let mut reading = verbatim::read(document);
    black_box((reading.html(), reading.markdown(), reading.json()));
    let every: Vec<u32> = (0..reading.removed.len() as u32).collect();
    verbatim::put_back(document, &mut reading, &every);
    black_box((reading.html(), reading.markdown(), reading.json()));
    begun.elapsed()
}

#[test]
fn no_shape_of_a_page_takes_more_than_linear_time() {
    let wanted = std::env::var("SHAPE").unwrap_or_default();
    let reports = std::env::var("GROWTH").is_ok();
    let mut failed = Vec::new();
    for shape in SHAPES.iter().filter(|(name, _)| name.contains(&wanted)) {
        if reports {
            let each = [LARGE / 8, LARGE, LARGE * 2].map(|size| {
                let document = document(shape, size);
                format!("{:>9.0} ns", cost(&document).as_nanos() as f64 / document.len() as f64)
            });
            println!("{:50} {}", shape.0, each.join(" "));
            continue;
        }
        let held = std::panic::catch_unwind(|| {
            linear::hold(shape.0, || cost(&document(shape, LARGE)), || cost(&document(shape, LARGE / 8)));
        });
        failed.extend(held.err().map(|_| shape.0));
    }
    assert!(failed.is_empty(), "more than linear: {failed:#?}");
}
