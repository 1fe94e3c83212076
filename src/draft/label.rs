//! Finds the labels on a line, such as "**Situation:**".
//!
//! Each line is read on its own; [`crate::draft::outline`] reads it in context. A label is: container (list item, blockquote,
//! table row, HTML cell, heading), decoration (emoji, numbering, emphasis), the label's words, delimiter. The words are in
//! `lexicon/labels.toml`.

mod container;
mod delimiter;
mod model;
mod phrase;
mod spoken;
mod wording;
mod words;

pub use container::{BROKEN_BULLETS, Prefix, is_rule, prefix};
pub(crate) use delimiter::speaking_time;
use delimiter::{closing, opening};
pub use model::{Form, Label, LabelConfidence};
use phrase::{Phrase, phrase};
use spoken::spoken;
use wording::{Wording, question, wording};
pub use words::{LabelWords, Labels, capitalized, languages};
pub(crate) use words::{frames, has_past_form, is_order_elsewhere, is_own_elsewhere, is_past_elsewhere};

use crate::component::{Component, Components};
use crate::draft::markdown;
use crate::text::Span;

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

/// Returns the label that `line` begins with: a strict one, else a looser wording.
fn at_start(label_words: &LabelWords, line: &str, prefix: Prefix) -> Option<Label> {
    strict(label_words, line, prefix)
        .or_else(|| loose(label_words, line, prefix))
        .or_else(|| spoken_start(label_words, line, prefix))
}

/// Returns the form of a label in `prefix`. `emphasized`: whether its words are.
fn form(prefix: Prefix, emphasized: bool) -> Form {
    match () {
        () if prefix.heading > 0 => Form::Heading(prefix.heading),
        () if prefix.callout => Form::Callout,
        () if prefix.summary => Form::Summary,
        () if prefix.cell || prefix.pipe => Form::Row,
        () if emphasized => Form::Emphasis,
        () => Form::Plain,
    }
}

/// Returns the label of known words that `line` begins with.
fn strict(label_words: &LabelWords, line: &str, prefix: Prefix) -> Option<Label> {
    let open = opening(&line[prefix.len..]);
    let mut phrase = phrase(label_words, line, prefix.len + open.len, open.markers)?;
    let mut close = closing(line, phrase.end, open.markers > 0);
    let form = form(prefix, open.markers > 0 || phrase.split);
    // "### Task – 10 s"
    if matches!(form, Form::Heading(_))
        && speaking_time(&line[close.end..]).is_some_and(|len| close.end + len == line.len())
    {
        close.end = line.len();
    }
    let rest_is_empty = close.end == line.len();
    let accepted = match form {
        Form::Heading(_) | Form::Callout => close.delimiter || rest_is_empty,
        Form::Row | Form::Summary => {
            close.delimiter || close.tag || rest_is_empty || (open.markers > 0 && close.emphasis)
        }
        Form::Emphasis => close.delimiter || close.emphasis || phrase.split,
        // Plain words are a label if a delimiter follows, or if they are alone on the line.
        _ => {
            close.colon
                || (close.delimiter && close.spaced)
                || (rest_is_empty && !phrase.qualified && !close.delimiter)
                || is_bracketed(&line[phrase.start..phrase.end])
                    && (line[phrase.start..].starts_with('【') || line[phrase.end..].starts_with([' ', '\u{3000}']))
        }
    };
    // In lower case, a word alone on its line counts beside others like it only.
    let is_lower = |c: char| c.is_alphabetic() && !c.is_uppercase();
    if form == Form::Plain && !close.delimiter && rest_is_empty && line[phrase.start..].starts_with(is_lower) {
        if prefix.listed || phrase.strength != LabelConfidence::Name {
            return None;
        }
        phrase.strength = LabelConfidence::Loose;
    }
    // A period after plain words ends a sentence.
    let is_label = accepted && (form != Form::Plain || !close.stop);
    // A bold initial begins a word: "**S**poofing".
    let is_glued = !phrase.split && !close.delimiter && close.emphasis && follows_directly(line, close.end);
    let firm = close.colon || !close.delimiter;
    (is_label && !is_glued).then(|| label(line, prefix, phrase, form, firm, close.end))
}

/// Whether `words` are a letter or a name in brackets: "(S)", "[Task]", "【課題】".
fn is_bracketed(words: &str) -> bool {
    let pairs = [('(', ')'), ('[', ']'), ('【', '】')];
    let inner = pairs.into_iter().find_map(|(open, close)| words.strip_prefix(open)?.strip_suffix(close));
    inner.is_some_and(|inner| !inner.contains(['(', ')', '[', ']']))
}

/// Whether a letter follows emphasis marks directly, at byte `at` of `line`.
fn follows_directly(line: &str, at: usize) -> bool {
    line[..at].ends_with(['*', '_', '>']) && line[at..].starts_with(char::is_alphanumeric)
}

/// Returns the label of other words that `line` begins with. It counts only in the form of an answer's other labels.
fn loose(label_words: &LabelWords, line: &str, prefix: Prefix) -> Option<Label> {
    let open = opening(&line[prefix.len..]);
    let start = prefix.len + open.len;
    let form = form(prefix, open.markers > 0);
    let rest = &line[start..];
    if !rest.starts_with(char::is_alphabetic) {
        return None;
    }
    let colon = || rest.find([':', '：']).filter(|&at| !rest[at..].starts_with("://"));
    let marks = || rest.find(['*', '_', '<']).or_else(|| rest.find("]{"));
    let len = match form {
        Form::Emphasis => marks().map(|end| colon().unwrap_or(end).min(end))?,
        Form::Plain => colon()?,
        Form::Row if prefix.pipe => return None,
        _ => marks().unwrap_or(rest.len()).min(colon().unwrap_or(rest.len())),
    };
    let words = rest[..len].trim_end_matches([' ', '\t', '#', '.']);
    let asked = words.strip_suffix('?').filter(|_| matches!(form, Form::Heading(_) | Form::Emphasis));
    let close = closing(line, start + words.len(), open.markers > 0);
    let rest_is_empty = close.end == line.len();
    let accepted = match form {
        Form::Heading(_) | Form::Callout => rest_is_empty,
        Form::Emphasis => close.emphasis && !follows_directly(line, close.end),
        Form::Row | Form::Summary => close.tag || close.colon,
        _ => close.colon && words.starts_with(char::is_uppercase),
    };
    let found = match asked {
        Some(words) => question(label_words, words),
        None => wording(label_words, words),
    };
    let found = found.filter(|_| accepted)?;
    let firm = close.colon || asked.is_some() || matches!(form, Form::Heading(_));
    Some(label(line, prefix, loose_phrase(found, start, words), form, firm, close.end))
}

/// Returns the component that `line` seems to label in a markup that is not read: its first word is a component's name, with marks
/// around it.
pub fn resembling(label_words: &LabelWords, line: &str) -> Option<Component> {
    let start = line.find(char::is_alphanumeric)?;
    let len = words::word_len(&line[start..]);
    let is_marked = line[start + len..].chars().next().is_none_or(|next| !next.is_whitespace() && next != ',');
    match label_words.word(&line[start..start + len]).filter(|_| is_marked)?.role {
        words::Role::Name(component) => Some(component),
        _ => None,
    }
}

/// Returns the loose wording `found` of `words`, which begin at byte `start` of a line.
fn loose_phrase(found: Wording, start: usize, words: &str) -> Phrase {
    Phrase {
        components: found.components,
        strength: found.strength,
        start,
        end: start + words.len(),
        name: found.name.map(|name| Span::new(start + name.start, start + name.end)),
        initial: None,
        qualified: true,
        split: false,
        english: found.english,
    }
}

/// Whether `line` begins like a label with a letter that stands for no component, or has one in a cell of its own:
/// "D: …", "**P**rocess", "| I |".
pub fn has_foreign_letter(line: &str, prefix: Prefix) -> bool {
    let is_foreign =
        |text: &str| text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase() && !b"STAR".contains(&b));
    if line.contains('|')
        && markdown::piped(line, prefix.len).any(|cell| is_foreign(line[cell.range()].trim_matches([' ', '*'])))
    {
        return true;
    }
    let open = opening(&line[prefix.len..]);
    let start = prefix.len + open.len;
    let Some(letter) = line.get(start..start + 1).filter(|letter| is_foreign(letter)) else { return false };
    let close = closing(line, start + letter.len(), open.markers > 0);
    close.colon || close.emphasis || close.spaced || close.end == line.len()
}

/// Returns the spoken words that `line` begins with.
fn spoken_start(label_words: &LabelWords, line: &str, prefix: Prefix) -> Option<Label> {
    if prefix.len > 0 {
        return None;
    }
    let found = spoken(label_words, line)?;
    let phrase = Phrase {
        components: Components::default().with(found.component),
        strength: LabelConfidence::Spoken,
        start: found.name.start,
        end: found.name.end,
        name: Some(found.name),
        initial: None,
        qualified: false,
        split: false,
        english: true,
    };
    let body = found.end + (line[found.end..].len() - line[found.end..].trim_start().len());
    Some(label(line, prefix, phrase, Form::Spoken, true, body))
}

/// Adds the labels further on in the line to `found`: emphasized ones, or plain ones at the start of a sentence. Without a colon,
/// one needs the delimiter of the first label, and the end of a sentence before it.
fn inline(label_words: &LabelWords, line: &str, prefix: Prefix, from: usize, found: &mut Vec<Label>) {
    let plain = found[0].form == Form::Plain;
    let bytes = line.as_bytes();
    let delimiter = |words: Span, body: usize| line[words.end..body].trim();
    let first = delimiter(found[0].words, found[0].body);
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
                let follows_sentence = || line[..at].trim_end().ends_with(['.', '!', '?', ';', '|', '。', '！', '？']);
                let is_like_first = || {
                    let words = Span::new(phrase.start, phrase.end);
                    !first.is_empty() && delimiter(words, close.end) == first && follows_sentence()
                };
                if (close.colon || is_like_first())
                    && (plain || close.emphasis)
                    && phrase.strength == LabelConfidence::Name
                    && !phrase.qualified
                {
                    let form = if plain { Form::Plain } else { Form::Emphasis };
                    at = close.end.max(at + 1);
                    found.push(label(line, prefix, phrase, form, close.colon, close.end));
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
                found.push(label(line, prefix, phrase, form, true, body));
            }
        } else if column == 0 {
            let at = start + lead + open.len;
            let words = line[at..end].trim_end_matches([' ', '*', '_', ':', '.']);
            if let Some(found_words) = wording(label_words, words) {
                let phrase = loose_phrase(found_words, at, words);
                found.push(label(line, prefix, phrase, Form::Row, true, (end + 1).min(line.len())));
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
    if is_other_acronym(line, prefix, found) {
        found.clear();
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

/// Whether the labels of a table row are letters of another acronym, as in "| S | T | R | I | D | E |".
fn is_other_acronym(line: &str, prefix: Prefix, found: &[Label]) -> bool {
    let components = found.iter().fold(Components::default(), |all, label| all.and(label.components));
    let cells = markdown::piped(line, prefix.len).map(|cell| line[cell.range()].trim_matches([' ', '\t', '*', '_']));
    let letters = cells.filter(|cell| cell.len() == 1 && cell.starts_with(|c: char| c.is_ascii_uppercase())).count();
    found.len() > 1
        && components.len() < 4
        && found.iter().all(|label| label.strength == LabelConfidence::Letter)
        && letters > found.len()
}

fn label(line: &str, prefix: Prefix, phrase: Phrase, form: Form, firm: bool, body: usize) -> Label {
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
        depth: u8::from(prefix.listed),
        wrapped: false,
        lower: line[phrase.start..].starts_with(char::is_lowercase),
        firm,
        english: phrase.english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::Component;

    /// The first label of `line`: initials, then its words, then the text after it.
    fn read(line: &str) -> Option<String> {
        let found = labels(LabelWords::builtin(), line, 0);
        let label = found.first().filter(|label| !label.is_loose())?;
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
