//! Every fix stays inside its answer and keeps what it does not replace; mending all that can be mended comes to an end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use star_coach::analysis::Analysis;
use star_coach::fixing;
use star_coach::text::Text;
use star_coach_fuzz::{Piece, coach, text};

fuzz_target!(|pieces: Vec<Piece<'_>>| {
    let draft = text(&pieces);
    let analysis = Analysis::new(coach(), &Text::from(draft.as_str()));
    for answer in analysis.answers() {
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
                Analysis::new(coach(), &Text::from(whole.as_str()));
            }
        }
    }
    let fixed = fixing::fix_all(&coach(), &draft);
    let again = fixing::fix_all(&coach(), &fixed.text);
    assert_eq!(fixed.text, again.text, "what was mended is mended again: {draft:?}");
});
