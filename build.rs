//! Leaves out of the rule files what only people and tests read (comments, `hit:` and `miss:` examples) before they are embedded:
//! 20 KB less of module. Tests read the files themselves.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for folder in ["src/rules", "src/rules/lang"] {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                println!("cargo::rerun-if-changed={}", path.display());
                let name = path.file_name().map(Path::new).ok_or("a rule file without a name")?;
                fs::write(out.join(name), without_words_for_people(&fs::read_to_string(&path)?))?;
            }
        }
    }
    Ok(())
}

fn without_words_for_people(file: &str) -> String {
    let is_read = |line: &&str| !line.is_empty() && !["#", "hit:", "miss:"].iter().any(|start| line.starts_with(start));
    file.lines().map(str::trim).filter(is_read).collect::<Vec<_>>().join("\n")
}
