//! Scenarios and interview questions, restated.

/// A case scenario (`S1`…) or an interview question (`Q1`…).
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The AWS services it names, as indices into [`super::Lexicon::services`].
    pub services: Vec<usize>,
}
