//! What the page says about the article: title, byline, date, site, language, lead image.
//!
//! Precedence, highest first:
//! - **title**: the `<h1>` that agrees with the page's title (meta or `<title>`); `og:title`; JSON-LD `headline`; `<title>`
//!   without the site's name; the first heading.
//! - **byline**: JSON-LD `author`; author meta tags; `itemprop=author` and `rel=author`; a visible line that starts with "By"
//!   or is classed as a byline.
//! - **date**: JSON-LD `datePublished`; meta tags; `itemprop=datePublished`; `<time>`; the date in the address; a visible
//!   date line near the headline.
//! - **site**: `og:site_name`; `application-name`; JSON-LD `publisher`; the host.
//!
//! Everything here comes from the page and is hostile: values are folded to one line, cut to a sane length, and only ever
//! shown as text.

mod byline;
mod date;
mod json_ld;
mod title;

use crate::address;
use crate::document::{Document, NodeId};
use crate::model::{Direction, Metadata, MetadataField};
use crate::tag::{Attribute, Tag};
use crate::text::{folded, normalized};
use json_ld::JsonLd;

/// The longest value kept of any field, in bytes; an `articleBody` may be longer.
const LONGEST: usize = 600;

/// What one walk over the page gathers.
#[derive(Default)]
struct Page {
    /// Meta tags: lower-case name and content, in order.
    meta: Vec<(String, String)>,
    title: String,
    headings: Vec<(NodeId, String)>,
    canonical: Option<String>,
    /// Elements that call themselves author, and their text.
    authors: Vec<(NodeId, String, u8)>,
    /// Elements that hold a date, and its text: `datetime` or the visible words.
    dates: Vec<(NodeId, String, u8)>,
    scripts: Vec<NodeId>,
}

/// The class words of an author line. Whole words: "author" is one, "authority" is not.
const BYLINE_WORDS: [&str; 10] =
    ["byline", "author", "byl", "autor", "auteur", "writer", "contributor", "authors", "signature", "firma"];
/// The class words of a date line.
const DATE_WORDS: [&str; 8] = ["date", "published", "pubdate", "timestamp", "datetime", "datum", "fecha", "dateline"];
/// The longest line of author or date, in bytes.
const LINE: usize = 200;

/// Reads the page's metadata. Total; linear in the page.
pub fn read(document: &Document) -> Metadata {
    let page = gather(document);
    let json = json_ld::read(page.scripts.iter().filter_map(|id| {
        let first = document.children(*id).next()?;
        Some(document.text(first))
    }));
    let canonical =
        page.canonical.as_deref().or(page.meta("og:url")).and_then(|url| address::resolve(document.base(), url));
    let host =
        address::host(if document.url().is_empty() { canonical.as_deref().unwrap_or("") } else { document.url() });
    let url = canonical.clone().filter(|url| host.is_empty() || address::host(url) == host);
    let site = page
        .first(&["og:site_name", "application-name", "apple-mobile-web-app-title"])
        .map(str::to_owned)
        .or_else(|| json.site.clone())
        .map(|site| short(&site))
        .or_else(|| (!host.is_empty()).then(|| host.to_owned()));
    let lang = lang(document, &page, &json);
    let (title, title_at) = match headline(&page, &json, site.as_deref(), host) {
        (None, _) => first_line(document),
        known => known,
    };
    let month_first = lang.as_deref().is_none_or(|lang| matches!(lang, "en" | "en-US" | "en-us"));
    let (published, date_at) = published(document, &page, &json, title_at, host, month_first);
    let (byline, byline_at) = author(document, &page, &json, site.as_deref(), title_at);
    let mut places: Vec<_> = Vec::new();
    let mut place = |field, id: Option<NodeId>| {
        if let Some(id) = id {
            places.push((field, document.subtree(id)));
        }
    };
    place(MetadataField::Title, title_at);
    place(MetadataField::Byline, byline_at);
    place(MetadataField::Date, date_at);
    let image = page.first(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"]);
    let image = image.map(str::to_owned).or(json.image).and_then(|image| address::resolve(document.base(), &image));
    let excerpt =
        page.first(&["og:description", "description", "twitter:description"]).map(str::to_owned).or(json.description);
    Metadata {
        dir: direction(document, lang.as_deref()),
        title,
        byline,
        published,
        site,
        lang,
        image,
        excerpt: excerpt.map(|text| short(&decode_entities(&text))).filter(|text| !text.is_empty()),
        url: url.or_else(|| Some(document.url().to_owned()).filter(|url| !url.is_empty())),
        article_body: json.body.map(|body| folded(&decode_entities(&body))).filter(|body| !body.is_empty()),
        places,
    }
}

impl Page {
    fn meta(&self, name: &str) -> Option<&str> {
        self.meta.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.meta(name))
    }
}

/// Folded and cut to the longest value kept.
fn short(text: &str) -> String {
    let mut text = folded(text);
    let cut = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(cut);
    text
}

/// Resolves the entities that pages escape twice.
fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail.char_indices().take(10).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let entity = end.and_then(|end| tail.get(1..end)).unwrap_or("");
        let decoded = match entity {
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "nbsp" => Some(' '),
            "rsquo" => Some('’'),
            "lsquo" => Some('‘'),
            "rdquo" => Some('”'),
            "ldquo" => Some('“'),
            "ndash" => Some('–'),
            "mdash" => Some('—'),
            "hellip" => Some('…'),
            _ => entity.strip_prefix('#').and_then(|number| {
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                };
                char::from_u32(code?).filter(|c| !c.is_control())
            }),
        };
        let length = match decoded {
            Some(c) => {
                out.push(c);
                entity.len() + 2
            }
            None => {
                out.push('&');
                1
            }
        };
        rest = tail.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

fn gather(document: &Document) -> Page {
    let mut page = Page::default();
    let has_word = |text: Option<&str>, words: &[&str]| {
        text.is_some_and(|text| {
            text.split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| words.iter().any(|known| word.eq_ignore_ascii_case(known)))
        })
    };
    for id in document.all() {
        let attribute = |name| document.attribute(id, name);
        let tag = document.tag(id);
        let text = || document.text_of(&document.subtree(id));
        match tag {
            Tag::Text => continue,
            Tag::Meta => {
                let name =
                    attribute(Attribute::Property).or(attribute(Attribute::Name)).or(attribute(Attribute::Itemprop));
                if let (Some(name), Some(content)) = (name, attribute(Attribute::Content)) {
                    if !content.trim().is_empty() {
                        page.meta.push((name.trim().to_ascii_lowercase(), content.trim().to_owned()));
                    }
                }
                continue;
            }
            // The first <title> is the page's; later ones belong to pictures.
            Tag::Title if page.title.is_empty() => {
                page.title = document.children(id).map(|child| document.text(child)).collect();
            }
            Tag::Link => page.canonical = page.canonical.take().or(attribute(Attribute::Href).map(str::to_owned)),
            Tag::Script => page.scripts.push(id),
            Tag::H1 if page.headings.len() < 20 => {
                let heading = text();
                page.headings.push((id, heading.trim_end_matches(['¶', '#', ' ']).to_owned()));
            }
            Tag::Time if page.dates.len() < 50 => {
                let value = attribute(Attribute::Datetime).map_or_else(text, str::to_owned);
                page.dates.push((id, value, 1));
            }
            _ => {}
        }
        let itemprop = attribute(Attribute::Itemprop);
        let names = [attribute(Attribute::Class), attribute(Attribute::Id), attribute(Attribute::DataTestid)];
        let size = document.end(id).0 - id.0;
        // A line of author or date is small; looking only at small elements keeps this linear.
        if size > 40 {
            continue;
        }
        if page.dates.len() < 50 {
            if has_word(itemprop, &["datePublished", "dateCreated"]) {
                let value =
                    attribute(Attribute::Datetime).or(attribute(Attribute::Content)).map_or_else(text, str::to_owned);
                page.dates.push((id, value, 0));
            } else if tag != Tag::Time && names.iter().any(|name| has_word(*name, &DATE_WORDS)) {
                page.dates.push((id, text(), 2));
            }
        }
        if page.authors.len() < 50 {
            if has_word(itemprop, &["author"]) || has_word(attribute(Attribute::Rel), &["author"]) {
                page.authors.push((id, text(), 0));
            } else if names.iter().any(|name| has_word(*name, &BYLINE_WORDS)) {
                page.authors.push((id, text(), 1));
            }
        }
    }
    page.authors.retain(|(_, text, _)| !text.is_empty() && text.len() <= LINE);
    page.dates.retain(|(_, text, _)| !text.is_empty() && text.len() <= LINE);
    page
}

fn headline(page: &Page, json: &JsonLd, site: Option<&str>, host: &str) -> (Option<String>, Option<NodeId>) {
    let stated = [
        page.first(&["og:title", "twitter:title"]).map(str::to_owned),
        json.headline.clone(),
        page.first(&["parsely-title", "sailthru.title", "citation_title", "dc.title"]).map(str::to_owned),
        Some(page.title.clone()),
    ];
    let is_site = |text: &str| site.is_some_and(|site| normalized(site) == normalized(text));
    let stated: Vec<String> = stated
        .into_iter()
        .flatten()
        .map(|text| title::without_site(&short(&decode_entities(&text)), site, host))
        .filter(|text| !text.is_empty() && !is_site(text))
        .collect();
    let headings =
        page.headings.iter().filter(|(_, text)| !text.trim().is_empty() && !is_site(text) && text.len() <= LONGEST);
    let best = headings
        .clone()
        .map(|(id, text)| {
            let likeness = stated.iter().map(|known| title::similarity(known, text)).fold(0.0_f32, f32::max);
            (likeness, *id, text)
        })
        .fold(None, |best: Option<(f32, NodeId, &String)>, found| match best {
            Some(known) if known.0 >= found.0 => Some(known),
            _ => Some(found),
        });
    match best {
        Some((likeness, id, text))
            if likeness >= 0.4 || stated.is_empty() || page.headings.len() == 1 && likeness >= 0.2 =>
        {
            (Some(folded(text)), Some(id))
        }
        _ => {
            let title = stated.into_iter().next();
            (title.or_else(|| Some(short(&page.title)).filter(|title| !title.is_empty())), None)
        }
    }
}

/// The headline of a page that has no title and no heading: its first line, if that is set like a headline and a sentence
/// follows.
fn first_line(document: &Document) -> (Option<String>, Option<NodeId>) {
    let mut lines = document
        .all()
        .filter(|id| document.is_text(*id) && !document.text(*id).trim().is_empty())
        .filter_map(|id| document.parent(id).filter(|parent| document.tag(*parent).is_block()));
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return (None, None) };
    let text = |id| document.text_of(&document.subtree(id));
    let (line, next) = (text(first), text(second));
    let words = line.split_whitespace().count();
    let is_headline = (3..=25).contains(&words) && !line.contains('\n') && !line.ends_with(['.', ':', ';', '”', '"']);
    let is_sentence =
        next.split_whitespace().count() >= 10 && next.trim_end().ends_with(['.', '!', '?', '”', '"', '…']);
    if is_headline && is_sentence && first != second {
        (Some(line), Some(first))
    } else {
        (None, None)
    }
}

/// Lines of the best kind first, of one kind the one nearest to the headline first.
fn nearest(lines: &[(NodeId, String, u8)], from: NodeId) -> Vec<&(NodeId, String, u8)> {
    let keys = lines.iter().map(|(id, _, rank)| u64::from(*rank) << 32 | u64::from(id.0.abs_diff(from.0)));
    crate::order::ascending(keys).into_iter().filter_map(|at| lines.get(at)).collect()
}

/// The author line and where it stands.
fn author(
    document: &Document,
    page: &Page,
    json: &JsonLd,
    site: Option<&str>,
    title_at: Option<NodeId>,
) -> (Option<String>, Option<NodeId>) {
    let from_json = byline::join(&json.authors.iter().map(|name| decode_entities(name)).collect::<Vec<_>>(), site);
    let from_meta = || {
        let names = [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "citation_author",
            "byl",
            "twitter:data1",
        ];
        names.iter().filter_map(|name| page.meta(name)).find_map(|value| byline::clean(&decode_entities(value), site))
    };
    let visible = || {
        let from = title_at.unwrap_or(NodeId(0));
        // The author line stands near the headline: the nearest of the best kind.
        let lines = nearest(&page.authors, from);
        let (name, id, rank) =
            lines.iter().find_map(|(id, text, rank)| Some((byline::clean(text, site)?, *id, *rank)))?;
        // Several authors, each with a link of their own, in one line: their common parent.
        let parent = document.parent(id);
        let beside = lines.iter().filter(|(other, _, kind)| *kind == rank && document.parent(*other) == parent);
        let names: Vec<(NodeId, String)> = beside.map(|(other, text, _)| (*other, text.clone())).collect();
        let order = crate::order::ascending(names.iter().map(|(other, _)| u64::from(other.0)));
        let in_order: Vec<String> = order.into_iter().filter_map(|at| Some(names.get(at)?.1.clone())).collect();
        let all =
            byline::join(&in_order, site).filter(|all| all.len() > name.len() && rank == 0 && in_order.len() <= 6);
        let at = if all.is_some() { parent.unwrap_or(id) } else { id };
        Some((all.unwrap_or(name), at)).filter(|(name, _)| name.split_whitespace().count() <= 12)
    };
    let shown = visible();
    let byline = from_json.or_else(from_meta).or_else(|| shown.as_ref().map(|(name, _)| name.clone()));
    let at = shown.filter(|(name, _)| byline.as_ref().is_some_and(|byline| title::similarity(byline, name) > 0.4));
    (byline, at.map(|(_, id)| id))
}

fn published(
    document: &Document,
    page: &Page,
    json: &JsonLd,
    title_at: Option<NodeId>,
    _host: &str,
    month_first: bool,
) -> (Option<String>, Option<NodeId>) {
    let parse = |text: &str| date::parse(text, month_first);
    let names = [
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publish-date",
        "publish_date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "citation_publication_date",
        "citation_date",
        "article.published",
        "published_time",
        "cxenseparse:recs:publishtime",
        "article:published",
        "og:published_time",
    ];
    let from = title_at.unwrap_or(NodeId(0));
    let shown = nearest(&page.dates, from).into_iter().find_map(|(id, text, _)| Some((parse(text)?, *id)));
    let published = json
        .published
        .as_deref()
        .and_then(parse)
        .or_else(|| names.iter().filter_map(|name| page.meta(name)).find_map(parse))
        .or_else(|| shown.as_ref().map(|(date, _)| date.clone()))
        .or_else(|| page.canonical.as_deref().and_then(date::in_address))
        .or_else(|| date::in_address(document.url()));
    let same_day = |date: &str| published.as_deref().is_some_and(|known| known.get(..10) == date.get(..10));
    // "23:41" with a date in its attribute is the time of an entry, not the date line.
    let shows_day = |id: &NodeId| parse(&document.text_of(&document.subtree(*id))).is_some();
    let at = shown.filter(|(date, _)| same_day(date)).map(|(_, id)| id).filter(shows_day);
    (published, at)
}

/// The article's language as a BCP 47 tag, syntax checked: what it may do elsewhere is choose fonts and voices.
fn lang(document: &Document, page: &Page, json: &JsonLd) -> Option<String> {
    let declared = document.attribute(document.root(), Attribute::Lang).map(str::to_owned);
    let values =
        [declared, json.lang.clone(), page.first(&["og:locale", "content-language", "language"]).map(str::to_owned)];
    values.into_iter().flatten().map(|value| value.trim().replace('_', "-")).find(|value| {
        let mut parts = value.split('-');
        let primary = parts.next().unwrap_or("");
        (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_alphabetic())
            && value.len() <= 35
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    })
}

/// Writing direction: what the page declares, else what its language is written in.
fn direction(document: &Document, lang: Option<&str>) -> Direction {
    let declared = [document.body(), document.root()].into_iter().find_map(|id| document.attribute(id, Attribute::Dir));
    match declared.map(|dir| dir.trim().to_ascii_lowercase()).as_deref() {
        Some("rtl") => return Direction::RightToLeft,
        Some("ltr") => return Direction::LeftToRight,
        _ => {}
    }
    let primary = lang.and_then(|lang| lang.split('-').next()).map(str::to_ascii_lowercase);
    match primary.as_deref() {
        Some("ar" | "he" | "iw" | "fa" | "ur" | "ps" | "yi" | "sd" | "ug" | "dv" | "ckb") => Direction::RightToLeft,
        _ => Direction::LeftToRight,
    }
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    fn of(html: &str) -> Metadata {
        read(&crate::html::document(html, "https://www.wire.example/2022/10/15/x"))
    }

    #[test]
    fn the_heading_that_agrees_with_the_title_is_the_headline() {
        let found =
            of("<title>Bridge falls in storm - Daily Wire</title><meta property=og:site_name content='Daily Wire'>\
            <h1>Daily Wire</h1><h1>Bridge falls in storm</h1>");
        assert_eq!(found.title.as_deref(), Some("Bridge falls in storm"));
        assert_eq!(found.site.as_deref(), Some("Daily Wire"));
        assert!(found.places.iter().any(|(field, _)| *field == MetadataField::Title));
    }

    #[test]
    fn author_and_date_come_from_the_best_source() {
        let found = of("<meta name=author content='https://social.example/x'><p class=byline>By Ann Lee</p><time datetime=2021-02-03>3 Feb</time>");
        assert_eq!(found.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(found.published.as_deref(), Some("2021-02-03"));
        assert_eq!(of("<p>x").published.as_deref(), Some("2022-10-15"));
    }

    #[test]
    fn language_and_direction_are_checked() {
        assert_eq!(of("<html lang='ar'>").dir, Direction::RightToLeft);
        assert_eq!(of("<html lang='\"><script>'>").lang, None);
        assert_eq!(of("<html lang='en_US'>").lang.as_deref(), Some("en-US"));
    }

    #[test]
    fn double_escaped_entities_are_resolved() {
        assert_eq!(decode_entities("a &amp; b &#8217; &#x41; &bogus; &"), "a & b ’ A &bogus; &");
    }

    #[test]
    fn an_empty_page_has_no_metadata_but_its_address() {
        let found = of("");
        assert_eq!((found.title, found.byline), (None, None));
        assert_eq!(found.site.as_deref(), Some("wire.example"));
    }
}
