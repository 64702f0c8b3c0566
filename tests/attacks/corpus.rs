//! Reads the attacks: see README.txt beside them.

use std::fs;
use std::path::Path;

const SCRIPT: &str = "alert(1);top.pwned=1";
const ADDRESS: &str = "https://attack.invalid/x";

/// One line of a file.
pub struct Attack {
    /// File and line.
    pub name: String,
    /// Its text, with everything written out.
    pub text: String,
}

/// The attacks of a file, in order.
pub fn family(name: &str) -> Vec<Attack> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/attacks/{name}.txt"));
    let text = fs::read_to_string(path).expect("a readable family");
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('%'));
    lines.map(|(at, line)| Attack { name: format!("{name}:{}", at + 1), text: written_out(line) }).collect()
}

/// Writes out `{JS}`, `{URL}`, `\u{…}`, `\n`, `\t`, `\r` and `{1000*x}`.
fn written_out(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.replace("{JS}", SCRIPT).replace("{URL}", ADDRESS);
    while let Some(at) = rest.find(['\\', '{']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let (text, length) = escape(tail).or_else(|| repeated(tail)).unwrap_or_else(|| (tail[..1].to_owned(), 1));
        out.push_str(&text);
        rest = tail[length..].to_owned();
    }
    out + &rest
}

fn escape(tail: &str) -> Option<(String, usize)> {
    let one = match tail.get(..2)? {
        "\\n" => "\n",
        "\\t" => "\t",
        "\\r" => "\r",
        _ => {
            let hex = tail.strip_prefix("\\u{")?.split_once('}')?.0;
            return Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?.to_string(), hex.len() + 4));
        }
    };
    Some((one.to_owned(), 2))
}

fn repeated(tail: &str) -> Option<(String, usize)> {
    let (count, _) = tail.strip_prefix('{')?.split_once('*')?;
    let from = count.len() + 2;
    let count: usize = count.parse().ok()?;
    // An escape within has braces of its own.
    let nested = tail.get(from..)?.starts_with("\\u{");
    let end = if nested { tail.find("}}")? + 1 } else { tail.find('}')? };
    Some((written_out(tail.get(from..end)?).repeat(count), end + 1))
}
