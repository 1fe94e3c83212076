//! Scenarios and interview questions.

use serde::Deserialize;

/// A case scenario (`S1`…) or an interview question (`Q1`…).
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// The ID.
    pub id: String,
    /// The title.
    pub title: String,
    /// Topics, such as `cross-account`.
    pub topics: Vec<String>,
    /// The content, in our own words.
    pub content: ScenarioContent,
    /// The AWS services that it names, as indices into [`super::Lexicon::services`].
    pub services: Vec<usize>,
    /// Metrics, such as `MTTR down 50%`.
    pub figures: Vec<String>,
    /// The concepts that it is about, each with the terms for it: "outage | region down".
    pub subject: Vec<String>,
    /// The concepts that accompany its subject, or words and phrases that distinguish it if no subject is given.
    pub keywords: Vec<String>,
    /// Its relation to security, cost, and automation.
    pub angles: Angles,
    /// Related scenarios, the closest first.
    pub related: Vec<Relation>,
}

/// The content of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioContent {
    /// A STAR story.
    Story {
        /// The Situation.
        situation: String,
        /// The Task.
        task: String,
        /// The steps of the Action.
        action: Vec<String>,
        /// The Result.
        result: String,
    },
    /// The key points of a good answer to an interview question.
    Points(Vec<String>),
}

impl Default for ScenarioContent {
    fn default() -> Self {
        Self::Points(Vec::new())
    }
}

impl ScenarioContent {
    /// Returns the sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        let (first, list, last) = match self {
            Self::Story { situation, task, action, result } => (vec![situation, task], action, Some(result)),
            Self::Points(points) => (Vec::new(), points, None),
        };
        first.into_iter().chain(list).chain(last).map(String::as_str)
    }
}

/// The relation of a scenario to security, cost, and automation, in one sentence each; `None` if it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Angles {
    /// Security.
    pub security: Option<String>,
    /// Cost.
    pub cost: Option<String>,
    /// Automation.
    pub automation: Option<String>,
}

/// A relation to another scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The other scenario, as an index into [`super::Lexicon::scenarios`].
    pub scenario: usize,
    /// The closeness, from 1 to 3.
    pub weight: u8,
    /// The subject that the two have in common.
    pub why: String,
}
