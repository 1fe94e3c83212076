//! What an editor asks about a draft. Each request is answered from a snapshot: a few lines over `features`, which know
//! the answer, and `convert`, which knows the positions.

pub(crate) mod actions;
pub(crate) mod completion;
mod edits;
pub(crate) mod folding;
pub(crate) mod gaps;
pub(crate) mod hover;
pub(crate) mod inlays;
pub(crate) mod lenses;
pub(crate) mod links;
mod markup;
mod places;
pub(crate) mod scaffold;
pub(crate) mod scenarios;
pub(crate) mod selection;
mod snippet;
pub(crate) mod symbols;
pub(crate) mod tokens;
