//! Reads the lexicon and links its entries to each other.
//!
//! An editor waits for the built-in one. So what takes long is done ahead: `tables/*.json` say what `lexicon/*.toml` say, with
//! every pattern written out as the literals that it stands for. A test makes them anew on `UPDATE_EXPECT=1`, and fails
//! where they are not what the TOML says.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::fold::Folded;
use super::literals::Literals;
use super::matcher::{Beginning, Condition, Form, Matcher};
use super::pattern::expand;
use super::practices::Practices;
use super::scenario::{Angles, Gist, Relation, Scenario};
use super::{Confidence, Grade, Lexicon, Phrase, Product, Service, Status, Term, VagueClaim, Wrong, WrongName};

/// The texts that a lexicon is made from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources<'a> {
    pub services: Source<'a>,
    pub products: Source<'a>,
    pub phrases: Source<'a>,
    pub vague: Source<'a>,
    pub scenarios: Source<'a>,
    pub practices: Source<'a>,
}

/// A text that entries are read from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    /// As people write it.
    Toml(&'a str),
    /// The same, made ahead: in JSON, each pattern as its literals, a line each.
    Table(&'a str),
}

impl Source<'_> {
    /// Reads it; `file` is what it is called.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub(super) fn read<T: DeserializeOwned>(self, file: &str) -> Result<T, String> {
        match self {
            Self::Toml(text) => toml::from_str(text).map_err(|error| format!("{file}: {error}")),
            Self::Table(text) => serde_json::from_str(text).map_err(|error| format!("{file}: {error}")),
        }
    }

    /// The literals that a pattern in it stands for.
    ///
    /// # Errors
    /// As [`expand`].
    pub(super) fn expand(self, pattern: &str) -> Result<Vec<String>, String> {
        match self {
            Self::Toml(_) => expand(pattern),
            Self::Table(_) => Ok(pattern.split('\n').map(str::to_owned).collect()),
        }
    }
}

/// Reads and links `sources`.
///
/// # Errors
/// Says which entry is wrong, and how: not the TOML expected, an id given twice or meant but not there, a pattern
/// without end, a name that belongs to two.
pub(super) fn load(sources: Sources<'_>) -> Result<Lexicon, String> {
    // An editor waits for this: what does not need each other is done at the same time.
    let (services, others) = at_once(
        || sources.services.read::<ServiceFile>("services"),
        || {
            let products: ProductFile = sources.products.read("products")?;
            let phrases: PhraseFile = sources.phrases.read("phrases")?;
            let vague: VagueFile = sources.vague.read("vague")?;
            let scenarios: ScenarioFile = sources.scenarios.read("scenarios")?;
            Ok::<_, String>((products, phrases, vague, scenarios))
        },
    );
    let services = services?;
    let (products, phrases, vague, scenarios) = others?;

    let service_ids = ids(services.service.iter().map(|entry| &entry.id))?;
    let phrase_ids = ids(phrases.phrase.iter().map(|entry| &entry.id))?;
    let scenario_ids = ids(scenarios.scenario.iter().map(|entry| &entry.id))?;
    ids(products.product.iter().map(|entry| &entry.id))?;
    ids(vague.vague.iter().map(|entry| &entry.id))?;

    let mut forms =
        Forms { services: &service_ids, source: sources.services, forms: Vec::new(), conditions: Vec::new() };
    for (index, entry) in services.service.iter().enumerate() {
        let term = Term::Service(index);
        forms.add(&entry.id, term, &entry.aliases, &entry.exact, &entry.when, false)?;
        for wrong in entry.former.iter().chain(&entry.misspelled) {
            forms.expand(&entry.id, term, &wrong.form, false, None)?;
        }
    }
    forms.source = sources.products;
    for (index, entry) in products.product.iter().enumerate() {
        forms.add(&entry.id, Term::Product(index), &entry.aliases, &entry.exact, &entry.when, false)?;
    }
    forms.source = sources.phrases;
    for (index, entry) in phrases.phrase.iter().enumerate() {
        let term = Term::Phrase(index);
        forms.add(&entry.id, term, &entry.patterns, &entry.exact, &entry.when, entry.in_aws_context)?;
    }
    forms.source = sources.vague;
    for (index, entry) in vague.vague.iter().enumerate() {
        forms.add(&entry.id, Term::Vague(index), &entry.patterns, &[], &[], false)?;
    }
    let (matcher, linked) = at_once(
        || Matcher::new(forms.forms, forms.conditions),
        || {
            let services = link_services(services.service, &service_ids, sources.services)?;
            let phrases = link_phrases(phrases.phrase, &services, &service_ids)?;
            let scenarios = scenarios.scenario.into_iter().map(|entry| entry.link(&service_ids, &scenario_ids));
            let scenarios: Vec<Scenario> = scenarios.collect::<Result<_, String>>()?;
            let practices = Practices::load(sources.practices, |id| service_ids.get(id).copied())?;
            Ok::<_, String>((services, phrases, scenarios, practices))
        },
    );
    let (matcher, mut literals) = matcher;
    let (services, phrases, scenarios, (practices, steps)) = linked?;
    literals.extend(steps);
    let literals = Literals::new(literals)?;
    let products = products.product.into_iter().map(|entry| {
        let satisfies = look_up(&entry.id, &entry.satisfies, &phrase_ids)?;
        Ok(Product { name: entry.name, satisfies })
    });
    let products = products.collect::<Result<_, String>>()?;
    let vague = vague.vague.into_iter().map(|entry| VagueClaim { id: entry.id, question: entry.question }).collect();
    let (topics, by_name) = (OnceLock::new(), OnceLock::new());
    Ok(Lexicon { services, products, phrases, vague, scenarios, practices, matcher, literals, topics, by_name })
}

/// What both return, run at the same time.
fn at_once<A: Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        match first.join() {
            Ok(first) => (first, second),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    #[serde(default)]
    service: Vec<ServiceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceEntry {
    id: String,
    name: String,
    #[serde(rename = "source")]
    _source: String,
    of: Option<String>,
    #[serde(default)]
    implies: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    when: Vec<When>,
    #[serde(default)]
    former: Vec<WrongEntry>,
    #[serde(default)]
    misspelled: Vec<WrongEntry>,
    #[serde(default)]
    status: Status,
    #[serde(default)]
    about: String,
    #[serde(default)]
    asked: String,
    #[serde(default)]
    asked_in: String,
}

/// A name that is no longer right, or never was.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrongEntry {
    form: String,
    right: Option<String>,
    year: Option<u16>,
    severity: Option<Grade>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductFile {
    #[serde(default)]
    product: Vec<ProductEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductEntry {
    id: String,
    name: String,
    #[serde(rename = "source")]
    _source: String,
    satisfies: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    when: Vec<When>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseFile {
    #[serde(default)]
    phrase: Vec<PhraseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseEntry {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    confidence: ConfidenceEntry,
    #[serde(default)]
    in_aws_context: bool,
    candidates: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    when: Vec<When>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ConfidenceEntry {
    High,
    Medium,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueFile {
    #[serde(default)]
    vague: Vec<VagueEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueEntry {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    question: String,
    patterns: Vec<String>,
}

/// A pattern that counts on conditions; its case does too if it is `exact`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    form: Option<String>,
    exact: Option<String>,
    #[serde(default)]
    requires: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    not_before: Vec<String>,
    #[serde(default)]
    not_after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioFile {
    #[serde(default)]
    scenario: Vec<ScenarioEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioEntry {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    title: String,
    topics: Vec<String>,
    situation: Option<String>,
    task: Option<String>,
    #[serde(default)]
    action: Vec<String>,
    result: Option<String>,
    #[serde(default)]
    points: Vec<String>,
    services: Vec<String>,
    #[serde(default)]
    figures: Vec<String>,
    keywords: Vec<String>,
    #[serde(default)]
    angles: Angles,
    #[serde(default)]
    related: Vec<RelationEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationEntry {
    id: String,
    weight: u8,
    why: String,
}

type Ids = BTreeMap<String, usize>;

fn ids<'a>(entries: impl Iterator<Item = &'a String>) -> Result<Ids, String> {
    let mut ids = Ids::new();
    for (index, id) in entries.enumerate() {
        if ids.insert(id.clone(), index).is_some() {
            return Err(format!("`{id}` is there twice"));
        }
    }
    Ok(ids)
}

fn look_up(entry: &str, meant: &[String], ids: &Ids) -> Result<Vec<usize>, String> {
    let find = |id: &String| ids.get(id).copied().ok_or_else(|| format!("{entry}: there is no `{id}`"));
    meant.iter().map(find).collect()
}

/// The forms of all entries, expanded.
struct Forms<'a> {
    services: &'a Ids,
    /// Where the patterns stand that are added.
    source: Source<'a>,
    forms: Vec<Form>,
    conditions: Vec<Condition>,
}

impl Forms<'_> {
    fn add(
        &mut self,
        entry: &str,
        term: Term,
        any_case: &[String],
        exact: &[String],
        when: &[When],
        in_aws_context: bool,
    ) -> Result<(), String> {
        let everywhere = in_aws_context.then(|| {
            self.conditions.push(Condition { in_aws_context, ..Condition::default() });
            self.conditions.len() - 1
        });
        for (pattern, is_exact) in
            any_case.iter().map(|form| (form, false)).chain(exact.iter().map(|form| (form, true)))
        {
            self.expand(entry, term, pattern, is_exact, everywhere)?;
        }
        for when in when {
            let (pattern, is_exact) = match (&when.form, &when.exact) {
                (Some(form), None) => (form, false),
                (None, Some(form)) => (form, true),
                _ => return Err(format!("{entry}: a `when` has either `form` or `exact`")),
            };
            let fold = |word: &String| Folded::new(word).text().to_owned();
            let fold_all = |words: &[String]| words.iter().map(fold).collect();
            let lower = |word: &String| Beginning::new(&fold(word).to_ascii_lowercase());
            self.conditions.push(Condition {
                requires: look_up(entry, &when.requires, self.services)?,
                in_aws_context,
                with: when.with.iter().map(lower).collect(),
                without: when.without.iter().map(lower).collect(),
                not_before: fold_all(&when.not_before),
                not_after: fold_all(&when.not_after),
            });
            self.expand(entry, term, pattern, is_exact, Some(self.conditions.len() - 1))?;
        }
        Ok(())
    }

    fn expand(
        &mut self,
        entry: &str,
        term: Term,
        pattern: &str,
        exact: bool,
        condition: Option<usize>,
    ) -> Result<(), String> {
        for literal in self.source.expand(pattern).map_err(|error| format!("{entry}: `{pattern}`: {error}"))? {
            let literal = Folded::new(&literal).text().to_owned();
            self.forms.push(Form { literal, exact, term, condition });
        }
        Ok(())
    }
}

fn link_services(entries: Vec<ServiceEntry>, ids: &Ids, source: Source<'_>) -> Result<Vec<Service>, String> {
    let mut parents = Vec::with_capacity(entries.len());
    let mut implied = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let parent = look_up(&entry.id, entry.of.as_slice(), ids)?.first().copied();
        parents.push(parent.unwrap_or(index));
        let mut direct = look_up(&entry.id, &entry.implies, ids)?;
        direct.extend(parent);
        implied.push(direct);
    }
    let services = entries.into_iter().enumerate().map(|(index, entry)| {
        let mut implies = vec![index];
        let mut next = 0;
        while let Some(&service) = implies.get(next) {
            let new: Vec<usize> = implied[service].iter().filter(|more| !implies.contains(more)).copied().collect();
            implies.extend(new);
            next += 1;
        }
        implies.sort_unstable();
        let mut service = index;
        for _ in 0..parents.len() {
            service = parents[service];
        }
        let mut wrong = Vec::new();
        for (kind, entries, usual) in
            [(Wrong::Former, entry.former, Grade::Warning), (Wrong::Misspelled, entry.misspelled, Grade::Hint)]
        {
            for WrongEntry { form, right, year, severity } in entries {
                let literals = source.expand(&form).map_err(|error| format!("{}: `{form}`: {error}", entry.id))?;
                let literals = literals.iter().map(|literal| folded(literal)).collect();
                wrong.push(WrongName { kind, literals, right, year, grade: severity.unwrap_or(usual) });
            }
        }
        Ok(Service {
            id: entry.id,
            name: entry.name,
            service,
            implies,
            status: entry.status,
            wrong,
            about: entry.about,
            asked: entry.asked,
            asked_in: entry.asked_in,
        })
    });
    services.collect()
}

/// As the text is read that the literal is looked for in.
fn folded(literal: &str) -> String {
    Folded::new(literal).text().to_ascii_lowercase()
}

fn link_phrases(entries: Vec<PhraseEntry>, services: &[Service], ids: &Ids) -> Result<Vec<Phrase>, String> {
    let link = |entry: PhraseEntry| {
        let candidates = look_up(&entry.id, &entry.candidates, ids)?;
        let mut is_enough = vec![false; services.len()];
        for service in look_up(&entry.id, &entry.also, ids)?.iter().chain(&candidates) {
            is_enough[*service] = true;
        }
        let satisfies = |&service: &usize| services[service].implies.iter().any(|&implied| is_enough[implied]);
        let satisfied_by = (0..services.len()).filter(satisfies).collect();
        let confidence = match entry.confidence {
            ConfidenceEntry::High => Confidence::High,
            ConfidenceEntry::Medium => Confidence::Medium,
        };
        Ok(Phrase { id: entry.id, candidates, satisfied_by, confidence })
    };
    entries.into_iter().map(link).collect()
}

impl ScenarioEntry {
    fn link(self, services: &Ids, scenarios: &Ids) -> Result<Scenario, String> {
        let gist = match (self.situation, self.task, self.result) {
            (Some(situation), Some(task), Some(result)) => Gist::Story { situation, task, action: self.action, result },
            (None, None, None) => Gist::Points(self.points),
            _ => return Err(format!("{}: a story has a situation, a task, an action and a result", self.id)),
        };
        let mut related = Vec::new();
        for relation in self.related {
            for scenario in look_up(&self.id, std::slice::from_ref(&relation.id), scenarios)? {
                related.push(Relation { scenario, weight: relation.weight, why: relation.why.clone() });
            }
        }
        related.sort_by_key(|relation| (std::cmp::Reverse(relation.weight), relation.scenario));
        Ok(Scenario {
            services: look_up(&self.id, &self.services, services)?,
            id: self.id,
            title: self.title,
            topics: self.topics,
            gist,
            figures: self.figures,
            keywords: self.keywords,
            angles: self.angles,
            related,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{builtin_sources, builtin_toml};
    use super::*;

    /// The keys whose values are patterns.
    const PATTERNS: [&str; 7] = ["aliases", "exact", "patterns", "form", "guards", "mended", "followed"];

    /// `text`, a file of the lexicon in TOML, as a table: an entry a line.
    fn table(text: &str) -> String {
        let table: toml::Table = toml::from_str(text).expect("TOML");
        let parts = table.into_iter().map(|(key, value)| {
            let value = made(&key, value);
            match value.as_array() {
                Some(entries) => {
                    let entries: Vec<String> = entries.iter().map(|entry| format!("\n{entry}")).collect();
                    format!("\"{key}\":[{}]", entries.join(","))
                }
                None => format!("\"{key}\":{value}"),
            }
        });
        format!("{{{}}}\n", parts.collect::<Vec<_>>().join(",\n"))
    }

    /// `value`, which stands under `key`, with its patterns written out.
    fn made(key: &str, value: toml::Value) -> serde_json::Value {
        match value {
            toml::Value::String(pattern) if PATTERNS.contains(&key) => {
                expand(&pattern).expect("a finite pattern").join("\n").into()
            }
            toml::Value::Array(items) => items.into_iter().map(|item| made(key, item)).collect(),
            toml::Value::Table(table) => {
                let parts = table.into_iter().map(|(key, value)| {
                    let value = made(&key, value);
                    (key, value)
                });
                serde_json::Value::Object(parts.collect())
            }
            other => serde_json::to_value(other).expect("a plain value"),
        }
    }

    #[test]
    fn the_tables_say_what_the_toml_says() {
        let (toml, tables) = (builtin_toml(), builtin_sources());
        let all = [
            ("services", toml.services, tables.services),
            ("products", toml.products, tables.products),
            ("phrases", toml.phrases, tables.phrases),
            ("vague", toml.vague, tables.vague),
            ("scenarios", toml.scenarios, tables.scenarios),
            ("practices", toml.practices, tables.practices),
        ];
        let mut stale = Vec::new();
        for (name, written, made) in all {
            let (Source::Toml(written), Source::Table(made)) = (written, made) else { panic!("{name}") };
            let table = table(written);
            if std::env::var_os("UPDATE_EXPECT").is_some() && table != made {
                let path = format!("{}/src/lexicon/tables/{name}.json", env!("CARGO_MANIFEST_DIR"));
                std::fs::write(&path, &table).unwrap_or_else(|error| panic!("{path}: {error}"));
            } else if table != made {
                stale.push(name);
            }
        }
        assert!(stale.is_empty(), "{stale:?} changed: run again with UPDATE_EXPECT=1, then once more");
    }

    #[test]
    fn both_ways_lead_to_the_same_lexicon() {
        let [made, written] = [builtin_sources(), builtin_toml()].map(|sources| load(sources).expect("sound"));
        let all = |lexicon: &Lexicon| {
            let Lexicon { services, products, phrases, vague, scenarios, practices, .. } = lexicon;
            let practices = (&practices.all, &practices.criteria);
            let terms = (0..services.len()).map(Term::Service).chain((0..products.len()).map(Term::Product));
            let terms = terms.chain((0..phrases.len()).map(Term::Phrase)).chain((0..vague.len()).map(Term::Vague));
            let forms: Vec<_> = terms.map(|term| lexicon.forms_of(term)).collect();
            format!("{services:?} {products:?} {phrases:?} {vague:?} {scenarios:?} {practices:?} {forms:?}")
        };
        assert!(all(&made) == all(&written));
    }
}
