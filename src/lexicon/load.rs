//! Links lexicon entries: replaces IDs by indices, and expands patterns to literals.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::Lexicon;
use super::compose::Composition;
use super::file::{Entries, PhraseEntry, ProductEntry, ScenarioEntry, ServiceEntry, VagueEntry, When};
use super::find::Finder;
use super::fold::{fold, fold_to_lower};
use super::names::Beginnings;
use super::pattern::expand;
use super::phrase::{Phrase, Product, VagueClaim};
use super::platforms::PlatformNames;
use super::practices::Practices;
use super::scenario::{Relation, Scenario, ScenarioContent};
use super::service::{Service, Wrong, WrongName, without_vendor};
use super::terms::{Condition, Form, Term, Terms};
use super::topics::Topics;
use crate::severity::Severity;

impl Lexicon {
    /// Loads the built-in lexicon.
    ///
    /// # Panics
    /// Never: a test reads it.
    pub fn builtin() -> Self {
        Entries::builtin().and_then(link).expect("the built-in lexicon is sound")
    }

    /// Returns the built-in lexicon, which is loaded once per process.
    ///
    /// # Panics
    /// Never: see [`Self::builtin`].
    pub fn shared() -> Arc<Self> {
        static SHARED: OnceLock<Arc<Lexicon>> = OnceLock::new();
        SHARED.get_or_init(|| Arc::new(Self::builtin())).clone()
    }
}

/// Links `entries` and the built-in practices.
///
/// # Errors
/// Returns a message with the ID of the invalid entry: a duplicate or unknown ID, an invalid pattern, too many names.
pub(super) fn link(entries: Entries) -> Result<Lexicon, String> {
    let service_ids = ids(entries.service.iter().map(|entry| &entry.id))?;
    let phrase_ids = ids(entries.phrase.iter().map(|entry| &entry.id))?;
    let scenario_ids = ids(entries.scenario.iter().map(|entry| &entry.id))?;
    ids(entries.product.iter().map(|entry| &entry.id))?;
    ids(entries.vague.iter().map(|entry| &entry.id))?;

    let services = link_services(&entries.service, &service_ids)?;
    let terms = link_terms(&entries, &services, &service_ids)?;
    let practices = Practices::builtin(|id| service_ids.get(id).copied())?;
    let platforms = PlatformNames::builtin()?;
    let beginnings = Beginnings::builtin()?;
    let literals =
        terms.literals().chain(practices.literals()).chain(platforms.literals()).chain(beginnings.literals());
    let finder = Finder::new(literals)?;
    let phrases = entries.phrase.into_iter().map(|entry| link_phrase(entry, &services, &service_ids));
    let phrases = phrases.collect::<Result<_, String>>()?;
    let products = entries.product.into_iter().map(|entry| link_product(entry, &phrase_ids));
    let products = products.collect::<Result<_, String>>()?;
    let claim = |VagueEntry { id, question, .. }| VagueClaim { id, question };
    let vague = entries.vague.into_iter().map(claim).collect();
    let scenarios = entries.scenario.into_iter().map(|entry| link_scenario(entry, &service_ids, &scenario_ids));
    let scenarios = scenarios.collect::<Result<Vec<_>, String>>()?;
    let names = terms.services_by_name();
    let topics = Topics::new(&scenarios, &services, |name| names.get(without_vendor(&fold_to_lower(name))).copied());
    Ok(Lexicon {
        services,
        products,
        phrases,
        vague,
        scenarios,
        practices,
        terms,
        platforms,
        beginnings,
        finder,
        topics,
    })
}

/// The index of the entry with each ID.
type Ids = BTreeMap<String, usize>;

fn ids<'a>(entries: impl Iterator<Item = &'a String>) -> Result<Ids, String> {
    let mut ids = Ids::new();
    for (index, id) in entries.enumerate() {
        if ids.insert(id.clone(), index).is_some() {
            return Err(format!("duplicate ID `{id}`"));
        }
    }
    Ok(ids)
}

/// Returns the indices of the entries with these IDs, to which `entry` refers.
fn look_up(entry: &str, meant: &[String], ids: &Ids) -> Result<Vec<usize>, String> {
    let find = |id: &String| ids.get(id).copied().ok_or_else(|| format!("{entry}: unknown ID `{id}`"));
    meant.iter().map(find).collect()
}

/// Expands `pattern` of `entry` to literals, folded.
fn literals(entry: &str, pattern: &str) -> Result<Vec<String>, String> {
    let literals = expand(pattern).map_err(|error| format!("{entry}: `{pattern}`: {error}"))?;
    Ok(literals.iter().map(|literal| fold(literal)).collect())
}

fn link_services(entries: &[ServiceEntry], ids: &Ids) -> Result<Vec<Service>, String> {
    let mut parents = Vec::new();
    let mut implied = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let parent = look_up(&entry.id, entry.of.as_slice(), ids)?.first().copied();
        parents.push(parent.unwrap_or(index));
        let mut direct = look_up(&entry.id, &entry.implies, ids)?;
        direct.extend(parent);
        implied.push(direct);
    }
    let services = entries.iter().enumerate().map(|(index, entry)| {
        Ok(Service {
            id: entry.id.clone(),
            name: entry.name.clone(),
            long_name: entry.long.clone(),
            platform: entry.platform.or_else(|| entries[parents[index]].platform),
            service: parents.iter().fold(index, |service, _| parents[service]),
            implies: closure(index, &implied),
            status: entry.status,
            status_since: entry.status_since.clone(),
            status_source: entry.status_source.clone(),
            launched: entry.launched.clone(),
            launched_source: entry.launched_source.clone(),
            wrong: wrong_names(entry)?,
            about: entry.about.clone(),
            asked: entry.asked.to_vec(),
            asked_in: entry.asked_in.clone(),
        })
    });
    services.collect()
}

/// Returns everything that `index` implies, directly or indirectly, including itself, sorted.
fn closure(index: usize, implied: &[Vec<usize>]) -> Vec<usize> {
    let mut all = vec![index];
    let mut next = 0;
    while let Some(&service) = all.get(next) {
        for more in &implied[service] {
            if !all.contains(more) {
                all.push(*more);
            }
        }
        next += 1;
    }
    all.sort_unstable();
    all
}

fn wrong_names(entry: &ServiceEntry) -> Result<Vec<WrongName>, String> {
    let former = entry.former.iter().map(|wrong| (Wrong::Former, Severity::Warning, wrong));
    let misspelled = entry.misspelled.iter().map(|wrong| (Wrong::Misspelled, Severity::Hint, wrong));
    let names = former.chain(misspelled).map(|(kind, default, wrong)| {
        Ok(WrongName {
            kind,
            literals: literals(&entry.id, &wrong.form)?,
            exact: wrong.exact,
            right: wrong.right.clone(),
            year: wrong.year,
            severity: wrong.severity.unwrap_or(default),
        })
    });
    names.collect()
}

fn link_terms(entries: &Entries, services: &[Service], service_ids: &Ids) -> Result<Terms, String> {
    let mut forms = Forms { service_ids, forms: Vec::new(), conditions: Vec::new() };
    for (index, entry) in entries.service.iter().enumerate() {
        let term = Term::Service(index);
        forms.add(&entry.id, term, &entry.aliases, &entry.exact, &entry.when, false)?;
        let wrong = services[index].wrong.iter();
        for (literal, exact) in wrong.flat_map(|wrong| wrong.literals.iter().map(|literal| (literal, wrong.exact))) {
            forms.forms.push(Form { literal: literal.clone(), exact, term, condition: None, over_products: false });
        }
    }
    for (index, entry) in entries.product.iter().enumerate() {
        forms.add(&entry.id, Term::Product(index), &entry.aliases, &entry.exact, &entry.when, false)?;
    }
    for (index, entry) in entries.phrase.iter().enumerate() {
        let term = Term::Phrase(index);
        let plain: Vec<String> = entry.patterns.iter().chain(&entry.verbs).cloned().collect();
        let first = forms.forms.len();
        forms.add(&entry.id, term, &plain, &entry.exact, &entry.when, entry.in_aws_context)?;
        forms.compose(entry, term)?;
        for pattern in entry.translations.values().flatten() {
            forms.expand(&entry.id, term, pattern, false, None)?;
        }
        forms.forms[first..].iter_mut().for_each(|form| form.over_products = entry.over_products);
    }
    for (index, entry) in entries.vague.iter().enumerate() {
        forms.add(&entry.id, Term::Vague(index), &entry.patterns, &[], &[], false)?;
    }
    Ok(Terms::new(forms.forms, forms.conditions))
}

/// Collects the forms of all entries.
struct Forms<'a> {
    service_ids: &'a Ids,
    forms: Vec<Form>,
    conditions: Vec<Condition>,
}

impl Forms<'_> {
    /// Adds the forms of `entry`, which is `term`.
    fn add(
        &mut self,
        entry: &str,
        term: Term,
        any_case: &[String],
        exact: &[String],
        when: &[When],
        in_aws_context: bool,
    ) -> Result<(), String> {
        let everywhere = in_aws_context.then(|| self.condition(Condition { in_aws_context, ..Condition::default() }));
        for pattern in any_case {
            self.expand(entry, term, pattern, false, everywhere)?;
        }
        for pattern in exact {
            self.expand(entry, term, pattern, true, everywhere)?;
        }
        for when in when {
            let (pattern, is_exact) = match (&when.form, &when.exact) {
                (Some(form), None) => (form, false),
                (None, Some(form)) => (form, true),
                _ => return Err(format!("{entry}: a `when` needs either `form` or `exact`")),
            };
            let condition = self.condition(Condition {
                requires: look_up(entry, &when.requires, self.service_ids)?,
                in_aws_context,
                composition: None,
                with: when.with.iter().map(|word| fold_to_lower(word)).collect(),
                without: when.without.iter().map(|word| fold_to_lower(word)).collect(),
                not_before: when.not_before.iter().map(|word| fold(word)).collect(),
                not_after: when.not_after.iter().map(|word| fold(word)).collect(),
            });
            self.expand(entry, term, pattern, is_exact, Some(condition))?;
        }
        Ok(())
    }

    /// Adds the nouns of `entry`, which is `term`, with the modifiers that they count with.
    fn compose(&mut self, entry: &PhraseEntry, term: Term) -> Result<(), String> {
        let mut modifiers = Vec::new();
        for pattern in &entry.modifiers {
            modifiers.extend(literals(&entry.id, pattern)?);
        }
        let in_aws_context = entry.in_aws_context;
        let composition = Some(Composition { modifiers, bare: entry.bare, needs_modifier: entry.needs_modifier });
        let condition = self.condition(Condition { composition, in_aws_context, ..Condition::default() });
        for head in &entry.heads {
            self.expand(&entry.id, term, head, false, Some(condition))?;
        }
        let composition = Some(Composition::default());
        let condition = self.condition(Condition { composition, in_aws_context, ..Condition::default() });
        for topic in &entry.hosted {
            self.expand(&entry.id, term, topic, false, Some(condition))?;
        }
        Ok(())
    }

    /// Adds a condition, and returns its index.
    fn condition(&mut self, condition: Condition) -> usize {
        self.conditions.push(condition);
        self.conditions.len() - 1
    }

    fn expand(
        &mut self,
        entry: &str,
        term: Term,
        pattern: &str,
        exact: bool,
        condition: Option<usize>,
    ) -> Result<(), String> {
        let literals = literals(entry, pattern)?;
        self.forms.extend(literals.into_iter().map(|literal| Form {
            literal,
            exact,
            term,
            condition,
            over_products: false,
        }));
        Ok(())
    }
}

fn link_phrase(entry: PhraseEntry, services: &[Service], service_ids: &Ids) -> Result<Phrase, String> {
    let candidates = look_up(&entry.id, &entry.candidates, service_ids)?;
    let mut is_enough = vec![false; services.len()];
    for service in look_up(&entry.id, &entry.also, service_ids)?.iter().chain(&candidates) {
        is_enough[*service] = true;
    }
    let satisfies = |&service: &usize| services[service].implies.iter().any(|&implied| is_enough[implied]);
    let satisfied_by = (0..services.len()).filter(satisfies).collect();
    let mut verbs = Vec::new();
    for pattern in &entry.verbs {
        verbs.extend(literals(&entry.id, pattern)?.iter().map(|literal| literal.to_ascii_lowercase()));
    }
    let mut foreign = BTreeMap::new();
    for (language, patterns) in &entry.translations {
        for pattern in patterns {
            let forms = literals(&entry.id, pattern)?;
            foreign.extend(forms.iter().map(|form| (form.to_ascii_lowercase(), language.clone())));
        }
    }
    let platform = entry.platform.or_else(|| services[*candidates.first()?].platform);
    let PhraseEntry { id, confidence, is_code, .. } = entry;
    Ok(Phrase { id, candidates, satisfied_by, platform, confidence, is_code, verbs, foreign })
}

fn link_product(entry: ProductEntry, phrase_ids: &Ids) -> Result<Product, String> {
    let satisfies = look_up(&entry.id, &entry.satisfies, phrase_ids)?;
    Ok(Product { name: entry.name, platform: entry.platform, satisfies })
}

fn link_scenario(entry: ScenarioEntry, service_ids: &Ids, scenario_ids: &Ids) -> Result<Scenario, String> {
    let content = match (entry.situation, entry.task, entry.result) {
        (Some(situation), Some(task), Some(result)) => {
            ScenarioContent::Story { situation, task, action: entry.action, result }
        }
        (None, None, None) => ScenarioContent::Points(entry.points),
        _ => return Err(format!("{}: a story needs `situation`, `task`, `action`, and `result`", entry.id)),
    };
    let meant: Vec<String> = entry.related.iter().map(|relation| relation.id.clone()).collect();
    let related = look_up(&entry.id, &meant, scenario_ids)?.into_iter().zip(entry.related);
    let mut related: Vec<Relation> =
        related.map(|(scenario, relation)| Relation { scenario, weight: relation.weight, why: relation.why }).collect();
    related.sort_by_key(|relation| (Reverse(relation.weight), relation.scenario));
    Ok(Scenario {
        services: look_up(&entry.id, &entry.services, service_ids)?,
        id: entry.id,
        title: entry.title,
        topics: entry.topics,
        content,
        figures: entry.figures,
        subject: entry.subject,
        keywords: entry.keywords,
        angles: entry.angles,
        related,
    })
}
