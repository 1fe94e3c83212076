//! Patterns: finite regular expressions that stand for a list of literals.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many literals one pattern may stand for.
const MAX_LITERALS: usize = 512;

/// The literals that `pattern` stands for, sorted, without repetition.
///
/// # Errors
/// Says what is wrong when `pattern` is no regular expression, stands for no end of literals (`a*`, `a+`), looks around
/// (`\b`, `^`), or stands for too many literals or for none at all.
pub(super) fn expand(pattern: &str) -> Result<Vec<String>, String> {
    if !pattern.is_empty() && !pattern.contains(regex_syntax::is_meta_character) {
        return Ok(vec![pattern.to_owned()]);
    }
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
    let literals = match hir.kind() {
        HirKind::Empty => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        HirKind::Class(Class::Unicode(class)) => class
            .iter()
            .flat_map(|range| range.start()..=range.end())
            .take(MAX_LITERALS + 1)
            .map(String::from)
            .collect(),
        HirKind::Class(Class::Bytes(_)) => return Err("bytes are no text".into()),
        HirKind::Look(_) => return Err("it looks around; words are delimited anyway".into()),
        HirKind::Capture(capture) => literals(&capture.sub)?,
        HirKind::Alternation(choices) => {
            let mut all = Vec::new();
            for choice in choices {
                all.append(&mut literals(choice)?);
            }
            all
        }
        HirKind::Concat(parts) => {
            let mut all = vec![String::new()];
            for part in parts {
                all = join(&all, &literals(part)?)?;
            }
            all
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
                    all.extend_from_slice(&times);
                }
            }
            all
        }
    };
    if literals.len() > MAX_LITERALS {
        return Err(format!("it stands for more than {MAX_LITERALS} literals"));
    }
    Ok(literals)
}

fn join(heads: &[String], tails: &[String]) -> Result<Vec<String>, String> {
    if heads.len() * tails.len() > MAX_LITERALS {
        return Err(format!("it stands for more than {MAX_LITERALS} literals"));
    }
    let all = heads.iter().flat_map(|head| tails.iter().map(move |tail| [head.as_str(), tail].concat()));
    Ok(all.collect())
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
}
