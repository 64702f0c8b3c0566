//! Pictures and players: which address to show, and whether it is one at all.
//!
//! Pages load images late: the address that counts may stand in `data-src`, `srcset`, the `<source>` of a `<picture>` or a
//! `<noscript>` twin, while `src` holds a one-pixel placeholder.

use super::{Image, Media, PlayerKind};
use crate::address;
use crate::document::{Document, NodeId};
use crate::tag::{Attribute, Tag};
use crate::text::visible_line;

/// A picture at most this wide and high, in pixels, is an icon, an avatar or a tracking pixel, not an illustration.
const ICON: u32 = 64;

/// A picture so many times longer than it is wide is none: its box would push the text out of sight.
const NARROWEST: u32 = 50;

/// The widest candidate of a `srcset` that is worth loading for a column of text, in pixels.
const WIDE_ENOUGH: u32 = 1_600;

/// The address that the sources of a `<picture>` give.
pub(super) fn of_sources(document: &Document, picture: NodeId) -> Option<String> {
    let sources = document.children(picture).filter_map(|source| {
        [Attribute::Srcset, Attribute::DataSrcset].iter().find_map(|name| document.attribute(source, *name))
    });
    sources.filter_map(best_of_srcset).next()
}

/// The picture an `<img>` (or `<amp-img>`) shows, if need be at the address that the sources beside it give; `None` for placeholders
/// and addresses that are not allowed.
pub(super) fn image(document: &Document, id: NodeId, of_sources: Option<&str>) -> Option<Image> {
    let value = |attribute| document.attribute(id, attribute).map(str::trim).filter(|value| !value.is_empty());
    let plain = |attribute| value(attribute).filter(|address| !is_placeholder(address)).map(str::to_owned);
    let address = plain(Attribute::CurrentSrc)
        .or_else(|| value(Attribute::DataSrcset).and_then(best_of_srcset))
        .or_else(|| plain(Attribute::DataSrc))
        .or_else(|| plain(Attribute::DataLazySrc))
        .or_else(|| plain(Attribute::DataOriginal))
        .or_else(|| value(Attribute::Srcset).and_then(best_of_srcset))
        .or_else(|| plain(Attribute::Src))
        .or_else(|| of_sources.map(str::to_owned))?;
    Some(Image {
        address: address::image(document.base(), &address)?,
        alt: value(Attribute::Alt).map(visible_line).unwrap_or_default(),
        size: size(document, id),
    })
}

/// The natural size of a picture, or the one its attributes give, in pixels.
fn size(document: &Document, id: NodeId) -> Option<(u32, u32)> {
    let pixels = |attribute| document.attribute(id, attribute)?.trim().trim_end_matches("px").parse::<u32>().ok();
    document
        .image_size(id)
        .or_else(|| Some((pixels(Attribute::Width)?, pixels(Attribute::Height)?)))
        .filter(|(width, height)| *width > 0 && *height > 0)
        .filter(|(width, height)| *width / *height <= NARROWEST && *height / *width <= NARROWEST)
}

/// Whether the picture is too small to illustrate anything.
pub(super) fn is_icon(image: &Image) -> bool {
    image.size.is_some_and(|(width, height)| width <= ICON && height <= ICON)
}

/// Whether an address stands for a picture that has not been loaded: inline data of a few bytes, or a file named so.
fn is_placeholder(address: &str) -> bool {
    if address.starts_with("data:") {
        return address.len() < 1_000 || address.starts_with("data:image/svg");
    }
    let name = address.split(['?', '#']).next().unwrap_or("").rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    ["placeholder", "blank.", "spacer.", "transparent.", "1x1", "pixel.", "lazyload", "grey-", "loading."]
        .iter()
        .any(|word| name.contains(word))
}

/// The candidate of a `srcset` nearest above [`WIDE_ENOUGH`] wide, else the widest; densities count as hundreds of pixels.
fn best_of_srcset(srcset: &str) -> Option<String> {
    let mut best: Option<(u32, &str)> = None;
    // Addresses may contain commas (resizing services): a candidate ends at a comma after white space or a descriptor.
    for candidate in split_srcset(srcset) {
        let mut parts = candidate.split_ascii_whitespace();
        let Some(address) = parts.next().map(|address| address.trim_end_matches(',')) else { continue };
        if address.is_empty() || is_placeholder(address) {
            continue;
        }
        let width = parts.next().map_or(100, |descriptor| {
            let hundredths = hundredths(descriptor.trim_end_matches(['w', 'x', 'h', ','])).unwrap_or(100);
            if descriptor.contains('x') {
                hundredths
            } else {
                hundredths / 100
            }
        });
        let better =
            best.is_none_or(
                |(known, _)| {
                    if known < WIDE_ENOUGH {
                        width > known
                    } else {
                        (WIDE_ENOUGH..known).contains(&width)
                    }
                },
            );
        if better {
            best = Some((width, address));
        }
    }
    best.map(|(_, address)| address.to_owned())
}

/// A decimal number in hundredths, further places cut off. Without the standard library's reader of floating-point numbers, whose
/// tables cost the module 15 KB.
fn hundredths(number: &str) -> Option<u32> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: u32 = if whole.is_empty() && !part.is_empty() { 0 } else { whole.parse().ok()? };
    let mut digits = part.chars().map(|digit| digit.to_digit(10));
    let mut place = |scale: u32| digits.next().map_or(Some(0), |digit| Some(digit? * scale));
    let part = place(10)? + place(1)?;
    whole.checked_mul(100)?.checked_add(part)
}

fn split_srcset(srcset: &str) -> impl Iterator<Item = &str> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let address_end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let end = if rest.get(..address_end).is_some_and(|address| address.ends_with(',')) {
            address_end
        } else {
            rest.get(address_end..).and_then(|tail| tail.find(',')).map_or(rest.len(), |comma| address_end + comma)
        };
        let (candidate, tail) = rest.split_at_checked(end)?;
        rest = tail;
        Some(candidate)
    })
}

/// The player an element stands for: `<video>`, `<audio>`, or a frame that says by its address that it plays something.
pub(super) fn player(document: &Document, id: NodeId) -> Option<Media> {
    let value = |attribute| document.attribute(id, attribute).filter(|value| !value.trim().is_empty());
    let kind = match document.tag(id) {
        Tag::Video => PlayerKind::Video,
        Tag::Audio => PlayerKind::Audio,
        _ => PlayerKind::Embed,
    };
    let source = value(Attribute::Src).or(value(Attribute::DataSrc)).or_else(|| {
        document
            .descendants(id)
            .filter(|child| document.tag(*child) == Tag::Source)
            .find_map(|child| document.attribute(child, Attribute::Src))
    });
    let poster = value(Attribute::Poster).and_then(|poster| address::image(document.base(), poster));
    let address = source.and_then(|source| address::resolve(document.base(), source));
    if kind == PlayerKind::Embed && !address.as_deref().is_some_and(is_player_address) {
        return None;
    }
    // A film streamed by script has no address of its own (blob:); the page itself is where it can be seen.
    let address = address.or_else(|| poster.as_ref().and_then(|_| address::resolve("", document.url())))?;
    let title = value(Attribute::Title).or(value(Attribute::AriaLabel)).map(visible_line).unwrap_or_default();
    Some(Media::Player { kind, address, poster, title })
}

/// What a player was exported as, so that an exported article can be read again: a link of this class, alone in a figure.
fn linked_kind(document: &Document, id: NodeId) -> Option<PlayerKind> {
    let in_figure = document.parent(id).is_some_and(|parent| document.tag(parent) == Tag::Figure);
    match document.attribute(id, Attribute::Class).filter(|_| in_figure)? {
        "player video" => Some(PlayerKind::Video),
        "player audio" => Some(PlayerKind::Audio),
        "player embed" => Some(PlayerKind::Embed),
        _ => None,
    }
}

/// Whether a link is what a player was exported as.
pub(super) fn is_linked_player(document: &Document, id: NodeId) -> bool {
    linked_kind(document, id).is_some()
}

/// The player that a link was exported for; `None` if it leads nowhere on the web.
pub(super) fn linked_player(document: &Document, id: NodeId) -> Option<Media> {
    let kind = linked_kind(document, id)?;
    let address = address::resolve(document.base(), document.attribute(id, Attribute::Href)?)?;
    let still = document.descendants(id).find(|child| document.tag(*child) == Tag::Img);
    let value = |still, name| document.attribute(still, name).unwrap_or("");
    let poster = still.and_then(|still| address::image(document.base(), value(still, Attribute::Src)));
    let shown =
        still.map_or_else(|| document.text_of(&document.subtree(id)), |still| value(still, Attribute::Alt).to_owned());
    let title = visible_line(&shown);
    let title = if title == address::host(&address) { String::new() } else { title };
    Some(Media::Player { kind, address, poster, title })
}

/// Whether a frame's address names a player or an embedded post: a path or host word that services use for exactly that.
fn is_player_address(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let words = address.split(['/', '.', '?', '-', '_', '=', '&']);
    words.clone().any(|word| matches!(word, "embed" | "player" | "video" | "videos" | "embedded" | "widget"))
        && !words.clone().any(|word| matches!(word, "ads" | "ad" | "adserver" | "newsletter" | "signup" | "comments"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_candidate_for_a_column_of_text_is_chosen() {
        assert_eq!(best_of_srcset("a.jpg 400w, b.jpg 1700w, c.jpg 4000w").as_deref(), Some("b.jpg"));
        assert_eq!(best_of_srcset("a.jpg 1x, b.jpg 2x").as_deref(), Some("b.jpg"));
        assert_eq!(best_of_srcset("a,w_10.jpg 100w,b,w_20.jpg 200w").as_deref(), Some("b,w_20.jpg"));
        assert_eq!(best_of_srcset("only.jpg").as_deref(), Some("only.jpg"));
        assert_eq!(best_of_srcset(" , "), None);
    }

    #[test]
    fn placeholders_are_no_pictures() {
        assert!(is_placeholder("data:image/gif;base64,R0lGODlhAQABAAAAACw="));
        assert!(is_placeholder("/static/placeholder-16x9.png?x=1"));
        assert!(!is_placeholder("/photos/bridge.jpg"));
    }

    #[test]
    fn frames_that_play_are_told_from_frames_that_sell() {
        assert!(is_player_address("https://tube.example/embed/abc"));
        assert!(!is_player_address("https://ads.example/embed/abc"));
        assert!(!is_player_address("https://a.example/frame.html"));
    }
}
