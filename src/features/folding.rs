//! Folding ranges: answers and their sections, as whole lines.

use crate::coach::Analysis;
use crate::text::{DocSpan, Text};

/// Lines that fold into the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The line that stays visible, 0-based.
    pub first: usize,
    /// The last hidden line, which is after `first`.
    pub last: usize,
}

/// Returns the folds of `text`, which `analysis` describes, in order. If there are more than `limit`, answers have
/// priority over sections, and earlier folds over later ones.
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
    // Outer folds first. An answer and its first section may begin on the same line.
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
    fn all_line_ends_are_supported() {
        assert_eq!(lines(&DRAFT.replace('\n', "\r\n"), 9), lines(DRAFT, 9));
    }

    #[test]
    fn answers_have_priority_over_sections() {
        assert_eq!(lines(DRAFT, 3), [(2, 14), (4, 5), (16, 22)]);
        assert_eq!(lines(DRAFT, 1), [(2, 14)]);
        assert_eq!(lines(DRAFT, 0), []);
    }

    #[test]
    fn single_lines_do_not_fold() {
        assert_eq!(lines("**Situation:** a. **Task:** b. **Action:** c. **Result:** d.\n", 9), []);
        let table = "| Situation | Task | Action | Result |\n| --- | --- | --- | --- |\n| a b | c | I d | e |\n";
        assert_eq!(lines(table, 9), [(0, 2)]);
    }
}
