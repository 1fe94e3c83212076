//! star-coach checks STAR interview answers (Situation, Task, Action, Result) in Markdown and reports what is missing.
//!
//! # The map
//!
//! The modules below are in reading order: each uses only those before it, and files never use each other in a circle, as
//! `tests/it/tidy.rs` checks. The [`text`] of a [`draft`] is parsed as Markdown and split into answers by their labels. An
//! [`answer`] has sections, prose, [`metrics`], placeholders, and mentions of entries in the [`lexicon`]. The [`rules`] read
//! the answer and return findings with fixes. [`coach`] analyzes a whole draft and updates the analysis after an edit. The
//! [`features`] implement editor features, [`server`] the Language Server Protocol, and [`cli`] the command line.
//!
//! A [`platform`] is the environment of a story, such as AWS. Settings are [`value`]s with positions, independent of their
//! source format; [`settings`] applies them to a [`config`]. [`build`] makes lexicon entries from a user's documents, and
//! [`scenarios`] finds related ones. [`words`] has English word lists, and tells the language of a text.
//!
//! # Invariants
//!
//! Each is checked by the test that names it.
//!
//! 1. The analysis does not depend on the protocol, URIs, versions, I/O, time, or the JSON of settings (`tidy`).
//! 2. All positions are byte offsets on `char` boundaries; only `server/convert.rs` converts them (`tidy`).
//! 3. A [`text::Span`] is relative to its answer, a [`text::DocSpan`] to the draft; only [`coach::Placed`] converts between
//!    them (`tidy`).
//! 4. [`coach::Report::new`] is a pure function of the profile and a [`draft::passage::Passage`]. Only
//!    [`answer::Answer::draft_platform`] is set later (`properties`).
//! 5. An updated analysis equals a new one (`properties`).
//! 6. An edit inside one answer makes a new report for that answer only, unless it changes the platform of the draft; moving
//!    answers makes none (`properties`).
//! 7. Answers are disjoint, in order, and inside the text. Outside of answers, only suppression comments have findings
//!    (`properties`).
//! 8. Text in fences, inline code, URLs, comments, or front matter is not prose, except a fence that is the whole text of a
//!    section (`drafts`).
//! 9. The edits of a fix are disjoint, inside its answer (or around its comment), and clear the finding. The only new findings
//!    are about placeholders and empty sections, or that a corrected comment is unused (`properties`).
//! 10. Findings are sorted by start, then rule order, without duplicates; no hash order is visible (`properties`).
//! 11. No text, settings, position, or message causes a panic, a server crash, or lost text (`properties`, `hostile`).
//! 12. Diagnostics published for a version describe that version. Closing a document clears its diagnostics or, if the whole
//!     workspace is checked, publishes those of the file on disk (`sessions`, `index`).
//! 13. Only the protocol is written to stdout, except by [`cli`]; the server writes no file but its cache (`tidy`).
//! 14. The command line and the editor report the same findings for the same text (`formats`).

pub mod text;

pub mod severity;

pub mod platform;

pub mod former;

pub mod value;

pub mod words;

pub mod component;

pub mod metrics;

pub mod lexicon;

pub mod draft;

pub mod answer;

pub mod build;

pub mod config;

pub mod rules;

pub mod settings;

pub mod scenarios;

pub mod coach;

pub mod features;

pub mod server;

pub mod cli;
