//! Keys and tokens that are recognized by their own form.

use std::sync::LazyLock;

use regex::Regex;

use super::kind::{Kind, Secret};
use crate::text::Span;

/// Returns the keys and tokens in `text` that aren't examples.
pub(super) fn find(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    for (kind, pattern) in PATTERNS.iter() {
        for captures in pattern.captures_iter(text) {
            let Some(it) = captures.name("it").or_else(|| captures.get(0)) else { continue };
            if *kind == Kind::PrivateKey || !is_sample(it.as_str()) {
                found.push(Secret { kind: *kind, span: Span::new(it.start(), it.end()) });
            }
        }
    }
    found
}

/// Whether a key or token is an example or a placeholder: `EXAMPLE`, `xxxx…`, `your-token-here`. Real ones have digits.
fn is_sample(found: &str) -> bool {
    let upper = found.to_ascii_uppercase();
    let mut distinct: Vec<char> = upper.chars().skip(4).filter(char::is_ascii_alphanumeric).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let is_marked = ["EXAMPLE", "YOUR", "XXXX"].iter().any(|mark| upper.contains(mark));
    is_marked || distinct.len() < 6 || !upper.bytes().any(|byte| byte.is_ascii_digit())
}

/// The form of each kind. The secret is the group `it`, or else the whole match.
static PATTERNS: LazyLock<Vec<(Kind, Regex)>> = LazyLock::new(|| {
    let tokens = format!(r"(?-u:\b)(?:{})", TOKENS.join("|"));
    [
        (Kind::AccessKeyId, r"(?-u:\b)(?:AKIA|ASIA)[A-Z0-9]{16}(?-u:\b)"),
        (
            Kind::SecretAccessKey,
            r#"(?i-u:secret[ _-]?(?:access[ _-]?)?key)["'`]*(?:\s+is)?\s*[:=]?\s*["'`]*(?P<it>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)"#,
        ),
        (
            Kind::PrivateKey,
            r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[\s>]|\\n)+[A-Za-z0-9+/=]{16,}(?:(?:[\s>]|\\n)+[A-Za-z0-9+/=]{16,})*(?:(?:[\s>]|\\n)*[A-Za-z0-9+/=]*(?:[\s>]|\\n)*-----END (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----)?",
        ),
        (Kind::AccessToken, &tokens),
        (Kind::AccessToken, r"(?i-u:(?-u:\b)bearer) +(?P<it>[A-Za-z0-9._~+/-]{16,}=*)"),
    ]
    .map(|(kind, pattern)| (kind, Regex::new(pattern).expect("the pattern is valid: the tests use each one")))
    .into()
});

/// The tokens of vendors, by the prefixes that they document.
const TOKENS: &[&str] = &[
    // GitHub and GitLab
    "gh[pousr]_[A-Za-z0-9]{36,}",
    "github_pat_[A-Za-z0-9_]{40,}",
    "gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20,}",
    // Package registries: npm, PyPI, Docker Hub
    "npm_[A-Za-z0-9]{36}",
    "pypi-Ag[A-Za-z0-9_-]{20,}",
    "dckr_pat_[A-Za-z0-9_-]{20,}",
    // Slack
    "xox[abeoprs]-[A-Za-z0-9-]{10,}",
    "xapp-[A-Za-z0-9-]{20,}",
    "hooks\\.slack\\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}",
    // Google
    "AIza[A-Za-z0-9_-]{30,}",
    "GOCSPX-[A-Za-z0-9_-]{20,}",
    "ya29\\.[A-Za-z0-9_-]{20,}",
    // Payment and messages: Stripe, Shopify, Twilio, SendGrid, Mailgun
    "[rs]k_live_[A-Za-z0-9]{16,}",
    "whsec_[A-Za-z0-9]{20,}",
    "shpat_[0-9a-f]{32}",
    "SK[0-9a-f]{32}",
    "SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}",
    "key-[0-9a-f]{32}",
    // Language models: OpenAI, Anthropic, Hugging Face
    "sk-(?:proj|svcacct|ant)-[A-Za-z0-9_-]{20,}",
    "sk-[A-Za-z0-9]{20,}",
    "hf_[A-Za-z0-9]{30,}",
    // Infrastructure: DigitalOcean, Databricks, HashiCorp Vault, New Relic
    "do[op]_v1_[0-9a-f]{40,}",
    "dapi[0-9a-f]{32}",
    "hv[sb]\\.[A-Za-z0-9_-]{20,}",
    "NRAK-[A-Z0-9]{20,}",
    // JSON Web Tokens
    "eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}",
];
