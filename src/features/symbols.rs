//! Document symbols: the answers of a draft with their sections.

use crate::answer::Answer;
use crate::coach::{Analysis, Placed};
use crate::draft::label::LabelConfidence;
use crate::text::wording::{self, plain, shortened};
use crate::text::{DocSpan, Span};

/// The maximum length of a name, in characters.
const MAX_NAME: usize = 120;
/// The maximum length of an opening that serves as a title, in characters.
const MAX_OPENING: usize = 48;

/// The kind of a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// An answer.
    Answer,
    /// A component, or several under one label.
    Component,
    /// A section after the four components, such as a lesson.
    Part,
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The name; never empty.
    pub name: String,
    /// A short description.
    pub detail: String,
    /// The kind.
    pub kind: SymbolKind,
    /// The whole span.
    pub span: DocSpan,
    /// The span to select; it is within `span`.
    pub selection: DocSpan,
    /// The sections of an answer, in order.
    pub children: Vec<Symbol>,
}

/// Returns the answers that `analysis` describes, in order, with their sections.
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    let names = names(analysis);
    analysis.answers().iter().zip(names).map(|(placed, name)| symbol(placed, name)).collect()
}

/// Returns the names of all answers, in order: their titles, numbered if several answers share one, or else their
/// numbers and first words.
pub fn names(analysis: &Analysis) -> Vec<String> {
    let mut shared = 1;
    let mut last = None;
    let mut names = Vec::new();
    for (index, placed) in analysis.answers().iter().enumerate() {
        shared = if placed.title.is_some() && placed.title == last { shared + 1 } else { 1 };
        last = placed.title;
        let answer = &placed.report.answer;
        names.push(match answer.title().map(plain).filter(|title| !title.is_empty()) {
            Some(title) if shared > 1 => format!("{} ({shared})", shortened(&title, MAX_NAME)),
            Some(title) => shortened(&title, MAX_NAME),
            None => match opening(answer) {
                Some(opening) => format!("Answer {}: {opening}", index + 1),
                None => format!("Answer {}", index + 1),
            },
        });
    }
    names
}

/// Returns a count with its noun: "no metrics", "1 metric", "2 metrics".
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 0 { format!("no {what}s") } else { wording::counted(count, what) }
}

fn symbol(placed: &Placed, name: String) -> Symbol {
    let answer = &placed.report.answer;
    let first = answer.passage.labels.first().map_or(Span::default(), |label| label.words);
    let children = (0..answer.sections.len()).map(|index| section(placed, index)).collect();
    Symbol {
        name,
        detail: format!(
            "{} · {}",
            counted(answer.metrics.len(), "metric"),
            counted(answer.services().len(), "service")
        ),
        kind: SymbolKind::Answer,
        span: placed.span,
        selection: placed.place(answer.passage.title.unwrap_or(first)),
        children,
    }
}

fn section(placed: &Placed, index: usize) -> Symbol {
    let answer = &placed.report.answer;
    let section = &answer.sections[index];
    let metrics = answer.metrics.iter().filter(|metric| metric.section == index).count();
    let detail = match (section.empty, metrics) {
        (true, _) => "empty".to_owned(),
        (false, 0) => counted(section.words, "word"),
        (false, _) => format!("{} · {}", counted(section.words, "word"), counted(metrics, "metric")),
    };
    let is_component = !section.label.components.is_empty();
    Symbol {
        name: label(answer, index),
        detail,
        kind: if is_component { SymbolKind::Component } else { SymbolKind::Part },
        span: placed.place(answer.extent(index)),
        selection: placed.place(section.label.words),
        children: Vec::new(),
    }
}

/// Returns the label of a section without markup. Single letters are written out.
fn label(answer: &Answer, index: usize) -> String {
    let label = &answer.sections[index].label;
    let named = || label.components.iter().map(|component| component.name()).collect::<Vec<_>>().join("/");
    let words = plain(&answer.text()[label.words.range()]);
    match (label.strength, words.is_empty()) {
        (LabelConfidence::Letter, _) | (_, true) if !label.components.is_empty() => named(),
        (_, true) => "Section".to_owned(),
        _ => shortened(&words, MAX_NAME),
    }
}

/// Returns the first words of an answer without a title.
fn opening(answer: &Answer) -> Option<String> {
    let written = (0..answer.sections.len()).find(|&index| answer.is_written(index))?;
    let part = answer.sections[written].parts.iter().find(|part| !answer.prose.of(**part).is_empty())?;
    let words = plain(&answer.prose.text()[answer.prose.of(*part).range()]);
    (!words.is_empty()).then(|| shortened(&words, MAX_OPENING))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;

    const DRAFT: &str = "# Stories\n\n## **Orders** got lost\n\n**Situation:** We lost orders.\n\n**Task:**\n\n\
        **Action:** I put Amazon SQS and AWS Lambda between.\n\n**Result:** Losses fell by 90%.\n\n**Lesson:** Ask first.\n";

    fn shown(draft: &str) -> Vec<String> {
        fn show(symbol: &Symbol, depth: usize, draft: &str, lines: &mut Vec<String>) {
            assert!(symbol.span.contains(symbol.selection) && !symbol.name.is_empty(), "{symbol:?}");
            let first = draft[symbol.span.range()].lines().next().unwrap_or_default();
            lines.push(format!("{}{} | {} | {first}", " ".repeat(depth), symbol.name, symbol.detail));
            for child in &symbol.children {
                assert!(symbol.span.contains(child.span), "{symbol:?} {child:?}");
                show(child, depth + 1, draft, lines);
            }
        }
        let mut lines = Vec::new();
        symbols(&analyzed(draft).0).iter().for_each(|symbol| show(symbol, 0, draft, &mut lines));
        lines
    }

    #[test]
    fn answers_contain_their_sections() {
        assert_eq!(
            shown(DRAFT),
            [
                "Orders got lost | 1 metric · 2 services | ## **Orders** got lost",
                " Situation | 3 words | **Situation:** We lost orders.",
                " Task | empty | **Task:**",
                " Action | 8 words | **Action:** I put Amazon SQS and AWS Lambda between.",
                " Result | 4 words · 1 metric | **Result:** Losses fell by 90%.",
                " Lesson | 2 words | **Lesson:** Ask first.",
            ]
        );
        assert_eq!(shown("# Nothing\n\nbut prose.\n"), [""; 0]);
        assert_eq!(shown(""), [""; 0]);
    }

    #[test]
    fn letters_and_shared_lines_are_sections_too() {
        assert_eq!(
            shown("S: One two.\nT: Three.\nA: I did it.\nR: Done.\n"),
            [
                "Answer 1: One two. | no metrics · no services | S: One two.",
                " Situation | 2 words | S: One two.",
                " Task | 1 word | T: Three.",
                " Action | 3 words | A: I did it.",
                " Result | 1 word | R: Done.",
            ]
        );
        let shared = "**Situation:** One two. **Task:** Three.\n\n**Action:** I did.\n\n**Result:** Done.\n";
        let spans: Vec<_> = symbols(&analyzed(shared).0)[0].children.iter().map(|child| child.span).collect();
        let texts: Vec<_> = spans.iter().map(|span| &shared[span.range()]).collect();
        assert_eq!(texts, ["**Situation:** One two.", "**Task:** Three.", "**Action:** I did.", "**Result:** Done."]);
    }

    #[test]
    fn columns_of_a_table_are_siblings() {
        let table = "| Situation | Task | Action | Result |\n| --- | --- | --- | --- |\n| a b | c | I d | e |\n";
        let symbols = symbols(&analyzed(table).0);
        let spans: Vec<_> = symbols[0].children.iter().map(|child| &table[child.span.range()]).collect();
        assert_eq!(spans, ["Situation", "Task", "Action", "Result"]);
    }

    #[test]
    fn answers_without_a_title_have_distinct_names() {
        let star =
            |word: &str| format!("**Situation:** {word}\n\n**Task:** t\n\n**Action:** I did.\n\n**Result:** Done.\n\n");
        let draft = format!("# Stories\n\n{}{}", star("one"), star("two"));
        let name = |draft: &str| symbols(&analyzed(draft).0).into_iter().map(|symbol| symbol.name).collect::<Vec<_>>();
        assert_eq!(name(&draft), ["Stories", "Stories (2)"]);
        let long = "We ran, all of us, a very old shop; and it was – as old shops are – quite slow.";
        assert_eq!(name(&star(long)), ["Answer 1: We ran, all of us, a very old shop; and it was…"]);
        let empty = "**Situation:**\n\n**Task:**\n\n**Action:**\n\n**Result:**\n";
        assert_eq!(name(empty), ["Answer 1"]);
    }
}
