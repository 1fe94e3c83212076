//! The result of `outline` as JSON. Its shape is stable: docs/cli.md describes it.

use serde::Serialize;

use super::places::LineColumn;
use crate::answer::facts::Facts;
use crate::answer::{Mention, PlacedMetric, Section};
use crate::coach::{Analysis, Placed};
use crate::component::{Component, Frame};
use crate::draft::markdown::Unclosed;
use crate::draft::outline::Unread;
use crate::features::lens;
use crate::lexicon::{Lexicon, Term};
use crate::rules::{Finding, Target};
use crate::scenarios;
use crate::text::{Span, Text};

/// The maximum number of related scenarios.
const RELATED: usize = 3;

/// The result of `outline` for one file.
#[derive(Debug, Serialize)]
pub(super) struct Outlined<'a> {
    path: &'a str,
    answers: Vec<OutlinedAnswer<'a>>,
    /// The unclosed blocks that hide labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unclosed: Vec<OutlinedUnclosed>,
    /// What looks like an answer but was not read as one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<OutlinedUnread>,
}

/// A part of the draft that looks like an answer but was not read as one.
#[derive(Debug, Serialize)]
pub(super) struct OutlinedUnread {
    pub(super) line: usize,
    reason: &'static str,
    pub(super) message: &'static str,
}

/// Returns what looks like an answer in `text` but was not read as one.
pub(super) fn unread(text: &Text, analysis: &Analysis) -> Vec<OutlinedUnread> {
    let unread = |unread: &Unread| OutlinedUnread {
        line: text.line_of(unread.span.start) + 1,
        reason: unread.reason.key(),
        message: unread.reason.message(),
    };
    analysis.unread().iter().map(unread).collect()
}

/// An unclosed block that hides labels.
#[derive(Debug, Serialize)]
pub(super) struct OutlinedUnclosed {
    pub(super) line: usize,
    pub(super) kind: &'static str,
    #[serde(skip)]
    pub(super) message: String,
}

/// Returns the unclosed blocks in `text` that hide labels.
pub(super) fn unclosed(text: &Text, analysis: &Analysis) -> Vec<OutlinedUnclosed> {
    let unclosed = |unclosed: &Unclosed| OutlinedUnclosed {
        line: text.line_of(unclosed.source.start) + 1,
        kind: unclosed.name(),
        message: lens::hiding(*unclosed),
    };
    analysis.hiding().iter().map(unclosed).collect()
}

/// The result of `outline` for one answer.
#[derive(Debug, Serialize)]
pub(super) struct OutlinedAnswer<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) line: usize,
    pub(super) end_line: usize,
    /// The frame, if it is not STAR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) frame: Option<&'static str>,
    /// The code of the language, if it is not English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<&'static str>,
    #[serde(skip)]
    pub(super) parts: &'static [(Component, char)],
    pub(super) components: Components<'a>,
    pub(super) metrics: Vec<OutlinedMetric<'a>>,
    pub(super) services: Vec<OutlinedService<'a>>,
    pub(super) unnamed: Vec<Unnamed<'a>>,
    pub(super) related: Vec<OutlinedRelated<'a>>,
    pub(super) words: usize,
    pub(super) speaking_seconds: usize,
    facts: OutlinedFacts,
}

/// Facts about an answer.
#[derive(Debug, Serialize)]
struct OutlinedFacts {
    speaking_seconds_min: usize,
    speaking_seconds_max: usize,
    shares: Shares,
    i: usize,
    we: usize,
    reason: bool,
    so_what: bool,
    percent_without_base: bool,
    time_frame: bool,
    telegraphic: bool,
    angles: Angles,
}

/// The share of each component, in percent of the words.
#[derive(Debug, Serialize)]
struct Shares {
    situation: usize,
    task: usize,
    action: usize,
    result: usize,
}

#[derive(Debug, Serialize)]
struct Angles {
    security: bool,
    automation: bool,
    cost: bool,
}

impl OutlinedFacts {
    fn new(facts: Facts) -> Self {
        let [situation, task, action, result] = facts.shares;
        Self {
            speaking_seconds_min: facts.speaking_seconds_min,
            speaking_seconds_max: facts.speaking_seconds_max,
            shares: Shares { situation, task, action, result },
            i: facts.i,
            we: facts.we,
            reason: facts.reason,
            so_what: facts.so_what,
            percent_without_base: facts.percent_without_base,
            time_frame: facts.time_frame,
            telegraphic: facts.telegraphic,
            angles: Angles {
                security: facts.angles.security,
                automation: facts.angles.automation,
                cost: facts.angles.cost,
            },
        }
    }
}

/// The components of an answer.
#[derive(Debug, Serialize)]
pub(super) struct Components<'a> {
    pub(super) situation: Option<OutlinedComponent<'a>>,
    pub(super) task: Option<OutlinedComponent<'a>>,
    pub(super) action: Option<OutlinedComponent<'a>>,
    pub(super) result: Option<OutlinedComponent<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct OutlinedComponent<'a> {
    line: usize,
    label: &'a str,
    pub(super) empty: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct OutlinedMetric<'a> {
    #[serde(flatten)]
    place: LineColumn,
    pub(super) text: &'a str,
    kind: &'a str,
    pub(super) component: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct OutlinedService<'a> {
    #[serde(flatten)]
    place: LineColumn,
    text: &'a str,
    id: &'a str,
    pub(super) name: &'a str,
    service: &'a str,
    component: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct Unnamed<'a> {
    #[serde(flatten)]
    place: LineColumn,
    pub(super) text: &'a str,
    pub(super) candidates: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct OutlinedRelated<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    score: f64,
    pub(super) why: Vec<String>,
}

impl<'a> Outlined<'a> {
    pub(super) fn new(path: &'a str, text: &Text, analysis: &'a Analysis) -> Self {
        Self {
            path,
            answers: answers(text, analysis).collect(),
            unclosed: unclosed(text, analysis),
            unread: unread(text, analysis),
        }
    }
}

/// Returns the outlines of the answers that `analysis` describes.
pub(super) fn answers<'a>(text: &Text, analysis: &'a Analysis) -> impl Iterator<Item = OutlinedAnswer<'a>> {
    let profile = analysis.profile();
    analysis.answers().iter().map(move |answer| {
        let view = View { text, lexicon: &profile.lexicon, placed: answer };
        view.outline(profile.config.words_per_minute)
    })
}

/// An answer with the context needed to describe it.
struct View<'t, 'a> {
    text: &'t Text,
    lexicon: &'a Lexicon,
    placed: &'a Placed,
}

impl<'a> View<'_, 'a> {
    fn outline(&self, words_per_minute: u32) -> OutlinedAnswer<'a> {
        let Self { text, lexicon, placed } = *self;
        let answer = &placed.report.answer;
        let first_label = answer.sections.first().map(|section| placed.place(section.label.words));
        let start = placed.title.or(first_label).unwrap_or(placed.span).start;
        // The last byte of the answer, not the one after it, which may be the next line's first.
        let last = placed.span.end.max(placed.span.start + 1) - 1;
        let words = answer.words();
        let component = |component| answer.section(component).map(|section| self.component(section));
        let related = scenarios::related(lexicon, answer, RELATED).into_iter();
        OutlinedAnswer {
            title: answer.title(),
            line: text.line_of(start) + 1,
            end_line: text.line_of(last) + 1,
            frame: Some(answer.passage.frame).filter(|frame| *frame != Frame::Star).map(Frame::name),
            language: (!answer.is_english()).then(|| answer.language.code()),
            parts: answer.passage.frame.parts(),
            components: Components {
                situation: component(Component::Situation),
                task: component(Component::Task),
                action: component(Component::Action),
                result: component(Component::Result),
            },
            metrics: answer.metrics.iter().map(|metric| self.metric(metric)).collect(),
            services: answer.mentions.iter().filter_map(|mention| self.service(mention)).collect(),
            unnamed: placed.report.findings.iter().filter_map(|finding| self.unnamed(finding)).collect(),
            related: related
                .map(|related| {
                    let scenario = &lexicon.scenarios[related.scenario];
                    OutlinedRelated { id: &scenario.id, title: &scenario.title, score: related.score, why: related.why }
                })
                .collect(),
            words,
            speaking_seconds: lens::speaking_seconds(words, words_per_minute),
            facts: OutlinedFacts::new(Facts::new(answer, lexicon, words_per_minute)),
        }
    }

    fn component(&self, section: &Section) -> OutlinedComponent<'a> {
        let words = section.label.words;
        let line = self.text.line_of(self.placed.place(words).start) + 1;
        OutlinedComponent { line, label: self.source(words), empty: section.empty }
    }

    fn metric(&self, metric: &PlacedMetric) -> OutlinedMetric<'a> {
        let component = self.placed.report.answer.component_of_metric(metric.section);
        OutlinedMetric {
            place: self.place(metric.span),
            text: self.source(metric.span),
            kind: metric.metric.kind.name,
            component: component.map(Component::key),
        }
    }

    fn service(&self, mention: &Mention) -> Option<OutlinedService<'a>> {
        let Term::Service(index) = mention.term else { return None };
        let services = &self.lexicon.services;
        let service = &services[index];
        let section = mention.section.map(|section| &self.placed.report.answer.sections[section]);
        let component = section.and_then(|section| section.label.components.first());
        Some(OutlinedService {
            place: self.place(mention.span),
            text: self.source(mention.span),
            id: &service.id,
            name: &service.name,
            service: &services[service.service].name,
            component: component.map(|component| component.key()),
        })
    }

    fn unnamed(&self, finding: &Finding) -> Option<Unnamed<'a>> {
        if finding.rule.target != Target::GenericPhrase {
            return None;
        }
        let mut mentions = self.placed.report.answer.mentions.iter().filter(|mention| mention.span == finding.span);
        let phrase = mentions.find_map(|mention| match mention.term {
            Term::Phrase(index) => Some(&self.lexicon.phrases[index]),
            _ => None,
        })?;
        let candidates = phrase.candidates.iter().map(|index| &*self.lexicon.services[*index].name);
        Some(Unnamed {
            place: self.place(finding.span),
            text: self.source(finding.span),
            candidates: candidates.collect(),
        })
    }

    fn place(&self, span: Span) -> LineColumn {
        LineColumn::new(self.text, self.placed.place(span).start)
    }

    fn source(&self, span: Span) -> &'a str {
        &self.placed.report.answer.text()[span.range()]
    }
}
