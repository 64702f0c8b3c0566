//! Speech without quote marks: block quotations and embedded posts, transcripts with a name and a colon before each turn, and
//! dialogue that a dash introduces. Each asks for more than one sign, since lists use dashes and colons too.

use super::language::{Language, OBJECT, SAY};
use super::marks::{Form, Marked};
use crate::model::{PlainText, TextBlock, TextKind};
use crate::order::HashMap;
use crate::text::{count_words, Span};

/// Most words and bytes of a name before a colon.
const LABEL_WORDS: usize = 4;
const LABEL_BYTES: usize = 40;
/// Most paragraphs before an interview's first question.
const INTRODUCTION: usize = 6;
/// Fewest lines of a text's dialogue that name their speakers.
const LINES: usize = 2;
/// Most words of a line that says whose a block quotation is.
const SIGNATURE: usize = 12;

/// Adds speech without marks to the quotes of a text, and signs what a line below signs. The quotes stay in order and disjoint.
pub(super) fn add(text: &PlainText, language: &Language, marked: &mut Vec<Marked>) {
    let mut found = quotations(text, marked);
    found.extend(turns(text));
    found.extend(dialogue(text, language));
    if !found.is_empty() {
        let mut covered = vec![false; text.blocks.len()];
        for (block, _) in found.iter().flat_map(|quote| &quote.outer) {
            if let Some(covered) = covered.get_mut(*block) {
                *covered = true;
            }
        }
        // What quotes in a block that is speech as a whole stands inside that speech.
        marked.retain(|quote| quote.outer.iter().all(|(block, _)| covered.get(*block) != Some(&true)));
        marked.extend(found);
        let order = crate::order::ascending(marked.iter().map(|quote| u64::from(quote.span().start)));
        *marked = order.into_iter().filter_map(|at| marked.get(at).cloned()).collect();
    }
    sign(text, marked);
}

fn words<'a>(text: &'a PlainText, block: &TextBlock) -> &'a str {
    block.span.of(&text.text)
}

/// Block quotations, one quote for each run of them. One that marks already cover stays with its marks.
fn quotations(text: &PlainText, marked: &[Marked]) -> Vec<Marked> {
    let mut quoted = vec![0_usize; text.blocks.len()];
    for (block, span) in marked.iter().flat_map(|quote| &quote.outer) {
        if let Some(bytes) = quoted.get_mut(*block) {
            *bytes += span.len();
        }
    }
    let mut found: Vec<Marked> = Vec::new();
    let mut last = None;
    for (number, block) in text.blocks.iter().enumerate() {
        if block.kind != TextKind::Quotation || is_signature(words(text, block)) {
            continue;
        }
        let all = words(text, block);
        let is_marked = quoted.get(number).is_some_and(|bytes| bytes * 10 >= all.len() * 6);
        if is_marked || all.trim().is_empty() {
            continue;
        }
        let from = block.span.start as usize + (all.len() - all.trim_start().len());
        let (inner, outer) = (Span::new(from, from + all.trim().len()), block.span);
        let goes_on = last.is_some_and(|last| last + 1 == number);
        match found.last_mut().filter(|_| goes_on) {
            Some(quote) => {
                quote.segments.push((number, inner));
                quote.outer.push((number, outer));
            }
            None => found.push(Marked {
                segments: vec![(number, inner)],
                outer: vec![(number, outer)],
                closed: true,
                form: Form::Block,
                signed: None,
            }),
        }
        last = Some(number);
    }
    found
}

/// The name before a colon at a line's start, and where the speech behind it starts.
fn label(line: &str) -> Option<(&str, usize)> {
    let colon = line.find(':').filter(|at| *at <= LABEL_BYTES)?;
    let name = line.get(..colon)?;
    let speech = line.get(colon + 1..)?;
    let is_name = name.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase()));
    // "Q: … A: …", else a label is a name.
    let fits = (1..=LABEL_WORDS).contains(&count_words(name)) && (name.chars().count() > 1 || is_letter(name));
    (is_name && fits && speech.starts_with(char::is_whitespace) && speech.contains(char::is_alphabetic))
        .then_some((name, colon + 1))
}

/// Whether a label only says which is question and which is answer.
pub(super) fn is_letter(label: &str) -> bool {
    matches!(label, "Q" | "A" | "F" | "R" | "P")
}

/// Whether what stands before the first question names one person, and no other: the one who answers.
fn introduces_one(text: &PlainText) -> bool {
    let is_turn = |block: &TextBlock| label(words(text, block)).is_some_and(|(label, _)| is_letter(label));
    let before = text.blocks.iter().take(INTRODUCTION + 1).take_while(|block| !is_turn(block));
    let is_name = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.clone().count() >= 2 && chars.all(char::is_lowercase)
    };
    let mut surnames: Vec<&str> = Vec::new();
    let (mut blocks, mut pairs) = (0, 0);
    for block in before {
        blocks += 1;
        let all: Vec<&str> = words(text, block).split_whitespace().collect();
        for pair in
            all.windows(2).filter(|pair| pair.iter().all(|word| is_name(word.trim_end_matches(['.', ',', ';']))))
        {
            let surname = pair.last().map_or("", |word| word.trim_end_matches(['.', ',', ';']));
            pairs += 1;
            if !surnames.contains(&surname) && pairs < 50 {
                surnames.push(surname);
            }
        }
    }
    blocks <= INTRODUCTION && surnames.len() == 1
}

/// What a label is known by: "ANNA REID" comes back as "REID".
fn surname(label: &str) -> &str {
    label.split_whitespace().next_back().unwrap_or(label)
}

/// Turns of a transcript: lines of at least two names, each of which comes back, three lines in all or more.
fn turns(text: &PlainText) -> Vec<Marked> {
    let is_prose = |block: &&TextBlock| matches!(block.kind, TextKind::Paragraph | TextKind::Item);
    let mut count: HashMap<&str, usize> = HashMap::default();
    for (name, _) in text.blocks.iter().filter(is_prose).filter_map(|block| label(words(text, block))) {
        *count.entry(surname(name)).or_insert(0) += 1;
    }
    count.retain(|_, lines| *lines >= 2);
    // Letters name nobody: they are speech where it is plain whose the answers are.
    if count.keys().any(|label| is_letter(label)) && !introduces_one(text) {
        return Vec::new();
    }
    if count.len() < 2 {
        return Vec::new();
    }
    // Where a label is given in full: whose name it is.
    let mut full: HashMap<&str, (usize, usize)> = HashMap::default();
    for (number, block) in text.blocks.iter().enumerate().filter(|(_, block)| is_prose(block)) {
        let Some((name, _)) = label(words(text, block)) else { continue };
        let known = full.entry(surname(name)).or_insert((number, name.len()));
        if name.len() > known.1 {
            *known = (number, name.len());
        }
    }
    let turn = |(number, block): (usize, &TextBlock)| {
        let line = words(text, block);
        let (name, from) = label(line).filter(|(name, _)| count.contains_key(surname(name)))?;
        let inner = line.get(from..)?.trim().trim_matches(|c| "“”\"".contains(c));
        let start = block.span.start as usize + line.find(inner)?;
        let span = Span::new(start, start + inner.len());
        let outer = Span::new(block.span.start as usize + from, block.span.end as usize);
        (!span.is_empty()).then(|| Marked {
            segments: vec![(number, span)],
            outer: vec![(number, outer)],
            closed: true,
            form: Form::Turn,
            signed: full.get(surname(name)).filter(|_| !is_letter(name)).map(|(first, _)| *first),
        })
    };
    text.blocks.iter().enumerate().filter(|(_, block)| is_prose(block)).filter_map(turn).collect()
}

/// Dialogue: paragraphs in a run that start with a dash, where at least one of the run names its speaker with a verb of speech.
fn dialogue(text: &PlainText, language: &Language) -> Vec<Marked> {
    let opens = |block: &TextBlock| {
        let rest = words(text, block).strip_prefix(['—', '–'])?.trim_start();
        let is_speech = rest.starts_with(|c: char| c.is_uppercase() || "¿¡".contains(c));
        (block.kind == TextKind::Paragraph && is_speech).then_some(rest)
    };
    // Where several lines with a dash name their speakers, one that stands alone is speech too.
    let tagged = text.blocks.iter().filter(|block| opens(block).is_some_and(|rest| tag(rest, language).is_some()));
    let least = if tagged.take(LINES).count() == LINES { 1 } else { 2 };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.blocks.len() {
        let run = text.blocks.iter().skip(at).map_while(opens).count();
        let blocks = text.blocks.get(at..at + run).unwrap_or(&[]);
        let spoken: Vec<(usize, Option<usize>)> = blocks
            .iter()
            .enumerate()
            .map(|(place, block)| (at + place, opens(block).and_then(|rest| tag(rest, language))))
            .collect();
        if run >= least && spoken.iter().any(|(_, tag)| tag.is_some()) {
            for (number, tag) in spoken {
                let Some(block) = text.blocks.get(number) else { continue };
                let Some(rest) = opens(block) else { continue };
                let start = block.span.end as usize - rest.len();
                let inner = rest.get(..tag.unwrap_or(rest.len())).unwrap_or(rest).trim_end();
                found.push(Marked {
                    segments: vec![(number, Span::new(start, start + inner.len()))],
                    outer: vec![(number, Span::new(block.span.start as usize, start + inner.len()))],
                    closed: true,
                    form: Form::Dash,
                    signed: None,
                });
            }
        }
        at += run.max(1);
    }
    found
}

/// Where the words that name the speaker start: the verb of speech after a dash, a comma or the mark that ends the speech.
fn tag(speech: &str, language: &Language) -> Option<usize> {
    let mut from = 0;
    let mut words = speech.split_inclusive(char::is_whitespace).peekable();
    while let Some(word) = words.next() {
        let at = from;
        from += word.len();
        let bare = word.trim().trim_start_matches(['—', '–']).trim_end_matches(|c: char| !c.is_alphanumeric());
        let verb = bare.split('-').next().unwrap_or(bare);
        let before = speech.get(..at).unwrap_or("").trim_end();
        let is_set_off = word.starts_with(['—', '–']) || before.ends_with([',', '?', '!', '…', '—', '–']);
        // "—le dijo": the hearer may stand before the verb.
        let next = words.peek().map_or("", |next| next.trim().trim_end_matches(|c: char| !c.is_alphanumeric()));
        let is_hearer = language.classes(bare) & OBJECT != 0 && language.classes(next) & SAY != 0;
        let says = language.classes(verb) & SAY != 0 || is_hearer;
        if is_set_off && bare.starts_with(char::is_lowercase) && says {
            return Some(before.trim_end_matches(['—', '–', ' ']).len());
        }
    }
    None
}

/// Whether a line does nothing but say whose the words above are: a dash and a name.
fn is_signature(line: &str) -> bool {
    let name = line.trim().strip_prefix(['—', '–', '―', '-', '~']).map(str::trim_start);
    name.is_some_and(|name| {
        name.starts_with(char::is_uppercase)
            && count_words(name) <= SIGNATURE
            && !name.contains(['“', '”', '"', '?', '!'])
            && name
                .split_whitespace()
                .take(2)
                .all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
    })
}

/// Quotes that end a block with a signature below it are signed by it.
fn sign(text: &PlainText, marked: &mut [Marked]) {
    for quote in marked.iter_mut().filter(|quote| quote.signed.is_none()) {
        let Some((last, outer)) = quote.outer.last() else { continue };
        let ends_block = text.blocks.get(*last).is_some_and(|block| {
            text.text.get(outer.end as usize..block.span.end as usize).is_some_and(|rest| rest.trim().is_empty())
        });
        let starts_block = quote
            .outer
            .first()
            .is_some_and(|(first, outer)| text.blocks.get(*first).is_some_and(|block| block.span.start == outer.start));
        let next = text.blocks.get(last + 1);
        if ends_block && starts_block && next.is_some_and(|next| is_signature(words(text, next))) {
            quote.signed = Some(last + 1);
        }
    }
}
