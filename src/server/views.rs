//! What an editor shows of a draft beside its text: the outline, the lenses, and the way to what is left to do.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    CodeLens, Command, DocumentSymbol, DocumentSymbolResponse, Location, Position, SymbolInformation, SymbolKind, Url,
};

use super::client::Client;
use super::session::Session;
use crate::analysis::{Analysis, Coach};
use crate::config::Config;
use crate::features;
use crate::features::symbols::{self, Symbol};
use crate::text::{DocSpan, Text};

/// Goes to the next thing that needs the writer. Its argument is `{uri, position}`; with `"answer": true`, to the first
/// such thing in the answer there.
pub(crate) const NEXT_GAP: &str = "starCoach.nextGap";

/// A draft as it was at some moment.
pub(crate) struct Snapshot {
    /// Its name.
    pub(crate) uri: Url,
    /// Its text.
    pub(crate) text: Text,
    /// What there is to say about that text.
    pub(crate) analysis: Analysis,
    /// Who asks.
    pub(crate) client: Arc<Client>,
}

impl Snapshot {
    /// Answers and their sections, nested if the client can show that.
    pub(crate) fn symbols(&self) -> DocumentSymbolResponse {
        let symbols = symbols::symbols(&self.analysis);
        if self.client.nested_symbols {
            return DocumentSymbolResponse::Nested(symbols.into_iter().map(|symbol| self.nested(symbol)).collect());
        }
        let mut flat = Vec::new();
        for symbol in symbols {
            let Symbol { name, kind, span, children, .. } = symbol;
            flat.push(self.flat(name.clone(), kind, span, None));
            flat.extend(
                children.into_iter().map(|child| self.flat(child.name, child.kind, child.span, Some(name.clone()))),
            );
        }
        DocumentSymbolResponse::Flat(flat)
    }

    #[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
    fn nested(&self, symbol: Symbol) -> DocumentSymbol {
        let children: Vec<_> = symbol.children.into_iter().map(|child| self.nested(child)).collect();
        DocumentSymbol {
            name: symbol.name,
            detail: Some(symbol.detail),
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            range: self.client.encoding.range(&self.text, symbol.span),
            selection_range: self.client.encoding.range(&self.text, symbol.selection),
            children: (!children.is_empty()).then_some(children),
        }
    }

    #[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
    fn flat(
        &self,
        name: String,
        of: symbols::SymbolKind,
        span: DocSpan,
        container_name: Option<String>,
    ) -> SymbolInformation {
        let location = Location::new(self.uri.clone(), self.client.encoding.range(&self.text, span));
        SymbolInformation { name, kind: kind(of), tags: None, deprecated: None, location, container_name }
    }

    /// The state of each answer. Choosing one leads to what is left to do in its answer.
    pub(crate) fn lenses(&self) -> Vec<CodeLens> {
        let lens = |lens: features::lens::Lens| {
            let range = self.client.encoding.range(&self.text, lens.span);
            let argument = json!({ "uri": self.uri, "position": range.start, "answer": true });
            let command = Command::new(lens.title, NEXT_GAP.into(), Some(vec![argument]));
            CodeLens { range, command: Some(command), data: None }
        };
        features::lens::lenses(&self.analysis).into_iter().map(lens).collect()
    }

    /// What [`NEXT_GAP`] leads to, and where to.
    fn gap(&self, position: Position, in_answer: bool) -> Option<Value> {
        let encoding = self.client.encoding;
        let offset = encoding.offset(&self.text, position);
        let gap = match in_answer {
            true => features::gaps::first_of_answer(&self.analysis, offset),
            false => features::gaps::next(&self.analysis, offset),
        }?;
        Some(json!({
            "uri": self.uri,
            "range": encoding.range(&self.text, gap.span),
            "selection": encoding.range(&self.text, gap.selection),
            "rule": gap.rule,
            "message": gap.message,
        }))
    }
}

fn kind(kind: symbols::SymbolKind) -> SymbolKind {
    match kind {
        // What icons and colours themes have for these suits best: something that has parts, and its parts.
        symbols::SymbolKind::Answer => SymbolKind::CLASS,
        symbols::SymbolKind::Component => SymbolKind::FIELD,
        symbols::SymbolKind::Part => SymbolKind::PROPERTY,
    }
}

/// Does what [`NEXT_GAP`] promises; the result tells where, for a client that moves its cursor itself.
///
/// # Errors
/// If the argument is not what it must be, or the draft is not open.
pub(crate) async fn next_gap(session: &Session, argument: &Value) -> Result<Value> {
    let (uri, position) = place(argument)?;
    let in_answer = argument.get("answer").and_then(Value::as_bool).unwrap_or(false);
    let found =
        session.view(&uri, move |snapshot| (snapshot.gap(position, in_answer), snapshot.analysis.answers().is_empty()));
    let (gap, is_bare) = found.await.ok_or_else(|| not_open(&uri))?;
    match gap {
        Some(gap) => {
            let selection = serde_json::from_value(gap["selection"].clone()).unwrap_or_default();
            session.select(&uri, selection).await;
            Ok(gap)
        }
        None => {
            session.inform(match (is_bare, in_answer) {
                (true, _) => "There is no STAR answer in this draft yet.",
                (false, true) => "Nothing left to write in this answer.",
                (false, false) => "Nothing left to write in this draft.",
            });
            Ok(Value::Null)
        }
    }
}

/// Whether the views of a draft may look different by these two coaches.
pub(crate) fn differ(one: &Coach, other: &Coach) -> bool {
    let Config { severities, typing_delay, drafting_delay, max_findings, .. } = other.config.clone();
    let without_diagnostics = Config { severities, typing_delay, drafting_delay, max_findings, ..one.config.clone() };
    without_diagnostics != other.config || !Arc::ptr_eq(&one.lexicon, &other.lexicon)
}

/// The requests that have `client` fetch anew what it does not fetch after each edit anyway.
pub(crate) fn refreshes(client: &Client) -> impl Iterator<Item = &'static str> {
    let all = [(client.lens_refresh, "workspace/codeLens/refresh")];
    all.into_iter().filter(|(can, _)| *can).map(|(_, method)| method)
}

/// The place that the argument of a command names.
fn place(argument: &Value) -> Result<(Url, Position)> {
    let part = |name| argument.get(name).cloned().unwrap_or_default();
    match (serde_json::from_value(part("uri")), serde_json::from_value(part("position"))) {
        (Ok(uri), Ok(position)) => Ok((uri, position)),
        _ => Err(Error::invalid_params("The argument must be {uri, position}.")),
    }
}

fn not_open(uri: &Url) -> Error {
    Error::invalid_params(format!("There is no draft {uri} open."))
}
