//! Lists all scenarios, those related to an answer first.

use crate::answer::Answer;
use crate::lexicon::scenario::ScenarioContent;
use crate::lexicon::{Lexicon, Scenario};
use crate::scenarios;

/// The maximum number of related scenarios.
const MAX_RELATED: usize = 5;

/// A scenario in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The ID.
    pub id: &'a str,
    /// The title.
    pub title: &'a str,
    /// Whether it is a STAR story, not a question with the points of a good answer.
    pub is_story: bool,
    /// The terms that it shares with the answer; empty if it is not related.
    pub why: Vec<String>,
}

/// Returns all scenarios: those related to `answer` first, best first, then the others in the order of the lexicon.
pub fn list<'a>(lexicon: &'a Lexicon, answer: Option<&Answer>) -> Vec<Listed<'a>> {
    let related = answer.map(|answer| scenarios::related(lexicon, answer, MAX_RELATED)).unwrap_or_default();
    let is_related: Vec<usize> = related.iter().map(|related| related.scenario).collect();
    let first = related.into_iter().map(|related| listed(&lexicon.scenarios[related.scenario], related.why));
    let others = lexicon.scenarios.iter().enumerate().filter(|(index, _)| !is_related.contains(index));
    first.chain(others.map(|(_, scenario)| listed(scenario, Vec::new()))).collect()
}

fn listed(scenario: &Scenario, why: Vec<String>) -> Listed<'_> {
    let is_story = matches!(scenario.content, ScenarioContent::Story { .. });
    Listed { id: &scenario.id, title: &scenario.title, is_story, why }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::coach::{Analysis, Profile};
    use crate::config::Config;
    use crate::text::Text;

    #[test]
    fn related_scenarios_come_first() {
        let lexicon = Arc::new(Lexicon::builtin());
        let draft = "# Alarms\n\n**Situation:** Failures went unseen.\n\n**Task:** I had to notice first.\n\n\
            **Action:** I set Amazon CloudWatch alarms that went to Amazon SNS.\n\n**Result:** MTTR fell by 50%.\n";
        let profile = Arc::new(Profile::new(lexicon.clone(), Config::default()));
        let analysis = Analysis::new(profile, &Text::from(draft));
        let answer = &analysis.answers()[0].report.answer;
        let list = list(&lexicon, Some(answer));
        let related = list.iter().take_while(|listed| !listed.why.is_empty()).count();
        assert!((1..=MAX_RELATED).contains(&related));
        assert!(list[related..].iter().all(|listed| listed.why.is_empty()));
        let expected = scenarios::related(&lexicon, answer, MAX_RELATED);
        assert!(list.iter().zip(&expected).all(|(listed, found)| lexicon.scenarios[found.scenario].id == listed.id));
        let mut ids: Vec<_> = list.iter().map(|listed| listed.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((list.len(), ids.len()), (lexicon.scenarios.len(), lexicon.scenarios.len()));
    }

    #[test]
    fn without_an_answer_the_order_is_that_of_the_lexicon() {
        let lexicon = Lexicon::builtin();
        let list = list(&lexicon, None);
        let ids: Vec<_> = lexicon.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
        assert_eq!(list.iter().map(|listed| listed.id).collect::<Vec<_>>(), ids);
        assert!(list.iter().all(|listed| listed.why.is_empty()));
        assert!(list.iter().any(|listed| listed.is_story) && list.iter().any(|listed| !listed.is_story));
    }
}
