//! What an editor shows of a draft beside its text: the outline, the lenses, and the way to what is left to do.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    CodeLens, Command, DocumentSymbol, DocumentSymbolResponse, FoldingRange, InlayHint, InlayHintTooltip, Location,
    Position, Range, SelectionRange, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
    SemanticTokensDelta, SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, SymbolInformation,
    SymbolKind, Url,
};

use super::actions::{Target, escape};
use super::client::Client;
use super::convert::{Encoding, Piece};
use super::index::{self, Titled};
use super::session::Session;
use crate::analysis::{Analysis, Coach, Placed};
use crate::component::Component;
use crate::config::Config;
use crate::edit::DocEdit;
use crate::features::folding::{self, Fold};
use crate::features::inlays::{self, Inlay};
use crate::features::lens::{self, Lens};
use crate::features::scaffold::{self, Scaffold};
use crate::features::symbols::{self, Symbol};
use crate::features::tokens::{self, Token, TokenKind};
use crate::features::{gaps, selection};
use crate::text::{DocSpan, Text};

/// Goes to the next thing that needs the writer. Its argument is `{uri, position}`; with `"answer": true`, to the first
/// such thing in the answer there.
pub(crate) const NEXT_GAP: &str = "starCoach.nextGap";

/// Inserts an empty answer, written as the draft writes its others, and selects the first question in it. Its argument is
/// `{uri, position}`.
pub(crate) const INSERT_SCAFFOLD: &str = "starCoach.insertScaffold";

/// A draft as it was at some moment.
pub(crate) struct Snapshot {
    /// Its name.
    pub(crate) uri: Url,
    /// Its text.
    pub(crate) text: Text,
    /// The version of its text, as the client counts.
    pub(crate) version: i32,
    /// What there is to say about that text.
    pub(crate) analysis: Analysis,
    /// Who asks.
    pub(crate) client: Arc<Client>,
}

impl Snapshot {
    /// Answers and their sections, nested if the client can show that.
    pub(crate) fn symbols(&self) -> DocumentSymbolResponse {
        let symbols = symbols::symbols(&self.analysis);
        let places = self.analysis.answers().iter().map(|placed| Place::new(placed, &self.text, self.client.encoding));
        let symbols = places.zip(symbols);
        if self.client.nested_symbols {
            return DocumentSymbolResponse::Nested(symbols.map(|(place, symbol)| nested(&place, symbol)).collect());
        }
        let mut all = Vec::new();
        for (place, symbol) in symbols {
            let Symbol { name, kind, span, children, .. } = symbol;
            all.push(self.flat(name.clone(), kind, place.range(span), None));
            let child = |child: Symbol| self.flat(child.name, child.kind, place.range(child.span), Some(name.clone()));
            all.extend(children.into_iter().map(child));
        }
        DocumentSymbolResponse::Flat(all)
    }

    #[expect(deprecated, reason = "the type can't be made without the field that its tags replace")]
    fn flat(
        &self,
        name: String,
        of: symbols::SymbolKind,
        range: Range,
        container_name: Option<String>,
    ) -> SymbolInformation {
        let location = Location::new(self.uri.clone(), range);
        SymbolInformation { name, kind: kind(of), tags: None, deprecated: None, location, container_name }
    }

    /// The state of each answer. Choosing one leads to what is left to do in its answer.
    pub(crate) fn lenses(&self) -> Vec<CodeLens> {
        let lens = |lens: Lens| {
            // VS Code drops a lens all of whose range is typed over, as the title of a scaffold is; its line remains.
            let line = self.text.line_span(self.text.line_of(lens.span.start));
            let range = self.client.encoding.range(&self.text, line);
            let position = self.client.encoding.range(&self.text, lens.span).start;
            let argument = json!({ "uri": self.uri, "position": position, "answer": true });
            let command = Command::new(lens.title, NEXT_GAP.into(), Some(vec![argument]));
            CodeLens { range, command: Some(command), data: None }
        };
        lens::lenses(&self.analysis).into_iter().map(lens).collect()
    }

    /// Answers and sections as lines to fold.
    pub(crate) fn folds(&self) -> Vec<FoldingRange> {
        let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        let folds = folding::folds(&self.analysis, &self.text, self.client.fold_limit.unwrap_or(usize::MAX));
        let range = |fold: Fold| FoldingRange {
            start_line: line(fold.first),
            end_line: line(fold.last),
            ..FoldingRange::default()
        };
        folds.into_iter().map(range).collect()
    }

    /// For each of `positions`, what to select around it, inner ranges first and linked to the outer ones.
    pub(crate) fn selections(&self, positions: &[Position]) -> Vec<SelectionRange> {
        let encoding = self.client.encoding;
        let around = |position: &Position| {
            let offset = encoding.offset(&self.text, *position);
            let ranges = selection::ranges(&self.analysis, &self.text, offset).into_iter().rev();
            let nested = ranges.fold(None, |parent, span| {
                Some(SelectionRange { range: encoding.range(&self.text, span), parent: parent.map(Box::new) })
            });
            nested.unwrap_or(SelectionRange { range: Range::new(*position, *position), parent: None })
        };
        positions.iter().map(around).collect()
    }

    /// The hints in `range`.
    pub(crate) fn inlays(&self, range: Range) -> Vec<InlayHint> {
        let span = self.client.encoding.span(&self.text, range);
        let hint = |inlay: Inlay| InlayHint {
            position: self.client.encoding.position(&self.text, inlay.at),
            label: inlay.label.into(),
            kind: None,
            text_edits: None,
            tooltip: Some(InlayHintTooltip::String(inlay.tooltip)),
            padding_left: Some(true),
            padding_right: Some(true),
            data: None,
        };
        inlays::inlays(&self.analysis, &self.text, span).into_iter().map(hint).collect()
    }

    /// The tokens of all answers that touch `range`, or of all.
    pub(crate) fn tokens(&self, range: Option<Range>) -> Vec<SemanticToken> {
        let encoding = self.client.encoding;
        let span = range.map_or(self.text.full_span(), |range| encoding.span(&self.text, range));
        let mut encoded = Vec::new();
        let mut last = Position::default();
        let touched = self.analysis.answers().iter().filter(|placed| placed.within(span).is_some());
        for placed in touched {
            let text = placed.report.answer.text();
            let place = Place::new(placed, &self.text, encoding);
            for token in tokens::tokens(&placed.report) {
                let start = place.position(token.span.start);
                let same_line = start.line == last.line;
                encoded.push(SemanticToken {
                    delta_line: start.line - last.line,
                    delta_start: if same_line { start.character - last.character } else { start.character },
                    length: encoding.units(&text[token.span.range()]),
                    token_type: token.kind as u32,
                    token_modifiers_bitset: modifiers(&token),
                });
                last = start;
            }
        }
        encoded
    }

    /// The edit that inserts an empty answer at `position`, and the range of the first question in it after that.
    fn scaffold(&self, position: Position) -> Option<(Value, Range)> {
        let client = &self.client;
        let offset = client.encoding.offset(&self.text, position);
        let Scaffold { edit, prompts } = scaffold::scaffold(&self.analysis, &self.text, offset)?;
        let target = Target { uri: &self.uri, version: self.version, text: &self.text, client };
        let first = prompts.first().copied().unwrap_or(edit.span);
        let snippet = client.snippet_edits.then(|| (0, snippet(&edit, &prompts)));
        let edits = [edit];
        let selection = client.encoding.range(&target.after(&edits), first);
        Some((target.workspace_edit(&edits, snippet.as_ref()), selection))
    }

    /// What [`NEXT_GAP`] leads to, and where to.
    fn gap(&self, position: Position, in_answer: bool) -> Option<Value> {
        let encoding = self.client.encoding;
        let offset = encoding.offset(&self.text, position);
        let gap = match in_answer {
            true => gaps::first_of_answer(&self.analysis, offset),
            false => gaps::next(&self.analysis, offset),
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

/// An answer, and what its places are in the protocol.
struct Place<'a> {
    placed: &'a Placed,
    piece: Piece<'a>,
    encoding: Encoding,
    /// Where it starts.
    first: Position,
}

impl<'a> Place<'a> {
    fn new(placed: &'a Placed, text: &Text, encoding: Encoding) -> Self {
        let first = encoding.position(text, placed.span.start);
        Self { placed, piece: Piece::new(placed.report.answer.text()), encoding, first }
    }

    fn position(&self, offset: usize) -> Position {
        self.piece.position_from(self.encoding, self.first, offset)
    }

    /// The range of `span`, which lies in the answer.
    fn range(&self, span: DocSpan) -> Range {
        let span = self.placed.within(span).unwrap_or_default();
        Range::new(self.position(span.start), self.position(span.end))
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

/// What semantic tokens can be. The types are those of the protocol that themes know, in the order of [`TokenKind`].
pub(crate) fn legend() -> SemanticTokensLegend {
    let types =
        [TokenKind::Placeholder, TokenKind::Label, TokenKind::Metric, TokenKind::Service].map(|kind| match kind {
            TokenKind::Placeholder => SemanticTokenType::PARAMETER,
            TokenKind::Label => SemanticTokenType::KEYWORD,
            TokenKind::Metric => SemanticTokenType::NUMBER,
            TokenKind::Service => SemanticTokenType::CLASS,
        });
    let components = Component::ALL.into_iter().map(|component| SemanticTokenModifier::new(component.key()));
    let modifiers = components.chain([SemanticTokenModifier::DEFAULT_LIBRARY]);
    SemanticTokensLegend { token_types: types.to_vec(), token_modifiers: modifiers.collect() }
}

/// The modifiers of a token, as bits in the order of the [`legend`].
fn modifiers(token: &Token) -> u32 {
    let components = token.components.iter().map(|component| 1 << *component as u32);
    // Themes give what a platform brings along a colour of its own.
    let from_aws = if token.kind == TokenKind::Service { 1 << Component::ALL.len() } else { 0 };
    components.fold(from_aws, |bits, bit| bits | bit)
}

/// The tokens that a client has of one document.
pub(crate) struct Tokens {
    id: u64,
    data: Vec<SemanticToken>,
}

impl Tokens {
    /// Those with this id.
    pub(crate) fn new(id: u64, data: Vec<SemanticToken>) -> Self {
        Self { id, data }
    }

    /// What makes them of those that the client says it `has`, if those are `before`; else all of them.
    pub(crate) fn since(&self, before: Option<&Self>, has: &str) -> SemanticTokensFullDeltaResult {
        let result_id = Some(self.id.to_string());
        let Some(before) = before.filter(|before| before.id.to_string() == has) else {
            return SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id, data: self.data.clone() });
        };
        let (old, new) = (&before.data, &self.data);
        let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let same = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(old, new)| old == new).count();
        let (old_end, new_end) = (old.len() - same, new.len() - same);
        let edit = SemanticTokensEdit {
            start: numbers(start),
            delete_count: numbers(old_end - start),
            data: (start < new_end).then(|| new[start..new_end].to_vec()),
        };
        let edits = if old == new { Vec::new() } else { vec![edit] };
        SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
    }

    /// All of them.
    pub(crate) fn full(&self) -> SemanticTokens {
        SemanticTokens { result_id: Some(self.id.to_string()), data: self.data.clone() }
    }
}

/// How many numbers so many tokens are: the protocol counts those.
fn numbers(tokens: usize) -> u32 {
    u32::try_from(tokens * 5).unwrap_or(u32::MAX)
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

/// The text of `edit` as a snippet in which the `prompts`, spans of the text after it, follow one another.
fn snippet(edit: &DocEdit, prompts: &[DocSpan]) -> String {
    let mut snippet = String::with_capacity(edit.text.len() * 2);
    let mut done = 0;
    for (number, prompt) in (1..).zip(prompts) {
        let (start, end) = (prompt.start - edit.span.start, prompt.end - edit.span.start);
        snippet.push_str(&escape(&edit.text[done..start]));
        snippet.push_str(&format!("${{{number}:{}}}", escape(&edit.text[start..end])));
        done = end;
    }
    snippet + &escape(&edit.text[done..])
}

/// Does what [`INSERT_SCAFFOLD`] promises; the result is `{uri, range}` of what to type over first, for a client that
/// selects it itself, or null if nothing was inserted.
///
/// # Errors
/// As [`next_gap`].
pub(crate) async fn insert_scaffold(session: &Session, argument: &Value) -> Result<Value> {
    let (uri, position) = place(argument)?;
    let client = session.client();
    let found = session.view(&uri, move |snapshot| snapshot.scaffold(position));
    let Some((edit, selection)) = found.await.ok_or_else(|| not_open(&uri))? else {
        session.inform("An answer would not be coached here; put the cursor on an empty line between answers.");
        return Ok(Value::Null);
    };
    if !client.apply_edit {
        session.inform("Your editor takes no text from a server, so nothing was inserted.");
        return Ok(Value::Null);
    }
    if !session.apply("Insert an empty STAR answer", edit).await {
        return Ok(Value::Null);
    }
    if !client.snippet_edits {
        session.select(&uri, selection).await;
    }
    Ok(json!({ "uri": uri, "range": selection }))
}

/// Whether the views of a draft may look different by these two coaches.
pub(crate) fn differ(one: &Coach, other: &Coach) -> bool {
    let Config { severities, typing_delay, drafting_delay, max_findings, .. } = other.config.clone();
    let without_diagnostics = Config { severities, typing_delay, drafting_delay, max_findings, ..one.config.clone() };
    without_diagnostics != other.config || !Arc::ptr_eq(&one.lexicon, &other.lexicon)
}

/// The requests that have `client` fetch anew what it does not fetch after each edit anyway.
pub(crate) fn refreshes(client: &Client) -> impl Iterator<Item = &'static str> {
    let all = [
        (client.lens_refresh, "workspace/codeLens/refresh"),
        (client.inlay_refresh, "workspace/inlayHint/refresh"),
        (client.token_refresh, "workspace/semanticTokens/refresh"),
    ];
    all.into_iter().filter(|(can, _)| *can).map(|(_, method)| method)
}

/// The place that the argument of a command names.
///
/// # Errors
/// If it names none.
pub(crate) fn place(argument: &Value) -> Result<(Url, Position)> {
    let part = |name| argument.get(name).cloned().unwrap_or_default();
    match (serde_json::from_value(part("uri")), serde_json::from_value(part("position"))) {
        (Ok(uri), Ok(position)) => Ok((uri, position)),
        _ => Err(Error::invalid_params("The argument must be {uri, position}.")),
    }
}

fn not_open(uri: &Url) -> Error {
    Error::invalid_params(format!("There is no draft {uri} open."))
}
