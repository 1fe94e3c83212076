//! The frame of an answer: STAR, or one of its kin, such as CAR and SOAR.

use crate::component::{Component, Components, Frame};
use crate::draft::label::{self, Label, LabelConfidence};

/// Returns the frame of the answer with `labels`, those of `all` that count; `words` returns the words of a label. In a frame in
/// which the Challenge follows the Situation, adds it to `labels` as the Task.
pub(super) fn frame(labels: &mut Vec<Label>, all: &[Label], words: impl Fn(&Label) -> String) -> Frame {
    let words = |label: &Label| words(label).to_lowercase();
    let with = |labels: &[Label], component| labels.iter().find(|label| label.components == [component]).copied();
    let is_one_of = |label: &Label, known: &[String]| known.contains(&words(label));
    let frames = label::frames();
    if let Some(task) = with(labels, Component::Task) {
        return if is_one_of(&task, &frames.soar) { Frame::Soar } else { Frame::Star };
    }
    let has = |component| labels.iter().any(|label| label.components.has(component));
    let Some(situation) =
        with(labels, Component::Situation).filter(|_| has(Component::Action) && has(Component::Result))
    else {
        return Frame::Star;
    };
    if situation.strength != LabelConfidence::Synonym {
        return challenge(labels, all, |label| is_one_of(label, &frames.car) || is_one_of(label, &frames.par));
    }
    let has_lesson = labels.iter().any(|label| label.components.is_empty());
    match () {
        () if is_one_of(&situation, &frames.par) => Frame::Par,
        () if !is_one_of(&situation, &frames.car) => Frame::Star,
        () if has_lesson => Frame::Carl,
        () => Frame::Car,
    }
}

/// Adds a Challenge between the Situation and the Action to `labels`, as the Task.
fn challenge(labels: &mut Vec<Label>, all: &[Label], is_challenge: impl Fn(&Label) -> bool) -> Frame {
    let start = |component: Component| {
        labels.iter().position(|label| label.components.has(component)).map(|index| (index, labels[index].line.start))
    };
    let (Some((_, from)), Some((index, to))) = (start(Component::Situation), start(Component::Action)) else {
        return Frame::Star;
    };
    let mut between = all.iter().filter(|label| (from + 1..to).contains(&label.line.start));
    let found = between.find(|label| label.strength == LabelConfidence::Synonym && is_challenge(label));
    let Some(found) = found else { return Frame::Star };
    labels.insert(index, Label { components: Components::default().with(Component::Task), ..*found });
    Frame::Scar
}
