//! The grammar of a label's words.

use super::delimiter::{broken_dash, delimiter};
use super::model::LabelConfidence;
use super::words::{LabelWords, Role, Word, word_len, words_of};
use crate::component::{Component, Components};
use crate::text::Span;

/// The words of a label.
pub(super) struct Phrase {
    pub(super) components: Components,
    pub(super) strength: LabelConfidence,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) name: Option<Span>,
    pub(super) initial: Option<Span>,
    /// Whether there are other words beside the component's name.
    pub(super) qualified: bool,
    /// Whether it is `**S**ituation`.
    pub(super) split: bool,
    pub(super) english: bool,
}

/// Reads a label's words from byte `start` of `line` on, after `markers` emphasis marks. Returns `None` if they are not a
/// label.
pub(super) fn phrase(label_words: &LabelWords, line: &str, start: usize, markers: usize) -> Option<Phrase> {
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
            let number = len <= 2 && rest[..len].bytes().all(|byte| byte.is_ascii_digit());
            if number && reader.named {
                // "Situation 2"
                reader.qualified = true;
            } else if !reader.word(label_words, &rest[..len], at) {
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
            // "(S) We had": what follows is the text, unless it names the component again.
            let next = words_of(after).next().filter(|word| after.trim_start().starts_with(word));
            if rest.len() == line.len() - start
                && next.is_some_and(|word| !matches!(label_words.word(word), Some(Word { role: Role::Name(_), .. })))
            {
                break;
            }
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
    let Word { role, english } = label_words.word(&format!("{initial}{tail}"))?;
    let components = match role {
        Role::Name(component) => Components::default().with(component),
        Role::After => Components::default(),
        _ => return None,
    };
    Some(Phrase {
        components,
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
        if let Some(component) = short_form(word).filter(|_| !self.is_label()) {
            self.add(component);
            self.name = Some(span);
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
                let follows_a_lesson = self.after && self.components.is_empty();
                // Two names side by side, "Background tasks", are not a combined label.
                let fits = !self.is_label() || self.joined || repeats || follows_a_lesson;
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

/// Returns the component of a short form: "Sit: Task: Act: Res:".
fn short_form(word: &str) -> Option<Component> {
    ["Sit", "Tsk", "Act", "Res"]
        .iter()
        .position(|form| form.eq_ignore_ascii_case(word) && word.starts_with(char::is_uppercase))
        .map(|index| Component::ALL[index])
}
