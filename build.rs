//! Leaves out of the rule files what only people and tests read (comments, `hit:` and `miss:` examples) before they are embedded:
//! 20 KB less of module. A language's words are written once each, by the classes they have: half the time to take them in. Tests read
//! the files themselves.

use std::collections::BTreeMap;
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
                fs::write(out.join(name), if folder.ends_with("lang") { by_classes(&rules) } else { rules })?;
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

/// A language's words grouped by all the classes they have: `[say judge]`, then the words that are both.
fn by_classes(file: &str) -> String {
    let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut rest = String::new();
    let mut group = "";
    for line in file.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            group = name;
        } else if let Some(list) = line.strip_prefix("words:") {
            for word in list.split_whitespace() {
                let classes = words.entry(word).or_default();
                if !classes.contains(&group) {
                    classes.push(group);
                }
            }
        } else {
            rest.push_str(&format!("\n[{group}]\n{line}"));
        }
    }
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (word, classes) in words {
        groups.entry(classes.join(" ")).or_default().push(word);
    }
    let lines = groups.iter().map(|(classes, words)| format!("[{classes}]\nwords:{}", words.join(" ")));
    lines.collect::<Vec<_>>().join("\n") + &rest
}
