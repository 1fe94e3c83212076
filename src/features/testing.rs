//! What the tests of several features need.

use std::sync::{Arc, LazyLock};

use crate::coach::{Analysis, Coach};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::text::Text;

/// A draft, read with the usual settings.
pub(super) fn analyzed(draft: &str) -> (Analysis, Text) {
    analyzed_with(draft, Config::default())
}

/// A draft, read with these settings.
pub(super) fn analyzed_with(draft: &str, config: Config) -> (Analysis, Text) {
    static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| Arc::new(Lexicon::builtin()));
    let text = Text::from(draft);
    let coach = Arc::new(Coach::new(LEXICON.clone(), config));
    (Analysis::new(coach, &text), text)
}
