use super::*;
use std::sync::Arc;

use crate::coach::{Analysis, Profile};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::text::Text;

/// Returns the clock of the first answer in `draft`: "2019 (March 2019)", with `~` if it isn't certain.
fn clock(draft: &str) -> String {
    let profile = Arc::new(Profile::new(Lexicon::shared(), Config::default()));
    let analysis = Analysis::new(profile, &Text::from(draft));
    let clock = Clock::of(&analysis.answers()[0].report.answer, analysis.profile().config.dated);
    clock.map_or(String::new(), |Clock { year, words, is_certain }| {
        let mark = if is_certain { "" } else { "~" };
        format!("{mark}{year} ({})", words.unwrap_or("draft".to_owned()))
    })
}

/// Returns an answer with these sections.
fn answer(situation: &str, action: &str, result: &str) -> String {
    format!("**Situation:** {situation}\n\n**Task:** I owned it.\n\n**Action:** {action}\n\n**Result:** {result}\n")
}

#[test]
fn the_latest_year_in_the_steps_decides() {
    for (situation, action, result, expected) in [
        ("It was slow.", "I moved it.", "It was fast.", ""),
        ("In 2017 it was slow.", "I moved it.", "It was fast.", "2017 (2017)"),
        ("In 2017 it was slow.", "I moved it.", "It was fast in March 2019.", "2019 (March 2019)"),
        ("In 2017 it was slow.", "In 2018 I moved it.", "It was fast in 2019.", "2019 (2019)"),
        ("In 2021 it was slow.", "I moved it.", "It was fast in 2019.", "~2019 (2019)"),
        ("In 2017 it was slow.", "I moved it.", "In 2024 we still run it like this.", "~2017 (2017)"),
        ("It was slow.", "I moved it.", "In 2024 we still run it like this.", "~2024 (2024)"),
        ("In 2011 it was slow.", "Three years later I moved it.", "It was fast.", "~2011 (2011)"),
        ("The firm was founded in 2005.", "I moved it.", "It was fast.", ""),
        ("It was slow.", "I moved it.", "Since 2021 none was lost.", "~2021 (2021)"),
        ("In 2017 it was slow.", "I upgraded SQL Server 2019.", "It was fast.", "~2017 (2017)"),
        ("In 2017 it was slow.", "I moved it.", "Calls rose from 2010 to 2040 a day.", "~2017 (2017)"),
        ("It was slow in `2017`.", "I ran `in 2019`.", "It was fast.", ""),
    ] {
        assert_eq!(clock(&answer(situation, action, result)), expected, "{situation} {action} {result}");
    }
}

#[test]
fn a_title_and_the_front_matter_decide_in_this_order() {
    let plain = answer("It was slow.", "I moved it.", "It was fast.");
    for (above, expected) in [
        ("# The move (2019)\n\n", "2019 (2019)"),
        ("# The move\n\nAcme Bank, 2019\n\n", "2019 (2019)"),
        ("---\ndate: 2018-03-14\n---\n\n# The move\n\n", "2018 (draft)"),
        ("---\ndate: 2018-03-14\n---\n\n# The move (2019)\n\n", "2019 (2019)"),
        ("---\ndate: soon\n---\n\n", ""),
        ("# The SQL Server 2019 move\n\n", ""),
    ] {
        assert_eq!(clock(&format!("{above}{plain}")), expected, "{above}");
    }
    let dated = answer("In 2017 it was slow.", "I moved it.", "It was fast.");
    assert_eq!(clock(&format!("---\ndate: 2018\n---\n\n# The move (2019)\n\n{dated}")), "~2017 (2017)");
    assert_eq!(clock(&plain.replace("Situation:", "Situation (2019):")), "2019 (2019)");
}
