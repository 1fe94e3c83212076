//! The reasons why a number is no evidence of an outcome.

/// The reason why a number doesn't count as evidence of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    /// A budget.
    Budget,
    /// A date or a time of day.
    Clock,
    /// An exaggeration: "100% committed".
    Flourish,
    /// A part of a name: "port 443", "phase 2", `INC-4821`.
    Identifier,
    /// The number of a list item.
    Item,
    /// "the 2nd".
    Ordinal,
    /// "#312", "[1]".
    Reference,
    /// "24/7".
    RoundTheClock,
    /// Time that the user set aside.
    SetAside,
    /// A setting: "a timeout of 30 seconds".
    Setting,
    /// People the user worked with.
    Staffing,
    /// "502 errors", "5xx".
    StatusCode,
    /// A step of a rollout, or a threshold.
    Step,
    /// The organization of the work: "three phases".
    Structure,
    /// "v1.2", "upgraded from 1.27".
    Version,
    /// "in 2024".
    Year,
}

impl Trap {
    /// All traps, sorted by name.
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

    /// Returns the ID in `lexicon/metrics.toml`.
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
