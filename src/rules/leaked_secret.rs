//! `leaked-secret`: a credential, or an identifier of an account, a person or a machine.

mod identifiers;
mod keys;
mod kind;
mod passwords;
mod values;

use std::cmp::Reverse;

use kind::{IDENTIFIERS, Kind, Secret};

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::Answer;
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};

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

- A credential: a password in a URL or an assignment, an AWS access key, a private key, or an access token or secret key of
  a common vendor. Each one is reported, as a warning.
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
- Placeholders (`<password>`, `$DB_PASSWORD`, `****`), default values such as `changeme`, and passwords that are ordinary
  words in a sentence are ignored.
- Other confidential information, such as customer names and host names, isn't recognized.

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
    let secrets = without_overlaps(keys::find(text).into_iter().chain(passwords::find(text)).collect());
    for secret in &secrets {
        findings.push(finding(answer, secret.kind, &[secret.span], Severity::Warning));
    }
    let identifiers = identifiers::find(text);
    for kind in IDENTIFIERS {
        let of_kind = identifiers.iter().filter(|found| found.kind == kind);
        let spans: Vec<Span> = of_kind
            .map(|found| found.span)
            .filter(|span| !secrets.iter().any(|secret| secret.span.overlaps(*span)))
            .collect();
        if !spans.is_empty() {
            findings.push(finding(answer, kind, &spans, Severity::Hint));
        }
    }
}

/// Returns the longest of overlapping secrets, so that none is redacted in part.
fn without_overlaps(mut secrets: Vec<Secret>) -> Vec<Secret> {
    secrets.sort_by_key(|secret| Reverse(secret.span.len()));
    let mut kept: Vec<Secret> = Vec::new();
    for secret in secrets {
        if !kept.iter().any(|longer| longer.span.overlaps(secret.span)) {
            kept.push(secret);
        }
    }
    kept
}

/// Returns a finding at the first of `spans` (sorted, at least one), with a fix that redacts all of them.
fn finding(answer: &Answer, kind: Kind, spans: &[Span], severity: Severity) -> Finding {
    let edits = spans.iter().map(|span| Edit { span: *span, text: REDACTED.to_owned() }).collect();
    let component = answer.sections.iter().find(|section| section.contains(spans[0]));
    Finding {
        rule: &RULE,
        severity,
        span: spans[0],
        component: component.and_then(|section| section.label.components.last().copied()),
        message: kind.message(),
        fixes: vec![Fix::new(kind.title(spans.len()), Applicability::Safe, edits).preferred()],
    }
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
    fn passwords_and_keys_are_found_by_their_names() {
        let random = "q7Rk2mX9vB4tLs8Zp3Nw6Yc1";
        for (text, what, redacted) in [
            (
                "I connected to mysql://app:Gr3enTea7@db.hotel.io:3306/rooms.",
                "a password",
                "mysql://app:REDACTED@db.hotel.io:3306/rooms.",
            ),
            ("I used `amqps://svc:p@ss/w0rd@mq.hotel.io`.", "a password", "`amqps://svc:REDACTED@mq.hotel.io`"),
            ("It was redis://:tigerlily@10.0.0.4:6379.", "a password", "redis://:REDACTED@10.0.0.4:6379."),
            (
                "I cloned https://jane:tok3nOfJane@git.hotel.io/x.git.",
                "a password",
                "https://jane:REDACTED@git.hotel.io/x.git.",
            ),
            ("I found DB_PASSWORD=Gr3enTea7 in the repo.", "a password", "DB_PASSWORD=REDACTED in"),
            ("I found `DB_PASSWORD=tigerlily` in the repo.", "a password", "`DB_PASSWORD=REDACTED`"),
            ("I found `password: \"Gr3enTea7!\"` in the chart.", "a password", "`password: \"REDACTED\"`"),
            ("The file said password: Gr3enTea7.", "a password", "password: REDACTED."),
            ("The root password was Summer2024! all along.", "a password", "was REDACTED all"),
            ("The password for the night desk: N1ghtPorter.", "a password", "desk: REDACTED."),
            ("I set the admin password to `Gr3enTea7`.", "a password", "to `REDACTED`."),
            ("I ran `deploy --password Gr3enTea7 --force`.", "a password", "--password REDACTED --force"),
            ("I ran `mysql -u root -pGr3enTea7 rooms`.", "a password", "-pREDACTED rooms"),
            ("I ran `curl -u app:Gr3enTea7 https://hotel.io`.", "a password", "-u app:REDACTED https"),
            ("I saw `Server=db;Uid=app;Pwd=Gr3enTea7;Database=rooms`.", "a password", "Pwd=REDACTED;Database=rooms"),
            ("I saw `user=app,password=x9,y8z7,db=rooms`.", "a password", "password=REDACTED,db=rooms"),
            ("I saw <password>Gr3enTea7</password>.", "a password", "<password>REDACTED</password>"),
            ("I saw `Authorization: Basic YXBwOkdyM2VuVGVhNw==`.", "a password", "Basic REDACTED`"),
            ("Im Skript stand Passwort: Gr3enTea7.", "a password", "Passwort: REDACTED."),
            ("I saw `Authorization: Bearer RANDOM`.", "an access token", "Bearer REDACTED`"),
            ("I saw `ACCESS_TOKEN=RANDOM`.", "an access token", "ACCESS_TOKEN=REDACTED`"),
            ("I saw `\"secret_key\": \"RANDOM\"`.", "a secret key", "\"secret_key\": \"REDACTED\"`"),
            ("I saw `x-api-key: RANDOM`.", "a secret key", "x-api-key: REDACTED`"),
            ("I saw `AccountName=rooms;AccountKey=RANDOM==;X=1`.", "a secret key", "AccountKey=REDACTED;X=1"),
        ] {
            let text = text.replace("RANDOM", random);
            let fixed = fixed(&text);
            assert_eq!(reported(&text).len(), 1, "{text}: {:?}", reported(&text));
            assert!(reported(&text)[0].contains(&format!("looks like {what}.")), "{text}: {:?}", reported(&text));
            assert!(fixed.contains(redacted), "{text}: {fixed}");
            assert_eq!(reported(&fixed), [""; 0], "{fixed}");
        }
    }

    #[test]
    fn common_vendor_keys_are_found() {
        let body = "q7Rk2mX9vB4tLs8Zp3Nw6Yc1dF5gH0jKaEuT";
        for (before, len) in [
            ("github_pat_", 36),
            ("glpat-", 20),
            ("npm_", 36),
            ("pypi-AgEIcHlwaS5vcmc", 30),
            ("xapp-1-", 30),
            ("AIzaSy", 33),
            ("GOCSPX-", 28),
            ("sk_live_", 24),
            ("rk_live_", 24),
            ("whsec_", 32),
            ("SG.q7Rk2mX9vB4tLs8Zp3.", 36),
            ("sk-", 36),
            ("sk-proj-", 36),
            ("sk-ant-api03-", 36),
            ("hf_", 34),
            ("hvs.", 24),
        ] {
            let text = format!(
                "The key {before}{}{} was in it.",
                &body[..len.min(36)],
                if before == "github_pat_" { "_aB3dE6" } else { "" }
            );
            assert_eq!(reported(&text).len(), 1, "{text}");
            assert!(fixed(&text).contains("The key REDACTED was in it."), "{}", fixed(&text));
        }
    }

    #[test]
    fn placeholders_references_and_talk_of_passwords_are_ignored() {
        for text in [
            "I connected to mysql://app:<password>@db.hotel.io.",
            "I connected to `mysql://app:$DB_PASSWORD@db.hotel.io` and `mysql://app:${PW}@db.hotel.io`.",
            "I connected to `mysql://app:****@db.hotel.io` and `postgres://postgres:postgres@db.hotel.io`.",
            "I connected to `postgres://user:password@db.hotel.io` and `postgres://app@db.hotel.io/x`.",
            "I read https://hotel.io:8080/@jane and https://hotel.io/a:b@c.",
            "I set DB_PASSWORD=changeme, DB_PASSWORD=$PW, DB_PASSWORD=<secret> and DB_PASSWORD=.",
            "I set `POSTGRES_PASSWORD=postgres` and `password = \"your-password-1\"`.",
            "I set `password: ${{ secrets.DB_PASSWORD_2 }}` and `password = var.db_password2`.",
            "I set `password = os.environ[\"PW1\"]` and `password=getenv(\"PW1\")`.",
            "I set `--password-stdin` and `--password \"$PW1\"`.",
            "The password: 12 characters, and the password was rotated.",
            "The new password was 12-character, and the password is base64-encoded.",
            "Password: required. Token: 15m. Secret: db-credentials-v2. Password: SHA256.",
            "The password is bcrypt+salt, and the token is OAuth2-compliant.",
            "I moved the password to Secrets Manager and the token to SSM2.",
            "I set `secret: projects/7/secrets/db-2` and `secret: arn:aws:secretsmanager:eu-west-1::x1`.",
            "I set PWD=/home/app2 and `max_tokens=4096000000a`.",
            "I rotated the api key: three of four.",
            "I saw `Authorization: Bearer <token>` and `Authorization: Bearer $TOKEN`.",
            "The password policy: P90D, and the password_hash: 5f4dcc3b5aa765d61d8327deb882cf99.",
            "I ran `mysql -u root -p rooms` and `docker run -u 1000:1000 x`.",
            "I named it sk-learn-pipeline-for-the-forecast and used xoxb-your-token-goes-here.",
            "I kept `dkr.ecr`, pypi-server-installation-guide and key-value pairs.",
        ] {
            assert_eq!(reported(text), [""; 0], "{text}");
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

    /// Returns the answer with this Action, with all fixes of the rule applied.
    fn fixed(action: &str) -> String {
        let draft = answer(action);
        let profile = Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()));
        let analysis = Analysis::new(profile, &Text::from(draft.as_str()));
        let report = &analysis.answers()[0].report;
        let mut text = report.answer.text().to_owned();
        for finding in report.findings.iter().rev().filter(|finding| finding.rule.name == RULE.name) {
            assert!(!finding.message.contains("corp.io") && !finding.message.contains("AKIA"), "{}", finding.message);
            text = finding.fixes[0].apply(&text);
        }
        let action = text.split("**Action:** ").nth(1).expect("an Action");
        action.split("\n\n**Result").next().expect("text").to_owned()
    }

    #[test]
    fn the_fix_redacts_everything_and_the_message_quotes_nothing() {
        let fixed = fixed(&format!("I rotated {}, mailed a.b@corp.io and c@corp.io.", key()));
        assert_eq!(fixed, "I rotated REDACTED, mailed REDACTED and REDACTED.");
    }
}
