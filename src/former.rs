//! Former names of rules, which settings, suppression comments, and `explain` still accept, and the note about a former
//! name.

/// The former names of rules, each with the current one.
pub const RULES: [(&str, &str); 2] = [("ghost-verb", "vague-verb"), ("broken-encoding", "garbled-text")];

/// Returns the current name of the rule that was called `name`; `None` if `name` is not a former name.
pub fn renamed_rule(name: &str) -> Option<&'static str> {
    RULES.iter().find(|(former, _)| *former == name).map(|(_, current)| *current)
}

/// Returns the note about a rule or command called by its former name.
pub fn note(former: &str, current: &str) -> String {
    format!("`{former}` is now called `{current}`.")
}
