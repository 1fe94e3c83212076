//! `star-coach lexicon show`: prints one entry.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

use annotate_snippets::normalize_untrusted_str;

use super::super::console::{UNREADABLE, print_to_stderr};
use super::super::profiles::Profiles;
use crate::features::{scenario_page, service_page};
use crate::lexicon::{Lexicon, Phrase, Term};
use crate::text::distance;

/// The arguments of `lexicon show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// Entry ID, such as amazon-sqs, message-queue, S3, or Q7; or a service name
    #[arg(value_name = "ID")]
    id: String,
}

impl Show {
    pub(crate) fn run(&self) -> io::Result<ExitCode> {
        let profile = Profiles::default().here();
        let lexicon = &*profile.lexicon;
        let id = self.id.trim();
        let upper = id.to_uppercase();
        let page = scenario_page::page(lexicon, id)
            .or_else(|| scenario_page::page(lexicon, &upper))
            .or_else(|| service(lexicon, id))
            .or_else(|| phrase(lexicon, id))
            .or_else(|| product(lexicon, id));
        let Some(page) = page else {
            let near = nearest(lexicon, id);
            let hint = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "`star-coach lexicon list` lists all entries.".to_owned(),
            };
            print_to_stderr(&format!("error: unknown entry `{}`. {hint}", normalize_untrusted_str(id)));
            return Ok(ExitCode::from(UNREADABLE));
        };
        anstream::stdout().lock().write_all(page.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}

fn nearest<'a>(lexicon: &'a Lexicon, id: &str) -> Option<&'a str> {
    let services = lexicon.services.iter().map(|service| &*service.id);
    let phrases = lexicon.phrases.iter().map(|phrase| &*phrase.id);
    let all = services.chain(phrases).chain(lexicon.scenarios.iter().map(|scenario| &*scenario.id));
    let near = all.map(|known| (distance(id, known), known)).min();
    near.filter(|(steps, known)| *steps <= (known.len() / 3).max(1)).map(|(_, known)| known)
}

fn service(lexicon: &Lexicon, id: &str) -> Option<String> {
    let is_it = |name: &str| name.eq_ignore_ascii_case(id);
    let index = lexicon.services.iter().position(|service| is_it(&service.id) || is_it(&service.name))?;
    let service = &lexicon.services[index];
    let mut page = service_page::page(lexicon, index);
    let satisfies = |phrase: &&Phrase| phrase.satisfied_by.contains(&index) && !phrase.candidates.contains(&index);
    let others = lexicon.phrases.iter().filter(satisfies).map(|phrase| &*phrase.id);
    list(&mut page, "Also accepted for these phrases", others);
    list(&mut page, "ID", std::iter::once(&service.id));
    Some(page)
}

fn phrase(lexicon: &Lexicon, id: &str) -> Option<String> {
    let index = lexicon.phrases.iter().position(|phrase| phrase.id.eq_ignore_ascii_case(id))?;
    let phrase = &lexicon.phrases[index];
    let mut page = format!("# {}\n", phrase.id);
    let name = |service: &usize| &*lexicon.services[*service].name;
    list(&mut page, "Recognized phrases", lexicon.forms_of(Term::Phrase(index)).iter());
    list(&mut page, "Possible services", phrase.candidates.iter().map(name));
    let others = phrase.satisfied_by.iter().filter(|service| !phrase.candidates.contains(service));
    list(&mut page, "Also accepted", others.map(name));
    Some(page)
}

fn product(lexicon: &Lexicon, id: &str) -> Option<String> {
    let product = lexicon.products.iter().find(|product| product.name.eq_ignore_ascii_case(id))?;
    let mut page = format!("# {}\n", product.name);
    list(&mut page, "Accepted for these phrases", product.satisfies.iter().map(|&phrase| &*lexicon.phrases[phrase].id));
    Some(page)
}

/// Writes a list with a heading, unless it is empty.
fn list<T: std::fmt::Display>(page: &mut String, title: &str, items: impl Iterator<Item = T>) {
    let items: String = items.map(|item| format!("- {item}\n")).collect();
    if !items.is_empty() {
        let _ = write!(page, "\n## {title}\n\n{items}");
    }
}
