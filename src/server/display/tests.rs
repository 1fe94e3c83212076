//! What is shown at the cost of what changed is what is shown by looking at everything.

use std::sync::OnceLock;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::analysis::Coach;
use crate::lexicon::Lexicon;
use crate::server::convert::Encoding;

fn lexicon() -> Arc<Lexicon> {
    static LEXICON: OnceLock<Arc<Lexicon>> = OnceLock::new();
    LEXICON.get_or_init(|| Arc::new(Lexicon::builtin())).clone()
}

fn coach(severities: &[(&str, Option<Severity>)]) -> Arc<Coach> {
    let severities = severities.iter().map(|(rule, severity)| ((*rule).to_owned(), *severity)).collect();
    Arc::new(Coach::new(lexicon(), Config { severities, ..Config::default() }))
}

/// Shows a draft by looking at everything.
#[derive(Default)]
struct Reference {
    calm: Calm<Place>,
}

impl Reference {
    fn show(
        &mut self,
        text: &Text,
        analysis: &Analysis,
        client: &Client,
        config: &Config,
        now: Instant,
    ) -> (Value, Option<Instant>) {
        let found = analysis.answers().iter().flat_map(|answer| {
            answer.report.findings.iter().enumerate().map(|(index, finding)| Item {
                span: answer.place(finding.span),
                rule: finding.rule.code,
                component: finding.component,
                what: Place { answer: 0, report: answer.report.clone(), index },
            })
        });
        let at = self.calm.edited_at();
        let scene = at.map(|at| scene(analysis, text, at));
        let delays = Delays { typing: config.typing_delay, drafting: config.drafting_delay };
        let due = self.calm.show(found.collect(), scene.as_ref(), delays, now);
        let shown = self.calm.shown();
        let mut chosen: Vec<_> = shown.iter().enumerate().collect();
        chosen.sort_by_key(|(index, item)| {
            (item.what.finding().severity, item.span.start.abs_diff(at.unwrap_or_default()), *index)
        });
        chosen.truncate(config.max_findings);
        chosen.sort_by_key(|(index, _)| *index);
        let mut diagnostics: Vec<_> = chosen.iter().map(|(_, item)| diagnostic(item, text, client)).collect();
        if chosen.len() < shown.len() {
            let message = format!(
                "{} more findings are not shown here; `star-coach check` lists all of them.",
                shown.len() - chosen.len()
            );
            let top = json!({ "line": 0, "character": 0 });
            diagnostics.push(json!({
                "range": { "start": top, "end": top }, "severity": 3, "source": "star-coach", "message": message,
            }));
        }
        (diagnostics.into(), due)
    }
}

fn diagnostic(item: &Item<Place>, text: &Text, client: &Client) -> Value {
    let finding = item.what.finding();
    json!({
        "range": client.encoding.range(text, item.span),
        "severity": finding.severity as usize + 1,
        "code": item.rule,
        "source": "star-coach",
        "message": finding.message,
        "data": { "rule": item.rule },
    })
}

#[derive(Clone, Debug)]
enum Step {
    /// Replaces a share of the draft, somewhere.
    Edit(f64, f64, String),
    /// Types where the last edit ended, after removing as many bytes.
    Type(usize, String),
    Save,
    Wait(u64),
    /// Nothing is shown before the next edit.
    Hurry,
    /// The draft is read anew, by other settings.
    Reread(bool),
    /// The draft can't be read for a while.
    Interrupt,
}

fn story(number: usize) -> String {
    let deed = ["put a message queue in front of it 😀", "added a cache, [X%] faster", "we did *stuff*"][number % 3];
    let (gap, result) =
        [("\n\n", "**Result:** It became much faster."), ("\r\n", ""), ("\r", "**Result:** 5%.")][number % 3];
    format!(
        "## Störy {number}{gap}**Situation:** Orders got lost.{gap}**Task:** Stop it.{gap}**Action:** I {deed}.{gap}{result}{gap}\n"
    )
}

fn draft() -> impl Strategy<Value = String> {
    prop::collection::vec(0usize..6, 0..7).prop_map(|stories| stories.into_iter().map(story).collect())
}

fn words() -> impl Strategy<Value = String> {
    let words = [
        "",
        "x",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "```\n",
        "<!--",
        "-->",
        "💡",
        "e\u{301}",
        "We added a cache.",
        "\n**Result:** much faster\n",
        "**Task:**",
        "\n## Next\n\n",
        "\n\n**Situation:** Disks were full.\n\n",
        "[N]",
    ];
    prop_oneof![5 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => (0usize..6).prop_map(story)]
}

fn step() -> impl Strategy<Value = Step> {
    let share = prop_oneof![3 => Just(0.0), 2 => 0.0..0.05f64, 1 => 0.0..1.0f64];
    prop_oneof![
        4 => (0.0..=1.0f64, share, words()).prop_map(|(at, share, with)| Step::Edit(at, share, with)),
        6 => (0usize..4, words()).prop_map(|(back, with)| Step::Type(back, with)),
        1 => Just(Step::Save),
        3 => prop::sample::select(vec![100, 1499, 1500, 5000]).prop_map(Step::Wait),
        1 => Just(Step::Hurry),
        1 => any::<bool>().prop_map(Step::Reread),
        1 => Just(Step::Interrupt),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_changed_is_all_that_matters(
        first in draft(),
        steps in prop::collection::vec(step(), 1..14),
        max_findings in prop::sample::select(vec![0, 1, 2, 3, 5, 8, 13, 1000]),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
    ) {
        let config = Config { max_findings, ..Config::default() };
        let client = Client { encoding, ..Client::default() };
        let mut text = Text::from(first.as_str());
        let mut analysis = Analysis::new(coach(&[]), &text);
        let (mut display, mut reference) = (Display::default(), Reference::default());
        let mut now = Instant::now();
        let mut last = Diagnostics::default();
        let mut last_value = json!([]);
        let mut at = 0;
        let mut interrupted = None;
        for step in std::iter::once(Step::Save).chain(steps) {
            let edit = match &step {
                Step::Edit(place, share, with) => {
                    let start = text.floor_boundary((place * text.len() as f64) as usize);
                    let end = text.floor_boundary(start + (share * text.len() as f64) as usize).max(start);
                    Some((start, end, with))
                }
                Step::Type(back, with) => {
                    let end = text.floor_boundary(at);
                    Some((text.floor_boundary(end.saturating_sub(*back)), end, with))
                }
                _ => None,
            };
            if let Some((start, end, with)) = edit {
                text.replace(DocSpan::new(start, end), with);
                let change = Change { start, old_end: end, new_end: start + with.len() };
                if interrupted.is_none() {
                    analysis.update(&text, change);
                }
                at = change.new_end;
                display.edited(change, now);
                reference.calm.edit(change, now);
            }
            match step {
                Step::Save => {
                    display.saved();
                    reference.calm.save();
                }
                Step::Wait(millis) => now += Duration::from_millis(millis),
                Step::Hurry => continue,
                Step::Reread(other_settings) => {
                    let other = [("missing-metric", None), ("unnamed-service", Some(Severity::Error))];
                    analysis = Analysis::new(coach(if other_settings { &other } else { &[] }), &text);
                }
                Step::Interrupt => {
                    display.interrupted();
                    interrupted = Some(2);
                }
                Step::Edit(..) | Step::Type(..) => {}
            }
            if let Some(left) = interrupted {
                if left > 0 {
                    interrupted = Some(left - 1);
                    continue;
                }
                interrupted = None;
                analysis = Analysis::new(coach(&[]), &text);
            }
            let (diagnostics, due) = display.show(&text, &mut analysis, &client, &config, now);
            let (expected, expected_due) = reference.show(&text, &analysis, &client, &config, now);
            let mut written = Vec::new();
            diagnostics.write(&mut written).expect("memory takes everything");
            prop_assert_eq!(written.len(), diagnostics.size());
            let value: Value = serde_json::from_slice(&written).expect("JSON");
            prop_assert_eq!(&value, &expected, "{:?}", text.to_string());
            prop_assert_eq!(due, expected_due);
            prop_assert_eq!(last.same(&diagnostics), last_value == expected, "{:?} {:?}", last, diagnostics);
            (last, last_value) = (diagnostics, expected);
        }
    }
}

/// What an edit in the middle of a draft of so many answers costs, and all that it costs to show it.
fn cost_of_edits(answers: usize, max_findings: usize) -> Vec<(crate::analysis::Cost, Cost, usize)> {
    let config = Config { max_findings, ..Config::default() };
    let client = Client::default();
    let whole: String = (0..answers).map(|number| story(3 * number)).collect();
    let mut text = Text::from(whole.as_str());
    let mut analysis = Analysis::new(coach(&[]), &text);
    let mut display = Display::default();
    let now = Instant::now();
    display.show(&text, &mut analysis, &client, &config, now);
    let middle = whole.find(&format!("## Störy {}\n", 3 * (answers / 2))).expect("the answer in the middle");
    let line = middle + whole[middle..].find("**Action").expect("its Action");
    // The window of what is shown moves there first.
    let edits = [(line + 12, ""), (line + 12, "x"), (line, "A new line.\n"), (line + 4, "\n\n"), (line + 12, "!")];
    let mut costs = Vec::new();
    for (at, with) in edits {
        text.replace(DocSpan::new(at, at), with);
        let change = Change { start: at, old_end: at, new_end: at + with.len() };
        display.edited(change, now);
        let read = analysis.update(&text, change);
        let (diagnostics, _) = display.show(&text, &mut analysis, &client, &config, now);
        let mut written = Vec::new();
        diagnostics.write(&mut written).expect("memory takes everything");
        costs.push((read, display.cost, written.len() - digits(&written)));
    }
    costs.remove(0);
    costs
}

/// How many digits there are: a line far down has a longer number.
fn digits(written: &[u8]) -> usize {
    written.iter().filter(|byte| byte.is_ascii_digit()).count()
}

/// Without a clock: whatever an edit costs in a draft of many answers, it costs in one of few, but for one addition to
/// the place of each answer behind it.
#[test]
fn a_keystroke_costs_the_same_in_a_long_draft() {
    let (few, many) = (40, 1200);
    for (max, capped) in [(50, true), (10, true), (1 << 20, false)] {
        let short = cost_of_edits(few, max);
        let long = cost_of_edits(many, max);
        for (step, ((short_read, short, short_bytes), (long_read, long, long_bytes))) in
            short.into_iter().zip(long).enumerate()
        {
            let context = format!("edit {step}, at most {max} findings");
            assert_eq!(short_read.lines, long_read.lines, "{context}");
            assert_eq!(short_read.reports, long_read.reports, "{context}");
            assert!(short_read.reports <= 1 && short_read.lines < 40, "{context}: {short_read:?}");
            assert!(long_read.moved <= 2 * many && long.moved <= many, "{context}: {long_read:?} {long:?}");
            assert_eq!((short.rendered, short.decided), (long.rendered, long.decided), "{context}");
            assert!(short.rendered <= 1, "{context}: {short:?}");
            if capped {
                assert!(short.weighed.max(long.weighed) <= max.min(12 * BLOCK), "{context}: {short:?} {long:?}");
                assert!(short.bundled.max(long.bundled) <= 6 * BLOCK, "{context}: {short:?} {long:?}");
                assert_eq!(short_bytes, long_bytes, "{context}");
            }
        }
    }
}
