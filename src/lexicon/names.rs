//! Whole names: capitalized words that are one name, whether or not the lexicon has that name.
//!
//! A prefix such as "AWS", or a service or product of the lexicon, makes the capitalized words after it a name: "AWS Load
//! Balancer Controller", "EKS Pod Identity". So does a phrase among words in lower case, as in "the Message Queue Steering
//! Group" and, without an article, "I debugged Orion Message Queue"; but "the Orders Message Queue" is a message queue. A phrase in a name is part of it. Title case alone makes no name:
//! where all words of a sentence are capitalized, only a prefix does, and only if more than a phrase follows.

use std::cmp::Reverse;

use serde::Deserialize;

use super::find::Found;
use super::terms::{Hit, Term};
use crate::text::Span;
use crate::words;
use crate::words::english::{DETERMINERS, is_function_word};

/// The maximum length of a word of a name, in bytes. Longer ones are keys, tokens, and the like.
const MAX_WORD: usize = 17;
/// The maximum number of digits in a word of a name.
const MAX_DIGITS: usize = 3;
/// The maximum number of words after what makes a name. It keeps the time linear.
const MAX_WORDS: usize = 8;
/// The number of bytes before and after a name by which the case of its sentence is judged.
const MAX_SENTENCE: usize = 400;

/// A name that is longer than the names of the lexicon in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its span in the searched prose.
    pub span: Span,
    /// Whether it starts with the vendor: "AWS" or "Amazon".
    pub has_vendor: bool,
    /// The generic phrases that it stands for, because they are in it, as indices into [`Lexicon::phrases`](super::Lexicon::phrases).
    pub phrases: Vec<usize>,
}

/// What makes a name, besides services and products.
#[derive(Debug, Default)]
pub(super) struct Beginnings(Vec<Beginning>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beginning {
    #[serde(rename = "id")]
    _id: String,
    name: String,
    #[serde(rename = "source")]
    _source: String,
    kind: Kind,
    #[serde(rename = "reason")]
    _reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// A prefix of AWS names.
    Vendor,
    /// A prefix of other names.
    Prefix,
    /// A whole name, and the beginning of longer ones.
    Name,
    /// A generic phrase.
    #[serde(skip)]
    Phrase,
}

impl Beginnings {
    /// Returns those of the built-in lexicon.
    ///
    /// # Errors
    /// Never: a test reads them.
    pub(super) fn builtin() -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            name: Vec<Beginning>,
        }
        let file: File =
            toml::from_str(include_str!("../../lexicon/names.toml")).map_err(|error| format!("names: {error}"))?;
        Ok(Self(file.name))
    }

    /// Returns the literal of each.
    pub(super) fn literals(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|beginning| &*beginning.name)
    }

    /// Returns the names in `prose` that are longer than those in `hits`, and removes the phrases and claims in them from
    /// `hits`. `found` are the literals found, as indices into [`Self::literals`]. Both are sorted by start.
    pub(super) fn names(&self, prose: &str, found: &[Found], hits: &mut Vec<Hit>) -> Vec<Name> {
        let mut names = Vec::<Name>::new();
        let mut end = 0;
        for anchor in self.anchors(prose, found, hits) {
            if end <= anchor.span.start {
                let name = name(prose, anchor, hits);
                end = name.as_ref().map_or(anchor.span.end, |name| name.span.end);
                names.extend(name);
            }
        }
        if !names.is_empty() {
            let is_inside = |span: Span| {
                let next = names.partition_point(|name| name.span.end < span.end);
                names.get(next).is_some_and(|name| name.span.contains(span))
            };
            hits.retain(|hit| is_name(hit) || !is_inside(hit.span));
        }
        names
    }

    /// Returns what may be part of a longer name, sorted by start.
    fn anchors(&self, prose: &str, found: &[Found], hits: &[Hit]) -> Vec<Anchor> {
        let found = found.iter().map(|&Found { span, literal }| (span, &self.0[literal]));
        let listed = found.filter(|(span, listed)| prose[span.range()] == listed.name);
        let listed = listed.map(|(span, listed)| Anchor { span, kind: listed.kind });
        let vendor = |written: &str| {
            let mut vendors = self.0.iter().filter(|listed| listed.kind == Kind::Vendor);
            vendors.any(|vendor| written.strip_prefix(&*vendor.name).is_some_and(|rest| rest.starts_with(' ')))
        };
        let known = hits.iter().filter(|hit| is_name(hit) && is_capitalized(&prose[hit.span.range()]));
        let known = known.map(|&Hit { span, .. }| Anchor {
            span,
            kind: if vendor(&prose[span.range()]) { Kind::Vendor } else { Kind::Prefix },
        });
        let phrases = hits.iter().filter(|hit| matches!(hit.term, Term::Phrase(_)));
        let phrases = phrases.filter(|hit| prose[hit.span.range()].split(' ').all(is_capitalized));
        let phrases = phrases.map(|hit| Anchor { span: hit.span, kind: Kind::Phrase });
        let mut anchors: Vec<Anchor> = listed.chain(known).chain(phrases).collect();
        anchors.sort_unstable_by_key(|anchor| (anchor.span.start, Reverse(anchor.span.end)));
        anchors
    }
}

/// A prefix, a known name, or a phrase whose words are capitalized.
#[derive(Clone, Copy)]
struct Anchor {
    span: Span,
    kind: Kind,
}

/// How the words of a sentence are capitalized.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Names only, besides the first word.
    Sentence,
    /// All words.
    Title,
    /// There are too few words to tell.
    Unclear,
}

/// Returns the name that `anchor` is part of, if it is longer.
fn name(prose: &str, anchor: Anchor, hits: &[Hit]) -> Option<Name> {
    let start = if anchor.kind == Kind::Phrase { start_of_name(prose, anchor.span) } else { anchor.span.start };
    // "AWS's Load Balancer Controller"
    let possessive = ["'s", "\u{2019}s"].into_iter().find(|mark| prose[anchor.span.end..].starts_with(mark));
    let possessive = possessive.filter(|_| anchor.kind == Kind::Vendor).map_or(0, str::len);
    let mut end = end_of_name(prose, anchor.span.end + possessive, hits);
    // Fast path: most names are followed by other words.
    if end == anchor.span.end + possessive && start == anchor.span.start && anchor.kind != Kind::Name {
        return None;
    }
    let case = case_around(prose, Span::new(start, end));
    let first = hits.partition_point(|hit| hit.span.end <= start);
    let asked = hits[first..].iter().take_while(|hit| hit.span.start < end).filter(|hit| !is_name(hit));
    let asked: Vec<&Hit> = asked.collect();
    // "AWS Message queues": the phrase isn't part of a name.
    if let Some(last) = asked.last().filter(|hit| hit.span.end > end) {
        end = start + prose[start..last.span.start.max(start)].trim_end().len();
    }
    // "AWS Message Queue" in title case is a message queue on AWS.
    let is_mere_phrase = asked.last().is_some_and(|hit| {
        let between = prose.get(anchor.span.end + possessive..hit.span.start);
        hit.span.end == end && between.is_none_or(|between| between.trim().is_empty())
    });
    let is_longer_name = || match case {
        Case::Sentence => true,
        Case::Title => anchor.kind == Kind::Vendor && !is_mere_phrase,
        Case::Unclear => anchor.kind != Kind::Phrase && !is_mere_phrase,
    };
    if end <= anchor.span.end && start == anchor.span.start || !is_longer_name() {
        if anchor.kind != Kind::Name {
            return None;
        }
        end = anchor.span.end;
    }
    let span = Span::new(start, end);
    let phrases = asked.iter().filter(|hit| span.contains(hit.span)).filter_map(|hit| match hit.term {
        Term::Phrase(phrase) if anchor.kind != Kind::Phrase => Some(phrase),
        _ => None,
    });
    Some(Name { span, has_vendor: anchor.kind == Kind::Vendor, phrases: phrases.collect() })
}

/// Returns the start of the name that ends with the phrase at `span`, or that goes on behind it: before the capitalized words in
/// front of it. A thing in the singular without an article, or in quotation marks, has such a name; otherwise the name starts
/// with the phrase.
fn start_of_name(prose: &str, span: Span) -> usize {
    let mut start = span.start;
    for _ in 0..MAX_WORDS {
        let Some(before) = prose[..start].strip_suffix(' ') else { break };
        let word = before.rfind(|c: char| !c.is_alphanumeric()).map_or(before, |at| &before[at..]);
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if word_of_name(word) != Some(word) {
            break;
        }
        start -= word.len() + 1;
    }
    let before = &prose[..start];
    let last = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let has_article = before.ends_with(' ') && DETERMINERS.contains(last);
    // The first word of a sentence is capitalized anyway.
    let is_first = last.is_empty() && !before.ends_with(['"', '“']);
    let phrase = &prose[span.range()];
    let is_plural = phrase.ends_with('s') && !phrase.ends_with("us") && !phrase.ends_with("ss");
    if has_article || is_first || is_plural { span.start } else { start }
}

/// Returns the end of the name that goes on at `end`: behind the capitalized words and known names that follow.
fn end_of_name(prose: &str, mut end: usize, hits: &[Hit]) -> usize {
    for _ in 0..MAX_WORDS {
        let rest = &prose[end..];
        let Some(rest) = rest.strip_prefix(' ') else { return end };
        let start = prose.len() - rest.len();
        let first = hits.partition_point(|hit| hit.span.start < start);
        let known = hits.get(first).filter(|hit| hit.span.start == start && is_name(hit) && is_capitalized(rest));
        end = match known {
            Some(hit) => hit.span.end,
            None => match word_of_name(rest) {
                Some(word) => start + word.len(),
                None => return end,
            },
        };
    }
    end
}

/// Returns the word at the start of `text` if it can be part of a name: it is capitalized, and is no function word and no key.
fn word_of_name(text: &str) -> Option<&str> {
    let is_joint = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    let word = &text[..text.find(|c: char| !c.is_alphanumeric() && !is_joint(c)).unwrap_or(text.len())];
    let word = word.trim_end_matches(is_joint);
    let is_plain = |part: &str| part.len() <= MAX_WORD && part.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS;
    (is_capitalized(word) && !is_function_word(word) && word.split(is_joint).all(is_plain)).then_some(word)
}

fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Returns the case of the sentence around `name`, judged by the other words.
fn case_around(prose: &str, name: Span) -> Case {
    let boundary = |at: usize| (at..prose.len()).find(|at| prose.is_char_boundary(*at)).unwrap_or(prose.len());
    let before = &prose[boundary(name.start.saturating_sub(MAX_SENTENCE))..name.start];
    let after = &prose[name.end..boundary(name.end + MAX_SENTENCE)];
    let is_end = |text: &str, at: usize, mark: &str| mark == "\n" || text[at + 1..].starts_with([' ', '\n']);
    let ends = ['.', '!', '?', '\n'];
    let start = before.rmatch_indices(ends).find(|(at, mark)| is_end(before, *at, mark)).map_or(0, |(at, _)| at + 1);
    let end = after.match_indices(ends).find(|(at, mark)| is_end(after, *at, mark)).map_or(after.len(), |(at, _)| at);
    let mut case = Case::Unclear;
    let words = |text| words::runs(text, |c| matches!(c, '\'' | '\u{2019}')).map(|(_, word)| word);
    for word in words(&before[start..]).skip(1).chain(words(&after[..end])) {
        if word.starts_with(char::is_lowercase) && !is_function_word(word) {
            return Case::Sentence;
        }
        // An acronym is in capitals anywhere.
        let is_acronym = word.chars().count() > 1 && !word.contains(char::is_lowercase);
        if is_capitalized(word) && word != "I" && !is_acronym {
            case = Case::Title;
        }
    }
    case
}

/// Whether `hit` is a service or a product.
fn is_name(hit: &Hit) -> bool {
    matches!(hit.term, Term::Service(_) | Term::Product(_))
}

#[cfg(test)]
mod tests;
