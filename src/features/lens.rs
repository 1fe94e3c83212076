//! Code lenses: a summary line above each answer. Facts only, no grade.

use super::symbols::counted;
use crate::answer::facts::Facts;
use crate::coach::{Analysis, Profile, Report};
use crate::component::Frame;
use crate::draft::markdown::Unclosed;
use crate::text::{DocSpan, Span};

/// A summary line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The position: the answer's title, or its first label.
    pub span: DocSpan,
    /// The text, such as `S ✓ T ✓ A ✓ R – · 2 metrics · 4 services · 1:35–1:55 · security ✓ automation ✓ cost –`.
    pub title: String,
}

/// Returns the summary lines of all answers, and lines about unclosed blocks that hide labels outside of answers, in
/// order; none if the setting `code-lens` is off.
pub fn lenses(analysis: &Analysis) -> Vec<Lens> {
    let profile = analysis.profile();
    if !profile.config.code_lens {
        return Vec::new();
    }
    let lens = |placed: &crate::coach::Placed| {
        let passage = &placed.report.answer.passage;
        let first = passage.labels.first().map_or(Span::default(), |label| label.words);
        Lens { span: placed.place(passage.title.unwrap_or(first)), title: summary(&placed.report, profile) }
    };
    let mut lenses: Vec<Lens> = analysis.answers().iter().map(lens).collect();
    // Inside an answer, a finding reports the block.
    let outside = analysis.hiding().iter().filter(|unclosed| analysis.answer_at(unclosed.source.start).is_none());
    lenses.extend(outside.map(|unclosed| {
        let at = unclosed.source.start;
        Lens { span: DocSpan::new(at, at), title: hiding(*unclosed) }
    }));
    lenses.sort_by_key(|lens| lens.span.start);
    lenses
}

/// Returns the message about an unclosed block that hides labels.
pub fn hiding(unclosed: Unclosed) -> String {
    format!("This {} isn't closed, so it hides the labels in it", unclosed.name())
}

/// Returns the summary of an answer; `profile` must be the one that made `report`.
pub fn summary(report: &Report, profile: &Profile) -> String {
    let answer = &report.answer;
    let frame = answer.passage.frame;
    let name = if frame == Frame::Star { String::new() } else { format!("{}: ", frame.name()) };
    let components =
        frame.parts().iter().map(|(part, initial)| format!("{initial} {}", mark(answer.has_written(*part))));
    let mut parts = vec![
        name + &components.collect::<Vec<_>>().join(" "),
        counted(answer.metrics.len(), "metric"),
        counted(answer.services().len(), "service"),
    ];
    let facts = report.facts(profile);
    parts.extend(time(facts));
    // The angles are recognized by English words only.
    if answer.is_english() {
        let angles =
            [("security", facts.angles.security), ("automation", facts.angles.automation), ("cost", facts.angles.cost)];
        parts.push(angles.map(|(angle, is_there)| format!("{angle} {}", mark(is_there))).join(" "));
    }
    parts.join(" · ")
}

fn mark(is_there: bool) -> char {
    if is_there { '✓' } else { '–' }
}

/// Returns the range of the speaking time from a fast to a slow rate, rounded to five seconds so that it rarely changes
/// while typing. `None` if there is nothing to say.
fn time(facts: &Facts) -> Option<String> {
    let rounded = |seconds: usize| (seconds + 2) / 5 * 5;
    let (from, to) = (rounded(facts.speaking_seconds_min), rounded(facts.speaking_seconds_max));
    match (from, to) {
        (_, 0) => None,
        (0, to) => Some(clock(to)),
        (from, to) if from == to => Some(clock(to)),
        (from, to) => Some(format!("{}–{}", clock(from), clock(to))),
    }
}

/// Returns the time it takes to say `words` words, rounded to seconds.
pub(crate) fn speaking_seconds(words: usize, words_per_minute: u32) -> usize {
    let rate = words_per_minute.max(1) as usize;
    (words * 60 + rate / 2) / rate
}

/// Formats seconds as minutes and seconds: `1:05`.
pub(crate) fn clock(seconds: usize) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::features::testing::{analyzed, analyzed_with};

    fn titles(draft: &str) -> Vec<String> {
        lenses(&analyzed(draft).0).into_iter().map(|lens| lens.title).collect()
    }

    #[test]
    fn a_lens_shows_what_is_present_and_missing() {
        let action =
            "I moved the orders to Amazon SQS and automated the AWS Lambda deployments behind AWS KMS. ".repeat(15);
        let draft = format!(
            "## Orders got lost\n\n**Situation:** Orders got lost.\n\n**Task:** I owned them.\n\n**Action:** {action}\n\n\
             **Result:** From 14 hours to 2 hours, 80% less.\n"
        );
        let lenses = lenses(&analyzed(&draft).0);
        let [lens] = lenses.as_slice() else { panic!("{lenses:?}") };
        assert_eq!(&draft[lens.span.range()], "Orders got lost");
        assert_eq!(lens.title, "S ✓ T ✓ A ✓ R ✓ · 2 metrics · 3 services · 1:35–1:55 · security ✓ automation ✓ cost –");
    }

    #[test]
    fn an_unclosed_block_that_hides_labels_has_a_lens() {
        let answer = "**Situation:** Orders got lost.\n\n**Task:** I owned them.\n\n**Result:** 80% fewer.\n";
        let draft = format!("# Notes\n\n```\nlog\n\n{answer}");
        let (analysis, text) = analyzed(&draft);
        let [lens] = &lenses(&analysis)[..] else { panic!("{:?}", lenses(&analysis)) };
        assert_eq!(text.line_of(lens.span.start), 2);
        assert_eq!(lens.title, "This code block isn't closed, so it hides the labels in it");
        assert_eq!(titles(&draft.replace("log", "log\n```")).len(), 1);
        assert!(titles("# Notes\n\n```\nlog\n").is_empty(), "it hides no label");
    }

    #[test]
    fn empty_sections_and_prompts_count_as_missing() {
        let draft = "**Situation:** Orders got lost.\n\n**Task:**\n\n**Action:** [What did you do?]\n\n";
        assert_eq!(
            titles(draft),
            ["S ✓ T – A – R – · no metrics · no services · 0:05 · security – automation – cost –"]
        );
        assert_eq!(
            titles("**Situation:**\n\n**Task:**\n"),
            ["S – T – A – R – · no metrics · no services · security – automation – cost –"]
        );
    }

    #[test]
    fn another_frame_than_star_is_named() {
        for (draft, expected) in [
            ("**Context:** It was slow.\n\n**Action:** I cached it.\n\n**Result:** Fast.\n", "CAR: C ✓ A ✓ R ✓ ·"),
            ("**Problem:** It was slow.\n\n**Action:** I cached it.\n\n**Result:**\n", "PAR: P ✓ A ✓ R – ·"),
            (
                "**Situation:** It was slow.\n\n**Obstacle:** No time.\n\n**Action:** I did.\n\n**Result:** Fast.\n",
                "SOAR: S ✓ O ✓ A ✓ R ✓ ·",
            ),
            ("**Background:** It was slow.\n\n**Action:** I cached it.\n\n**Result:** Fast.\n", "S ✓ T – A ✓ R ✓ ·"),
        ] {
            let titles = titles(draft);
            assert!(titles.iter().any(|title| title.starts_with(expected)), "{titles:?}");
        }
    }

    #[test]
    fn angles_are_shown_in_english_answers_only() {
        let draft =
            "**Situation:** So war es.\n\n**Aufgabe:** Meine.\n\n**Aktion:** Amazon SQS.\n\n**Ergebnis:** 90%.\n";
        let titles = titles(draft);
        assert!(titles[0].starts_with("S ✓ T ✓ A ✓ R ✓ · ") && !titles[0].contains("security"), "{titles:?}");
    }

    #[test]
    fn settings_change_the_speaking_rate_and_turn_lenses_off() {
        let draft = format!("**Situation:** {}\n\n**Task:** Mine.\n", "word ".repeat(149));
        let with = |config| lenses(&analyzed_with(&draft, config).0).into_iter().map(|lens| lens.title).next();
        let title = with(Config { words_per_minute: 75, ..Config::default() });
        assert!(title.as_ref().is_some_and(|title| title.contains(" · 1:55–2:20 · ")), "{title:?}");
        assert_eq!(with(Config { code_lens: false, ..Config::default() }), None);
        let zero = with(Config { words_per_minute: 0, ..Config::default() });
        assert!(zero.is_some());
    }

    #[test]
    fn answers_under_one_title_have_separate_lenses() {
        let star = "**Situation:** One.\n\n**Task:** t\n\n**Action:** I did.\n\n**Result:** Done.\n\n";
        let draft = format!("# Stories\n\n{star}{star}");
        let spans: Vec<_> =
            lenses(&analyzed(&draft).0).iter().map(|lens| draft[lens.span.range()].to_owned()).collect();
        assert_eq!(spans, ["Stories", "Situation"]);
    }
}
