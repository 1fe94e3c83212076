//! Folding ranges: answers and their sections, as whole lines.

use crate::coach::Analysis;
use crate::text::{DocSpan, Text};

/// Lines that can be folded away under the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The line that stays, counted from 0.
    pub first: usize,
    /// The last line that goes; it is after `first`.
    pub last: usize,
}

/// The folds of `text`, which `analysis` describes, in order. If there are more than `limit`, sections give way to
/// answers, and what comes later to what comes earlier.
pub fn folds(analysis: &Analysis, text: &Text, limit: usize) -> Vec<Fold> {
    let fold = |span: DocSpan| {
        let (first, last) = (text.line_of(span.start), text.line_of(span.end.max(span.start + 1) - 1));
        (first < last).then_some(Fold { first, last })
    };
    let answers = analysis.answers().iter().filter_map(|placed| fold(placed.span));
    let sections = analysis.answers().iter().flat_map(|placed| {
        let answer = &placed.report.answer;
        (0..answer.sections.len()).filter_map(move |index| fold(placed.place(answer.extent(index))))
    });
    let mut folds: Vec<_> = answers.chain(sections).take(limit).collect();
    // Outer before inner. An answer that begins with a section's line folds as a whole there.
    folds.sort_unstable_by_key(|fold| (fold.first, std::cmp::Reverse(fold.last)));
    folds.dedup();
    folds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;

    const DRAFT: &str = "# Notes\n\n## One\n\n**Situation:** a\nb\n\n**Task:** c\n\n**Action:**\n\n- d\n- e\n\n\
        **Result:** f\n\n## Two\n\n### Situation\n\ng\n\n### Task\n";

    fn lines(draft: &str, limit: usize) -> Vec<(usize, usize)> {
        let (analysis, text) = analyzed(draft);
        folds(&analysis, &text, limit).into_iter().map(|fold| (fold.first, fold.last)).collect()
    }

    #[test]
    fn answers_and_their_longer_sections_fold() {
        assert_eq!(lines(DRAFT, usize::MAX), [(2, 14), (4, 5), (9, 12), (16, 22), (18, 20)]);
        assert_eq!(lines("", 9), []);
        assert_eq!(lines("# Nothing\n\nto\n\nfold\n", 9), []);
    }

    #[test]
    fn line_ends_of_any_sort_count() {
        assert_eq!(lines(&DRAFT.replace('\n', "\r\n"), 9), lines(DRAFT, 9));
    }

    #[test]
    fn where_few_are_wanted_sections_give_way() {
        assert_eq!(lines(DRAFT, 3), [(2, 14), (4, 5), (16, 22)]);
        assert_eq!(lines(DRAFT, 1), [(2, 14)]);
        assert_eq!(lines(DRAFT, 0), []);
    }

    #[test]
    fn what_stands_on_one_line_does_not_fold() {
        assert_eq!(lines("**Situation:** a. **Task:** b. **Action:** c. **Result:** d.\n", 9), []);
        let table = "| Situation | Task | Action | Result |\n| --- | --- | --- | --- |\n| a b | c | I d | e |\n";
        assert_eq!(lines(table, 9), [(0, 2)]);
    }
}
