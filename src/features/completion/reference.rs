//! Completes references to scenarios and questions, such as "[[S1]]".

use super::cursor::Cursor;
use super::item::{Item, ItemKind};
use crate::features::hover;
use crate::features::markup::Page;
use crate::scenarios;

/// The maximum length of the text typed in the brackets, in bytes.
const MAX_TYPED: usize = 60;

/// Returns the offset in the line of the ID in an unfinished reference before the cursor.
pub(super) fn begun(cursor: &Cursor<'_>) -> Option<usize> {
    let open = cursor.before().rfind("[[")? + 2;
    let typed = &cursor.before()[open..];
    (typed.len() <= MAX_TYPED && !typed.contains(['[', ']', '|', '#'])).then_some(open)
}

/// Returns all scenarios and questions, those related to the answer at the cursor first.
pub(super) fn complete(cursor: &Cursor<'_>, open: usize) -> Vec<Item> {
    let lexicon = cursor.lexicon();
    let near = cursor.analysis.answer_at(cursor.offset);
    let related = near.map(|near| scenarios::related(lexicon, &near.report.answer, lexicon.scenarios.len()));
    let mut order: Vec<usize> = related.into_iter().flatten().map(|related| related.scenario).collect();
    let first = order.len();
    order.extend((0..lexicon.scenarios.len()).filter(|index| !order[..first].contains(index)).collect::<Vec<_>>());
    let typed = &cursor.before()[open..];
    let rest = cursor.after().find([' ', '[', ']', '.', ',']).unwrap_or(cursor.after().len());
    let closing = cursor.after()[rest..].bytes().take(2).take_while(|byte| *byte == b']').count();
    let item = |index: usize| {
        let scenario = &lexicon.scenarios[index];
        let mut page = Page::new(cursor.format);
        hover::scenario(lexicon, index, &mut page);
        let text = format!("{}{}", scenario.id, &"]]"[closing..]);
        // Typing words of the title finds the entry, too.
        let words = format!("{} {}", scenario.id, scenario.title);
        let titled = words.to_lowercase().contains(&typed.trim().to_lowercase());
        let filter = if titled { format!("{typed} {words}") } else { words };
        Item {
            label: scenario.id.clone(),
            detail: scenario.title.clone(),
            documentation: page.finish(),
            filter,
            ..cursor.item(ItemKind::Reference, open, rest, text)
        }
    };
    order.into_iter().map(item).collect()
}
