//! One answer taken apart: its sections, its prose, the figures and names in it.
//!
//! All that several rules need is found here, once; a rule reads, it does not scan.

pub mod facts;

pub mod prose;

pub mod style;

use crate::answer::prose::Prose;
use crate::component::Component;
use crate::draft::label::{Form, Label};
use crate::draft::markdown::{self, Segment, Shown};
use crate::draft::passage::Passage;
use crate::draft::placeholder;
use crate::lexicon::practices::Breach;
use crate::lexicon::{Hit, Lexicon, Term};
use crate::metrics::{self, Metric, MetricKind};
use crate::text::Span;
use crate::words::voice::{self, Subject};

/// A labelled part of an answer.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its label.
    pub label: Label,
    /// What stands under it, trimmed; several parts for a table's column, none if there is nothing.
    pub parts: Vec<Span>,
    /// Whether there is nothing to read under it.
    pub empty: bool,
    /// How many words stand under it.
    pub words: usize,
    /// Its sentences, as spans of the prose, in order.
    pub sentences: Vec<Span>,
}

impl Section {
    /// Whether it is (also) `component`.
    pub fn is(&self, component: Component) -> bool {
        self.label.components.has(component)
    }

    /// Whether `span` begins in it.
    pub fn holds(&self, span: Span) -> bool {
        self.parts.iter().any(|part| part.start <= span.start && span.start < part.end)
    }
}

/// A figure that counts as evidence, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedMetric {
    /// Where, in the answer.
    pub span: Span,
    /// What.
    pub metric: Metric,
    /// The section that holds it, as an index into [`Answer::sections`].
    pub section: usize,
}

/// A term of the lexicon, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where, in the answer.
    pub span: Span,
    /// What.
    pub term: Term,
    /// The section that holds it, as an index into [`Answer::sections`]; none in a title.
    pub section: Option<usize>,
    /// Whether it stands in inline code.
    pub code: bool,
}

/// An unfilled placeholder, placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placeholder {
    /// Where, in the answer.
    pub span: Span,
    /// The section that holds it, as an index into [`Answer::sections`].
    pub section: usize,
}

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What it was made from.
    pub passage: Passage,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// Its words.
    pub prose: Prose,
    /// The figures in its sections, in order.
    pub metrics: Vec<PlacedMetric>,
    /// The terms named in it, in order.
    pub mentions: Vec<Mention>,
    /// Where its Action goes against a practice, in the prose, whatever else may settle it; sentence by sentence.
    pub breaches: Vec<Breach>,
    /// The placeholders in its sections, in order.
    pub placeholders: Vec<Placeholder>,
}

impl Answer {
    /// Takes `passage` apart. Total: there is no passage that it can't read.
    pub fn new(passage: Passage, lexicon: &Lexicon) -> Self {
        let mut answer = Self::of_words(passage);
        answer.metrics = answer.find_metrics();
        let (hits, breaches) = lexicon.read(answer.prose.text(), answer.steps());
        answer.mentions = answer.placed(hits);
        answer.breaches = breaches;
        answer.placeholders = answer.find_placeholders();
        answer
    }

    /// Its sections and its words, and nothing of what they say.
    fn of_words(passage: Passage) -> Self {
        let mut sections = sections(&passage);
        let fenced = read_parts(&mut sections, &passage.segments, &passage.text);
        let seams = seams(&passage, &sections);
        let is_read = |fence: Span| fenced.iter().any(|part| part.contains(fence));
        let prose = Prose::new(&passage.text, &passage.segments, &seams, is_read);
        for section in &mut sections {
            for part in section.parts.iter().map(|part| prose.of(*part)) {
                section.words += count_words(&prose.text()[part.range()]);
                section.sentences.extend(prose.sentences(part));
            }
        }
        Self { sections, prose, passage, ..Self::default() }
    }

    /// Its text: all spans are spans of it.
    pub fn text(&self) -> &str {
        &self.passage.text
    }

    /// The words of its title.
    pub fn title(&self) -> Option<&str> {
        self.passage.title_text.as_deref()
    }

    /// The sections that are `component`.
    pub fn sections_of(&self, component: Component) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.is(component))
    }

    /// The first section that is `component`.
    pub fn section(&self, component: Component) -> Option<&Section> {
        self.sections_of(component).next()
    }

    /// The component that a figure in section number `index` is evidence of: under "Action & Result", the Result.
    pub fn component_of_metric(&self, index: usize) -> Option<Component> {
        self.sections[index].label.components.last().copied()
    }

    /// The figures under `component`.
    pub fn metrics_of(&self, component: Component) -> impl Iterator<Item = &PlacedMetric> {
        self.metrics.iter().filter(move |metric| self.sections[metric.section].is(component))
    }

    /// The figures that open a story under `component`: amounts that may end elsewhere, in digits; not a count of what
    /// there is ("three services"). Found anew at each call: only a Result without a metric asks.
    pub fn figures_of(&self, component: Component) -> Vec<Span> {
        let has_digit = |part: &&Span| self.text()[part.range()].bytes().any(|byte| byte.is_ascii_digit());
        let parts = self.sections_of(component).flat_map(|section| &section.parts).filter(has_digit);
        parts
            .flat_map(|part| {
                let prose = self.prose.of(*part);
                let found = metrics::find_baselines(&self.prose.text()[prose.range()]);
                let placed = found.into_iter().map(move |figure| {
                    let span = Span::new(prose.start + figure.span.start, prose.start + figure.span.end);
                    (figure.kind, self.prose.source(span))
                });
                placed
                    .filter(|(kind, span)| {
                        let in_digits = self.text()[span.range()].bytes().any(|byte| byte.is_ascii_digit());
                        in_digits && *kind != MetricKind::CountDelta
                    })
                    .map(|(_, span)| span)
            })
            .collect()
    }

    /// The placeholders under `component`.
    pub fn placeholders_of(&self, component: Component) -> impl Iterator<Item = &Placeholder> {
        self.placeholders.iter().filter(move |placeholder| self.sections[placeholder.section].is(component))
    }

    /// The section number `index` as a whole: its label with the decoration before it, and what stands under it. Of a
    /// table's column, the header's cell: what stands under that lies between other columns' cells.
    pub fn extent(&self, index: usize) -> Span {
        let Section { label, parts, .. } = &self.sections[index];
        if matches!(label.form, Form::Column(_)) {
            return label.words;
        }
        let is_first = !self.sections[..index].iter().any(|before| before.label.line == label.line);
        let text = self.text();
        let decoration = decoration_start(text, label.words.start);
        let decoration = decoration + text[decoration..].len() - text[decoration..].trim_start().len();
        let start = if is_first { label.line.start } else { decoration };
        let delimiter = text[..label.body].trim_end().len();
        let end = parts.last().map_or(0, |part| part.end).max(delimiter).max(label.words.end);
        Span::new(start.max(label.line.start), end)
    }

    /// Whether some section of `component` says something besides its placeholders.
    pub fn has_written(&self, component: Component) -> bool {
        self.sections.iter().enumerate().any(|(index, section)| section.is(component) && self.is_written(index))
    }

    /// The AWS services and features that are named in it, each once, as indices into [`Lexicon::services`].
    pub fn services(&self) -> Vec<usize> {
        let named = self.mentions.iter().filter_map(|mention| match mention.term {
            Term::Service(index) => Some(index),
            _ => None,
        });
        let mut services: Vec<_> = named.collect();
        services.sort_unstable();
        services.dedup();
        services
    }

    /// How many words its sections say, labels and title not counted.
    pub fn words(&self) -> usize {
        self.sections.iter().map(|section| section.words).sum()
    }

    /// Whether all its labels are English, or letters.
    pub fn is_english(&self) -> bool {
        self.passage.labels.iter().all(|label| label.english)
    }

    /// Whether all four components are written: each has a label with words under it that are no placeholder.
    pub fn is_complete(&self) -> bool {
        Component::ALL.into_iter().all(|component| self.has_written(component))
    }

    /// Whether section number `index` says something besides its placeholders.
    pub fn is_written(&self, index: usize) -> bool {
        let section = &self.sections[index];
        let open = self.placeholders.iter().filter(|placeholder| placeholder.section == index);
        let open: usize = open.map(|placeholder| count_words(&self.text()[placeholder.span.range()])).sum();
        !section.empty && section.words > open
    }

    /// Whether it is notes rather than prose: more sentences of its Action drop their subject than have "I" or "we".
    pub fn is_telegraphic(&self) -> bool {
        let (mut dropped, mut spoken) = (0, 0);
        for section in self.sections_of(Component::Action) {
            for sentence in &section.sentences {
                match voice::subject(&self.prose.text()[sentence.range()]) {
                    Subject::Dropped => dropped += 1,
                    Subject::I | Subject::We => spoken += 1,
                    Subject::Other => {}
                }
            }
        }
        dropped > spoken
    }

    /// Its blocks, in whole lines, sorted by start, the longer first: those of its Markdown, which end where the line of a
    /// label begins within them.
    pub fn blocks(&self) -> Vec<Span> {
        let labels: Vec<_> = self.passage.labels.iter().map(|label| label.line.start).collect();
        let mut blocks = Vec::new();
        for block in &self.passage.blocks {
            let mut start = block.start;
            let first = labels.partition_point(|&label| label <= start);
            for &label in labels[first..].iter().take_while(|&&label| label < block.end) {
                blocks.push(Span::new(start, self.text()[..label].trim_end().len().max(start)));
                start = label;
            }
            blocks.push(Span::new(start, block.end));
        }
        blocks.sort_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
        blocks.dedup();
        blocks
    }

    /// The line end that its text uses.
    pub fn line_end(&self) -> &'static str {
        match self.text().find(['\n', '\r']) {
            Some(at) if self.text()[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.text()[at..].starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    fn section_at(&self, span: Span) -> Option<usize> {
        for (index, section) in self.sections.iter().enumerate() {
            for part in &section.parts {
                if part.start <= span.start && span.start < part.end {
                    return Some(index);
                }
            }
        }
        None
    }

    fn find_metrics(&self) -> Vec<PlacedMetric> {
        let metrics = metrics::find(self.prose.text());
        let mut placed = Vec::new();
        for metric in metrics {
            let span = self.prose.source(metric.span);
            if let Some(section) = self.section_at(span) {
                placed.push(PlacedMetric { span, section, metric });
            }
        }
        placed
    }

    /// The sentences in which practices are looked for: those of the Action, since practices are about steps, and in
    /// English, since that is what they are described in.
    fn steps(&self) -> Vec<Span> {
        let mut steps = Vec::new();
        if self.is_english() {
            self.sections_of(Component::Action).for_each(|section| steps.extend_from_slice(&section.sentences));
        }
        steps
    }

    /// The terms that were found in its prose, where they stand in the text.
    fn placed(&self, hits: Vec<Hit>) -> Vec<Mention> {
        let mut placed = Vec::new();
        for Hit { span, term } in hits {
            let code = self.prose.is_code(span);
            let span = self.prose.source(span);
            if (!code || matches!(term, Term::Service(_) | Term::Product(_))) && !self.is_reference(span) {
                placed.push(Mention { span, term, section: self.section_at(span), code });
            }
        }
        placed
    }

    /// Whether `span` is what a reference leads to: `[[S3]]` is a scenario, and no service.
    fn is_reference(&self, span: Span) -> bool {
        self.text()[..span.start].ends_with("[[") && self.text()[span.end..].starts_with([']', '|', '#'])
    }

    fn find_placeholders(&self) -> Vec<Placeholder> {
        let place = |found: Span| {
            let span = self.prose.source(found);
            let section = self.section_at(span)?;
            (!self.prose.is_code(found)).then_some(Placeholder { span, section })
        };
        placeholder::find(self.prose.text()).into_iter().filter_map(place).collect()
    }
}

/// The sections of `passage`, not yet read.
fn sections(passage: &Passage) -> Vec<Section> {
    let text = &*passage.text;
    let labels = &passage.labels;
    let mut sections = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let mut parts = Vec::new();
        if let Form::Column(column) = label.form {
            parts.extend(column_cells(passage, label, column.into()).into_iter().filter(|part| !part.is_empty()));
        } else {
            let end = match labels.get(index + 1) {
                Some(next) if next.line == label.line => decoration_start(text, next.words.start),
                Some(next) => next.line.start,
                None => text.len(),
            };
            let start = label.body.min(end);
            let part = trimmed(text, Span::new(start, before_comments(passage, start, end)));
            if !part.is_empty() {
                parts.push(part);
            }
        }
        sections.push(Section { label: *label, parts, empty: true, words: 0, sentences: Vec::new() });
    }
    sections
}

/// Where a section that runs from `start` to `end` ends when comments to star-coach at its end are none of it: they are
/// about what follows.
fn before_comments(passage: &Passage, start: usize, end: usize) -> usize {
    let mut end = end;
    for directive in
        passage.directives.iter().rev().filter(|directive| directive.alone && directive.span.start >= start)
    {
        let line = passage.text[..directive.span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let is_last = directive.span.end <= end
            && passage.text[directive.span.end..end].trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty();
        if is_last && line >= start {
            end = line;
        }
    }
    end
}

/// Where the decoration before a label's words begins: emphasis marks belong to the label, not to what stands before.
fn decoration_start(text: &str, words: usize) -> usize {
    text[..words].trim_end_matches(['*', '_', ' ']).len()
}

fn trimmed(text: &str, span: Span) -> Span {
    let part = &text[span.range()];
    let is_edge = |c: char| c.is_whitespace() || c == '|';
    let start = span.start + part.len() - part.trim_start_matches(is_edge).len();
    let end = span.start + part.trim_end_matches(is_edge).len();
    if start >= end { Span::new(span.start, span.start) } else { Span::new(start, end) }
}

/// The cells of a column below the `label` in its header.
fn column_cells(passage: &Passage, label: &Label, column: usize) -> Vec<Span> {
    let text = &*passage.text;
    let first = passage.cells.partition_point(|cell| cell.source.end <= label.words.start);
    if passage.cells.get(first).is_some_and(|cell| cell.header && cell.source.contains(label.words)) {
        let below = passage.cells[first..].iter().skip_while(|cell| cell.header).take_while(|cell| !cell.header);
        return below.filter(|cell| cell.column == column).map(|cell| trimmed(text, cell.source)).collect();
    }
    // Rows that Markdown takes for text, since no line of dashes follows the first one.
    let mut cells = Vec::new();
    let mut at = label.line.end;
    for line in text[at..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() && start == label.line.end {
            continue;
        }
        if !line.contains('|') {
            break;
        }
        if line.trim().bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) {
            continue;
        }
        // Leading pipes, quote marks and white space come before the first cell.
        let lead = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let lead = lead + usize::from(line[lead..].starts_with('|'));
        let cell = markdown::piped(line, lead).nth(column);
        cells.extend(cell.map(|cell| trimmed(text, Span::new(start + cell.start, start + cell.end))));
    }
    cells
}

/// Notes which of `sections` have nothing to read. The parts of those that name a component and show nothing but a fence:
/// people write an answer's words into one.
fn read_parts(sections: &mut [Section], segments: &[Segment], text: &str) -> Vec<Span> {
    let mut fenced = Vec::new();
    for section in sections {
        for part in &section.parts {
            let (mut shows, mut shows_words, mut shows_fence) = (false, false, false);
            let first = segments.partition_point(|segment| segment.source.end <= part.start);
            for segment in segments[first..].iter().take_while(|segment| segment.source.start < part.end) {
                let Span { start, end } = segment.source;
                shows |= is_shown(&text[start.max(part.start)..end.min(part.end)]);
                if is_shown(&text[start..end]) {
                    match segment.shown {
                        Shown::Fence => shows_fence = true,
                        _ => shows_words = true,
                    }
                }
            }
            section.empty &= !shows;
            if shows_fence && !shows_words && !section.label.components.is_empty() {
                fenced.push(*part);
            }
        }
    }
    fenced
}

/// Whether there is something to read in `part`.
fn is_shown(part: &str) -> bool {
    part.contains(|c: char| c.is_alphanumeric() || c == '…' || c == '?')
}

/// Where nothing may be joined: before and after each label, and around each part.
fn seams(passage: &Passage, sections: &[Section]) -> Vec<usize> {
    let mut seams = Vec::new();
    for label in &passage.labels {
        seams.extend_from_slice(&[label.words.start, label.words.end, label.body]);
    }
    for section in sections {
        for part in &section.parts {
            seams.extend_from_slice(&[part.start, part.end]);
        }
    }
    seams.sort_unstable();
    seams.dedup();
    seams
}

/// How many words `prose` has: what is between white space or control characters, if there is a letter or digit in it.
fn count_words(prose: &str) -> usize {
    let words = prose.split(|c: char| c.is_whitespace() || c.is_ascii_control());
    words.filter(|word| word.contains(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_letter_is_no_word() {
        assert_eq!(count_words(" – -- ... \u{2003} %% "), 0);
        assert_eq!(count_words("a– –b -- 5%\u{2003}c\n"), 4);
    }
}
