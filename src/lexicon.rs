//! What star-coach knows by name: AWS services, third-party products, generic phrases, vague claims, scenarios.

mod fold;
mod load;
mod matcher;
mod pattern;
pub mod scenario;
pub(crate) mod topics;

use crate::text::Span;
use load::Sources;
use matcher::Matcher;
use topics::Topics;

pub use scenario::Scenario;

/// An AWS service or feature.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its slug, such as `amazon-sqs`.
    pub id: String,
    /// Its official name, such as `Amazon SQS`.
    pub name: String,
    /// The service it is a feature of, as an index into [`Lexicon::services`]; itself for a service.
    pub service: usize,
    /// What naming it names too, as indices into [`Lexicon::services`], transitively closed, itself included.
    pub implies: Vec<usize>,
}

/// How sure it is that a generic phrase stands for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The services it may stand for, best first, as indices into [`Lexicon::services`].
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
    /// The phrases it satisfies, as indices into [`Lexicon::phrases`].
    pub satisfies: Vec<usize>,
}

/// A claim that begs for a figure, such as "improved".
#[derive(Clone, Debug)]
pub struct VagueClaim {
    /// Its id.
    pub id: String,
    /// The question an interviewer would ask.
    pub question: String,
}

/// What a mention mentions; each holds an index into the list of the same name in [`Lexicon`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// An AWS service or feature.
    Service(usize),
    /// A third-party product.
    Product(usize),
    /// A generic phrase.
    Phrase(usize),
    /// A vague claim.
    Vague(usize),
}

/// A term found in prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where, in the prose that was searched.
    pub span: Span,
    /// What.
    pub term: Term,
}

/// Everything known by name.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// AWS services and features.
    pub services: Vec<Service>,
    /// Third-party products.
    pub products: Vec<Product>,
    /// Generic phrases.
    pub phrases: Vec<Phrase>,
    /// Vague claims.
    pub vague: Vec<VagueClaim>,
    /// Scenarios and questions, in the order of their ids.
    pub scenarios: Vec<Scenario>,
    /// Finds all of the above in prose.
    matcher: Matcher,
    /// What the scenarios are about, weighed.
    pub(crate) topics: Topics,
}

impl Lexicon {
    /// The lexicon that is built into the binary.
    ///
    /// # Panics
    /// Never: a test reads it.
    pub fn builtin() -> Self {
        let sources = Sources {
            services: include_str!("../lexicon/services.toml"),
            products: include_str!("../lexicon/products.toml"),
            phrases: include_str!("../lexicon/phrases.toml"),
            vague: include_str!("../lexicon/vague.toml"),
            scenarios: include_str!("../lexicon/scenarios.toml"),
        };
        load::load(sources).expect("the built-in lexicon is sound")
    }

    /// The terms in `prose`, in order, not overlapping.
    ///
    /// `prose` is one answer's plain text, without markup; what one part of it names counts for all of it.
    pub fn find(&self, prose: &str) -> Vec<Hit> {
        self.matcher.find(&self.services, prose)
    }
}
