//! How many findings of each severity are shown of each answer, so that choosing among them passes over the others.

use std::ops::Range;

use crate::rules::Severity;

/// How many findings there are of each severity, worst first.
pub(crate) type Counts = [u32; SEVERITIES];

/// How many severities there are.
pub(crate) const SEVERITIES: usize = Severity::Hint as usize + 1;

/// How many answers are passed over at once. In tests these are few, so that a short draft has many blocks.
pub(crate) const BLOCK: usize = if cfg!(test) { 2 } else { 16 };

/// The counts of all answers, in order.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: Vec<Counts>,
    /// The sums of each block.
    blocks: Vec<Counts>,
    /// The sum of all.
    total: Counts,
}

impl Tally {
    /// The sum of all.
    pub(crate) fn total(&self) -> Counts {
        self.total
    }

    /// The sums of each [`BLOCK`] of answers, of which the last one may be shorter.
    pub(crate) fn blocks(&self) -> &[Counts] {
        &self.blocks
    }

    /// How many there are of this severity in the answers of `range`.
    pub(crate) fn count(&self, range: Range<usize>, severity: usize) -> usize {
        let sum = |counts: &[Counts]| counts.iter().map(|counts| counts[severity] as usize).sum::<usize>();
        let (first, end) = (range.start.div_ceil(BLOCK), range.end / BLOCK);
        if first >= end {
            return sum(&self.counts[range]);
        }
        let (before, behind) = (range.start..first * BLOCK, end * BLOCK..range.end);
        sum(&self.counts[before]) + sum(&self.blocks[first..end]) + sum(&self.counts[behind])
    }

    /// Makes an answer's counts be these.
    pub(crate) fn set(&mut self, index: usize, counts: Counts) {
        let old = std::mem::replace(&mut self.counts[index], counts);
        for (sum, (old, new)) in self.blocks[index / BLOCK].iter_mut().zip(old.iter().zip(counts)) {
            *sum = *sum - old + new;
        }
        for (sum, (old, new)) in self.total.iter_mut().zip(old.iter().zip(counts)) {
            *sum = *sum - old + new;
        }
    }

    /// Replaces the answers of `range`; returns how many additions that takes beyond those for each that is replaced,
    /// which are some only if there are more or fewer answers now.
    pub(crate) fn splice(&mut self, range: Range<usize>, new: &[Counts]) -> usize {
        if range.len() == new.len() {
            range.zip(new).for_each(|(index, counts)| self.set(index, *counts));
            return 0;
        }
        for (sum, part) in self.counts[range.clone()].iter().flat_map(|counts| counts.iter().enumerate()) {
            self.total[sum] -= part;
        }
        for (sum, part) in new.iter().flat_map(|counts| counts.iter().enumerate()) {
            self.total[sum] += part;
        }
        let first = range.start / BLOCK;
        self.counts.splice(range, new.iter().copied());
        self.blocks.truncate(first);
        let rest = &self.counts[first * BLOCK..];
        self.blocks.extend(rest.chunks(BLOCK).map(sum));
        rest.len()
    }

    /// The answers from `from` on, in order, that have something of `severities`.
    pub(crate) fn after(&self, from: usize, severities: Range<usize>) -> impl Iterator<Item = usize> {
        let (first, matters) = (from / BLOCK, has(severities));
        let blocks = (first..self.blocks.len()).filter(move |block| matters(&self.blocks[*block]));
        blocks
            .flat_map(move |block| (block * BLOCK).max(from)..((block + 1) * BLOCK).min(self.counts.len()))
            .filter(move |index| matters(&self.counts[*index]))
    }

    /// The answers before `to`, the last one first, that have something of `severities`.
    pub(crate) fn before(&self, to: usize, severities: Range<usize>) -> impl Iterator<Item = usize> {
        let (last, matters) = (to.div_ceil(BLOCK).min(self.blocks.len()), has(severities));
        let blocks = (0..last).rev().filter(move |block| matters(&self.blocks[*block]));
        blocks
            .flat_map(move |block| (block * BLOCK..((block + 1) * BLOCK).min(to).min(self.counts.len())).rev())
            .filter(move |index| matters(&self.counts[*index]))
    }
}

/// Whether counts have something of `severities`.
pub(crate) fn has(severities: Range<usize>) -> impl Fn(&Counts) -> bool + Copy {
    let (first, end) = (severities.start, severities.end);
    move |counts| counts[first..end].iter().any(|count| *count > 0)
}

fn sum(block: &[Counts]) -> Counts {
    let mut sum = Counts::default();
    for counts in block {
        for (sum, part) in sum.iter_mut().zip(counts) {
            *sum += part;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts() -> impl Strategy<Value = Counts> {
        prop_oneof![4 => Just([0; SEVERITIES]), 1 => prop::array::uniform(0u32..3)]
    }

    proptest! {
        #[test]
        fn blocks_only_save_time(
            first in prop::collection::vec(counts(), 0..150),
            edits in prop::collection::vec((0usize..150, 0usize..4, prop::collection::vec(counts(), 0..4)), 0..6),
            (from, low, high) in (0usize..160, 0usize..=SEVERITIES, 0usize..=SEVERITIES),
        ) {
            let (mut tally, mut plain) = (Tally::default(), Vec::new());
            for (at, len, new) in std::iter::once((0, 0, first)).chain(edits) {
                let at = at.min(plain.len());
                let range = at..(at + len).min(plain.len());
                tally.splice(range.clone(), &new);
                plain.splice(range, new);
            }
            prop_assert_eq!(tally.total(), sum(&plain));
            let severities = low.min(high)..high;
            let wanted = |index: &usize| plain[*index][severities.clone()].iter().any(|count| *count > 0);
            let after: Vec<_> = (from..plain.len()).filter(wanted).collect();
            prop_assert_eq!(tally.after(from, severities.clone()).collect::<Vec<_>>(), after);
            for severity in 0..SEVERITIES {
                let range = from.min(plain.len())..(from + 90).min(plain.len());
                let count = plain[range.clone()].iter().map(|counts| counts[severity] as usize).sum::<usize>();
                prop_assert_eq!(tally.count(range, severity), count);
            }
            let before: Vec<_> = (0..from.min(plain.len())).rev().filter(wanted).collect();
            prop_assert_eq!(tally.before(from, severities.clone()).collect::<Vec<_>>(), before);
        }
    }
}
