//! Gaps: findings that need information from the user, one after the other.

use crate::coach::{Analysis, Placed};
use crate::rules::{Finding, Target};
use crate::text::DocSpan;
use crate::text::edit::Applicability;

/// A finding without a safe fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The position.
    pub span: DocSpan,
    /// The span to select: all of a placeholder, or else the empty span at the start.
    pub selection: DocSpan,
    /// The code of the rule.
    pub rule: &'static str,
    /// The message of the finding.
    pub message: String,
}

/// Returns the first gap that begins after `offset`, or else the first one of the draft. `None` if there are no gaps.
pub fn next(analysis: &Analysis, offset: usize) -> Option<Gap> {
    let mut first = None;
    for (placed, finding) in analysis.answers().iter().flat_map(gaps) {
        if placed.place(finding.span).start > offset {
            return Some(gap(placed, finding));
        }
        first.get_or_insert((placed, finding));
    }
    first.map(|(placed, finding)| gap(placed, finding))
}

/// Returns the first gap of the answer at `offset`. `None` if there is no gap, or no answer.
pub fn first_of_answer(analysis: &Analysis, offset: usize) -> Option<Gap> {
    let placed = analysis.answer_at(offset)?;
    gaps(placed).next().map(|(placed, finding)| gap(placed, finding))
}

fn gaps(placed: &Placed) -> impl Iterator<Item = (&Placed, &Finding)> {
    let needs_the_writer =
        |finding: &&Finding| !finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
    placed.report.findings.iter().filter(needs_the_writer).map(move |finding| (placed, finding))
}

fn gap(placed: &Placed, finding: &Finding) -> Gap {
    let span = placed.place(finding.span);
    let is_typed_over = finding.rule.target == Target::Placeholder;
    let selection = if is_typed_over { span } else { DocSpan::new(span.start, span.start) };
    Gap { span, selection, rule: finding.rule.name, message: finding.message.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;

    /// Lacks a Task, and has a placeholder and a name with a safe fix.
    const ONE: &str = "## One\n\n**Situation:** It was slow, [X] hours.\n\n**Action:** I moved it to Amazon Lambda.\n\n\
        **Result:** It took 5 minutes instead of 2 hours.\n\n";
    /// Lacks a metric.
    const TWO: &str = "## Two\n\n**Situation:** It broke.\n\n**Task:** It was mine.\n\n**Action:** I moved it to Amazon SQS.\n\n\
        **Result:** It was much better.\n";

    fn walk(draft: &str) -> Vec<(&'static str, String)> {
        let (analysis, _) = analyzed(draft);
        let mut offset = 0;
        let mut seen = Vec::new();
        while let Some(gap) = next(&analysis, offset) {
            assert!(gap.span.contains(gap.selection), "{gap:?}");
            seen.push((gap.rule, draft[gap.selection.range()].to_owned()));
            offset = gap.span.start;
            if seen.len() > 5 {
                break;
            }
        }
        seen
    }

    #[test]
    fn gaps_are_visited_in_order_and_start_over() {
        let draft = format!("{ONE}{TWO}");
        let round = [("missing-component", ""), ("unfilled-placeholder", "[X]"), ("missing-metric", "")];
        let round = round.map(|(rule, selected)| (rule, selected.to_owned()));
        assert_eq!(walk(&draft), [round.clone(), round].concat());
        assert!(analyzed(&draft).0.findings().any(|(_, finding)| finding.rule.name == "misnamed-service"));
    }

    #[test]
    fn the_only_gap_is_also_the_next_one() {
        let (analysis, _) = analyzed(TWO);
        let gap = next(&analysis, 0).expect("a gap");
        for offset in [gap.span.start, gap.span.end, TWO.len(), usize::MAX] {
            assert_eq!(next(&analysis, offset), Some(gap.clone()));
        }
    }

    #[test]
    fn each_answer_has_a_first_gap() {
        let draft = format!("Notes.\n\n{ONE}{TWO}");
        let (analysis, _) = analyzed(&draft);
        let rule = |offset| first_of_answer(&analysis, offset).map(|gap| gap.rule);
        assert_eq!(rule(draft.find("## One").expect("there")), Some("missing-component"));
        assert_eq!(rule(draft.find("## Two").expect("there")), Some("missing-metric"));
        assert_eq!(rule(0), None);
        assert_eq!(rule(usize::MAX), None);
    }

    #[test]
    fn a_complete_draft_has_no_gap() {
        let whole = TWO.replace("much better", "5 times faster").replace("Amazon SQS", "Amazon Lambda");
        let (analysis, _) = analyzed(&whole);
        assert!(analysis.findings().count() > 0 && next(&analysis, 0).is_none());
        assert!(next(&analyzed("").0, 0).is_none());
    }
}
