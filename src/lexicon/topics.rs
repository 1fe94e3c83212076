//! What the scenarios are about, weighed.

use super::{Scenario, Service};

/// What the scenarios are about.
#[derive(Debug, Default)]
pub(crate) struct Topics {}

impl Topics {
    /// Weighs what `scenarios` say and name.
    pub(super) fn new(scenarios: &[Scenario], services: &[Service]) -> Self {
        let _ = (scenarios, services);
        Self {}
    }
}
