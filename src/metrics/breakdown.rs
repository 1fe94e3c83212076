//! Totals with their parts: "12 bugs: 5 in the parser and 7 in the printer".

use super::lexer::TokenKind;
use super::measure::Unit;
use super::source::Source;
use crate::text::Span;

/// A count, and counts that it is the sum of.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakdown {
    /// The span, from the total to the last part.
    pub span: Span,
    /// The total.
    pub total: f64,
    /// The parts, two or more.
    pub parts: Vec<f64>,
}

/// Returns the totals in `prose` that are followed by a list of all their parts, in order.
pub fn breakdowns(prose: &str) -> Vec<Breakdown> {
    // Fast path: few paragraphs have three numbers, and a mark that a list may follow.
    let may_have_one = |line: &str| {
        let numbers = line.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        line.contains([':', '(', '-', '–', '—']) && numbers.count() >= 3
    };
    if !prose.lines().any(may_have_one) {
        return Vec::new();
    }
    let lower = prose.to_ascii_lowercase();
    let source = Source::new(prose, &lower);
    let mut found = Vec::new();
    let mut at = 0;
    while at < source.tokens.len() {
        match breakdown(&source, at) {
            Some((breakdown, next)) => {
                found.push(breakdown);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

fn breakdown(source: &Source<'_>, at: usize) -> Option<(Breakdown, usize)> {
    let (total, noun) = plain(source, at)?;
    // "12 bugs:", "12 open bugs (", "12 bugs —"
    let start = (noun..noun + 4).find(|at| !matches!(source.kind(*at), Some(TokenKind::Word | TokenKind::Name)))?;
    let in_brackets = source.is_char(start, '(');
    let spaced_dash = source.is_dash(start) && !source.is_glued(start);
    if start == noun || !(in_brackets || source.is_char(start, ':') || spaced_dash) {
        return None;
    }
    let (mut parts, mut next) = (Vec::new(), start + 1);
    loop {
        let (part, after) = plain(source, next)?;
        parts.push(part);
        // The words about this part: "5 in the parser".
        let end = (after..after + 7).find(|at| !is_about_part(source, *at))?;
        next = end;
        let comma = usize::from(source.is_char(end, ','));
        let and = usize::from(source.is_word(end + comma, "and"));
        if comma + and == 0 {
            break;
        }
        next = end + comma + and;
    }
    let closed = if in_brackets {
        source.is_char(next, ')')
    } else {
        source.kind(next).is_none_or(|kind| kind == TokenKind::Stop)
    };
    if parts.len() < 2 || !closed {
        return None;
    }
    let span = Span::new(source.tokens[at].span.start, source.end_of(next));
    Some((Breakdown { span, total, parts }, next))
}

/// Returns the value of the plain, exact count in digits at `at`, and the token after it.
fn plain(source: &Source<'_>, at: usize) -> Option<(f64, usize)> {
    let is_exact = source.start_with_hedges(at, 0) == at && !source.is_label(at);
    let matched =
        source.quantity_at(at).filter(|_| is_exact && matches!(source.kind(at), Some(TokenKind::Number(_))))?;
    let quantity = matched.quantity;
    let is_count = quantity.unit == Unit::Count && quantity.per.is_none() && quantity.upto.is_none() && matched.bare;
    let plain = is_count && quantity.value.fract() == 0.0 && matched.next == at + 1 && !source.is_hyphen(at + 1);
    plain.then_some((quantity.value, at + 1))
}

/// Whether the token is a word about a part, rather than the end of it.
fn is_about_part(source: &Source<'_>, at: usize) -> bool {
    matches!(source.kind(at), Some(TokenKind::Word)) && !source.is_word(at, "and") && source.cardinal(at).is_none()
        || source.is_hyphen(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_their_parts_are_found() {
        for (prose, expected) in [
            ("We fixed 12 bugs: 5 in the parser and 6 in the printer.", Some((12.0, vec![5.0, 6.0]))),
            ("It closed 40 tickets (12 bugs, 20 questions and 8 wishes) in May.", Some((40.0, vec![12.0, 20.0, 8.0]))),
            ("There were 9 stops — 4 short ones, 5 long ones.", Some((9.0, vec![4.0, 5.0]))),
            // What is said of the parts may overlap.
            ("Of 12 servers, 8 run Linux and 7 are virtual.", None),
            ("Of 40 people, 30 came and 15 of them stayed.", None),
            ("We fixed 12 bugs: 5 in the parser.", None),
            ("We fixed 12 bugs: among them 5 in the parser and 2 in the printer.", None),
            ("We fixed 12 bugs: 5 in the parser, 2 in the printer, and more.", None),
            ("We fixed 12 bugs: about 5 in the parser and 7 in the printer.", None),
            ("It took 12 hours: 5 for the parser and 7 for the printer.", None),
            ("Scores: 3, 4 and 5.", None),
            ("It has 12 bugs, 5 tests and 7 files.", None),
            ("In 2024: 5 here and 7 there.", None),
        ] {
            let found = breakdowns(prose).into_iter().next().map(|it| (it.total, it.parts));
            assert_eq!(found, expected, "{prose}");
        }
    }
}
