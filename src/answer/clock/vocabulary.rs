//! The words of `lexicon/clock.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// The word lists; the file describes each.
#[derive(Debug, Deserialize)]
#[serde(from = "File")]
pub(super) struct WordLists {
    pub months: HashSet<String>,
    pub parts: HashSet<String>,
    pub links: HashSet<String>,
    pub during: HashSet<String>,
    pub bounds: HashSet<String>,
    pub occasions: HashSet<String>,
    pub origins: HashSet<String>,
    pub openings: HashSet<String>,
    pub careers: HashSet<String>,
    pub goals: HashSet<String>,
    pub versions: HashSet<String>,
    pub yearly: HashSet<String>,
    pub present: HashSet<String>,
    pub later: HashSet<String>,
}

/// The word lists.
pub(super) static WORDS: LazyLock<WordLists> =
    LazyLock::new(|| toml::from_str(include_str!("../../../lexicon/clock.toml")).expect("the built-in file is sound"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Vec<List>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    words: HashSet<String>,
}

impl From<File> for WordLists {
    fn from(file: File) -> Self {
        let list = |id: &str| {
            let list = file.words.iter().find(|list| list.id == id);
            list.map(|list| list.words.clone()).unwrap_or_default()
        };
        Self {
            months: list("months"),
            parts: list("parts"),
            links: list("links"),
            during: list("during"),
            bounds: list("bounds"),
            occasions: list("occasions"),
            origins: list("origins"),
            openings: list("openings"),
            careers: list("careers"),
            goals: list("goals"),
            versions: list("versions"),
            yearly: list("yearly"),
            present: list("present"),
            later: list("later"),
        }
    }
}
