//! Inserts an answer template in the style of the draft.

use crate::answer::style::{self, Skeleton};
use crate::coach::{Analysis, Placed};
use crate::component::Component;
use crate::features::line::is_blank;
use crate::text::edit::DocEdit;
use crate::text::{Change, DocSpan, Text};

/// An answer template to insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerTemplate {
    /// The edit that inserts it.
    pub edit: DocEdit,
    /// The prompts to type over, as spans of the edited text, in order; never empty.
    pub prompts: Vec<DocSpan>,
}

/// Returns the answer template for `offset` in `text`, which `analysis` describes: on the empty line there, else after
/// the answer or paragraph there, else at the end of the draft. It has the style of the answer before it, or after it,
/// or the default style. `None` if it would not be recognized as an answer, such as in a draft that turns checking off.
pub fn template(analysis: &Analysis, text: &Text, offset: usize) -> Option<AnswerTemplate> {
    let here = line_for(analysis, text, text.floor_boundary(offset));
    let answers = analysis.answers();
    let label_words = &analysis.profile().config.label_words;
    let following = answers.partition_point(|placed| placed.span.end <= text.line_span(here).start.max(offset));
    let nearest = following.checked_sub(1).and_then(|index| answers.get(index)).or(answers.get(following));
    let end = text.line_count() - 1;
    let lines = if here == end { vec![here] } else { vec![here, end] };
    lines.into_iter().find_map(|line| {
        let titled = !has_title_above(analysis, text, line);
        let like = nearest.and_then(|placed| style::skeleton(&placed.report.answer, titled, label_words));
        let skeletons = like.into_iter().chain([style::plain_skeleton(titled, text.line_end(), label_words)]);
        skeletons.map(|skeleton| inserted(text, line, &skeleton)).find(|template| is_read(analysis, text, template))
    })
}

/// Returns the line to insert at or, if it is not blank, after.
fn line_for(analysis: &Analysis, text: &Text, offset: usize) -> usize {
    let mut line = match analysis.answer_at(offset) {
        Some(placed) => text.line_of(placed.span.end),
        None => text.line_of(offset),
    };
    if is_blank(text, line) && analysis.answer_at(offset).is_none() {
        return line;
    }
    while analysis.answer_at(offset).is_none() && line + 1 < text.line_count() && !is_blank(text, line + 1) {
        line += 1;
    }
    line
}

/// Whether the last text above `line` is a heading without an answer yet. The title of the draft doesn't count.
fn has_title_above(analysis: &Analysis, text: &Text, line: usize) -> bool {
    let Some(above) = (0..=line).rev().find(|line| !is_blank(text, *line)) else { return false };
    let span = text.line_span(above);
    text.slice(span).starts_with("##") && analysis.answer_at(span.start).is_none()
}

fn inserted(text: &Text, line: usize, skeleton: &Skeleton) -> AnswerTemplate {
    let span = text.line_span(line);
    let end = text.line_end();
    let is_free = is_blank(text, line);
    let span = if is_free { span } else { DocSpan::new(span.end, span.end) };
    let before = match is_free {
        false => 2,
        true => usize::from(line > 0 && !is_blank(text, line - 1)),
    };
    let is_last = line + 1 >= text.line_count();
    let after = usize::from(is_last || !is_blank(text, line + 1));
    let lead = end.repeat(before);
    let first = span.start + lead.len();
    let place = |prompt: &crate::text::Span| DocSpan::new(first + prompt.start, first + prompt.end);
    let prompts = skeleton.prompts.iter().map(place).collect();
    AnswerTemplate { edit: DocEdit { span, text: format!("{lead}{}{}", skeleton.text, end.repeat(after)) }, prompts }
}

/// Whether the template is recognized as one more answer with four prompts, and all other answers stay the same.
fn is_read(analysis: &Analysis, text: &Text, template: &AnswerTemplate) -> bool {
    let DocEdit { span, text: new } = &template.edit;
    let mut after = text.clone();
    after.replace(*span, new);
    let mut read = analysis.clone();
    read.update(&after, Change { start: span.start, old_end: span.end, new_end: span.start + new.len() });
    let inserted = DocSpan::new(span.start, span.start + new.len());
    let is_new = |placed: &&Placed| {
        let labels = &placed.report.answer.passage.labels;
        labels.iter().all(|label| inserted.contains(placed.place(label.words)))
    };
    let (added, others): (Vec<_>, Vec<_>) = read.answers().iter().partition(is_new);
    let [added] = added.as_slice() else { return false };
    let answer = &added.report.answer;
    let waits =
        |component| answer.sections_of(component).count() == 1 && answer.placeholders_of(component).count() == 1;
    let same = |(old, new): (&Placed, &&Placed)| old.report.answer.passage == new.report.answer.passage;
    Component::ALL.into_iter().all(waits)
        && analysis.answers().len() == others.len()
        && analysis.answers().iter().zip(&others).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;
    use proptest::prelude::*;

    /// Returns the draft after the insertion, with the first prompt in guillemets. `‸` is the cursor in `draft`.
    fn after(draft: &str) -> Option<String> {
        let at = draft.find('‸').expect("a cursor");
        let draft = draft.replace('‸', "");
        let (analysis, text) = analyzed(&draft);
        let template = template(&analysis, &text, at)?;
        let mut after = draft.clone();
        after.replace_range(template.edit.span.range(), &template.edit.text);
        for prompt in &template.prompts {
            assert!(after[prompt.range()].starts_with('[') && after[prompt.range()].ends_with(']'), "{after}");
        }
        for prompt in template.prompts.iter().rev() {
            after.replace_range(prompt.range(), "[]");
        }
        Some(after)
    }

    const PLAIN: &str = "**Situation:** []\n\n**Task:** []\n\n**Action:** []\n\n**Result:** []";

    #[test]
    fn an_empty_draft_gets_the_default_style() {
        let whole = format!("## []\n\n{PLAIN}\n");
        assert_eq!(after("‸"), Some(whole.clone()));
        assert_eq!(after("# Stories\n\n‸"), Some(format!("# Stories\n\n{whole}")));
        assert_eq!(
            after("Some‸ notes.\nAnd more.\n\nLater.\n"),
            Some(format!("Some notes.\nAnd more.\n\n{whole}\nLater.\n"))
        );
        assert_eq!(after("One\r\n\r\n‸\r\n"), Some(format!("One\n\n{whole}").replace('\n', "\r\n")));
    }

    #[test]
    fn a_heading_without_an_answer_gets_one() {
        assert_eq!(after("## A failure\n‸"), Some(format!("## A failure\n\n{PLAIN}\n")));
        assert_eq!(after("## A failure‸\n\n## Next\n"), Some(format!("## A failure\n\n{PLAIN}\n\n## Next\n")));
    }

    #[test]
    fn a_new_answer_follows_the_style_of_the_one_before() {
        let draft = "### Q1. Why?\n\n- *Situation* – a b\n- *Task* – c\n- *Action* – I did.\n- *Result* – Done.\n‸";
        let written = after(draft).expect("a template");
        let new = &written[draft.len() - '‸'.len_utf8()..];
        assert_eq!(new, "\n### []\n\n- *Situation* – []\n- *Task* – []\n- *Action* – []\n- *Result* – []\n");
        let headings = "# Geschichten\n\n## Eins\n\n### Situation\n\na\n\n### Aufgabe\n\nb\n\n### Aktion\n\nc\n\n### Ergebnis\n\nd\n\n‸\n\n## Zwei\n";
        let written = after(headings).expect("a template");
        assert!(written.contains("\n\n## []\n\n### Situation\n\n[]\n\n### Aufgabe\n\n[]\n\n### "), "{written}");
        assert!(written.ends_with("\n\n[]\n\n## Zwei\n"), "{written}");
    }

    #[test]
    fn tables_are_followed_by_tables() {
        let columns = "| Situation | Task | Action | Result |\n|---|---|---|---|\n| a b | c | I d | e |\n\n‸";
        let written = after(columns).expect("a template");
        assert!(
            written.ends_with(
                "|\n\n| Situation | Task | Action | Result |\n| --- | --- | --- | --- |\n| [] | [] | [] | [] |\n"
            ),
            "{written}"
        );
        let rows = "## One\n\n| Part | Text |\n|---|---|\n| Situation | a |\n| Task | b |\n| Action | c |\n| Result | d |\n\n‸";
        let written = after(rows).expect("a template");
        assert!(written.contains("## []\n\n| Part | Text |\n|---|---|\n| Situation | [] |\n"), "{written}");
    }

    #[test]
    fn within_an_answer_the_template_comes_after_it() {
        let star = "## One\n\n**S:** a\n\n**T:** b\n\n**A:** I ‸did.\n\n**R:** d\n\n## Two\n\n**S:** a\n\n**T:** b\n\n**A:** c\n";
        let written = after(star).expect("a template");
        assert!(
            written.contains("**R:** d\n\n## []\n\n**S:** []\n\n**T:** []\n\n**A:** []\n\n**R:** []\n\n## Two\n"),
            "{written}"
        );
    }

    #[test]
    fn the_template_is_inserted_only_where_it_is_recognized() {
        let whole = format!("## []\n\n{PLAIN}\n");
        assert_eq!(after("```\n‸\n```\n"), Some(format!("```\n\n```\n{whole}").replacen("```\n##", "```\n\n##", 1)));
        assert_eq!(after("---\nstar-coach: false\n---\n\n‸"), None);
    }

    proptest! {
        #[test]
        fn the_template_is_recognized_at_any_position(
            parts in prop::collection::vec(prop::sample::select(vec![
                "## Title\n", "**Situation:** a\n", "\n", "**Task:** b\n", "> **Action:** c\n", "**Result:** d\n", "text\n",
                "```\n", "---\n", "| Situation | Task | Action | Result |\n|-|-|-|-|\n| a | b | c | d |\n", "S: a\nT: b\nA: c\n",
                "<!-- x\n", "-->\n", "1. **Situation** – a\n2. **Task** – b\n", "\r\n", "😀", "Situation\n---\n",
            ]), 0..12),
            at in 0usize..300,
        ) {
            let draft = parts.concat();
            let (analysis, text) = analyzed(&draft);
            if let Some(template) = template(&analysis, &text, at) {
                let mut after = draft.clone();
                after.replace_range(template.edit.span.range(), &template.edit.text);
                let (read, _) = analyzed(&after);
                prop_assert_eq!(read.answers().len(), analysis.answers().len() + 1);
                prop_assert!(template.prompts.iter().all(|prompt| after[prompt.range()].starts_with('[')));
            }
        }
    }
}
