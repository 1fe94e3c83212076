//! Scenarios and interview questions, restated.

use serde::Deserialize;

/// A case scenario (`S1`…) or an interview question (`Q1`…).
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a word each, such as `cross-account`.
    pub topics: Vec<String>,
    /// What it says, in our own words.
    pub gist: Gist,
    /// The AWS services it names, as indices into [`super::Lexicon::services`].
    pub services: Vec<usize>,
    /// Its figures, such as `MTTR down 50%`.
    pub figures: Vec<String>,
    /// Words that tell it from others, single or several.
    pub keywords: Vec<String>,
    /// How it bears on security, cost and automation.
    pub angles: Angles,
    /// Its relatives, the closest first.
    pub related: Vec<Relation>,
}

/// What a scenario says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gist {
    /// A story told by the STAR method.
    Story {
        /// Where it starts.
        situation: String,
        /// What was to be done.
        task: String,
        /// What was done, step by step.
        action: Vec<String>,
        /// What came of it.
        result: String,
    },
    /// The key points of the answer to a question.
    Points(Vec<String>),
}

impl Default for Gist {
    fn default() -> Self {
        Self::Points(Vec::new())
    }
}

impl Gist {
    /// Its sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        let (first, list, last) = match self {
            Self::Story { situation, task, action, result } => (vec![situation, task], action, Some(result)),
            Self::Points(points) => (Vec::new(), points, None),
        };
        first.into_iter().chain(list).chain(last).map(String::as_str)
    }
}

/// What a scenario shows beyond its own topic; a sentence each, where it shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Angles {
    /// About security.
    pub security: Option<String>,
    /// About cost.
    pub cost: Option<String>,
    /// About automation.
    pub automation: Option<String>,
}

/// A relative of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Which, as an index into [`super::Lexicon::scenarios`].
    pub scenario: usize,
    /// How close, from 1 to 3.
    pub weight: u8,
    /// What they share.
    pub why: String,
}
