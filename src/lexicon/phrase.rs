//! Generic phrases, third-party products, and vague claims.

/// The confidence that a generic phrase refers to an AWS service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// High: reported as a warning.
    High,
    /// Medium: reported as information.
    Medium,
}

/// A generic phrase for an AWS service, such as "a message queue".
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The ID.
    pub id: String,
    /// The services it may refer to, best first, as indices into [`Lexicon::services`](super::Lexicon::services).
    pub candidates: Vec<usize>,
    /// The services that satisfy it if the answer names one of them, including the candidates, as indices into
    /// [`Lexicon::services`](super::Lexicon::services).
    pub satisfied_by: Vec<usize>,
    /// The confidence that it refers to a service.
    pub confidence: Confidence,
}

/// A third-party product.
#[derive(Clone, Debug)]
pub struct Product {
    /// The name.
    pub name: String,
    /// The phrases it satisfies, as indices into [`Lexicon::phrases`](super::Lexicon::phrases).
    pub satisfies: Vec<usize>,
}

/// A vague claim, such as "improved", which makes an interviewer ask for a number.
#[derive(Clone, Debug)]
pub struct VagueClaim {
    /// The ID.
    pub id: String,
    /// The question an interviewer would ask.
    pub question: String,
}
