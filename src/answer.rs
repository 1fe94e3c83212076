//! A parsed answer: its sections, its prose, and the metrics and names in it.
//!
//! Everything that several rules need is computed here, once.

pub mod clock;

pub mod facts;

pub mod platforms;

pub mod prose;

pub mod style;

use crate::answer::prose::Prose;
use crate::component::Component;
use crate::draft::label::{Form, Label};
use crate::draft::markdown::{self, Segment, Shown};
use crate::draft::passage::Passage;
use crate::draft::placeholder;
use crate::draft::wrapper;
use crate::lexicon::practices::Breach;
use crate::lexicon::{Hit, Lexicon, Name, PlatformName, Reading, Term};
use crate::metrics::{self, Metric};
use crate::platform::Platform;
use crate::text::{Span, line_start};
use crate::words::language::{Language, language};
use crate::words::voice::{self, Subject};

/// A section of an answer: a label and its text.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its label.
    pub label: Label,
    /// The spans of its text, trimmed. A table column has one for each cell; an empty section has none.
    pub parts: Vec<Span>,
    /// Whether it shows no words.
    pub empty: bool,
    /// The number of words in its text.
    pub words: usize,
    /// Its sentences, in order, as spans of the prose.
    pub sentences: Vec<Span>,
}

impl Section {
    /// Whether its label names `component`, alone or with others.
    pub fn is(&self, component: Component) -> bool {
        self.label.components.has(component)
    }

    /// Returns its sentence, in the prose, that contains `offset` of the prose, or else the last one before.
    pub fn sentence_at(&self, offset: usize) -> Option<Span> {
        let next = self.sentences.partition_point(|sentence| sentence.start <= offset);
        next.checked_sub(1).map(|index| self.sentences[index])
    }

    /// Whether `span` begins in its text.
    pub fn contains(&self, span: Span) -> bool {
        self.parts.iter().any(|part| part.start <= span.start && span.start < part.end)
    }
}

/// A metric with its position.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedMetric {
    /// Its span in the answer.
    pub span: Span,
    /// The metric.
    pub metric: Metric,
    /// Its section, as an index into [`Answer::sections`].
    pub section: usize,
}

/// A term of the lexicon with its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Its span in the answer.
    pub span: Span,
    /// The term.
    pub term: Term,
    /// Its section, as an index into [`Answer::sections`]; `None` in a title.
    pub section: Option<usize>,
    /// Whether it is in inline code.
    pub code: bool,
}

/// An unfilled placeholder with its position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placeholder {
    /// Its span in the answer.
    pub span: Span,
    /// Its section, as an index into [`Answer::sections`].
    pub section: usize,
}

/// A parsed answer. Spans are relative to its text unless they are spans of the prose.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The passage it was made from.
    pub passage: Passage,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// Its words without markup.
    pub prose: Prose,
    /// The language of its sections: see [`Answer::is_english`].
    pub language: Language,
    /// The metrics in its sections, in order.
    pub metrics: Vec<PlacedMetric>,
    /// The terms of the lexicon that it mentions, in order.
    pub mentions: Vec<Mention>,
    /// The names in it that the lexicon doesn't have as a whole, in order: "AWS Load Balancer Controller". Spans of the answer.
    pub names: Vec<Name>,
    /// The breaches of practices in its Action, in order of sentences, as spans of the prose. The rest of the answer may settle
    /// a breach.
    pub breaches: Vec<Breach>,
    /// The names of platforms in it, in order, as spans of the prose.
    pub platform_names: Vec<PlatformName>,
    /// The placeholders in its sections, in order.
    pub placeholders: Vec<Placeholder>,
    /// The platform of most other answers of its draft, unless it is AWS. It counts if the answer tells none.
    pub draft_platform: Option<Platform>,
}

impl Answer {
    /// Parses `passage`. Never fails.
    pub fn new(passage: Passage, lexicon: &Lexicon) -> Self {
        let mut answer = Self::without_matches(passage);
        answer.language = answer.find_language();
        answer.metrics = answer.find_metrics();
        let Reading { hits, breaches, platforms, mut names } = lexicon.read(answer.prose.text(), answer.steps());
        answer.mentions = answer.placed(hits);
        names.iter_mut().for_each(|name| name.span = answer.prose.source(name.span));
        answer.names = names;
        answer.breaches = breaches;
        answer.platform_names = platforms;
        answer.placeholders = answer.find_placeholders();
        answer
    }

    /// Parses the sections and the prose only, without metrics, mentions, breaches, and placeholders.
    fn without_matches(passage: Passage) -> Self {
        let mut sections = sections(&passage);
        let fenced = mark_empty(&mut sections, &passage.segments, &passage.text);
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

    /// Returns the text of the answer.
    pub fn text(&self) -> &str {
        &self.passage.text
    }

    /// Returns the sentence, in the prose, in which `mention` begins. `None` outside of sections.
    pub fn sentence_of(&self, mention: &Mention) -> Option<Span> {
        self.sections[mention.section?].sentence_at(self.prose.of(mention.span).start)
    }

    /// Whether `mention` is in the Action.
    pub fn is_in_action(&self, mention: &Mention) -> bool {
        mention.section.is_some_and(|section| self.sections[section].is(Component::Action))
    }

    /// Returns the words of the title.
    pub fn title(&self) -> Option<&str> {
        self.passage.title_text.as_deref()
    }

    /// Returns the name that `span` is only a part of.
    pub fn name_around(&self, span: Span) -> Option<&Name> {
        self.names.iter().find(|name| name.span.contains(span) && name.span != span)
    }

    /// Iterates over the sections whose labels name `component`.
    pub fn sections_of(&self, component: Component) -> impl Iterator<Item = &Section> + Clone {
        self.sections.iter().filter(move |section| section.is(component))
    }

    /// Returns the first section whose label names `component`.
    pub fn section(&self, component: Component) -> Option<&Section> {
        self.sections_of(component).next()
    }

    /// Returns the component that a metric in the section with index `index` belongs to: below "Action & Result", the Result.
    pub fn component_of_metric(&self, index: usize) -> Option<Component> {
        self.sections[index].label.components.last().copied()
    }

    /// Iterates over the metrics of `component`.
    pub fn metrics_of(&self, component: Component) -> impl Iterator<Item = &PlacedMetric> {
        self.metrics.iter().filter(move |metric| self.sections[metric.section].is(component))
    }

    /// Returns the starting numbers of `component`: quantities in digits, but not counts ("3 services"). Not cached, since it is
    /// only called for a Result without a metric.
    pub fn baselines_of(&self, component: Component) -> Vec<Span> {
        let has_digit = |span: Span| self.text()[span.range()].bytes().any(|byte| byte.is_ascii_digit());
        let mut found = Vec::new();
        let parts = self.sections_of(component).flat_map(|section| &section.parts);
        for part in parts.filter(|part| has_digit(**part)) {
            let prose = self.prose.of(*part);
            for number in metrics::find_baselines(&self.prose.text()[prose.range()]) {
                let span = Span::new(prose.start + number.span.start, prose.start + number.span.end);
                let span = self.prose.source(span);
                if has_digit(span) {
                    found.push(span);
                }
            }
        }
        found
    }

    /// Iterates over the placeholders of `component`.
    pub fn placeholders_of(&self, component: Component) -> impl Iterator<Item = &Placeholder> {
        self.placeholders.iter().filter(move |placeholder| self.sections[placeholder.section].is(component))
    }

    /// Returns the span of the section with index `index`: its label, the decoration before it, and its text. For a table
    /// column, it is the words of the label, since cells of other columns are between those of the column.
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

    /// Whether a section of `component` has words besides placeholders.
    pub fn has_written(&self, component: Component) -> bool {
        self.sections.iter().enumerate().any(|(index, section)| section.is(component) && self.is_written(index))
    }

    /// Returns the AWS services and features that it mentions, each once, as indexes into [`Lexicon::services`].
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

    /// Returns the number of words in its sections, without labels and title.
    pub fn words(&self) -> usize {
        self.sections.iter().map(|section| section.words).sum()
    }

    /// Whether it is in English. Its language is that of its sentences, or of its labels if there are too few words to tell.
    pub fn is_english(&self) -> bool {
        self.language == Language::English
    }

    /// Returns the language of the sentences of `sections` as a whole, or `None` if there are too few words to tell.
    pub fn language_of<'a>(&'a self, sections: impl Iterator<Item = &'a Section> + Clone) -> Option<Language> {
        let parts = sections.flat_map(|section| &section.parts);
        language(parts.flat_map(|part| self.prose.without_code(self.prose.of(*part))))
    }

    /// Whether all four components have words besides placeholders.
    pub fn is_complete(&self) -> bool {
        Component::ALL.into_iter().all(|component| self.has_written(component))
    }

    /// Whether the section with index `index` has words besides placeholders.
    pub fn is_written(&self, index: usize) -> bool {
        let section = &self.sections[index];
        let placeholders = self.placeholders.iter().filter(|placeholder| placeholder.section == index);
        let words = placeholders.map(|placeholder| count_words(&self.text()[placeholder.span.range()]));
        !section.empty && section.words > words.sum()
    }

    /// Whether it is in notes: more sentences of its Action have a dropped subject than "I" or "we".
    pub fn is_telegraphic(&self) -> bool {
        let (mut dropped, mut present) = (0, 0);
        for section in self.sections_of(Component::Action) {
            for sentence in &section.sentences {
                match voice::subject(&self.prose.text()[sentence.range()]) {
                    Subject::Dropped => dropped += 1,
                    Subject::I | Subject::We => present += 1,
                    Subject::Other => {}
                }
            }
        }
        dropped > present
    }

    /// Returns the blocks of its Markdown, in whole lines, split at the lines of labels. They are sorted by start, and the
    /// longest comes first.
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

    /// Returns the first line end of its text, or `\n` if there is none.
    pub fn line_end(&self) -> &'static str {
        match self.text().find(['\n', '\r']) {
            Some(at) if self.text()[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.text()[at..].starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// Returns the index of the section in which `span` begins.
    pub(crate) fn section_at(&self, span: Span) -> Option<usize> {
        self.sections.iter().position(|section| section.contains(span))
    }

    fn find_language(&self) -> Language {
        let has_english_labels = || self.passage.labels.iter().all(|label| label.english);
        self.language_of(self.sections.iter()).unwrap_or_else(|| match has_english_labels() {
            true => Language::English,
            false => Language::Other(None),
        })
    }

    fn find_metrics(&self) -> Vec<PlacedMetric> {
        let metrics = metrics::find(self.prose.text());
        let mut placed = Vec::new();
        for metric in metrics {
            let span = self.prose.source(metric.span);
            if let Some(section) = self.section_at(span).filter(|section| !self.is_timing(*section, span)) {
                placed.push(PlacedMetric { span, section, metric });
            }
        }
        placed
    }

    /// Whether `span` is in brackets after the label of the section with index `index`, as the share of the answer that the
    /// section is to take: "**Result** (30 seconds):".
    fn is_timing(&self, index: usize, span: Span) -> bool {
        let before = self.text().get(self.sections[index].label.words.end..span.start).unwrap_or_default();
        let is_open = before.contains(['(', '[', '（']) && before.chars().all(|c| "([（*_ ".contains(c));
        is_open && self.text()[span.end..].starts_with([')', ']', '）'])
    }

    /// Returns the sentences to search for breaches: those of the Action, since practices are about steps. Empty if the answer
    /// is not in English, since practices are described in English.
    fn steps(&self) -> Vec<Span> {
        let mut steps = Vec::new();
        if self.is_english() {
            self.sections_of(Component::Action).for_each(|section| steps.extend_from_slice(&section.sentences));
        }
        steps
    }

    /// Converts the matches in its prose to mentions. In inline code, only services and products count.
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

    /// Whether `span` is the target of a wiki link: `[[S3]]` is a scenario, not a service.
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

/// Returns the sections of `passage`, without their words.
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
            let end = start + wrapper::within(&text[start..end]).len();
            let part = trimmed(text, Span::new(start, before_comments(passage, start, end)));
            if !part.is_empty() {
                parts.push(part);
            }
        }
        sections.push(Section { label: *label, parts, empty: true, words: 0, sentences: Vec::new() });
    }
    sections
}

/// Returns the end of a section from `start` to `end` without suppression comments at its end, which apply to the text below.
fn before_comments(passage: &Passage, start: usize, mut end: usize) -> usize {
    for directive in
        passage.directives.iter().rev().filter(|directive| directive.alone && directive.span.start >= start)
    {
        let line = line_start(&passage.text, directive.span.start);
        let is_last = directive.span.end <= end
            && passage.text[directive.span.end..end].trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty();
        if is_last && line >= start {
            end = line;
        }
    }
    end
}

/// Returns the start of the decoration (emphasis marks and spaces) before the words of a label at byte `words`.
fn decoration_start(text: &str, words: usize) -> usize {
    text[..words].trim_end_matches(['*', '_', ' ']).len()
}

/// Returns `span` without white space and pipes at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let part = &text[span.range()];
    let is_edge = |c: char| c.is_whitespace() || c == '|';
    let start = span.start + part.len() - part.trim_start_matches(is_edge).len();
    let end = span.start + part.trim_end_matches(is_edge).len();
    if start >= end { Span::new(span.start, span.start) } else { Span::new(start, end) }
}

/// Returns the cells of the column with index `column` below its `label` in the header row.
fn column_cells(passage: &Passage, label: &Label, column: usize) -> Vec<Span> {
    let text = &*passage.text;
    let first = passage.cells.partition_point(|cell| cell.source.end <= label.words.start);
    if passage.cells.get(first).is_some_and(|cell| cell.header && cell.source.contains(label.words)) {
        let below = passage.cells[first..].iter().skip_while(|cell| cell.header).take_while(|cell| !cell.header);
        return below.filter(|cell| cell.column == column).map(|cell| trimmed(text, cell.source)).collect();
    }
    // Rows that are text to Markdown, since there is no delimiter row.
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
        // A leading pipe, blockquote marks, and white space come before the first cell.
        let lead = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let lead = lead + usize::from(line[lead..].starts_with('|'));
        let cell = markdown::piped(line, lead).nth(column);
        cells.extend(cell.map(|cell| trimmed(text, Span::new(start + cell.start, start + cell.end))));
    }
    cells
}

/// Sets [`Section::empty`] for `sections`. Returns the parts of components whose words are all in a fence: some writers put
/// the text of an answer into a code block.
fn mark_empty(sections: &mut [Section], segments: &[Segment], text: &str) -> Vec<Span> {
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

/// Whether `part` shows words, an ellipsis, or a question mark.
fn is_shown(part: &str) -> bool {
    part.contains(|c: char| c.is_alphanumeric() || c == '…' || c == '?')
}

/// Returns the offsets at which the prose is split, sorted: before and after each label, and around each part.
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

/// Returns the number of words in `prose`: runs between white space or control characters that have a letter or digit.
/// Chinese and Japanese have no spaces between words; a word takes about as long to say as two of their characters.
fn count_words(prose: &str) -> usize {
    const CHARS_PER_WORD: usize = 2;
    let words = prose.split(|c: char| c.is_whitespace() || c.is_ascii_control());
    let words = words.filter(|word| word.contains(char::is_alphanumeric));
    words.map(|word| word.chars().filter(|c| is_han_or_kana(*c)).count().div_ceil(CHARS_PER_WORD).max(1)).sum()
}

/// Whether `c` is a Chinese character or a Japanese syllable.
fn is_han_or_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_letters_or_digits() {
        assert_eq!(count_words(" – -- ... \u{2003} %% "), 0);
        assert_eq!(count_words("a– –b -- 5%\u{2003}c\n"), 4);
        assert_eq!(count_words("予約システムがよく止まっていました。"), 9);
        assert_eq!(count_words("我加了 Redis 缓存。"), 4);
        assert_eq!(count_words("캐시를 추가했습니다."), 2);
    }
}
