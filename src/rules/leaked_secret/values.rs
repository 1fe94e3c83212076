//! Tells secrets from words, placeholders, and references to a secret.

use crate::words::Words;

/// The place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In running text: "the password is …", "Password: …".
    Prose,
    /// In an assignment: `DB_PASSWORD=…`.
    Code,
    /// In quotation marks, or in an element.
    Quoted,
    /// After a command-line option.
    Option,
    /// In a URL.
    Url,
}

/// The minimum length of a password, in bytes.
const MIN_PASSWORD: usize = 5;

/// The minimum length of a key or token, in bytes.
const MIN_KEY: usize = 12;

/// Returns the length of the value at the start of `rest`: up to a space, a quotation mark, or the next field, without the
/// punctuation of the sentence.
pub(super) fn len_of_word(rest: &str) -> usize {
    let is_field = |at: usize| {
        let next = rest[at + 1..].trim_start();
        let name = next.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        name.len() < next.len() && name.starts_with(['=', ':'])
    };
    let is_end =
        |at: usize, c: char| c.is_whitespace() || "\"'`<>|;".contains(c) || matches!(c, ',' | '&') && is_field(at);
    let end = rest.char_indices().find(|(at, c)| is_end(*at, *c)).map_or(rest.len(), |(at, _)| at);
    rest[..end].trim_end_matches(['.', ',', ':', ')', ']', '}', '*', '。', '，', '、', '）']).len()
}

/// Whether `value` is a password rather than a word, a placeholder, or a reference.
pub(super) fn is_password(value: &str, place: Place) -> bool {
    if value.len() < MIN_PASSWORD || is_reference(value) || is_sample(value) {
        return false;
    }
    let shape = Shape::of(value);
    match place {
        Place::Prose => shape.is_strong(),
        Place::Quoted => !value.contains(' ') && shape.is_mixed(),
        Place::Option => shape.is_mixed(),
        Place::Code | Place::Url => shape.is_mixed() || shape.has_letters && !has_sample_word(value),
    }
}

/// Whether `value` is a key or token rather than a name, a placeholder, or a reference.
pub(super) fn is_key(value: &str, place: Place) -> bool {
    let shape = Shape::of(value);
    let is_random = shape.has_letters && shape.has_digits && !is_name(value);
    let is_long = value.len() >= MIN_KEY && !value.contains(' ');
    is_long && is_random && !is_reference(value) && !is_sample(value) && (place != Place::Prose || shape.is_strong())
}

/// Whether `value` refers to a secret that is elsewhere: `$DB_PASSWORD`, `{{ secret }}`, `os.environ["PW"]`, `vault:db`.
fn is_reference(value: &str) -> bool {
    let is_call = value.contains(['(', '[', '{', '…']) || value.contains("...");
    let is_path = value.contains("://") || value.starts_with("arn:") || value.starts_with(['/', '~', '\\']);
    let has_sign = value.starts_with(['$', '%', '<', '{', '*', '&', '(', '[']);
    // "secrets.db_password", "projects/7/secrets/db"
    let is_member = |joint: char| {
        let mut parts = value.split(joint);
        value.contains(joint) && parts.all(|part| !part.is_empty() && is_name(part))
    };
    is_call || is_path || has_sign || is_member('.') || is_member('/') || is_member(':')
}

/// Whether `value` is a name: words, short numbers, and versions, with joints between: "db-credentials-v2".
fn is_name(value: &str) -> bool {
    value.split(['-', '_', '.', '/', ':']).all(|part| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_word = letters.chars().all(char::is_alphabetic) && part.len() - letters.len() <= 2;
        is_word || letters.is_empty() && part.len() <= 4
    })
}

/// Whether `value` is only an example: "changeme", "your-password-1", "xxxx", "••••".
fn is_sample(value: &str) -> bool {
    let lower = value.to_lowercase();
    let mut distinct: Vec<char> = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let is_marked =
        ["example", "redacted", "placeholder", "changeme", "xxx", "***"].iter().any(|mark| lower.contains(mark));
    is_marked || distinct.len() < 3 || lower.starts_with("your") || ALGORITHMS.contains(&lower)
}

/// Whether `value` has a word that stands for any password, or that describes one.
fn has_sample_word(value: &str) -> bool {
    let mut parts = value.split(|c: char| !c.is_alphabetic());
    parts.any(|part| DEFAULTS.contains(part))
        || ["pass", "secret", "change"].iter().any(|stem| value.to_ascii_lowercase().contains(stem))
}

/// Words that aren't secrets of anyone: defaults, types, and states.
static DEFAULTS: Words = Words::new(&[
    "admin",
    "app",
    "dummy",
    "empty",
    "encrypted",
    "enabled",
    "disabled",
    "env",
    "fake",
    "false",
    "file",
    "foobar",
    "guest",
    "hashed",
    "here",
    "hidden",
    "input",
    "key",
    "letmein",
    "missing",
    "mysql",
    "none",
    "null",
    "optional",
    "postgres",
    "prompt",
    "qwerty",
    "required",
    "root",
    "sample",
    "set",
    "string",
    "test",
    "testing",
    "token",
    "true",
    "undefined",
    "unset",
    "user",
    "username",
    "value",
    "yes",
]);

/// Names of algorithms that have letters and digits.
static ALGORITHMS: Words =
    Words::new(&["argon2", "argon2id", "base64", "oauth2", "pbkdf2", "sha256", "sha512", "utf8"]);

/// The characters of a value.
struct Shape {
    has_letters: bool,
    has_digits: bool,
    has_upper: bool,
    has_lower: bool,
    /// Whether a sign is among the letters, other than those that join words.
    has_signs: bool,
    /// Whether it is a word with a number before or after it, or words with hyphens: "12-character", "90days", "level3".
    is_plain: bool,
}

impl Shape {
    fn of(value: &str) -> Self {
        let inner = value.trim_matches(|c: char| !c.is_alphanumeric());
        let letters = inner.trim_matches(|c: char| c.is_ascii_digit());
        let numbers = inner.len() - letters.len();
        Self {
            has_letters: value.chars().any(char::is_alphabetic),
            has_digits: value.chars().any(|c| c.is_ascii_digit()),
            has_upper: value.chars().any(char::is_uppercase),
            has_lower: value.chars().any(char::is_lowercase),
            has_signs: inner.contains(['!', '#', '$', '%', '&', '*', '+', '=', '?', '@', '^', '~']),
            is_plain: inner.contains('-')
                || letters.chars().all(char::is_alphabetic)
                    && (numbers < 4 || inner.starts_with(|c: char| c.is_ascii_digit())),
        }
    }

    /// Whether it has more than letters.
    fn is_mixed(&self) -> bool {
        self.has_letters && (self.has_digits || self.has_signs)
    }

    /// Whether no word of a sentence looks like that.
    fn is_strong(&self) -> bool {
        self.is_mixed() && !self.is_plain && (self.has_digits || self.has_upper && self.has_lower)
    }
}
