//! Inlay hints: the share and the speaking time of each section.

use super::lens::{clock, speaking_seconds};
use crate::coach::{Analysis, Placed};
use crate::draft::label::Form;
use crate::text::{DocSpan, Text};

/// An inlay hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inlay {
    /// The byte offset in the draft.
    pub at: usize,
    /// The label.
    pub label: String,
    /// The explanation of the label.
    pub tooltip: String,
}

/// Returns the hints in `range` of `text`, which `analysis` describes, in order; empty if the settings turn them off.
pub fn inlays(analysis: &Analysis, text: &Text, range: DocSpan) -> Vec<Inlay> {
    let config = &analysis.profile().config;
    if !config.inlay_hints {
        return Vec::new();
    }
    let range = DocSpan::new(range.start.min(text.len()), range.end.min(text.len()));
    let answers = analysis.answers();
    let first = answers.partition_point(|placed| placed.span.end < range.start);
    let touched = answers[first..].iter().take_while(|placed| placed.span.start <= range.end);
    let inlays = touched.flat_map(|placed| of_answer(placed, config.words_per_minute));
    inlays.filter(|inlay| range.touches(inlay.at)).collect()
}

fn of_answer(placed: &Placed, words_per_minute: u32) -> Vec<Inlay> {
    let answer = &placed.report.answer;
    let total = answer.words();
    let inlay = |index: usize| {
        let section = &answer.sections[index];
        if section.words == 0 {
            return None;
        }
        let share = (section.words * 100 + total / 2) / total;
        let time = clock(speaking_seconds(section.words, words_per_minute));
        let label = &section.label;
        // After the label and its punctuation, before the white space that follows.
        let body = if matches!(label.form, Form::Column(_)) { label.words.end } else { label.body };
        let behind = &answer.text()[label.words.end..body.max(label.words.end)];
        let at = label.words.end + behind.trim_end_matches(|char: char| char.is_whitespace() || char == '|').len();
        Some(Inlay {
            at: placed.span.start + at,
            label: format!("{share}% · {time}"),
            tooltip: format!(
                "{} of {total} words ({share}% of the answer). Speaking time {time} at {words_per_minute} words per minute.",
                section.words
            ),
        })
    };
    let mut inlays: Vec<_> = (0..answer.sections.len()).filter_map(inlay).collect();
    inlays.sort_by_key(|inlay| inlay.at);
    inlays
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::features::testing::{analyzed, analyzed_with};

    /// Returns the draft with its hints in guillemets.
    fn shown(draft: &str, range: DocSpan) -> String {
        let (analysis, text) = analyzed_with(draft, Config { inlay_hints: true, ..Config::default() });
        let mut shown = draft.to_owned();
        for inlay in inlays(&analysis, &text, range).into_iter().rev() {
            shown.insert_str(inlay.at, &format!("«{}»", inlay.label));
        }
        shown
    }

    #[test]
    fn a_hint_follows_each_label_that_has_words() {
        let all = DocSpan::new(0, usize::MAX);
        let ten = "word ".repeat(10);
        let draft =
            format!("**Situation:** {ten}\n\n## Task\n\nOne two.\n\n- __Action__ – {ten}{ten}\n\n**Result:**\n");
        assert_eq!(
            shown(&draft, all),
            format!(
                "**Situation:**«31% · 0:04» {ten}\n\n## Task«6% · 0:01»\n\nOne two.\n\n\
                 - __Action__ –«63% · 0:08» {ten}{ten}\n\n**Result:**\n"
            )
        );
        assert_eq!(shown("", all), "");
        let table = "| Situation | Task | Action | Result |\n|---|---|---|---|\n| a | b | c | d |\n";
        let header = shown(table, all).lines().next().map(str::to_owned);
        let hinted = ["Situation", "Task", "Action", "Result"].map(|label| format!("| {label}«25% · 0:00» "));
        assert_eq!(header, Some(format!("{}|", hinted.concat())));
    }

    #[test]
    fn hints_are_limited_to_the_range_and_off_by_default() {
        let draft = "**Situation:** one\n\n**Task:** two\n\n".repeat(20);
        let count = |start, end| shown(&draft, DocSpan::new(start, end)).matches('«').count();
        assert_eq!(count(0, draft.len()), 40);
        assert_eq!([count(0, 1), count(0, 20), count(14, 14), count(usize::MAX, usize::MAX)], [0, 1, 1, 0]);
        let (analysis, text) = analyzed(&draft);
        assert_eq!(inlays(&analysis, &text, text.full_span()), []);
    }

    #[test]
    fn the_tooltip_explains_the_label() {
        let config = Config { inlay_hints: true, words_per_minute: 60, ..Config::default() };
        let (analysis, text) = analyzed_with("**Situation:** one two three\n\n**Task:** four\n", config);
        let tooltips: Vec<_> =
            inlays(&analysis, &text, text.full_span()).into_iter().map(|inlay| inlay.tooltip).collect();
        assert_eq!(
            tooltips,
            [
                "3 of 4 words (75% of the answer). Speaking time 0:03 at 60 words per minute.",
                "1 of 4 words (25% of the answer). Speaking time 0:01 at 60 words per minute."
            ]
        );
    }
}
