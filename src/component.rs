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

/// Some of the four components.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Components(u8);

impl Components {
    /// How many they are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether they are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `component` is among them.
    pub fn contains(self, component: Component) -> bool {
        self.0 & (1 << component as u8) != 0
    }

    /// These and `others`.
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

impl FromIterator<Component> for Components {
    fn from_iter<T: IntoIterator<Item = Component>>(components: T) -> Self {
        Self(components.into_iter().fold(0, |all, component| all | 1 << component as u8))
    }
}
