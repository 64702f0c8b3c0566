//! Leaves out of the rule files what only people and tests read (comments, `hit:` and `miss:` examples) before they are embedded:
//! 20 KB less of module. A language's words, clutter's phrases and the words of names are written as tables that are asked as they stand:
//! to take the words in when the program starts was a tenth of the time of a short article. Tests read the files themselves.

#[allow(dead_code)]
#[path = "src/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    if env::var("CARGO_CFG_TARGET_OS")? == "linux" && env::var("CARGO_CFG_TARGET_ENV")? == "gnu" {
        // The command is linked to a fixed address: of the 232 page faults of a start 87, a quarter of its time, went into moving the tables
        // of character references (13,000 addresses in 300 KB) that a short run never reads. Heap, stack and libraries still move.
        println!("cargo::rustc-link-arg-bin=verbatim=-no-pie");
        with_its_libraries(&out)?;
    }
    for folder in ["src/rules", "src/rules/lang"] {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                println!("cargo::rerun-if-changed={}", path.display());
                let name = path.file_name().map(Path::new).ok_or("a rule file without a name")?;
                let rules = without_words_for_people(&fs::read_to_string(&path)?);
                let table = match name.to_str() {
                    Some("clutter.txt") => clutter(&rules),
                    Some("names.txt") => names(&rules),
                    Some(name) if folder.ends_with("lang") && name != "forenames.txt" => lexicon(&rules),
                    _ => {
                        fs::write(out.join(name), rules)?;
                        continue;
                    }
                };
                fs::write(out.join(name).with_extension("rs"), table)?;
            }
        }
    }
    Ok(())
}

/// Links the command with the system's libraries in it, where the machine has them in that form: finding, mapping and joining three of
/// them was 0.2 of the 1.8 milliseconds that a short run takes. Cargo has no way to ask for this of one program (its own,
/// `crt-static`, would hold for the compiler's plug-ins too, which cannot be built so); thus the names that the
/// compiler asks the linker for lead to the libraries' other form.
fn with_its_libraries(out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    if env::var("HOST")? != env::var("TARGET")? {
        return Ok(());
    }
    let found = |name: &str| {
        let said = Command::new("cc").arg(format!("-print-file-name={name}")).output().ok()?;
        let path = String::from_utf8(said.stdout).ok()?.trim().to_owned();
        Path::new(&path).is_absolute().then_some(path)
    };
    let all: Option<Vec<String>> = ["libc.a", "libm.a", "libgcc_eh.a", "libgcc.a"].into_iter().map(found).collect();
    let Some([c, m, exceptions, compiler]) = all.and_then(|all| <[String; 4]>::try_from(all).ok()) else {
        return Ok(());
    };
    let folder = out.join("libraries");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("libc.so"), format!("GROUP({c} {exceptions} {compiler})"))?;
    fs::write(folder.join("libm.so"), format!("INPUT({m})"))?;
    fs::write(folder.join("libgcc_s.so"), format!("GROUP({exceptions} {compiler} {c})"))?;
    println!("cargo::rustc-link-arg-bin=verbatim=-static");
    println!("cargo::rustc-link-arg-bin=verbatim=-L{}", folder.display());
    Ok(())
}

fn without_words_for_people(file: &str) -> String {
    let is_read = |line: &&str| !line.is_empty() && !["#", "hit:", "miss:"].iter().any(|start| line.starts_with(start));
    file.lines().map(str::trim).filter(is_read).collect::<Vec<_>>().join("\n")
}

/// A language's file as a `Lexicon` (`quotes/lexicon.rs`): its words by their length in bytes and on shelves, each with the number of the
/// classes it has. A group's name is the name of the class there, so that an unknown one does not compile.
fn lexicon(file: &str) -> String {
    let mut words: BTreeMap<(usize, &str), BTreeSet<String>> = BTreeMap::new();
    let (mut endings, mut marks) = (String::new(), BTreeSet::new());
    let mut group = String::new();
    for line in file.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            group = name.to_uppercase().replace('-', "_");
            marks.insert(group.clone());
        } else if let Some(list) = line.strip_prefix("words:") {
            for word in list.split_whitespace() {
                words.entry((word.len(), word)).or_default().insert(group.clone());
            }
        } else if let Some(list) = line.strip_prefix("endings:") {
            list.split_whitespace().for_each(|ending| endings.push_str(&format!("({ending:?},{group}),")));
        } else {
            // No such line: refused by the compiler, which shows it.
            endings.push_str(line);
        }
    }
    let mut classes: Vec<&BTreeSet<String>> = words.values().collect();
    classes.sort();
    classes.dedup();
    let mut lengths = String::new();
    for length in 0..=words.keys().map(|(length, _)| *length).max().unwrap_or(0) {
        let own = words.iter().filter(|((own, _), _)| *own == length).map(|((_, word), own)| (*word, own));
        let own: Vec<_> = own.collect();
        let count = if own.is_empty() { 0 } else { (own.len() / 3).max(1).next_power_of_two() };
        let (mut text, mut numbers, mut ends) = (String::new(), Vec::new(), Vec::new());
        for number in 0..count {
            for (word, own) in own.iter().filter(|(word, _)| words::shelf(word.as_bytes()) & (count - 1) == number) {
                text.push_str(word);
                numbers.push(classes.iter().position(|classes| classes == own).unwrap_or(usize::MAX));
            }
            ends.push(numbers.len());
        }
        lengths.push_str(&format!("({text:?},&{numbers:?},&{ends:?}),\n"));
    }
    let sum = |classes: &BTreeSet<String>| classes.iter().cloned().collect::<Vec<_>>().join("|");
    let classes: Vec<String> = classes.into_iter().map(sum).collect();
    let (marks, classes) = (sum(&marks), classes.join(","));
    format!("Lexicon{{lengths:&[\n{lengths}],classes:&[{classes}],\nendings:&[{endings}],\ngroups:{marks}}}\n")
}

/// A file's lines, each with its group's number and, for a line of that form, key and value.
fn lines(file: &str) -> impl Iterator<Item = (usize, &str, Option<(&str, &str)>)> {
    file.lines().scan(0, |groups, line| {
        *groups += usize::from(line.starts_with('['));
        let pair = line.split_once(':').map(|(key, value)| (key.trim(), value.trim()));
        Some((groups.saturating_sub(1), line, pair))
    })
}

/// Phrases as `Shelves` (`rules/shelves.rs`): those that are found by the same words, and what each says.
fn shelves(phrases: &[(String, String)], found_by: impl Fn(&str) -> &str) -> String {
    let count = (phrases.len() / 2).max(1).next_power_of_two();
    let (mut list, mut ends, mut end) = (String::new(), Vec::new(), 0);
    for number in 0..count {
        for (phrase, said) in
            phrases.iter().filter(|(phrase, _)| words::shelf(found_by(phrase).as_bytes()) & (count - 1) == number)
        {
            list.push_str(&format!("({phrase:?},{said}),"));
            end += 1;
        }
        ends.push(end);
    }
    format!("Shelves{{phrases:&[{list}],ends:&{ends:?}}}")
}

/// `clutter.txt` as its `Table` (`rules/clutter.rs`).
fn clutter(file: &str) -> String {
    let (mut groups, mut brackets, mut biographies) = (Vec::new(), Vec::new(), Vec::new());
    let (mut by_first, mut by_last) = (Vec::new(), Vec::new());
    for (group, line, pair) in lines(file) {
        let Some((key, value)) = pair else {
            groups.push((line.trim_matches(['[', ']']), "Boilerplate".to_owned()));
            continue;
        };
        let phrase = |place: &str| (words::normalized(value), format!("({group},Place::{place})"));
        match key {
            "reason" => {
                let upper = value.get(..1).unwrap_or("").to_uppercase() + value.get(1..).unwrap_or("");
                groups.iter_mut().skip(group).for_each(|(_, reason)| reason.clone_from(&upper));
            }
            "label" => by_first.push(phrase("Whole")),
            "start" => by_first.push(phrase("Start")),
            "contains" => by_first.push(phrase("Inside")),
            "end" => by_last.push(phrase("End")),
            "bracket" => brackets.extend(value.split_whitespace()),
            "biography" => biographies.extend(value.split_whitespace()),
            // Refused by the tests, which read the file.
            _ => {}
        }
    }
    let groups: String = groups.iter().map(|(name, reason)| format!("({name:?},Reason::{reason}),")).collect();
    let by_first = shelves(&by_first, |phrase| phrase.split(' ').next().unwrap_or(""));
    let by_last = shelves(&by_last, |phrase| phrase.rsplit(' ').next().unwrap_or(""));
    format!(
        "Table{{groups:&[{groups}],\nby_first:{by_first},\nby_last:{by_last},\nbrackets:&{brackets:?},\nbiographies:&{biographies:?}}}\n"
    )
}

/// `names.txt` as `Shelves` of its words, each with the bits of its groups.
fn names(file: &str) -> String {
    let mut words: BTreeMap<&str, u16> = BTreeMap::new();
    for (group, _, pair) in lines(file) {
        let listed = pair.filter(|(key, _)| *key == "words").map_or("", |(_, value)| value);
        listed.split_whitespace().for_each(|word| *words.entry(word).or_default() |= 1 << group.min(15));
    }
    let words: Vec<(String, String)> =
        words.into_iter().map(|(word, bits)| (word.to_owned(), bits.to_string())).collect();
    shelves(&words, |word| word)
}
