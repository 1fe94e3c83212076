//! The platform of a draft, which its answers without a platform have.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::report::{Placed, Profile};
use crate::platform::Platform;

/// Returns the platform of more than half of the `answers` that tell one. `None` for AWS: what an answer doesn't say is not
/// reported as a warning because other answers say it.
pub(super) fn of_answers(profile: &Profile, answers: &[Placed]) -> Option<Platform> {
    let mut votes = BTreeMap::<Platform, usize>::new();
    for platform in answers.iter().filter_map(|answer| answer.report.platform(profile)) {
        *votes.entry(platform).or_default() += 1;
    }
    let total: usize = votes.values().sum();
    let (platform, _) = votes.into_iter().find(|(_, count)| 2 * count > total)?;
    (platform != Platform::Aws).then_some(platform)
}

/// Makes the reports anew that depend on the platform of the draft and were made for another one. Returns their number.
pub(super) fn renew(profile: &Profile, answers: &mut [Placed]) -> usize {
    if !answers.iter().any(|answer| answer.report.awaits_platform()) {
        return 0;
    }
    let platform = of_answers(profile, answers);
    let is_stale =
        |answer: &&mut Placed| answer.report.awaits_platform() && answer.report.answer.draft_platform != platform;
    let mut renewed = 0;
    for answer in answers.iter_mut().filter(is_stale) {
        answer.report = Arc::new(answer.report.with_draft_platform(profile, platform));
        renewed += 1;
    }
    renewed
}
