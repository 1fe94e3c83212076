//! Completes suppression comments and front matter.

use super::cursor::{Cause, Cursor};
use super::item::{Item, ItemKind};
use crate::draft::suppression::{REASON_MARKS, Verb};
use crate::features::markup::{Format, Page};
use crate::rules::RULES;
use crate::settings::{SETTINGS, Setting, SettingSource};
use crate::text::Span;

/// The maximum number of lines above to search for `star-coach:`.
const MAX_LINES_ABOVE: usize = 60;
/// The start of a suppression comment.
const OPENING: &str = "<!-- star-coach: ";

/// The placeholder for a reason.
const REASON: &str = "reason";

/// Describes what `verb` suppresses, for a menu.
fn about(verb: Verb) -> &'static str {
    match verb {
        Verb::Ignore => "suppress up to the next blank line",
        Verb::IgnoreAnswer => "suppress in this answer",
        Verb::IgnoreFile => "suppress in this file",
        Verb::Disable => "turn off from here on",
        Verb::Enable => "turn on again from here on",
    }
}

/// Returns the words that can come next in the comment that begins at byte `start` of the line.
pub(super) fn words(cursor: &Cursor<'_>, start: usize) -> Vec<Item> {
    let said = &cursor.before()[start + 4..];
    let Some((name, rest)) = said.split_once(':') else {
        return if cursor.cause == Cause::Asked { open(cursor, start) } else { Vec::new() };
    };
    if name.trim() != "star-coach" {
        return Vec::new();
    }
    let word = rest.rsplit([' ', '\t', ',']).next().unwrap_or_default();
    let begin = cursor.at - word.len();
    let words: Vec<&str> =
        rest[..rest.len() - word.len()].split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| REASON_MARKS.contains(word)) {
        return Vec::new();
    }
    let more = cursor.after().find(|char: char| !char.is_ascii_alphanumeric() && char != '-').unwrap_or(0);
    // In "ignore -->", the end of the comment is not part of the word.
    let more = if cursor.after().starts_with("-->") { 0 } else { more };
    if words.is_empty() {
        // After the colon, insert a space first.
        let gap = if rest.is_empty() { " " } else { "" };
        let item = |verb: Verb| Item {
            label: verb.word().to_owned(),
            detail: about(verb).to_owned(),
            filter: verb.word().to_owned(),
            ..cursor.item(ItemKind::Directive, begin, more, format!("{gap}{}", verb.word()))
        };
        return Verb::ALL.into_iter().map(item).collect();
    }
    if !Verb::ALL.iter().any(|verb| verb.word() == words[0]) {
        return Vec::new();
    }
    let others = RULES.iter().filter(|rule| !words.contains(&rule.name));
    let mut rules: Vec<_> = others.collect();
    let found = found_here(cursor);
    rules.sort_by_key(|rule| !found.contains(&rule.name));
    let item = |rule: &&&'static crate::rules::Rule| {
        let mut page = Page::new(cursor.format);
        page.paragraph(rule.summary);
        Item {
            documentation: page.finish(),
            detail: rule.summary.to_owned(),
            ..cursor.item(ItemKind::Directive, begin, more, rule.name.to_owned())
        }
    };
    // After a comma, another rule must follow, not a reason.
    let is_named = words.len() > 1 && !rest[..rest.len() - word.len()].trim_end().ends_with(',');
    is_named.then(|| reason(cursor, begin)).into_iter().chain(rules.iter().map(item)).collect()
}

/// Returns the offer of a reason, which replaces the line from `begin` to the cursor.
fn reason(cursor: &Cursor<'_>, begin: usize) -> Item {
    let lead = format!("{} ", REASON_MARKS[0]);
    let stop = Span::new(lead.len(), lead.len() + REASON.len());
    // Keep a space before the end of the comment.
    let gap = if cursor.after().starts_with("-->") { " " } else { "" };
    let text = format!("{lead}{REASON}{gap}");
    Item {
        label: format!("{} {REASON}", REASON_MARKS[0]),
        detail: "say why (optional)".to_owned(),
        filter: format!("{} {REASON}", REASON_MARKS[0]),
        stops: vec![stop],
        ..cursor.item(ItemKind::Directive, begin, 0, text)
    }
}

/// Returns suppression comments for a line that begins with part of one, such as "<" or "<!--".
pub(super) fn begun(cursor: &Cursor<'_>) -> Vec<Item> {
    let before = cursor.before();
    let start = before.len() - before.trim_start_matches([' ', '\t', '>']).len();
    let typed = &before[start..];
    if typed.is_empty() || !OPENING.starts_with(typed) { Vec::new() } else { open(cursor, start) }
}

/// Returns whole comments that replace the line from `start` to the cursor, if that text is the beginning of one.
fn open(cursor: &Cursor<'_>, start: usize) -> Vec<Item> {
    let typed = &cursor.before()[start..];
    let squeezed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if !OPENING.starts_with(&squeezed) && !OPENING.replace("<!-- ", "<!--").starts_with(&squeezed) {
        return Vec::new();
    }
    let found = found_here(cursor);
    let rule = found.first().copied().unwrap_or("missing-metric");
    // The editor may have closed the comment already.
    let closing = match cursor.after().trim_start().starts_with("-->") {
        true if cursor.after().starts_with(' ') => "",
        true => " ",
        false => " -->",
    };
    let item = |verb: Verb| {
        let word = verb.word();
        let lead = format!("{OPENING}{word}");
        let text = format!("{lead} {rule}{closing}");
        let stop = Span::new(lead.len() + 1, lead.len() + 1 + rule.len());
        let offer = cursor.item(ItemKind::Directive, start, 0, text);
        Item {
            label: format!("star-coach: {word}"),
            detail: about(verb).to_owned(),
            filter: format!("{typed} star-coach: {word}"),
            stops: vec![stop],
            ..offer
        }
    };
    Verb::ALL.into_iter().map(item).collect()
}

/// Returns the rules with findings in the answer at the cursor, or in the next one.
fn found_here(cursor: &Cursor<'_>) -> Vec<&'static str> {
    let answers = cursor.analysis.answers();
    let at = answers.partition_point(|answer| answer.span.end < cursor.offset);
    let findings = answers.get(at).map(|answer| &answer.report.findings);
    findings.into_iter().flatten().map(|finding| finding.rule.name).collect()
}

/// Completes front matter: the values of `star-coach:` on its line, or the settings below it.
pub(super) fn settings(cursor: &Cursor<'_>) -> Vec<Item> {
    let before = cursor.before();
    if let Some(value) = before.strip_prefix("star-coach:") {
        let word = value.trim_start();
        let gap = if value.is_empty() { " " } else { "" };
        let item = |(value, about): (&str, &str)| Item {
            label: value.to_owned(),
            detail: about.to_owned(),
            filter: value.to_owned(),
            ..cursor.item(ItemKind::Setting, cursor.at - word.len(), cursor.after().len(), format!("{gap}{value}"))
        };
        let values = [
            ("true", "one labeled section is enough for an answer"),
            ("aws", "check for an AWS role"),
            ("false", "don't check this file"),
        ];
        return values.into_iter().map(item).collect();
    }
    if cursor.cause != Cause::Asked || !cursor.after().is_empty() {
        return Vec::new();
    }
    let name = before.trim_start();
    if before.len() > name.len() && is_ours(cursor) && name.chars().all(|char| char.is_ascii_lowercase() || char == '-')
    {
        let here = SETTINGS.iter().filter(|setting| setting.sources.contains(&SettingSource::Draft));
        let item = |setting: &Setting| {
            let name = SettingSource::Draft.spell(setting.name);
            let mut page = Page::new(cursor.format);
            match cursor.format {
                Format::Markdown => page.markdown(setting.docs),
                Format::Plain => page.paragraph(setting.docs),
            };
            Item {
                label: name.clone(),
                documentation: page.finish(),
                filter: name.clone(),
                ..cursor.item(ItemKind::Setting, before.len() - before.trim_start().len(), 0, format!("{name}: "))
            }
        };
        return here.map(item).collect();
    }
    let item = || Item {
        label: "star-coach".to_owned(),
        detail: "how to check this draft".to_owned(),
        filter: "star-coach".to_owned(),
        ..cursor.item(ItemKind::Setting, 0, 0, "star-coach: ".to_owned())
    };
    "star-coach".starts_with(before).then(item).into_iter().collect()
}

/// Whether the nearest line above without indentation is `star-coach:`.
fn is_ours(cursor: &Cursor<'_>) -> bool {
    let line = cursor.text.line_of(cursor.line.span.start);
    let above = (0..line).rev().take(MAX_LINES_ABOVE).map(|line| cursor.text.slice(cursor.text.line_span(line)));
    let mut outer = above.filter(|line| !line.starts_with([' ', '\t']) && !line.trim().is_empty());
    outer.next().is_some_and(|line| line.trim_end() == "star-coach:")
}
