//! The suppressions in effect between answers.

use crate::draft::suppression::{Directive, InheritedSuppression, Scope, Switches, Verb};

/// The suppressions that comments between answers have put into effect for the answers below them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ActiveSuppressions {
    /// The rules that are off.
    switches: Switches<()>,
    /// The rules (`None` for all) suppressed in the next answer.
    answer: Vec<Option<Box<str>>>,
    /// The rules (`None` for all) suppressed in the next block.
    block: Vec<Option<Box<str>>>,
    /// The start of the line on which that block begins, once it is known.
    block_start: Option<usize>,
}

impl ActiveSuppressions {
    /// Applies a comment outside of any answer. `next_block` is the start of the line on which the next block begins.
    pub(super) fn apply(&mut self, directive: &Directive, next_block: Option<usize>) {
        let codes = || directive.names().map(|(_, code)| code.map(Into::into));
        match directive.verb {
            Some(Verb::Disable | Verb::Enable) => self.apply_switch(directive),
            Some(Verb::IgnoreAnswer) => self.answer.extend(codes()),
            Some(Verb::Ignore) if directive.alone => {
                if self.block_start.is_some_and(|start| start < directive.span.start) {
                    self.block.clear();
                }
                self.block.extend(codes());
                self.block_start = next_block;
            }
            Some(Verb::Ignore | Verb::IgnoreFile) | None => {}
        }
    }

    /// Applies a `disable` or `enable` comment, inside or outside of an answer; ignores any other.
    pub(super) fn apply_switch(&mut self, directive: &Directive) {
        let off = match directive.verb {
            Some(Verb::Disable) => true,
            Some(Verb::Enable) => false,
            _ => return,
        };
        for (_, code) in directive.names() {
            self.switches.switch(off, code, ());
        }
    }

    /// Notes that a block begins, or goes on, on the line at `start`.
    pub(super) fn begin_block(&mut self, start: usize) {
        if !self.block.is_empty() {
            self.block_start.get_or_insert(start);
        }
    }

    /// Returns the part that matters to a scan from the line at `offset` on; `None` if nothing is suppressed.
    pub(super) fn snapshot(&self, offset: usize) -> Option<Box<Self>> {
        if self.switches.is_empty() && self.answer.is_empty() && self.block.is_empty() {
            return None;
        }
        let mut snapshot = self.clone();
        if snapshot.block_start.is_some_and(|start| start < offset) {
            snapshot.block.clear();
        }
        snapshot.block_start = None;
        (snapshot != Self::default()).then(|| Box::new(snapshot))
    }

    /// Returns the suppressions for the answer that begins at `start`, and removes those limited to it.
    pub(super) fn take_for_answer(&mut self, start: usize) -> Vec<InheritedSuppression> {
        let with_scope = |scope| move |code| InheritedSuppression { scope, code };
        let switches = self.switches.iter();
        let switches =
            switches.map(|switch| InheritedSuppression { scope: Scope::Range(switch.off), code: switch.code.clone() });
        let mut inherited: Vec<_> = switches.collect();
        inherited.extend(self.answer.drain(..).map(with_scope(Scope::Answer)));
        let block = std::mem::take(&mut self.block);
        if self.block_start == Some(start) {
            inherited.extend(block.into_iter().map(with_scope(Scope::Block)));
        }
        inherited
    }
}
