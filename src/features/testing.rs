//! Helpers for the tests of features.

use std::sync::{Arc, LazyLock};

use crate::coach::{Analysis, Profile};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::text::Text;

/// Analyzes a draft with the default settings.
pub(super) fn analyzed(draft: &str) -> (Analysis, Text) {
    analyzed_with(draft, Config::default())
}

/// Analyzes a draft with these settings.
pub(super) fn analyzed_with(draft: &str, config: Config) -> (Analysis, Text) {
    static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| Arc::new(Lexicon::builtin()));
    let text = Text::from(draft);
    let profile = Arc::new(Profile::new(LEXICON.clone(), config));
    (Analysis::new(profile, &text), text)
}
