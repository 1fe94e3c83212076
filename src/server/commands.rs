//! The names of the commands, and their arguments.

/// Opens the page of a scenario; its argument is `{id}`.
pub(crate) const SHOW_SCENARIO: &str = "starCoach.showScenario";

/// Selects a placeholder; its argument is `{uri, selection}`. A client may handle it itself.
pub(crate) const SELECT_PLACEHOLDER: &str = "starCoach.selectPlaceholder";

/// Opens one of the user's own answers; its argument is `{uri, range}`, or `{uri, line}`.
pub(crate) const SHOW_ANSWER: &str = "starCoach.showAnswer";

/// Publishes the diagnostics of all drafts in the workspace folders; with `{clear: true}`, removes those of closed
/// drafts.
pub(crate) const CHECK_WORKSPACE: &str = "starCoach.checkWorkspace";

/// Lists all scenarios; with an argument `{uri, position}`, starting with those related to the answer there.
pub(crate) const LIST_SCENARIOS: &str = "starCoach.listScenarios";

/// Returns the state of the answer at its argument `{uri, position}` as `{title, state, range}`, or `null` if there is
/// no answer.
pub(crate) const ANSWER_STATE: &str = "starCoach.answerState";

/// Selects the next gap after its argument `{uri, position}`; with `"answer": true`, the first gap in the answer there.
pub(crate) const NEXT_GAP: &str = "starCoach.nextGap";

/// Inserts an answer template at its argument `{uri, position}`, in the style of the draft's other answers, and selects
/// its first prompt.
pub(crate) const INSERT_TEMPLATE: &str = "starCoach.insertTemplate";

/// The former name of [`INSERT_TEMPLATE`]: accepted, but not announced.
pub(crate) const INSERT_SCAFFOLD: &str = "starCoach.insertScaffold";

/// The commands to announce.
pub(crate) const ALL: [&str; 8] = [
    SHOW_SCENARIO,
    SELECT_PLACEHOLDER,
    SHOW_ANSWER,
    CHECK_WORKSPACE,
    LIST_SCENARIOS,
    ANSWER_STATE,
    NEXT_GAP,
    INSERT_TEMPLATE,
];
