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

/// Some of the four components, in STAR order. It reads as a slice of them.
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
    pub fn has(self, component: Component) -> bool {
        self.0 & (1 << component as u8) != 0
    }

    /// These and `others`.
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// These and `component`.
    pub fn with(self, component: Component) -> Self {
        Self(self.0 | 1 << component as u8)
    }

    /// Those that these and `others` have in common.
    pub fn shared(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// As a slice, in STAR order.
    pub fn as_slice(self) -> &'static [Component] {
        use Component::{Action as A, Result as R, Situation as S, Task as T};
        // By the bits of those that are in it.
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
