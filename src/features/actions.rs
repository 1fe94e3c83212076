//! Code actions: the fixes of the findings at the cursor, and related scenarios.

use crate::analysis::Analysis;
use crate::text::{DocSpan, Text};

/// What sort of action it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Clears a finding.
    QuickFix,
    /// Rewrites what is selected.
    Rewrite,
    /// Leads elsewhere.
    Refactor,
}

/// One replacement in the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocEdit {
    /// What goes.
    pub span: DocSpan,
    /// What comes.
    pub text: String,
}

/// What choosing an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Changes the draft; afterwards `select`, a span of the text after the edits, is selected.
    Edit {
        /// Disjoint and sorted.
        edits: Vec<DocEdit>,
        /// What to select afterwards.
        select: Option<DocSpan>,
    },
    /// Opens the page of the scenario with this id.
    ShowScenario(String),
}

/// Something a writer can choose at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The menu entry.
    pub title: String,
    /// What sort it is.
    pub kind: ActionKind,
    /// Whether it is the best of its kind here.
    pub preferred: bool,
    /// The finding it clears: where it stands, and its rule's code.
    pub finding: Option<(DocSpan, &'static str)>,
    /// What it does.
    pub effect: Effect,
}

/// The actions for `range` of `text`, which `analysis` describes; an empty range is a cursor.
pub fn actions(analysis: &Analysis, text: &Text, range: DocSpan) -> Vec<Action> {
    let _ = (analysis, text, range);
    Vec::new()
}
