//! Finds stories: the answers, in terms of a draft.

use super::entry::Body;
use super::found::Found;
use super::words::{numbered, plain, sentences, slug};
use crate::answer::{Answer, PlacedMetric};
use crate::component::Component;
use crate::draft::front_matter::FrontMatter;
use crate::draft::label::LabelWords;
use crate::draft::markdown::Markdown;
use crate::draft::outline::{DraftOptions, Outline};
use crate::lexicon::Lexicon;
use crate::text::{DocSpan, Span, Text};

/// The separators between the topic of a title and the rest.
const DASHES: [&str; 4] = [" – ", " — ", " - ", ": "];

pub(super) struct Story {
    /// The position in the document, including the title.
    pub(super) span: DocSpan,
    pub(super) found: Found,
}

pub(super) fn find(lexicon: &Lexicon, text: &str) -> Vec<Story> {
    let draft = Text::from(text);
    // The front matter is not applied: its settings are for drafts.
    let body = FrontMatter::find(&draft).body;
    let (_, passages) =
        Outline::new(LabelWords::builtin(), &draft, &Markdown::new(&draft, body), DraftOptions::default());
    let stories = passages.into_iter().map(|located| {
        let start = located.title.map_or(located.span.start, |title| title.start.min(located.span.start));
        let answer = Answer::new(located.passage, lexicon);
        // The number of a heading may not be part of its words, as in a list.
        let heading = located.title.map(|words| &text[line_start(text, words.start)..words.end]);
        let (number, _) = numbered(heading.unwrap_or_default().trim_start_matches(['#', '*', '_', '>', ' ', '\t']));
        let title = plain(numbered(answer.title().unwrap_or_default().trim()).1);
        let about = DASHES.iter().find_map(|dash| title.split_once(dash)).map(|(about, _)| slug(about));
        let topics = about.into_iter().filter(|topic| !topic.is_empty()).collect();
        let of = |component| parts(&answer, component).map(plain).collect::<Vec<_>>().join(" ");
        let body = Body::Story {
            situation: of(Component::Situation),
            task: of(Component::Task),
            action: parts(&answer, Component::Action).flat_map(steps).collect(),
            result: of(Component::Result),
        };
        let figures = figures(&answer);
        let found = Found { number, title, topics, body, figures };
        Story { span: DocSpan::new(start, located.span.end), found }
    });
    stories.collect()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

fn parts(answer: &Answer, component: Component) -> impl Iterator<Item = &str> {
    answer.sections_of(component).flat_map(|section| &section.parts).map(|part| &answer.text()[part.range()])
}

/// Returns the items of a list, or the sentences if it is not a list.
fn steps(part: &str) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    let mut is_list = false;
    for line in part.lines() {
        let line = line.trim();
        match item(line) {
            Some(item) => {
                is_list = true;
                steps.push(item.to_owned());
            }
            None => match steps.last_mut() {
                Some(last) if !line.is_empty() => *last = format!("{last} {line}"),
                Some(_) => {}
                None => steps.push(line.to_owned()),
            },
        }
    }
    let steps: Vec<String> = steps.iter().map(|step| plain(step)).filter(|step| !step.is_empty()).collect();
    if is_list { steps } else { sentences(&steps.join(" ")) }
}

/// Returns the text after the marker of a list item.
fn item(line: &str) -> Option<&str> {
    let marked = line.strip_prefix(['•', '‣', '◦', '▪', '–', '-', '*', '+']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let counted = if digits > 0 { line[digits..].strip_prefix(['.', ')']) } else { None };
    marked.or(counted).filter(|rest| rest.starts_with([' ', '\t'])).map(str::trim)
}

/// Returns the clauses of the Result that have a metric.
fn figures(answer: &Answer) -> Vec<String> {
    let mut figures: Vec<String> = Vec::new();
    for part in answer.sections_of(Component::Result).flat_map(|section| &section.parts) {
        let has_metric = |clause: Span| {
            let in_clause =
                |metric: &&PlacedMetric| clause.start <= metric.span.start && metric.span.start < clause.end;
            answer.metrics.iter().any(|metric| in_clause(&metric))
        };
        for clause in clauses(answer.text(), *part).into_iter().filter(|clause| has_metric(*clause)) {
            let clause = plain(&answer.text()[clause.range()]);
            let clause = clause.strip_prefix("and ").unwrap_or(&clause).trim_end_matches(['.', ',', ';']).to_owned();
            if !figures.contains(&clause) {
                figures.push(clause);
            }
        }
    }
    figures
}

/// Splits `part` at line ends, and at commas, semicolons, and periods followed by white space.
fn clauses(text: &str, part: Span) -> Vec<Span> {
    let mut clauses = Vec::new();
    let mut start = part.start;
    for (at, mark) in text[part.range()].match_indices([',', ';', '.', '\n']) {
        let end = part.start + at + mark.len();
        if mark == "\n" || text[end..part.end].starts_with(char::is_whitespace) {
            clauses.push(Span::new(start, end));
            start = end;
        }
    }
    clauses.push(Span::new(start, part.end));
    clauses.retain(|clause| !text[clause.range()].trim().is_empty());
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_items_or_sentences() {
        assert_eq!(steps("First I asked. Then I built."), ["First I asked.", "Then I built."]);
        assert_eq!(steps("- one\n- two\n  goes on\n\n1. three"), ["one", "two goes on", "three"]);
        assert_eq!(steps("\t•\tUsed **Amazon SQS**\n•\t`x`"), ["Used Amazon SQS", "x"]);
        assert_eq!(steps(" \n "), [""; 0]);
        assert_eq!(steps("**bold** start, and -5 is no item"), ["bold start, and -5 is no item"]);
    }

    #[test]
    fn a_decimal_point_does_not_split_a_clause() {
        let text = "Uptime 99.99%, cost 1,000 less; done.\nYes";
        let shown: Vec<_> =
            clauses(text, Span::new(0, text.len())).into_iter().map(|clause| text[clause.range()].trim()).collect();
        assert_eq!(shown, ["Uptime 99.99%,", "cost 1,000 less;", "done.", "Yes"]);
    }
}
