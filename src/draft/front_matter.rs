//! Where a draft's front matter is: the block between `---` or `+++` at its top, which belongs to somebody's site generator
//! or notebook. What it says to star-coach is read by [`crate::settings::front_matter`].

use crate::text::{DocSpan, Text};

/// Front matter that is not closed within so many lines is none.
const LONGEST: usize = 200;
/// How far one has to look to see that there is no front matter, in bytes: a byte order mark, a line of three, white space.
const HEAD: usize = 8;

/// The front matter of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// What stands between its marks.
    pub text: Box<str>,
    /// Where that begins.
    pub start: usize,
    /// Whether it is TOML; else it is YAML.
    pub toml: bool,
    /// Where the draft itself begins: 0 if there is no front matter.
    pub body: usize,
    /// An edit that begins behind this changes nothing of it.
    pub reach: usize,
}

impl FrontMatter {
    /// Finds the front matter of `text`.
    pub fn find(text: &Text) -> Self {
        let head = text.slice(DocSpan::new(0, text.floor_boundary(HEAD)));
        let mark = head.trim_start_matches('\u{feff}').get(..3).filter(|mark| matches!(*mark, "---" | "+++"));
        let none = |reach: usize| Self { reach, ..Self::default() };
        let Some(mark) = mark else { return none(HEAD) };
        let mut lines = text.lines_from(0).take(LONGEST);
        let opens = lines.next().filter(|(_, line)| line.trim_start_matches('\u{feff}').trim_end() == mark);
        let Some((_, opening)) = opens else { return none(text.line_start(1)) };
        let start = opening.len();
        for (number, (at, line)) in lines.enumerate() {
            let line = line.trim_end();
            // A rule at the top of a draft: nobody's front matter begins with a blank line.
            if number == 0 && line.is_empty() {
                return none(text.line_start(2));
            }
            if line == mark || line == "..." && mark == "---" {
                let body = text.line_start(text.line_of(at) + 1);
                let inner = text.slice(DocSpan::new(start, at)).into();
                return Self { text: inner, start, toml: mark == "+++", body, reach: body };
            }
        }
        none(text.line_start(LONGEST))
    }

    /// Whether both say the same, wherever the draft itself begins.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.text, self.start, self.toml) == (&other.text, other.start, other.toml)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_behind_its_reach_changes_nothing() {
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
