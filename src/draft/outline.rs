//! Where the answers of a draft begin and end.
//!
//! One pass over the lines keeps what [`crate::draft::markdown`] does not say of a line: which title is in force, and which
//! labels so far make up the answer that is being read. The pass is resumable: at a [`Checkpoint`] nothing of what came
//! before matters but the title, so an edit costs a scan from the checkpoint before it to the first checkpoint after it that
//! the old outline had too (invariant 5 and 6).
//!
//! What an answer is, is written in `docs/answers.md`, with a fixture for each line of it.

use crate::component::{Component, Components};
use crate::draft::label::{self, Cues, Form, Label, Prefix, Strength};
use crate::draft::markdown::{self, Block, Markdown, Unclosed};
use crate::draft::passage::Passage;
use crate::draft::suppression::{self, Above, Directive, Scope, Switches, Verb};
use crate::text::{Change, DocSpan, Span, Text};

/// A label more than so many bytes after the last one belongs to something else.
const LONGEST_SECTION: usize = 1 << 18;
/// A title further above its first label than so many bytes is inherited, not owned: the answer begins at the label.
const LONGEST_PREFACE: usize = 1 << 13;
/// Between answers, a checkpoint is set at the first blank line after so many bytes.
const CHECKPOINT_SPACING: usize = 1 << 10;

/// How many labels an answer has, mostly.
const USUAL_LABELS: usize = Component::ALL.len();

/// An answer in the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Its place in the draft.
    pub span: DocSpan,
    /// The words of its title. Several answers may share one, which is then outside of `span`.
    pub title: Option<DocSpan>,
    /// What it says.
    pub passage: Passage,
}

/// Where a scan can begin anew.
#[derive(Clone, Debug, PartialEq)]
struct Checkpoint {
    /// The start of a line.
    at: usize,
    /// The title in force there.
    title: Option<Title>,
    /// What is asked before it of what follows; `None` if nothing is, as mostly.
    standing: Option<Box<Standing>>,
}

/// What comments ask of the answers below them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Standing {
    /// The rules that are off.
    switches: Switches<()>,
    /// The rules (`None` for all) not to speak of the next answer.
    answer: Vec<Option<Box<str>>>,
    /// The rules (`None` for all) not to speak of the next block.
    block: Vec<Option<Box<str>>>,
    /// The line on which that block begins, once that is known.
    block_at: Option<usize>,
}

impl Standing {
    /// Notes what a comment asks that stands outside of any answer, `next` being the line on which the next block begins.
    fn take(&mut self, directive: &Directive, next: Option<usize>) {
        let names = || directive.names().map(|(_, code)| code.map(Into::into));
        match directive.verb {
            Some(Verb::Disable | Verb::Enable) => self.switch(directive),
            Some(Verb::IgnoreAnswer) => self.answer.extend(names()),
            Some(Verb::Ignore) if directive.alone => {
                if self.block_at.is_some_and(|at| at < directive.span.start) {
                    self.block.clear();
                }
                self.block.extend(names());
                self.block_at = next;
            }
            Some(Verb::Ignore | Verb::IgnoreFile) | None => {}
        }
    }

    /// Notes which rules a comment switches, wherever it stands.
    fn switch(&mut self, directive: &Directive) {
        let off = match directive.verb {
            Some(Verb::Disable) => true,
            Some(Verb::Enable) => false,
            _ => return,
        };
        for (_, code) in directive.names() {
            self.switches.switch(off, code, ());
        }
    }

    /// What of it matters to a scan that begins with the line at `at`.
    fn at(&self, at: usize) -> Option<Box<Self>> {
        if self.switches.is_empty() && self.answer.is_empty() && self.block.is_empty() {
            return None;
        }
        let mut standing = self.clone();
        if standing.block_at.is_some_and(|block| block < at) {
            standing.block.clear();
        }
        standing.block_at = None;
        (standing != Self::default()).then(|| Box::new(standing))
    }

    /// What an answer is spared that begins at `start`; what was meant for it only is used up.
    fn spare(&mut self, start: usize) -> Vec<Above> {
        let above = |scope| move |code| Above { scope, code };
        let switches = self.switches.iter();
        let mut all: Vec<_> =
            switches.map(|switch| Above { scope: Scope::Range(switch.off), code: switch.code.clone() }).collect();
        all.extend(self.answer.drain(..).map(above(Scope::Answer)));
        let block = std::mem::take(&mut self.block);
        if self.block_at == Some(start) {
            all.extend(block.into_iter().map(above(Scope::Block)));
        }
        all
    }
}

/// The answers of a draft, without their texts: those are with the reports.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    checkpoints: Vec<Checkpoint>,
    /// The fences, comments and raw HTML that are never closed and hide a label.
    hiding: Vec<Unclosed>,
    wish: Wish,
    /// Where the front matter ends.
    body: usize,
    /// The comments to star-coach, in order.
    directives: Vec<Directive>,
    /// The rules (`None` for all) that the whole draft is spared, in order.
    spared: Vec<Option<Box<str>>>,
}

/// What to replace in a list of answers after an edit: those that start in `old` by `stretches`; later ones moved.
#[derive(Debug)]
pub struct Rescan {
    /// Where the scan began.
    pub from: usize,
    /// Where, in the old text, it was in step again.
    pub old_to: usize,
    /// The answers between.
    pub stretches: Vec<Stretch>,
    /// How many lines were read.
    pub lines: usize,
    /// How many places to begin reading at were moved.
    pub moved: usize,
    /// Whether there are or were comments to star-coach between.
    pub directives: bool,
}

/// What is asked for, for a whole draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Nothing in it is an answer.
    pub left_alone: bool,
    /// All labels in it are meant: a single labelled component makes an answer.
    pub opted_in: bool,
    /// The answers are for an AWS role.
    pub for_aws: bool,
}

impl Outline {
    /// Reads all of `text`, whose Markdown is `markdown`.
    pub fn new(cues: &Cues, text: &Text, markdown: &Markdown, wish: Wish) -> (Self, Vec<Stretch>) {
        let body = markdown.body();
        let hiding = hiding(cues, text, markdown);
        let mut scanner = Scanner::new(Source { cues, text, markdown, hiding: &hiding }, wish, None, None);
        scanner.run(body, |_| false);
        let Scanner { checkpoints, directives, mut stretches, .. } = scanner;
        let spared = spared(&directives);
        let outline = Self { checkpoints, hiding, wish, body, directives, spared };
        outline.spare(&mut stretches);
        (outline, stretches)
    }

    /// Notes with each of `stretches` what the whole draft is spared.
    fn spare(&self, stretches: &mut [Stretch]) {
        if self.spared.is_empty() {
            return;
        }
        for stretch in stretches {
            let above = self.spared.iter().map(|code| Above { scope: Scope::File, code: code.clone() });
            stretch.passage.above.splice(0..0, above);
        }
    }

    /// Reads all of `text` anew.
    fn renew(&mut self, cues: &Cues, text: &Text, markdown: &Markdown, change: Change) -> Rescan {
        let old_len = text.len().saturating_add_signed(-change.grown());
        let (outline, stretches) = Self::new(cues, text, markdown, self.wish);
        let directives = !(self.directives.is_empty() && outline.directives.is_empty());
        *self = outline;
        Rescan { from: 0, old_to: old_len + 1, stretches, lines: text.line_count(), moved: 0, directives }
    }

    /// Brings it up to date with `text`, which differs from the text it was made for by `change`. `markdown` is up to date
    /// already, and its lines may read differently in `part`.
    pub fn update(&mut self, cues: &Cues, text: &Text, markdown: &Markdown, Edited { change, part }: Edited) -> Rescan {
        let wish = self.wish;
        if markdown.body() != self.body {
            return self.renew(cues, text, markdown, change);
        }
        let grown = change.grown();
        let hiding = hiding(cues, text, markdown);
        // Which of several fences is the one to close may hang on an edit far below it.
        let old = self.hiding.iter().map(|unclosed| unclosed.source.start);
        let old = old.filter(|start| !(part.start..part.old_end).contains(start));
        let old = old.map(|start| if start < part.start { start } else { start.saturating_add_signed(grown) });
        let new = hiding.iter().map(|unclosed| unclosed.source.start);
        if !old.eq(new.filter(|start| !(part.start..part.new_end).contains(start))) {
            return self.renew(cues, text, markdown, change);
        }
        self.hiding = hiding;
        let first = self.checkpoints.partition_point(|checkpoint| checkpoint.at < part.start);
        let (from, title, standing) = match self.checkpoints[..first].last() {
            Some(checkpoint) => (checkpoint.at, checkpoint.title.clone(), checkpoint.standing.clone()),
            None => (self.body, None, None),
        };
        let keep = first.saturating_sub(1);
        let old = &self.checkpoints;
        let mut in_step = None;
        let mut candidate = first;
        let source = Source { cues, text, markdown, hiding: &self.hiding };
        let mut scanner = Scanner::new(source, wish, title, standing);
        scanner.run(from, |new: &Checkpoint| {
            if new.at < part.new_end {
                return false;
            }
            let old_at = new.at.saturating_add_signed(-grown);
            while old.get(candidate).is_some_and(|checkpoint| checkpoint.at < old_at) {
                candidate += 1;
            }
            let same = old.get(candidate).is_some_and(|checkpoint| {
                checkpoint.at == old_at
                    && checkpoint.standing == new.standing
                    && moved(&checkpoint.title, &change, grown).is_some_and(|title| title == new.title)
            });
            in_step = same.then_some(candidate);
            same
        });
        let lines = scanner.lines;
        let Scanner { mut checkpoints, mut stretches, mut directives, .. } = scanner;
        let old_to = match in_step {
            Some(index) => old[index].at,
            None => usize::MAX,
        };
        if in_step.is_some() {
            let at = checkpoints.pop().map_or(0, |checkpoint| checkpoint.at);
            directives.retain(|directive| directive.span.start < at);
        }
        let tail = in_step.map_or(self.checkpoints.len(), |index| index);
        for checkpoint in &mut self.checkpoints[tail..] {
            checkpoint.at = checkpoint.at.wrapping_add(grown as usize);
            // A title that the edit touched is one that nothing behind it has.
            if let Some(title) = checkpoint.title.as_mut().filter(|title| title.start >= change.old_end) {
                title.shift(grown);
            }
        }
        let moved = self.checkpoints.len() - tail;
        self.checkpoints.splice(keep..tail, checkpoints);
        let replaced = self.directives.partition_point(|directive| directive.span.start < from)
            ..self.directives.partition_point(|directive| directive.span.start < old_to);
        let touched = !(replaced.is_empty() && directives.is_empty());
        for directive in &mut self.directives[replaced.end..] {
            *directive = directive.clone().shifted(grown);
        }
        self.directives.splice(replaced, directives);
        if touched && spared(&self.directives) != self.spared {
            return Rescan { directives: true, ..self.renew(cues, text, markdown, change) };
        }
        self.spare(&mut stretches);
        Rescan { from, old_to, stretches, lines, moved, directives: touched }
    }

    /// The comments to star-coach, in order.
    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// The rules (`None` for all) that the whole draft is spared, in order.
    pub fn spared(&self) -> &[Option<Box<str>>] {
        &self.spared
    }

    /// The fences, comments and raw HTML that are never closed and hide a label, in order.
    pub fn hiding(&self) -> &[Unclosed] {
        &self.hiding
    }
}

/// An edit: what it changed of the text, and the part whose lines may read differently since.
#[derive(Clone, Copy, Debug)]
pub struct Edited {
    /// What changed.
    pub change: Change,
    /// What [`Markdown::update`] returned.
    pub part: Change,
}

/// What in `markdown` is never closed and hides a label.
fn hiding(cues: &Cues, text: &Text, markdown: &Markdown) -> Vec<Unclosed> {
    let hides = |unclosed: &Unclosed| {
        let Span { start, end } = unclosed.source;
        let lines = text.lines_from(start).skip(1).take_while(|(at, _)| *at < end);
        let labels = lines.flat_map(|(at, line)| label::labels(cues, without_end(&line), at));
        labels.into_iter().any(|label| label.strength == Strength::Name && !label.components.is_empty())
    };
    let mut hiding: Vec<Unclosed> = markdown.unclosed().iter().filter(|unclosed| hides(unclosed)).copied().collect();
    // Where one fence is missing, the ones below it change sides: the last one is not closed, but one above it should be.
    if let (true, Some(last)) = (hiding.is_empty(), markdown.unclosed().last())
        && last.block == Block::Fence
    {
        hiding.extend(fences(markdown, last.source.start).rev().find(hides));
    }
    hiding
}

/// The fenced code blocks above `end`, in order.
fn fences(markdown: &Markdown, end: usize) -> impl DoubleEndedIterator<Item = Unclosed> {
    let lines = markdown.lines_from(0);
    let opens =
        move |(_, line): &(usize, &markdown::Line)| line.block == Block::Fence && line.first && line.start < end;
    lines.iter().enumerate().filter(opens).map(move |(number, line)| {
        let goes_on = |line: &&markdown::Line| line.block == Block::Fence && !line.first;
        let count = lines[number + 1..].iter().take_while(goes_on).count();
        let end = lines.get(number + 1 + count).map_or(end, |next| next.start);
        Unclosed { source: Span::new(line.start, end), block: Block::Fence }
    })
}

/// A title of the old text (or none) as it is in the new one; `None` if the edit touched it.
fn moved(title: &Option<Title>, change: &Change, grown: isize) -> Option<Option<Title>> {
    let Some(title) = title else { return Some(None) };
    let touched = title.words.end >= change.start && title.start < change.old_end;
    (!touched).then(|| {
        let mut title = title.clone();
        if title.start >= change.old_end {
            title.shift(grown);
        }
        Some(title)
    })
}

/// The rules (`None` for all) that `directives` spare the whole draft, in order.
fn spared(directives: &[Directive]) -> Vec<Option<Box<str>>> {
    let of_file = directives.iter().filter(|directive| directive.verb == Some(Verb::IgnoreFile));
    let names = of_file.flat_map(|directive| directive.names().map(|(_, code)| code.map(Into::into)));
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A heading or question that names what follows.
#[derive(Clone, Debug, PartialEq)]
struct Title {
    /// The start of its line.
    start: usize,
    words: DocSpan,
    /// The heading's level; [`NO_HEADING`] for a bold or numbered line.
    level: u8,
    /// Whether an answer above has it already.
    used: bool,
}

impl Title {
    /// Moves it, after an edit before it that made the text `by` bytes longer.
    fn shift(&mut self, by: isize) {
        // A title behind the edit: adding never wraps below zero.
        let by = by as usize;
        self.start = self.start.wrapping_add(by);
        self.words.start = self.words.start.wrapping_add(by);
        self.words.end = self.words.end.wrapping_add(by);
    }
}

const NO_HEADING: u8 = 7;

/// What a line that is no label means to the answer above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Blank,
    Rule,
    /// A list item; how far its bullet is indented.
    Item(usize),
    /// Begins in bold or italics that name something else, "**Key beats**:".
    Lead,
    Row,
    /// Anything else: its indentation.
    Text(usize),
}

/// What is read.
#[derive(Clone, Copy)]
struct Source<'a> {
    cues: &'a Cues,
    text: &'a Text,
    markdown: &'a Markdown,
    /// What is never closed and hides a label.
    hiding: &'a [Unclosed],
}

struct Scanner<'a> {
    source: Source<'a>,
    wish: Wish,
    title: Option<Title>,
    /// A line that would be the title if the next label began a new answer, and where the open one would end then.
    pending: Option<(Title, usize)>,
    open: Option<Open>,
    /// The line before, if it is the only one of a heading that is underlined.
    underlined: Option<Underlined>,
    stretches: Vec<Stretch>,
    checkpoints: Vec<Checkpoint>,
    lines: usize,
    /// The comments to star-coach so far, in order.
    directives: Vec<Directive>,
    /// For each of them, the line on which the next block begins, once that is known.
    nexts: Vec<Option<usize>>,
    /// How many of them `standing` knows, or an answer.
    told: usize,
    /// What they ask of the next answer.
    standing: Standing,
}

struct Underlined {
    title: Title,
    /// The end of the open answer before that line.
    end_before: Option<usize>,
    /// Whether the line ends as a sentence does, which hardly any title does.
    is_sentence: bool,
}

/// The answer that is being read.
struct Open {
    title: Option<Title>,
    owned: bool,
    /// Placed in the draft.
    labels: Vec<Label>,
    /// The end of the last line that belongs.
    end: usize,
    /// Whether what stands since `end` belongs only if another label of this answer follows.
    frozen: bool,
    /// Whether some section before the last one runs to several paragraphs.
    spacious: bool,
    /// What begins in it, is never closed, and hides a label.
    unclosed: Option<Unclosed>,
    section: Section,
}

/// What the section of the last label looks like so far.
#[derive(Default)]
struct Section {
    /// Whether anything stands in it.
    started: bool,
    /// Whether a blank line stands before the current line.
    after_blank: bool,
    after_rule: bool,
    paragraphs: usize,
    /// Whether the last block is a list, or announces one by a colon.
    expects_list: bool,
}

impl<'a> Scanner<'a> {
    fn new(source: Source<'a>, wish: Wish, title: Option<Title>, standing: Option<Box<Standing>>) -> Self {
        Self {
            source,
            wish,
            title,
            pending: None,
            open: None,
            underlined: None,
            stretches: Vec::new(),
            checkpoints: Vec::new(),
            lines: 0,
            directives: Vec::new(),
            nexts: Vec::new(),
            told: 0,
            standing: standing.map(|standing| *standing).unwrap_or_default(),
        }
    }

    /// Reads from the line at `from` on, until the end or until `in_step` says so of a checkpoint just set.
    fn run(&mut self, from: usize, mut in_step: impl FnMut(&Checkpoint) -> bool) {
        let Source { text, markdown, .. } = self.source;
        self.checkpoints.push(Checkpoint { at: from, title: self.title.clone(), standing: self.standing.at(from) });
        for ((_, words), line) in text.lines_from(from).zip(markdown.lines_from(from)) {
            self.lines += 1;
            let set = self.checkpoints.len();
            self.line(line, without_end(&words));
            if self.checkpoints.len() > set && self.checkpoints.last().is_some_and(&mut in_step) {
                // The scan has read one line into what the old outline knows already.
                self.open = None;
                return;
            }
        }
        self.close();
    }

    fn checkpoint(&mut self, at: usize) {
        if self.checkpoints.last().is_none_or(|last| last.at < at) {
            self.take_directives(at);
            self.checkpoints.push(Checkpoint { at, title: self.title.clone(), standing: self.standing.at(at) });
        }
    }

    /// Notes what the comments before `at` ask that stand outside of any answer.
    fn take_directives(&mut self, at: usize) {
        while let Some(directive) = self.directives.get(self.told).filter(|directive| directive.span.start < at) {
            self.standing.take(directive, self.nexts[self.told]);
            self.told += 1;
        }
    }

    /// Notes the comments to star-coach on a line.
    fn direct(&mut self, found: impl IntoIterator<Item = Directive>) {
        self.directives.extend(found);
        self.nexts.resize(self.directives.len(), None);
    }

    /// Notes that a block begins, or goes on, with the line at `start`: comments above it are for it.
    fn reach(&mut self, start: usize) {
        for next in self.nexts.iter_mut().rev().take_while(|next| next.is_none()) {
            *next = Some(start);
        }
        if !self.standing.block.is_empty() {
            self.standing.block_at.get_or_insert(start);
        }
    }

    fn line(&mut self, line: &markdown::Line, text: &str) {
        let start = line.start;
        let end = start + text.len();
        let underlined = self.underlined.take();
        match line.block {
            // A fence is something to read in its section.
            Block::Fence | Block::Raw if !line.first => return self.extend(end),
            Block::Comment if !line.first => return,
            _ => {}
        }
        let here = self.directives_on(start, end);
        if line.block == Block::Comment {
            // What a comment to star-coach gets wrong is told at that comment.
            if here.is_empty() {
                self.hide(start, end);
            }
            return self.direct(here);
        }
        if here.first().is_some_and(|directive| directive.alone) {
            // It changes nothing about where answers begin and end.
            return self.direct(here);
        }
        let words = suppression::without_trailing(text, &here, start);
        let words = if matches!(line.block, Block::Heading(_)) { markdown::without_attributes(words) } else { words };
        if line.block == Block::Blank || is_blank(words) || is_blank_html(words) {
            self.blank(start);
            return self.content(Line::Blank, words, Prefix::default(), end);
        }
        self.reach(start);
        self.direct(here);
        let prefix = label::prefix(words);
        match line.block {
            Block::Fence | Block::Raw => {
                self.content(Line::Text(indent_of(words)), words, prefix, end);
                return self.hide(start, end);
            }
            Block::Underline(level) => {
                if let Some(underlined) = underlined.filter(|over| level == 1 || !over.is_sentence) {
                    return self.underline(underlined, level);
                }
                // "**Result:** text" above dashes is a label and a rule to those who write it.
                if level == 2 && prefix.quotes == 0 {
                    return self.content(Line::Rule, words, prefix, end);
                }
            }
            Block::Rule => return self.content(Line::Rule, words, prefix, end),
            _ if line.inside => return self.extend(end),
            _ => {}
        }
        let labels = label::find_labels(self.source.cues, words, prefix, start);
        if !labels.is_empty() {
            for (index, mut label) in labels.into_iter().enumerate() {
                if label.line.end == start + words.len() {
                    label.extend_line(end);
                }
                self.label(label, start, index == 0);
            }
            return;
        }
        self.words(line, words, prefix, end);
    }

    /// A line of words that is no label: a heading, a question, or part of what is above it.
    fn words(&mut self, line: &markdown::Line, text: &str, prefix: Prefix, end: usize) {
        let start = line.start;
        let words = trimmed_words(text, prefix.len);
        let level = if prefix.heading > 0 { prefix.heading } else { NO_HEADING };
        let title = Title { start, words: DocSpan::new(start + words.start, start + words.end), level, used: false };
        if prefix.heading > 0 {
            if !words.is_empty() {
                self.heading(title);
            }
            return;
        }
        let shown = &text[words.range()];
        let emphasized = is_emphasized(text, prefix.len);
        let asks = (emphasized || prefix.listed) && is_question(shown);
        if asks || (emphasized && !shown.ends_with([':', '：']) && !prefix.pipe) {
            self.maybe_title(title.clone(), asks);
        }
        let indent = indent_of(text);
        let kind = match () {
            () if prefix.pipe || prefix.cell => Line::Row,
            () if prefix.listed => Line::Item(indent),
            () if begins_emphasized(text, prefix.len) => Line::Lead,
            () => Line::Text(indent),
        };
        let end_before = self.open.as_ref().map(|open| open.end);
        self.content(kind, text, prefix, end);
        if matches!(line.block, Block::Underlined(_)) && line.first && kind == Line::Text(indent) && prefix.quotes == 0
        {
            let is_sentence = shown.ends_with(['.', '!', ';', ',', '。', '！']);
            self.underlined = Some(Underlined { title, end_before, is_sentence });
        }
    }

    /// The comments to star-coach that begin on the line from `start` to `end`.
    fn directives_on(&self, start: usize, end: usize) -> Vec<Directive> {
        let Source { text, markdown, .. } = self.source;
        // The comments of a line mostly share its end: whether they are alone on it is asked once.
        let mut asked = None;
        let directive = |comment: DocSpan| {
            let lines = DocSpan::new(start, text.line_span(text.line_of(comment.end)).end);
            let is_alone = || match asked {
                Some((end, alone)) if end == lines.end => alone,
                _ => {
                    let alone = suppression::is_alone(&text.slice(lines).replace(['\n', '\r'], " "));
                    asked = Some((lines.end, alone));
                    alone
                }
            };
            suppression::parse(&text.slice(comment), comment.start, is_alone)
        };
        markdown.comments(DocSpan::new(start, end)).filter_map(directive).collect()
    }

    /// A blank line: what follows may be read by itself if nothing is open.
    fn blank(&mut self, start: usize) {
        // Between a title and the answer that owns it nothing may begin anew.
        let owned = self.title.as_ref().is_some_and(|title| !title.used && start - title.start <= LONGEST_PREFACE);
        let is_due = self.checkpoints.last().is_some_and(|last| start > last.at + CHECKPOINT_SPACING);
        if self.open.is_none() && !owned && is_due {
            self.checkpoint(start);
        }
    }

    /// Notes in the open answer that the line from `start` to `end` opens what is never closed, if it hides a label.
    fn hide(&mut self, start: usize, end: usize) {
        let hiding = self.source.hiding;
        let first = hiding.partition_point(|unclosed| unclosed.source.start < start);
        let Some(unclosed) = hiding.get(first).filter(|unclosed| unclosed.source.start < end) else { return };
        // Behind a title of its own it is not in this answer.
        if let (Some(open), None) = (&mut self.open, &self.pending) {
            open.end = end;
            open.unclosed.get_or_insert(*unclosed);
        }
    }

    /// A line that makes a heading of the line above it.
    fn underline(&mut self, Underlined { mut title, end_before, .. }: Underlined, level: u8) {
        if let (Some(open), Some(end)) = (&mut self.open, end_before) {
            open.end = end;
        }
        title.level = level;
        self.heading(title);
    }

    fn heading(&mut self, title: Title) {
        let closes = self.open.as_ref().is_some_and(|open| open.is_closed_by(title.level));
        let inside = self.open.as_ref().is_some_and(
            |open| matches!(open.labels.last(), Some(Label { form: Form::Heading(level), .. }) if *level < title.level),
        );
        let is_shape = self.title.as_ref().is_some_and(|over| over.level < title.level || over.level == NO_HEADING)
            && self.source.cues.is_shape(&self.source.text.slice(title.words));
        if closes {
            self.close();
        }
        if self.open.is_none() {
            if !is_shape {
                self.entitle(title);
            }
            return;
        }
        if inside {
            self.extend(title.words.end);
            return;
        }
        if let Some(open) = &mut self.open {
            open.frozen = true;
            if !is_shape {
                self.pending = Some((title, open.end));
            }
        }
    }

    /// What follows goes by `title`: nothing above it matters any more.
    fn entitle(&mut self, title: Title) {
        let at = title.start;
        self.title = Some(title);
        self.pending = None;
        self.checkpoint(at);
    }

    /// A bold line or a numbered question: the title, if an answer begins below it.
    fn maybe_title(&mut self, title: Title, asks: bool) {
        match &mut self.open {
            None => {
                // A bold line names an answer only where no heading right above does.
                let headed = self.title.as_ref().is_some_and(|over| over.level < NO_HEADING && !over.used);
                if asks || !headed {
                    self.entitle(title);
                }
            }
            // After a heading that may end it, or at its own end, a question does.
            Some(open) if asks && (open.frozen || (open.names(Component::Result) && open.last_is_late())) => {
                self.close();
                self.entitle(title);
            }
            Some(open) if asks || open.last_is_late() => self.pending = Some((title, open.end)),
            Some(_) => {}
        }
    }

    /// `first`: whether it is the first label of its line; an answer begins with a line.
    fn label(&mut self, label: Label, line_start: usize, first: bool) {
        if let Some(open) = &self.open
            && first
            && (open.begins_anew(&label, self.pending.is_some()) || label.line.start > open.end + LONGEST_SECTION)
        {
            let next = self.pending.take();
            if let (Some(open), Some((_, end))) = (&mut self.open, &next) {
                open.end = *end;
            }
            self.close();
            if let Some((title, _)) = next {
                self.title = Some(title);
            }
        }
        let end = label.line.end;
        match &mut self.open {
            Some(open) => {
                let late = label.strength == Strength::Synonym && open.frozen;
                if late {
                    return;
                }
                open.spacious |= open.section.paragraphs > 1;
                // A second label on the same line begins no new section to measure.
                open.section = Section { started: label.has_inline_text(), ..Section::default() };
                open.section.paragraphs = usize::from(open.section.started);
                open.frozen = false;
                open.end = end;
                open.labels.push(label);
                self.pending = None;
            }
            None if label.components.is_empty() || !first => {}
            None => {
                let title = self.title.clone();
                let owned =
                    title.as_ref().is_some_and(|title| !title.used && line_start - title.start <= LONGEST_PREFACE);
                // An answer that owns its title begins there, so a scan must not begin between the two.
                if !owned {
                    self.checkpoint(line_start);
                }
                let started = label.has_inline_text();
                let mut labels = Vec::with_capacity(USUAL_LABELS);
                labels.push(label);
                self.open = Some(Open {
                    title,
                    owned,
                    labels,
                    end,
                    frozen: false,
                    spacious: false,
                    unclosed: None,
                    section: Section { started, paragraphs: usize::from(started), ..Section::default() },
                });
            }
        }
    }

    /// A line that is no label: part of the open answer's last section, or the sign of its end.
    /// It begins with `prefix` and ends at `end`, where a comment may stand that `line` is without.
    fn content(&mut self, kind: Line, line: &str, prefix: Prefix, end: usize) {
        let Some(open) = &mut self.open else { return };
        if end - line.len() > open.end + LONGEST_SECTION {
            self.close();
            return;
        }
        let section = &mut open.section;
        match kind {
            Line::Blank => section.after_blank = true,
            Line::Rule => section.after_rule = true,
            _ if open.frozen => {}
            _ if open.ends_before(kind, line, prefix) => open.frozen = true,
            _ => {
                let section = &mut open.section;
                if section.after_blank || !section.started {
                    section.paragraphs += usize::from(!matches!(kind, Line::Item(_)));
                }
                section.started = true;
                section.after_blank = false;
                section.expects_list = matches!(kind, Line::Item(_)) || ends_in_colon(line);
                open.end = end;
            }
        }
    }

    /// Takes a line of a fence into the open answer.
    fn extend(&mut self, end: usize) {
        if let Some(open) = &mut self.open
            && !open.frozen
        {
            open.section.started = true;
            open.section.after_blank = false;
            open.end = end;
        }
    }

    /// The open answer is over: keep it if it is one.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        if self.wish.left_alone {
            return;
        }
        open.labels = kept(open.labels);
        let Some(first) = open.labels.first() else { return };
        let start = match &open.title {
            Some(title) if open.owned => title.start,
            _ => first.line.start,
        };
        // The last label may have gone with its weakness, but its line belongs all the same.
        let span = DocSpan::new(start, open.end.max(open.labels.last().map_or(start, |label| label.line.end)));
        let relative = |span: DocSpan| Span::new(span.start - start, span.end - start);
        let Source { text: draft, markdown, .. } = self.source;
        let text: Box<str> = draft.slice(span).into();
        let title = open.title.as_ref().filter(|_| open.owned).map(|title| relative(title.words));
        open.labels.iter_mut().for_each(|label| label.shift(-(start as isize)));
        let mut passage = Passage {
            title_text: match title {
                Some(title) => Some(text[title.range()].into()),
                None => open.title.as_ref().map(|title| draft.slice(title.words).into()),
            },
            text,
            title,
            labels: open.labels,
            segments: markdown.segments(span),
            blocks: markdown.blocks(span),
            cells: markdown.cells(span),
            // It may be above the first label that counts, or below the answer's end.
            unclosed: open
                .unclosed
                .filter(|unclosed| span.range().contains(&unclosed.source.start))
                .map(|unclosed| unclosed.within(span)),
            is_for_aws: self.wish.for_aws,
            above: Vec::new(),
            directives: Vec::new(),
        };
        if !crate::draft::genre::is_answer(&passage, self.wish.opted_in) {
            return;
        }
        if let (Some(title), Some(mine)) = (&mut self.title, &open.title)
            && title.start == mine.start
        {
            title.used = true;
        }
        self.take_directives(start);
        passage.above = self.standing.spare(start);
        while let Some(directive) = self.directives.get(self.told).filter(|directive| directive.span.end <= span.end) {
            self.standing.switch(directive);
            passage.directives.push(directive.clone().shifted(-(start as isize)));
            self.told += 1;
        }
        self.stretches.push(Stretch { span, title: open.title.map(|title| title.words), passage });
    }
}

impl Open {
    /// Whether a heading of `level` ends it for good.
    fn is_closed_by(&self, level: u8) -> bool {
        let title = self.title.as_ref().map_or(NO_HEADING, |title| title.level);
        let labels = self.labels.iter().filter_map(|label| match label.form {
            Form::Heading(level) => Some(level),
            _ => None,
        });
        match labels.min() {
            Some(label) => level < label || (title < NO_HEADING && level <= title),
            None => title == NO_HEADING || level <= title,
        }
    }

    fn names(&self, component: Component) -> bool {
        self.labels.iter().any(|label| label.components.has(component))
    }

    /// Whether the last label is a Lesson's or its kin's.
    fn names_last_after(&self) -> bool {
        self.labels.last().is_some_and(|label| label.components.is_empty())
    }

    /// Whether the last label is one that an answer may end with.
    fn last_is_late(&self) -> bool {
        self.labels.last().is_some_and(|label| label.components.is_empty() || label.components.has(Component::Result))
    }

    /// Whether `label` can't belong to this answer: it repeats what the answer began with, or opens one under what
    /// reads like a title of its own.
    fn begins_anew(&self, label: &Label, entitled: bool) -> bool {
        let Some(&component) = label.components.first() else { return false };
        // Under a title of its own a letter may stand for what was named in full before.
        let is_peer =
            |peer: &&Label| peer.strength == label.strength || (entitled && peer.strength > Strength::Synonym);
        let peers = || self.labels.iter().filter(is_peer).filter(|peer| !peer.components.is_empty());
        let seen = |component| peers().any(|peer| peer.components.has(component));
        let first = peers().next().and_then(|peer| peer.components.first());
        let container = |label: &Label| (label.quoted, label.listed);
        let style = |label: &Label| (container(label), std::mem::discriminant(&label.form));
        match label.strength {
            Strength::Synonym => {
                first == Some(&component)
                    && self.labels.first().is_some_and(|first| first.components.has(component))
                    && self.names(Component::Result)
            }
            // A Result on top is a headline; the Result at the end belongs to the same answer.
            _ if component == Component::Result => first == Some(&component) && !seen(Component::Action),
            _ if component == Component::Situation => {
                let restyled = self.labels.iter().all(|peer| container(peer) != container(label));
                let headline = self.labels.iter().all(|peer| peer.components == [Component::Result]);
                seen(component)
                    || (seen(Component::Result) && !headline)
                    || entitled
                    || restyled
                    || self.names_last_after()
            }
            _ if self.names_last_after()
                && peers().any(|peer| peer.components.iter().any(|&other| other > component)) =>
            {
                true
            }
            // Under a title of its own, what is written in another style or comes after the end is another answer.
            _ if entitled && self.labels.iter().all(|peer| style(peer) != style(label)) => true,
            _ if entitled && seen(Component::Result) && seen(Component::Action) => true,
            _ => first == Some(&component),
        }
    }

    /// Whether a line of this kind is about something else than the last section, unless another label follows.
    fn ends_before(&self, kind: Line, line: &str, prefix: Prefix) -> bool {
        let section = &self.section;
        let Some(label) = self.labels.last() else { return true };
        if section.after_rule && section.started {
            return true;
        }
        if !section.started || !section.after_blank {
            // Directly below its line all belongs, but a table's rows end with the table.
            return matches!(label.form, Form::Row | Form::Column(_)) && self.is_table() && kind != Line::Row;
        }
        let under_heading = matches!(label.form, Form::Heading(_));
        match kind {
            _ if label.quoted != (prefix.quotes > 0) => true,
            Line::Item(indent) => label.listed && indent <= label.indent.saturating_sub(2),
            Line::Lead => !under_heading,
            Line::Row => false,
            _ if self.is_table() => true,
            Line::Text(indent) if label.listed && indent > 1 => false,
            Line::Text(_) if under_heading => is_whole_emphasis(line),
            Line::Text(_) => label.has_inline_text() && !self.spacious,
            Line::Blank | Line::Rule => false,
        }
    }

    /// Whether its labels stand in a markdown table.
    fn is_table(&self) -> bool {
        self.labels.iter().all(|label| matches!(label.form, Form::Row | Form::Column(_)))
            && self.labels.iter().all(|label| label.name.is_some() || label.initial.is_some())
            && !self.labels.iter().any(|label| label.listed)
    }
}

/// The labels that count among `labels`: names always; letters from three components on; a synonym for a component
/// that nothing else names, written like the names, beside two of them.
fn kept(mut labels: Vec<Label>) -> Vec<Label> {
    if labels.iter().any(|label| label.strength != Strength::Name) {
        let keep: Vec<bool> = {
            let counts = counts(&labels);
            labels.iter().map(counts).collect()
        };
        let mut keep = keep.into_iter();
        labels.retain(|_| keep.next().unwrap_or(false));
    }
    // What leads up to the first component is no part of the answer.
    let lead = labels.iter().take_while(|label| label.components.is_empty()).count();
    if lead > 0 {
        labels.drain(..lead);
    }
    labels
}

/// Whether a label counts among `labels`.
fn counts(labels: &[Label]) -> impl Fn(&Label) -> bool {
    let components = |strength: Strength| -> Components {
        let of = labels.iter().filter(|label| label.strength == strength);
        of.fold(Components::default(), |all, label| all.and(label.components))
    };
    let names = components(Strength::Name);
    let letters = components(Strength::Letter);
    let both = names.and(letters);
    let with_letters = letters.len() >= 2 && both.len() >= 3;
    let counted = if with_letters { both } else { names };
    let style = |label: &Label| (std::mem::discriminant(&label.form), label.listed, label.quoted);
    let is_name = |label: &&Label| label.strength == Strength::Name && !label.components.is_empty();
    move |label| match label.strength {
        Strength::Name => true,
        Strength::Letter => with_letters,
        Strength::Synonym => {
            names.len() >= 2
                && label.components.shared(counted).is_empty()
                && labels.iter().filter(is_name).any(|name| style(name) == style(label))
        }
    }
}

/// `line` without what ends it.
fn without_end(line: &str) -> &str {
    match line.as_bytes() {
        [.., b'\r', b'\n'] => &line[..line.len() - 2],
        [.., b'\r' | b'\n'] => &line[..line.len() - 1],
        _ => line,
    }
}

/// Whether `line` is nothing but white space.
fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether `line` ends in a colon, white space aside.
fn ends_in_colon(line: &str) -> bool {
    line.trim_end().ends_with([':', '：'])
}

/// The HTML tags that show nothing by themselves.
const BLANK_TAGS: &[&str] = &["<br", "<hr", "</", "<details", "<div", "<p>", "<tr", "<table", "<ul", "<ol", "<tbody"];

/// Whether `line` is nothing but HTML that shows nothing: `&nbsp;`, `<br>`, `</details>`, a comment.
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

/// How far `line` is indented, in columns; a tab counts four.
fn indent_of(line: &str) -> usize {
    let mut indent = 0;
    for byte in line.as_bytes() {
        indent += match byte {
            b' ' => 1,
            b'\t' => 4,
            _ => break,
        };
    }
    indent
}

/// The words of a title: what stands from `from` on, without emphasis marks and white space around.
fn trimmed_words(line: &str, from: usize) -> Span {
    let rest = &line[from..];
    let left = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let start = line.len() - left.len();
    let right = left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#'));
    Span::new(start, start + right.len())
}

/// Whether all of the line's words are bold.
fn is_emphasized(line: &str, from: usize) -> bool {
    let words = line[from..].trim();
    let mark = match words.as_bytes() {
        [b'*', b'*', ..] => "**",
        [b'_', b'_', ..] => "__",
        _ => return false,
    };
    words.len() > 6 && words.ends_with(mark) && !words[2..words.len() - 2].contains(mark)
}

/// Whether all of the line is bold or italic.
fn is_whole_emphasis(line: &str) -> bool {
    let words = line.trim();
    words.len() > 2
        && matches!(words.as_bytes(), [b'*', .., b'*'] | [b'_', .., b'_'])
        && words.trim_matches(['*', '_']).find(['*', '_']).is_none()
}

/// Whether the line begins with bold words that a colon follows, or is wholly italic: it names something else.
fn begins_emphasized(line: &str, from: usize) -> bool {
    let words = line[from..].trim();
    if is_whole_emphasis(words) {
        return true;
    }
    let Some(rest) = words.strip_prefix("**").or_else(|| words.strip_prefix("__")) else { return false };
    let Some(close) = rest.find("**").or_else(|| rest.find("__")) else { return false };
    rest[..close].ends_with([':', '：', '.'])
        || rest[close + 2..].starts_with([':', '：'])
        || rest[close + 2..].trim().is_empty()
}

/// How interviewers ask without a question mark.
const REQUESTS: [&str; 7] = [
    "Tell me about ",
    "Tell us about ",
    "Describe a ",
    "Give me an example",
    "Give an example",
    "Walk me through ",
    "Talk about a ",
];

/// Whether a title asks: it ends in a question mark, begins as interviewers do, or is numbered like a question.
fn is_question(words: &str) -> bool {
    let words = words.trim_end_matches(['"', '”', '\'', ')', ' ']);
    if words.ends_with(['?', '？']) {
        return true;
    }
    let asked = words.trim_start_matches(['"', '“', '\'']);
    let is_numbered =
        |lead: &str| words.strip_prefix(lead).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    REQUESTS.iter().any(|request| asked.starts_with(request))
        || words.starts_with("Q:")
        || ["Q", "Question ", "Story ", "Scenario ", "Example "].into_iter().any(is_numbered)
}
