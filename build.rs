//! Leaves out of the rule files what only people and tests read (comments, `hit:` and `miss:` examples) before they are embedded:
//! 20 KB less of module. A language's words are written as tables that are asked as they stand: to take them in when the program
//! starts was a tenth of the time of a short article. Tests read the files themselves.

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
                if folder.ends_with("lang") && name != Path::new("forenames.txt") {
                    fs::write(out.join(name).with_extension("rs"), lexicon(&rules))?;
                } else {
                    fs::write(out.join(name), rules)?;
                }
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
            for (word, own) in own.iter().filter(|(word, _)| shelf(word) & (count - 1) == number) {
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

/// As in `quotes/lexicon.rs`.
fn shelf(word: &str) -> usize {
    let hash = word.bytes().fold(0_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15) as usize
}
