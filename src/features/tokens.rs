//! Semantic tokens, which highlight labels, services, metrics, and placeholders.

use crate::coach::Report;
use crate::component::Component;
use crate::lexicon::Term;
use crate::text::Span;

/// The kind of a token. If two overlap, the first kind here wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A placeholder.
    Placeholder,
    /// A label.
    Label,
    /// A metric.
    Metric,
    /// An AWS service or feature.
    Service,
}

/// A highlighted span of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The position in the answer, within one line.
    pub span: Span,
    /// The kind.
    pub kind: TokenKind,
    /// The components of its section.
    pub components: Vec<Component>,
}

/// Returns the tokens of an answer, in order. They don't overlap, and each is within one line.
pub fn tokens(report: &Report) -> Vec<Token> {
    let answer = &report.answer;
    let text = answer.text();
    let of = |section: usize| answer.sections[section].label.components.as_slice();
    let placeholders = answer.placeholders.iter().map(|it| (TokenKind::Placeholder, it.span, of(it.section)));
    let labels = answer
        .sections
        .iter()
        .map(|section| (TokenKind::Label, section.label.words, section.label.components.as_slice()));
    let metrics = answer.metrics.iter().map(|it| (TokenKind::Metric, it.span, of(it.section)));
    let services = answer.mentions.iter().filter(|it| matches!(it.term, Term::Service(_)));
    let services = services.map(|it| (TokenKind::Service, it.span, it.section.map(of).unwrap_or_default()));
    let mut wanted: Vec<_> = placeholders.chain(labels).chain(metrics).chain(services).collect();
    wanted.retain(|(_, span, _)| !span.is_empty());
    // Of two that overlap, keep the one that starts first; at the same start, the one with the first kind.
    wanted.sort_by_key(|(kind, span, _)| (span.start, *kind, std::cmp::Reverse(span.end)));
    let mut tokens = Vec::new();
    let mut free_from = 0;
    for (kind, span, components) in wanted {
        if span.start < free_from {
            continue;
        }
        free_from = span.end;
        let pieces = lines(text, span).map(|span| Token { span, kind, components: components.to_vec() });
        tokens.extend(pieces);
    }
    tokens
}

/// Returns the part of `span` on each line, without the white space and quote marks around it.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let is_margin = |char: char| char.is_whitespace() || char == '>';
    let mut at = span.start;
    text[span.range()].split(['\n', '\r']).filter_map(move |line| {
        let is_first = at == span.start;
        let lead = if is_first { 0 } else { line.len() - line.trim_start_matches(is_margin).len() };
        let (start, end) = (at + lead, at + line.trim_end().len());
        at += line.len() + 1;
        (start < end).then(|| Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;

    fn shown(draft: &str) -> Vec<(TokenKind, &str)> {
        let (analysis, _) = analyzed(draft);
        let placed = &analysis.answers()[0];
        let tokens = tokens(&placed.report);
        assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{tokens:?}");
        tokens.iter().map(|token| (token.kind, &draft[placed.place(token.span).range()])).collect()
    }

    #[test]
    fn labels_services_metrics_and_placeholders_are_tokens() {
        use TokenKind::{Label, Metric, Placeholder, Service};
        let draft = "## Queues\n\n**Situation:** Slow: `14 hours`.\n\n**My task:** [What was it?]\n\n\
            **Action:** I put Amazon SQS there, then Kafka.\n\n**Result:** It fell by 90%, to $[amount].\n";
        assert_eq!(
            shown(draft),
            [
                (Label, "Situation"),
                (Metric, "14 hours"),
                (Label, "My task"),
                (Placeholder, "[What was it?]"),
                (Label, "Action"),
                (Service, "Amazon SQS"),
                (Label, "Result"),
                (Metric, "90%"),
                (Placeholder, "$[amount]"),
            ]
        );
        let (analysis, _) = analyzed(draft);
        let tokens = tokens(&analysis.answers()[0].report);
        assert_eq!(tokens[5].components, [Component::Action]);
        assert_eq!(tokens[7].components, [Component::Result]);
    }

    #[test]
    fn a_token_ends_with_its_line() {
        for end in ["\n", "\r\n", "\n> ", "\n   "] {
            let quote = if end.contains('>') { "> " } else { "" };
            let draft = format!(
                "{quote}**Situation:** a{end}\n{quote}**Action:** I put Amazon{end}Simple Queue{end}Service there.\n"
            );
            let services: Vec<_> = shown(&draft).into_iter().filter(|(kind, _)| *kind == TokenKind::Service).collect();
            let texts: Vec<_> = services.iter().map(|(_, text)| *text).collect();
            assert_eq!(texts, ["Amazon", "Simple Queue", "Service"], "{draft:?}");
        }
    }

    #[test]
    fn overlapping_text_is_one_token() {
        let all = shown("**Situation:** a\n\n**Action:** I did.\n\n**Result:** From [X] hours to 2 hours, by XX%.\n");
        let result: Vec<_> = all.into_iter().skip(3).collect();
        assert!(result.contains(&(TokenKind::Placeholder, "XX%")), "{result:?}");
        assert!(
            result.iter().any(|(kind, text)| *kind == TokenKind::Placeholder && text.contains("[X]")),
            "{result:?}"
        );
    }
}
