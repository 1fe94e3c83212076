//! Recognizes numbers that are part of something else: names, dates, list items, versions.

use super::lexer::{TokenKind, is_percentile};
use super::quantity::DAY;
use super::source::Source;
use super::trap::Trap;
use super::units::WordList;

impl Source<'_> {
    /// Whether the number at `at` is part of a name, a date or the like. Such a number is no metric in any section.
    pub(super) fn is_label(&self, at: usize) -> bool {
        self.label_at(at).is_some()
    }

    /// Returns what the number at `at` is part of, if that is a name, a date or the like.
    pub(super) fn label_at(&self, at: usize) -> Option<Trap> {
        let Some(TokenKind::Number(value)) = self.kind(at) else { return None };
        let before = at.checked_sub(1).and_then(|before| self.kind(before));
        // "#312", "%20", "@10", "[1]", "10.0.0.1/16", "p-5"
        let percentile = matches!(before, Some(TokenKind::Other('='))) && at > 1 && is_percentile(self.text(at - 2));
        let sign = matches!(before, Some(TokenKind::Other('#' | '@' | '[' | '=' | '_')) | Some(TokenKind::Percent))
            && self.is_glued(at)
            && !percentile;
        let tail = matches!(before, Some(TokenKind::Name)) && self.is_glued(at);
        let second = matches!(before, Some(TokenKind::Other('/')))
            && self.is_glued(at)
            && at > 1
            && matches!(self.kind(at - 2), Some(TokenKind::Number(_)));
        if sign || self.is_char(at + 1, ']') {
            return Some(Trap::Reference);
        }
        if tail || second {
            return Some(Trap::Identifier);
        }
        // "(2)", and "1." or "2)" at the start of a block
        let starts = at == 0 || self.text(at - 1) == "\n";
        if self.is_char(at + 1, ')') && (starts || matches!(before, Some(TokenKind::Other('(')))) && value < 20.0 {
            return Some(Trap::Item);
        }
        if starts && self.text(at + 1) == "." && self.is_glued(at + 1) {
            return Some(Trap::Item);
        }
        if self.is_year(at, value) {
            return Some(Trap::Year);
        }
        let after = self.word(at + 1);
        if matches!(after, "am" | "pm") {
            return Some(Trap::Clock);
        }
        if self.is_glued(at + 1) && matches!(after, "st" | "nd" | "rd" | "th" | "xx") {
            return Some(if after == "xx" { Trap::StatusCode } else { Trap::Ordinal });
        }
        // "24/7", "24x7"; the latter is a number glued to a name
        if value == 24.0 && self.text(at + 2) == "7" {
            return Some(Trap::RoundTheClock);
        }
        let code = matches!(value as u32, 400..=429 | 500..=511) && value.fract() == 0.0;
        if code
            && (matches!(after, "error" | "errors" | "response" | "responses" | "status")
                || after == "s" && self.is_glued(at + 1))
        {
            return Some(Trap::StatusCode);
        }
        // "an iPhone 15"
        if at > 1
            && self.is(at - 2, &["a", "an", "my", "our", "the", "their"][..])
            && self.kind(at - 1) == Some(TokenKind::Word)
            && self.text(at - 1).contains(|letter: char| letter.is_uppercase())
            && self.text(at - 1).contains(|letter: char| letter.is_lowercase())
            && matches!(self.kind(at + 1), Some(TokenKind::Word))
        {
            return Some(Trap::Identifier);
        }
        // "Phase: 2"
        let near = at.checked_sub(if matches!(before, Some(TokenKind::Other(':'))) { 2 } else { 1 });
        // "Security Hub score 94" differs from "phase 2" by the word; "Node.js 20" has its name two tokens back.
        if let Some(near) = near {
            // "day 3"
            let dated = value <= 60.0
                && self.time_unit(near, false).is_some_and(|seconds| seconds >= DAY)
                && !self.is_plural_time(near)
                && !near.checked_sub(1).is_some_and(|per| self.is(per, WordList::Per) || self.is_char(per, '/'));
            if self.is(near, WordList::Numbered) || dated || self.is_word(near, "js") && !self.is_glued(at) {
                return Some(Trap::Identifier);
            }
            if self.is(near, WordList::Month) {
                return Some(Trap::Clock);
            }
        }
        (value <= 31.0 && self.is(at + 1, WordList::Month)).then_some(Trap::Clock)
    }

    /// Whether the numbers from `at` on are versions: "upgraded from 1.27 to 1.30".
    pub(super) fn is_upgrade(&self, at: usize) -> bool {
        const UPGRADES: &[&str] = &[
            "upgraded",
            "upgrade",
            "upgrading",
            "migrated",
            "version",
            "versions",
            "bumped",
            "migration",
            "migrating",
        ];
        self.any_before(at, 8, UPGRADES)
    }

    /// Whether the number at `at` is a year.
    pub(super) fn is_year_at(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Number(value)) if self.is_year(at, value))
    }

    fn is_year(&self, at: usize, value: f64) -> bool {
        let plain = (1990.0..2040.0).contains(&value) && self.text(at).len() == 4 && value.fract() == 0.0;
        if !plain {
            return false;
        }
        let unit = matches!(self.kind(at + 1), Some(TokenKind::Percent | TokenKind::Currency(_)));
        let money = at > 0 && matches!(self.kind(at - 1), Some(TokenKind::Currency(_)));
        // 2000 is more often a round number.
        let glued = self.is_glued(at + 1) && matches!(self.word(at + 1), "ms" | "x" | "k");
        !unit
            && !money
            && !glued
            && (value != 2000.0 || self.words_before(at, 1).any(|word| matches!(word, "in" | "since")))
    }
}

/// Returns the trap that a name with digits is: a version, a time of day, another identifier. `None` for percentiles
/// and for names such as "S3".
pub(super) fn trap_of_name(name: &str) -> Option<Trap> {
    let digits = name.strip_prefix(['v', 'V']).unwrap_or(name);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = |mark: char| digits.split(mark).all(is_number) && digits.contains(mark);
    match () {
        () if is_percentile(name) => None,
        () if name.len() > digits.len() && (is_number(digits) || parts('.')) => Some(Trap::Version),
        () if parts(':') => Some(Trap::Clock),
        () if parts('.') => Some(if digits.matches('.').count() == 3 { Trap::Identifier } else { Trap::Version }),
        () if name.contains(['-', '/', '#', '@']) => Some(Trap::Identifier),
        () => None,
    }
}
