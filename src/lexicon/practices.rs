//! Good practice on AWS, and what goes against it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold::{Folded, is_word_after};
use super::literals::Literals;
use super::load::Source;
use super::matcher::Beginning;
use crate::text::Span;

/// How many bytes may stand between two steps of a pattern.
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
    unless: Vec<Beginning>,
}

impl Practice {
    /// Whether `prose` says something that settles it.
    pub fn is_settled_by(&self, prose: &str) -> bool {
        let lower = Folded::new(prose).text().to_ascii_lowercase();
        self.unless.iter().any(|word| word.is_in(&lower))
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
    signals: Vec<Beginning>,
}

impl Criterion {
    /// Whether `prose` has a word that tells that it is met.
    pub fn is_met_by(&self, prose: &str) -> bool {
        let lower = Folded::new(prose).text().to_ascii_lowercase();
        self.signals.iter().any(|word| word.is_in(&lower))
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
#[derive(Default)]
pub struct Practices {
    /// The practices, by id.
    pub all: Vec<Practice>,
    /// The criteria, by id.
    pub criteria: Vec<Criterion>,
    /// Which step of which pattern each of the literals is that it has to be told of.
    steps: Vec<Vec<Step>>,
    /// Of each of the literals, whether it is the last step of a pattern, which says what it is about; the first ones are
    /// in every sentence.
    last: Vec<bool>,
    /// The practice that each pattern goes against, and how many steps the pattern has.
    patterns: Vec<(usize, usize)>,
    /// Words before or within a pattern that turn its meaning.
    guards: Literals,
    /// Words after a pattern that do.
    mended: Literals,
    /// Words right behind a pattern that make it a mere name.
    followed: Vec<String>,
}

impl std::fmt::Debug for Practices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} practices, {} criteria", self.all.len(), self.criteria.len())
    }
}

/// A step of a pattern.
#[derive(Clone, Copy, Debug)]
struct Step {
    pattern: usize,
    number: usize,
}

/// How far a pattern was followed.
#[derive(Clone, Copy)]
struct Trail {
    start: usize,
    end: usize,
    /// The number of the last step.
    number: usize,
}

impl Practices {
    /// Reads the practices, and the literals that they have to be told of where they stand, in lower case; `service` says
    /// what index the service of an id has.
    ///
    /// # Errors
    /// Says which entry is wrong, and how: not the TOML expected, an id given twice, a service that is not there, a
    /// pattern without end.
    pub(super) fn load(
        source: Source<'_>,
        service: impl Fn(&str) -> Option<usize>,
    ) -> Result<(Self, Vec<Box<str>>), String> {
        let file: File = source.read("practices")?;
        let mut practices = Self {
            guards: boxed(literals(source, "guards", &file.guards)?)?,
            mended: boxed(literals(source, "mended", &file.mended)?)?,
            followed: literals(source, "followed", &file.followed)?,
            ..Self::default()
        };
        let mut by_literal = BTreeMap::<String, Vec<Step>>::new();
        for (index, entry) in file.practice.into_iter().enumerate() {
            if practices.all.iter().any(|other| other.id == entry.id) {
                return Err(format!("`{}` is there twice", entry.id));
            }
            for steps in &entry.patterns {
                let pattern = practices.patterns.len();
                practices.patterns.push((index, steps.len()));
                for (number, step) in steps.iter().enumerate() {
                    for literal in literals(source, &entry.id, std::slice::from_ref(step))? {
                        by_literal.entry(literal).or_default().push(Step { pattern, number });
                    }
                }
            }
            practices.all.push(entry.link(&service)?);
        }
        practices.criteria = file.criterion.into_iter().map(CriterionEntry::read).collect();
        let (literals, steps): (Vec<_>, Vec<Vec<Step>>) =
            by_literal.into_iter().map(|(literal, steps)| (literal.into_boxed_str(), steps)).unzip();
        let is_last =
            |steps: &Vec<Step>| steps.iter().any(|step| step.number + 1 == practices.patterns[step.pattern].1);
        practices.last = steps.iter().map(is_last).collect();
        practices.steps = steps;
        Ok((practices, literals))
    }

    /// Looks for breaches in `text`, which is folded.
    pub(super) fn search<'a>(&'a self, text: &'a str) -> Search<'a> {
        // About as many as most answers have.
        Search { practices: self, text, found: Vec::with_capacity(32), any_last: false }
    }

    /// Whether `rest`, right behind a pattern, makes it a mere name.
    fn is_followed(&self, rest: &str) -> bool {
        let rest = rest.trim_start_matches(' ');
        let is_next = |word: &String| {
            rest.get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word))
                && !is_word_after(rest, word.len())
        };
        self.followed.iter().any(is_next)
    }

    /// Whether what stands on either side of `gap` belongs together.
    fn joins(&self, gap: &str) -> bool {
        !gap.contains([';', ':']) && first_end(gap, &self.guards).is_none()
    }
}

/// A search for breaches in a text, one step after another.
pub(super) struct Search<'a> {
    practices: &'a Practices,
    text: &'a str,
    /// The steps, in the order of their beginnings: where they stand, and their numbers.
    found: Vec<(Span, usize)>,
    /// Whether one of them is the last of a pattern: most texts have none.
    any_last: bool,
}

impl Search<'_> {
    /// Takes literal number `number`, which stands from `start` to `end`.
    pub(super) fn take(&mut self, start: usize, end: usize, number: usize) {
        self.any_last |= self.practices.last[number];
        self.found.push((Span::new(start, end), number));
    }

    /// What in each of `sentences` goes against a practice, in order; nothing where the sentence says that it was found,
    /// ended or avoided. Linear in the sentence.
    pub(super) fn breaches(self, sentences: &[Span]) -> Vec<Breach> {
        let mut breaches = Vec::new();
        if !self.any_last {
            return breaches;
        }
        let mut reading = Reading::default();
        for &sentence in sentences {
            let first = self.found.partition_point(|(span, _)| span.start < sentence.start);
            let (mut end, mut any_last) = (first, false);
            while let Some((span, number)) = self.found.get(end)
                && span.start < sentence.end
            {
                any_last |= self.practices.last[*number];
                end += 1;
            }
            if any_last {
                self.breaches_in(sentence, &self.found[first..end], &mut reading, &mut breaches);
            }
        }
        breaches
    }

    /// Adds the breaches in `sentence`, in which these `steps` begin.
    fn breaches_in(
        &self,
        sentence: Span,
        steps: &[(Span, usize)],
        Reading { stood, trails }: &mut Reading,
        breaches: &mut Vec<Breach>,
    ) {
        let practices = self.practices;
        stood.clear();
        for (span, number) in steps.iter().filter(|(span, _)| span.end <= sentence.end) {
            let (start, end) = (span.start - sentence.start, span.end - sentence.start);
            for Step { pattern, number } in &practices.steps[*number] {
                stood.push(Stood { pattern: *pattern, end, start, number: *number });
            }
        }
        // By patterns, whose steps follow one another in the order of their ends.
        stood.sort_unstable();
        let text = &self.text[sentence.range()];
        // Each is looked for at most once, or a long sentence of many breaches would take quadratic time.
        let (mut guarded, mut mended) = (None, None);
        let first_of_all = breaches.len();
        for of_pattern in stood.chunk_by(|one, other| one.pattern == other.pattern) {
            let (practice, count) = practices.patterns[of_pattern[0].pattern];
            let says = |number: usize| of_pattern.iter().any(|step| step.number == number);
            // Few patterns are begun and ended.
            if !says(0) || !says(count - 1) {
                continue;
            }
            trails.clear();
            for &Stood { end, start, number, .. } in of_pattern {
                trails.retain(|trail| start <= trail.end + LONGEST_GAP);
                let before = trails.iter().rfind(|trail| {
                    trail.number + 1 == number && trail.end <= start && practices.joins(&text[trail.end..start])
                });
                let trail = match (number, before) {
                    (0, _) => Trail { start, end, number },
                    (_, Some(before)) => Trail { start: before.start, end, number },
                    (_, None) => continue,
                };
                if number + 1 < count {
                    trails.push(trail);
                    continue;
                }
                let guarded = guarded.get_or_insert_with(|| first_end(text, &practices.guards));
                let mended = mended.get_or_insert_with(|| last_start(text, &practices.mended));
                let turned = guarded.is_some_and(|at| at <= trail.start) || mended.is_some_and(|at| at >= end);
                if !turned && !practices.is_followed(&text[end..]) {
                    let span = Span::new(sentence.start + trail.start, sentence.start + end);
                    breaches.push(Breach { span, practice });
                }
            }
        }
        if breaches.len() > first_of_all {
            let mut new = breaches.split_off(first_of_all);
            new.sort_by_key(|breach| (breach.span.start, Reverse(breach.span.end), breach.practice));
            // A shorter form of the same breach adds nothing.
            new.dedup_by(|next, first| next.practice == first.practice && next.span.overlaps(first.span));
            breaches.append(&mut new);
        }
    }
}

/// What is used for one sentence after another.
#[derive(Default)]
struct Reading {
    stood: Vec<Stood>,
    trails: Vec<Trail>,
}

/// A step that stands in a sentence, as bytes of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stood {
    pattern: usize,
    end: usize,
    start: usize,
    number: usize,
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
            unless: self.unless.iter().map(|word| Beginning::new(&fold(word))).collect(),
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
        let signals = self.signals.iter().map(|word| Beginning::new(&fold(word))).collect();
        Criterion { id: self.id, about: self.about, criterion: self.criterion, advice: self.advice, signals }
    }
}

fn fold(word: &str) -> String {
    Folded::new(word).text().to_lowercase()
}

/// What `patterns` stand for, folded, in lower case.
fn literals(source: Source<'_>, entry: &str, patterns: &[String]) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for pattern in patterns {
        let expanded = source.expand(pattern).map_err(|error| format!("{entry}: `{pattern}`: {error}"))?;
        all.extend(expanded.iter().map(|literal| fold(literal)));
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

fn boxed(literals: Vec<String>) -> Result<Literals, String> {
    Literals::new(literals.into_iter().map(String::into_boxed_str).collect())
}

/// Where the first of these `words` to end in `text` ends.
fn first_end(text: &str, words: &Literals) -> Option<usize> {
    let mut first = None;
    words.find(text, |_, end, _| first = Some(first.map_or(end, |first: usize| first.min(end))));
    first
}

/// Where the last of these `words` to start in `text` starts.
fn last_start(text: &str, words: &Literals) -> Option<usize> {
    let mut last = None;
    words.find(text, |start, _, _| last = Some(start));
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../lexicon/practices.toml");

    /// The practices, and what they look for.
    struct Sound {
        practices: Practices,
        literals: Literals,
    }

    impl std::ops::Deref for Sound {
        type Target = Practices;

        fn deref(&self) -> &Practices {
            &self.practices
        }
    }

    fn practices() -> Sound {
        let (practices, literals) = Practices::load(Source::Toml(FILE), |_| Some(0)).expect("sound practices");
        Sound { practices, literals: Literals::new(literals).expect("sound literals") }
    }

    /// What in `sentence` goes against a practice.
    fn found(practices: &Sound, sentence: &str) -> Vec<Breach> {
        let folded = Folded::new(sentence);
        let text = folded.text();
        let mut search = practices.search(text);
        practices.literals.find(text, |start, end, number| search.take(start, end, number));
        let mut breaches = search.breaches(&[Span::new(0, text.len())]);
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
            let error = Practices::load(Source::Toml(&entry(body)), |_| None).expect_err(body);
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
