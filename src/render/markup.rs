//! The walk over the article that DOM and HTML share: which element each block and inline becomes.

use super::{segments, Piece, Segment, Sink};
use crate::article::{Article, Block, Image, Inline, Math, MathNode, Media, PlayerKind, Prose, Row, Style};
use crate::model::{Quote, QuoteKind};
use crate::order::Numbers;
use crate::text::CodePoints;

/// What to draw beside the article's own words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Write the speaker's name after the first line of each quote, mark the places where something was left out, and say of each
    /// line where it begins in the text (`data-at`, in code points). Off for export: the exported page holds the article's words only.
    pub labels: bool,
}

/// What each part of an article must know of the whole: gathered once, so that many parts take no longer than one.
#[derive(Debug)]
pub struct Whole {
    /// The number of each quote's speaker.
    voices: Vec<Option<usize>>,
    points: CodePoints,
}

impl Whole {
    /// Gathers it from an article's text and its quotes.
    pub fn new(text: &str, quotes: &[Quote]) -> Whole {
        let mut known = Numbers::default();
        let voices = quotes.iter().map(|quote| quote.speaker.as_deref().map(|name| known.of(name))).collect();
        Whole { voices, points: CodePoints::new(text) }
    }
}

/// Drives `sink` with the article. `quotes` belong to its text, ascending.
pub fn write(article: &Article, quotes: &[Quote], options: Options, sink: &mut dyn Sink) {
    let whole = Whole::new(&article.text.text, quotes);
    write_blocks(article, quotes, &whole, options, &article.blocks, sink);
}

/// Drives `sink` with some blocks, which are the article's or parts of them.
pub fn write_blocks(
    article: &Article,
    quotes: &[Quote],
    whole: &Whole,
    options: Options,
    blocks: &[Block],
    sink: &mut dyn Sink,
) {
    let mut writer = Writer { article, quotes, whole, options, sink };
    writer.blocks(blocks);
}

/// The speakers of the quotes in order of first appearance.
pub fn speakers(quotes: &[Quote]) -> Vec<&str> {
    let mut known = Numbers::default();
    quotes.iter().filter_map(|quote| quote.speaker.as_deref()).filter(|name| known.is_new(*name)).collect()
}

struct Writer<'a> {
    article: &'a Article,
    quotes: &'a [Quote],
    whole: &'a Whole,
    options: Options,
    // Named by its face alone: one copy of this walk in the module, not one for each sink.
    sink: &'a mut dyn Sink,
}

impl Writer<'_> {
    // Blocks nest at most `article::DEEPEST` levels, so this recursion is bounded.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn element(&mut self, name: &str, prose: &Prose) {
        self.element_with(name, &[], prose);
    }

    fn element_with(&mut self, name: &str, attributes: &[(&str, &str)], prose: &Prose) {
        let at = || self.whole.points.at(&self.article.text.text, prose.span.start as usize);
        let place = self.options.labels.then(|| at().to_string());
        let mut attributes = attributes.to_vec();
        if let Some(place) = &place {
            attributes.push(("data-at", place));
        }
        self.sink.open(name, &attributes);
        self.prose(prose);
        self.sink.close();
    }

    /// A list item, term or description: a single paragraph needs no element of its own in it.
    fn item(&mut self, name: &str, blocks: &[Block]) {
        if let [Block::Paragraph(prose)] = blocks {
            return self.element(name, prose);
        }
        self.sink.open(name, &[]);
        self.blocks(blocks);
        self.sink.close();
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(prose) => self.element("p", prose),
            Block::Heading(level, prose) => {
                self.element(["h1", "h2", "h3", "h4", "h5", "h6"].get(*level as usize - 1).unwrap_or(&"h6"), prose);
            }
            Block::List { start, items } => {
                let start = start.map(|start| start.to_string());
                match start.as_deref() {
                    None => self.sink.open("ul", &[]),
                    Some("1") => self.sink.open("ol", &[]),
                    Some(start) => self.sink.open("ol", &[("start", start)]),
                }
                for item in items {
                    self.item("li", item);
                }
                self.sink.close();
            }
            Block::Definitions(parts) => {
                self.sink.open("dl", &[]);
                for (is_term, blocks) in parts {
                    self.item(if *is_term { "dt" } else { "dd" }, blocks);
                }
                self.sink.close();
            }
            Block::Quotation(blocks) => {
                self.sink.open("blockquote", &[]);
                self.blocks(blocks);
                self.sink.close();
            }
            Block::Figure { media, caption } => {
                self.sink.open("figure", &[]);
                media.iter().for_each(|medium| self.medium(medium));
                if let Some(caption) = caption {
                    self.element("figcaption", caption);
                }
                self.sink.close();
            }
            Block::Code { prose, language } => {
                self.sink.open("pre", &[]);
                let class = language.as_ref().map(|language| format!("language-{language}"));
                let class = class.as_ref().map(|class| ("class", class.as_str()));
                self.element_with("code", class.as_slice(), prose);
                self.sink.close();
            }
            Block::Table { caption, rows } => self.table(caption.as_ref(), rows),
            Block::Rule => self.empty("hr", &[]),
            Block::Omitted(number) if self.options.labels => {
                self.empty("span", &[("class", "omitted"), ("data-removed", &number.to_string()), ("hidden", "")]);
            }
            Block::Omitted(_) => {}
        }
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.sink.open(name, attributes);
        self.sink.close();
    }

    fn table(&mut self, caption: Option<&Prose>, rows: &[Row]) {
        self.sink.open("table", &[]);
        if let Some(caption) = caption {
            self.element("caption", caption);
        }
        for row in rows {
            self.sink.open("tr", &[]);
            for cell in &row.cells {
                let (columns, height) = (cell.columns.to_string(), cell.rows.to_string());
                let mut attributes: Vec<(&str, &str)> = Vec::new();
                if cell.columns > 1 {
                    attributes.push(("colspan", &columns));
                }
                if cell.rows > 1 {
                    attributes.push(("rowspan", &height));
                }
                self.element_with(if cell.header { "th" } else { "td" }, &attributes, &cell.prose);
            }
            self.sink.close();
        }
        self.sink.close();
    }

    fn image(&mut self, image: &Image) {
        let size = image.size.map(|(width, height)| (width.to_string(), height.to_string()));
        let mut attributes = vec![
            ("src", image.address.as_str()),
            ("alt", image.alt.as_str()),
            ("loading", "lazy"),
            ("decoding", "async"),
            ("referrerpolicy", "no-referrer"),
        ];
        if let Some((width, height)) = &size {
            attributes.extend([("width", width.as_str()), ("height", height.as_str())]);
        }
        self.empty("img", &attributes);
    }

    /// A player is a still that links to where it plays; nothing of it is loaded.
    fn medium(&mut self, medium: &Media) {
        match medium {
            Media::Image(image) => self.image(image),
            Media::Player { kind, address, poster, title } => {
                let class = match kind {
                    PlayerKind::Video => "player video",
                    PlayerKind::Audio => "player audio",
                    PlayerKind::Embed => "player embed",
                };
                self.sink.open("a", &[("class", class), ("href", address), ("rel", "noopener noreferrer")]);
                if let Some(poster) = poster {
                    self.image(&Image { address: poster.clone(), alt: title.clone(), size: None });
                } else {
                    let shown = if title.is_empty() { crate::address::host(address) } else { title };
                    self.sink.text(shown);
                }
                self.sink.close();
            }
        }
    }

    fn prose(&mut self, prose: &Prose) {
        for segment in segments(prose, self.quotes) {
            let speech = segment.quote.and_then(|number| Some((number, self.quotes.get(number)?)));
            match speech.filter(|(_, quote)| quote.kind != QuoteKind::Unattributed) {
                Some((number, quote)) => self.quote(number, quote, &segment),
                None => self.pieces(&segment),
            }
        }
    }

    fn quote(&mut self, number: usize, quote: &Quote, segment: &Segment) {
        let voice = self.whole.voices.get(number).copied().flatten();
        let number = number.to_string();
        let speaker = quote.speaker.as_deref();
        let voice = voice.map(|voice| voice.to_string());
        let mut attributes = vec![("class", "quote")];
        if self.options.labels {
            attributes.extend([("data-quote", number.as_str()), ("data-kind", quote.kind.name())]);
            if let Some(voice) = &voice {
                attributes.push(("data-speaker", voice));
            }
        } else if let Some(speaker) = speaker {
            attributes.push(("data-speaker", speaker));
        }
        self.sink.open("span", &attributes);
        self.pieces(segment);
        self.sink.close();
        if let Some(speaker) = speaker.filter(|_| self.options.labels && segment.starts_quote) {
            self.sink.open("span", &[("class", "speaker"), ("data-quote", number.as_str())]);
            self.sink.text(speaker);
            self.sink.close();
        }
    }

    /// The pieces of a segment: neighbours with the same link share one `<a>`.
    fn pieces(&mut self, segment: &Segment) {
        let mut open_link = None;
        for piece in &segment.inlines {
            let link = match piece {
                Piece::Text(_, run) => run.link,
                Piece::Whole(_) => None,
            };
            if link != open_link {
                if open_link.is_some() {
                    self.sink.close();
                }
                open_link = link.filter(|link| (*link as usize) < self.article.links.len());
                if let Some(address) = open_link.and_then(|link| self.article.links.get(link as usize)) {
                    self.sink.open("a", &[("href", address), ("rel", "noopener noreferrer")]);
                }
            }
            match piece {
                Piece::Text(text, run) => self.styled(text, run.style),
                Piece::Whole(Inline::Break) => self.empty("br", &[]),
                Piece::Whole(Inline::Image(image)) => self.image(image),
                Piece::Whole(Inline::Math(math)) => self.math(math),
                Piece::Whole(Inline::Run(_)) => {}
            }
        }
        if open_link.is_some() {
            self.sink.close();
        }
    }

    fn styled(&mut self, text: &str, style: Style) {
        let mut open = 0;
        for (known, tag) in Style::ALL {
            if style.has(known) {
                self.sink.open(tag.name(), &[]);
                open += 1;
            }
        }
        self.sink.text(text);
        (0..open).for_each(|_| self.sink.close());
    }

    /// A formula. An export holds its source too, where the page gave one, so that it can be read again.
    fn math(&mut self, math: &Math) {
        let characters = math.nodes.iter().filter_map(|(_, node)| match node {
            MathNode::Text(text) => Some(text.as_str()),
            MathNode::Element(_) => None,
        });
        if self.options.labels || characters.collect::<String>() == math.text {
            return self.formula(&math.nodes, math.display);
        }
        let display: &[(&str, &str)] = if math.display { &[("display", "block")] } else { &[] };
        self.sink.open("math", display);
        self.sink.open("semantics", &[]);
        self.sink.open("mrow", &[]);
        self.formula(math.nodes.get(1..).unwrap_or_default(), false);
        self.sink.close();
        self.sink.open("annotation", &[("encoding", "application/x-tex")]);
        self.sink.text(&math.text);
        (0..3).for_each(|_| self.sink.close());
    }

    fn formula(&mut self, nodes: &[(u16, MathNode)], display: bool) {
        let lowest = nodes.first().map_or(0, |(depth, _)| *depth);
        let mut open = lowest;
        for (depth, node) in nodes {
            while open > *depth {
                self.sink.close();
                open -= 1;
            }
            match node {
                MathNode::Element(tag) => {
                    let display: &[(&str, &str)] = if open == 0 && display { &[("display", "block")] } else { &[] };
                    self.sink.open(tag.name(), display);
                    open += 1;
                }
                MathNode::Text(text) => self.sink.text(text),
            }
        }
        (lowest..open).for_each(|_| self.sink.close());
    }
}
