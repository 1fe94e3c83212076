//! The four components of a STAR answer.

/// A component of a STAR answer, in STAR order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// The context: where, when, and what was at stake.
    Situation,
    /// The writer's responsibility or goal.
    Task,
    /// The steps the user took.
    Action,
    /// The outcome.
    Result,
}

impl Component {
    /// All components, in STAR order.
    pub const ALL: [Self; 4] = [Self::Situation, Self::Task, Self::Action, Self::Result];

    /// Returns the English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Situation => "Situation",
            Self::Task => "Task",
            Self::Action => "Action",
            Self::Result => "Result",
        }
    }

    /// Returns the key in the JSON of the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Task => "task",
            Self::Action => "action",
            Self::Result => "result",
        }
    }
}

/// A frame of an answer: STAR, or one of its kin, which name the parts otherwise or lack one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// Situation, Task, Action, Result.
    #[default]
    Star,
    /// Challenge (or Context), Action, Result.
    Car,
    /// Challenge (or Context), Action, Result, Learning.
    Carl,
    /// Problem, Action, Result.
    Par,
    /// Situation, Challenge, Action, Result.
    Scar,
    /// Situation, Obstacle, Action, Result.
    Soar,
}

impl Frame {
    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Star => "STAR",
            Self::Car => "CAR",
            Self::Carl => "CARL",
            Self::Par => "PAR",
            Self::Scar => "SCAR",
            Self::Soar => "SOAR",
        }
    }

    /// Returns its components with their initials, in order.
    pub fn parts(self) -> &'static [(Component, char)] {
        use Component::{Action, Result, Situation, Task};
        match self {
            Self::Star => &[(Situation, 'S'), (Task, 'T'), (Action, 'A'), (Result, 'R')],
            Self::Car | Self::Carl => &[(Situation, 'C'), (Action, 'A'), (Result, 'R')],
            Self::Par => &[(Situation, 'P'), (Action, 'A'), (Result, 'R')],
            Self::Scar => &[(Situation, 'S'), (Task, 'C'), (Action, 'A'), (Result, 'R')],
            Self::Soar => &[(Situation, 'S'), (Task, 'O'), (Action, 'A'), (Result, 'R')],
        }
    }

    /// Whether it has `component`.
    pub fn has(self, component: Component) -> bool {
        self.parts().iter().any(|(part, _)| *part == component)
    }
}

/// A set of components. Dereferences to a slice in STAR order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Components(u8);

impl Components {
    /// Returns the number of components.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the set contains `component`.
    pub fn has(self, component: Component) -> bool {
        self.0 & (1 << component as u8) != 0
    }

    /// Returns the union with `others`.
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Returns the set with `component` added.
    pub fn with(self, component: Component) -> Self {
        Self(self.0 | 1 << component as u8)
    }

    /// Returns the intersection with `others`.
    pub fn shared(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Returns the components as a slice, in STAR order.
    pub fn as_slice(self) -> &'static [Component] {
        use Component::{Action as A, Result as R, Situation as S, Task as T};
        // Indexed by the bits of the set.
        const SETS: [&[Component]; 16] = [
            &[],
            &[S],
            &[T],
            &[S, T],
            &[A],
            &[S, A],
            &[T, A],
            &[S, T, A],
            &[R],
            &[S, R],
            &[T, R],
            &[S, T, R],
            &[A, R],
            &[S, A, R],
            &[T, A, R],
            &[S, T, A, R],
        ];
        SETS[usize::from(self.0 & 15)]
    }
}

impl std::ops::Deref for Components {
    type Target = [Component];

    fn deref(&self) -> &[Component] {
        self.as_slice()
    }
}

impl<const N: usize> PartialEq<[Component; N]> for Components {
    fn eq(&self, other: &[Component; N]) -> bool {
        self.as_slice() == other
    }
}

impl IntoIterator for Components {
    type Item = Component;
    type IntoIter = std::iter::Copied<std::slice::Iter<'static, Component>>;

    fn into_iter(self) -> Self::IntoIter {
        self.as_slice().iter().copied()
    }
}

impl FromIterator<Component> for Components {
    fn from_iter<T: IntoIterator<Item = Component>>(components: T) -> Self {
        components.into_iter().fold(Self::default(), Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_reads_as_its_components_in_order() {
        for bits in 0..16u8 {
            let all = || Component::ALL.into_iter().filter(|component| bits & 1 << *component as u8 != 0);
            let set: Components = all().rev().collect();
            assert!(set.into_iter().eq(all()) && set.iter().copied().eq(all()));
            assert_eq!(set.len(), all().count());
            assert!(Component::ALL.into_iter().all(|component| set.has(component) == set.contains(&component)));
        }
        assert!(Components::default().is_empty() && Components::default() != [Component::Task]);
    }
}
