//! Web addresses: resolved by the WHATWG parser, allowed by scheme.
//!
//! In the browser the platform's own parser does it (`URL`), natively the `url` crate: both follow the same standard, and the
//! module carries no second parser (the crate with its domain tables costs about 200 KB).
//! Schemes are judged after parsing, never on the raw text: `java\nscript:` and its kin come out of the parser as what they
//! are (CVE-2018-4377 was such a check on raw text).

/// Longest address that is followed, in bytes; longer ones are dropped. Data images may be as long as they like.
const LONGEST: usize = 8_192;

#[cfg(target_arch = "wasm32")]
fn join(base: &str, href: &str) -> Option<String> {
    let parsed = if base.is_empty() { web_sys::Url::new(href) } else { web_sys::Url::new_with_base(href, base) };
    parsed.ok().map(|url| url.href())
}

#[cfg(all(not(target_arch = "wasm32"), feature = "html"))]
fn join(base: &str, href: &str) -> Option<String> {
    match url::Url::parse(base) {
        Ok(base) => base.join(href).ok(),
        Err(_) => url::Url::parse(href).ok(),
    }
    .map(String::from)
}

/// Without a parser only what is absolute already can be judged.
#[cfg(all(not(target_arch = "wasm32"), not(feature = "html")))]
fn join(_base: &str, href: &str) -> Option<String> {
    Some(href.trim().to_owned())
}

/// `href` resolved against `base` (may be empty), if the result is http or https.
pub fn resolve(base: &str, href: &str) -> Option<String> {
    within(base, href, &["https://", "http://"])
}

/// A link's address: http, https, mailto or tel.
pub fn link(base: &str, href: &str) -> Option<String> {
    within(base, href, &["https://", "http://", "mailto:", "tel:"])
}

/// An image's address: http, https, or the data of a bitmap. SVG is refused: it is a document, not a bitmap.
pub fn image(base: &str, href: &str) -> Option<String> {
    let href = href.trim();
    if href.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        // As the standard has it: line breaks and tabs are no part of an address.
        let data: String = href.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let kind = data.get(5..)?.split([';', ',']).next()?.to_ascii_lowercase();
        let is_bitmap = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"].contains(&kind.as_str());
        // Bitmaps are written in base64 or percent signs: anything else could only mean something to whom the address is handed on.
        let is_plain = data.bytes().all(|c| c.is_ascii_graphic() && !b"\"'<>\\`{|}^".contains(&c));
        return (is_bitmap && is_plain).then(|| format!("data:{}", data.get(5..).unwrap_or("")));
    }
    resolve(base, href)
}

fn within(base: &str, href: &str, schemes: &[&str]) -> Option<String> {
    let href = href.trim();
    if href.is_empty() || href.len() > LONGEST {
        return None;
    }
    // A long base would be repeated by every link of the page.
    let joined = join(if base.len() > LONGEST { "" } else { base }, href)?;
    schemes.iter().any(|scheme| joined.starts_with(scheme)).then_some(joined)
}

/// The host of an absolute address without a leading `www.`; empty if there is none.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or("");
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_judged_after_parsing() {
        let base = "https://a.example/b/c";
        assert_eq!(resolve(base, " ../d?x#y ").as_deref(), Some("https://a.example/d?x#y"));
        assert_eq!(link(base, "mailto:a@b.example").as_deref(), Some("mailto:a@b.example"));
        for hostile in
            ["javascript:alert(1)", "java\nscript:alert(1)", " JaVaScRiPt:x", "data:text/html,x", "vbscript:x", ""]
        {
            assert_eq!(link(base, hostile), None, "{hostile:?}");
            assert_eq!(image(base, hostile), None, "{hostile:?}");
        }
    }

    #[test]
    fn only_bitmaps_come_from_data() {
        assert!(image("", "data:image/png;base64,AAAA").is_some());
        assert!(image("", "data:image/svg+xml,<svg/>").is_none());
        assert_eq!(image("", " DATA:image/\nPNG;base64,AA\tAA ").as_deref(), Some("data:image/PNG;base64,AAAA"));
        for hostile in [
            "data:image/png,<svg onload=x>",
            "data:image/png,a) [b](c",
            "data:image/png;x=\"y,AA",
            "da\tta:image/png,A",
        ] {
            assert_eq!(image("", hostile), None, "{hostile:?}");
        }
    }

    #[test]
    fn a_base_of_a_megabyte_is_not_repeated() {
        let base = format!("https://a.example/{}/", "x".repeat(1 << 20));
        assert_eq!(link(&base, "b"), None);
        assert_eq!(link(&base, "https://a.example/b").as_deref(), Some("https://a.example/b"));
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.a.example:8080/x"), "a.example");
        assert_eq!(host("https://u:p@b.example?x"), "b.example");
        assert_eq!(host("nothing"), "");
    }
}
