//! star-coach reads STAR interview answers (Situation, Task, Action, Result) in markdown and says what is missing.
//!
//! # The map
//!
//! The modules below stand in reading order: each uses only those before it, which `tests/it/tidy.rs` checks. A draft's
//! [`text`], behind its [`front_matter`], is cut into answers by the [`outline`], which knows [`label`]s line by line and
//! asks the [`genre`] whether a run of them is an answer at all; comments to star-coach say what not to tell
//! ([`suppression`]). A [`passage`] is taken apart into an [`answer`]: sections, [`prose`], [`metrics`],
//! [`placeholder`]s and what the [`lexicon`] knows by name. The [`rules`] read that and offer [`edit`]s, in the
//! [`style`] of the answer. [`analysis`] keeps the result of a whole draft and brings it up to date after an edit; [`fixing`]
//! mends what can be mended without asking. The
//! [`features`] are what an editor can ask for; [`server`] speaks the protocol, [`cli`] prints.
//!
//! Settings are [`value`]s with places, whatever they are written in; [`settings`] applies them to a [`config`].
//!
//! Aside of that, [`build`] makes lexicon entries of somebody's documents, and [`encoding`] repairs text that was read in
//! the wrong one.
//!
//! # Invariants
//!
//! Each is checked by the test that names it.
//!
//! 1. The analysis knows nothing of the protocol, URIs, versions, IO, time or settings' JSON (`tidy`).
//! 2. All positions are byte offsets on `char` boundaries until `server/convert.rs` (`tidy`).
//! 3. A [`text::Span`] is relative to its answer, a [`text::DocSpan`] to the draft; the one door between them is
//!    [`report::Placed`] (`tidy`).
//! 4. [`report::Report::new`] is a pure function of the coach and a [`passage::Passage`] (`properties`).
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

pub mod vocabulary;

pub mod encoding;

pub mod edit;

pub mod component;

pub mod severity;

pub mod front_matter;

pub mod markdown;

pub mod label;

pub mod suppression;

pub mod passage;

pub mod lexicon;

pub mod metrics;

pub mod placeholder;

pub mod voice;

pub mod genre;

pub mod outline;

pub mod prose;

pub mod answer;

pub mod build;

pub mod style;

pub mod config;

pub mod rules;

pub mod settings;

pub mod scenarios;

pub mod facts;

pub mod report;

pub mod cross;

pub mod analysis;

pub mod fixing;

pub mod features;

pub mod server;

pub mod cli;
