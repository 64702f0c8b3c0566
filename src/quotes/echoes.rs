//! Words that are quoted twice: a headline's quote, a piece taken up again. Where no clause says whose they are, they are whose they are
//! elsewhere in the article.

use super::marks::Marked;
use super::Given;
use crate::order::Numbers;
use crate::words::{normalized, words_of};

/// Words of a run by which quotes are found.
const RUN: usize = 3;
/// Fewest words of a quote that is looked for elsewhere: a few are a title's, or anybody's.
const LEAST: usize = 4;
/// Most words of a quote that is looked for, and most quotes that hold one run.
const LONGEST: usize = 60;
const HOLDERS: usize = 3;
/// Longest quote that is looked into, in bytes: many short ones may be looked for in it.
const WHOLE: usize = 1_000;
/// How much surer the quote is that is echoed.
const SHARE: f32 = 0.85;

/// Gives quotes without a speaker that of the quotes that hold their words, if it is one. Linear in the quotes' words.
pub(super) fn hear(body: &str, marked: &[Marked], given: &mut [Option<Given>]) {
    let is_long = |quote: &Marked| quote.span().of(body).split_ascii_whitespace().nth(LEAST - 1).is_some();
    if !marked.iter().zip(given.iter()).any(|(quote, given)| given.is_none() && is_long(quote)) {
        return;
    }
    let texts: Vec<String> = marked.iter().map(|quote| normalized(quote.span().of(body))).collect();
    let (mut runs, mut holders) = (Numbers::default(), Vec::<Vec<usize>>::new());
    for (number, text) in texts.iter().enumerate() {
        if !given.get(number).is_some_and(|given| given.as_ref().is_some_and(|given| given.speaker.is_some())) {
            continue;
        }
        for_runs(text, usize::MAX, |run| {
            let held = runs.entry(&mut holders, &run).into_iter();
            held.filter(|held| held.len() < HOLDERS && held.last() != Some(&number)).for_each(|held| held.push(number));
        });
    }
    for (number, (text, quote)) in texts.iter().zip(marked).enumerate() {
        let is_open = given.get(number).is_some_and(Option::is_none) && is_long(quote);
        if !is_open || words_of(text).nth(LONGEST).is_some() {
            continue;
        }
        let mut found: Option<usize> = None;
        for_runs(text, 1, |run| found = runs.get(&run));
        let of = |holder: &usize| given.get(*holder).and_then(Option::as_ref);
        let holds = |holder: &&usize| {
            let whole = texts.get(**holder).filter(|whole| whole.len() <= WHOLE);
            whole.is_some_and(|whole| format!(" {whole} ").contains(&format!(" {text} ")))
        };
        let mut all = found.and_then(|run| holders.get(run)).into_iter().flatten().filter(holds).filter_map(of);
        let Some(first) = all.next() else { continue };
        if all.any(|other| other.speaker != first.speaker) {
            continue;
        }
        let echo = Given {
            confidence: first.confidence * SHARE,
            rule: format!("said elsewhere in these words ({})", first.rule),
            ..first.clone()
        };
        given.get_mut(number).into_iter().for_each(|slot| *slot = Some(echo.clone()));
    }
}

/// Calls for the first `most` runs of [`RUN`] words of a text.
fn for_runs(text: &str, most: usize, mut found: impl FnMut([&str; RUN])) {
    let mut run = [""; RUN];
    for (at, word) in words_of(text).enumerate() {
        run.rotate_left(1);
        run[RUN - 1] = word;
        if at + 1 >= RUN {
            found(run);
            if at + 2 - RUN >= most {
                return;
            }
        }
    }
}
