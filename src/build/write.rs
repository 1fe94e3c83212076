//! Writes entries as lexicon files.

use std::collections::BTreeSet;

use super::entry::{Body, Entry};
use super::needs::Need;
use super::words::{slug, unique};

const SCENARIOS: &str = "\
# Stories and questions, built from documents by `star-coach lexicon build`.
#
# Review each entry: put the text into words that you would say, and fill in empty fields.
# - `services`: the services that were recognized. Add missing ones by ID (`star-coach lexicon list services NAME`).
# - `figures`: clauses of the Result with a metric.
# - `keywords`: words that distinguish this entry. Add words that people use for the problem.
# An entry with the ID of a built-in entry (S1, Q1, …) replaces it. To keep both, rename yours.
";

const PHRASES: &str = "\
# Generic phrases, proposed by `star-coach lexicon build`: what your documents use services for.
#
# Review each entry, then delete its line `review = true` to activate it. Keep only what people say who don't know the
# service name. Shorten the patterns to the words that matter (`queues?`, `(message|job) queues?`).
";

pub(super) fn scenarios(entries: &[Entry]) -> String {
    let mut out = SCENARIOS.to_owned();
    for entry in entries {
        out.push_str("\n[[scenario]]\n");
        pair(&mut out, "id", &entry.id);
        pair(&mut out, "source", &entry.source);
        pair(&mut out, "title", &entry.title);
        list(&mut out, "topics", &entry.topics);
        match &entry.body {
            Body::Story { situation, task, action, result } => {
                pair(&mut out, "situation", situation);
                pair(&mut out, "task", task);
                lines(&mut out, "action", action);
                pair(&mut out, "result", result);
            }
            Body::Points(points) => lines(&mut out, "points", points),
        }
        list(&mut out, "services", &entry.services);
        if !entry.figures.is_empty() {
            list(&mut out, "figures", &entry.figures);
        }
        list(&mut out, "keywords", &entry.keywords);
    }
    out
}

pub(super) fn phrases(needs: &[Need]) -> String {
    let mut out = PHRASES.to_owned();
    let mut ids = BTreeSet::new();
    for need in needs {
        // The prefix avoids the IDs of built-in phrases, which would be replaced.
        let id = unique(&format!("own-{}", slug(&need.words)), &mut ids);
        out.push('\n');
        if let Some(phrase) = &need.covered_by {
            out.push_str(&format!("# Already covered by the built-in phrase {phrase}.\n"));
        }
        out.push_str("[[phrase]]\n");
        pair(&mut out, "id", &id);
        pair(&mut out, "source", &need.entry);
        out.push_str("review = true\n");
        pair(&mut out, "confidence", "medium");
        list(&mut out, "candidates", &need.services);
        list(&mut out, "patterns", &[escaped(&need.words)]);
    }
    out
}

/// Returns a pattern that matches `words` literally.
fn escaped(words: &str) -> String {
    let mut pattern = String::new();
    for char in words.chars() {
        if regex_syntax::is_meta_character(char) {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern
}

fn pair(out: &mut String, key: &str, value: &str) {
    out.push_str(&format!("{key} = {}\n", quoted(value)));
}

fn list(out: &mut String, key: &str, values: &[String]) {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    out.push_str(&format!("{key} = [{}]\n", values.join(", ")));
}

/// Writes a list with one line for each value.
fn lines(out: &mut String, key: &str, values: &[String]) {
    let values: String = values.iter().map(|value| format!("  {},\n", quoted(value))).collect();
    let values = if values.is_empty() { values } else { format!("\n{values}") };
    out.push_str(&format!("{key} = [{values}]\n"));
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Document, build, tests::*};
    use crate::lexicon::Lexicon;

    #[test]
    fn written_files_are_valid_toml() {
        let nasty = "a \"quote\", a \\ and\ta tab, 'x', '''y''', \u{1f680}";
        let entry = Entry {
            title: nasty.into(),
            body: Body::Points(vec![nasty.into(), "two\nlines".into()]),
            ..Entry::default()
        };
        let table: toml::Table = toml::from_str(&scenarios(&[entry])).expect("TOML");
        assert_eq!(table["scenario"][0]["title"].as_str(), Some(nasty));
        assert_eq!(table["scenario"][0]["points"][1].as_str(), Some("two\nlines"));
    }

    #[test]
    fn both_shapes_are_written_in_full() {
        let documents = [STORIES, QUESTIONS].map(|text| Document { name: "d", text });
        let built = build(&Lexicon::builtin(), &documents, None);
        let scenarios: toml::Table = toml::from_str(&built.scenarios()).expect("TOML");
        assert_eq!(scenarios["scenario"].as_array().map(Vec::len), Some(3));
        let phrases: toml::Table = toml::from_str(&built.phrases()).expect("TOML");
        let phrase = &phrases["phrase"][0];
        assert_eq!(
            (phrase["id"].as_str(), phrase["review"].as_bool()),
            (Some("own-decouple-billing-jobs"), Some(true))
        );
        assert_eq!(escaped("c++ (all)"), r"c\+\+ \(all\)");
    }
}
