//! Quotation marks paired into quotes, over one paragraph or several.
//!
//! One state at a time: either nothing is open, or one outer quote is, and every mark of another kind inside it is part of it.
//! What opens and what closes is told by the characters around a mark, by the mark that opened, and, for the single mark that is
//! also an apostrophe, by whether a closing one follows in the paragraph. A quote left open at a paragraph's end goes on in the next
//! paragraph that opens with the same kind of mark; otherwise it ends with its paragraph: a forgotten mark costs one
//! paragraph, not the article. Linear in the text.

use crate::model::{PlainText, TextBlock, TextKind};
use crate::text::Span;

/// A stretch between marks, before anything is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    /// Its part in each block: the block's number, and the bytes between the marks without white space at the edges.
    pub segments: Vec<(usize, Span)>,
    /// Its part in each block with the marks: what is speech and no part of the sentence around it.
    pub outer: Vec<(usize, Span)>,
    /// Whether the closing mark was there.
    pub closed: bool,
    /// What shows that it is speech.
    pub form: Form,
    /// The block whose first name says whose it is: a turn's own, or that of a signature.
    pub signed: Option<usize>,
}

/// What shows that words are speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Marks around it.
    Marks,
    /// A block quotation or embedded post.
    Block,
    /// A name and a colon before it, in a transcript.
    Turn,
    /// A dash before it, in a dialogue.
    Dash,
}

impl Marked {
    /// From the first word to the last.
    pub(super) fn span(&self) -> Span {
        let start = self.segments.first().map_or(0, |(_, span)| span.start);
        let end = self.segments.last().map_or(start, |(_, span)| span.end);
        Span { start, end }
    }
}

/// Kinds of mark; what one opens only its own kind closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Double,
    Single,
    Guillemet,
    SingleGuillemet,
    Corner,
    WhiteCorner,
}

/// A mark in the text: what it may do where it stands.
#[derive(Clone, Copy, Debug)]
struct Mark {
    kind: Kind,
    at: usize,
    length: usize,
    opens: bool,
    closes: bool,
}

/// Words that an apostrophe shortens at their start.
const ELISIONS: [&str; 14] =
    ["tis", "twas", "em", "n", "cause", "til", "till", "bout", "round", "cos", "ere", "fraid", "ave", "appen"];

/// The quotes of a text in order.
pub(super) fn find(text: &PlainText) -> Vec<Marked> {
    let mut found: Vec<Marked> = Vec::new();
    let mut open: Option<(Kind, Marked)> = None;
    for (number, block) in text.blocks.iter().enumerate() {
        if matches!(block.kind, TextKind::Code) {
            continue;
        }
        let body = block.span.of(&text.text);
        let base = block.span.start as usize;
        let marks = marks(body);
        let mut from = 0;
        let mut next = 0;
        // A quote open from before goes on only if this paragraph opens with its mark; headings and captions it steps over.
        if let Some((kind, marked)) = open.take() {
            let leading = marks.first().filter(|mark| {
                mark.kind == kind && mark.opens && body.get(..mark.at).is_some_and(|before| before.trim().is_empty())
            });
            match leading {
                Some(mark) => {
                    from = mark.at;
                    next = 1;
                    open = Some((kind, marked));
                }
                None if matches!(block.kind, TextKind::Heading | TextKind::Caption) && near(text, number, &marked) => {
                    open = Some((kind, marked));
                    continue;
                }
                None => found.push(marked),
            }
        }
        // Inside “…” a ‘…’ may hold “…” again.
        let (mut inner, mut innermost) = (false, false);
        let mut content = open.as_ref().and_then(|_| marks.first()).map_or(0, |mark| mark.at + mark.length);
        for (index, mark) in marks.iter().enumerate().skip(next) {
            match &mut open {
                None if mark.opens
                    && (opens_here(mark, marks.get(index + 1..).unwrap_or(&[]))
                        || body.get(mark.at..).is_some_and(|rest| rest.starts_with(['‘', '\'']))
                            && continues_single(text, number)) =>
                {
                    (inner, innermost) = (false, false);
                    from = mark.at;
                    content = mark.at + mark.length;
                    let (segments, outer) = (Vec::new(), Vec::new());
                    let marked = Marked { segments, outer, closed: false, form: Form::Marks, signed: None };
                    open = Some((mark.kind, marked));
                }
                Some((kind, marked)) if mark.closes && *kind == mark.kind && mark.at >= content => {
                    if is_apostrophe(body, mark, marks.get(index + 1..).unwrap_or(&[])) {
                        continue;
                    }
                    if std::mem::take(&mut innermost) {
                        continue;
                    }
                    push(marked, number, body, base, content..mark.at, from..mark.at + mark.length);
                    marked.closed = true;
                    if let Some((_, marked)) = open.take() {
                        found.push(marked);
                    }
                }
                Some((Kind::Double, _)) if mark.kind == Kind::Single => inner = mark.opens || inner && !mark.closes,
                Some((Kind::Double, _)) if inner && mark.kind == Kind::Double && mark.opens => innermost = true,
                _ => {}
            }
        }
        if let Some((kind, mut marked)) = open.take() {
            push(&mut marked, number, body, base, content..body.len(), from..body.len());
            // A single mark never runs on: it would be an apostrophe too often.
            if kind == Kind::Single && !continues_single(text, number) {
                found.push(marked);
            } else {
                open = Some((kind, marked));
            }
        }
    }
    found.extend(open.map(|(_, marked)| marked));
    found.retain(|marked| marked.segments.iter().any(|(_, span)| !span.is_empty()));
    found
}

/// Whether a block stands within three blocks of the quote's last part.
fn near(text: &PlainText, number: usize, marked: &Marked) -> bool {
    let _ = text;
    marked.segments.last().is_some_and(|(last, _)| number - last <= 3)
}

/// Whether the next paragraph re-opens with a single mark.
fn continues_single(text: &PlainText, number: usize) -> bool {
    let next = text.blocks.iter().skip(number + 1).find(|block: &&TextBlock| block.kind == TextKind::Paragraph);
    next.is_some_and(|block| {
        let body = block.span.of(&text.text);
        // A straight one only before a capital: ’tis and ’90s are written with it too.
        let is_straight = |rest: &str| rest.starts_with(char::is_uppercase) && !is_elision(rest);
        body.starts_with('‘') || body.strip_prefix('\'').is_some_and(is_straight)
    })
}

fn push(
    marked: &mut Marked,
    number: usize,
    body: &str,
    base: usize,
    inner: std::ops::Range<usize>,
    outer: std::ops::Range<usize>,
) {
    let words = body.get(inner.clone()).unwrap_or("");
    let start = inner.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    marked.segments.push((number, Span::new(base + start, base + end)));
    marked.outer.push((number, Span::new(base + outer.start, base + outer.end)));
}

/// Every mark of a paragraph, with what it may do by the characters beside it.
fn marks(body: &str) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    let mut previous: Option<char> = None;
    let mut low_open = false;
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let before = previous;
        previous = Some(c);
        let mut length = c.len_utf8();
        let kind = match c {
            '“' | '”' | '„' | '‟' | '"' | '＂' => Kind::Double,
            '‘' | '’' | '‚' | '‛' | '\'' | '`' => Kind::Single,
            '«' | '»' => Kind::Guillemet,
            '‹' | '›' => Kind::SingleGuillemet,
            '「' | '」' => Kind::Corner,
            '『' | '』' => Kind::WhiteCorner,
            _ => continue,
        };
        let mut kind = kind;
        // Two apostrophes are one double mark.
        if matches!(c, '\'' | '`' | '’' | '‘') && chars.peek().is_some_and(|(_, next)| *next == c) {
            chars.next();
            length *= 2;
            kind = Kind::Double;
        }
        let after = body.get(at + length..).and_then(|rest| rest.chars().next());
        let space_before = before.is_none_or(|c| c.is_whitespace() || "([{—–-/“„‘«‹\"'¿¡|*".contains(c));
        let space_after = after.is_none_or(|c| c.is_whitespace() || ".,;:!?)]}—–-/”’»›\"'…|*".contains(c));
        let (opens, closes) = match c {
            '„' | '‚' | '「' | '『' | '‟' | '‛' => (true, false),
            '」' | '』' => (false, true),
            // After „ it closes, as in German; else it opens.
            '“' => (!low_open, low_open || space_after && !space_before),
            '”' => (space_before && !space_after, true),
            // French sets spaces inside; German turns them round.
            '«' => (
                before.is_none_or(|c| !c.is_alphanumeric() && !".,!?…".contains(c))
                    || after.is_some_and(char::is_whitespace),
                before.is_some_and(|c| !c.is_whitespace()) && space_after,
            ),
            '»' => (
                space_before && after.is_some_and(char::is_alphanumeric),
                !(space_before && after.is_some_and(char::is_alphanumeric))
                    || before.is_some_and(|c| c == '\u{a0}' || c == '\u{202f}'),
            ),
            '‹' => (true, before.is_some_and(char::is_alphanumeric)),
            '›' => (space_before && after.is_some_and(char::is_alphanumeric), true),
            '‘' => (space_before || !before.is_some_and(char::is_alphanumeric), false),
            '’' => (false, !after.is_some_and(char::is_alphanumeric)),
            _ if kind == Kind::Single => {
                let elision = is_elision(body.get(at + length..).unwrap_or(""));
                (space_before && !space_after && !elision, !after.is_some_and(char::is_alphanumeric) && !space_before)
            }
            // A straight mark after a digit is inches unless something is open, which only the pairing knows.
            _ => (
                space_before && after.is_some_and(|c| !c.is_whitespace())
                    || !space_after && !before.is_some_and(char::is_alphanumeric),
                !space_before || space_after,
            ),
        };
        let opens = opens && !(c == '‘' && is_elision(body.get(at + length..).unwrap_or("")));
        match c {
            '„' => low_open = true,
            '“' | '”' => low_open = false,
            _ => {}
        }
        found.push(Mark { kind, at, length, opens, closes });
        if length > c.len_utf8() {
            previous = Some('"');
        }
    }
    found
}

/// Whether what follows a single mark is a shortened word or a decade: ’tis, ’90s.
fn is_elision(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).take(8).collect::<String>().to_lowercase();
    let decade =
        word.len() >= 2 && word.bytes().take(2).all(|b| b.is_ascii_digit()) && (word.len() == 2 || word.ends_with('s'));
    decade || ELISIONS.contains(&word.as_str())
}

/// Whether an opening mark opens: a single one only if a closing one follows in its paragraph.
fn opens_here(mark: &Mark, later: &[Mark]) -> bool {
    mark.kind != Kind::Single
        || later.last().is_some_and(|_| later.iter().take(40).any(|next| next.kind == Kind::Single && next.closes))
}

/// Whether a closing single mark is a plural's apostrophe: after an s, with a better closing mark still to come.
fn is_apostrophe(body: &str, mark: &Mark, later: &[Mark]) -> bool {
    if mark.kind != Kind::Single {
        return false;
    }
    let after_s = body.get(..mark.at).is_some_and(|before| before.ends_with(['s', 'x', 'z', 'S']));
    let before_word = body
        .get(mark.at + mark.length..)
        .is_some_and(|rest| rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase)));
    let closes_later = later
        .iter()
        .take(20)
        .take_while(|next| next.kind != Kind::Single || !next.opens)
        .any(|next| next.kind == Kind::Single && next.closes);
    after_s && before_word && closes_later
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quotes of a text whose paragraphs are lines, a `|` between a quote's paragraphs.
    fn quotes(text: &str) -> Vec<String> {
        let mut at = 0;
        let blocks = text.split('\n').map(|line| {
            let span = Span::new(at, at + line.len());
            at += line.len() + 1;
            let kind = if line.starts_with('#') { TextKind::Heading } else { TextKind::Paragraph };
            TextBlock { span, kind, gap_before: false }
        });
        let plain = PlainText { blocks: blocks.collect(), text: text.to_owned() };
        let join = |marked: &Marked| {
            marked.segments.iter().map(|(_, span)| span.of(text).to_owned()).collect::<Vec<_>>().join("|")
        };
        find(&plain).iter().map(join).collect()
    }

    #[test]
    fn marks_of_every_style_pair() {
        assert_eq!(quotes("He said: “Go now.” She “went”."), ["Go now.", "went"]);
        assert_eq!(quotes("He said: \"Go now.\" She \"went\"."), ["Go now.", "went"]);
        assert_eq!(quotes("Er sagte: „Geh jetzt.“ Sie „ging“."), ["Geh jetzt.", "ging"]);
        assert_eq!(quotes("Er sagte: »Geh jetzt.« Sie ging."), ["Geh jetzt."]);
        assert_eq!(quotes("Il dit : « Va-t’en. » Elle partit."), ["Va-t’en."]);
        assert_eq!(quotes("彼は「行け」と言った。"), ["行け"]);
        assert_eq!(quotes("He said ''Go'' and left."), ["Go"]);
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        assert_eq!(quotes("‘It’s the dogs’ dinner,’ he said."), ["It’s the dogs’ dinner,"]);
        assert_eq!(quotes("It’s ’90s music, ’tis true, the players’ own."), Vec::<String>::new());
        assert_eq!(quotes("'Don't go,' she said in the '90s."), ["Don't go,"]);
        assert_eq!(quotes("‘I heard “no” twice,’ she said."), ["I heard “no” twice,"]);
    }

    #[test]
    fn nested_marks_belong_to_the_outer_quote() {
        assert_eq!(quotes("“Desperate for a ‘win’, they lied.”"), ["Desperate for a ‘win’, they lied."]);
    }

    #[test]
    fn a_quote_goes_on_where_paragraphs_reopen() {
        assert_eq!(quotes("He said: “One.\n“Two.\n“Three.” He left."), ["One.|Two.|Three."]);
        assert_eq!(quotes("He said: “One.\n# Heading\n“Two.”"), ["One.|Two."]);
        assert_eq!(quotes("She said:\n'It's one.\n'Two of the '90s.\n'Three.'"), ["It's one.|Two of the '90s.|Three."]);
        assert_eq!(quotes("The '90s were good.\n'Tis true."), Vec::<String>::new());
    }

    #[test]
    fn a_forgotten_mark_costs_its_paragraph_only() {
        assert_eq!(quotes("He said: “One.\nShe left. “Two,” she said."), ["One.", "Two,"]);
    }

    #[test]
    fn inches_and_feet_are_no_quotes() {
        assert_eq!(quotes("He is 6'2\" tall and wears a 30\" belt."), Vec::<String>::new());
    }
}
