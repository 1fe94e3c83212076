//! What holds of the source as a whole: which module may know which, and what may be named where.

use std::fs;
use std::path::{Path, PathBuf};

/// The source files under `src`, with their paths from there.
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

/// The code of a file: no comments, no tests. A file that only tests have says so in its module's declaration, and by its
/// name.
pub(crate) fn code(name: &str, source: &str) -> String {
    if name.ends_with("/testing.rs") || name.ends_with("/tests.rs") {
        return String::new();
    }
    let end = source.find("#[cfg(test)]\nmod tests {").unwrap_or(source.len());
    source[..end].lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules in the order of `lib.rs`.
fn modules(sources: &[(String, String)]) -> Vec<String> {
    let (_, lib) = sources.iter().find(|(name, _)| name == "lib.rs").expect("lib.rs");
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

#[test]
fn a_module_knows_only_those_before_it() {
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

/// Invariants 1, 2, 3 and 13.
#[test]
fn things_are_named_only_where_they_belong() {
    type Allowed = fn(&str) -> bool;
    let rules: [(&str, Allowed); 11] = [
        ("ropey", |name| name == "text.rs"),
        ("pulldown_cmark", |name| name == "prose.rs" || name == "build/questions.rs"),
        ("saphyr_parser", |name| name == "value/yaml.rs"),
        ("tower_lsp", |name| name.starts_with("server")),
        ("tokio", |name| name.starts_with("server")),
        ("std::fs", |name| name.starts_with("server/") || name.starts_with("cli") || name == "settings/project.rs"),
        // Reads files, so the analysis must not use it.
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

/// Invariant 3: nobody makes a place in a draft of a place in an answer, or the other way, but `Placed`.
#[test]
fn spans_of_answers_and_drafts_have_one_door() {
    for (name, source) in sources() {
        let code = code(&name, &source);
        for bridge in ["From<Span> for DocSpan", "From<DocSpan> for Span"] {
            assert!(!code.contains(bridge), "{name} has {bridge}");
        }
    }
}

#[test]
fn the_tests_do_not_read_outside_of_the_project() {
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

/// Where rustfmt is installed; `.ci/run` insists on it.
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
