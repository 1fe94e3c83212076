//! The JSON that `check` and `outline` print. Its shape is a promise: docs/cli.md describes it.

use std::io::{self, Write};

use serde::Serialize;

use super::check::Printer;
use super::files::{Draft, Unreadable};
use super::places::{Place, Places, Range};
use crate::analysis::{Analysis, Placed};
use crate::answer::{Mention, PlacedMetric, Section};
use crate::component::Component;
use crate::edit::Fix;
use crate::facts::Facts;
use crate::fixing::Applied;
use crate::lexicon::{Lexicon, Term};
use crate::rules::Finding;
use crate::scenarios;
use crate::text::{Span, Text};

/// The rule whose findings `outline` lists as `unnamed`.
const UNNAMED: &str = "unnamed-service";

/// How many related scenarios are listed.
const RELATED: usize = 3;

/// An array that is printed element by element, so that only one of them is in memory.
pub(super) struct Array<W> {
    out: W,
    separator: Separator,
}

impl<W: Write> Array<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, separator: Separator::default() }
    }

    pub(super) fn push(&mut self, element: &impl Serialize) -> io::Result<()> {
        if self.separator == Separator::default() {
            self.out.write_all(b"[")?;
        }
        self.separator.write(&mut self.out)?;
        serde_json::to_writer_pretty(&mut self.out, element)?;
        Ok(())
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        self.out.write_all(if self.separator == Separator::default() { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()
    }
}

impl<W: Write> Printer for Array<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, mended: Option<&[Applied]>) -> io::Result<()> {
        self.push(&Checked::new(draft, analysis, mended))
    }

    fn end(self: Box<Self>, _: &[Unreadable]) -> io::Result<()> {
        Self::end(*self)
    }
}

/// What stands before an element of an array, each on a line of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Separator {
    #[default]
    First,
    Further,
}

impl Separator {
    pub(super) fn write(&mut self, out: &mut impl Write) -> io::Result<()> {
        let comma: &[u8] = if *self == Self::First { b"\n" } else { b",\n" };
        *self = Self::Further;
        out.write_all(comma)
    }
}

/// What `check` says of a file.
#[derive(Debug, Serialize)]
struct Checked<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<Vec<JsonApplied<'a>>>,
    findings: Vec<JsonFinding<'a>>,
    /// What is wrong with the settings in the front matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    settings: Vec<JsonProblem<'a>>,
    /// The rules that fail.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    failed: &'a [&'a str],
}

#[derive(Debug, Serialize)]
struct JsonProblem<'a> {
    message: &'a str,
    #[serde(flatten)]
    range: Range,
}

#[derive(Debug, Serialize)]
struct JsonApplied<'a> {
    rule: &'a str,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    range: Range,
    /// An index into the answers that `outline` lists; none for a comment to star-coach between answers.
    answer: Option<usize>,
    fixes: Vec<JsonFix<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    trust: &'a str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonEdit<'a> {
    #[serde(flatten)]
    range: Range,
    text: &'a str,
}

impl<'a> Checked<'a> {
    fn new(draft: &'a Draft, analysis: &'a Analysis, mended: Option<&'a [Applied]>) -> Self {
        let places = Places::new(&draft.text);
        let fixed = |fix: &'a Applied| JsonApplied { rule: fix.rule, title: &fix.title };
        let findings = analysis.findings_of_parts();
        let findings = findings.map(|(index, part, finding)| JsonFinding::new(&places, index, part, finding));
        let fixed = mended.map(|mended| mended.iter().map(fixed).collect());
        let settings = analysis
            .problems()
            .iter()
            .map(|problem| JsonProblem { message: &problem.message, range: places.range(problem.span) });
        Self {
            path: &draft.path,
            fixed,
            findings: findings.collect(),
            settings: settings.collect(),
            failed: analysis.failed(),
        }
    }
}

impl<'a> JsonFinding<'a> {
    fn new(places: &Places, index: Option<usize>, answer: &Placed, finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.code,
            severity: finding.severity.name(),
            message: &finding.message,
            range: places.range(answer.place(finding.span)),
            answer: index,
            fixes: finding.fixes.iter().map(|fix| JsonFix::new(places, answer, fix)).collect(),
        }
    }
}

impl<'a> JsonFix<'a> {
    fn new(places: &Places, answer: &Placed, fix: &'a Fix) -> Self {
        let edits = fix.edits.iter();
        let edits = edits.map(|edit| JsonEdit { range: places.range(answer.place(edit.span)), text: &edit.text });
        Self { title: &fix.title, trust: fix.trust.name(), edits: edits.collect() }
    }
}

/// What `outline` says of a file.
#[derive(Debug, Serialize)]
pub(super) struct Outlined<'a> {
    path: &'a str,
    answers: Vec<OutlinedAnswer<'a>>,
}

/// What `outline` says of an answer.
#[derive(Debug, Serialize)]
pub(super) struct OutlinedAnswer<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) line: usize,
    pub(super) end_line: usize,
    pub(super) components: Components<'a>,
    pub(super) metrics: Vec<OutlinedMetric<'a>>,
    pub(super) services: Vec<OutlinedService<'a>>,
    pub(super) unnamed: Vec<Unnamed<'a>>,
    pub(super) related: Vec<OutlinedRelated<'a>>,
    pub(super) words: usize,
    pub(super) speaking_seconds: usize,
    facts: OutlinedFacts,
}

/// What is good to know about an answer.
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

/// In percent of the words.
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
    place: Place,
    pub(super) text: &'a str,
    kind: &'a str,
    pub(super) component: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct OutlinedService<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
    id: &'a str,
    pub(super) name: &'a str,
    service: &'a str,
    component: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct Unnamed<'a> {
    #[serde(flatten)]
    place: Place,
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
        Self { path, answers: answers(&Places::new(text), analysis).collect() }
    }
}

/// What `outline` says of the answers that `analysis` describes.
pub(super) fn answers<'a>(places: &Places, analysis: &'a Analysis) -> impl Iterator<Item = OutlinedAnswer<'a>> {
    let coach = analysis.coach();
    analysis.answers().iter().map(move |answer| {
        let view = View { places, lexicon: &coach.lexicon, placed: answer };
        view.outline(coach.config.words_per_minute)
    })
}

/// An answer, and what is needed to describe it.
struct View<'t, 'a> {
    places: &'t Places,
    lexicon: &'a Lexicon,
    placed: &'a Placed,
}

impl<'a> View<'_, 'a> {
    fn outline(&self, words_per_minute: u32) -> OutlinedAnswer<'a> {
        let Self { places, lexicon, placed } = *self;
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
            line: places.line(start),
            end_line: places.line(last),
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
            speaking_seconds: speaking_seconds(words, words_per_minute),
            facts: OutlinedFacts::new(Facts::new(answer, lexicon, words_per_minute)),
        }
    }

    fn component(&self, section: &Section) -> OutlinedComponent<'a> {
        let words = section.label.words;
        let line = self.places.line(self.placed.place(words).start);
        OutlinedComponent { line, label: self.source(words), empty: section.empty }
    }

    fn metric(&self, metric: &PlacedMetric) -> OutlinedMetric<'a> {
        let component = self.placed.report.answer.component_of_metric(metric.section);
        OutlinedMetric {
            place: self.place(metric.span),
            text: self.source(metric.span),
            kind: metric.metric.kind.name(),
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
        if finding.rule.code != UNNAMED {
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

    fn place(&self, span: Span) -> Place {
        self.places.place(self.placed.place(span).start)
    }

    fn source(&self, span: Span) -> &'a str {
        &self.placed.report.answer.text()[span.range()]
    }
}

/// How long it takes to say so many words, to the nearest second.
fn speaking_seconds(words: usize, words_per_minute: u32) -> usize {
    let pace = words_per_minute.max(1) as usize;
    (words * 60 + pace / 2) / pace
}
