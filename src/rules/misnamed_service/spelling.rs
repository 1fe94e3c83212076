//! The official spelling of names: their vendor, letter case, and spaces.

use crate::lexicon::{Lexicon, Service, Wrong, split_vendor, without_vendor};
use crate::severity::Severity;

/// A name that isn't spelled officially.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misspelling {
    /// What is wrong.
    pub fault: Fault,
    /// The official name.
    pub right: String,
    /// The severity.
    pub severity: Severity,
}

/// What is wrong with a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Letters or words.
    Letters,
    /// Letter case or spaces.
    Case,
    /// The vendor.
    Vendor,
}

/// Returns the misspelling that `written` is, which names the service with this index. `None` if it is official, colloquial, or
/// a former name. Letter case counts only if `is_case_meant`.
pub(super) fn misspelling(lexicon: &Lexicon, index: usize, written: &str, is_case_meant: bool) -> Option<Misspelling> {
    let service = &lexicon.services[index];
    let misspelled = |fault, right, severity| Some(Misspelling { fault, right, severity });
    match service.wrong_name(written) {
        Some(wrong) if wrong.kind == Wrong::Former => None,
        Some(wrong) => {
            let short = wrong.right.as_deref().unwrap_or(service.short_name());
            let right = format!("{}{short}", vendor_for(service, written));
            let has_all_letters = bare(without_vendor(written)) == bare(short);
            let (fault, severity) =
                if has_all_letters { (Fault::Case, Severity::Information) } else { (Fault::Letters, wrong.severity) };
            misspelled(fault, right, severity)
        }
        None => {
            // A wrong vendor is the graver slip.
            if let Some(right) = with_right_vendor(lexicon, index, written) {
                return misspelled(Fault::Vendor, right, Severity::Hint);
            }
            let is_service = service.service == index;
            let right = if is_service && is_case_meant { respelled(service, written) } else { None };
            misspelled(Fault::Case, right?, Severity::Information)
        }
    }
}

/// Returns the official name that `written` stands for, which names the service with this index, if it starts with the wrong
/// vendor. Words in lower case may follow a name: "AWS S3 buckets" becomes "Amazon S3 buckets". `None` if the vendor is right, or
/// if no official name is in `written`.
fn with_right_vendor(lexicon: &Lexicon, index: usize, written: &str) -> Option<String> {
    let service = &lexicon.services[index];
    let (vendor, rest) = split_vendor(written);
    // Fast path: most names have no vendor or the right one. "AWS Auto Scaling group" is no slip for "Amazon EC2 Auto Scaling".
    if vendor.is_empty() || service.name.starts_with(vendor) || lexicon.starts_with_name(written) {
        return None;
    }
    let parent = &lexicon.services[service.service];
    let right = whole(service, parent, rest)
        .or_else(|| if service.service == index { completed(service, rest) } else { None })
        .or_else(|| official_names(service).chain(official_names(parent)).find_map(|name| followed(name, rest)))?;
    let own = split_vendor(&right).0;
    (!own.is_empty() && own != vendor).then_some(right)
}

/// Returns the official spelling of `written`, which names `service`. `None` if the case and the spaces are right, or if only
/// ordinary words differ: "AWS config" may be a configuration.
fn respelled(service: &Service, written: &str) -> Option<String> {
    let short = service.short_name();
    let rest = without_vendor(written);
    let is_distinct = |word: &&str| {
        let starts = |at: usize| !word[..at].ends_with(char::is_alphanumeric);
        word.char_indices().any(|(at, char)| char.is_ascii_digit() || char.is_uppercase() && !starts(at))
    };
    let is_written = |word: &str| rest.split_whitespace().any(|other| other == word);
    if rest == short || bare(rest) != bare(short) || short.split(' ').filter(is_distinct).all(is_written) {
        return None;
    }
    Some(format!("{}{short}", vendor_for(service, written)))
}

/// Returns the vendor of `service`, including the space, if `written` has a vendor.
fn vendor_for<'a>(service: &'a Service, written: &str) -> &'a str {
    let has_vendor = without_vendor(written).len() < written.len();
    if has_vendor { split_vendor(&service.name).0 } else { "" }
}

/// Returns the letters and digits of `name` in lower case.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the official name of `service` whose words are `rest`. That of a feature may start with the name of its `parent`,
/// whose vendor then counts: "S3 Object Lock", "Amazon S3 Object Lock".
fn whole(service: &Service, parent: &Service, rest: &str) -> Option<String> {
    let name = official_names(service).find(|name| bare(without_vendor(name)) == bare(rest))?;
    let is_of_parent = name.strip_prefix(parent.short_name()).is_some_and(|more| more.starts_with(' '));
    let vendor = if is_of_parent { split_vendor(&parent.name).0 } else { "" };
    Some(format!("{vendor}{name}"))
}

/// Returns the official name of `service` if `rest` is the beginning of it: "OpenSearch" is Amazon OpenSearch Service.
fn completed(service: &Service, rest: &str) -> Option<String> {
    let short = service.short_name().to_ascii_lowercase();
    let is_cut_short = short.strip_prefix(&rest.to_ascii_lowercase()).is_some_and(|more| more.starts_with(' '));
    is_cut_short.then(|| service.name.clone())
}

/// Returns `name` with the words that follow it in `rest`, if `rest` starts with it and they are in lower case.
fn followed(name: &str, rest: &str) -> Option<String> {
    let short = bare(without_vendor(name));
    let ends = rest.match_indices(' ').map(|(at, _)| at);
    let end = ends.take_while(|end| *end <= name.len()).find(|end| bare(&rest[..*end]) == short)?;
    let more = &rest[end..];
    (!more.contains(char::is_uppercase)).then(|| format!("{name}{more}"))
}

/// Iterates over the official names of `service`: the usual one, and the long one.
fn official_names(service: &Service) -> impl Iterator<Item = &str> {
    [&service.name, &service.long_name].into_iter().map(String::as_str).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests;
