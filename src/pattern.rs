//! Regular expressions, for the few lines whose shape no list of words can tell.
//!
//! Natively the `regex` crate matches them, in the browser the platform's own engine, as with addresses: the patterns here mean the
//! same to both (classes are spelled out, no look-around), a browser test holds the readings equal, and the module carries no
//! second engine (160 KB with the crate's smallest features).

#[cfg(not(target_arch = "wasm32"))]
mod engine {
    /// A compiled pattern.
    #[derive(Debug)]
    pub struct Pattern(regex::Regex);

    impl Pattern {
        pub fn new(pattern: &str) -> Option<Pattern> {
            regex::Regex::new(pattern).ok().map(Pattern)
        }

        pub fn captured(&self, text: &str) -> Option<[String; 2]> {
            let found = self.0.captures(text)?;
            Some([found.get(0)?.as_str().to_owned(), found.get(1)?.as_str().to_owned()])
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod engine {
    /// A compiled pattern.
    #[derive(Debug)]
    pub struct Pattern(js_sys::RegExp);

    impl Pattern {
        pub fn new(pattern: &str) -> Option<Pattern> {
            Some(Pattern(js_sys::RegExp::new(pattern, "u")))
        }

        pub fn captured(&self, text: &str) -> Option<[String; 2]> {
            let found = self.0.exec(text)?;
            Some([found.get(0).as_string()?, found.get(1).as_string()?])
        }
    }
}

use engine::Pattern;

thread_local! {
    /// A word or some in capitals, in brackets, at a line's end.
    static BRACKETED: Option<Pattern> = Pattern::new(r"[\[(]([A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ &/-]{2,24})[\])]$");
}

/// The capitals in brackets at a line's end, with the brackets and without: `[VIDEO]` and `VIDEO` of "The storm in pictures [VIDEO]".
pub fn bracketed_end(line: &str) -> Option<[String; 2]> {
    // Nearly every line ends here, before any engine is asked.
    if !line.ends_with([']', ')']) {
        return None;
    }
    BRACKETED.with(|pattern| pattern.as_ref()?.captured(line))
}

#[cfg(test)]
mod tests {
    use super::bracketed_end;

    #[test]
    fn capitals_in_brackets_are_found_at_the_end_only() {
        let label = |line: &str| bracketed_end(line).map(|[_, label]| label);
        assert_eq!(label("The storm in pictures [VIDEO]").as_deref(), Some("VIDEO"));
        assert_eq!(label("Der Sturm (ÜBERSICHT & BILDER)").as_deref(), Some("ÜBERSICHT & BILDER"));
        for line in ["[VIDEO] The storm", "The storm [Video]", "The storm [TV]", "", "]"] {
            assert_eq!(label(line), None, "{line}");
        }
    }
}
