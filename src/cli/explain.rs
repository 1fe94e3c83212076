//! `star-coach explain`: the manual pages of the rules.

use std::io::{self, Write};
use std::process::ExitCode;

use super::console::print_to_stderr;
use crate::former;
use crate::rules::{self, RULES};

/// Prints the manual page of the rule called `rule`, or lists all rules.
pub(super) fn run(rule: Option<&str>) -> io::Result<ExitCode> {
    let current = rule.and_then(former::renamed_rule);
    if let (Some(former), Some(current)) = (rule, current) {
        print_to_stderr(&format!("note: {}", former::note(former, current)));
    }
    let page = match current.or(rule).and_then(rules::by_name) {
        Some(rule) => format!("# {}\n\n{}\n\n{}\n", rule.name, rule.header(), rule.docs.trim()),
        None => list(),
    };
    io::stdout().lock().write_all(page.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let lines =
        RULES.iter().map(|rule| format!("{:width$}  {:11}  {}\n", rule.name, rule.severity.name(), rule.summary));
    lines.chain(["\nRun `star-coach explain RULE` for details.\n".to_owned()]).collect()
}
