//! Generic phrases, third-party products, and vague claims.

use std::collections::BTreeMap;

use super::fold::fold_to_lower;
use crate::platform::Platform;

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
    /// The platform of the services that it may refer to; `None` if they are of none.
    pub platform: Option<Platform>,
    /// The confidence that it refers to a service.
    pub confidence: Confidence,
    /// Whether it is code that runs in a service, so that who wrote it has used one: "a cloud function".
    pub is_code: bool,
    /// Its forms that are verbs with their objects, such as "signed the images", folded and in lower case.
    pub(super) verbs: Vec<String>,
    /// Its forms in other languages, folded and in lower case (ASCII), each with the code of its language.
    pub(super) foreign: BTreeMap<String, String>,
}

impl Phrase {
    /// Whether `written`, which names it, is a verb with its object.
    pub fn is_verb(&self, written: &str) -> bool {
        self.verbs.contains(&plain(written))
    }

    /// Returns the code of the language of `written`, which names it, unless it is English.
    pub fn language(&self, written: &str) -> Option<&str> {
        if self.foreign.is_empty() { None } else { self.foreign.get(&plain(written)).map(String::as_str) }
    }
}

/// Returns `written` folded, in lower case (ASCII), and with single spaces.
fn plain(written: &str) -> String {
    fold_to_lower(written).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A third-party product.
#[derive(Clone, Debug)]
pub struct Product {
    /// The name.
    pub name: String,
    /// The platform that it is part of, if it doesn't run anywhere.
    pub platform: Option<Platform>,
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
