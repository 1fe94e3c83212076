//! Every fix changes only what it replaces, inside its answer, and applying all safe fixes leaves none.
#![no_main]

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use star_coach::coach::Analysis;
use star_coach::coach::fixing;
use star_coach::text::Text;
use star_coach_fuzz::{Piece, describe, profile};

fuzz_target!(|data: &[u8]| {
    // Input that starts like a draft is used as it is, so that drafts can be seeds. Other input selects pieces.
    let draft = match std::str::from_utf8(data) {
        Ok(draft) if draft.starts_with(|char: char| char.is_ascii_graphic()) => draft.to_owned(),
        _ => match Vec::<Piece<'_>>::arbitrary_take_rest(Unstructured::new(data)) {
            Ok(pieces) => star_coach_fuzz::text(&pieces),
            Err(_) => return,
        },
    };
    let text = Text::from(draft.as_str());
    let analysis = Analysis::new(profile(), &text);
    for answer in analysis.parts() {
        let before = answer.report.answer.text();
        for finding in &answer.report.findings {
            for fix in &finding.fixes {
                let replaced: usize = fix.edits.iter().map(|edit| edit.span.len()).sum();
                let added: usize = fix.edits.iter().map(|edit| edit.text.len()).sum();
                assert!(fix.edits.iter().all(|edit| before.get(edit.span.range()).is_some()), "{fix:?}");
                assert!(fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{fix:?}");
                let after = fix.apply(before);
                assert_eq!(after.len(), before.len() - replaced + added, "{fix:?}");
                if let Some(select) = fix.select {
                    assert!(after.get(select.range()).is_some(), "{fix:?}");
                }
                let whole = format!("{}{after}{}", &draft[..answer.span.start], &draft[answer.span.end..]);
                Analysis::new(profile(), &Text::from(whole.as_str()));
            }
        }
    }
    let fixed = fixing::fix_all(&analysis, &text);
    let mut made = text.clone();
    fixed.edits.iter().rev().for_each(|edit| made.replace(edit.span, &edit.text));
    assert_eq!(made.to_string(), fixed.text.to_string(), "{draft:?}");
    assert_eq!(describe(&fixed.left), describe(&Analysis::new(profile(), &fixed.text)), "{draft:?}");
    let again = fixing::fix_all(&fixed.left, &fixed.text);
    assert!(again.edits.is_empty(), "a fix is offered again after it was applied: {draft:?}");
});
