//! Recognizes quantities that are no outcome: settings, staffing, rollout steps, exaggerations.

use super::labels::trap_of_name;
use super::lexer::TokenKind;
use super::measure::Unit;
use super::nouns::is_people;
use super::quantity::QuantityMatch;
use super::source::Source;
use super::trap::Trap;
use super::units::{self, WordList};

/// What makes a verb passive.
const PASSIVE: &[&str] = &["was", "were", "got", "been", "is", "are"];

impl Source<'_> {
    /// Returns the reason why the number at `at` is no outcome, and the token after the number.
    pub(super) fn trap_at(&self, at: usize) -> Option<(Trap, usize)> {
        if let Some(trap) = self.label_at(at) {
            return Some((trap, at + 1));
        }
        if self.kind(at) == Some(TokenKind::Name) {
            return trap_of_name(self.text(at)).map(|trap| (trap, at + 1));
        }
        let matched = self.quantity_at(at)?;
        let trap = match matched.quantity.unit {
            _ if self.is_flourish(&matched) => Trap::Flourish,
            _ if self.is_threshold(&matched) => Trap::Step,
            Unit::Percent if self.is_step(&matched) => Trap::Step,
            Unit::Money(_) if self.is_budget(&matched) => Trap::Budget,
            Unit::Seconds if self.is_set_aside(&matched) => Trap::SetAside,
            Unit::Seconds if self.is_setting(&matched) => Trap::Setting,
            Unit::Count if self.is_staffing(&matched) => Trap::Staffing,
            Unit::Count if matched.bare && self.is_upgrade(matched.first) => Trap::Version,
            Unit::Count if self.is(matched.next, WordList::Structure) => Trap::Structure,
            _ => return None,
        };
        Some((trap, matched.next))
    }

    pub(super) fn is_budget(&self, matched: &QuantityMatch) -> bool {
        const BUDGET: &[&str] = &["budget"];
        const SPARED: &[&str] = &["under", "below", "saved", "by"];
        self.any_after(matched.next, 2, BUDGET) && !matches!(self.word(matched.next), "under" | "below")
            || self.any_before(matched.first, 3, BUDGET) && !self.any_before(matched.first, 4, SPARED)
    }

    /// Whether the quantity is an exaggeration: "100% committed", "10x engineer". It is no metric in any section.
    pub(super) fn is_flourish(&self, matched: &QuantityMatch) -> bool {
        if let Unit::Money(_) = matched.quantity.unit {
            // "my two cents"
            let cents = matches!(self.word(matched.next - 1), "cent" | "cents");
            return cents
                && matches!(self.word_back(matched.first, 1), "my" | "our" | "your" | "his" | "her" | "their");
        }
        let Unit::Percent = matched.quantity.unit else {
            return matches!(matched.quantity.unit, Unit::Times)
                && matches!(self.word(matched.next), "engineer" | "engineers" | "developer" | "developers")
                && matched.quantity.value == 10.0;
        };
        let sure = |word: &str| units::entry(word).is_in(WordList::Flourish);
        let whole = matches!(matched.quantity.value as u32, 100 | 110 | 120 | 150 | 1000 | 200);
        let mut before = self.words_before(matched.first, 2);
        let near = before.next().unwrap_or_default();
        whole && self.words_after(matched.next, 1).any(sure)
            || self
                .words_after(matched.next, 1)
                .any(|word| matches!(word, "sure" | "certain" | "confident" | "convinced"))
            || near == "top"
            || matches!(matched.quantity.value as u32, 110 | 100) && matches!(near, "give" | "gave" | "giving")
            || matches!(matched.quantity.value as u32, 110 | 100) && before.next() == Some("gave")
    }

    /// Whether the percentage is a step of a rollout, a threshold, or a share of the user's effort.
    pub(super) fn is_step(&self, matched: &QuantityMatch) -> bool {
        let Unit::Percent = matched.quantity.unit else { return false };
        // The nearest word for a change or a rollout decides.
        let rollout = || {
            for at in (matched.first.saturating_sub(10)..matched.first).rev() {
                if matches!(self.tokens[at].kind, TokenKind::Stop) || self.is(at, WordList::Change) {
                    return false;
                }
                if self.is(at, WordList::Rollout) {
                    return true;
                }
            }
            false
        };
        let mut next = [""; 4];
        for (to, word) in next.iter_mut().zip(self.words_after(matched.next, 4)) {
            *to = word;
        }
        let part = match next {
            ["of", "traffic", ..]
            | ["of", "the" | "our" | "all" | "live" | "production", "traffic", ..]
            | ["traffic", ..] => matched.quantity.value <= 50.0,
            // A share of the effort.
            ["of", "the" | "my" | "our", noun, ..] => {
                matches!(noun, "effort" | "work" | "battle" | "job" | "problem" | "credit" | "time")
            }
            ["over", "budget", ..] => true,
            _ => false,
        };
        let after = next
            .iter()
            .take_while(|word| !matches!(**word, "and" | "after" | "since" | "with"))
            .any(|word| matches!(*word, "rollout" | "rollouts" | "canary" | "threshold" | "alarm" | "sampling"));
        part || after || self.word_back(matched.first, 1) != "by" && rollout()
    }

    /// Whether the quantity is a threshold, limit, or promise: "the alarm fires at 3 errors", "the pool is set to 50",
    /// "the vendor promised 99.9%". In "alarms fell to 3 a week", they changed.
    pub(super) fn is_threshold(&self, matched: &QuantityMatch) -> bool {
        const PROMISED: &[&str] = &["advertised", "advertises", "guaranteed", "guarantees", "promised", "promises"];
        const SET: &[&str] = &["configured", "set", "sets", "setting"];
        const PARTICLES: &[&str] = &["off", "out", "up"];
        let number = self.start_with_hedges(matched.first, 0);
        let is_promise = number.checked_sub(1).is_some_and(|verb| self.is(verb, PROMISED))
            && !matches!(self.word_back(number, 2), "the" | "our");
        // "agreed on four hours", "the SLA is 99.9%"
        let (near, before) = (self.word_back(number, 1), self.word_back(number, 2));
        let is_agreed = matches!((before, near), ("agreed" | "agree", "on" | "to"));
        const MET: &[&str] = &["beat", "held", "hit", "kept", "met", "reached"];
        let is_target = matches!(near, "is" | "of" | "was")
            && matches!(before, "goal" | "objective" | "sla" | "slo" | "target")
            && !self.any_before(number, 6, MET);
        let is_promise = is_promise || is_agreed || is_target;
        let is_set = matches!(self.word_back(number, 1), "at" | "to")
            && (number.saturating_sub(12)..number)
                .rev()
                .take_while(|at| !matches!(self.kind(*at), Some(TokenKind::Stop | TokenKind::Other(',' | '('))))
                .any(|at| self.is(at, SET) && !self.is(at + 1, PARTICLES));
        if is_promise || is_set {
            return true;
        }
        (matched.first.saturating_sub(8)..matched.first)
            .rev()
            .take_while(|at| {
                let stops = matches!(self.kind(*at), Some(TokenKind::Stop | TokenKind::Other(',' | '(')));
                !stops && !self.is(*at, WordList::Change) && !self.is(*at, WordList::Changed)
            })
            .any(|at| self.is(at, WordList::Threshold))
    }

    /// Whether the time is a setting, such as a timeout: "a timeout of 5 s", "every 30 seconds", "a 30-day retention".
    /// In "the cache answers in 3 ms", a verb is between.
    pub(super) fn is_setting(&self, matched: &QuantityMatch) -> bool {
        const BETWEEN: &[&str] = &[
            "of", "is", "was", "are", "were", "to", "at", "for", "after", "than", "in", "set", "from", "the", "a",
            "its",
        ];
        let named = || {
            (matched.first.saturating_sub(4)..matched.first)
                .rev()
                .take_while(|at| {
                    self.is(*at, WordList::Setting)
                        || self.is_hedge_or_article(*at)
                        || self.is_char(*at, ':')
                        || self.is(*at, BETWEEN)
                })
                .any(|at| self.is(at, WordList::Setting))
        };
        let every = || self.is_word_before_hedges(matched.first, "every");
        !matched.adjective && (every() || named())
            || self.any_after(matched.next, self.count_words_from(matched.next, 2), WordList::Setting)
    }

    /// Whether the count is of people the user worked with.
    pub(super) fn is_staffing(&self, matched: &QuantityMatch) -> bool {
        const GROUPS: &[&str] = &[
            "team",
            "teams",
            "squad",
            "group",
            "crew",
            "staff",
            "panel",
            "org",
            "hall",
            "audience",
            "crowd",
            "room",
            "company",
            "department",
            "class",
        ];
        const LEADS: &[&str] = &[
            "with",
            "led",
            "lead",
            "leading",
            "managed",
            "managing",
            "coordinated",
            "coordinating",
            "my",
            "our",
            "mentored",
            "supervised",
            "between",
        ];
        const WORKED: &[&str] = &["worked", "working", "collaborated", "partnered"];
        const SUBJECTS: &[&str] = &["we", "i", "team", "there"];
        let near = self.word_back(matched.first, 1);
        if near == "of" && GROUPS.contains(&self.word_back(matched.first, 2)) {
            return true;
        }
        if near == "with" && self.any_before(matched.first, 4, WORKED) || self.is_audience(matched) {
            return true;
        }
        if matches!(near, "in" | "across") && self.joins_staff(matched) {
            return true;
        }
        if !self.any_after(matched.next, 3, WordList::People) {
            return false;
        }
        let had = matches!(near, "had" | "were")
            && SUBJECTS.contains(&self.word_back(matched.first, 2))
            && (matched.next + 1..=matched.next + 3).any(|at| {
                matches!(self.kind(at), None | Some(TokenKind::Stop | TokenKind::Other(',')))
                    || matches!(self.word(at), "and" | "on" | "in" | "working")
            });
        // "The company has 900 employees."
        let is_owned = matches!(near, "has" | "have" | "employs")
            && matches!(
                self.word_back(matched.first, 2),
                "agency" | "company" | "department" | "firm" | "shop" | "team" | "we"
            );
        LEADS.contains(&near) || had || is_owned || self.joins_staff(matched)
    }

    /// Whether the count continues a list of people the user worked with: "4 engineers and 2 designers".
    fn joins_staff(&self, matched: &QuantityMatch) -> bool {
        let Some(and) = matched.first.checked_sub(1).filter(|at| {
            self.is(*at, &["and", "in", "across"][..]) || self.is_char(*at, ',') || self.is_char(*at, '(')
        }) else {
            return false;
        };
        let number = (and.saturating_sub(4)..and).rev().find(|at| self.cardinal(*at).is_some());
        let Some(listed) = number.and_then(|at| self.quantity_at(at)) else { return false };
        (listed.next..and).any(|at| is_people(self.word(at))) && self.is_staffing(&listed)
    }

    /// Whether the count is of people the user talked to: "presented to 200 people", "interviewed 15 users".
    fn is_audience(&self, matched: &QuantityMatch) -> bool {
        const TOLD: &[&str] = &[
            "presented",
            "presenting",
            "presentation",
            "talk",
            "talked",
            "spoke",
            "demo",
            "pitched",
            "explained",
            "lecture",
        ];
        const ASKED: &[&str] = &["interviewed", "asked", "consulted", "surveyed", "emailed", "invited"];
        let near = self.nearest_word_before(matched.first);
        self.any_before(matched.first, 2, ASKED)
            || matches!(near, "to" | "with" | "at") && self.any_before(matched.first, 10, TOLD)
            || near == "with" && matches!(self.word_back(matched.first, 2), "met" | "meet")
    }

    /// Whether the user set the time aside: "I block 30 minutes each morning".
    pub(super) fn is_set_aside(&self, matched: &QuantityMatch) -> bool {
        const SET_ASIDE: &[&str] = &[
            "block",
            "blocked",
            "booked",
            "spend",
            "spent",
            "reserve",
            "reserved",
            "dedicated",
            "invested",
            "scheduled",
        ];
        const WRITER: &[&str] = &["i"];
        self.any_before(matched.first, 3, SET_ASIDE) && self.any_before(matched.first, 4, WRITER)
    }

    /// Whether an article and a unit are a time that counts: "in half an hour" and "a week early", but not the idiom "in
    /// a minute".
    pub(super) fn is_bounded(&self, matched: &QuantityMatch) -> bool {
        let (first, seconds) = (matched.first, matched.quantity.value);
        let cut = self.word_back(first, 1) == "by"
            || self.any_before(first, 3, &["back"][..])
            || matches!(self.word(matched.next), "ahead" | "early" | "earlier" | "back")
            || self.is(matched.next, WordList::Comparative)
            || matches!((self.word(matched.next), self.word(matched.next + 1)), ("to", "spare") | ("in", "hand"));
        let saved = self.any_before(first, 6, WordList::Saving);
        let done = || self.any_before(first, 6, WordList::Completed) || self.any_before(first, 4, PASSIVE);
        let within = || {
            self.nearest_word_before(first) == "in" && seconds >= 1800.0 && (seconds <= 3600.0 || done())
                || self.has_upper_bound(first) && done()
        };
        let bounded = || self.has_upper_bound(first) && (seconds <= 3600.0 || self.word_back(first, 1) != "within");
        cut || saved || bounded() || within()
    }
}
