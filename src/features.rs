//! The editor features, as functions from plain data to plain data, independent of the protocol.

pub mod actions;
pub mod completion;
pub mod folding;
pub mod gaps;
pub mod hover;
mod ignoring;
pub mod inlays;
pub mod lens;
pub mod line;
pub mod links;
pub mod markup;
pub mod mentions;
pub mod scenario_list;
pub mod scenario_page;
pub mod selection;
pub mod service_page;
pub mod symbols;
pub mod template;
#[cfg(test)]
mod testing;
pub mod tokens;
