//! What the page says about the article: title, byline, date, site, language, lead image.
//!
//! Precedence, highest first:
//! - **title**: the `<h1>` that agrees with the page's title (meta or `<title>`); `og:title`; JSON-LD `headline`; `<title>`
//!   without the site's name; the first heading.
//! - **byline**: the line by the headline that says "By"; JSON-LD `author`; author meta tags; elements that call themselves
//!   author (`itemprop`, `rel`, class, a link to an author's page), nearest to the headline first; a name beside its
//!   portrait; "Written by" anywhere. The site's own name, an organisation's, a desk's and an account's are taken only where
//!   all of these name nobody else.
//! - **date**: a meta tag that says publication (`article:published_time` and its kin); the date line by the headline; JSON-LD
//!   `datePublished` and meta tags that say no more than "date"; `<time>` and date classes; a date beside the author; the
//!   date in the address; a line that says "Published" anywhere. A date shown beats the meta tag where it is the earlier one,
//!   or the later one if neither the line nor the page says that it is the date of a change; a day apart they are one moment
//!   in two zones, and the meta tag has the zone. Counted on the development pages where the two differ, the known answer is
//!   the meta tag's 18 times against 5 for a line that says "Updated"; where JSON-LD alone differs from the line, the line's
//!   23 times against 3: content systems write the day of import or of the last change there.
//! - **site**: `og:site_name`; `application-name`; JSON-LD `publisher`; the host.
//!
//! Everything here comes from the page and is hostile: values are folded to one line, cut to a sane length, freed of what nobody
//! sees, and only ever shown as text.

mod author;
mod byline;
mod date;
mod json_ld;
mod lines;
mod page;
mod published;
mod title;
mod words;

use crate::address;
use crate::document::{Document, NodeId};
use crate::model::{Direction, Metadata, MetadataField};
use crate::tag::Attribute;
use crate::text::{folded, visible_line};
use json_ld::JsonLd;
use page::{decode_entities, short, Page};

/// Reads the page's metadata. Total; linear in the page.
pub fn read(document: &Document) -> Metadata {
    let page = page::gather(document);
    let scripts = page.scripts.iter().filter_map(|id| Some(document.text(document.children(*id).next()?)));
    // Some frameworks write what should be a script into a meta tag of that name.
    let in_meta = page.meta.iter().filter(|(name, _)| name.contains("ld+json")).map(|(_, content)| content.as_str());
    let json = json_ld::read(scripts.chain(in_meta));
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
    let (title, title_at) = match title::headline(document, &page, &json, site.as_deref(), host) {
        (None, _) => title::first_line(document),
        known => known,
    };
    let month_first = lang.as_deref().is_none_or(|lang| matches!(lang, "en" | "en-US" | "en-us"));
    // A headline that is no <h1> is looked for by its words.
    let headline_at = title_at
        .or_else(|| lines::of_text(document, title.as_deref()?))
        .or_else(|| title::lesser_heading(&page, title.as_deref()?));
    let around = headline_at.map(|at| lines::around(document, at)).unwrap_or_default();
    let (byline, byline_at) = author::read(document, &page, &json, &around, site.as_deref(), headline_at);
    let (published, date_at) = published::read(document, &page, &json, &around, headline_at, byline_at, month_first);
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
    let shown = |text: Option<String>| text.map(|text| visible_line(&text)).filter(|text| !text.is_empty());
    Metadata {
        dir: direction(document, lang.as_deref()),
        title: shown(title),
        byline: shown(byline),
        published,
        site: shown(site),
        lang,
        image,
        excerpt: shown(excerpt.map(|text| short(&decode_entities(&text)))),
        url: url.or_else(|| address::resolve("", document.url())),
        article_body: json.body.map(|body| folded(&decode_entities(&body))).filter(|body| !body.is_empty()),
        places,
    }
}

/// Lines of the best kind first, of one kind the one nearest to the headline first.
fn nearest(lines: &[(NodeId, String, u8)], from: NodeId) -> Vec<&(NodeId, String, u8)> {
    let keys = lines.iter().map(|(id, _, rank)| u64::from(*rank) << 32 | u64::from(id.0.abs_diff(from.0)));
    crate::order::ascending(keys).into_iter().filter_map(|at| lines.get(at)).collect()
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
    fn the_line_that_says_by_names_the_author() {
        for (line, expected) in [
            ("<p>By Ann Lee</p>", "Ann Lee"),
            (
                "<p>By <a href=/x>Ann Lee</a>, <a href=/y>Bo Ek</a> and <a href=/z>Cy Orr</a></p>",
                "Ann Lee, Bo Ek and Cy Orr",
            ),
            ("<div>Written by</div><div>Ann Lee</div><div>Editor</div>", "Ann Lee"),
            ("<p>Posted on 3 May 2021 by Ann Lee</p>", "Ann Lee"),
            ("<p>Von <span>Karla Groß</span></p>", "Karla Groß"),
            ("<p>Reviewed by Cy Orr</p><p>By Ann Lee</p>", "Ann Lee"),
            ("<ul><li><a href='#a'>By Rail</a></ul><p>By Ann Lee</p>", "Ann Lee"),
            (
                "<p>By Monday the water had gone down and the bridge was open to walkers.</p><p>By Ann Lee</p>",
                "Ann Lee",
            ),
        ] {
            let page = format!("<meta name=author content='Uploader Two'><h1>Bridge falls in storm</h1>{line}");
            assert_eq!(of(&page).byline.as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn the_site_is_the_author_where_nobody_else_is() {
        let page = "<meta property=og:site_name content='Daily Wire'><meta name=author content='Daily Wire'><h1>Bridge falls</h1>";
        assert_eq!(of(page).byline.as_deref(), Some("Daily Wire"));
        assert_eq!(of(&format!("{page}<a rel=author>Ann Lee</a>")).byline.as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn cards_of_other_sites_say_what_they_hold() {
        let page = "<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='12 minutes'>\
            <meta name=twitter:label2 content='Written by'><meta name=twitter:data2 content='Ann Lee'>";
        assert_eq!(of(page).byline.as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn who_comments_is_no_author() {
        let page =
            "<h1>Bridge falls</h1><div class=authorName>Ann Lee</div><div id=comments><b class=author>Cy Orr</b></div>";
        assert_eq!(of(page).byline.as_deref(), Some("Ann Lee"));
        assert_eq!(of("<h1>Bridge falls</h1><div id=comments><b class=author>Cy Orr</b></div>").byline, None);
    }

    #[test]
    fn the_date_line_by_the_headline_is_found_without_a_class() {
        for line in ["<p>May 3, 2021</p>", "<p>3. Mai 2021 | 4 min</p>", "<div>Published</div><div>May 3, 2021</div>"] {
            let page = format!("<h1>Bridge falls in storm</h1><p>The town counts its losses</p>{line}<p>It fell on 1 May 2021, at noon, when nobody was near.</p>");
            assert_eq!(of(&page).published.as_deref(), Some("2021-05-03"), "{line}");
        }
    }

    #[test]
    fn a_name_elsewhere_on_the_page_is_the_last_resort() {
        for (line, expected) in [
            ("<p>It rained.</p><h4>Written by Ann Lee</h4>", Some("Ann Lee")),
            ("<p>It rained.</p><div>Article by</div><div>Ann Lee</div>", Some("Ann Lee")),
            ("<img alt='Portrait of Ann Lee'><div>Ann Lee</div>", Some("Ann Lee")),
            ("<img alt='Kettles'><div>Kettles</div>", None),
        ] {
            let page = format!("<h1>Bridge falls in storm</h1>{line}");
            assert_eq!(of(&page).byline.as_deref(), expected, "{line}");
        }
        let page = "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"Wire Group\"}}</script>\
            <h1>Bridge falls in storm</h1>";
        assert_eq!(of(page).byline.as_deref(), Some("Wire Group"));
        assert_eq!(of(&format!("{page}<p class=author>Ann Lee</p>")).byline.as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn figures_are_read_as_the_page_reads_them_elsewhere() {
        let page = "<link rel=canonical href=https://www.wire.example/2021/april/03/x><h1>Bridge falls in storm</h1><p>03/04/2021</p>";
        assert_eq!(of(page).published.as_deref(), Some("2021-04-03"));
        let page = "<h1>Bridge falls in storm</h1><p>03/04/2021</p>";
        assert_eq!(of(page).published.as_deref(), Some("2021-03-04"));
    }

    #[test]
    fn of_two_dates_that_of_publication_is_taken() {
        let meta = "<meta property=article:published_time content='2021-05-03T23:30:00Z'>";
        let json = "<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":\"2021-09-09\"}</script>";
        for (head, line, expected) in [
            // The same moment in another zone.
            (meta, "May 4, 2021", "2021-05-03T23:30:00Z"),
            (meta, "Updated June 7, 2022", "2021-05-03T23:30:00Z"),
            (meta, "March 1, 2020", "2020-03-01"),
            (meta, "Published May 3, 2021 Updated June 7, 2022", "2021-05-03T23:30:00Z"),
            // Day and time stated only for machines against the day shown to readers.
            (json, "May 3, 2021", "2021-05-03"),
        ] {
            let page = format!("{head}<h1>Bridge falls in storm</h1><p>{line}</p>");
            assert_eq!(of(&page).published.as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn dates_in_the_languages_and_places_pages_use() {
        for (head, line, expected) in [
            ("", "<p>7. März 2022, 10:15 Uhr</p>", "2022-03-07"),
            ("", "<p>Publié le 1er août 2021 à 9h30</p>", "2021-08-01"),
            ("", "<p>Martes, 7 de marzo de 2022</p>", "2022-03-07"),
            ("", "<p>2022年10月5日 9時30分</p>", "2022-10-05"),
            ("", "<p>November 2015</p>", "2015-11"),
            ("", "<span class=date title='2021-05-03T08:00:00Z'>3 years ago</span>", "2021-05-03T08:00:00Z"),
            ("", "<time datetime=now>May 3, 2021</time>", "2021-05-03"),
            // A library's own tag, and a line with the date of an earlier state.
            ("<meta name=citation_date content=2021-05-03>", "<p>First published 4 April 2020</p>", "2021-05-03"),
            // The evening of the third where it was written, the fourth in Greenwich.
            (
                "<link rel=canonical href=https://www.wire.example/2021/05/03/x>\
                <meta property=article:published_time content='2021-05-04T02:41:00Z'>",
                "<p>Posted on May 3, 2021</p>",
                "2021-05-03",
            ),
            ("", "<p>30 Sep 2022</p><p>This story was originally published on 26 Sep 2019 at noon and is kept up to date.</p>", "2019-09-26"),
            ("", "<p>It fell in the night.</p><div>Date</div><div>November 2003</div>", "2003-11"),
            ("", "<p>It fell in the night.</p><p>Post time: 01-04-2024</p>", "2024-01-04"),
            ("<meta name='script:ld+json' content='{&quot;@type&quot;:&quot;Article&quot;,&quot;datePublished&quot;:&quot;2021-05-03&quot;}'>", "", "2021-05-03"),
        ] {
            let page = format!("<title>Bridge falls in storm</title>{head}<h1>Bridge falls in storm</h1>{line}");
            let document = crate::html::document(&page, "");
            assert_eq!(read(&document).published.as_deref(), Some(expected), "{head}{line}");
        }
    }

    #[test]
    fn a_heading_that_leads_to_another_story_is_not_the_headline() {
        let page = "<title>Where to cycle by the river</title><link rel=canonical href=https://www.wire.example/cycle>\
            <h1>The best places to cycle by the water</h1><p>May 3, 2021</p><div><h1><a href=/swim>Where to swim by the river</a></h1><p>1 June 2022</p></div>";
        let found = of(page);
        assert_eq!(found.published.as_deref(), Some("2021-05-03"));
    }

    #[test]
    fn the_date_by_a_lesser_heading_is_found() {
        let page = "<title>7 ways to change the diet</title><h3>blog | February 01, 2022</h3><h2>7 ways to help you change the diet</h2><p>Eat.</p>";
        let document = crate::html::document(page, "");
        assert_eq!(read(&document).published.as_deref(), Some("2022-02-01"));
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
