//! Builds lexicon entries from documents: STAR stories, and interview questions with their answers.
//!
//! Stories are found the way answers are found in drafts. Questions are headings with a number or a question mark,
//! followed by text that is not part of a story; the headings above them are their topics. The entries are a first
//! version in the words of the documents, to be reviewed.

mod entry;
mod found;
mod needs;
mod questions;
mod stories;
mod words;
mod write;

use std::collections::BTreeSet;

use crate::lexicon::Lexicon;
use crate::text::encoding;
pub use entry::{Body, Entry};
pub use needs::Need;
use words::{slug, unique};

/// The maximum number of encoding repairs of one text: it may have been garbled several times.
const MAX_REPAIRS: usize = 3;

/// The maximum length of a prefix of IDs, in characters.
const MAX_PREFIX: usize = 40;

/// A document to read.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The name, used as the source of entries.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// The result of [`build`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Built {
    /// The stories and questions, in the order of the documents.
    pub entries: Vec<Entry>,
    /// The needs that services were named for, by service and need.
    pub needs: Vec<Need>,
    /// The number of garbled passages that were repaired.
    pub repaired: usize,
}

impl Built {
    /// Returns the stories and questions as a lexicon file.
    pub fn scenarios(&self) -> String {
        write::scenarios(&self.entries)
    }

    /// Returns the needs as a lexicon file of proposed phrases.
    pub fn phrases(&self) -> String {
        write::phrases(&self.needs)
    }

    /// Returns the number of entries that are stories.
    pub fn stories(&self) -> usize {
        self.entries.iter().filter(|entry| matches!(entry.body, Body::Story { .. })).count()
    }
}

/// Builds entries from `documents`. IDs are `S` or `Q` and the number in the document or, with a `prefix`, the prefix,
/// a hyphen, and the number.
pub fn build(lexicon: &Lexicon, documents: &[Document<'_>], prefix: Option<&str>) -> Built {
    let mut built = Built::default();
    let mut taken = BTreeSet::new();
    let mut needs = BTreeSet::new();
    for document in documents {
        let (text, repaired) = repaired(document.text);
        built.repaired += repaired;
        let stories = stories::find(lexicon, &text);
        let questions = questions::find(&text, |at| stories.iter().any(|story| story.span.range().contains(&at)));
        let stories_found = stories.into_iter().map(|story| story.found);
        let mut last = 0;
        for found in stories_found.chain(questions) {
            let number = found.number.unwrap_or(last + 1);
            last = number;
            let entry = found.entry(lexicon, document.name, number, prefix, &mut taken);
            needs.extend(needs::find(lexicon, &entry));
            built.entries.push(entry);
        }
    }
    built.needs = needs::merge(needs);
    built
}

/// Returns a prefix of IDs for the document called `name` that is not among the `taken` ones, and adds it to them.
pub fn unique_prefix(name: &str, taken: &mut BTreeSet<String>) -> String {
    let prefix: String = prefix_of(name).chars().take(MAX_PREFIX).collect();
    unique(&prefix, taken)
}

fn prefix_of(name: &str) -> String {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let slug = slug(stem.rsplit_once('.').map_or(stem, |(stem, _)| stem));
    if slug.is_empty() { "own".into() } else { slug }
}

/// Returns `text` with garbled passages repaired, and their number.
fn repaired(text: &str) -> (String, usize) {
    let mut text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    let mut repaired = 0;
    for _ in 0..MAX_REPAIRS {
        let Some(better) = encoding::repair(&text) else { break };
        repaired += better.spans.len();
        text = better.text;
    }
    (text, repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const STORIES: &str = "# Stories\n\n### 3. Cheap Nights \u{201a}\u{c4}\u{ec} Stopping Databases\n\n**Situation**: Idle Amazon RDS \
        instances cost $4,000 a month.\n\n**Task**: Bring that down.\n\n**Action**:\n\t\u{201a}\u{c4}\u{a2}\tUsed Amazon SQS to decouple the \
        billing jobs.\n\t\u{201a}\u{c4}\u{a2}\tWatched it in CloudWatch.\n\n**Result**: Costs fell by 60%, saving $29k a year.\n";

    pub(super) const QUESTIONS: &str = "---\ntitle: Questions\n---\n# Questions\n\n## Data Protection (KMS)\n\n### 7. What is a bucket \
        policy?\n* **Access**: It lives on Amazon S3.\n* It needs\n  AWS KMS.\n\n```\n### 8. What is code?\nno\n```\n\n### How do you rotate keys?\nUse AWS Secrets \
        Manager. It calls a function.\n\n## 9. Only a part\n\n### 10. Empty\n";

    fn of(text: &str) -> Built {
        build(&Lexicon::builtin(), &[Document { name: "mine.md", text }], None)
    }

    #[test]
    fn a_story_is_split_into_its_components() {
        let built = of(STORIES);
        let [entry] = &built.entries[..] else { panic!("{built:#?}") };
        assert_eq!(
            (&*entry.id, &*entry.title, &*entry.source),
            ("S3", "Cheap Nights – Stopping Databases", "mine.md 3")
        );
        assert_eq!(entry.topics, ["cheap-nights"]);
        assert_eq!(entry.services, ["amazon-rds", "amazon-sqs", "amazon-cloudwatch"]);
        assert_eq!(entry.figures, ["Costs fell by 60%", "saving $29k a year"]);
        let Body::Story { situation, action, .. } = &entry.body else { panic!("{entry:?}") };
        assert_eq!(situation, "Idle Amazon RDS instances cost $4,000 a month.");
        assert_eq!(action[..], ["Used Amazon SQS to decouple the billing jobs.", "Watched it in CloudWatch."]);
        assert_eq!(built.repaired, 3);
    }

    #[test]
    fn a_question_has_points_and_topics() {
        let built = of(QUESTIONS);
        let ids: Vec<_> = built.entries.iter().map(|entry| &*entry.id).collect();
        assert_eq!(ids, ["Q7", "Q8"], "{built:#?}");
        let entry = &built.entries[0];
        assert_eq!(
            (&*entry.title, &entry.topics[..]),
            ("What is a bucket policy?", &["data-protection".to_owned()][..])
        );
        let points = Body::Points(vec!["Access: It lives on Amazon S3.".into(), "It needs AWS KMS.".into()]);
        assert_eq!((&entry.body, &entry.figures[..]), (&points, &[][..]));
        assert_eq!(built.entries[1].services, ["aws-secrets-manager"]);
    }

    #[test]
    fn other_text_makes_no_entries() {
        for text in
            ["", "# Notes\n\nSome text.\n", "## 1. Empty\n\n## 2. Too\n", "1. item\n2. item\n", "---\ntitle: x\n---\n"]
        {
            assert_eq!(of(text), Built::default(), "{text}");
        }
    }

    #[test]
    fn ids_are_unique_and_take_a_prefix() {
        let lexicon = Lexicon::builtin();
        let document = Document { name: "a/My Stories.md", text: STORIES };
        let ids = |prefix| {
            let built = build(&lexicon, &[document, document], prefix);
            built.entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None), ["S3", "S3-2"]);
        assert_eq!(ids(Some(&prefix_of(document.name))), ["my-stories-3", "my-stories-3-2"]);
        assert_eq!(prefix_of("…"), "own");
    }
}
