//! The drafts that are indexed, and the basis for comparing them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::coach::Profile;
use crate::server::client::Client;

/// The drafts that are indexed, and the basis for comparing them.
#[derive(Clone)]
pub(crate) struct Scope {
    /// The profile whose lexicon is used to compare all answers, even those that another profile analyzes.
    pub(crate) profile: Arc<Profile>,
    /// The client, which names the workspace folders.
    pub(crate) client: Arc<Client>,
    /// The files and folders of custom lexicons, whose answers are offered as scenarios instead.
    pub(crate) excluded: Vec<PathBuf>,
}

impl Scope {
    /// Whether a file at `path` is in a workspace folder and not excluded.
    pub(crate) fn contains(&self, path: &Path) -> bool {
        self.client.roots.iter().any(|root| path.starts_with(root))
            && !self.excluded.iter().any(|other| path.starts_with(other))
    }
}
