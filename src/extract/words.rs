//! Words that labels and service lines are made of, as evidence for the chooser: how much of a block's start is such words.
//!
//! These are hints that weights decide about, not rules; rules with reasons are the declutter stage's.

use crate::order::Numbers;
use std::sync::OnceLock;

/// The groups: sharing and following, subscribing, other stories, comments, law and consent, facts about the article. English,
/// German, French and Spanish, lower case.
const GROUPS: [&[&str]; 6] = [
    &[
        "share",
        "tweet",
        "pin",
        "follow",
        "facebook",
        "twitter",
        "linkedin",
        "whatsapp",
        "email",
        "print",
        "copy",
        "teilen",
        "folgen",
        "partager",
        "suivez",
        "compartir",
        "imprimer",
        "drucken",
        "instagram",
        "youtube",
    ],
    &[
        "subscribe",
        "newsletter",
        "newsletters",
        "sign",
        "signup",
        "join",
        "inbox",
        "download",
        "app",
        "donate",
        "register",
        "login",
        "log",
        "free",
        "trial",
        "abonnieren",
        "anmelden",
        "inscrivez",
        "abonnez",
        "suscríbete",
        "boletín",
        "abo",
        "registrieren",
    ],
    &[
        "related",
        "read",
        "more",
        "next",
        "previous",
        "latest",
        "popular",
        "trending",
        "recommended",
        "also",
        "see",
        "watch",
        "mehr",
        "lesen",
        "weitere",
        "lire",
        "aussi",
        "leer",
        "más",
        "similar",
        "recent",
        "top",
        "stories",
        "articles",
        "posts",
    ],
    &[
        "comment",
        "comments",
        "reply",
        "replies",
        "leave",
        "required",
        "fields",
        "name",
        "website",
        "kommentar",
        "kommentare",
        "commentaire",
        "commentaires",
        "comentario",
        "comentarios",
        "antworten",
        "répondre",
        "responder",
    ],
    &[
        "copyright",
        "rights",
        "reserved",
        "privacy",
        "policy",
        "terms",
        "cookies",
        "cookie",
        "disclaimer",
        "affiliate",
        "commission",
        "advertisement",
        "ad",
        "sponsored",
        "datenschutz",
        "impressum",
        "anzeige",
        "publicité",
        "publicidad",
        "contact",
        "about",
    ],
    &[
        "by",
        "posted",
        "published",
        "updated",
        "written",
        "author",
        "min",
        "minutes",
        "tags",
        "filed",
        "categories",
        "category",
        "topics",
        "photo",
        "image",
        "credit",
        "getty",
        "von",
        "par",
        "por",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
];

/// Words looked at from the start of a block.
const WORDS: usize = 12;

/// The groups each word is in, one bit each.
fn table() -> &'static (Numbers, Vec<u8>) {
    static TABLE: OnceLock<(Numbers, Vec<u8>)> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (mut words, mut groups) = (Numbers::default(), Vec::<u8>::new());
        for (at, group) in GROUPS.iter().enumerate() {
            for word in *group {
                words.entry(&mut groups, *word).into_iter().for_each(|groups| *groups |= 1 << at);
            }
        }
        (words, groups)
    })
}

/// For each group, the share of a normalised text's first words that belong to it.
pub(super) fn groups(normalized: &str) -> [f32; 6] {
    let (known, groups) = table();
    let mut counts = [0.0_f32; 6];
    let mut words = 0.0_f32;
    for word in crate::text::words_of(normalized).take(WORDS) {
        words += 1.0;
        if word.len() > 14 {
            continue;
        }
        let Some(bits) = known.get(word).and_then(|number| groups.get(number)) else { continue };
        for (at, count) in counts.iter_mut().enumerate() {
            *count += f32::from(bits >> at & 1);
        }
    }
    counts.map(|count| count / words.max(1.0))
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn shares_of_label_words() {
        assert_eq!(groups("share tweet")[0], 1.0);
        assert_eq!(groups("leave a reply")[3], 2.0 / 3.0);
        assert_eq!(groups(""), [0.0; 6]);
    }
}
