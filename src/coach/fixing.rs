//! Applies all safe fixes of a draft.
//!
//! The fixes are applied one after the other, each to the result of the previous one, until no safe fix is left. A fix is
//! skipped if it does not clear its finding or causes a more severe one.

use std::sync::Arc;

use super::analysis::Analysis;
use super::report::Placed;
use crate::rules::{self, Class, Finding, Severity};
use crate::text::edit::{Applicability, DocEdit, Fix};
use crate::text::{Change, DocSpan, Text};

/// The maximum number of fixes applied to a draft, in case two fixes undo each other.
const MAX_FIXES: usize = 10_000;

/// A draft with its safe fixes applied.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text after the fixes.
    pub text: Text,
    /// The edits that turn the original draft into `text`: disjoint, sorted, with spans of the original draft.
    pub edits: Vec<DocEdit>,
    /// The applied fixes, in order of application.
    pub applied: Vec<Applied>,
    /// The analysis of `text`.
    pub left: Analysis,
}

/// An applied fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The name of the rule whose finding it cleared.
    pub rule: &'static str,
    /// Its title.
    pub title: String,
}

/// Whether the draft has a safe fix, which [`fix_all`] may still skip. Cheap enough to call for every menu.
pub fn is_fixable(analysis: &Analysis) -> bool {
    analysis.parts().any(|part| safe_fixes(part).next().is_some())
}

/// Applies all safe fixes to `text`, whose analysis is `analysis`. Idempotent: a second call changes nothing.
pub fn fix_all(analysis: &Analysis, text: &Text) -> Fixed {
    let mut fixed = Fixed { text: text.clone(), edits: Vec::new(), applied: Vec::new(), left: analysis.clone() };
    loop {
        // A fix that was skipped may be harmless after the others.
        let before = fixed.applied.len();
        let mut at = 0;
        while fixed.applied.len() < MAX_FIXES {
            let Some(part) = fixed.left.parts().nth(at).cloned() else { break };
            // After a fix, the same part is tried again.
            if !safe_fixes(&part).any(|(finding, fix)| fixed.apply(&part, finding, fix)) {
                at += 1;
            }
        }
        if fixed.applied.len() == before || fixed.applied.len() >= MAX_FIXES {
            break;
        }
    }
    fixed
}

impl Fixed {
    /// Applies `fix` unless it does harm. Returns whether it was applied.
    fn apply(&mut self, part: &Placed, finding: &Finding, fix: &Fix) -> bool {
        let (mut text, mut left) = (self.text.clone(), self.left.clone());
        let edits = fix.edits.iter().map(|edit| DocEdit { span: part.place(edit.span), text: edit.text.clone() });
        let edits: Vec<_> = edits.collect();
        // From last to first, so that the spans of the remaining edits stay valid.
        for edit in edits.iter().rev() {
            text.replace(edit.span, &edit.text);
            let new_end = edit.span.start + edit.text.len();
            left.update(&text, Change { start: edit.span.start, old_end: edit.span.end, new_end });
        }
        if does_harm(&self.left, &left, finding) {
            return false;
        }
        for edit in edits.into_iter().rev() {
            compose(&mut self.edits, &self.text, edit.clone());
            self.text.replace(edit.span, &edit.text);
        }
        self.left = left;
        self.applied.push(Applied { rule: finding.rule.name, title: fix.title.clone() });
        true
    }
}

/// Iterates over the findings of an answer or a note that have a safe fix, each with its first safe fix.
fn safe_fixes(part: &Placed) -> impl Iterator<Item = (&Finding, &Fix)> {
    let findings = part.report.findings.iter();
    findings.filter_map(|finding| {
        Some((finding, finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe)?))
    })
}

/// Whether a fix for the finding `cleared` that turned `before` into `after` did not clear it, or caused a more severe
/// finding.
fn does_harm(before: &Analysis, after: &Analysis, cleared: &Finding) -> bool {
    let change = Difference::new(before, after);
    // Without an unused suppression, another one may become unused. Then at least there are fewer of them.
    let suppression_count = |analysis: &Analysis| -> usize {
        analysis.directives().iter().map(|directive| directive.names().count()).sum()
    };
    let still_there = change.grows(cleared.rule.name, 0) && suppression_count(after) >= suppression_count(before);
    still_there || change.after.iter().any(|&(code, severity)| severity < cleared.severity && change.grows(code, 1))
}

/// Whether the findings of `after` are those of `before` without `cleared`, and possibly without others of its rule.
pub(crate) fn clears(before: &Analysis, after: &Analysis, cleared: &Finding) -> bool {
    let change = Difference::new(before, after);
    !change.grows(cleared.rule.name, 0) && !change.after.iter().any(|&(code, _)| change.grows(code, 1))
}

/// The findings in the parts in which two analyses differ: their rules and severities.
struct Difference {
    before: Vec<(&'static str, Severity)>,
    after: Vec<(&'static str, Severity)>,
}

impl Difference {
    fn new(before: &Analysis, after: &Analysis) -> Self {
        Self { before: findings_in_difference(before, after), after: findings_in_difference(after, before) }
    }

    /// Whether `rule` has at least `by` findings more in `after` than in `before`.
    fn grows(&self, rule: &str, by: usize) -> bool {
        let count = |found: &[(&'static str, Severity)]| found.iter().filter(|(code, _)| *code == rule).count();
        count(&self.after) >= count(&self.before) + by
    }
}

/// Returns the findings in the answers of `one` that `other` doesn't have, without the precedence filter of
/// [`rules::check`], and those in all notes of `one`.
fn findings_in_difference(one: &Analysis, other: &Analysis) -> Vec<(&'static str, Severity)> {
    let (one_all, other_all) = (one.answers(), other.answers());
    let same = |(one, other): &(&Placed, &Placed)| Arc::ptr_eq(&one.report, &other.report);
    let first = one_all.iter().zip(other_all).take_while(same).count();
    let rest = one_all[first..].iter().rev().zip(other_all[first..].iter().rev());
    let last = one_all.len() - rest.take_while(same).count();
    let profile = one.profile();
    let of_answer = |answer: &Placed| {
        let answer = &answer.report.answer;
        let complete = answer.is_complete();
        let found = rules::find(&profile.context(answer)).findings;
        let relevant = found.into_iter().filter(move |finding| complete || finding.rule.class == Class::Fact);
        relevant.map(|finding| (finding.rule.name, finding.severity)).collect::<Vec<_>>()
    };
    let notes = one.notes().iter().flat_map(|note| &note.report.findings);
    let notes = notes.map(|finding| (finding.rule.name, finding.severity));
    one_all[first..last].iter().flat_map(of_answer).chain(notes).collect()
}

/// Adds `new`, an edit of `text`, to `edits`, which turned an original text into `text`. Afterward, all are edits of the
/// original text.
fn compose(edits: &mut Vec<DocEdit>, text: &Text, new: DocEdit) {
    let growth = |edit: &DocEdit| edit.text.len() as isize - edit.span.len() as isize;
    // The spans of the replacements in `text`.
    let mut grown = 0;
    let placed = edits.iter().map(|edit| {
        let start = edit.span.start.saturating_add_signed(grown);
        grown += growth(edit);
        DocSpan::new(start, start + edit.text.len())
    });
    let placed: Vec<_> = placed.collect();
    // The edits whose replacements `new` touches are merged with it.
    let first = placed.partition_point(|span| span.end < new.span.start);
    let last = placed.partition_point(|span| span.start <= new.span.end);
    let grown_before: isize = edits[..first].iter().map(growth).sum();
    let grown_after = grown_before + edits[first..last].iter().map(growth).sum::<isize>();
    let mut original =
        (new.span.start.saturating_add_signed(-grown_before), new.span.end.saturating_add_signed(-grown_after));
    let mut replaced = new.span;
    if let Some(span) = placed[first..last].first().filter(|span| span.start <= new.span.start) {
        original.0 = edits[first].span.start;
        replaced.start = span.start;
    }
    if let Some(span) = placed[first..last].last().filter(|span| span.end >= new.span.end) {
        original.1 = edits[last - 1].span.end;
        replaced.end = span.end;
    }
    let before = text.slice(DocSpan::new(replaced.start, new.span.start));
    let after = text.slice(DocSpan::new(new.span.end, replaced.end));
    let merged = DocEdit { span: DocSpan::new(original.0, original.1), text: format!("{before}{}{after}", new.text) };
    edits.splice(first..last, [merged]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::report::Profile;
    use crate::config::Config;
    use crate::lexicon::Lexicon;
    use proptest::prelude::*;

    fn fixed(draft: &str) -> Fixed {
        let profile = Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()));
        let text = Text::from(draft);
        fix_all(&Analysis::new(profile, &text), &text)
    }

    const DRAFT: &str = "# Orders\n\n**Situation:** AWS SNS was slow.\n\n**Task:** Mend it.\n\n**Action:** I used AWS Athena.\n\n\
        **Result:** It got better.\n\n# Logs\r\n\r\n**Situation:** Elasticsearch Service was down.\r\n\r\n**Result:** Up.\r\n";

    #[test]
    fn all_safe_fixes_are_applied_and_no_others() {
        let fixed = fixed(DRAFT);
        let text = fixed.text.to_string();
        assert!(text.contains("Amazon SNS was slow") && text.contains("I used Amazon Athena."), "{text}");
        assert!(text.contains("**Result:** It got better.") && text.contains("# Logs\r\n\r\n"), "{text}");
        assert!(fixed.applied.len() >= 2 && fixed.applied.iter().all(|fix| fix.rule == "misnamed-service"));
        assert!(
            fixed.left.findings().any(|(_, finding)| finding.rule.name == "missing-metric"),
            "only the user can add a metric"
        );
        assert!(!is_fixable(&fixed.left));
        let again = fix_all(&fixed.left, &fixed.text);
        assert!(again.edits.is_empty() && again.applied.is_empty() && again.text == fixed.text);
    }

    #[test]
    fn the_edits_lead_from_the_old_draft_to_the_new_one() {
        let fixed = fixed(DRAFT);
        let mut text = Text::from(DRAFT);
        assert!(fixed.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        fixed.edits.iter().rev().for_each(|edit| text.replace(edit.span, &edit.text));
        assert_eq!(text, fixed.text);
    }

    #[test]
    fn unused_suppressions_are_removed_even_if_one_makes_the_next_unused() {
        let draft = "<!-- star-coach: disable missing-metric -->\n\n# A\n\n**Situation:** Disk full.\n\n**Task:** Mine.\n\n\
            **Action:** I cleaned up.\n\n<!-- star-coach: enable missing-metric, team-voice -->\n**Result:** It got better.\n";
        let fixed = fixed(draft);
        assert!(
            !fixed.text.to_string().contains("<!--") && !is_fixable(&fixed.left),
            "{} {:?}",
            fixed.text,
            fixed.applied
        );
    }

    #[test]
    fn a_draft_without_safe_fixes_is_unchanged() {
        for draft in ["", "No answer at all.", "**Situation:** Disk full.\n\n**Result:** It got better.\n"] {
            let fixed = fixed(draft);
            assert!(fixed.edits.is_empty() && fixed.text.to_string() == draft, "{draft:?}");
        }
    }

    proptest! {
        #[test]
        fn composed_edits_apply_to_the_original_text(
            old in "[a-e\n]{0,20}",
            steps in prop::collection::vec((0.0..=1.0f64, 0.0..0.4f64, "[X-Z]{0,3}"), 0..8),
        ) {
            let mut text = Text::from(old.as_str());
            let mut edits = Vec::new();
            for (at, share, with) in steps {
                let start = (at * text.len() as f64) as usize;
                let end = (start + (share * text.len() as f64) as usize).min(text.len());
                let edit = DocEdit { span: DocSpan::new(start, end), text: with };
                compose(&mut edits, &text, edit.clone());
                text.replace(edit.span, &edit.text);
            }
            prop_assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{:?}", edits);
            let mut made = Text::from(old.as_str());
            edits.iter().rev().for_each(|edit| made.replace(edit.span, &edit.text));
            prop_assert_eq!(made.to_string(), text.to_string(), "{:?}", edits);
        }
    }
}
