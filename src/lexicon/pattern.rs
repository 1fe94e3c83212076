//! Patterns: finite regular expressions that expand to a list of literals.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The maximum number of literals of a pattern.
const MAX_LITERALS: usize = 512;

/// The maximum length of a literal, in bytes.
const MAX_LITERAL_LEN: usize = 200;

/// Returns the literals that `pattern` matches, sorted, without duplicates.
///
/// # Errors Returns a message if `pattern` is no regular expression, matches an unlimited number of literals (`a*`,
/// `a+`), has an assertion (`\b`, `^`), matches the empty string, or matches too many or too long literals. The limits
/// are checked before the literals are built, so a hostile pattern takes no time or memory.
pub(crate) fn expand(pattern: &str) -> Result<Vec<String>, String> {
    // Fast path: most patterns are words.
    let is_plain = |c: char| c.is_alphanumeric() || c == ' ';
    if !pattern.is_empty() && pattern.len() <= MAX_LITERAL_LEN && pattern.chars().all(is_plain) {
        return Ok(vec![pattern.to_owned()]);
    }
    let hir = regex_syntax::Parser::new().parse(pattern).map_err(|error| error.to_string())?;
    let mut literals = literals(&hir)?;
    if literals.iter().any(String::is_empty) {
        return Err("it can match an empty string".into());
    }
    literals.sort_unstable();
    literals.dedup();
    Ok(literals)
}

fn literals(hir: &Hir) -> Result<Vec<String>, String> {
    match hir.kind() {
        HirKind::Empty => Ok(vec![String::new()]),
        HirKind::Literal(literal) => {
            check(1, literal.0.len())?;
            Ok(vec![String::from_utf8_lossy(&literal.0).into_owned()])
        }
        HirKind::Class(Class::Unicode(class)) => {
            let chars = || class.iter().flat_map(|range| range.start()..=range.end());
            check(chars().take(MAX_LITERALS + 1).count(), 0)?;
            Ok(chars().map(String::from).collect())
        }
        HirKind::Class(Class::Bytes(_)) => Err("it matches bytes, not text".into()),
        HirKind::Look(_) => Err("assertions are not supported; whole words are matched anyway".into()),
        HirKind::Capture(capture) => literals(&capture.sub),
        HirKind::Alternation(choices) => {
            let mut all = Vec::new();
            for choice in choices {
                add(&mut all, literals(choice)?)?;
            }
            Ok(all)
        }
        HirKind::Concat(parts) => {
            let mut all = vec![String::new()];
            for part in parts {
                all = join(&all, &literals(part)?)?;
            }
            Ok(all)
        }
        HirKind::Repetition(repetition) => {
            let Some(max) = repetition.max else {
                return Err("repetition needs an upper limit, such as `{0,3}`".into());
            };
            let once = literals(&repetition.sub)?;
            let mut times = vec![String::new()];
            let mut all = if repetition.min == 0 { times.clone() } else { Vec::new() };
            for time in 1..=max {
                times = join(&times, &once)?;
                if time >= repetition.min {
                    add(&mut all, times.clone())?;
                }
            }
            Ok(all)
        }
    }
}

/// Adds `more` to `all`. Fails if they would be too many.
fn add(all: &mut Vec<String>, more: Vec<String>) -> Result<(), String> {
    check(all.len() + more.len(), 0)?;
    all.extend(more);
    Ok(())
}

/// Returns each of `heads` followed by each of `tails`.
fn join(heads: &[String], tails: &[String]) -> Result<Vec<String>, String> {
    let longest = |literals: &[String]| literals.iter().map(String::len).max().unwrap_or_default();
    check(heads.len() * tails.len(), longest(heads) + longest(tails))?;
    let all = heads.iter().flat_map(|head| tails.iter().map(move |tail| [head.as_str(), tail].concat()));
    Ok(all.collect())
}

/// Fails if a pattern has too many literals, or if the longest one has too many bytes.
fn check(count: usize, longest: usize) -> Result<(), String> {
    if count > MAX_LITERALS {
        return Err(format!("it matches more than {MAX_LITERALS} texts"));
    }
    if longest > MAX_LITERAL_LEN {
        return Err(format!("it matches a text longer than {MAX_LITERAL_LEN} bytes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finite_pattern_expands() {
        assert_eq!(expand("(message|work) queues?").expect("finite").len(), 4);
        assert_eq!(expand("polic(y|ies)").expect("finite"), ["policies", "policy"]);
        assert_eq!(expand("organi[sz]e").expect("finite"), ["organise", "organize"]);
        assert_eq!(expand(r"AppStream( 2\.0)?").expect("finite").len(), 2);
    }

    #[test]
    fn an_infinite_or_invalid_pattern_is_rejected() {
        for bad in ["a+", "(very )*big", r"\bword\b", "a(b", "any.thing", "x?", "[a-z]{9}", "(a|b|c|d){5}"] {
            assert!(expand(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_huge_pattern_is_rejected_before_it_is_expanded() {
        let many = "it matches more than 512 texts";
        let long = "it matches a text longer than 200 bytes";
        for (pattern, why) in [
            ("(((a{200}){200}){200}){200}", long),
            ("a{0,4000000000}", long),
            ("(a?){4000000000}", many),
            ("(a|b){1,9}", many),
            (r"\w", many),
            ("([a-v]{2}|[a-v]{2})", many),
            (&"x".repeat(201), long),
            (&format!("{}|{}", "x".repeat(150), "y".repeat(50)).replace('|', "z?"), long),
        ] {
            assert_eq!(expand(pattern).expect_err(pattern), why, "{pattern}");
        }
        assert_eq!(expand("(){0,4000000000}a").expect("finite"), ["a"]);
        assert_eq!(expand("[a-v]{2}").expect("finite").len(), 484);
        assert_eq!(expand(&"x".repeat(200)).expect("finite").len(), 1);
    }
}
