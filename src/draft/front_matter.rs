//! Finds the front matter of a draft: the block between `---` or `+++` lines at its top, mostly for a site generator or a
//! note-taking app. [`crate::settings::front_matter`] reads the settings in it.

use crate::text::{DocSpan, Text};

/// The maximum number of lines of front matter, including the lines that open and close it.
const MAX_LINES: usize = 200;
/// The number of bytes that decide whether the first line may open front matter: a byte order mark, three characters, and
/// white space.
const HEAD_LEN: usize = 8;

/// The front matter of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The text between the lines that open and close it.
    pub text: Box<str>,
    /// The byte offset of `text` in the draft.
    pub start: usize,
    /// Whether it is TOML instead of YAML.
    pub toml: bool,
    /// The byte offset at which the Markdown begins; 0 if there is no front matter.
    pub body: usize,
    /// The last byte offset at which an edit can change the front matter.
    pub reach: usize,
}

impl FrontMatter {
    /// Finds the front matter of `text`.
    pub fn find(text: &Text) -> Self {
        let head = text.slice(DocSpan::new(0, text.floor_boundary(HEAD_LEN)));
        let mark = head.trim_start_matches('\u{feff}').get(..3).filter(|mark| matches!(*mark, "---" | "+++"));
        let none = |reach: usize| Self { reach, ..Self::default() };
        let Some(mark) = mark else { return none(HEAD_LEN) };
        let mut lines = text.lines_from(0).take(MAX_LINES);
        let opens = lines.next().filter(|(_, line)| line.trim_start_matches('\u{feff}').trim_end() == mark);
        let Some((_, opening)) = opens else { return none(text.line_start(1)) };
        let start = opening.len();
        for (number, (at, line)) in lines.enumerate() {
            let line = line.trim_end();
            // A blank line follows: `mark` is a thematic break.
            if number == 0 && line.is_empty() {
                return none(text.line_start(2));
            }
            if line == mark || line == "..." && mark == "---" {
                let body = text.line_start(text.line_of(at) + 1);
                let inner = text.slice(DocSpan::new(start, at)).into();
                return Self { text: inner, start, toml: mark == "+++", body, reach: body };
            }
        }
        none(text.line_start(MAX_LINES))
    }

    /// Whether the text, its offset, and its format are the same, even if the Markdown begins elsewhere.
    pub fn has_same_content(&self, other: &Self) -> bool {
        (&self.text, self.start, self.toml) == (&other.text, other.start, other.toml)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_after_its_reach_changes_nothing() {
        for draft in [
            "",
            "-",
            "---",
            "---\na: b\n---\nText\n",
            "---\n\nText\n\n---\n\nMore\n",
            "---\n \n",
            "---\n",
            "---          \nstar-coach: true\n---",
            "---         x\nstar-coach: true\n---\n",
            "--- x\n",
            "\u{feff}---\na\n---\n",
            "---\na: b\nText\n",
            "Some text\n---\n",
            "ééééééé\n---\n",
        ] {
            let before = FrontMatter::find(&Text::from(draft));
            for at in (before.reach + 1..=draft.len()).filter(|at| draft.is_char_boundary(*at)) {
                for (len, with) in [(0, "-"), (0, "\n---\n"), (1, ""), (draft.len() - at, "")] {
                    let end = (at + len).min(draft.len());
                    if !draft.is_char_boundary(end) {
                        continue;
                    }
                    let edited = format!("{}{with}{}", &draft[..at], &draft[end..]);
                    assert_eq!(FrontMatter::find(&Text::from(&*edited)), before, "{draft:?} -> {edited:?}");
                }
            }
        }
    }
}
