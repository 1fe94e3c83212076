//! The words that labels consist of, from `lexicon/labels.toml` and the settings.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::component::Component;

/// The settings for labels: the languages that are on, and custom labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The codes of the languages whose labels are recognized.
    pub languages: Vec<&'static str>,
    /// The custom labels of each component, in STAR order. The first one is used for new sections.
    pub own: [Vec<String>; 4],
    /// The custom labels of sections after the four components, such as "Lesson".
    pub own_after: Vec<String>,
}

impl Default for Labels {
    fn default() -> Self {
        Self { languages: languages().map(|(code, _)| code).collect(), own: Default::default(), own_after: Vec::new() }
    }
}

/// Returns the built-in languages, English first: their codes and names.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    file().language.iter().map(|language| (&*language.code, &*language.name))
}

/// Returns the synonyms that show a frame other than STAR.
pub(crate) fn frames() -> &'static Frames {
    &file().frames
}

/// Whether `word`, in lower case, is a pronoun of the first person in a language other than English.
pub(crate) fn is_own_elsewhere(word: &str) -> bool {
    file().language.iter().any(|language| language.own.iter().any(|own| own == word))
}

/// Whether `word`, in lower case, is a verb in the past tense in a language other than English.
pub(crate) fn is_past_elsewhere(word: &str) -> bool {
    file().language.iter().any(|language| language.past.iter().any(|past| past == word))
}

/// The words that labels consist of.
#[derive(Debug, PartialEq)]
pub struct LabelWords {
    /// The words in lower case, with their roles.
    words: HashMap<String, Word>,
    /// The custom labels of several words, in lower case, the longest first.
    phrases: Vec<(String, Word)>,
    /// For each language (and the custom labels), the names of each component in STAR order, the default name first.
    names: Vec<[Vec<String>; 4]>,
    /// The words of headings that only describe the shape of the text, such as "STAR answer".
    shape: &'static [String],
}

/// A word of a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) role: Role,
    /// Whether it is (also) English.
    pub(super) english: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    Name(Component),
    Synonym(Component),
    /// Labels a section after the four components, such as "Lesson".
    After,
    /// May come before, or after, a component's name.
    Qualifier {
        before: bool,
        after: bool,
    },
}

#[derive(Deserialize)]
struct CuesFile {
    language: Vec<Language>,
    qualifiers: Qualifiers,
    clauses: Clauses,
    frames: Frames,
    shape: Shape,
}

#[derive(Deserialize)]
struct Language {
    code: String,
    name: String,
    situation: ComponentWords,
    task: ComponentWords,
    action: ComponentWords,
    result: ComponentWords,
    after: Vec<String>,
    own: Vec<String>,
    #[serde(default)]
    articles: Vec<String>,
    past: Vec<String>,
}

#[derive(Deserialize)]
struct ComponentWords {
    words: Vec<String>,
    synonyms: Vec<String>,
}

#[derive(Deserialize)]
struct Qualifiers {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
struct Clauses {
    situation: Vec<String>,
    task: Vec<String>,
    action: Vec<String>,
    result: Vec<String>,
}

/// The synonyms that show a frame other than STAR.
#[derive(Deserialize)]
pub(crate) struct Frames {
    pub(crate) car: Vec<String>,
    pub(crate) par: Vec<String>,
    pub(crate) soar: Vec<String>,
}

#[derive(Deserialize)]
struct Shape {
    words: Vec<String>,
}

/// Returns the parsed `lexicon/labels.toml`.
fn file() -> &'static CuesFile {
    static FILE: LazyLock<CuesFile> = LazyLock::new(|| {
        let file = toml::from_str(include_str!("../../../lexicon/labels.toml"));
        file.expect("lexicon/labels.toml is valid: a test reads it")
    });
    &FILE
}

impl LabelWords {
    /// Returns the words of all built-in languages.
    pub fn builtin() -> &'static Arc<Self> {
        static CUES: LazyLock<Arc<LabelWords>> = LazyLock::new(|| Arc::new(LabelWords::new(&Labels::default())));
        &CUES
    }

    /// Returns the words for the settings `labels`.
    pub fn new(labels: &Labels) -> Self {
        let file = file();
        let mut words: HashMap<String, Word> = HashMap::new();
        let mut add = |word: &str, role: Role, english: bool| {
            let entry = words.entry(word.to_owned()).or_insert(Word { role, english });
            entry.english |= english;
            // A name in one language outranks a synonym in another ("mission").
            match (entry.role, role) {
                (Role::Qualifier { before, after }, Role::Qualifier { before: also_before, after: also_after }) => {
                    entry.role = Role::Qualifier { before: before || also_before, after: after || also_after };
                }
                (Role::Name(_), _) | (_, Role::Qualifier { .. }) => {}
                (_, Role::Name(_)) | (Role::Qualifier { .. }, _) => entry.role = role,
                _ => {}
            }
        };
        let is_on = |code: &str| labels.languages.contains(&code);
        // Custom labels come first, so that they outrank all others. Their language is unknown.
        let own_english = is_on(ENGLISH);
        let mut names = Vec::new();
        let mut phrases = Vec::new();
        let mut own = |word: &String, role: Role| {
            let word = word.to_lowercase();
            match is_one_word(&word) {
                true => add(&word, role, own_english),
                false => phrases.push((word, Word { role, english: own_english })),
            }
        };
        for (component, words) in Component::ALL.into_iter().zip(&labels.own) {
            words.iter().for_each(|word| own(word, Role::Name(component)));
        }
        labels.own_after.iter().for_each(|word| own(word, Role::After));
        phrases.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then(one.cmp(other)));
        if labels.own.iter().any(|words| !words.is_empty()) {
            names.push(labels.own.clone().map(|words| words.iter().map(|word| word.to_lowercase()).collect()));
        }
        for language in file.language.iter().filter(|language| is_on(&language.code)) {
            let english = language.code == ENGLISH;
            let components = [&language.situation, &language.task, &language.action, &language.result];
            names.push(components.map(|label_words| label_words.words.clone()));
            for (component, label_words) in Component::ALL.into_iter().zip(components) {
                label_words.words.iter().for_each(|word| add(word, Role::Name(component), english));
                label_words.synonyms.iter().for_each(|word| add(word, Role::Synonym(component), english));
            }
            language.after.iter().for_each(|word| add(word, Role::After, english));
            let before = Role::Qualifier { before: true, after: false };
            language.articles.iter().chain(&language.own).for_each(|word| add(word, before, english));
        }
        for word in file.qualifiers.before.iter().chain(&file.qualifiers.after) {
            let before = file.qualifiers.before.contains(word);
            let after = file.qualifiers.after.contains(word);
            add(word, Role::Qualifier { before, after }, true);
        }
        Self { words, phrases, names, shape: &file.shape.words }
    }

    pub(super) fn word(&self, word: &str) -> Option<Word> {
        let lower = word.to_lowercase();
        let found = self.words.get(&lower).copied();
        // Some systems write an accent as a character of its own.
        let is_accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
        match found {
            None if lower.contains(is_accent) => self.words.get(&lower.replace(is_accent, "")).copied(),
            found => found,
        }
    }

    /// Whether `word` is an article or a pronoun of a language other than English, which may come before a component's name.
    pub(super) fn is_foreign_qualifier(&self, word: &str) -> bool {
        matches!(self.word(word), Some(Word { role: Role::Qualifier { before: true, .. }, english: false }))
    }

    /// Returns the component whose name `word` misspells, and whether the name is English: one letter is missing, too many, wrong,
    /// or swapped with the next.
    pub(super) fn misspelled(&self, word: &str) -> Option<(Component, bool)> {
        let lower = word.to_lowercase();
        let names = self.words.iter().filter_map(|(name, word)| match word.role {
            Role::Name(component) => Some((name, component, word.english)),
            _ => None,
        });
        let near = names.filter(|(name, ..)| name.len() >= MIN_MISSPELLED && differs_by_one(name, &lower));
        // The map has no order.
        near.min_by_key(|(name, component, _)| (*component, *name)).map(|(_, component, english)| (component, english))
    }

    /// Returns the component that a clause with `word` is about: "What I *did*" is about the Action.
    pub(super) fn clause(&self, word: &str) -> Option<Component> {
        let Clauses { situation, task, action, result } = &file().clauses;
        let word = word.to_lowercase();
        let index = [situation, task, action, result].into_iter().position(|words| words.contains(&word))?;
        Some(Component::ALL[index])
    }

    /// Returns the custom label of several words that `text` begins with, and its length in bytes.
    pub(super) fn phrase(&self, text: &str) -> Option<(usize, Word)> {
        self.phrases.iter().find_map(|(phrase, word)| {
            let mut rest = text.chars();
            let same = phrase.chars().all(|c| rest.next().is_some_and(|other| other.to_lowercase().eq([c])));
            let ends = !rest.clone().next().is_some_and(char::is_alphanumeric);
            (same && ends).then(|| (text.len() - rest.as_str().len(), *word))
        })
    }

    /// Returns the name of `component` in the language of `peers`, the names of other components, and in the letter case of
    /// the first of them.
    pub fn name_like(&self, component: Component, peers: &[&str]) -> String {
        let lower: Vec<String> = peers.iter().map(|peer| peer.to_lowercase()).collect();
        let fits = |names: &[Vec<String>; 4]| {
            lower.iter().filter(|peer| names.iter().any(|words| words.contains(peer))).count()
        };
        // The language with the most peers. On a tie, English ("Situation" is French, too), then the first one.
        let fits: Vec<usize> = self.names.iter().map(fits).collect();
        let best = fits.iter().copied().max().unwrap_or(0);
        let english = self.names.iter().position(|names| names[0].first().is_some_and(|name| name == "situation"));
        let language =
            english.filter(|&index| fits[index] == best).or_else(|| fits.iter().position(|&known| known == best));
        // Custom labels may lack the component; then a language that has a name for it is used.
        let known = language.map(|index| &self.names[index]).into_iter().chain(&self.names);
        let name = known.filter_map(|names| names[component as usize].first()).next();
        let name = name.cloned().unwrap_or_else(|| component.name().to_lowercase());
        let like = peers.first().copied().unwrap_or("Situation");
        let mut letters = like.chars().filter(|c| c.is_alphabetic());
        match (letters.next().is_some_and(char::is_uppercase), letters.next().is_some_and(char::is_uppercase)) {
            (true, true) => name.to_uppercase(),
            (false, _) => name,
            (true, false) => capitalized(&name),
        }
    }

    /// Whether a heading only describes the shape of the text below, such as "STAR answer".
    pub fn is_shape(&self, heading: &str) -> bool {
        let is_known = |word: &str| match word.is_ascii() {
            true => self.shape.iter().any(|known| known.eq_ignore_ascii_case(word)),
            false => self.shape.contains(&word.to_lowercase()),
        };
        let mut words = words_of(heading).peekable();
        words.peek().is_some() && words.all(is_known)
    }
}

/// Returns `name` with its first letter in upper case.
pub fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The minimum length in bytes of a name that may be misspelled. With one letter changed, shorter ones are other words.
const MIN_MISSPELLED: usize = 6;

/// Whether `word` differs from `name` by one letter, or by two neighbors swapped, but not in the first letter.
fn differs_by_one(name: &str, word: &str) -> bool {
    let (name, word) = (name.as_bytes(), word.as_bytes());
    if name.len().abs_diff(word.len()) > 1 || name.first() != word.first() {
        return false;
    }
    let same = name.iter().zip(word).take_while(|(one, other)| one == other).count();
    match (&name[same..], &word[same..]) {
        ([_, rest @ ..], other) if rest == other => true,
        (other, [_, rest @ ..]) if rest == other => true,
        ([_, rest @ ..], [_, other @ ..]) if rest == other => true,
        ([a, b, rest @ ..], [c, d, other @ ..]) => a == d && b == c && rest == other,
        _ => false,
    }
}

/// The code of English.
const ENGLISH: &str = "en";

/// Whether a label is a single word to [`phrase`].
fn is_one_word(label: &str) -> bool {
    word_len(label) == label.len()
}

/// Returns the length in bytes of the word that `rest` begins with.
pub(super) fn word_len(rest: &str) -> usize {
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '\'' && !is_mark(c)).unwrap_or(rest.len());
    rest[..end].trim_end_matches('\'').len()
}

/// Iterates over the runs of letters, digits, and apostrophes in `text`.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

/// Whether `c` is a combining mark. `char::is_alphanumeric` doesn't count Devanagari vowel signs as letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}
