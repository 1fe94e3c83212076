//! The names of the commands, and what their arguments are.

/// Opens the page of a scenario; its argument is `{id}`.
pub(crate) const SHOW_SCENARIO: &str = "starCoach.showScenario";

/// Selects what is to be filled in; its argument is `{uri, selection}`. A client may handle it itself.
pub(crate) const SELECT_PLACEHOLDER: &str = "starCoach.selectPlaceholder";

/// Opens an answer of the user's own; its argument is `{uri, range}`, or `{uri, line}`.
pub(crate) const SHOW_ANSWER: &str = "starCoach.showAnswer";

/// Shows the diagnostics of all drafts in the folders that are open; with `{clear: true}`, of open drafts only again.
pub(crate) const CHECK_WORKSPACE: &str = "starCoach.checkWorkspace";

/// Lists all scenarios, those first that are related to the answer at its argument, `{uri, position}`, if it has one.
pub(crate) const LIST_SCENARIOS: &str = "starCoach.listScenarios";

/// Returns the state of the answer at its argument, `{uri, position}`: `{title, state, range}`, or `null` where there is
/// no answer.
pub(crate) const ANSWER_STATE: &str = "starCoach.answerState";

/// Goes to the next gap. Its argument is `{uri, position}`; with `"answer": true`, to the first gap in the answer there.
pub(crate) const NEXT_GAP: &str = "starCoach.nextGap";

/// Inserts an empty answer, written as the draft writes its others, and selects the first prompt in it. Its argument is
/// `{uri, position}`.
pub(crate) const INSERT_SCAFFOLD: &str = "starCoach.insertScaffold";

/// All of them.
pub(crate) const ALL: [&str; 8] = [
    SHOW_SCENARIO,
    SELECT_PLACEHOLDER,
    SHOW_ANSWER,
    CHECK_WORKSPACE,
    LIST_SCENARIOS,
    ANSWER_STATE,
    NEXT_GAP,
    INSERT_SCAFFOLD,
];
