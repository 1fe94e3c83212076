//! The names of platforms, such as “Azure” or “on premises”.

use serde::Deserialize;

use super::find::Found;
use super::fold::fold;
use super::pattern::expand;
use super::words::ends_with_word;
use crate::platform::Platform;
use crate::text::Span;

/// A name of a platform in prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlatformName {
    /// The span in the searched prose.
    pub span: Span,
    /// The platform.
    pub platform: Platform,
}

/// The names of all platforms.
#[derive(Debug, Default)]
pub(super) struct PlatformNames {
    entries: Vec<Entry>,
    /// The names, folded, each with the index of its entry.
    names: Vec<(String, usize)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    platform: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Platform,
    #[serde(default, rename = "source")]
    _source: String,
    #[serde(default)]
    not_after: Vec<String>,
    aliases: Vec<String>,
}

impl PlatformNames {
    /// Returns the built-in names.
    ///
    /// # Errors
    /// Returns a message if the file is invalid.
    pub(super) fn builtin() -> Result<Self, String> {
        let text = include_str!("../../lexicon/platforms.toml");
        let file: File = toml::from_str(text).map_err(|error| format!("platforms: {error}"))?;
        let mut entries = file.platform;
        let mut names = Vec::new();
        for (index, entry) in entries.iter_mut().enumerate() {
            entry.not_after.iter_mut().for_each(|word| *word = fold(word));
            for pattern in &entry.aliases {
                let literals = expand(pattern).map_err(|error| format!("platforms: `{pattern}`: {error}"))?;
                names.extend(literals.iter().map(|literal| (fold(literal), index)));
            }
        }
        Ok(Self { entries, names })
    }

    /// Returns the literals to find, folded.
    pub(super) fn literals(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.names.iter().map(|(name, _)| &**name)
    }

    /// Returns the names in `text`, which is folded, in order, without overlaps. `found` are the literals in it, sorted by
    /// start, longest first, as indices into [`Self::literals`].
    pub(super) fn hits(&self, text: &str, found: &[Found]) -> Vec<PlatformName> {
        let mut hits: Vec<PlatformName> = Vec::new();
        for Found { span, literal } in found {
            let entry = &self.entries[self.names[*literal].1];
            if hits.last().is_none_or(|last| last.span.end <= span.start) && !entry.is_barred(text, *span) {
                hits.push(PlatformName { span: *span, platform: entry.id });
            }
        }
        hits
    }
}

impl Entry {
    /// Whether the word before `span` makes it part of another name.
    fn is_barred(&self, text: &str, span: Span) -> bool {
        let before = text[..span.start].trim_end_matches(' ');
        self.not_after.iter().any(|word| ends_with_word(before, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn platforms_are_found_by_their_names() {
        let lexicon = Lexicon::shared();
        for (text, expected) in [
            (
                "We ran on AWS and on Microsoft Azure.",
                &[("AWS", Platform::Aws), ("Microsoft Azure", Platform::Azure)][..],
            ),
            ("We moved to GCP.", &[("GCP", Platform::Gcp)]),
            ("Google Cloud Platform it was.", &[("Google Cloud Platform", Platform::Gcp)]),
            (
                "The on-premises cluster; our data centre",
                &[("on-premises", Platform::OnPremises), ("data centre", Platform::OnPremises)],
            ),
            (
                "We had it on prem, bare-metal.",
                &[("on prem", Platform::OnPremises), ("bare-metal", Platform::OnPremises)],
            ),
            ("I upgraded Jira Data Center.", &[]),
            ("An AWS data center failed.", &[("AWS", Platform::Aws)]),
            ("I wrote it in Colorado, in the center of the data.", &[]),
        ] {
            let names = lexicon.read(text, Vec::new()).platforms;
            let found: Vec<_> = names.iter().map(|name| (&text[name.span.range()], name.platform)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
