//! Diagnostics of a draft that are yet to travel: which they are, where they stand, and how long they are as JSON.
//!
//! What stands together moves together, and is kept as one [`Bundle`]: a line typed above costs one number for all of it.
//! Nothing is put into words before the client takes it.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use super::rendered::{Rendered, digits};
use crate::rules::Severity;

/// Diagnostics of one answer.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    rendered: Arc<Rendered>,
    /// Where its answer begins, as its bundle counts lines.
    line: u32,
    picked: Picked,
}

/// Which diagnostics of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Picked {
    /// All of them.
    All,
    /// Those at these indexes, in order.
    Only(Box<[usize]>),
}

/// Diagnostics whose lines count from one line, wherever that is.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    parts: Vec<Part>,
    /// How many there are.
    count: usize,
    /// How many bytes they have but for the numbers of their lines, each with what separates it from the one before.
    bytes: usize,
    /// The first and the last line that has a number in them.
    lines: (u32, u32),
}

/// Diagnostics in order.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    bundles: Vec<Standing>,
}

/// A bundle, and the line from which it counts.
type Standing = (u32, Arc<Bundle>);

impl Part {
    /// Diagnostics of an answer that begins at `line`.
    pub(crate) fn new(rendered: Arc<Rendered>, line: u32, picked: Picked) -> Self {
        Self { rendered, line, picked }
    }

    /// A remark about the draft as a whole.
    pub(crate) fn remark(message: &str) -> Self {
        Self::alone(Rendered::remark(message))
    }

    /// A warning that no rule gives, at a range of the draft.
    pub(crate) fn warning(message: &str, range: tower_lsp::lsp_types::Range) -> Self {
        Self::alone(Rendered::plain(Severity::Warning, message, range))
    }

    /// What is said of the draft, and not of an answer.
    pub(crate) fn alone(rendered: Rendered) -> Self {
        Self::new(Arc::new(rendered), 0, Picked::All)
    }

    fn indexes(&self) -> impl Iterator<Item = usize> {
        let (all, only): (Range<usize>, &[usize]) = match &self.picked {
            Picked::All => (0..self.rendered.len(), &[]),
            Picked::Only(only) => (0..0, only),
        };
        all.chain(only.iter().copied())
    }

    /// Whether both say the same, as is known without looking.
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rendered, &other.rendered) && self.line == other.line && self.picked == other.picked
    }
}

impl Bundle {
    /// These, in order.
    pub(crate) fn new(parts: Vec<Part>) -> Self {
        let mut bundle = Self { lines: (u32::MAX, 0), ..Self::default() };
        for part in &parts {
            for index in part.indexes() {
                let (first, last) = part.rendered.lines(index).from(part.line).ends();
                bundle.lines = (bundle.lines.0.min(first), bundle.lines.1.max(last));
                bundle.bytes += part.rendered.bytes(index) + 1;
                bundle.count += 1;
            }
        }
        Self { parts, ..bundle }
    }

    /// Whether these are its parts, as is known without looking at what they say.
    pub(crate) fn is_of(&self, parts: &[Part]) -> bool {
        self.parts.len() == parts.len() && self.parts.iter().zip(parts).all(|(one, other)| one.is(other))
    }

    /// How many bytes [`Bundle::write`] writes where its lines count from `line`.
    fn size(&self, line: u32) -> usize {
        let (first, last) = self.lines;
        let (least, most) = (digits(line.saturating_add(first)), digits(line.saturating_add(last)));
        if least == most || self.count == 0 {
            return self.bytes + self.count * 2 * most;
        }
        let lines = self.said(line).map(|(rendered, index, line)| rendered.lines(index).from(line).digits());
        self.bytes + lines.sum::<usize>()
    }

    /// Each diagnostic, and the first line of what it is about.
    fn said(&self, line: u32) -> impl Iterator<Item = (&Rendered, usize, u32)> {
        self.parts.iter().flat_map(move |part| {
            let line = line.saturating_add(part.line);
            part.indexes().map(move |index| (&*part.rendered, index, line))
        })
    }

    /// Writes each diagnostic behind a comma, but the very first one behind a bracket.
    fn write(&self, line: u32, is_first: &mut bool, output: &mut dyn Write) -> io::Result<()> {
        for part in &self.parts {
            let line = line.saturating_add(part.line);
            for index in part.indexes() {
                let before = if std::mem::take(is_first) { b'[' } else { b',' };
                part.rendered.write(before, index, line, output)?;
            }
        }
        Ok(())
    }
}

impl Diagnostics {
    /// Appends what counts its lines from `line`.
    pub(crate) fn push(&mut self, line: u32, bundle: Arc<Bundle>) {
        self.bundles.push((line, bundle));
    }

    /// Puts before all others what is said of the draft.
    pub(crate) fn put_first(&mut self, parts: Vec<Part>) {
        self.bundles.insert(0, (0, Arc::new(Bundle::new(parts))));
    }

    /// Each diagnostic by itself, with the place where it begins.
    pub(crate) fn each(&self) -> impl Iterator<Item = ((u32, u32), Part)> {
        let parts = self.bundles.iter().flat_map(|(line, bundle)| bundle.parts.iter().map(|part| (*line, part)));
        parts.flat_map(|(line, part)| {
            let line = line.saturating_add(part.line);
            part.indexes().map(move |index| {
                let alone = Part::new(part.rendered.clone(), line, Picked::Only([index].into()));
                (part.rendered.place(index, line), alone)
            })
        })
    }

    /// How many bytes [`Diagnostics::write`] writes.
    pub(crate) fn size(&self) -> usize {
        let (mut size, mut count) = (0, 0);
        for (line, bundle) in &self.bundles {
            size += bundle.size(*line);
            count += bundle.count;
        }
        size + if count == 0 { 2 } else { 1 }
    }

    /// Writes all as a JSON array.
    ///
    /// # Errors
    /// If `output` does.
    pub(crate) fn write(&self, output: &mut dyn Write) -> io::Result<()> {
        let mut is_first = true;
        for (line, bundle) in &self.bundles {
            bundle.write(*line, &mut is_first, output)?;
        }
        output.write_all(if is_first { b"[]" } else { b"]" })
    }

    /// Whether [`Diagnostics::write`] writes the same, which is known without writing it.
    pub(crate) fn same(&self, other: &Self) -> bool {
        let shared = |(one, other): &(&Standing, &Standing)| one.0 == other.0 && Arc::ptr_eq(&one.1, &other.1);
        let (one, other) = (&*self.bundles, &*other.bundles);
        let before = one.iter().zip(other).take_while(shared).count();
        let (one, other) = (&one[before..], &other[before..]);
        let behind = one.iter().rev().zip(other.iter().rev()).take_while(shared).count();
        let mut one = said(&one[..one.len() - behind]);
        let mut other = said(&other[..other.len() - behind]);
        loop {
            match (one.next(), other.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if is_same(one, other) => {}
                _ => return false,
            }
        }
    }
}

fn said(bundles: &[Standing]) -> impl Iterator<Item = (&Rendered, usize, u32)> {
    bundles.iter().flat_map(|(line, bundle)| bundle.said(*line))
}

/// Whether both diagnostics are written the same.
fn is_same(one: (&Rendered, usize, u32), other: (&Rendered, usize, u32)) -> bool {
    let lines = |(rendered, index, line): (&Rendered, usize, u32)| rendered.lines(index).from(line);
    // What is said in one place is rarely looked at.
    lines(one) == lines(other)
        && (std::ptr::eq(one.0, other.0) && one.1 == other.1 || one.0.text(one.1) == other.0.text(other.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tower_lsp::lsp_types::{Position, Range};

    fn written(diagnostics: &Diagnostics) -> Vec<u8> {
        let mut written = Vec::new();
        diagnostics.write(&mut written).expect("memory takes everything");
        written
    }

    /// Lines whose numbers have from one to ten digits.
    fn line() -> impl Strategy<Value = u32> {
        (0u32..10, 0u32..12).prop_map(|(power, more)| (10u32.pow(power) - 1).saturating_add(more))
    }

    fn rendered() -> impl Strategy<Value = Arc<Rendered>> {
        let one = (prop_oneof![3 => 0u32..12, 1 => line()], 0u32..3, "[a\"é]{0,3}");
        prop::collection::vec(one, 0..4).prop_map(|all| {
            let mut rendered = Rendered::default();
            for (line, lines, message) in all {
                let range = Range::new(Position::new(line, 3), Position::new(line.saturating_add(lines), 14));
                rendered.append(&Rendered::plain(Severity::Hint, &message, range));
            }
            Arc::new(rendered)
        })
    }

    fn part() -> impl Strategy<Value = Part> {
        (rendered(), prop_oneof![3 => 0u32..12, 1 => line()], prop::option::of(prop::array::uniform4(any::<bool>())))
            .prop_map(|(rendered, line, only)| {
                let len = rendered.len();
                let picked = only.map_or(Picked::All, |only| Picked::Only((0..len).filter(|at| only[*at]).collect()));
                Part::new(rendered, line, picked)
            })
    }

    fn diagnostics() -> impl Strategy<Value = Diagnostics> {
        let bundle = prop::collection::vec(part(), 0..3).prop_map(|parts| Arc::new(Bundle::new(parts)));
        let bundles = prop::collection::vec((prop_oneof![1 => Just(0), 3 => line()], bundle), 0..4);
        bundles.prop_map(|bundles| Diagnostics { bundles })
    }

    proptest! {
        #[test]
        fn they_are_as_long_as_they_say(diagnostics in diagnostics()) {
            prop_assert_eq!(written(&diagnostics).len(), diagnostics.size());
        }

        #[test]
        fn they_are_json_and_each_stands_where_it_says(diagnostics in diagnostics()) {
            let value: serde_json::Value = serde_json::from_slice(&written(&diagnostics)).expect("JSON");
            let starts = value.as_array().expect("an array").iter().map(|one| {
                let start = &one["range"]["start"];
                (start["line"].as_u64(), start["character"].as_u64())
            });
            let places = diagnostics.each().map(|((line, character), _)| (Some(line.into()), Some(character.into())));
            prop_assert_eq!(starts.collect::<Vec<_>>(), places.collect::<Vec<_>>());
        }

        #[test]
        fn they_are_the_same_if_they_are_written_the_same(
            one in diagnostics(),
            other in diagnostics(),
            (from, to, cut) in (0usize..5, 0usize..5, 0usize..5),
        ) {
            // Much of both is shared, and some of it is bundled in another way.
            let bundles = |all: &Diagnostics| all.bundles.clone();
            let mut mixed = Diagnostics { bundles: bundles(&one) };
            let (from, to) = (from.min(to).min(mixed.bundles.len()), from.max(to).min(mixed.bundles.len()));
            mixed.bundles.splice(from..to, bundles(&other).into_iter().skip(cut));
            let alone: Vec<_> = one.each().map(|(_, part)| part).collect();
            let again = Diagnostics { bundles: vec![(0, Arc::new(Bundle::new(alone)))] };
            for (one, other) in [(&one, &one), (&one, &other), (&one, &mixed), (&mixed, &one), (&one, &again)] {
                prop_assert_eq!(one.same(other), written(one) == written(other));
            }
            prop_assert!(one.same(&again));
        }
    }

    #[test]
    fn nothing_is_an_empty_array() {
        let mut nothing = Diagnostics::default();
        assert_eq!((written(&nothing), nothing.size()), (b"[]".to_vec(), 2));
        nothing.put_first(Vec::new());
        nothing.push(7, Arc::default());
        assert_eq!((written(&nothing), nothing.size()), (b"[]".to_vec(), 2));
        assert!(nothing.same(&Diagnostics::default()));
        nothing.put_first(vec![Part::remark("no")]);
        assert!(!nothing.same(&Diagnostics::default()));
    }

    #[test]
    fn a_line_that_gains_a_digit_is_counted() {
        let at = |line| Part::new(Arc::new(Rendered::plain(Severity::Error, "x", Range::default())), line, Picked::All);
        let bundle = Arc::new(Bundle::new(vec![at(0), at(1)]));
        let size = |line| {
            let diagnostics = Diagnostics { bundles: vec![(line, bundle.clone())] };
            assert_eq!(diagnostics.size(), written(&diagnostics).len(), "{line}");
            diagnostics.size()
        };
        assert_eq!((size(9) - size(8), size(10) - size(9)), (2, 2));
        assert_eq!(size(u32::MAX), size(4_000_000_000));
    }
}
