//! Runs every attack of `tests/attacks/` through the core: as a page, as metadata, as JSON-LD, and out again as HTML, Markdown and
//! JSON. Nothing but the core's own elements, attributes and schemes may come out, and no name may hold what nobody sees.

#![cfg(feature = "html")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // a test may fail loudly

use std::collections::BTreeSet;
use std::fmt::Write;
use verbatim::document::{Document, NodeId};
use verbatim::reading::Reading;
use verbatim::{html, read};

#[path = "attacks/corpus.rs"]
mod corpus;
#[path = "attacks/unseen.rs"]
mod unseen;

use corpus::{family, Attack};
use unseen::is_unseen;

const STORY: &str = "<p>The old mill at the weir will grind flour again next spring, after a village of ninety houses voted to mend its wheel.</p>\
    <p>\u{201c}A wheel that does not turn is only a very wet shed,\u{201d} said Harriet Okafor, who has kept the key since 1987.</p>";

/// Elements that may come out, and the attributes each may have; the attributes of `*` are everybody's.
const ALLOWED: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "class"]),
    ("img", &["src", "alt", "loading", "decoding", "referrerpolicy", "width", "height"]),
    ("ol", &["start"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan"]),
    ("span", &["class", "data-speaker"]),
    ("code", &["class"]),
    ("math", &["display"]),
    ("annotation", &["encoding"]),
    ("article", &["class"]),
];
const BARE: &str = "html head body p h1 h2 h3 h4 h5 h6 ul li dl dt dd blockquote figure figcaption pre table caption tbody tr br hr \
    em strong code sub sup del ins mark kbd samp var s u small cite dfn b i abbr q \
    mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mfenced menclose mpadded \
    mphantom mstyle merror mmultiscripts mprescripts none semantics";

fn story(title: &str, inside: &str) -> String {
    format!("<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>The mill turns</h1>{STORY}{inside}{STORY}</article></body></html>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Parsed as a browser parses it, every element with all its attributes: what the core's own parser keeps no room for must be seen
/// here, so tags are read by hand. The renderer writes `<name attr="value">` and nothing else.
fn wrongs(html: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        if before.contains('>') {
            wrong.push(format!("a bare > in {before:?}"));
        }
        let Some(end) = tag.find('>') else {
            wrong.push(format!("a tag without an end: {tag:.80}"));
            return wrong;
        };
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            if !is_allowed(name) {
                wrong.push(format!("</{name}>"));
            }
            continue;
        }
        let (name, mut attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        if !is_allowed(name) {
            wrong.push(format!("<{inside:.80}>"));
        }
        let own = ALLOWED.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, own)| own);
        while !attributes.is_empty() {
            let Some((key, after)) = attributes.split_once("=\"") else {
                wrong.push(format!("an attribute without a value in <{inside:.80}>"));
                break;
            };
            let Some((value, next)) = after.split_once('"') else {
                wrong.push(format!("a value without an end in <{inside:.80}>"));
                break;
            };
            attributes = next.trim_start_matches(' ');
            let value = value.replace("&amp;", "&");
            let fits = match key {
                "href" => ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| value.starts_with(scheme)),
                "src" => is_picture(&value),
                "class" => {
                    ["quote", "player video", "player audio", "player embed", "verbatim"].contains(&value.as_str())
                        || is_language(&value)
                }
                "start" | "colspan" | "rowspan" | "width" | "height" => value.bytes().all(|c| c.is_ascii_digit()),
                _ => true,
            };
            if !own.contains(&key) || !fits {
                wrong.push(format!("{key}={value:.80} in <{name}>"));
            }
        }
    }
    if rest.contains('>') {
        wrong.push(format!("a bare > in {rest:.80}"));
    }
    wrong
}

fn is_allowed(name: &str) -> bool {
    ALLOWED.iter().any(|(known, _)| *known == name) || BARE.split_ascii_whitespace().any(|known| known == name)
}

fn is_picture(address: &str) -> bool {
    let data = ["png", "jpeg", "gif", "webp", "avif"].iter().any(|kind| {
        let rest = address.to_ascii_lowercase();
        rest.strip_prefix(&format!("data:image/{kind}")).is_some_and(|rest| rest.starts_with([';', ',']))
    });
    address.starts_with("https://")
        || address.starts_with("http://")
        || data && address.bytes().all(|c| c.is_ascii_graphic())
}

fn is_language(class: &str) -> bool {
    class
        .strip_prefix("language-")
        .is_some_and(|name| name.len() < 24 && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-#".contains(&c)))
}

/// Markdown without its code, in which nothing means anything.
fn without_code(markdown: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<String> = None;
    for line in markdown.lines() {
        let bare = line.trim_start_matches([' ', '>', '-', ':']);
        let ticks: String = bare.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if bare == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    // Spans: a run of backticks that is not escaped, to the next run of the same length.
    let mut spans = String::new();
    let chars: Vec<char> = out.chars().collect();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        if c == '\\' {
            spans.extend(chars.get(at..(at + 2).min(chars.len())).unwrap());
            at += 2;
            continue;
        }
        if c != '`' {
            spans.push(c);
            at += 1;
            continue;
        }
        let ticks = |from: usize| chars[from..].iter().take_while(|c| **c == '`').count();
        let run = ticks(at);
        let mut end = at + run;
        while end < chars.len() && ticks(end) != run {
            end += ticks(end).max(1);
        }
        // Without an end they are only signs.
        end = if end < chars.len() { end + run } else { at + run };
        at = end;
    }
    spans
}

/// What in Markdown would be HTML, or a link to where none may lead.
fn wrongs_in_markdown(markdown: &str) -> Vec<String> {
    let text = without_code(markdown);
    let mut wrong = Vec::new();
    let bytes: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < bytes.len() {
        let rest = || bytes[at..bytes.len().min(at + 60)].iter().collect::<String>();
        match bytes[at] {
            '\\' => at += 1,
            '<' if !["<sup>", "</sup>", "<sub>", "</sub>"].iter().any(|own| rest().starts_with(own)) => {
                wrong.push(format!("HTML: {}", rest()));
            }
            ']' => {
                let rest = rest();
                let is_link = rest.starts_with("](");
                let fits = ["](https://", "](http://", "](mailto:", "](tel:", "](data:image/"]
                    .iter()
                    .any(|own| rest.starts_with(own));
                if is_link && !fits || rest.starts_with("]:") || rest.starts_with("][") {
                    wrong.push(format!("link: {rest}"));
                }
            }
            _ => {}
        }
        at += 1;
    }
    wrong
}

fn check(reading: &Reading, wrong: &mut Vec<String>) {
    let html = reading.html();
    wrong.extend(wrongs(&html));
    wrong.extend(wrongs_in_markdown(&reading.markdown()));
    let metadata = &reading.metadata;
    let fields = [&metadata.title, &metadata.byline, &metadata.site, &metadata.excerpt];
    let speakers = reading.quotes.iter().map(|quote| &quote.speaker);
    for name in fields.into_iter().chain(speakers).flatten().filter(|name| name.chars().any(is_unseen)) {
        wrong.push(format!("unseen in {name:?}"));
    }
    if metadata.lang.as_deref().is_some_and(|lang| !lang.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')) {
        wrong.push(format!("lang {:?}", metadata.lang));
    }
    for address in [&metadata.image, &metadata.url].into_iter().flatten() {
        if !address.starts_with("http://") && !address.starts_with("https://") {
            wrong.push(format!("address {address:?}"));
        }
    }
    for quote in &reading.quotes {
        if quote.span.of(reading.text()).is_empty() {
            wrong.push("a quote of nothing".to_owned());
        }
    }
    if serde_json::from_str::<serde_json::Value>(&reading.json()).is_err() {
        wrong.push("no JSON".to_owned());
    }
}

fn run(attack: &Attack, page: &str, kind: &str, failures: &mut Vec<String>) -> Reading {
    let document = html::document(page, "https://news.example/2024/05/06/mill");
    let reading = read(&document);
    let mut wrong = Vec::new();
    check(&reading, &mut wrong);
    failures.extend(wrong.iter().map(|wrong| format!("{} as {kind}: {wrong:.200}", attack.name)));
    if kind != "page" {
        return reading;
    }
    // Reading what was written gives nothing new.
    let again = read(&html::document(&story("x", &reading.html()), "https://news.example/"));
    let mut wrong = Vec::new();
    check(&again, &mut wrong);
    failures.extend(wrong.iter().map(|wrong| format!("{} read again: {wrong:.200}", attack.name)));
    reading
}

fn as_metadata(text: &str) -> String {
    let value = escaped(text);
    let names = [
        "og:title",
        "og:site_name",
        "og:description",
        "author",
        "article:author",
        "og:image",
        "og:url",
        "og:locale",
        "date",
        "twitter:image",
    ];
    let meta: String = names.iter().fold(String::new(), |mut all, name| {
        let _ = write!(all, "<meta property=\"{name}\" content=\"{value}\">");
        all
    });
    format!(
        "<!doctype html><html lang=\"{value}\" dir=\"{value}\"><head><title>{value}</title>{meta}<link rel=canonical href=\"{value}\"></head>\
         <body><article><h1>{value}</h1><p class=byline>By {value}</p><time datetime=\"{value}\">{value}</time>{STORY}\
         <figure><img src=\"/a.png\" alt=\"{value}\"><figcaption>{value}</figcaption></figure><video poster=\"/p.png\" title=\"{value}\"></video>\
         <table><caption>{value}</caption><tr><th>{value}</th><th>b</th></tr><tr><td>{value}</td><td>d</td></tr></table>\
         <math><annotation encoding=application/x-tex>{value}</annotation><mi>x</mi></math><pre><code>{value}</code></pre>\
         <p>Words before<br>{value}</p><ul><li>{value}</li></ul><p><a href=\"https://example.org/\">{value}</a> <b>{value}</b></p>{STORY}</article></body></html>"
    )
}

fn as_json_ld(text: &str) -> String {
    let value = serde_json::to_string(text).unwrap().replace("</", "<\\/").replace("<!--", "<\\u0021--");
    let script = format!(
        "{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":{value},\"author\":[{{\"@type\":\"Person\",\"name\":{value}}}],\
         \"publisher\":{{\"name\":{value}}},\"image\":{value},\"description\":{value},\"inLanguage\":{value},\"datePublished\":{value},\"url\":{value},\"articleBody\":{value}}}"
    );
    story("The mill turns", &format!("<script type=\"application/ld+json\">{script}</script>"))
}

#[test]
fn nothing_escapes_as_page_metadata_or_json_ld() {
    let mut failures = Vec::new();
    let mut count = 0;
    for name in ["markup-scripts", "markup-handlers", "markup-namespaces", "markup-page", "tables", "markdown"] {
        for attack in family(name) {
            count += 1;
            run(&attack, &story("The mill turns", &attack.text), "page", &mut failures);
            run(&attack, &as_metadata(&attack.text), "metadata", &mut failures);
            run(&attack, &as_json_ld(&attack.text), "JSON-LD", &mut failures);
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    assert!(count > 300, "{count} attacks");
}

#[test]
fn no_address_leads_where_none_may() {
    let mut failures = Vec::new();
    for attack in family("addresses") {
        let value = escaped(&attack.text);
        let inside = format!(
            "<p>words and <a href=\"{value}\">a link</a> and more</p><p><img src=\"{value}\" alt=one></p><p><img srcset=\"{value} 900w\" alt=two></p>\
             <p><img data-src=\"{value}\" alt=three></p><picture><source srcset=\"{value}\"><img alt=four></picture><video src=\"{value}\" poster=\"{value}\"></video>\
             <iframe src=\"{value}\" title=embed></iframe><blockquote cite=\"{value}\"><p>some words</p></blockquote><object data=\"{value}\"></object>\
             <form action=\"{value}\"><button formaction=\"{value}\">go</button></form><noscript><img src=\"{value}\"></noscript>"
        );
        run(&attack, &story("The mill turns", &inside), "address", &mut failures);
        run(&attack, &as_metadata(&attack.text), "metadata", &mut failures);
        run(&attack, &as_json_ld(&attack.text), "JSON-LD", &mut failures);
        let based = format!(
            "<base href=\"{value}\">{}",
            story("The mill turns", "<p><a href=x>a link</a><img src=y alt=z></p>")
        );
        run(&attack, &based, "base", &mut failures);
        // The page's own address is no safer than another.
        let document = html::document(&story("x", "<video poster=https://example.org/p.png></video>"), &attack.text);
        let mut wrong = Vec::new();
        check(&read(&document), &mut wrong);
        failures.extend(wrong.iter().map(|wrong| format!("{} as the page's own: {wrong:.200}", attack.name)));
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn names_are_what_is_seen_of_them() {
    let mut failures = Vec::new();
    for attack in family("names") {
        let (given, shown) = attack.text.split_once(" => ").expect("GIVEN => SHOWN");
        let said = format!(
            "<p>\u{201c}Nobody has looked at the bridge for a year,\u{201d} said {given}, who lives beside it.</p>"
        );
        let reading = run(&attack, &story("The mill turns", &said), "page", &mut failures);
        let names: BTreeSet<&str> = reading.quotes.iter().filter_map(|quote| quote.speaker.as_deref()).collect();
        // The story names her three times without, once with what nobody sees.
        if !names.iter().all(|name| *name == shown || *name == "Harriet Okafor") {
            failures.push(format!("{}: spoken by {names:?}", attack.name));
        }
        for page in [as_metadata(given), as_json_ld(given)] {
            let metadata = run(&attack, &page, "metadata", &mut failures).metadata;
            for (field, value) in [("title", &metadata.title), ("byline", &metadata.byline), ("site", &metadata.site)] {
                let is_right = value
                    .as_deref()
                    .is_none_or(|value| value == shown || !value.chars().any(is_unseen) && !value.contains("Oka"));
                if !is_right {
                    failures.push(format!("{}: {field} {value:?}", attack.name));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_judge_sees_what_is_wrong() {
    for bad in [
        "<script>",
        "<img src=\"x\">",
        "<a href=\"javascript:x\">",
        "<p onclick=\"x\">",
        "<p class=\"quote\">",
        "<span class=\"speaker\">",
        "<svg>",
        "<img src=\"data:image/svg+xml,x\">",
        "<code class=\"language-x y\">",
        "<p style=\"x\">",
        "<p id=\"x\">",
        "a > b",
        "<p",
        "<ol start=\"x\">",
    ] {
        assert!(!wrongs(bad).is_empty(), "{bad}");
    }
    assert_eq!(
        wrongs("<p>a <a href=\"https://a.example/\" rel=\"noopener noreferrer\">b</a></p>"),
        Vec::<String>::new()
    );
    for bad in ["<img>", "a\n<script>", "[x](javascript:y)", "![x](file:///y)", "[x]: y", "``<b>` <i>", "\\\\<b>"] {
        assert!(!wrongs_in_markdown(bad).is_empty(), "{bad}");
    }
    for good in ["`<b>`", "```\n<b>\n```", "\\<b>", "[x](https://y)", "a<sup>2</sup>"] {
        assert_eq!(wrongs_in_markdown(good), Vec::<String>::new(), "{good}");
    }
    assert!(is_unseen('\u{202E}') && is_unseen('\u{200D}') && is_unseen('\u{E0041}') && !is_unseen('é'));
    let document: Document = html::document("<p>x", "");
    assert!(document.len() > 1 && document.tag(NodeId(0)).name() == "html");
}
