//! What an editor can ask for: plain data in and out, no protocol.

pub mod actions;
pub mod scenario_page;
