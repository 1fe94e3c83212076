//! The clock of an answer: the year of its story, as far as the answer gives it.
//!
//! [`years`] finds the years in a text, and this file chooses among those of an answer.

mod tokens;
mod vocabulary;
pub mod years;

use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::text::Span;
use tokens::{Tokens, all_years, has_year};
use vocabulary::WORDS;
use years::{Place, Relation, Year};

/// The year of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The year.
    pub year: u16,
    /// The words of the answer for it, such as "March 2019"; `None` if it is the date of the draft.
    pub words: Option<String>,
    /// Whether the steps of the Action can't be from a later year: the year isn't only a bound or background, and the answer
    /// has no later one, whatever it means.
    pub is_certain: bool,
}

impl Clock {
    /// Returns the clock of `answer`: the latest year in its Task to Result, else in its Situation, else in its title, else
    /// `dated`, the year in which the draft is dated.
    pub fn of(answer: &Answer, dated: Option<u16>) -> Option<Self> {
        let told = || {
            let parts = [Part::Steps, Part::Situation, Part::Title];
            let story = parts.into_iter().find_map(|part| Self::in_part(answer, part, part.weakest()));
            story.or_else(|| Self::in_part(answer, Part::Steps, Relation::Present))
        };
        // Fast path: most answers have no year.
        let has_year = [Some(answer.text()), answer.title()].into_iter().flatten().any(has_year);
        let drafted = || dated.map(|year| Self { year, words: None, is_certain: true });
        let mut clock = if has_year { told().or_else(drafted)? } else { drafted()? };
        clock.is_certain = clock.is_certain && all_years(answer.text()).all(|year| year <= clock.year);
        Some(clock)
    }

    /// Returns the latest year in `part` of `answer` whose relation to the story is `weakest` or stronger.
    fn in_part(answer: &Answer, part: Part, weakest: Relation) -> Option<Self> {
        let mut found = Vec::new();
        match part {
            Part::Title => found.extend(in_title(answer)),
            _ => {
                for section in answer.sections.iter().filter(|section| Part::of(section) == Some(part)) {
                    found.extend(in_section(answer, section));
                }
            }
        }
        found.retain(|(year, _)| year.relation >= weakest);
        // Of the same year, the surest words.
        let (Year { year, relation, .. }, words) =
            found.into_iter().max_by_key(|(year, _)| (year.year, year.relation))?;
        let is_certain = relation == Relation::During && (part != Part::Situation || !goes_on(answer));
        Some(Self { year, words: Some(words), is_certain })
    }
}

/// A part of an answer, by how well its years date the story.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Task, Action, and Result.
    Steps,
    Situation,
    Title,
}

impl Part {
    /// Returns the part that `section` belongs to; `None` if it has no component.
    fn of(section: &Section) -> Option<Self> {
        let is_situation = section.is(Component::Situation);
        let has_component = Component::ALL.into_iter().any(|component| section.is(component));
        has_component.then_some(if is_situation { Self::Situation } else { Self::Steps })
    }

    /// Returns the weakest relation of a year in it that dates the story.
    fn weakest(self) -> Relation {
        match self {
            Self::Steps => Relation::Background,
            Self::Situation | Self::Title => Relation::Bound,
        }
    }
}

/// Returns the years in `section` and its label, with their words.
fn in_section(answer: &Answer, section: &Section) -> Vec<(Year, String)> {
    let label = &answer.text()[section.label.line.start..section.label.body];
    let mut found = with_words(label, years::find(label, Place::Title));
    for sentence in &section.sentences {
        let text = &answer.prose.text()[sentence.range()];
        let years = years::find(text, Place::Sentence).into_iter();
        let years = years.filter(|year| {
            let place = Span::new(sentence.start + year.range.start, sentence.start + year.range.end);
            !answer.prose.is_code(place) && !is_measured(answer, answer.prose.source(place))
        });
        found.extend(with_words(text, years.collect()));
    }
    found
}

/// Whether the number at `span` is part of a metric: "from 2040 to 2010". A metric may have a time: "none since 2019".
fn is_measured(answer: &Answer, span: Span) -> bool {
    let is_timed = |name: &str| matches!(name, "zero" | "duration" | "early");
    answer.metrics.iter().any(|metric| metric.span.overlaps(span) && !is_timed(metric.metric.kind.name))
}

/// Returns the years in the title of `answer`, and in the lines below it.
fn in_title(answer: &Answer) -> Vec<(Year, String)> {
    let title = answer.title().unwrap_or_default();
    let mut found = with_words(title, years::find(title, Place::Title));
    let label = answer.passage.labels.first().map_or(0, |label| label.line.start);
    let below = answer.passage.title.map_or(label, |title| title.end.min(label));
    for line in answer.text()[below..label].lines().map(|line| line.trim_matches(['|', ' '])) {
        found.extend(with_words(line, years::find(line, Place::Title)));
    }
    found
}

fn with_words(text: &str, years: Vec<Year>) -> Vec<(Year, String)> {
    let words = |year: &Year| text[year.span.range()].to_owned();
    years.into_iter().map(|year| (words(&year), year)).map(|(words, year)| (year, words)).collect()
}

/// Whether the story of `answer` may go on in a later year than that of its Situation: "three years later".
fn goes_on(answer: &Answer) -> bool {
    let tokens = Tokens::new(answer.prose.text());
    tokens.words(0, tokens.len()).any(|word| WORDS.later.contains(word))
}

#[cfg(test)]
mod tests;
