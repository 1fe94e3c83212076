//! Hover texts for labels, names, metrics, references, and findings.

use crate::answer::{Answer, PlacedMetric, Section};
use crate::coach::{Analysis, Placed};
use crate::component::Component;
use crate::features::links;
use crate::features::markup::{Format, Page};
use crate::features::service_page;
use crate::lexicon::scenario::ScenarioContent;
use crate::lexicon::{Lexicon, Term, guide};
use crate::metrics::{self, Quantities};
use crate::platform::Platform;
use crate::rules::platforms::{AssumedPlatform, PlatformReader};
use crate::rules::{Finding, MANUAL, unnamed_service};
use crate::text::wording;
use crate::text::{DocSpan, Span, Text};

/// The maximum number of rules to explain at one position.
const MAX_RULES: usize = 2;
/// The maximum number of services to list for a generic phrase.
const MAX_CANDIDATES: usize = 3;

/// A hover text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The text it is about.
    pub span: DocSpan,
    /// The content, in the requested format.
    pub text: String,
}

/// Returns the hover text at `offset` of `text`, which `analysis` describes: about the name, metric, label, or
/// reference there, and the rules with findings there.
pub fn hover(analysis: &Analysis, text: &Text, offset: usize, format: Format) -> Option<Hover> {
    let lexicon = &*analysis.profile().lexicon;
    let mut page = Page::new(format);
    let answer = analysis.answer_at(offset);
    let term = match links::reference_at(analysis, text, offset) {
        Some(reference) => {
            scenario(lexicon, reference.scenario, &mut page);
            Some(reference.span)
        }
        None => answer.and_then(|answer| term(&Place { analysis, text, placed: answer }, offset, &mut page)),
    };
    let found = answer.and_then(|answer| findings(answer, offset, &mut page));
    Some(Hover { span: term.or(found)?, text: page.finish() })
}

/// Whether `span` contains the byte at `offset`, or starts there.
fn contains(span: Span, offset: usize) -> bool {
    span.start == offset || span.start < offset && offset < span.end
}

/// An answer in its draft.
struct Place<'a> {
    analysis: &'a Analysis,
    text: &'a Text,
    placed: &'a Placed,
}

impl Place<'_> {
    /// Returns the platform of `span` of the answer.
    fn platform_at(&self, span: Span) -> Option<AssumedPlatform> {
        let profile = self.analysis.profile();
        let reader = PlatformReader::new(&self.placed.report.answer, &profile.lexicon, &profile.config);
        reader.with_draft(self.analysis.platform()).at(span)
    }

    /// Describes a platform and the reason to assume it: “read as Azure: named in line 7”.
    fn described(&self, platform: AssumedPlatform) -> String {
        let title = platform.platform().title();
        match platform {
            AssumedPlatform::Named(told) => {
                let span =
                    told.span.map(|span| self.placed.place(span)).or(self.placed.title).unwrap_or(self.placed.span);
                let line = self.text.line_of(span.start) + 1;
                format!("read as {title}: named in line {line}")
            }
            AssumedPlatform::Set(_) => format!("read as {title}: set by `platform`"),
            AssumedPlatform::OfDraft(_) => format!("read as {title}: the platform of most answers in this draft"),
            AssumedPlatform::ForRole => format!("read as {title}: the draft is for an AWS role"),
        }
    }
}

/// Describes the label, name, or metric at `offset`, and returns its position.
fn term(place: &Place<'_>, offset: usize, page: &mut Page) -> Option<DocSpan> {
    let placed = place.placed;
    let profile = place.analysis.profile();
    let lexicon = &*profile.lexicon;
    let answer = &placed.report.answer;
    let at = placed.within(DocSpan::new(offset, offset))?.start;
    if let Some(section) = answer.sections.iter().find(|section| contains(section.label.words, at)) {
        label(section, page);
        return Some(placed.place(section.label.words));
    }
    // "AWS Foo Config Manager" is about another service than AWS Config.
    let is_part = |span: Span| answer.name_around(span).is_some_and(|name| name.span.start < span.start);
    let is_meant = |span: Span| contains(span, at) && !is_part(span);
    let mention = answer.mentions.iter().find(|mention| is_meant(mention.span) && !mention.code);
    if let Some(mention) = mention {
        let written = &answer.text()[mention.span.range()];
        match mention.term {
            Term::Service(index) => {
                let year = profile.context(answer).clock().map(|clock| clock.year);
                service_page::brief(lexicon, index, written, year, page);
            }
            Term::Product(index) => product(lexicon, index, place.platform_at(mention.span), page),
            Term::Phrase(index) => phrase(place, index, mention.span, page),
            Term::Vague(index) => {
                page.titled("Vague claim", "").paragraph(&lexicon.vague[index].question);
            }
        }
        return Some(placed.place(mention.span));
    }
    if let Some(metric) = answer.metrics.iter().find(|metric| contains(metric.span, at)) {
        metric_page(answer, metric, page);
        return Some(placed.place(metric.span));
    }
    let section = answer.sections.iter().find(|section| section.contains(Span::new(at, at)))?;
    let opens = [Component::Situation, Component::Task].into_iter().filter(|component| section.is(*component));
    if let Some(span) = opens.flat_map(|component| answer.baselines_of(component)).find(|span| contains(*span, at)) {
        page.titled("Baseline", "").paragraph(BASELINE);
        return Some(placed.place(span));
    }
    trap(answer, at, page).map(|span| placed.place(span))
}

const BASELINE: &str = "This is your starting number. Give the final number in the Result.";

fn label(section: &Section, page: &mut Page) {
    let asked = section.label.components.iter().map(|component| (component.name(), guide::question(*component)));
    let learning = section.label.components.is_empty().then(|| ("Learning", guide::learning()));
    for (name, question) in asked.chain(learning) {
        page.titled(name, &format!(": {}", question.words()));
        page.list(&format!("A good {name}:"), question.good.iter());
    }
}

fn product(lexicon: &Lexicon, index: usize, platform: Option<AssumedPlatform>, page: &mut Page) {
    let product = &lexicon.products[index];
    page.titled(&product.name, "is a third-party product; naming it is enough.");
    let phrases: Vec<String> =
        product.satisfies.iter().map(|&phrase| format!("“{}”", lexicon.phrases[phrase].id.replace('-', " "))).collect();
    if !phrases.is_empty() {
        page.paragraph(&format!("It covers phrases such as {}.", wording::list(&phrases, "and")));
    }
    let mut services: Vec<&str> = Vec::new();
    let asked = |&&phrase: &&usize| unnamed_service::severity(&lexicon.phrases[phrase], platform).is_some();
    for &phrase in product.satisfies.iter().filter(asked) {
        for &service in lexicon.phrases[phrase].candidates.iter().take(1) {
            let name = &*lexicon.services[service].name;
            if !services.contains(&name) {
                services.push(name);
            }
        }
    }
    services.truncate(MAX_CANDIDATES);
    if !services.is_empty() {
        let services = wording::list(&services, "or");
        page.paragraph(&format!("For an AWS role, an interviewer may ask: why not {services}?"));
    }
}

fn phrase(place: &Place<'_>, index: usize, span: Span, page: &mut Page) {
    let lexicon = &*place.analysis.profile().lexicon;
    let phrase = &lexicon.phrases[index];
    let named = place.placed.report.answer.mentions.iter().find_map(|mention| match mention.term {
        Term::Service(service) if phrase.satisfied_by.contains(&service) => Some(&*lexicon.services[service].name),
        Term::Product(product) if lexicon.products[product].satisfies.contains(&index) => {
            Some(&*lexicon.products[product].name)
        }
        _ => None,
    });
    let platform = place.platform_at(span);
    let is_asked = unnamed_service::severity(phrase, platform).is_some();
    let title = phrase.id.replace('-', " ");
    match named {
        Some(name) => page.titled(&title, &format!(": generic phrase. This answer names {name}, which covers it.")),
        None if is_asked => page.titled(&title, ": generic phrase. Name the service you used."),
        None => page.titled(&title, ": generic phrase. It isn't reported here."),
    };
    match platform {
        Some(platform) => page.paragraph(&format!("This sentence is {}.", place.described(platform))),
        None => page,
    };
    if !is_asked {
        return;
    }
    let candidates = phrase.candidates.iter().take(MAX_CANDIDATES).map(|&service| &lexicon.services[service]);
    let candidates = candidates.map(|service| format!("{}: {}", service.name, service.about));
    match phrase.platform {
        Some(Platform::Aws) => page.list("On AWS, this may be:", candidates),
        _ => page.list("This may be:", candidates),
    };
}

fn metric_page(answer: &Answer, metric: &PlacedMetric, page: &mut Page) {
    let kind = metric.metric.kind;
    note(kind.about, "is a metric.", kind.why, page);
    if let Some(change) = change(&metric.metric.values) {
        page.paragraph(&change);
    }
    page.paragraph(match answer.component_of_metric(metric.section) {
        Some(Component::Result) => "In the Result, this is a measured outcome.",
        Some(Component::Action) => "In the Action, this is a detail. Put the outcome in the Result.",
        Some(Component::Situation | Component::Task) => BASELINE,
        None => "",
    });
}

fn trap(answer: &Answer, at: usize, page: &mut Page) -> Option<Span> {
    let prose = answer.prose.of(Span::new(at, at + 1));
    if prose.is_empty() || answer.prose.is_code(prose) {
        return None;
    }
    let (found, trap) = metrics::trap_at(answer.prose.text(), prose.start)?;
    let metrics::Note { about, why, .. } = metrics::note_of_trap(trap);
    note(about, "isn't a metric.", why, page);
    Some(answer.prose.source(found))
}

/// The text `about` ends with a period, which is removed.
fn note(about: &str, verdict: &str, why: &str, page: &mut Page) {
    page.titled(about.trim_end_matches('.'), verdict).paragraph(why);
}

/// Describes the relative change between two values.
fn change(values: &Quantities) -> Option<String> {
    let (from, to) = (values.from?, values.to?);
    let shares_period = from.per.is_none() || to.per.is_none() || from.per == to.per;
    if from.unit != to.unit || !shares_period || from.upto.or(to.upto).is_some() || from.value <= 0.0 {
        return None;
    }
    let ratio = to.value / from.value;
    let percent = ((ratio - 1.0).abs() * 100.0).round();
    Some(match () {
        () if ratio <= 0.0 || percent < 1.0 => return None,
        () if ratio >= 10.0 => format!("That is {ratio:.0} times as much."),
        () if ratio >= 2.0 => format!("That is {} times as much.", (ratio * 10.0).round() / 10.0),
        () if ratio > 1.0 => format!("That is {percent}% more."),
        () if percent > 99.0 => "That is more than 99% less.".to_owned(),
        () => format!("That is {percent}% less."),
    })
}

/// Describes the scenario or question number `index` briefly.
pub(super) fn scenario(lexicon: &Lexicon, index: usize, page: &mut Page) {
    let scenario = &lexicon.scenarios[index];
    page.titled(&scenario.title, &format!("({})", scenario.id));
    match &scenario.content {
        ScenarioContent::Story { situation, task, result, .. } => {
            page.paragraph(&format!("{situation} {task}")).paragraph(result);
        }
        ScenarioContent::Points(points) => {
            page.list("A good answer covers:", points.iter());
        }
    }
    page.list("Metrics:", scenario.figures.iter());
}

/// Describes the rules with findings at `offset`, and returns the position of the narrowest one.
fn findings(placed: &Placed, offset: usize, page: &mut Page) -> Option<DocSpan> {
    let at = placed.within(DocSpan::new(offset, offset))?.start;
    let mut explained: Vec<&Finding> = Vec::new();
    for finding in placed.report.findings.iter().filter(|finding| contains(finding.span, at)) {
        if explained.len() < MAX_RULES && explained.iter().all(|other| other.rule.name != finding.rule.name) {
            explained.push(finding);
        }
    }
    for finding in &explained {
        let rule = finding.rule;
        page.titled(rule.name, &format!(": {}", rule.summary));
        page.markdown(&without_references(first_paragraph(rule.docs, "Why it matters")));
        page.link("Read about this rule", &format!("{MANUAL}{}", rule.name));
    }
    // The narrowest finding is the one pointed at.
    explained.iter().map(|finding| finding.span).min_by_key(|span| span.len()).map(|span| placed.place(span))
}

/// Returns the first paragraph of a manual page below `heading`.
fn first_paragraph<'a>(docs: &'a str, heading: &str) -> &'a str {
    let below = docs.split_once(&format!("## {heading}\n\n"));
    below.and_then(|(_, below)| below.split("\n\n").next()).unwrap_or_default()
}

/// Returns `paragraph` without the marks of references at the end of the manual page, such as " [1]".
fn without_references(paragraph: &str) -> String {
    let mut parts = paragraph.split(" [");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| match part.split_once(']') {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => text + rest,
        _ => text + " [" + part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;
    use crate::rules::RULES;

    const DRAFT: &str = "# Orders 😀 got lost in 2024\n\n\
        **Situation:** Orders got lost for 14 hours, see [[S20]].\n\n\
        **Task:** I led a team of 5 engineers with `SQS` on port 443.\n\n\
        **Action:** I put Amazon SQS and RabbitMQ before it, with a message queue and CloudWatch Events.\n\n\
        **Result:** Losses fell from 40 to 2 a week. It got much better.\n\n\
        Lesson: I test earlier now.\n";

    /// Returns the hover text at `place` in `draft`.
    fn shown(draft: &str, place: &str, format: Format) -> Option<Hover> {
        let (analysis, text) = analyzed(draft);
        hover(&analysis, &text, draft.find(place).expect("the place"), format)
    }

    /// Returns the hover text at `place` in [`DRAFT`], and checks that it is about `about`.
    fn text_at(place: &str, about: &str) -> String {
        let hover = shown(DRAFT, place, Format::Plain).unwrap_or_else(|| panic!("nothing at {place}"));
        assert_eq!(&DRAFT[hover.span.range()], about, "{place}");
        hover.text
    }

    #[test]
    fn a_part_of_an_unknown_name_shows_nothing() {
        let draft = DRAFT.replace("RabbitMQ", "the EKS Load Balancer Reader, AWS Foo CloudTrail Manager");
        for part in ["Load Balancer", "Foo", "CloudTrail", "Manager"] {
            assert_eq!(shown(&draft, part, Format::Plain), None, "{part}");
        }
        assert!(shown(&draft, "EKS", Format::Plain).is_some_and(|hover| hover.text.starts_with("Amazon EKS")));
    }

    #[test]
    fn a_label_shows_its_question_and_advice() {
        for component in Component::ALL {
            let text = text_at(component.name(), component.name());
            let question = guide::question(component);
            assert!(text.starts_with(&format!("{}: {}", component.name(), question.words())), "{text}");
            assert!(question.good.iter().all(|sign| text.contains(sign)), "{text}");
        }
        assert!(text_at("Lesson", "Lesson").starts_with("Learning: "));
        let both = "**Situation/Task:** It broke.\n\n**Action:** I mended it.\n\n**Result:** It held.\n";
        let text = shown(both, "Situation", Format::Plain).expect("a hover").text;
        assert!(text.contains("Situation: ") && text.contains("Task: "), "{text}");
    }

    #[test]
    fn a_service_shows_its_interview_question() {
        let text = text_at("Amazon SQS", "Amazon SQS");
        assert!(text.starts_with("Amazon SQS\n\n"), "{text}");
        for part in ["An interviewer may ask:\n- ", "Appears in:", "S20: "] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let text = text_at("CloudWatch Events", "CloudWatch Events");
        assert!(
            text.starts_with("Amazon EventBridge\n")
                && text.contains("“CloudWatch Events” became Amazon EventBridge in "),
            "{text}"
        );
        let dated = "**Action:** In 2018, I used CloudWatch Events.\n\n**Result:** Nothing was lost in 9 months.\n";
        let text = shown(dated, "Watch", Format::Plain).expect("a hover").text;
        assert!(text.contains("became Amazon EventBridge in 2019, after the year of this story."), "{text}");
        let feature = "**Action:** I set up S3 Object Lock.\n\n**Result:** Nothing was lost in 9 months.\n";
        let text = shown(feature, "S3 Object", Format::Plain).expect("a hover").text;
        assert!(text.starts_with("S3 Object Lock (part of Amazon S3)"), "{text}");
    }

    #[test]
    fn products_and_phrases_suggest_services() {
        let text = text_at("RabbitMQ", "RabbitMQ");
        assert!(text.contains("It covers phrases such as “") && text.contains("why not Amazon"), "{text}");
        let text = text_at("message queue", "message queue");
        assert!(text.contains("This answer names Amazon SQS,") && text.contains("\n- Amazon SQS: "), "{text}");
        let unnamed = DRAFT.replace("Amazon SQS and RabbitMQ", "it").replace("`SQS`", "it");
        let text = shown(&unnamed, "message queue", Format::Plain).expect("a hover").text;
        assert!(text.contains("Name the service") && text.contains("unnamed-service: "), "{text}");
    }

    #[test]
    fn a_phrase_shows_the_platform_and_the_reason() {
        let draft = |situation: &str| {
            format!(
                "# Orders\n\n**Situation:** {situation}\n\n**Task:** Mine.\n\n**Action:** I added a message queue.\n\n\
                 **Result:** 40% fewer.\n"
            )
        };
        let azure = draft("We ran on Azure.");
        for (draft, reason, is_asked) in [
            (azure.clone(), "This sentence is read as Azure: named in line 3.", false),
            (draft("We ran on AWS."), "This sentence is read as AWS: named in line 3.", true),
            (draft("We ran at Hetzner."), "read as another platform: named in line 3", false),
            (format!("---\nstar-coach: aws\n---\n{}", draft("It broke.")), "read as AWS: the draft is for", true),
            (
                format!("---\nstar-coach: {{platform: gcp}}\n---\n{}", draft("It broke.")),
                "read as Google Cloud: set by `platform`",
                false,
            ),
            (
                format!("{}\n{azure}", draft("It broke.")),
                "read as Azure: the platform of most answers in this draft",
                false,
            ),
            (draft("It broke."), "Name the service you used.", true),
            (
                azure.replace("# Orders\n", "# Orders on GCP\n").replace("on Azure", "it"),
                "read as Google Cloud: named in line 1",
                false,
            ),
        ] {
            let text = shown(&draft, "message queue", Format::Plain).expect("a hover").text;
            assert!(text.contains(reason), "{draft}\n{text}");
            assert_eq!(text.contains("Amazon SQS"), is_asked, "{text}");
            assert_eq!(text.contains("unnamed-service"), is_asked, "{text}");
        }
        let text =
            shown(&azure.replace("a message queue", "RabbitMQ"), "RabbitMQ", Format::Plain).expect("a hover").text;
        assert!(!text.contains("Amazon"), "{text}");
    }

    #[test]
    fn a_number_shows_whether_it_counts() {
        let text = text_at("from 40", "from 40 to 2 a week");
        assert!(
            text.contains("is a metric.") && text.contains("That is 95% less.") && text.contains("In the Result"),
            "{text}"
        );
        assert!(text_at("14 hours", "14 hours").starts_with("Baseline"));
        let text = text_at("5 engineers", "5");
        assert!(text.starts_with("A head count isn't a metric.\n\n"), "{text}");
        assert!(text_at("443", "443").contains("isn't a metric."));
        assert_eq!(shown(DRAFT, "2024", Format::Plain), None, "a title claims nothing");
    }

    #[test]
    fn changes_are_shown_in_percent_or_as_multiples() {
        let change = |result: &str| {
            let found = metrics::find(result);
            found.first().and_then(|metric| change(&metric.values))
        };
        for (result, expected) in [
            ("It fell from 4 hours to 8 minutes.", Some("That is 97% less.")),
            ("It rose from 10 to 15 a day.", Some("That is 50% more.")),
            ("It went from 2 releases to 5 releases.", Some("That is 2.5 times as much.")),
            ("It went from 10 requests per second to 4000 requests per second.", Some("That is 400 times as much.")),
            ("It fell from 2 days to 1 second.", Some("That is more than 99% less.")),
            ("Incidents fell from 12 to 0.", None),
            ("It fell by 12%.", None),
        ] {
            assert_eq!(change(result).as_deref(), expected, "{result}");
        }
    }

    #[test]
    fn a_reference_shows_a_summary_of_the_scenario() {
        let (lexicon, text) = (Lexicon::builtin(), text_at("S20", "[[S20]]"));
        let scenario = lexicon.scenarios.iter().find(|scenario| scenario.id == "S20").expect("a scenario");
        assert!(
            text.starts_with(&format!("{} (S20)", scenario.title)) && text.contains(&scenario.figures[0]),
            "{text}"
        );
        let question = shown("See [[Q4]].", "Q4", Format::Markdown).expect("a hover").text;
        assert!(question.starts_with("**") && question.contains("A good answer covers:\n\n- "), "{question}");
    }

    #[test]
    fn a_finding_shows_its_rule_without_the_message() {
        let draft = "**Situation:** It broke.\n\n**Action:** We put a message queue before it. We tested it.\n\n\
            **Result:** It got much better.\n";
        let text = shown(draft, "much better", Format::Plain).expect("a hover").text;
        assert!(text.starts_with("Vague claim\n\n") && text.contains("missing-metric: "), "{text}");
        let (analysis, read) = analyzed(draft);
        assert!(analysis.findings().count() > 2);
        for (place, finding) in analysis.findings() {
            let text = hover(&analysis, &read, place.start, Format::Markdown).expect("a hover").text;
            assert!(text.contains(&format!("{MANUAL}{}", finding.rule.name)), "{text}");
            assert!(!text.contains(&finding.message), "{text}");
        }
        for rule in RULES {
            let why = first_paragraph(rule.docs, "Why it matters");
            assert!((20..600).contains(&why.len()), "{}: {why}", rule.name);
        }
        assert_eq!(first_paragraph("## What\n\nThis.", "Why"), "");
    }

    #[test]
    fn plain_words_code_and_other_text_have_no_hover() {
        for place in ["Orders got lost for", "`SQS", "SQS` on", "earlier now"] {
            assert_eq!(shown(DRAFT, place, Format::Markdown), None, "{place}");
        }
        let meeting = "# Notes\n\nWe talked about Amazon SQS and 45% of it.\n";
        for place in ["Amazon SQS", "45%"] {
            assert_eq!(shown(meeting, place, Format::Markdown), None, "{place}");
        }
        let (analysis, text) = analyzed(DRAFT);
        assert_eq!(hover(&analysis, &text, DRAFT.len(), Format::Plain), None);
    }

    #[test]
    fn text_of_the_draft_is_escaped() {
        let draft = "**Action:** I used AWS *Single* Sign-On.\n\n**Result:** Logins took 3 seconds, not 40.\n";
        let hover = shown(draft, "AWS *Single", Format::Markdown).expect("a hover");
        assert!(!hover.text.contains("*Single*") || hover.text.contains("\\*Single\\*"), "{}", hover.text);
    }
}
