//! The entries built from documents.

/// A story or a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The ID, unique among the entries that are built together.
    pub id: String,
    /// The document, and the number in it.
    pub source: String,
    /// The title, without its number.
    pub title: String,
    /// The topics, as slugs.
    pub topics: Vec<String>,
    /// The content.
    pub body: Body,
    /// The IDs of the services it names, in order.
    pub services: Vec<String>,
    /// The clauses of the Result that have a metric.
    pub figures: Vec<String>,
    /// Words that distinguish it from other entries.
    pub keywords: Vec<String>,
}

/// The content of a story or question.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A story. Missing components are empty.
    Story {
        /// The Situation.
        situation: String,
        /// The Task.
        task: String,
        /// The Action, step by step.
        action: Vec<String>,
        /// The Result.
        result: String,
    },
    /// The points of the answer to a question.
    Points(Vec<String>),
}

impl Default for Body {
    fn default() -> Self {
        Self::Points(Vec::new())
    }
}

impl Body {
    /// Returns the sentences, in order.
    pub(super) fn sentences(&self) -> Vec<&str> {
        match self {
            Self::Story { situation, task, action, result } => {
                let first = [situation, task].into_iter().chain(action);
                first.chain([result]).map(String::as_str).collect()
            }
            Self::Points(points) => points.iter().map(String::as_str).collect(),
        }
    }
}
