//! Identifiers of an account, a person, or a machine.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::kind::{Kind, Secret};
use super::passwords::is_in_url;
use crate::text::Span;

/// Returns the identifiers in `text` that aren't harmless, in order of their kinds.
pub(super) fn find(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    for Pattern { kind, regex, is_harmless } in PATTERNS.iter() {
        for captures in regex.captures_iter(text) {
            let Some(it) = captures.name("it").or_else(|| captures.get(0)) else { continue };
            if !is_harmless(it.as_str(), &captures, text) {
                found.push(Secret { kind: *kind, span: Span::new(it.start(), it.end()) });
            }
        }
    }
    found
}

/// The pattern of a kind.
struct Pattern {
    kind: Kind,
    /// The identifier is the group `it`, or else the whole match.
    regex: Regex,
    /// Whether a match is harmless. The arguments are the identifier, the captures, and the whole text.
    is_harmless: fn(&str, &Captures<'_>, &str) -> bool,
}

static PATTERNS: LazyLock<[Pattern; 3]> = LazyLock::new(|| {
    let pattern = |kind, regex, is_harmless| Pattern {
        kind,
        regex: Regex::new(regex).expect("the pattern is valid: the tests use each one"),
        is_harmless,
    };
    [
        pattern(
            Kind::AccountId,
            r"(?i)(?:arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:|(?-u:\b)account(?:[ -]?(?:ids?|numbers?|no\.?))?[\s:=#(`\x22'*]{1,4}(?:is\s+)?[`\x22'*]{0,2}|(?-u:\b))(?P<it>[0-9]{12}|[0-9]{4}-[0-9]{4}-[0-9]{4})(?P<after>\.dkr\.ecr|\.signin\.aws)?",
            is_no_account,
        ),
        pattern(
            Kind::EmailAddress,
            r"(?i)(?-u:\b)[a-z0-9._%+-]+@(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24})(?-u:\b)",
            is_no_address,
        ),
        pattern(Kind::IpAddress, r"(?-u:\b)[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?-u:\b)", is_no_public_ip),
    ]
});

/// Whether twelve digits are an account of the AWS documentation, or have no sign that they are an account at all.
fn is_no_account(found: &str, captures: &Captures<'_>, text: &str) -> bool {
    const SAMPLES: [&str; 4] = ["123456789012", "012345678901", "210987654321", "098765432109"];
    let digits: String = found.chars().filter(char::is_ascii_digit).collect();
    let bytes = digits.as_bytes();
    // Account IDs of the AWS documentation, such as 111122223333 and 999999999999.
    let runs = bytes.chunks(4).all(|chunk| chunk.iter().all(|digit| *digit == chunk[0]));
    let (Some(whole), Some(it)) = (captures.get(0), captures.name("it")) else { return true };
    let is_marked = whole.start() < it.start() || captures.name("after").is_some();
    let longer = text[it.end()..].starts_with(|c: char| c.is_ascii_digit() || c == '-');
    !is_marked || longer || runs || SAMPLES.contains(&digits.as_str())
}

/// Whether an email address is an example, or isn't that of a person: `git@github.com`, `postgres://app@db.hotel.io`.
fn is_no_address(found: &str, captures: &Captures<'_>, text: &str) -> bool {
    const RESERVED: [&str; 7] =
        ["example.com", "example.org", "example.net", "example", "invalid", "localhost", "domain.com"];
    let domain = captures.name("domain").map_or("", |domain| domain.as_str()).to_ascii_lowercase();
    let reserved = RESERVED
        .iter()
        .any(|name| domain.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    let local = found.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let at = captures.get(0).map_or(0, |whole| whole.start());
    reserved
        || matches!(local.as_str(), "git" | "ec2-user" | "ubuntu" | "you" | "your.name" | "name" | "user")
        || is_in_url(text, at)
}

/// Whether four numbers are a private, documentation or well-known address, or a version.
fn is_no_public_ip(found: &str, captures: &Captures<'_>, text: &str) -> bool {
    let octets: Vec<u16> = found.split('.').filter_map(|octet| octet.parse().ok()).collect();
    let [a, b, c, d] = octets.as_slice() else { return true };
    let Some(whole) = captures.get(0) else { return true };
    let (before, after) = (&text[..whole.start()], &text[whole.end()..]);
    let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    let longer = before.ends_with(['.', '-', '_', '/'])
        || after.starts_with(['-', '_'])
        || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    let version = matches!(word.as_str(), "v" | "version" | "release" | "section" | "chapter");
    let invalid =
        octets.iter().any(|octet| *octet > 255) || found.split('.').any(|o| o.len() > 1 && o.starts_with('0'));
    let private = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (192, 168, _)
            | (172, 16..=31, _)
            | (169, 254, _)
            | (100, 64..=127, _)
            | (192, 0, 0 | 2)
            | (198, 51, 100)
            | (203, 0, 113)
            | (198, 18 | 19, _)
    );
    let well_known = matches!((a, b, c, d), (8, 8, 8, 8) | (8, 8, 4, 4) | (9, 9, 9, 9) | (1, 0, 0, 1));
    // "1.2.3.4" is most likely a version or an example. Too few hosts have such an address to risk a false positive.
    let small = octets.iter().all(|octet| *octet < 20);
    longer || version || invalid || private || well_known || small
}
