//! Markdown that is parsed incrementally after each edit equals a full parse, and every line has a block.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use star_coach::draft::markdown::{Block, Markdown};
use star_coach::text::Text;
use star_coach_fuzz::{Edit, Piece, text};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    first: Vec<Piece<'a>>,
    edits: Vec<Edit<'a>>,
}

fuzz_target!(|input: Input<'_>| {
    let mut draft = Text::from(text(&input.first).as_str());
    let mut markdown = Markdown::new(&draft, 0);
    every_line_has_a_block(&markdown, &draft);
    for edit in input.edits.iter().take(16) {
        let before = draft.to_string();
        let change = edit.apply(&mut draft);
        let part = markdown.update(&draft, change);
        assert!(part.start <= change.start && change.new_end <= part.new_end, "{part:?} holds {change:?}");
        let fresh = Markdown::new(&draft, 0);
        assert_eq!(
            describe(&markdown, &draft),
            describe(&fresh, &draft),
            "{before:?} became, by {change:?} {:?}",
            draft.to_string()
        );
        every_line_has_a_block(&markdown, &draft);
    }
});

/// Describes the parse result of `draft`, as text.
fn describe(markdown: &Markdown, draft: &Text) -> Vec<String> {
    let all = draft.full_span();
    let lines = markdown.lines_from(0).iter().map(|line| format!("{line:?}"));
    let segments = markdown.segments(all).into_iter().map(|segment| format!("{segment:?}"));
    let cells = markdown.cells(all).into_iter().map(|cell| format!("{cell:?}"));
    let blocks = markdown.blocks(all).into_iter().map(|block| format!("block {block:?}"));
    let comments = markdown.comments(all).map(|comment| format!("comment {comment:?}"));
    let unclosed = markdown.unclosed().iter().map(|unclosed| format!("{unclosed:?}"));
    lines.chain(segments).chain(cells).chain(blocks).chain(comments).chain(unclosed).collect()
}

/// Checks that each line of `draft` has one block, and that blank lines have no text.
fn every_line_has_a_block(markdown: &Markdown, draft: &Text) {
    let lines = markdown.lines_from(0);
    assert_eq!(lines.len(), draft.line_count(), "{:?}", draft.to_string());
    for (number, line) in lines.iter().enumerate() {
        assert_eq!(line.start, draft.line_start(number), "{:?}", draft.to_string());
        let words = draft.slice(draft.line_span(number));
        let words = words.trim_start_matches('\u{feff}');
        let is_bare = words.chars().all(|char| matches!(char, ' ' | '\t' | '>'));
        assert!(line.block != Block::Blank || is_bare, "{line:?} of {:?}", draft.to_string());
    }
}
