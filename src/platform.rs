//! The environments that stories take place in.

use serde::Deserialize;

/// The environment of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    Gcp,
    /// Another cloud, such as Oracle Cloud or Hetzner.
    Other,
    /// Hardware of one's own, or in a data center.
    OnPremises,
    /// A Kubernetes cluster, wherever it runs.
    Kubernetes,
}

impl Platform {
    /// The platforms that settings and lexicon entries can name.
    pub const NAMED: [Self; 5] = [Self::Aws, Self::Azure, Self::Gcp, Self::Kubernetes, Self::OnPremises];

    /// Returns the name used in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Azure => "azure",
            Self::Gcp => "gcp",
            Self::Other => "other",
            Self::OnPremises => "on-premises",
            Self::Kubernetes => "kubernetes",
        }
    }

    /// Returns the name to show.
    pub fn title(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Azure => "Azure",
            Self::Gcp => "Google Cloud",
            Self::Other => "another platform",
            Self::OnPremises => "on-premises",
            Self::Kubernetes => "Kubernetes",
        }
    }

    /// Whether it is a cloud, which a tool that runs anywhere can be used on.
    pub fn is_cloud(self) -> bool {
        matches!(self, Self::Aws | Self::Azure | Self::Gcp | Self::Other)
    }
}

/// The value of the setting `platform`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlatformSetting {
    /// Not set: read the platform from the draft.
    #[default]
    Unset,
    /// The platform has no influence.
    Any,
    /// The platform of the stories, unless they name another one.
    Is(Platform),
}

impl PlatformSetting {
    /// The values that can be set.
    pub const NAMES: [&str; 6] = {
        let [aws, azure, gcp, kubernetes, on_premises] = Platform::NAMED;
        [aws.name(), azure.name(), gcp.name(), kubernetes.name(), on_premises.name(), "any"]
    };

    /// Returns the value called `name`, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        let platform = Platform::NAMED.into_iter().find(|platform| platform.name() == name);
        platform.map(Self::Is).or((name == "any").then_some(Self::Any))
    }
}
