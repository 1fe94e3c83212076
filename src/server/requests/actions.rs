//! Code actions, as JSON, since `tower_lsp` lacks the snippet edits of LSP 3.18.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{CodeActionParams, CodeActionTriggerKind, Diagnostic, NumberOrString, Range};

use super::edits::{after, workspace_edit};
use super::snippet::escape;
use crate::features::actions::{self, Action, ActionKind, Effect};
use crate::server::commands::{SELECT_PLACEHOLDER, SHOW_ANSWER, SHOW_SCENARIO};
use crate::server::convert::share_a_line;
use crate::server::diagnostics::SOURCE;
use crate::server::index::RelatedOffer;
use crate::server::snapshot::Snapshot;
use crate::text::DocSpan;
use crate::text::edit::DocEdit;
use crate::text::wording;

/// The maximum length of an answer's title in a menu, in characters.
const MAX_TITLE: usize = 60;

/// All kinds of actions.
pub(crate) const KINDS: [ActionKind; 4] =
    [ActionKind::QuickFix, ActionKind::Refactor, ActionKind::Rewrite, ActionKind::FixAll];

/// Returns the LSP name of a kind.
pub(crate) fn kind(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::QuickFix => "quickfix",
        ActionKind::Refactor => "refactor",
        ActionKind::Rewrite => "refactor.rewrite",
        ActionKind::FixAll => "source.fixAll.starCoach",
    }
}

/// Returns the actions requested by `params`, except those that open related answers.
pub(crate) fn actions(snapshot: &Snapshot, params: &CodeActionParams) -> Vec<Value> {
    let range = snapshot.encoding().span(&snapshot.text, params.range);
    let local = [ActionKind::QuickFix, ActionKind::Refactor, ActionKind::Rewrite];
    let mut found = Vec::new();
    if local.into_iter().any(|kind| wants_kind(params, kind)) {
        found = actions::actions(&snapshot.analysis, &snapshot.text, range);
    }
    if wants_kind(params, ActionKind::FixAll) {
        found.extend(actions::fix_all(&snapshot.analysis, &snapshot.text));
    }
    render(&found, params, snapshot)
}

/// Whether `params` request actions that open related answers.
pub(crate) fn wants_related(params: &CodeActionParams) -> bool {
    wants(params, kind(ActionKind::Refactor))
}

/// Returns the actions that open related answers.
pub(crate) fn related_answers(offers: &[RelatedOffer]) -> impl Iterator<Item = Value> {
    offers.iter().map(|RelatedOffer { title, why, uri, range }| {
        let title = format!("Open your related answer: {} ({})", wording::shortened(title, MAX_TITLE), why.join(", "));
        let command = json!({ "title": title, "command": SHOW_ANSWER, "arguments": [{ "uri": uri, "range": range }] });
        json!({ "title": title, "kind": kind(ActionKind::Refactor), "command": command })
    })
}

/// Returns the actions of the kinds that `params` request, as JSON.
fn render(actions: &[Action], params: &CodeActionParams, snapshot: &Snapshot) -> Vec<Value> {
    let wanted = |action: &&Action| wants_kind(params, action.kind);
    actions.iter().filter(wanted).map(|action| rendered(snapshot, action, &params.context.diagnostics)).collect()
}

/// Whether `params` request actions of this kind.
fn wants_kind(params: &CodeActionParams, kind: ActionKind) -> bool {
    let asked = !params.context.only.as_deref().unwrap_or_default().is_empty()
        || params.context.trigger_kind == Some(CodeActionTriggerKind::INVOKED);
    // Fixing the whole draft is offered only on request, not wherever the cursor rests.
    (kind != ActionKind::FixAll || asked) && wants(params, self::kind(kind))
}

/// Whether the `only` kinds in `params` include `kind`. A kind includes those below it.
fn wants(params: &CodeActionParams, kind: &str) -> bool {
    let only = params.context.only.as_deref().unwrap_or_default();
    let includes = |only: &str| {
        only.is_empty() || kind.strip_prefix(only).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_empty() || only.iter().any(|only| includes(only.as_str()))
}

/// `action` as JSON. `known` are the diagnostics of the client at the range.
fn rendered(snapshot: &Snapshot, action: &Action, known: &[Diagnostic]) -> Value {
    let mut rendered = json!({ "title": action.title, "kind": kind(action.kind) });
    if action.preferred {
        rendered["isPreferred"] = true.into();
    }
    if let Some((span, rule)) = action.finding {
        let range = snapshot.range(span);
        let cleared: Vec<_> = known.iter().filter(|diagnostic| is_of(diagnostic, rule, range)).collect();
        if !cleared.is_empty() {
            rendered["diagnostics"] = json!(cleared);
        }
    }
    match &action.effect {
        Effect::ShowScenario(id) => {
            rendered["command"] = json!({
                "title": action.title, "command": SHOW_SCENARIO, "arguments": [{ "id": id }],
            });
        }
        Effect::Edit { edits, select } => {
            let snippet = select.filter(|_| snapshot.client.snippet_edits).and_then(|select| snippet(edits, select));
            rendered["edit"] = workspace_edit(snapshot, edits, snippet.as_ref());
            if let (Some(select), None, true) = (select, snippet, snapshot.client.show_document) {
                let selection = snapshot.encoding().range(&after(snapshot, edits), *select);
                rendered["command"] = json!({
                    "title": "Select the placeholder",
                    "command": SELECT_PLACEHOLDER,
                    "arguments": [{ "uri": snapshot.uri, "selection": selection }],
                });
            }
        }
    }
    rendered
}

/// Whether a diagnostic of the client is the finding of `rule` in `range`, which may have moved within its lines.
fn is_of(diagnostic: &Diagnostic, rule: &str, range: Range) -> bool {
    diagnostic.source.as_deref() == Some(SOURCE)
        && diagnostic.code == Some(NumberOrString::String(rule.into()))
        && share_a_line(diagnostic.range, range)
}

/// Finds the edit that inserts the text at `select`, a span of the draft after `edits`. Returns its index, and its text
/// as a snippet with that span as placeholder.
fn snippet(edits: &[DocEdit], select: DocSpan) -> Option<(usize, String)> {
    let mut grown = 0;
    for (index, edit) in edits.iter().enumerate() {
        let start = edit.span.start.saturating_add_signed(grown);
        if DocSpan::new(start, start + edit.text.len()).contains(select) {
            let before = edit.text.get(..select.start - start)?;
            let placeholder = edit.text.get(select.start - start..select.end - start)?;
            let after = edit.text.get(select.end - start..)?;
            return Some((index, format!("{}${{1:{}}}{}", escape(before), escape(placeholder), escape(after))));
        }
        grown += edit.text.len() as isize - edit.span.len() as isize;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tower_lsp::lsp_types::Url;

    use super::*;
    use crate::coach::{Analysis, Profile};
    use crate::config::Config;
    use crate::lexicon::Lexicon;
    use crate::server::client::Client;
    use crate::text::Text;

    fn snapshot(text: &str, client: &Client) -> Snapshot {
        let (uri, text) = (Url::parse("file:///a.md").expect("a URI"), Text::from(text));
        let profile = Profile::new(Arc::new(Lexicon::default()), Config::default());
        let analysis = Arc::new(Analysis::new(Arc::new(profile), &text));
        Snapshot { uri, text, version: 7, analysis, client: Arc::new(client.clone()) }
    }

    fn params(context: Value) -> CodeActionParams {
        let position = json!({ "line": 0, "character": 0 });
        let range = json!({ "start": position, "end": position });
        serde_json::from_value(json!({
            "textDocument": { "uri": "file:///a.md" }, "range": range, "context": context,
        }))
        .expect("parameters")
    }

    fn fix() -> Action {
        let edit = |start, end, text: &str| DocEdit { span: DocSpan::new(start, end), text: text.into() };
        Action {
            title: "Add a number".into(),
            kind: ActionKind::QuickFix,
            preferred: true,
            finding: Some((DocSpan::new(5, 8), "missing-metric")),
            effect: Effect::Edit {
                edits: vec![edit(0, 2, "😀!"), edit(8, 8, " by ${[X%]}")],
                select: Some(DocSpan::new(17, 21)),
            },
        }
    }

    /// Returns the fix, as JSON for a client with these capabilities.
    fn rendered(client: &Client) -> Value {
        let diagnostics = json!([
            { "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 1 } },
              "source": "star-coach", "code": "missing-metric", "message": "this one", "data": { "rule": "x" } },
            { "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 1 } },
              "source": "star-coach", "code": "unnamed-service", "message": "another rule" },
            { "range": { "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 1 } },
              "source": "star-coach", "code": "missing-metric", "message": "another line" },
        ]);
        let params = params(json!({ "diagnostics": diagnostics }));
        let mut all = render(&[fix()], &params, &snapshot("We cut it.\n", client));
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    #[test]
    fn a_client_that_takes_snippets_gets_one() {
        let all = Client { snippet_edits: true, document_changes: true, show_document: true, ..Client::default() };
        let action = rendered(&all);
        let change = &action["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({ "uri": "file:///a.md", "version": 7 }));
        assert_eq!(change["edits"][0]["newText"], "😀!");
        assert_eq!(change["edits"][1]["snippet"], json!({ "kind": "snippet", "value": " by \\${${1:[X%]}\\}" }));
        assert!(action.get("command").is_none());
        assert_eq!(action["isPreferred"], true);
        assert_eq!(action["diagnostics"].as_array().map(Vec::len), Some(1));
        assert_eq!(action["diagnostics"][0]["message"], "this one");
    }

    #[test]
    fn a_client_that_shows_documents_gets_a_command_that_selects_the_placeholder() {
        let action = rendered(&Client { show_document: true, ..Client::default() });
        assert_eq!(action["edit"]["changes"]["file:///a.md"][1]["newText"], " by ${[X%]}");
        assert_eq!(action["command"]["command"], SELECT_PLACEHOLDER);
        let selection = &action["command"]["arguments"][0]["selection"];
        assert_eq!((&selection["start"]["character"], &selection["end"]["character"]), (&json!(15), &json!(19)));
    }

    #[test]
    fn any_other_client_gets_the_plain_edit() {
        let action = rendered(&Client { document_changes: true, ..Client::default() });
        assert_eq!(action["edit"]["documentChanges"][0]["edits"][1]["newText"], " by ${[X%]}");
        assert!(action.get("command").is_none());
    }

    #[test]
    fn a_selection_outside_of_the_inserted_text_makes_no_snippet() {
        let edit = DocEdit { span: DocSpan::new(4, 4), text: "é[X]".into() };
        assert_eq!(snippet(std::slice::from_ref(&edit), DocSpan::new(6, 9)), Some((0, "é${1:[X]}".into())));
        for (start, end) in [(3, 5), (6, 10), (20, 21), (5, 6)] {
            assert_eq!(snippet(std::slice::from_ref(&edit), DocSpan::new(start, end)), None, "{start}..{end}");
        }
    }

    #[test]
    fn a_scenario_is_shown_by_a_command() {
        let action = Action { effect: Effect::ShowScenario("S3".into()), kind: ActionKind::Refactor, ..fix() };
        let draft = snapshot("long enough", &Client::default());
        let rendered = render(&[action], &params(json!({ "diagnostics": [] })), &draft);
        assert_eq!(rendered[0]["command"]["arguments"], json!([{ "id": "S3" }]));
        assert!(rendered[0].get("edit").is_none() && rendered[0].get("diagnostics").is_none());
    }

    #[test]
    fn only_the_requested_kinds_are_returned() {
        let wanted = |context: Value| {
            let params = params(context);
            KINDS.into_iter().filter(|&kind| wants_kind(&params, kind)).map(kind).collect::<Vec<_>>()
        };
        assert_eq!(wanted(json!({ "diagnostics": [] })), ["quickfix", "refactor", "refactor.rewrite"]);
        assert_eq!(
            wanted(json!({ "diagnostics": [], "only": ["refactor"], "triggerKind": 2 })),
            ["refactor", "refactor.rewrite"]
        );
        let fix_all = "source.fixAll.starCoach";
        assert_eq!(wanted(json!({ "diagnostics": [], "only": ["source"] })), [fix_all]);
        assert_eq!(wanted(json!({ "diagnostics": [], "only": ["source.fixAll"], "triggerKind": 2 })), [fix_all]);
        assert_eq!(wanted(json!({ "diagnostics": [], "only": ["source.fixAll.eslint"] })), [""; 0]);
        assert_eq!(wanted(json!({ "diagnostics": [], "only": ["refactor.rewrite"] })), ["refactor.rewrite"]);
        assert_eq!(wanted(json!({ "diagnostics": [], "triggerKind": 1 })).len(), 4, "the menu was opened");
        assert_eq!(wanted(json!({ "diagnostics": [], "triggerKind": 2 })).len(), 3, "the cursor moved");
        assert_eq!(wanted(json!({ "diagnostics": [], "only": ["refactor.rew", "quick"] })), [""; 0]);
        assert_eq!(wanted(json!({ "diagnostics": [], "only": [""] })).len(), 4);
        assert_eq!(wanted(json!({ "diagnostics": [], "only": [] })).len(), 3);
    }
}
