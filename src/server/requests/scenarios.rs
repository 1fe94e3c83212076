//! Results of commands that editors show in their own UI: the scenarios to choose from, and the state of the answer at
//! the cursor.

use serde_json::{Value, json};
use tower_lsp::lsp_types::Position;

use crate::coach::Placed;
use crate::features::lens;
use crate::features::scenario_list::{self, Listed};
use crate::lexicon::Lexicon;
use crate::server::snapshot::Snapshot;
use crate::text::DocSpan;

/// Returns all scenarios, starting with those related to the answer at `position`.
pub(crate) fn list_at(snapshot: &Snapshot, position: Position) -> Value {
    let answer = answer_at(snapshot, position).map(|placed| &placed.report.answer);
    render(&scenario_list::list(&snapshot.analysis.profile().lexicon, answer))
}

/// Returns all scenarios of `lexicon`.
pub(crate) fn list(lexicon: &Lexicon) -> Value {
    render(&scenario_list::list(lexicon, None))
}

/// Returns the state of the unclosed block at `position` that hides labels, else of the labels there that were not read, else
/// of the answer there; `None` if there is none of them.
pub(crate) fn answer_state(snapshot: &Snapshot, position: Position) -> Option<Value> {
    let Snapshot { analysis, text, .. } = snapshot;
    let offset = snapshot.offset(position);
    let hidden = analysis.hiding().iter().find(|unclosed| unclosed.source.touches(offset));
    if let Some(unclosed) = hidden {
        let (name, line) = (unclosed.name(), text.line_of(unclosed.source.start) + 1);
        return Some(json!({
            "title": format!("Line {line}"),
            "state": format!("{name} isn't closed (line {line}) · it hides the labels in it"),
            "range": snapshot.range(DocSpan::new(unclosed.source.start, unclosed.source.end)),
        }));
    }
    // A label that was not read, in an answer or not.
    let unread = analysis.unread().iter().find(|unread| unread.span.start <= offset && offset <= unread.span.end);
    if let Some(unread) = unread {
        let line = text.line_of(unread.span.start) + 1;
        return Some(json!({
            "title": format!("Line {line}"),
            "state": format!("{} (line {line})", unread.reason.message()),
            "range": snapshot.range(unread.span),
        }));
    }
    let placed = answer_at(snapshot, position)?;
    Some(json!({
        "title": placed.report.answer.title(),
        "state": lens::summary(&placed.report, snapshot.analysis.profile()),
        "range": snapshot.range(placed.span),
    }))
}

/// Returns the answer at `position`, or the one before if only white space separates them: a new line continues the
/// answer.
fn answer_at(snapshot: &Snapshot, position: Position) -> Option<&Placed> {
    let Snapshot { analysis, text, .. } = snapshot;
    let offset = snapshot.offset(position);
    let before = || {
        let index = analysis.answers().partition_point(|answer| answer.span.start <= offset);
        let last = analysis.answers()[..index].last()?;
        text.slice(DocSpan::new(last.span.end, offset)).trim().is_empty().then_some(last)
    };
    analysis.answer_at(offset).or_else(before)
}

fn render(list: &[Listed<'_>]) -> Value {
    let listed = list.iter().map(|listed| {
        let kind = if listed.is_story { "story" } else { "question" };
        json!({ "id": listed.id, "title": listed.title, "kind": kind, "why": listed.why })
    });
    listed.collect::<Vec<_>>().into()
}
