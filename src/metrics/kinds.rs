//! The kinds of metrics, in the order in which they are tried.
//!
//! To add a kind, write its file and add a line to [`KINDS`]. Its words and units belong in `lexicon/metrics.toml`.

mod complete_count;
mod count;
mod data_size;
mod duration;
mod early;
mod frequency;
mod from_to;
mod latency_percentile;
mod money;
mod money_rate;
mod multiplier;
mod percent_change;
mod percent_level;
mod physical;
mod rank;
mod recovery;
mod score;
mod share;
mod story_points;
mod throughput;
mod zero;

use super::metric::Kind;

/// All kinds. At each place, the first one that reads a metric wins.
pub const KINDS: &[&Kind] = &[
    &zero::KIND,
    &complete_count::KIND,
    &rank::KIND,
    &share::KIND,
    &multiplier::KIND,
    &frequency::KIND,
    &from_to::KIND,
    &percent_level::KIND,
    &percent_change::KIND,
    &money_rate::KIND,
    &money::KIND,
    &recovery::KIND,
    &latency_percentile::KIND,
    &early::KIND,
    &duration::KIND,
    &score::KIND,
    &data_size::KIND,
    &story_points::KIND,
    &physical::KIND,
    &throughput::KIND,
    // Must be last: it takes what no other kind reads.
    &count::KIND,
];

#[cfg(test)]
mod tests {
    use super::super::grammar::find;
    use super::*;

    #[test]
    fn every_kind_is_read_from_its_examples() {
        let mut wrong = Vec::new();
        for kind in KINDS {
            assert!(kind.counts.len() >= 5, "{kind:?}: examples");
            for (sentence, text) in kind.counts {
                let found = find(sentence);
                if !found.iter().any(|metric| &sentence[metric.span.range()] == *text && metric.kind == *kind) {
                    let read: Vec<_> = found.iter().map(|found| (&sentence[found.span.range()], found.kind)).collect();
                    wrong.push(format!("{kind:?}: {sentence} [{text}], not {read:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn no_kind_reads_what_another_refuses() {
        let mut wrong = Vec::new();
        for kind in KINDS {
            assert!(kind.quiet.len() >= 5, "{kind:?}: sentences without a metric");
            for sentence in kind.quiet {
                let found = find(sentence);
                if let Some(metric) = found.first() {
                    wrong.push(format!("{kind:?}: {sentence} [{}], {:?}", &sentence[metric.span.range()], metric.kind));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn kinds_have_names_and_texts() {
        for (at, kind) in KINDS.iter().enumerate() {
            assert!(KINDS[..at].iter().all(|other| other.name != kind.name), "{kind:?} is twice there");
            assert!(kind.about.ends_with('.') && kind.why.ends_with(['.', '?']) && !kind.name.is_empty(), "{kind:?}");
        }
    }
}
