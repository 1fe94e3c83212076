//! Mends all of a draft that can be mended without asking the writer.
//!
//! Only fixes that are right as they stand are made, one after the other, each on what the one before left, until none is
//! left to make. A fix that does not clear its finding, or brings up something worse than it, is not made.

use std::sync::Arc;

use super::analysis::Analysis;
use super::report::Placed;
use crate::rules::{self, Class, Finding, Severity};
use crate::text::edit::{DocEdit, Fix, Trust};
use crate::text::{Change, DocSpan, Text};

/// A draft in which more than so many fixes follow one another has two that undo each other.
const MOST_FIXES: usize = 10_000;

/// A draft after its exact fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// What it says now.
    pub text: Text,
    /// What changed, in terms of the draft before: disjoint, sorted; none if there was nothing to mend.
    pub edits: Vec<DocEdit>,
    /// What was mended, in the order of the mending.
    pub applied: Vec<Applied>,
    /// What there is to say about [`Fixed::text`].
    pub left: Analysis,
}

/// A fix that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The code of the rule whose finding it cleared.
    pub rule: &'static str,
    /// What it did, as a menu entry.
    pub title: String,
}

/// Whether [`fix_all`] may find something to do: cheap enough to ask before a menu is shown.
pub fn is_fixable(analysis: &Analysis) -> bool {
    analysis.parts().any(|part| exact(part).next().is_some())
}

/// Makes all exact fixes of `text`, which `analysis` describes. It converges: asked again, it changes nothing.
pub fn fix_all(analysis: &Analysis, text: &Text) -> Fixed {
    let mut fixed = Fixed { text: text.clone(), edits: Vec::new(), applied: Vec::new(), left: analysis.clone() };
    loop {
        // What is refused now may be right once the rest is done.
        let before = fixed.applied.len();
        let mut at = 0;
        while fixed.applied.len() < MOST_FIXES {
            let Some(part) = fixed.left.parts().nth(at).cloned() else { break };
            // What is left of the part is looked at again.
            if !exact(&part).any(|(finding, fix)| fixed.make(&part, finding, fix)) {
                at += 1;
            }
        }
        if fixed.applied.len() == before || fixed.applied.len() >= MOST_FIXES {
            break;
        }
    }
    fixed
}

impl Fixed {
    /// Makes `fix`, unless it does harm; tells whether it does none.
    fn make(&mut self, part: &Placed, finding: &Finding, fix: &Fix) -> bool {
        let (mut text, mut left) = (self.text.clone(), self.left.clone());
        let edits = fix.edits.iter().map(|edit| DocEdit { span: part.place(edit.span), text: edit.text.clone() });
        let edits: Vec<_> = edits.collect();
        // From the last to the first, so that what comes before does not move.
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
        self.applied.push(Applied { rule: finding.rule.code, title: fix.title.clone() });
        true
    }
}

/// The findings of an answer or a note that have an exact fix, each with the first of those.
fn exact(part: &Placed) -> impl Iterator<Item = (&Finding, &Fix)> {
    let findings = part.report.findings.iter();
    findings.filter_map(|finding| Some((finding, finding.fixes.iter().find(|fix| fix.trust == Trust::Exact)?)))
}

/// Whether what is found in `after` is not better than what was found in `before`, `cleared` having been fixed.
fn does_harm(before: &Analysis, after: &Analysis, cleared: &Finding) -> bool {
    let change = Difference::new(before, after);
    // Without one needless comment, another one may be needless: then there are at least fewer.
    let names = |analysis: &Analysis| -> usize {
        analysis.directives().iter().map(|directive| directive.names().count()).sum()
    };
    let still_there = change.grows(cleared.rule.code, 0) && names(after) >= names(before);
    still_there || change.after.iter().any(|&(code, severity)| severity < cleared.severity && change.grows(code, 1))
}

/// Whether what is found in `after` is what was found in `before` without `cleared`, and without others of its rule maybe.
pub(crate) fn clears(before: &Analysis, after: &Analysis, cleared: &Finding) -> bool {
    let change = Difference::new(before, after);
    !change.grows(cleared.rule.code, 0) && !change.after.iter().any(|&(code, _)| change.grows(code, 1))
}

/// What is found by which rule where two analyses differ.
struct Difference {
    before: Vec<(&'static str, Severity)>,
    after: Vec<(&'static str, Severity)>,
}

impl Difference {
    fn new(before: &Analysis, after: &Analysis) -> Self {
        Self { before: found(before, after), after: found(after, before) }
    }

    /// Whether the rule finds at least so many more.
    fn grows(&self, rule: &str, by: usize) -> bool {
        let count = |found: &[(&'static str, Severity)]| found.iter().filter(|(code, _)| *code == rule).count();
        count(&self.after) >= count(&self.before) + by
    }
}

/// What is found in the answers of one analysis that the other one has not, whether it gives way to something or not, and
/// in all notes.
fn found(one: &Analysis, other: &Analysis) -> Vec<(&'static str, Severity)> {
    let (one_all, other_all) = (one.answers(), other.answers());
    let same = |(one, other): &(&Placed, &Placed)| Arc::ptr_eq(&one.report, &other.report);
    let first = one_all.iter().zip(other_all).take_while(same).count();
    let rest = one_all[first..].iter().rev().zip(other_all[first..].iter().rev());
    let last = one_all.len() - rest.take_while(same).count();
    let coach = one.coach();
    let of_answer = |answer: &Placed| {
        let answer = &answer.report.answer;
        let complete = answer.is_complete();
        let found = rules::find(&coach.context(answer)).findings;
        let speaks = found.into_iter().filter(move |finding| complete || finding.rule.class == Class::Fact);
        speaks.map(|finding| (finding.rule.code, finding.severity)).collect::<Vec<_>>()
    };
    let notes = one.notes().iter().flat_map(|note| &note.report.findings);
    let notes = notes.map(|finding| (finding.rule.code, finding.severity));
    one_all[first..last].iter().flat_map(of_answer).chain(notes).collect()
}

/// Adds `new`, an edit of `text`, to `edits`, which made `text` of an older one: then they are all edits of that.
fn compose(edits: &mut Vec<DocEdit>, text: &Text, new: DocEdit) {
    // Where each edit's text stands now; those that `new` touches become one with it.
    let mut grown = 0isize;
    let mut first = edits.len();
    let mut last = edits.len();
    let mut merged: Option<(DocSpan, DocSpan)> = None;
    let mut grown_before = 0isize;
    let mut grown_touched = 0isize;
    for (index, edit) in edits.iter().enumerate() {
        let start = edit.span.start.saturating_add_signed(grown);
        let now = DocSpan::new(start, start + edit.text.len());
        let more = edit.text.len() as isize - edit.span.len() as isize;
        if now.end < new.span.start {
            grown_before += more;
        } else if now.start > new.span.end {
            first = first.min(index);
            last = last.min(index);
            break;
        } else {
            first = first.min(index);
            grown_touched += more;
            merged = Some(match merged {
                None => (now, edit.span),
                Some((all, old)) => (DocSpan::new(all.start, now.end), DocSpan::new(old.start, edit.span.end)),
            });
        }
        grown += more;
    }
    let back = |at: usize, grown: isize| at.saturating_add_signed(-grown);
    let Some((now, old)) = merged else {
        let span = DocSpan::new(back(new.span.start, grown_before), back(new.span.end, grown_before));
        edits.insert(first, DocEdit { span, text: new.text });
        return;
    };
    let all = DocSpan::new(now.start.min(new.span.start), now.end.max(new.span.end));
    let start = if new.span.start < now.start { back(new.span.start, grown_before) } else { old.start };
    let end = if new.span.end > now.end { back(new.span.end, grown_before + grown_touched) } else { old.end };
    let before = text.slice(DocSpan::new(all.start, new.span.start));
    let after = text.slice(DocSpan::new(new.span.end, all.end));
    let replaced = DocEdit { span: DocSpan::new(start, end), text: format!("{before}{}{after}", new.text) };
    edits.splice(first..last, [replaced]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::report::Coach;
    use crate::config::Config;
    use crate::lexicon::Lexicon;
    use proptest::prelude::*;

    fn fixed(draft: &str) -> Fixed {
        let coach = Arc::new(Coach::new(Arc::new(Lexicon::builtin()), Config::default()));
        let text = Text::from(draft);
        fix_all(&Analysis::new(coach, &text), &text)
    }

    const DRAFT: &str = "# Orders\n\n**Situation:** AWS SNS was slow.\n\n**Task:** Mend it.\n\n**Action:** I used AWS Athena.\n\n\
        **Result:** It got better.\n\n# Logs\r\n\r\n**Situation:** Elasticsearch Service was down.\r\n\r\n**Result:** Up.\r\n";

    #[test]
    fn all_exact_fixes_are_made_and_nothing_else() {
        let fixed = fixed(DRAFT);
        let text = fixed.text.to_string();
        assert!(text.contains("Amazon SNS was slow") && text.contains("I used Amazon Athena."), "{text}");
        assert!(text.contains("**Result:** It got better.") && text.contains("# Logs\r\n\r\n"), "{text}");
        assert!(fixed.applied.len() >= 2 && fixed.applied.iter().all(|fix| fix.rule == "misnamed-service"));
        assert!(
            fixed.left.findings().any(|(_, finding)| finding.rule.code == "missing-metric"),
            "that is the writer's"
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
    fn needless_comments_go_even_where_one_makes_the_next_needless() {
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
    fn a_draft_with_nothing_to_mend_is_left_alone() {
        for draft in ["", "No answer at all.", "**Situation:** Disk full.\n\n**Result:** It got better.\n"] {
            let fixed = fixed(draft);
            assert!(fixed.edits.is_empty() && fixed.text.to_string() == draft, "{draft:?}");
        }
    }

    proptest! {
        #[test]
        fn edits_one_after_the_other_are_edits_of_the_first_text(
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
