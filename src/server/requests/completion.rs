//! Completions.

use tower_lsp::lsp_types::{
    CompletionContext, CompletionItem, CompletionItemKind, CompletionItemTag, CompletionList, CompletionResponse,
    CompletionTextEdit, CompletionTriggerKind, Documentation, InsertReplaceEdit, InsertTextFormat, InsertTextMode,
    Position, TextEdit,
};

use super::markup::markup;
use super::snippet::snippet_of;
use crate::features;
use crate::features::completion::{Cause, Item, ItemKind};
use crate::server::snapshot::Snapshot;

/// Returns the completions at `position`.
pub(crate) fn completion(
    snapshot: &Snapshot,
    position: Position,
    context: Option<CompletionContext>,
) -> Option<CompletionResponse> {
    let typed = context.filter(|context| context.trigger_kind == CompletionTriggerKind::TRIGGER_CHARACTER);
    let typed = typed.and_then(|context| context.trigger_character?.chars().next());
    let cause = typed.map_or(Cause::Asked, Cause::Typed);
    let format = snapshot.client.completion.format;
    let offset = snapshot.offset(position);
    let completion = features::completion::complete(&snapshot.analysis, &snapshot.text, offset, cause, format);
    if completion.items.is_empty() {
        return None;
    }
    let items = completion.items.into_iter().enumerate().map(|(rank, found)| item(snapshot, rank, found)).collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete: completion.incomplete, items }))
}

fn item(snapshot: &Snapshot, rank: usize, item: Item) -> CompletionItem {
    let supports = &snapshot.client.completion;
    let range = |span| snapshot.range(span);
    // Neovim inserts only the first word of a text with spaces, unless it is a snippet.
    let snippet = supports.snippets && (!item.stops.is_empty() || item.text.contains(' '));
    let is_multiline = item.text.contains(['\n', '\r']);
    let new_text = if snippet { snippet_of(&item.text, &item.stops) } else { item.text };
    let text_edit = if supports.insert_replace && item.insert != item.replace {
        let (insert, replace) = (range(item.insert), range(item.replace));
        CompletionTextEdit::InsertAndReplace(InsertReplaceEdit { new_text, insert, replace })
    } else {
        // A label replaces the rest of its line; any other item keeps the text after the cursor.
        let span = if matches!(item.kind, ItemKind::Label | ItemKind::Answer) { item.replace } else { item.insert };
        CompletionTextEdit::Edit(TextEdit { range: range(span), new_text })
    };
    let also = item.also.map(|(span, text)| vec![TextEdit { range: range(span), new_text: text.to_owned() }]);
    let documentation = (!item.documentation.is_empty())
        .then(|| Documentation::MarkupContent(markup(supports.format, item.documentation)));
    CompletionItem {
        label: item.label,
        kind: Some(kind(item.kind)),
        detail: (!item.detail.is_empty()).then_some(item.detail),
        documentation,
        tags: (item.deprecated && supports.tags).then(|| vec![CompletionItemTag::DEPRECATED]),
        sort_text: Some(format!("{rank:03}")),
        filter_text: Some(item.filter),
        insert_text_format: snippet.then_some(InsertTextFormat::SNIPPET),
        insert_text_mode: (is_multiline && supports.as_is).then_some(InsertTextMode::AS_IS),
        text_edit: Some(text_edit),
        additional_text_edits: also,
        ..CompletionItem::default()
    }
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Label | ItemKind::Directive => CompletionItemKind::KEYWORD,
        ItemKind::Answer => CompletionItemKind::SNIPPET,
        ItemKind::Service => CompletionItemKind::MODULE,
        ItemKind::Metric => CompletionItemKind::VALUE,
        ItemKind::Reference => CompletionItemKind::REFERENCE,
        ItemKind::Setting => CompletionItemKind::PROPERTY,
    }
}
