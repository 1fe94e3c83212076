//! The page of a scenario, in markdown.

use crate::lexicon::Lexicon;

/// The page of the scenario with this id; `None` if there is none.
pub fn page(lexicon: &Lexicon, id: &str) -> Option<String> {
    let _ = (lexicon, id);
    None
}

/// Stub.
pub fn outline_comment(lexicon: &Lexicon, id: &str) -> Option<String> {
    let _ = (lexicon, id);
    None
}
