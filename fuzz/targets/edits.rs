//! An analysis that is updated edit by edit equals a new one.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use star_coach::coach::Analysis;
use star_coach::text::Text;
use star_coach_fuzz::{Edit, Piece, describe, profile, text};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    first: Vec<Piece<'a>>,
    edits: Vec<Edit<'a>>,
}

fuzz_target!(|input: Input<'_>| {
    let mut draft = Text::from(text(&input.first).as_str());
    let mut analysis = Analysis::new(profile(), &draft);
    for edit in input.edits.iter().take(16) {
        let before = draft.to_string();
        let change = edit.apply(&mut draft);
        analysis.update(&draft, change);
        let fresh = Analysis::new(profile(), &draft);
        assert_eq!(describe(&analysis), describe(&fresh), "{before:?} became by {change:?} {:?}", draft.to_string());
    }
});
