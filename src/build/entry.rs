//! What is made of documents: a story or a question.

/// A story or a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its id: unique among what is built together.
    pub id: String,
    /// The document, and the number in it.
    pub source: String,
    /// Its title, without its number.
    pub title: String,
    /// What it is about, in a slug each.
    pub topics: Vec<String>,
    /// What it says.
    pub body: Body,
    /// The ids of the services it names, in order.
    pub services: Vec<String>,
    /// The figures of its Result.
    pub figures: Vec<String>,
    /// Words that tell it from others.
    pub keywords: Vec<String>,
}

/// What a story or question says.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A story; a component that it lacks is empty.
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
    /// The points of the answer to a question.
    Points(Vec<String>),
}

impl Default for Body {
    fn default() -> Self {
        Self::Points(Vec::new())
    }
}

impl Body {
    /// Its sentences, in order.
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
