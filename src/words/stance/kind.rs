//! What may be said of the writer and a thing or deed.

use super::vocabulary::VerbClass;

/// What a sentence says of the writer and a thing or deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Did it, made it, used it: nothing in the sentence says otherwise.
    Did,
    /// It was not there, or not done.
    Negated,
    /// It was taken away or ended.
    Removed,
    /// Something else came in its place.
    Replaced,
    /// It was decided against.
    Rejected,
    /// It was one of several that were looked at.
    Considered,
    /// It was proposed, wanted, or possible.
    Planned,
    /// It was somebody else's thing or deed.
    SomeoneElse,
    /// It is a thing of the writer's own making.
    SelfBuilt,
    /// The writer wrote its code.
    Written,
    /// It was spoken or written of.
    Topic,
    /// It gave trouble, or was discovered.
    Cause,
}

impl Stance {
    /// Returns `self` unless it is [`Stance::Did`]; then, `other`.
    pub(super) fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Did { other() } else { self }
    }
}

/// Returns the stance to the object of a verb of `class`.
pub(super) fn of_object(class: VerbClass, is_deed: bool) -> Option<Stance> {
    Some(match class {
        VerbClass::Removed => Stance::Removed,
        VerbClass::Replaced => Stance::Replaced,
        VerbClass::Rejected => Stance::Rejected,
        VerbClass::Considered => Stance::Considered,
        VerbClass::Planned | VerbClass::Deferred => Stance::Planned,
        VerbClass::Asked => Stance::SomeoneElse,
        VerbClass::Discussed => Stance::Topic,
        VerbClass::Lacking => Stance::Negated,
        VerbClass::Written if !is_deed => Stance::Written,
        VerbClass::Found | VerbClass::Mended if is_deed => Stance::Cause,
        _ => return None,
    })
}
