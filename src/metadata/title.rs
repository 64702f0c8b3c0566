//! The headline: the page's title without the site's name, and the heading that shows it.

use super::json_ld::JsonLd;
use super::page::{decode_entities, short, Page, LONGEST};
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};
use crate::text::{folded, is_blank, normalized};

/// What pages put between the headline and the name of the site, a space on both sides.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · "];

/// How alike an `<h2>` must be to the title to be the headline.
const ALIKE: f32 = 0.6;

/// The title without the site's name before or after it. `site` is the name the page states; without one, a short last part
/// after a separator is taken for it.
pub(super) fn without_site(title: &str, site: Option<&str>, host: &str) -> String {
    let title = folded(title);
    let host_words = normalized(host).replace(' ', "");
    let names_site = |part: &str| {
        let words = normalized(part);
        let joined = words.replace(' ', "");
        !joined.is_empty()
            && (site.is_some_and(|site| normalized(site) == words)
                || joined.len() >= 3 && !host_words.is_empty() && host_words.contains(&joined))
    };
    let mut best = title.clone();
    loop {
        let last = SEPARATORS.iter().filter_map(|separator| Some((best.rfind(separator)?, separator.len()))).max();
        let Some((at, length)) = last else { break };
        let (head, tail) = (best.get(..at).unwrap_or(""), best.get(at + length..).unwrap_or(""));
        let short = tail.split_whitespace().count() <= 4 && head.split_whitespace().count() >= 3;
        // A part of four words or less after a bar is the site; after a dash it may be the headline's own end.
        let is_bar = best.get(at..at + length).is_some_and(|separator| !matches!(separator, " - " | " – " | " — "));
        if names_site(tail) || (short && (is_bar || tail.split_whitespace().count() <= 3 && site.is_none())) {
            best = head.trim().to_owned();
        } else {
            break;
        }
    }
    let first = SEPARATORS.iter().filter_map(|separator| Some((best.find(separator)?, separator.len()))).min();
    if let Some((at, length)) = first {
        if names_site(best.get(..at).unwrap_or("")) {
            best = best.get(at + length..).unwrap_or("").trim().to_owned();
        }
    }
    if best.is_empty() {
        title
    } else {
        best
    }
}

/// How alike two titles are, 0 to 1: the share of words they have in common, of the longer one.
pub(super) fn similarity(a: &str, b: &str) -> f32 {
    let (a, b) = (normalized(a), normalized(b));
    let mut words: Vec<&str> = a.split(' ').filter(|word| !word.is_empty()).take(60).collect();
    let others: Vec<&str> = b.split(' ').filter(|word| !word.is_empty()).take(60).collect();
    let longest = words.len().max(others.len());
    let mut common = 0;
    for word in &others {
        if let Some(at) = words.iter().position(|known| known == word) {
            words.swap_remove(at);
            common += 1;
        }
    }
    if longest == 0 {
        0.0
    } else {
        common as f32 / longest as f32
    }
}

/// The headline and the heading that shows it.
pub(super) fn headline(
    document: &Document,
    page: &Page,
    json: &JsonLd,
    site: Option<&str>,
    host: &str,
) -> (Option<String>, Option<NodeId>) {
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
        .map(|text| without_site(&short(&decode_entities(&text)), site, host))
        .filter(|text| !text.is_empty() && !is_site(text))
        .collect();
    let headings =
        page.headings.iter().filter(|(_, text)| !text.trim().is_empty() && !is_site(text) && text.len() <= LONGEST);
    let best = headings
        .clone()
        .map(|(id, text)| {
            let likeness = stated.iter().map(|known| similarity(known, text)).fold(0.0_f32, f32::max);
            // A heading that is a link to another page is that page's: cards of other stories are headed so. Words that the title holds whole
            // are this page's, wherever they lead.
            let is_in_title = text.trim().contains(' ') && stated.iter().any(|known| known.contains(text.trim()));
            let is_other = !is_in_title && leads_elsewhere(document, page, *id);
            let likeness = if is_other { likeness / 4.0 } else { likeness };
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

/// Whether a heading's text is one link, and it leads to another page than this.
fn leads_elsewhere(document: &Document, page: &Page, heading: NodeId) -> bool {
    let path = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or("");
        path.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned()
    };
    let own = [page.canonical.as_deref(), page.meta("og:url"), Some(document.url())];
    let own = own.into_iter().flatten().map(path).find(|path| !path.is_empty());
    let around = document.ancestors(heading).take(2);
    let link = document.descendants(heading).chain(around).find(|id| document.tag(*id) == Tag::A);
    let target = link.and_then(|link| document.attribute(link, Attribute::Href)).map(path);
    own.zip(target).is_some_and(|(own, target)| !target.is_empty() && own != target)
}

/// The `<h2>` that says nearly what the title says, on a page whose title stands in no `<h1>`.
pub(super) fn lesser_heading(page: &Page, title: &str) -> Option<NodeId> {
    page.lesser_headings.iter().find(|(_, text)| similarity(text, title) >= ALIKE).map(|(id, _)| *id)
}

/// The headline of a page that has no title and no heading: its first line, if that is set like a headline and a sentence
/// follows.
pub(super) fn first_line(document: &Document) -> (Option<String>, Option<NodeId>) {
    let mut lines = document
        .all()
        .filter(|id| document.is_text(*id) && !is_blank(document.text(*id)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_goes_and_the_headline_stays() {
        let site = Some("Daily Wire");
        assert_eq!(without_site("Bridge falls in storm - Daily Wire", site, ""), "Bridge falls in storm");
        assert_eq!(without_site("Daily Wire | Bridge falls in storm", site, ""), "Bridge falls in storm");
        assert_eq!(without_site("Bridge falls - what we know", site, ""), "Bridge falls - what we know");
        assert_eq!(without_site("Bridge falls in storm | Local News | The Wire", None, ""), "Bridge falls in storm");
        assert_eq!(
            without_site("Bridge falls in storm – dailywire.example", None, "dailywire.example"),
            "Bridge falls in storm"
        );
        assert_eq!(without_site("Daily Wire", site, ""), "Daily Wire");
    }

    #[test]
    fn likeness_counts_words() {
        assert!(similarity("The bridge falls", "Bridge falls") > 0.6);
        assert!(similarity("The bridge falls", "Weather") < 0.1);
    }
}
