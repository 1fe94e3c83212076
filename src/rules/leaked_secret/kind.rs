//! The kinds of secrets and identifiers.

use crate::text::Span;
use crate::text::wording;

/// A kind of secret or identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    AccessKeyId,
    SecretAccessKey,
    PrivateKey,
    AccessToken,
    ApiKey,
    Password,
    AccountId,
    EmailAddress,
    IpAddress,
}

/// The kinds of identifiers, in the order of their findings.
pub(super) const IDENTIFIERS: [Kind; 3] = [Kind::AccountId, Kind::EmailAddress, Kind::IpAddress];

/// A secret or an identifier in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Secret {
    pub kind: Kind,
    /// The span to redact.
    pub span: Span,
}

impl Kind {
    /// Returns the name, without an article.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::AccessKeyId => "AWS access key ID",
            Self::SecretAccessKey => "AWS secret access key",
            Self::PrivateKey => "private key",
            Self::AccessToken => "access token",
            Self::ApiKey => "secret key",
            Self::Password => "password",
            Self::AccountId => "AWS account ID",
            Self::EmailAddress => "email address",
            Self::IpAddress => "public IP address",
        }
    }

    /// Returns the message of a finding. It doesn't quote the secret.
    pub(super) fn message(self) -> String {
        let name = wording::with_article(self.name());
        let remedy = match self {
            Self::AccountId | Self::EmailAddress | Self::IpAddress => {
                return format!("This looks like {name}. It may be confidential. Redact it, or describe it instead.");
            }
            Self::Password => "change",
            _ => "deactivate",
        };
        format!("This looks like {name}. If it is real, {remedy} it. Redact it before you share this draft.")
    }

    /// Returns the title of the fix that redacts `count` of them.
    pub(super) fn title(self, count: usize) -> String {
        match (self, count) {
            (_, 1) => format!("Redact this {}", self.name()),
            (Self::EmailAddress | Self::IpAddress, _) => format!("Redact {count} {}es", self.name()),
            _ => format!("Redact {count} {}s", self.name()),
        }
    }
}
