//! Semantic tokens: labels, metrics, services and placeholders.

use std::collections::BTreeMap;

use tower_lsp::lsp_types::{
    Position, Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, Url,
};

use super::positions::AnswerPositions;
use crate::component::Component;
use crate::features::tokens::{self, Token, TokenKind};
use crate::server::snapshot::Snapshot;

/// Returns the tokens of the answers that touch `range`; of all answers if it is `None`.
pub(crate) fn tokens(snapshot: &Snapshot, range: Option<Range>) -> Vec<SemanticToken> {
    let encoding = snapshot.encoding();
    let span = range.map_or(snapshot.text.full_span(), |range| encoding.span(&snapshot.text, range));
    let mut encoded = Vec::new();
    let mut last = Position::default();
    let touched = snapshot.analysis.answers().iter().filter(|placed| placed.within(span).is_some());
    for placed in touched {
        let text = placed.report.answer.text();
        let positions = AnswerPositions::new(placed, &snapshot.text, encoding);
        for token in tokens::tokens(&placed.report) {
            let start = positions.position(token.span.start);
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

/// Returns the token types and modifiers. The types are standard ones, which all themes color, in the order of
/// [`TokenKind`].
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

/// Returns the modifiers of a token, as bits in the order of the [`legend`].
fn modifiers(token: &Token) -> u32 {
    let components = token.components.iter().map(|component| 1 << *component as u32);
    // Many themes color `defaultLibrary` differently.
    let from_aws = if token.kind == TokenKind::Service { 1 << Component::ALL.len() } else { 0 };
    components.fold(from_aws, |bits, bit| bits | bit)
}

/// The tokens that the client has of each document.
#[derive(Default)]
pub(crate) struct SentTokens {
    latest: BTreeMap<Url, Tokens>,
    /// The ID of the latest tokens of any document.
    last_id: u64,
}

impl SentTokens {
    /// Returns `data` as new tokens of a document, and those that the client has, if any.
    pub(crate) fn next(&mut self, uri: &Url, data: Vec<SemanticToken>) -> (Tokens, Option<&Tokens>) {
        self.last_id += 1;
        (Tokens { id: self.last_id, data }, self.latest.get(uri))
    }

    /// Records that `tokens` of a document are sent to the client.
    pub(crate) fn insert(&mut self, uri: Url, tokens: Tokens) {
        self.latest.insert(uri, tokens);
    }

    /// Removes the tokens of a closed document.
    pub(crate) fn remove(&mut self, uri: &Url) {
        self.latest.remove(uri);
    }
}

/// The tokens of one document.
pub(crate) struct Tokens {
    id: u64,
    data: Vec<SemanticToken>,
}

impl Tokens {
    /// Returns the edit that turns `previous` into these tokens, or all tokens if the client does not have `previous`:
    /// `previous_id` is the result ID of those that it has.
    pub(crate) fn delta(&self, previous: Option<&Self>, previous_id: &str) -> SemanticTokensFullDeltaResult {
        let result_id = Some(self.id.to_string());
        let Some(previous) = previous.filter(|previous| previous.id.to_string() == previous_id) else {
            return SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id, data: self.data.clone() });
        };
        let (old, new) = (&previous.data, &self.data);
        let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let same = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(old, new)| old == new).count();
        let (old_end, new_end) = (old.len() - same, new.len() - same);
        let edit = SemanticTokensEdit {
            start: integers(start),
            delete_count: integers(old_end - start),
            data: (start < new_end).then(|| new[start..new_end].to_vec()),
        };
        let edits = if old == new { Vec::new() } else { vec![edit] };
        SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
    }

    /// Returns all tokens.
    pub(crate) fn full(&self) -> SemanticTokens {
        SemanticTokens { result_id: Some(self.id.to_string()), data: self.data.clone() }
    }
}

/// Returns the number of integers that encode so many tokens, as LSP counts them in an edit.
fn integers(tokens: usize) -> u32 {
    u32::try_from(tokens * 5).unwrap_or(u32::MAX)
}
