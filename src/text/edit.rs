//! Edits and fixes: what a finding offers to do about itself.

use crate::text::{DocSpan, Span};

/// One replacement within an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// One replacement within a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocEdit {
    /// What goes.
    pub span: DocSpan,
    /// What comes.
    pub text: String,
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// Right as it stands: the writer need not touch it again.
    Exact,
    /// Leaves something for the writer to fill in or to choose.
    Scaffold,
}

impl Trust {
    /// Its name in the JSON of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Scaffold => "scaffold",
        }
    }
}

/// A change that clears the finding it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a menu entry.
    pub title: String,
    /// Invariant: disjoint, sorted by start, inside the answer, never empty.
    pub edits: Vec<Edit>,
    /// How far it can be trusted.
    pub trust: Trust,
    /// What to select afterwards: the place to fill in, as a span of the answer *after* the edits.
    pub select: Option<Span>,
    /// Whether it is the one to take when there are several.
    pub preferred: bool,
}

impl Fix {
    /// The fix with these edits, sorted; nothing selected, not preferred.
    pub fn new(title: impl Into<String>, trust: Trust, mut edits: Vec<Edit>) -> Self {
        edits.sort();
        debug_assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "edits are disjoint");
        Self { title: title.into(), edits, trust, select: None, preferred: false }
    }

    /// Selects, after the edit, `within` (a span of the text of edit number `edit`).
    pub fn selecting(mut self, edit: usize, within: Span) -> Self {
        let before: isize =
            self.edits[..edit].iter().map(|edit| edit.text.len() as isize - edit.span.len() as isize).sum();
        let start = self.edits[edit].span.start.saturating_add_signed(before);
        self.select = Some(Span::new(start + within.start, start + within.end));
        self
    }

    /// Marks it as the one to take.
    pub fn preferred(mut self) -> Self {
        self.preferred = true;
        self
    }

    /// `text` with the edits made.
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
        let fix = Fix::new("t", Trust::Scaffold, vec![edit(5, 5, " by [X%]"), edit(0, 1, "One")])
            .selecting(1, Span::new(4, 8));
        let after = fix.apply("a cut.");
        assert_eq!(after, "One cut by [X%].");
        assert_eq!(&after[fix.select.expect("a selection").range()], "[X%]");
    }
}
