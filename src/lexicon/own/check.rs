//! Checks the files of a custom lexicon. Each error has its position.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::schema::{EntrySchema, Field, SCHEMAS, Shape};
use crate::lexicon::file::Entries;
use crate::lexicon::pattern::expand;
use crate::text::{DocSpan, distance};
use crate::value::{FileError, Member, Node, Value, toml};

/// The maximum length of an ID, in bytes: an ID becomes a file name.
const MAX_ID_LEN: usize = 64;
/// The maximum number of errors reported per file.
const MAX_ERRORS: usize = 100;

/// Returns the errors and warnings of each file, sorted by position.
///
/// Entries may refer to `builtin` entries and to entries of other files, except to those of a file with an error.
pub(super) fn check(files: &[&str], builtin: &Entries) -> Vec<Vec<FileError>> {
    let files: Vec<_> = files.iter().enumerate().map(|(index, text)| File::new(index, text)).collect();
    let builtin = KnownIds::new(builtin);
    let mut usable: Vec<bool> = files.iter().map(|file| !has_error(&file.syntax_errors)).collect();
    // If a file turns out to have an error, the others can't refer to its entries, so they are checked again.
    loop {
        let mut known = builtin.clone();
        files.iter().filter(|file| usable[file.index]).for_each(|file| known.add(file));
        let errors: Vec<_> = files.iter().map(|file| file.check(&known, usable[file.index])).collect();
        let still_usable: Vec<bool> =
            files.iter().map(|file| usable[file.index] && !has_error(&errors[file.index])).collect();
        if still_usable == usable {
            return errors;
        }
        usable = still_usable;
    }
}

fn has_error(errors: &[FileError]) -> bool {
    errors.iter().any(|error| error.is_error())
}

/// A parsed lexicon file.
struct File<'a> {
    /// The position of the file among the files checked together.
    index: usize,
    text: &'a str,
    root: Node,
    syntax_errors: Vec<FileError>,
}

impl<'a> File<'a> {
    fn new(index: usize, text: &'a str) -> Self {
        let (root, syntax_errors) = toml::read(text);
        Self { index, text, root, syntax_errors }
    }

    /// Returns the errors of the file, sorted by position. `known` has the IDs of this file only if it `is_usable`.
    fn check(&self, known: &KnownIds, is_usable: bool) -> Vec<FileError> {
        let mut errors = self.syntax_errors.clone();
        // Only part of a file with a syntax error is parsed, so other errors would be misleading.
        if errors.is_empty() {
            let mut known = Cow::Borrowed(known);
            if !is_usable {
                known.to_mut().add(self);
            }
            let mut checker = Checker { known: &known, file: self, errors };
            checker.check();
            errors = checker.errors;
        }
        errors.sort_by_key(|error| error.span);
        errors.truncate(MAX_ERRORS);
        errors
    }
}

/// The position of the definition of a custom entry.
#[derive(Clone, Copy, Debug)]
struct Definition {
    /// The index of the file.
    file: usize,
    /// The byte offset of the entry's ID in the file.
    offset: usize,
}

/// The IDs that entries may refer to.
#[derive(Clone, Debug)]
struct KnownIds {
    /// The definition of each kind and ID; `None` for a built-in entry.
    ids: BTreeMap<(&'static str, String), Option<Definition>>,
}

impl KnownIds {
    fn new(builtin: &Entries) -> Self {
        Self { ids: builtin.ids().map(|(kind, id)| ((kind, id.to_owned()), None)).collect() }
    }

    /// Adds the IDs of `file`. The first custom definition of an ID wins.
    fn add(&mut self, file: &File<'_>) {
        for schema in &SCHEMAS {
            let list = member(members(&file.root), schema.kind).map_or(&[][..], items);
            for id in list.iter().filter_map(|entry| member(members(entry), "id")) {
                let Value::Text(text) = &id.value else { continue };
                let definition = Some(Definition { file: file.index, offset: id.span.start });
                let known = self.ids.entry((schema.kind, text.clone())).or_insert(definition);
                *known = known.or(definition);
            }
        }
    }

    /// Returns the custom definition of an ID. `None` if the ID is unknown or built in.
    fn definition(&self, kind: &'static str, id: &str) -> Option<Definition> {
        self.ids.get(&(kind, id.to_owned())).copied().flatten()
    }

    fn contains(&self, kind: &'static str, id: &str) -> bool {
        self.ids.contains_key(&(kind, id.to_owned()))
    }

    /// Returns the known ID of this kind that is most similar to `id`, if it is similar enough.
    fn nearest(&self, kind: &'static str, id: &str) -> Option<&str> {
        nearest(id, self.ids.keys().filter(|(known, _)| *known == kind).map(|(_, id)| id.as_str()))
    }
}

/// Returns the members of a table; none for any other value.
fn members(node: &Node) -> &[Member] {
    match &node.value {
        Value::Table(members) => members,
        _ => &[],
    }
}

/// Returns the items of a list; none for any other value.
fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}

fn member<'a>(table: &'a [Member], name: &str) -> Option<&'a Node> {
    table.iter().find(|member| member.name == name).map(|member| &member.node)
}

/// Collects the errors of one file.
struct Checker<'a> {
    known: &'a KnownIds,
    file: &'a File<'a>,
    errors: Vec<FileError>,
}

impl Checker<'_> {
    fn check(&mut self) {
        let file = self.file;
        for Member { name, at, node } in members(&file.root) {
            let Some(schema) = SCHEMAS.iter().find(|schema| schema.kind == name) else {
                self.unknown("kind of entry", name, *at, SCHEMAS.iter().map(|schema| schema.kind));
                continue;
            };
            match &node.value {
                Value::List(entries) => entries.iter().for_each(|entry| self.entry(schema, entry)),
                _ => self.error(*at, format!("Start each entry with `[[{name}]]`, in double brackets.")),
            }
        }
    }

    fn entry(&mut self, schema: &EntrySchema, entry: &Node) {
        let Value::Table(table) = &entry.value else {
            return self.error(entry.span, format!("Start each entry with `[[{}]]`, in double brackets.", schema.kind));
        };
        self.fields(schema.fields, table, entry.span, schema.kind);
        self.id(schema, table);
        if let Some(review) = member(table, "review").filter(|review| review.value == Value::Flag(true)) {
            let message = "This entry is inactive. Review it, then delete `review = true`.";
            self.report(FileError::warning(review.span, message.to_owned()));
        }
        match schema.kind {
            "scenario" => self.scenario(table, entry.span),
            "phrase" | "product" => self.forms(schema, table, entry.span),
            _ => {}
        }
    }

    /// Checks that a scenario is a whole story or a question with points.
    fn scenario(&mut self, table: &[Member], entry: DocSpan) {
        let sections = ["situation", "task", "result"];
        let count = sections.iter().filter(|name| member(table, name).is_some()).count();
        if count == 0 && member(table, "points").is_none() {
            self.error(
                entry,
                "A story needs `situation`, `task`, `action`, and `result`; a question needs `points`.".to_owned(),
            );
        } else if (1..sections.len()).contains(&count) {
            let message = "A story needs `situation`, `task`, `action`, and `result`.";
            self.error(entry, message.to_owned());
        }
    }

    /// Checks that a phrase or product has a pattern, and a phrase a candidate.
    fn forms(&mut self, schema: &EntrySchema, table: &[Member], entry: DocSpan) {
        let mut lists = ["patterns", "heads", "hosted", "verbs", "aliases", "exact", "when"]
            .into_iter()
            .filter_map(|name| member(table, name));
        if lists.all(|list| items(list).is_empty()) {
            let field = if schema.kind == "phrase" { "patterns" } else { "aliases" };
            self.error(entry, format!("This entry matches nothing. Add `{field}`."));
        }
        let candidates = member(table, "candidates");
        if schema.kind == "phrase" && candidates.is_some_and(|list| list.value == Value::List(Vec::new())) {
            self.error(entry, "A phrase needs at least one candidate, which is a service ID.".to_owned());
        }
    }

    /// Checks that the ID is valid, and that no other custom entry of its kind has the same one.
    fn id(&mut self, schema: &EntrySchema, table: &[Member]) {
        let Some(Node { span, value: Value::Text(id) }) = member(table, "id") else { return };
        let is_allowed = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
        if !id.starts_with(|char: char| char.is_ascii_alphanumeric())
            || !id.chars().all(is_allowed)
            || id.len() > MAX_ID_LEN
        {
            let message = format!(
                "Invalid ID. Use at most {MAX_ID_LEN} letters, digits, hyphens, periods, or underscores, starting with a \
                 letter or digit."
            );
            return self.error(*span, message);
        }
        let Some(first) = self.known.definition(schema.kind, id) else { return };
        if first.file != self.file.index {
            self.error(*span, format!("`{id}` is already the ID of an entry in another file. Rename one of them."));
        } else if first.offset != span.start {
            let line = 1 + self.file.text[..first.offset].matches('\n').count();
            self.error(*span, format!("`{id}` is already the ID of the entry on line {line}. Rename one of them."));
        }
    }

    /// Checks the members of `table`, which is at `span`, against `fields`. `owner` names the table in messages.
    fn fields(&mut self, fields: &'static [Field], table: &[Member], span: DocSpan, owner: &str) {
        for Member { name, at, node } in table {
            match fields.iter().find(|field| field.name == name) {
                Some(field) => self.value(field.shape, node, field.name),
                None => self.unknown("field", name, *at, fields.iter().map(|field| field.name)),
            }
        }
        for field in fields.iter().filter(|field| field.required && member(table, field.name).is_none()) {
            self.error(span, format!("Missing `{}` in this {owner}.", field.name));
        }
        if fields.iter().any(|field| field.name == "requires") {
            let forms = ["form", "exact"].into_iter().filter(|name| member(table, name).is_some()).count();
            if forms != 1 {
                self.error(span, "A `when` needs either `form` or `exact`.".to_owned());
            }
        }
    }

    /// Checks that the field `name` has a value of this shape.
    fn value(&mut self, shape: Shape, node: &Node, name: &str) {
        let mut each = |shape: Shape, items: &[Node]| items.iter().for_each(|item| self.value(shape, item, name));
        match (shape, &node.value) {
            (Shape::Text | Shape::Id | Shape::TextOrTexts, Value::Text(_)) | (Shape::Flag, Value::Flag(_)) => {}
            (Shape::Date, Value::Text(date)) if is_date(date) => {}
            (Shape::OneOf(known), Value::Text(text)) if known.contains(&text.as_str()) => {}
            (Shape::Number(min, max), Value::Whole(number)) if (min..=max).contains(number) => {}
            (Shape::Pattern, Value::Text(pattern)) => self.pattern(pattern, node.span),
            (Shape::Reference(kind), Value::Text(id)) => self.reference(kind, id, node.span),
            (Shape::Texts | Shape::TextOrTexts, Value::List(items)) => each(Shape::Text, items),
            (Shape::Patterns, Value::List(items)) => each(Shape::Pattern, items),
            (Shape::References(kind), Value::List(items)) => each(Shape::Reference(kind), items),
            (Shape::Tables(fields), Value::List(items)) => each(Shape::Table(fields), items),
            (Shape::Table(fields), Value::Table(table)) => self.fields(fields, table, node.span, name),
            _ => self.error(node.span, format!("`{name}` must be {}.", shape.description())),
        }
    }

    fn pattern(&mut self, pattern: &str, span: DocSpan) {
        if let Err(why) = expand(pattern) {
            // The regex parser puts the reason on the last line, below an excerpt of the pattern.
            let why = why.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
            self.error(span, format!("Invalid pattern: {why}."));
        }
    }

    fn reference(&mut self, kind: &'static str, id: &str, span: DocSpan) {
        if self.known.contains(kind, id) {
            return;
        }
        let hint = match self.known.nearest(kind, id) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("`star-coach lexicon list {kind}s` lists all {kind}s."),
        };
        self.error(span, format!("Unknown {kind} `{id}`. {hint}"));
    }

    /// Reports that `name` is not one of the `known` names.
    fn unknown(&mut self, what: &str, name: &str, span: DocSpan, known: impl Iterator<Item = &'static str> + Clone) {
        let hint = match nearest(name, known.clone()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Use one of {}.", known.collect::<Vec<_>>().join(", ")),
        };
        self.error(span, format!("Unknown {what} `{name}`. {hint}"));
    }

    fn error(&mut self, span: DocSpan, message: String) {
        self.report(FileError::error(span, message));
    }

    /// Adds an error or a warning. Of a span of several lines, only the first line is shown.
    fn report(&mut self, error: FileError) {
        let FileError { span, .. } = error;
        let first_line = self.file.text[span.range()].lines().next().map_or(0, str::len);
        self.errors.push(FileError { span: DocSpan::new(span.start, span.start + first_line), ..error });
    }
}

/// Whether `text` is a date, such as `2018-06-05`, `2018-06`, or `2018`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths = [4, 2, 2];
    let is_number = |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() <= lengths.len() && parts.iter().zip(lengths).all(|(part, len)| is_number(part, len))
}

/// Returns the name in `known` that is most similar to `name`, if it is similar enough.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let known = known.map(|known| (distance(name, known), known));
    known.min().filter(|(steps, known)| *steps <= (known.len() / 3).max(1)).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::file::BUILTIN;

    #[test]
    fn the_built_in_files_match_the_schema() {
        let known = KnownIds::new(&Entries::builtin().expect("sound entries"));
        for (kind, text) in BUILTIN {
            assert_eq!(File::new(0, text).check(&known, true), [], "{kind}");
        }
    }
}
