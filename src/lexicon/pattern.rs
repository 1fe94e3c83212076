//! Patterns: finite regular expressions that stand for a list of literals.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many literals one pattern may stand for.
const MOST_LITERALS: usize = 512;

/// How many bytes each of them may have.
const LONGEST_LITERAL: usize = 200;

/// The literals that `pattern` stands for, sorted, without repetition.
///
/// # Errors
/// Says what is wrong when `pattern` is no regular expression, stands for no end of literals (`a*`, `a+`), looks around
/// (`\b`, `^`), or stands for too many literals, for ones that are too long or for none at all. No more literals are made
/// than it may stand for.
pub(super) fn expand(pattern: &str) -> Result<Vec<String>, String> {
    let hir = regex_syntax::Parser::new().parse(pattern).map_err(|error| error.to_string())?;
    let mut literals = literals(&hir)?;
    if literals.iter().any(String::is_empty) {
        return Err("it stands for nothing at all".into());
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
            check(chars().take(MOST_LITERALS + 1).count(), 0)?;
            Ok(chars().map(String::from).collect())
        }
        HirKind::Class(Class::Bytes(_)) => Err("bytes are no text".into()),
        HirKind::Look(_) => Err("it looks around; words are delimited anyway".into()),
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
                return Err("it has no end: say how often at most".into());
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

/// Adds `more` to `all`, unless they would be too many.
fn add(all: &mut Vec<String>, more: Vec<String>) -> Result<(), String> {
    check(all.len() + more.len(), 0)?;
    all.extend(more);
    Ok(())
}

/// Each of `heads` followed by each of `tails`.
fn join(heads: &[String], tails: &[String]) -> Result<Vec<String>, String> {
    let longest = |literals: &[String]| literals.iter().map(String::len).max().unwrap_or_default();
    check(heads.len() * tails.len(), longest(heads) + longest(tails))?;
    let all = heads.iter().flat_map(|head| tails.iter().map(move |tail| [head.as_str(), tail].concat()));
    Ok(all.collect())
}

/// Whether a pattern may stand for so many literals, of at most so many bytes.
fn check(count: usize, longest: usize) -> Result<(), String> {
    if count > MOST_LITERALS {
        return Err(format!("it stands for more than {MOST_LITERALS} literals"));
    }
    if longest > LONGEST_LITERAL {
        return Err(format!("it stands for a literal of more than {LONGEST_LITERAL} bytes"));
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
    fn a_pattern_without_end_or_sense_is_refused() {
        for bad in ["a+", "(very )*big", r"\bword\b", "a(b", "any.thing", "x?", "[a-z]{9}", "(a|b|c|d){5}"] {
            assert!(expand(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_pattern_is_refused_before_it_takes_time() {
        let many = "it stands for more than 512 literals";
        let long = "it stands for a literal of more than 200 bytes";
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
