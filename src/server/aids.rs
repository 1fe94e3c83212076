//! What an editor shows or offers on demand at a place of a draft: hovers, completion, links and where they lead.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{
    CompletionContext, CompletionItem, CompletionItemKind, CompletionItemTag, CompletionList, CompletionResponse,
    CompletionTextEdit, CompletionTriggerKind, DocumentLink, Documentation, GotoDefinitionResponse, Hover,
    HoverContents, InsertReplaceEdit, InsertTextFormat, InsertTextMode, Location, LocationLink, MarkupContent,
    MarkupKind, Position, Range, TextEdit, Url,
};

use super::actions::escape;
use super::cache;
use super::client::Client;
use super::log::{Level, log};
use super::pages;
use super::views::Snapshot;
use crate::analysis::Analysis;
use crate::features;
use crate::features::completion::{Cause, Item, ItemKind};
use crate::features::links::{self, Target};
use crate::features::markup::Format;
use crate::features::{scenario_page, service_page};
use crate::lexicon::{Lexicon, Scenario};
use crate::text::{Span, Text};

/// A draft as it is, and who looks at it.
pub(crate) struct Place<'a> {
    /// Its text.
    pub(crate) text: &'a Text,
    /// What there is to say about that text.
    pub(crate) analysis: &'a Analysis,
    /// Who looks.
    pub(crate) client: &'a Client,
}

impl Place<'_> {
    /// What there is to know about `position`.
    pub(crate) fn hover(&self, position: Position) -> Option<Hover> {
        let encoding = self.client.encoding;
        let format = self.client.hover_format;
        let hover = features::hover::hover(self.analysis, self.text, encoding.offset(self.text, position), format)?;
        Some(Hover {
            contents: HoverContents::Markup(markup(format, hover.text)),
            range: Some(encoding.range(self.text, hover.span)),
        })
    }

    /// What can be written at `position`.
    pub(crate) fn completion(
        &self,
        position: Position,
        context: Option<CompletionContext>,
    ) -> Option<CompletionResponse> {
        let encoding = self.client.encoding;
        let typed = context.filter(|context| context.trigger_kind == CompletionTriggerKind::TRIGGER_CHARACTER);
        let typed = typed.and_then(|context| context.trigger_character?.chars().next());
        let cause = typed.map_or(Cause::Asked, Cause::Typed);
        let format = self.client.completion.format;
        let offset = encoding.offset(self.text, position);
        let completion = features::completion::complete(self.analysis, self.text, offset, cause, format);
        if completion.items.is_empty() {
            return None;
        }
        let items = completion.items.into_iter().enumerate().map(|(rank, item)| self.item(rank, item)).collect();
        Some(CompletionResponse::List(CompletionList { is_incomplete: completion.incomplete, items }))
    }

    fn item(&self, rank: usize, item: Item) -> CompletionItem {
        let can = &self.client.completion;
        let range = |span| self.client.encoding.range(self.text, span);
        // Neovim inserts no more than the first word of a text that is no snippet.
        let snippet = can.snippets && (!item.stops.is_empty() || item.text.contains(' '));
        let many_lines = item.text.contains(['\n', '\r']);
        let new_text = if snippet { snippet_of(&item.text, &item.stops) } else { item.text };
        let text_edit = if can.insert_replace && item.insert != item.replace {
            let (insert, replace) = (range(item.insert), range(item.replace));
            CompletionTextEdit::InsertAndReplace(InsertReplaceEdit { new_text, insert, replace })
        } else {
            // A label takes its line; else what follows the cursor stays.
            let span = if matches!(item.kind, ItemKind::Label | ItemKind::Answer) { item.replace } else { item.insert };
            CompletionTextEdit::Edit(TextEdit { range: range(span), new_text })
        };
        let also = item.also.map(|(span, text)| vec![TextEdit { range: range(span), new_text: text.to_owned() }]);
        let documentation = (!item.documentation.is_empty())
            .then(|| Documentation::MarkupContent(markup(can.format, item.documentation)));
        CompletionItem {
            label: item.label,
            kind: Some(kind(item.kind)),
            detail: (!item.detail.is_empty()).then_some(item.detail),
            documentation,
            tags: (item.deprecated && can.tags).then(|| vec![CompletionItemTag::DEPRECATED]),
            sort_text: Some(format!("{rank:03}")),
            filter_text: Some(item.filter),
            insert_text_format: snippet.then_some(InsertTextFormat::SNIPPET),
            insert_text_mode: (many_lines && can.as_is).then_some(InsertTextMode::AS_IS),
            text_edit: Some(text_edit),
            additional_text_edits: also,
            ..CompletionItem::default()
        }
    }

    /// Where `position` leads to.
    pub(crate) fn definition(&self, position: Position) -> Option<GotoDefinitionResponse> {
        let encoding = self.client.encoding;
        let (span, target) = links::definition(self.analysis, self.text, encoding.offset(self.text, position))?;
        let lexicon = &self.analysis.coach().lexicon;
        let uri = match target {
            Target::Scenario(index) => scenario_address(self.client, &lexicon.scenarios[index], lexicon)?,
            Target::Service(index) if self.client.fetch_pages => pages::service_address(&lexicon.services[index])?,
            Target::Service(index) => {
                stored(cache::Shelf::Services, &lexicon.services[index].id, &service_page::page(lexicon, index))?
            }
        };
        let top = Range::default();
        if !self.client.definition_links {
            return Some(GotoDefinitionResponse::Scalar(Location::new(uri, top)));
        }
        Some(GotoDefinitionResponse::Link(vec![LocationLink {
            origin_selection_range: Some(encoding.range(self.text, span)),
            target_uri: uri,
            target_range: top,
            target_selection_range: top,
        }]))
    }
}

impl Snapshot {
    /// The references in the draft. Where one leads is told when it is followed: until then no page need be there.
    pub(crate) fn links(&self) -> Vec<DocumentLink> {
        let lexicon = &self.analysis.coach().lexicon;
        let link = |reference: links::Reference| {
            let scenario = &lexicon.scenarios[reference.scenario];
            DocumentLink {
                range: self.client.encoding.range(&self.text, reference.span),
                target: None,
                tooltip: Some(format!("{}: {}", scenario.id, scenario.title)),
                data: Some(json!({ "scenario": scenario.id })),
            }
        };
        links::references(&self.analysis, &self.text).into_iter().map(link).collect()
    }
}

/// The link with where it leads, if that is a page of `lexicon`.
pub(crate) fn resolved(client: &Client, lexicon: &Lexicon, mut link: DocumentLink) -> DocumentLink {
    let id = link.data.as_ref().and_then(|data| data.get("scenario")).and_then(Value::as_str);
    let scenario = id.and_then(|id| scenario_page::by_id(lexicon, id));
    link.target = scenario.and_then(|scenario| scenario_address(client, scenario, lexicon));
    link
}

/// Where the page of `scenario` is: with us, for a client that fetches it, else in the cache.
fn scenario_address(client: &Client, scenario: &Scenario, lexicon: &Lexicon) -> Option<Url> {
    if client.fetch_pages {
        return pages::address(scenario);
    }
    stored(cache::Shelf::Scenarios, &scenario.id, &scenario_page::page(lexicon, &scenario.id)?)
}

/// The address of a page, which is written if it is not there.
fn stored(shelf: cache::Shelf, id: &str, page: &str) -> Option<Url> {
    match cache::store(&cache::folder(shelf)?, id, page) {
        Ok(path) => Url::from_file_path(path).ok(),
        Err(error) => {
            log(Level::Warn, format_args!("a page can't be written: {error}"));
            None
        }
    }
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Label | ItemKind::Directive => CompletionItemKind::KEYWORD,
        ItemKind::Answer => CompletionItemKind::SNIPPET,
        ItemKind::Service => CompletionItemKind::MODULE,
        ItemKind::Figure => CompletionItemKind::VALUE,
        ItemKind::Reference => CompletionItemKind::REFERENCE,
        ItemKind::Setting => CompletionItemKind::PROPERTY,
    }
}

/// `text` as a snippet in which `stops`, disjoint spans of it, are to be filled in one by one.
fn snippet_of(text: &str, stops: &[Span]) -> String {
    let mut snippet = String::new();
    let mut at = 0;
    for (number, stop) in stops.iter().enumerate() {
        let (before, words) = (&text[at..stop.start], &text[stop.range()]);
        snippet.push_str(&format!("{}${{{}:{}}}", escape(before), number + 1, escape(words)));
        at = stop.end;
    }
    snippet.push_str(&escape(&text[at..]));
    snippet
}

fn markup(format: Format, value: String) -> MarkupContent {
    let kind = match format {
        Format::Markdown => MarkupKind::Markdown,
        Format::Plain => MarkupKind::PlainText,
    };
    MarkupContent { kind, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in_is_a_stop_and_the_rest_is_escaped() {
        let text = "saved $[N] {a} by [X%]";
        let stops = [Span::new(7, 10), Span::new(18, 22)];
        assert_eq!(snippet_of(text, &stops), "saved \\$${1:[N]} {a\\} by ${2:[X%]}");
        assert_eq!(snippet_of("a}", &[]), "a\\}");
    }
}
