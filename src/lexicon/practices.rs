//! Good practice on AWS, and what goes against it.

use std::cmp::Reverse;

use serde::Deserialize;

use super::find::Found;
use super::fold::fold_to_lower;
use super::pattern::expand;
use super::words::{has_word_beginning, starts_with_word};
use crate::text::Span;

/// How many bytes may be between two steps of a pattern.
const LONGEST_GAP: usize = 40;

/// A good practice.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Its id, such as `P07`.
    pub id: String,
    /// What to do, or not to do, in a sentence.
    pub practice: String,
    /// What is better than what goes against it, in a sentence.
    pub better: String,
    /// Whether going against it is worth a warning; it is worth an information otherwise.
    pub grave: bool,
    /// Whether it counts only where the answer is about AWS.
    pub in_aws_context: bool,
    /// Naming one of these settles it, as indices into [`super::Lexicon::services`].
    pub services: Vec<usize>,
    /// What the words begin with that settle it.
    unless: Vec<String>,
}

impl Practice {
    /// Whether `prose` says something that settles it.
    pub fn is_settled_by(&self, prose: &str) -> bool {
        let lower = fold_to_lower(prose);
        self.unless.iter().any(|word| has_word_beginning(&lower, word))
    }
}

/// What a finished answer shows.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its id, such as `C07`.
    pub id: String,
    /// What it is about, in a word.
    pub about: String,
    /// What the answer shows, in a sentence.
    pub criterion: String,
    /// What to do about it, in a sentence.
    pub advice: String,
    /// What the words begin with that tell that it is met; none where words can't tell.
    signals: Vec<String>,
}

impl Criterion {
    /// Whether `prose` has a word that tells that it is met.
    pub fn is_met_by(&self, prose: &str) -> bool {
        let lower = fold_to_lower(prose);
        self.signals.iter().any(|word| has_word_beginning(&lower, word))
    }
}

/// Something said that goes against a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Where, in the prose that was searched.
    pub span: Span,
    /// Against which practice, as an index into [`Practices::all`].
    pub practice: usize,
}

/// All practices and criteria.
#[derive(Debug, Default)]
pub struct Practices {
    /// The practices, by id.
    pub all: Vec<Practice>,
    /// The criteria, by id.
    pub criteria: Vec<Criterion>,
    /// What goes against a practice.
    patterns: Vec<Pattern>,
    /// The literals to look for, each with what it is.
    signs: Vec<(String, Sign)>,
    /// Words right after a pattern that make it a mere name.
    followed: Vec<String>,
}

/// Something that goes against a practice: steps that follow one another in a sentence.
#[derive(Clone, Copy, Debug)]
struct Pattern {
    /// The practice, as an index into [`Practices::all`].
    practice: usize,
    /// How many steps it has.
    steps: usize,
}

/// What a literal is in a sentence.
#[derive(Clone, Copy, Debug)]
enum Sign {
    /// A step of a pattern, by the indices of both.
    Step { pattern: usize, step: usize },
    /// It turns the meaning of a pattern that it comes before, or that it is part of.
    Guard,
    /// It turns the meaning of a pattern that it comes after.
    Mended,
}

impl Practices {
    /// The practices that are built in; `service` says which index the service of an ID has.
    ///
    /// # Errors
    /// If a service is not there.
    pub(super) fn builtin(service: impl Fn(&str) -> Option<usize>) -> Result<Self, String> {
        Self::read(include_str!("../../lexicon/practices.toml"), service)
    }

    /// The practices of the file that has this `text`.
    ///
    /// # Errors
    /// Says which entry is wrong, and how: not the TOML expected, an ID that occurs twice, a service that is not there, a
    /// pattern without end.
    fn read(text: &str, service: impl Fn(&str) -> Option<usize>) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("practices: {error}"))?;
        let mut practices = Self::default();
        practices.sign("guards", &file.guards, Sign::Guard)?;
        practices.sign("mended", &file.mended, Sign::Mended)?;
        practices.followed = literals("followed", &file.followed)?;
        for (index, entry) in file.practice.into_iter().enumerate() {
            if practices.all.iter().any(|other| other.id == entry.id) {
                return Err(format!("`{}` is there twice", entry.id));
            }
            for steps in &entry.patterns {
                let pattern = practices.patterns.len();
                practices.patterns.push(Pattern { practice: index, steps: steps.len() });
                for (number, step) in steps.iter().enumerate() {
                    let sign = Sign::Step { pattern, step: number };
                    practices.sign(&entry.id, std::slice::from_ref(step), sign)?;
                }
            }
            practices.all.push(entry.link(&service)?);
        }
        practices.criteria = file.criterion.into_iter().map(CriterionEntry::read).collect();
        Ok(practices)
    }

    /// Notes that what `patterns` of this entry stand for is such a sign.
    fn sign(&mut self, entry: &str, patterns: &[String], sign: Sign) -> Result<(), String> {
        self.signs.extend(literals(entry, patterns)?.into_iter().map(|literal| (literal, sign)));
        Ok(())
    }

    /// The literals to look for, folded.
    pub(super) fn literals(&self) -> impl Iterator<Item = &str> + Clone {
        self.signs.iter().map(|(literal, _)| &**literal)
    }

    /// What in each of `sentences` of `text`, which is folded, goes against a practice, in order; nothing where the sentence
    /// says that it was found, ended or avoided. `found` are the literals in the text, by their indices in
    /// [`Self::literals`], in order. Linear in the text.
    pub(super) fn breaches(&self, text: &str, found: &[Found], sentences: &[Span]) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for sentence in sentences {
            let first = found.partition_point(|found| found.span.start < sentence.start);
            let count = found[first..].partition_point(|found| found.span.start < sentence.end);
            let signs = Signs::new(&found[first..first + count], sentence.end, &self.signs);
            breaches.extend(self.breaches_in(&text[..sentence.end], &signs));
        }
        breaches
    }

    /// The breaches in a sentence that has these `signs` and ends where `text` does.
    fn breaches_in(&self, text: &str, signs: &Signs) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for steps in signs.steps.chunk_by(|one, other| one.pattern == other.pattern) {
            let Pattern { practice, steps: count } = self.patterns[steps[0].pattern];
            let is_turned = |span: &Span| signs.turn(*span) || self.is_followed(&text[span.end..]);
            let said = occurrences(text, steps, count, signs).into_iter().filter(|span| !is_turned(span));
            breaches.extend(said.map(|span| Breach { span, practice }));
        }
        breaches.sort_by_key(|breach| (breach.span.start, Reverse(breach.span.end), breach.practice));
        // A shorter form of the same breach adds nothing.
        breaches.dedup_by(|next, first| next.practice == first.practice && next.span.overlaps(first.span));
        breaches
    }

    /// Whether `rest`, right after a pattern, makes it a mere name.
    fn is_followed(&self, rest: &str) -> bool {
        let rest = rest.trim_start_matches(' ');
        self.followed.iter().any(|word| starts_with_word(rest, word))
    }
}

/// The signs in a sentence.
#[derive(Default)]
struct Signs {
    /// By pattern, those of each in the order of their ends.
    steps: Vec<StepFound>,
    /// The guards, in the order of their starts.
    guards: Vec<Span>,
    /// Where the first guard to end ends.
    first_guard: Option<usize>,
    /// Where the last sign that a pattern was mended starts.
    last_mended: Option<usize>,
}

/// A step found in a sentence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct StepFound {
    pattern: usize,
    end: usize,
    start: usize,
    step: usize,
}

impl Signs {
    /// Those of `found` that end by `end`; `signs` say what each literal is.
    fn new(found: &[Found], end: usize, signs: &[(String, Sign)]) -> Self {
        let mut all = Self::default();
        for &Found { span, literal } in found.iter().filter(|found| found.span.end <= end) {
            match signs[literal].1 {
                Sign::Step { pattern, step } => {
                    all.steps.push(StepFound { pattern, end: span.end, start: span.start, step });
                }
                Sign::Guard => all.guards.push(span),
                Sign::Mended => all.last_mended = Some(span.start),
            }
        }
        all.steps.sort_unstable();
        all.first_guard = all.guards.iter().map(|guard| guard.end).min();
        all
    }

    /// Whether the sentence says that what is in `span` was found, ended or avoided.
    fn turn(&self, span: Span) -> bool {
        self.first_guard.is_some_and(|end| end <= span.start) || self.last_mended.is_some_and(|start| start >= span.end)
    }

    /// Whether the steps on either side of `gap` belong together.
    fn join(&self, text: &str, gap: Span) -> bool {
        let first = self.guards.partition_point(|guard| guard.start < gap.start);
        let mut guards = self.guards[first..].iter().take_while(|guard| guard.start < gap.end);
        !text[gap.range()].contains([';', ':']) && !guards.any(|guard| guard.end <= gap.end)
    }
}

/// How far a pattern was followed.
#[derive(Clone, Copy)]
struct Trail {
    start: usize,
    end: usize,
    /// The last step.
    step: usize,
}

/// Where a pattern of `count` steps, which are found as `steps`, is in `text` as a whole.
fn occurrences(text: &str, steps: &[StepFound], count: usize, signs: &Signs) -> Vec<Span> {
    let mut found = Vec::new();
    let mut trails: Vec<Trail> = Vec::new();
    for &StepFound { start, end, step, .. } in steps {
        trails.retain(|trail| start <= trail.end + LONGEST_GAP);
        let before = trails.iter().rfind(|trail| {
            trail.step + 1 == step && trail.end <= start && signs.join(text, Span::new(trail.end, start))
        });
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
    #[serde(default)]
    guards: Vec<String>,
    #[serde(default)]
    mended: Vec<String>,
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

/// The literals that `patterns` of this entry stand for, folded, in lower case.
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

    /// The practices, and what finds their literals.
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

    /// What in `sentence` goes against a practice.
    fn found(practices: &Sound, sentence: &str) -> Vec<Breach> {
        let folded = Folded::new(sentence);
        let text = folded.text();
        let mut breaches = practices.breaches(text, &practices.finder.find(text), &[Span::new(0, text.len())]);
        for Breach { span, .. } in &mut breaches {
            *span = Span::new(folded.original(span.start), folded.original(span.end));
        }
        breaches
    }

    /// What each practice says fires, or is fine.
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
        assert_eq!((practices.all.len(), practices.criteria.len()), (32, 14));
    }

    #[test]
    fn every_practice_fires_where_it_says() {
        let practices = practices();
        for (id, sentence) in sentences("fires") {
            let found: Vec<_> =
                self::found(&practices, &sentence).iter().map(|breach| &*practices.all[breach.practice].id).collect();
            assert_eq!(found, [id], "{sentence}");
        }
    }

    #[test]
    fn every_practice_is_quiet_where_it_says() {
        let practices = practices();
        for (id, sentence) in sentences("fine") {
            let mut found = self::found(&practices, &sentence);
            found.retain(|breach| !practices.all[breach.practice].is_settled_by(&sentence));
            // A service that settles it is looked up by the rule.
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
    fn what_is_wrong_is_named() {
        let entry = |body: &str| {
            format!(
                "[[practice]]\nid = \"P1\"\nsources = []\nkind = \"do\"\npractice = \"\"\nbetter = \"\"\nseverity = \"warning\"\nfires = []\nfine = []\n{body}"
            )
        };
        for (body, wrong) in [
            ("services = [\"nope\"]\nunless = []\npatterns = []", "no `nope`"),
            ("services = []\nunless = []\npatterns = [[\"a+\"]]", "no end"),
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
