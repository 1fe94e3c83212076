//! Converts LSP positions and ranges to byte offsets and spans, and back. No other file computes with positions.
//!
//! A position is a line and a number of units of the negotiated encoding in that line. Every position is valid: past
//! the end of a line means its end, past the last line means the end of the text, and inside a character means its
//! start.

use serde_json::Value;
use tower_lsp::lsp_types::{Position, PositionEncodingKind, Range};

use crate::text::{DocSpan, Text};

/// The unit of the `character` of a position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the default of LSP.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// Chooses among the encodings that the client offers: UTF-8 if possible, since that needs no conversion, then
    /// UTF-16, which every client supports.
    pub(crate) fn choose(offered: Option<&Value>) -> Self {
        let offered = offered.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let offers = |name: &str| offered.iter().any(|offer| offer.as_str() == Some(name));
        if offers("utf-8") {
            Self::Utf8
        } else if offers("utf-32") && !offers("utf-16") {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Its LSP name.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// Returns the position of the byte at `offset`, a `char` boundary in `text`.
    pub(crate) fn position(self, text: &Text, offset: usize) -> Position {
        let line = text.line_of(offset);
        let before = DocSpan::new(text.line_start(line), offset);
        let units = match self {
            Self::Utf8 => before.len(),
            Self::Utf16 => text.utf16_len(before),
            Self::Utf32 => text.char_len(before),
        };
        // No analyzed text is long enough for these to saturate.
        Position::new(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(units).unwrap_or(u32::MAX))
    }

    /// Returns the byte offset of any `position`, a `char` boundary.
    pub(crate) fn offset(self, text: &Text, position: Position) -> usize {
        if position.line as usize >= text.line_count() {
            return text.len();
        }
        let line = text.line_span(position.line as usize);
        let units = position.character as usize;
        match self {
            Self::Utf8 => text.floor_boundary(line.start.saturating_add(units).min(line.end)),
            Self::Utf16 => text.utf16_offset(line, units),
            Self::Utf32 => text.char_offset(line, units),
        }
    }

    /// Returns the range of `span`, whose ends are `char` boundaries in `text`.
    pub(crate) fn range(self, text: &Text, span: DocSpan) -> Range {
        let start = self.position(text, span.start);
        let inside = text.slice(span);
        if inside.contains(['\n', '\r']) {
            return Range::new(start, self.position(text, span.end));
        }
        // Fast path: most spans are within one line, so the second search for a line is avoided.
        let end = start.character.saturating_add(self.units(&inside));
        Range::new(start, Position::new(start.line, end))
    }

    /// Returns the number of units of `text`, which contains no line end.
    pub(crate) fn units(self, text: &str) -> u32 {
        let units = match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        };
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    /// Returns the span of any `range`, even if its end comes before its start.
    pub(crate) fn span(self, text: &Text, range: Range) -> DocSpan {
        let (start, end) = (self.offset(text, range.start), self.offset(text, range.end));
        DocSpan::new(start.min(end), start.max(end))
    }
}

/// Returns the empty range at the start of a line.
pub(crate) fn start_of_line(line: u32) -> Range {
    Range::new(Position::new(line, 0), Position::new(line, 0))
}

/// Returns the number of the line where `range` starts, from 1.
pub(crate) fn line_number(range: Range) -> u64 {
    u64::from(range.start.line) + 1
}

/// A part of a draft that begins at a line start, such as an answer, with an index of its lines.
pub(crate) struct Piece<'a> {
    text: &'a str,
    /// The offsets of its line starts.
    lines: Vec<usize>,
}

impl<'a> Piece<'a> {
    /// Indexes the lines of `text`, which must not end between `\r` and `\n`.
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |(at, byte): &(usize, &u8)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let lines = bytes.iter().enumerate().filter(ends_line).map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(lines).collect() }
    }

    /// Returns the position in the draft of the byte at `offset`, a `char` boundary in this part, which starts at
    /// `start` in the draft.
    pub(crate) fn position_from(&self, encoding: Encoding, start: Position, offset: usize) -> Position {
        let within = self.position(encoding, offset);
        let character = if within.line == 0 { start.character } else { 0 };
        Position::new(start.line.saturating_add(within.line), character.saturating_add(within.character))
    }

    fn position(&self, encoding: Encoding, offset: usize) -> Position {
        let line = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let before = &self.text[self.lines[line]..offset];
        Position::new(u32::try_from(line).unwrap_or(u32::MAX), encoding.units(before))
    }
}

/// Whether two ranges share a line.
pub(crate) fn share_a_line(one: Range, other: Range) -> bool {
    one.start.line <= other.end.line && other.start.line <= one.end.line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn drafts() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            " ",
            "é",
            "e\u{301}",
            "漢",
            "😀",
            "👩‍💻",
            "\u{feff}",
            "\u{2028}",
            "\t",
            "\n",
            "\r\n",
            "\r",
            "\n\r",
            "**",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    /// Returns the position of `offset` as the protocol's text defines it, character by character.
    fn counted(encoding: Encoding, text: &str, offset: usize) -> Position {
        let mut position = Position::new(0, 0);
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            if at >= offset {
                break;
            }
            let ends_line = char == '\n' || char == '\r' && chars.peek().is_none_or(|(_, next)| *next != '\n');
            position = match encoding {
                _ if ends_line => Position::new(position.line + 1, 0),
                Encoding::Utf8 => Position::new(position.line, position.character + char.len_utf8() as u32),
                Encoding::Utf16 => Position::new(position.line, position.character + char.len_utf16() as u32),
                Encoding::Utf32 => Position::new(position.line, position.character + 1),
            };
        }
        position
    }

    proptest! {
        #[test]
        fn positions_are_as_the_protocol_counts_them_and_lead_back(draft in drafts()) {
            let text = Text::from(draft.as_str());
            for encoding in ALL {
                for offset in (0..=draft.len()).filter(|at| draft.is_char_boundary(*at)) {
                    let position = encoding.position(&text, offset);
                    prop_assert_eq!(position, counted(encoding, &draft, offset));
                    let within_line_end = draft[..offset].ends_with('\r') && draft[offset..].starts_with('\n');
                    let back = encoding.offset(&text, position);
                    prop_assert_eq!(back, if within_line_end { offset - 1 } else { offset });
                }
            }
        }

        #[test]
        fn a_range_is_the_positions_of_its_ends(draft in drafts(), one in 0usize..200, other in 0usize..200) {
            let text = Text::from(draft.as_str());
            let (one, other) = (text.floor_boundary(one), text.floor_boundary(other));
            let span = DocSpan::new(one.min(other), one.max(other));
            for encoding in ALL {
                let ends = Range::new(encoding.position(&text, span.start), encoding.position(&text, span.end));
                prop_assert_eq!(encoding.range(&text, span), ends);
            }
        }

        #[test]
        fn a_piece_has_its_positions_in_the_text(draft in drafts(), start in 0usize..200, place in 0usize..200) {
            let text = Text::from(draft.as_str());
            let within_line_end = |at: usize| draft[..at].ends_with('\r') && draft[at..].starts_with('\n');
            let (start, at) = (text.floor_boundary(start), text.floor_boundary(place));
            prop_assume!(start <= at && !within_line_end(start) && !within_line_end(at));
            for encoding in ALL {
                let first = encoding.position(&text, start);
                let found = Piece::new(&draft[start..]).position_from(encoding, first, at - start);
                prop_assert_eq!(found, encoding.position(&text, at), "{} in {:?}", at, draft);
            }
        }

        #[test]
        fn any_position_is_some_place(draft in drafts(), line in 0u32..50, character in 0u32..90, huge: bool) {
            let text = Text::from(draft.as_str());
            let position = if huge { Position::new(line, u32::MAX - character) } else { Position::new(line, character) };
            for encoding in ALL {
                let offset = encoding.offset(&text, position);
                prop_assert!(draft.is_char_boundary(offset));
                let nearest = encoding.position(&text, offset);
                prop_assert!(nearest <= position, "{:?} is after {:?}", nearest, position);
                prop_assert!(nearest.line == position.line || position.line as usize >= text.line_count());
            }
        }
    }

    #[test]
    fn a_range_the_wrong_way_round_is_turned() {
        let text = Text::from("one\ntwo");
        let range = Range::new(Position::new(1, 1), Position::new(0, 2));
        assert_eq!(Encoding::Utf16.span(&text, range), DocSpan::new(2, 5));
    }

    #[test]
    fn the_encoding_is_the_best_of_those_offered() {
        let choose = |offered: Value| Encoding::choose(Some(&offered));
        assert_eq!(choose(json!(["utf-32", "utf-16", "utf-8"])), Encoding::Utf8);
        assert_eq!(choose(json!(["utf-32", "utf-16"])), Encoding::Utf16);
        assert_eq!(choose(json!(["utf-32"])), Encoding::Utf32);
        assert_eq!(choose(json!(["utf-7", 8])), Encoding::Utf16);
        assert_eq!(choose(json!("utf-8")), Encoding::Utf16);
        assert_eq!(Encoding::choose(None), Encoding::Utf16);
    }

    #[test]
    fn lines_are_shared_at_their_ends_too() {
        let range = |from, to| Range::new(Position::new(from, 3), Position::new(to, 0));
        assert!(share_a_line(range(1, 2), range(2, 2)) && share_a_line(range(2, 2), range(1, 5)));
        assert!(!share_a_line(range(1, 2), range(3, 4)) && !share_a_line(range(3, 4), range(1, 2)));
    }
}
