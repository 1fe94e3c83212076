//! The words that labels consist of, from `lexicon/labels.toml` and the settings.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use foldhash::fast::FixedState;
use serde::Deserialize;

use crate::component::Component;
use crate::words::runs;

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

/// Whether a word of `body`, in the language with this `code`, has a form of the past tense, such as "bajaron" or "eingebaut".
pub(crate) fn has_past_form(body: &str, code: &str) -> bool {
    const MIN_LETTERS: usize = 5;
    let Some(language) = file().language.iter().find(|language| language.code == code) else { return false };
    // German and Dutch participles end a clause, and nouns are capitalized.
    let ends_clause = |end: usize| body[end..].trim_start().chars().next().is_none_or(|c| !c.is_alphanumeric());
    let is_participle = |form: &str| !form.starts_with('*') || form.matches('*').count() > 1 || form == "*iert";
    runs(body, |_| false).any(|(at, word)| {
        let long = word.chars().count() >= MIN_LETTERS;
        let lower = word.starts_with(char::is_lowercase);
        long && language.past_forms.iter().any(|form| {
            (!is_participle(form) || lower && ends_clause(at + word.len())) && has_form(&word.to_lowercase(), form)
        })
    })
}

/// Whether `word` has a `form`, in which "*" is any letters.
fn has_form(word: &str, form: &str) -> bool {
    let (start, rest) = form.split_once('*').unwrap_or((form, ""));
    let Some(word) = word.strip_prefix(start) else { return false };
    match rest.split_once('*') {
        Some((middle, end)) => word.find(middle).is_some_and(|at| word[at + middle.len()..].ends_with(end)),
        None => word.ends_with(rest),
    }
}

/// The verbs of telling that instructions begin or end with, in languages other than English.
struct Orders {
    /// Those that are words of their own.
    words: HashSet<&'static str, FixedState>,
    /// Those in scripts without spaces.
    unspaced: Vec<&'static str>,
}

static ORDERS: LazyLock<Orders> = LazyLock::new(|| {
    let all = file().language.iter().flat_map(|language| &language.orders).map(String::as_str);
    let (unspaced, words): (Vec<_>, Vec<_>) = all.partition(|order| order.starts_with(has_no_spaces));
    Orders { words: words.into_iter().collect(), unspaced }
});

/// Whether `body` begins or ends with an order to tell something, in a language other than English: "Descrivi …", "…説明する".
pub(crate) fn is_order_elsewhere(body: &str) -> bool {
    /// The number of characters before an order in a script without spaces: "简明扼要地说明…".
    const MAX_BEFORE: usize = 6;
    let body = body.trim_end_matches(|c: char| !c.is_alphabetic());
    let is_order = |word: &str| ORDERS.words.contains(word.to_lowercase().as_str());
    let words = || runs(body, |c| c == '\u{94d}').map(|(_, word)| word);
    if words().take(2).any(is_order) || body.rsplit_once(' ').is_some_and(|(_, last)| is_order(last)) {
        return true;
    }
    let first = words().next().unwrap_or_default();
    let start = first.char_indices().nth(MAX_BEFORE * 2).map_or(first, |(end, _)| &first[..end]);
    let opens = |at: usize| start[..at].chars().count() <= MAX_BEFORE && !start[..at].contains('我');
    body.contains(has_no_spaces)
        && ORDERS.unspaced.iter().any(|order| body.ends_with(order) || start.find(order).is_some_and(opens))
}

/// Whether `c` is in a script in which a word may be written without spaces around it.
fn has_no_spaces(c: char) -> bool {
    c >= '\u{1100}'
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
    past_forms: Vec<String>,
    orders: Vec<String>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_the_past_in_other_languages() {
        for (code, body) in [
            ("de", "Cache eingebaut, Indexe angelegt."),
            ("de", "Beschwerden halbiert"),
            ("es", "Las quejas bajaron a la mitad."),
            ("es", "Expliqué el problema."),
            ("fr", "Le site tombait chaque lundi."),
            ("it", "Ha rinnovato il contratto."),
            ("nl", "Elke dag gebeld."),
            ("pt", "Liguei todo dia."),
        ] {
            assert!(has_past_form(body, code), "{code}: {body}");
        }
        for (code, body) in [
            ("de", "Die konkreten Schritte in der richtigen Reihenfolge"),
            ("de", "das Projekt und sein Kontext"),
            ("es", "contexto breve del problema"),
            ("fr", "les mesures prises"),
            ("it", "il contesto in breve"),
            ("nl", "de stappen op een rij"),
            ("pt", "as etapas em ordem"),
            ("ko", "Cache eingebaut"),
        ] {
            assert!(!has_past_form(body, code), "{code}: {body}");
        }
    }

    #[test]
    fn orders_in_other_languages() {
        for body in [
            "Descrivi il contesto in breve.",
            "Décrivez le contexte.",
            "Bitte beschreiben Sie kurz die Lage.",
            "Explica cuál era tu responsabilidad.",
            "Vertel wat je hebt gedaan.",
            "简要描述背景",
            "用数据量化成果",
            "説明してください。",
            "成果を数字で示す",
            "결과를 숫자로 쓴다",
            "어떤 상황이었는지 설명하세요.",
            "अपनी ज़िम्मेदारी बताएं।",
        ] {
            assert!(is_order_elsewhere(body), "{body}");
        }
        for body in [
            "",
            "Il cliente era arrabbiato, e ho spiegato il piano.",
            "Nous avons décrit le contexte.",
            "Ich habe den Plan beschrieben.",
            "Expliqué el problema.",
            "Ik heb het plan verteld.",
            "我说明了延迟原因。",
            "客户要求我们在一周内说明原因",
            "状況を説明した。",
            "手順書を作成。",
            "팀에 원인을 설명했습니다.",
            "मैंने योजना समझाई।",
        ] {
            assert!(!is_order_elsewhere(body), "{body}");
        }
    }
}
