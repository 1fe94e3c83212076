//! The platforms that an answer tells: of each sentence, and of the answer as a whole.
//!
//! Each name of a platform, and each name of a service or product of one, is evidence, if the stance to it says that the
//! writer's work was done there. In a sentence, AWS precedes other clouds, and a cloud everything else. A sentence without
//! evidence has the platform of the nearest one before it in its section, or else that of the answer.

use super::Answer;
use crate::lexicon::{Lexicon, PlatformName, Term};
use crate::platform::Platform;
use crate::text::Span;
use crate::words::language::Language;
use crate::words::stance::{self, Stance};

/// A platform that an answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The platform.
    pub platform: Platform,
    /// The span of its name in the answer; `None` if it is in a title above.
    pub span: Option<Span>,
}

/// The platforms of the sentences of an answer.
#[derive(Clone, Debug, Default)]
pub struct Platforms {
    /// The platform of the answer.
    answer: Option<Told>,
    /// The sentences that tell a platform, in order.
    sentences: Vec<SentencePlatform>,
}

#[derive(Clone, Copy, Debug)]
struct SentencePlatform {
    section: usize,
    /// The start in the prose.
    start: usize,
    told: Told,
}

/// The weight of a piece of evidence, weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// AWS was used.
    Aws,
    /// Another cloud was used.
    Cloud,
    /// A data center was used.
    OnPremises,
    /// A service of a cloud was there, or was missing.
    Former,
    /// Kubernetes was used, which runs anywhere.
    Kubernetes,
    /// It is the platform of a customer or the like, perhaps that of the story.
    OfOthers,
    /// AWS was left or rejected.
    NotAws,
}

#[derive(Clone, Copy, Debug)]
struct Evidence {
    weight: Weight,
    told: Told,
    /// The section and the sentence, in the prose; `None` in a title.
    place: Option<(usize, Span)>,
    /// Whether it tells where something is, rather than which thing is meant.
    is_location: bool,
    /// Whether it is the name of another platform than AWS that something was moved to.
    is_destination: bool,
}

impl Platforms {
    /// Reads the platforms of `answer`.
    pub fn new(answer: &Answer, lexicon: &Lexicon) -> Self {
        let evidence = all_evidence(answer, lexicon);
        let answer = of_evidence(evidence.iter().copied());
        let has_cloud = answer.is_some_and(|told| told.platform.is_cloud());
        // Beside a cloud, a tool that runs anywhere says nothing, nor does where a thing came from.
        let decides = |evidence: &&Evidence| match evidence.weight {
            Weight::Aws | Weight::Cloud => true,
            Weight::OnPremises => !has_cloud || evidence.is_location,
            Weight::Kubernetes => !has_cloud,
            Weight::Former | Weight::OfOthers | Weight::NotAws => false,
        };
        let mut sentences: Vec<(SentencePlatform, Weight)> = Vec::new();
        for Evidence { weight, told, place, .. } in evidence.iter().filter(decides) {
            let Some((section, sentence)) = *place else { continue };
            let new = SentencePlatform { section, start: sentence.start, told: *told };
            match sentences.last_mut().filter(|(last, _)| last.start == new.start) {
                Some(last) if last.1 <= *weight => {}
                Some(last) => *last = (new, *weight),
                None => sentences.push((new, *weight)),
            }
        }
        Self { answer, sentences: sentences.into_iter().map(|(sentence, _)| sentence).collect() }
    }

    /// Returns the platform of the answer.
    pub fn of_answer(&self) -> Option<Told> {
        self.answer
    }

    /// Returns the platform of the sentence that begins at `start` of the prose, in the section with this index.
    pub fn of_sentence(&self, section: usize, start: usize) -> Option<Told> {
        let before = self.before(section, start);
        before.map(|sentence| sentence.told).or(self.answer)
    }

    /// Returns the platform that this sentence itself tells.
    pub fn in_sentence(&self, section: usize, start: usize) -> Option<Told> {
        self.before(section, start).filter(|sentence| sentence.start == start).map(|sentence| sentence.told)
    }

    /// Returns the last sentence of the section that tells a platform and begins at `start` or before it.
    fn before(&self, section: usize, start: usize) -> Option<&SentencePlatform> {
        let next = self.sentences.partition_point(|sentence| sentence.start <= start);
        self.sentences[..next].last().filter(|sentence| sentence.section == section)
    }
}

/// Returns the platform that `answer` tells. Like [`Platforms::of_answer`], but reads no more than it needs.
pub fn of_answer(answer: &Answer, lexicon: &Lexicon) -> Option<Told> {
    match answer.platform_names.iter().all(|name| name.platform == Platform::Aws) {
        true => of_evidence(evidence(answer, lexicon)),
        false => of_evidence(all_evidence(answer, lexicon).into_iter()),
    }
}

/// Returns the evidence in `answer`, except for platforms that were left: those that it names before the one that it says
/// something was moved to.
fn all_evidence(answer: &Answer, lexicon: &Lexicon) -> Vec<Evidence> {
    let all: Vec<Evidence> = evidence(answer, lexicon).collect();
    let Some(last) = all.iter().rposition(|evidence| evidence.is_destination) else { return all };
    let (before, after) = all.split_at(last);
    let stays = |evidence: &&Evidence| evidence.told.platform == all[last].told.platform;
    before.iter().filter(stays).chain(after).copied().collect()
}

/// Returns the platform of the weightiest evidence.
fn of_evidence(evidence: impl Iterator<Item = Evidence>) -> Option<Told> {
    let mut best: Option<Evidence> = None;
    for one in evidence {
        if best.is_none_or(|best| one.weight < best.weight) {
            best = Some(one);
        }
        if one.weight == Weight::Aws {
            break;
        }
    }
    best.map(|evidence| evidence.told)
}

/// Iterates over the evidence in a title above `answer`, then that in its text, in order.
fn evidence<'a>(answer: &'a Answer, lexicon: &'a Lexicon) -> impl Iterator<Item = Evidence> + 'a {
    let mut mentions = answer
        .mentions
        .iter()
        .filter_map(|mention| Some((answer.prose.of(mention.span), platform_of(mention.term, lexicon)?)))
        .peekable();
    let mut names = answer.platform_names.iter().peekable();
    let in_text = std::iter::from_fn(move || {
        loop {
            let mention = mentions.peek().copied();
            match names.peek().copied() {
                // "AWS Lambda": the service tells it.
                Some(name) if mention.is_some_and(|(span, _)| span.overlaps(name.span)) => {
                    names.next();
                }
                Some(name) if mention.is_none_or(|(span, _)| name.span.start < span.start) => {
                    names.next();
                    return Some((name.span, name.platform, true));
                }
                _ => return mentions.next().map(|(span, platform)| (span, platform, false)),
            }
        }
    });
    let in_text =
        in_text.filter_map(|(span, platform, is_name)| Context::of(answer, span).read(answer, span, platform, is_name));
    let above = answer.passage.title_text.as_deref().filter(|_| answer.passage.title.is_none());
    above.into_iter().flat_map(|title| in_title(answer, title, lexicon)).chain(in_text)
}

/// Returns the platform of the service or product that `term` is.
fn platform_of(term: Term, lexicon: &Lexicon) -> Option<Platform> {
    match term {
        Term::Service(service) => lexicon.services[service].platform,
        Term::Product(product) => lexicon.products[product].platform,
        Term::Phrase(_) | Term::Vague(_) => None,
    }
}

/// Returns the evidence in a title above the answer.
fn in_title(answer: &Answer, title: &str, lexicon: &Lexicon) -> Vec<Evidence> {
    let reading = lexicon.read(title, Vec::new());
    let names = reading.platforms.iter().map(|PlatformName { span, platform }| (*span, *platform, true));
    let terms = reading.hits.iter().filter_map(|hit| Some((hit.span, platform_of(hit.term, lexicon)?, false)));
    let context = Context { text: title, language: answer.language, place: None, shift: 0 };
    let read = |(span, platform, is_name)| context.read(answer, span, platform, is_name);
    let evidence = names.chain(terms).filter_map(read);
    evidence.map(|evidence| Evidence { told: Told { span: None, ..evidence.told }, ..evidence }).collect()
}

/// The sentence around a name.
struct Context<'a> {
    text: &'a str,
    language: Language,
    place: Option<(usize, Span)>,
    /// The start of `text` in the prose.
    shift: usize,
}

impl<'a> Context<'a> {
    /// Returns the sentence around `span` of the prose; outside of sections, the line.
    fn of(answer: &'a Answer, span: Span) -> Self {
        let prose = answer.prose.text();
        let section = answer.section_at(answer.prose.source(span));
        let place = section.and_then(|section| Some((section, answer.sections[section].sentence_at(span.start)?)));
        let (text, shift) = match place {
            Some((_, sentence)) => (&prose[sentence.range()], sentence.start),
            None => {
                let start = prose[..span.start].rfind('\n').map_or(0, |at| at + 1);
                let end = prose[span.end..].find('\n').map_or(prose.len(), |at| span.end + at);
                (&prose[start..end], start)
            }
        };
        Self { text, language: answer.language, place, shift }
    }

    /// Returns the evidence that the name at `span` of `answer`'s prose is, if it is any.
    fn read(&self, answer: &Answer, span: Span, platform: Platform, is_name: bool) -> Option<Evidence> {
        let within = Span::new(span.start - self.shift, (span.end - self.shift).min(self.text.len()));
        let stance = match self.language {
            Language::English => stance::of_place(self.text, within),
            Language::Other(Some(code)) if stance::is_denied(code, self.text, within) => Stance::Replaced,
            Language::Other(_) => Stance::Did,
        };
        let is_used = matches!(stance, Stance::Did | Stance::Cause | Stance::SelfBuilt | Stance::Written);
        let is_gone = matches!(stance, Stance::Replaced | Stance::Removed | Stance::Rejected);
        let was_there = matches!(stance, Stance::Replaced | Stance::Removed | Stance::Negated);
        let weight = match platform {
            Platform::Aws if is_used => Weight::Aws,
            _ if is_used && platform.is_cloud() => Weight::Cloud,
            Platform::OnPremises if is_used => Weight::OnPremises,
            Platform::Kubernetes if is_used => Weight::Kubernetes,
            _ if was_there && !is_name && platform.is_cloud() => Weight::Former,
            _ if stance == Stance::SomeoneElse => Weight::OfOthers,
            Platform::Aws if is_name && is_gone && stance::is_head(self.text, within) => Weight::NotAws,
            _ => return None,
        };
        let platform = if weight == Weight::NotAws { Platform::Other } else { platform };
        let is_location = weight == Weight::OnPremises && stance::is_location(self.text, within);
        // "the board moved us to Azure"
        let is_there = is_used || stance == Stance::SomeoneElse;
        let is_destination =
            is_name && is_there && platform != Platform::Aws && stance::is_destination(self.text, within);
        let told = Told { platform, span: Some(answer.prose.source(span)) };
        Some(Evidence { weight, told, place: self.place, is_location, is_destination })
    }
}
