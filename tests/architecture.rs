//! Holds what `ARCHITECTURE.md` says about the tree: who may import whom, how large a file may grow, and that the
//! JavaScript capture and the Rust vocabulary agree.

#![allow(clippy::expect_used, clippy::panic)] // a test may fail loudly

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under `src/` with its path from there and its text.
fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a readable folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name =
                    path.strip_prefix(root().join("src")).expect("a path below src").to_string_lossy().into_owned();
                found.insert(name, fs::read_to_string(&path).expect("a readable file"));
            }
        }
    }
    found
}

/// The part of a file before its unit tests, whose imports are their own affair, without comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or("").split("#[cfg(all(test").next().unwrap_or("");
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The crate's modules that a file names: `crate::x` wherever it stands.
fn imports(text: &str) -> Vec<String> {
    let mut found: Vec<String> = code(text)
        .split("crate::")
        .skip(1)
        .flat_map(|rest| {
            let names = rest.strip_prefix('{').and_then(|list| list.split('}').next()).unwrap_or(rest);
            let grouped = rest.starts_with('{');
            names
                .split(',')
                .take(if grouped { usize::MAX } else { 1 })
                .map(|name| name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
                .collect::<Vec<String>>()
        })
        .filter(|name| !name.is_empty())
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn stages_import_what_lies_below_them_and_never_each_other() {
    let below = ["document", "block", "model", "rules", "tag", "text", "address", "order", "pattern", "trees"];
    let allowed: BTreeMap<&str, Vec<&str>> = BTreeMap::from([
        ("tag", vec![]),
        ("text", vec![]),
        ("address", vec![]),
        ("order", vec![]),
        ("pattern", vec![]),
        ("trees", vec![]),
        ("rules", vec!["model", "order", "text"]),
        ("document", vec!["tag", "text"]),
        ("model", vec!["document", "text", "block"]),
        ("block", vec!["document", "model", "tag", "text"]),
        ("snapshot", vec!["document", "tag"]),
        ("html", vec!["document", "tag"]),
        ("metadata", below.to_vec()),
        ("extract", below.to_vec()),
        ("declutter", below.to_vec()),
        ("quotes", below.to_vec()),
        ("article", vec!["address", "document", "model", "order", "tag", "text"]),
        ("render", vec!["address", "article", "model", "tag", "text"]),
        ("reading", vec!["article", "document", "model", "order", "render", "tag", "text"]),
        // What `read` is made of: every stage in its order, and two functions of `lib` itself.
        (
            "steps",
            vec![
                "article",
                "block",
                "build",
                "context",
                "declutter",
                "document",
                "extract",
                "metadata",
                "model",
                "quotes",
                "reading",
            ],
        ),
    ]);
    for (file, text) in sources() {
        let module = file.split(['/', '.']).next().unwrap_or("").to_owned();
        if matches!(module.as_str(), "lib" | "wasm" | "bin") {
            continue;
        }
        let allowed = allowed.get(module.as_str()).unwrap_or_else(|| panic!("{file}: a module without an import rule"));
        for import in imports(&text) {
            assert!(import == module || allowed.contains(&import.as_str()), "{file} imports {import}");
        }
    }
}

#[test]
fn only_wasm_names_exports() {
    for (file, text) in sources() {
        assert!(file == "wasm.rs" || !code(&text).contains("wasm_bindgen"), "{file} names wasm_bindgen");
    }
}

#[test]
fn files_stay_small_enough_to_be_one_idea() {
    for (file, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 500 || file.ends_with("weights.rs"), "{file} has {lines} lines");
    }
}

/// The JavaScript and HTML the product ships.
fn scripts() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("extension"), root().join("www")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a readable folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "js" || extension == "mjs") {
                let text = fs::read_to_string(&path).expect("a readable file");
                found.push((path, text));
            }
        }
    }
    found
}

#[test]
fn no_script_builds_html_or_code_from_strings() {
    let scripts = scripts();
    assert!(!scripts.is_empty());
    for (path, text) in scripts {
        for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
            assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
        }
    }
}

#[test]
fn capture_reads_the_attributes_the_core_knows() {
    let capture = fs::read_to_string(root().join("extension/capture.js")).expect("capture.js");
    let list =
        capture.split("ATTRIBUTES = [").nth(1).and_then(|rest| rest.split(']').next()).expect("an ATTRIBUTES list");
    let mut captured: Vec<&str> = list.split(['"', '\'']).skip(1).step_by(2).collect();
    let mut known: Vec<&str> = verbatim::tag::ATTRIBUTES.iter().map(|(_, name)| *name).collect();
    captured.sort_unstable();
    known.sort_unstable();
    assert_eq!(captured, known);
}
