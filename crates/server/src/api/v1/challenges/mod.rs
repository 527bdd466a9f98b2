//! Challenges.

pub(super) mod answer;
pub(super) mod complete;
pub(super) mod create;
pub(super) mod read;
pub(super) mod send;
