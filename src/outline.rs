//! Where the answers of a draft begin and end.
//!
//! One pass over the lines keeps what a line can't know by itself: whether it stands in a fence, a comment or front
//! matter; which title is in force; which labels so far make up the answer that is being read. The pass is resumable:
//! at a [`Checkpoint`] nothing of what came before matters but the title, so an edit costs a scan from the checkpoint
//! before it to the first checkpoint after it that the old outline had too (invariant 5 and 6).
//!
//! What an answer is, is written in `docs/answers.md`, with a fixture for each line of it.

use std::borrow::Cow;

use crate::component::{Component, Components};
use crate::label::{self, Cues, Form, Label, Prefix, Strength};
use crate::passage::Passage;
use crate::suppression::{self, Above, Directive, Scope, Switches, Verb};
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
    /// Where it stands.
    pub span: DocSpan,
    /// The words of its title, which several answers may share and which then stand outside of `span`.
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
    unclosed: Option<usize>,
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
    /// Reads all of `text`, of which what stands before `body` is front matter.
    pub fn new(cues: &Cues, text: &Text, body: usize, wish: Wish) -> (Self, Vec<Stretch>) {
        let mut outline = Self { body, wish, ..Self::default() };
        let mut scanner = Scanner::new(cues, text, outline.wish, None, None);
        scanner.run(outline.body, |_| false);
        outline.checkpoints = scanner.checkpoints;
        outline.unclosed = scanner.raw.map(|raw| raw.start);
        outline.directives = scanner.directives;
        outline.spared = spared(&outline.directives);
        let mut stretches = scanner.stretches;
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
    fn renew(&mut self, cues: &Cues, text: &Text, change: Change, body: usize) -> Rescan {
        let old_len = text.len() + change.old_end - change.new_end;
        let (outline, stretches) = Self::new(cues, text, body, self.wish);
        let directives = !(self.directives.is_empty() && outline.directives.is_empty());
        *self = outline;
        Rescan { from: 0, old_to: old_len + 1, stretches, lines: text.line_count(), moved: 0, directives }
    }

    /// Brings it up to date with `text`, which differs from the text it was made for by `change`, and whose front matter
    /// ends at `body` now.
    pub fn update(&mut self, cues: &Cues, text: &Text, change: Change, body: usize) -> Rescan {
        let wish = self.wish;
        if body != self.body {
            return self.renew(cues, text, change, body);
        }
        let grown = change.new_end as isize - change.old_end as isize;
        // A line's meaning may hang on the next one (an underlined heading), so the line before is dirty too.
        let dirty = text.line_start(text.line_of(change.start).saturating_sub(1));
        let first = self.checkpoints.partition_point(|checkpoint| checkpoint.at < dirty);
        let (from, title, standing) = match self.checkpoints[..first].last() {
            Some(checkpoint) => (checkpoint.at, checkpoint.title.clone(), checkpoint.standing.clone()),
            None => (body, None, None),
        };
        let keep = first.saturating_sub(1);
        let old = &self.checkpoints;
        let mut in_step = None;
        let mut candidate = first;
        let mut scanner = Scanner::new(cues, text, wish, title, standing);
        scanner.run(from, |new: &Checkpoint| {
            if new.at <= change.new_end {
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
        let Scanner { mut checkpoints, mut stretches, mut directives, raw, .. } = scanner;
        let old_to = match in_step {
            Some(index) => old[index].at,
            None => usize::MAX,
        };
        if in_step.is_none() {
            self.unclosed = raw.map(|raw| raw.start);
        } else {
            let at = checkpoints.pop().map_or(0, |checkpoint| checkpoint.at);
            directives.retain(|directive| directive.span.start < at);
            self.unclosed = self.unclosed.map(|at| at.saturating_add_signed(grown));
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
            return Rescan { directives: true, ..self.renew(cues, text, change, body) };
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

    /// Where the front matter ends; 0 if there is none.
    pub fn body(&self) -> usize {
        self.body
    }

    /// Where a fence or comment begins that is never closed.
    pub fn unclosed(&self) -> Option<usize> {
        self.unclosed
    }

    /// The lines of `text`, which it was made for, without their ends, each with where it starts and what it stands in.
    /// They begin at or before `offset`, no further back than needed to know that.
    pub fn lines<'a>(
        &self,
        text: &'a Text,
        offset: usize,
    ) -> impl Iterator<Item = (usize, Cow<'a, str>, Option<Unread>)> + use<'a> {
        let known = self.checkpoints.partition_point(|checkpoint| checkpoint.at <= offset);
        let from =
            if offset < self.body { 0 } else { self.checkpoints[..known].last().map_or(self.body, |last| last.at) };
        let body = self.body;
        let mut scanner = Scanner::new(Cues::builtin(), text, Wish::default(), None, None);
        text.lines_from(from).map(move |(start, line)| {
            let line = match line {
                Cow::Borrowed(line) => Cow::Borrowed(without_end(line)),
                Cow::Owned(line) => Cow::Owned(without_end(&line).to_owned()),
            };
            if start < body {
                return (start, line, Some(Unread::FrontMatter));
            }
            let open = scanner.raw;
            if let Some(raw) = open
                && scanner.in_raw(&line)
            {
                return (start, line, Some(raw.kind.unread()));
            }
            let opened = opens_raw(&line, label::prefix(&line), line.contains('<'));
            scanner.raw = opened.map(|kind| Raw { start, kind });
            // What stands before a comment on its first line is text.
            let unread = opened.map(RawKind::unread).filter(|unread| *unread == Unread::Fence);
            (start, line, unread)
        })
    }
}

/// What a line stands in that is not read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The front matter, its fences included.
    FrontMatter,
    /// A fence, the lines that open and close it included.
    Fence,
    /// A comment that began on an earlier line, or raw HTML that did.
    Comment,
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
        // Done to every title behind an edit, so without a branch: what stands behind what went is far enough from the top.
        let by = by as usize;
        self.start = self.start.wrapping_add(by);
        self.words.start = self.words.start.wrapping_add(by);
        self.words.end = self.words.end.wrapping_add(by);
    }
}

const NO_HEADING: u8 = 7;

/// A stretch that is not read: a fence, a comment, a block of raw HTML.
#[derive(Clone, Copy)]
struct Raw {
    start: usize,
    kind: RawKind,
}

#[derive(Clone, Copy)]
enum RawKind {
    Fence { mark: u8, len: usize, quoted: bool },
    Until(&'static str),
}

impl RawKind {
    fn unread(self) -> Unread {
        match self {
            Self::Fence { .. } => Unread::Fence,
            Self::Until(_) => Unread::Comment,
        }
    }
}

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

struct Scanner<'a> {
    cues: &'a Cues,
    text: &'a Text,
    wish: Wish,
    raw: Option<Raw>,
    title: Option<Title>,
    /// A line that would be the title if the next label began a new answer, and where the open one would end then.
    pending: Option<(Title, usize)>,
    open: Option<Open>,
    /// The labels of the line that was read last.
    labels: Vec<Label>,
    /// The comments to star-coach on the line that is read, until it is known what it is.
    here: Vec<Directive>,
    /// The line before, if it is one that an underline would make a heading.
    underlinable: Option<Underlinable>,
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

struct Underlinable {
    title: Title,
    /// The end of the open answer before that line.
    end_before: Option<usize>,
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
    fn new(cues: &'a Cues, text: &'a Text, wish: Wish, title: Option<Title>, standing: Option<Box<Standing>>) -> Self {
        Self {
            cues,
            text,
            wish,
            raw: None,
            title,
            pending: None,
            open: None,
            labels: Vec::new(),
            here: Vec::new(),
            underlinable: None,
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
        let text = self.text;
        self.checkpoints.push(Checkpoint { at: from, title: self.title.clone(), standing: self.standing.at(from) });
        for (start, line) in text.lines_from(from) {
            self.lines += 1;
            let set = self.checkpoints.len();
            self.line(start, without_end(&line));
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

    fn line(&mut self, start: usize, line: &str) {
        let end = start + line.len();
        let underlinable = self.underlinable.take();
        if let Some(raw) = self.raw
            && self.in_raw(line)
        {
            // A comment says nothing; a fence is something to read in its section.
            if !matches!(raw.kind, RawKind::Until("-->")) {
                self.extend(end);
            } else if self.raw.is_none() {
                self.comment_ends(raw.start, start, line);
            }
            return;
        }
        // Comments, raw HTML and tables have one of them; hardly any line has.
        let is_marked = memchr::memchr2(b'<', b'|', line.as_bytes()).is_some();
        let has_tag = is_marked && line.contains('<');
        let mut line = line;
        if has_tag {
            self.here = suppression::on_line(line, start);
            if self.here.first().is_some_and(|directive| directive.alone) {
                // It changes nothing about where answers begin and end.
                let alone = std::mem::take(&mut self.here);
                self.direct(alone);
                return;
            }
            line = suppression::without_trailing(line, &self.here, start);
        }
        if is_blank(line) || is_blank_html(line) {
            self.here.clear();
            if self.open.is_none()
                && self.raw.is_none()
                // Between a title and the answer that owns it nothing may begin anew.
                && !self.title.as_ref().is_some_and(|title| !title.used && start - title.start <= LONGEST_PREFACE)
                && self.checkpoints.last().is_some_and(|last| start > last.at + CHECKPOINT_SPACING)
            {
                self.checkpoint(start);
            }
            self.content(Line::Blank, line, Prefix::default(), end);
            return;
        }
        let prefix = label::prefix(line);
        let begins_plain = line.as_bytes().get(prefix.len).is_some_and(u8::is_ascii_alphanumeric);
        // What begins with a word is no fence and no rule.
        let is_words = begins_plain && prefix.indent == prefix.len;
        if (has_tag || !is_words)
            && let Some(raw) = opens_raw(line, prefix, has_tag)
        {
            self.here.clear();
            if !matches!(raw, RawKind::Until("-->")) {
                self.reach(start);
                self.content(Line::Text(indent_of(line)), line, prefix, end);
            }
            self.raw = Some(Raw { start, kind: raw });
            return;
        }
        self.reach(start);
        if !self.here.is_empty() {
            let here = std::mem::take(&mut self.here);
            self.direct(here);
        }
        if let Some(Underlinable { mut title, end_before }) = underlinable
            && let Some(level) = underline(line)
        {
            if let (Some(open), Some(end)) = (&mut self.open, end_before) {
                open.end = end;
            }
            title.level = level;
            self.heading(title);
            return;
        }
        if !begins_plain && label::is_rule(line) {
            self.content(Line::Rule, line, prefix, end);
            return;
        }
        let piped = is_marked && line.contains('|');
        self.labels.clear();
        label::find_labels(self.cues, line, prefix, piped, start, &mut self.labels);
        if !self.labels.is_empty() {
            for index in 0..self.labels.len() {
                let mut label = self.labels[index];
                if label.line.end == start + line.len() {
                    label.extend_line(end);
                }
                self.label(label, start, index == 0);
            }
            return;
        }
        let words = trimmed_words(line, prefix.len);
        let title = Title {
            start,
            words: DocSpan::new(start + words.start, start + words.end),
            level: if prefix.heading > 0 { prefix.heading } else { NO_HEADING },
            used: false,
        };
        if prefix.heading > 0 {
            if !words.is_empty() {
                self.heading(title);
            }
            return;
        }
        let shown = &line[words.range()];
        let emphasized = !begins_plain && is_emphasized(line, prefix.len);
        let asks = (emphasized || prefix.listed) && is_question(shown);
        if asks || (emphasized && !shown.ends_with([':', '：']) && !prefix.pipe) {
            self.maybe_title(title, asks);
        }
        let indent = indent_of(line);
        let kind = match () {
            () if prefix.pipe || prefix.cell => Line::Row,
            () if prefix.listed => Line::Item(indent),
            () if !begins_plain && begins_emphasized(line, prefix.len) => Line::Lead,
            () => Line::Text(indent),
        };
        let end_before = self.open.as_ref().map(|open| open.end);
        self.content(kind, line, prefix, end);
        if kind == Line::Text(indent) && indent < 4 && prefix.quotes == 0 {
            let title =
                Title { start, words: DocSpan::new(start + words.start, start + words.end), level: 1, used: false };
            self.underlinable = Some(Underlinable { title, end_before });
        }
    }

    /// Whether the line belongs to a fence, a comment or raw HTML that began before it.
    fn in_raw(&mut self, line: &str) -> bool {
        let Some(raw) = self.raw else { return false };
        let closes = match raw.kind {
            RawKind::Until(end) => line.contains(end),
            RawKind::Fence { mark, len, quoted } => {
                let prefix = label::prefix(line);
                if quoted && prefix.quotes == 0 {
                    // The blockquote is over, and the fence with it; this line stands outside.
                    self.raw = None;
                    return false;
                }
                let rest = line[prefix.indent.min(line.len())..].trim();
                rest.len() >= len && rest.bytes().all(|byte| byte == mark)
            }
        };
        if closes {
            self.raw = None;
        }
        true
    }

    fn heading(&mut self, title: Title) {
        let closes = self.open.as_ref().is_some_and(|open| open.is_closed_by(title.level));
        let inside = self.open.as_ref().is_some_and(
            |open| matches!(open.labels.last(), Some(Label { form: Form::Heading(level), .. }) if *level < title.level),
        );
        let is_shape = self.title.as_ref().is_some_and(|over| over.level < title.level || over.level == NO_HEADING)
            && self.cues.is_shape(&self.text.slice(title.words));
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

    /// A comment that began on the line at `from` ends on `last`, the line at `start`.
    fn comment_ends(&mut self, from: usize, start: usize, last: &str) {
        let Some(len) = last.find("-->") else { return };
        let text = self.text.slice(DocSpan::new(from, start + len + 3));
        let Some(at) = text.find("<!--") else { return };
        let alone = suppression::is_alone(&format!("{}{}", text.replace(['\n', '\r'], " "), &last[len + 3..]));
        let directive = suppression::parse(&text[at..], from + at, alone);
        self.direct(directive);
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
        let text: Box<str> = self.text.slice(span).into();
        let title = open.title.as_ref().filter(|_| open.owned).map(|title| relative(title.words));
        open.labels.iter_mut().for_each(|label| label.shift(-(start as isize)));
        let mut passage = Passage {
            title_text: match title {
                Some(title) => Some(text[title.range()].into()),
                None => open.title.as_ref().map(|title| self.text.slice(title.words).into()),
            },
            text,
            title,
            labels: open.labels,
            is_for_aws: self.wish.for_aws,
            above: Vec::new(),
            directives: Vec::new(),
        };
        if !crate::genre::is_answer(&passage, self.wish.opted_in) {
            return;
        }
        if let (Some(title), Some(mine)) = (&mut self.title, &open.title)
            && title.start == mine.start
        {
            title.used = true;
        }
        self.take_directives(start);
        passage.above = self.standing.spare(start);
        while let Some(directive) = self.directives.get(self.told).filter(|directive| directive.span.start < span.end) {
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

/// Whether nothing but white space stands on `line`.
fn is_blank(line: &str) -> bool {
    match line.as_bytes() {
        [] => true,
        [first, ..] => !first.is_ascii_graphic() && line.trim_start().is_empty(),
    }
}

/// Whether `line` ends in a colon, white space aside.
fn ends_in_colon(line: &str) -> bool {
    match line.as_bytes() {
        [.., last] if last.is_ascii_graphic() => *last == b':',
        _ => line.trim_end().ends_with([':', '：']),
    }
}

/// The level of the heading that `line` makes of the line above it.
fn underline(line: &str) -> Option<u8> {
    let line = line.trim_end();
    match line.trim_start_matches(' ').as_bytes() {
        [b'=', rest @ ..] if rest.iter().all(|&byte| byte == b'=') => Some(1),
        [b'-', rest @ ..] if rest.iter().all(|&byte| byte == b'-') => Some(2),
        _ => None,
    }
}

/// What `line`, which begins with `prefix`, opens that is not read. `has_tag`: whether there is a `<` in it.
fn opens_raw(line: &str, prefix: Prefix, has_tag: bool) -> Option<RawKind> {
    let rest = &line[prefix.indent.min(line.len())..];
    let rest = if rest.as_bytes().first().is_some_and(u8::is_ascii_graphic) { rest } else { rest.trim_start() };
    if let Some(mark @ (b'`' | b'~')) = rest.bytes().next() {
        let len = rest.bytes().take_while(|&byte| byte == mark).count();
        if len >= 3 && !(mark == b'`' && rest[len..].contains('`')) {
            return Some(RawKind::Fence { mark, len, quoted: prefix.quotes > 0 });
        }
    }
    if !has_tag {
        return None;
    }
    for (open, close) in [("<!--", "-->"), ("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>")] {
        if let Some(at) = line.find(open)
            && !line[at..].contains(close)
            && line[..at].matches('`').count().is_multiple_of(2)
        {
            return Some(RawKind::Until(close));
        }
    }
    None
}

/// Whether `line` is nothing but HTML that shows nothing: `&nbsp;`, `<br>`, `</details>`, a comment.
fn is_blank_html(line: &str) -> bool {
    // The cheapest no.
    if line.as_bytes().first().is_some_and(|byte| byte.is_ascii_graphic() && !matches!(byte, b'&' | b'<' | b'>')) {
        return false;
    }
    let line = line.trim();
    match line.as_bytes() {
        [b'&', ..] => line == "&nbsp;",
        [b'<', b'!', b'-', b'-', ..] => line.find("-->").is_some_and(|at| at + 3 == line.len()),
        [b'<', ..] => {
            line.ends_with('>')
                && line.matches('<').count() == 1
                && ["<br", "<hr", "</", "<details", "<div", "<p>", "<tr", "<table", "<ul", "<ol", "<tbody"]
                    .iter()
                    .any(|tag| line.starts_with(tag))
        }
        [b'>', ..] => line.bytes().all(|byte| matches!(byte, b'>' | b' ')),
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
    let is_inner = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    let bytes = &line.as_bytes()[from..];
    if is_inner(bytes.first()) && is_inner(bytes.last()) {
        return Span::new(from, line.len());
    }
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
    // The cheapest no: what begins with other letters and ends with a letter or a full stop.
    if let [first, second, .., last] = words.as_bytes()
        && first.is_ascii_alphanumeric()
        && !matches!(
            (first, second),
            (b'T', b'a' | b'e')
                | (b'D', b'e')
                | (b'G', b'i')
                | (b'W', b'a')
                | (b'Q', _)
                | (b'S', b't' | b'c')
                | (b'E', b'x')
        )
        && (last.is_ascii_alphanumeric() || *last == b'.')
    {
        return false;
    }
    let words = words.trim_end_matches(['"', '”', '\'', ')', ' ']);
    if words.ends_with(['?', '？']) {
        return true;
    }
    let asked = words.trim_start_matches(['"', '“', '\'']);
    match asked.as_bytes() {
        // What all of them begin with.
        [b'T' | b'D' | b'G' | b'W', ..] => REQUESTS.iter().any(|request| asked.starts_with(request)),
        [b'Q' | b'S' | b'E', ..] => {
            words.starts_with("Q:")
                || ["Q", "Question ", "Story ", "Scenario ", "Example "].iter().any(|lead| {
                    words.strip_prefix(lead).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9', ..]))
                })
        }
        _ => false,
    }
}
