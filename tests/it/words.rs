//! Each word list exists once, in the source or in the lexicon.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The maximum number of words that two lists may share by chance.
const MOST_SHARED: usize = 10;

/// Lists that share words for a reason, and the reason.
const ALLOWED: &[(&str, &str, &str)] = &[
    (
        "STOP_WORDS",
        "IRREGULAR_PAST",
        "which verbs say nothing is tuned for the ranking: “cut” and “split” may be a topic",
    ),
    ("STOP_WORDS", "ACTIONS", "the ranking ignores common verbs, which after “helped” hide a deed as others do"),
    ("STOP_WORDS", "adverbs", "the ranking ignores most adverbs, and around a verb they don't change its subject"),
    ("change", "changed", "a percentage changes in any form of the verb, a count only where the past tense says so"),
];

/// A list of words.
struct List {
    /// The location, for the failure message.
    place: String,
    /// The name of the constant, function, or lexicon entry that contains it.
    name: String,
    words: BTreeSet<String>,
}

#[test]
fn two_lists_share_only_a_few_words() {
    let lists = lists();
    let mut shared = Vec::new();
    let mut met = BTreeSet::new();
    for (index, one) in lists.iter().enumerate() {
        for other in &lists[..index] {
            let common: Vec<_> = one.words.intersection(&other.words).collect();
            if common.len() <= MOST_SHARED {
                continue;
            }
            let is = |a: &str, b: &str| (one.name == a && other.name == b) || (one.name == b && other.name == a);
            if let Some(allowed) = ALLOWED.iter().position(|(a, b, _)| is(a, b)) {
                met.insert(allowed);
            } else {
                let (one, other) = ((&one.name, &one.place), (&other.name, &other.place));
                shared.push(format!("{one:?} and {other:?} share {common:?}"));
            }
        }
    }
    assert!(shared.is_empty(), "Keep one list, and let the other build on it:\n{}", shared.join("\n"));
    let stale: Vec<_> = (0..ALLOWED.len()).filter(|index| !met.contains(index)).map(|index| ALLOWED[index]).collect();
    assert!(stale.is_empty(), "These lists no longer share words: {stale:?}");
}

/// Returns all lists that are long enough to share that many words.
fn lists() -> Vec<List> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let literal = r#""(?:[^"\\]|\\.)*""#;
    let list = Regex::new(&format!(r"{literal}(?:\s*[,|]\s*{literal})+")).expect("a pattern");
    let word = Regex::new(literal).expect("a pattern");
    let owner = Regex::new(r#"(?m)\b(?:static|const|fn) (\w+)|^id = "([^"]+)""#).expect("a pattern");
    let mut lists = Vec::new();
    for path in files(root) {
        let text = without_comments_and_tests(&fs::read_to_string(&path).expect("a text file"));
        for found in list.find_iter(&text) {
            let words: BTreeSet<_> =
                word.find_iter(found.as_str()).map(|word| word.as_str().trim_matches('"').to_lowercase()).collect();
            if words.len() <= MOST_SHARED {
                continue;
            }
            let name = owner.captures_iter(&text[..found.start()]).last();
            let name = name.and_then(|name| name.get(1).or(name.get(2))).map_or("", |name| name.as_str()).to_owned();
            let line = text[..found.start()].lines().count();
            let place = format!("{}:{line}", path.strip_prefix(root).expect("a path in the project").display());
            lists.push(List { place, name, words });
        }
    }
    assert!(lists.len() > 100, "the lists are found: {}", lists.len());
    lists
}

/// Returns the source files and the files of the lexicon.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut folders = vec![root.join("src"), root.join("lexicon")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_test = path.ends_with("tests.rs") || path.ends_with("testing.rs");
            if path.is_dir() {
                folders.push(path);
            } else if !is_test && path.extension().is_some_and(|extension| extension == "rs" || extension == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Returns `text` without its tests, with comment lines emptied.
fn without_comments_and_tests(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    let is_comment = |line: &str| line.trim_start().starts_with("//") || line.starts_with('#');
    text[..end].lines().map(|line| if is_comment(line) { "" } else { line }).collect::<Vec<_>>().join("\n")
}
