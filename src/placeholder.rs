//! Placeholders.
use crate::text::Span;
/// The unfilled placeholders in `prose`.
pub fn find(prose: &str) -> Vec<Span> {
    let _ = prose;
    Vec::new()
}
