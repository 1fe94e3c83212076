//! Passwords and keys that are recognized by what is before them: a name, an option, a URL.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::kind::{Kind, Secret};
use super::values::{self, Place};
use crate::text::Span;

/// Returns the passwords and keys in `text` that aren't examples or placeholders.
pub(super) fn find(text: &str) -> Vec<Secret> {
    let mut found = in_urls(text);
    found.extend(ASSIGNED.captures_iter(text).filter_map(|captures| assigned(text, &captures)));
    for it in OPTIONS.captures_iter(text).filter_map(|captures| captures.name("it")) {
        if values::is_password(it.as_str(), Place::Option) {
            found.push(Secret { kind: Kind::Password, span: Span::new(it.start(), it.end()) });
        }
    }
    found
}

/// Whether `at` is in the part of a URL that names the user: "postgres://app@db.hotel.io".
pub(super) fn is_in_url(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let token = before.rfind(char::is_whitespace).map_or(before, |space| &before[space..]);
    token.rsplit_once("://").is_some_and(|(_, authority)| !authority.contains(['/', '?', '#']))
}

/// Returns the passwords in URLs: "mysql://app:password@host".
fn in_urls(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let rest = &text[start..];
        let token = &rest[..rest.find(|c: char| c.is_whitespace() || "\"'`<>|".contains(c)).unwrap_or(rest.len())];
        let host = token.rfind('@').filter(|at| token[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '['));
        let Some(end) = host else { continue };
        let Some(colon) = token[..end].find(':') else { continue };
        let (user, password) = (&token[..colon], &token[colon + 1..end]);
        // "https://hotel.io:8080/@jane" has a port and a path.
        let is_authority =
            !user.contains(['/', '?', '#']) && !password.trim_start_matches(char::is_numeric).starts_with('/');
        if is_authority && user != password && values::is_password(password, Place::Url) {
            found.push(Secret { kind: Kind::Password, span: Span::new(start + colon + 1, start + end) });
        }
    }
    found
}

/// Returns the value that a password or key is set to, if it is one.
fn assigned(text: &str, captures: &Captures<'_>) -> Option<Secret> {
    let (whole, key, separator) = (captures.get(0)?, captures.name("key")?, captures.name("separator")?);
    let opening = captures.name("opening").map_or("", |opening| opening.as_str());
    let name_start = text[..key.start()].rfind(|c: char| !c.is_alphanumeric() && !"_-.".contains(c));
    let name = &text[name_start.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8))..key.end()];
    let quote = opening.chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'));
    let rest = &text[whole.end()..];
    let len = match quote {
        Some(quote) => rest.find([quote, '\n']).filter(|end| rest[*end..].starts_with(quote))?,
        None => values::len_of_word(rest),
    };
    let value = &rest[..len];
    let separator = separator.as_str();
    let is_constant = name.contains('_') && !name.contains(char::is_lowercase);
    let place = match separator.trim() {
        ">" => rest[len..].starts_with("</").then_some(Place::Quoted)?,
        "" => name.starts_with('-').then_some(Place::Option)?,
        _ if quote.is_some() => Place::Quoted,
        "=" | ":=" if !separator.contains(' ') => Place::Code,
        _ if is_constant => Place::Code,
        _ => Place::Prose,
    };
    let kind = kind_of(key.as_str());
    let is_secret = match kind {
        Kind::Password => values::is_password(value, place),
        _ => values::is_key(value, place),
    };
    is_secret.then(|| Secret { kind, span: Span::new(whole.end(), whole.end() + len) })
}

/// Returns the kind of the secret with this name.
fn kind_of(name: &str) -> Kind {
    let ends = |end: &str| name.to_ascii_lowercase().ends_with(end);
    match () {
        () if ends("token") => Kind::AccessToken,
        () if ends("key") || ends("secret") => Kind::ApiKey,
        () => Kind::Password,
    }
}

/// A name and what is between it and its value: "DB_PASSWORD=", "\"api_key\": \"", "the password for the desk was".
static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| {
    let names = [
        "password",
        "passwd",
        "passphrase",
        "passwort",
        "contraseña",
        "mot de passe",
        "senha",
        "wachtwoord",
        "pwd",
        "パスワード",
        "密码",
        "비밀번호",
        "पासवर्ड",
        "secret",
        "token",
        "(?:api|access|account|auth|encryption|license|master|secret|signing|sharedaccess)[_ -]?key",
    ];
    let pattern = format!(
        r#"(?P<key>(?i-u:{}))["'`*\]]{{0,3}}(?P<separator>(?:\s(?:for|of|on)\s[^:=\n.!?]{{1,40}}?)?(?:\s*(?:=>|:=|[:=]|：)[ \t]*|\s+(?:is|was|to)\s+)|[ \t]*\|[ \t]*|[ \t]+|>)(?P<opening>["'`*]{{0,3}})"#,
        names.join("|")
    );
    Regex::new(&pattern).expect("the pattern is valid: the tests use it")
});

/// Options of common commands that take a password: `mysql -p`, `curl -u`, and the header for a user and a password.
static OPTIONS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?:(?:mysql|mariadb)[a-z]*\s[^\n`|;]*?-p|sshpass -p ?["']?|(?:-u|--user)[ =]["']?[\w.-]+:|(?i-u:authorization["']?\s*[:=]\s*["']?basic) +)(?P<it>[^\s"'`|;]+)"#;
    Regex::new(pattern).expect("the pattern is valid: the tests use it")
});
