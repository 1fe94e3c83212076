//! The summary lines above answers (code lenses).

use serde_json::json;
use tower_lsp::lsp_types::{CodeLens, Command};

use crate::features::lens::{self, Lens};
use crate::server::commands::NEXT_GAP;
use crate::server::snapshot::Snapshot;

/// Returns the summary line of each answer. Its command goes to the first gap in the answer.
pub(crate) fn lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    let lens = |lens: Lens| {
        // The whole line, since VS Code drops a code lens when its range is replaced, as the title of a template is.
        let line = snapshot.text.line_span(snapshot.text.line_of(lens.span.start));
        let position = snapshot.range(lens.span).start;
        let argument = json!({ "uri": snapshot.uri, "position": position, "answer": true });
        let command = Command::new(lens.title, NEXT_GAP.into(), Some(vec![argument]));
        CodeLens { range: snapshot.range(line), command: Some(command), data: None }
    };
    lens::lenses(&snapshot.analysis).into_iter().map(lens).collect()
}
