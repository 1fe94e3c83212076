use super::*;
use crate::features::testing::analyzed;
use crate::lexicon::Lexicon;
use crate::rules::RULES;

/// Returns the completions at `|` in `draft`, and the draft without `|`.
fn at_bar(draft: &str, cause: Cause) -> (Completion, String) {
    let offset = draft.find('|').expect("a cursor");
    let draft = draft.replacen('|', "", 1);
    let (analysis, text) = analyzed(&draft);
    let completion = complete(&analysis, &text, offset, cause, Format::Plain);
    for item in &completion.items {
        let (insert, replace) = (item.insert, item.replace);
        assert!(insert.start == replace.start && insert.end == offset && offset <= replace.end, "{item:?}");
        assert!(!draft[replace.range()].contains(['\n', '\r']), "{item:?}");
        assert!(
            item.stops.iter().all(|stop| item.text.get(stop.range()).is_some_and(|stop| !stop.is_empty())),
            "{item:?}"
        );
        assert!(item.stops.windows(2).all(|pair| pair[0].end <= pair[1].start), "{item:?}");
        let typed = draft[insert.range()].to_lowercase();
        // Editors filter short lists themselves.
        let is_sifted = !matches!(item.kind, ItemKind::Directive | ItemKind::Setting | ItemKind::Reference);
        assert!(!is_sifted || item.filter.to_lowercase().starts_with(&typed), "{:?} for {typed:?}", item.filter);
    }
    (completion, draft)
}

fn asked(draft: &str) -> Vec<Item> {
    at_bar(draft, Cause::Asked).0.items
}

fn labels(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.label.as_str()).collect()
}

/// Returns the draft after accepting the item `label`.
fn accepted(draft: &str, label: &str) -> String {
    let (completion, mut draft) = at_bar(draft, Cause::Asked);
    let item = completion.items.iter().find(|item| item.label == label).unwrap_or_else(|| panic!("{completion:?}"));
    draft.replace_range(item.replace.range(), &item.text);
    if let Some((span, text)) = item.also {
        draft.insert_str(span.start, text);
    }
    draft
}

const ANSWER: &str = "# Orders\n\n**Situation:** Orders got lost.\n\n**Action:** I put Amazon SQS before it.\n\n";

#[test]
fn missing_labels_follow_the_style_of_the_answer() {
    let with = |rest: &str| format!("{ANSWER}{rest}");
    assert_eq!(labels(&asked(&with("|"))), ["**Result:**", "**Task:**"]);
    assert_eq!(labels(&asked(&with("Re|"))), ["**Result:**"]);
    assert_eq!(labels(&asked(&with("**r|**"))), ["**Result:**"]);
    assert_eq!(accepted(&with("**Re|**"), "**Result:**"), with("**Result:** [What changed, and by how much?]"));
    let headings = "# Orders\r\n\r\n## Situation\r\n\r\nOrders got lost.\r\n\r\n## Task\r\n\r\nMine.\r\n\r\n## |";
    let accepted = accepted(headings, "## Action");
    assert!(accepted.ends_with("Mine.\r\n\r\n## Action\r\n\r\n[What did you do, step by step?]"), "{accepted:?}");
    let german = "**Situation:** Es brach.\n\n**Aufgabe:** Meine.\n\n|";
    assert_eq!(labels(&asked(german)), ["**Vorgehen:**", "**Ergebnis:**"]);
    assert_eq!(labels(&asked(&format!("{}A|", &german[..german.len() - 1]))), ["**Vorgehen:**"]);
}

#[test]
fn an_answer_with_one_label_is_continued() {
    assert_eq!(labels(&asked("# Orders\n\n- Situation: It broke.\n- |")), ["- Task:", "- Action:", "- Result:"]);
    let typed = at_bar("**Situation:** It broke.\n\n**|", Cause::Typed('*')).0;
    assert_eq!(labels(&typed.items), ["**Task:**", "**Action:**", "**Result:**"]);
}

#[test]
fn labels_are_not_offered_in_running_text() {
    let whole = format!("{ANSWER}**Task:** Mine.\n\n**Result:** It held for 3 weeks.\n\n");
    for draft in [
        format!("{whole}|"),
        format!("{ANSWER}An|d"),
        format!("{ANSWER}The re|"),
        format!("{ANSWER}Some words\nr|"),
        format!("{ANSWER}```\n|\n```\n"),
        format!("{ANSWER}# Something else\n\n|"),
        "Just some notes.\n\nr|".to_owned(),
        "1. |".to_owned(),
    ] {
        let items = asked(&draft);
        assert!(items.iter().all(|item| item.kind != ItemKind::Label), "{draft}: {items:?}");
    }
    for (typed, cause) in [("*|", '*'), (":|", ':'), ("[|", '['), ("|", '*')] {
        assert_eq!(at_bar(&format!("{ANSWER}{typed}"), Cause::Typed(cause)).0, Completion::default(), "{typed}");
    }
}

#[test]
fn an_answer_template_follows_the_style_of_the_answer_above() {
    let bold = accepted("# Orders\n\nst|", "STAR answer");
    assert!(bold.starts_with("# Orders\n\n**Situation:** [") && bold.matches("\n\n").count() == 4, "{bold}");
    let like = "## One\r\n\r\n### Situation\r\n\r\nIt broke.\r\n\r\n### Task\r\n\r\nMine.\r\n\r\n### Action\r\n\r\nI mended it.\r\n\r\n\
        ### Result\r\n\r\nIt held.\r\n\r\n## Two\r\n\r\n|\r\n";
    let (completion, _) = at_bar(like, Cause::Asked);
    assert_eq!(labels(&completion.items), ["STAR answer"]);
    let item = &completion.items[0];
    assert!(
        item.text.starts_with("### Situation\r\n\r\n[") && item.text.contains("\r\n\r\n### Task\r\n"),
        "{:?}",
        item.text
    );
    assert!(item.stops.len() == 4 && item.stops.iter().all(|stop| item.text[stop.range()].ends_with("?]")));
    for draft in ["# Orders\n\ns|", "# Orders\n\nwords st|", "words\nst|", "# Orders\n\nstx|", "```\n|\n```", "st|ar"] {
        assert_eq!(asked(draft), [], "{draft}");
    }
}

#[test]
fn services_are_offered_for_the_words_being_typed() {
    let action = |typed: &str| format!("**Situation:** It broke.\n\n**Action:** I put {typed} there.\n");
    let first = |typed: &str| asked(&action(typed)).first().map(|item| item.label.clone());
    for (typed, expected) in [
        ("SQ|", "Amazon SQS"),
        ("amazon sq|", "Amazon SQS"),
        ("AWS Lam|", "AWS Lambda"),
        ("lamb|", "AWS Lambda"),
        ("Cost Exp|", "AWS Cost Explorer"),
        ("CloudWatch Ev|", "Amazon EventBridge"),
        ("(Dynamo|", "Amazon DynamoDB"),
    ] {
        assert_eq!(first(typed).as_deref(), Some(expected), "{typed}");
    }
    assert!(at_bar(&action("SQ|"), Cause::Asked).0.incomplete);
    assert!(asked(&action("Amazon |")).is_empty());
    let accepted = accepted(&action("the aws sq|s"), "Amazon SQS");
    assert!(accepted.contains("I put the Amazon SQS there"), "{accepted}");
    let lambda = &asked(&action("lamb|"))[0];
    assert!(!lambda.detail.is_empty() && lambda.documentation.starts_with("AWS Lambda"), "{lambda:?}");
}

#[test]
fn services_are_not_offered_outside_prose() {
    for typed in
        ["la|", "S|", "it |", "`Lamb|`", "`Lamb|", "https://x.org/lamb|", "me@lamb|", "xlamb|", "12|", "<!-- lamb| -->"]
    {
        let draft = format!("**Situation:** It broke.\n\n**Action:** I put {typed} there.\n");
        assert_eq!(labels(&asked(&draft)), [""; 0], "{typed}");
    }
    assert_eq!(asked("# Notes\n\nWe talked about Lamb|\n"), []);
    assert_eq!(asked("**Situation:** It broke.\n\n**Act|ion:** Lambda.\n"), []);
    let many = at_bar("**Situation:** It broke.\n\n**Action:** I took Amazon E|\n", Cause::Asked).0;
    assert!(many.incomplete && many.items.len() <= 20, "{}", many.items.len());
}

#[test]
fn metric_placeholders_fit_the_sentence() {
    let result = |said: &str| format!("**Situation:** It broke.\n\n**Action:** I mended it.\n\n**Result:** {said}\n");
    let accepted = accepted(&result("We reduced the failures by|"), "by [X%]");
    assert!(accepted.contains("We reduced the failures by [X%]\n"), "{accepted}");
    let opened = asked(&result("Red|"));
    assert_eq!(labels(&opened)[0], "Reduced [metric] by [X%] (from [before] to [after])");
    assert_eq!(opened[0].stops.len(), 4);
    let joined = asked(&result("Everyone was happy with it |"));
    assert!(joined.iter().any(|item| item.also.is_some() && item.kind == ItemKind::Metric), "{joined:?}");
    assert!(joined.iter().all(|item| !item.stops.is_empty()));
    for said in ["It fell by 40% by|", "We reduced it b|", "We reduced the failuresby|", "We reduced it b|y"] {
        let items = asked(&result(said));
        assert!(items.iter().all(|item| item.kind != ItemKind::Metric), "{said}: {items:?}");
    }
    let action = "**Situation:** It broke.\n\n**Action:** I reduced the failures by|\n\n**Result:** Fine.\n";
    assert!(asked(action).iter().all(|item| item.kind != ItemKind::Metric));
}

#[test]
fn references_offer_related_scenarios_first() {
    let draft = "**Situation:** Orders got lost.\n\n**Action:** I put Amazon SQS with AWS Lambda, see [[|]]\n";
    let (completion, after) = at_bar(draft, Cause::Typed('['));
    assert_eq!(completion.items.len(), Lexicon::builtin().scenarios.len());
    assert_eq!(completion.items[0].label, "S20");
    assert_eq!(completion.items[0].text, "S20");
    assert!(after.contains("[[]]"));
    assert_eq!(accepted("See [[s1|", "S16"), "See [[S16]]");
    assert_eq!(accepted("See [[S1|2]", "S16"), "See [[S16]]");
    for draft in ["See [|", "See `[[|`", "```\n[[|\n```", "[[S16]]|", "<!-- [[| -->"] {
        let (completion, _) = at_bar(draft, Cause::Asked);
        assert!(completion.items.iter().all(|item| item.kind != ItemKind::Reference), "{draft}");
    }
}

#[test]
fn a_comment_is_completed_word_by_word() {
    let words = ["ignore", "ignore-answer", "ignore-file", "disable", "enable"];
    for draft in ["<!-- star-coach:|", "<!-- star-coach: | -->", "<!-- star-coach: ign|-->", "> <!--star-coach: |"] {
        assert_eq!(labels(&asked(draft)), words, "{draft}");
    }
    assert_eq!(accepted("<!-- star-coach:| -->", "disable"), "<!-- star-coach: disable -->");
    let codes = asked("<!-- star-coach: ignore missing-metric, | -->");
    assert_eq!(codes.len(), RULES.len() - 1);
    assert!(!labels(&codes).contains(&"-- reason"), "behind a comma another rule comes");
    for draft in ["<!-- star-coach: ignore missing-metric | -->", "<!-- star-coach: enable missing-metric -|"] {
        let reason = &asked(draft)[0];
        assert_eq!((&*reason.label, reason.stops.len()), ("-- reason", 1), "{draft}");
        assert_eq!(&reason.text[reason.stops[0].range()], "reason", "{draft}");
    }
    let written = accepted("<!-- star-coach: ignore missing-metric --|-->", "-- reason");
    assert_eq!(written, "<!-- star-coach: ignore missing-metric -- reason -->");
    let directive = crate::draft::suppression::parse(&written, 0, || true).expect("a comment to star-coach");
    assert!(directive.has_reason && directive.codes.len() == 1, "{directive:?}");
    assert!(!labels(&asked("<!-- star-coach: ignore | -->")).contains(&"-- reason"), "no rule is named yet");
    assert_eq!(accepted("<!-- star-coach: ignore team|-->", "team-voice"), "<!-- star-coach: ignore team-voice-->");
    let found = format!("{ANSWER}<!-- star-coach: ignore |");
    assert!(asked(&found)[0].label.starts_with("missing-"), "{:?}", labels(&asked(&found)));
    assert_eq!(accepted("<|", "star-coach: ignore"), "<!-- star-coach: ignore missing-metric -->");
    assert_eq!(accepted("<!--| -->", "star-coach: enable"), "<!-- star-coach: enable missing-metric -->");
    for draft in [
        "<!-- a note |",
        "<!-- star-coach: ignore x -- because |",
        "<!-- star-coach: hide |",
        "words <|",
        "<b|",
        "<!-- x --> |",
    ] {
        assert_eq!(labels(&asked(draft)), [""; 0], "{draft}");
    }
}

#[test]
fn front_matter_is_completed() {
    assert_eq!(accepted("---\nst|\n---\n", "star-coach"), "---\nstar-coach: \n---\n");
    assert_eq!(accepted("---\nstar-coach: a|\n---\n", "aws"), "---\nstar-coach: aws\n---\n");
    assert_eq!(labels(&asked("---\nstar-coach:|\n---\n")), ["true", "aws", "false"]);
    let nested = asked("---\nstar-coach:\n  enable: true\n  w|\n---\n");
    assert!(labels(&nested).contains(&"words-per-minute") && nested.iter().all(|item| !item.documentation.is_empty()));
    assert!(!labels(&nested).contains(&"include"), "what is set for a project is not set for a draft");
    assert_eq!(
        accepted("---\nstar-coach:\n  w|\n---\n", "words-per-minute"),
        "---\nstar-coach:\n  words-per-minute: \n---\n"
    );
    assert_eq!(labels(&asked("---\nother:\n  w|\n---\n")), [""; 0]);
    for draft in ["---\ntitle: s|\n---\n", "---\ntitle|\n---\n", "---|\n---\n"] {
        assert_eq!(labels(&asked(draft)), [""; 0], "{draft}");
    }
}

#[test]
fn no_position_panics() {
    let draft = format!(
        "---\nstar-coach: true\n---\n{ANSWER}- é😀 `a <!-- [[ **\r\n| **Result** | x |\r\n\r\n<!-- star-coach: ignore"
    );
    let (analysis, text) = analyzed(&draft);
    for offset in (0..=draft.len()).filter(|offset| draft.is_char_boundary(*offset)) {
        for cause in [
            Cause::Asked,
            Cause::Typed('['),
            Cause::Typed('*'),
            Cause::Typed('#'),
            Cause::Typed(':'),
            Cause::Typed('é'),
        ] {
            complete(&analysis, &text, offset, cause, Format::Markdown);
        }
    }
}

#[test]
fn a_story_on_another_platform_is_offered_no_services() {
    let azure = ANSWER.replace("Amazon SQS", "Azure Service Bus");
    for (draft, is_offered) in [(ANSWER, true), (azure.as_str(), false)] {
        let offered = |typed: &str| {
            let items = asked(&format!("{draft}**Result:** It went well with {typed}|"));
            items.iter().any(|item| item.kind == ItemKind::Service)
        };
        assert_eq!(offered("Step Fun"), is_offered, "{draft}");
        assert!(offered("AWS Step Fun"), "{draft}");
    }
}
