//! Completes service names, and placeholders for metrics.

use super::cursor::Cursor;
use super::item::{Completion, Item, ItemKind, stops};
use crate::answer::Section;
use crate::coach::Placed;
use crate::component::Component;
use crate::features::markup::Page;
use crate::features::service_page;
use crate::lexicon::{Status, without_vendor};
use crate::metrics;
use crate::platform::Platform;
use crate::rules::platforms::PlatformReader;
use crate::text::DocSpan;

/// The maximum number of services to offer.
const MAX_SERVICES: usize = 20;
/// The maximum number of words of a service name, including the one being typed.
const MAX_WORDS: usize = 5;
/// The minimum number of letters typed, unless a capital letter comes first.
const MIN_LETTERS: usize = 3;

/// Returns the completions within the text of an answer.
pub(super) fn complete(cursor: &Cursor<'_>) -> Completion {
    let Some(placed) = cursor.analysis.answer_at(cursor.offset) else { return Completion::default() };
    let Some(section) = section(cursor, placed) else { return Completion::default() };
    let mut items = if section.is(Component::Result) { metric_phrases(cursor, placed, section) } else { Vec::new() };
    let (mut services, cut) = services(cursor);
    if !services.is_empty() && is_elsewhere(cursor, placed) {
        services.retain(|item| without_vendor(&item.filter).len() < item.filter.len());
    }
    // Ask again when more is typed: each service is offered by one of its names only.
    let incomplete = cut || !services.is_empty();
    items.extend(services);
    Completion { items, incomplete }
}

/// Whether the sentence before the cursor is on another platform than AWS, so that services of AWS are offered only after
/// “AWS” or “Amazon”.
fn is_elsewhere(cursor: &Cursor<'_>, placed: &Placed) -> bool {
    let profile = cursor.analysis.profile();
    let reader = PlatformReader::new(&placed.report.answer, &profile.lexicon, &profile.config);
    let before = DocSpan::new(cursor.offset.saturating_sub(1), cursor.offset);
    let span = placed.within(before).unwrap_or_default();
    let platform = reader.with_draft(cursor.analysis.platform()).at(span);
    platform.is_some_and(|platform| platform.platform() != Platform::Aws)
}

/// Returns the section whose text contains the cursor.
fn section<'a>(cursor: &Cursor<'_>, placed: &'a Placed) -> Option<&'a Section> {
    let at = placed.within(DocSpan::new(cursor.offset, cursor.offset))?.start;
    let begun = placed.report.answer.sections.iter().rfind(|section| section.label.words.start < at)?;
    let contains = begun.parts.iter().any(|part| part.touches(at));
    let after_all_parts = begun.parts.last().is_none_or(|part| part.end <= at) && begun.label.body <= at;
    (contains || after_all_parts).then_some(begun)
}

fn is_part(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '-' | '\u{2011}' | '.' | '&')
}

/// Returns the services whose names begin with the words before the cursor, and whether there are more.
fn services(cursor: &Cursor<'_>) -> (Vec<Item>, bool) {
    let before = cursor.before();
    let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    if token.contains("://") || token.contains(['@', '\\', '[', '<']) || token.starts_with(['/', '.']) {
        return (Vec::new(), false);
    }
    let word = before.len() - before.trim_end_matches(is_part).len();
    let last = &before[before.len() - word..];
    if word == 0 || !last.starts_with(char::is_alphanumeric) {
        return (Vec::new(), false);
    }
    // Try the longest run of words first: "Cost Exp" begins one name, "Exp" another.
    let mut starts = vec![before.len() - word];
    while starts.len() < MAX_WORDS
        && let Some(first) = starts.last().copied()
        && let Some(head) = before[..first].strip_suffix(' ')
    {
        let len = head.len() - head.trim_end_matches(is_part).len();
        if len == 0 {
            break;
        }
        starts.push(head.len() - len);
    }
    let lexicon = cursor.lexicon();
    let found = starts.iter().rev().find_map(|&start| {
        let typed = &before[start..];
        let is_sure = typed.chars().count() >= MIN_LETTERS
            || typed.starts_with(char::is_uppercase) && typed.chars().nth(1).is_some();
        let found = lexicon.services_begun_by(typed);
        (is_sure && !found.is_empty()).then_some((start, typed, found))
    });
    let Some((start, typed, mut found)) = found else { return (Vec::new(), false) };
    let rank = |index: usize, rest: &str| {
        let service = &lexicon.services[index];
        let own = service.short_name().to_lowercase().starts_with(&typed.to_lowercase())
            || service.name.to_lowercase().starts_with(&typed.to_lowercase());
        (service.status != Status::Active, !own, service.service != index, rest.len())
    };
    found.retain(|(index, _)| lexicon.services[*index].name != typed);
    found.sort_by_key(|(index, rest)| (rank(*index, rest), *index));
    let cut = found.len() > MAX_SERVICES;
    found.truncate(MAX_SERVICES);
    let more = cursor.after().find(|char: char| !char.is_alphanumeric()).unwrap_or(cursor.after().len());
    let item = |(index, rest): (usize, String)| {
        let service = &lexicon.services[index];
        let mut page = Page::new(cursor.format);
        service_page::brief(lexicon, index, &service.name, None, &mut page);
        Item {
            detail: service.about.clone(),
            documentation: page.finish(),
            filter: format!("{typed}{rest}"),
            deprecated: service.status == Status::Retired,
            ..cursor.item(ItemKind::Service, start, more, service.name.clone())
        }
    };
    (found.into_iter().map(item).collect(), cut)
}

/// Returns placeholders for metrics that fit the sentence before the cursor.
fn metric_phrases(cursor: &Cursor<'_>, placed: &Placed, section: &Section) -> Vec<Item> {
    let answer = &placed.report.answer;
    let rest = cursor.after().chars().next();
    if !answer.is_english() || rest.is_some_and(char::is_alphanumeric) {
        return Vec::new();
    }
    let from = cursor.line.span.start.max(placed.span.start + section.label.body);
    let written = cursor.before().get(from - cursor.line.span.start..).unwrap_or_default();
    let sentence = last_sentence(written);
    let typed = &sentence[sentence.trim_end_matches(char::is_alphabetic).len()..];
    let stem = sentence[..sentence.len() - typed.len()].trim_end();
    let is_separate = stem.is_empty() || sentence[stem.len()..].starts_with(' ');
    if typed.len() == 1 || !is_separate || !metrics::find(stem).is_empty() {
        return Vec::new();
    }
    let lower = typed.to_lowercase();
    let start = cursor.at - typed.len();
    let offer = |text: &str| {
        // Follow the case of the first letter typed.
        let text = if typed.starts_with(char::is_uppercase) { capitalized(text) } else { text.to_owned() };
        let stops = stops(&text);
        Item {
            detail: "metric".to_owned(),
            filter: text.clone(),
            stops,
            ..cursor.item(ItemKind::Metric, start, 0, text)
        }
    };
    let subject = stem.is_empty() || matches!(stem.to_lowercase().as_str(), "i" | "we" | "this" | "it");
    let openings = metrics::openings().filter(|_| subject);
    let mut items: Vec<Item> = openings.filter(|text| text.starts_with(&lower)).map(offer).collect();
    if !stem.is_empty() {
        for suggestion in metrics::placeholders_for(stem) {
            if suggestion.at != stem.len() || !suggestion.text.starts_with(&lower) {
                continue;
            }
            let mut item = offer(suggestion.text);
            if suggestion.lead.starts_with(',') && stem.ends_with(char::is_alphanumeric) {
                let at = cursor.line.span.start + (cursor.at - sentence.len()) + stem.len();
                item.also = Some((DocSpan::new(at, at), ","));
            }
            items.push(item);
        }
    }
    items
}

/// Returns the part of `written` in the last sentence.
fn last_sentence(written: &str) -> &str {
    let ends = |(at, char): (usize, char)| {
        let next = &written[at + char.len_utf8()..];
        (matches!(char, '.' | '!' | '?') && next.starts_with(' ')).then_some(at + char.len_utf8())
    };
    let start = written.char_indices().filter_map(ends).next_back().unwrap_or(0);
    written[start..].trim_start_matches([' ', '\t', '-', '*', '+', '>', '|'])
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
