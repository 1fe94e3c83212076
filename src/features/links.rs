//! Finds references to scenarios and questions, such as `[[S16]]`, and their targets.

use crate::coach::Analysis;
use crate::features::line::Line;
use crate::lexicon::{Lexicon, Term};
use crate::text::{DocSpan, Span, Text};

/// A reference to a scenario or question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The position, including the brackets.
    pub span: DocSpan,
    /// The target, as an index into [`Lexicon::scenarios`].
    pub scenario: usize,
}

/// Returns the reference at `offset` of `text`, which `analysis` describes.
pub fn reference_at(analysis: &Analysis, text: &Text, offset: usize) -> Option<Reference> {
    let start = text.line_start(text.line_of(offset));
    let mut found = references_in(analysis, text, DocSpan::new(start, start + 1));
    found.find(|reference| reference.span.start <= offset && offset < reference.span.end)
}

/// Returns all references in `text`, which `analysis` describes, in order.
pub fn references(analysis: &Analysis, text: &Text) -> Vec<Reference> {
    references_in(analysis, text, text.full_span()).collect()
}

/// Returns the references in the lines that begin in `span`.
fn references_in(analysis: &Analysis, text: &Text, span: DocSpan) -> impl Iterator<Item = Reference> {
    let lines = text.lines_from(span.start).take_while(move |(start, _)| *start < span.end);
    // Fast path: most lines have no reference.
    let lines = lines.filter(|(_, line)| line.contains("[[")).map(|(start, _)| Line::at(analysis, text, start));
    let lines = lines.filter(|line| line.unread.is_none());
    lines.flat_map(|line| in_line(&analysis.profile().lexicon, &line).collect::<Vec<_>>())
}

/// The target of a definition request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The page of a scenario or question, by its index.
    Scenario(usize),
    /// The page of a service or feature, by its index.
    Service(usize),
}

/// Returns the target at `offset` of `text`, which `analysis` describes, with the span of the text that names it.
pub fn definition(analysis: &Analysis, text: &Text, offset: usize) -> Option<(DocSpan, Target)> {
    if let Some(reference) = reference_at(analysis, text, offset) {
        return Some((reference.span, Target::Scenario(reference.scenario)));
    }
    let placed = analysis.answer_at(offset)?;
    let at = placed.within(DocSpan::new(offset, offset))?.start;
    let mentions = placed.report.answer.mentions.iter().filter(|mention| !mention.code);
    mentions.filter(|mention| mention.span.start <= at && at < mention.span.end).find_map(|mention| {
        match mention.term {
            Term::Service(index) => Some((placed.place(mention.span), Target::Service(index))),
            Term::Product(_) | Term::Phrase(_) | Term::Vague(_) => None,
        }
    })
}

/// Returns the references in `line`.
fn in_line(lexicon: &Lexicon, line: &Line) -> impl Iterator<Item = Reference> {
    let is_shown = |span: Span| !line.hidden.iter().any(|part| part.span.overlaps(span));
    let found = brackets(&line.text).filter(move |(span, _)| is_shown(*span));
    found.filter_map(move |(span, id)| {
        let scenario = scenario(lexicon, id)?;
        let start = line.span.start;
        Some(Reference { span: DocSpan::new(start + span.start, start + span.end), scenario })
    })
}

/// Returns the texts in double brackets in `line`, with their IDs: `[[S16]]`, `[[S16|the outage]]`.
fn brackets(line: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + line[at..].find("[[")?;
            let inner = open + 2;
            let Some(close) = line[inner..].find(['[', ']']).map(|len| inner + len) else {
                at = line.len();
                return None;
            };
            if line[close..].starts_with("]]") {
                at = close + 2;
                let id = line[inner..close].split(['|', '#']).next().unwrap_or_default().trim();
                return Some((Span::new(open, at), id));
            }
            // In "[[[S16]]", the reference starts at the second bracket.
            at = if close == inner { open + 1 } else { close };
        }
    })
}

/// Returns the index of the scenario or question with this ID, in any case unless another ID matches exactly.
pub fn scenario(lexicon: &Lexicon, id: &str) -> Option<usize> {
    let position = |is: &dyn Fn(&str) -> bool| lexicon.scenarios.iter().position(|scenario| is(&scenario.id));
    position(&|known| known == id).or_else(|| position(&|known| known.eq_ignore_ascii_case(id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;

    /// Returns the references in `draft`, each with the ID of its target.
    fn found(draft: &str) -> Vec<String> {
        let (analysis, text) = analyzed(draft);
        let name = |reference: Reference| {
            let id = &analysis.profile().lexicon.scenarios[reference.scenario].id;
            assert_eq!(reference_at(&analysis, &text, reference.span.start), Some(reference));
            assert_eq!(reference_at(&analysis, &text, reference.span.end - 1), Some(reference));
            format!("{} {id}", &draft[reference.span.range()])
        };
        references(&analysis, &text).into_iter().map(name).collect()
    }

    #[test]
    fn references_are_found_in_all_text() {
        assert_eq!(
            found("See [[S16]] and [[q4]].\r\n- [[ S3 | costs ]] é [[S20#action]]\n"),
            ["[[S16]] S16", "[[q4]] Q4", "[[ S3 | costs ]] S3", "[[S20#action]] S20"]
        );
        assert_eq!(
            found("# [[S1]] ```[[S2]]\n\n**Situation:** [[S17]]\n\n**Task:** [[[S18]]]\n"),
            ["[[S1]] S1", "[[S17]] S17", "[[S18]] S18"]
        );
    }

    #[test]
    fn references_and_services_have_targets() {
        let draft = "**Action:** I put Amazon SQS, RabbitMQ and `SNS` there, as [[S20]].\n\n**Result:** Fine.\n";
        let (analysis, text) = analyzed(draft);
        let lexicon = &analysis.profile().lexicon;
        let leads = |place: &str| {
            let (span, target) = definition(&analysis, &text, draft.find(place).expect("the place"))?;
            let id = match target {
                Target::Scenario(index) => &lexicon.scenarios[index].id,
                Target::Service(index) => &lexicon.services[index].id,
            };
            Some(format!("{} {id}", &draft[span.range()]))
        };
        assert_eq!(leads("SQS").as_deref(), Some("Amazon SQS amazon-sqs"));
        assert_eq!(leads("20]]").as_deref(), Some("[[S20]] S20"));
        for place in ["RabbitMQ", "SNS", "I put", "Action"] {
            assert_eq!(leads(place), None, "{place}");
        }
        let (named, _) = analyzed("**Action:** I did as in [[S3]] and [[S3|there]].\n\n**Result:** It was fine.\n");
        assert!(named.answers()[0].report.answer.mentions.is_empty(), "[[S3]] is no service");
        assert_eq!(definition(&analysis, &text, draft.len()), None);
    }

    #[test]
    fn code_and_unknown_ids_are_not_references() {
        for draft in [
            "[[S99]] [[]] [[ ]] [[S16] ] [[S16",
            "[S16] [[S1[6]]",
            "`[[S16]]` ``[[S1]]`` <!-- [[S2]] -->",
            "```\n[[S16]]\n```\n",
            "---\nsee: \"[[S16]]\"\n---\n",
            "<!--\n[[S16]]\n-->\n",
            "~~~ [[S16]]",
        ] {
            assert_eq!(found(draft), [""; 0], "{draft}");
        }
        let (analysis, text) = analyzed("a [[S16]] b");
        for offset in [0, 1, 9, 10, 11] {
            assert_eq!(reference_at(&analysis, &text, offset), None, "{offset}");
        }
    }
}
