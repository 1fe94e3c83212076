//! How drafts are read: small drafts of every kind, with the components of each answer. Half of them have none.

use star_coach::component::Component;

use crate::drafts::read;

/// Returns the initials of the components of each answer in `draft`.
fn answers(draft: &str) -> Vec<String> {
    let (_, analysis) = read(draft);
    let initials = |component: &Component| component.name()[..1].to_owned();
    let answers = analysis.answers().iter().map(|placed| {
        let answer = &placed.report.answer;
        Component::ALL.iter().filter(|component| answer.section(**component).is_some()).map(initials).collect()
    });
    answers.collect()
}

/// Returns a complete answer with these labels.
fn labeled(labels: [&str; 4], delimiter: [&str; 2]) -> String {
    let bodies = [
        "Orders got lost at night.",
        "I had to stop that.",
        "I added retries.",
        "None lost since, down from 14 a week.",
    ];
    let [before, after] = delimiter;
    labels.iter().zip(bodies).map(|(label, body)| format!("{before}{label}{after}{body}\n\n")).collect()
}

#[test]
fn looser_labels_count_in_the_form_of_the_others() {
    for (at, label) in [
        (0, "Situation 2"),
        (0, "Situation when I joined"),
        (0, "The situation back then"),
        (1, "Task given to me"),
        (1, "Task & Scope"),
        (1, "My task here"),
        (1, "Task at hand"),
        (1, "My job"),
        (1, "What I had to do"),
        (1, "Task / my role"),
        (1, "The ask"),
        (2, "Action in detail"),
        (2, "Actions I took myself"),
        (2, "What I did"),
        (2, "What I did (Action)"),
        (2, "Action / what I did"),
        (2, "How I fixed it"),
        (2, "Immediate actions"),
        (2, "My approach"),
        (2, "Action 1"),
        (3, "Result so far"),
        (3, "End result"),
        (3, "How it ended"),
        (3, "Outcome / Result"),
        (3, "The numbers (Result)"),
        (3, "Result: the numbers"),
    ] {
        let mut labels = ["Situation", "Task", "Action", "Result"];
        labels[at] = label;
        // A heading above the first label is the title, unless it has the component's name alone.
        let headings = (at > 0 || label == "Situation 2").then_some(["### ", "\n\n"]);
        for delimiter in [["**", ":** "], ["- **", "**: "]].into_iter().chain(headings) {
            assert_eq!(answers(&labeled(labels, delimiter)), ["STAR"], "{label} {delimiter:?}");
        }
    }
}

#[test]
fn other_labels_do_not_count() {
    for label in
        ["Tools used", "Risks", "Team", "Stakeholders", "Action items", "Background tasks", "What you should know"]
    {
        assert_eq!(answers(&labeled(["Situation", label, "Action", "Result"], ["**", ":** "])), ["SAR"], "{label}");
    }
}

#[test]
fn drafts_are_read_by_form() {
    for (draft, expected) in [
        (
            "# Lost orders\n\n**Situation 2:** Orders got lost at night.\n\n**Task 2:** I had to stop that before the sale.\n\n**Action 2:** I added retries and an alarm.\n\n**Result 2:** We lost none since, down from 14 a week.\n",
            &["STAR"][..],
        ),
        (
            "## Slow search\n- **Situation:** `/search?q=` took nine seconds at peak.\n- **Task:** Cut that before the sale.\n- **Action:** Put `/search?q=` behind a cache.\n- **Result:** Nobody waits any more.\n",
            &["STAR"][..],
        ),
        (
            "## Slow search\n- **Situation:** https://x.io/search?q=1 took nine seconds.\n- **Task:** Cut that, see https://x.io/search?q=1\n- **Action:** Put https://x.io/?a behind a cache.\n- **Result:** Nobody waits.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n**Situation:** s was bad.\n\n**Task:** I had to.\n\n**Action:** I did.\n\n**Result:** I wrote the ranking into each rule and its follow-up\nactions — every rule now has a numbered list, and triage fell from 30 to 12 minutes.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\nSituation: s was bad and the\nresult: chaos everywhere.\n\nTask: I had to.\n\nAction: I did.\n\nResult: It worked\n",
            &["STAR"][..],
        ),
        (
            "# Questions\n\n2. Disagreement with a director\n**Situation:** A director wanted to launch too early.\n**Task:** I had to argue for a safer plan.\n**Action:** I showed the latency figures.\n**Result:** He agreed.\n\n3. Growth\n**What:** I want to cut our pages by 20% a month.\n",
            &["STAR"][..],
        ),
        (
            "| # | Story | S | T | A | R |\n|---|---|---|---|---|---|\n| 1 | Outage | It was down | I owned it | I fixed it | 40% less |\n",
            &["STAR"][..],
        ),
        ("# X\n\nS: It was down.\nT: I owned it.\nA: I fixed it.\nR: 40% less.\n", &["STAR"][..]),
        ("# X\n\n**S:**\n\n**T:**\n\n**A:**\n\n**R:**\n", &["STAR"][..]),
        ("# X\n\n**Situation:**\n\n**Task:**\n\n**Action:**\n\n**Result:**\n", &["STAR"][..]),
        (
            "- **Situation:** 서버가 자주 멈췄습니다\n- **Task:** 제가 맡았습니다\n- **Action:** 캐시를 넣었습니다\n- **Result:** 2주 만에 끝냈습니다.\n",
            &["STAR"][..],
        ),
        (
            "- **Situation:** Der Server war langsam\n- **Aufgabe:** Ihn schneller machen\n- **Vorgehen:** Cache eingebaut\n- **Ergebnis:** Alle zufrieden\n",
            &["STAR"][..],
        ),
        (
            "# X\n\nSITUATION\nIt was down.\n\nTASK\nI owned it.\n\nACTION\nI fixed it.\n\nRESULT\n40% less.\n\nFUTURE\nWe will use S3 and SQS next year.\n\nMore text about Lambda.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\nSituation\nIt was down.\n\nTask\nI owned it.\n\nAction\nI fixed it.\n\nResult\n40% less.\n\nNext year we will look at other things entirely.\n\nAnd more.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:**\n\n- I fixed it.\n  - Result: it started\n- I tested it.\n  - Result: it ran\n\n**Result:** 40% less.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n> [!abstract] Situation\n> It was down.\n\n> [!todo] Task\n> I owned it.\n\n> [!example]- Action (click to open)\n> - I fixed it.\n\n> [!success] Result\n> 40% less.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n<details><summary>Situation</summary>\n\nIt was down.\n\n</details>\n<details><summary>Task</summary>\n\nI owned it.\n\n</details>\n<details><summary>Action</summary>\n\nI fixed it.\n\n</details>\n<details><summary>Result</summary>\n\n40% less.\n\n</details>\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n<details>\n<summary>Story 1: outage</summary>\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** It works.\n\n</details>\n\n<details>\n<summary>Story 2: the $2M saved</summary>\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** It works.\n\n</details>\n",
            &["STAR", "STAR"][..],
        ),
        (
            "so the situation was that we had an outage and\n\nand my task was to fix it\n\nso the action that I took was restart\n\nand the result was that it worked\n",
            &["STAR"][..],
        ),
        (
            "vault story\n\nSit: creds in git since 2018\nTask: get them out\nAct: moved to our store\nRes: 31/31 rotated\n",
            &["STAR"][..],
        ),
        (
            "# Lost orders\n\n**Situation / context:** Orders got lost at night.\n\n**Task / my role:** I had to stop that before the sale.\n\n**Action / what I did:** I added retries and an alarm.\n\n**Result / impact:** We lost none since, down from 14 a week.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n> **Situation:** It was down.\n>\n> **Task:** I owned it.\n>\n> **Action:** I fixed it.\n>\n> **Result:** It works.\n>\n> It is 40% faster now.\n\nBye.\n",
            &["STAR"][..],
        ),
        (
            "# Tell me about a project that you are proud of\n\n## T: towels\n\nSituation: It was down.\n\nTask: I owned it.\n\nAction: I fixed it.\n\nResult: 40% less.\n",
            &["STAR"][..],
        ),
        (
            "## Story 2 — **Broken deploys**\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** 40% less.\n",
            &["STAR"][..],
        ),
        (
            "# Stories\n\n## Broken deploys\n\n### One-liner\n\nI fixed deploys.\n\n### Situation\n\nIt was down.\n\n### Task\n\nI owned it.\n\n### Action\n\nI fixed it.\n\n### Result\n\n40% less.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n**Situation** (30 seconds): It was down.\n\n**Task** (10 s): I owned it.\n\n**Action** (60%): I fixed it.\n\n**Result** (10%): It works.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n**Context:** I took over a mess.\n**Action:** I fixed it.\n**Result:** 61 reports in a row.\n**Learning:** Check.\n",
            &["SAR"][..],
        ),
        (
            "# X\n\n**Situation:** The audit moved.\n**Obstacle:** We had nine days.\n**Action:** I split the team.\n**Result:** Passed.\n",
            &["STAR"][..],
        ),
        (
            "Prep\n\n1) angry customer, lost invoices\n\nSituation: he called.\nTask: I had to calm him.\nAction: I listened.\nResult: fixed the same day.\n\n2) the runbook\n\nSituation: it was long\nTask: nobody asked me\nAction: I cut it\nResult: 30% less\n",
            &["STAR", "STAR"][..],
        ),
        (
            "# Prep\n\n*Tell me about a time you failed.*\n\n**Situation:** he called.\n\n**Task:** I had to calm him.\n\n**Action:** I listened.\n\n**Result:** fixed it.\n\n*Why do you want this job?*\n\nBecause of the 20% raise.\n",
            &["STAR"][..],
        ),
        (
            "# Prep\n\n**2. A failure**\n\nSituation: he called.\n\nTask: I had to calm him.\n\nAction: I listened.\n\nResult: fixed it.\n\n**3. Salary?**\n\nI want 20% more.\n",
            &["STAR"][..],
        ),
        (
            "# X\n\n**Situation:** It was down.\n\n%%\n**Result:** not yet\n%%\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** 40% less.\n",
            &["STAR"][..],
        ),
        (
            "S: It was down.\nT: I owned it.\nA: I fixed it.\nR: 40% less.\n\nQuestion: tell me about a failure\n\nSituation\nI broke it.\n\nTask\nIt had to be live.\n\nAction\nI rolled it back.\n\nResult\nNever since.\n",
            &["STAR", "STAR"],
        ),
        (
            "# X\n\n- **S**: It was down.\n- **A**: I fixed it.\n- **R**: 40% less.\n\n**Action:** I hid.\n\n**Result:** It held.\n",
            &["SAR"],
        ),
        (
            "<p><b>Situation:</b> It was down.</p>\n<p><b>Task:</b> I owned it.</p>\n<p><b>Action:</b> I fixed it.</p>\n<p><b>Result:</b> 40% less.</p>\n",
            &["STAR"][..],
        ),
    ] {
        assert_eq!(answers(draft), expected, "{draft}");
    }
}

#[test]
fn what_only_looks_like_an_answer_is_none() {
    for draft in [
        "# How the API works\n## Background tasks\nJobs run in a pool. Each is tried three times.\n",
        "# X\n## Context actions\nJobs ran in a pool. I tried each.\n",
        "# S\n\n| Category | Meaning |\n|---|---|\n| **S**poofing | Impersonating |\n| **T**ampering | Modifying |\n| **R**epudiation | Denying |\n| **I**nfo | leaking |\n",
        "- **S**poofing: pretend\n- **T**ampering: modify\n- **R**epudiation: deny\n",
        "| Part | S | T | R | I | D | E |\n|--|--|--|--|--|--|--|\n| API | – | ✓ | – | ✓ | ✓ | – |\n",
        "| Step | R | A | S | C | I |\n|--|--|--|--|--|--|\n| Build | Ann | Bob | Cy | Di | Eve |\n",
        "| Host | **A** | **R** | **T** | **P** |\n|--|--|--|--|--|\n| web | 1 | 2 | 3 | 4 |\n",
        "| Element | S | T | R | I | D | E |\n|--|--|--|--|--|--|--|\n| API | x | x | x | | | |\n",
        "| Code | State |\n|---|---|\n| R | Running |\n| S | Sleeping |\n| D | Disk |\n| T | Stopped |\n",
        "- **S** – Specific\n- **M** – Measurable\n- **A** – Achievable\n- **R** – Relevant\n- **T** – Time-bound\n",
        "- S: Start-up\n- T: Turnaround\n- A: Accelerated growth\n- R: Realignment\n- S: Sustaining success\n",
        "| Task | R | A | C | I |\n|--|--|--|--|--|\n| Deploy | Ann | Bob | Cid | Dee |\n",
        "# Handover\n\n**Situation:** Mrs K., 71, day 2.\n\n**Background:** Hypertension.\n\n**Assessment:** Likely dry.\n\n**Recommendation:** Fluids.\n\nAction taken: bolus started 21:55.\nResult: BP 104/61 at 22:30.\n",
        "# Feedback\n\n| Area | Score | Notes |\n|---|---|---|\n| Situation | 4 | clear |\n| Task | 3 | vague |\n| Action | 5 | good |\n| Result | 2 | no numbers |\n",
        "| # | Story | S | T | A | R |\n|---|---|---|---|---|---|\n",
        "| # | Story | S | T | A | R |\n|---|---|---|---|---|---|\n| 1 |  |  |  |  |  |\n",
        "The method:\n\n- **S**ituation\n- **T**ask\n- **A**ction\n- **R**esult\n\nThen we practiced it for two hours and it was great.\n",
        "Situation\nTask\nAction\nResult\n\n# Stories\n\nText\n",
        "Situation\n\nTask\n\nAction\n\nResult\n\n# Stories\n\nText\n",
        "- **Situation:** 상황을 짧게 쓴다\n- **Task:** 맡은 일을 쓴다\n- **Action:** 행동을 쓴다\n- **Result:** 결과를 숫자로 쓴다\n",
        "- **S**ituación: contexto específico del problema\n- **T**area: objetivo concreto\n- **A**cción: pasos realizados\n- **R**esultado: impacto medible\n",
        "- **Situation:** Ausgangslage kurz schildern\n- **Aufgabe:** eigene Rolle nennen\n- **Vorgehen:** Schritte beschreiben\n- **Ergebnis:** Zahlen nennen\n",
        "### Keep It Concise\n- Situation & Task: 30 seconds\n- Action: 60 seconds\n- Result: 30 seconds\n- **Total: ~2 minutes**\n",
        "## Timing\n\n| Part | Time |\n|---|---|\n| Situation | 20 s |\n| Task | 10 s |\n| Action | 90 s |\n| Result | 20 s |\n",
        "- **Situation** (20%)\n- **Task** (10%)\n- **Action** (60%)\n- **Result** (10%)\n",
        "- **Situation**: set the scene in two sentences. Where, when, what was at stake?\n- **Task**: what were you responsible for? Not the team, you.\n- **Action**: the longest part, 60% of the time. Verbs in the first person.\n- **Result**: what changed? Use numbers where you've got them.\n",
        "## STAR\n\n**Situation:** A brief description of the context.\n\n**Task:** The responsibility or goal.\n\n**Action:** Concrete steps, in order.\n\n**Result:** Measurable outcome and lessons.\n",
        "The situation was dire.\n\nWe all met.\n\nThe result was good.\n",
        "# X\n\n**Situation/Task:** I had it down for days.\n",
        "# Meeting\n\n**Action items:** rotate keys\n\n**Result:** agreed\n",
        "> **Situation:** The process had a 10-day SLA.\n>\n> **The complaint:** slow.\n>\n> **What one engineer (Priya) did instead:**\n> 1. Analyzed reviews.\n>\n> **Result:** 8 days. Priya was recognized.\n",
    ] {
        assert_eq!(answers(draft), [""; 0], "{draft}");
    }
}

#[test]
fn titles_and_ends() {
    for (draft, titles, end) in [
        // Directly below a label, a line is its text rather than the next title.
        (
            "**Q1: What went wrong?**\n\n### Situation\nWe had 14 hours of batch work a night.\n### Task\nCosts were significantly reduced\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** It works.\n",
            &["Q1: What went wrong?", "Q1: What went wrong?"][..],
            6,
        ),
        (
            "# Questions\n\n2. Disagreement with a director\n**Situation:** A director wanted to launch too early.\n**Task:** I had to argue for a safer plan.\n**Action:** I showed the latency figures.\n**Result:** He agreed.\n\n3. Growth\n**What:** I want to cut our pages by 20% a month.\n",
            &["Disagreement with a director"][..],
            7,
        ),
        (
            "# X\n\nSITUATION\nIt was down.\n\nTASK\nI owned it.\n\nACTION\nI fixed it.\n\nRESULT\n40% less.\n\nFUTURE\nWe will use S3 and SQS next year.\n\nMore text about Lambda.\n",
            &[][..],
            13,
        ),
        (
            "# X\n\nSituation\nIt was down.\n\nTask\nI owned it.\n\nAction\nI fixed it.\n\nResult\n40% less.\n\nNext year we will look at other things entirely.\n\nAnd more.\n",
            &[][..],
            13,
        ),
        (
            "# X\n\n<details>\n<summary>Story 1: outage</summary>\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** It works.\n\n</details>\n\n<details>\n<summary>Story 2: the $2M saved</summary>\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** It works.\n\n</details>\n",
            &["Story 1: outage", "Story 2: the $2M saved"][..],
            0,
        ),
        (
            "vault story\n\nSit: creds in git since 2018\nTask: get them out\nAct: moved to our store\nRes: 31/31 rotated\n",
            &["vault story"][..],
            0,
        ),
        (
            "# X\n\n> **Situation:** It was down.\n>\n> **Task:** I owned it.\n>\n> **Action:** I fixed it.\n>\n> **Result:** It works.\n>\n> It is 40% faster now.\n\nBye.\n",
            &[][..],
            11,
        ),
        (
            "# Tell me about a project that you are proud of\n\n## T: towels\n\nSituation: It was down.\n\nTask: I owned it.\n\nAction: I fixed it.\n\nResult: 40% less.\n",
            &["T: towels"][..],
            0,
        ),
        (
            "## Story 2 — **Broken deploys**\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** 40% less.\n",
            &["Story 2 — Broken deploys"][..],
            0,
        ),
        (
            "# Stories\n\n## Broken deploys\n\n### One-liner\n\nI fixed deploys.\n\n### Situation\n\nIt was down.\n\n### Task\n\nI owned it.\n\n### Action\n\nI fixed it.\n\n### Result\n\n40% less.\n",
            &["Broken deploys"][..],
            0,
        ),
        (
            "Prep\n\n1) angry customer, lost invoices\n\nSituation: he called.\nTask: I had to calm him.\nAction: I listened.\nResult: fixed the same day.\n\n2) the runbook\n\nSituation: it was long\nTask: nobody asked me\nAction: I cut it\nResult: 30% less\n",
            &["angry customer, lost invoices", "the runbook"][..],
            8,
        ),
        (
            "# Prep\n\n*Tell me about a time you failed.*\n\n**Situation:** he called.\n\n**Task:** I had to calm him.\n\n**Action:** I listened.\n\n**Result:** fixed it.\n\n*Why do you want this job?*\n\nBecause of the 20% raise.\n",
            &["Tell me about a time you failed."][..],
            11,
        ),
        (
            "# Prep\n\n**2. A failure**\n\nSituation: he called.\n\nTask: I had to calm him.\n\nAction: I listened.\n\nResult: fixed it.\n\n**3. Salary?**\n\nI want 20% more.\n",
            &["2. A failure"][..],
            11,
        ),
    ] {
        let (text, analysis) = read(draft);
        let found: Vec<_> = analysis.answers().iter().filter_map(|placed| placed.report.answer.title()).collect();
        assert!(titles.is_empty() || found == titles, "{found:?} {draft}");
        // Zero: the end is not what the draft shows.
        let last = text.line_of(analysis.answers()[0].span.end - 1) + 1;
        assert!(end == 0 || last == end, "{last} {draft}");
    }
}

#[test]
fn a_result_goes_on_in_paragraphs_that_tell_the_story() {
    let answer = "# Mail\n\n**Situation:** It was down.\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n**Result:** It works again.\n\n";
    for (paragraph, goes_on) in [
        ("As a result, tickets fell from 60 to 2 a week.", true),
        ("That cut the nightly run to 40 minutes.", false),
        ("That saved us 40 minutes a night.", true),
        ("We also closed two old servers.", true),
        ("My manager rolled it out to all 12 teams. They use it every day.", true),
        ("It failed twice in 2023, and not once since.", true),
        ("Two colleagues took it over.", true),
        ("De laadtijd ging van 6 seconden naar minder dan een seconde per pagina.", true),
        ("Seitdem gab es keine einzige Beschwerde mehr, und der Kunde hat den Vertrag verlängert.", true),
        ("If they ask about tools, name two of them.", false),
        ("Why do you want to leave your team?", false),
        ("TODO: numbers", false),
        ("(2 minutes)", false),
        ("Mention the audit here.", false),
        ("Next year we will look at other things entirely.", false),
        ("Keywords: mail, outage, trust", false),
        ("The next story is about the printers.", false),
    ] {
        let (_, analysis) = read(&format!("{answer}{paragraph}\n"));
        let end = analysis.answers()[0].span.end;
        assert_eq!(end > answer.len(), goes_on, "{paragraph}");
    }
}

#[test]
fn a_label_with_other_words_is_not_claimed_missing() {
    let claims = |draft: &str| {
        let (_, analysis) = read(draft);
        let findings = analysis.answers().iter().flat_map(|placed| placed.report.findings.clone());
        findings.filter(|finding| finding.rule.name == "missing-component").count()
    };
    let bodies =
        ["Our shop was down for 3 hours.", "I had to fix it.", "I replaced the disk.", "It was up in 20 minutes."];
    let forms = [["- ", ": "], ["", ": "], ["1. ", ": "], ["", " - "], ["**", ":** "], ["- **", ":** "], ["| ", " | "]];
    for [before, after] in forms {
        let head = if before == "| " { "# Shop\n\n| Part | Text |\n| --- | --- |\n" } else { "# Shop\n\n" };
        for (place, word) in [(1, "Mandate"), (2, "Execution"), (3, "Upshot")] {
            let mut names = ["Situation", "Task", "Action", "Result"];
            names[place] = word;
            let line = |(name, body): (&str, &str)| format!("{before}{name}{after}{body}\n");
            let draft = |skipped: usize| {
                let lines = names.into_iter().zip(bodies).enumerate().filter(|(at, _)| *at != skipped);
                format!("{head}{}", lines.map(|(_, pair)| line(pair)).collect::<String>())
            };
            assert_eq!(claims(&draft(4)), 0, "{}", draft(4));
            // Nothing is there.
            assert_eq!(claims(&draft(place)), 1, "{}", draft(place));
        }
    }
}

#[test]
fn labels_that_are_not_read_have_a_reason() {
    for (draft, reason) in [
        ("**Context:** Slow.\n\n**Goal:** Fast.\n\n**Approach:** A cache.\n\n**Outcome:** Good.\n", "other-words"),
        ("| R | Running |\n| S | Sleeping |\n| D | Disk |\n| T | Stopped |\n", "letters"),
        (
            "- **Situation:** kurz schildern\n- **Aufgabe:** Rolle nennen\n- **Vorgehen:** Schritte nennen\n",
            "explanation",
        ),
        ("## Actions\n\nWe use two.\n\n## Results\n\nKept for long.\n\n## Tasks\n\nTwo.\n", "no-story"),
        (
            "**Situation:** It was slow.\n\n**Task:** Mine.\n\n**Action:** I wrote a cache and the\nresult — good.\n",
            "mid-paragraph",
        ),
        ("\"Situation\": \"It was down\"\n\"Task\": \"Fix it\"\n\"Action\": \"I did\"\n\"Result\": \"Up\"\n", "form"),
        ("{Situation} It was down.\n\n{Task} Fix it.\n\n{Action} I did.\n\n{Result} Up.\n", "form"),
        ("~Situation~ It was down.\n\n~Task~ Fix it.\n\n~Action~ I did.\n\n~Result~ Up.\n", "form"),
        ("Situation; it was down.\n\nTask; fix it.\n\nAction; I did.\n", "form"),
        ("# SITREP\n\nSituation: The river rises.\n\nTask: none.\n\nResult: 41 people moved.\n", "no-story"),
    ] {
        let (_, analysis) = read(draft);
        let reasons: Vec<_> = analysis.unread().iter().map(|unread| unread.reason.key()).collect();
        assert_eq!(reasons, [reason], "{draft}");
    }
    for quiet in [
        "# Notes\n\nText.\n",
        "Situation; a.\n\nResult; b.\n",
        "Result; a.\n\nTask; b.\n\nSituation; c.\n",
        "**Situation:** It was slow.\n\n**Task:** Mine.\n",
        "## Background tasks\n\nJobs.\n",
    ] {
        assert!(read(quiet).1.unread().is_empty(), "{quiet}");
    }
}

/// A section inserted later doesn't change how the labels around it are read: without a Situation or with one, the second
/// question has an answer of its own.
#[test]
fn a_section_inserted_above_does_not_move_where_the_next_answer_begins() {
    let second = "**Q2: What went wrong?**\n\n**Task:** I had to find it.\n**Result:** I found it in 2 hours.\n";
    for (labels, expected) in [
        ("**Task:** I owned it.\n**Action:** I fixed it.\n", "TA"),
        ("**Situation:** It was down.\n**Task:** I owned it.\n**Action:** I fixed it.\n", "STA"),
        ("**Task:** I owned it.\n**Action:** I fixed it.\n**Result:** 40% less.\n", "TAR"),
        ("S: It was down.\nT: I owned it.\nA: I fixed it.\nR: 40% less.\n", "STAR"),
    ] {
        for title in ["## The outage\n\n", "**Q1: What was hard?**\n\n"] {
            let draft = format!("# Prep\n\n{title}{labels}\n{second}");
            assert_eq!(answers(&draft), [expected, "TR"], "{draft}");
        }
    }
    // Below a heading within an answer, what comes next in STAR order goes on with it.
    let grouped = "## The outage\n\n**Situation:** It was down.\n\n### My part\n\n**Task:** I owned it.\n\n**Action:** I fixed it.\n\n### The end\n\n**Result:** 40% less.\n";
    assert_eq!(answers(grouped), ["STAR"]);
}

/// Returns a complete answer: `form` with `{}` for the label, and a body below or beside it.
fn formed(form: &str) -> String {
    let bodies =
        ["Orders got lost.", "I had to stop that.", "I added retries.", "None lost since, down from 14 a week."];
    let names = ["Situation", "Task", "Action", "Result"];
    names.iter().zip(bodies).map(|(name, body)| form.replace("{}", name).replace('@', body)).collect()
}

#[test]
fn labels_of_many_markups_are_read() {
    for form in [
        "**[{}:]{.underline}** @\n\n",
        "[{}]{.underline}: @\n\n",
        "#### <a id=\"x\"></a>{}\n\n@\n\n",
        "#### {} <a id=\"x\"></a>\n\n@\n\n",
        "::: {.callout-note title=\"{}\"}\n@\n:::\n\n",
        ":::note[{}]\n@\n:::\n\n",
        ":::{admonition} {}\n@\n:::\n\n",
        "=={}== – @\n\n",
        "'''{}''': @\n\n",
        "[{}] @\n\n",
        "【{}】@\n\n",
        "{} -> @\n",
        "I. {}\n\n@\n\n",
        "### What was the {}?\n\n@\n\n",
        "### The {} in short\n\n@\n\n",
        "What happened ({}): @\n\n",
        "## What I can say ({})\n\n@\n\n",
        "*{}.* @ ",
        "**{}** @ ",
        "**{}** - @ ",
    ] {
        let draft = format!("# The sale\n\n{}", formed(form));
        assert_eq!(answers(&draft), ["STAR"], "{draft}");
    }
    for form in ["{}\n\n@\n\n", "{}\n@\n\n"] {
        let draft = format!("# The sale\n\n{}", formed(form)).replace("Situation", "situation").replace("Task", "task");
        let draft = draft.replace("Action", "action").replace("Result", "result");
        assert_eq!(answers(&draft), ["STAR"], "{draft}");
    }
    for draft in [
        "(S) It was down.\n\n(T) I owned it.\n\n(A) I fixed it.\n\n(R) 40% less.\n",
        "Sit. - It was down.\nTsk. - I owned it.\nAct. - I fixed it.\nRes. - 40% less.\n",
        "Situtation: It was down.\n\nTask: I owned it.\n\nAciton: I fixed it.\n\nResult: 40% less.\n",
        "**Situation :** Elle.\n\n**Ta\u{302}che :** Moi.\n\n**Action :** J'ai.\n\n**Re\u{301}sultat :** 40 %.\n",
        "### Le contexte\nTout.\n\n### Ma mission\nMoi.\n\n### Les actions menées\nFini.\n\n### Les résultats obtenus\n40 %.\n",
        "**Ausgangslage:** Alt.\n\n**Meine Aufgabe:** Ich.\n\n**Vorgehen:** Neu.\n\n**Ergebnis:** 40 %.\n",
        "Sytuacja: Awaria.\n\nZadanie: Naprawa.\n\nDziałanie: Dysk.\n\nRezultat: 40 %.\n",
        "so the situation was that it was down\n\nmy task was to fix it\n\nwhat I did was I replaced it\n\nthe result was 20 minutes\n",
    ] {
        assert_eq!(answers(draft), ["STAR"], "{draft}");
    }
}

#[test]
fn headings_that_begin_like_labels_are_titles() {
    let labels = formed("**{}:** @\n\n");
    let letters = "- S: It was down.\n- T: I owned it.\n- A: I fixed it.\n- R: 40% less.\n\n";
    for title in [
        "Task: merge two teams",
        "Situation 1 – the audit",
        "Results",
        "Result: 40 % fewer tickets",
        "Goal: zero tickets",
        "Challenge: new boss",
        "Q1 – Biggest achievement",
        "The results of March",
        "Lessons",
    ] {
        for body in [&*labels, letters] {
            let draft = format!("# Prep\n\n## First\n\n{body}## {title}\n\n{body}");
            let (_, analysis) = read(&draft);
            let titles: Vec<_> = analysis.answers().iter().filter_map(|placed| placed.report.answer.title()).collect();
            assert_eq!((answers(&draft), titles), (vec!["STAR".to_owned(); 2], vec!["First", title]), "{draft}");
        }
    }
}

#[test]
fn what_an_action_quotes_begins_no_answer() {
    for quoted in [
        "> Situation: we are blind.\n> Action: renew.\n> Cost: 20k.",
        "> **Situation:** we are blind.",
        "| Situation | Action | Owner |\n|---|---|---|\n| late | second source | Kim |",
        "Situation: we are blind, I wrote to them.",
    ] {
        for form in ["**{}:** @\n\n", "### {}\n\n@\n\n"] {
            if form.starts_with('*') && quoted.starts_with('S') {
                continue;
            }
            let draft = formed(form).replace("I added retries.", &format!("I wrote this:\n\n{quoted}\n\nand waited."));
            assert_eq!(answers(&format!("# The sale\n\n{draft}")), ["STAR"], "{draft}");
        }
    }
}

#[test]
fn reports_and_forms_are_no_answers() {
    for draft in [
        "# SITREP 14\n\nSituation: The river stands at 7.2 m.\n\nActions taken: 300 sandbags filled; school opened.\n\nResult: 41 people moved.\n",
        "# Bot\n\n## Context\nThe user bought a printer.\n\n## Task\nAnswer in two sentences.\n\n## Actions\n- `refund(order)`\n\n## Result format\nJSON.\n",
        "# QBR\n\n| Situation | Action | Result |\n|---|---|---|\n| churn at 4 % | new onboarding | 2.9 % |\n",
        "# Trace\n\nTask: find the capital\nThought: I should search.\nAction: search(\"Chad\")\nObservation: N\nResult: N\n",
        "# Record\n\nSituation: bus was late, I came in late\nThought: everyone thinks\nFeeling: shame\nResult: shame, 30 %\n",
        "# First aid\n\n**Situation:** A person breathes.\n\n**Action:** Turn the person, call 112.\n\n**Result:** The airway stays free.\n",
        "# My sheet\n\nSituation: ____________\n\nTask: ____________\n\nAction: ____________\n\nResult: ____________\n",
        "# [Question]\n\n## Situation\n<!-- Who? -->\n\n## Task\n<!-- What? -->\n\n## Action\n\n## Result\n",
        "# Guide\n\n| Element | Weak (1) | Strong (4) |\n|---|---|---|\n| Situation | vague, no date | clear who, when |\n| Task | team's job | own part |\n| Action | \"we\" | three steps |\n| Result | none | number and learning |\n",
        "# STAR法则\n\n- **情境**：事情发生的背景是什么。\n- **任务**：你需要完成什么目标。\n- **行动**：你采取了哪些具体行动。\n- **结果**：最终取得了什么成果。\n",
        "# STARの書き方\n\n**状況**：いつ、誰が関わっていたかを書きましょう。\n\n**課題**：役割を書きましょう。\n\n**行動**：三つ以内に絞りましょう。\n\n**結果**：数字で示しましょう。\n",
        "# STAR 작성법\n\n- **상황**: 언제, 어디서 일어난 일인지 쓰세요.\n- **과제**: 맡은 역할을 쓰세요.\n- **행동**: 내가 한 일을 쓰세요.\n- **결과**: 숫자로 쓰세요.\n",
    ] {
        assert_eq!(answers(draft), [""; 0], "{draft}");
    }
    for (draft, expected) in [
        ("# Slow\n\nSituation: search took 7 s\n\nAction: moved it to a cluster\n\nResult: 180 ms\n", "SAR"),
        ("# Slow\n\n**Situation:** It took 7 s.\n\n**Action:** I moved it.\n\n**Result:** 180 ms.\n", "SAR"),
        (
            "# 迁移\n\n**情境**：网站宕机三小时。\n\n**任务**：我负责恢复。\n\n**行动**：我更换了磁盘。\n\n**结果**：减少了40%。\n",
            "STAR",
        ),
    ] {
        assert_eq!(answers(draft), [expected], "{draft}");
    }
}

/// Where a label of other words, or text, stands in a component's place, the component isn't claimed to be missing.
#[test]
fn what_may_be_told_is_not_claimed_to_be_missing() {
    let claims = |draft: &str| -> Vec<String> {
        let (_, analysis) = read(draft);
        let found = analysis.findings().filter(|(_, finding)| finding.rule.name == "missing-component");
        found.filter_map(|(_, finding)| finding.component).map(|component| component.name()[..1].to_owned()).collect()
    };
    for (draft, expected) in [
        (
            "# X\n\n**Situation:** It was down.\n\n**What was expected of me:** Get it up.\n\n**Action:** I fixed it.\n\n**Result:** 1%.\n",
            "",
        ),
        ("# X\n\n### Situation\n\nDown.\n\n### Auftrag\n\nUp.\n\n### Action\n\nI fixed it.\n\n### Result\n\n1%.\n", ""),
        (
            "# X\n\nOur yearly conference had to be canceled three weeks before it began.\n\n**Task:** I had to save it.\n\n**Action:** I ran it.\n\n**Result:** 240 people.\n",
            "",
        ),
        ("# X\n\n**Situation:** It was down.\n\n**Action:** I fixed it.\n\n**Result:** 1%.\n", "T"),
        ("# X\n\n**Task:** I had to save it.\n\n**Action:** I ran it.\n\n**Result:** 240 people.\n", "S"),
        ("so the situation was that it was down\n\nthe task was mine to do\n\nthe result was 20 minutes\n", ""),
    ] {
        assert_eq!(claims(draft).concat(), expected, "{draft}");
    }
}

/// A section is inserted into the container in which the answer is.
#[test]
fn a_missing_result_is_inserted_inside_its_container() {
    for (opens, closes) in [
        ("::: callout-note\n", ":::\n"),
        (":::: panel\n::: {.callout-note}\n", ":::\n::::\n"),
        ("<details>\n<summary>The sale</summary>\n\n", "\n</details>\n"),
        ("<div class=\"x\">\n\n", "</div>\n"),
        ("{% note %}\n", "{% endnote %}\n"),
        ("{{< details >}}\n", "{{< /details >}}\n"),
        ("<Callout>\n\n", "\n</Callout>\n"),
    ] {
        for form in ["**{}:** @\n\n", "{}: @\n\n", "### {}\n\n@\n\n"] {
            let answer = formed(form);
            let answer = answer.split("Result").next().unwrap_or_default().trim_end_matches(['\n', '*', '#', ' ']);
            let draft = format!("# Prep\n\n{opens}{answer}\n{closes}\nText after it.\n");
            let (text, analysis) = read(&draft);
            let found = analysis.findings().find(|(_, finding)| finding.rule.name == "missing-component");
            let (_, finding) = found.unwrap_or_else(|| panic!("{draft}"));
            let edit = &finding.fixes[0].edits[0];
            let at = analysis.answers()[0].span.start + edit.span.start;
            let end = text.to_string().rfind(closes.trim_start()).unwrap_or_default();
            assert!(at <= end, "{draft}\n{edit:?}");
        }
    }
}

/// While a label is typed below complete sections, nothing else changes: the only finding is that it is missing or empty.
#[test]
fn a_half_typed_label_changes_nothing_else() {
    for form in ["**{}:** @\n\n", "{}: @\n\n", "### {}\n\n@\n\n", "- **{}:** @\n", "> **{}:** @\n>\n"] {
        let whole = format!("# The sale\n\n{}", formed(form).trim_end_matches(['\n', '>']));
        let start = whole.rfind("Result").unwrap_or_default();
        let line = whole[..start].rfind('\n').unwrap_or_default() + 1;
        for end in (line..=whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            let draft = format!("{}\n\n# Next\n\n{}", &whole[..end], formed(form));
            let (_, analysis) = read(&draft);
            let first = &analysis.answers()[0].report;
            let rules: Vec<_> = first.findings.iter().map(|finding| finding.rule.name).collect();
            let is_calm = matches!(*rules, [] | ["missing-component" | "empty-component" | "missing-metric"]);
            assert!(is_calm && analysis.answers().len() == 2 && analysis.unread().is_empty(), "{rules:?}\n{draft}");
        }
    }
    // One letter away from its name, a label is still one.
    for typed in ["Resul", "Reslut", "Resultt"] {
        let draft = format!("# The sale\n\n{}", formed("**{}:** @\n\n").replace("Result", typed));
        assert_eq!(answers(&draft), ["STAR"], "{typed}");
    }
}
