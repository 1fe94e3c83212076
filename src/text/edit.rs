//! Edits, and the fixes for findings.

use crate::text::{DocSpan, Span};

/// One replacement within an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The span to replace.
    pub span: Span,
    /// The replacement text.
    pub text: String,
}

/// One replacement within a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocEdit {
    /// The span to replace.
    pub span: DocSpan,
    /// The replacement text.
    pub text: String,
}

/// Whether a fix may be applied without review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// A safe fix: it may be applied without review.
    Safe,
    /// A suggested fix: it leaves something for the user to choose or to fill in.
    Suggested,
}

impl Applicability {
    /// Returns the name in the JSON of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Suggested => "suggested",
        }
    }
}

/// A change that clears a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The title, a menu entry.
    pub title: String,
    /// The edits. Invariant: not empty, disjoint, sorted by start, inside the answer.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without review.
    pub applicability: Applicability,
    /// The text to select afterward, such as a placeholder. A span of the answer *after* the edits.
    pub select: Option<Span>,
    /// Whether it is the preferred one of several fixes for the same finding.
    pub preferred: bool,
}

impl Fix {
    /// Creates a fix with `edits`, which are sorted here. It selects nothing and is not preferred.
    pub fn new(title: impl Into<String>, applicability: Applicability, mut edits: Vec<Edit>) -> Self {
        edits.sort();
        debug_assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "edits are disjoint");
        Self { title: title.into(), edits, applicability, select: None, preferred: false }
    }

    /// Selects `within`, a span of the replacement text of the edit with index `edit`.
    pub fn selecting(mut self, edit: usize, within: Span) -> Self {
        let before: isize =
            self.edits[..edit].iter().map(|edit| edit.text.len() as isize - edit.span.len() as isize).sum();
        let start = self.edits[edit].span.start.saturating_add_signed(before);
        self.select = Some(Span::new(start + within.start, start + within.end));
        self
    }

    /// Marks the fix as preferred.
    pub fn preferred(mut self) -> Self {
        self.preferred = true;
        self
    }

    /// Returns `text`, the text of the answer, with the edits applied.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(&text[at..edit.span.start]);
            out.push_str(&edit.text);
            at = edit.span.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_counts_the_edits_before_it() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let fix = Fix::new("t", Applicability::Suggested, vec![edit(5, 5, " by [X%]"), edit(0, 1, "One")])
            .selecting(1, Span::new(4, 8));
        let after = fix.apply("a cut.");
        assert_eq!(after, "One cut by [X%].");
        assert_eq!(&after[fix.select.expect("a selection").range()], "[X%]");
    }
}
