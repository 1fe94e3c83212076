//! `leaked-secret`: a credential, or an identifier of an account, a person or a machine.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::Answer;
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::wording;

/// The rule.
pub const RULE: Rule = Rule {
    name: "leaked-secret",
    summary: "The text contains a credential or a confidential identifier.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Words,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

- A credential: an AWS access key, a private key, or an access token. Each one is reported, as a warning.
- An identifier: an AWS account ID, an email address, or a public IPv4 address. Each kind is reported once in an answer, as a
  hint.

Code is checked, too.

## Why it matters

Drafts get shared with friends, coaches, and tools. Anyone who has an access key has the same access to AWS as its owner [1].
AWS doesn't consider account IDs secret, but recommends sharing them carefully [2]. Your employer may have stricter rules.

## Example

```markdown
**Action:** I rotated the key of account 481516234208 and told ops@corp.test.
```

## Use instead

```markdown
**Action:** I rotated the key of the production account and told the operations team.
```

## Fix

Safe: replaces the credential with `REDACTED`, or all identifiers of the same kind in the answer. If a real credential was
in a shared draft, deactivate it as well.

## When to ignore it

If the value is an example or public. To suppress the finding:

```markdown
<!-- star-coach: ignore leaked-secret -- invented account -->
```

## Limitations

- Values from the AWS documentation (`123456789012`, keys that contain `EXAMPLE`), example domains, and private, loopback,
  and documentation addresses are ignored.
- Other secrets, such as passwords, customer names, and host names, aren't recognized.

## References

1. AWS General Reference, “Best practices for managing AWS access keys”:
   <https://docs.aws.amazon.com/general/latest/gr/aws-access-keys-best-practices.html>
2. AWS Account Management, “View AWS account identifiers”:
   <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html>
";

/// The replacement of a secret. It has no brackets, since it would then look like a link or a placeholder.
const REDACTED: &str = "REDACTED";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let text = answer.text();
    for secret in &SECRETS {
        for span in secret.find(text) {
            findings.push(finding(answer, &[span], Severity::Warning, secret));
        }
    }
    for identifier in &IDENTIFIERS {
        let spans = identifier.find(text);
        if !spans.is_empty() {
            findings.push(finding(answer, &spans, Severity::Hint, identifier));
        }
    }
}

/// Returns a finding at the first of `spans` (sorted, at least one), with a fix that redacts all of them.
fn finding(answer: &Answer, spans: &[Span], severity: Severity, pattern: &SecretPattern) -> Finding {
    let edits = spans.iter().map(|span| Edit { span: *span, text: REDACTED.to_owned() }).collect();
    let title = match spans.len() {
        1 => format!("Redact this {}", pattern.name),
        count => format!("Redact {count} {}", pattern.plural),
    };
    let component = answer.sections.iter().find(|section| section.contains(spans[0]));
    Finding {
        rule: &RULE,
        severity,
        span: spans[0],
        component: component.and_then(|section| section.label.components.last().copied()),
        message: pattern.message(),
        fixes: vec![Fix::new(title, Applicability::Safe, edits).preferred()],
    }
}

/// A pattern of a secret or identifier.
struct SecretPattern {
    /// The name, without an article.
    name: &'static str,
    /// The plural of the name.
    plural: &'static str,
    /// Whether it is a credential rather than an identifier.
    is_credential: bool,
    /// The regular expression. The secret is the group `it`, or else the whole match.
    pattern: LazyLock<Regex>,
    /// Whether a match is harmless. The arguments are the secret, the captures, and the whole text.
    harmless: fn(&str, &Captures<'_>, &str) -> bool,
}

/// Compiles a constant pattern.
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid: the tests use each one")
}

impl SecretPattern {
    /// Returns the spans of the matches in `text` that aren't harmless, in order.
    fn find(&self, text: &str) -> Vec<Span> {
        let place = |captures: Captures<'_>| {
            let found = captures.name("it").or_else(|| captures.get(0))?;
            let harmless = (self.harmless)(found.as_str(), &captures, text);
            (!harmless).then(|| Span::new(found.start(), found.end()))
        };
        self.pattern.captures_iter(text).filter_map(place).collect()
    }

    fn message(&self) -> String {
        let name = wording::with_article(self.name);
        match self.is_credential {
            true => {
                format!("This looks like {name}. If it is real, deactivate it. Redact it before you share this draft.")
            }
            false => format!("This looks like {name}. It may be confidential. Redact it, or describe it instead."),
        }
    }
}

static SECRETS: [SecretPattern; 4] = [
    SecretPattern {
        name: "AWS access key ID",
        plural: "AWS access key IDs",
        is_credential: true,
        pattern: LazyLock::new(|| regex(r"(?-u:\b)(?:AKIA|ASIA)[A-Z0-9]{16}(?-u:\b)")),
        harmless: is_sample,
    },
    SecretPattern {
        name: "AWS secret access key",
        plural: "AWS secret access keys",
        is_credential: true,
        pattern: LazyLock::new(|| {
            regex(
                r#"(?i)secret[ _-]?(?:access[ _-]?)?key["'`]*(?:\s+is)?\s*[:=]?\s*["'`]*(?P<it>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)"#,
            )
        }),
        harmless: is_sample,
    },
    SecretPattern {
        name: "private key",
        plural: "private keys",
        is_credential: true,
        pattern: LazyLock::new(|| {
            regex(
                r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:[\s>]|\\n)+[A-Za-z0-9+/=]{16,}(?:(?:[\s>]|\\n)+[A-Za-z0-9+/=]{16,})*(?:(?:[\s>]|\\n)*[A-Za-z0-9+/=]*(?:[\s>]|\\n)*-----END (?:[A-Z]+ )*PRIVATE KEY-----)?",
            )
        }),
        harmless: |_, _, _| false,
    },
    SecretPattern {
        name: "access token",
        plural: "access tokens",
        is_credential: true,
        pattern: LazyLock::new(|| {
            regex(
                r"(?-u:\b)(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}|glpat-[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{36}|xox[abeoprs]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{16,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})",
            )
        }),
        harmless: is_sample,
    },
];

static IDENTIFIERS: [SecretPattern; 3] = [
    SecretPattern {
        name: "AWS account ID",
        plural: "AWS account IDs",
        is_credential: false,
        pattern: LazyLock::new(|| {
            regex(
                r"(?i)(?:arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:|(?-u:\b)account(?:[ -]?(?:ids?|numbers?|no\.?))?[\s:=#(`\x22'*]{1,4}(?:is\s+)?[`\x22'*]{0,2}|(?-u:\b))(?P<it>[0-9]{12}|[0-9]{4}-[0-9]{4}-[0-9]{4})(?P<after>\.dkr\.ecr|\.signin\.aws)?",
            )
        }),
        harmless: is_no_account,
    },
    SecretPattern {
        name: "email address",
        plural: "email addresses",
        is_credential: false,
        pattern: LazyLock::new(|| {
            regex(r"(?i)(?-u:\b)[a-z0-9._%+-]+@(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24})(?-u:\b)")
        }),
        harmless: is_sample_address,
    },
    SecretPattern {
        name: "public IP address",
        plural: "public IP addresses",
        is_credential: false,
        pattern: LazyLock::new(|| regex(r"(?-u:\b)[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?-u:\b)")),
        harmless: is_no_public_ip,
    },
];

/// Whether a key or token is an example or a placeholder: `EXAMPLE`, `xxxx…`.
fn is_sample(found: &str, _: &Captures<'_>, _: &str) -> bool {
    let upper = found.to_ascii_uppercase();
    let mut distinct: Vec<char> = upper.chars().skip(4).filter(char::is_ascii_alphanumeric).collect();
    distinct.sort_unstable();
    distinct.dedup();
    upper.contains("EXAMPLE") || distinct.len() < 6
}

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

/// Whether an email address is an example, or isn't that of a person: `git@github.com`.
fn is_sample_address(found: &str, captures: &Captures<'_>, _: &str) -> bool {
    const RESERVED: [&str; 7] =
        ["example.com", "example.org", "example.net", "example", "invalid", "localhost", "domain.com"];
    let domain = captures.name("domain").map_or("", |domain| domain.as_str()).to_ascii_lowercase();
    let reserved = RESERVED
        .iter()
        .any(|name| domain.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    let local = found.split('@').next().unwrap_or_default().to_ascii_lowercase();
    reserved || matches!(local.as_str(), "git" | "ec2-user" | "ubuntu" | "you" | "your.name" | "name" | "user")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::{Analysis, Profile};
    use crate::config::Config;
    use crate::lexicon::Lexicon;
    use crate::rules::testing::{answer, messages};
    use crate::text::Text;
    use std::sync::Arc;

    // Put together here, so that no scanner takes this file for a leak.
    fn key() -> String {
        format!("AKIA{}", "2E0A8F3B9C7D6Q1R")
    }

    fn secret() -> String {
        "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7+/cF0xR2uL6nD".to_owned()
    }

    fn reported(action: &str) -> Vec<String> {
        messages(RULE.name, &answer(action))
    }

    #[test]
    fn credentials_are_found_in_prose_and_code() {
        let body = "MIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9Oi8zxvMZbT7";
        let pem = format!(
            "I found\n\n```\n-----BEGIN RSA PRIVATE KEY-----\n{body}\n{body}\nabc=\n-----END RSA PRIVATE KEY-----\n```"
        );
        let jwt = format!(
            "eyJ{}.eyJ{}.{}",
            "hbGciOiJIUzI1NiJ9", "zdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
        );
        for (text, what) in [
            (format!("I rotated {}.", key()), "AWS access key ID"),
            (format!("I rotated `{}` at once.", key()), "AWS access key ID"),
            (format!("I found\n\n```\naws_access_key_id = {}\n```", key()), "AWS access key ID"),
            (format!("I found `aws_secret_access_key = {}` in it.", secret()), "AWS secret access key"),
            (format!("I found \"SecretAccessKey\": \"{}\".", secret()), "AWS secret access key"),
            (pem, "private key"),
            (format!("I used ghp_{} there.", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"), "access token"),
            (format!("I used xoxb-{}.", "123456789012-abcdefGHIJKL"), "access token"),
            (format!("I sent {jwt}."), "access token"),
        ] {
            let reported = reported(&text);
            assert!(reported.len() == 1 && reported[0].contains(&format!(" {what}. ")), "{text}: {reported:?}");
            assert!(!reported[0].contains(&text[text.len() - 6..]), "{reported:?}");
        }
    }

    #[test]
    fn identifiers_are_found() {
        for (text, what) in [
            ("I moved account 481516234266 first.", "AWS account ID"),
            ("I moved account ID: `4815-1623-4266` first.", "AWS account ID"),
            ("I allowed arn:aws:iam::481516234266:role/deploy.", "AWS account ID"),
            ("I pushed to 481516234266.dkr.ecr.eu-west-1.amazonaws.com.", "AWS account ID"),
            ("I called jane.doe@corp-mail.io first.", "email address"),
            ("I blocked 54.23.118.7 at the edge.", "public IP address"),
            ("I blocked `54.23.118.0/24` at the edge.", "public IP address"),
        ] {
            let reported = reported(text);
            assert!(reported.len() == 1 && reported[0].contains(&format!(" {what}. ")), "{text}: {reported:?}");
        }
        assert_eq!(reported("I blocked 54.23.118.7 and 54.23.118.9.").len(), 1, "one finding a kind");
    }

    #[test]
    fn examples_and_harmless_values_are_ignored() {
        for text in [
            "I rotated AKIAIOSFODNN7EXAMPLE with secret key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY.",
            "I searched for AKIA keys and AKIAXXXXXXXXXXXXXXXX.",
            "I removed every `-----BEGIN PRIVATE KEY-----` block.",
            "I revoked ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.",
            "I moved account 123456789012 to arn:aws:iam::111122223333:role/x.",
            "I listed arn:aws:s3:::my-bucket and arn:aws:iam::aws:policy/ReadOnlyAccess.",
            "I counted 481516234266 rows.",
            "I moved account 4815162342661234 of the bank.",
            "I wrote to jane@example.com, bob@mail.example.org and git@github.com.",
            "I measured recall@10.5 and p@k.",
            "I opened 10.0.0.0/16, 172.31.4.5, 192.168.1.1 and 127.0.0.1.",
            "I blocked 169.254.169.254, 0.0.0.0/0, 192.0.2.44, 198.51.100.7 and 203.0.113.9.",
            "I went from version 120.30.44.51 to v120.30.44.52 and 1.2.3.4.",
            "I saw 999.30.44.51 and 54.23.118.7.9.",
            "I asked 8.8.8.8.",
        ] {
            assert_eq!(reported(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_fix_redacts_everything_and_the_message_quotes_nothing() {
        let draft = answer(&format!("I rotated {}, mailed a.b@corp.io and c@corp.io.", key()));
        let profile = Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()));
        let analysis = Analysis::new(profile, &Text::from(draft.as_str()));
        let report = &analysis.answers()[0].report;
        let mut text = report.answer.text().to_owned();
        for finding in report.findings.iter().rev().filter(|finding| finding.rule.name == RULE.name) {
            assert!(!finding.message.contains("corp.io") && !finding.message.contains("AKIA"), "{}", finding.message);
            text = finding.fixes[0].apply(&text);
        }
        assert!(text.contains("I rotated REDACTED, mailed REDACTED and REDACTED."), "{text}");
    }
}
