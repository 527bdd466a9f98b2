//! Countersign's decisions: pure functions and values, the same answer for the same inputs.
//!
//! Nothing here reads a clock, a file, a socket or a random source: time is a [`Timestamp`] and randomness an
//! [`Entropy`] that the caller passes in.
#![warn(missing_docs)]

pub mod access;
pub mod audit;
pub mod challenge;
pub mod delivery;
pub mod ids;
pub mod limits;
mod listed;
pub mod mailed;
pub mod order;
pub mod people;
pub mod policy;
pub mod ports;
pub mod session;
pub mod step_up;
pub mod support;

pub use ports::{Entropy, Timestamp};
