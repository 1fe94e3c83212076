//! LSP requests about one draft. Each is answered from a snapshot: `features` compute the response, and the files here
//! convert it to LSP types.

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
mod positions;
pub(crate) mod scenarios;
pub(crate) mod selection;
mod snippet;
pub(crate) mod symbols;
pub(crate) mod template;
pub(crate) mod tokens;
