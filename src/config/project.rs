//! `star-coach.toml`, the settings of a folder of drafts, as text.

use toml::de::DeTable;

use crate::lexicon::own::Problem;
use crate::text::{DocSpan, distance};

/// What the file is called.
pub const FILE: &str = "star-coach.toml";

/// What may be set.
const KEYS: [&str; 1] = ["lexicon"];

/// What `star-coach.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// Files and folders of a lexicon of one's own, as written, each with its place in the file.
    pub lexicon: Vec<(String, DocSpan)>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Reads the text of the file: what is wrong costs itself only.
pub fn read(text: &str) -> Project {
    let mut project = Project::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let why = error.message().trim().replace('\n', ", ");
        project.problem(text, error.span().unwrap_or_default(), format!("This is no TOML: {why}."), true);
    }
    for (key, value) in table.get_ref() {
        match (&**key.get_ref(), value.get_ref().as_array()) {
            ("lexicon", Some(list)) => {
                for path in list.iter() {
                    match path.get_ref().as_str() {
                        Some(written) => project.lexicon.push((written.into(), span(text, path.span()))),
                        None => project.problem(text, path.span(), "A path is a text in quotation marks.".into(), true),
                    }
                }
            }
            ("lexicon", None) => {
                let message = "`lexicon` must be a list of paths, such as [\"my-lexicon/\", \"stories.md\"].";
                project.problem(text, value.span(), message.into(), true);
            }
            (other, _) => {
                let near = KEYS.into_iter().find(|known| distance(other, known) <= 2);
                let hint = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                project.problem(
                    text,
                    key.span(),
                    format!("There is no setting `{other}`; it is left out.{hint}"),
                    false,
                );
            }
        }
    }
    project
}

impl Project {
    fn problem(&mut self, text: &str, at: std::ops::Range<usize>, message: String, error: bool) {
        self.problems.push(Problem { span: span(text, at), message, error });
    }
}

/// A span of `text` on its boundaries.
fn span(text: &str, range: std::ops::Range<usize>) -> DocSpan {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    DocSpan::new(floor(range.start), floor(range.end).max(floor(range.start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_with_their_places() {
        let text = "# mine\nlexicon = [\"my-lexicon/\", 'stories.md']\n";
        let project = read(text);
        let paths: Vec<_> = project.lexicon.iter().map(|(path, span)| (&**path, &text[span.range()])).collect();
        assert_eq!(paths, [("my-lexicon/", "\"my-lexicon/\""), ("stories.md", "'stories.md'")]);
        assert_eq!(project.problems, []);
        assert_eq!(read(""), Project::default());
    }

    #[test]
    fn what_is_wrong_costs_itself_only() {
        for (text, paths, message, error) in [
            ("lexicon = [3, \"a\"]", 1, "quotation marks", true),
            ("lexicon = \"a\"", 0, "list of paths", true),
            ("lexicn = []\nlexicon = [\"a\"]", 1, "Did you mean `lexicon`?", false),
            ("[lexicon]\nx = 1", 0, "list of paths", true),
        ] {
            let project = read(text);
            assert_eq!(project.lexicon.len(), paths, "{text}");
            assert!(
                matches!(&project.problems[..], [one] if one.message.contains(message) && one.error == error),
                "{project:?}"
            );
        }
        assert!(read("lexicon = [\"é").problems.iter().all(|problem| problem.error));
        assert!(!read("lexicon = [\"é").problems.is_empty());
    }
}
