//! Markdown parsing: the kinds of lines, and updates after edits that equal a fresh parse.

#[cfg(unix)]
use std::time::Duration;

use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use star_coach::draft::markdown::{Block, Markdown};
use star_coach::text::{Change, DocSpan, Text};

use crate::pieces::{MARKUP, PIECES};

fn any_draft() -> impl Strategy<Value = String> {
    let piece = prop_oneof![prop::sample::select(PIECES), prop::sample::select(MARKUP)];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Like [`any_draft`], but longer than one incremental part.
fn any_long_draft() -> impl Strategy<Value = String> {
    (any_draft(), any_draft(), any_draft()).prop_map(|(one, two, three)| {
        format!("{one}\n\n# A heading\n\nA paragraph.\n\n{two}\n\nAnother paragraph.\n\n## A second heading\n{three}")
    })
}

/// An edit: the position and the length (both as shares of the draft), and the new text.
fn any_edit() -> impl Strategy<Value = (f64, f64, String)> {
    let typed = prop::sample::select(MARKUP).prop_map(str::to_owned);
    let text = prop_oneof![2 => Just(String::new()), 4 => typed, 1 => any_draft()];
    (0.0..=1.0f64, prop_oneof![2 => Just(0.0), 4 => 0.0..0.02f64, 1 => 0.0..0.5f64], text)
}

/// Applies the edit, and returns the change.
fn apply(text: &mut Text, (at, share, with): &(f64, f64, String)) -> Change {
    let start = text.floor_boundary((at * text.len() as f64) as usize);
    let end = text.floor_boundary(start + (share * text.len() as f64) as usize).max(start);
    text.replace(DocSpan::new(start, end), with);
    Change { start, old_end: end, new_end: start + with.len() }
}

/// Returns everything that was parsed, one entry a line.
fn parsed(markdown: &Markdown, text: &Text) -> Vec<String> {
    let all = text.full_span();
    let lines = markdown.lines_from(0).iter().map(|line| format!("{line:?}"));
    let segments = markdown.segments(all).into_iter().map(|segment| format!("{segment:?}"));
    let cells = markdown.cells(all).into_iter().map(|cell| format!("{cell:?}"));
    let blocks = markdown.blocks(all).into_iter().map(|block| format!("block {block:?}"));
    let comments = markdown.comments(all).map(|comment| format!("comment {comment:?}"));
    let unclosed = markdown.unclosed().iter().map(|unclosed| format!("{unclosed:?}"));
    lines.chain(segments).chain(cells).chain(blocks).chain(comments).chain(unclosed).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariant 5 for Markdown: the result of updates after each edit equals a fresh parse.
    #[test]
    fn updates_equal_a_fresh_parse(first in any_long_draft(), edits in prop::collection::vec(any_edit(), 1..10)) {
        let mut text = Text::from(&*first);
        let mut markdown = Markdown::new(&text, 0);
        for edit in &edits {
            let before = text.to_string();
            let change = apply(&mut text, edit);
            let part = markdown.update(&text, change);
            prop_assert!(part.start <= change.start && change.new_end <= part.new_end, "{:?} {:?}", part, change);
            let (updated, fresh) = (parsed(&markdown, &text), parsed(&Markdown::new(&text, 0), &text));
            let wrong = updated.iter().zip(&fresh).find(|(one, other)| one != other);
            prop_assert!(updated == fresh, "{:?}\n{:?}\n-- became by {:?} --\n{:?}", wrong, before, change, text.to_string());
        }
    }

    /// Every line has a block, and a blank line has only white space and quote marks.
    #[test]
    fn every_line_has_a_block(draft in any_draft()) {
        let text = Text::from(&*draft);
        let markdown = Markdown::new(&text, 0);
        let lines = markdown.lines_from(0);
        prop_assert_eq!(lines.len(), text.line_count());
        for (number, line) in lines.iter().enumerate() {
            let content = text.slice(text.line_span(number));
            prop_assert_eq!(line.start, text.line_start(number));
            let content = if number == 0 { content.trim_start_matches('\u{feff}') } else { &content };
            let is_bare = content.chars().all(|c| matches!(c, ' ' | '\t' | '>'));
            let may_be_bare = matches!(line.block, Block::Fence | Block::Comment | Block::Raw | Block::Indented | Block::Html);
            prop_assert!((line.block == Block::Blank) <= is_bare, "{:?} {:?}", line, content);
            // An indented ">" below a paragraph is part of its text.
            let goes_on = line.block == Block::Text && !line.first;
            prop_assert!(!is_bare || line.block == Block::Blank || may_be_bare || goes_on || line.inside, "{:?} {:?} in {:?}", line, content, draft);
        }
        let segments = markdown.segments(text.full_span());
        prop_assert!(segments.windows(2).all(|pair| pair[0].source.end <= pair[1].source.start), "{:?}", segments);
    }

    /// The fences and the other skipped parts are those that the parser finds in the whole draft.
    #[test]
    fn fences_and_html_are_those_of_the_parser(draft in any_draft()) {
        let draft = draft.trim_start_matches('\u{feff}');
        let text = Text::from(draft);
        let markdown = Markdown::new(&text, 0);
        let mut fenced = vec![false; text.line_count()];
        let mut html = vec![false; text.line_count()];
        for (event, range) in Parser::new_ext(draft, Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS).into_offset_iter() {
            let lines = match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => &mut fenced,
                Event::Start(Tag::HtmlBlock) => &mut html,
                _ => continue,
            };
            let last = text.line_of(range.end.saturating_sub(1).max(range.start));
            lines[text.line_of(range.start)..=last].fill(true);
        }
        for (number, line) in markdown.lines_from(0).iter().enumerate().filter(|(number, _)| !text.line_span(*number).is_empty()) {
            prop_assert_eq!(line.block == Block::Fence, fenced[number], "line {} of {:?}", number, draft);
            let is_html = matches!(line.block, Block::Html | Block::Comment | Block::Raw);
            prop_assert_eq!(is_html, html[number], "line {} of {:?}", number, draft);
        }
    }

    /// Any text can be parsed, from any position on.
    #[test]
    fn any_text_is_parsed(text in "\\PC*", more in "[\\x00-\\x7f]{0,60}") {
        let text = Text::from(&*format!("{more}{text}"));
        parsed(&Markdown::new(&text, 0), &text);
    }
}

/// Returns the minimum processor time to parse `draft`.
#[cfg(unix)]
fn time(draft: &str) -> Duration {
    let text = Text::from(draft);
    let once = || {
        let start = thread_time();
        std::hint::black_box(Markdown::new(&text, 0));
        thread_time() - start
    };
    (0..3).map(|_| once()).min().expect("three times")
}

/// Returns the processor time of this thread, which doesn't pass while other threads run.
#[cfg(unix)]
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Four times the text takes about four times as long; quadratic code would take sixteen times as long.
#[test]
#[cfg(unix)]
fn tags_comments_and_cells_cost_linear_time() {
    for piece in ["<", "<a ", "<!-- ", "<!-- x -->", "<div>", "<x>", "a | ", "`", "**a ", "> ", "[a](", "&amp;", "- "] {
        for lead in ["", "<div>", "| a |\n|---|\n"] {
            let draft = |count: usize| format!("{lead}{}", piece.repeat(count));
            // Long enough to measure.
            let count = (0..)
                .map(|power| 500 << power)
                .find(|count| time(&draft(*count)) > Duration::from_millis(4) || *count * piece.len() > 1 << 18);
            let count = count.expect("some count is enough");
            // A busy machine may need another try; quadratic code never passes.
            let is_linear = |_| time(&draft(4 * count)) < 9 * time(&draft(count));
            assert!((0..10).any(is_linear), "{lead:?} and {count} times {piece:?} take more than linear time");
        }
    }
}

/// A row that is shorter than its header has only the cells that were written.
#[test]
fn cells_are_where_they_were_written() {
    let draft = "| a | b | c |\n|---|---|---|\n| d || \n| e\n\n# Next\n";
    let text = Text::from(draft);
    let cells = Markdown::new(&text, 0).cells(text.full_span());
    let cells: Vec<_> = cells.iter().map(|cell| (cell.column, draft[cell.source.range()].trim().to_owned())).collect();
    let of = |column, words: &str| (column, words.to_owned());
    assert_eq!(cells, [of(0, "a"), of(1, "b"), of(2, "c"), of(0, "d"), of(1, ""), of(0, "e")]);
}
