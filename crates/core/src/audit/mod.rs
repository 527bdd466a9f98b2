//! The trail: what a record says of persons, and how records are chained.

mod chain;
mod facts;

pub use chain::{BEGINNING, Broken, ERASED, Entry, Fault, Personal, Walk};
pub use facts::{Facts, facts_hash};
