//! What a quote is: speech of a sentence or more, a piece of speech, or words that nobody is quoted for.

use super::language::*;
use super::marks::Marked;
use super::tokens::{Kind, Token};

/// Most words of a title, nickname or scare quote.
const LABEL: usize = 6;

/// Words before a quote that introduce a name, not speech: so-called “…”, titled “…”.
const INTRODUCE: [&str; 22] = [
    "so-called",
    "titled",
    "entitled",
    "named",
    "nicknamed",
    "known",
    "word",
    "words",
    "term",
    "phrase",
    "song",
    "album",
    "film",
    "movie",
    "book",
    "novel",
    "show",
    "series",
    "play",
    "episode",
    "hashtag",
    "headlined",
];

/// Whether a quote reads as a sentence: it starts with a capital and ends with a mark, or is long.
pub(super) fn is_sentence(quote: &str) -> bool {
    let inner = quote.trim_matches(|c: char| c.is_whitespace() || "“”„\"‘’'«»‹›「」『』".contains(c));
    // A script without capitals: length alone can tell.
    if inner.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()) {
        return inner.chars().count() >= 9;
    }
    let starts = inner.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let ends = inner.ends_with([',', '.', '!', '?', '…', '—', '–', '。', '！', '？', ';', ':']);
    let words = inner.split_whitespace().count();
    starts && (ends || words >= 9)
}

/// Whether a quote starts as a sentence does and is more than a word or two.
pub(super) fn starts_sentence(quote: &str) -> bool {
    quote.chars().next().is_some_and(|c| !c.is_lowercase()) && quote.split_whitespace().count() >= 3
}

/// Whether the quote at token `at` is a title, nickname, slogan or scare quote: few words, no sentence, and introduced as a name or
/// written as one.
pub(super) fn is_label(text: &str, tokens: &[Token], at: usize, marked: &Marked) -> bool {
    let words = marked.span().of(text);
    let count = words.split_whitespace().count();
    if count > LABEL || marked.segments.len() > 1 {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let lower = before.map(|token| token.span.of(text).to_lowercase()).unwrap_or_default();
    let second = at
        .checked_sub(2)
        .and_then(|before| tokens.get(before))
        .map(|token| token.span.of(text).to_lowercase())
        .unwrap_or_default();
    if INTRODUCE.contains(&lower.as_str()) || lower == "as" && second == "known" {
        return true;
    }
    let ends_as_speech = words.ends_with([',', '!', '?', '.']);
    let capitals = words.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    let title_case = count >= 2 && capitals * 10 >= count * 6 && !ends_as_speech;
    let after_name =
        before.is_some_and(|token| token.kind == Kind::Word && token.capital && !token.first && !token.is(FUNCTION));
    let before_name = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Word && token.capital);
    let nickname = after_name && before_name && count <= 3;
    title_case && !before.is_some_and(|token| token.is_mark(&[':', ',']) || token.is(SAY | JUDGE)) || nickname
}
