//! Generic phrases that stand for AWS services, the products that satisfy them, and vague claims.

/// How sure it is that a generic phrase stands for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Worth a warning.
    High,
    /// Worth an information.
    Medium,
}

/// A generic phrase that stands for an AWS service.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Its id.
    pub id: String,
    /// The services it may stand for, best first, as indices into [`Lexicon::services`](super::Lexicon::services).
    pub candidates: Vec<usize>,
    /// The services that satisfy it when named in the answer, the candidates included.
    pub satisfied_by: Vec<usize>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A third-party product.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// The phrases it satisfies, as indices into [`Lexicon::phrases`](super::Lexicon::phrases).
    pub satisfies: Vec<usize>,
}

/// A vague claim, such as "improved", which makes an interviewer ask for a number.
#[derive(Clone, Debug)]
pub struct VagueClaim {
    /// Its id.
    pub id: String,
    /// The question an interviewer would ask.
    pub question: String,
}
