//! The lexicon: AWS services, third-party products, generic phrases, vague claims, scenarios, good practices.
//!
//! The entries are in `lexicon/*.toml`. They are deserialized (`file`) and linked (`load`) once, when the program
//! starts. A custom lexicon ([`own`]) is merged in before linking. One pass over a text finds all names, phrases, vague
//! claims and steps of practices (`find`); `terms` and [`practices`] then decide which of them count.

mod compose;
mod file;
mod find;
mod fold;
pub mod guide;
mod load;
mod names;
#[cfg(test)]
mod needs;
pub mod own;
mod pattern;
mod phrase;
mod platforms;
pub mod practices;
pub mod scenario;
mod service;
pub(crate) mod stem;
mod stop_words;
mod terms;
pub(crate) mod topics;
mod words;

use find::{Finder, Found};
use fold::{Folded, fold};
use names::Beginnings;
use platforms::PlatformNames;
use practices::{Breach, Practices};
use terms::Terms;
use topics::Topics;

pub use names::Name;
pub(crate) use pattern::expand;
pub use phrase::{Confidence, Phrase, Product, VagueClaim};
pub use platforms::PlatformName;
pub use scenario::Scenario;
pub use service::{Service, Status, Wrong, WrongName, split_vendor, without_vendor};
pub use terms::{Hit, Term};

use crate::text::Span;

/// The linked entries, and the indexes to find them in a text.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// AWS services and features.
    pub services: Vec<Service>,
    /// Third-party products.
    pub products: Vec<Product>,
    /// Generic phrases.
    pub phrases: Vec<Phrase>,
    /// Vague claims.
    pub vague: Vec<VagueClaim>,
    /// Scenarios and interview questions, sorted by ID.
    pub scenarios: Vec<Scenario>,
    /// Good practices on AWS, and criteria for a finished answer.
    pub practices: Practices,
    /// The forms of the services, products, phrases and claims.
    terms: Terms,
    /// The names of platforms.
    platforms: PlatformNames,
    /// What makes the words after it a name.
    beginnings: Beginnings,
    /// Finds the literals of `terms`, then of `practices`, then of `platforms`, then of `beginnings`.
    finder: Finder,
    /// The topics of the scenarios.
    topics: Topics,
}

/// The matches in a prose.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The terms, in order, without overlaps.
    pub hits: Vec<Hit>,
    /// The breaches of practices, in order.
    pub breaches: Vec<Breach>,
    /// The names of platforms, in order, without overlaps. They may overlap terms.
    pub platforms: Vec<PlatformName>,
    /// The names that are longer than those of services and products, in order, without overlaps.
    pub names: Vec<Name>,
}

impl Lexicon {
    /// Returns the terms in `prose`, in order, without overlaps.
    ///
    /// `prose` is the plain text of a whole answer, without markup: some terms count only if another one is named
    /// somewhere in it.
    pub fn find(&self, prose: &str) -> Vec<Hit> {
        self.read(prose, Vec::new()).hits
    }

    /// Like [`Self::find`], but also returns the breaches of practices in `steps`, which are sentences of `prose`, and the
    /// names of platforms, and the whole names.
    pub fn read(&self, prose: &str, mut steps: Vec<Span>) -> Reading {
        let folded = Folded::new(prose);
        let text = folded.text();
        let [of_terms, of_practices, of_platforms, mut beginnings] = self.split(self.finder.find(text));
        steps.iter_mut().for_each(|step| *step = Span::new(folded.position(step.start), folded.position(step.end)));

        let mut hits = self.terms.hits(text, &of_terms, &self.services);
        let mut breaches = self.practices.breaches(text, &of_practices, &steps);
        let mut platforms = self.platforms.hits(text, &of_platforms);
        let original = |span: Span| Span::new(folded.original(span.start), folded.original(span.end));
        hits.iter_mut().for_each(|hit| hit.span = original(hit.span));
        breaches.iter_mut().for_each(|breach| breach.span = original(breach.span));
        platforms.iter_mut().for_each(|name| name.span = original(name.span));
        beginnings.iter_mut().for_each(|found| found.span = original(found.span));
        let names = self.beginnings.names(prose, &beginnings, &mut hits);
        Reading { hits, breaches, platforms, names }
    }

    /// Splits `found` by what its literals are of, in the order of [`Self::finder`].
    fn split(&self, found: Vec<Found>) -> [Vec<Found>; 4] {
        let lengths = [self.terms.len(), self.practices.literals().len(), self.platforms.literals().len()];
        let mut split = [const { Vec::new() }; 4];
        for Found { span, mut literal } in found {
            let mut part = 0;
            while let Some(length) = lengths.get(part).filter(|length| literal >= **length) {
                literal -= length;
                part += 1;
            }
            split[part].push(Found { span, literal });
        }
        split
    }

    /// Returns the topics of the scenarios.
    pub(crate) fn topics(&self) -> &Topics {
        &self.topics
    }

    /// Whether `written` starts with the official name of a service, as whole words.
    pub fn starts_with_name(&self, written: &str) -> bool {
        let rest = |service: &Service| written.strip_prefix(service.name.as_str());
        self.services.iter().filter_map(rest).any(|rest| !rest.starts_with(char::is_alphanumeric))
    }

    /// Returns the services with a name that starts with `typed` (without its vendor), each with the rest of the
    /// shortest such name.
    pub fn services_begun_by(&self, typed: &str) -> Vec<(usize, String)> {
        let folded = fold(typed);
        let bare = service::without_vendor(&folded);
        let mut found: Vec<(usize, &str)> = Vec::new();
        if bare.is_empty() {
            return Vec::new();
        }
        for (literal, term) in self.terms.starting_with(bare) {
            let Term::Service(service) = term else { continue };
            match found.iter_mut().find(|(known, _)| *known == service) {
                Some((_, known)) if known.len() > literal.len() => *known = literal,
                Some(_) => {}
                None => found.push((service, literal)),
            }
        }
        found.into_iter().map(|(service, literal)| (service, literal[bare.len()..].to_owned())).collect()
    }

    /// Returns the forms by which `term` is recognized, sorted.
    pub fn forms_of(&self, term: Term) -> Vec<String> {
        self.terms.forms_of(term)
    }
}

#[cfg(test)]
mod tests {
    use super::scenario::ScenarioContent;
    use super::*;

    /// Returns the terms in `prose`, as `text -> id`.
    fn found(lexicon: &Lexicon, prose: &str) -> Vec<String> {
        let name = |term| match term {
            Term::Service(service) => &*lexicon.services[service].id,
            Term::Product(product) => &*lexicon.products[product].name,
            Term::Phrase(phrase) => &*lexicon.phrases[phrase].id,
            Term::Vague(vague) => &*lexicon.vague[vague].id,
        };
        lexicon.find(prose).iter().map(|hit| format!("{} -> {}", &prose[hit.span.range()], name(hit.term))).collect()
    }

    /// Returns the entries of a lexicon file.
    fn entries(file: &str, key: &str) -> Vec<toml::Table> {
        let table: toml::Table = toml::from_str(file).expect("TOML");
        let entries = table[key].as_array().expect("a list").iter();
        entries.map(|entry| entry.as_table().expect("a table").clone()).collect()
    }

    const FILES: [(&str, &str); 4] = [
        ("service", include_str!("../lexicon/services.toml")),
        ("product", include_str!("../lexicon/products.toml")),
        ("phrase", include_str!("../lexicon/phrases.toml")),
        ("vague", include_str!("../lexicon/vague.toml")),
    ];

    fn strings(entry: &toml::Table, key: &str) -> Vec<String> {
        let list = entry.get(key).and_then(|list| list.as_array());
        list.into_iter().flatten().filter_map(|item| item.as_str().map(String::from)).collect()
    }

    #[test]
    fn names_that_text_starts_with_are_whole_words() {
        let lexicon = Lexicon::shared();
        for starts in ["Amazon SQS", "AWS Auto Scaling group", "Amazon S3, then", "AWS Config\u{2019}s"] {
            assert!(lexicon.starts_with_name(starts), "{starts}");
        }
        for not in ["", "Amazon", "Amazon SQSx", "Amazon S3\u{e9}", "amazon sqs", "an Amazon SQS", "\u{2019}"] {
            assert!(!lexicon.starts_with_name(not), "{not}");
        }
        for service in &lexicon.services {
            assert!(lexicon.starts_with_name(&service.name), "{}", service.name);
        }
    }

    #[test]
    fn wrong_names_are_recognized_in_all_spellings() {
        let lexicon = Lexicon::shared();
        let mut count = 0;
        for service in &lexicon.services {
            for (literal, exact) in
                service.wrong.iter().flat_map(|wrong| wrong.literals.iter().zip(std::iter::repeat(wrong.exact)))
            {
                count += 1;
                let spaced = literal.replace(' ', "  ");
                let hyphens = literal.replace(' ', "\u{2011}");
                let upper = if exact { literal.clone() } else { literal.to_uppercase() };
                assert!(!exact || service.wrong_name(&literal.to_lowercase()).is_none(), "{literal}");
                for written in [literal.clone(), upper, spaced, hyphens, format!("AWS {literal}\n")] {
                    assert!(service.wrong_name(&written).is_some(), "{written}");
                }
                for other in [format!("{literal}x"), format!("{literal} {literal}"), format!("my {literal}")] {
                    assert!(service.wrong_name(&other).is_none(), "{other}");
                }
            }
            assert!(service.wrong_name("").is_none() && service.wrong_name("Amazon ").is_none(), "{}", service.id);
        }
        assert!(count > 20, "{count} wrong names");
    }

    /// Every pattern is found in a sentence that meets its conditions: no pattern shadows another one, and no two
    /// entries share a name.
    #[test]
    fn every_pattern_is_reachable() {
        let lexicon = Lexicon::builtin();
        let service_name = |id: &str| {
            let service = lexicon.services.iter().find(|service| service.id == id).expect("a service");
            service.name.clone()
        };
        let mut lost = Vec::new();
        for (key, file) in &FILES {
            for (index, entry) in entries(file, key).iter().enumerate() {
                let term = match *key {
                    "service" => Term::Service(index),
                    "product" => Term::Product(index),
                    "phrase" => Term::Phrase(index),
                    _ => Term::Vague(index),
                };
                let context = if entry.contains_key("in_aws_context") { " AWS" } else { "" };
                let plain = ["aliases", "patterns", "exact"];
                let mut patterns: Vec<(String, String)> =
                    plain.iter().flat_map(|key| strings(entry, key)).map(|form| (form, context.to_owned())).collect();
                let wrong = ["former", "misspelled"].iter().filter_map(|key| entry.get(*key)?.as_array()).flatten();
                patterns.extend(wrong.map(|name| (name["form"].as_str().expect("a form").to_owned(), String::new())));
                for when in entry.get("when").and_then(|list| list.as_array()).into_iter().flatten() {
                    let when = when.as_table().expect("a table");
                    let form = when.get("form").or(when.get("exact")).and_then(|form| form.as_str()).expect("a form");
                    let mut around = context.to_owned();
                    if let Some(required) = strings(when, "requires").first() {
                        around += &format!("; {}", service_name(required));
                    }
                    if let Some(word) = strings(when, "with").first() {
                        around += &format!("; {word}");
                    }
                    patterns.push((form.to_owned(), around));
                }
                for (pattern, around) in patterns {
                    for literal in pattern::expand(&pattern).expect("a finite pattern") {
                        // Without an article, "secrets manager" is the service.
                        let article = if *key == "phrase" { "the " } else { "" };
                        let prose = format!("I took {article}{literal}, {around}");
                        let whole = |hit: &Hit| hit.term == term && &prose[hit.span.range()] == literal.as_str();
                        if !lexicon.find(&prose).iter().any(whole) {
                            lost.push(format!("{key} {}: {:?}", entry["id"], found(&lexicon, &prose)));
                        }
                    }
                }
            }
        }
        assert!(lost.is_empty(), "{} lost: {lost:#?}", lost.len());
    }

    #[test]
    fn every_official_name_names_its_service() {
        let lexicon = Lexicon::builtin();
        let mut lost = Vec::new();
        for (index, service) in lexicon.services.iter().enumerate() {
            let prose = format!("I chose {}; {}.", service.name, lexicon.services[service.service].name);
            if lexicon.find(&prose).first().is_none_or(|hit| hit.term != Term::Service(index)) {
                lost.push(format!("{prose} {:?}", found(&lexicon, &prose)));
            }
        }
        assert!(lost.is_empty(), "{lost:#?}");
    }

    #[test]
    fn candidates_and_their_features_satisfy_a_phrase() {
        let lexicon = Lexicon::builtin();
        for phrase in &lexicon.phrases {
            assert!(!phrase.candidates.is_empty(), "{}", phrase.id);
            for (index, service) in lexicon.services.iter().enumerate() {
                if service.implies.iter().any(|implied| phrase.candidates.contains(implied)) {
                    assert!(phrase.satisfied_by.contains(&index), "{} by {}", phrase.id, service.id);
                }
            }
        }
    }

    #[test]
    fn a_feature_names_its_service_too() {
        let lexicon = Lexicon::builtin();
        let by_id = |id: &str| lexicon.services.iter().position(|service| service.id == id).expect("a service");
        let insights = &lexicon.services[by_id("cloudwatch-logs-insights")];
        assert_eq!(insights.service, by_id("amazon-cloudwatch"));
        assert!(insights.implies.contains(&by_id("cloudwatch-logs")));
        for (index, service) in lexicon.services.iter().enumerate() {
            assert!(service.implies.contains(&index) && service.implies.contains(&service.service), "{}", service.id);
            assert_eq!(lexicon.services[service.service].service, service.service, "{}", service.id);
        }
    }

    #[test]
    fn scenarios_are_whole_and_relate_both_ways() {
        let lexicon = Lexicon::builtin();
        assert_eq!(lexicon.scenarios.len(), 33);
        for (index, scenario) in lexicon.scenarios.iter().enumerate() {
            assert_eq!(
                matches!(scenario.content, ScenarioContent::Story { .. }),
                scenario.id.starts_with('S'),
                "{}",
                scenario.id
            );
            assert!(scenario.content.sentences().count() >= 2, "{}", scenario.id);
            assert!(!scenario.services.is_empty() && !scenario.keywords.is_empty(), "{}", scenario.id);
            for relation in &scenario.related {
                let other = &lexicon.scenarios[relation.scenario];
                let back = other.related.iter().find(|back| back.scenario == index).expect("a relation back");
                assert_eq!((back.weight, &back.why), (relation.weight, &relation.why), "{} {}", scenario.id, other.id);
                assert!((1..=3).contains(&relation.weight) && relation.scenario != index);
            }
        }
    }

    #[test]
    fn names_are_found_as_people_write_them() {
        let lexicon = Lexicon::builtin();
        for (prose, expected) in [
            ("Amazon SQS and AWS lambda", &["Amazon SQS -> amazon-sqs", "AWS lambda -> aws-lambda"][..]),
            ("AWS S3, wrong prefix", &["AWS S3 -> amazon-s3"]),
            ("an S3-compatible store", &["S3 -> amazon-s3"]),
            ("S3 Glacier, EC2/EKS", &["S3 Glacier -> s3-glacier", "EC2 -> amazon-ec2", "EKS -> amazon-eks"]),
            ("CloudTrail/Config", &["CloudTrail -> aws-cloudtrail", "Config -> aws-config"]),
            ("AWS Single Sign-On", &["AWS Single Sign-On -> iam-identity-center"]),
            ("Kinesis Data Firehose", &["Kinesis Data Firehose -> amazon-data-firehose"]),
            ("used Cost Explorer", &["Cost Explorer -> aws-cost-explorer"]),
            ("\u{4f7f}\u{7528}S3\u{5b58}\u{50a8}", &["S3 -> amazon-s3"]),
            ("MediaConvert", &["MediaConvert -> aws-elemental-mediaconvert"]),
            ("X-Ray traces", &["X-Ray -> aws-x-ray"]),
            (
                "Object Lock with a legal hold",
                &["Object Lock -> s3-object-lock", "legal hold -> s3-object-lock-legal-hold"],
            ),
        ] {
            assert_eq!(found(&lexicon, prose), expected, "{prose}");
        }
    }

    #[test]
    fn ordinary_words_are_no_names() {
        let lexicon = Lexicon::builtin();
        for prose in [
            "I copied it with scp and read the config from the backup in a batch",
            "our rambler needs more RAM and a shield to connect",
            "the patient's EMR, and her X-Ray at the hospital",
            "ses and iam in lower case, S3Guard, xS3, S3x",
            "a legal hold, the compliance mode of the printer, data events",
            "I became a trusted advisor to my customers, and the audit manager agreed",
            "the glue between teams; lambda calculus; the aurora over Norway",
            "Google Cloud IAM and its roles",
            "the print queue, alert fatigue, a JVM, the merge queue and a ticket queue",
            "I assumed the role of tech lead, then the team's on-call rotation schedule",
            "a backup plan, key management stakeholders, cost tracking",
            "a finite state machine, the database trigger, a token bucket",
        ] {
            assert_eq!(found(&lexicon, prose), [""; 0], "{prose}");
        }
    }

    #[test]
    fn phrases_are_found_through_hyphens_and_case() {
        let lexicon = Lexicon::builtin();
        for (prose, expected) in [
            ("a dead\u{2011}letter queue", "dead\u{2011}letter queue -> dead-letter-queue"),
            ("Message Queues", "Message Queues -> message-queue"),
            ("auto-scaling", "auto-scaling -> auto-scaling"),
            ("assumed the role across accounts, with IAM", "assumed the role across accounts -> cross-account-access"),
            ("the credentials had a rotation schedule", "rotation schedule -> rotation-function"),
        ] {
            assert!(found(&lexicon, prose).iter().any(|hit| hit == expected), "{prose}: {:?}", found(&lexicon, prose));
        }
    }

    #[test]
    fn a_name_wins_over_a_phrase_that_it_overlaps() {
        let lexicon = Lexicon::builtin();
        assert_eq!(found(&lexicon, "Kubernetes container platform")[0], "Kubernetes -> Kubernetes");
        assert_eq!(found(&lexicon, "a managed Redis cache"), ["Redis -> Redis"]);
        assert_eq!(found(&lexicon, "Google Pub/Sub"), ["Google Pub/Sub -> Google Cloud Pub/Sub"]);
        assert_eq!(found(&lexicon, "an Application Load Balancer"), ["Application Load Balancer -> alb"]);
    }

    #[test]
    fn what_means_too_much_elsewhere_counts_only_where_aws_is_named() {
        let lexicon = Lexicon::builtin();
        assert_eq!(found(&lexicon, "I added feature flags to the virtual machines."), [""; 0]);
        let found = found(&lexicon, "I added feature flags to the virtual machines on AWS.");
        assert_eq!(found, ["feature flags -> feature-flags", "virtual machines -> virtual-machine"]);
    }

    #[test]
    fn hits_are_in_order_and_apart() {
        let lexicon = Lexicon::builtin();
        let prose =
            "Improved S3, S3 Glacier & a message queue \u{2013} auto\u{2011}scaling, Kafka; reduced SQS.".repeat(3);
        let hits = lexicon.find(&prose);
        assert!(hits.len() > 20);
        assert!(hits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        assert_eq!(lexicon.find(""), []);
    }

    #[test]
    fn an_empty_lexicon_finds_nothing() {
        assert_eq!(Lexicon::default().find("Amazon SQS"), []);
    }
}
