//! Figures that say nothing about an outcome: names, dates, settings, staffing, rollout steps, flourish.

use super::lexer::{Kind, is_percentile};
use super::metric::Unit;
use super::nouns::is_people;
use super::quantity::{DAY, Figure};
use super::source::Source;
use super::units::{self, List};

/// Why a number does not count as evidence of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    /// What there was to spend.
    Budget,
    /// A date or a time of day.
    Clock,
    /// "100% committed".
    Flourish,
    /// A part of a name: "port 443", "phase 2", `INC-4821`.
    Identifier,
    /// The number of an item.
    Item,
    /// "the 2nd".
    Ordinal,
    /// "#312", "[1]".
    Reference,
    /// "24/7".
    RoundTheClock,
    /// Time that the writer set aside.
    SetAside,
    /// "a timeout of 30 seconds".
    Setting,
    /// Whom the writer worked with.
    Staffing,
    /// "502 errors", "5xx".
    StatusCode,
    /// A step of a rollout, or a threshold.
    Step,
    /// How the work was cut up: "three phases".
    Structure,
    /// "v1.2", "upgraded from 1.27".
    Version,
    /// "in 2024".
    Year,
}

impl Trap {
    /// All there are, in the order of their names.
    pub const ALL: [Self; 16] = [
        Self::Budget,
        Self::Clock,
        Self::Flourish,
        Self::Identifier,
        Self::Item,
        Self::Ordinal,
        Self::Reference,
        Self::RoundTheClock,
        Self::SetAside,
        Self::Setting,
        Self::Staffing,
        Self::StatusCode,
        Self::Step,
        Self::Structure,
        Self::Version,
        Self::Year,
    ];

    /// Its id in `lexicon/metrics.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Clock => "clock",
            Self::Flourish => "flourish",
            Self::Identifier => "identifier",
            Self::Item => "item",
            Self::Ordinal => "ordinal",
            Self::Reference => "reference",
            Self::RoundTheClock => "round-the-clock",
            Self::SetAside => "set-aside",
            Self::Setting => "setting",
            Self::Staffing => "staffing",
            Self::StatusCode => "status-code",
            Self::Step => "step",
            Self::Structure => "structure",
            Self::Version => "version",
            Self::Year => "year",
        }
    }
}

impl Source<'_> {
    /// Whether the number at `at` is a part of a name, a date or the like, in whatever section of an answer.
    pub(super) fn is_label(&self, at: usize) -> bool {
        self.label(at).is_some()
    }

    /// What the number at `at` is a part of, if that is a name, a date or the like.
    fn label(&self, at: usize) -> Option<Trap> {
        let Some(Kind::Number(value)) = self.kind(at) else { return None };
        let before = at.checked_sub(1).and_then(|before| self.kind(before));
        // "#312", "%20", "@10", "[1]", "10.0.0.1/16", "p-5"
        let percentile = matches!(before, Some(Kind::Other('='))) && at > 1 && is_percentile(self.text(at - 2));
        let sign = matches!(before, Some(Kind::Other('#' | '@' | '[' | '=' | '_')) | Some(Kind::Percent))
            && self.glued(at)
            && !percentile;
        let tail = matches!(before, Some(Kind::Name)) && self.glued(at);
        let second = matches!(before, Some(Kind::Other('/')))
            && self.glued(at)
            && at > 1
            && matches!(self.kind(at - 2), Some(Kind::Number(_)));
        if sign || self.is_char(at + 1, ']') {
            return Some(Trap::Reference);
        }
        if tail || second {
            return Some(Trap::Identifier);
        }
        // "(2)", and "1." or "2)" at the start of a block
        let starts = at == 0 || self.text(at - 1) == "\n";
        if self.is_char(at + 1, ')') && (starts || matches!(before, Some(Kind::Other('(')))) && value < 20.0 {
            return Some(Trap::Item);
        }
        if starts && self.text(at + 1) == "." && self.glued(at + 1) {
            return Some(Trap::Item);
        }
        if self.is_year(at, value) {
            return Some(Trap::Year);
        }
        let after = self.word(at + 1);
        if matches!(after, "am" | "pm") {
            return Some(Trap::Clock);
        }
        if self.glued(at + 1) && matches!(after, "st" | "nd" | "rd" | "th" | "xx") {
            return Some(if after == "xx" { Trap::StatusCode } else { Trap::Ordinal });
        }
        // "24/7", "24x7"; the latter is a number glued to a name
        if value == 24.0 && self.text(at + 2) == "7" {
            return Some(Trap::RoundTheClock);
        }
        let code = matches!(value as u32, 400..=429 | 500..=511) && value.fract() == 0.0;
        if code
            && (matches!(after, "error" | "errors" | "response" | "responses" | "status")
                || after == "s" && self.glued(at + 1))
        {
            return Some(Trap::StatusCode);
        }
        // "Phase: 2"
        let near = at.checked_sub(if matches!(before, Some(Kind::Other(':'))) { 2 } else { 1 });
        // "Security Hub score 94" differs from "phase 2" by the word; "Node.js 20" has its name two tokens back.
        if let Some(near) = near {
            // "day 3"
            let dated = self.time_unit(near, false).is_some_and(|seconds| seconds >= DAY) && !self.is_times(near);
            if self.is(near, List::Numbered) || dated || self.says(near, "js") && !self.glued(at) {
                return Some(Trap::Identifier);
            }
            if self.is(near, List::Month) {
                return Some(Trap::Clock);
            }
        }
        (value <= 31.0 && self.is(at + 1, List::Month)).then_some(Trap::Clock)
    }

    /// Why the number at `at` counts as no outcome, where that is known.
    pub(super) fn trap(&self, at: usize) -> Option<(Trap, usize)> {
        if let Some(trap) = self.label(at) {
            return Some((trap, at + 1));
        }
        if self.kind(at) == Some(Kind::Name) {
            return named(self.text(at)).map(|trap| (trap, at + 1));
        }
        let figure = self.figure(at)?;
        let trap = match figure.quantity.unit {
            _ if self.is_flourish(&figure) => Trap::Flourish,
            Unit::Percent if self.is_step(&figure) => Trap::Step,
            Unit::Money(_) if self.is_budget(&figure) => Trap::Budget,
            Unit::Seconds if self.is_set_aside(&figure) => Trap::SetAside,
            Unit::Seconds if self.is_setting(&figure) => Trap::Setting,
            Unit::Count if self.is_staffing(&figure) => Trap::Staffing,
            Unit::Count if figure.bare && self.is_upgrade(figure.first) => Trap::Version,
            Unit::Count if self.is(figure.next, List::Structure) => Trap::Structure,
            _ => return None,
        };
        Some((trap, figure.next))
    }

    pub(super) fn is_budget(&self, figure: &Figure) -> bool {
        const BUDGET: &[&str] = &["budget"];
        const SPARED: &[&str] = &["under", "below", "saved", "by"];
        self.any_after(figure.next, 2, BUDGET)
            || self.any_before(figure.first, 3, BUDGET) && !self.any_before(figure.first, 4, SPARED)
    }

    /// Whether the numbers are versions: "upgraded from 1.27 to 1.30".
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

    fn is_year(&self, at: usize, value: f64) -> bool {
        let plain = (1990.0..2040.0).contains(&value) && self.text(at).len() == 4 && value.fract() == 0.0;
        if !plain {
            return false;
        }
        let unit = matches!(self.kind(at + 1), Some(Kind::Percent | Kind::Currency(_)));
        let money = at > 0 && matches!(self.kind(at - 1), Some(Kind::Currency(_)));
        // 2000 is a round number first.
        let glued = self.glued(at + 1) && matches!(self.word(at + 1), "ms" | "x" | "k");
        !unit
            && !money
            && !glued
            && (value != 2000.0 || self.words_before(at, 1).any(|word| matches!(word, "in" | "since")))
    }

    /// Whether the figure is a manner of speaking, in whatever section it is: "100% committed".
    pub(super) fn is_flourish(&self, figure: &Figure) -> bool {
        let Unit::Percent = figure.quantity.unit else {
            return matches!(figure.quantity.unit, Unit::Times)
                && matches!(self.word(figure.next), "engineer" | "engineers" | "developer" | "developers")
                && figure.quantity.value == 10.0;
        };
        let sure = |word: &str| units::entry(word).is_in(List::Flourish);
        let whole = matches!(figure.quantity.value as u32, 100 | 110 | 120 | 150 | 1000 | 200);
        let mut before = self.words_before(figure.first, 2);
        let near = before.next().unwrap_or_default();
        whole && self.words_after(figure.next, 1).any(sure)
            || self
                .words_after(figure.next, 1)
                .any(|word| matches!(word, "sure" | "certain" | "confident" | "convinced"))
            || near == "top"
            || matches!(figure.quantity.value as u32, 110 | 100) && matches!(near, "give" | "gave" | "giving")
            || matches!(figure.quantity.value as u32, 110 | 100) && before.next() == Some("gave")
    }

    /// Whether the figure is a step of a rollout, a threshold, a share of the writer's effort.
    pub(super) fn is_step(&self, figure: &Figure) -> bool {
        let Unit::Percent = figure.quantity.unit else { return false };
        // The nearest word that says either.
        let rollout = || {
            for at in (figure.first.saturating_sub(10)..figure.first).rev() {
                if matches!(self.tokens[at].kind, Kind::Stop) || self.is(at, List::Change) {
                    return false;
                }
                if self.is(at, List::Rollout) {
                    return true;
                }
            }
            false
        };
        let mut next = [""; 4];
        for (to, word) in next.iter_mut().zip(self.words_after(figure.next, 4)) {
            *to = word;
        }
        let part = match next {
            ["of", "traffic", ..]
            | ["of", "the" | "our" | "all" | "live" | "production", "traffic", ..]
            | ["traffic", ..] => figure.quantity.value <= 50.0,
            // The writer's effort.
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
        part || after || self.word_back(figure.first, 1) != "by" && rollout()
    }

    /// Whether the time is a setting rather than something that took that long.
    pub(super) fn is_setting(&self, figure: &Figure) -> bool {
        let before = if figure.adjective { 0 } else { 4 };
        self.any_before(figure.first, before, List::Setting)
            || self.any_after(figure.next, self.words_on(figure.next, 2), List::Setting)
    }

    /// Whether the count is of the people that the writer worked with, which is input and no outcome.
    pub(super) fn is_staffing(&self, figure: &Figure) -> bool {
        const GROUPS: &[&str] = &["team", "teams", "squad", "group", "crew", "staff", "panel", "org"];
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
        let near = self.word_back(figure.first, 1);
        if near == "of" && GROUPS.contains(&self.word_back(figure.first, 2)) {
            return true;
        }
        if near == "with" && self.any_before(figure.first, 4, WORKED) || self.is_audience(figure) {
            return true;
        }
        if !self.any_after(figure.next, 3, List::People) {
            return false;
        }
        let had = matches!(near, "had" | "were")
            && SUBJECTS.contains(&self.word_back(figure.first, 2))
            && (figure.next + 1..=figure.next + 3).any(|at| {
                matches!(self.kind(at), None | Some(Kind::Stop | Kind::Other(',')))
                    || matches!(self.word(at), "and" | "on" | "in" | "working")
            });
        LEADS.contains(&near) || had || self.joins_staff(figure)
    }

    /// "4 engineers and 2 designers": whether the count continues a list of people that does not count.
    fn joins_staff(&self, figure: &Figure) -> bool {
        let Some(and) = figure.first.checked_sub(1).filter(|at| self.says(*at, "and") || self.is_char(*at, ',')) else {
            return false;
        };
        let number = (and.saturating_sub(4)..and).rev().find(|at| self.cardinal(*at).is_some());
        let Some(listed) = number.and_then(|at| self.figure(at)) else { return false };
        (listed.next..and).any(|at| is_people(self.word(at))) && self.is_staffing(&listed)
    }

    /// Whether the count is of those whom the writer talked to: "presented to 200 people", "interviewed 15 users".
    fn is_audience(&self, figure: &Figure) -> bool {
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
        let near = self.word_back(figure.first, 1);
        self.any_before(figure.first, 2, ASKED)
            || matches!(near, "to" | "with" | "at") && self.any_before(figure.first, 6, TOLD)
            || near == "with" && matches!(self.word_back(figure.first, 2), "met" | "meet")
    }

    /// Whether the time is one that the writer set aside: "I block 30 minutes each morning".
    pub(super) fn is_set_aside(&self, figure: &Figure) -> bool {
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
        self.any_before(figure.first, 3, SET_ASIDE) && self.any_before(figure.first, 4, WRITER)
    }

    /// Whether the figure is a mean: "20 seconds on average", "averages 20 seconds".
    pub(super) fn is_average(&self, figure: &Figure) -> bool {
        const AVERAGED: &[&str] = &["averages", "averaging", "averaged"];
        (self.says(figure.next, "on") && self.says(figure.next + 1, "average"))
            || self.any_before(figure.first, 2, AVERAGED)
    }

    /// Whether the time is what was left of a plan: "with 2 days to spare", "done two weeks before the deadline".
    pub(super) fn is_early(&self, figure: &Figure) -> bool {
        if self.says(figure.next, "to") {
            return self.says(figure.next + 1, "spare");
        }
        const PLANS: &[&str] = &["deadline", "due", "cutoff", "target", "schedule", "plan", "planned"];
        const DONE: &[&str] = &[
            "delivered",
            "shipped",
            "launched",
            "finished",
            "completed",
            "done",
            "live",
            "ready",
            "released",
            "moved",
            "migrated",
            "handed",
            "closed",
            "over",
            "landed",
        ];
        self.says(figure.next, "before")
            && self.any_after(figure.next + 1, 4, PLANS)
            && self.any_before(figure.first, 6, DONE)
    }

    /// The token after "300 fewer", where nothing says fewer what.
    pub(super) fn left_out(&self, figure: &Figure) -> Option<usize> {
        let next = figure.next + 1;
        let ends = matches!(self.kind(next), None | Some(Kind::Stop | Kind::Other(',' | ')')))
            || matches!(self.word(next), "than" | "and" | "every" | "each");
        (matches!(self.word(figure.next), "fewer" | "less") && ends).then_some(next)
    }

    /// Whether a plain number says how things stand: "it is 12 now", "open tickets are now at 12".
    pub(super) fn is_standing(&self, figure: &Figure) -> bool {
        const VERBS: &[&str] = &["is", "are", "stands", "stand", "sits"];
        if !self.any_before(figure.first, 3, VERBS) {
            return false;
        }
        let ends = |at: usize| matches!(self.kind(at), None | Some(Kind::Stop | Kind::Other(',' | ')')));
        let is = |word: &str| VERBS.contains(&word);
        let near: Vec<&str> = self
            .words_before(figure.first, 3)
            .filter(|word| !matches!(*word, "at" | "about" | "only" | "just"))
            .collect();
        let person = |word: &str| matches!(word, "he" | "she" | "i");
        match near.as_slice() {
            ["now" | "today", verb, rest @ ..] if is(verb) && !rest.first().is_some_and(|subject| person(subject)) => {
                ends(figure.next)
            }
            [verb, subject, ..] if is(verb) && !person(subject) => {
                matches!(self.word(figure.next), "now" | "today") && ends(figure.next + 1)
            }
            _ => false,
        }
    }
}

/// What a name with digits in it is, where that is worth telling: a version, a time of day, another name. Percentiles
/// and names that a number is only a part of, such as "S3", are none.
fn named(name: &str) -> Option<Trap> {
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
