//! Describes a service: briefly for a hover, in full for its page.

use std::fmt::Write as _;

use crate::features::markup::{Format, Page, escape, list_section};
use crate::lexicon::{Lexicon, Service, Status, Term, Wrong};

/// The maximum number of scenarios in the brief form.
const MAX_SCENARIOS: usize = 5;

/// Describes the service or feature number `index`, which the draft calls `written` in a story from `year`, briefly.
pub fn brief(lexicon: &Lexicon, index: usize, written: &str, year: Option<u16>, page: &mut Page) {
    let service = &lexicon.services[index];
    let part = if service.service == index {
        String::new()
    } else {
        format!("(part of {})", lexicon.services[service.service].name)
    };
    page.titled(&service.name, &part).paragraph(&service.about);
    if let Some(wrong) = service.wrong_name(written) {
        let right = wrong.right.as_ref().unwrap_or(&service.name);
        page.paragraph(&match (wrong.kind, wrong.year) {
            (Wrong::Former, Some(renamed)) if year.is_some_and(|year| year < renamed) => {
                format!("“{written}” became {right} in {renamed}, after the year of this story.")
            }
            (Wrong::Former, Some(renamed)) => format!("“{written}” became {right} in {renamed}."),
            (Wrong::Former, None) => format!("“{written}” is now {right}."),
            (Wrong::Misspelled, _) => format!("“{written}”: the official name is {right}."),
        });
    }
    page.paragraph(&availability(service));
    asked(service, page);
    let seen_in = scenarios(lexicon, index).take(MAX_SCENARIOS);
    page.list("Appears in:", seen_in.map(|scenario| format!("{}: {}", scenario.id, scenario.title)));
}

/// Returns the scenarios and questions that name the service or feature number `index`, or a feature of it.
fn scenarios(lexicon: &Lexicon, index: usize) -> impl Iterator<Item = &crate::lexicon::Scenario> {
    let names = move |service: &usize| lexicon.services[*service].implies.contains(&index);
    lexicon.scenarios.iter().filter(move |scenario| scenario.services.iter().any(names))
}

fn availability(service: &Service) -> String {
    let status = match service.status {
        Status::Active => return String::new(),
        Status::Closed => "Closed to new customers",
        Status::Retired => "Retired",
    };
    let since = match (&*service.status_since, service.status) {
        ("", _) => String::new(),
        (since, Status::Retired) => format!(" ({since})"),
        (since, _) => format!(" since {since}"),
    };
    format!("{status}{since}. Name it if you used it at the time.")
}

fn asked(service: &Service, page: &mut Page) {
    let from = match &*service.asked_in {
        "" | "aws" => String::new(),
        id => format!(" ({id})"),
    };
    match &*service.asked {
        [] => {}
        [question] => _ = page.paragraph(&format!("An interviewer may ask: {question}{from}")),
        [first, more @ ..] => {
            let first = format!("{first}{from}");
            page.list("An interviewer may ask:", std::iter::once(&first).chain(more));
        }
    }
}

/// Returns the page of the service or feature number `index`, in Markdown.
pub fn page(lexicon: &Lexicon, index: usize) -> String {
    let service = &lexicon.services[index];
    let mut page = Page::new(Format::Markdown);
    page.paragraph(&service.about).paragraph(&availability(service));
    if !service.status_source.is_empty() {
        page.link("Source", &service.status_source);
    }
    asked(service, &mut page);
    let mut text = format!("# {}\n", escape(&service.name));
    if service.service != index {
        let _ = write!(text, "\nPart of {}.\n", escape(&lexicon.services[service.service].name));
    }
    if !page.is_empty() {
        let _ = write!(text, "\n{}\n", page.finish());
    }
    let features = lexicon.services.iter().enumerate();
    let features = features.filter(|(other, feature)| *other != index && feature.service == index);
    text += &list_section("Features", features.map(|(_, feature)| feature.name.clone()));
    text += &list_section("Recognized names", lexicon.forms_of(Term::Service(index)).into_iter());
    let phrases = lexicon.phrases.iter().filter(|phrase| phrase.candidates.contains(&index));
    text += &list_section("Generic phrases for it", phrases.map(|phrase| phrase.id.clone()));
    let seen_in = scenarios(lexicon, index).map(|scenario| format!("{}: {}", scenario.id, scenario.title));
    text += &list_section("Scenarios and questions", seen_in);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_of(id: &str) -> String {
        let lexicon = Lexicon::builtin();
        page(&lexicon, lexicon.services.iter().position(|service| service.id == id).expect("a service"))
    }

    #[test]
    fn a_page_shows_the_interview_question_and_scenarios() {
        let page = page_of("amazon-sqs");
        let parts = [
            "# Amazon SQS\n",
            "An interviewer may ask:\n\n- ",
            "## Recognized names",
            "- SQS\n",
            "- message-queue\n",
            "- S20: ",
        ];
        for part in parts {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("Part of") && page.ends_with('\n'), "{page}");
        let feature = page_of("s3-block-public-access");
        assert!(feature.contains("\nPart of Amazon S3.\n") && feature.contains("- S1: "), "{feature}");
        assert!(!feature.contains("## Features") && page_of("amazon-s3").contains("## Features"));
    }

    #[test]
    fn a_page_dates_the_end_of_a_service() {
        let closed = page_of("amazon-kendra");
        assert!(closed.contains("Closed to new customers since 2026-07-30. ") && closed.contains("[Source](https://"));
        assert!(page_of("amazon-qldb").contains("Retired (2025-07-31). "));
        assert!(!page_of("amazon-sqs").contains("[Source]"));
    }

    #[test]
    fn a_service_includes_the_scenarios_of_its_features() {
        assert!(page_of("amazon-s3").contains("- S1: "));
    }
}
