//! Custom lexicons: files in the format of the built-in ones, checked and merged into the built-in lexicon.
//!
//! A file with an error is ignored as a whole; references to its entries are errors, too. The other files are used.

mod check;
mod schema;

use std::sync::Arc;

use super::Lexicon;
use super::file::Entries;
use super::load::link;
use crate::text::DocSpan;

use crate::value::FileError;

/// The result of merging lexicon files.
#[derive(Debug)]
pub struct Merged {
    /// The built-in lexicon with the entries of all files without errors. A custom entry replaces a built-in one with
    /// the same ID.
    pub lexicon: Arc<Lexicon>,
    /// The errors and warnings of each file, sorted by position.
    pub problems: Vec<Vec<FileError>>,
}

/// Merges `files`, which are the texts of TOML files, into the built-in lexicon.
///
/// # Panics
/// Never: a test reads the built-in lexicon.
pub fn merge(files: &[&str]) -> Merged {
    let builtin = Entries::builtin().expect("the built-in lexicon is sound");
    let mut problems = check::check(files, &builtin);
    let usable = |index: &usize| problems[*index].iter().all(|problem| !problem.is_error());
    let usable: Vec<usize> = (0..files.len()).filter(usable).collect();
    if usable.is_empty() {
        return Merged { lexicon: Lexicon::shared(), problems };
    }
    if let Ok(lexicon) = linked(&builtin, files, &usable) {
        return Merged { lexicon: Arc::new(lexicon), problems };
    }
    // Files that pass the check but can't be linked together: each file that fails to link with the previous ones is
    // ignored.
    let mut lexicon = None;
    let mut chosen = Vec::new();
    for index in usable {
        chosen.push(index);
        match linked(&builtin, files, &chosen) {
            Ok(linked) => lexicon = Some(Arc::new(linked)),
            Err(why) => {
                chosen.pop();
                let message = format!("This file can't be used: {why}.");
                problems[index].push(FileError::error(DocSpan::new(0, 0), message));
            }
        }
    }
    Merged { lexicon: lexicon.unwrap_or_else(Lexicon::shared), problems }
}

/// Links the built-in entries with those of the `chosen` files.
fn linked(builtin: &Entries, files: &[&str], chosen: &[usize]) -> Result<Lexicon, String> {
    let mut custom = Entries::default();
    for index in chosen {
        custom.append(Entries::read(files[*index])?);
    }
    let mut entries = builtin.clone();
    entries.replace(custom);
    link(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the errors of one file, as `line: message`.
    fn problems(file: &str) -> Vec<String> {
        let found = merge(&[file]).problems.remove(0);
        let line = |problem: &FileError| 1 + file[..problem.span.start].matches('\n').count();
        found.iter().map(|problem| format!("{}: {}", line(problem), problem.message)).collect()
    }

    const STORY: &str = "[[scenario]]\nid = \"acme-1\"\ntitle = \"The zebra migration\"\nsituation = \"s\"\ntask = \"t\"\n\
                         action = [\"a\"]\nresult = \"r\"\nservices = [\"amazon-sqs\"]\nkeywords = [\"zebra\"]\n";

    #[test]
    fn entries_are_added_and_replace_built_in_ones() {
        let own = "[[service]]\nid = \"amazon-sqs\"\nname = \"Acme Queue\"\naliases = [\"Acme Queue\"]\n";
        let merged = merge(&[own, STORY]);
        assert_eq!(merged.problems, [[], []]);
        let builtin = Lexicon::builtin();
        assert_eq!(merged.lexicon.services.len(), builtin.services.len());
        assert_eq!(merged.lexicon.scenarios.len(), builtin.scenarios.len() + 1);
        let queue = merged.lexicon.services.iter().find(|service| service.id == "amazon-sqs").expect("a service");
        assert_eq!(queue.name, "Acme Queue");
        assert_eq!(merged.lexicon.find("our Acme Queue").len(), 1);
        let replaced = merge(&[&STORY.replace("acme-1", "S1")]).lexicon;
        assert_eq!(replaced.scenarios.len(), builtin.scenarios.len());
        let story = replaced.scenarios.iter().find(|scenario| scenario.id == "S1").expect("theirs");
        assert_eq!(story.title, "The zebra migration");
    }

    #[test]
    fn only_the_broken_file_is_ignored() {
        let broken = "[[scenario]]\nid = \"x\"\ntitle = 7\n";
        let needs_it = "[[phrase]]\nid = \"p\"\ncandidates = [\"acme-bus\"]\npatterns = [\"zebra bus\"]\n";
        let acme = "[[service]]\nid = \"acme-bus\"\nname = \"Acme Bus\"\naliases = [\"Acme Bus\"]\n";
        let merged = merge(&[broken, STORY, needs_it, acme]);
        assert_eq!(
            merged.problems.iter().map(|problems| !problems.is_empty()).collect::<Vec<_>>(),
            [true, false, false, false]
        );
        assert!(merged.lexicon.scenarios.iter().any(|scenario| scenario.id == "acme-1"));
        assert_eq!(merged.lexicon.find("a zebra bus").len(), 1);
        let merged = merge(&[&format!("{acme}oops = 1\n"), needs_it, STORY]);
        assert_eq!(
            merged.problems.iter().map(|problems| !problems.is_empty()).collect::<Vec<_>>(),
            [true, true, false]
        );
        assert!(merged.lexicon.find("a zebra bus").is_empty());
    }

    #[test]
    fn errors_are_reported_at_their_lines() {
        for (file, expected) in [
            ("[[servce]]\nid = \"x\"\n", "1: Unknown kind of entry `servce`. Did you mean `service`?"),
            (
                "\n[[service]]\nid = \"x\"\nname = \"X\"\nalias = [\"x\"]\n",
                "5: Unknown field `alias`. Did you mean `aliases`?",
            ),
            ("[[service]]\nid = \"x\"\n", "1: Missing `name` in this service."),
            (
                "[[vague]]\nid = \"x\"\nquestion = \"?\"\npatterns = [\"ok\",\n\"a+\"]\n",
                "5: Invalid pattern: repetition needs an upper limit, such as `{0,3}`.",
            ),
            (
                "[[phrase]]\nid = \"x\"\ncandidates = [\"amazon-sqss\"]\npatterns = [\"x y\"]\n",
                "3: Unknown service `amazon-sqss`. Did you mean `amazon-sqs`?",
            ),
            (
                "[[service]]\nid = \"x\"\nname = \"X\"\n[[service]]\nid = \"x\"\nname = \"Y\"\n",
                "5: `x` is already the ID of the entry on line 2. Rename one of them.",
            ),
            (
                "[[scenario]]\nid = \"../x\"\ntitle = \"t\"\npoints = []\n",
                "2: Invalid ID. Use at most 64 letters, digits, hyphens, periods, or underscores, starting with a letter or digit.",
            ),
            (
                "[[phrase]]\nid = \"x\"\ncandidates = [\"amazon-sqs\"]\n",
                "1: This entry matches nothing. Add `patterns`.",
            ),
            (
                "[[service]]\nid = \"x\"\nname = \"X\"\nlaunched = \"June 2018\"\n",
                "4: `launched` must be a date such as \"2018-06\".",
            ),
            ("[service]\nid = \"x\"\n", "1: Start each entry with `[[service]]`, in double brackets."),
            (
                "[[scenario]]\nid = \"x\"\ntitle = \"t\"\nsituation = \"s\"\n",
                "1: A story needs `situation`, `task`, `action`, and `result`.",
            ),
            (
                "[[phrase]]\nid = \"x\"\nconfidence = \"low\"\ncandidates = [\"amazon-sqs\"]\npatterns = [\"x y\"]\n",
                "3: `confidence` must be one of \"high\", \"medium\".",
            ),
        ] {
            assert_eq!(problems(file), [expected], "{file}");
        }
        assert!(problems("a = [\n\n\"é").iter().all(|problem| problem.contains("Invalid TOML")));
    }

    #[test]
    fn an_entry_marked_for_review_is_ignored_with_a_warning() {
        let file =
            "[[phrase]]\nid = \"x\"\nreview = true\ncandidates = [\"amazon-sqs\"]\npatterns = [\"zebra jobs\"]\n";
        let merged = merge(&[file]);
        assert!(matches!(&merged.problems[0][..], [error] if !error.is_error()), "{:?}", merged.problems);
        assert!(merged.lexicon.find("zebra jobs").is_empty());
        assert_eq!(merge(&[&file.replace("review = true\n", "")]).lexicon.find("zebra jobs").len(), 1);
    }

    #[test]
    fn arbitrary_text_does_not_panic() {
        for text in [
            "",
            "\0",
            "[[",
            "[[scenario]]",
            "scenario = 1",
            "scenario = [1, [2]]",
            "[[service]]\nid = 3",
            "= =\n= =",
            "[[phrase]]\nwhen = [{}]",
        ] {
            let merged = merge(&[text]);
            assert_eq!(merged.problems[0].is_empty(), text.is_empty(), "{text}: {:?}", merged.problems);
            assert_eq!(merged.lexicon.scenarios.len(), 33);
        }
    }
}
