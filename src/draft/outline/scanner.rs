//! The scan over the lines of a draft that finds its answers.

use super::counting::labels_that_count;
use super::framing::frame;
use super::open_answer::{LineKind, OpenAnswer, begins_like_label};
use super::suppressions::ActiveSuppressions;
use super::title::{
    Candidate, NOT_A_HEADING, Title, begins_with_bold_lead, is_all_emphasis, is_bold, is_question, leading_number,
    may_be_plain_title, shown_words, title_words,
};
use super::unread::{Reason, Resembling, Unread, reason};
use crate::component::{Component, Components, Frame};
use crate::draft::genre::{self, Genre};
use crate::draft::label::{self, Form, Label, LabelConfidence, LabelWords, Prefix};
use crate::draft::markdown::{self, Block, Line, Markdown, Unclosed};
use crate::draft::passage::Passage;
use crate::draft::suppression::{self, Directive};
use crate::draft::wrapper::{Wrapper, wrapper};
use crate::text::{DocSpan, Span, Text, without_line_end};

/// The maximum distance in bytes from one label to the next of the same answer.
const MAX_SECTION_LEN: usize = 1 << 18;
/// The maximum distance in bytes from a title to the first label of an answer that begins at its title. An answer further
/// below inherits the title and begins at its label.
const MAX_PREFACE_LEN: usize = 1 << 13;
/// The minimum number of words between a title and the first label that may tell the Situation.
const MIN_PREFACE_WORDS: usize = 8;
/// Between answers, a checkpoint is set at the first blank line after so many bytes.
const CHECKPOINT_SPACING: usize = 1 << 10;

/// An answer with its span in the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct LocatedPassage {
    /// Its span in the draft.
    pub span: DocSpan,
    /// The words of its title. Several answers may share a title, which is then outside of `span`.
    pub title: Option<DocSpan>,
    /// Its text, and what the draft says about it.
    pub passage: Passage,
}

/// The settings that apply to a whole draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DraftOptions {
    /// Whether star-coach is off for the draft: nothing in it is an answer.
    pub disabled: bool,
    /// Whether the draft opted in: a single labeled component makes an answer.
    pub opted_in: bool,
    /// Whether the answers are for an AWS role.
    pub for_aws: bool,
}

/// A position at which a scan can start: nothing above it matters but the state kept here.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Checkpoint {
    /// The start of a line, a byte offset in the draft.
    pub(super) at: usize,
    /// The title in effect there.
    pub(super) title: Option<Title>,
    /// The suppressions in effect there. Usually `None`.
    pub(super) suppressions: Option<Box<ActiveSuppressions>>,
}

/// The input of a scan.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) label_words: &'a LabelWords,
    pub(super) text: &'a Text,
    pub(super) markdown: &'a Markdown,
    /// The blocks that are never closed and hide a label, in order.
    pub(super) hiding: &'a [Unclosed],
}

/// A suppression comment and the block it may apply to.
struct FoundDirective {
    directive: Directive,
    /// The start of the line on which the next block begins, once it is known.
    next_block: Option<usize>,
}

/// The state of a scan.
pub(super) struct Scanner<'a> {
    source: Source<'a>,
    options: DraftOptions,
    title: Option<Title>,
    /// A title that takes effect if the next label begins a new answer, and where the open answer would end then.
    pending: Option<(Title, usize)>,
    /// The line directly above the current one, but for blank lines, if it may be a title.
    candidate: Option<Candidate>,
    open: Option<OpenAnswer>,
    /// Whether the line is within an Obsidian comment of several lines. Never at a checkpoint.
    in_comment: bool,
    /// The previous line, if it may be the text of an underlined heading.
    underlined: Option<UnderlinedLine>,
    passages: Vec<LocatedPassage>,
    /// What looks like an answer but was not read as one, so far.
    unread: Vec<Unread>,
    /// Lines since the last checkpoint that seem to be labels.
    resembling: Resembling,
    checkpoints: Vec<Checkpoint>,
    /// The number of lines read.
    line_count: usize,
    /// The suppression comments so far, in order.
    directives: Vec<FoundDirective>,
    /// The number of `directives` already applied to `suppressions` or stored in a passage.
    applied: usize,
    /// The suppressions in effect for the next answer.
    suppressions: ActiveSuppressions,
}

/// The result of a scan.
pub(super) struct Scan {
    pub(super) passages: Vec<LocatedPassage>,
    pub(super) checkpoints: Vec<Checkpoint>,
    /// The number of lines read.
    pub(super) line_count: usize,
    /// The suppression comments, in order.
    pub(super) directives: Vec<Directive>,
    /// What looks like an answer but was not read as one, in order.
    pub(super) unread: Vec<Unread>,
}

/// A line of text that the next line may underline.
struct UnderlinedLine {
    title: Title,
    /// The end of the open answer before that line.
    end_before: Option<usize>,
    /// Whether the line ends like a sentence. Few titles do.
    is_sentence: bool,
}

impl<'a> Scanner<'a> {
    /// A scan of a whole draft.
    pub(super) fn new(source: Source<'a>, options: DraftOptions) -> Self {
        Self {
            source,
            options,
            title: None,
            pending: None,
            candidate: None,
            open: None,
            in_comment: false,
            underlined: None,
            passages: Vec::new(),
            unread: Vec::new(),
            resembling: Resembling::default(),
            checkpoints: Vec::new(),
            line_count: 0,
            directives: Vec::new(),
            applied: 0,
            suppressions: ActiveSuppressions::default(),
        }
    }

    /// A scan that continues from `checkpoint`.
    pub(super) fn resume(source: Source<'a>, options: DraftOptions, checkpoint: Checkpoint) -> Self {
        let suppressions = checkpoint.suppressions.map(|suppressions| *suppressions).unwrap_or_default();
        Self { title: checkpoint.title, suppressions, ..Self::new(source, options) }
    }

    /// Reads the lines from the one at `from` on, to the end of the draft or to the first new checkpoint for which
    /// `in_step` returns true.
    pub(super) fn run(mut self, from: usize, mut in_step: impl FnMut(&Checkpoint) -> bool) -> Scan {
        let Source { text, markdown, .. } = self.source;
        self.push_checkpoint(from);
        for ((_, words), line) in text.lines_from(from).zip(markdown.lines_from(from)) {
            self.line_count += 1;
            let count = self.checkpoints.len();
            self.read_line(line, without_line_end(&words));
            if self.checkpoints.len() > count && self.checkpoints.last().is_some_and(&mut in_step) {
                // The line just read belongs to the part that the old outline already covers.
                return self.finish();
            }
        }
        self.close();
        self.finish()
    }

    fn finish(self) -> Scan {
        Scan {
            passages: self.passages,
            checkpoints: self.checkpoints,
            line_count: self.line_count,
            directives: self.directives.into_iter().map(|found| found.directive).collect(),
            unread: self.unread,
        }
    }

    /// Sets a checkpoint at `at`, unless there is one there or below.
    fn checkpoint(&mut self, at: usize) {
        if self.checkpoints.last().is_none_or(|last| last.at < at) {
            self.apply_directives_before(at);
            self.push_checkpoint(at);
        }
    }

    fn push_checkpoint(&mut self, at: usize) {
        let suppressions = self.suppressions.snapshot(at);
        self.resembling.clear();
        self.checkpoints.push(Checkpoint { at, title: self.title.clone(), suppressions });
    }

    /// Applies the suppression comments outside of any answer that begin before `at`.
    fn apply_directives_before(&mut self, at: usize) {
        while let Some(FoundDirective { directive, next_block }) =
            self.directives.get(self.applied).filter(|found| found.directive.span.start < at)
        {
            self.suppressions.apply(directive, *next_block);
            self.applied += 1;
        }
    }

    fn add_directives(&mut self, directives: Vec<Directive>) {
        let found = directives.into_iter().map(|directive| FoundDirective { directive, next_block: None });
        self.directives.extend(found);
    }

    /// Notes that a block begins, or goes on, on the line at `start`. Comments directly above apply to it.
    fn begin_block(&mut self, start: usize) {
        for found in self.directives.iter_mut().rev().take_while(|found| found.next_block.is_none()) {
            found.next_block = Some(start);
        }
        self.suppressions.begin_block(start);
    }

    /// Reads one line; `text` is its text without the line end.
    fn read_line(&mut self, line: &Line, text: &str) {
        let start = line.start;
        let end = start + text.len();
        let underlined = self.underlined.take();
        match line.block {
            Block::Fence | Block::Raw if !line.first => {
                self.candidate = None;
                return self.extend(end);
            }
            Block::Comment if !line.first => return,
            _ => {}
        }
        if self.is_hidden(line, text) {
            return;
        }
        let directives = self.directives_on(start, end);
        if line.block == Block::Comment {
            // A comment to star-coach has findings of its own.
            if directives.is_empty() {
                self.note_unclosed(start, end);
            }
            return self.add_directives(directives);
        }
        if directives.first().is_some_and(|directive| directive.alone) {
            // The line has no influence on where answers begin and end.
            return self.add_directives(directives);
        }
        let words = suppression::without_trailing(text, &directives, start);
        let words = if matches!(line.block, Block::Heading(_)) { markdown::without_attributes(words) } else { words };
        if line.block == Block::Blank || words.trim().is_empty() || is_blank_html(words) && wrapper(words).is_none() {
            self.maybe_checkpoint(start);
            let prefix = if line.block == Block::Blank { label::prefix(words) } else { Prefix::default() };
            return self.content(LineKind::Blank, words, prefix, end);
        }
        let is_raw = matches!(line.block, Block::Fence | Block::Raw);
        let wrapper = wrapper(words).filter(|_| line.block != Block::Fence);
        let title = match wrapper {
            Some(Wrapper::Opens { title: Some(title), .. }) if !is_raw => Some(title),
            _ => None,
        };
        let wrapper_kind =
            wrapper.map(|wrapper| self.open.as_mut().map_or(LineKind::Blank, |open| open.cross(wrapper)));
        if let (Some(kind), None) = (wrapper_kind, title) {
            self.maybe_checkpoint(start);
            return self.content(kind, words, Prefix::default(), end);
        }
        self.begin_block(start);
        self.add_directives(directives);
        // The title of a container is read like the title of a callout.
        let (words, prefix) = match title {
            Some(title) => (&words[..title.end], Prefix { len: title.start, callout: true, ..Prefix::default() }),
            None => (words, label::prefix(words)),
        };
        let candidate = self.candidate.take();
        match line.block {
            Block::Fence | Block::Raw => {
                self.content(LineKind::Text(indent_of(words)), words, prefix, end);
                return self.note_unclosed(start, end);
            }
            Block::Underline(level) => {
                if let Some(underlined) = underlined.filter(|over| level == 1 || !over.is_sentence) {
                    return self.underlined_heading(underlined, level);
                }
                // To its writer, "**Result:** text" above dashes is a label and a rule.
                if level == 2 && prefix.quotes == 0 {
                    return self.content(LineKind::Rule, words, prefix, end);
                }
            }
            Block::Rule => return self.content(LineKind::Rule, words, prefix, end),
            _ if line.inside => return self.extend(end),
            _ => {}
        }
        let labels = label::find_labels(self.source.label_words, words, prefix, start);
        let labels: Vec<Label> = labels.into_iter().map(|label| label.on(line)).collect();
        let Some(first) = labels.first() else {
            let component = || label::resembling(self.source.label_words, words);
            if self.open.is_none()
                && prefix.heading == 0
                && let Some(component) = component()
            {
                self.note_resembling(DocSpan::new(start, end), component);
            }
            return self.words(line, words, prefix, end);
        };
        // It is part of the section above, so that a section inserted later comes after it.
        if self.pending.is_none() && self.open.as_ref().is_some_and(|open| open.is_quoting(first)) {
            return self.extend(end);
        }
        let is_accepted = match &mut self.open {
            Some(open) => open.accepts(first, self.pending.is_some()) || open.refuse(first),
            None => OpenAnswer::may_begin_with(first),
        };
        if !is_accepted {
            self.words(line, words, prefix, end);
            // Where no answer is open, a scan can begin, so the line must be read as it would be then.
            if !OpenAnswer::may_begin_with(first) {
                return;
            }
            // For the same reason, the line can't become a title later.
            (self.candidate, self.underlined) = (None, None);
            if self.open.is_some() {
                return;
            }
        }
        self.candidate = candidate.filter(|_| is_accepted);
        for (index, mut label) in labels.into_iter().enumerate() {
            if label.line.end == start + words.len() {
                label.extend_line(end);
            }
            self.label(label, start, index == 0);
        }
    }

    /// Notes that the line at `span` seems to label `component`.
    fn note_resembling(&mut self, span: DocSpan, component: Component) {
        let Some(unread) = self.resembling.add(span, component) else { return };
        // A fourth line extends what the third one has added.
        if self.unread.last().is_some_and(|last| last.span.start == unread.span.start) {
            self.unread.pop();
        }
        self.unread.push(unread);
    }

    /// Whether `line` is part of an Obsidian comment: "%% … %%". A heading ends one that is never closed.
    fn is_hidden(&mut self, line: &Line, text: &str) -> bool {
        let was_hidden = self.in_comment;
        if matches!(line.block, Block::Heading(_) | Block::Fence | Block::Raw) {
            self.in_comment = false;
            return false;
        }
        let opens = text.trim_start().starts_with("%%");
        // Marks come in pairs, unless the comment has several lines.
        let odd = text.matches("%%").count() % 2 == 1;
        self.in_comment = if was_hidden { !odd } else { opens && odd };
        was_hidden || opens
    }

    /// Reads a line of words without a label: a heading, a question, or part of what is above it.
    fn words(&mut self, line: &Line, text: &str, prefix: Prefix, end: usize) {
        let start = line.start;
        let words = title_words(text, prefix.len);
        let level = if prefix.heading > 0 { prefix.heading } else { NOT_A_HEADING };
        let title = Title {
            start,
            words: DocSpan::new(start + words.start, start + words.end),
            level,
            number: leading_number(text),
            over: None,
            has_text: false,
            used: false,
        };
        if prefix.heading > 0 {
            if !words.is_empty() {
                self.heading(title);
            }
            return;
        }
        if let Some(open) = &mut self.open
            && label::has_foreign_letter(text, prefix)
        {
            open.foreign_letters.push(start);
        }
        let shown = &text[words.range()];
        let bold = is_bold(text, prefix.len);
        let emphasized = bold || is_all_emphasis(&text[prefix.len..]);
        let is_numbered = title.number.is_some() && !prefix.pipe;
        // "3. Growth" after an answer whose title is "2. …" is the next question.
        let is_next = is_numbered
            && self.open.as_ref().is_some_and(|open| {
                let number =
                    open.title.as_ref().filter(|title| title.level == NOT_A_HEADING).and_then(|title| title.number);
                number.is_some_and(|number| title.number == Some(number + 1)) && open.may_end_here()
            });
        let may_end = self.open.as_ref().is_none_or(OpenAnswer::may_end_here);
        let is_shape = || self.source.label_words.is_shape(shown);
        let asks = (emphasized || prefix.listed) && is_question(shown)
            || prefix.summary && !is_shape()
            || bold && is_numbered && may_end
            || is_next;
        if asks || (bold && !shown.ends_with([':', '：']) && !prefix.pipe) {
            self.maybe_title(title.clone(), asks);
        }
        let is_strong = is_question(shown) || (is_numbered && prefix.listed) || prefix.callout;
        // Directly below a label without text, it is the text.
        let is_body = self.open.as_ref().is_some_and(OpenAnswer::awaits_text);
        if line.first
            && !is_body
            && !words.is_empty()
            && !prefix.cell
            && !prefix.pipe
            && (is_strong || prefix.len == 0)
            && may_be_plain_title(shown)
            && !is_shape()
        {
            let end_above = self.open.as_ref().map(|open| open.end);
            self.candidate = Some(Candidate { title: title.clone(), is_strong, end_above });
        }
        let indent = indent_of(text);
        let kind = match () {
            () if prefix.pipe || prefix.cell => LineKind::Row,
            () if prefix.callout && prefix.quotes == 0 => LineKind::Blank,
            () if prefix.listed => LineKind::Item(indent),
            () if begins_with_bold_lead(text, prefix.len) => LineKind::Lead,
            () if self.open.as_ref().is_some_and(|open| open.looks_like_label(shown)) => LineKind::Lead,
            () => LineKind::Text(indent),
        };
        let end_before = self.open.as_ref().map(|open| open.end);
        self.content(kind, text, prefix, end);
        let may_be_underlined = matches!(line.block, Block::Underlined(_)) && line.first;
        if may_be_underlined && matches!(kind, LineKind::Text(_)) && prefix.quotes == 0 {
            let is_sentence = shown.ends_with(['.', '!', ';', ',', '。', '！']);
            self.underlined = Some(UnderlinedLine { title, end_before, is_sentence });
        }
    }

    /// Returns the suppression comments that begin on the line from `start` to `end`.
    fn directives_on(&self, start: usize, end: usize) -> Vec<Directive> {
        let Source { text, markdown, .. } = self.source;
        // Most comments of a line end on the same line, so the check whether they are alone is made once.
        let mut checked = None;
        let directive = |comment: DocSpan| {
            let lines = DocSpan::new(start, text.line_span(text.line_of(comment.end)).end);
            let is_alone = || match checked {
                Some((end, alone)) if end == lines.end => alone,
                _ => {
                    let alone = suppression::is_alone(&text.slice(lines).replace(['\n', '\r'], " "));
                    checked = Some((lines.end, alone));
                    alone
                }
            };
            suppression::parse(&text.slice(comment), comment.start, is_alone)
        };
        markdown.comments(DocSpan::new(start, end)).filter_map(directive).collect()
    }

    /// Whether `title` belongs to an answer whose first label is on the line at `start`.
    fn is_owned(title: &Title, start: usize) -> bool {
        !title.used && start - title.start <= MAX_PREFACE_LEN
    }

    /// Sets a checkpoint at a blank line between answers if the last one is far enough above.
    fn maybe_checkpoint(&mut self, start: usize) {
        // A scan must not start between a title and the answer that owns it.
        let owned = self.title.as_ref().is_some_and(|title| Self::is_owned(title, start));
        let is_due = self.checkpoints.last().is_some_and(|last| start > last.at + CHECKPOINT_SPACING);
        if self.open.is_none() && !owned && self.candidate.is_none() && !self.resembling.goes_on(start) && is_due {
            self.checkpoint(start);
        }
    }

    /// Notes in the open answer that a block which is never closed and hides a label begins on the line from `start` to
    /// `end`.
    fn note_unclosed(&mut self, start: usize, end: usize) {
        let hiding = self.source.hiding;
        let first = hiding.partition_point(|unclosed| unclosed.source.start < start);
        let Some(unclosed) = hiding.get(first).filter(|unclosed| unclosed.source.start < end) else { return };
        // Below a pending title, the block is not part of the open answer.
        if let (Some(open), None) = (&mut self.open, &self.pending) {
            open.end = end;
            open.unclosed.get_or_insert(*unclosed);
        }
    }

    /// Reads a line of `=` or `-` that makes the line above it a heading.
    fn underlined_heading(&mut self, UnderlinedLine { mut title, end_before, .. }: UnderlinedLine, level: u8) {
        if let (Some(open), Some(end)) = (&mut self.open, end_before) {
            open.end = end;
        }
        title.level = level;
        self.heading(title);
    }

    fn heading(&mut self, title: Title) {
        if let Some(open) = &mut self.open
            && open.labels.iter().any(|label| label.form == Form::Heading(title.level))
        {
            open.unread.push(title.start);
        }
        let closes = self.open.as_ref().is_some_and(|open| open.is_closed_by(title.level));
        let inside = self.open.as_ref().is_some_and(|open| open.has_subheading(title.level));
        let is_below_title =
            self.title.as_ref().is_some_and(|over| over.level < title.level || over.level == NOT_A_HEADING);
        let is_shape = is_below_title && self.source.label_words.is_shape(&self.source.text.slice(title.words));
        if closes {
            self.close();
        }
        match &mut self.open {
            None if is_shape => {}
            None => self.set_title(title),
            Some(open) if inside => open.extend(title.words.end),
            Some(open) => {
                open.frozen = true;
                if !is_shape {
                    self.pending = Some((title, open.end));
                }
            }
        }
    }

    /// Puts `title` below the headings in effect, and makes it the title in effect.
    fn adopt(&mut self, mut title: Title) {
        let mut over = self.title.take().map(Box::new);
        while let Some(above) = over.take_if(|above| above.level >= title.level) {
            over = above.over;
        }
        title.over = over;
        self.title = Some(title);
    }

    /// Makes `title` the title of what follows. Nothing above it matters from here on.
    fn set_title(&mut self, title: Title) {
        let at = title.start;
        self.adopt(title);
        self.pending = None;
        self.checkpoint(at);
    }

    /// Reads a bold line or a numbered question, which is the title if an answer begins below it.
    fn maybe_title(&mut self, title: Title, asks: bool) {
        match &mut self.open {
            None => {
                // A bold line is a title only if there is no heading right above it.
                let headed = self.title.as_ref().is_some_and(|over| over.level < NOT_A_HEADING && !over.used);
                if asks || !headed {
                    self.set_title(title);
                }
            }
            // A question ends an answer that may be over: below a heading, or below its last section.
            Some(open) if asks && (open.frozen || (open.names(Component::Result) && open.may_end_here())) => {
                self.close();
                self.set_title(title);
            }
            Some(open) if asks || open.may_end_here() => self.pending = Some((title, open.end)),
            Some(_) => {}
        }
    }

    /// Reads a label on the line at `line_start`. Only the `first` label of a line can begin an answer.
    fn label(&mut self, label: Label, line_start: usize, first: bool) {
        let candidate = self.candidate.take().filter(|candidate| self.may_be_title(candidate));
        let has_title = self.pending.is_some() || candidate.as_ref().is_some_and(|candidate| candidate.is_strong);
        let refuted = self.open.as_ref().is_some_and(|open| first && open.is_refuted_by(&label));
        if let Some(open) = &self.open
            && first
            && (open.ends_at_label(&label, has_title)
                || open.ends_at_heading(&label)
                || open.is_broken_before(&label)
                || refuted
                || label.line.start > open.end + MAX_SECTION_LEN)
        {
            let heading = open.labels.first().filter(|label| matches!(label.form, Form::Heading(_)));
            let heading = heading.filter(|_| refuted || open.labels.len() == 1);
            let heading = heading.map(|label| label.line);
            let count = self.passages.len();
            let next = self.pending.take();
            let has_next = next.is_some();
            let end = candidate.as_ref().and_then(|candidate| candidate.end_above).or(next.as_ref().map(|next| next.1));
            if let (Some(open), Some(end)) = (&mut self.open, end) {
                open.end = open.end.min(end);
            }
            self.close();
            if let Some((title, _)) = next {
                self.adopt(title);
            }
            // What looked like a label was a title: "## T: towels".
            if let Some(line) = heading.filter(|_| !has_next && self.passages.len() == count) {
                self.retitle(line);
            }
        }
        if let (None, Some(candidate)) = (&self.open, candidate) {
            self.set_title(candidate.title);
        }
        match &mut self.open {
            Some(open) if label.strength == LabelConfidence::Synonym && open.frozen => {}
            Some(open) => {
                let words = self.source.text.slice(DocSpan::new(label.words.start, label.words.end));
                open.has_upper_labels = !words.contains(char::is_lowercase);
                open.add_label(label);
                self.pending = None;
            }
            // "# Lessons"
            None if label.components.is_empty() && matches!(label.form, Form::Heading(_)) => self.retitle(label.line),
            None if label.components.is_empty() || !first => {}
            None => {
                self.pass_over_sibling(&label);
                let owns_title = self.title.as_ref().is_some_and(|title| Self::is_owned(title, line_start));
                // An answer that owns its title begins there, so a scan must not start between the two.
                if !owns_title {
                    self.checkpoint(line_start);
                }
                self.resembling.clear();
                self.open = Some(OpenAnswer::new(self.title.clone(), owns_title, label));
            }
        }
    }

    /// Makes the heading above the title in effect the title of the answer that begins with `label`, if the title is a part of
    /// the story: among deep headings, one of the label's own level with text below it, such as "One-liner".
    fn pass_over_sibling(&mut self, label: &Label) {
        let Form::Heading(level @ 3..) = label.form else { return };
        if let Some(over) = self.title.take_if(|title| title.level == level && title.has_text && title.over.is_some()) {
            // The answer begins at its label: what stands between is not part of it.
            self.title = over.over.map(|over| Title { used: true, ..*over });
        }
    }

    /// Whether a line directly above a label is its answer's title: a question or a numbered line; a plain line only if no
    /// heading or other title names the answer.
    fn may_be_title(&self, candidate: &Candidate) -> bool {
        let is_named = self.pending.is_some()
            || self.open.is_none() && self.title.as_ref().is_some_and(|title| !title.used)
            || self
                .open
                .as_ref()
                .is_some_and(|open| open.title.as_ref().is_some_and(|title| title.level < NOT_A_HEADING));
        candidate.is_strong || !is_named
    }

    /// Makes the heading on `line` the title of what follows.
    fn retitle(&mut self, line: Span) {
        let text = self.source.text.slice(DocSpan::new(line.start, line.end));
        let prefix = label::prefix(&text);
        let words = title_words(&text, prefix.len);
        let words = DocSpan::new(line.start + words.start, line.start + words.end);
        self.heading(Title {
            start: line.start,
            words,
            level: prefix.heading,
            number: leading_number(&text),
            over: None,
            has_text: false,
            used: false,
        });
    }

    /// Reads a line without a label: part of the open answer's last section, or a sign that the answer is over. `line` is
    /// its text without suppression comments at its end, and `end` is where it ends with them.
    fn content(&mut self, kind: LineKind, line: &str, prefix: Prefix, end: usize) {
        if let (None, Some(title)) = (&self.open, &mut self.title) {
            title.has_text |= kind != LineKind::Blank;
        }
        let Some(open) = &mut self.open else { return };
        if end - line.len() > open.end + MAX_SECTION_LEN {
            self.close();
            return;
        }
        open.add_line(kind, line, prefix, end);
    }

    /// Reads a line inside a block, such as a line of a fenced code block.
    fn extend(&mut self, end: usize) {
        if let Some(open) = &mut self.open {
            open.extend(end);
        }
    }

    /// Ends the open answer, and keeps it if it is one.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        if self.options.disabled {
            return;
        }
        let mut counted = labels_that_count(&open.labels, &open.foreign_letters);
        let words = |label: &Label| self.source.text.slice(DocSpan::new(label.words.start, label.words.end)).into();
        let frame = frame(&mut counted, &open.labels, words);
        let candidates = open.labels.clone();
        let Some((first, last)) = counted.first().zip(counted.last()) else {
            return self.leave_unread(&candidates, &[], None);
        };
        // A looser label below the last one that counts is something else, and so is what stands below it.
        let below = open.labels.iter().position(|label| label.line.start > last.line.start && label.is_loose());
        if let Some(index) = below {
            open.end = open.ends_above[index];
        }
        let start = match &open.title {
            Some(title) if open.owns_title => title.start,
            _ => first.line.start,
        };
        // The line of the last label that counts may end below `open.end`.
        let span = DocSpan::new(start, open.end.max(last.line.end));
        let has_preface = open.owns_title && self.has_preface(&open, first.line.start);
        let untold = open.untold(&counted, has_preface);
        open.labels = counted;
        let mut passage = self.passage(&open, span);
        passage.frame = frame;
        passage.untold = untold;
        let genre = genre::genre(&passage, open.has_foreign, self.options.opted_in);
        if genre != Genre::Answer {
            return self.leave_unread(&candidates, &passage.labels, Some(genre));
        }
        let mid_paragraph = open.refused.iter().filter(|(_, components)| {
            passage.labels.iter().all(|label| label.components.shared(*components).is_empty())
        });
        self.unread.extend(mid_paragraph.map(|(span, _)| Unread { span: *span, reason: Reason::MidParagraph }));
        if let (Some(title), Some(own)) = (&mut self.title, &open.title)
            && title.start == own.start
        {
            title.used = true;
        }
        self.apply_directives_before(start);
        passage.inherited = self.suppressions.take_for_answer(start);
        while let Some(FoundDirective { directive, .. }) =
            self.directives.get(self.applied).filter(|found| found.directive.span.end <= span.end)
        {
            self.suppressions.apply_switch(directive);
            passage.directives.push(directive.clone().shifted(-(start as isize)));
            self.applied += 1;
        }
        self.passages.push(LocatedPassage { span, title: open.title.map(|title| title.words), passage });
    }

    /// Whether a sentence or more, or a label with other words, stands between the title of `open` and its first label, which is
    /// at `label`.
    fn has_preface(&self, open: &OpenAnswer, label: usize) -> bool {
        let Some(title) = &open.title else { return false };
        let between = self.source.text.slice(DocSpan::new(title.words.end, label.max(title.words.end)));
        between.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() >= MIN_PREFACE_WORDS
            || between.lines().any(begins_like_label)
    }

    /// Notes that the labels `all`, of which `counted` count, were not read as an answer, if they look like one.
    fn leave_unread(&mut self, all: &[Label], counted: &[Label], genre: Option<Genre>) {
        if let (Some(reason), [first, .., last]) = (reason(all, counted, genre), all) {
            self.unread.push(Unread { span: DocSpan::new(first.line.start, last.line.end), reason });
        }
    }

    /// Cuts the answer at `span` out of the draft, without suppressions.
    fn passage(&self, open: &OpenAnswer, span: DocSpan) -> Passage {
        let Source { text, markdown, .. } = self.source;
        let relative = |part: DocSpan| Span::new(part.start - span.start, part.end - span.start);
        Passage {
            text: text.slice(span).into(),
            title: open.title.as_ref().filter(|_| open.owns_title).map(|title| relative(title.words)),
            title_text: open.title.as_ref().map(|title| shown_words(&text.slice(title.words)).into()),
            labels: open.labels.iter().map(|label| label.shifted(-(span.start as isize))).collect(),
            frame: Frame::default(),
            untold: Components::default(),
            segments: markdown.segments(span),
            blocks: markdown.blocks(span),
            cells: markdown.cells(span),
            // It may begin above the first label that counts, or below the end of the answer.
            unclosed: open
                .unclosed
                .filter(|unclosed| span.range().contains(&unclosed.source.start))
                .map(|unclosed| unclosed.within(span)),
            is_for_aws: self.options.for_aws,
            inherited: Vec::new(),
            directives: Vec::new(),
        }
    }
}

/// The beginnings of HTML tags without visible content.
const BLANK_TAGS: &[&str] = &["<br", "<hr", "</", "<details", "<div", "<p>", "<tr", "<table", "<ul", "<ol", "<tbody"];

/// Whether `line` is HTML that shows nothing: `&nbsp;`, a single tag such as `<br>`, or a comment.
fn is_blank_html(line: &str) -> bool {
    let line = line.trim();
    match line.as_bytes() {
        [b'&', ..] => line == "&nbsp;",
        [b'<', b'!', b'-', b'-', ..] => line.find("-->").is_some_and(|at| at + 3 == line.len()),
        [b'<', ..] => {
            line.ends_with('>') && line.matches('<').count() == 1 && BLANK_TAGS.iter().any(|tag| line.starts_with(tag))
        }
        _ => false,
    }
}

/// Returns the indentation of `line` in columns; a tab counts as four.
fn indent_of(line: &str) -> usize {
    let indent = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    indent.map(|byte| if byte == b'\t' { 4 } else { 1 }).sum()
}
