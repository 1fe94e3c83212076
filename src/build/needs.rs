//! Finds the needs that a document names a service for, as in "Amazon SQS to decouple the jobs" or "decouple the jobs
//! with Amazon SQS".

use std::collections::BTreeSet;

use super::entry::{Body, Entry};
use crate::lexicon::stem::words_of;
use crate::lexicon::{Hit, Lexicon, Term};

/// The number of words of a need. One word is too general.
const WORDS: std::ops::RangeInclusive<usize> = 2..=4;

/// Words that end a need.
const ENDS: [&str; 14] =
    ["and", "or", "in", "by", "so", "which", "that", "instead", "when", "across", "of", "from", "based", "as"];

/// A need that a service was named for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The words of the document, such as "decouple event processing".
    pub words: String,
    /// The IDs of the services.
    pub services: Vec<String>,
    /// The ID of the entry that names it.
    pub entry: String,
    /// The ID of the lexicon's phrase that already covers it.
    pub covered_by: Option<String>,
}

/// Returns the needs that the Action of a story names.
pub(super) fn find(lexicon: &Lexicon, entry: &Entry) -> Vec<Need> {
    let Body::Story { action, .. } = &entry.body else { return Vec::new() };
    let mut needs = Vec::new();
    for step in action {
        let hits = lexicon.find(step);
        let named: Vec<&Hit> = hits.iter().filter(|hit| matches!(hit.term, Term::Service(_))).collect();
        // With several services it is unclear which one is meant.
        let [Hit { span, term: Term::Service(service) }] = named[..] else { continue };
        let after = step[span.end..].trim_start();
        let before = step[..span.start].trim_end();
        let after = ["to ", "for "].iter().find_map(|word| after.strip_prefix(word)).map(first_words);
        let before = ["with", "using", "via", "through"].iter().find_map(|word| {
            let before = before.strip_suffix(word)?;
            before.ends_with(' ').then(|| last_words(before))
        });
        let Some(words) = after.or(before).map(|words| words.join(" ").to_lowercase()) else { continue };
        let meaningful = words_of(&words).filter(|word| !word.dull).count();
        let known = lexicon.find(&words);
        let known: Vec<Term> =
            known.iter().map(|hit| hit.term).filter(|term| !matches!(term, Term::Vague(_))).collect();
        let names = |term: &Term| matches!(term, Term::Product(_)) || matches!(term, Term::Service(_));
        if meaningful < *WORDS.start() || known.iter().any(names) {
            continue;
        }
        let covers = |term: &Term| match term {
            Term::Phrase(phrase) if lexicon.phrases[*phrase].satisfied_by.contains(service) => {
                Some(lexicon.phrases[*phrase].id.clone())
            }
            _ => None,
        };
        let covered_by = known.iter().find_map(covers);
        let services = vec![lexicon.services[*service].id.clone()];
        needs.push(Need { words, services, entry: entry.id.clone(), covered_by });
    }
    needs
}

/// Merges needs with the same wording, and their services.
pub(super) fn merge(needs: BTreeSet<Need>) -> Vec<Need> {
    let mut merged: Vec<Need> = Vec::new();
    for need in needs {
        match merged.last_mut() {
            Some(last) if last.words == need.words => {
                let new = need.services.into_iter().filter(|service| !last.services.contains(service));
                last.services.extend(new.collect::<Vec<_>>());
            }
            _ => merged.push(need),
        }
    }
    merged
}

/// Returns the words up to the end of the clause.
fn first_words(text: &str) -> Vec<&str> {
    let clause = text.split([',', '.', ';', ':', '(', '–', '—']).next().unwrap_or_default();
    let words = clause.split_whitespace().skip_while(|word| is_article(word));
    words.take_while(|word| !ENDS.contains(word)).filter(|word| !is_article(word)).take(*WORDS.end()).collect()
}

/// Returns the words since the start of the clause.
fn last_words(text: &str) -> Vec<&str> {
    let clause = text.rsplit([',', '.', ';', ':', ')', '–', '—']).next().unwrap_or_default();
    let words: Vec<&str> = clause.split_whitespace().filter(|word| !is_article(word)).collect();
    let start = words.iter().rposition(|word| ENDS.contains(word)).map_or(0, |at| at + 1);
    words[start.max(words.len().saturating_sub(*WORDS.end()))..].to_vec()
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an", "our", "their", "its", "my"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(step: &str) -> Vec<Need> {
        let action = vec![step.to_owned()];
        let body = Body::Story { situation: String::new(), task: String::new(), action, result: String::new() };
        find(&Lexicon::builtin(), &Entry { body, ..Entry::default() })
    }

    fn words(step: &str) -> Vec<String> {
        action(step).into_iter().map(|need| format!("{}: {}", need.services.join(" "), need.words)).collect()
    }

    #[test]
    fn a_need_comes_before_or_after_its_service() {
        assert_eq!(words("Used Amazon SQS to decouple the billing jobs."), ["amazon-sqs: decouple billing jobs"]);
        assert_eq!(
            words("I decoupled billing jobs with Amazon SQS, quickly."),
            ["amazon-sqs: i decoupled billing jobs"]
        );
        let covered = action("Used Amazon SQS for our message queue traffic.");
        assert_eq!(covered[0].covered_by.as_deref(), Some("message-queue"));
        assert_eq!(words("Macie for finding customer names and more"), ["amazon-macie: finding customer names"]);
    }

    #[test]
    fn general_or_known_words_are_not_a_need() {
        for step in [
            "Used Amazon SQS.",
            "Used Amazon SQS to help.",
            "Used Amazon SQS and Amazon SNS to decouple the billing jobs",
            "Put Amazon SQS as a message queue",
            "Used Amazon SQS for Kafka topic traffic",
            "Used a queue to decouple the billing jobs",
        ] {
            assert_eq!(words(step), [""; 0], "{step}");
        }
    }

    #[test]
    fn needs_with_the_same_words_are_merged() {
        let need = |services: &str, entry: &str| Need {
            words: "decouple jobs".into(),
            services: vec![services.into()],
            entry: entry.into(),
            covered_by: None,
        };
        let merged = merge([need("amazon-sns", "S1"), need("amazon-sqs", "S2"), need("amazon-sqs", "S3")].into());
        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].services, ["amazon-sns", "amazon-sqs"]);
    }
}
