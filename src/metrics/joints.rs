//! The words between two amounts that make them a before and an after: "to", "down from", "instead of".

use super::lexer::TokenKind;
use super::quantity::QuantityMatch;
use super::source::Source;

/// How two amounts are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// "to"
    To,
    /// An arrow.
    Arrow,
    /// "down from", "instead of": the older amount comes last.
    Back,
}

impl Source<'_> {
    /// Whether "from" is before the amount at `at` and its hedges.
    pub(super) fn preceded_by_from(&self, at: usize) -> bool {
        const FROM: &[&str] = &["from", "de", "da", "von"];
        let Some(before) = self.start_with_hedges(at, 0).checked_sub(1) else { return false };
        match self.tokens[before].kind {
            TokenKind::Word => self.is(before, FROM),
            TokenKind::Cjk => matches!(self.word(before), "从" | "由"),
            _ => false,
        }
    }

    /// Returns the first token of the amount at `at`, with its hedges and the "from" before them.
    pub(super) fn with_from(&self, at: usize) -> usize {
        let start = self.start_with_hedges(at, 0);
        if self.preceded_by_from(at) { start - 1 } else { start }
    }

    /// Returns the token after the words that join `first` to a second quantity, and how they join the two.
    pub(super) fn joint(&self, first: &QuantityMatch, from: bool) -> Option<(usize, Joint)> {
        const JOINTS: &[&str] = &["instead", "rather", "down"];
        let mut at = first.next;
        // "从4小时降到8分钟": the joint is in the same run as the unit.
        let end = self.end_of(first.next);
        let tail = if first.end < end { self.lower.get(first.end..end).unwrap_or_default() } else { "" };
        if !tail.is_empty() && ["到", "至", "에서", "から"].iter().any(|joint| tail.ends_with(joint)) {
            return Some((at, Joint::To));
        }
        // "one click instead of nine"
        if first.bare
            && !from
            && self.any_after(at + 1, 3, JOINTS)
            && let Some(back) = (at + 1..at + 4).find(|at| {
                matches!((self.word(*at), self.word(at + 1)), ("instead", "of") | ("rather", "than") | ("down", "from"))
            })
            && (at..back).all(|at| self.kind(at) == Some(TokenKind::Word))
            && self.cardinal(back + 2).is_some()
        {
            return Some((back + 2, Joint::Back));
        }
        let reach = if from { 6 } else { 0 };
        let limit = at + reach;
        loop {
            match self.kind(at)? {
                TokenKind::Stop => return None,
                TokenKind::Arrow => return Some((at + 1, Joint::Arrow)),
                // "140 > 12"
                TokenKind::Greater
                    if at == first.next
                        && !self.is_glued(at)
                        && matches!(self.kind(at + 1), Some(TokenKind::Number(_))) =>
                {
                    return Some((at + 1, Joint::Arrow));
                }
                TokenKind::Cjk if ["到", "至", "에서", "から"].iter().any(|joint| self.word(at).ends_with(joint)) =>
                {
                    return Some((at + 1, Joint::To));
                }
                TokenKind::Other('(' | ',') if !from => {
                    if matches!(
                        self.word(at + 1),
                        "down" | "up" | "from" | "was" | "previously" | "instead" | "vs" | "versus" | "compared"
                    ) {
                        at += 1;
                        continue;
                    }
                    return None;
                }
                _ => {}
            }
            let joint = match (self.word(at), self.word(at + 1)) {
                ("down" | "up", "to") => Some((at + 2, Joint::To)),
                ("down" | "up", "from") => Some((at + 2, Joint::Back)),
                ("to", _) => Some((at + 1, Joint::To)),
                ("auf" | "à" | "a" | "para", _)
                    if !first.bare && matches!(self.kind(at + 1), Some(TokenKind::Number(_))) =>
                {
                    Some((at + 1, Joint::To))
                }
                ("from" | "versus" | "vs" | "was" | "previously", _) => Some((at + 1, Joint::Back)),
                ("instead", "of") | ("rather", "than") | ("compared", "to" | "with") => Some((at + 2, Joint::Back)),
                _ => None,
            };
            if let Some((next, joint)) = joint {
                return Some((next, joint));
            }
            at += 1;
            if at > limit {
                return None;
            }
        }
    }

    /// Returns the token after the words at `at` that join two words for amounts: "days rather than weeks".
    pub(super) fn after_joint_of_words(&self, at: usize) -> Option<usize> {
        let next = match (self.kind(at)?, self.word(at), self.word(at + 1)) {
            (TokenKind::Arrow, ..) => at + 1,
            (_, "instead", "of") | (_, "rather", "than") | (_, "down", "to") => at + 2,
            (_, "to" | "not", _) => at + 1,
            (TokenKind::Other(','), "", "not") => at + 2,
            _ => return None,
        };
        // "a few"
        let few = self.is_word(next, "a") && self.is_word(next + 1, "few");
        Some(next + usize::from(few) * 2)
    }

    /// Returns the token after words that set what was against what is, and how they do: "instead of", "against",
    /// "became". They may follow the amount's noun.
    pub(super) fn contrast(&self, at: usize) -> Option<(usize, Joint)> {
        Some(match (self.word(at), self.word(at + 1)) {
            ("instead" | "ahead", "of") | ("rather", "than") | ("opposed" | "compared", "to" | "with") => {
                (at + 2, Joint::Back)
            }
            ("down" | "up", "from") => (at + 2, Joint::Back),
            ("against" | "versus" | "vs", _) => (at + 1, Joint::Back),
            ("where" | "when", "it" | "they" | "we" | "i") => match (self.word(at + 2), self.word(at + 3)) {
                ("was" | "were" | "had" | "took" | "needed" | "cost", _) => (at + 3, Joint::Back),
                ("used", "to") => (at + 5, Joint::Back),
                _ => return None,
            },
            ("", "not" | "from") if self.is_char(at, ',') => (at + 2, Joint::Back),
            // "none this year, after four the year before"
            ("", "after") if self.is_char(at, ',') && self.any_after(at + 3, 4, &["before", "earlier", "last"][..]) => {
                (at + 2, Joint::Back)
            }
            ("became" | "become" | "becomes", _) => (at + 1, Joint::To),
            ("replaced" | "replaces", _) => (at + 1, Joint::Back),
            ("turned", "into") | ("went", "to") | ("is" | "are", "now") | ("now", "takes" | "take" | "is" | "are") => {
                (at + 2, Joint::To)
            }
            _ => return None,
        })
    }
}
