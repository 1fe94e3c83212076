//! Checks the files of a custom lexicon, with the position of everything that is wrong.

use std::borrow::Cow;
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::schema::{Field, KINDS, Kind, Shape};
use crate::lexicon::file::Entries;
use crate::lexicon::pattern::expand;
use crate::text::{DocSpan, distance};
use crate::value::{self, FileError};

/// How many bytes an ID may have: it names a file.
const LONGEST_ID: usize = 64;
/// How many problems of one file are enough.
const MOST_PROBLEMS: usize = 100;

/// What is wrong with each of `files`, in the order of the positions; their entries may refer to each other and to the
/// `builtin` ones, but not to those of a file with an error.
pub(super) fn check(files: &[&str], builtin: &Entries) -> Vec<Vec<FileError>> {
    let (tables, mut problems): (Vec<_>, Vec<_>) = files.iter().map(|file| value::toml::parse(file)).unzip();
    let syntax = problems.clone();
    let builtin = Known::new(builtin);
    let mut usable: Vec<bool> = problems.iter().map(|problems| !has_error(problems)).collect();
    // When a file turns out to have an error, what it defines is gone for the others, which are checked again.
    loop {
        let mut known = builtin.clone();
        for (index, table) in tables.iter().enumerate().filter(|(index, _)| usable[*index]) {
            known.add(index, table.get_ref());
        }
        let mut is_done = true;
        for (index, table) in tables.iter().enumerate() {
            let mut found = syntax[index].clone();
            let mut known = Cow::Borrowed(&known);
            if !usable[index] {
                // It still knows itself.
                known.to_mut().add(index, table.get_ref());
            }
            // What was understood of a text that is not TOML says nothing.
            if found.is_empty() {
                Checker { known: &known, text: files[index], file: index, problems: &mut found }.check(table.get_ref());
            }
            found.sort_by_key(|problem| problem.span);
            found.truncate(MOST_PROBLEMS);
            is_done &= !(usable[index] && has_error(&found));
            usable[index] &= !has_error(&found);
            problems[index] = found;
        }
        if is_done {
            return problems;
        }
    }
}

fn has_error(problems: &[FileError]) -> bool {
    problems.iter().any(|problem| problem.error)
}

/// The IDs there are, by kind.
#[derive(Clone, Debug)]
struct Known {
    /// The file and the position of each; `None` if it is built in.
    ids: BTreeMap<(&'static str, String), Option<(usize, usize)>>,
}

impl Known {
    fn new(builtin: &Entries) -> Self {
        Self { ids: builtin.ids().map(|(kind, id)| ((kind, id.to_owned()), None)).collect() }
    }

    fn add(&mut self, file: usize, table: &DeTable<'_>) {
        for kind in &KINDS {
            for entry in entries(table, kind.key) {
                let Some(id) = member(entry.1, "id") else { continue };
                if let Some(text) = id.get_ref().as_str() {
                    let place = Some((file, id.span().start));
                    let known = self.ids.entry((kind.key, text.to_owned())).or_insert(place);
                    *known = known.or(place);
                }
            }
        }
    }

    fn has(&self, key: &'static str, id: &str) -> bool {
        self.ids.contains_key(&(key, id.to_owned()))
    }

    fn nearest(&self, key: &'static str, id: &str) -> Option<&str> {
        nearest(id, self.ids.keys().filter(|(kind, _)| *kind == key).map(|(_, id)| id.as_str()))
    }
}

/// The entries of a kind, each with where it begins.
fn entries<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Vec<(usize, &'a DeTable<'i>)> {
    let list = member(table, key).and_then(|list| list.get_ref().as_array());
    let tables = list.into_iter().flat_map(|list| list.iter());
    tables.filter_map(|entry| Some((entry.span().start, entry.get_ref().as_table()?))).collect()
}

fn member<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
}

struct Checker<'a> {
    known: &'a Known,
    text: &'a str,
    file: usize,
    problems: &'a mut Vec<FileError>,
}

impl Checker<'_> {
    fn check(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref();
            let Some(kind) = KINDS.iter().find(|kind| kind.key == name) else {
                let known = KINDS.iter().map(|kind| kind.key);
                self.unknown("kind of entry", key, known);
                continue;
            };
            match value.get_ref().as_array() {
                Some(list) => list.iter().for_each(|entry| self.entry(kind, entry)),
                None => self.error(key.span(), format!("Entries begin with a line `[[{name}]]`, in two brackets.")),
            }
        }
    }

    fn entry(&mut self, kind: &Kind, entry: &Spanned<DeValue<'_>>) {
        let Some(table) = entry.get_ref().as_table() else {
            return self.error(entry.span(), format!("An entry begins with a line `[[{}]]`.", kind.key));
        };
        self.fields(kind.fields, table, entry.span(), kind.key);
        self.id(kind, table);
        let says = |name: &str| member(table, name);
        if let Some(review) = says("review")
            && review.get_ref().as_bool() == Some(true)
        {
            let message = "This entry does not count yet. Review it, then delete the line `review = true`.".into();
            self.problem(review.span(), message, false);
        }
        match kind.key {
            "scenario" => {
                let parts = ["situation", "task", "result"].map(says);
                let story = parts.iter().filter(|part| part.is_some()).count();
                if (1..3).contains(&story) {
                    let message = "A story has a situation, a task, an action and a result; one of them is missing.";
                    self.error(entry.span(), message.into());
                } else if story == 0 && says("points").is_none() {
                    self.error(
                        entry.span(),
                        "A question has `points`; a story has a situation, a task, an action and a result.".into(),
                    );
                }
            }
            "phrase" | "product" => {
                let forms = ["patterns", "aliases", "exact", "when"].into_iter().filter_map(says);
                let any = forms.into_iter().any(|list| list.get_ref().as_array().is_some_and(|list| !list.is_empty()));
                if !any {
                    self.error(entry.span(), "Nothing can be found by this entry: it has no patterns.".into());
                }
                let candidates = says("candidates").and_then(|list| list.get_ref().as_array());
                if kind.key == "phrase" && candidates.is_some_and(|list| list.is_empty()) {
                    self.error(entry.span(), "A phrase has at least one candidate, the id of a service.".into());
                }
            }
            _ => {}
        }
    }

    /// Whether the entry's id is fit for one and nobody else's.
    fn id(&mut self, kind: &Kind, table: &DeTable<'_>) {
        let Some(id) = member(table, "id") else { return };
        let Some(text) = id.get_ref().as_str() else { return };
        let fits = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
        if !text.starts_with(|char: char| char.is_ascii_alphanumeric())
            || !text.chars().all(fits)
            || text.len() > LONGEST_ID
        {
            let message = format!("An id has letters, digits, hyphens, dots and underscores, {LONGEST_ID} at most.");
            return self.error(id.span(), message);
        }
        let first = self.known.ids.get(&(kind.key, text.to_owned())).copied().flatten();
        match first {
            Some((file, at)) if file == self.file && at != id.span().start => {
                let line = 1 + self.text.get(..at).map_or(0, |before| before.matches('\n').count());
                self.error(
                    id.span(),
                    format!("`{text}` is the id of the entry in line {line} already. Rename one of them."),
                );
            }
            Some((file, _)) if file != self.file => {
                let message = format!("`{text}` is the id of an entry in another file already. Rename one of them.");
                self.error(id.span(), message);
            }
            _ => {}
        }
    }

    fn fields(&mut self, fields: &'static [Field], table: &DeTable<'_>, whole: std::ops::Range<usize>, what: &str) {
        for (key, value) in table {
            match fields.iter().find(|field| field.name == key.get_ref()) {
                Some(field) => self.value(field.shape, value, field.name),
                None => self.unknown("field", key, fields.iter().map(|field| field.name)),
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if member(table, field.name).is_none() {
                self.error(whole.clone(), format!("This {what} has no `{}`. Add one.", field.name));
            }
        }
        if fields.iter().any(|field| field.name == "requires") {
            let forms = ["form", "exact"].into_iter().filter(|name| member(table, name).is_some()).count();
            if forms != 1 {
                self.error(whole, "A `when` has either `form` or `exact`.".into());
            }
        }
    }

    fn value(&mut self, shape: Shape, value: &Spanned<DeValue<'_>>, name: &str) {
        let text = value.get_ref().as_str();
        let list = value.get_ref().as_array();
        let wrong = |what: &str| format!("`{name}` must be {what}.");
        match (shape, text, list) {
            (Shape::Text | Shape::Id, Some(_), _) => {}
            (Shape::Text | Shape::Id, None, _) => self.error(value.span(), wrong("a text in quotation marks")),
            (Shape::Flag, ..) if value.get_ref().is_bool() => {}
            (Shape::Flag, ..) => self.error(value.span(), wrong("true or false")),
            (Shape::OneOf(known), text, _) if text.is_none_or(|text| !known.contains(&text)) => {
                self.error(value.span(), wrong(&format!("one of \"{}\"", known.join("\", \""))));
            }
            (Shape::OneOf(_), ..) => {}
            (Shape::Pattern, Some(pattern), _) => {
                if let Err(why) = expand(pattern) {
                    let why = why.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned();
                    self.error(value.span(), format!("This pattern can't be used: {why}."));
                }
            }
            (Shape::Reference(key), Some(id), _) => {
                if !self.known.has(key, id) {
                    let hint = match self.known.nearest(key, id) {
                        Some(near) => format!("Did you mean `{near}`?"),
                        None => format!("`star-coach lexicon list {key}s` shows what there is."),
                    };
                    self.error(value.span(), format!("There is no {key} `{id}`. {hint}"));
                }
            }
            (Shape::Pattern | Shape::Reference(_), ..) => self.error(value.span(), wrong("a text in quotation marks")),
            (Shape::Texts | Shape::Patterns | Shape::References(_), _, Some(list)) => {
                let of = match shape {
                    Shape::Patterns => Shape::Pattern,
                    Shape::References(key) => Shape::Reference(key),
                    _ => Shape::Text,
                };
                list.iter().for_each(|item| self.value(of, item, name));
            }
            (Shape::Texts | Shape::Patterns | Shape::References(_), ..) => {
                self.error(value.span(), wrong("a list of texts, in square brackets"));
            }
            (Shape::Number(least, most), ..) => {
                let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
                if number.is_none_or(|number: i64| !(least..=most).contains(&number)) {
                    self.error(value.span(), wrong(&format!("a number from {least} to {most}")));
                }
            }
            (Shape::Table(fields), ..) => match value.get_ref().as_table() {
                Some(table) => self.fields(fields, table, value.span(), name),
                None => self.error(value.span(), wrong("a table, in braces")),
            },
            (Shape::Tables(fields), _, Some(list)) => {
                list.iter().for_each(|item| self.value(Shape::Table(fields), item, name));
            }
            (Shape::Tables(_), ..) => self.error(value.span(), wrong("a list of tables")),
        }
    }

    fn unknown(&mut self, what: &str, key: &Spanned<Cow<'_, str>>, known: impl Iterator<Item = &'static str> + Clone) {
        let name = key.get_ref();
        let hint = match nearest(name, known.clone()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("There are: {}.", known.collect::<Vec<_>>().join(", ")),
        };
        self.error(key.span(), format!("There is no {what} `{name}`. {hint}"));
    }

    fn error(&mut self, span: std::ops::Range<usize>, message: String) {
        self.problem(span, message, true);
    }

    fn problem(&mut self, span: std::ops::Range<usize>, message: String, error: bool) {
        let span = value::toml::span(self.text, span);
        // What spans several lines is shown at its first one.
        let first = self.text[span.range()].lines().next().map_or(0, str::len);
        let span = DocSpan::new(span.start, span.start + first);
        self.problems.push(FileError { span, message, error });
    }
}

/// The name of `known` that `name` may have been meant for.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let known = known.map(|known| (distance(name, known), known));
    known.min().filter(|(steps, known)| *steps <= (known.len() / 3).max(1)).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::file::BUILTIN;

    #[test]
    fn the_built_in_files_are_of_the_format() {
        let known = Known::new(&Entries::builtin().expect("sound entries"));
        for (kind, text) in BUILTIN {
            let (table, mut found) = value::toml::parse(text);
            Checker { known: &known, text, file: 0, problems: &mut found }.check(table.get_ref());
            assert_eq!(found, [], "{kind}");
        }
    }
}
