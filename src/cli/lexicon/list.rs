//! `star-coach lexicon list`: lists the entries of the lexicon.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::ValueEnum;

use super::super::console::FAILED;
use super::super::profiles::Profiles;
use crate::lexicon::scenario::ScenarioContent;
use crate::lexicon::{Lexicon, Term};

/// The arguments of `lexicon list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Kind of entry [default: all]
    #[arg(value_enum)]
    kind: Option<EntryKind>,
    /// Words to find in IDs, names, and keywords (case-insensitive)
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

/// A kind of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum EntryKind {
    /// AWS services and features
    Services,
    /// Generic phrases, such as "message queue"
    Phrases,
    /// Third-party products
    Products,
    /// STAR stories to compare answers with
    Scenarios,
    /// Interview questions
    Questions,
}

/// An entry of the list.
struct Line<'a> {
    kind: EntryKind,
    id: &'a str,
    name: String,
    /// Other text that a query may match.
    more: String,
}

impl List {
    /// Prints the entries. Like `grep`, exits with 1 if there are none.
    pub(crate) fn run(&self) -> io::Result<ExitCode> {
        let profile = Profiles::default().here();
        let lexicon = &*profile.lexicon;
        let query: Vec<String> =
            self.query.iter().flat_map(|words| words.split_whitespace()).map(str::to_lowercase).collect();
        let matches = |line: &Line<'_>| {
            let text = format!("{} {} {}", line.id, line.name, line.more).to_lowercase();
            self.kind.is_none_or(|kind| kind == line.kind) && query.iter().all(|word| text.contains(word))
        };
        let mut lines = lines(lexicon);
        lines.retain(matches);
        let width = lines.iter().map(|line| line.id.chars().count()).max().unwrap_or_default();
        let mut out = BufWriter::new(anstream::stdout().lock());
        for line in &lines {
            match self.kind {
                Some(_) => writeln!(out, "{:width$}  {}", line.id, line.name)?,
                None => writeln!(out, "{:8}  {:width$}  {}", line.kind.singular(), line.id, line.name)?,
            }
        }
        if lines.is_empty() {
            writeln!(out, "No matches. Try fewer words, or `star-coach lexicon list` for everything.")?;
        }
        out.flush()?;
        Ok(if lines.is_empty() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
    }
}

impl EntryKind {
    fn singular(self) -> &'static str {
        match self {
            Self::Services => "service",
            Self::Phrases => "phrase",
            Self::Products => "product",
            Self::Scenarios => "scenario",
            Self::Questions => "question",
        }
    }
}

fn lines(lexicon: &Lexicon) -> Vec<Line<'_>> {
    let name = |service: &usize| lexicon.services[*service].name.as_str();
    let names = |services: &[usize]| services.iter().map(name).collect::<Vec<_>>().join(" or ");
    let services = lexicon.services.iter().enumerate().map(|(index, service)| Line {
        kind: EntryKind::Services,
        id: &service.id,
        name: service.name.clone(),
        more: lexicon.forms_of(Term::Service(index)).join(" "),
    });
    let phrases = lexicon.phrases.iter().enumerate().map(|(index, phrase)| Line {
        kind: EntryKind::Phrases,
        id: &phrase.id,
        name: names(&phrase.candidates),
        more: lexicon.forms_of(Term::Phrase(index)).join(" "),
    });
    let products = lexicon.products.iter().map(|product| Line {
        kind: EntryKind::Products,
        id: &product.name,
        name: product.satisfies.iter().map(|&phrase| &*lexicon.phrases[phrase].id).collect::<Vec<_>>().join(", "),
        more: String::new(),
    });
    let scenarios = lexicon.scenarios.iter().map(|scenario| Line {
        kind: if matches!(scenario.content, ScenarioContent::Story { .. }) {
            EntryKind::Scenarios
        } else {
            EntryKind::Questions
        },
        id: &scenario.id,
        name: scenario.title.clone(),
        more: format!(
            "{} {} {}",
            scenario.topics.join(" "),
            scenario.subject.iter().chain(&scenario.keywords).cloned().collect::<Vec<_>>().join(" "),
            names(&scenario.services)
        ),
    });
    services.chain(phrases).chain(products).chain(scenarios).collect()
}
