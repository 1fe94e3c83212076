//! The answer that a scan is in, and the rules for what still belongs to it.

use super::counting::{has_same_form, is_named, outer_depth};
use super::title::{NOT_A_HEADING, Title, is_all_emphasis};
use crate::component::{Component, Components};
use crate::draft::label::{Form, Label, LabelConfidence, Prefix};
use crate::draft::markdown::Unclosed;
use crate::draft::wrapper::Wrapper;
use crate::text::DocSpan;
use crate::words::language::{self, Language};
use crate::words::voice;

/// The kind of a line without a label, below an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    Rule,
    /// A list item, with the indentation of its bullet in columns.
    Item(usize),
    /// A line that begins with bold or italic words for something other than a component: "**Key beats**:".
    Lead,
    Row,
    /// Any other line, with its indentation in columns.
    Text(usize),
}

/// The answer that is being read.
pub(super) struct OpenAnswer {
    pub(super) title: Option<Title>,
    /// Whether the answer begins at its title: no other answer has it, and it is near the first label.
    pub(super) owns_title: bool,
    /// Its labels, with spans in the draft.
    pub(super) labels: Vec<Label>,
    /// For each label, the end of the answer above it.
    pub(super) ends_above: Vec<usize>,
    /// The end of the last line that belongs to it.
    pub(super) end: usize,
    /// The lines with a name in the middle of a paragraph, and the components named.
    pub(super) refused: Vec<(DocSpan, Components)>,
    /// Whether its labels are in capitals.
    pub(super) has_upper_labels: bool,
    /// The number of labels of something else since the last label: "**Assessment:**".
    foreign: usize,
    /// The starts of the lines that look like its labels, but have other words.
    pub(super) unread: Vec<usize>,
    /// Whether labels of something else stand between its own.
    pub(super) has_foreign: bool,
    /// The offsets of lines that begin with a letter that stands for no component, like a label.
    pub(super) foreign_letters: Vec<usize>,
    /// Whether the lines since `end` belong to it only if another label of this answer follows.
    pub(super) frozen: bool,
    /// Whether a section before the last one has several paragraphs.
    pub(super) has_long_section: bool,
    /// Whether a section before the last one has text.
    has_text: bool,
    /// The block that begins in it, is never closed, and hides a label.
    pub(super) unclosed: Option<Unclosed>,
    pub(super) section: OpenSection,
    /// The names of the containers that were opened in it and are not closed yet.
    containers: Vec<Box<str>>,
}

/// The section of the last label as far as it is read.
#[derive(Default)]
pub(super) struct OpenSection {
    /// Whether it has any text.
    pub(super) started: bool,
    /// Whether a blank line precedes the current line.
    pub(super) after_blank: bool,
    /// Whether all blank lines above the current line are within a quote.
    pub(super) in_quote: bool,
    pub(super) after_rule: bool,
    pub(super) paragraphs: usize,
}

impl OpenSection {
    /// The section of `label`, as far as its line goes.
    fn new(label: &Label) -> Self {
        let started = label.has_inline_text();
        Self { started, paragraphs: usize::from(started), ..Self::default() }
    }
}

impl OpenAnswer {
    /// The answer that begins with `label`.
    pub(super) fn new(title: Option<Title>, owns_title: bool, label: Label) -> Self {
        Self {
            title,
            owns_title,
            end: label.line.end,
            section: OpenSection::new(&label),
            ends_above: vec![label.line.end],
            labels: vec![label],
            refused: Vec::new(),
            has_upper_labels: false,
            foreign: 0,
            unread: Vec::new(),
            has_foreign: false,
            foreign_letters: Vec::new(),
            frozen: false,
            has_long_section: false,
            has_text: false,
            unclosed: None,
            containers: Vec::new(),
        }
    }

    /// Whether `label` has the form of a label of this answer that names its component.
    fn has_form_of(&self, label: &Label) -> bool {
        self.labels.iter().any(|peer| is_named(peer) && has_same_form(peer, label))
    }

    /// Whether `label` may be a label of this answer: a strict one always is, unless it is in the midst of prose; a looser
    /// one is if it has the form of another label.
    pub(super) fn accepts(&self, label: &Label, has_title: bool) -> bool {
        match label.strength {
            LabelConfidence::Name | LabelConfidence::Synonym if label.wrapped && (label.lower || !label.firm) => {
                let is_alike =
                    |peer: &Label| peer.form == label.form && peer.lower == label.lower && peer.firm == label.firm;
                self.labels.iter().any(is_alike)
            }
            LabelConfidence::Name | LabelConfidence::Synonym => true,
            LabelConfidence::Loose | LabelConfidence::Clause => {
                // Which of the labels count is decided at the end: a synonym above may be one.
                let has_form = self.labels.iter().any(|peer| has_same_form(peer, label));
                !label.wrapped && (has_form || self.is_titled_above(label))
            }
            LabelConfidence::Spoken => self.labels.iter().all(|peer| peer.strength == LabelConfidence::Spoken),
            // Below a title of its own, it may begin another answer.
            LabelConfidence::Letter if has_title => true,
            // Among written-out names, a letter is something else: "A: 20 requests".
            LabelConfidence::Letter => {
                let has_letters =
                    self.labels.iter().any(|peer| peer.initial.is_some() || peer.strength == label.strength);
                has_letters || self.labels.iter().filter(|peer| is_named(peer)).count() < 2
            }
        }
    }

    /// Notes that `label` is not one. Returns false.
    pub(super) fn refuse(&mut self, label: &Label) -> bool {
        if label.strength == LabelConfidence::Name {
            self.refused.push((DocSpan::new(label.line.start, label.line.end), label.components));
        }
        false
    }

    /// Whether an answer may begin with `label`.
    pub(super) fn may_begin_with(label: &Label) -> bool {
        match label.strength {
            // "# Q1 – Biggest achievement" is a title.
            LabelConfidence::Synonym if matches!(label.form, Form::Heading(_)) => label.is_bare(),
            LabelConfidence::Name | LabelConfidence::Synonym => !label.wrapped || (!label.lower && label.firm),
            LabelConfidence::Loose => label.firm && !label.wrapped,
            LabelConfidence::Clause => false,
            LabelConfidence::Spoken => !label.wrapped,
            LabelConfidence::Letter => true,
        }
    }

    /// Returns the components that none of `labels` has, but that may be told: a label of the same form, but with other words,
    /// stands in their place, or the text below the title stands for the Situation (`has_preface`).
    pub(super) fn untold(&self, labels: &[Label], has_preface: bool) -> Components {
        let is_told = |component: &Component| labels.iter().any(|label| label.components.has(*component));
        let place = |component: Component| {
            let before = labels.iter().rfind(|label| label.components.iter().any(|&other| other < component));
            let after = labels.iter().find(|label| label.components.iter().any(|&other| other > component));
            before.map_or(0, |label| label.line.end)..after.map_or(usize::MAX, |label| label.line.start)
        };
        let uncounted = self.labels.iter().map(|label| label.line.start);
        let uncounted = uncounted.filter(|at| labels.iter().all(|label| label.line.start != *at));
        let unread: Vec<usize> = self.unread.iter().copied().chain(uncounted).collect();
        let is_there = |component: Component| unread.iter().any(|at| place(component).contains(at));
        let may_be_told = |component: &Component| {
            !is_told(component) && (is_there(*component) || has_preface && *component == Component::Situation)
        };
        Component::ALL.into_iter().filter(may_be_told).collect()
    }

    /// Whether `label` is in a quote, a table, or a plain line within the last section, unlike the labels of this answer, and
    /// repeats a component: a mail that it quotes.
    pub(super) fn is_quoting(&self, label: &Label) -> bool {
        // A Result may be followed by the next answer.
        let is_open = |last: &&Label| is_named(last) && !last.components.has(Component::Result);
        let Some(last) = self.labels.last().filter(is_open) else { return false };
        let is_inset = |label: &Label| {
            label.quoted
                || matches!(label.form, Form::Row | Form::Column(_))
                || label.form == Form::Plain && !label.listed && !last.has_inline_text()
        };
        let named = self.labels.iter().filter(|label| is_named(label));
        is_inset(label)
            && named.clone().count() >= 2
            && self.section.started
            && !named.into_iter().any(is_inset)
            && label.components.iter().any(|component| self.names(*component))
    }

    /// Whether `label` is a heading at the level of this answer's title, while its own labels are no headings.
    pub(super) fn ends_at_heading(&self, label: &Label) -> bool {
        let Form::Heading(level) = label.form else { return false };
        let has_heading = self.labels.iter().any(|label| matches!(label.form, Form::Heading(_)));
        let is_of_title = self.title.as_ref().is_some_and(|title| title.level < NOT_A_HEADING && level <= title.level);
        is_of_title && !has_heading && self.labels.len() >= 2
    }

    /// Whether `label` stands deeper in lists than the answer's own labels, below the steps of its Action.
    fn is_nested(&self, label: &Label) -> bool {
        let Some(outer) = outer_depth(&self.labels) else { return false };
        let below_action =
            self.labels.last().is_some_and(|last| last.components.has(Component::Action) || last.depth > outer);
        label.depth > outer && below_action && !label.components.has(Component::Situation)
    }

    /// Whether other labels in the form of this answer's labels, such as "**Assessment:**", precede `label`, which has another
    /// form.
    pub(super) fn is_broken_before(&self, label: &Label) -> bool {
        self.foreign >= 2 && label.strength == LabelConfidence::Name && !self.has_form_of(label)
    }

    /// Whether it has no label yet that is sure to be one, and `label` is, in another form.
    pub(super) fn is_refuted_by(&self, label: &Label) -> bool {
        let is_unsure = |label: &Label| match label.strength {
            LabelConfidence::Loose | LabelConfidence::Spoken => true,
            // "## T: towels" is a title.
            LabelConfidence::Letter => matches!(label.form, Form::Heading(_)) && label.has_inline_text(),
            _ => false,
        };
        label.strength == LabelConfidence::Name && self.labels.iter().all(is_unsure) && !self.has_form_of(label)
            || self.is_titled_above(label)
    }

    /// Whether its only label is a heading with nothing below it before `label`, which names the same component, or an earlier
    /// one, in a deeper heading or another form. Then the heading is a title: "## Situation 1 – the audit".
    fn is_titled_above(&self, label: &Label) -> bool {
        let [Label { form: Form::Heading(level), components, line, .. }] = *self.labels.as_slice() else {
            return false;
        };
        let is_below = match label.form {
            Form::Heading(other) => other > level,
            _ => true,
        };
        let is_first = components == label.components || label.components.first() < components.first();
        is_below && self.end == line.end && is_first && !components.is_empty() && !label.components.is_empty()
    }

    /// Adds a label and opens its section.
    pub(super) fn add_label(&mut self, label: Label) {
        self.has_long_section |= self.section.paragraphs > 1;
        self.has_text |= self.section.started;
        self.section = OpenSection::new(&label);
        self.frozen = false;
        self.has_foreign |= self.foreign > 0 && !label.components.is_empty();
        self.foreign = 0;
        self.ends_above.push(self.end);
        self.end = label.line.end;
        self.labels.push(label);
    }

    /// Adds a line without a label that ends at `end`, unless it ends the answer's last section.
    pub(super) fn add_line(&mut self, kind: LineKind, line: &str, prefix: Prefix, end: usize) {
        self.foreign += usize::from(kind == LineKind::Lead);
        if kind == LineKind::Lead || self.is_labeled_alike(kind, line) {
            self.unread.push(end - line.len());
        }
        match kind {
            LineKind::Blank => {
                self.section.in_quote = prefix.quotes > 0 && (self.section.in_quote || !self.section.after_blank);
                self.section.after_blank = true;
            }
            LineKind::Rule => self.section.after_rule = true,
            _ if self.frozen => {}
            _ if self.ends_before(kind, line, prefix) => self.frozen = true,
            _ => {
                let section = &mut self.section;
                if section.after_blank || !section.started {
                    section.paragraphs += usize::from(!matches!(kind, LineKind::Item(_)));
                }
                section.started = true;
                section.after_blank = false;
                self.end = end;
            }
        }
    }

    /// Whether `line` begins like the labels of this answer, with other words: "- Execution: …", "| Execution | … |".
    fn is_labeled_alike(&self, kind: LineKind, line: &str) -> bool {
        let Some(label) = self.labels.iter().rev().find(|label| is_named(label)) else { return false };
        let is_there = match kind {
            LineKind::Item(indent) => label.listed && indent <= label.indent,
            LineKind::Text(_) => !label.listed,
            LineKind::Row => return label.form == Form::Row,
            _ => false,
        };
        matches!(label.form, Form::Plain | Form::Emphasis) && is_there && begins_like_label(line)
    }

    /// Adds a line inside a block that began in the answer. The line ends at `end`.
    pub(super) fn extend(&mut self, end: usize) {
        if !self.frozen {
            self.section.started = true;
            self.section.after_blank = false;
            self.end = end;
        }
    }

    /// Reads a line that opens or closes a container. The end of the container in which the answer began is like a rule.
    pub(super) fn cross(&mut self, wrapper: Wrapper<'_>) -> LineKind {
        match wrapper {
            Wrapper::Opens { name, .. } => self.containers.push(name.into()),
            Wrapper::Closes(name) => match self.containers.iter().rposition(|open| **open == *name) {
                Some(index) => self.containers.truncate(index),
                None => return LineKind::Rule,
            },
        }
        LineKind::Blank
    }

    /// Whether a heading of `level` ends the answer for good.
    pub(super) fn is_closed_by(&self, level: u8) -> bool {
        let title = self.title.as_ref().map_or(NOT_A_HEADING, |title| title.level);
        let labels = self.labels.iter().filter_map(|label| match label.form {
            Form::Heading(level) => Some(level),
            _ => None,
        });
        match labels.min() {
            Some(label) => level < label || (title < NOT_A_HEADING && level <= title),
            None => title == NOT_A_HEADING || level <= title,
        }
    }

    /// Whether a heading of `level` is below the last label, which is a heading, too.
    pub(super) fn has_subheading(&self, level: u8) -> bool {
        matches!(self.labels.last(), Some(Label { form: Form::Heading(label), .. }) if *label < level)
    }

    /// Whether the current line is directly below a label without text.
    pub(super) fn awaits_text(&self) -> bool {
        !self.section.started && !self.section.after_blank
    }

    /// Whether some label names `component`.
    pub(super) fn names(&self, component: Component) -> bool {
        self.labels.iter().any(|label| label.components.has(component))
    }

    /// Whether `words`, alone on a line, are written like the labels of this answer, which stand alone on their lines.
    pub(super) fn looks_like_label(&self, words: &str) -> bool {
        let is_alone = |label: &&Label| label.form == Form::Plain && !label.listed && !label.has_inline_text();
        let mut labels = self.labels.iter().filter(|label| is_named(label)).peekable();
        let is_upper = |words: &str| !words.contains(char::is_lowercase);
        labels.peek().is_some()
            && labels.all(|label| is_alone(&label))
            && self.section.after_blank
            && words.split_whitespace().count() <= 3
            && words.starts_with(char::is_uppercase)
            && words.ends_with(char::is_alphanumeric)
            && (is_upper(words) || !self.has_upper_labels)
    }

    /// Whether the last label names no component: "Lesson" and the like.
    fn ends_with_lesson(&self) -> bool {
        self.labels.last().is_some_and(|label| label.components.is_empty())
    }

    /// Whether the last label is one that an answer may end with: the Result, or a label such as "Lesson".
    pub(super) fn may_end_here(&self) -> bool {
        self.ends_with_lesson() || self.labels.last().is_some_and(|label| label.components.has(Component::Result))
    }

    /// Whether `label` begins another answer: it repeats the component that this answer began with, or it is below a title
    /// of its own (`has_title`) and differs in style or order.
    pub(super) fn ends_at_label(&self, label: &Label, has_title: bool) -> bool {
        let Some(&component) = label.components.first() else { return false };
        // Below a title of its own, a letter may repeat a component that was named in full above.
        let rank = |label: &Label| match label.strength {
            LabelConfidence::Loose | LabelConfidence::Name => LabelConfidence::Name,
            other => other,
        };
        let is_certain = |label: &Label| matches!(rank(label), LabelConfidence::Name | LabelConfidence::Letter);
        let is_peer = |peer: &&Label| rank(peer) == rank(label) || (has_title && is_certain(peer));
        let peers = || self.labels.iter().filter(is_peer).filter(|peer| !peer.components.is_empty());
        let told = || peers().flat_map(|peer| peer.components);
        let seen = |component| told().any(|other| other == component);
        let first = told().next();
        let container = |label: &Label| (label.quoted, label.listed);
        let style = |label: &Label| (container(label), std::mem::discriminant(&label.form));
        match label.strength {
            LabelConfidence::Clause => false,
            _ if self.is_nested(label) => false,
            LabelConfidence::Synonym => {
                first == Some(component)
                    && self.labels.first().is_some_and(|first| first.components.has(component))
                    && self.names(Component::Result)
            }
            // A Result at the top is a headline; the Result at the end belongs to the same answer.
            _ if component == Component::Result => first == Some(component) && !seen(Component::Action),
            _ if component == Component::Situation => {
                let restyled = self.labels.iter().all(|peer| container(peer) != container(label));
                let headline = self.labels.iter().all(|peer| peer.components == [Component::Result]);
                // In letters or in full: "S: …" to "R: …", then "Situation".
                let repeats = self.names(component) && self.names(Component::Result);
                seen(component)
                    || repeats
                    || (seen(Component::Result) && !headline)
                    || has_title
                    || restyled
                    || self.ends_with_lesson()
            }
            _ if self.ends_with_lesson() && told().any(|other| other > component) => true,
            // Below a title of its own, a label in another style begins another answer, and so does one that comes before a
            // component already told, in STAR order, and a second Task. What is *not* told yet doesn't matter, so that a section
            // inserted later doesn't move the boundary.
            _ if has_title => {
                let mut told = told().skip_while(|&other| other == Component::Result);
                self.labels.iter().all(|peer| style(peer) != style(label))
                    || told.any(|other| other > component || (other, component) == (Component::Task, Component::Task))
            }
            _ => false,
        }
    }

    /// Whether a line of this kind is about something other than the last section, unless another label follows.
    fn ends_before(&self, kind: LineKind, line: &str, prefix: Prefix) -> bool {
        let section = &self.section;
        let Some(label) = self.labels.last() else { return true };
        // Below a list of bare labels, a paragraph is not the text of the last one.
        if label.listed && !section.started && section.after_blank && !self.has_text && kind == LineKind::Text(0) {
            return true;
        }
        if section.after_rule && section.started {
            return true;
        }
        if !section.started || !section.after_blank {
            // Every line directly below belongs to the section, but a table's rows end with the table.
            return matches!(label.form, Form::Row | Form::Column(_)) && self.is_table() && kind != LineKind::Row;
        }
        let under_heading = matches!(label.form, Form::Heading(_));
        match kind {
            _ if label.quoted != (prefix.quotes > 0) => true,
            LineKind::Item(indent) => label.listed && indent <= label.indent.saturating_sub(2),
            LineKind::Lead => !under_heading,
            LineKind::Row => false,
            _ if self.is_table() => true,
            LineKind::Text(indent) if label.listed && indent > 1 => false,
            LineKind::Text(_) if under_heading => is_all_emphasis(line),
            // A blank line within a quote separates its paragraphs.
            LineKind::Text(_) if label.quoted && section.in_quote => false,
            LineKind::Text(_) if self.has_long_section || !label.listed && continues(line) => false,
            LineKind::Text(_) if label.has_inline_text() => true,
            // Below a label alone on its line, one paragraph is its text, unless other sections have more.
            LineKind::Text(_) => section.paragraphs > 0 && self.labels.len() > 2,
            LineKind::Blank | LineKind::Rule => false,
        }
    }

    /// Whether its labels are cells of a Markdown table.
    fn is_table(&self) -> bool {
        self.labels.iter().all(|label| matches!(label.form, Form::Row | Form::Column(_)))
            && self.labels.iter().all(|label| label.name.is_some() || label.initial.is_some())
            && !self.labels.iter().any(|label| label.listed)
    }
}

/// Whether `line` begins with a few words, the first in upper case, and a delimiter: "- Execution: …", "**Scene:** …".
pub(super) fn begins_like_label(line: &str) -> bool {
    let words = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let dash = || [" - ", " – ", " — ", " -> ", " → "].iter().find_map(|dash| words.find(dash));
    let Some(name) = words.find([':', '：']).or_else(dash).map(|at| words[..at].trim_end_matches(['*', '_'])) else {
        return false;
    };
    name.starts_with(char::is_uppercase)
        && name.split_whitespace().count() <= 3
        && name.chars().all(|c| c.is_alphabetic() || c == ' ')
}

/// Whether a paragraph that begins with `line` goes on with a story: its first sentence is in the past tense. Other text below
/// an answer is about the interview, or about the next answer. In other languages, the tense is not known, so it goes on.
fn continues(line: &str) -> bool {
    let line = line.trim();
    let sentence = line.find(['.', '!', '?', '。']).map(|end| &line[..end]);
    let Some(sentence) = sentence.filter(|sentence| !line[sentence.len()..].starts_with('?')) else { return false };
    match language::language(std::iter::once(line)) {
        Some(Language::English) | None => voice::tells_the_past(sentence),
        Some(_) => true,
    }
}
