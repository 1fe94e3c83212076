//! Answers and their sections as symbols.

use tower_lsp::lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, Range, SymbolInformation, SymbolKind};

use super::places::Place;
use crate::features::symbols::{self, Symbol};
use crate::server::index::{self, Titled};
use crate::server::snapshot::Snapshot;

/// Answers and their sections, nested if the client can show that.
pub(crate) fn symbols(snapshot: &Snapshot) -> DocumentSymbolResponse {
    let symbols = symbols::symbols(&snapshot.analysis);
    let places =
        snapshot.analysis.answers().iter().map(|placed| Place::new(placed, &snapshot.text, snapshot.encoding()));
    let symbols = places.zip(symbols);
    if snapshot.client.nested_symbols {
        return DocumentSymbolResponse::Nested(symbols.map(|(place, symbol)| nested(&place, symbol)).collect());
    }
    let mut all = Vec::new();
    for (place, symbol) in symbols {
        let Symbol { name, kind, span, children, .. } = symbol;
        all.push(flat(snapshot, name.clone(), kind, place.range(span), None));
        let child = |child: Symbol| flat(snapshot, child.name, child.kind, place.range(child.span), Some(name.clone()));
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

/// An answer of any draft in the workspace.
#[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
pub(crate) fn of_workspace(Titled { title, uri, range }: Titled) -> SymbolInformation {
    let container_name = Some(index::file_name(&uri));
    let (kind, location) = (kind(symbols::SymbolKind::Answer), Location::new(uri, range));
    SymbolInformation { name: title, kind, tags: None, deprecated: None, location, container_name }
}

#[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
fn nested(place: &Place<'_>, symbol: Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested(place, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: place.range(symbol.span),
        selection_range: place.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
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
