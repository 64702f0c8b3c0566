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
    let below = ["document", "block", "model", "rules", "tag", "text", "address", "order", "pattern", "trees", "words"];
    let allowed: BTreeMap<&str, Vec<&str>> = BTreeMap::from([
        ("tag", vec![]),
        ("text", vec!["words"]),
        ("words", vec![]),
        ("address", vec![]),
        ("order", vec![]),
        ("pattern", vec![]),
        ("trees", vec![]),
        ("rules", vec!["model", "order", "text", "words"]),
        ("document", vec!["order", "tag", "text"]),
        ("model", vec!["document", "text", "block"]),
        ("block", vec!["document", "model", "rules", "tag", "text"]),
        ("snapshot", vec!["document", "tag", "text"]),
        ("html", vec!["document", "tag"]),
        ("metadata", below.to_vec()),
        ("extract", below.to_vec()),
        ("declutter", below.to_vec()),
        ("quotes", below.to_vec()),
        ("thread", below.to_vec()),
        ("article", vec!["address", "document", "model", "order", "tag", "text"]),
        ("render", vec!["address", "article", "exported", "model", "order", "tag", "text"]),
        ("exported", vec!["document", "model", "render", "tag"]),
        ("reading", vec!["article", "document", "model", "order", "render", "tag", "text"]),
        // What `read` is made of: every stage in its order, and two functions of `lib` itself.
        (
            "steps",
            vec![
                "article",
                "block",
                "build",
                "clutter_around",
                "context",
                "document",
                "exported",
                "extract",
                "metadata",
                "model",
                "quotes",
                "reading",
                "thread",
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

/// The files of one kind that the product ships.
fn shipped(kinds: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("extension"), root().join("www")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a readable folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| kinds.iter().any(|kind| extension == *kind)) {
                let text = fs::read_to_string(&path).expect("a readable file");
                found.push((path, text));
            }
        }
    }
    found
}

/// Words that no script may hold, in whatever way they are called: each turns a string into markup or code. ESLint forbids them too
/// (`tests/interface/lint.test.mjs`), and knows what is code and what a comment; this holds even where it is told to be silent.
const FORBIDDEN: [&str; 14] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "createContextualFragment",
    "setHTML",
    "parseHTMLUnsafe",
    "srcdoc",
    "document.write",
    ".writeln(",
    "eval(",
    "new Function",
    "execScript",
    "javascript:",
    "importScripts",
];

#[test]
fn no_script_builds_html_or_code_from_strings() {
    let scripts = shipped(&["js", "mjs"]);
    assert!(scripts.len() > 30, "only {} scripts", scripts.len());
    for (path, text) in scripts {
        // `eval (` is `eval(`.
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" (", "(");
        for forbidden in FORBIDDEN {
            assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
        }
        // A parser's document runs nothing and shows nothing; yet only our own HTML (exports), pages to be tried and what a page
        // has for readers without scripts are parsed.
        let parses = ["document.js", "try.js", "capture.js"].iter().any(|name| path.ends_with(name));
        assert!(parses || !text.contains("DOMParser"), "{} parses HTML", path.display());
    }
}

#[test]
fn no_page_of_ours_holds_code_or_style_of_its_own() {
    let pages = shipped(&["html"]);
    assert!(pages.len() >= 4, "only {} pages", pages.len());
    // The samples are pages to be read, as others' are.
    for (path, text) in pages.into_iter().filter(|(path, _)| !path.starts_with(root().join("www/samples"))) {
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "<>".contains(c)).collect();
        for word in &words {
            let name = word.split('=').next().unwrap_or("");
            let handles = name.len() < word.len() && name.starts_with("on");
            assert!(!handles && name != "style", "{}: {word}", path.display());
        }
        for script in text.split("<script").skip(1) {
            let (attributes, rest) = script.split_once('>').expect("a whole tag");
            assert!(attributes.contains("src=") && !attributes.contains("//"), "{}: {attributes}", path.display());
            assert!(rest.trim_start().starts_with("</script>"), "{}: a script with text in it", path.display());
        }
    }
}

/// What the manifests ask for and allow, word for word: whoever changes it changes it here too, and says why in the commit.
#[test]
fn the_manifests_ask_for_three_permissions_and_run_only_our_own_scripts() {
    let manifest = |name: &str| -> serde_json::Value {
        let text = fs::read_to_string(root().join("extension").join(name)).expect("a manifest");
        serde_json::from_str(&text).expect("JSON")
    };
    let common = manifest("manifest.json");
    assert_eq!(common["permissions"], serde_json::json!(["activeTab", "scripting", "storage"]));
    let policy = common["content_security_policy"]["extension_pages"].as_str().expect("a policy");
    for rule in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "object-src 'none'"]
    {
        assert!(policy.split(';').any(|known| known.trim() == rule), "{rule} is not in {policy}");
    }
    for part in ["'unsafe-inline'", "'unsafe-eval'", "frame-src", "worker-src"] {
        assert!(!policy.contains(part), "{part} in {policy}");
    }
    for name in ["manifest.chrome.json", "manifest.firefox.json"] {
        for key in
            ["permissions", "host_permissions", "content_security_policy", "content_scripts", "externally_connectable"]
        {
            assert!(manifest(name)[key].is_null(), "{name} has {key}");
        }
        let open = &manifest(name)["web_accessible_resources"];
        assert_eq!(open[0]["resources"], serde_json::json!(["reader.html"]), "{name}: what pages can reach");
        assert!(open[1].is_null(), "{name}: what pages can reach");
    }
}

#[test]
fn the_version_stands_in_one_place() {
    let version = env!("CARGO_PKG_VERSION");
    let read = |name: &str| fs::read_to_string(root().join(name)).expect("a readable file");
    let files = [
        "extension/manifest.json",
        "extension/manifest.chrome.json",
        "extension/manifest.firefox.json",
        "package.json",
    ];
    for name in files {
        let json: serde_json::Value = serde_json::from_str(&read(name)).expect("JSON");
        assert!(json["version"].is_null(), "{name} has a version of its own: it is Cargo.toml's");
    }
    let newest = read("CHANGELOG.md");
    let newest = newest.lines().find_map(|line| line.strip_prefix("## ")).expect("a heading");
    assert!(newest.split(' ').next() == Some(version), "CHANGELOG.md begins with {newest}, not {version}");
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let read = |name: &str| fs::read_to_string(root().join(name)).expect("a readable file");
    let said = read("docs/DEPENDENCIES.md");
    let mut named: Vec<String> = Vec::new();
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        let mut inside = false;
        for line in read(manifest).lines() {
            if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                inside = section.ends_with("dependencies");
                let own = section.rsplit_once("dependencies.").map(|(_, name)| name.to_owned());
                named.extend(own);
            } else if let (true, Some((name, _))) = (inside && !line.starts_with('#'), line.split_once(" = ")) {
                named.push(name.to_owned());
            }
        }
    }
    for manifest in ["package.json", "tests/store/package.json"] {
        let json: serde_json::Value = serde_json::from_str(&read(manifest)).expect("JSON");
        let kept = json["devDependencies"].as_object().expect("dependencies");
        for (name, version) in kept {
            let version = version.as_str().unwrap_or("");
            assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{name} {version}: not one version");
            named.push(name.clone());
        }
        assert!(json["dependencies"].is_null(), "{manifest}: nothing of npm ships");
    }
    assert!(named.len() > 20, "only {named:?}");
    for name in named.iter().filter(|name| *name != "verbatim") {
        assert!(said.contains(&format!("| `{name}` |")), "docs/DEPENDENCIES.md does not say why {name} is there");
    }
}

/// Crates come from the registry, with the checksum of what was looked at.
#[test]
fn every_crate_is_locked_to_its_checksum() {
    for name in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let lock = fs::read_to_string(root().join(name)).expect("a lock file");
        for package in lock.split("[[package]]").skip(1) {
            let own = package.contains("name = \"verbatim");
            let whole = package.contains("source = \"registry+") && package.contains("checksum = \"");
            assert!(own || whole, "{name}: {package}");
        }
    }
}

/// Every test that SECURITY.md names, as `file`: `name`, is there.
#[test]
fn what_security_md_claims_is_tested() {
    let text = fs::read_to_string(root().join("SECURITY.md")).expect("SECURITY.md");
    let mut named = 0;
    for claim in text.split("`: `").collect::<Vec<_>>().windows(2) {
        let [file, name] = [claim[0].rsplit('`').next().unwrap_or(""), claim[1].split('`').next().unwrap_or("")];
        let tests = fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("SECURITY.md names {file}"));
        assert!(tests.contains(name), "{file} has no test {name:?}");
        named += 1;
    }
    assert!(named >= 20, "only {named} tests are named");
}

#[test]
fn capture_numbers_names_as_the_core_does() {
    let capture = fs::read_to_string(root().join("extension/capture.js")).expect("capture.js");
    let words = |start: &str, end: &str| -> Vec<String> {
        let list = capture.split(start).nth(1).and_then(|rest| rest.split(end).next()).expect("a list of names");
        let quoted: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        quoted.iter().flat_map(|part| part.split_whitespace()).map(str::to_owned).collect()
    };
    let tags: Vec<&str> = verbatim::tag::TAGS.iter().map(|(_, name)| *name).collect();
    assert_eq!(words("const TAGS = (", ").split"), tags);
    let attributes: Vec<&str> = verbatim::tag::ATTRIBUTES.iter().map(|(_, name)| *name).collect();
    assert_eq!(words("const ATTRIBUTES = [", "]"), attributes);
}
