//! Good practices on AWS, and their breaches: statements that go against a practice.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::find::Found;
use super::fold::fold_to_lower;
use super::pattern::expand;
use super::words::{has_word_beginning, starts_with_word};
use crate::text::Span;
use crate::words::english::DETERMINERS;
use crate::words::stance::{self, Stance};

/// The maximum number of bytes between two steps of a pattern.
const MAX_GAP: usize = 40;

/// The sign before a step that follows the one before it directly.
const DIRECT: char = '+';

/// A good practice.
#[derive(Clone, Debug)]
pub struct Practice {
    /// The ID, such as `P07`.
    pub id: String,
    /// The practice, in a sentence.
    pub practice: String,
    /// The alternative to a breach, in a sentence.
    pub better: String,
    /// Whether a breach is reported as a warning; otherwise, as information.
    pub grave: bool,
    /// Whether it applies only to answers about AWS.
    pub in_aws_context: bool,
    /// The services that meet the practice if the Action names one of them, as indices into
    /// [`super::Lexicon::services`].
    pub services: Vec<usize>,
    /// Starts of words that show that the practice is met.
    unless: Vec<String>,
}

impl Practice {
    /// Whether a word of `prose` shows that the practice is met.
    pub fn is_settled_by(&self, prose: &str) -> bool {
        let lower = fold_to_lower(prose);
        self.unless.iter().any(|word| has_word_beginning(&lower, word))
    }
}

/// A criterion for a finished answer.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// The ID, such as `C07`.
    pub id: String,
    /// The topic, in a word.
    pub about: String,
    /// The criterion, in a sentence.
    pub criterion: String,
    /// Advice, in a sentence.
    pub advice: String,
    /// Starts of words that show that it is met; empty if no words can show that.
    signals: Vec<String>,
}

impl Criterion {
    /// Whether a word of `prose` shows that it is met.
    pub fn is_met_by(&self, prose: &str) -> bool {
        let lower = fold_to_lower(prose);
        self.signals.iter().any(|word| has_word_beginning(&lower, word))
    }
}

/// A breach of a practice in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The span in the searched prose.
    pub span: Span,
    /// The practice, as an index into [`Practices::all`].
    pub practice: usize,
}

/// All practices and criteria.
#[derive(Debug, Default)]
pub struct Practices {
    /// The practices, sorted by ID.
    pub all: Vec<Practice>,
    /// The criteria, sorted by ID.
    pub criteria: Vec<Criterion>,
    /// The patterns of breaches.
    patterns: Vec<Pattern>,
    /// The literals to find, each with its step.
    signs: Vec<(String, Step)>,
    /// Words that cancel a pattern directly before them, because it is then part of a name.
    followed: Vec<String>,
}

/// The pattern of a breach: steps that follow each other in a sentence.
#[derive(Clone, Copy, Debug)]
struct Pattern {
    /// The practice, as an index into [`Practices::all`].
    practice: usize,
    /// The number of steps.
    steps: usize,
}

/// A step of a pattern.
#[derive(Clone, Copy, Debug)]
struct Step {
    pattern: usize,
    /// The number of the step in its pattern.
    step: usize,
    /// Whether it follows the step before it directly, with at most determiners between them.
    is_direct: bool,
}

impl Practices {
    /// Returns the built-in practices. `service` returns the index of the service with an ID.
    ///
    /// # Errors
    /// Returns a message if a service is unknown.
    pub(super) fn builtin(service: impl Fn(&str) -> Option<usize>) -> Result<Self, String> {
        Self::read(include_str!("../../lexicon/practices.toml"), service)
    }

    /// Parses the text of a practices file.
    ///
    /// # Errors
    /// Returns a message with the ID of the invalid entry: a TOML error, a duplicate ID, an unknown service, an invalid
    /// pattern.
    fn read(text: &str, service: impl Fn(&str) -> Option<usize>) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("practices: {error}"))?;
        let mut practices = Self { followed: literals("followed", &file.followed)?, ..Self::default() };
        for (index, entry) in file.practice.into_iter().enumerate() {
            if practices.all.iter().any(|other| other.id == entry.id) {
                return Err(format!("`{}` is there twice", entry.id));
            }
            for steps in &entry.patterns {
                let pattern = practices.patterns.len();
                practices.patterns.push(Pattern { practice: index, steps: steps.len() });
                for (number, step) in steps.iter().enumerate() {
                    let sign = Step { pattern, step: number, is_direct: false };
                    let direct = step.strip_prefix(DIRECT);
                    let sign = Step { is_direct: direct.is_some(), ..sign };
                    let step = with_classes(direct.unwrap_or(step), &file.classes);
                    let literals = literals(&entry.id, &[step])?;
                    practices.signs.extend(literals.into_iter().map(|literal| (literal, sign)));
                }
            }
            practices.all.push(entry.link(&service)?);
        }
        practices.criteria = file.criterion.into_iter().map(CriterionEntry::read).collect();
        Ok(practices)
    }

    /// Returns the literals to find, folded.
    pub(super) fn literals(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.signs.iter().map(|(literal, _)| &**literal)
    }

    /// Returns the breaches in `sentences` of `text`, in order, that the writer committed (see [`stance`]).
    ///
    /// `text` is folded. `found` are the literals in it, sorted, as indices into [`Self::literals`]. Takes linear time.
    pub(super) fn breaches(&self, text: &str, found: &[Found], sentences: &[Span]) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for sentence in sentences {
            let first = found.partition_point(|found| found.span.start < sentence.start);
            let count = found[first..].partition_point(|found| found.span.start < sentence.end);
            breaches.extend(self.breaches_in(text, *sentence, &found[first..first + count]));
        }
        breaches
    }

    /// Returns the breaches in `sentence` of `text`, in which `found` was found.
    fn breaches_in(&self, text: &str, sentence: Span, found: &[Found]) -> Vec<Breach> {
        let mut steps: Vec<StepFound> = found
            .iter()
            .filter(|found| found.span.end <= sentence.end)
            .map(|found| {
                let Step { pattern, step, is_direct } = self.signs[found.literal].1;
                StepFound { pattern, end: found.span.end, start: found.span.start, step, is_direct }
            })
            .collect();
        steps.sort_unstable();
        let mut breaches = Vec::new();
        for steps in steps.chunk_by(|one, other| one.pattern == other.pattern) {
            let Pattern { practice, steps: count } = self.patterns[steps[0].pattern];
            let is_committed = |span: &Span| {
                let within = Span::new(span.start - sentence.start, span.end - sentence.start);
                !self.is_followed(&text[span.end..sentence.end])
                    && stance::of_deed(&text[sentence.range()], within) == Stance::Did
            };
            let said = occurrences(text, steps, count).into_iter().filter(is_committed);
            breaches.extend(said.map(|span| Breach { span, practice }));
        }
        longest(breaches)
    }

    /// Whether `rest`, the text after a pattern, makes the pattern part of a name.
    fn is_followed(&self, rest: &str) -> bool {
        let rest = rest.trim_start_matches(' ');
        self.followed.iter().any(|word| starts_with_word(rest, word))
    }
}

/// Returns the longest of overlapping breaches, in order: one deed is reported once.
fn longest(mut breaches: Vec<Breach>) -> Vec<Breach> {
    breaches.sort_by_key(|breach| (Reverse(breach.span.len()), breach.span.start, breach.practice));
    let mut kept: Vec<Breach> = Vec::new();
    for breach in breaches {
        if !kept.iter().any(|longer| longer.span.overlaps(breach.span)) {
            kept.push(breach);
        }
    }
    kept.sort_by_key(|breach| breach.span.start);
    kept
}

/// A step found in a sentence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct StepFound {
    pattern: usize,
    end: usize,
    start: usize,
    step: usize,
    is_direct: bool,
}

/// Whether the steps before and after `gap` belong together: it doesn't end the clause or tell the contrary.
fn joins(gap: &str, is_direct: bool) -> bool {
    if is_direct {
        let is_vendor = |word: &str| ["aws", "amazon"].iter().any(|vendor| word.eq_ignore_ascii_case(vendor));
        return gap.split_whitespace().all(|word| DETERMINERS.contains(word) && word != "no" || is_vendor(word));
    }
    !gap.contains([';', ':']) && !stance::are_parting(gap)
}

/// A pattern of which the first steps were found.
#[derive(Clone, Copy)]
struct Trail {
    start: usize,
    end: usize,
    /// The last step found.
    step: usize,
}

/// Returns the complete occurrences in `text` of a pattern with `count` steps. `steps` are its steps found in the text.
fn occurrences(text: &str, steps: &[StepFound], count: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut trails: Vec<Trail> = Vec::new();
    for &StepFound { start, end, step, is_direct, .. } in steps {
        trails.retain(|trail| start <= trail.end + MAX_GAP);
        let follows =
            |trail: &&Trail| trail.step + 1 == step && trail.end <= start && joins(&text[trail.end..start], is_direct);
        let before = trails.iter().rfind(follows);
        let trail = match (step, before) {
            (0, _) => Trail { start, end, step },
            (_, Some(before)) => Trail { start: before.start, end, step },
            (_, None) => continue,
        };
        if step + 1 < count {
            trails.push(trail);
        } else {
            found.push(Span::new(trail.start, end));
        }
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Patterns with a name, which a step of a practice may contain in angle brackets.
    #[serde(default)]
    classes: BTreeMap<String, String>,
    #[serde(default)]
    followed: Vec<String>,
    #[serde(default)]
    practice: Vec<PracticeEntry>,
    #[serde(default)]
    criterion: Vec<CriterionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PracticeEntry {
    id: String,
    #[serde(rename = "sources")]
    _sources: Vec<String>,
    #[serde(rename = "kind")]
    _kind: KindEntry,
    practice: String,
    better: String,
    severity: SeverityEntry,
    #[serde(default)]
    in_aws_context: bool,
    services: Vec<String>,
    unless: Vec<String>,
    patterns: Vec<Vec<String>>,
    #[serde(rename = "fires")]
    _fires: Vec<String>,
    #[serde(rename = "fine")]
    _fine: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindEntry {
    Do,
    Dont,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SeverityEntry {
    Warning,
    Information,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionEntry {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    about: String,
    criterion: String,
    advice: String,
    #[serde(default)]
    signals: Vec<String>,
}

impl PracticeEntry {
    fn link(self, service: impl Fn(&str) -> Option<usize>) -> Result<Practice, String> {
        let look_up = |id: &String| service(id).ok_or_else(|| format!("{}: there is no `{id}`", self.id));
        Ok(Practice {
            services: self.services.iter().map(look_up).collect::<Result<_, _>>()?,
            unless: self.unless.iter().map(|word| fold_to_lower(word)).collect(),
            grave: matches!(self.severity, SeverityEntry::Warning),
            in_aws_context: self.in_aws_context,
            id: self.id,
            practice: self.practice,
            better: self.better,
        })
    }
}

impl CriterionEntry {
    fn read(self) -> Criterion {
        let signals = self.signals.iter().map(|word| fold_to_lower(word)).collect();
        Criterion { id: self.id, about: self.about, criterion: self.criterion, advice: self.advice, signals }
    }
}

/// Returns `step` with the pattern of each class instead of its name: "<off> backups".
fn with_classes(step: &str, classes: &BTreeMap<String, String>) -> String {
    let replaced =
        |step: String, (name, pattern): (&String, &String)| step.replace(&format!("<{name}>"), &format!("({pattern})"));
    classes.iter().fold(step.to_owned(), replaced)
}

/// Expands `patterns` of `entry` to literals, folded and in lower case.
fn literals(entry: &str, patterns: &[String]) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for pattern in patterns {
        let expanded = expand(pattern).map_err(|error| format!("{entry}: `{pattern}`: {error}"))?;
        all.extend(expanded.iter().map(|literal| fold_to_lower(literal)));
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::find::Finder;
    use super::super::fold::Folded;
    use super::*;

    const FILE: &str = include_str!("../../lexicon/practices.toml");

    /// The practices with a finder of their literals.
    struct Sound {
        practices: Practices,
        finder: Finder,
    }

    impl std::ops::Deref for Sound {
        type Target = Practices;

        fn deref(&self) -> &Practices {
            &self.practices
        }
    }

    fn practices() -> Sound {
        let practices = Practices::read(FILE, |_| Some(0)).expect("sound practices");
        let finder = Finder::new(practices.literals()).expect("sound literals");
        Sound { practices, finder }
    }

    /// Returns the breaches in `sentence`.
    fn found(practices: &Sound, sentence: &str) -> Vec<Breach> {
        let folded = Folded::new(sentence);
        let text = folded.text();
        let mut breaches = practices.breaches(text, &practices.finder.find(text), &[Span::new(0, text.len())]);
        for Breach { span, .. } in &mut breaches {
            *span = Span::new(folded.original(span.start), folded.original(span.end));
        }
        breaches
    }

    /// Returns the example sentences of each practice: those with a breach (`fires`) or without one (`fine`).
    fn sentences(key: &str) -> Vec<(String, String)> {
        let table: toml::Table = toml::from_str(FILE).expect("TOML");
        let entries = table["practice"].as_array().expect("a list").iter();
        let sentence = |entry: &toml::Value| {
            let id = entry["id"].as_str().expect("an id").to_owned();
            let list = entry[key].as_array().expect("a list").clone();
            list.into_iter().map(move |sentence| (id.clone(), sentence.as_str().expect("a sentence").to_owned()))
        };
        entries.flat_map(sentence).collect()
    }

    #[test]
    fn ids_are_in_order_and_sources_are_named() {
        let practices = practices();
        let ids = |number: usize, letter: char| format!("{letter}{number:02}");
        for (number, practice) in practices.all.iter().enumerate() {
            assert_eq!(practice.id, ids(number + 1, 'P'));
            assert!(practice.practice.ends_with('.') && practice.better.ends_with('.'), "{}", practice.id);
        }
        for (number, criterion) in practices.criteria.iter().enumerate() {
            assert_eq!(criterion.id, ids(number + 1, 'C'));
            assert!(criterion.criterion.ends_with('.') && criterion.advice.ends_with('.'), "{}", criterion.id);
        }
        assert_eq!((practices.all.len(), practices.criteria.len()), (38, 14));
    }

    #[test]
    fn every_practice_is_breached_by_its_examples() {
        let practices = practices();
        for (id, sentence) in sentences("fires") {
            let found: Vec<_> =
                self::found(&practices, &sentence).iter().map(|breach| &*practices.all[breach.practice].id).collect();
            assert_eq!(found, [id], "{sentence}");
        }
    }

    #[test]
    fn no_practice_is_breached_by_its_counterexamples() {
        let practices = practices();
        for (id, sentence) in sentences("fine") {
            let mut found = self::found(&practices, &sentence);
            found.retain(|breach| !practices.all[breach.practice].is_settled_by(&sentence));
            // The rule looks up services that meet a practice.
            found.retain(|_| !["AWS WAF", "Secrets Manager"].iter().any(|service| sentence.contains(service)));
            assert!(found.is_empty(), "{id}: {sentence}: {found:?}");
        }
    }

    #[test]
    fn ordinary_sentences_are_fine() {
        let practices = practices();
        for sentence in [
            "",
            "I shared the plan with the bastion of finance, and the keys to the office with nobody.",
            "I opened the account of the public hearing to the team.",
            "I ran the retrospective, kept the notes and deployed the fix.",
            "Removed long-lived access keys; rolled out roles instead.",
            "I gave a talk on why root access is dangerous",
        ] {
            assert_eq!(found(&practices, sentence), [], "{sentence}");
        }
    }

    #[test]
    fn the_steps_of_a_pattern_are_close_and_in_order() {
        let practices = practices();
        let sentence = "I set up \u{2013} for a while \u{2013} a jump\u{2011}host.";
        let found = self::found(&practices, sentence);
        assert_eq!(&sentence[found[0].span.range()], "set up \u{2013} for a while \u{2013} a jump\u{2011}host");
        assert_eq!(self::found(&practices, "The jump host was what I set up."), []);
        let far = format!("I set up {} a jump host.", "very ".repeat(20));
        assert_eq!(self::found(&practices, &far), []);
    }

    #[test]
    fn errors_name_the_invalid_part() {
        let entry = |body: &str| {
            format!(
                "[[practice]]\nid = \"P1\"\nsources = []\nkind = \"do\"\npractice = \"\"\nbetter = \"\"\nseverity = \"warning\"\nfires = []\nfine = []\n{body}"
            )
        };
        for (body, wrong) in [
            ("services = [\"nope\"]\nunless = []\npatterns = []", "no `nope`"),
            ("services = []\nunless = []\npatterns = [[\"a+\"]]", "upper limit"),
            ("services = []\nunless = []\npatterns = []\nmore = 1", "more"),
        ] {
            let error = Practices::read(&entry(body), |_| None).expect_err(body);
            assert!(error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn criteria_know_their_signals() {
        let practices = practices();
        let automation = &practices.criteria[7];
        assert!(automation.is_met_by("I Automated it."));
        assert!(!automation.is_met_by("I did it by hand; the semiautomatic one broke."));
        assert!(!practices.criteria[0].is_met_by("anything"), "words can't tell");
    }
}
