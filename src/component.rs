//! The four components of a STAR answer.

/// A component of a STAR answer, in STAR order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Where and when, what was at stake.
    Situation,
    /// What the writer was responsible for.
    Task,
    /// What the writer did.
    Action,
    /// What came of it.
    Result,
}

impl Component {
    /// All four, in STAR order.
    pub const ALL: [Self; 4] = [Self::Situation, Self::Task, Self::Action, Self::Result];

    /// Its English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Situation => "Situation",
            Self::Task => "Task",
            Self::Action => "Action",
            Self::Result => "Result",
        }
    }

    /// Its key in the JSON of the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Task => "task",
            Self::Action => "action",
            Self::Result => "result",
        }
    }
}
