//! The JSON that `check` and `outline` print. Its shape is a promise: docs/cli.md describes it.

use std::cell::LazyCell;
use std::io::{self, Write};

use serde::Serialize;

use super::check::Printer;
use super::files::{Draft, Unreadable};
use super::places::{Place, Places, Range};
use crate::analysis::{Analysis, Placed};
use crate::answer::{Mention, PlacedMetric, Section};
use crate::component::Component;
use crate::facts::Facts;
use crate::fixing::Applied;
use crate::lexicon::{Lexicon, Term};
use crate::rules::{Finding, Target};
use crate::scenarios;
use crate::text::{Span, Text};
use crate::vocabulary::{Bytes, EACH, TOP};

/// How many related scenarios are listed.
const RELATED: usize = 3;

/// An array that is printed element by element, so that only one of them is in memory.
pub(super) struct Array<W> {
    out: W,
    separator: Separator,
    /// What is about to be printed.
    ahead: Vec<u8>,
}

/// How much of an element is printed at once, in bytes.
const AT_ONCE: usize = 1 << 14;

impl<W: Write> Array<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, separator: Separator::default(), ahead: Vec::new() }
    }

    pub(super) fn push(&mut self, element: &impl Serialize) -> io::Result<()> {
        self.separate()?;
        serde_json::to_writer_pretty(&mut self.out, element)?;
        Ok(())
    }

    /// Prints what stands before an element.
    fn separate(&mut self) -> io::Result<()> {
        if self.separator == Separator::default() {
            self.out.write_all(b"[")?;
        }
        self.separator.write(&mut self.out)
    }

    /// Prints what is ahead.
    fn print_ahead(&mut self) -> io::Result<()> {
        self.out.write_all(&self.ahead)?;
        self.ahead.clear();
        Ok(())
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        self.out.write_all(if self.separator == Separator::default() { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()
    }
}

/// What stands before the entries of a range, each on a line that begins with this margin.
macro_rules! range_keys {
    ($margin:literal) => {
        [
            concat!($margin, "\"line\": "),
            concat!(",", $margin, "\"column\": "),
            concat!(",", $margin, "\"end_line\": "),
            concat!(",", $margin, "\"end_column\": "),
        ]
    };
}

/// What stands between the elements of a list, each on a line of its own, and behind the last one, where the line of what
/// the list belongs to begins with this margin.
macro_rules! margins {
    ($margin:literal) => {
        [concat!(",", $margin, "  "), concat!($margin, "]")]
    };
}

/// What `check` says of a file is written out here, in the shape that [`serde_json::to_writer_pretty`] gives it: there is
/// much of it, and nearly all of that is the same for each finding.
impl<W: Write> Printer for Array<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, mended: Option<&[Applied]>) -> io::Result<()> {
        self.separate()?;
        // A draft without findings is not looked through for lines.
        let places = LazyCell::new(|| Places::new(&draft.text));
        let ahead = &mut self.ahead;
        ahead.extend_from_slice(b"{\n  \"path\": ");
        push_string(ahead, &draft.path);
        if let Some(mended) = mended {
            ahead.extend_from_slice(b",\n  \"fixed\": ");
            let mut list = List::new(ahead, margins!("\n  "));
            for Applied { rule, title } in mended {
                list.next(ahead);
                ahead.extend_from_slice(b"{\n      \"rule\": ");
                push_string(ahead, rule);
                ahead.extend_from_slice(b",\n      \"title\": ");
                push_string(ahead, title);
                ahead.extend_from_slice(b"\n    }");
            }
            list.end(ahead);
        }
        ahead.extend_from_slice(b",\n  \"findings\": ");
        let mut findings = List::new(ahead, margins!("\n  "));
        for (index, part, finding) in analysis.findings_of_parts() {
            findings.next(&mut self.ahead);
            push_finding(&mut self.ahead, &places, index, part, finding);
            if self.ahead.len() >= AT_ONCE {
                self.print_ahead()?;
            }
        }
        let ahead = &mut self.ahead;
        findings.end(ahead);
        // What is wrong with the settings in the front matter.
        if !analysis.problems().is_empty() {
            ahead.extend_from_slice(b",\n  \"settings\": ");
            let mut list = List::new(ahead, margins!("\n  "));
            for problem in analysis.problems() {
                list.next(ahead);
                ahead.extend_from_slice(b"{\n      \"message\": ");
                push_string(ahead, &problem.message);
                ahead.push(b',');
                push_range(ahead, range_keys!("\n      "), places.range(problem.span));
                ahead.extend_from_slice(b"\n    }");
            }
            list.end(ahead);
        }
        // The rules that fail.
        if !analysis.failed().is_empty() {
            ahead.extend_from_slice(b",\n  \"failed\": ");
            let mut list = List::new(ahead, margins!("\n  "));
            for code in analysis.failed() {
                list.next(ahead);
                push_string(ahead, code);
            }
            list.end(ahead);
        }
        ahead.extend_from_slice(b"\n}");
        self.print_ahead()
    }

    fn end(self: Box<Self>, _: &[Unreadable]) -> io::Result<()> {
        Self::end(*self)
    }
}

/// `answer` is an index into the answers that `outline` lists; none for a comment to star-coach between answers.
fn push_finding(out: &mut Vec<u8>, places: &Places, answer: Option<usize>, part: &Placed, finding: &Finding) {
    // Names have nothing to escape.
    out.extend_from_slice(b"{\n      \"rule\": \"");
    out.extend_from_slice(finding.rule.code.as_bytes());
    out.extend_from_slice(b"\",\n      \"severity\": \"");
    out.extend_from_slice(finding.severity.name().as_bytes());
    out.extend_from_slice(b"\",\n      \"message\": ");
    push_string(out, &finding.message);
    out.push(b',');
    push_range(out, range_keys!("\n      "), places.range(part.place(finding.span)));
    out.extend_from_slice(b",\n      \"answer\": ");
    match answer {
        Some(index) => push_number(out, index),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\n      \"fixes\": ");
    let mut fixes = List::new(out, margins!("\n      "));
    for fix in &finding.fixes {
        fixes.next(out);
        out.extend_from_slice(b"{\n          \"title\": ");
        push_string(out, &fix.title);
        out.extend_from_slice(b",\n          \"trust\": \"");
        out.extend_from_slice(fix.trust.name().as_bytes());
        out.extend_from_slice(b"\",\n          \"edits\": ");
        let mut edits = List::new(out, margins!("\n          "));
        for edit in &fix.edits {
            edits.next(out);
            out.push(b'{');
            push_range(out, range_keys!("\n              "), places.range(part.place(edit.span)));
            out.extend_from_slice(b",\n              \"text\": ");
            push_string(out, &edit.text);
            out.extend_from_slice(b"\n            }");
        }
        edits.end(out);
        out.extend_from_slice(b"\n        }");
    }
    fixes.end(out);
    out.extend_from_slice(b"\n    }");
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

/// A list that is being written, an element a line.
struct List {
    /// What stands between two elements.
    between: &'static str,
    /// What stands behind the last one.
    end: &'static str,
    is_empty: bool,
}

impl List {
    /// Begins a list, with these [`margins`].
    fn new(out: &mut Vec<u8>, [between, end]: [&'static str; 2]) -> Self {
        out.push(b'[');
        Self { between, end, is_empty: true }
    }

    /// Goes to where the next element begins.
    fn next(&mut self, out: &mut Vec<u8>) {
        // Before the first one stands no comma.
        out.extend_from_slice(&self.between.as_bytes()[usize::from(self.is_empty)..]);
        self.is_empty = false;
    }

    fn end(self, out: &mut Vec<u8>) {
        match self.is_empty {
            true => out.push(b']'),
            false => out.extend_from_slice(self.end.as_bytes()),
        }
    }
}

/// Writes the four entries of `range`, with these `keys`.
fn push_range(out: &mut Vec<u8>, keys: [&str; 4], range: Range) {
    let Range { line, column, end_line, end_column } = range;
    let values = [line, column, end_line, end_column];
    for at in 0..values.len() {
        out.extend_from_slice(keys[at].as_bytes());
        push_number(out, values[at]);
    }
}

/// Writes `text` in quotes.
fn push_string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.push(b'"');
    let mut at = 0;
    while let Some(len) = before_escape(&bytes[at..]) {
        out.extend_from_slice(&bytes[at..at + len]);
        at += len + 1;
        let byte = bytes[at - 1];
        let short = match byte {
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            b'"' | b'\\' => byte,
            _ => {
                out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                continue;
            }
        };
        out.extend([b'\\', short]);
    }
    out.extend_from_slice(&bytes[at..]);
    out.push(b'"');
}

/// How many of `bytes` stand before the first that has an escape in JSON; `None` if none has one.
fn before_escape(bytes: &[u8]) -> Option<usize> {
    // Eight bytes at once. A byte is less than another, below 128, if taking that away borrows, and a byte is nothing if
    // it is less than one.
    let has_less = |eight: u64, than: u8| eight.wrapping_sub(EACH * u64::from(than)) & !eight & TOP != 0;
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk() {
        let eight = u64::from_ne_bytes(*chunk);
        let quotes = eight ^ (EACH * u64::from(b'"'));
        let backslashes = eight ^ (EACH * u64::from(b'\\'));
        if has_less(eight, 0x20) || has_less(quotes, 1) || has_less(backslashes, 1) {
            break;
        }
        at += 8;
    }
    while at < bytes.len() {
        if ESCAPED.contains(bytes[at]) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// What JSON has an escape for: all of it ASCII, so that no character is cut.
static ESCAPED: Bytes = {
    let mut escaped = [b'"'; 34];
    escaped[1] = b'\\';
    let mut control = 0;
    while control < 32 {
        escaped[2 + control] = control as u8;
        control += 1;
    }
    Bytes::of(&escaped)
};

/// Writes `number` in digits.
fn push_number(out: &mut Vec<u8>, number: usize) {
    let mut digits = [0; 20];
    let (mut at, mut rest) = (digits.len(), number);
    while rest > 9 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.push(b'0' + rest as u8);
    // They are too few to be worth a call.
    while at < digits.len() {
        out.push(digits[at]);
        at += 1;
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn lists_are_laid_out_as_elsewhere() {
        let list = |elements: &[&str]| {
            written(|out| {
                let mut list = List::new(out, margins!("\n"));
                for element in elements {
                    list.next(out);
                    push_string(out, element);
                }
                list.end(out);
            })
        };
        for elements in [&[][..], &["one"], &["one", "two"]] {
            assert_eq!(list(elements), serde_json::to_string_pretty(elements).expect("strings"));
        }
    }

    #[test]
    fn a_range_is_laid_out_as_elsewhere() {
        let range = Range { line: 1, column: 20, end_line: 300, end_column: 4 };
        let written = written(|out| push_range(out, range_keys!("\n"), range));
        assert_eq!(written, "\n\"line\": 1,\n\"column\": 20,\n\"end_line\": 300,\n\"end_column\": 4");
    }

    proptest! {
        #[test]
        fn strings_are_escaped_as_elsewhere(text in "([\0-\x7f]|\\PC|[“é\u{2028}\u{7f}]){0,24}") {
            let expected = serde_json::to_string(&text).expect("a string");
            prop_assert_eq!(written(|out| push_string(out, &text)), expected);
        }

        #[test]
        fn numbers_are_written_in_digits(number: usize) {
            prop_assert_eq!(written(|out| push_number(out, number)), number.to_string());
        }
    }
}
