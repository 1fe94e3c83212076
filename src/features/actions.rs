//! Code actions for a position or selection.
//!
//! Everything is computed from the current analysis; nothing depends on data that the client keeps.

use crate::answer::prose::Prose;
use crate::coach::fixing;
use crate::coach::{Analysis, Placed};
use crate::component::Component;
use crate::draft::markdown::Markdown;
use crate::draft::placeholder;
use crate::features::{ignoring, scenario_page};
use crate::lexicon::scenario::ScenarioContent;
use crate::lexicon::{Lexicon, Scenario};
use crate::rules::Target;
use crate::scenarios;
use crate::text::edit::{DocEdit, Edit, Fix};
use crate::text::{DocSpan, Span, Text};

/// The maximum number of related scenarios to offer.
const MAX_RELATED: usize = 3;
/// The maximum length of a selection to label, in bytes.
const MAX_SELECTION: usize = 1 << 16;

/// The kind of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Fixes a finding.
    QuickFix,
    /// Rewrites the selection.
    Rewrite,
    /// Opens a related scenario, or inserts its outline.
    Refactor,
    /// Applies all safe fixes.
    FixAll,
}

/// The effect of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Edits the draft, then selects text.
    Edit {
        /// The edits, disjoint and sorted.
        edits: Vec<DocEdit>,
        /// The span to select afterwards, in the edited text.
        select: Option<DocSpan>,
    },
    /// Opens the page of the scenario with this ID.
    ShowScenario(String),
}

/// An action to offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The title in the menu.
    pub title: String,
    /// The kind.
    pub kind: ActionKind,
    /// Whether it is the preferred action of its kind here.
    pub preferred: bool,
    /// The finding it fixes: its position and the code of its rule.
    pub finding: Option<(DocSpan, &'static str)>,
    /// The effect.
    pub effect: Effect,
}

/// Returns the actions for `range` of `text`, which `analysis` describes. An empty range is a cursor.
pub fn actions(analysis: &Analysis, text: &Text, range: DocSpan) -> Vec<Action> {
    let mut actions = Vec::new();
    let first = analysis.answers().partition_point(|answer| answer.span.end < range.start);
    let here = analysis.answers()[first..].iter().take_while(|answer| answer.span.start <= range.end);
    let lines = touched_lines(text, range);
    for answer in here.clone() {
        fixes(answer, lines, &mut actions);
    }
    for note in analysis.notes() {
        fixes(note, lines, &mut actions);
    }
    let lexicon = &analysis.profile().lexicon;
    if let Some(answer) = here.clone().next() {
        related(lexicon, answer, text, range, &mut actions);
    } else {
        actions.extend(add_labels(text, range));
    }
    for answer in here {
        ignores(analysis, text, answer, lines, &mut actions);
    }
    actions
}

/// Returns the action that applies all safe fixes to `text`; `None` if there are none.
pub fn fix_all(analysis: &Analysis, text: &Text) -> Option<Action> {
    if !fixing::is_fixable(analysis) {
        return None;
    }
    let fixed = fixing::fix_all(analysis, text);
    let title = match fixed.applied.as_slice() {
        [] => return None,
        [one] => format!("Apply the only safe fix: {}", one.title),
        all => format!("Apply all {} safe fixes", all.len()),
    };
    let effect = Effect::Edit { edits: fixed.edits, select: None };
    Some(Action { title, kind: ActionKind::FixAll, preferred: false, finding: None, effect })
}

/// Adds the actions that suppress the findings of `answer` on `lines`.
fn ignores(analysis: &Analysis, text: &Text, answer: &Placed, lines: DocSpan, actions: &mut Vec<Action>) {
    for finding in &answer.report.findings {
        let place = answer.place(finding.span);
        if place.start > lines.end || place.end < lines.start || finding.rule.target == Target::Comment {
            continue;
        }
        for (title, edit) in ignoring::ignores(analysis, text, answer, finding) {
            let effect = Effect::Edit { edits: vec![edit], select: None };
            // Two findings of a rule on one line can be suppressed by the same comments.
            if actions.iter().all(|action| action.title != title || action.effect != effect) {
                let finding = Some((place, finding.rule.name));
                actions.push(Action { title, kind: ActionKind::QuickFix, preferred: false, finding, effect });
            }
        }
    }
}

/// Returns the lines that `range` touches: an editor asks for actions at the cursor, but a finding may be anywhere on
/// its line.
fn touched_lines(text: &Text, range: DocSpan) -> DocSpan {
    let start = text.line_start(text.line_of(range.start));
    let end = text.line_span(text.line_of(range.end)).end;
    DocSpan::new(start, end.max(start))
}

fn fixes(answer: &Placed, lines: DocSpan, actions: &mut Vec<Action>) {
    for finding in &answer.report.findings {
        let place = answer.place(finding.span);
        if place.start > lines.end || place.end < lines.start {
            continue;
        }
        actions.extend(finding.fixes.iter().map(|fix| Action {
            title: fix.title.clone(),
            kind: ActionKind::QuickFix,
            preferred: fix.preferred,
            finding: Some((place, finding.rule.name)),
            effect: effect(answer, fix),
        }));
    }
}

fn effect(answer: &Placed, fix: &Fix) -> Effect {
    let edits = fix.edits.iter().map(|Edit { span, text }| DocEdit { span: answer.place(*span), text: text.clone() });
    // All edits are in the answer, so its start does not move.
    let select = fix.select.map(|span| DocSpan::new(answer.span.start + span.start, answer.span.start + span.end));
    Effect::Edit { edits: edits.collect(), select }
}

fn related(lexicon: &Lexicon, answer: &Placed, text: &Text, range: DocSpan, actions: &mut Vec<Action>) {
    let found = scenarios::related(lexicon, &answer.report.answer, MAX_RELATED);
    let title_line = answer.title.map(|title| text.line_of(title.start));
    let on_title = title_line.is_some_and(|line| text.line_of(range.start) == line);
    for related in found {
        let scenario = &lexicon.scenarios[related.scenario];
        let action =
            |title, effect| Action { title, kind: ActionKind::Refactor, preferred: false, finding: None, effect };
        let reason = related.why.join(", ");
        let noun = match scenario.content {
            ScenarioContent::Story { .. } => "scenario",
            ScenarioContent::Points(_) => "question",
        };
        let title = format!("Open related {noun}: {} ({reason})", scenario.title);
        actions.push(action(title, Effect::ShowScenario(scenario.id.clone())));
        if on_title && let Some(edit) = insert_outline(lexicon, scenario, answer, text) {
            let effect = Effect::Edit { edits: vec![edit], select: None };
            actions.push(action(format!("Insert {noun} as a comment: {}", scenario.title), effect));
        }
    }
}

/// Returns the edit that inserts a scenario's outline as a comment below the answer's title.
fn insert_outline(lexicon: &Lexicon, scenario: &Scenario, answer: &Placed, text: &Text) -> Option<DocEdit> {
    let line = text.line_span(text.line_of(answer.title?.start));
    let end = answer.report.answer.line_end();
    let comment = scenario_page::outline_comment(lexicon, &scenario.id)?.replace('\n', end);
    Some(DocEdit { span: DocSpan::new(line.end, line.end), text: format!("{end}{end}{}", comment.trim_end()) })
}

/// Returns the action that adds labels to selected prose.
fn add_labels(text: &Text, range: DocSpan) -> Option<Action> {
    if range.is_empty() || range.len() > MAX_SELECTION {
        return None;
    }
    let selected = text.slice(range);
    let body = selected.trim();
    let start = range.start + (selected.len() - selected.trim_start().len());
    let is_prose = body.split_whitespace().nth(7).is_some()
        && !body.contains("```")
        && !body.lines().any(|line| line.starts_with('#'));
    if !is_prose {
        return None;
    }
    let line_end = if selected.contains("\r\n") { "\r\n" } else { "\n" };
    let mut labeled = String::new();
    let mut select = None;
    for (component, part) in Component::ALL.into_iter().zip(split(body)) {
        if !labeled.is_empty() {
            labeled.push_str(line_end);
            labeled.push_str(line_end);
        }
        labeled.push_str(&format!("**{}:** ", component.name()));
        if part.is_empty() {
            let guide = placeholder::guide(component);
            let at = start + labeled.len();
            select.get_or_insert(DocSpan::new(at, at + guide.len()));
            labeled.push_str(guide);
        } else {
            labeled.push_str(part);
        }
    }
    let span = DocSpan::new(start, start + body.len());
    Some(Action {
        title: "Label the selection as Situation, Task, Action, and Result".to_owned(),
        kind: ActionKind::Rewrite,
        preferred: false,
        finding: None,
        effect: Effect::Edit { edits: vec![DocEdit { span, text: labeled }], select },
    })
}

/// Splits `body` into the four components: the first sentence is the Situation, a second sentence about a duty the
/// Task, a last sentence about an outcome the Result, and all sentences between them the Action. Missing components are
/// empty.
fn split(body: &str) -> [&str; 4] {
    let segments = Markdown::parse(body).segments(DocSpan::new(0, body.len()));
    let prose = Prose::new(body, &segments, &[], |_| false);
    let all = Span::new(0, prose.text().len());
    let sentences: Vec<Span> = prose.sentences(all).into_iter().map(|sentence| prose.source(sentence)).collect();
    let says = |span: Span, words: &[&str]| {
        let sentence = body[span.range()].to_lowercase();
        words.iter().any(|word| sentence.contains(word))
    };
    let task = sentences.get(1).filter(|&&sentence| {
        says(
            sentence,
            &[
                "my task",
                "my job",
                "i was asked",
                "i was responsible",
                "i had to",
                "i needed to",
                "i owned",
                "responsib",
                "we had to",
                "was tasked",
                "goal was",
            ],
        )
    });
    let result = sentences.last().filter(|&&last| {
        sentences.len() > 2
            && (says(
                last,
                &[
                    "as a result",
                    "result",
                    "in the end",
                    "finally",
                    "since then",
                    "reduced",
                    "fell",
                    "dropped",
                    "improved",
                    "saved",
                    "went from",
                    "now ",
                ],
            ) || !crate::metrics::find(&body[last.range()]).is_empty())
    });
    let action = 1 + usize::from(task.is_some());
    let at = |index: usize| sentences.get(index).map_or(body.len(), |sentence| sentence.start);
    let result_at = result.map_or(body.len(), |result| result.start);
    [&body[..at(1)], &body[at(1)..at(action)], &body[at(action).min(result_at)..result_at], &body[result_at..]]
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::coach::Profile;
    use crate::config::Config;

    const DRAFT: &str = "# Orders got lost\n\n**Situation:** Orders got lost.\n\n**Task:** I owned the shop.\n\n\
        **Action:** I put a message queue in front of it.\n\n**Result:** It got better.\n\nMore words after the end.\n";

    /// Returns the actions at `place` in `draft`, or for `place` as a selection, with the draft after each edit.
    fn offered(draft: &str, place: &str, selected: bool) -> Vec<(Action, Option<String>)> {
        let text = Text::from(draft);
        let profile = Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()));
        let analysis = Analysis::new(profile, &text);
        let start = draft.find(place).expect("the place");
        let range = DocSpan::new(start, if selected { start + place.len() } else { start });
        let edited = |action: &Action| match &action.effect {
            Effect::Edit { edits, .. } => {
                let mut text = text.clone();
                edits.iter().rev().for_each(|edit| text.replace(edit.span, &edit.text));
                Some(text.to_string())
            }
            Effect::ShowScenario(_) => None,
        };
        let actions = actions(&analysis, &text, range);
        actions.into_iter().map(|action| (edited(&action), action)).map(|(edited, action)| (action, edited)).collect()
    }

    #[test]
    fn fixes_are_offered_on_the_line_of_a_finding() {
        let offered = offered(DRAFT, "It got better", false);
        let fixes: Vec<_> = offered
            .iter()
            .filter(|(action, _)| action.kind == ActionKind::QuickFix && !action.title.starts_with("Ignore "))
            .collect();
        assert!(fixes.len() >= 2 && fixes.iter().filter(|(action, _)| action.preferred).count() == 1);
        for (action, edited) in fixes {
            assert_eq!(action.finding.map(|(_, code)| code), Some("missing-metric"));
            let Effect::Edit { select: Some(select), .. } = &action.effect else { panic!("{action:?}") };
            assert!(edited.as_ref().is_some_and(|edited| edited[select.range()].starts_with('[')), "{edited:?}");
        }
    }

    #[test]
    fn related_scenarios_are_offered_in_an_answer() {
        let count = |place: &str, start: &str| {
            offered(DRAFT, place, false).iter().filter(|(action, _)| action.title.starts_with(start)).count()
        };
        assert!((1..=MAX_RELATED).contains(&count("I owned", "Open related scenario: ")));
        assert_eq!(count("I owned", "Insert scenario as a comment: "), 0);
        assert_eq!(count("More words", "Open related scenario: "), 0);
        let at_title = offered(DRAFT, "Orders got lost\n", false);
        let (_, edited) = at_title
            .iter()
            .find(|(action, _)| action.title.starts_with("Insert scenario as a comment: "))
            .expect("an outline");
        let edited = edited.as_ref().expect("an edit");
        assert!(
            edited.starts_with("# Orders got lost\n\n<!--") && edited.contains("-->\n\n**Situation:**"),
            "{edited}"
        );
    }

    #[test]
    fn selected_prose_gets_labels_and_prompts() {
        let prose = "Our imports failed twice a week. I was asked to mend them. I moved them to AWS Step Functions. \
            Since then failures fell from 9 to 1 a month.";
        let labeled = offered(prose, prose, true);
        let [(action, Some(edited))] = labeled.as_slice() else { panic!("{labeled:?}") };
        assert_eq!(
            (action.title.as_str(), action.kind),
            ("Label the selection as Situation, Task, Action, and Result", ActionKind::Rewrite)
        );
        for part in ["**Situation:** Our", "**Task:** I was asked", "**Action:** I moved", "**Result:** Since then"] {
            assert!(edited.contains(part), "{edited}");
        }
        let short = "We moved all of it to the cloud in one long weekend.";
        let labeled = offered(short, short, true);
        let (action, Some(edited)) = &labeled[0] else { panic!("{labeled:?}") };
        let Effect::Edit { select: Some(select), .. } = &action.effect else { panic!("{action:?}") };
        assert_eq!(&edited[select.range()], placeholder::guide(Component::Task));
        assert_eq!(offered(prose, "Our imports", false).len(), 0, "nothing is selected");
        assert_eq!(
            offered("# A heading of quite a few words\nand more", "# A heading of quite a few words\nand more", true)
                .len(),
            0
        );
        assert_eq!(
            offered(DRAFT, "I owned the shop.", true)
                .iter()
                .filter(|(action, _)| action.kind == ActionKind::Rewrite)
                .count(),
            0
        );
    }
}
