//! Clauses whose numbers are no outcome: conditions, plans, and notes to oneself.

use super::lexer::TokenKind;
use super::source::Source;
use super::units::WordList;

impl Source<'_> {
    /// Whether a condition, a plan, or a note to oneself starts at `at`: "if it went above 5%", "I would wait 2 days",
    /// "mention the 30 minutes".
    pub(super) fn starts_aside(&self, at: usize) -> bool {
        let starts = || {
            let before = at.checked_sub(1).and_then(|before| self.kind(before));
            matches!(before, None | Some(TokenKind::Stop | TokenKind::Dash | TokenKind::Other('(' | '[' | ':')))
        };
        match self.word(at) {
            "if" | "unless" => true,
            "will" => !self.is_gain(at + 1),
            "going" => self.is_word(at + 1, "to") && !self.is_gain(at + 2),
            "aim" | "expect" | "hope" | "intend" | "plan" | "plans" | "want" if self.is_word(at + 1, "to") => true,
            "aim" | "aiming" | "aims" | "hope" | "hoping" if self.is_word(at + 1, "for") => true,
            // "The plan is to reduce the bill by 30%."
            "aim" | "goal" | "idea" | "job" | "plan" | "target" | "task" => {
                matches!(self.word(at + 1), "is" | "was") && self.is_word(at + 2, "to")
            }
            "may" | "might" => !matches!(self.word_back(at, 1), "in" | "of" | "since"),
            "could" => matches!(self.word_back(at, 1), "it" | "that" | "this"),
            "would" => matches!(self.word_back(at, 1), "i" | "we") && !self.is_gain(at + 1),
            "next" => matches!(self.word(at + 1), "step" | "steps" | "time") && starts(),
            "note" => self.is_word(at + 1, "to") && starts(),
            "mention" | "remember" | "todo" | "remind" => starts(),
            "do" | "don't" | "don’t" => self.words_after(at + 1, 2).any(|word| word == "forget") && starts(),
            _ => false,
        }
    }

    /// Whether the verb at `at`, after "will" and the like, says what is gained: "which will save 3 hours a week".
    fn is_gain(&self, at: usize) -> bool {
        const GAINS: &[&str] =
            &["be", "bring", "cost", "earn", "free", "have", "increase", "lower", "pay", "raise", "reduce"];
        self.is(at, GAINS) || self.is(at, WordList::Saving)
    }

    /// Returns the token after the clause that starts at `at`. A note goes on to the end of its sentence.
    pub(super) fn end_of_aside(&self, at: usize) -> usize {
        let is_note =
            matches!(self.word(at), "note" | "mention" | "remember" | "todo" | "remind" | "do" | "don't" | "don’t");
        let is_condition = !is_note;
        let ends = |at: &usize| match self.kind(*at) {
            None | Some(TokenKind::Stop | TokenKind::Other(')' | ']')) => true,
            Some(TokenKind::Other(',' | '(')) => is_condition,
            _ => is_condition && self.is_word(*at, "then"),
        };
        (at + 1..).find(ends).unwrap_or(at + 1)
    }
}
