//! Finds the labels on a line, such as "**Situation:**".
//!
//! Each line is read on its own; [`crate::draft::outline`] reads it in context. A label is: container (list item, blockquote,
//! table row, HTML cell, heading), decoration (emoji, numbering, emphasis), the label's words, delimiter. The words are in
//! `lexicon/labels.toml`.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::component::{Component, Components};
use crate::draft::{html::block_tag, markdown};
use crate::text::Span;

/// The confidence that words are a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelConfidence {
    /// A single letter, "S". Counts if at least three components have a letter or a name.
    Letter,
    /// A word that is also used for other text, "Context". Counts if two components are named outright.
    Synonym,
    /// The component's own name.
    Name,
}

/// The form of a label. It determines what may belong to the label's section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A heading of this level.
    Heading(u8),
    /// The first cell of a table row, or a cell of an HTML table.
    Row,
    /// A cell of a table header. The section is the column with this index.
    Column(u8),
    /// Emphasized words.
    Emphasis,
    /// Plain words.
    Plain,
}

/// A label. Its spans and offsets are relative to the draft or, in a passage, to the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The components it names. Empty for labels such as "Lesson", which belong to an answer but name no component.
    pub components: Components,
    /// The confidence that it is a label.
    pub strength: LabelConfidence,
    /// Its form.
    pub form: Form,
    /// Its line, without the line end.
    pub line: Span,
    /// Its words, without delimiter and decoration.
    pub words: Span,
    /// The component's name among the words ("ituation" in `**S**ituation`), if it is written out.
    pub name: Option<Span>,
    /// The component's initial among the words, if it is separate from the name.
    pub initial: Option<Span>,
    /// The offset after the delimiter and white space: the start of the text on the label's line, or the end of the line.
    pub body: usize,
    /// The width of the container in bytes: white space, blockquote marks, and bullets.
    pub indent: usize,
    /// Whether it is in a blockquote.
    pub quoted: bool,
    /// Whether it is in a list item.
    pub listed: bool,
    /// Whether all its words are English words or single letters.
    pub english: bool,
}

impl Label {
    /// Whether text follows on the same line.
    pub fn has_inline_text(&self) -> bool {
        self.body < self.line.end
    }

    /// Whether it names one component by name or letter without qualifiers, so that other labels can be written like it.
    pub fn is_bare(&self) -> bool {
        let named = self.name.map_or(0, Span::len) + self.initial.map_or(0, Span::len);
        self.components.len() == 1 && named > 0 && self.words.len() <= named + 6
    }

    /// Extends the line to `end`, to include a comment at its end.
    pub fn extend_line(&mut self, end: usize) {
        if !self.has_inline_text() {
            self.body = end;
        }
        self.line.end = end;
    }

    /// Returns the label moved by `by` bytes.
    pub fn shifted(mut self, by: isize) -> Self {
        self.shift(by);
        self
    }

    /// Moves the label by `by` bytes.
    pub fn shift(&mut self, by: isize) {
        self.line = self.line.shifted(by);
        self.words = self.words.shifted(by);
        self.name = self.name.map(|name| name.shifted(by));
        self.initial = self.initial.map(|initial| initial.shifted(by));
        self.body = self.body.saturating_add_signed(by);
    }
}

/// The settings for labels: the languages that are on, and custom labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The codes of the languages whose labels are recognized.
    pub languages: Vec<&'static str>,
    /// The custom labels of each component, in STAR order. The first one is used for new sections.
    pub own: [Vec<String>; 4],
    /// The custom labels of sections after the four components, such as "Lesson".
    pub own_after: Vec<String>,
}

impl Default for Labels {
    fn default() -> Self {
        Self { languages: languages().map(|(code, _)| code).collect(), own: Default::default(), own_after: Vec::new() }
    }
}

/// Returns the built-in languages, English first: their codes and names.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    file().language.iter().map(|language| (&*language.code, &*language.name))
}

/// The words that labels consist of.
#[derive(Debug, PartialEq)]
pub struct LabelWords {
    /// The words in lower case, with their roles.
    words: HashMap<String, Word>,
    /// The custom labels of several words, in lower case, the longest first.
    phrases: Vec<(String, Word)>,
    /// For each language (and the custom labels), the names of each component in STAR order, the default name first.
    names: Vec<[Vec<String>; 4]>,
    /// The words of headings that only describe the shape of the text, such as "STAR answer".
    shape: &'static [String],
}

/// A word of a label.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Word {
    role: Role,
    /// Whether it is (also) English.
    english: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Name(Component),
    Synonym(Component),
    /// Labels a section after the four components, such as "Lesson".
    After,
    /// May come before, or after, a component's name.
    Qualifier {
        before: bool,
        after: bool,
    },
}

#[derive(Deserialize)]
struct CuesFile {
    language: Vec<Language>,
    qualifiers: Qualifiers,
    shape: Shape,
}

#[derive(Deserialize)]
struct Language {
    code: String,
    name: String,
    situation: ComponentWords,
    task: ComponentWords,
    action: ComponentWords,
    result: ComponentWords,
    after: Vec<String>,
}

#[derive(Deserialize)]
struct ComponentWords {
    words: Vec<String>,
    synonyms: Vec<String>,
}

#[derive(Deserialize)]
struct Qualifiers {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
struct Shape {
    words: Vec<String>,
}

/// Returns the parsed `lexicon/labels.toml`.
fn file() -> &'static CuesFile {
    static FILE: LazyLock<CuesFile> = LazyLock::new(|| {
        let file = toml::from_str(include_str!("../../lexicon/labels.toml"));
        file.expect("lexicon/labels.toml is valid: a test reads it")
    });
    &FILE
}

impl LabelWords {
    /// Returns the words of all built-in languages.
    pub fn builtin() -> &'static Arc<Self> {
        static CUES: LazyLock<Arc<LabelWords>> = LazyLock::new(|| Arc::new(LabelWords::new(&Labels::default())));
        &CUES
    }

    /// Returns the words for the settings `labels`.
    pub fn new(labels: &Labels) -> Self {
        let file = file();
        let mut words: HashMap<String, Word> = HashMap::new();
        let mut add = |word: &str, role: Role, english: bool| {
            let entry = words.entry(word.to_owned()).or_insert(Word { role, english });
            entry.english |= english;
            // A name in one language outranks a synonym in another ("mission").
            match (entry.role, role) {
                (Role::Name(_), _) | (_, Role::Qualifier { .. }) => {}
                (_, Role::Name(_)) | (Role::Qualifier { .. }, _) => entry.role = role,
                _ => {}
            }
        };
        let is_on = |code: &str| labels.languages.contains(&code);
        // Custom labels come first, so that they outrank all others. Their language is unknown.
        let own_english = is_on(ENGLISH);
        let mut names = Vec::new();
        let mut phrases = Vec::new();
        let mut own = |word: &String, role: Role| {
            let word = word.to_lowercase();
            match is_one_word(&word) {
                true => add(&word, role, own_english),
                false => phrases.push((word, Word { role, english: own_english })),
            }
        };
        for (component, words) in Component::ALL.into_iter().zip(&labels.own) {
            words.iter().for_each(|word| own(word, Role::Name(component)));
        }
        labels.own_after.iter().for_each(|word| own(word, Role::After));
        phrases.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then(one.cmp(other)));
        if labels.own.iter().any(|words| !words.is_empty()) {
            names.push(labels.own.clone().map(|words| words.iter().map(|word| word.to_lowercase()).collect()));
        }
        for language in file.language.iter().filter(|language| is_on(&language.code)) {
            let english = language.code == ENGLISH;
            let components = [&language.situation, &language.task, &language.action, &language.result];
            names.push(components.map(|label_words| label_words.words.clone()));
            for (component, label_words) in Component::ALL.into_iter().zip(components) {
                label_words.words.iter().for_each(|word| add(word, Role::Name(component), english));
                label_words.synonyms.iter().for_each(|word| add(word, Role::Synonym(component), english));
            }
            language.after.iter().for_each(|word| add(word, Role::After, english));
        }
        for word in file.qualifiers.before.iter().chain(&file.qualifiers.after) {
            let before = file.qualifiers.before.contains(word);
            let after = file.qualifiers.after.contains(word);
            add(word, Role::Qualifier { before, after }, true);
        }
        Self { words, phrases, names, shape: &file.shape.words }
    }

    fn word(&self, word: &str) -> Option<Word> {
        self.words.get(&word.to_lowercase()).copied()
    }

    /// Returns the custom label of several words that `text` begins with, and its length in bytes.
    fn phrase(&self, text: &str) -> Option<(usize, Word)> {
        self.phrases.iter().find_map(|(phrase, word)| {
            let mut rest = text.chars();
            let same = phrase.chars().all(|c| rest.next().is_some_and(|other| other.to_lowercase().eq([c])));
            let ends = !rest.clone().next().is_some_and(char::is_alphanumeric);
            (same && ends).then(|| (text.len() - rest.as_str().len(), *word))
        })
    }

    /// Returns the name of `component` in the language of `peers`, the names of other components, and in the letter case of
    /// the first of them.
    pub fn name_like(&self, component: Component, peers: &[&str]) -> String {
        let lower: Vec<String> = peers.iter().map(|peer| peer.to_lowercase()).collect();
        let fits = |names: &[Vec<String>; 4]| {
            lower.iter().filter(|peer| names.iter().any(|words| words.contains(peer))).count()
        };
        // The language with the most peers. On a tie, English ("Situation" is French, too), then the first one.
        let fits: Vec<usize> = self.names.iter().map(fits).collect();
        let best = fits.iter().copied().max().unwrap_or(0);
        let english = self.names.iter().position(|names| names[0].first().is_some_and(|name| name == "situation"));
        let language =
            english.filter(|&index| fits[index] == best).or_else(|| fits.iter().position(|&known| known == best));
        // Custom labels may lack the component; then a language that has a name for it is used.
        let known = language.map(|index| &self.names[index]).into_iter().chain(&self.names);
        let name = known.filter_map(|names| names[component as usize].first()).next();
        let name = name.cloned().unwrap_or_else(|| component.name().to_lowercase());
        let like = peers.first().copied().unwrap_or("Situation");
        let mut letters = like.chars().filter(|c| c.is_alphabetic());
        match (letters.next().is_some_and(char::is_uppercase), letters.next().is_some_and(char::is_uppercase)) {
            (true, true) => name.to_uppercase(),
            (false, _) => name,
            (true, false) => capitalized(&name),
        }
    }

    /// Whether a heading only describes the shape of the text below, such as "STAR answer".
    pub fn is_shape(&self, heading: &str) -> bool {
        let is_known = |word: &str| match word.is_ascii() {
            true => self.shape.iter().any(|known| known.eq_ignore_ascii_case(word)),
            false => self.shape.contains(&word.to_lowercase()),
        };
        let mut words = words_of(heading).peekable();
        words.peek().is_some() && words.all(is_known)
    }
}

/// Returns `name` with its first letter in upper case.
pub fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The code of English.
const ENGLISH: &str = "en";

/// Whether a label is a single word to [`phrase`].
fn is_one_word(label: &str) -> bool {
    word_len(label) == label.len()
}

/// Returns the length in bytes of the word that `rest` begins with.
fn word_len(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric() && c != '\'' && !is_mark(c)).unwrap_or(rest.len())
}

/// Iterates over the runs of letters, digits, and apostrophes in `text`.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

/// The containers at the beginning of a line, before its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefix {
    /// The length in bytes: the words begin here.
    pub len: usize,
    /// The length in bytes of the blockquote marks, bullets, and white space.
    pub indent: usize,
    /// The level of the heading, or 0 if there is none.
    pub heading: u8,
    /// The number of blockquote marks.
    pub quotes: u8,
    /// Whether there is a bullet or a number.
    pub listed: bool,
    /// Whether there is an opening HTML tag of a cell, row, list item, or another block.
    pub cell: bool,
    /// Whether there is a pipe, which begins a table row.
    pub pipe: bool,
}

/// Garbled bullets: "•" in UTF-8 read as MacRoman or Windows-1252.
pub const BROKEN_BULLETS: [&str; 2] = ["‚Ä¢", "â€¢"];
/// Garbled dashes: "–" and "—", likewise.
const BROKEN_DASHES: [&str; 4] = ["‚Äì", "‚Äî", "â€“", "â€”"];

/// Returns the garbled dash that `rest` begins with.
fn broken_dash(rest: &str) -> Option<&'static str> {
    BROKEN_DASHES.into_iter().find(|dash| rest.starts_with(dash))
}

/// Reads the containers at the beginning of `line`, and the comments before and between them.
pub fn prefix(line: &str) -> Prefix {
    let mut found = Prefix::default();
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let step = match first {
            b'A'..=b'Z' | b'a'..=b'z' => break,
            b' ' | b'\t' => 1,
            b'>' if found.heading == 0 => {
                found.quotes = found.quotes.saturating_add(1);
                1
            }
            b'-' | b'*' | b'+' if is_space(bytes.get(at + 1)) && !is_rule(&line[at..]) => {
                found.listed = true;
                1
            }
            b'#' if found.heading == 0 => {
                let level = bytes[at..].iter().take_while(|&&byte| byte == b'#').count();
                match level {
                    1..=6 if is_space(bytes.get(at + level)) => {
                        found.heading = level as u8;
                        level
                    }
                    _ => break,
                }
            }
            b'0'..=b'9' if !found.cell => match number(&line[at..]) {
                Some(len) => {
                    found.listed = true;
                    len
                }
                None => break,
            },
            b'[' if found.listed && is_checkbox(&line[at..]) => 3,
            b'|' if !found.pipe => {
                found.pipe = true;
                1
            }
            b'<' if line[at..].starts_with("<!--") => match line[at + 2..].find("-->") {
                Some(len) => len + 5,
                None => break,
            },
            b'<' => match opening_tag(&line[at..]) {
                Some((len, name)) => {
                    found.cell |= matches!(name, "td" | "th" | "li" | "dt" | "dd" | "p" | "summary" | "tr" | "div");
                    if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
                        found.heading = level - b'0';
                    }
                    len
                }
                None => break,
            },
            0x80.. => match non_ascii_container(&line[at..], found.heading) {
                Some((len, listed)) => {
                    found.listed |= listed;
                    len
                }
                None => break,
            },
            _ => break,
        };
        at += step;
        if !matches!(first, b'#' | b'<' | b'|') {
            found.indent = at;
        }
    }
    found.len = at;
    found
}

/// Whether `byte` is a space or a tab.
fn is_space(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b' ' | b'\t'))
}

/// Returns the length in bytes of the non-ASCII white space or bullet that `rest` begins with, and whether it is a bullet.
/// `heading` is the level of the heading it is in, or 0.
fn non_ascii_container(rest: &str, heading: u8) -> Option<(usize, bool)> {
    let first = rest.chars().next()?;
    match first {
        '\u{a0}' | '\u{feff}' => Some((first.len_utf8(), false)),
        '•' | '◦' | '▪' | '‣' | '●' | '○' | '■' | '–' if heading == 0 => Some((first.len_utf8(), true)),
        _ => BROKEN_BULLETS.iter().find(|bullet| rest.starts_with(**bullet)).map(|bullet| (bullet.len(), true)),
    }
}

/// Returns the length of "1." or "2)" at the start of `rest`, if white space or emphasis follows.
fn number(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits + 1..)?;
    let is_item = digits <= 3 && matches!(rest.as_bytes()[digits], b'.' | b')');
    (is_item && after.starts_with([' ', '\t', '*', '_'])).then_some(digits + 1)
}

fn is_checkbox(rest: &str) -> bool {
    matches!(rest.as_bytes(), [b'[', b' ' | b'x' | b'X', b']', ..])
}

/// Returns the length and the lower-case name of the opening block tag that `rest` begins with.
fn opening_tag(rest: &str) -> Option<(usize, &'static str)> {
    let inner = rest.strip_prefix('<')?;
    let name_len = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = block_tag(&inner[..name_len])?;
    let close = inner.as_bytes().iter().take(200).position(|&byte| byte == b'>')?;
    Some((close + 2, name))
}

/// Whether `line` is a thematic break: three or more of the same character `-`, `*`, or `_`, and white space.
pub fn is_rule(line: &str) -> bool {
    let (mut mark, mut count) = (0, 0);
    for &byte in line.as_bytes() {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'-' | b'*' | b'_' if count == 0 || byte == mark => {
                mark = byte;
                count += 1;
            }
            _ => return false,
        }
    }
    count >= 3
}

/// Returns the labels on `line` (without its line end), which starts at `start` in the text.
pub fn labels(label_words: &LabelWords, line: &str, start: usize) -> Vec<Label> {
    find_labels(label_words, line, prefix(line), start)
}

/// Like [`labels`], for a line whose prefix is known.
pub fn find_labels(label_words: &LabelWords, line: &str, prefix: Prefix, start: usize) -> Vec<Label> {
    let mut found = Vec::new();
    if prefix.pipe || (!prefix.listed && prefix.heading == 0 && line.contains('|')) {
        cells(label_words, line, prefix, &mut found);
    }
    if found.is_empty()
        && let Some(label) = at_start(label_words, line, prefix)
    {
        let first_body = label.body;
        found.push(label);
        inline(label_words, line, prefix, first_body, &mut found);
    }
    for label in &mut found {
        label.shift(start as isize);
    }
    found
}

/// Returns the label that `line` begins with.
fn at_start(label_words: &LabelWords, line: &str, prefix: Prefix) -> Option<Label> {
    let open = opening(&line[prefix.len..]);
    let phrase = phrase(label_words, line, prefix.len + open.len, open.markers)?;
    let close = closing(line, phrase.end, open.markers > 0);
    let rest_is_empty = close.end == line.len();
    let form = match () {
        () if prefix.heading > 0 => Form::Heading(prefix.heading),
        () if prefix.cell || prefix.pipe => Form::Row,
        () if open.markers > 0 || phrase.split => Form::Emphasis,
        () => Form::Plain,
    };
    let accepted = match form {
        Form::Heading(_) => close.delimiter || rest_is_empty,
        Form::Row => close.delimiter || close.tag || rest_is_empty || (open.markers > 0 && close.emphasis),
        Form::Emphasis => close.delimiter || close.emphasis || phrase.split,
        // Plain words are a label if a delimiter follows, or if they are alone on the line.
        _ => {
            close.colon
                || (close.delimiter && close.spaced)
                || (rest_is_empty
                    && !phrase.qualified
                    && !close.delimiter
                    && line[phrase.start..].starts_with(char::is_uppercase))
        }
    };
    // A period after plain words ends a sentence.
    let is_label = accepted && (form != Form::Plain || !close.stop);
    is_label.then(|| label(line, prefix, phrase, form, close.end))
}

/// Adds the labels further on in the line to `found`: emphasized ones, or plain ones at the start of a sentence.
fn inline(label_words: &LabelWords, line: &str, prefix: Prefix, from: usize, found: &mut Vec<Label>) {
    let plain = found[0].form == Form::Plain;
    let bytes = line.as_bytes();
    let mut at = from;
    while at < line.len() {
        let is_start = match bytes[at] {
            b'*' | b'_' | b'<' => !plain && at > 0 && bytes[at - 1] != bytes[at],
            b'A'..=b'Z' => {
                plain && at >= 2 && bytes[at - 1] == b' ' && matches!(bytes[at - 2], b'.' | b';' | b'|' | b'!')
            }
            _ => false,
        };
        if is_start {
            let open = opening(&line[at..]);
            if (open.markers > 0) != plain
                && let Some(phrase) = phrase(label_words, line, at + open.len, open.markers)
            {
                let close = closing(line, phrase.end, open.markers > 0);
                if close.colon
                    && (plain || close.emphasis)
                    && phrase.strength == LabelConfidence::Name
                    && !phrase.qualified
                {
                    let form = if plain { Form::Plain } else { Form::Emphasis };
                    at = close.end.max(at + 1);
                    found.push(label(line, prefix, phrase, form, close.end));
                    continue;
                }
            }
        }
        at += 1;
    }
}

/// Adds the labels of a table row to `found`: its first cell, or all cells that are labels if there are two or more.
fn cells(label_words: &LabelWords, line: &str, prefix: Prefix, found: &mut Vec<Label>) {
    for (column, Span { start, end }) in (0..64).zip(markdown::piped(line, prefix.len)) {
        let cell = &line[start..end];
        let lead = cell.len() - cell.trim_start().len();
        let open = opening(&cell[lead..]);
        if let Some(phrase) = phrase(label_words, &line[..end], start + lead + open.len, open.markers) {
            let close = closing(&line[..end], phrase.end, open.markers > 0);
            if close.end == end {
                let form = if column == 0 { Form::Row } else { Form::Column(column) };
                let body = (end + 1).min(line.len());
                found.push(label(line, prefix, phrase, form, body));
            }
        }
    }
    // "| S | Situation | We had |": the letter and the name, each in a cell, are one label.
    if let [letter, name] = found.as_slice()
        && letter.form == Form::Row
        && letter.components == name.components
        && letter.strength == LabelConfidence::Letter
    {
        let words = Span::new(letter.words.start, name.words.end);
        let merged = Label { words, initial: letter.initial, form: Form::Row, ..*name };
        found.clear();
        found.push(merged);
    }
    match found.as_mut_slice() {
        // A single label that is not in the first cell is just a word.
        [only] if only.form != Form::Row => found.clear(),
        [only] => only.body += line[only.body..].len() - line[only.body..].trim_start().len(),
        many => many.iter_mut().for_each(|label| {
            if label.form == Form::Row {
                label.form = Form::Column(0);
            }
            label.body = line.len();
        }),
    }
}

fn label(line: &str, prefix: Prefix, phrase: Phrase, form: Form, body: usize) -> Label {
    Label {
        components: phrase.components,
        strength: phrase.strength,
        form,
        line: Span::new(0, line.len()),
        words: Span::new(phrase.start, phrase.end),
        name: phrase.name,
        initial: phrase.initial,
        body,
        indent: prefix.indent,
        quoted: prefix.quotes > 0,
        listed: prefix.listed,
        english: phrase.english,
    }
}

/// Decoration before a label's words: emoji, emphasis marks, inline tags, numbering within them.
struct Opening {
    /// Its length in bytes.
    len: usize,
    /// The number of emphasis marks and inline tags.
    markers: usize,
}

/// Reads the decoration that `rest` begins with.
fn opening(rest: &str) -> Opening {
    let mut open = Opening { len: 0, markers: 0 };
    while open.len <= 48
        && let Some(c) = rest[open.len..].chars().next()
    {
        let here = &rest[open.len..];
        let step = match c {
            'A'..='Z' | 'a'..='z' => break,
            '*' | '_' => {
                open.markers += 1;
                1
            }
            ' ' | '\t' | '\u{fe0f}' | '\u{200d}' => c.len_utf8(),
            '<' => match inline_tag(here) {
                Some(len) => {
                    open.markers += 1;
                    len
                }
                None => break,
            },
            '0'..='9' => match number(here) {
                Some(len) => len,
                None => break,
            },
            // Emoji and other symbols, except brackets, which may belong to the words: "(S) Situation".
            c if !c.is_alphanumeric() && !c.is_ascii() && !"（【「《".contains(c) => c.len_utf8(),
            _ => break,
        };
        open.len += step;
    }
    open
}

/// Returns the length of the inline tag (`<b>`, `<strong>`…) that `rest` begins with.
fn inline_tag(rest: &str) -> Option<usize> {
    let close = rest.as_bytes().iter().take(80).position(|&byte| byte == b'>')?;
    let name = rest[1..close].split([' ', '/']).next()?;
    ["strong", "b", "em", "i", "u", "span", "font"]
        .iter()
        .any(|tag| tag.eq_ignore_ascii_case(name))
        .then_some(close + 1)
}

/// The delimiter, emphasis marks, tags, and white space after a label's words.
#[derive(Default)]
struct Closing {
    /// The offset of its end, where the body begins.
    end: usize,
    /// Whether there is a delimiter of any kind.
    delimiter: bool,
    /// Whether the delimiter is a colon.
    colon: bool,
    /// Whether the delimiter is a period.
    stop: bool,
    /// Whether the delimiter is surrounded by white space, or is an em dash.
    spaced: bool,
    /// Whether it closes emphasis.
    emphasis: bool,
    /// Whether it has a closing tag or a `<br>`.
    tag: bool,
}

/// Reads what follows a label's words, from byte `from` of `line` on.
fn closing(line: &str, from: usize, emphasized: bool) -> Closing {
    let mut close = Closing { end: from, ..Closing::default() };
    while let Some(c) = line[close.end..].chars().next() {
        let rest = &line[close.end..];
        let before = line.as_bytes()[..close.end].last().copied();
        let step = match c {
            'A'..='Z' | 'a'..='z' => break,
            ' ' | '\t' | '\r' | '\n' => c.len_utf8(),
            '*' | '_' if emphasized && (!close.emphasis || rest.len() == 1 || before == Some(c as u8)) => {
                close.emphasis = true;
                1
            }
            ':' | '：' | '.' | '-' | '–' | '—' | '。' | '→' | '=' if !close.delimiter => {
                let spaced = matches!(before, Some(b' ' | b'*' | b'_' | b'>'))
                    && rest[c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
                match c {
                    ':' | '：' => close.colon = true,
                    '.' => close.stop = true,
                    '-' if !spaced => break,
                    _ => {}
                }
                close.delimiter = true;
                close.spaced = spaced || c == '—';
                c.len_utf8() + if c == '-' { rest.bytes().skip(1).take_while(|&byte| byte == b'-').count() } else { 0 }
            }
            '<' if rest.starts_with("</") || rest.starts_with("<br") => match rest.find('>') {
                Some(len) => {
                    close.tag = true;
                    close.emphasis |= emphasized;
                    len + 1
                }
                None => break,
            },
            '#' if rest.trim_end().bytes().all(|byte| byte == b'#') => rest.len(),
            _ => match broken_dash(rest) {
                Some(dash) if !close.delimiter => {
                    close.delimiter = true;
                    close.spaced = true;
                    dash.len()
                }
                _ => break,
            },
        };
        close.end += step;
    }
    close
}

/// The words of a label.
struct Phrase {
    components: Components,
    strength: LabelConfidence,
    start: usize,
    end: usize,
    name: Option<Span>,
    initial: Option<Span>,
    /// Whether there are other words beside the component's name.
    qualified: bool,
    /// Whether it is `**S**ituation`.
    split: bool,
    english: bool,
}

/// Reads a label's words from byte `start` of `line` on, after `markers` emphasis marks. Returns `None` if they are not a
/// label.
fn phrase(label_words: &LabelWords, line: &str, start: usize, markers: usize) -> Option<Phrase> {
    let first = line[start..].chars().next()?;
    if !(first.is_alphabetic() || is_opening(first)) {
        return None;
    }
    if markers > 0
        && let Some(split) = split_initial(label_words, line, start)
    {
        return Some(split);
    }
    let mut reader = Reader {
        components: Components::default(),
        name: None,
        initial: None,
        after: false,
        qualified: false,
        english: true,
        named: false,
        synonym: false,
        joined: false,
    };
    let mut at = start;
    let mut end = start;
    while at < line.len() && at - start < 96 {
        let rest = &line[at..];
        let c = rest.chars().next()?;
        let own = if at == start { label_words.phrase(rest) } else { None };
        if let Some((len, word)) = own {
            reader.known(word, Span::new(at, at + len));
            at += len;
            end = at;
        } else if c.is_alphanumeric() && broken_dash(rest).is_none() {
            let len = word_len(rest);
            if !reader.word(label_words, &rest[..len], at) {
                break;
            }
            at += len;
            end = at;
        } else if is_opening(c) {
            let close = rest.find([')', ']', '）', '】', '」'])?;
            let inner = &rest[c.len_utf8()..close];
            // A bracket that opens a link is not part of a label.
            let after = &rest[close + rest[close..].chars().next()?.len_utf8()..];
            if after.starts_with('(') || inner.len() > 60 || !reader.bracket(label_words, inner, at + c.len_utf8()) {
                break;
            }
            at = line.len() - after.len();
            end = at;
        } else if matches!(c, '/' | '&' | '+' | ',') {
            if !reader.is_label() {
                break;
            }
            reader.joined = true;
            at += 1;
        } else if matches!(c, ' ' | '\t' | '\u{a0}') {
            at += c.len_utf8();
        } else if reader.is_initial_only()
            && let Some(len) = delimiter(rest)
            && let Some(lead) = reader.names_again(label_words, &rest[len..])
        {
            // "S – Situation", "S: Situation": a delimiter between a letter and its name.
            at += len + lead;
        } else {
            break;
        }
    }
    reader.finish(start, end)
}

/// Whether `c` is an opening bracket.
fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '（' | '【' | '「')
}

/// Whether `c` is a combining mark. `char::is_alphanumeric` doesn't count Devanagari vowel signs as letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// Returns the length of the delimiter that `rest` begins with, including the white space after it.
fn delimiter(rest: &str) -> Option<usize> {
    let len = match rest.chars().next()? {
        c @ (':' | '：' | '-' | '–' | '—' | '=' | '.') => c.len_utf8(),
        _ => broken_dash(rest)?.len(),
    };
    let spaces = rest[len..].len() - rest[len..].trim_start_matches([' ', '\t']).len();
    Some(len + spaces)
}

/// Reads a name with an emphasized initial: `**S**ituation`.
fn split_initial(label_words: &LabelWords, line: &str, start: usize) -> Option<Phrase> {
    let rest = &line[start..];
    let initial = rest.chars().next().filter(char::is_ascii_uppercase)?;
    let marks = rest[1..].bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
    let tail_start = 1 + marks;
    if marks == 0 {
        return None;
    }
    let tail_len = rest[tail_start..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - tail_start);
    if tail_len == 0 {
        return None;
    }
    let tail = &rest[tail_start..tail_start + tail_len];
    let Some(Word { role: Role::Name(component), english }) = label_words.word(&format!("{initial}{tail}")) else {
        return None;
    };
    Some(Phrase {
        components: Components::default().with(component),
        strength: LabelConfidence::Name,
        start,
        end: start + tail_start + tail_len,
        name: Some(Span::new(start + tail_start, start + tail_start + tail_len)),
        initial: Some(Span::new(start, start + 1)),
        qualified: false,
        split: true,
        english,
    })
}

/// Reads the words of a label one by one.
struct Reader {
    components: Components,
    name: Option<Span>,
    initial: Option<Span>,
    after: bool,
    qualified: bool,
    english: bool,
    named: bool,
    synonym: bool,
    /// Whether a `/`, `&` or "and" waits for another word.
    joined: bool,
}

impl Reader {
    fn is_label(&self) -> bool {
        !self.components.is_empty() || self.after
    }

    fn is_initial_only(&self) -> bool {
        self.initial.is_some() && self.name.is_none() && self.components.len() == 1
    }

    fn add(&mut self, component: Component) {
        self.components = self.components.with(component);
        self.joined = false;
    }

    /// Adds `word`, at offset `at`, to the label. Returns false if it can't belong to one.
    fn word(&mut self, label_words: &LabelWords, word: &str, at: usize) -> bool {
        let span = Span::new(at, at + word.len());
        if let Some(component) = letter(word) {
            // "S/T" is two components; "S T" is not a label.
            if self.is_label() && !self.joined {
                return false;
            }
            self.add(component);
            self.initial.get_or_insert(span);
            return true;
        }
        if self.is_label() && matches!(word, "and" | "und" | "y" | "et" | "e" | "en" | "&") {
            self.joined = true;
            return true;
        }
        match label_words.word(word) {
            Some(found) => self.known(found, span),
            None => self.unspaced_compound(label_words, word, at),
        }
    }

    /// Adds a word with a role, at `span`, to the label. Returns false if it can't belong to the label.
    fn known(&mut self, found: Word, span: Span) -> bool {
        self.english &= found.english;
        match found.role {
            Role::Name(component) => {
                let repeats = self.components.has(component);
                let fits = !self.is_label() || self.joined || repeats || self.after || self.synonym;
                if !fits {
                    return false;
                }
                self.add(component);
                self.name.get_or_insert(span);
                self.named = true;
                true
            }
            Role::Synonym(component) => {
                // Beside a name, a synonym is a qualifier ("Result & impact"). Alone, it is a weak label.
                if !self.is_label() {
                    self.add(component);
                    self.synonym = true;
                    self.name.get_or_insert(span);
                    return true;
                }
                self.qualified = true;
                self.joined || self.named
            }
            Role::After => {
                self.qualified |= self.is_label();
                self.after = true;
                self.joined = false;
                true
            }
            Role::Qualifier { before, after } => {
                self.qualified = true;
                if self.is_label() { after || self.joined } else { before }
            }
        }
    }

    /// Adds a compound such as "情境描述" that begins with a name, in a script without spaces between words.
    fn unspaced_compound(&mut self, label_words: &LabelWords, word: &str, at: usize) -> bool {
        let first = word.chars().next().unwrap_or(' ');
        if first.is_ascii() || !('\u{3040}'..='\u{d7a3}').contains(&first) || word.chars().count() > 6 {
            return false;
        }
        let cut = |chars: usize| word.char_indices().nth(chars).map_or(word.len(), |(at, _)| at);
        let name = [3, 2].into_iter().map(|chars| &word[..cut(chars)]).find(|name| label_words.word(name).is_some());
        name.is_some_and(|name| name.len() < word.len() && self.word(label_words, name, at))
    }

    /// Adds the words `inner` in brackets, at offset `at`: "(S)", "(the recovery)", "（情境）". Returns false if they can't belong
    /// to the label.
    fn bracket(&mut self, label_words: &LabelWords, inner: &str, at: usize) -> bool {
        let lead = inner.len() - inner.trim_start().len();
        let word = inner.trim();
        if let Some(component) = letter(word) {
            if self.is_label() && !self.components.has(component) {
                return false;
            }
            self.add(component);
            self.initial.get_or_insert(Span::new(at + lead, at + lead + word.len()));
            return true;
        }
        if let Some(Word { role: Role::Name(component), english }) = label_words.word(word) {
            if self.is_label() && !self.components.has(component) {
                return false;
            }
            // "S (Situation)" is English, and so is "Situation (情境)" because its first name is.
            self.english &= english || self.named;
            self.add(component);
            self.name.get_or_insert(Span::new(at + lead, at + lead + word.len()));
            self.named = true;
            return true;
        }
        self.qualified = true;
        self.is_label() && words_of(inner).count() <= 7
    }

    /// Returns the number of bytes of `rest` before the name of the component whose initial was read, if the name comes next.
    fn names_again(&self, label_words: &LabelWords, rest: &str) -> Option<usize> {
        let lead = rest.len() - rest.trim_start_matches(['*', '_', ' ']).len();
        let word = words_of(&rest[lead..]).next().filter(|word| rest[lead..].starts_with(word))?;
        match label_words.word(word)?.role {
            Role::Name(component) if self.components == [component] => Some(lead),
            _ => None,
        }
    }

    fn finish(self, start: usize, end: usize) -> Option<Phrase> {
        if !self.is_label() {
            return None;
        }
        let strength = match () {
            () if self.named || (self.after && self.components.is_empty()) => LabelConfidence::Name,
            () if self.synonym => LabelConfidence::Synonym,
            () => LabelConfidence::Letter,
        };
        Some(Phrase {
            components: self.components,
            strength,
            start,
            end,
            name: self.name,
            initial: self.initial,
            qualified: self.qualified,
            split: false,
            english: self.english,
        })
    }
}

fn letter(word: &str) -> Option<Component> {
    match word {
        "S" => Some(Component::Situation),
        "T" => Some(Component::Task),
        "A" => Some(Component::Action),
        "R" => Some(Component::Result),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first label of `line`: initials, then its words, then the text after it.
    fn read(line: &str) -> Option<String> {
        let found = labels(LabelWords::builtin(), line, 0);
        let label = found.first()?;
        let initials: String = label.components.iter().map(|component| &component.name()[..1]).collect();
        Some(format!("{initials}|{}|{}", &line[label.words.range()], &line[label.body..]))
    }

    #[test]
    fn labels_as_people_write_them() {
        for (line, expected) in [
            ("**Situation:** We had", "S|Situation|We had"),
            ("**Situation**: We had", "S|Situation|We had"),
            ("**Situation.** We had", "S|Situation|We had"),
            ("**Situation** We had", "S|Situation|We had"),
            ("**Situation: We had**", "S|Situation|We had**"),
            ("__Task__: fix it", "T|Task|fix it"),
            ("*Task:* fix it", "T|Task|fix it"),
            ("***Task:*** fix it", "T|Task|fix it"),
            ("- Situation: We had", "S|Situation|We had"),
            ("* **Situation**: We had", "S|Situation|We had"),
            ("•**Task**: My", "T|Task|My"),
            ("\t‚Ä¢\tAction: Did", "A|Action|Did"),
            ("- **S**: We", "S|S|We"),
            ("- **S** — We", "S|S|We"),
            ("S: We", "S|S|We"),
            ("**S – Situation:**", "S|S – Situation|"),
            ("**S - Situation:** ", "S|S - Situation|"),
            ("**S â€“ Situation:**", "S|S â€“ Situation|"),
            ("**(S) Situation** We", "S|(S) Situation|We"),
            ("### 🎯 Situation", "S|Situation|"),
            ("#### S: Situation", "S|S: Situation|"),
            ("#### Situation (S)", "S|Situation (S)|"),
            ("## Action ##", "A|Action|"),
            ("SITUATION", "S|SITUATION|"),
            ("Result", "R|Result|"),
            ("1) Situation: We", "S|Situation|We"),
            ("2. **Task**: We", "T|Task|We"),
            ("**1. Situation:** We", "S|Situation|We"),
            ("Action : did", "A|Action|did"),
            ("Situation：我们", "S|Situation|我们"),
            ("> Situation", "S|Situation|"),
            ("> **Action:**", "A|Action|"),
            ("- [ ] Task: fix", "T|Task|fix"),
            ("Situation - We had", "S|Situation|We had"),
            ("Situation — We had", "S|Situation|We had"),
            ("**S**ituation: We", "S|S**ituation|We"),
            ("<td>Situation</td><td>We</td>", "S|Situation|<td>We</td>"),
            ("<li><strong>Action:</strong> Did</li>", "A|Action|Did</li>"),
            ("<p><b>Result</b>: 5%</p>", "R|Result|5%</p>"),
            ("| **S (Situation)** | We had |", "S|S (Situation)|We had |"),
            ("| Task | Fix it |", "T|Task|Fix it |"),
            ("**Situation/Task:** We", "ST|Situation/Task|We"),
            ("**Situation & Task**  ", "ST|Situation & Task|"),
            ("**Action and Result:** We", "AR|Action and Result|We"),
            ("S/T: We", "ST|S/T|We"),
            ("**Result & Lesson Learned:**", "R|Result & Lesson Learned|"),
            ("**Situation & Context:** We", "S|Situation & Context|We"),
            ("**Personal action:** We", "A|Personal action|We"),
            ("**Action (the recovery)**: We", "A|Action (the recovery)|We"),
            ("**Actions Taken:** We", "A|Actions Taken|We"),
            ("**Situación**: En", "S|Situación|En"),
            ("**Aufgabe:** Ich", "T|Aufgabe|Ich"),
            ("**S（情境）**：在", "S|S（情境）|在"),
            ("**行动**：抓", "A|行动|抓"),
            ("상황: 우리", "S|상황|우리"),
            ("**स्थिति:** हम", "S|स्थिति|हम"),
            ("Situation (情境): we", "S|Situation (情境)|we"),
            ("**Context:** We", "S|Context|We"),
            ("**Lessons learned:** We", "|Lessons learned|We"),
            ("**Key Takeaway**: We", "|Key Takeaway|We"),
            ("situation: we", "S|situation|we"),
        ] {
            assert_eq!(read(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn words_that_are_not_labels() {
        for line in [
            "Situation normal, all well.",
            "Action items: rotate keys",
            "**Expected Result:** it opens",
            "**Actual Result:** it shuts",
            "## Test results",
            "## Results and Discussion",
            "GitHub Actions: the workflow",
            "Actions speak louder than words",
            "Task force: Alice",
            "**Task-based UI**: fine",
            "Result. Then we left.",
            "A plan: go",
            "As a result: nothing",
            "Plan A: go",
            "[Situation](https://example.org)",
            "**Situational awareness:** good",
            "Sarah: hello",
            "ACTION REQUIRED: rotate keys",
            "`Situation:` in code",
            "",
            "   ",
            "---",
            "| Step | Action |",
            "\u{1f600}",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn several_labels_on_one_line() {
        let components = |line: &str| -> Vec<Component> {
            labels(LabelWords::builtin(), line, 0).into_iter().flat_map(|label| label.components).collect()
        };
        assert_eq!(
            components("**Situation:** We had. **Task:** Fix. **Action:** Did. **Result:** 5%."),
            Component::ALL
        );
        assert_eq!(components("Situation: We had. Task: Fix. Action: Did. Result: 5%."), Component::ALL);
        assert_eq!(components("| Situation | Task | Action | Result |"), Component::ALL);
        assert_eq!(components("Situation | Task | Action | Result"), Component::ALL);
        assert_eq!(components("Situation: the **Task:** queue was stuck"), [Component::Situation]);
    }

    #[test]
    fn rules_are_not_list_items() {
        assert!(is_rule("---") && is_rule("* * *\n") && !is_rule("--") && !is_rule("- - a"));
        assert!(!prefix("* * *").listed);
    }

    #[test]
    fn a_shape_is_not_a_title() {
        let label_words = LabelWords::builtin();
        assert!(label_words.is_shape("✅ STAR Answer") && label_words.is_shape("Interview Question:"));
        assert!(!label_words.is_shape("The outage") && !label_words.is_shape("🚀"));
    }
}
