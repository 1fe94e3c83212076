//! star-coach reads STAR interview answers (Situation, Task, Action, Result) in markdown and says what is missing.
//!
//! # The map
//!
//! The modules below are in reading order: each uses only those before it, and no two files use each other in a circle,
//! which `tests/it/tidy.rs` checks. A [`draft`]'s [`text`] is read as Markdown and cut into answers by their labels. An
//! [`answer`] is taken apart: sections, prose, [`metrics`], placeholders, and the names that the [`lexicon`] knows. The
//! [`rules`] read that and offer edits. A [`coach`] keeps the result for a whole draft and brings it up to date after an
//! edit. The [`features`] are what an editor can ask for; [`server`] speaks the protocol, [`cli`] prints.
//!
//! Settings are [`value`]s with positions, whatever they are written in; [`settings`] applies them to a [`config`].
//! [`build`] makes lexicon entries of somebody's documents, [`scenarios`] finds the related ones. [`words`] has the word
//! lists of the English language.
//!
//! # Invariants
//!
//! Each is checked by the test that names it.
//!
//! 1. The analysis knows nothing of the protocol, URIs, versions, IO, time or settings' JSON (`tidy`).
//! 2. All positions are byte offsets on `char` boundaries until `server/convert.rs` (`tidy`).
//! 3. A [`text::Span`] is relative to its answer, a [`text::DocSpan`] to the draft; the one door between them is
//!    [`coach::Placed`] (`tidy`).
//! 4. [`coach::Report::new`] is a pure function of the coach and a [`draft::passage::Passage`] (`properties`).
//! 5. An analysis brought up to date equals a fresh one (`properties`).
//! 6. An edit inside one answer coaches that answer only; moving others coaches nothing (`properties`).
//! 7. Answers are disjoint, in order, inside the text; of what lies outside, nothing is flagged but comments to star-coach
//!    (`properties`).
//! 8. Nothing in fences, inline code, URLs, comments or front matter is prose, except a fence that is the whole body of
//!    a section (`drafts`).
//! 9. A fix's edits are disjoint, inside its answer (or around its comment), and clear their finding, adding none but
//!    placeholders and empty sections, and of a comment mended that it is needless (`properties`).
//! 10. Findings are sorted by start, then rule order, without duplicates; no hash order is visible (`properties`).
//! 11. Any text, settings, position or message: no panic, no lost server, no lost text (`properties`, `hostile`).
//! 12. Diagnostics published for a version describe that version; closing a document clears it, or shows it
//!     as it is on disk if the whole workspace is checked (`sessions`, `index`).
//! 13. stdout carries the protocol, nothing else, [`cli`] excepted; the server writes no file but its cache (`tidy`).
//! 14. The command line and the editor report the same findings for the same text (`formats`).

pub mod text;

pub mod value;

pub mod words;

pub mod component;

pub mod metrics;

pub mod lexicon;

pub mod draft;

pub mod answer;

pub mod build;

pub mod severity;

pub mod config;

pub mod rules;

pub mod settings;

pub mod scenarios;

pub mod coach;

pub mod features;

pub mod server;

pub mod cli;
