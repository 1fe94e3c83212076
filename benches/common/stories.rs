//! Drafts to measure with.

/// A draft of `answers` answers, no two alike, with something to find in each.
pub(crate) fn draft(answers: usize) -> String {
    let systems = ["checkout", "billing run", "search page", "nightly import", "mobile login"];
    let pains = ["timed out at peak hours", "lost orders", "woke us at night", "cost too much"];
    let deeds = ["put a message queue in front of it", "added a cache", "moved it to containers", "split the database"];
    let mut draft = String::from("# Stories\n\n");
    for number in 0..answers {
        let pick = |list: &[&'static str]| list[number % list.len()];
        draft.push_str(&format!(
            "## Story {number}: the {system}\n\n\
             **Situation:** Our {system} number {number} {pain}, and {number} customers had noticed. The team was new, \
             and the people who had written it had left for another company.\n\n\
             **Task:** I was asked to mend the {system} before the next release.\n\n\
             **Action:** I {deed}, and I wrote down what to do when it fails again. Then I walked two colleagues \
             through it, so that it would not hang on me.\n\n\
             **Result:** The {system} became much faster and the team slept well.\n\n",
            system = pick(&systems),
            pain = pick(&pains),
            deed = pick(&deeds),
        ));
    }
    draft
}
