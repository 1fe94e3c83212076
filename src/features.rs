//! What an editor can ask for: plain data in and out, no protocol.

pub mod actions;
pub mod gaps;
pub mod lens;
pub mod scenario_page;
pub mod symbols;
#[cfg(test)]
mod testing;
