//! The format of lexicon files, and merging the entries of several files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::phrase::Confidence;
use super::scenario::Angles;
use super::service::Status;
use crate::platform::Platform;
use crate::severity::Severity;

/// The built-in files that a custom lexicon adds to.
pub(super) const BUILTIN: [(&str, &str); 5] = [
    ("service", include_str!("../../lexicon/services.toml")),
    ("product", include_str!("../../lexicon/products.toml")),
    ("phrase", include_str!("../../lexicon/phrases.toml")),
    ("vague", include_str!("../../lexicon/vague.toml")),
    ("scenario", include_str!("../../lexicon/scenarios.toml")),
];

/// The entries of lexicon files.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Entries {
    pub service: Vec<ServiceEntry>,
    pub product: Vec<ProductEntry>,
    pub phrase: Vec<PhraseEntry>,
    pub vague: Vec<VagueEntry>,
    pub scenario: Vec<ScenarioEntry>,
}

impl Entries {
    /// Returns the built-in entries.
    ///
    /// # Errors
    /// Never: a test reads them.
    pub(super) fn builtin() -> Result<Self, String> {
        let mut all = Self::default();
        for (kind, text) in BUILTIN {
            all.append(Self::read(text).map_err(|error| format!("{kind}: {error}"))?);
        }
        all.service.iter_mut().for_each(|entry| entry.platform = Some(Platform::Aws));
        Ok(all)
    }

    /// Parses a lexicon file, and removes the entries that are marked for review.
    ///
    /// # Errors
    /// Returns the error message of the TOML parser.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut entries: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        entries.service.retain(|entry| !entry.review);
        entries.product.retain(|entry| !entry.review);
        entries.phrase.retain(|entry| !entry.review);
        entries.vague.retain(|entry| !entry.review);
        entries.scenario.retain(|entry| !entry.review);
        Ok(entries)
    }

    /// Adds the entries of another file.
    pub(super) fn append(&mut self, mut other: Self) {
        self.service.append(&mut other.service);
        self.product.append(&mut other.product);
        self.phrase.append(&mut other.phrase);
        self.vague.append(&mut other.vague);
        self.scenario.append(&mut other.scenario);
    }

    /// Adds `custom` entries. Each replaces the entry with the same ID, if there is one.
    pub(super) fn replace(&mut self, custom: Self) {
        // Relations to a scenario don't apply to its replacement.
        let scenarios: BTreeSet<&str> = custom.scenario.iter().map(|entry| &*entry.id).collect();
        for entry in &mut self.scenario {
            entry.related.retain(|relation| !scenarios.contains(&*relation.id));
        }
        let mut custom = custom;
        for entry in custom.service.iter_mut().filter(|entry| entry.platform.is_none()) {
            entry.platform = self.service.iter().find(|other| other.id == entry.id).and_then(|other| other.platform);
        }
        replace(&mut self.service, custom.service, |entry| &entry.id);
        replace(&mut self.product, custom.product, |entry| &entry.id);
        replace(&mut self.phrase, custom.phrase, |entry| &entry.id);
        replace(&mut self.vague, custom.vague, |entry| &entry.id);
        replace(&mut self.scenario, custom.scenario, |entry| &entry.id);
    }

    /// Returns the kind and ID of each entry.
    pub(super) fn ids(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let services = self.service.iter().map(|entry| ("service", &*entry.id));
        let products = self.product.iter().map(|entry| ("product", &*entry.id));
        let phrases = self.phrase.iter().map(|entry| ("phrase", &*entry.id));
        let vague = self.vague.iter().map(|entry| ("vague", &*entry.id));
        let scenarios = self.scenario.iter().map(|entry| ("scenario", &*entry.id));
        services.chain(products).chain(phrases).chain(vague).chain(scenarios)
    }
}

/// Replaces the `entries` with the same IDs by the `custom` ones.
fn replace<T>(entries: &mut Vec<T>, custom: Vec<T>, id: impl Fn(&T) -> &String) {
    let ids: BTreeSet<&String> = custom.iter().map(&id).collect();
    entries.retain(|entry| !ids.contains(id(entry)));
    entries.extend(custom);
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceEntry {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub long: String,
    #[serde(default, rename = "source")]
    _source: String,
    pub platform: Option<Platform>,
    #[serde(default)]
    review: bool,
    pub of: Option<String>,
    #[serde(default)]
    pub implies: Vec<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub exact: Vec<String>,
    #[serde(default)]
    pub when: Vec<When>,
    #[serde(default)]
    pub former: Vec<WrongEntry>,
    #[serde(default)]
    pub misspelled: Vec<WrongEntry>,
    #[serde(default)]
    pub status: Status,
    #[serde(default)]
    pub status_since: String,
    #[serde(default)]
    pub status_source: String,
    #[serde(default)]
    pub launched: String,
    #[serde(default)]
    pub launched_source: String,
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub asked: Texts,
    #[serde(default)]
    pub asked_in: String,
}

/// A text, or a list of texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Default for Texts {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Texts {
    /// Returns the texts that aren't empty.
    pub(super) fn to_vec(&self) -> Vec<String> {
        let texts = match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        };
        texts.iter().filter(|text| !text.is_empty()).cloned().collect()
    }
}

/// A former or misspelled name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrongEntry {
    pub form: String,
    #[serde(default, rename = "source")]
    _source: String,
    /// Whether only this letter case is the name; otherwise, the words may mean something else.
    #[serde(default)]
    pub exact: bool,
    pub right: Option<String>,
    pub year: Option<u16>,
    pub severity: Option<Severity>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductEntry {
    pub id: String,
    pub name: String,
    #[serde(default, rename = "source")]
    _source: String,
    pub platform: Option<Platform>,
    #[serde(default)]
    review: bool,
    #[serde(default)]
    pub satisfies: Vec<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub exact: Vec<String>,
    #[serde(default)]
    pub when: Vec<When>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhraseEntry {
    pub id: String,
    #[serde(default, rename = "source")]
    _source: String,
    pub platform: Option<Platform>,
    #[serde(default)]
    review: bool,
    #[serde(default = "medium")]
    pub confidence: Confidence,
    #[serde(default)]
    pub in_aws_context: bool,
    #[serde(default)]
    pub over_products: bool,
    pub candidates: Vec<String>,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub bare: bool,
    #[serde(default)]
    pub is_code: bool,
    #[serde(default)]
    pub needs_modifier: bool,
    #[serde(default)]
    pub heads: Vec<String>,
    #[serde(default)]
    pub hosted: Vec<String>,
    #[serde(default)]
    pub modifiers: Vec<String>,
    #[serde(default)]
    pub patterns: Vec<String>,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub translations: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub exact: Vec<String>,
    #[serde(default)]
    pub when: Vec<When>,
}

fn medium() -> Confidence {
    Confidence::Medium
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VagueEntry {
    pub id: String,
    #[serde(default, rename = "source")]
    _source: String,
    #[serde(default)]
    review: bool,
    pub question: String,
    pub patterns: Vec<String>,
}

/// A pattern that counts only under conditions, either in any case (`form`) or as written (`exact`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct When {
    pub form: Option<String>,
    pub exact: Option<String>,
    #[serde(default)]
    pub requires: Vec<String>,
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub without: Vec<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
    #[serde(default)]
    pub not_after: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioEntry {
    pub id: String,
    #[serde(default, rename = "source")]
    _source: String,
    #[serde(default)]
    review: bool,
    pub title: String,
    #[serde(default)]
    pub topics: Vec<String>,
    pub situation: Option<String>,
    pub task: Option<String>,
    #[serde(default)]
    pub action: Vec<String>,
    pub result: Option<String>,
    #[serde(default)]
    pub points: Vec<String>,
    #[serde(default)]
    pub services: Vec<String>,
    #[serde(default)]
    pub figures: Vec<String>,
    #[serde(default)]
    pub subject: Vec<String>,
    #[serde(default)]
    pub keywords: Vec<String>,
    #[serde(default)]
    pub angles: Angles,
    #[serde(default)]
    pub related: Vec<RelationEntry>,
}

/// A related scenario.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationEntry {
    pub id: String,
    pub weight: u8,
    pub why: String,
}
