//! What a quote is: speech of a sentence or more, a piece of speech, or words that nobody is quoted for.

use super::language::*;
use super::marks::Marked;
use super::tokens::{Kind, Token};

/// Most words of a title, nickname or scare quote.
const LABEL: usize = 6;

/// Whether a quote reads as a sentence: it starts with a capital and ends with a mark, or is long.
pub(super) fn is_sentence(quote: &str) -> bool {
    let inner = super::tokens::without_marks(quote);
    // A script without capitals: length alone can tell.
    if inner.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()) {
        return inner.chars().nth(8).is_some();
    }
    let starts = inner.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let ends = inner.ends_with([',', '.', '!', '?', '…', '—', '–', '。', '！', '？', ';', ':']);
    starts && (ends || inner.split_whitespace().nth(8).is_some())
}

/// Whether a quote starts as a sentence does and is more than a word or two.
pub(super) fn starts_sentence(quote: &str) -> bool {
    quote.chars().next().is_some_and(|c| !c.is_lowercase()) && quote.split_whitespace().nth(2).is_some()
}

/// Whether the quote at token `at` is a title, nickname, slogan or scare quote: few words, no sentence, and introduced as a name or
/// written as one.
pub(super) fn is_label(text: &str, tokens: &[Token], at: usize, marked: &Marked, language: &Language) -> bool {
    let words = marked.span().of(text);
    // A quote of many paragraphs is asked at each of them: its words are not all counted every time.
    let count = words.split_whitespace().take(LABEL + 1).count();
    if count > LABEL || marked.segments.len() > 1 {
        return false;
    }
    let back = |steps: usize| at.checked_sub(steps).and_then(|before| tokens.get(before));
    let (before, second) = (back(1), back(2));
    // "called the film “two hours of weather”": small letters and three words make no title.
    let names = || (1..=4).any(|steps| back(steps).is_some_and(|token| token.is(NAMING) && !token.capital));
    let is_phrase = words.starts_with(char::is_lowercase) && (count >= 3 || names());
    if before.is_some_and(|token| token.is(INTRODUCE)) && !is_phrase {
        return true;
    }
    let after_name =
        before.is_some_and(|token| token.kind == Kind::Word && token.capital && !token.first && !token.is(FUNCTION));
    let before_name = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Word && token.capital);
    if after_name && before_name && count <= 3 {
        return true;
    }
    // Avec « La Nuit des saules », la cinéaste: behind a preposition a capital starts a title, where nothing ends a sentence.
    let is_title = !language.is_learned
        && !language.capital_nouns
        && before.is_some_and(|token| token.is(PREPOSITION))
        && words.starts_with(char::is_uppercase)
        && !words.ends_with(['.', '!', '?', ',', '…']);
    if is_title {
        return true;
    }
    // „…“, sagte sie dem „Altenkircher Anzeiger“: a newspaper told it.
    let is_told = before.is_some_and(|before| before.is(DETERMINER) && !before.capital)
        && (2..=5).any(|steps| back(steps).is_some_and(|token| token.is(SAY)));
    if language.capital_nouns && is_told && is_title_case(words) && !words.ends_with(['.', '!', '?', ',', '…']) {
        return true;
    }
    if language.capital_nouns || words.ends_with(['!', '?']) || !is_title_case(words) {
        return false;
    }
    let reports = |token: Option<&Token>| token.is_some_and(|token| token.is(SAY | JUDGE) && !token.is(TELL));
    match before {
        // CBS’s “Today”, on “The Morning Hour”.
        Some(token) if token.is_mark(&['’']) => true,
        _ if count < 2 => false,
        Some(token) if token.is(PREPOSITION | TELL) => true,
        Some(token) if token.is_mark(&[',']) => {
            !reports(second) && second.is_some_and(|token| token.kind == Kind::Word && !token.capital)
        }
        Some(token) if token.is_mark(&[':']) || token.is(SAY | JUDGE) => false,
        _ => !words.ends_with([',', '.']),
    }
}

/// Whether every word but the small ones starts with a capital.
fn is_title_case(words: &str) -> bool {
    // "This Week with Ann Lee".
    let is_small = |word: &str| word.chars().count() <= 4;
    let starts_high = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    words.split_whitespace().all(|word| starts_high(word) || is_small(word))
        && words.split_whitespace().next().is_some_and(starts_high)
        && words.split_whitespace().next_back().is_some_and(starts_high)
}
