//! Unified diffs in the format of `patch` and `git apply`.

use std::fmt::Write as _;
use std::ops::Range;

use crate::text::edit::DocEdit;

/// The number of context lines around a change.
const CONTEXT: usize = 3;

/// Returns the diff that `edits` (disjoint, sorted) make in `old`, the file at `path`; empty if nothing changes.
pub(super) fn unified(path: &str, old: &str, edits: &[DocEdit]) -> String {
    let lines: Vec<&str> = old.split_inclusive('\n').collect();
    let blocks = blocks(old, &lines, edits);
    let mut out = String::new();
    if blocks.is_empty() {
        return out;
    }
    // `patch` needs a tab after a name that contains a space.
    let end = if path.contains(' ') { "\t" } else { "" };
    let _ = writeln!(out, "--- {path}{end}\n+++ {path}{end}");
    // The number of lines that the new text has more than the old one so far.
    let mut shift = 0isize;
    for hunk in blocks.chunk_by(|one, next| next.old.start - one.old.end <= 2 * CONTEXT) {
        let start = hunk[0].old.start.saturating_sub(CONTEXT);
        let end = hunk.last().map_or(start, |block| (block.old.end + CONTEXT).min(lines.len()));
        let grown: isize = hunk.iter().map(|block| block.new.len() as isize - block.old.len() as isize).sum();
        let new = start.saturating_add_signed(shift)..end.saturating_add_signed(shift + grown);
        let _ = writeln!(out, "@@ -{} +{} @@", range(start..end), range(new));
        let mut at = start;
        for block in hunk {
            lines[at..block.old.start].iter().for_each(|line| print(&mut out, ' ', line));
            lines[block.old.clone()].iter().for_each(|line| print(&mut out, '-', line));
            block.new.iter().for_each(|line| print(&mut out, '+', line));
            at = block.old.end;
        }
        lines[at..end].iter().for_each(|line| print(&mut out, ' ', line));
        shift += grown;
    }
    out
}

/// Replaced lines.
struct Block {
    /// The replaced lines, 0-based.
    old: Range<usize>,
    new: Vec<String>,
}

/// Returns the changes of `edits` to the `lines` of `old`, without unchanged lines at their edges.
fn blocks(old: &str, lines: &[&str], edits: &[DocEdit]) -> Vec<Block> {
    let mut starts = vec![0];
    starts.extend(lines.iter().scan(0, |at, line| {
        *at += line.len();
        Some(*at)
    }));
    // An offset at the end of the text belongs to the last line if that has no line end.
    let open = lines.last().is_some_and(|line| !line.ends_with('\n'));
    let last = lines.len() - usize::from(open);
    let line_of = |offset: usize| starts.partition_point(|&start| start <= offset).saturating_sub(1).min(last);
    let mut blocks = Vec::new();
    let mut rest = edits;
    while let Some(first) = rest.first() {
        let start = line_of(first.span.start);
        let mut end = (line_of(first.span.end) + 1).min(lines.len());
        let mut count = 1;
        while let Some(next) = rest.get(count).filter(|next| line_of(next.span.start) < end) {
            end = end.max((line_of(next.span.end) + 1).min(lines.len()));
            count += 1;
        }
        let mut text = String::new();
        let mut at = starts[start];
        for edit in &rest[..count] {
            text.push_str(&old[at..edit.span.start]);
            text.push_str(&edit.text);
            at = edit.span.end;
        }
        text.push_str(&old[at..starts[end]]);
        rest = &rest[count..];
        let new: Vec<&str> = text.split_inclusive('\n').collect();
        let before = &lines[start..end];
        let same_start = before.iter().zip(&new).take_while(|(one, other)| one == other).count();
        let (before, new) = (&before[same_start..], &new[same_start..]);
        let same_end = before.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
        let new = &new[..new.len() - same_end];
        let old = start + same_start..end - same_end;
        if !old.is_empty() || !new.is_empty() {
            blocks.push(Block { old, new: new.iter().map(|line| (*line).to_owned()).collect() });
        }
    }
    blocks
}

/// Formats lines for the header of a hunk: 1-based, or the line before if there are none.
fn range(lines: Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn print(out: &mut String, mark: char, line: &str) {
    out.push(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DocSpan;

    fn diff(old: &str, edits: &[(usize, usize, &str)]) -> String {
        let edits: Vec<_> = edits
            .iter()
            .map(|&(start, end, text)| DocEdit { span: DocSpan::new(start, end), text: text.into() })
            .collect();
        unified("a.md", old, &edits)
    }

    #[test]
    fn a_change_is_shown_with_context() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        assert_eq!(
            diff(old, &[(8, 9, "five")]),
            "--- a.md\n+++ a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        );
        assert_eq!(diff(old, &[]), "");
        assert_eq!(diff(old, &[(8, 9, "5")]), "", "nothing changes");
    }

    #[test]
    fn changes_near_each_other_share_a_hunk() {
        let old: String = ('a'..='z').map(|letter| format!("{letter}\n")).collect();
        let near = diff(&old, &[(0, 1, "A"), (14, 15, "H")]);
        assert_eq!(near.matches("@@ -").count(), 1, "{near}");
        let far = diff(&old, &[(0, 1, "A\nAA"), (16, 17, "I"), (18, 19, "J")]);
        let heads: Vec<_> = far.lines().filter(|line| line.starts_with("@@")).collect();
        assert_eq!(heads, ["@@ -1,4 +1,5 @@", "@@ -6,8 +7,8 @@"], "{far}");
    }

    #[test]
    fn line_ends_and_a_missing_final_line_end_are_kept() {
        assert_eq!(
            diff("a\r\nb", &[(3, 4, "c")]),
            concat!(
                "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n a\r\n",
                "-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
            )
        );
        assert_eq!(
            diff("a", &[(1, 1, "\nb\n")]),
            "--- a.md\n+++ a.md\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n"
        );
        assert_eq!(diff("a\n", &[(2, 2, "b\n")]), "--- a.md\n+++ a.md\n@@ -1 +1,2 @@\n a\n+b\n");
        assert_eq!(diff("", &[(0, 0, "b\n")]), "--- a.md\n+++ a.md\n@@ -0,0 +1 @@\n+b\n");
        assert_eq!(diff("a\nb\n", &[(0, 4, "")]), "--- a.md\n+++ a.md\n@@ -1,2 +0,0 @@\n-a\n-b\n");
        assert_eq!(diff("a\nb\n", &[(1, 1, "\n\nx")]), "--- a.md\n+++ a.md\n@@ -1,2 +1,4 @@\n a\n+\n+x\n b\n");
    }

    #[test]
    fn a_name_with_a_space_ends_at_a_tab() {
        let edits = [DocEdit { span: DocSpan::new(0, 1), text: "b".into() }];
        assert!(unified("a b.md", "a\n", &edits).starts_with("--- a b.md\t\n+++ a b.md\t\n@@"));
    }
}
