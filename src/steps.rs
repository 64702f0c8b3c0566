//! The way through a page as steps that a caller takes one by one, so that a long page can show how far it has come and can be
//! given up between two of them. [`read`](crate::read) takes the same steps in one go; there is no other way.

use crate::block::Blocks;
use crate::document::Document;
use crate::model::{Metadata, Post, Region, Removal};
use crate::reading::{LeftOut, Reading};
use crate::{article, block, build, clutter_around, context, exported, extract, metadata, quotes, reading, thread};

/// A reading under way: what the next step needs, and nothing it does not. Dropped, it is given up.
#[derive(Debug)]
pub struct Steps(State);

#[derive(Debug)]
enum State {
    Metadata,
    Blocks(Metadata),
    Clutter(Metadata, Blocks),
    Region(Metadata, Blocks, Vec<Removal>, Vec<Post>),
    Article(Metadata, Vec<Removal>, Region),
    Quotes(Metadata, Region, Vec<LeftOut>, article::Article),
}

/// What a step leads to.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // moved six times a page: cheaper than six boxes
pub enum Outcome {
    /// There is more to do.
    Underway(Steps),
    /// That was the last step.
    Done(Reading),
}

impl Default for Steps {
    fn default() -> Steps {
        Steps(State::Metadata)
    }
}

impl Steps {
    /// How many steps there are from the beginning.
    pub const COUNT: u32 = 6;

    /// The way from where the article's place on the page has been chosen.
    pub fn after_region(metadata: Metadata, clutter: Vec<Removal>, region: Region) -> Steps {
        Steps(State::Article(metadata, clutter, region))
    }

    /// The step that comes next: a word for code, and how many lie behind it.
    pub fn next(&self) -> (&'static str, u32) {
        match self.0 {
            State::Metadata => ("metadata", 0),
            State::Blocks(..) => ("blocks", 1),
            State::Clutter(..) => ("clutter", 2),
            State::Region(..) => ("region", 3),
            State::Article(..) => ("article", 4),
            State::Quotes(..) => ("quotes", 5),
        }
    }

    /// Takes one step. `document` is the same at each.
    pub fn advance(self, document: &Document) -> Outcome {
        Outcome::Underway(Steps(match self.0 {
            State::Metadata => State::Blocks(metadata::read(document)),
            State::Blocks(metadata) => match exported::region(document) {
                Some(region) => State::Article(metadata, Vec::new(), region),
                None => State::Clutter(metadata, block::segment(document)),
            },
            State::Clutter(metadata, blocks) => {
                let posts = thread::posts(document, &blocks, &metadata);
                let clutter = clutter_around(document, &blocks, &metadata, &posts);
                State::Region(metadata, blocks, clutter, posts)
            }
            State::Region(metadata, blocks, clutter, posts) => {
                let region = extract::region(document, &blocks, &metadata, &clutter, &posts);
                State::Article(metadata, clutter, region)
            }
            State::Article(metadata, clutter, region) => {
                let removed = reading::left_out(document, &region, &clutter);
                let article = build(document, &region.nodes, &region.posts, &removed, &[]);
                State::Quotes(metadata, region, removed, article)
            }
            State::Quotes(metadata, region, removed, article) => {
                return Outcome::Done(finished(metadata, region, removed, article));
            }
        }))
    }

    /// Takes the steps that lead to the article, and none that says what is quoted in it.
    pub fn article(self, document: &Document) -> article::Article {
        let mut steps = self;
        loop {
            match steps {
                Steps(State::Quotes(.., article)) => return article,
                before => match before.advance(document) {
                    Outcome::Underway(next) => steps = next,
                    Outcome::Done(reading) => return reading.article,
                },
            }
        }
    }

    /// Takes all the steps that are left.
    pub fn finish(self, document: &Document) -> Reading {
        let mut steps = self;
        loop {
            match steps.advance(document) {
                Outcome::Underway(next) => steps = next,
                Outcome::Done(reading) => return reading,
            }
        }
    }
}

fn finished(metadata: Metadata, region: Region, removed: Vec<LeftOut>, article: article::Article) -> Reading {
    let quotes = quotes::find(&article.text, &context(&metadata));
    let Region { nodes, posts, confidence, notes, .. } = region;
    Reading { article, quotes, removed, region: nodes, posts, confidence, notes, metadata }
}
