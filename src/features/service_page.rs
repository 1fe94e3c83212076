//! What there is to know about a service: in short, for whoever points at its name.

use crate::features::markup::Page;
use crate::lexicon::{Lexicon, Status, Wrong};

/// How many scenarios are listed in short.
const MOST_SCENARIOS: usize = 5;

/// Writes in short about the service or feature number `index`, which the draft calls `written`.
pub fn brief(lexicon: &Lexicon, index: usize, written: &str, page: &mut Page) {
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
            (Wrong::Former, Some(year)) => format!("Called {right} since {year}; “{written}” is a former name."),
            (Wrong::Former, None) => format!("Called {right} today; “{written}” is a former name."),
            (Wrong::Misspelled, _) => format!("Write {right}; it was never called “{written}”."),
        });
    }
    page.paragraph(match service.status {
        Status::Active => "",
        Status::Closed => "New customers can't have it any more. In a story of its time it is right to name it.",
        Status::Retired => "It is gone. In a story of its time it is right to name it.",
    });
    if !service.asked.is_empty() {
        let from = match &*service.asked_in {
            "" | "aws" => String::new(),
            id => format!(" ({id})"),
        };
        page.paragraph(&format!("An interviewer may ask: {}{from}", service.asked));
    }
    let told = scenarios(lexicon, index).take(MOST_SCENARIOS);
    page.list("Seen in:", told.map(|scenario| format!("{}: {}", scenario.id, scenario.title)));
}

/// The scenarios and questions that name the service or feature number `index`, or a feature of it.
fn scenarios(lexicon: &Lexicon, index: usize) -> impl Iterator<Item = &crate::lexicon::Scenario> {
    let names = move |service: &usize| lexicon.services[*service].implies.contains(&index);
    lexicon.scenarios.iter().filter(move |scenario| scenario.services.iter().any(names))
}
