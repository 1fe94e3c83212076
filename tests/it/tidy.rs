//! Rules for the whole source: which module may use which, and what may be named where.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Returns the source files under `src`, with their paths from there.
pub(crate) fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("a path under src").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("a source file")));
            }
        }
    }
    found.sort();
    assert!(found.len() > 20, "the sources are found");
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
}

/// Returns the code of a file, without comments and tests. Files with only test code are recognized by their names.
pub(crate) fn code(name: &str, source: &str) -> String {
    if name.ends_with("/testing.rs") || name.ends_with("/tests.rs") || name.contains("/tests/") {
        return String::new();
    }
    let end = source.find("#[cfg(test)]\nmod tests {").unwrap_or(source.len());
    source[..end].lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Returns the modules in the order of `lib.rs`.
fn modules(sources: &[(String, String)]) -> Vec<String> {
    let (_, lib) = sources.iter().find(|(name, _)| name == "lib.rs").expect("lib.rs");
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

#[test]
fn a_module_uses_only_those_before_it() {
    let sources = sources();
    let modules = modules(&sources);
    let place = |module: &str| modules.iter().position(|other| other == module);
    let mut wrong = Vec::new();
    for (name, source) in &sources {
        let module = name.split(['/', '.']).next().unwrap_or_default();
        let Some(own) = place(module) else {
            assert!(matches!(module, "lib" | "main"), "{name} belongs to no module of lib.rs");
            continue;
        };
        let code = code(name, source);
        for used in code.split("crate::").skip(1) {
            let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            if place(used).is_some_and(|used| used > own) {
                wrong.push(format!("{name} knows {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Returns the files that `name` uses, by the paths in its `code`. Declaring a file as a module doesn't count as use.
fn used_by(name: &str, code: &str, files: &BTreeSet<String>) -> BTreeSet<String> {
    let own: Vec<&str> = name.trim_end_matches(".rs").split('/').collect();
    let mut used = BTreeSet::new();
    for path in paths(code) {
        let mut path: Vec<&str> = path.split("::").map(str::trim).collect();
        let supers = path.iter().take_while(|part| **part == "super").count();
        let base = match path[0] {
            "crate" => &[][..],
            "super" => &own[..own.len().saturating_sub(supers)],
            _ => &own,
        };
        path.drain(..usize::from(matches!(path[0], "crate" | "self")).max(supers));
        let full: Vec<&str> = base.iter().copied().chain(path).collect();
        // The longest prefix of the path that is a file.
        let file = (1..=full.len()).rev().map(|len| format!("{}.rs", full[..len].join("/")));
        used.extend(file.into_iter().find(|file| files.contains(file)).filter(|file| file != name));
    }
    used
}

/// Returns the paths in `code`, with the trees of `use` declarations expanded.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let declaration = Regex::new(r"\buse\s+([^;]+);").expect("a pattern");
    for use_tree in declaration.captures_iter(code) {
        expand("", &use_tree[1], &mut found);
    }
    let path = Regex::new(r"\b\w+(?:::\w+)+").expect("a pattern");
    let rest = declaration.replace_all(code, "");
    found.extend(path.find_iter(&rest).map(|path| path.as_str().to_owned()));
    found
}

/// Expands `tree`, which follows `head`: `a::{b, c::{d}}` is `a::b` and `a::c::d`.
fn expand(head: &str, tree: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((start, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        found.push(format!("{head}{path}"));
        return;
    };
    let head = format!("{head}{}", start.trim());
    let (mut depth, mut from) = (0, 0);
    let inner = rest.trim_end().strip_suffix('}').unwrap_or(rest);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&head, &inner[from..at], found);
                from = at + 1;
            }
            _ => {}
        }
    }
    if !inner[from..].trim().is_empty() {
        expand(&head, &inner[from..], found);
    }
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = sources();
    let files: BTreeSet<String> = sources.iter().map(|(name, _)| name.clone()).collect();
    let uses: BTreeMap<&str, BTreeSet<String>> =
        sources.iter().map(|(name, source)| (name.as_str(), used_by(name, &code(name, source), &files))).collect();
    assert!(uses.values().map(BTreeSet::len).sum::<usize>() > 500, "the uses are found");
    // Files that use no remaining file, or that no remaining file uses, are on no circle.
    let mut left: BTreeSet<&str> = uses.keys().copied().collect();
    let is_on_none = |name: &str, left: &BTreeSet<&str>| {
        !uses[name].iter().any(|used| left.contains(used.as_str()))
            || !left.iter().any(|user| uses[user].contains(name))
    };
    while let Some(done) = left.iter().copied().find(|name| is_on_none(name, &left)) {
        left.remove(done);
    }
    let circles: Vec<_> = left
        .iter()
        .map(|name| (name, uses[name].iter().filter(|used| left.contains(used.as_str())).collect::<Vec<_>>()))
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn paths_are_resolved() {
    let files = ["a.rs", "a/b.rs", "a/b/c.rs", "d.rs"].map(str::to_owned).into();
    let used = |name: &str, code: &str| used_by(name, code, &files).into_iter().collect::<Vec<_>>();
    assert_eq!(used("a/b.rs", "use super::X;\nuse crate::{d::{Y, Z as W}, a::b::c};"), ["a.rs", "a/b/c.rs", "d.rs"]);
    assert_eq!(used("a.rs", "mod b;\npub use b::c::X;"), ["a/b/c.rs"]);
    assert_eq!(used("a/b/c.rs", "fn f() { super::super::g(crate::d::h()) }"), ["a.rs", "d.rs"]);
    assert_eq!(used("d.rs", "mod e;"), [""; 0]);
}

/// Invariants 1, 2, 3 and 13.
#[test]
fn restricted_names_are_used_only_where_allowed() {
    type Allowed = fn(&str) -> bool;
    let rules: [(&str, Allowed); 12] = [
        ("ropey", |name| name == "text.rs"),
        ("pulldown_cmark", |name| name == "draft/markdown/reader.rs"),
        ("whatlang", |name| name == "words/language.rs"),
        ("saphyr_parser", |name| name == "value/yaml.rs"),
        ("tower_lsp", |name| name.starts_with("server")),
        ("tokio", |name| name.starts_with("server")),
        ("std::fs", |name| name.starts_with("server/") || name.starts_with("cli") || name == "settings/project.rs"),
        // This module reads files, so the analysis must not use it.
        ("settings::project", |name| name.starts_with("server/") || name.starts_with("cli")),
        ("crate::server", |name| name.starts_with("server") || name == "cli.rs"),
        ("std::time::Instant", |name| name.starts_with("server/")),
        ("Position::new", |name| name == "server/convert.rs"),
        ("stdout()", |name| name.starts_with("cli") || name == "server.rs"),
    ];
    for (name, source) in sources() {
        let code = code(&name, &source);
        for (thing, allowed) in rules {
            assert!(allowed(&name) || !code.contains(thing), "{name} names {thing}");
        }
    }
}

/// Invariant 3: only `Placed` converts between positions in a draft and positions in an answer.
#[test]
fn only_placed_converts_between_answer_and_draft_positions() {
    for (name, source) in sources() {
        let code = code(&name, &source);
        for bridge in ["From<Span> for DocSpan", "From<DocSpan> for Span"] {
            assert!(!code.contains(bridge), "{name} has {bridge}");
        }
    }
}

#[test]
fn the_tests_read_only_files_of_the_project() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("tests"), root.join("src"), root.join("benches")];
    let outside = concat!("../", "shared");
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            match fs::read_to_string(&path) {
                _ if path.is_dir() => folders.push(path),
                Ok(text) => assert!(!text.contains(outside), "{} reads {outside}", path.display()),
                Err(_) => {}
            }
        }
    }
}

/// Skipped if rustfmt is not installed; `.ci/run` requires it.
#[test]
fn the_source_is_formatted() {
    let fmt = |arguments: &[&str]| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = std::process::Command::new(cargo);
        command.arg("fmt").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
        command.output().is_ok_and(|output| output.status.success())
    };
    assert!(!fmt(&["--version"]) || fmt(&["--check"]), "Run `cargo fmt`.");
}
