//! Dates as pages write them, to ISO 8601.
//!
//! ISO dates keep their time and zone; dates in words (month names of `rules/metadata.txt`), in figures and with the Chinese, Japanese
//! and Korean signs for year, month and day give the day alone. Day and month in figures are read in the order of the page's language: month first
//! only for American English.

use super::words::table;

/// The ISO 8601 form of a date; `None` where no plausible date (1990 to 2100) is found. `month_first` decides 3/4/2021.
pub(super) fn parse(text: &str, month_first: bool) -> Option<String> {
    let text = text.trim();
    iso(text).or_else(|| in_words(text)).or_else(|| in_signs(text)).or_else(|| in_figures(text, month_first))
}

/// The month alone, `2015-11`, of a line that is nothing but a month and a year: what journals date their issues with.
pub(super) fn month_only(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (name, year) = (words.next()?, words.next()?);
    let year: u32 = year.parse().ok().filter(|year| (1990..=2100).contains(year))?;
    // "Marketing 2021" and "Magazine 2021" start like months, of which none in "ma" is long.
    let is_longer = name.to_lowercase().starts_with("ma") && name.chars().count() > 6;
    let month = month(name).filter(|_| words.next().is_none() && !is_longer)?;
    Some(format!("{year:04}-{month:02}"))
}

/// The other reading of a date in figures, where both its first numbers can be months: 3/4 for 4/3. `None` for a date in
/// words or of ISO form.
pub(super) fn swapped(text: &str, date: &str) -> Option<String> {
    if iso(text.trim()).is_some() || in_words(text).is_some() {
        return None;
    }
    [true, false].into_iter().filter_map(|month_first| in_order(text, |_| month_first)).find(|other| other != date)
}

fn day(year: u32, month: u32, day: u32) -> Option<String> {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    ((1990..=2100).contains(&year) && (1..=12).contains(&month) && (1..=longest).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `2022-10-15`, with `T09:30:00+02:00`, ` 09:30`, `Z` or `+0200` behind it; also `20221015` and `2022/10/15`.
fn iso(text: &str) -> Option<String> {
    let number = |range: std::ops::Range<usize>| {
        text.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?.parse::<u32>().ok()
    };
    let year = number(0..4)?;
    let separator = text.as_bytes().get(4).copied()?;
    if separator.is_ascii_digit() {
        return (text.len() == 8 || text.as_bytes().get(8) == Some(&b'T'))
            .then(|| day(year, number(4..6)?, number(6..8)?))?;
    }
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let mut parts = text.get(5..)?.splitn(2, separator as char);
    let month = parts.next()?.parse().ok()?;
    let rest = parts.next()?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let date = day(year, month, rest.get(..digits)?.parse().ok()?)?;
    Some(match time(rest.get(digits..).unwrap_or("")) {
        Some(time) => format!("{date}T{time}"),
        None => date,
    })
}

/// A time of day with its zone, normalised to `hh:mm:ss±hh:mm`.
fn time(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['T', 't', ' ']);
    let number = |from: usize| text.get(from..from + 2)?.parse::<u32>().ok();
    let (hour, minute) = (number(0)?, number(3)?);
    if text.as_bytes().get(2) != Some(&b':') || hour > 23 || minute > 59 {
        return None;
    }
    let has_seconds = text.as_bytes().get(5) == Some(&b':');
    let second = if has_seconds { number(6)?.min(59) } else { 0 };
    let mut rest = text.get(if has_seconds { 8 } else { 5 }..).unwrap_or("");
    if rest.starts_with('.') {
        rest = rest.get(1..).unwrap_or("").trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let rest = rest.trim_start();
    let zone = match rest.chars().next() {
        Some('Z' | 'z') => "Z".to_owned(),
        Some(sign @ ('+' | '-')) => {
            let digits: String = rest.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
            match (digits.get(0..2), digits.get(2..4)) {
                (Some(hours), Some(minutes)) => format!("{sign}{hours}:{minutes}"),
                (Some(hours), None) => format!("{sign}{hours}:00"),
                _ => String::new(),
            }
        }
        _ => String::new(),
    };
    Some(format!("{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// The number of a month by its name, whole or cut.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let months = table().months.iter().copied();
    months
        .filter(|(_, name)| word.starts_with(name))
        // "juin" and "juillet" both start like "jun", "jul" do not: the longest name decides.
        .max_by_key(|(_, name)| name.len())
        .map(|(number, _)| number)
        .filter(|_| word.chars().count() <= 12)
}

/// `October 15, 2022`, `15 Oct 2022`, `15. Oktober 2022`, `15 de octubre de 2022`, `Sat, 15 Oct 2022 09:30:00 GMT`.
fn in_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "del" | "of" | "the" | "den"))
        .take(40)
        .collect();
    let number = |word: Option<&&str>| -> Option<u32> {
        let word = word?;
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let ending = word.get(digits..)?;
        matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª").then(|| word.get(..digits)?.parse().ok())?
    };
    words.iter().enumerate().find_map(|(at, word)| {
        let month = month(word)?;
        let before = at.checked_sub(1).and_then(|before| number(words.get(before)));
        let (after, later) = (number(words.get(at + 1)), number(words.get(at + 2)));
        match (before, after, later) {
            (Some(date), Some(year), _) if year > 31 => day(year, month, date),
            (_, Some(date), Some(year)) if year > 31 => day(year, month, date),
            // Libraries put the year first: "2023 Jan 7".
            (Some(year), Some(date), _) if year > 31 => day(year, month, date),
            _ => None,
        }
    })
}

/// `2022年10月15日`, `2022년 10월 15일`.
fn in_signs(text: &str) -> Option<String> {
    let at = if text.is_ascii() { None } else { text.find(['年', '년']) }?;
    let before = text.get(..at)?;
    let year = before.get(before.len().checked_sub(4)?..)?.parse().ok()?;
    let mut numbers = text.get(at..)?.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    day(year, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?)
}

/// `15.10.2022`, `15/10/2022`, `10/15/2022`. With points the day always stands first.
fn in_figures(text: &str, month_first: bool) -> Option<String> {
    in_order(text, |token| month_first && !token.contains('.'))
}

fn in_order(text: &str, month_first: impl Fn(&str) -> bool) -> Option<String> {
    // "15. 10. 2022" is one token.
    let spaced = text.contains(". ").then(|| text.replace(". ", "."));
    let text = spaced.as_deref().unwrap_or(text);
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '/' | '-'))).take(40).find_map(|token| {
        // An ISO date behind a word, with its time if it has one.
        if token.len() >= 8 && token.bytes().take(4).all(|b| b.is_ascii_digit()) {
            return iso(text.get(text.find(token)?..)?);
        }
        let parts: Vec<u32> = token.split(['.', '/', '-']).map(|part| part.parse().unwrap_or(0)).collect();
        let [first, second, year] = parts.as_slice() else { return None };
        // Two figures are a year only where all three numbers are set alike: 05/10/22, not version 1.2.13.
        let year = if *year < 100 && token.len() == 8 { 2000 + year } else { *year };
        let month_first = (month_first(token) || *second > 12) && *first <= 12;
        if month_first {
            day(year, *first, *second)
        } else {
            day(year, *second, *first)
        }
    })
}

/// Days between two ISO dates, whatever their times. `None` where one is no date.
pub(super) fn days_between(a: &str, b: &str) -> Option<u32> {
    let number = |text: &str| -> Option<u32> {
        let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
        let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
        // Days since the year 0, March first (Howard Hinnant, "chrono-compatible low-level date algorithms").
        let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
        Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
    };
    Some(number(a)?.abs_diff(number(b)?))
}

/// The date in a page's address: `/2022/10/15/`, `/2022-10-15-` or `/2022/october/15/`.
pub(super) fn in_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    parts.windows(3).find_map(|window| match window {
        [year, name, date] if year.len() == 4 && name.len() >= 2 && date.len() == 2 => {
            let number = if name.len() == 2 { name.parse().ok() } else { month(name) };
            day(year.parse().ok()?, number?, date.parse().ok()?)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_kinds() {
        for (text, expected) in [
            ("2022-10-15", "2022-10-15"),
            ("2022-10-15T09:30:00+00:00", "2022-10-15T09:30:00+00:00"),
            ("2022-10-15T09:30:00.123Z", "2022-10-15T09:30:00Z"),
            ("2022-10-15 09:30 +0200", "2022-10-15T09:30:00+02:00"),
            ("20221015", "2022-10-15"),
            ("Sat, 15 Oct 2022 09:30:00 GMT", "2022-10-15"),
            ("Published October 15th, 2022 9:30 am", "2022-10-15"),
            ("15. Oktober 2022", "2022-10-15"),
            ("le 3 juillet 2021", "2021-07-03"),
            ("le 3 juin 2021", "2021-06-03"),
            ("15 de octubre de 2022", "2022-10-15"),
            ("15.10.2022, 08:00 Uhr", "2022-10-15"),
            ("10/15/2022", "2022-10-15"),
            ("03/04/2021", "2021-03-04"),
            ("Last updated: 2022-10-15", "2022-10-15"),
            ("è2022-10-15", "2022-10-15"),
            ("Cureus. 2023 Jan 7;15(1)", "2023-01-07"),
            ("Veröffentlicht am 15. 10. 2022", "2022-10-15"),
            ("15.10.22", "2022-10-15"),
            ("公開日:2022年10月5日 9時30分", "2022-10-05"),
            ("2022년 10월 15일", "2022-10-15"),
            ("2022. 10. 15.", "2022-10-15"),
            ("15 октября 2022 г.", "2022-10-15"),
            ("15 października 2022", "2022-10-15"),
            ("den 15 maj 2022", "2022-05-15"),
            ("1er août 2021", "2021-08-01"),
            ("Montag, 7. März 2022, 10:15 Uhr", "2022-03-07"),
            ("Martes, 7 de marzo de 2022", "2022-03-07"),
            ("Thu Nov 26 2022 10:00:00 GMT+0100", "2022-11-26"),
        ] {
            assert_eq!(parse(text, true).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse("03/04/2021", false).as_deref(), Some("2021-04-03"));
    }

    #[test]
    fn figures_have_two_readings() {
        assert_eq!(swapped("03/04/2021", "2021-03-04").as_deref(), Some("2021-04-03"));
        assert_eq!(swapped("03.04.2021", "2021-04-03").as_deref(), Some("2021-03-04"));
        assert_eq!(swapped("13/04/2021", "2021-04-13"), None);
        assert_eq!(swapped("3 April 2021", "2021-04-03"), None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "today", "May the force be with you", "31 Feb", "2022-13-45", "1234567", "555-12-3456", "è2022-10"]
        {
            assert_eq!(parse(text, true), None, "{text}");
        }
    }

    #[test]
    fn a_month_alone_is_one_only_on_a_line_of_its_own() {
        assert_eq!(month_only("November 2015").as_deref(), Some("2015-11"));
        assert_eq!(month_only("Mai, 2015").as_deref(), Some("2015-05"));
        for text in ["November 2015 issue", "Marketing 2021", "In November 2015", "2015", "November", "Nov 1815"] {
            assert_eq!(month_only(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        assert_eq!(days_between("2020-02-28", "2020-03-01T10:00:00Z"), Some(2));
        assert_eq!(days_between("2021-01-01", "2020-12-31"), Some(1));
        assert_eq!(days_between("x", "2020-12-31"), None);
    }

    #[test]
    fn addresses_carry_dates() {
        assert_eq!(in_address("https://a.example/2022/10/15/x").as_deref(), Some("2022-10-15"));
        assert_eq!(in_address("https://a.example/2022/october/15/x").as_deref(), Some("2022-10-15"));
        assert_eq!(in_address("https://a.example/2022/103/15/x"), None);
    }
}
