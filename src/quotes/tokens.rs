//! A paragraph as tokens: words, marks and whole quotes, cut into sentences. What stands inside a quote is one token: it is
//! speech, no part of the clause that reports it.

use super::language::*;
use crate::text::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or number.
    Word,
    /// One character of punctuation.
    Mark(char),
    /// A quote's part in this paragraph; its place in the list of quotes.
    Quote(usize),
}

/// A token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
    /// Word classes of the language.
    pub classes: Classes,
    /// Whether it starts with a capital.
    pub capital: bool,
    /// Number of its sentence in the paragraph.
    pub sentence: u32,
    /// Whether it is the first word of its sentence.
    pub first: bool,
}

impl Token {
    pub(super) fn is(&self, classes: Classes) -> bool {
        self.kind == Kind::Word && self.classes & classes != 0
    }

    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.kind, Kind::Mark(c) if marks.contains(&c))
    }
}

/// Cuts the paragraph at `span` of `text` into tokens. `quotes` are the parts of quotes in it, with their marks: place in the
/// list and bytes, ascending.
pub(super) fn tokens(text: &str, span: Span, quotes: &[(usize, Span)], language: &Language) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut at = span.start as usize;
    let end = span.end as usize;
    let mut quotes = quotes.iter().peekable();
    while at < end {
        if let Some((number, quote)) = quotes.next_if(|(_, quote)| quote.start as usize <= at) {
            out.push(Token {
                kind: Kind::Quote(*number),
                span: *quote,
                classes: 0,
                capital: false,
                sentence: 0,
                first: false,
            });
            at = (quote.end as usize).max(at + 1);
            continue;
        }
        let stop = quotes.peek().map_or(end, |(_, quote)| (quote.start as usize).min(end));
        let Some(rest) = text.get(at..stop) else { break };
        at += word(rest, at, language, &mut out).max(1);
    }
    sentences(text, &mut out);
    out
}

/// Takes one token from the start of `rest`; returns its length in bytes (white space counts, and makes no token).
fn word(rest: &str, at: usize, language: &Language, out: &mut Vec<Token>) -> usize {
    let Some(first) = rest.chars().next() else { return 1 };
    if first.is_whitespace() {
        return first.len_utf8();
    }
    // "Holm & Orr": part of a name where capitals stand on both sides.
    if first == '&' {
        out.push(Token {
            kind: Kind::Word,
            span: Span::new(at, at + 1),
            classes: PARTICLE,
            capital: false,
            sentence: 0,
            first: false,
        });
        return 1;
    }
    if !first.is_alphanumeric() {
        let span = Span::new(at, at + first.len_utf8());
        out.push(Token { kind: Kind::Mark(first), span, classes: 0, capital: false, sentence: 0, first: false });
        return first.len_utf8();
    }
    // Most words are plain letters up to a space or a comma.
    let plain = rest.as_bytes().iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_plain = rest.as_bytes().get(plain).is_none_or(|byte| byte.is_ascii() && !b"-'.@&_".contains(byte));
    let mut length = if is_plain { plain } else { 0 };
    let mut last = None;
    let mut chars = rest.get(length..).filter(|_| !is_plain).unwrap_or("").char_indices().peekable();
    while let Some((place, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let joins =
            matches!(c, '-' | '\'' | '’' | '.' | '‑' | '@' | '&' | '_') && next.is_some_and(char::is_alphanumeric);
        let dotted = c == '.' && next.is_some_and(char::is_alphanumeric) && {
            // U.S., e.g., Express.co.uk: a dot between letters with no space.
            true
        };
        // "JosÃ©": a letter read in the wrong encoding, as old pages have it.
        let is_second_half =
            matches!(c, '\u{80}'..='\u{bf}') && matches!(last, Some('\u{c2}'..='\u{c5}')) && c != '\u{a0}';
        // "D.C.-based": the last dot of an abbreviation before a hyphen.
        let is_in_compound = c == '.'
            && next == Some('-')
            && rest.get(..place).is_some_and(|word| word.contains('.'))
            && rest.get(place + 2..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric);
        let joins = joins || is_second_half || is_in_compound;
        last = Some(c);
        if !(c.is_alphanumeric() || joins || dotted || matches!(c, '\u{300}'..='\u{36f}')) {
            break;
        }
        length = place + c.len_utf8();
    }
    let mut word = rest.get(..length).unwrap_or("");
    // "l’entraîneur", "s’est": two words; "L’Oréal" is a name.
    let elided = at_apostrophe(word).filter(|(short, full)| {
        let is_small = short.starts_with(char::is_lowercase) || full.starts_with(char::is_lowercase);
        is_small && !full.is_empty() && language.classes(&short.to_lowercase()) & ELIDED != 0
    });
    if let Some((short, _)) = elided {
        out.push(Token {
            kind: Kind::Word,
            span: Span::new(at, at + short.len()),
            classes: language.classes(&short.to_lowercase()),
            capital: short.starts_with(char::is_uppercase) && !short.is_empty(),
            sentence: 0,
            first: false,
        });
        return short.len() + word.get(short.len()..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    // A possessive ending is a token of its own: the name is the name.
    let stem = ["’s", "'s"].iter().find_map(|ending| word.strip_suffix(ending)).filter(|stem| !stem.is_empty());
    let mut possessive = None;
    if let Some(stem) = stem {
        possessive = Some(Span::new(at + stem.len(), at + word.len()));
        word = stem;
    }
    let lower = word.to_lowercase();
    // "Rose said", but "the prices rose": only a capital makes a forename.
    let is_capital = word.starts_with(char::is_uppercase);
    let known = if is_capital { language.capital_classes(&lower) } else { language.classes(&lower) };
    let mut classes = free(known, language);
    // "Zoë", "Łukasz": forenames are listed without their marks.
    if classes == 0 && !lower.is_ascii() && language.is_known && is_capital {
        let plain: String = lower.chars().map(crate::text::plain_letter).collect();
        classes = language.capital_classes(&plain) & (MALE | FEMALE);
    }
    if language.capital_nouns || !is_capital {
        classes |= language.ending_classes(&lower);
        // Most languages with lists here make their plurals with -s.
        if classes == 0 {
            let singular = lower.strip_suffix('s').map_or(0, |singular| language.classes(singular));
            classes |= singular & (ROLE | GROUP);
        }
        // "vice-captain", "43-year-old": what the last part is; "father-of-three": what the first one is.
        let has_hyphen = || lower.as_bytes().contains(&b'-') || !lower.is_ascii() && lower.contains('‑');
        if classes & !(PERSON | VERB) == 0 && has_hyphen() {
            let first = lower.split_once("-of-").map(|(first, _)| first);
            let part = first.or_else(|| lower.rsplit(['-', '‑']).next()).unwrap_or("");
            classes |= language.classes(part) & (ROLE | GROUP | MALE | FEMALE);
        }
    }
    // "the Frenchwoman", "the Ukrainian": by the ending somebody.
    if word.starts_with(char::is_uppercase) && out.last().is_some_and(|last| last.is(DEFINITE)) {
        classes |= (language.ending_classes(&lower) | language.classes(&lower)) & PERSON;
    }
    let mut span = Span::new(at, at + word.len());
    // A dot that belongs to an abbreviation or an initial does not end a sentence.
    let after = rest.get(length..).unwrap_or("");
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if after.starts_with('.')
        && possessive.is_none()
        && (is_initial || classes & ABBREVIATION != 0 || word.contains('.'))
    {
        length += 1;
        span.end += 1;
        // "J. A. Lee": an initial is not the word "a".
        classes = match is_initial {
            // "M. Tissot": no elided "me".
            true => classes & (TITLE | HONORIFIC | MALE) | ABBREVIATION,
            false => classes | ABBREVIATION,
        };
    }
    let mut capital = word.chars().next().is_some_and(char::is_uppercase) || is_arabic(word) || is_eclipsed(word);
    // "the way I’d use it": a pronoun and its verb are no name.
    if at_apostrophe(&lower).is_some_and(|(stem, _)| language.classes(stem) & (PRONOUN | WRITER) != 0) {
        capital = false;
    }
    // "Die zwölfjährige Lotte": a forename is none.
    if language.capital_nouns && capital && !is_forename(classes) && follows_article(out) {
        capital = false;
        classes |= LOWERED;
    }
    if language.capital_nouns && capital {
        classes |= CAPITALS;
    } else if capital && !language.is_learned {
        classes |= ROMANCE;
        // "Abril Ruiz": months are small in French and Spanish.
        classes &= !CALENDAR;
    }
    if language.capital_nouns && capital && classes & (ROLE | TITLE) != 0 && classes & HONORIFIC == 0 {
        classes |= COMMON;
    }
    // "Nach Angaben der Polizei", "nach den Worten von Ann Lee": whose they are stands behind.
    if classes & WORDING != 0
        && out.iter().rev().find(|before| !before.is(DETERMINER)).is_some_and(|before| before.is(WHOSE))
    {
        classes |= ACCORDING;
    }
    // "explique-t-il", "dit-elle": a verb and its subject.
    if let Some((verb, pronoun)) = inverted(&lower, language) {
        let cut = at + verb.len();
        out.push(Token {
            kind: Kind::Word,
            span: Span::new(at, cut),
            classes: free(language.classes(verb), language),
            capital: false,
            sentence: 0,
            first: false,
        });
        let start = span.end - pronoun.len() as u32;
        span.start = start;
        classes = language.classes(pronoun);
        capital = false;
    }
    out.push(Token { kind: Kind::Word, span, classes, capital, sentence: 0, first: false });
    if let Some(span) = possessive {
        out.push(Token { kind: Kind::Mark('’'), span, classes: 0, capital: false, sentence: 0, first: false });
    }
    length
}

/// A word's two parts, where an apostrophe parts it.
fn at_apostrophe(word: &str) -> Option<(&str, &str)> {
    // Hardly any word has one: bytes are looked at before letters.
    let may_have = word.as_bytes().iter().any(|byte| *byte == b'\'' || *byte == 0xE2);
    may_have.then(|| word.split_once(['’', '\''])).flatten()
}

/// Set for a verb that carries speech in a language whose subjects stand on either side of their verbs, and far behind them.
pub(super) const FREE: Classes = 1 << 48;

/// Set for a word with a capital in a language that writes all nouns so.
pub(super) const CAPITALS: Classes = 1 << 53;

/// Set for a word with a capital in French and Spanish.
pub(super) const ROMANCE: Classes = 1 << 54;

/// Set for a role or title whose capital is that of every noun: Trainer.
pub(super) const COMMON: Classes = 1 << 51;

fn free(classes: Classes, language: &Language) -> Classes {
    classes | if classes & (SAY | JUDGE) != 0 && !language.is_learned { FREE } else { 0 }
}

/// Set for a noun whose capital says nothing: it stands right after an article.
const LOWERED: Classes = 1 << 43;

/// Whether the last token is an article, or an adjective after one: what follows is a noun.
fn follows_article(out: &[Token]) -> bool {
    let mut back = out.iter().rev();
    match (back.next(), back.next()) {
        (Some(last), _) if last.is(DETERMINER | CONTRACTED) => true,
        (Some(last), Some(before)) => {
            // "die pensionierte Lehrerin": by its ending the adjective could be a verb.
            last.kind == Kind::Word && !last.capital && last.classes & !VERB == 0 && before.is(DETERMINER)
        }
        _ => false,
    }
}

/// "al-Masri", "el-Sisi": a name that an article starts.
fn is_arabic(word: &str) -> bool {
    word.split_once(['-', '‑']).is_some_and(|(article, name)| {
        matches!(article, "al" | "el" | "ad" | "an" | "ar" | "as" | "at" | "az" | "ash" | "ul" | "ben" | "bin")
            && name.starts_with(char::is_uppercase)
    })
}

/// "Ó hUallacháin", "Uí nEill": a name that a small letter of its grammar starts.
fn is_eclipsed(word: &str) -> bool {
    word.strip_prefix(['h', 'n', 't']).is_some_and(|name| {
        let mut letters = name.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    })
}

/// A verb of speech, or what helps one, and the pronoun hung on it with a hyphen: explique-t-il, a-t-elle déclaré.
fn inverted<'a>(word: &'a str, language: &Language) -> Option<(&'a str, &'a str)> {
    let (verb, rest) = word.split_once('-')?;
    let pronoun = rest.rsplit('-').next()?;
    (language.classes(verb) & (SAY | AUXILIARY) != 0 && language.classes(pronoun) & PRONOUN != 0)
        .then_some((verb, pronoun))
}

/// Numbers the sentences. A full stop ends one if a capital, a quote or nothing follows; a quote ends one if it closes with a
/// full stop of its own and a capital follows.
fn sentences(text: &str, tokens: &mut [Token]) {
    let mut sentence = 0;
    let mut starts = true;
    for at in 0..tokens.len() {
        // "Holt Jr. He": the dot ends both.
        let next_is_word =
            tokens.get(at + 1).is_some_and(|next| next.capital && next.is(TITLE | FUNCTION | PRONOUN | DETERMINER));
        let next_starts = tokens.get(at + 1).is_none_or(|next| next.capital || matches!(next.kind, Kind::Quote(_)));
        // “The roof…” Lee said: the quote trails off, the sentence goes on.
        let following = tokens.get(at + 1..tokens.len().min(at + 5)).unwrap_or(&[]);
        let trails_off = following.iter().take_while(|next| next.kind == Kind::Word).any(|next| next.is(SAY));
        let Some(token) = tokens.get_mut(at) else { break };
        token.sentence = sentence;
        token.first = starts && token.kind == Kind::Word;
        if token.kind == Kind::Word || matches!(token.kind, Kind::Quote(_)) {
            starts = false;
        }
        let ends = match token.kind {
            Kind::Mark('.' | '!' | '?' | '…' | '。' | '！' | '？') => next_starts,
            Kind::Quote(_) => {
                next_starts
                    && closes_sentence(token.span.of(text))
                    && !(trails_off && last_of(token.span.of(text)) == Some('…'))
            }
            Kind::Word => token.is(SUFFIX) && next_is_word && token.span.of(text).ends_with('.'),
            _ => false,
        };
        if ends {
            sentence += 1;
            starts = true;
        }
    }
}

/// Whether a quote, marks included, ends with a full stop.
pub(super) fn closes_sentence(quote: &str) -> bool {
    last_of(quote).is_some_and(|c| matches!(c, '.' | '…' | '。'))
}

/// Most marks and spaces at a quote's end that are looked past: of a page that nests quotes, each quote would be looked through anew.
const MARKS: usize = 64;

/// A quote's words without the marks and spaces around them.
pub(super) fn without_marks(quote: &str) -> &str {
    let is_mark = |c: char| c.is_whitespace() || "“”„\"‘’'«»‹›「」『』".contains(c);
    let mut words = quote;
    for _ in 0..MARKS {
        let start = words.strip_prefix(is_mark).unwrap_or(words);
        let both = start.strip_suffix(is_mark).unwrap_or(start);
        if both.len() == words.len() {
            break;
        }
        words = both;
    }
    words
}

/// The last character of a quote before its closing marks.
pub(super) fn last_of(quote: &str) -> Option<char> {
    let is_mark = |c: &char| c.is_whitespace() || "”’\"'»›«‹“‘」』".contains(*c);
    quote.chars().rev().take(MARKS).find(|c| !is_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, quotes: &[(usize, Span)]) -> Vec<(String, u32)> {
        let language = Language::of(Some("en"), "");
        tokens(text, Span::new(0, text.len()), quotes, language)
            .iter()
            .map(|token| (token.span.of(text).to_owned(), token.sentence))
            .collect()
    }

    #[test]
    fn abbreviations_initials_and_possessives() {
        let words: Vec<String> = shown("Dr. J. Lee’s U.S. aide spoke. He left.", &[])
            .into_iter()
            .map(|(word, sentence)| format!("{word}{sentence}"))
            .collect();
        assert_eq!(words, ["Dr.0", "J.0", "Lee0", "’s0", "U.S.0", "aide0", "spoke0", ".0", "He1", "left1", ".1"]);
    }

    #[test]
    fn a_quote_is_one_token_and_ends_a_sentence_only_with_its_own_full_stop() {
        let text = "“Go,” he said. “Stop.” They left.";
        let quotes =
            [(0, Span::new(0, 9)), (1, Span::new(text.find("“Stop").unwrap_or(0), text.find(" They").unwrap_or(0)))];
        let found: Vec<u32> = shown(text, &quotes).iter().map(|(_, sentence)| *sentence).collect();
        assert_eq!(found, [0, 0, 0, 0, 1, 2, 2, 2]);
    }
}
