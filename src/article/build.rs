//! Builds the article from the region of the page, less what was left out, in one walk without recursion.

use super::line::Line;
use super::table::{self, Table};
use super::{lay_out, math, picture, post, signs, Article, Block, Inline, Media, Prose, Style, DEEPEST};
use crate::address;
use crate::document::{Document, NodeId, NodeRange};
use crate::model::Post;
use crate::order::Numbers;
use crate::tag::{Attribute, Tag};

/// What a container becomes when it ends.
#[derive(Debug)]
enum Kind {
    Root,
    List { start: Option<u32>, items: Vec<Vec<Block>> },
    Item,
    Definitions(Vec<(bool, Vec<Block>)>),
    Definition(bool),
    Quotation,
    Figure { media: Vec<Media>, caption: Option<Prose> },
    Table(Table),
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    end: NodeId,
    /// How many frames hold it, with those that will be made for it.
    depth: usize,
    blocks: Vec<Block>,
}

/// What a line of prose becomes when it ends, by the innermost element that decides.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Leaf {
    Paragraph,
    Heading(u8),
    Caption,
}

struct Builder<'a> {
    document: &'a Document,
    frames: Vec<Frame>,
    leaves: Vec<(NodeId, Leaf)>,
    /// Ends of the open block elements: a line never crosses one.
    block_ends: Vec<NodeId>,
    /// Ends of the open cells and table captions.
    cell_ends: Vec<NodeId>,
    line: Line,
    links: Vec<String>,
    images: Numbers,
    /// Removals met in the middle of a line: marked after it.
    pending: Vec<u32>,
    last_math_end: NodeId,
    /// Where the last outermost link and button end.
    link_end: NodeId,
    button_end: NodeId,
    /// Each `<picture>` met, and the address its sources give.
    pictures: Numbers,
    sources: Vec<Option<String>>,
    /// The posts of a thread: what holds them is no list and no table, however it is written.
    posts: &'a [Post],
}

/// Builds the article of `region`. `removals` are disjoint runs of nodes in ascending order, each with its number for
/// [`Block::Omitted`]; one that is [`UNLISTED`](super::UNLISTED) leaves no mark. Before each of a thread's `posts` goes a line that says
/// who wrote it, and when.
pub fn build(document: &Document, region: &NodeRange, removals: &[(NodeRange, u32)], posts: &[Post]) -> Article {
    let mut builder = Builder {
        document,
        frames: vec![Frame { kind: Kind::Root, end: NodeId(u32::MAX), depth: 0, blocks: Vec::new() }],
        leaves: Vec::new(),
        block_ends: Vec::new(),
        cell_ends: Vec::new(),
        line: Line::default(),
        links: Vec::new(),
        images: Numbers::default(),
        pending: Vec::new(),
        last_math_end: NodeId(0),
        link_end: NodeId(0),
        button_end: NodeId(0),
        pictures: Numbers::default(),
        sources: Vec::new(),
        posts,
    };
    let mut next_post = posts.iter().peekable();
    let mut removals = removals.iter().skip_while(|(range, _)| range.end <= region.start).peekable();
    let mut skip_until = region.start;
    for id in document.ids(region) {
        if id < skip_until {
            continue;
        }
        builder.close_to(id);
        while let Some(post) = next_post.next_if(|post| post.at <= id) {
            builder.flush();
            let before = builder.frames.last().map_or(&[][..], |frame| &frame.blocks);
            post::line(post, before).into_iter().for_each(|block| builder.push(block));
        }
        if let Some((range, number)) = removals.next_if(|(range, _)| range.start <= id) {
            builder.omit(range, *number);
            skip_until = range.end;
            while removals.next_if(|(later, _)| later.end <= skip_until).is_some() {}
            continue;
        }
        skip_until = builder.enter(id).unwrap_or(NodeId(id.0 + 1));
    }
    builder.close_to(NodeId(u32::MAX - 1));
    builder.flush();
    let mut blocks = builder.frames.into_iter().next().map(|root| root.blocks).unwrap_or_default();
    post::trim_rules(&mut blocks);
    let text = lay_out(&mut blocks);
    Article { blocks, links: builder.links, text }
}

impl Builder<'_> {
    /// Ends everything that ends before `id`, innermost first.
    fn close_to(&mut self, id: NodeId) {
        while self.block_ends.last().is_some_and(|end| *end <= id) {
            let end = self.block_ends.pop().unwrap_or(id);
            self.line.close_to(end);
            self.flush();
            while self.cell_ends.last().is_some_and(|cell| *cell <= end) {
                self.cell_ends.pop();
                if let Some(Frame { kind: Kind::Table(table), .. }) = self.frames.last_mut() {
                    table.close_cell(&mut self.line);
                }
            }
            while self.leaves.last().is_some_and(|(leaf, _)| *leaf <= end) {
                self.leaves.pop();
            }
            while self.frames.last().is_some_and(|frame| frame.end <= end) {
                self.close_frame();
            }
        }
        self.line.close_to(id);
    }

    /// Starts an element or adds a text. Returns where to go on if its inside has been dealt with.
    fn enter(&mut self, id: NodeId) -> Option<NodeId> {
        let document = self.document;
        let (tag, end) = (document.tag(id), document.end(id));
        match tag {
            Tag::Text => self.line.push_text(document.text(id)),
            Tag::Br => {
                if self.line.push_break() {
                    self.flush();
                }
            }
            Tag::Img | Tag::AmpImg => self.image(id),
            Tag::Video | Tag::Audio => {
                self.figure(picture::player(document, id));
                return Some(end);
            }
            Tag::Iframe if end.0 == id.0 + 1 => self.figure(picture::player(document, id)),
            Tag::Math => {
                if let Some(math) = math::read(document, id) {
                    let display = math.display && self.line.is_empty();
                    self.line.push(Inline::Math(math));
                    if display {
                        self.flush();
                    }
                }
                self.last_math_end = end;
                return Some(end);
            }
            Tag::Noscript | Tag::Picture => {}
            Tag::Pre => {
                self.flush();
                self.code(id);
                return Some(end);
            }
            Tag::Button
                if signs::is_outermost(id, end, &mut self.button_end)
                    && self.leaves.is_empty()
                    && signs::is_control(self.document, id) =>
            {
                return Some(end)
            }
            Tag::Rt | Tag::Rp => return Some(end),
            _ if tag.is_unread() => return Some(end),
            _ if signs::is_visual_math(self.document, id, self.last_math_end) => return Some(end),
            _ if tag.is_block() || tag == Tag::Iframe => {
                self.flush();
                self.block_ends.push(end);
                self.enter_block(id, tag, end);
            }
            Tag::A if signs::is_outermost(id, end, &mut self.link_end) && signs::is_anchor_sign(self.document, id) => {
                return Some(end)
            }
            Tag::A if picture::is_linked_player(document, id) => {
                self.figure(picture::linked_player(document, id));
                return Some(end);
            }
            Tag::A => {
                let href = document.attribute(id, Attribute::Href);
                let link = href.and_then(|href| address::link(document.base(), href)).map(|address| {
                    self.links.push(address);
                    self.links.len() as u32 - 1
                });
                self.line.enter(end, Style::default(), link, "");
            }
            Tag::Q => {
                // Browsers draw these marks; the text has none of them.
                self.line.push_text("“");
                self.line.enter(end, Style::default(), None, "”");
            }
            _ => {
                let style = Style::of(tag);
                if style != Style::default() {
                    self.line.enter(end, style, None, "");
                }
            }
        }
        None
    }

    fn enter_block(&mut self, id: NodeId, tag: Tag, end: NodeId) {
        let document = self.document;
        if let Some(Frame { kind: Kind::Table(table), .. }) = self.frames.last_mut() {
            match tag {
                Tag::Td | Tag::Th | Tag::Caption => {
                    self.cell_ends.push(end);
                    if tag == Tag::Caption {
                        self.leaves.push((end, Leaf::Caption));
                    }
                    table.enter(document, id, &mut self.line);
                }
                Tag::Li => self.line.push_text("• "),
                _ => table.enter(document, id, &mut self.line),
            }
            return;
        }
        let kind = match tag {
            Tag::Ul | Tag::Menu | Tag::Ol | Tag::Dl | Tag::Table if post::stand_within(self.posts, id, end) => None,
            Tag::Ul | Tag::Menu => Some(Kind::List { start: None, items: Vec::new() }),
            Tag::Ol => {
                let start = document.attribute(id, Attribute::Start).and_then(|start| start.trim().parse().ok());
                Some(Kind::List { start: Some(start.unwrap_or(1)), items: Vec::new() })
            }
            Tag::Li if self.is_in_list() => Some(Kind::Item),
            Tag::Dl => Some(Kind::Definitions(Vec::new())),
            Tag::Dt | Tag::Dd if self.is_in_definitions() => Some(Kind::Definition(tag == Tag::Dt)),
            Tag::Blockquote => Some(Kind::Quotation),
            Tag::Figure => Some(Kind::Figure { media: Vec::new(), caption: None }),
            Tag::Table if table::is_data(document, id) => Some(Kind::Table(Table::default())),
            Tag::Hr => {
                self.push(Block::Rule);
                None
            }
            _ => None,
        };
        if let Some(kind) = kind {
            // What stands in a list and is no item becomes one: it counts as deep as it is written out.
            let is_loose = (self.is_in_list() && !matches!(kind, Kind::Item))
                || (self.is_in_definitions() && !matches!(kind, Kind::Definition(_)));
            let depth = self.frames.last().map_or(0, |frame| frame.depth) + 1 + usize::from(is_loose);
            // A figure holds no container but itself: it may be the last.
            if depth < DEEPEST || depth == DEEPEST && matches!(kind, Kind::Figure { .. }) {
                self.frames.push(Frame { kind, end, depth, blocks: Vec::new() });
            }
        }
        if let Some(level) = tag.heading_level() {
            self.leaves.push((end, Leaf::Heading(level)));
        } else if tag == Tag::Figcaption || self.is_caption(id) {
            self.leaves.push((end, Leaf::Caption));
        } else if tag == Tag::Summary {
            self.line.enter(end, Style::STRONG, None, "");
        }
    }

    fn is_in_list(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { kind: Kind::List { .. }, .. }))
    }

    fn is_in_definitions(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { kind: Kind::Definitions(_), .. }))
    }

    /// Whether an element outside `<figure>` calls itself a caption and follows a picture.
    fn is_caption(&self, id: NodeId) -> bool {
        let follows_figure = self
            .frames
            .last()
            .is_some_and(|frame| matches!(frame.blocks.last(), Some(Block::Figure { caption: None, .. })));
        follows_figure && signs::is_named_caption(self.document, id)
    }

    fn image(&mut self, id: NodeId) {
        let document = self.document;
        let picture = document.parent(id).filter(|parent| document.tag(*parent) == Tag::Picture);
        // Looked for once: a picture may hold any number of images.
        let of_sources = picture.and_then(|picture| {
            let number = self.pictures.of(&picture);
            if number == self.sources.len() {
                self.sources.push(picture::of_sources(document, picture));
            }
            self.sources.get(number)?.as_deref()
        });
        let Some(image) = picture::image(document, id, of_sources) else { return };
        if picture::is_icon(&image) && self.line.is_empty() {
            // Emoji drawn as pictures carry the character as their text.
            if !image.alt.is_empty() && image.alt.chars().count() <= 2 && !image.alt.is_ascii() {
                self.line.push_text(&image.alt);
            }
            return;
        }
        if self.line.is_empty() {
            self.figure(Some(Media::Image(image)));
        } else {
            self.line.push(Inline::Image(image));
        }
    }

    /// Puts a picture or player where it stands: into the open figure, or as a figure of its own.
    fn figure(&mut self, found: Option<Media>) {
        let Some(found) = found else { return };
        if let Some(Frame { kind: Kind::Figure { media, .. }, .. }) = self.frames.last_mut() {
            media.push(found);
            return;
        }
        if let Media::Image(image) = &found {
            if !self.images.is_new(image.address.as_str()) {
                return;
            }
        }
        self.flush();
        self.push(Block::Figure { media: vec![found], caption: None });
    }

    fn code(&mut self, id: NodeId) {
        let document = self.document;
        let mut text = String::new();
        let mut language = document.attribute(id, Attribute::DataLanguage).map(str::to_owned);
        for node in document.descendants(id) {
            match document.tag(node) {
                Tag::Text => text.push_str(document.text(node)),
                Tag::Br => text.push('\n'),
                _ => {}
            }
        }
        for node in std::iter::once(id).chain(document.descendants(id)) {
            language = language.or_else(|| {
                let class = document.attribute(node, Attribute::Class)?;
                class
                    .split_ascii_whitespace()
                    .find_map(|token| token.strip_prefix("language-").or_else(|| token.strip_prefix("lang-")))
                    .map(str::to_owned)
            });
        }
        let text = text.replace('\r', "");
        let lines = text.trim_end().trim_start_matches('\n');
        if lines.trim().is_empty() {
            return;
        }
        let run = super::Run { text: lines.to_owned(), ..super::Run::default() };
        let prose = Prose { inlines: vec![Inline::Run(run)], ..Prose::default() };
        let named =
            |name: &String| name.len() < 24 && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-#".contains(&c));
        if let Some(Frame { kind: Kind::Table(_), .. }) = self.frames.last() {
            self.line.push_text(lines);
        } else {
            self.push(Block::Code { prose, language: language.filter(named) });
        }
    }

    fn omit(&mut self, range: &NodeRange, number: u32) {
        let cuts_block = self.document.ids(range).any(|id| self.document.tag(id).is_block());
        if cuts_block || self.line.is_empty() {
            self.flush();
            if number != super::UNLISTED {
                self.push(Block::Omitted(number));
            }
        } else if number != super::UNLISTED {
            self.pending.push(number);
        }
    }

    /// Ends the line: what it holds becomes a block of the kind the innermost element says.
    fn flush(&mut self) {
        let leaf = self.leaves.last().map_or(Leaf::Paragraph, |(_, leaf)| *leaf);
        if let Some(Frame { kind: Kind::Table(table), .. }) = self.frames.last_mut() {
            table.flush(&mut self.line, leaf == Leaf::Caption);
        } else {
            let prose = self.line.take();
            if !prose.is_empty() {
                match leaf {
                    Leaf::Heading(level) if prose.has_text() => self.push(Block::Heading(level, prose)),
                    Leaf::Caption => self.caption(prose),
                    _ => self.push(Block::Paragraph(prose)),
                }
            }
        }
        for number in std::mem::take(&mut self.pending) {
            self.push(Block::Omitted(number));
        }
    }

    /// Gives a caption to the figure that is open, or that was just closed.
    fn caption(&mut self, prose: Prose) {
        let Some(frame) = self.frames.last_mut() else { return };
        let place = match &mut frame.kind {
            Kind::Figure { caption, .. } => Some(caption),
            _ => match frame.blocks.last_mut() {
                Some(Block::Figure { caption, .. }) => Some(caption),
                _ => None,
            },
        };
        match place {
            Some(Some(known)) => {
                known.inlines.push(Inline::Break);
                known.inlines.extend(prose.inlines);
            }
            Some(empty) => *empty = Some(prose),
            None => self.push(Block::Figure { media: Vec::new(), caption: Some(prose) }),
        }
    }

    /// Adds a block to the innermost container, in the form that container takes.
    fn push(&mut self, block: Block) {
        let mut frames = self.frames.iter_mut().rev();
        let Some(frame) = frames.next() else { return };
        let is_mark = matches!(block, Block::Omitted(_) | Block::Rule);
        match &mut frame.kind {
            Kind::List { items, .. } => match items.last_mut() {
                Some(item) if is_mark => item.push(block),
                None if is_mark => {
                    if let Some(outer) = frames.next() {
                        outer.blocks.push(block);
                    }
                }
                _ => items.push(vec![block]),
            },
            Kind::Definitions(parts) => parts.push((false, vec![block])),
            // A table has room for cells only; a mark between its rows goes before it.
            Kind::Table(_) => {
                if let Some(outer) = frames.next() {
                    outer.blocks.push(block);
                }
            }
            _ => frame.blocks.push(block),
        }
    }

    fn close_frame(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { kind, mut blocks, .. }) = self.frames.pop() else { return };
        match kind {
            Kind::Root => {}
            Kind::List { start, items } => {
                if !items.is_empty() {
                    self.push(Block::List { start, items });
                }
            }
            Kind::Item => match self.frames.last_mut() {
                Some(Frame { kind: Kind::List { items, .. }, .. }) if !blocks.is_empty() => {
                    match items.last_mut() {
                        // An item of which only the mark of a removal is left adds no bullet.
                        Some(before) if blocks.iter().all(|block| matches!(block, Block::Omitted(_))) => {
                            before.append(&mut blocks)
                        }
                        _ => items.push(blocks),
                    }
                }
                _ => blocks.into_iter().for_each(|block| self.push(block)),
            },
            Kind::Definitions(parts) => {
                if !parts.is_empty() {
                    self.push(Block::Definitions(parts));
                }
            }
            Kind::Definition(is_term) => match self.frames.last_mut() {
                Some(Frame { kind: Kind::Definitions(parts), .. }) if !blocks.is_empty() => {
                    parts.push((is_term, blocks))
                }
                _ => blocks.into_iter().for_each(|block| self.push(block)),
            },
            Kind::Quotation => {
                if !blocks.is_empty() {
                    self.push(Block::Quotation(blocks));
                }
            }
            Kind::Figure { mut media, caption } => {
                let images = &mut self.images;
                media.retain(|medium| match medium {
                    Media::Image(image) => images.is_new(image.address.as_str()),
                    Media::Player { .. } => true,
                });
                let around = std::mem::take(&mut blocks);
                around.into_iter().for_each(|block| self.push(block));
                if !media.is_empty() || caption.is_some() {
                    self.push(Block::Figure { media, caption });
                }
            }
            Kind::Table(table) => table.finish().into_iter().for_each(|block| self.push(block)),
        }
    }
}
