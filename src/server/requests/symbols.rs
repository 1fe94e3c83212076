//! Answers and their sections as symbols.

use tower_lsp::lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, Range, SymbolInformation, SymbolKind};

use super::positions::AnswerPositions;
use crate::features::symbols::{self, Symbol};
use crate::server::index::{TitledAnswer, file_name};
use crate::server::snapshot::Snapshot;

/// Answers and their sections, nested if the client can show that.
pub(crate) fn symbols(snapshot: &Snapshot) -> DocumentSymbolResponse {
    let symbols = symbols::symbols(&snapshot.analysis);
    let positions = snapshot
        .analysis
        .answers()
        .iter()
        .map(|placed| AnswerPositions::new(placed, &snapshot.text, snapshot.encoding()));
    let symbols = positions.zip(symbols);
    if snapshot.client.nested_symbols {
        return DocumentSymbolResponse::Nested(symbols.map(|(positions, symbol)| nested(&positions, symbol)).collect());
    }
    let mut all = Vec::new();
    for (positions, symbol) in symbols {
        let Symbol { name, kind, span, children, .. } = symbol;
        all.push(flat(snapshot, name.clone(), kind, positions.range(span), None));
        let child =
            |child: Symbol| flat(snapshot, child.name, child.kind, positions.range(child.span), Some(name.clone()));
        all.extend(children.into_iter().map(child));
    }
    DocumentSymbolResponse::Flat(all)
}

#[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
fn flat(
    snapshot: &Snapshot,
    name: String,
    of: symbols::SymbolKind,
    range: Range,
    container_name: Option<String>,
) -> SymbolInformation {
    let location = Location::new(snapshot.uri.clone(), range);
    SymbolInformation { name, kind: kind(of), tags: None, deprecated: None, location, container_name }
}

/// Returns the workspace symbol of an answer in any draft.
#[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
pub(crate) fn workspace_symbol(TitledAnswer { title, uri, range }: TitledAnswer) -> SymbolInformation {
    let container_name = Some(file_name(&uri));
    let (kind, location) = (kind(symbols::SymbolKind::Answer), Location::new(uri, range));
    SymbolInformation { name: title, kind, tags: None, deprecated: None, location, container_name }
}

#[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
fn nested(positions: &AnswerPositions<'_>, symbol: Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested(positions, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: positions.range(symbol.span),
        selection_range: positions.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

fn kind(kind: symbols::SymbolKind) -> SymbolKind {
    match kind {
        // Editors have icons and colors for these kinds that show a whole and its parts.
        symbols::SymbolKind::Answer => SymbolKind::CLASS,
        symbols::SymbolKind::Component => SymbolKind::FIELD,
        symbols::SymbolKind::Part => SymbolKind::PROPERTY,
    }
}
