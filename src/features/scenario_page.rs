//! The page of a scenario in Markdown, and its outline as a comment.

use crate::features::markup::{block, escape, list_section};
use crate::lexicon::scenario::ScenarioContent;
use crate::lexicon::{Lexicon, Scenario};

/// Returns the page of the scenario with this ID, in Markdown; `None` if there is no such scenario. Text of custom
/// entries is escaped.
pub fn page(lexicon: &Lexicon, id: &str) -> Option<String> {
    let scenario = by_id(lexicon, id)?;
    let mut page = Page { text: format!("# {}\n", escape(&scenario.title)) };
    page.paragraph(match scenario.content {
        ScenarioContent::Story { .. } => "An example to compare with. Tell your own story, with your own numbers.",
        ScenarioContent::Points(_) => "A question that interviewers may ask.",
    });
    match &scenario.content {
        ScenarioContent::Story { situation, task, action, result } => {
            page.section("Situation", situation);
            page.section("Task", task);
            page.list("Action", action.iter().map(String::as_str));
            page.section("Result", result);
        }
        ScenarioContent::Points(points) => page.list("What a good answer covers", points.iter().map(String::as_str)),
    }
    page.list("Metrics", scenario.figures.iter().map(String::as_str));
    page.list("AWS services and features", scenario.services.iter().map(|&service| &*lexicon.services[service].name));
    let angles = &scenario.angles;
    let angles = [("Security", &angles.security), ("Cost", &angles.cost), ("Automation", &angles.automation)];
    page.list("Angles", angles.iter().filter_map(|(name, angle)| Some(format!("{name}: {}", angle.as_ref()?))));
    for (title, is_story) in [("Related scenarios", true), ("Related questions", false)] {
        let related = scenario.related.iter().map(|relation| (relation, &lexicon.scenarios[relation.scenario]));
        let related = related.filter(|(_, other)| matches!(other.content, ScenarioContent::Story { .. }) == is_story);
        page.list(title, related.map(|(relation, other)| format!("{} ({}): {}", other.title, other.id, relation.why)));
    }
    Some(page.text)
}

/// Returns the outline of the scenario with this ID as an HTML comment for a draft; `None` if there is no such
/// scenario.
///
/// The comment has no line end after it, and nothing in it can end it early.
pub fn outline_comment(lexicon: &Lexicon, id: &str) -> Option<String> {
    let scenario = by_id(lexicon, id)?;
    let mut lines = vec![format!("{} ({})", scenario.title, scenario.id)];
    match &scenario.content {
        ScenarioContent::Story { situation, task, action, result } => {
            lines.push(format!("Situation: {situation}"));
            lines.push(format!("Task: {task}"));
            lines.push(format!("Action: {}", action.join(" ")));
            lines.push(format!("Result: {result}"));
        }
        ScenarioContent::Points(points) => lines.extend(points.iter().map(|point| format!("* {point}"))),
    }
    let outline = lines.join("\n");
    Some(format!("<!-- {} -->", without_comment_end(&outline)))
}

/// Returns the scenario with this ID.
pub fn by_id<'a>(lexicon: &'a Lexicon, id: &str) -> Option<&'a Scenario> {
    lexicon.scenarios.iter().find(|scenario| scenario.id == id)
}

/// Replaces runs of hyphens with one: two hyphens could end a comment.
fn without_comment_end(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars() {
        if char != '-' || !out.ends_with('-') {
            out.push(char);
        }
    }
    out
}

/// A page that is built section by section.
struct Page {
    text: String,
}

impl Page {
    fn paragraph(&mut self, text: &str) {
        self.text.push_str(&format!("\n{}\n", block(text)));
    }

    fn section(&mut self, title: &str, text: &str) {
        self.text.push_str(&format!("\n## {title}\n\n{}\n", block(text)));
    }

    /// Adds a section with a list, unless it is empty.
    fn list<T: AsRef<str>>(&mut self, title: &str, items: impl Iterator<Item = T>) {
        self.text.push_str(&list_section(title, items));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_the_story_with_metrics_services_and_related_entries() {
        let lexicon = Lexicon::builtin();
        let page = page(&lexicon, "S16").expect("a scenario");
        let parts = ["# ", "## Situation", "## Task", "## Action", "## Result", "## Metrics", "MTTR down 50%"];
        let more = ["Amazon CloudWatch", "Amazon SNS", "## Related scenarios", "(S22)", "## Related questions", "(Q8)"];
        for part in parts.iter().chain(&more) {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("Security:"), "an angle that it does not have");
    }

    #[test]
    fn a_question_has_points_and_no_empty_section() {
        let lexicon = Lexicon::builtin();
        let page = page(&lexicon, "Q17").expect("a question");
        assert!(
            page.contains("## What a good answer covers")
                && !page.contains("## Situation")
                && !page.contains("## Metrics"),
            "{page}"
        );
    }

    #[test]
    fn an_unknown_id_has_no_page() {
        let lexicon = Lexicon::builtin();
        for id in ["", "S4", "s16", "Q21"] {
            assert_eq!((page(&lexicon, id), outline_comment(&lexicon, id)), (None, None));
        }
    }

    #[test]
    fn an_outline_is_one_comment() {
        let lexicon = Lexicon::builtin();
        for scenario in &lexicon.scenarios {
            let comment = outline_comment(&lexicon, &scenario.id).expect("an outline");
            let inner = comment.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")).expect("a comment");
            assert!(!inner.contains("--") && !inner.contains('>') && !inner.ends_with('-'), "{comment}");
            assert!(inner.contains(&scenario.title));
        }
        assert_eq!(without_comment_end("a -- b ---> c"), "a - b -> c");
    }
}
