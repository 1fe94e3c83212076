//! A lexicon of one's own: files of the built-in format, checked with a problem for each line that is wrong, merged.
//!
//! A file with an error is left out as a whole, and costs nothing else: what refers to its entries is wrong then, too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::load::{self, Source, Sources};
use super::pattern::expand;
use super::schema::{Field, KINDS, Kind, Shape, defaults};
use super::{Lexicon, builtin_sources, builtin_toml};
use crate::text::DocSpan;
use crate::value::FileError;

/// An id is at most so long, in bytes: it names a file.
const LONGEST_ID: usize = 64;
/// So many problems of one file are enough.
const MOST_PROBLEMS: usize = 100;

/// What comes of files.
#[derive(Debug)]
pub struct Merged {
    /// The built-in lexicon with the entries of the files that can be used; theirs win by id.
    pub lexicon: Arc<Lexicon>,
    /// What is wrong, for each file, in the order of the places.
    pub problems: Vec<Vec<FileError>>,
}

/// Merges `files`, texts in TOML, into the built-in lexicon.
pub fn merge(files: &[&str]) -> Merged {
    let (tables, mut problems): (Vec<_>, Vec<_>) = files.iter().map(|file| crate::value::toml::parse(file)).unzip();
    let mut known = Known::builtin();
    let builtin = known.clone();
    let mut usable: Vec<bool> = problems.iter().map(|problems| !has_error(problems)).collect();
    // What a file that falls out defines is gone for the others.
    let syntax = problems.clone();
    loop {
        known = builtin.clone();
        for (index, table) in tables.iter().enumerate().filter(|(index, _)| usable[*index]) {
            known.add(index, table.get_ref());
        }
        let mut fell = false;
        for (index, table) in tables.iter().enumerate() {
            let mut found = syntax[index].clone();
            let mut known = std::borrow::Cow::Borrowed(&known);
            if !usable[index] {
                // It still knows itself.
                known.to_mut().add(index, table.get_ref());
            }
            // What was understood of a text that is no TOML says nothing.
            if found.is_empty() {
                Checker { known: &known, text: files[index], file: index, problems: &mut found }.check(table.get_ref());
            }
            found.sort_by_key(|problem| problem.span);
            found.truncate(MOST_PROBLEMS);
            fell |= usable[index] && has_error(&found);
            usable[index] &= !has_error(&found);
            problems[index] = found;
        }
        if !fell {
            break;
        }
    }
    // What passes the check and still can't be linked costs the file that brings it.
    let mut chosen: Vec<usize> = Vec::new();
    let mut lexicon = None;
    let all: Vec<usize> = (0..files.len()).filter(|index| usable[*index]).collect();
    // Without any of them it is the built-in one, which takes no linking.
    match (!all.is_empty()).then(|| linked(files, &all)) {
        None => {}
        Some(Ok(linked)) => lexicon = Some(linked),
        Some(Err(_)) => {
            for index in all {
                let with: Vec<usize> = chosen.iter().copied().chain([index]).collect();
                match linked(files, &with) {
                    Ok(linked) => {
                        lexicon = Some(linked);
                        chosen = with;
                    }
                    Err(why) => {
                        let message = format!("This file can't be used: {why}.");
                        problems[index].push(FileError { span: DocSpan::new(0, 0), message, error: true });
                    }
                }
            }
        }
    }
    Merged { lexicon: lexicon.map_or_else(Lexicon::shared, Arc::new), problems }
}

fn has_error(problems: &[FileError]) -> bool {
    problems.iter().any(|problem| problem.error)
}

/// Which ids there are, by kind.
#[derive(Clone, Debug, Default)]
struct Known {
    /// The file and the place of each.
    ids: BTreeMap<(&'static str, String), Option<(usize, usize)>>,
}

impl Known {
    fn builtin() -> Self {
        let mut known = Self::default();
        for kind in &KINDS {
            let table: toml::Table = written(kind.key).parse().unwrap_or_default();
            let ids = table.get(kind.key).and_then(toml::Value::as_array).into_iter().flatten();
            let ids = ids.filter_map(|entry| entry.get("id")?.as_str());
            known.ids.extend(ids.map(|id| ((kind.key, id.to_owned()), None)));
        }
        known
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

    fn unknown(
        &mut self,
        what: &str,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        known: impl Iterator<Item = &'static str> + Clone,
    ) {
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
        let span = crate::value::toml::span(self.text, span);
        // What spans several lines is shown at its first one.
        let first = self.text[span.range()].lines().next().map_or(0, str::len);
        let span = DocSpan::new(span.start, span.start + first);
        self.problems.push(FileError { span, message, error });
    }
}

/// The name of `known` that `name` may have been meant for.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let known = known.map(|known| (crate::text::distance(name, known), known));
    known.min().filter(|(steps, known)| *steps <= (known.len() / 3).max(1)).map(|(_, known)| known)
}

/// What has the entries of a kind in `sources`.
fn source<'a>(sources: Sources<'a>, key: &str) -> Source<'a> {
    match key {
        "service" => sources.services,
        "product" => sources.products,
        "phrase" => sources.phrases,
        "vague" => sources.vague,
        _ => sources.scenarios,
    }
}

/// The text of the built-in file with entries of a kind, in TOML.
fn written(key: &str) -> &'static str {
    match source(builtin_toml(), key) {
        Source::Toml(text) | Source::Table(text) => text,
    }
}

/// The built-in lexicon with the entries of the `chosen` files, theirs first by id.
fn linked(files: &[&str], chosen: &[usize]) -> Result<Lexicon, String> {
    let mut texts = BTreeMap::new();
    for kind in &KINDS {
        let own = chosen.iter().flat_map(|index| own_entries(files[*index], kind.key));
        let own: Vec<toml::Value> = own.collect();
        if !own.is_empty() {
            texts.insert(kind.key, joined(kind.key, own)?);
        }
    }
    let builtin = builtin_sources();
    let source = |key| texts.get(key).map_or(source(builtin, key), |text| Source::Toml(text));
    load::load(Sources {
        services: source("service"),
        products: source("product"),
        phrases: source("phrase"),
        vague: source("vague"),
        scenarios: source("scenario"),
        // Good practice is not a matter of taste: it is not merged.
        practices: builtin.practices,
    })
}

/// The entries of a kind in a file, those left out that wait for review, completed by what they may leave out.
fn own_entries(file: &str, key: &str) -> Vec<toml::Value> {
    let table: toml::Table = file.parse().unwrap_or_default();
    let list = table.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let reviewed = list.into_iter().filter(|entry| entry.get("review").and_then(toml::Value::as_bool) != Some(true));
    let completed = reviewed.map(|mut entry| {
        if let Some(entry) = entry.as_table_mut() {
            entry.remove("review");
            for (name, value) in defaults(key) {
                entry.entry(name).or_insert(value);
            }
        }
        entry
    });
    completed.collect()
}

fn joined(key: &str, own: Vec<toml::Value>) -> Result<String, String> {
    let mut table: toml::Table = written(key).parse().map_err(|error: toml::de::Error| error.to_string())?;
    let id = |entry: &toml::Value| entry.get("id").and_then(toml::Value::as_str).map(str::to_owned);
    let theirs: BTreeSet<String> = own.iter().filter_map(id).collect();
    let list = table.get_mut(key).and_then(toml::Value::as_array_mut).ok_or("the built-in file is empty")?;
    list.retain(|entry| id(entry).is_none_or(|id| !theirs.contains(&id)));
    for entry in list.iter_mut() {
        // It was the relative of the entry that is replaced.
        if let Some(related) = entry.get_mut("related").and_then(toml::Value::as_array_mut) {
            related.retain(|relation| id(relation).is_none_or(|id| !theirs.contains(&id)));
        }
    }
    list.extend(own);
    toml::to_string(&table).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The problems of one file, as `line: message`.
    fn problems(file: &str) -> Vec<String> {
        let found = merge(&[file]).problems.remove(0);
        let line = |problem: &FileError| 1 + file[..problem.span.start].matches('\n').count();
        found.iter().map(|problem| format!("{}: {}", line(problem), problem.message)).collect()
    }

    const STORY: &str = "[[scenario]]\nid = \"acme-1\"\ntitle = \"The zebra migration\"\nsituation = \"s\"\ntask = \"t\"\n\
                         action = [\"a\"]\nresult = \"r\"\nservices = [\"amazon-sqs\"]\nkeywords = [\"zebra\"]\n";

    #[test]
    fn the_built_in_files_are_of_the_format() {
        for kind in &KINDS {
            let text = written(kind.key);
            let (table, mut found) = crate::value::toml::parse(text);
            let known = Known::builtin();
            Checker { known: &known, text, file: 0, problems: &mut found }.check(table.get_ref());
            assert_eq!(found, [], "{}", kind.key);
        }
    }

    #[test]
    fn entries_are_added_and_theirs_win() {
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
    fn a_broken_file_costs_itself_only() {
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
    fn what_is_wrong_is_told_at_its_line() {
        for (file, expected) in [
            ("[[servce]]\nid = \"x\"\n", "1: There is no kind of entry `servce`. Did you mean `service`?"),
            (
                "\n[[service]]\nid = \"x\"\nname = \"X\"\nalias = [\"x\"]\n",
                "5: There is no field `alias`. Did you mean `aliases`?",
            ),
            ("[[service]]\nid = \"x\"\n", "1: This service has no `name`. Add one."),
            (
                "[[vague]]\nid = \"x\"\nquestion = \"?\"\npatterns = [\"ok\",\n\"a+\"]\n",
                "5: This pattern can't be used: it has no end: say how often at most.",
            ),
            (
                "[[phrase]]\nid = \"x\"\ncandidates = [\"amazon-sqss\"]\npatterns = [\"x y\"]\n",
                "3: There is no service `amazon-sqss`. Did you mean `amazon-sqs`?",
            ),
            (
                "[[service]]\nid = \"x\"\nname = \"X\"\n[[service]]\nid = \"x\"\nname = \"Y\"\n",
                "5: `x` is the id of the entry in line 2 already. Rename one of them.",
            ),
            (
                "[[scenario]]\nid = \"../x\"\ntitle = \"t\"\npoints = []\n",
                "2: An id has letters, digits, hyphens, dots and underscores, 64 at most.",
            ),
            (
                "[[phrase]]\nid = \"x\"\ncandidates = [\"amazon-sqs\"]\n",
                "1: Nothing can be found by this entry: it has no patterns.",
            ),
            ("[service]\nid = \"x\"\n", "1: Entries begin with a line `[[service]]`, in two brackets."),
            (
                "[[scenario]]\nid = \"x\"\ntitle = \"t\"\nsituation = \"s\"\n",
                "1: A story has a situation, a task, an action and a result; one of them is missing.",
            ),
            (
                "[[phrase]]\nid = \"x\"\nconfidence = \"low\"\ncandidates = [\"amazon-sqs\"]\npatterns = [\"x y\"]\n",
                "3: `confidence` must be one of \"high\", \"medium\".",
            ),
        ] {
            assert_eq!(problems(file), [expected], "{file}");
        }
        assert!(problems("a = [\n\n\"é").iter().all(|problem| problem.contains("This is no TOML")));
    }

    #[test]
    fn what_waits_for_review_does_not_count_and_is_no_error() {
        let file =
            "[[phrase]]\nid = \"x\"\nreview = true\ncandidates = [\"amazon-sqs\"]\npatterns = [\"zebra jobs\"]\n";
        let merged = merge(&[file]);
        assert!(matches!(&merged.problems[0][..], [FileError { error: false, .. }]), "{:?}", merged.problems);
        assert!(merged.lexicon.find("zebra jobs").is_empty());
        assert_eq!(merge(&[&file.replace("review = true\n", "")]).lexicon.find("zebra jobs").len(), 1);
    }

    #[test]
    fn any_text_is_survived() {
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
