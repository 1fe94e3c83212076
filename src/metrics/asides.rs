//! Clauses whose numbers are no outcome: conditions, and notes to oneself.

use super::lexer::TokenKind;
use super::source::Source;

impl Source<'_> {
    /// Whether a condition or a note to oneself starts at `at`: "if it went above 5%", "mention the 30 minutes".
    pub(super) fn starts_aside(&self, at: usize) -> bool {
        let starts = || {
            let before = at.checked_sub(1).and_then(|before| self.kind(before));
            matches!(before, None | Some(TokenKind::Stop | TokenKind::Dash | TokenKind::Other('(' | '[' | ':')))
        };
        match self.word(at) {
            "if" | "unless" => true,
            "note" => self.is_word(at + 1, "to") && starts(),
            "mention" | "remember" | "todo" | "remind" => starts(),
            "do" | "don't" | "don’t" => self.words_after(at + 1, 2).any(|word| word == "forget") && starts(),
            _ => false,
        }
    }

    /// Returns the token after the clause that starts at `at`. A note goes on to the end of its sentence.
    pub(super) fn end_of_aside(&self, at: usize) -> usize {
        let is_condition = matches!(self.word(at), "if" | "unless");
        let ends = |at: &usize| match self.kind(*at) {
            None | Some(TokenKind::Stop | TokenKind::Other(')' | ']')) => true,
            Some(TokenKind::Other(',' | '(')) => is_condition,
            _ => is_condition && self.is_word(*at, "then"),
        };
        (at + 1..).find(ends).unwrap_or(at + 1)
    }
}
