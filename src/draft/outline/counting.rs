//! Which labels of an answer count.
//!
//! The scan collects all candidates. The strict ones, which name their component, show the form of the answer's labels; the
//! looser ones count in that form only.

use crate::component::{Component, Components};
use crate::draft::label::{Label, LabelConfidence};

/// Returns the indexes of the labels that count, in order, with their components.
pub(super) fn labels_that_count(labels: &[Label], foreign_letters: &[usize]) -> Vec<Label> {
    let labels: Vec<Label> = without_nested(labels);
    if labels.iter().all(|label| label.strength == LabelConfidence::Spoken) {
        let counts = components(&labels).len() >= 3 && is_in_order(labels.iter());
        return if counts { labels } else { Vec::new() };
    }
    let is_loose = |label: &&Label| label.strength != LabelConfidence::Loose || loose_counts(label, &labels);
    let mut kept: Vec<Label> = labels.iter().filter(is_loose).copied().collect();
    let letters_count = letters_count(&kept, foreign_letters);
    kept.retain(|label| label.strength != LabelConfidence::Letter || letters_count);
    let certain = |label: &&Label| is_named(label) || label.strength == LabelConfidence::Letter;
    let names = components(kept.iter().filter(|label| is_named(label)));
    let counted = components(kept.iter().filter(certain));
    let synonym_counts = |label: &Label| {
        names.len() >= 2
            && label.components.shared(counted).is_empty()
            && kept.iter().any(|name| is_named(name) && has_same_style(name, label))
    };
    let counts = |label: &&Label| match label.strength {
        LabelConfidence::Spoken => false,
        LabelConfidence::Synonym => synonym_counts(label),
        _ => true,
    };
    let kept: Vec<Label> = kept.iter().filter(counts).copied().collect();
    // A label such as "Lesson" before the first component is not part of the answer.
    with_clauses(kept).into_iter().skip_while(|label| label.components.is_empty()).collect()
}

/// Whether `label` has its component's name.
pub(super) fn is_named(label: &Label) -> bool {
    matches!(label.strength, LabelConfidence::Name | LabelConfidence::Loose) && !label.components.is_empty()
}

/// Whether two labels are written alike: bold lines, headings of one level, list items.
pub(super) fn has_same_form(one: &Label, other: &Label) -> bool {
    one.form == other.form && one.quoted == other.quoted && one.listed == other.listed && one.depth == other.depth
}

/// Like [`has_same_form`], but headings may have different levels.
fn has_same_style(one: &Label, other: &Label) -> bool {
    let style = |label: &Label| (std::mem::discriminant(&label.form), label.listed, label.quoted);
    style(one) == style(other)
}

/// Returns the least depth in lists of the labels that name their component.
pub(super) fn outer_depth(labels: &[Label]) -> Option<u8> {
    labels.iter().filter(|label| is_named(label)).map(|label| label.depth).min()
}

/// Returns the components of `labels`.
fn components<'a>(labels: impl IntoIterator<Item = &'a Label>) -> Components {
    labels.into_iter().fold(Components::default(), |all, label| all.and(label.components))
}

/// Returns `labels` without those that are deeper in lists than a named label above them, if another label names their
/// component: "- Result:" among the steps of an Action.
fn without_nested(labels: &[Label]) -> Vec<Label> {
    let Some(outer) = outer_depth(labels) else { return labels.to_vec() };
    let is_outer = |label: &Label| is_named(label) && label.depth == outer;
    let first = labels.iter().position(is_outer).unwrap_or(labels.len());
    let own = components(labels.iter().filter(|label| is_outer(label)));
    let is_own = |(index, label): &(usize, &Label)| {
        *index < first
            || label.depth <= outer
            || label.components.is_empty()
            || label.components.iter().any(|other| !own.has(*other))
    };
    labels.iter().enumerate().filter(is_own).map(|(_, label)| *label).collect()
}

/// Whether a loose label counts: two components are named in its form, or three including loose names.
fn loose_counts(label: &Label, labels: &[Label]) -> bool {
    let alike = || labels.iter().filter(|peer| is_named(peer) && has_same_form(peer, label));
    let named = components(alike().filter(|peer| peer.strength == LabelConfidence::Name));
    named.len() >= 2 || components(alike()).len() >= 3
}

/// Whether letters count: all four components, or three in order and in one form, without another letter between them.
fn letters_count(labels: &[Label], foreign_letters: &[usize]) -> bool {
    let letters = || labels.iter().filter(|label| label.strength == LabelConfidence::Letter);
    let all =
        || labels.iter().filter(|label| !label.components.is_empty() && label.strength != LabelConfidence::Synonym);
    let (Some(first), Some(last)) = (letters().next(), letters().next_back()) else { return false };
    if components(letters()).len() < 2 {
        return false;
    }
    let in_order = is_in_order(all());
    let is_broken = || foreign_letters.iter().any(|at| (first.line.start..=last.line.end).contains(at));
    let is_one_form = || letters().all(|label| has_same_style(label, first));
    match components(all()).len() {
        4 => in_order || (is_one_form() && !is_broken()),
        3 => in_order && components(letters()).len() == 3 && is_one_form() && !is_broken(),
        _ => false,
    }
}

/// Whether the components of `labels` first occur in STAR order. A Result on top is a headline.
fn is_in_order<'a>(labels: impl Iterator<Item = &'a Label>) -> bool {
    let mut seen = Components::default();
    let mut first = true;
    for component in labels.flat_map(|label| label.components) {
        let is_headline = first && component == Component::Result;
        first = false;
        if is_headline {
            continue;
        }
        if !seen.has(component) && seen.iter().any(|&earlier| earlier > component) {
            return false;
        }
        seen = seen.with(component);
    }
    true
}

/// Returns `labels` with the clauses among them resolved: a clause counts in the form of a named label, where a component is
/// missing between its neighbors.
fn with_clauses(labels: Vec<Label>) -> Vec<Label> {
    let named = components(labels.iter().filter(|label| label.strength != LabelConfidence::Clause));
    // Below a single name, clauses count if they tell all the rest, in order.
    let is_complete = || components(&labels).len() == Component::ALL.len() && is_in_order(labels.iter());
    if labels.iter().filter(|label| is_named(label)).count() < 2 && !is_complete() {
        return labels.into_iter().filter(|label| label.strength != LabelConfidence::Clause).collect();
    }
    let mut kept: Vec<Label> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        if label.strength != LabelConfidence::Clause {
            kept.push(*label);
            continue;
        }
        let sure = |label: &&Label| label.strength != LabelConfidence::Clause;
        let above = kept.iter().rev().find_map(|label| label.components.last());
        let below = labels[index + 1..].iter().filter(sure).find_map(|label| label.components.first());
        let told = components(&kept).and(named);
        let fits = |component: &Component| {
            !told.has(*component)
                && above.is_none_or(|above| above < component)
                && below.is_none_or(|below| component < below)
        };
        let open: Components = Component::ALL.into_iter().filter(fits).collect();
        let fitting = label.components.shared(open);
        let components = if fitting.is_empty() && open.len() == 1 { open } else { fitting };
        if !components.is_empty() {
            kept.push(Label { components, ..*label });
        }
    }
    kept
}
