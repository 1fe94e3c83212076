//! Facts about an answer that are not findings: speaking time, shares of the components, pronouns, and what it mentions.
//!
//! Facts are computed on demand, not on every keystroke. They are not findings because each is a matter of taste, or missing
//! in many good answers.

use crate::answer::Answer;
use crate::component::Component;
use crate::lexicon::Lexicon;
use crate::lexicon::practices::Criterion;
use crate::metrics;
use crate::words::voice;

/// A fast speaking rate, in fifteenths of the speaking rate in the settings: 160 words per minute for the default of 150.
const FAST_FIFTEENTHS: usize = 16;
/// A slow speaking rate, likewise: 130 words per minute for the default of 150.
const SLOW_FIFTEENTHS: usize = 13;

/// The facts of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The speaking time in seconds at a fast rate: 160 words per minute if the setting is 150.
    pub speaking_seconds_min: usize,
    /// The speaking time in seconds at a slow rate: 130 words per minute if the setting is 150.
    pub speaking_seconds_max: usize,
    /// The share of each component in the words, in percent, in STAR order. The words of a section with several components
    /// are divided equally.
    pub shares: [usize; 4],
    /// The number of times the Action says "I".
    pub i: usize,
    /// The number of times the Action says "we".
    pub we: usize,
    /// Whether the Action gives a reason or an alternative.
    pub reason: bool,
    /// Whether the Result mentions its effect on customers, the business, security, performance, or cost.
    pub so_what: bool,
    /// Whether the Result has only percentages as metrics, and the answer has no starting number.
    pub percent_without_base: bool,
    /// Whether the answer mentions a date or a duration.
    pub time_frame: bool,
    /// Whether the Action is in notes whose dropped subject means "I".
    pub telegraphic: bool,
    /// The angles that preparation tips recommend.
    pub angles: Angles,
}

/// The angles that an answer mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Angles {
    /// Security: access, encryption, audit.
    pub security: bool,
    /// Automation.
    pub automation: bool,
    /// Cost.
    pub cost: bool,
}

impl Facts {
    /// Computes the facts of `answer` for a speaking rate of `words_per_minute`. Facts that depend on English words are false
    /// if it is in another language.
    pub fn new(answer: &Answer, lexicon: &Lexicon, words_per_minute: u32) -> Self {
        let words = answer.words();
        let action = prose_of(answer, Component::Action);
        let result = prose_of(answer, Component::Result);
        let all: String = Component::ALL.iter().map(|&component| prose_of(answer, component)).collect();
        let meets = |about: &str, text: &str| {
            let criterion = lexicon.practices.criteria.iter().find(|criterion| criterion.about == about);
            criterion.is_some_and(|criterion: &Criterion| answer.is_english() && criterion.is_met_by(text))
        };
        let (i, we) = count_pronouns(&action);
        Self {
            speaking_seconds_min: seconds(words, words_per_minute, FAST_FIFTEENTHS),
            speaking_seconds_max: seconds(words, words_per_minute, SLOW_FIFTEENTHS),
            shares: shares(answer),
            i,
            we,
            reason: answer.is_english() && has_phrase(&action, REASONS),
            so_what: meets("so-what", &result),
            percent_without_base: is_percent_without_base(answer),
            time_frame: has_time_frame(answer, &all),
            telegraphic: answer.is_english() && answer.is_telegraphic(),
            angles: Angles {
                security: meets("security", &all),
                automation: meets("automation", &all),
                cost: meets("cost", &all),
            },
        }
    }
}

/// Phrases that introduce a reason or an alternative.
const REASONS: &[&str] = &[
    "because",
    "instead of",
    "rather than",
    "trade-off",
    "trade-offs",
    "tradeoff",
    "tradeoffs",
    "chose",
    "chosen",
    "considered",
    "compared",
    "weighed",
    "decided against",
    "ruled out",
    "opted for",
    "alternative",
    "alternatives",
    "so that",
    "in order to",
    "the reason",
];

/// Whether the English `word` is about a date or a duration.
fn is_time(word: &str) -> bool {
    const HOUR: f64 = 3600.0;
    // "HR" and "mo" are units of time only after a number.
    word.len() > 2 && metrics::seconds_of(word).is_some_and(|seconds| seconds >= HOUR)
        || metrics::is_month(word)
        || ["overnight", "sprint", "sprints", "weekend"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Returns the prose of `component`.
fn prose_of(answer: &Answer, component: Component) -> String {
    let parts = answer.sections_of(component).flat_map(|section| &section.parts);
    let texts = parts.map(|part| &answer.prose.text()[answer.prose.of(*part).range()]);
    texts.flat_map(|text| [text, "\n"]).collect()
}

/// Returns the time that `words` take at `fifteenths` of the rate `words_per_minute`, rounded to seconds.
fn seconds(words: usize, words_per_minute: u32, fifteenths: usize) -> usize {
    let pace = (words_per_minute.max(1) as usize).saturating_mul(fifteenths);
    words.saturating_mul(60 * 15).saturating_add(pace / 2) / pace
}

/// Returns [`Facts::shares`].
fn shares(answer: &Answer) -> [usize; 4] {
    let words = Component::ALL.map(|component| {
        let sections = answer.sections_of(component);
        // In twelfths of words, so that a section of two, three, or four components is divided without remainder.
        sections.map(|section| section.words * 12 / section.label.components.len().max(1)).sum::<usize>()
    });
    let total = words.iter().sum::<usize>().max(1);
    words.map(|words| (words * 100 + total / 2) / total)
}

/// Returns the numbers of "I" and "we" in `text`.
fn count_pronouns(text: &str) -> (usize, usize) {
    let is = |word: &str, pronoun: &str| {
        word.get(..pronoun.len()).is_some_and(|start| start.eq_ignore_ascii_case(pronoun))
            && (word.len() == pronoun.len() || word[pronoun.len()..].starts_with(['\'', '’']))
    };
    voice::words(text).fold((0, 0), |(i, we), word| (i + usize::from(is(word, "I")), we + usize::from(is(word, "we"))))
}

/// Whether `text` contains one of `phrases` as whole words.
fn has_phrase(text: &str, phrases: &[&str]) -> bool {
    let words: Vec<String> = voice::words(text).map(str::to_lowercase).collect();
    let spaced = format!(" {} ", words.join(" "));
    phrases.iter().any(|phrase| spaced.contains(&format!(" {phrase} ")))
}

/// Returns [`Facts::percent_without_base`].
fn is_percent_without_base(answer: &Answer) -> bool {
    let mut percent = false;
    for metric in answer.metrics_of(Component::Result) {
        match metric.metric.kind.name {
            "percent-change" => percent = true,
            // Any other metric shows what the percentage is about.
            _ => return false,
        }
    }
    let has_base =
        [Component::Situation, Component::Task].into_iter().any(|part| !answer.baselines_of(part).is_empty());
    percent && !has_base
}

/// Returns [`Facts::time_frame`].
fn has_time_frame(answer: &Answer, text: &str) -> bool {
    let is_year =
        |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_quarter = |word: &str| matches!(word, "Q1" | "Q2" | "Q3" | "Q4");
    let is_duration = |kind: &metrics::Kind| matches!(kind.name, "duration" | "early" | "frequency");
    (answer.is_english() && voice::words(text).any(is_time))
        || voice::words(text).any(|word| is_year(word) || is_quarter(word))
        || answer.metrics.iter().any(|metric| is_duration(metric.metric.kind))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::coach::{Analysis, Profile};
    use crate::config::Config;
    use crate::text::Text;

    fn facts(draft: &str) -> Facts {
        let lexicon = Arc::new(Lexicon::builtin());
        let profile = Arc::new(Profile::new(lexicon.clone(), Config::default()));
        let analysis = Analysis::new(profile, &Text::from(draft));
        Facts::new(&analysis.answers()[0].report.answer, &lexicon, Config::default().words_per_minute)
    }

    #[test]
    fn a_full_answer_has_its_facts() {
        let facts = facts(
            "**Situation:** Imports failed twice a week.\n\n**Task:** I owned them.\n\n\
             **Action:** I'd asked why. We chose retries instead of a rewrite, and I automated the rest with IAM roles.\n\n\
             **Result:** Customers noticed: failures fell by 80%, at half the cost.\n",
        );
        assert_eq!((facts.i, facts.we), (2, 1));
        assert!(facts.reason && facts.so_what && facts.time_frame && !facts.telegraphic);
        assert_eq!(facts.angles, Angles { security: true, automation: true, cost: true });
        assert_eq!(facts.shares.iter().sum::<usize>(), 100);
        assert!(facts.shares[2] > 40 && facts.speaking_seconds_min < facts.speaking_seconds_max);
    }

    #[test]
    fn notes_have_few_facts() {
        let facts = facts(
            "**Situation:** Pages were slow.\n\n**Task:** Speed.\n\n**Action:** Added a cache.\n\n**Result:** Cut load by 40%.\n",
        );
        assert!(facts.telegraphic && facts.percent_without_base);
        assert!(!facts.reason && !facts.so_what && !facts.time_frame);
        assert_eq!(facts.angles, Angles { security: false, automation: false, cost: false });
        assert_eq!((facts.i, facts.we), (0, 0));
    }

    #[test]
    fn a_starting_number_or_a_second_metric_is_enough() {
        let with = |situation: &str, result: &str| {
            facts(&format!(
                "**Situation:** {situation}\n\n**Task:** Mine.\n\n**Action:** I did.\n\n**Result:** {result}\n"
            ))
        };
        assert!(with("It was slow.", "Cut by 40%.").percent_without_base);
        for (situation, result) in [
            ("It took 14 hours.", "Cut by 40%."),
            ("It was slow.", "Cut by 40%, from 10 to 6 hours."),
            ("Slow.", "Better."),
        ] {
            assert!(!with(situation, result).percent_without_base, "{situation} {result}");
        }
    }

    #[test]
    fn a_shared_label_divides_its_words_and_other_languages_have_no_word_facts() {
        let combined = facts("**Situation/Task:** One two three four.\n\n**Action:** I did.\n\n**Result:** Done so.\n");
        assert_eq!(combined.shares[0], combined.shares[1]);
        let german = facts(
            "**Situation:** Der Import war langsam.\n\n**Task:** Ich war zuständig.\n\n\
             **Action:** Audit automatisiert, weil die Compliance es wollte.\n\n**Result:** Die cost sank.\n",
        );
        assert!(!german.reason && !german.so_what && !german.telegraphic && !german.angles.cost);
    }
}
