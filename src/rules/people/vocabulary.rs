//! The words of `lexicon/people.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use serde::Deserialize;

use crate::lexicon;

/// The class of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WordClass {
    /// What happens between people.
    Relations,
    /// What happens between people, or between the parts of a system.
    Shared,
    /// People by their role.
    Persons,
    /// What is said of a person or talk that is hard to get on with.
    Charged,
    /// Talk, of which a charged one is about people.
    Talks,
    /// What only people do.
    Mistakes,
    /// What people and systems do.
    Failures,
    /// Systems and their parts.
    Systems,
    /// What may be a person, or a program.
    Programs,
    /// What makes a following failure or conflict that of a system.
    Modifiers,
}

/// Returns the classes of `word`, which is in lower case.
pub(super) fn classes(word: &str) -> &'static [WordClass] {
    VOCABULARY.words.get(word).map_or(&[], Vec::as_slice)
}

/// Returns the words of scripts without spaces, and of Korean, each with its class.
pub(super) fn unspaced() -> &'static [(String, WordClass)] {
    &VOCABULARY.unspaced
}

/// The languages whose words aren't between spaces, or have endings without limit.
const UNSPACED: [&str; 3] = ["ja", "ko", "zh"];

#[derive(Deserialize)]
struct File {
    words: Vec<List>,
}

#[derive(Deserialize)]
struct List {
    id: WordClass,
    /// The patterns, by the code of the language.
    #[serde(flatten)]
    languages: BTreeMap<String, Vec<String>>,
}

struct Vocabulary {
    words: HashMap<String, Vec<WordClass>, FixedState>,
    unspaced: Vec<(String, WordClass)>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../lexicon/people.toml")).expect("the built-in file is sound");
    let mut vocabulary = Vocabulary { words: HashMap::default(), unspaced: Vec::new() };
    for List { id: class, languages } in file.words {
        for (language, patterns) in languages {
            let words = patterns.iter().flat_map(|pattern| lexicon::expand(pattern).expect("the pattern is finite"));
            if UNSPACED.contains(&&*language) {
                vocabulary.unspaced.extend(words.map(|word| (word, class)));
                continue;
            }
            for word in words {
                let classes = vocabulary.words.entry(word).or_default();
                if !classes.contains(&class) {
                    classes.push(class);
                }
            }
        }
    }
    vocabulary
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_classes() {
        assert_eq!(classes("disagreements"), [WordClass::Relations]);
        assert_eq!(classes("clients"), [WordClass::Persons, WordClass::Programs]);
        assert!(classes("the").is_empty());
        assert!(unspaced().iter().any(|(word, class)| word == "同僚" && *class == WordClass::Persons));
    }

    #[test]
    fn a_relation_is_no_system() {
        let is_both = |classes: &Vec<WordClass>| {
            [WordClass::Relations, WordClass::Systems].iter().all(|class| classes.contains(class))
        };
        assert!(!VOCABULARY.words.values().any(is_both));
    }
}
