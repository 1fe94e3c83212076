//! Selection ranges: from the word at a position to the whole draft.

use crate::coach::{Analysis, Placed};
use crate::features::line::is_blank;
use crate::text::{DocSpan, Text};

/// Returns the ranges around `offset`, each within the next: the word, the sentence, the text below the label, the
/// section, the answer, the draft; outside answers, the word, the line, the paragraph, the draft.
pub fn ranges(analysis: &Analysis, text: &Text, offset: usize) -> Vec<DocSpan> {
    let offset = text.floor_boundary(offset);
    let mut wanted: Vec<_> = word(text, offset).into_iter().collect();
    match analysis.answer_at(offset) {
        Some(placed) => wanted.extend(in_answer(placed, offset)),
        None => wanted.extend(in_between(text, offset)),
    }
    wanted.push(text.full_span());
    let mut ranges: Vec<DocSpan> = Vec::new();
    for span in wanted.into_iter().filter(|span| span.touches(offset)) {
        if ranges.last().is_none_or(|inner| span.contains(*inner) && span != *inner) {
            ranges.push(span);
        }
    }
    ranges
}

fn in_answer(placed: &Placed, offset: usize) -> Vec<DocSpan> {
    let answer = &placed.report.answer;
    let at = offset - placed.span.start;
    let mut spans = Vec::new();
    for (index, section) in answer.sections.iter().enumerate() {
        let sentences = section.sentences.iter().map(|sentence| answer.prose.source(*sentence));
        spans.extend(sentences.filter(|span| span.touches(at)));
        spans.extend(section.parts.iter().copied().filter(|span| span.touches(at)));
        spans.push(answer.extent(index));
    }
    spans.extend(answer.passage.title);
    let mut spans: Vec<_> = spans.into_iter().filter(|span| span.touches(at) && !span.is_empty()).collect();
    // A position between two sentences belongs to the second one.
    spans.sort_by_key(|span| (span.len(), std::cmp::Reverse(span.start)));
    let mut spans: Vec<_> = spans.into_iter().map(|span| placed.place(span)).collect();
    spans.push(placed.span);
    spans
}

/// Returns the line at `offset`, and the paragraph around it.
fn in_between(text: &Text, offset: usize) -> Vec<DocSpan> {
    let line = text.line_of(offset);
    if is_blank(text, line) {
        return Vec::new();
    }
    let (mut first, mut last) = (line, line);
    while first > 0 && !is_blank(text, first - 1) {
        first -= 1;
    }
    while last + 1 < text.line_count() && !is_blank(text, last + 1) {
        last += 1;
    }
    vec![text.line_span(line), DocSpan::new(text.line_span(first).start, text.line_span(last).end)]
}

/// Returns the word at `offset`, including apostrophes and hyphens.
fn word(text: &Text, offset: usize) -> Option<DocSpan> {
    let line = text.line_span(text.line_of(offset));
    let content = text.slice(line);
    let at = offset.checked_sub(line.start).filter(|at| *at <= content.len())?;
    let is_letter = |char: char| char.is_alphanumeric() || char == '_';
    // An apostrophe or hyphen counts if it is between letters.
    let joins = |index: usize, char: char| {
        matches!(char, '\'' | '’' | '-')
            && content[..index].ends_with(is_letter)
            && content[index + char.len_utf8()..].starts_with(is_letter)
    };
    let belongs = |index: usize, char: char| is_letter(char) || joins(index, char);
    let before = content[..at].char_indices().rev().take_while(|(index, char)| belongs(*index, *char)).last();
    let after = content[at..].char_indices().take_while(|(index, char)| belongs(at + index, *char)).last();
    let start = before.map_or(at, |(index, _)| index);
    let end = after.map_or(at, |(index, char)| at + index + char.len_utf8());
    (start < end).then(|| DocSpan::new(line.start + start, line.start + end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;
    use proptest::prelude::*;

    const DRAFT: &str = "Some notes,\nof no use.\n\n## It broke\n\n**Situation:** It didn't last. We’d re-run **all** of it.\n\n\
        **Task:** Mine.\n\n**Action:** I fixed it.\n\n**Result:** Done.\n";

    fn selected<'a>(draft: &'a str, at: &str) -> Vec<&'a str> {
        let (analysis, text) = analyzed(draft);
        let offset = draft.find(at).expect("there") + 1;
        ranges(&analysis, &text, offset).into_iter().map(|span| &draft[span.range()]).collect()
    }

    #[test]
    fn a_selection_grows_from_the_word_to_the_draft() {
        let section = "**Situation:** It didn't last. We’d re-run **all** of it.";
        let answer = DRAFT[DRAFT.find("## It").expect("there")..].trim_end();
        assert_eq!(
            selected(DRAFT, "run"),
            ["re-run", "We’d re-run **all** of it.", &section[15..], section, answer, DRAFT]
        );
        assert_eq!(selected(DRAFT, "n't"), ["didn't", "It didn't last.", &section[15..], section, answer, DRAFT]);
        assert_eq!(selected(DRAFT, "Situation"), ["Situation", section, answer, DRAFT]);
        assert_eq!(selected(DRAFT, "broke"), ["broke", "It broke", answer, DRAFT]);
        assert_eq!(selected(DRAFT, "Done"), ["Done", "Done.", "**Result:** Done.", answer, DRAFT]);
    }

    #[test]
    fn outside_answers_lines_and_paragraphs_are_selected() {
        assert_eq!(selected(DRAFT, "notes"), ["notes", "Some notes,", "Some notes,\nof no use.", DRAFT]);
        assert_eq!(selected("a b", "a"), ["a", "a b"]);
        let (analysis, text) = analyzed("");
        assert_eq!(ranges(&analysis, &text, 7), [DocSpan::new(0, 0)]);
    }

    proptest! {
        #[test]
        fn ranges_are_nested_and_contain_the_position(at in 0usize..400, crlf: bool) {
            let draft = if crlf { DRAFT.replace('\n', "\r\n") } else { DRAFT.to_owned() };
            let (analysis, text) = analyzed(&draft);
            let place = text.floor_boundary(at);
            let ranges = ranges(&analysis, &text, at);
            prop_assert_eq!(ranges.last(), Some(&text.full_span()));
            prop_assert!(ranges.iter().all(|range| range.touches(place)));
            prop_assert!(ranges.windows(2).all(|pair| pair[1].contains(pair[0]) && pair[1] != pair[0]));
            prop_assert!(ranges.iter().all(|range| draft.is_char_boundary(range.start) && draft.is_char_boundary(range.end)));
        }
    }
}
