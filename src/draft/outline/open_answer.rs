//! The answer that a scan is in, and the rules for what still belongs to it.

use super::title::{NOT_A_HEADING, Title, is_all_emphasis};
use crate::component::{Component, Components};
use crate::draft::label::{Form, Label, LabelConfidence, Prefix};
use crate::draft::markdown::Unclosed;

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
    /// The end of the last line that belongs to it.
    pub(super) end: usize,
    /// Whether the lines since `end` belong to it only if another label of this answer follows.
    pub(super) frozen: bool,
    /// Whether a section before the last one has several paragraphs.
    pub(super) has_long_section: bool,
    /// The block that begins in it, is never closed, and hides a label.
    pub(super) unclosed: Option<Unclosed>,
    pub(super) section: OpenSection,
}

/// The section of the last label as far as it is read.
#[derive(Default)]
pub(super) struct OpenSection {
    /// Whether it has any text.
    pub(super) started: bool,
    /// Whether a blank line precedes the current line.
    pub(super) after_blank: bool,
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
            labels: vec![label],
            frozen: false,
            has_long_section: false,
            unclosed: None,
        }
    }

    /// Adds a label and opens its section.
    pub(super) fn add_label(&mut self, label: Label) {
        self.has_long_section |= self.section.paragraphs > 1;
        self.section = OpenSection::new(&label);
        self.frozen = false;
        self.end = label.line.end;
        self.labels.push(label);
    }

    /// Adds a line without a label that ends at `end`, unless it ends the answer's last section.
    pub(super) fn add_line(&mut self, kind: LineKind, line: &str, prefix: Prefix, end: usize) {
        match kind {
            LineKind::Blank => self.section.after_blank = true,
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

    /// Adds a line inside a block that began in the answer. The line ends at `end`.
    pub(super) fn extend(&mut self, end: usize) {
        if !self.frozen {
            self.section.started = true;
            self.section.after_blank = false;
            self.end = end;
        }
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

    /// Whether some label names `component`.
    pub(super) fn names(&self, component: Component) -> bool {
        self.labels.iter().any(|label| label.components.has(component))
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
        let is_peer =
            |peer: &&Label| peer.strength == label.strength || (has_title && peer.strength > LabelConfidence::Synonym);
        let peers = || self.labels.iter().filter(is_peer).filter(|peer| !peer.components.is_empty());
        let seen = |component| peers().any(|peer| peer.components.has(component));
        let first = peers().next().and_then(|peer| peer.components.first());
        let container = |label: &Label| (label.quoted, label.listed);
        let style = |label: &Label| (container(label), std::mem::discriminant(&label.form));
        match label.strength {
            LabelConfidence::Synonym => {
                first == Some(&component)
                    && self.labels.first().is_some_and(|first| first.components.has(component))
                    && self.names(Component::Result)
            }
            // A Result at the top is a headline; the Result at the end belongs to the same answer.
            _ if component == Component::Result => first == Some(&component) && !seen(Component::Action),
            _ if component == Component::Situation => {
                let restyled = self.labels.iter().all(|peer| container(peer) != container(label));
                let headline = self.labels.iter().all(|peer| peer.components == [Component::Result]);
                seen(component)
                    || (seen(Component::Result) && !headline)
                    || has_title
                    || restyled
                    || self.ends_with_lesson()
            }
            _ if self.ends_with_lesson()
                && peers().any(|peer| peer.components.iter().any(|&other| other > component)) =>
            {
                true
            }
            // Below a title of its own, a label in another style, or one after Action and Result, begins another answer.
            _ if has_title && self.labels.iter().all(|peer| style(peer) != style(label)) => true,
            _ if has_title && seen(Component::Result) && seen(Component::Action) => true,
            _ => first == Some(&component),
        }
    }

    /// Whether a line of this kind is about something other than the last section, unless another label follows.
    fn ends_before(&self, kind: LineKind, line: &str, prefix: Prefix) -> bool {
        let section = &self.section;
        let Some(label) = self.labels.last() else { return true };
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
            LineKind::Text(_) => label.has_inline_text() && !self.has_long_section,
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

/// Returns the labels that count: names always; letters if three components have one; a synonym for a component that
/// nothing else names, if two components are named and one of the names is written in the synonym's style.
pub(super) fn labels_that_count(labels: Vec<Label>) -> Vec<Label> {
    let components = |strength: LabelConfidence| -> Components {
        let labels = labels.iter().filter(|label| label.strength == strength);
        labels.fold(Components::default(), |all, label| all.and(label.components))
    };
    let names = components(LabelConfidence::Name);
    let letters = components(LabelConfidence::Letter);
    let both = names.and(letters);
    let letters_count = letters.len() >= 2 && both.len() >= 3;
    let counted = if letters_count { both } else { names };
    let style = |label: &Label| (std::mem::discriminant(&label.form), label.listed, label.quoted);
    let is_name = |label: &&Label| label.strength == LabelConfidence::Name && !label.components.is_empty();
    let counts = |label: &&Label| match label.strength {
        LabelConfidence::Name => true,
        LabelConfidence::Letter => letters_count,
        LabelConfidence::Synonym => {
            names.len() >= 2
                && label.components.shared(counted).is_empty()
                && labels.iter().filter(is_name).any(|name| style(name) == style(label))
        }
    };
    // A label such as "Lesson" before the first component is not part of the answer.
    labels.iter().filter(counts).skip_while(|label| label.components.is_empty()).copied().collect()
}
