//! Finds the service named at a position.

use crate::coach::Analysis;
use crate::lexicon::Term;

/// Returns the service that is named at `offset`, or right before it, as an index into
/// [`crate::lexicon::Lexicon::services`].
pub fn service_at(analysis: &Analysis, offset: usize) -> Option<usize> {
    let answer = analysis.answer_at(offset)?;
    answer.report.answer.mentions.iter().find_map(|mention| {
        let place = answer.place(mention.span);
        match mention.term {
            Term::Service(service) if place.start <= offset && offset <= place.end => Some(service),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::coach::Profile;
    use crate::config::Config;
    use crate::lexicon::Lexicon;
    use crate::text::Text;

    #[test]
    fn a_name_is_found_from_its_start_to_its_end() {
        let draft = "SQS.\n\n**Situation:** It was slow.\n\n**Action:** I took SQS, and a message queue.\n";
        let profile = Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()));
        let analysis = Analysis::new(profile.clone(), &Text::from(draft));
        let name = |offset| service_at(&analysis, offset).map(|service| &*profile.lexicon.services[service].id);
        let at = draft.find("SQS,").expect("the name");
        assert_eq!([at, at + 2, at + 3].map(name), [Some("amazon-sqs"); 3]);
        assert_eq!([0, at - 1, at + 4, at + 12, draft.len(), 9999].map(name), [None; 6]);
    }
}
