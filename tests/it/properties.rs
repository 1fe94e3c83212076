//! The invariants of `lib.rs`, for any draft and any edit.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use star_coach::answer::Answer;
use star_coach::coach::fixing;
use star_coach::coach::{Analysis, Placed};
use star_coach::features::actions;
use star_coach::lexicon::Term;
use star_coach::rules::{self, Target};
use star_coach::text::edit::Fix;
use star_coach::text::{Change, DocSpan, Text};

use crate::drafts::{draft, fixtures, profile, read};
use crate::pieces::{MARKUP, PIECES};

fn any_draft() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// Like [`any_draft`], with markup that starts or ends blocks in between.
fn any_marked_draft() -> impl Strategy<Value = String> {
    let piece = prop_oneof![2 => prop::sample::select(PIECES), 1 => prop::sample::select(MARKUP)];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Styles of sections: `{}` is the component's name, `%` its initial, `@` its text.
const STYLES: &[&str] = &[
    "**{}:** @",
    "**{}**: @",
    "**{}.** @",
    "**{}:**\n@",
    "**{}**\n\n@",
    "{}: @",
    "{}:\n@",
    "- {}: @",
    "* **{}**: @",
    "- **%**: @",
    "- **%** — @",
    "%: @",
    "### {}\n@",
    "### {}\n\n@",
    "#### % – {}\n\n@",
    "### 🎯 {}\n\n@",
    "> **{}:** @",
    "> **{}:**\n> @",
    "| {} | @ |",
    "| **% ({})** | @ |",
    "1) {}: @",
    "**1. {}:** @",
    "  - **{}**: @",
    "{}：@",
    "**% – {}:**\n@",
    "<li><strong>{}:</strong> @</li>",
    "**%**rest: @",
    "{} - @",
    "• **{}:** @",
    "<p><b>{}</b>: @</p>",
    "**{}:** *@*",
    "__{}__: @",
];

/// Texts of sections; the last one is empty.
const BODIES: &[&str] = &[
    "We had 14 hours of batch work a night.",
    "I owned the fix.",
    "I put a message queue between the two services.",
    "I put the AWS Load Balancer Controller and a load balancer before the EKS Message Queue Reader.",
    "I Put AWS Lambda Functions Behind A Message Queue, And AWS SNS Topics Behind A Data Lake",
    "I significantly improved the Data Lake Working Group and the Amazon Helped Lambda Function Kit.",
    "I set up real-time monitoring and a serverless function, then I went home.",
    "It got much better, and the team was happy.",
    "Costs were significantly reduced",
    "It fell from 14 hours to 2 hours.",
    "Done (mostly).",
    "The pages became faster, and nobody complained.",
    "Drivers are relaxed and we shipped the new portal.",
    "She thanked me.",
    "We ran it on Azure, and I opened port 22 to the world.",
    "I moved it to AWS.",
    "The cost went down by [X%].",
    "",
];

/// Texts with safe fixes, and some without.
const SLIPS: &[&str] =
    &["AWS SNS", "AWS Athena or Kinesis Firehose", "arn:aws:iam::482913375526:role/x", "donâ€™t", "it"];

/// A draft with one or more answers, each in its own style, with some components missing or empty.
fn any_story() -> impl Strategy<Value = String> {
    let answer = (
        prop::sample::select(STYLES),
        prop::sample::subsequence(vec![0usize, 1, 2, 3], 2..=4),
        prop::collection::vec(prop::sample::select(BODIES), 4),
        prop::sample::select(vec!["\n", "\n\n"]),
        prop::sample::select(vec!["## The {} outage\n\n", "# Story {}\n", "**Q{}: What went wrong?**\n\n", ""]),
        any::<bool>(),
    );
    let draft = prop::collection::vec(answer, 1..4);
    (draft, any::<bool>()).prop_map(|(answers, windows)| {
        let mut out = String::new();
        for (number, (style, components, bodies, gap, title, lesson)) in answers.into_iter().enumerate() {
            // If the second answer has neither a title nor a Situation, the two can't be told apart.
            let title = if title.is_empty() && number > 0 && components[0] > 0 { "# Another\n" } else { title };
            out.push_str(&title.replace("{}", &(number + 1).to_string()));
            for (at, &component) in components.iter().enumerate() {
                let name = ["Situation", "Task", "Action", "Result"][component];
                let style = match style {
                    "**%**rest: @" => format!("**{}**{}: @", &name[..1], &name[1..]),
                    numbered if numbered.contains('1') => numbered.replace('1', &(at + 1).to_string()),
                    style => style.replace("{}", name).replace('%', &name[..1]),
                };
                out.push_str(&style.replace("{}", name).replace('@', bodies[at]));
                out.push_str(
                    if style.starts_with(['|', '<', '-', '*', ' ']) && !style.contains('\n') && !style.starts_with("**")
                    {
                        "\n"
                    } else {
                        gap
                    },
                );
                if style.starts_with('>') && gap == "\n\n" {
                    out.truncate(out.len() - 1);
                    out.push_str(">\n");
                }
            }
            if lesson {
                out.push_str("\n**Lesson:** Measure first.\n");
            }
            out.push('\n');
        }
        if windows { out.replace('\n', "\r\n") } else { out }
    })
}

/// An edit: the position and the length (both as shares of the draft), and the new text.
fn any_edit() -> impl Strategy<Value = (f64, f64, String)> {
    let typed = prop::sample::select(vec![
        "",
        "x",
        "\n",
        "*",
        "`",
        "`\n",
        "#",
        "# ",
        ":",
        "|",
        "<!--",
        "-->",
        "---",
        "S",
        "Result:",
        "\r\n",
        "😀",
        " on Azure ",
    ]);
    let text = prop_oneof![3 => typed.prop_map(str::to_owned), 2 => any_draft()];
    (0.0..=1.0f64, prop_oneof![Just(0.0), 0.0..0.05f64, 0.0..0.6f64], text)
}

/// Like [`any_edit`], with markup; every fifth is at the very start.
fn any_markup_edit() -> impl Strategy<Value = (f64, f64, String)> {
    let typed = prop::sample::select(MARKUP).prop_map(str::to_owned);
    let more = prop::sample::select(vec![
        "",
        "\u{feff}",
        "---\n",
        "---\nstar-coach: true\n---\n",
        "---\r\nstar-coach: false\r\n---\r\n",
        "<!-- star-coach:\nignore\nmissing-metric\n",
        "```\n",
        "```\r\n",
        "\r",
        "\n",
        "**Result:** It got better.\n",
    ]);
    let text = prop_oneof![3 => typed, 3 => more.prop_map(str::to_owned), 1 => any_marked_draft()];
    let at = prop_oneof![4 => 0.0..=1.0f64, 1 => Just(0.0)];
    (at, prop_oneof![2 => Just(0.0), 3 => 0.0..0.05f64, 1 => 0.0..0.6f64], text)
}

/// Applies the edit, and returns the change.
fn apply(text: &mut Text, (at, share, with): &(f64, f64, String)) -> Change {
    let start = text.floor_boundary((at * text.len() as f64) as usize);
    let end = text.floor_boundary(start + (share * text.len() as f64) as usize).max(start);
    text.replace(DocSpan::new(start, end), with);
    Change { start, old_end: end, new_end: start + with.len() }
}

/// Returns an analysis as text.
fn described(analysis: &Analysis) -> String {
    let mut out =
        format!("unclosed {:?} {:?}\nunread {:?}\n", analysis.unclosed(), analysis.problems(), analysis.unread());
    for Placed { span, title, report } in analysis.parts() {
        let _ = writeln!(out, "{span:?} {title:?} {:?} {:?}", report.answer.passage, report.used);
        for finding in &report.findings {
            let _ = writeln!(out, "  {finding:?}");
        }
    }
    out
}

/// Returns the first line that differs.
fn difference(updated: &str, fresh: &str) -> Option<String> {
    let first = updated.lines().zip(fresh.lines()).find(|(updated, fresh)| updated != fresh);
    match first {
        Some((updated, fresh)) => Some(format!("updated: {updated}\nfresh:   {fresh}")),
        None => (updated != fresh).then(|| "one of them goes on".to_owned()),
    }
}

/// The configuration. The drafts are the same in each run, so that a rare one doesn't make a change fail that has nothing to do
/// with it. `PROPTEST_RNG_SEED=7 PROPTEST_CASES=4000 cargo test --test it properties` looks at others.
fn config() -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(1);
    ProptestConfig { cases: 400, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    /// Invariant 5: an updated analysis equals a fresh one after every edit, also with two threads.
    #[test]
    fn updates_equal_a_fresh_analysis(first in any_draft(), edits in prop::collection::vec(any_edit(), 1..8)) {
        let (mut text, mut analysis) = read(&first);
        for edit in &edits {
            let before = text.to_string();
            let change = apply(&mut text, edit);
            analysis.update(&text, change);
            let fresh = Analysis::new(profile(), &text);
            prop_assert_eq!(difference(&described(&Analysis::with_threads(profile(), &text, 2)), &described(&fresh)), None);
            let wrong = difference(&described(&analysis), &described(&fresh));
            prop_assert!(wrong.is_none(), "{}\n{:?}\n-- became by {:?} --\n{:?}", wrong.unwrap_or_default(), before, change, text.to_string());
        }
    }

    /// Invariant 5 for edits that start or end blocks, with and without a byte order mark.
    #[test]
    fn updates_equal_a_fresh_analysis_with_any_markup(
        marked in any::<bool>(),
        first in any_marked_draft(),
        edits in prop::collection::vec(any_markup_edit(), 1..8),
    ) {
        let (mut text, mut analysis) = read(&format!("{}{first}", if marked { "\u{feff}" } else { "" }));
        for edit in &edits {
            let before = text.to_string();
            let change = apply(&mut text, edit);
            analysis.update(&text, change);
            let wrong = difference(&described(&analysis), &described(&Analysis::new(profile(), &text)));
            prop_assert!(wrong.is_none(), "{}\n{:?}\n-- became by {:?} --\n{:?}", wrong.unwrap_or_default(), before, change, text.to_string());
        }
    }

    /// Invariants 5, 7, and 10: two changes can be merged; answers and findings are in order, in bounds, and unique.
    #[test]
    fn answers_and_findings_are_in_order(first in any_draft(), one in any_edit(), two in any_edit()) {
        let (mut text, mut analysis) = read(&first);
        let change = apply(&mut text, &one);
        let change = change.then(apply(&mut text, &two));
        analysis.update(&text, change);
        prop_assert_eq!(difference(&described(&analysis), &described(&Analysis::new(profile(), &text))), None, "{:?}", change);
        let found: Vec<_> = analysis.findings().map(|(span, _)| span.start).collect();
        prop_assert!(found.is_sorted(), "{:?}\n{}\n{}", found, text, described(&analysis));
        // Outside answers, only suppression comments may have findings.
        for note in analysis.notes() {
            prop_assert_eq!(&*text.slice(note.span), note.report.answer.text());
            for finding in &note.report.findings {
                prop_assert_eq!(finding.rule.target, Target::Comment);
                let place = note.place(finding.span);
                prop_assert!(analysis.directives().iter().any(|comment| comment.span.start <= place.start && place.end <= comment.span.end), "{:?}", finding);
            }
        }
        let mut end = 0;
        for answer in analysis.answers() {
            prop_assert!(end <= answer.span.start && answer.span.end <= text.len());
            prop_assert_eq!(&*text.slice(answer.span), answer.report.answer.text());
            end = answer.span.end;
            let findings = &answer.report.findings;
            for pair in findings.windows(2) {
                prop_assert!(pair[0].span.start <= pair[1].span.start);
                prop_assert!(pair[0].span != pair[1].span || pair[0].message != pair[1].message);
            }
            for finding in findings {
                prop_assert!(answer.report.answer.text().get(finding.span.range()).is_some());
            }
        }
    }

    /// Invariant 9: a fix removes its finding and adds none, except about placeholders and empty sections.
    #[test]
    fn every_fix_removes_its_finding(text in any_story()) {
        check_fixes(&text);
    }

    /// An offered suppression comment removes its finding and changes nothing else.
    #[test]
    fn every_offered_comment_suppresses_its_finding(draft in prop_oneof![3 => any_story(), 1 => any_draft()]) {
        check_ignores(&draft);
    }

    /// Applying all safe fixes ends, reports its changes correctly, and adds no worse findings.
    #[test]
    fn applying_all_safe_fixes_ends(draft in prop_oneof![any_story(), any_draft()], slip in prop::sample::select(SLIPS)) {
        let draft = draft.replacen("it", slip, 2);
        let (text, analysis) = read(&draft);
        let fixed = fixing::fix_all(&analysis, &text);
        let mut made = text.clone();
        fixed.edits.iter().rev().for_each(|edit| made.replace(edit.span, &edit.text));
        prop_assert_eq!(made.to_string(), fixed.text.to_string());
        prop_assert_eq!(described(&fixed.left), described(&Analysis::new(profile(), &fixed.text)));
        let again = fixing::fix_all(&fixed.left, &fixed.text);
        prop_assert!(again.edits.is_empty() && again.applied.is_empty());
        let worst = |analysis: &Analysis| analysis.findings().map(|(_, finding)| finding.severity).min();
        prop_assert!(worst(&fixed.left).is_none_or(|after| worst(&analysis).is_some_and(|before| before <= after)));
        prop_assert_eq!(fixed.applied.is_empty(), fixed.edits.is_empty());
    }

    /// In any draft, a fix stays inside its answer, and all other text is kept.
    #[test]
    fn no_fix_loses_text(text in any_draft()) {
        let (_, analysis) = read(&text);
        for (answer, finding) in analysis.answers().iter().flat_map(|answer| answer.report.findings.iter().map(move |finding| (answer, finding))) {
            let before = answer.report.answer.text();
            for fix in &finding.fixes {
                let replaced: usize = fix.edits.iter().map(|edit| edit.span.len()).sum();
                let added: usize = fix.edits.iter().map(|edit| edit.text.len()).sum();
                prop_assert!(fix.edits.iter().all(|edit| before.get(edit.span.range()).is_some()));
                prop_assert!(fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
                prop_assert_eq!(fix.apply(before).len(), before.len() - replaced + added);
                let is_insertion = finding.rule.target.is_once_per_component();
                prop_assert!(!is_insertion || fix.edits.iter().all(|edit| edit.span.is_empty() || before[edit.span.range()].trim().bytes().all(|byte| byte.is_ascii_digit())));
            }
        }
    }

    /// Invariant 11: any text can be analyzed.
    #[test]
    fn any_text_is_analyzed(text in "\\PC*", more in "[\\x00-\\x7f]{0,60}") {
        read(&format!("**Situation:** {text}\n{more}\n**Result:** {more}{text}"));
        read(&text);
    }
}

/// Applies every fix of every finding of `text`, and checks the result.
fn check_fixes(text: &str) {
    let (_, analysis) = read(text);
    for answer in analysis.parts() {
        let before = codes(&analysis);
        for finding in &answer.report.findings {
            for fix in &finding.fixes {
                check_names(&answer.report.answer, fix);
                let fixed = fix.apply(answer.report.answer.text());
                let whole = format!("{}{fixed}{}", &text[..answer.span.start], &text[answer.span.end..]);
                let (_, after) = read(&whole);
                let after_codes = codes(&after);
                let code = finding.rule.name;
                let count = |codes: &[&str], code: &str| codes.iter().filter(|other| **other == code).count();
                // Removing one needless comment may make another one needless.
                let fewer = code == "unused-suppression" && names(&after) < names(&analysis);
                assert!(
                    fewer || count(&after_codes, code) < count(&before, code),
                    "{code} is still there after {:?}: {:?}\n--\n{text}\n-- became --\n{whole}",
                    fix.title,
                    finding.message
                );
                // A comment may turn out to be needless after a fix makes it valid.
                let understood = code == "invalid-suppression";
                let after_codes = after_codes.into_iter().filter(|code| !(understood && *code == "unused-suppression"));
                let after_codes: Vec<_> = after_codes.collect();
                for other in
                    after_codes.iter().filter(|other| !matches!(**other, "unfilled-placeholder" | "empty-component"))
                {
                    assert!(
                        count(&after_codes, other) <= count(&before, other),
                        "{:?} adds {other}\n--\n{text}\n-- became --\n{whole}",
                        fix.title
                    );
                }
                if let Some(select) = fix.select {
                    let selected = fixed.get(select.range());
                    assert!(
                        selected.is_some_and(|selected| selected.starts_with('[')),
                        "{:?} selects {selected:?}",
                        fix.title
                    );
                }
            }
        }
    }
}

/// Returns the number of rules that the suppression comments name.
fn names(analysis: &Analysis) -> usize {
    analysis.directives().iter().map(|directive| directive.names().count()).sum()
}

#[test]
fn a_comment_above_a_one_line_answer_uses_the_line_end_of_the_draft() {
    for end in ["\n", "\r\n"] {
        let (here, all) = check_ignores(&format!("Situation: one. Task: other.{end}"));
        assert!(here == all && all > 0);
    }
}

/// Applies every offered suppression comment for the findings of `draft`, and checks the result. Returns how many
/// findings can be suppressed in their block, and how many there are.
fn check_ignores(draft: &str) -> (usize, usize) {
    let (text, analysis) = read(draft);
    let before = codes(&analysis);
    let count = |codes: &[&str], code: &str| codes.iter().filter(|other| **other == code).count();
    let (mut here, mut all) = (0, 0);
    for (place, finding) in analysis.findings() {
        let code = finding.rule.name;
        if finding.rule.target == Target::Comment {
            continue;
        }
        all += 1;
        let offered = actions::actions(&analysis, &text, place);
        let ignores: Vec<_> = offered
            .iter()
            .filter(|action| {
                action.title.starts_with(&format!("Ignore `{code}`")) && action.finding == Some((place, code))
            })
            .collect();
        // Two findings of a rule in one block are suppressed by the same comment, which is offered once.
        here += usize::from(offered.iter().any(|action| action.title == format!("Ignore `{code}` here")));
        for action in ignores {
            assert!(!action.preferred && action.kind == actions::ActionKind::QuickFix);
            let actions::Effect::Edit { edits, select: None } = &action.effect else { panic!("{action:?}") };
            let mut written = text.clone();
            edits.iter().rev().for_each(|edit| written.replace(edit.span, &edit.text));
            let written = written.to_string();
            let line_ends = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
            let (crlf, lf) = line_ends(&written);
            let (old_crlf, old_lf) = line_ends(draft);
            assert!(old_crlf < old_lf || old_lf == 0 || crlf == lf, "{:?} mixes line ends:\n{written:?}", action.title);
            let after = codes(&read(&written).1);
            assert!(count(&after, code) < count(&before, code), "{:?} does not:\n{draft}\n--\n{written}", action.title);
            for other in &after {
                assert!(
                    count(&after, other) <= count(&before, other),
                    "{:?} adds {other}:\n{draft}\n--\n{written}",
                    action.title
                );
            }
        }
    }
    (here, all)
}

/// A fix changes no part of a name, only all of it.
fn check_names(answer: &Answer, fix: &Fix) {
    let known = answer.mentions.iter().filter(|mention| matches!(mention.term, Term::Service(_) | Term::Product(_)));
    for name in known.map(|mention| mention.span).chain(answer.names.iter().map(|name| name.span)) {
        let cuts = |at: usize| name.start < at && at < name.end;
        let cut = fix.edits.iter().any(|edit| cuts(edit.span.start) || cuts(edit.span.end));
        assert!(!cut, "{:?} edits a part of {:?}", fix.title, &answer.text()[name.range()]);
    }
}

/// Nearly every finding in the fixtures can be suppressed in its block.
#[test]
fn findings_in_the_fixtures_can_be_suppressed() {
    let counts = fixtures().into_iter().map(|fixture| check_ignores(&draft(&fixture)));
    let (here, all) = counts.fold((0, 0), |(here, all), (one, of)| (here + one, all + of));
    assert!(all > 100 && here * 100 >= all * 97, "{here} of {all}");
}

/// Returns the codes of all findings except hints, which may appear only after others are fixed.
fn codes(analysis: &Analysis) -> Vec<&'static str> {
    let profile = analysis.profile();
    let found = |answer: &Placed| {
        let answer = &answer.report.answer;
        let complete = answer.is_complete();
        let found = rules::find(&profile.context(answer)).findings;
        found.into_iter().filter(move |finding| complete || finding.rule.class == rules::Class::Fact)
    };
    let notes = analysis.notes().iter().flat_map(|note| note.report.findings.clone());
    analysis.answers().iter().flat_map(found).chain(notes).map(|finding| finding.rule.name).collect()
}

/// Invariant 9 for the fixtures.
#[test]
fn every_fix_in_the_fixtures_removes_its_finding() {
    for fixture in fixtures() {
        check_fixes(&draft(&fixture));
    }
}

/// Invariant 6: an edit inside one answer re-analyzes that answer only; moving the others re-analyzes nothing.
#[test]
fn other_answers_keep_their_reports() {
    let answer = |n: usize| {
        format!(
            "## Story {n}\n\n**Situation:** Disk {n} was full.\n\n**Task:** Free it.\n\n**Action:** I deleted logs.\n\n**Result:** 5 GB free.\n\n"
        )
    };
    let whole: String = (0..50).map(answer).collect();
    let (mut text, mut analysis) = read(&whole);
    assert_eq!(analysis.answers().len(), 50);
    let at = whole.find("Disk 25").expect("the answer in the middle");
    for (edit, changed) in
        [(Some((at, 0, "Old d")), true), (Some((0, 0, "A new first line.\n\n")), false), (None, false)]
    {
        let before = analysis.clone();
        let cost = match edit {
            Some((start, len, with)) => {
                text.replace(DocSpan::new(start, start + len), with);
                analysis.update(&text, Change { start, old_end: start + len, new_end: start + with.len() })
            }
            None => {
                // Remove a whole answer.
                let gone = analysis.answers()[10].span;
                text.replace(gone, "");
                analysis.update(&text, Change { start: gone.start, old_end: gone.end, new_end: gone.start })
            }
        };
        assert_eq!(cost.reports, usize::from(changed), "{edit:?}");
        assert!(cost.lines < 40, "{edit:?} read {} lines", cost.lines);
        let kept = analysis
            .answers()
            .iter()
            .filter(|answer| before.answers().iter().any(|old| Arc::ptr_eq(&old.report, &answer.report)));
        assert_eq!(kept.count(), analysis.answers().len() - usize::from(changed), "{edit:?}");
    }
    assert_eq!(described(&analysis), described(&Analysis::new(profile(), &text)));
}
