//! Any text can be analyzed, and all findings are inside their answer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use star_coach::coach::Analysis;
use star_coach::text::Text;
use star_coach_fuzz::profile;

fuzz_target!(|draft: &str| {
    let text = Text::from(draft);
    let analysis = Analysis::new(profile(), &text);
    let mut end = 0;
    for answer in analysis.answers() {
        assert!(end <= answer.span.start && answer.span.end <= draft.len());
        assert_eq!(&draft[answer.span.range()], answer.report.answer.text());
        end = answer.span.end;
        for finding in &answer.report.findings {
            assert!(answer.report.answer.text().get(finding.span.range()).is_some());
        }
    }
});
