//! The platform of a place in an answer: what the answer tells, the settings, and what the draft tells.

use super::rule::Context;
use crate::answer::Answer;
use crate::answer::platforms::{Platforms, Told};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::platform::{Platform, PlatformSetting};
use crate::text::Span;

/// A platform, and the reason to assume it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssumedPlatform {
    /// The answer names it.
    Named(Told),
    /// The settings set it.
    Set(Platform),
    /// Most other answers of the draft name it.
    OfDraft(Platform),
    /// The settings say that the answers are for an AWS role.
    ForRole,
}

impl AssumedPlatform {
    /// Returns the platform.
    pub fn platform(self) -> Platform {
        match self {
            Self::Named(told) => told.platform,
            Self::Set(platform) | Self::OfDraft(platform) => platform,
            Self::ForRole => Platform::Aws,
        }
    }
}

/// Finds the platform of places in an answer.
#[derive(Debug)]
pub struct PlatformReader<'a> {
    answer: &'a Answer,
    setting: PlatformSetting,
    told: Platforms,
    /// The platform of the draft.
    draft: Option<Platform>,
}

impl<'a> PlatformReader<'a> {
    /// Reads the platforms of `answer`.
    pub fn new(answer: &'a Answer, lexicon: &Lexicon, config: &Config) -> Self {
        let setting = config.platform;
        let told = if setting == PlatformSetting::Any { Platforms::default() } else { Platforms::new(answer, lexicon) };
        Self { answer, setting, told, draft: answer.draft_platform }
    }

    /// Sets the platform of the draft, since [`Answer::draft_platform`] is current only if the findings depend on it.
    pub fn with_draft(self, draft: Option<Platform>) -> Self {
        Self { draft, ..self }
    }

    /// Like [`Self::new`], for the answer of `context`.
    pub(super) fn of_context(context: &Context<'a>) -> Self {
        Self::new(context.answer, context.lexicon, context.config)
    }

    /// Returns the platform of the sentence at `span` of the answer. `None` if nothing tells one, or if it has no influence.
    pub fn at(&self, span: Span) -> Option<AssumedPlatform> {
        let start = self.answer.prose.of(span).start;
        let section = self.answer.section_at(span);
        let sentence =
            section.and_then(|section| Some((section, self.answer.sections[section].sentence_at(start)?.start)));
        let told = match sentence {
            Some((section, start)) => self.told.of_sentence(section, start),
            None => self.told.of_answer(),
        };
        let own = sentence.and_then(|(section, start)| self.told.in_sentence(section, start));
        self.decided(told, own)
    }

    /// Returns the platform of the whole answer.
    pub fn of_answer(&self) -> Option<AssumedPlatform> {
        self.decided(self.told.of_answer(), None)
    }

    /// Returns the platform of a sentence that is `told`, perhaps in the sentence itself (`own`).
    fn decided(&self, told: Option<Told>, own: Option<Told>) -> Option<AssumedPlatform> {
        match self.setting {
            PlatformSetting::Any => None,
            PlatformSetting::Is(platform) => {
                // Kubernetes runs on AWS, too. In a story on another platform, only a sentence that names AWS is on AWS.
                let on_aws = told.filter(|told| told.platform != Platform::Kubernetes);
                let told = if platform == Platform::Aws { on_aws } else { own };
                Some(told.map_or(AssumedPlatform::Set(platform), AssumedPlatform::Named))
            }
            PlatformSetting::Unset => told.map(AssumedPlatform::Named).or_else(|| self.of_draft()),
        }
    }

    /// Returns the platform of an answer that names none.
    fn of_draft(&self) -> Option<AssumedPlatform> {
        let of_others = self.draft.map(AssumedPlatform::OfDraft);
        of_others.or(self.answer.passage.is_for_aws.then_some(AssumedPlatform::ForRole))
    }
}
