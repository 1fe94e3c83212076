//! Parses suppression comments: `<!-- star-coach: ignore missing-metric -- a reason -->`.
//!
//! The outline finds the comments. This module does not know which rules exist, so a comment may name any. The manual page
//! is `docs/suppression.md`.

use crate::former;
use crate::text::{Span, line_start};

/// The word that every suppression comment begins with, after `<!--`.
pub const NAME: &str = "star-coach";

/// The words that separate the reason from the rest of a comment. The first is the one to insert.
pub const REASON_MARKS: [&str; 3] = ["--", "—", "–"];

/// The effect of a suppression comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Suppresses findings in the next block, or in the block that contains the comment.
    Ignore,
    /// Suppresses findings in the answer that contains the comment, or else in the next answer.
    IgnoreAnswer,
    /// Suppresses findings in the whole draft.
    IgnoreFile,
    /// Suppresses findings from the comment on.
    Disable,
    /// Ends the effect of [`Verb::Disable`].
    Enable,
}

impl Verb {
    /// All verbs, in the order of the manual.
    pub const ALL: [Self; 5] = [Self::Ignore, Self::IgnoreAnswer, Self::IgnoreFile, Self::Disable, Self::Enable];

    /// Returns the verb as written in a comment.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::IgnoreAnswer => "ignore-answer",
            Self::IgnoreFile => "ignore-file",
            Self::Disable => "disable",
            Self::Enable => "enable",
        }
    }
}

/// A word of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its span, relative to the start of the comment.
    pub span: Span,
    /// The word as written.
    pub text: Box<str>,
}

impl Word {
    /// Returns the current name of the rule if the word is a former one, else the word as written.
    pub fn rule(&self) -> &str {
        former::renamed_rule(&self.text).unwrap_or(&self.text)
    }
}

/// A suppression comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The whole comment. Its span is relative to the draft in an outline, and to the answer in a passage.
    pub span: Span,
    /// Whether its lines contain nothing else but comments, blockquote marks, and white space.
    pub alone: bool,
    /// The verb, as written.
    pub word: Word,
    /// The verb; `None` if `word` is unknown.
    pub verb: Option<Verb>,
    /// The names of the rules, in order. Empty means all rules.
    pub codes: Vec<Word>,
    /// Whether it gives a reason.
    pub has_reason: bool,
}

impl Directive {
    /// Returns the comment moved by `by` bytes.
    pub fn shifted(mut self, by: isize) -> Self {
        self.shift(by);
        self
    }

    /// Moves the comment by `by` bytes.
    pub fn shift(&mut self, by: isize) {
        self.span = self.span.shifted(by);
    }

    /// Iterates over the rule names with their indexes, or over one `None` for all rules.
    pub fn names(&self) -> impl Iterator<Item = (usize, Option<&str>)> {
        let all = self.codes.is_empty().then_some((0, None));
        all.into_iter().chain(self.codes.iter().enumerate().map(|(number, code)| (number, Some(code.rule()))))
    }

    /// Returns the span of `word` of this comment, relative to the same text as `self.span`.
    pub fn place(&self, word: &Word) -> Span {
        Span::new(self.span.start + word.span.start, self.span.start + word.span.end)
    }
}

/// Parses the HTML comment `text`, from `<!--` to `-->`, which begins at `start`. Returns `None` if it is not a suppression
/// comment. `is_alone` is called only if it is one, and returns [`Directive::alone`].
pub fn parse(text: &str, start: usize, is_alone: impl FnOnce() -> bool) -> Option<Directive> {
    let inner = text.strip_prefix("<!--")?.strip_suffix("-->")?;
    let at = text.len() - "-->".len() - inner.trim_start().len();
    let name = text.get(at..at + NAME.len())?;
    if !name.eq_ignore_ascii_case(NAME) {
        return None;
    }
    let at = at + NAME.len();
    let rest = &text[at..text.len() - "-->".len()];
    let at = at + rest.len() - rest.trim_start().strip_prefix(':')?.len();
    let mut words = words(&text[..text.len() - "-->".len()], at);
    let missing = Word { span: Span::new(at, at), text: "".into() };
    let word = if words.is_empty() { missing } else { words.remove(0) };
    let reason = words.iter().position(|word| REASON_MARKS.contains(&&*word.text));
    let has_reason = reason.is_some();
    words.truncate(reason.unwrap_or(words.len()));
    let verb = Verb::ALL.into_iter().find(|verb| verb.word() == &*word.text);
    let alone = is_alone();
    Some(Directive { span: Span::new(start, start + text.len()), alone, word, verb, codes: words, has_reason })
}

/// Returns the words of `text` from byte `from` on, separated by commas and white space.
fn words(text: &str, from: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = from;
    for part in text[from..].split(|c: char| c.is_whitespace() || c == ',') {
        if !part.is_empty() {
            found.push(Word { span: Span::new(at, at + part.len()), text: part.into() });
        }
        // The separator may be longer than one byte.
        at += part.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// Whether `line` contains nothing but comments, blockquote marks, and white space, and at least one comment.
pub fn is_alone(line: &str) -> bool {
    let mut rest = line.trim_start_matches([' ', '\t', '>', '\u{feff}']);
    let mut any = false;
    while let Some(inner) = rest.strip_prefix("<!--") {
        let Some(len) = inner.find("-->") else { return false };
        rest = inner[len + 3..].trim_start();
        any = true;
    }
    any && rest.trim().is_empty()
}

/// Returns `line`, which begins at `start`, without the suppression comments at its end.
pub fn without_trailing<'a>(line: &'a str, directives: &[Directive], start: usize) -> &'a str {
    if directives.is_empty() {
        return line;
    }
    let mut end = line.trim_end().len();
    for directive in directives.iter().rev() {
        if directive.alone || directive.span.end != start + end {
            break;
        }
        end = line[..directive.span.start - start].trim_end().len();
    }
    if end == line.trim_end().len() { line } else { &line[..end] }
}

/// A suppression inherited from a comment before the answer or for the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InheritedSuppression {
    /// The part of the draft that it applies to.
    pub scope: Scope,
    /// The rule; `None` for all.
    pub code: Option<Box<str>>,
}

/// The part of the draft that an inherited suppression applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole draft.
    File,
    /// From the start of the answer to the next comment that switches the rule; `false` if the rule was switched on again
    /// while all rules are off.
    Range(bool),
    /// The answer.
    Answer,
    /// The first block of the answer.
    Block,
}

/// The rules switched off at a position, each with its origin: the comment that switched it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switches<O> {
    /// Invariant: at most one switch per rule, and at most one for all rules, which comes first.
    switches: Vec<Switch<O>>,
}

/// A rule (or all rules) switched off, or a rule switched on again while all rules are off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch<O> {
    /// Whether the rule is off.
    pub off: bool,
    /// The rule; `None` for all.
    pub code: Option<Box<str>>,
    /// The comment that switched it.
    pub origin: O,
}

impl<O> Default for Switches<O> {
    fn default() -> Self {
        Self { switches: Vec::new() }
    }
}

impl<O: Copy> Switches<O> {
    /// Iterates over the switches, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Switch<O>> {
        self.switches.iter()
    }

    /// Restores the switches from the [`InheritedSuppression`]s of an answer.
    pub fn restored(switches: Vec<Switch<O>>) -> Self {
        Self { switches }
    }

    /// Whether no rule is switched.
    pub fn is_empty(&self) -> bool {
        self.switches.is_empty()
    }

    /// Switches a rule (`None` for all) off or on. Returns whether that changed anything.
    pub fn switch(&mut self, off: bool, code: Option<&str>, origin: O) -> bool {
        let Some(code) = code else {
            let changed = off && !matches!(self.switches.as_slice(), [Switch { off: true, code: None, .. }])
                || !off && !self.is_empty();
            if changed {
                self.switches.clear();
                if off {
                    self.switches.push(Switch { off, code: None, origin });
                }
            }
            return changed;
        };
        if self.is_off(code, false).is_some() == off {
            return false;
        }
        self.switches.retain(|switch| switch.code.as_deref() != Some(code));
        let all_off = self.switches.first().is_some_and(|switch| switch.code.is_none());
        if off || all_off {
            self.switches.push(Switch { off, code: Some(code.into()), origin });
        }
        true
    }

    /// Returns the comment that switched off the rule `code`, if the rule is off. With `by_name_only`, comments that switch
    /// off all rules don't count.
    pub fn is_off(&self, code: &str, by_name_only: bool) -> Option<O> {
        let named = self.switches.iter().find(|switch| switch.code.as_deref() == Some(code));
        let all = || self.switches.iter().find(|switch| switch.code.is_none() && !by_name_only);
        let switch = named.or_else(all)?;
        switch.off.then_some(switch.origin)
    }
}

/// Returns the span of `text` to delete in order to remove the comment at `comment`: its whole lines if it is `alone` on
/// them.
pub fn removal(text: &str, comment: Span, alone: bool) -> Span {
    if !alone {
        let start = text[..comment.start].trim_end_matches([' ', '\t']).len();
        return Span::new(start, comment.end);
    }
    let start = line_start(text, comment.start);
    let next = |from: usize| {
        let end = text[from..].find(['\n', '\r']).map_or(text.len(), |len| from + len);
        end + if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) }
    };
    let bare = |from: usize, to: usize| text[from..to].trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty();
    let mut end = next(comment.end);
    // One of the blank lines around the comment stays; at the start of a draft, none.
    let bare_above = start == 0 || bare(previous_line(text, start), start);
    if end < text.len() && bare(end, next(end)) && bare_above {
        end = next(end);
    }
    let start = start + if text[start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // At the end of the text, the line end above goes, too, so that the text still ends without one.
    if end == text.len() && !text[..end].ends_with(['\n', '\r']) && start > 0 {
        let before = &text[..start];
        let less = if before.ends_with("\r\n") { 2 } else { usize::from(before.ends_with(['\n', '\r'])) };
        return Span::new(start - less, end);
    }
    Span::new(start, end)
}

/// Returns the start of the line above the one that starts at `start`.
fn previous_line(text: &str, start: usize) -> usize {
    let before = text[..start].strip_suffix("\r\n").or_else(|| text[..start].strip_suffix(['\n', '\r']));
    before.map_or(0, |before| line_start(before, before.len()))
}

/// Returns the span to delete so that `directive` no longer names the rule with index `number`, separator included.
pub fn removal_of_code(directive: &Directive, number: usize) -> Span {
    let spans: Vec<_> = directive.codes.iter().map(|code| directive.place(code)).collect();
    match (number.checked_sub(1).and_then(|before| spans.get(before)), spans.get(number + 1)) {
        (Some(before), _) => Span::new(before.end, spans[number].end),
        (None, Some(after)) => Span::new(spans[number].start, after.start),
        (None, None) => spans[number],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::markdown::Markdown;
    use crate::text::DocSpan;

    fn read(line: &str) -> Vec<(String, Vec<String>, bool, bool)> {
        let comments: Vec<_> = Markdown::parse(line).comments(DocSpan::new(0, line.len())).collect();
        let parsed = comments
            .into_iter()
            .filter_map(|DocSpan { start, end }| parse(&line[start..end], start + 7, || is_alone(line)));
        let read = parsed.map(|directive| {
            assert!(line[directive.span.start - 7..directive.span.end - 7].starts_with("<!--"));
            for code in &directive.codes {
                let place = directive.place(code);
                assert_eq!(&line[place.start - 7..place.end - 7], &*code.text);
            }
            let codes = directive.codes.iter().map(|code| code.text.to_string()).collect();
            (directive.word.text.to_string(), codes, directive.alone, directive.has_reason)
        });
        read.collect()
    }

    #[test]
    fn suppression_comments_are_parsed() {
        let of = |word: &str, codes: &[&str], alone, reason| {
            vec![(word.to_owned(), codes.iter().map(|&code| code.to_owned()).collect::<Vec<_>>(), alone, reason)]
        };
        assert_eq!(read("<!-- star-coach: ignore team-voice -->"), of("ignore", &["team-voice"], true, false));
        assert_eq!(read("> <!--star-coach:ignore a,b , c-->  "), of("ignore", &["a", "b", "c"], true, false));
        assert_eq!(read("text <!-- star-coach: disable -->"), of("disable", &[], false, false));
        assert_eq!(read("<!-- Star-Coach : enable a b -- it, is so -->"), of("enable", &["a", "b"], true, true));
        assert_eq!(read("<!-- star-coach: ignore a — é -->"), of("ignore", &["a"], true, true));
        assert_eq!(read("<!-- star-coach: -->"), of("", &[], true, false));
        assert_eq!(read("`x` <!-- star-coach: ignore a -->"), of("ignore", &["a"], false, false));
        assert_eq!(read("a <!-- b --> c <!-- star-coach: ignore\u{a0}a -->").len(), 1);
    }

    #[test]
    fn other_comments_are_ignored() {
        for line in [
            "<!-- note -->",
            "<!-- star-coach is nice -->",
            "<!-- star-coaching: ignore a -->",
            "`<!-- star-coach: ignore a -->`",
            "``code ` <!-- star-coach: ignore a --> ``",
            "\\<!-- star-coach: ignore a -->",
            "<!-- star-coach: ignore a",
            "star-coach: ignore a -->",
            "<!-- <!-- star-coach: ignore a -->",
            "<!-->",
        ] {
            assert_eq!(read(line), [], "{line}");
        }
    }

    #[test]
    fn a_rule_is_off_until_it_is_switched_on() {
        let mut switches = Switches::default();
        assert!(!switches.switch(false, None, 0) && !switches.switch(false, Some("a"), 0));
        assert!(switches.switch(true, Some("a"), 1) && !switches.switch(true, Some("a"), 2));
        assert_eq!((switches.is_off("a", true), switches.is_off("b", false)), (Some(1), None));
        assert!(switches.switch(true, None, 3) && switches.switch(false, Some("b"), 4));
        assert_eq!((switches.is_off("a", false), switches.is_off("b", false)), (Some(3), None));
        assert_eq!(switches.is_off("a", true), None);
        assert!(switches.switch(true, Some("b"), 5));
        assert_eq!(switches.is_off("b", false), Some(5));
        assert!(switches.switch(false, None, 6) && switches.is_empty());
    }

    #[test]
    fn removing_a_comment_leaves_no_trace_of_it() {
        let without = |text: &str| {
            let start = text.find("<!--").expect("a comment");
            let end = text.find("-->").expect("its end") + 3;
            let line = line_start(text, start);
            let line_end = text[end..].find(['\n', '\r']).map_or(text.len(), |len| end + len);
            let gone = removal(text, Span::new(start, end), is_alone(&text[line..line_end]));
            format!("{}{}", &text[..gone.start], &text[gone.end..])
        };
        assert_eq!(without("a\n<!-- x -->\nb\n"), "a\nb\n");
        assert_eq!(without("a\r\n\r\n<!-- x -->\r\n\r\nb\r\n"), "a\r\n\r\nb\r\n");
        assert_eq!(without("<!-- x -->\n\n# b\n"), "# b\n");
        assert_eq!(without("\u{feff}<!-- x -->\n# b\n"), "\u{feff}# b\n");
        assert_eq!(without("> a\n> <!-- x -->\n> b\n"), "> a\n> b\n");
        assert_eq!(without("a <!-- x -->\nb\n"), "a\nb\n");
        assert_eq!(without("| a | b <!-- x --> |\n"), "| a | b |\n");
        assert_eq!(without("a\n<!-- x -->"), "a");
        assert_eq!(without("<!-- x -->"), "");
    }
}
